#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Archives that an office must take right, clean up or refuse, each with its verdict (security.md, section 11).

The bombs go off beyond 4 MiB a file and 16 MiB in all: who tests sets these limits. hostile.py NAME OUT writes one. hostile.py --all DIR writes them all, and DIR/table with a line for each: name, what is expected,
a finding's id (or -), the safe name of an entry (or -), the bytes of that entry (or -), parted by tabs.
"""
import os
import struct
import sys
import tarfile
import zlib

from archives import (COPY, FORM, GOOD, deflate, fifield, flip, gz, lzma2, member, names, number, overlap, padded, pax,
                      seven_bytes, seven_encoded, seven_files, seven_good, seven_streams, seven_wrap, sparse_gnu, tar_block,
                      tar_bytes, tar_raw, unicode_path, with_name, zip_bytes)


def refused(finding, maker):
    return ("refused", finding, "-", "-", maker)


def taken(name, maker, finding="-", data="x"):
    return ("taken", finding, name, data, maker)


def renamed(name, original, maker=None):
    return ("taken", "archive.renamed", name, "x", maker or (lambda: with_name(original)))


def bad_name(finding, name):
    return refused(finding, lambda: with_name(name))


def also(*entries):
    return lambda: zip_bytes(GOOD + list(entries))


def claims_the_end():
    """An inner end record whose comment reaches to the end of the file."""
    inner = zip_bytes([(b"evil.txt", b"x")])
    whole = zip_bytes(GOOD + [("表.xlsx".encode(), inner, {"method": 0})])
    at = whole.index(inner) + len(inner) - 22
    inner = inner[:-2] + struct.pack("<H", len(whole) - at - 22)
    return zip_bytes(GOOD + [("表.xlsx".encode(), inner, {"method": 0})])


ESCAPES, ABSOLUTE, GIT = "archive.path-escapes", "archive.path-absolute", "archive.name-git"
STRUCTURE, DAMAGED, UNREADABLE = "archive.structure", "archive.damaged", "archive.unreadable"
ENCODING, LINK, SPECIAL, FORMAT = "archive.name-encoding", "archive.link", "archive.special", "archive.format"

HONEST = {
    "good": taken("预算表.csv", also(), data="1"),
    "honest-gbk": taken("附件/登记证书（副本）.pdf", lambda: names("gbk", "项目预算表.csv", "附件/登记证书（副本）.pdf")),
    "honest-utf8-flag": taken("材料/说明.txt", lambda: with_name("材料/说明.txt")),
    "honest-utf8-noflag": taken("材料/说明.txt", lambda: with_name("材料/说明.txt", flags=0)),
    "mixed-three-charsets": taken("证书.pdf", lambda: zip_bytes(
        [(b"application.json", FORM), ("说明书.txt".encode(), b"x", {"flags": 0}), ("证书.pdf".encode("gbk"), b"x", {"flags": 0}),
         ("專業服務計畫.txt".encode("big5"), b"x", {"flags": 0})]), "archive.charset-mixed"),
    "gbk-5c-trail": taken("誠信.txt", lambda: names("gbk", "誠信.txt")),
    "gb18030-four-byte": taken("𠮷.txt", lambda: names("gb18030", "𠮷.txt")),
    "big5-eight-names": taken("服務計畫.txt", lambda: names(
        "big5", "服務計畫.txt", "預算表.csv", "登記證書.pdf", "負責人簡歷.doc", "需求調查.txt", "活動照片.jpg", "承諾書.pdf", "說明.txt")),
    "big5-one-name": taken("專業服務計畫書.txt", lambda: names("big5", "專業服務計畫書.txt"), "archive.charset-guessed"),
    "two-byte-ambiguous": taken("实施.txt", lambda: names("gbk", "实施.txt", "签约.txt")),
    "latin-resume": taken("résumé.txt", lambda: names("utf-8", "résumé.txt")),
    "flag-lies": taken("说明书.txt", lambda: names("gbk", "说明书.txt", flags=0x800), "archive.flag-lies"),
    "upath-good": taken("说明.txt", lambda: unicode_path(b"\xff\xfe.txt", "说明.txt".encode())),
    "upath-bad-crc": taken("good.txt", lambda: unicode_path(b"good.txt", b"../evil.txt", crc=1)),
    "upath-local-only": taken("good.txt", lambda: unicode_path(b"good.txt", b"../evil.txt", where="local_extra")),
    "7z-utf16": taken("附件/证书.txt", lambda: seven_good(("附件/证书.txt", b"x"))),
    "7z-lzma2": taken("附件/证书.txt", lambda: seven_good(("附件/证书.txt", b"x"), coder=lzma2)),
    "7z-folder": taken("附件/证书.txt", lambda: seven_good(("附件", None, 0x10), ("附件/证书.txt", b"x"))),
    "7z-packed-header": taken("附件/证书.txt", lambda: seven_good(("附件/证书.txt", b"x"), encode=True)),
    "pax-utf8": taken("附件/证书.txt", lambda: tar_bytes(member("附件/证书.txt"), format=tarfile.PAX_FORMAT)),
    "pax-binary-gbk": taken("证书.txt", lambda: tar_raw(pax((b"hdrcharset", b"BINARY"), (b"path", "证书.txt".encode("gbk"))),
                                                     tar_block(b"x", 1), padded(b"x"))),
    "gnu-gbk": taken("证书.txt", lambda: tar_bytes(member("证书.txt"), encoding="gbk")),
    "tar-good": taken("预算表.csv", tar_bytes, data="1"),
    "targz-good": taken("预算表.csv", lambda: gz(tar_bytes()), data="1"),
    "zip64-small": taken("a.txt", lambda: zip_bytes(GOOD + [(b"a.txt", b"x", {"zip64": True})], zip64=True)),
    "data-descriptors": taken("a.txt", also((b"a.txt", b"x", {"descriptor": True}))),
    "descriptor-without-mark": taken("a.txt", also((b"a.txt", b"x", {"descriptor": True, "mark": b""}))),
    "stored-with-descriptor": taken("a.txt", also((b"a.txt", b"x", {"descriptor": True, "method": 0}))),
    "reversed-directory": taken("a.txt", lambda: zip_bytes(GOOD + [(b"a.txt", b"aaa"), (b"b.txt", b"bbb")], reverse=True),
                                data="aaa"),
    "setuid": taken("run.sh", lambda: with_name("run.sh", attributes=0o104755 << 16)),
    "setuid-tar": taken("run.sh", lambda: tar_bytes(member("run.sh", mode=0o4755))),
    # a workbook is a zip: stored as it is, its end record stands among the bytes of an entry
    "workbook-stored": taken("预算表.csv", also(("表.xlsx".encode(), zip_bytes([(b"x", b"1")]), {"method": 0})), data="1"),
    "workbook-stored-claims-the-end": refused(STRUCTURE, lambda: claims_the_end()),
    "nested": taken("inner.zip", lambda: with_name("inner.zip"), "archive.nested"),
    "macosx": taken("预算表.csv", also((b"__MACOSX/._x", b"x"), (b".DS_Store", b"x")), "archive.dropped", "1"),
    "empty-folder": taken("预算表.csv", also((b"empty/", b"", {"method": 0})), data="1"),
}

NAMES = {
    "cp437-only": refused(ENCODING, lambda: names("latin-1", "\x80a.txt")),
    "overlong-utf8": refused(ENCODING, lambda: with_name(b"\xc0\xae\xc0\xae/evil.txt", flags=0x800)),
    "surrogate": refused(ENCODING, lambda: with_name(b"\xed\xa0\x80.txt", flags=0x800)),
    "surrogate-7z": refused(ENCODING, lambda: seven_good(("\ud800.txt", b"x"))),
    "upath-conflict": refused("archive.two-names", lambda: unicode_path(b"good.txt", b"../evil.txt")),
    "nul-name": bad_name("archive.name-nul", b"good.pdf\0.exe"),
    "empty-name": bad_name("archive.name-empty", b""),
    "dot-only": bad_name("archive.name-empty", "."),
    "dotdot": bad_name(ESCAPES, "../evil.txt"),
    "inner-dotdot": bad_name(ESCAPES, "a/../../evil.txt"),
    "backslash-dotdot": bad_name(ESCAPES, "..\\evil.txt"),
    "tar-dotdot": refused(ESCAPES, lambda: tar_bytes(member("../evil.txt"))),
    "tar-pax-dotdot": refused(ESCAPES, lambda: tar_bytes(member("../" + "很长的名字" * 30 + ".txt"), format=tarfile.PAX_FORMAT)),
    "pax-path-escapes": refused(ESCAPES, lambda: tar_raw(pax((b"path", b"../evil.txt")), tar_block(b"good.txt", 1), padded(b"x"))),
    "7z-dotdot": refused(ESCAPES, lambda: seven_good(("../evil.txt", b"x"))),
    "folder-dotdot": refused(ESCAPES, also((b"../evil/", b"", {"method": 0}))),
    "absolute": bad_name(ABSOLUTE, "/etc/passwd"),
    "tar-absolute": refused(ABSOLUTE, lambda: tar_bytes(member("/etc/passwd"))),
    "drive": bad_name(ABSOLUTE, "C:\\evil.txt"),
    "drive-relative": bad_name(ABSOLUTE, "C:evil.txt"),
    "unc": bad_name(ABSOLUTE, "\\\\server\\share.txt"),
    "win32-device-path": bad_name(ABSOLUTE, "\\\\?\\C:\\evil.txt"),
    "git-config": bad_name(GIT, ".git/config"),
    "git-upper": bad_name(GIT, ".GIT/config"),
    "git-inner": bad_name(GIT, "a/.Git/hooks/post-checkout"),
    "git-backslash": bad_name(GIT, ".git\\config"),
    "git-short": bad_name(GIT, "GIT~1/config"),
    "git-space": bad_name(GIT, ".git /config"),
    "git-dots": bad_name(GIT, ".git. . ./config"),
    "git-stream": bad_name(GIT, ".git::$INDEX_ALLOCATION/config"),
    "git-ignorable": bad_name(GIT, ".g\u200cit/config"),
    "git-ignorable-end": bad_name(GIT, ".git\u200d/config"),
    "git-file": bad_name(GIT, ".git"),
    "git-folder": refused(GIT, also((b".git/", b"", {"method": 0}))),
    "git-full-width": bad_name(GIT, "\uff0e\uff47\uff49\uff54/config"),
    "git-tar": refused(GIT, lambda: tar_bytes(member(".git/config"))),
    "git-7z": refused(GIT, lambda: seven_good((".git/config", b"x"))),
    "gitattributes": renamed("_gitattributes", ".gitattributes"),
    "gitmodules": renamed("_gitmodules", ".gitmodules"),
    "gitmodules-short": renamed("GI7EBA_1", "GI7EBA~1"),
    "github-is-no-git": renamed("_github/a.txt", ".github/a.txt"),
    "con": renamed("_CON.txt", "CON.txt"),
    "con-bare": renamed("_con", "con"),
    "nul-tar-gz": renamed("_NUL.tar.gz", "NUL.tar.gz"),
    "aux-space": renamed("_AUX .txt", "AUX .txt"),
    "com-superscript": renamed("_COM¹", "COM¹"),
    "ads": renamed("file_stream", "file:stream"),
    "trailing-dot": renamed("name_", "name."),
    "trailing-space": renamed("name_", "name "),
    "leading-dash": renamed("_rf", "-rf"),
    "bidi-override": renamed("a_txt.exe", "a\u202etxt.exe"),
    "control-char": renamed("a_b.txt", "a\x07b.txt"),
    "hangul-filler": renamed("a_b.txt", "a\u3164b.txt"),
    "private-use": renamed("a_b.txt", "a\ue000b.txt"),
    "wildcard-chars": renamed("a______.txt", 'a*?<>|".txt'),
    "backslash": taken("材料/说明.txt", lambda: with_name("材料\\说明.txt")),
    "duplicate": refused("archive.duplicate", also(GOOD[1])),
    "duplicate-by-dot": refused("archive.duplicate", also((b"a.txt", b"x"), (b"./a.txt", b"y"))),
    "duplicate-by-backslash": refused("archive.duplicate", also((b"a/b.txt", b"x"), (b"a\\b.txt", b"y"))),
    "duplicate-tar": refused("archive.duplicate", lambda: tar_bytes(member("预算表.csv"))),
    "case-duplicate": renamed("photo (2).TXT", None, also((b"Photo.txt", b"1"), (b"photo.TXT", b"x"))),
    "nfc-nfd": renamed("é (2).txt", None, also(("\u00e9.txt".encode(), b"1"), ("e\u0301.txt".encode(), b"x"))),
    "kelvin-k": renamed("K (2).txt", None, also((b"k.txt", b"1"), ("\u212a.txt".encode(), b"x"))),
    "ss-sharp-s": renamed("STRASSE (2).txt", None, also(("straße.txt".encode(), b"1"), (b"STRASSE.txt", b"x"))),
    "file-and-folder": refused("archive.file-and-folder", also((b"a", b"x"), (b"a/b", b"x"))),
    "file-and-folder-case": refused("archive.file-and-folder", also((b"a/b", b"x"), (b"A", b"x"))),
    "long-component": renamed("长" * 58 + ".pdf", "长" * 100 + ".pdf"),
    "long-twins": renamed("长" * 57 + " (2).pdf", None, also(
        (("长" * 100 + "a.pdf").encode(), b"1"), (("长" * 100 + "b.pdf").encode(), b"x"))),
    "long-path": bad_name("archive.name-too-long", "/".join(["名" * 50] * 4) + ".txt"),
    "name-60KB": bad_name("archive.name-too-long", "a" * 60000),
    "deep": bad_name("archive.too-deep", "/".join("abcdefghijkl") + "/x.txt"),
    "deep-2000": bad_name("archive.too-deep", "a/" * 2000 + "x.txt"),
    "symlink-zip": refused(LINK, lambda: with_name("link", attributes=0o120777 << 16)),
    "symlink-tar": refused(LINK, lambda: tar_bytes(member("link", tarfile.SYMTYPE, "/etc/passwd"))),
    "symlink-7z": refused(LINK, lambda: seven_good(("link", b"/etc/passwd", 0x8000 | 0o120777 << 16))),
    "symlink-then-through": refused(LINK, lambda: tar_bytes(member("link", tarfile.SYMTYPE, "/tmp"), member("link/x.txt"))),
    "hardlink": refused(LINK, lambda: tar_bytes(member("link", tarfile.LNKTYPE, "application.json"))),
    "fifo": refused(SPECIAL, lambda: tar_bytes(member("pipe", tarfile.FIFOTYPE))),
    "fifo-zip": refused(SPECIAL, lambda: with_name("pipe", attributes=0o010644 << 16)),
    "device": refused(SPECIAL, lambda: tar_bytes(member("null", tarfile.CHRTYPE))),
    "block-device": refused(SPECIAL, lambda: tar_bytes(member("sda", tarfile.BLKTYPE))),
    "socket": refused(SPECIAL, lambda: with_name("socket", attributes=0o140644 << 16)),
    "dir-with-data": refused("archive.folder-with-data", also((b"dir/", b"data"))),
    "sparse-gnu": refused("archive.sparse", lambda: tar_raw(sparse_gnu())),
    "sparse-pax": refused("archive.sparse", lambda: tar_raw(
        pax((b"GNU.sparse.size", b"1048580"), (b"GNU.sparse.numblocks", b"1"), (b"GNU.sparse.map", b"1048576,4")),
        tar_block(b"holes.bin", 4), padded(b"tail"))),
}

METHODS = {"method-%d" % m: refused("archive.method", lambda m=m: with_name("a.txt", method=m))
           for m in (1, 2, 3, 4, 5, 6, 9, 10, 12, 14, 16, 18, 19, 20, 93, 94, 95, 96, 97, 98)}

ZIPS = {
    "encrypted-zip": refused("archive.entry-encrypted", lambda: with_name("secret.txt", flags=1)),
    "encrypted-strong": refused("archive.entry-encrypted", lambda: with_name("secret.txt", flags=0x41)),
    "encrypted-aes": refused("archive.entry-encrypted", lambda: with_name("secret.txt", method=99)),
    "split-zip": refused("archive.split", lambda: b"PK\7\x08" + zip_bytes(GOOD)),
    "split-zip-last": refused("archive.split", lambda: zip_bytes(GOOD, disk=1)),
    "hidden-local": refused(STRUCTURE, also((b"a", b"x", {"gap": zip_bytes([(b"hidden", b"x")])[:40]}))),
    "ghost-record": refused(STRUCTURE, lambda: zip_bytes(GOOD, ghost=b"PK\1\2" + bytes(42))),
    "name-differs": refused(STRUCTURE, lambda: with_name("good.txt", local=b"evil.txt")),
    "name-length-differs": refused(STRUCTURE, lambda: with_name("good.txt", local=b"evil")),
    "size-differs": refused(STRUCTURE, lambda: with_name("a.txt", local_size=2)),
    "packed-differs": refused(STRUCTURE, lambda: with_name("a.txt", local_packed=2)),
    "crc-differs": refused(STRUCTURE, lambda: with_name("a.txt", local_crc=1)),
    "method-differs": refused(STRUCTURE, lambda: with_name("a.txt", local_method=0)),
    "descriptor-differs": refused(STRUCTURE, lambda: bytes(zip_bytes([(b"a.txt", b"hello", {"descriptor": True})])).replace(
        b"PK\7\x08" + struct.pack("<I", zlib.crc32(b"hello")), b"PK\7\x08" + struct.pack("<I", 1))),
    "zip64-differs": refused(STRUCTURE, lambda: zip_bytes([(b"a.txt", b"x" * 50, {"zip64": True})], zip64=True).replace(
        struct.pack("<Q", 50), struct.pack("<Q", 40), 1)),
    "wrong-count": refused(STRUCTURE, lambda: zip_bytes(GOOD, count=1)),
    "count-too-high": refused(STRUCTURE, lambda: zip_bytes(GOOD, count=3)),
    "two-end-records": refused(STRUCTURE, lambda: zip_bytes(GOOD, comment=zip_bytes([]))),
    "zip-in-comment": refused(STRUCTURE, lambda: zip_bytes(GOOD, comment=zip_bytes([(b"other.txt", b"x")]))),
    "exe-prefix": refused(FORMAT, lambda: zip_bytes(GOOD, prefix=b"MZ" + b"\0" * 100)),
    "pdf-polyglot": refused(FORMAT, lambda: zip_bytes(GOOD, prefix=b"%PDF-1.4\n" + b" " * 100)),
    "zip-prefix": refused(STRUCTURE, lambda: zip_bytes(GOOD)[:60] + zip_bytes(GOOD, prefix=b"x" * 60)[60:]),
    "two-zips": refused(STRUCTURE, lambda: zip_bytes(GOOD) + zip_bytes(GOOD)),
    "trailing-bytes": refused(STRUCTURE, lambda: zip_bytes(GOOD, suffix=b"junk")),
    "trailing-64k": refused(STRUCTURE, lambda: zip_bytes(GOOD, suffix=b"\0" * 70000)),
    "truncated-end": refused(STRUCTURE, lambda: zip_bytes(GOOD)[:-30]),
    "truncated-middle": refused(STRUCTURE, lambda: zip_bytes(GOOD)[:200]),
    "wrong-crc": refused(DAMAGED, also((b"a.txt", b"hello", {"crc": 1}))),
    "bad-deflate": refused(DAMAGED, also((b"a.txt", b"hello", {"packed": b"\xff" * 9}))),
    "size-lies-small": refused(DAMAGED, also((b"a.txt", b"hello" * 100, {"size": 10}))),
    "size-lies-bomb": refused("archive.entry-too-large", also((b"a.bin", b"", {"packed": deflate(b"\0" * (8 << 20)), "size": 10}))),
    "size-4G": refused("archive.entry-too-large", also((b"a.bin", b"x", {"size": 0xFFFFFFFE}))),
    "overlap-same": refused(STRUCTURE, overlap),
    "fifield": refused(STRUCTURE, fifield),
    "flat-bomb": refused("archive.entry-too-large", also((b"zeros", b"", {"packed": deflate(b"\0" * (5 << 20)), "size": 5 << 20}))),
    "many-bombs": refused("archive.too-many-bytes", lambda: many_bombs()),
    "entries-2100": refused("archive.too-many-entries", also(*[(b"f%d" % i, b"x") for i in range(2100)])),
    "entries-65k": refused("archive.too-many-entries", lambda: zip_bytes([(b"", b"", {"method": 0})] * 65000)),
    "entries-tar": refused("archive.too-many-entries", lambda: tar_raw(*[tar_block(b"f%d" % i) for i in range(2100)])),
    "empty-zip": refused("archive.empty", lambda: zip_bytes([])),
    "only-folders": refused("archive.empty", lambda: zip_bytes([(b"a/", b"", {"method": 0})])),
    "empty-file": refused(FORMAT, lambda: b""),
    "rar": refused("archive.rar", lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 100),
    "rar4": refused("archive.rar", lambda: b"Rar!\x1a\x07\x00" + b"\0" * 100),
    "not-an-archive": refused(FORMAT, lambda: b"hello, this is a letter\n" * 50),
}

SEVENS = {
    "7z-header-bomb": refused(STRUCTURE, lambda: seven_encoded(b"", b"\1" + bytes(100), told=1 << 31)),
    "7z-header-lies": refused(UNREADABLE, lambda: seven_encoded(b"", b"\1" + bytes(5 << 20), told=1000)),
    "7z-count-bomb": refused("archive.too-many-entries", lambda: seven_wrap(b"", b"\1\5" + number(99999999) + b"\0\0")),
    "7z-count-bomb-20M": refused("archive.too-many-entries", lambda: seven_wrap(b"", b"\1\5" + number(20000000) + b"\0\0")),
    "7z-packed-count-bomb": refused("archive.too-many-entries", lambda: seven_encoded(b"", b"\1\5" + number(20000000) + b"\0\0")),
    "7z-streams-bomb": refused("archive.too-many-entries", lambda: seven_wrap(
        b"x", b"\1\4" + seven_streams(0, 1, 1, COPY) + b"\x08\x0d" + number(99999999) + b"\0\0\0")),
    "7z-folders-bomb": refused("archive.too-many-entries", lambda: seven_wrap(b"x", b"\1\4\6\0\1\x09\1\0\7\x0b" + number(99999999) + b"\0")),
    "7z-nested-header": refused(STRUCTURE, lambda: seven_encoded(b"", b"\x17\6\0\1\x09\1\0")),
    "7z-header-28G": refused(STRUCTURE, lambda: seven_wrap(b"", b"\1", size=28 << 30)),
    "7z-start-damaged": refused(STRUCTURE, lambda: flip(seven_good(), 12)),
    "7z-trailing": refused("archive.trailing", lambda: seven_good() + b"junk"),
    "7z-prefix": refused(FORMAT, lambda: b"MZ" + bytes(100) + seven_good()),
    "7z-truncated": refused(STRUCTURE, lambda: seven_good()[:-10]),
    "split-7z": refused(STRUCTURE, lambda: seven_good(("a.bin", bytes(2000)))[:1500]),
    "7z-crc": refused(DAMAGED, lambda: seven_good(crc=1)),
    "7z-header-crc": refused(STRUCTURE, lambda: flip(seven_good(), -3)),
    "7z-bomb": refused("archive.entry-too-large", lambda: seven_bytes([("a.bin", bytes(5 << 20))], lzma2)),
    "7z-dict-4G": refused("archive.entry-too-large", lambda: seven_bytes([("a.bin", bytes(5 << 20))], lambda d: lzma2(d, 40))),
    "7z-empty": refused("archive.empty", lambda: seven_wrap(b"", b"")),
    "7z-entries": refused("archive.too-many-entries", lambda: seven_bytes([("f%d" % i, b"x") for i in range(2100)])),
}

TARS = {
    "gz-crc": refused(STRUCTURE, lambda: flip(gz(tar_bytes()), -8)),
    "gz-trailing": refused(STRUCTURE, lambda: gz(tar_bytes()) + b"junk"),
    "gz-two-members": refused(STRUCTURE, lambda: gz(tar_bytes()) + gz(tar_bytes())),
    "gz-truncated": refused(STRUCTURE, lambda: gz(tar_bytes())[:-12]),
    "gz-half": refused(STRUCTURE, lambda: gz(tar_bytes())[:120]),
    "gz-gz-30": refused(UNREADABLE, lambda: repeated(gz, tar_bytes(), 30)),
    "gz-not-tar": refused(UNREADABLE, lambda: gz(b"hello" * 1000)),
    "gz-bomb": refused("archive.entry-too-large", lambda: gz(tar_bytes(member("zeros", data=bytes(5 << 20))))),
    "gz-zeros": refused("archive.empty", lambda: gz(bytes(10240))),
    "tar-concatenated": refused("archive.trailing", lambda: tar_bytes() + tar_bytes()),
    "tar-trailing": refused("archive.trailing", lambda: tar_bytes() + b"junk" * 200),
    "tar-truncated": refused(UNREADABLE, lambda: tar_bytes()[:700]),
    "tar-without-end": refused(UNREADABLE, lambda: tar_bytes(member("a.bin", data=bytes(5000)))[:4000]),
    "tar-bad-sum": refused(FORMAT, lambda: flip(tar_bytes(), 2)),
    "tar-second-bad-sum": refused(UNREADABLE, lambda: flip(tar_bytes(), 2 + 512 + (len(FORM) + 511) // 512 * 512)),
    "pax-size-lie": refused(UNREADABLE, lambda: tar_raw(pax((b"size", b"1000000")), tar_block(b"a.txt", 1), padded(b"x"))),
    "pax-size-negative": refused(UNREADABLE, lambda: tar_raw(pax((b"size", b"-1")), tar_block(b"a.txt", 1), padded(b"x"))),
    "pax-chain-200": refused(ENCODING, lambda: tar_raw(*[pax((b"comment", b"x"))] * 200, tar_block(b"a.txt", 1), padded(b"x"))),
    "longlink-1G": refused(UNREADABLE, lambda: tar_raw(tar_block(b"././@LongLink", 1 << 30, b"L", b"ustar  \0"), bytes(512))),
}

CASES = {**HONEST, **NAMES, **METHODS, **ZIPS, **SEVENS, **TARS}


def many_bombs():
    zeros = bytes(7 << 19)
    entry = {"packed": deflate(zeros), "size": 7 << 19, "crc": zlib.crc32(zeros)}
    return zip_bytes(GOOD + [(b"z%d" % i, b"", entry) for i in range(5)])


def repeated(wrap, data, times):
    for _ in range(times):
        data = wrap(data)
    return data


def write(path, data):
    with open(path, "wb") as out:
        out.write(data)


def main():
    if sys.argv[1] == "--all":
        lines = []
        for name, (verdict, finding, entry, data, maker) in CASES.items():
            write(os.path.join(sys.argv[2], name), maker())
            lines.append("\t".join((name, verdict, finding, entry, data)))
        write(os.path.join(sys.argv[2], "table"), ("\n".join(lines) + "\n").encode())
    else:
        write(sys.argv[2], CASES[sys.argv[1]][-1]())


main()
