#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An intake office's day: office.py GRANT FOLDER PROPOSALS MEGABYTES. Rows for table.py.

So many proposals taken in by one call each, and as one folder, against bsdtar and sha256sum over each of them; and the peak resident
size of the largest proposal that the limits allow, of one of so many megabytes in a round that raised them, and of a bomb, against
bsdtar writing the same archive out.
"""
import json
import os
import random
import subprocess
import sys
import time
import zipfile

GRANT, FOLDER, PROPOSALS, MEGABYTES = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
AT = "--at=2018-03-20T10:00:00+08:00"
MEGABYTE = 1024 * 1024
BLOCK = random.Random(1).randbytes(MEGABYTE)


def form(number):
    return json.dumps({
        "title": f"邻里互助{number}", "organisation": {"name": f"第{number}社会工作服务中心", "kind": "service"}, "requested": "40000.00",
        "total": "40000.00", "summary": f"为第{number}社区的家庭提供陪伴与心理辅导。",
        "budget": [{"class": "业务活动费", "item": "活动", "amount": "40000.00"}]}, ensure_ascii=False)


def write_zip(path, number, sizes, method=zipfile.ZIP_STORED, block=BLOCK):
    """A form and files of so many megabytes each; small ones when there are none."""
    with zipfile.ZipFile(path, "w", method, allowZip64=True) as archive:
        archive.writestr("application.json", form(number))
        archive.writestr("预算表.csv", f"类别,金额\n活动,{number}\n")
        archive.writestr("附件/说明.txt", f"第{number}份说明\n" * 200)
        for index, size in enumerate(sizes):
            with archive.open(f"附件/{index}.bin", "w", force_zip64=True) as entry:
                for _ in range(size):
                    entry.write(block)


def make_round(name, limits):
    path = f"{FOLDER}/{name}.json"
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"id": "office", "title": {"zh": "受理"}, "prefix": "XF", "budget": "1000000.00", "limits": limits,
                   "calendar": {"open": "2018-03-01T09:00:00+08:00", "close": "2018-03-31T17:30:00+08:00"}}, out)
    rules = f"{FOLDER}/rules.lua"
    with open(rules, "w", encoding="utf-8") as out:
        out.write('return { api = 1, title = { zh = "规则" }, criteria = { { id = "all", max = 100 } },\n'
                  "  score = function() return { total = 0 } end }\n")
    subprocess.run([GRANT, "init", f"{FOLDER}/{name}.git", "--round", path, "--rules", rules, "--as", "clerk", "--name", "收件员",
                    "--unsigned", "--retrospective", "--at=2018-02-20T09:00:00+08:00"], check=True, stdout=subprocess.DEVNULL)
    return f"{FOLDER}/{name}.git"


def high_water(pid):
    """In KiB; 0 while the process is not the program yet, or not any more."""
    try:
        if os.path.basename(os.readlink(f"/proc/{pid}/exe")) == os.path.basename(os.path.realpath(sys.executable)):
            return 0
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            return max((int(line.split()[1]) for line in status if line.startswith("VmHWM:")), default=0)
    except OSError:
        return 0


def peak(words, allowed=(0,)):
    """In MiB, by the kernel's high-water mark, looked at while it runs: what wait() tells includes who started it."""
    most = 0
    while most == 0:  # gone before it was looked at: once more
        child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while child.poll() is None:
            most = max(most, high_water(child.pid))
            time.sleep(0.001)
        if child.returncode not in allowed:
            sys.exit(f"exit {child.returncode}: {' '.join(words)}")
    return most / 1024


def grant(round_, *words):
    return [GRANT, "-C", round_, "--as", "clerk", AT, *words]


def seconds(call):
    start = time.monotonic()
    call()
    return time.monotonic() - start


def row(what, unit, against, ours, theirs):
    print("rate", what, PROPOSALS if "proposals" in unit else 1, unit, against,
          *(f"{number:.2f}" for number in (ours, ours, theirs, theirs)), f"{ours / theirs:.4f}", sep="\t", flush=True)


def measure_speed():
    folder = f"{FOLDER}/proposals"
    os.mkdir(folder)
    paths = [f"{folder}/{number:05}.zip" for number in range(PROPOSALS)]
    for number, path in enumerate(paths):
        write_zip(path, number, [])

    def bare():
        for path in paths:
            subprocess.run(f"bsdtar -xOf {path} | sha256sum", shell=True, check=True, stdout=subprocess.DEVNULL)

    def one_by_one(round_):
        for path in paths:
            subprocess.run(grant(round_, "submit", path), check=True, stdout=subprocess.DEVNULL)

    theirs = PROPOSALS / seconds(bare)
    single, whole = make_round("single", {}), make_round("whole", {})
    row("intake one by one", "proposals/s", "bsdtar -xO | sha256sum", PROPOSALS / seconds(lambda: one_by_one(single)), theirs)
    row("intake as a folder", "proposals/s", "bsdtar -xO | sha256sum", PROPOSALS / seconds(
        lambda: subprocess.run(grant(whole, "submit", folder), check=True, stdout=subprocess.DEVNULL)), theirs)
    for round_ in (single, whole):
        answer = subprocess.run(grant(round_, "--json", "list"), check=True, capture_output=True)
        count = len(json.loads(answer.stdout)["data"]["applications"])
        if count != PROPOSALS:
            sys.exit(f"{round_} holds {count} of {PROPOSALS}")


def measure_memory():
    bytes_ = (MEGABYTES + 64) * MEGABYTE
    usual = make_round("usual", {})
    raised = make_round("raised", {"archive_bytes": bytes_, "file_bytes": bytes_, "total_bytes": bytes_, "seconds": 3600})
    largest, giant, bomb = (f"{FOLDER}/{name}.zip" for name in ("largest", "giant", "bomb"))
    write_zip(largest, 1, [min(60, MEGABYTES)] * 2)
    write_zip(giant, 2, [MEGABYTES])
    write_zip(bomb, 3, [MEGABYTES], zipfile.ZIP_DEFLATED, bytes(MEGABYTE))
    for what, words, path, allowed in (
            ("peak, the largest that the limits allow", grant(usual, "submit"), largest, (0,)),
            (f"peak, {MEGABYTES} MiB under raised limits", grant(raised, "submit"), giant, (0,)),
            ("peak, a bomb", grant(usual, "check"), bomb, (0, 1))):
        row(what, "MiB", "bsdtar -xO", peak([*words, path], allowed), peak(["bsdtar", "-xOf", path]))


measure_speed()
measure_memory()
