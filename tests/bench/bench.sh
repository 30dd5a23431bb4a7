#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# make bench: the library against the bare tools, at several sizes of a round, as tables of ratios and as JSON: bench.sh BENCH SIZE...
# Rounds are made below $BENCH_DIR (default: a temporary folder) and taken away again. What does not depend on the size of the
# round is run once, at $BENCH_LIFE applications.
set -euo pipefail
bench=$1
shift
: "${srcdir:=$(cd "$(dirname "$0")/../.." && pwd)}" "${PYTHON3:=python3}" "${LUA_PROGRAM:=lua5.4}" "${BENCH_MEGABYTES:=16}"
: "${BENCH_LIFE:=2000}" "${BENCH_COMMITS:=40000}" "${BENCH_PACKS:=2000}" "${BENCH_JSON:=bench.json}"
: "${BENCH_SIZED=acts archives group reindex intake score match durable change merge flushes look}" "${BENCH_ONCE=ranks writers long packs history}"
: "${BENCH_OFFICE:=2000}" "${BENCH_OFFICE_MEGABYTES:=1024}" # proposals of an office's day; 0: none
# The first three are followed commit by commit in a copy, so nothing else may write before them; "change" looks at the last
# act that "durable" made.
for tool in git bsdtar sha256sum sqlite3 "$LUA_PROGRAM"; do
	command -v "$tool" >/dev/null || { echo "bench.sh: $tool is needed" >&2; exit 1; }
done
folder=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/grant-bench-XXXXXX")
trap 'rm -rf "$folder"' EXIT
export HOME=$folder GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8 srcdir

# A round of so many applications, its index made; more words are make-round.py's.
make_round() {
	echo "a round of $2 applications ... ${*:3}" >&2
	"$PYTHON3" "$srcdir/tests/bench/make-round.py" "$@" --base "$folder/base"
	"$GRANT" -C "$1" list --limit 1 >/dev/null
}

# Copies that others write into share the packs that are there.
copy_round() {
	for ending in "${@:2}"; do
		git clone -q --bare "$1" "$1.$ending"
	done
}

# ROUND APPLICATIONS NAME...: the comparisons; afterwards everything that was written is looked at, and goes.
run() {
	"$bench" "$1" "$2" "$folder/archives" "$srcdir" "$LUA_PROGRAM" "${@:3}" | tee -a "$folder/rows" >&2
	for made in "$1" "$1".store; do
		[ ! -d "$made" ] || git -C "$made" fsck --strict --no-dangling --no-progress >&2
	done
	rm -rf "$1" "$1".*
}

make_round "$folder/small" 200 --commits 201 # its last act is a review
export BENCH_SMALL_ROUND=$folder/small
for size; do
	round=$folder/round-$size
	make_round "$round" "$size" --archives "$folder/archives" 5 "$BENCH_MEGABYTES"
	copy_round "$round" objects import store store-import plain
	# shellcheck disable=SC2086
	run "$round" "$size" $BENCH_SIZED
done
for name in $BENCH_ONCE; do
	round=$folder/$name
	case $name in
	history) make_round "$round" "$BENCH_LIFE" --commits "$BENCH_COMMITS" ;;
	packs) make_round "$round" "$BENCH_LIFE" --packs "$BENCH_PACKS" ;;
	*) make_round "$round" "$BENCH_LIFE" ;;
	esac
	[ "$name" != writers ] || copy_round "$round" store plain
	[ "$name" != long ] || cp -r "$round" "$round.fresh"
	run "$round" "$BENCH_LIFE" "$name"
done
if [ "$BENCH_OFFICE" != 0 ]; then
	mkdir "$folder/office"
	"$PYTHON3" "$srcdir/tests/bench/office.py" "$GRANT" "$folder/office" "$BENCH_OFFICE" "$BENCH_OFFICE_MEGABYTES" |
		tee -a "$folder/rows" >&2
	rm -rf "$folder/office"
fi
"$PYTHON3" "$srcdir/tests/bench/table.py" "$folder/rows" "$BENCH_JSON"
