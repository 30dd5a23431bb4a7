#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The benchmarks run to their end on a round of twenty and give every ratio. Speed is not judged here. TAP.
: "${srcdir:=.}" "${builddir:=build}" "${LUA_PROGRAM:=lua5.4}" "${PYTHON3:=python3}"
echo 1..1
for tool in git bsdtar sha256sum sqlite3 "$LUA_PROGRAM"; do
	command -v "$tool" >/dev/null || { echo "ok 1 # SKIP $tool is not there"; exit 0; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export BENCH_ROUNDS=1 BENCH_MEGABYTES=1 BENCH_LIFE=20 BENCH_COMMITS=60 BENCH_PACKS=40 BENCH_LONG_ACTS=5 BENCH_WRITER_ACTS=1 BENCH_SWEEPS=50 BENCH_OFFICE=5 BENCH_OFFICE_MEGABYTES=8
export BENCH_JSON=$folder/bench.json
# all ten goals, the twelve rates and the eight commands that look
if bash "$srcdir/tests/bench/bench.sh" "$builddir/tests/bench/bench" 20 >"$folder/table" 2>"$folder/errors" && "$PYTHON3" - "$BENCH_JSON" <<'PY'
import json, sys
result = json.load(open(sys.argv[1]))
numbers = {goal["number"] for goal in result["goals"]}
missing = {str(number) for number in range(1, 11)} - numbers
counts = len(result["rates"]), len(result["waits"])
sys.exit(f"missing: {missing}, rates and waits: {counts}" if missing or counts != (12, 8) else 0)
PY
then
	echo "ok 1 - the benchmarks give a ratio for each goal, each rate and each command that looks"
else
	echo "not ok 1 - the benchmarks give a ratio for each goal, each rate and each command that looks"
	sed 's/^/# /' "$folder/errors"
	sed 's/^/# /' "$folder/table"
fi
