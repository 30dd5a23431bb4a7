#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Acts that are killed before their writes. CRASH_STRIDE=1 tries every write, which takes minutes.
: "${srcdir:=.}" "${PYTHON3:=python3}" "${CC:=cc}"
if [ "${SANITIZER:-no}" != no ]; then
	echo "1..0 # SKIP a sanitizer's runtime must be loaded before any other library"
	exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! $CC -shared -fPIC -O1 -o "$folder/die-at.so" "$srcdir/tests/crash/die-at.c" -ldl 2>/dev/null; then
	echo "1..0 # SKIP no shared object can be made"
	exit 0
fi
"$PYTHON3" "$srcdir/tests/crash/crash.py" "$folder/die-at.so"
