#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The embedding example, built with pkg-config's flags alone from an installed copy, runs. TAP.
src=${srcdir:-.}
build=${builddir:-.}
cc=${CC:-cc}
n=0
fail=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log
result() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else fail=1; echo "not ok $n - $2"; sed 's/^/# /' "$log"; fi; }
if [ "${SANITIZER:-no}" != no ]; then
	echo "1..0 # SKIP the library is built with a sanitizer, a program without one cannot use it"
	exit 0
fi
make -C "$build" --quiet install DESTDIR="$work/root" >"$log" 2>&1
result $? "make install DESTDIR= works"
pc=$(dirname "$(find "$work/root" -name libgrant.pc)")
prefix=$(sed -n 's/^prefix=//p' "$pc/libgrant.pc")
export PKG_CONFIG_PATH=$pc PKG_CONFIG_SYSROOT_DIR=$work/root
# shellcheck disable=SC2046
$cc -std=c99 -Wall -Wextra -Werror "$src/examples/c/embed.c" $(pkg-config --cflags --libs libgrant) -o "$work/embed" >"$log" 2>&1
result $? "embed.c builds with pkg-config's flags alone"
outside=$(find "$work/root" -type f | sed "s|^$work/root||" | grep -v "^$prefix/")
echo "$outside" >"$log"
[ -z "$outside" ]
result $? "nothing is installed outside of the prefix"
export BATS_TEST_TMPDIR=$work/round srcdir=$src GRANT=$build/grant
mkdir -p "$work/round"
(
	bats_require_minimum_version() { :; }
	# shellcheck source=/dev/null
	. "$src/tests/lib/helpers.bash"
	setup_common && new_round && archive p.zip && archive q.zip title=乙 organisation=乙 &&
	in_round $in_march submit p.zip >/dev/null && pass_all XF-0001 && assign_all XF-0001 &&
	review reviewer-1 XF-0001 18 70 &&
	LD_LIBRARY_PATH=$(dirname "$pc") "$work/embed" round.git q.zip officer 2018-03-21T10:00:00+08:00 >out &&
	grep -q '^taken in: XF-0002, 3 files$' out && grep -q '^1 XF-0001 88.00 ' out
) >"$log" 2>&1
result $? "it takes an archive in and prints the ranking"
echo "1..$n"
exit $fail
