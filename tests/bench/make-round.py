#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make a round of many applications in seconds: make-round.py DIR COUNT [--base FOLDER] [--commits NUMBER | --packs NUMBER]

The round itself and its people are made by the program ($GRANT), so that they are what the program makes. The applications,
each with its receipt, screening, five assignments and five reviews, are written as canonical records through one
`git fast-import`, a commit for each application. With --commits, reviews are changed until there are so many commits; with --packs
until there are so many packs, each of one commit. With --archives FOLDER NUMBER MEGABYTES: proposals to be taken in, each of
another organisation, of bytes that do not shrink; beside them small ones of 1 MB in ten files. The same arguments give the same bytes.
"""
import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile

REVIEWERS = 20
REVIEWS = 5
MARCH = "2018-03-20T10:00:00+08:00"
APRIL = "2018-04-10T10:00:00+08:00"
THEMES = ["妇女维权", "儿童早教", "老人助餐", "心理辅导", "技能培训", "社区花园", "家庭教育", "单亲帮扶", "女性创业", "反家暴"]

ROUND = {
    "id": "bench-2018", "title": {"zh": "大轮次"}, "organiser": {"zh": "某区妇联"}, "prefix": "XF", "currency": "CNY", "places": 2,
    "budget": "5000000.00",
    "calendar": {"open": "2018-03-01T09:00:00+08:00", "close": "2018-03-31T17:30:00+08:00", "review_until": None},
    "limits": {"cap": "50000.00", "per_organisation": 1},
    "categories": [{"id": "professional", "title": {"zh": "专业类"}, "cap": "50000.00", "quota": None}],
    "form": [{"id": "need", "title": {"zh": "需求分析"}, "type": "text", "required": True, "max_chars": 500, "blind": False}],
    "reviewers_per_application": REVIEWS,
    "milestones": [{"id": "final", "title": {"zh": "末期评估"}}],
    "tranches": [{"percent": "80", "after": "agreement"}, {"percent": "20", "after": "final"}],
}


def text_of(record):
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def form(number, requested):
    theme = THEMES[number % len(THEMES)]
    return {
        "title": f"{theme}项目{number}", "category": "professional",
        "organisation": {"name": f"第{number}社会工作服务中心", "kind": "service", "address": "幸福路1号"},
        "leader": {"name": "王丽", "phone": "13800000001"},
        "contact": {"name": "李敏", "phone": "13800000002", "email": "li@example.org"},
        "summary": f"为辖区居民提供{theme}服务，全年开展活动{number % 40 + 8}场。",
        "requested": requested, "matching": "0.00", "total": requested, "start": "2018-05-01", "end": "2018-11-30",
        "budget": [{"class": "业务活动费", "item": "活动", "unit": "项", "price": requested[:-3], "quantity": "1",
                    "amount": requested, "source": "grant", "basis": "询价"}],
        "milestones": [{"id": "kickoff", "title": "启动", "due": "2018-06-15", "indicator": "活动场次", "target": "2"}],
        "answers": {"need": f"居民在{theme}方面求助无门，缺少专业的支持。"},
    }


def review_of(person, number, chance):
    need, plan, team = chance.randrange(10, 31), chance.randrange(15, 41), chance.randrange(10, 31)
    return (f'{{\n  "scores": {{\n    "need": "{need}",\n    "plan": "{plan}",\n    "team": "{team}"\n  }},\n'
            f'  "comment": "方案可行，预算合理，建议加强跟进。第 {number} 号。",\n  "by": "{person}",\n  "at": "{APRIL}"\n}}\n')


def records_of(number, chance):
    """The files of one application: path below its folder -> text."""
    requested = f"{chance.randrange(100, 501) * 100}.00"
    application = f"XF-{number:04d}"
    paper = f"项目说明 {number}\n" + "活动安排与进度。\n" * 20
    digest = hashlib.sha256(paper.encode()).hexdigest()
    files = {
        "application.json": text_of({"id": application, **form(number, requested)}),
        "proposal/说明.txt": paper,
        "receipt.json": text_of({
            "archive": f"{number}.zip", "size": 4000 + number, "sha256": hashlib.sha256(application.encode()).hexdigest(),
            "received": MARCH, "taken": MARCH, "by": "officer",
            "entries": [{"name": "说明.txt", "size": len(paper.encode()), "sha256": digest}]}),
        "screening.json": f'{{\n  "verdict": "pass",\n  "by": "officer",\n  "at": "{APRIL}"\n}}\n',
    }
    for k in range(REVIEWS):
        person = f"r{(number * 7 + k * 3) % REVIEWERS + 1:02d}"
        files[f"assignments/review/{person}.json"] = f'{{\n  "by": "officer",\n  "at": "{APRIL}"\n}}\n'
        files[f"reviews/review/{person}.json"] = review_of(person, number, chance)
    return application, files


def make_base(directory, grant, top):
    here = os.path.dirname(directory) or "."
    round_file, rules_file = directory + ".round.json", os.path.join(top, "plugins/rules/trimmed-mean.lua")
    os.makedirs(here, exist_ok=True)
    with open(round_file, "w", encoding="utf-8") as out:
        out.write(text_of(ROUND))
    run = lambda *words: subprocess.run([grant, *words], check=True, stdout=subprocess.DEVNULL)
    at = "--at=2018-02-20T09:00:00+08:00"
    run(at, "init", directory, "--round", round_file, "--rules", rules_file, "--as", "officer", "--name", "陈处长", "--unsigned",
        "--retrospective")
    os.unlink(round_file)
    for k in range(REVIEWERS):
        run("-C", directory, "--as", "officer", at, "person", "add", f"r{k + 1:02d}", "--name", f"评委{k + 1}", "--role", "reviewer")


def write_commit(out, turn, act, application, actor, subject, files):
    message = f"{subject}\n\nGrant-Act: {act}\nGrant-Subject: {application}\nGrant-Actor: {actor}\n".encode()
    who = f"陈处长 <officer@bench-2018> {1521511200 + turn} +0800\n".encode()
    out.write(b"commit refs/heads/main\nauthor " + who + b"committer " + who + b"data %d\n" % len(message) + message)
    if turn == 1:
        out.write(b"from refs/heads/main^0\n")
    for path in sorted(files):
        data = files[path].encode()
        out.write(f"M 100644 inline applications/{int(application[3:]) % 100:02d}/{application}/{path}\ndata {len(data)}\n".encode())
        out.write(data + b"\n")


def write_changed_review(out, turn, count, chance):
    number = turn % count + 1
    application, person = f"XF-{number:04d}", f"r{number * 7 % REVIEWERS + 1:02d}"
    files = {f"reviews/review/{person}.json": review_of(person, number, chance)}
    write_commit(out, turn, "review", application, person, f"Review {application}", files)


def write_stream(out, words):
    chance = random.Random(2018)
    out.write(b"feature done\n")
    for number in range(1, words.count + 1):
        application, files = records_of(number, chance)
        write_commit(out, number, "submit", application, "officer", f"Take in {application}: {number}.zip", files)
    for turn in range(words.count + 1, words.commits + 1):
        write_changed_review(out, turn, words.count, chance)
    for turn in range(words.count + 1, words.count + words.packs):
        out.write(b"checkpoint\n")  # git ends its pack here
        write_changed_review(out, turn, words.count, chance)
    out.write(b"done\n")


def import_stream(words):
    # without these, glibc gives memory back and takes it again for every tree, which some virtual machines pay for dearly
    memory = {"MALLOC_TRIM_THRESHOLD_": str(1 << 30), "MALLOC_TOP_PAD_": str(64 << 20)}
    command = ["git", "-C", words.directory, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--done"]
    if words.packs:
        command.append("--depth=0")  # whole objects, as the library writes them
    importer = subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, **memory})
    with importer.stdin as stream:
        write_stream(stream, words)
    if importer.wait() != 0:
        sys.exit("git fast-import failed")


def make_archive(name, number, parts, size):
    chance = random.Random(number)
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("application.json", text_of(form(number, "40000.00")))
        for part in range(parts):
            archive.writestr(f"附件/照片{part}.jpg", chance.randbytes(size))


def make_archives(folder, number, megabytes):
    os.makedirs(folder, exist_ok=True)
    for k in range(number):
        make_archive(os.path.join(folder, f"archive-{k}.zip"), 90000000 + k, megabytes, 1024 * 1024)
    for k in range(4 * number):
        make_archive(os.path.join(folder, f"small-{k}.zip"), 80000000 + k, 9, 116000)
    make_archive(os.path.join(folder, "flushes.zip"), 70000000, 9, 1000)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("directory")
    parser.add_argument("count", type=int)
    parser.add_argument("--base", metavar="FOLDER", help="where the round without applications is kept for the next call")
    parser.add_argument("--commits", type=int, default=0)
    parser.add_argument("--packs", type=int, default=0)
    parser.add_argument("--archives", nargs=3, metavar=("FOLDER", "NUMBER", "MEGABYTES"))
    words = parser.parse_args()
    top = os.environ.get("srcdir") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
    base = words.base or words.directory
    if not os.path.isdir(base):
        make_base(base, os.environ.get("GRANT", "grant"), top)
    if words.base:
        shutil.copytree(base, words.directory)
    import_stream(words)
    if words.archives:
        make_archives(words.archives[0], int(words.archives[1]), int(words.archives[2]))


main()
