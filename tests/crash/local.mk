# SPDX-License-Identifier: Apache-2.0
TESTS += tests/crash/crash.sh
EXTRA_DIST += %D%/crash.sh %D%/crash.py %D%/die-at.c
