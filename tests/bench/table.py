#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rows of the benchmarks as tables for people and as JSON for programs: table.py ROWS JSON"""
import json
import sys

RATE = ["what", "round", "unit", "against", "ours", "ours_best", "theirs", "theirs_best", "ratio"]
GOAL = ["number", "what", "round", "against", "measure", "limit", "ours", "ours_best", "theirs", "theirs_best", "ratio", "verdict"]
WAIT = ["what", "round", "against", "ours", "ours_best", "theirs", "theirs_best", "ratio"]
KINDS = {"rate": RATE, "goal": GOAL, "wait": WAIT}
WORDS = {"number", "what", "unit", "against", "measure", "verdict"}


def read(path):
    found = {kind: [] for kind in KINDS}
    with open(path, encoding="utf-8") as rows:
        for row in rows:
            kind, *cells = row.rstrip("\n").split("\t")
            names = KINDS[kind]
            record = {name: cell if name in WORDS else float(cell) if cell else None for name, cell in zip(names, cells, strict=True)}
            record["round"] = int(record["round"])
            if kind == "goal":
                record["unit"] = "s" if record["measure"] in ("times faster", "part of") else ""
            found[kind].append(record)
    found["goal"].sort(key=lambda goal: int(goal["number"]))  # stable: the order of the runs within a goal
    for kind in ("rate", "wait"):
        found[kind].sort(key=lambda row: (row["what"], row["against"], row["round"]))
    return found["rate"], found["goal"], found["wait"]


def side(goal, name):
    if goal[name] is None:
        return "-"
    if goal["unit"] == "s":
        return f"{goal[name] * 1000:.3f} ({goal[name + '_best'] * 1000:.3f}) ms"
    return f"{goal[name]:g}"


def aim(goal):
    mark = {"times faster": ">=", "part of": "<=", "count": "<="}.get(goal["measure"])
    return f"{mark} {goal['limit']:g}" if mark else "-"


def print_table(head, rows):
    widths = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(cell.ljust(width) if k < 2 else cell.rjust(width) for k, (cell, width) in enumerate(zip(row, widths))).rstrip())


def main():
    rates, goals, waits = read(sys.argv[1])
    print("The goals (median and best of the rounds)")
    print_table(
        ["#", "WHAT", "ROUND", "LIBGRANT", "OTHER", "AGAINST", "RATIO", "GOAL", "VERDICT"],
        [[g["number"], g["what"], str(g["round"]), side(g, "ours"), side(g, "theirs"), g["against"],
          "-" if g["ratio"] is None or g["unit"] != "s" else f"{g['ratio']:.3g}" if g["ratio"] < 1000 else f"{g['ratio']:.0f}",
          aim(g), g["verdict"]] for g in goals])
    print("\nRates (medians)")
    print_table(
        ["WHAT", "AGAINST", "ROUND", "LIBGRANT", "OTHER", "UNIT", "RATIO"],
        [[r["what"], r["against"], str(r["round"]), f"{r['ours']:.1f}", f"{r['theirs']:.1f}", r["unit"], f"{r['ratio']:.3f}"]
         for r in rates])
    print("\nWhat a person waits for, the program's start and end included (medians)")
    print_table(
        ["WHAT", "AGAINST", "ROUND", "LIBGRANT", "OTHER", "RATIO"],
        [[w["what"], w["against"], str(w["round"]), f"{w['ours'] * 1000:.0f} ms", f"{w['theirs'] * 1000:.0f} ms", f"{w['ratio']:.2f}"]
         for w in waits])
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        json.dump({"goals": goals, "rates": rates, "waits": waits}, out, ensure_ascii=False, indent=2)
        out.write("\n")


main()
