#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The built library: what it exports, what it keeps, what it calls. TAP.
cd "${builddir:-.}" || exit 99
src=${srcdir:-.}
n=0
fail=0
check() { # name, text that must be empty
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n - $1"; else fail=1; echo "not ok $n - $1"; sed 's/^/# /' <<<"$2"; fi
}
so=.libs/libgrant.so

headers=$(cat "$src"/include/grant/*.h | tr '\n' ' ' | sed 's/GRANT_API/\n&/g' | sed -nE 's/^GRANT_API[^(;]*[ *](grant_[a-z0-9_]+)\(.*/\1/p' | sort -u)
exported=$(nm -D --defined-only "$so" | awk '$2 == "T" {print $3}' | sed 's/@.*//' | sort -u)
check "the headers and the library name the same functions" "$(diff <(echo "$headers") <(echo "$exported"))"
check "nothing else is exported" "$(nm -D --defined-only "$so" | awk '$2 != "T" && $2 != "A" {print}')"

# mutable state: the last error of a thread, the countdown of tests, and that GMime was begun
mutable=$(nm -C libgrant/*/.libs/*.o 2>/dev/null | awk '$2 ~ /^[bdBDC]$/ {print $3}' |
	grep -vxE 'last|fail_countdown|begun|__.*|\.L.*|_ZZ.*|.*\.[0-9]+_asan.*' | grep -vE 'asan|ubsan|^\.' | sort -u)
# tables of pointers are data that only the linker changes
mutable=$(for name in $mutable; do nm -C libgrant/*/.libs/*.o 2>/dev/null | awk -v n="$name" '$3 == n && $2 ~ /^[bBC]$/ {print $3}'; done | sort -u)
check "no mutable global state" "$mutable"

undefined=$(nm -D -u "$so" | awk '{print $2}' | sed 's/@.*//')
check "the library never exits, prints, forks or changes the process" \
	"$(grep -xE 'abort|_?exit|printf|puts|putchar|vprintf|__printf_chk|setlocale|chdir|umask|v?fork|exec[a-z]*|system|posix_spawnp?|signal|sigaction|localtime|gmtime|strtok|sprintf|strcat|gets' <<<"$undefined")"
check "the library looks at no environment variable" "$(grep -xE '(secure_)?getenv' <<<"$undefined")"
check "the SONAME is set" "$(readelf -d "$so" | grep -q 'SONAME.*libgrant.so' || echo none)"
echo "1..$n"
exit $fail
