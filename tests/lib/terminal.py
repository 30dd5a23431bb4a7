#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Run a program on a terminal of its own: terminal.py ANSWERS PROGRAM WORDS...

What the terminal got goes to the standard output, byte for byte. Of ANSWERS each line is typed once a question stands there, which
ends in "[y/N] " or ": " ("" for none); a line ^D is the end of input. The exit status is the program's.
"""
import os
import pty
import select
import sys


def main():
    answers, command = sys.argv[1].split("\n") if sys.argv[1] else [], sys.argv[2:]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvp(command[0], command)
    got, asked = b"", 0
    while True:
        if not select.select([terminal], [], [], 10)[0]:
            break
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        got += piece
        if answers and got[asked:].endswith((b"[y/N] ", b": ")):
            answer = answers.pop(0)
            asked = len(got)
            os.write(terminal, b"\x04" if answer == "^D" else answer.encode() + b"\n")
    sys.stdout.buffer.write(got)
    sys.stdout.flush()
    os.close(terminal)  # who still waits for an answer is hung up on
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


main()
