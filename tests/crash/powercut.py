#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The power goes in the middle of each act, and what was not synced is forgotten: powercut.py WATCH.so [NAMES]. TAP.

Each act runs once and is watched. disk.py says what the disk may hold when the power goes between two of its calls; each such
folder is made, and everything that story.check() asks must be true of it. Only some of them unless CRASH_ALL=1: those of the
end, when the act was reported, those around the move of main, and a spread of the others.
"""
import os
import subprocess
import sys

import disk
import story

SHIM = os.path.abspath(sys.argv[1])
STATES = 2  # of an act of weight 1, at the end, around the move of main, and elsewhere


def record(trial):
    """The disk with all that the act does to it, and what the act says. The answer goes to a file, whose size the watcher sees."""
    def body(folder):
        place, answer, trace = (f"{folder}/{name}" for name in ("place", "answer", "trace"))
        watched = disk.Disk(place)
        with open(answer, "w+b") as out:
            story.must(subprocess.run(trial.words(place + "/round"), stdout=out, stderr=subprocess.PIPE, text=True, check=False,
                                      env={**os.environ, "LD_PRELOAD": SHIM, "WATCH_TRACE": trace}))
            out.seek(0)
            whole = out.read()
        watched.replay(trace)
        must_explain(watched, disk.Disk(place))
        return watched, whole

    def fill(folder):
        os.mkdir(folder + "/place")
        if trial.before:
            story.copy(trial.before, folder + "/place/round")

    return trial.in_a_place(body, fill)


def must_explain(watched, found):
    """What was watched is all that happened: else the watcher misses calls, and the test would prove nothing."""
    calls, there = watched.whole(), found.whole()
    missed = [path for path in {*calls, *there} if disk.is_told(path) and calls.get(path) != there.get(path)]
    assert not missed, f"the watcher does not see how these came to be: {missed[:5]}"


def choose(watched, turn):
    """(cut, tree, said) of each state that is tried; and how many there are, when all were looked for."""
    end, seen = len(watched.said), set()
    near = {call + more for call in watched.moments for more in (1, 2)} - {end}
    far = [cut for cut in range(end) if cut not in near]
    groups = ([end], sorted(near), story.spread(far, 40, turn))
    return [[(cut, tree, said) for cut in group for tree, said in watched.states(cut, seen)] for group in groups]


def try_state(trial, watched, state, whole):
    """None, or what was wrong."""
    cut, tree, said = state
    told = (whole if said is None else whole[:said]).decode(errors="replace")

    try:
        return trial.in_a_place(lambda folder: trial.check(folder, told, whole.decode(), thorough=cut % 3 == 0),
                                lambda folder: disk.build(tree, folder, trial.before))
    except AssertionError as problem:
        return f"before call {cut} of {len(watched.said)}, with {watched.lost(cut, tree)}: {problem}"


def try_act(trial):
    watched, whole = record(trial)
    groups = choose(watched, trial.turn)
    states = [state for group in groups for state in story.spread(group, STATES * trial.weight, trial.turn)]
    return len(states), story.problems_of(lambda state: try_state(trial, watched, state, whole), states)


if __name__ == "__main__":
    story.main(try_act, "{name}, {tried} states of the disk that a power cut may leave: each is a round that goes on")
