#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Files and functions that a reader can hold: 600 lines a file (the table of kinds excepted), 60 a function, 250 a public header. TAP.
cd "${srcdir:-.}" || exit 99
"${PYTHON3:-python3}" - <<'PY'
import glob, re, sys
fail, n = 0, 0
def check(name, wrong):
    global fail, n
    n += 1
    print(("not ok" if wrong else "ok"), n, "-", name)
    for line in wrong:
        print("#", line)
    fail |= bool(wrong)
sources = [f for f in glob.glob("libgrant/*/*.c") + glob.glob("cli/*.c")]
texts = {f: open(f, encoding="utf-8").read() for f in sources}
check("no file has more than 600 lines", [f"{f}: {t.count(chr(10))}" for f, t in texts.items() if t.count("\n") > 600 and not f.endswith("kinds.c")])
long = []
for f, t in texts.items():
    start, name = 0, ""
    for number, line in enumerate(t.split("\n"), 1):
        match = re.match(r"^(?:[A-Za-z_][\w\s\*]*?[\s\*])?(\w+)\(", line)
        if match:
            name = match.group(1)
        if line == "{":
            start = number
        elif line == "}" and start:
            if number - start > 60:
                long.append(f"{f}:{start} {name}: {number - start}")
            start = 0
check("no function has more than 60 lines", long)
check("no public header has more than 260 lines", [f for f in glob.glob("include/grant/*.h") if open(f).read().count("\n") > 260])
every = sources + glob.glob("libgrant/*/*.h") + glob.glob("include/grant/*.h") + glob.glob("cli/*.h")
check("every source names its licence first", [f for f in every if not open(f, encoding="utf-8").read().startswith("/* SPDX-License-Identifier: Apache-2.0 */")])
check("no line is longer than 145 columns", [f"{f}:{i}" for f in every for i, l in enumerate(open(f, encoding="utf-8").read().split("\n"), 1) if len(l.expandtabs(8)) > 145])
check("nothing is left to do", [f"{f}:{i} {l.strip()}" for f in every for i, l in enumerate(open(f, encoding="utf-8").read().split("\n"), 1) if re.search(r"\b(TODO|FIXME|XXX)\b", l)])
print(f"1..{n}")
sys.exit(fail)
PY
