#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The Chinese catalogue is complete and agrees with the sources. TAP.
src=${srcdir:-.}
n=0
fail=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
result() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else fail=1; echo "not ok $n - $2"; head -n 40 "$log" | sed 's/^/# /'; fi; }
LC_ALL=C.UTF-8 msgfmt -c -o /dev/null "$src/po/zh_CN.po" >"$log" 2>&1
result $? "the catalogue compiles and its format directives agree"
if command -v xgettext >/dev/null; then
	"$src/scripts/update-po" --check >"$log" 2>&1
	result $? "every marked text is translated"
fi
"${PYTHON3:-python3}" - "$src/po/zh_CN.po" >"$log" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
bad = []
def joined(part):
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', part))
for entry in text.split("\n\n")[1:]:
    match = re.search(r"msgid (.*?)\nmsgstr (.*)", entry, re.S)
    if not match:
        continue
    a, b = joined(match.group(1)), joined(match.group(2))
    if sorted(set(re.findall(r"\{\w+\}", a))) != sorted(set(re.findall(r"\{\w+\}", b))):
        bad.append(f"placeholders differ: {a}")
print("\n".join(bad))
sys.exit(bool(bad))
PY
result $? "placeholders in braces agree"
echo "1..$n"
exit $fail
