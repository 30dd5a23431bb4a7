#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make one mail message for a test, as mail programs do: message.py OUT.eml [received=TIME | received=none] WORD...

A word FILE[=NAME] attaches a file under a name; nameless:FILE under none, inner:FILE attaches a message. names=rfc2231 (the default), rfc2047 or raw:CHARSET says how
names that are not ASCII are written. received is when the last server had it, such as "Tue, 20 Mar 2018 10:00:00 +0800".
"""
import base64
import email.message
import email.policy
import sys
from email.header import Header

BOUNDARY = "=-b0undary"


def disposition(name, how):
    """The header of an attachment as bytes, so that nothing is made better than it was sent."""
    if how.startswith("raw:"):
        return b'Content-Disposition: attachment; filename="%s"\r\n' % name.encode(how[4:])
    if how == "rfc2047":
        return b'Content-Disposition: attachment; filename="%s"\r\n' % Header(name, "utf-8", maxlinelen=1000).encode().encode()
    part = email.message.EmailMessage(policy=email.policy.SMTP)
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part.as_bytes().split(b"\r\n\r\n")[0].split(b"MIME-Version")[0].rstrip() + b"\r\n"


def part(word, how):
    if word.startswith("inner:"):
        return b"Content-Type: message/rfc822\r\n\r\n" + open(word[6:], "rb").read()
    nameless = word.startswith("nameless:")
    path, _, name = word.removeprefix("nameless:").partition("=")
    data = base64.encodebytes(open(path, "rb").read()).replace(b"\n", b"\r\n")
    return (b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n" +
            (b"" if nameless else disposition(name or path, how)) + b"\r\n" + data)


def main():
    out, words, how, received = sys.argv[1], [], "rfc2231", "Tue, 20 Mar 2018 10:00:00 +0800"
    for word in sys.argv[2:]:
        if word.startswith("received="):
            received = word[9:]
        elif word.startswith("names="):
            how = word[6:]
        else:
            words.append(word)
    head = b""
    if received != "none":
        head += b"Received: from mx.example.org by office.example.org;\r\n\t%s\r\n" % received.encode()
        head += b"Received: from liar.example.org by mx.example.org; Mon, 1 Jan 2018 00:00:00 +0800\r\n"
    head += "From: 李敏 <li@example.org>\r\nTo: office@example.org\r\nSubject: ".encode() + Header("申报材料", "utf-8").encode().encode()
    head += b"\r\nDate: Mon, 1 Jan 2018 00:00:00 +0800\r\nMIME-Version: 1.0\r\n"
    head += b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % (BOUNDARY + str(len(out))).encode()
    line = b"--" + (BOUNDARY + str(len(out))).encode()
    body = line + b'\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n' + "您好，附件是申报材料。\r\n".encode()
    for word in words:
        body += line + b"\r\n" + part(word, how) + b"\r\n"
    open(out, "wb").write(head + body + line + b"--\r\n")


main()
