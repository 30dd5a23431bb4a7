#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Acts in whose middle the power goes. CRASH_ALL=1 tries every state that the disk may be in, which takes many minutes.
. "${srcdir:-.}/tests/crash/watch.sh"
with_watcher powercut.py "$@"
