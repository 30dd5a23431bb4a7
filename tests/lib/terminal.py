#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run a program on a terminal of its own: terminal.py ANSWER PROGRAM WORDS...

What the terminal got goes to the standard output, byte for byte; ANSWER is typed once a question stands there ("" for none). The
exit status is the program's.
"""
import os
import pty
import select
import sys


def main():
    answer, command = sys.argv[1], sys.argv[2:]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    got = b""
    while True:
        if not select.select([terminal], [], [], 20)[0]:
            break
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        got += piece
        if answer and b"[y/N]" in got:
            os.write(terminal, answer.encode() + b"\n")
            answer = ""
    sys.stdout.buffer.write(got)
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


main()
