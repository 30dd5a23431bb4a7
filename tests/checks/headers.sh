#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Each public header compiles alone as C99, C11 and C++11, and documents each of its functions with its codes. TAP.
src=${srcdir:-.}
cc=${CC:-cc}
n=0
fail=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
result() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else fail=1; echo "not ok $n - $2"; sed 's/^/# /' "$work/log"; fi; }
for header in "$src"/include/grant.h "$src"/include/grant/*.h; do
	name=${header#"$src"/include/}
	echo "#include <$name>" >"$work/t.c"
	cp "$work/t.c" "$work/t.cc"
	{ $cc -std=c99 -pedantic -Wall -Werror -I"$src/include" -c -o /dev/null "$work/t.c" &&
	  $cc -std=c11 -pedantic -Wall -Werror -I"$src/include" -c -o /dev/null "$work/t.c" &&
	  g++ -std=c++11 -pedantic -Wall -Werror -I"$src/include" -c -o /dev/null "$work/t.cc"; } >"$work/log" 2>&1
	result $? "$name compiles alone as C99, C11 and C++11"
done
"${PYTHON3:-python3}" - "$src" >"$work/log" <<'PY'
import glob, re, sys
bad = []
for f in glob.glob(sys.argv[1] + "/include/grant/*.h"):
    text = open(f, encoding="utf-8").read()
    for match in re.finditer(r"(?<!#define )GRANT_API\s[^;#]*?\b(grant_\w+)\s*\(", text):
        before = text[:match.start()].rstrip()
        comment = before[before.rfind("/**"):] if before.endswith("*/") else ""
        if not comment or "@since" not in comment:
            bad.append(f"{f}: {match.group(1)} has no comment with @since")
        elif re.match(r"GRANT_API int\s", match.group(0)) and not any(w in comment for w in ("@return", "The same", "The code", "exit status", "whole number")):
            bad.append(f"{f}: {match.group(1)} names no codes")
print("\n".join(bad))
sys.exit(bool(bad))
PY
result $? "every public function is documented with its codes and since when"
echo "1..$n"
exit $fail
