#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# make bench: the library against the bare tools, at several sizes of a round, as a table of ratios: bench.sh BENCH SIZE...
# Rounds are made below $BENCH_DIR (default: a temporary folder) and taken away again.
set -euo pipefail
bench=$1
shift
: "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}" "${PYTHON3:=python3}" "${LUA_PROGRAM:=lua5.4}" "${BENCH_MEGABYTES:=16}"
for tool in git bsdtar sha256sum "$LUA_PROGRAM"; do
	command -v "$tool" >/dev/null || { echo "bench.sh: $tool is needed" >&2; exit 1; }
done
folder=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/grant-bench-XXXXXX")
trap 'rm -rf "$folder"' EXIT
export HOME=$folder GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8 srcdir
for size; do
	round=$folder/round-$size
	echo "a round of $size applications ..." >&2
	"$PYTHON3" "$srcdir/tests/bench/make-round.py" "$round" "$size" --archives "$folder/archives" 5 "$BENCH_MEGABYTES"
	"$GRANT" -C "$round" list --limit 1 >/dev/null # the index is there before a copy is made
	cp -r "$round" "$round.objects"
	cp -r "$round" "$round.import"
	"$bench" "$round" "$size" "$folder/archives" "$srcdir" "$LUA_PROGRAM" | tee -a "$folder/rows" >&2
	git -C "$round" fsck --strict --no-dangling --no-progress >&2
	rm -rf "$round" "$round".*
done
awk -F '\t' '
	BEGIN { printf "%-8s %9s  %12s  %-10s %12s  %-28s %7s\n", "WHAT", "ROUND", "LIBGRANT", "", "OTHER", "AGAINST", "RATIO" }
	{ printf "%-8s %9d  %12.1f  %-10s %12.1f  %-28s %7.3f\n", $1, $2, $4, $3, $6, $5, $7 }' \
	<(sort -s -t "$(printf '\t')" -k1,1 -k5,5 -k2,2n "$folder/rows")
