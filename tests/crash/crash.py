#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each act is killed before each of its writes in turn: crash.py DIE_AT.so [STRIDE]. TAP.

A round of its own for each moment: the act dies, then the repository is whole, the list is what the tree holds, what was reported
is there, the act can be repeated when it did not happen, and the next act works without anybody mending anything. STRIDE
(default: environment CRASH_STRIDE, else 16) leaves moments out to save time, another part of them for each act; 1 tries all.
"""
import concurrent.futures
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

GRANT = os.environ["GRANT"]
SOURCE = os.environ.get("srcdir", ".")
SHIM = os.path.abspath(sys.argv[1])
STRIDE = int(sys.argv[2]) if len(sys.argv) > 2 else int(os.environ.get("CRASH_STRIDE", "16"))
MARCH, APRIL, MAY = (f"--at=2018-0{m}-20T10:00:00+08:00" for m in (3, 4, 5))
KILLED = 137

# name, the words of the act
ACTS = [
    ("init", None),
    ("submit", ["--as", "officer", MARCH, "--json", "submit", "{work}/new.zip"]),
    ("review", ["--as", "reviewer-1", APRIL, "--json", "review", "XF-0001", "--score", "need=7", "--score", "plan=70"]),
    ("decide", ["--as", "officer", MAY, "--json", "decide", "XF-0001", "--approve", "40000.00", "--reason", "会议决定"]),
    ("pay", ["--as", "officer", MAY, "--json", "pay", "request", "XF-0002"]),
    ("submit --checkout", ["--as", "officer", MARCH, "--json", "submit", "{work}/new.zip"]),
]


def run(words, **environment):
    return subprocess.run(words, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def grant(round_, *words, **environment):
    return run([GRANT, "-C", round_, *words], **environment)


def must(result):
    if result.returncode != 0:
        raise AssertionError(f"{' '.join(result.args)}: exit {result.returncode}: {result.stderr.strip() or result.stdout.strip()}")
    return result.stdout


def git(round_, *words):
    return must(run(["git", "-C", round_, *words]))


def archive(name, title):
    must(run([sys.executable, f"{SOURCE}/tests/lib/proposal.py", name, f"title={title}", f"organisation={title}"]))


def init_words(work, where, *more):
    return ["init", where, "--round", f"{work}/round.json", "--rules", f"{work}/rules.lua", "--as", "officer", "--name", "陈处长",
            "--unsigned", "--retrospective", "--at=2018-02-20T09:00:00+08:00", *more]


def make_template(work):
    """helpers.bash knows a round and its rules; here it gets two applications on their way."""
    script = f'. "{SOURCE}/tests/lib/helpers.bash"; write_round; write_rules'
    must(subprocess.run(["bash", "-c", "bats_require_minimum_version() { :; }; " + script], cwd=work, capture_output=True, text=True,
                        env={**os.environ, "BATS_TEST_TMPDIR": work, "BATS_TEST_DIRNAME": SOURCE}, check=False))
    for kind in ("bare", "checkout"):
        round_ = f"{work}/{kind}"
        must(run([GRANT, *init_words(work, round_, *(["--checkout"] if kind == "checkout" else []))]))
        officer = ["--as", "officer"]
        for person, role in (("reviewer-1", "reviewer"), ("cashier", "finance")):
            must(grant(round_, *officer, "--at=2018-02-21T09:00:00+08:00", "person", "add", person, "--name", person, "--role", role))
        for k in (1, 2):
            archive(f"{work}/{k}.zip", f"项目{k}")
            must(grant(round_, *officer, MARCH, "submit", f"{work}/{k}.zip"))
            must(grant(round_, *officer, APRIL, "screen", f"XF-000{k}", "--pass"))
            must(grant(round_, *officer, APRIL, "assign", f"XF-000{k}", "reviewer-1"))
        must(grant(round_, *officer, APRIL, "decide", "XF-0002", "--approve", "30000.00", "--reason", "会议决定"))
        must(grant(round_, *officer, MAY, "agree", "XF-0002"))
    archive(f"{work}/new.zip", "新项目")


def rows(round_):
    database = sqlite3.connect(git_dir(round_) + "/grant/index.sqlite")
    try:
        views = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")]
        return {view: sorted(map(repr, database.execute(f'SELECT * FROM "{view}"'))) for view in views}
    finally:
        database.close()


def git_dir(round_):
    return round_ + "/.git" if os.path.isdir(round_ + "/.git") else round_


def check_list(round_):
    listed = [a["id"] for a in json.loads(must(grant(round_, "--json", "list")))["data"]["applications"]]
    paths = git(round_, "ls-tree", "-r", "--name-only", "main").splitlines()
    held = sorted(path.split("/")[2] for path in paths if path.endswith("/application.json") and path.count("/") == 3)
    assert sorted(listed) == held, f"the list {listed} is not what the tree holds: {held}"
    return listed


def check_afterwards(round_):
    """The next act, and nothing that stays behind; the index is what a new one would be."""
    must(grant(round_, "--as", "officer", MAY, "person", "add", "next", "--name", "下一位", "--role", "observer"))
    result = run(["git", "-C", round_, "fsck", "--strict", "--no-dangling", "--no-progress"])
    assert result.returncode == 0 and not result.stderr.strip(), result.stderr
    check_list(round_)
    for folder, _, files in os.walk(git_dir(round_)):
        left = [name for name in files if name.endswith(".lock") or name == "intent"]
        assert not left, f"{folder} keeps {left}"
    before = rows(round_)
    must(grant(round_, "reindex"))
    assert rows(round_) == before, "the index differs from a new one"
    if round_ != git_dir(round_):
        status = git(round_, "status", "--porcelain")
        assert "people/next.json" not in status, status


def die_in_act(work, place, words, moment):
    tip = git(place, "rev-parse", "main")
    words = [word.format(work=work) for word in words]
    died = grant(place, *words, LD_PRELOAD=SHIM, DIE_AT=str(moment))
    if died.returncode == 0:
        return False
    assert died.returncode == KILLED, f"exit {died.returncode}: {died.stderr}"
    listed = check_list(place)
    moved = git(place, "rev-parse", "main") != tip
    assert moved or not died.stdout, "the act was reported and did not happen"
    if died.stdout and words[-2] == "submit":
        assert json.loads(died.stdout)["data"]["receipts"][0]["id"] in listed
    if not moved:
        must(grant(place, *words))
    check_afterwards(place)
    return True


def die_in_init(work, place, moment, more):
    died = run([GRANT, *init_words(work, place, *more)], LD_PRELOAD=SHIM, DIE_AT=str(moment))
    if died.returncode == 0:
        return False
    assert died.returncode == KILLED, f"exit {died.returncode}: {died.stderr}"
    made = run(["git", "-C", place, "rev-parse", "--verify", "-q", "main"]).returncode == 0 if os.path.isdir(place) else False
    again = run([GRANT, *init_words(work, place, *more)])
    assert again.returncode == (6 if made else 0), f"init again: exit {again.returncode}: {again.stderr}"
    check_afterwards(place)
    return True


def try_moment(work, name, words, moment):
    place = tempfile.mkdtemp(dir=work) + "/round"
    try:
        if words is None:
            return die_in_init(work, place, moment, ["--checkout"] if moment % 2 else []), None
        shutil.copytree(f"{work}/checkout" if "checkout" in name else f"{work}/bare", place, symlinks=True)
        return die_in_act(work, place, words, moment), None
    except AssertionError as problem:
        return True, f"before write {moment}: {problem}"
    finally:
        shutil.rmtree(os.path.dirname(place), ignore_errors=True)


def try_act(work, name, words, first):
    """Moments in small groups at once, until the act comes to its end."""
    problems, tried, moment, alive = [], 0, first, True
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        while alive and moment < 2000:
            group = range(moment, moment + 8 * STRIDE, STRIDE)
            for died, problem in pool.map(lambda at: try_moment(work, name, words, at), group):
                alive = alive and died
                tried += died
                if problem:
                    problems.append(problem)
            moment += 8 * STRIDE
    return tried, problems


def main():
    print(f"1..{len(ACTS)}", flush=True)
    failed = False
    with tempfile.TemporaryDirectory() as work:
        os.environ.update(HOME=work, GIT_CONFIG_NOSYSTEM="1", LC_ALL="C.UTF-8")
        os.environ.pop("GRANT_PERSON", None)
        make_template(work)
        for k, (name, words) in enumerate(ACTS):
            tried, problems = try_act(work, name, words, 1 + (k * 2 + 1) % STRIDE)
            ok = not problems and tried >= 60 // STRIDE
            failed = failed or not ok
            print(f"{'ok' if ok else 'not ok'} {k + 1} - {name}, killed before {tried} of its writes, leaves the round whole",
                  flush=True)
            for problem in problems[:8]:
                print("# " + problem.replace("\n", "\n# "), flush=True)
    sys.exit(failed)


main()
