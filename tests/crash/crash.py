#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each act is killed before each of its writes in turn: crash.py WATCH.so [NAMES]. TAP.

A round of its own for each moment: the act dies, then everything that story.check() asks. Only some of the moments, the first
and the last among them, unless CRASH_ALL=1. NAMES: a pattern for those acts that are tried.
"""
import os
import signal
import sys

import story

SHIM = os.path.abspath(sys.argv[1])
MOMENTS = 3  # of an act of weight 1


def count_writes(trial):
    """How many writes the act has, and what it says."""
    def whole(folder):
        told = story.must(story.run(trial.words(folder + "/round"), LD_PRELOAD=SHIM, WATCH_COUNT=folder + "/count"))
        with open(folder + "/count", encoding="ascii") as file:
            return int(file.read()), told

    return trial.in_a_place(whole)


def die(trial, moment, count, whole):
    """None, or what was wrong afterwards."""
    def body(folder):
        died = story.run(trial.words(folder + "/round"), LD_PRELOAD=SHIM, WATCH_KILL=str(moment))
        if died.returncode == 0 and moment > count - 4:
            return  # a commit of another second has another id, whose folder may be there
        assert died.returncode == -signal.SIGKILL, f"exit {died.returncode}: {died.stderr}"
        trial.check(folder, died.stdout, whole, thorough=moment % 2)

    try:
        return trial.in_a_place(body)
    except AssertionError as problem:
        return f"before write {moment}: {problem}"


def try_act(trial):
    count, whole = count_writes(trial)
    moments = story.spread(range(1, count + 1), MOMENTS * trial.weight, trial.turn)
    return f"{len(moments)} of its {count}", story.problems_of(lambda moment: die(trial, moment, count, whole), moments)


if __name__ == "__main__":
    story.main(try_act, "{name}, killed before {tried} writes, leaves the round whole")
