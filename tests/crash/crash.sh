#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Acts that are killed before their writes. CRASH_ALL=1 tries every write, which takes minutes.
. "${srcdir:-.}/tests/crash/watch.sh"
with_watcher crash.py "$@"
