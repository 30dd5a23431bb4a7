# SPDX-License-Identifier: Apache-2.0
"""A round that sees every kind of act once, and what must be true of it whenever and however its machine stopped.

Before each act that is tried the round is kept as it was: a trial is a copy of that, the act, its sudden end, and check().
"""
import concurrent.futures
import glob
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

GRANT = os.environ["GRANT"]
SOURCE = os.environ.get("srcdir", ".")
ALL = os.environ.get("CRASH_ALL", "") not in ("", "0")
FEBRUARY, MARCH, APRIL, MAY = (f"--at=2018-0{m}-20T10:00:00+08:00" for m in (2, 3, 4, 5))


class Act:
    """One call of the program. Named: it is tried. weight: how many of its moments, when not all are tried."""

    def __init__(self, name, who, at, *words, weight=1):
        self.name, self.weight, self.words = name, weight, [*(["--as", who] if who else []), *([at] if at else []), *words]

    def kind(self):
        return next((word for word in self.words if not word.startswith("--") and word not in PEOPLE), "")


PEOPLE = {"officer", "cashier", "reviewer-1", "reviewer-2", "reviewer-3"}

STORY = [
    Act("person add", "officer", FEBRUARY, "person", "add", "reviewer-1", "--name", "评委1", "--role", "reviewer"),
    Act(None, "officer", FEBRUARY, "person", "add", "reviewer-2", "--name", "评委2", "--role", "reviewer"),
    Act(None, "officer", FEBRUARY, "person", "add", "reviewer-3", "--name", "评委3", "--role", "reviewer"),
    Act(None, "officer", FEBRUARY, "person", "add", "cashier", "--name", "出纳", "--role", "finance"),
    Act(None, "officer", MARCH, "submit", "{work}/1.zip"),
    Act("submit", "officer", MARCH, "submit", "{work}/2.zip", weight=6),
    Act("submit of three", "officer", MARCH, "submit", "{work}/3.zip", "{work}/4.zip", "{work}/5.zip", weight=2),
    Act("screen --return", "officer", MARCH, "screen", "XF-0004", "--return", "请补材料"),
    Act("submit --replace", "officer", MARCH, "submit", "{work}/4b.zip", "--replace", "XF-0004", weight=2),
    Act("amend", "officer", MARCH, "amend", "XF-0003", "summary=改正后的摘要", "--reason", "录入有误"),
    Act("withdraw", "officer", MARCH, "withdraw", "XF-0003", "--reason", "来函撤回"),
    Act("withdraw --undo", "officer", MARCH, "withdraw", "XF-0003", "--undo", "--reason", "来函更正"),
    Act("screen --pass", "officer", APRIL, "screen", "XF-0001", "--pass"),
    Act("screen --reject", "officer", APRIL, "screen", "XF-0005", "--reject", "注册地不在本区"),
    *(Act(None, "officer", APRIL, "screen", f"XF-000{k}", "--pass") for k in (2, 3, 4)),
    Act("conflict", "reviewer-3", APRIL, "conflict", "XF-0001", "--reason", "本人是理事"),
    Act("assign", "officer", APRIL, "assign", "XF-0001", "reviewer-1", "reviewer-2"),
    *(Act(None, "officer", APRIL, "assign", f"XF-000{k}", "reviewer-1", "reviewer-2") for k in (2, 3, 4)),
    Act("review", "reviewer-1", APRIL, "review", "XF-0001", "--score", "need=18", "--score", "plan=70", "--comment", "很好"),
    Act("review --import", "reviewer-2", APRIL, "review", "--import", "{work}/reviews.csv", weight=2),
    Act(None, "reviewer-1", APRIL, "review", "--import", "{work}/reviews-1.csv"),
    Act("measure", "officer", APRIL, "measure", "XF-0001", "votes=12"),
    Act("measure --import", "officer", APRIL, "measure", "--import", "{work}/votes.csv"),
    Act("rank --record", "officer", APRIL, "rank", "--record"),
    Act("draw pool", "officer", APRIL, "draw", "pool", "XF-0001", "XF-0002", "--source", "彩票"),
    Act("draw run", "officer", APRIL, "draw", "run", "--seed", "3 9 14"),
    Act("decide --from-rank", "officer", APRIL, "decide", "--from-rank"),
    Act("decide", "officer", APRIL, "decide", "XF-0003", "--reserve", "--reason", "会议决定"),
    Act("agree", "officer", MAY, "agree", "XF-0001"),
    Act("pay request", "officer", MAY, "pay", "request", "XF-0001"),
    Act("pay return", "cashier", MAY, "pay", "return", "XF-0001", "--reason", "账号有误"),
    Act(None, "officer", MAY, "pay", "request", "XF-0001"),
    Act("pay approve", "cashier", MAY, "pay", "approve", "XF-0001"),
    Act("pay done", "cashier", MAY, "pay", "done", "XF-0001", "--voucher", "2018-0001"),
    Act("milestone", "officer", MAY, "milestone", "XF-0001", "midterm", "--pass"),
    Act("person edit", "officer", MAY, "person", "edit", "reviewer-3", "--expertise", "调解", "--reason", "本人补充"),
    Act("person retire", "officer", MAY, "person", "retire", "reviewer-3"),
    Act("reindex", None, None, "reindex"),
]


# ---- running ----

def run(words, **environment):
    return subprocess.run(words, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def grant(round_, *words, **environment):
    return run([GRANT, "-C", round_, *words], **environment)


def short(answer):
    """An error without the form that --json gives it."""
    found = re.search(r'"message": (".*")', answer)
    return json.loads(found.group(1)) if found else answer.strip()


def must(result):
    if result.returncode != 0:
        raise AssertionError(f"{' '.join(result.args)}: exit {result.returncode}: {short(result.stderr or result.stdout)}")
    return result.stdout


def git(round_, *words):
    return must(run(["git", "-C", round_, *words]))


def init_words(work, where, *more):
    return ["init", where, "--round", f"{work}/round.json", "--rules", f"{work}/rules.lua", "--as", "officer", "--name", "陈处长",
            "--unsigned", "--retrospective", "--at=2018-02-20T09:00:00+08:00", *more]


def git_dir(round_):
    return round_ + "/.git" if os.path.isdir(round_ + "/.git") else round_


def tip_of(round_):
    result = run(["git", "-C", round_, "rev-parse", "--verify", "-q", "refs/heads/main"]) if os.path.isdir(round_) else None
    return result.stdout.strip() if result and result.returncode == 0 else None


# ---- the round before each act ----

def archive(name, title):
    must(run([sys.executable, f"{SOURCE}/tests/lib/proposal.py", name, f"title={title}", f"organisation={title}"]))


def make_papers(work):
    """helpers.bash knows a round and its rules."""
    script = f'. "{SOURCE}/tests/lib/helpers.bash"; write_round; write_rules'
    must(subprocess.run(["bash", "-c", "bats_require_minimum_version() { :; }; " + script], cwd=work, capture_output=True, text=True,
                        env={**os.environ, "BATS_TEST_TMPDIR": work, "BATS_TEST_DIRNAME": SOURCE}, check=False))
    for name in ("1", "2", "3", "4", "4b", "5"):
        archive(f"{work}/{name}.zip", f"项目{name}")
    for name, ids in (("reviews.csv", "1234"), ("reviews-1.csv", "234")):
        with open(f"{work}/{name}", "w", encoding="utf-8") as table:
            table.write("application,need,plan,comment\n" + "".join(f"XF-000{k},1{k},6{k},可行\n" for k in ids))
    with open(f"{work}/votes.csv", "w", encoding="utf-8") as table:
        table.write("application,votes\n" + "".join(f"XF-000{k},{k}00\n" for k in "234"))


def copy(round_, to):
    """Objects are never changed in place, so that a second name for the same file is a copy."""
    def take(source, target):
        if "/objects/" in source:
            os.link(source, target)
        else:
            shutil.copyfile(source, target, follow_symlinks=False)

    shutil.copytree(round_, to, symlinks=True, copy_function=take)


def make_story(work):
    """What is tried: name, act (None: init), the round before it, weight."""
    make_papers(work)
    round_ = f"{work}/round"
    must(run([GRANT, *init_words(work, round_)]))
    trials = [("init", None, None, 3), ("init --checkout", None, None, 3)]
    for act in STORY:
        if act.name:
            kept = f"{work}/before-{len(trials)}"
            copy(round_, kept)
            trials.append((act.name, act, kept, act.weight))
        must(grant(round_, *(word.format(work=work) for word in act.words)))
    return trials + in_a_clone(work, trials) + without_an_index(work, round_)


def in_a_clone(work, trials):
    """A clone made by git has a work tree, which follows."""
    made = []
    for name, act, before, _ in trials:
        if name in ("submit", "review"):
            clone = f"{work}/clone-{len(made)}"
            must(run(["git", "clone", "-q", before, clone]))
            made.append((name + " in a clone", act, clone, 2))
    return made


def without_an_index(work, round_):
    """Whoever looks first makes it."""
    kept = f"{work}/without"
    copy(round_, kept)
    os.unlink(kept + "/grant/index.sqlite")
    return [("list without an index", Act("list", None, None, "list"), kept, 1)]


# ---- what must be true ----

def applications_in(round_):
    paths = git(round_, "ls-tree", "-r", "--name-only", "main").splitlines()
    return sorted(path.split("/")[2] for path in paths if path.endswith("/application.json") and path.count("/") == 3)


def check_looks(round_, thorough):
    """Those who only look see what the tree holds."""
    listed = [a["id"] for a in json.loads(must(grant(round_, "--json", "list")))["data"]["applications"]]
    commits = git(round_, "rev-list", "main").split()
    if thorough:
        held = applications_in(round_)
        assert sorted(listed) == held, f"the list {listed} is not what the tree holds: {held}"
        acts = json.loads(must(grant(round_, "--json", "log")))["data"]["acts"]
        assert len(acts) == len(commits), f"the log has {len(acts)} acts, main {len(commits)} commits"
    return listed, commits


def check_said(act, said, whole, listed, moved):
    """What was reported did happen; `whole` is what the act says when it comes to its end."""
    if act.kind() not in ("list", "reindex"):
        assert moved or not said, f"it was reported and did not happen: {said}"
    if act.kind() == "submit":
        told = set(re.findall(r"\bXF-\d+", said))
        assert told <= set(listed), f"{told} were received, and the list is {listed}"
        assert said != whole or told, said


def check_next(round_):
    """The next act, and nothing that is wrong with the repository or stays behind."""
    must(grant(round_, "--as", "officer", MAY, "person", "add", "next", "--name", "下一位", "--role", "observer"))
    result = run(["git", "-C", round_, "fsck", "--strict", "--no-dangling", "--no-progress"])
    assert result.returncode == 0 and not result.stderr.strip(), f"fsck: {result.stderr}{result.stdout}"
    for folder, _, files in os.walk(git_dir(round_)):
        left = [name for name in files if name.endswith(".lock") or name == "intent"]
        assert not left, f"{folder} keeps {left}"
    if round_ != git_dir(round_):
        status = git(round_, "status", "--porcelain")
        assert "people/next.json" not in status, status


def rows(round_):
    database = sqlite3.connect(git_dir(round_) + "/grant/index.sqlite")
    try:
        views = [name for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")]
        return {view: sorted(map(repr, database.execute(f'SELECT * FROM "{view}"'))) for view in views}
    finally:
        database.close()


def check_index(round_):
    """Behind an act, so that it stands at main."""
    before = rows(round_)
    must(grant(round_, "reindex"))
    assert rows(round_) == before, "the index differs from a new one"


def check_doctor(round_):
    """A doctor mends what is there, in a copy: others go on without one. Then nothing is wrong and nothing is left."""
    mended = round_ + "-mended"
    copy(round_, mended)
    for keep in glob.glob(git_dir(mended) + "/objects/pack/*.keep"):
        os.utime(keep, (0, 0))  # an empty one may be a person's: it gets an hour
    result = grant(mended, "doctor", "--mend")
    assert result.returncode == 0, f"doctor --mend: exit {result.returncode}: {result.stdout}{result.stderr}"
    found = json.loads(must(grant(mended, "--json", "doctor")))["data"]["findings"]
    assert not found, f"doctor after doctor --mend: {found}"
    for folder, _, files in os.walk(git_dir(mended)):
        left = [name for name in files if name.startswith("tmp_") or name.endswith((".lock", ".keep")) or name == "intent"]
        assert not left, f"doctor --mend: {folder} keeps {left}"
    check_next(mended)


def check(work, round_, act, tip, said, whole, thorough=True):
    """After the sudden end of an act over `tip` that had said `said`. thorough: a little slower, and the index too; else a
    doctor comes first."""
    if not thorough or ALL:
        check_doctor(round_)
    listed, commits = check_looks(round_, thorough or ALL)
    moved = commits[0] != tip
    assert tip in commits, "what was there before is gone"
    check_said(act, said, whole, listed, moved)
    if not moved:
        must(grant(round_, *(word.format(work=work) for word in act.words)))
    check_next(round_)
    if thorough or ALL:
        check_index(round_)


def check_init(work, round_, said, words):
    """A round that was reported is there; one that was not can be made."""
    made = tip_of(round_) is not None
    assert made or not said, f"it was reported and there is none: {said}"
    again = run([GRANT, *init_words(work, round_, *words)])
    assert again.returncode == (6 if made else 0), f"init again: exit {again.returncode}: {again.stderr}"
    check_looks(round_, True)
    check_next(round_)


class Trial:
    """One act over the round as it was before; a place is a folder of its own with a copy of that."""

    def __init__(self, work, turn, name, act, before, weight):
        self.work, self.turn, self.name, self.act, self.before, self.weight = work, turn, name, act, before, weight
        self.more = ["--checkout"] if "--checkout" in name else []
        self.tip = before and tip_of(before)

    def words(self, round_):
        if self.act is None:
            return [GRANT, *init_words(self.work, round_, *self.more)]
        return [GRANT, "-C", round_, *(word.format(work=self.work) for word in self.act.words)]

    def in_a_place(self, body, fill=None):
        """body(folder), where fill(folder) or a copy has made the round in it."""
        folder = tempfile.mkdtemp(dir=self.work)
        try:
            if fill:
                fill(folder)
            elif self.before:
                copy(self.before, folder + "/round")
            return body(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def check(self, folder, said, whole, thorough):
        if self.act is None:
            check_init(self.work, folder + "/round", said, self.more)
        else:
            check(self.work, folder + "/round", self.act, self.tip, said, whole, thorough)


def problems_of(function, items):
    """function(item) gives None or a problem; two at a time."""
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        return [problem for problem in pool.map(function, items) if problem]


# ---- TAP ----

def fast_folder():
    """Thousands of small files, and no flush that matters here: in memory, where there is such a place."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) and "TMPDIR" not in os.environ else None


def spread(items, wanted, turn):
    """`wanted` of them, the first and the last among them, the others not the same at each turn; all, where all are wanted."""
    items = list(items)
    if ALL or wanted >= len(items):
        return items
    step = (len(items) - 1) / (wanted - 1)
    shift = (turn * 0.618) % 1 - 0.5
    return [items[round((k + (shift if 0 < k < wanted - 1 else 0)) * step)] for k in range(wanted)]


def main(try_act, sentence):
    """try_act(trial) gives how many moments were tried and what was wrong."""
    failed = False
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # a test that is stopped leaves nothing in memory
    with tempfile.TemporaryDirectory(dir=fast_folder()) as work:
        os.environ.update(HOME=work, GIT_CONFIG_NOSYSTEM="1", LC_ALL="C.UTF-8")
        for name in ("GRANT_PERSON", "LANGUAGE"):
            os.environ.pop(name, None)
        trials = make_story(work)
        wish = re.compile(sys.argv[2] if len(sys.argv) > 2 else "")
        trials = [trial for trial in trials if wish.search(trial[0])]
        print(f"1..{len(trials)}", flush=True)
        for number, trial in enumerate(trials, 1):
            tried, problems = try_act(Trial(work, number, *trial))
            failed = failed or bool(problems)
            print(f"{'not ok' if problems else 'ok'} {number} - {sentence.format(name=trial[0], tried=tried)}", flush=True)
            for problem in problems[:8]:
                print("# " + problem.replace("\n", "\n# "), flush=True)
    sys.exit(failed)
