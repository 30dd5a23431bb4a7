#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The benchmarks run to their end on a round of twenty and give every ratio. Speed is not judged here. TAP.
: "${srcdir:=.}" "${builddir:=build}" "${LUA_PROGRAM:=lua5.4}"
echo 1..1
for tool in git bsdtar sha256sum "$LUA_PROGRAM"; do
	command -v "$tool" >/dev/null || { echo "ok 1 # SKIP $tool is not there"; exit 0; }
done
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
table=$(BENCH_MEGABYTES=1 bash "$srcdir/tests/bench/bench.sh" "$builddir/tests/bench/bench" 20 2>"$errors")
if [ $? = 0 ] && [ "$(awk 'NR > 1 && $2 == 20 && $NF > 0' <<<"$table" | wc -l)" = 5 ]; then
	echo "ok 1 - the benchmarks give five ratios"
else
	echo "not ok 1 - the benchmarks give five ratios"
	sed 's/^/# /' "$errors"
	sed 's/^/# /' <<<"$table"
fi
