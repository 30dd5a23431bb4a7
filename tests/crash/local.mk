# SPDX-License-Identifier: Apache-2.0
TESTS += tests/crash/crash.sh tests/crash/powercut.sh
EXTRA_DIST += %D%/crash.sh %D%/powercut.sh %D%/watch.sh %D%/crash.py %D%/powercut.py %D%/disk.py %D%/story.py %D%/watch.c
