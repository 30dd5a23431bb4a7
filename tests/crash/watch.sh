# SPDX-License-Identifier: Apache-2.0
# What both tests of sudden ends begin with: the watcher is built, then `python3 $1 WATCHER [NAMES]` speaks TAP.
: "${srcdir:=.}" "${PYTHON3:=python3}" "${CC:=cc}"

with_watcher() { # program [names]
	local folder
	if [ "${SANITIZER:-no}" != no ]; then
		echo "1..0 # SKIP a sanitizer's runtime must be loaded before any other library"
		return
	fi
	folder=$(mktemp -d)
	trap "rm -rf '$folder'" EXIT
	if ! $CC -shared -fPIC -O1 -o "$folder/watch.so" "$srcdir/tests/crash/watch.c" -ldl 2>/dev/null; then
		echo "1..0 # SKIP no shared object can be made"
		return
	fi
	PYTHONDONTWRITEBYTECODE=1 "$PYTHON3" "$srcdir/tests/crash/$1" "$folder/watch.so" "${@:2}"
}
