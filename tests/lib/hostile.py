#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write one archive that an office must refuse or clean up: hostile.py NAME OUT. Byte-exact writers, no clock."""
import gzip
import io
import json
import struct
import sys
import tarfile
import zlib

FORM = json.dumps({
    "title": "一站式维权", "category": "professional", "organisation": {"name": "甲", "kind": "service"},
    "leader": {"name": "王丽"}, "contact": {"name": "李敏"}, "summary": "维权", "requested": "10000.00",
    "matching": "0.00", "total": "10000.00", "start": "2018-05-01", "end": "2018-11-30", "answers": {"need": "求助"},
}, ensure_ascii=False).encode()
GOOD = [(b"application.json", FORM), ("预算表.csv".encode(), b"1")]


def zip_bytes(entries, **how):
    """entries: (name, data) or (name, data, options of that entry)."""
    body, directory = bytearray(how.get("prefix", b"")), bytearray()
    for entry in entries:
        name, data, own = entry[0], entry[1], entry[2] if len(entry) > 2 else {}
        flags = own.get("flags", 0x800 if any(c > 127 for c in name) else 0)
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
        packed = data if own.get("method", 8) == 0 else packer.compress(data) + packer.flush()
        method, crc, offset = own.get("method", 8), own.get("crc", zlib.crc32(data)), len(body)
        size = own.get("size", len(data))
        head = (20, flags, method, 0x6000, 0x4C74, crc, len(packed), size, len(name))
        local = own.get("local", name)
        body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *head[:8], len(local), 0) + local + packed
        extra = own.get("extra", b"")
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", own.get("made", 0x0314), *head[:8], len(name),
                                 len(extra), 0, 0, 0, own.get("attributes", 0o100644 << 16), offset) + name + extra
        body += own.get("gap", b"")
    count = how.get("count", len(entries))
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), len(how.get("comment", b"")))
    return bytes(body + directory + end + how.get("comment", b"") + how.get("suffix", b""))


def tar_bytes(add, **how):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=how.get("format", tarfile.GNU_FORMAT)) as archive:
        for name, data in GOOD:
            info = tarfile.TarInfo(name.decode())
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        add(archive)
    return out.getvalue()


def member(name, kind=tarfile.REGTYPE, link="", data=b"x"):
    def add(archive):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        info.size = len(data) if kind == tarfile.REGTYPE else 0
        archive.addfile(info, io.BytesIO(data))
    return add


def with_name(name, **own):
    return zip_bytes(GOOD + [(name if isinstance(name, bytes) else name.encode(), b"x", own)])


def gbk():
    return zip_bytes([(b"application.json", FORM), ("项目预算表.csv".encode("gbk"), b"1", {"flags": 0}),
                      ("附件/登记证书（副本）.pdf".encode("gbk"), b"%PDF-1.4", {"flags": 0})])


def gz(data):
    return gzip.compress(data, mtime=0)


CASES = {
    "good": lambda: zip_bytes(GOOD),
    "gbk": gbk,
    "utf8-without-flag": lambda: with_name("材料/说明.txt", flags=0),
    "flag-lies": lambda: with_name("说明书.txt".encode("gbk"), flags=0x800),
    "dotdot": lambda: with_name("../evil.txt"),
    "inner-dotdot": lambda: with_name("a/../../evil.txt"),
    "backslash-dotdot": lambda: with_name("..\\evil.txt"),
    "absolute": lambda: with_name("/etc/passwd"),
    "drive": lambda: with_name("C:\\evil.txt"),
    "unc": lambda: with_name("\\\\server\\share.txt"),
    "nul-name": lambda: with_name(b"good.pdf\0.exe"),
    "duplicate": lambda: zip_bytes(GOOD + [GOOD[1]]),
    "file-and-folder": lambda: zip_bytes(GOOD + [(b"a", b"x"), (b"a/b", b"x")]),
    "case-duplicate": lambda: zip_bytes(GOOD + [(b"Photo.txt", b"1"), (b"photo.TXT", b"2")]),
    "git-config": lambda: with_name(".git/config"),
    "git-short": lambda: with_name("GIT~1/config"),
    "gitmodules": lambda: with_name(".gitmodules"),
    "git-ignorable": lambda: with_name(".g\u200cit/config"),
    "con": lambda: with_name("CON.txt"),
    "bidi": lambda: with_name("a\u202etxt.exe"),
    "trailing-dot": lambda: with_name("name. "),
    "symlink-zip": lambda: with_name("link", attributes=0o120777 << 16),
    "encrypted": lambda: with_name("secret.txt", flags=1),
    "method": lambda: with_name("a.txt", method=14),
    "hidden-local": lambda: zip_bytes(GOOD + [(b"a", b"x", {"gap": zip_bytes([(b"hidden", b"x")])[:40]})]),
    "name-differs": lambda: with_name("good.txt", local=b"evil.txt"),
    "wrong-crc": lambda: zip_bytes(GOOD + [(b"a.txt", b"hello", {"crc": 1})]),
    "size-lies": lambda: zip_bytes(GOOD + [(b"a.txt", b"hello" * 100, {"size": 10})]),
    "wrong-count": lambda: zip_bytes(GOOD, count=1),
    "exe-prefix": lambda: zip_bytes(GOOD, prefix=b"MZ" + b"\0" * 100),
    "trailing-bytes": lambda: zip_bytes(GOOD, suffix=b"junk"),
    "two-end-records": lambda: zip_bytes(GOOD, comment=zip_bytes([])),
    "truncated": lambda: zip_bytes(GOOD)[:-30],
    "overlap": lambda: overlap(),
    "unicode-path": lambda: unicode_path(),
    "empty-zip": lambda: zip_bytes([]),
    "empty-file": lambda: b"",
    "rar": lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 100,
    "not-an-archive": lambda: b"hello, this is a letter\n" * 50,
    "deep": lambda: with_name("/".join("abcdefghijkl") + "/x.txt"),
    "entries": lambda: zip_bytes(GOOD + [(b"f%d" % i, b"x") for i in range(2100)]),
    "bomb": lambda: zip_bytes(GOOD + [(b"zeros", b"\0" * (80 << 20))]),
    "macosx": lambda: zip_bytes(GOOD + [(b"__MACOSX/._x", b"x"), (b".DS_Store", b"x")]),
    "nested": lambda: with_name("inner.zip"),
    "tar-symlink": lambda: tar_bytes(member("link", tarfile.SYMTYPE, "/etc/passwd")),
    "tar-hardlink": lambda: tar_bytes(member("link", tarfile.LNKTYPE, "application.json")),
    "tar-fifo": lambda: tar_bytes(member("pipe", tarfile.FIFOTYPE)),
    "tar-device": lambda: tar_bytes(member("null", tarfile.CHRTYPE)),
    "tar-dotdot": lambda: tar_bytes(member("../evil.txt")),
    "tar-pax-dotdot": lambda: tar_bytes(member("../" + "很长的名字" * 30 + ".txt"), format=tarfile.PAX_FORMAT),
    "tar-good": lambda: tar_bytes(lambda archive: None),
    "tar-pax-good": lambda: tar_bytes(member("附件/证书.txt"), format=tarfile.PAX_FORMAT),
    "tar-trailing": lambda: tar_bytes(lambda archive: None) + b"junk" * 200,
    "tar-truncated": lambda: tar_bytes(lambda archive: None)[:700],
    "targz-good": lambda: gz(tar_bytes(lambda archive: None)),
    "targz-trailing": lambda: gz(tar_bytes(lambda archive: None)) + b"junk",
    "targz-truncated": lambda: gz(tar_bytes(lambda archive: None))[:-12],
    "targz-crc": lambda: flip(gz(tar_bytes(lambda archive: None)), -8),
    "gz-not-tar": lambda: gz(b"hello" * 1000),
    "7z-header-bomb": lambda: seven(b"\x17\x06\x00\x01\x09\x10\x00\x07\x0b\x01\x00\x01\x21\x21\x01\x18\x0c\xf0\x00\x00\x00\x40\x00\x00"),
    "7z-huge-header": lambda: seven(b"\x01", size=28 << 30),
    "7z-damaged": lambda: flip(seven(b"\x01\x00"), 12),
}


def overlap():
    data = bytearray(zip_bytes(GOOD))
    at = data.rfind(b"PK\1\2")
    data[at + 42:at + 46] = struct.pack("<I", 0)  # the second record points at the first entry
    return bytes(data)


def unicode_path():
    name = b"good.txt"
    field = b"\1" + struct.pack("<I", zlib.crc32(name)) + b"../evil.txt"
    return with_name(name, extra=struct.pack("<HH", 0x7075, len(field)) + field)


def flip(data, at):
    data = bytearray(data)
    data[at] ^= 0xFF
    return bytes(data)


def seven(header, size=None):
    start = struct.pack("<QQI", 0, len(header) if size is None else size, zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + header


def main():
    if len(sys.argv) == 2 and sys.argv[1] == "--list":
        print("\n".join(CASES))
        return
    with open(sys.argv[2], "wb") as out:
        out.write(CASES[sys.argv[1]]())


main()
