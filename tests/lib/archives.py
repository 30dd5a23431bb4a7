# SPDX-License-Identifier: Apache-2.0
"""Byte-exact writers of archives, without a clock, that can also lie: what tests/lib/hostile.py is made of."""
import gzip
import io
import json
import lzma
import struct
import tarfile
import zlib

FORM = json.dumps({
    "title": "一站式维权", "category": "professional", "organisation": {"name": "甲", "kind": "service"},
    "leader": {"name": "王丽"}, "contact": {"name": "李敏"}, "summary": "维权", "requested": "10000.00",
    "matching": "0.00", "total": "10000.00", "start": "2018-05-01", "end": "2018-11-30", "answers": {"need": "求助"},
}, ensure_ascii=False).encode()
GOOD = [(b"application.json", FORM), ("预算表.csv".encode(), b"1")]


# ---- zip ----

def deflate(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def zip_bytes(entries, **how):
    """entries: (name, data) or (name, data, options). An option "local_..." lies in the local header alone."""
    body, records = bytearray(how.get("prefix", b"")), []
    for entry in entries:
        name, data, own = entry[0], entry[1], entry[2] if len(entry) > 2 else {}
        flags = own.get("flags", 0x800 if any(c > 127 for c in name) else 0) | (8 if own.get("descriptor") else 0)
        method = own.get("method", 8)
        packed = own.get("packed", data if method == 0 else deflate(data))
        crc, size, offset = own.get("crc", zlib.crc32(data)), own.get("size", len(data)), own.get("offset", len(body))
        local = own.get("local", name)
        told = (0, 0, 0) if own.get("descriptor") else (
            own.get("local_crc", crc), own.get("local_packed", len(packed)), own.get("local_size", size))
        wide = own.get("zip64", False)
        extra = struct.pack("<HHQQ", 1, 16, size, len(packed)) if wide else own.get("local_extra", b"")
        if wide:
            told = (crc, 0xFFFFFFFF, 0xFFFFFFFF)
        body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, flags, own.get("local_method", method), 0x6000, 0x4C74,
                            *told, len(local), len(extra)) + local + extra + packed
        if own.get("descriptor"):
            body += own.get("mark", b"PK\7\x08") + struct.pack("<III", crc, len(packed), size)
        extra = struct.pack("<HHQQ", 1, 16, size, len(packed)) if wide else own.get("extra", b"")
        sizes = (0xFFFFFFFF, 0xFFFFFFFF) if wide else (own.get("told_packed", len(packed)), size)
        records.append(struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", own.get("made", 0x0314), 20, flags, method, 0x6000,
                                   0x4C74, crc, *sizes, len(name), len(extra), 0, own.get("disk", 0), 0,
                                   own.get("attributes", 0o100644 << 16), offset) + name + extra)
        body += own.get("gap", b"")
    if how.get("reverse"):
        records.reverse()
    directory = b"".join(records) + how.get("ghost", b"")
    count, disk, comment = how.get("count", len(entries)), how.get("disk", 0), how.get("comment", b"")
    end = b""
    where = (count, count, len(directory), len(body))
    if how.get("zip64"):
        end = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), len(body))
        end += struct.pack("<4sIQI", b"PK\6\7", 0, len(body) + len(directory), 1)
        where = (0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
    end += struct.pack("<4sHHHHIIH", b"PK\5\6", disk, disk, *where, len(comment))
    return bytes(body + directory + end + comment + how.get("suffix", b""))


def with_name(name, **own):
    return zip_bytes(GOOD + [(name if isinstance(name, bytes) else name.encode(), b"x", own)])


def names(charset, *texts, flags=0):
    """More files, their names in that character set; without a word of it in the flags."""
    return zip_bytes([(b"application.json", FORM)] + [(text.encode(charset), b"x", {"flags": flags}) for text in texts])


def unicode_path(name, path, crc=None, where="extra"):
    field = b"\1" + struct.pack("<I", zlib.crc32(name) if crc is None else crc) + path
    return zip_bytes(GOOD + [(name, b"x", {where: struct.pack("<HH", 0x7075, len(field)) + field, "flags": 0})])


def overlap():
    """Two records of the directory for one entry."""
    data = bytearray(zip_bytes(GOOD))
    at = data.rfind(b"PK\1\2")
    data[at + 42:at + 46] = struct.pack("<I", 0)
    return bytes(data)


def fifield(count=250):
    """Local headers quoted inside each other's data, all ending in one kernel (David Fifield, 2019)."""
    kernel = deflate(b"\0" * (10 << 20))
    heads, files, tail = [], [], kernel
    size, crc = 10 << 20, zlib.crc32(b"\0" * (10 << 20))
    for i in range(count, 0, -1):
        name = b"%04d" % i
        head = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0x6000, 0x4C74, crc, len(tail), size, 4, 0) + name
        files.append((name, len(tail), size, crc))
        heads.append(head)
        quote = head
        tail = struct.pack("<BHH", 0, len(quote), len(quote) ^ 0xFFFF) + quote + tail
        size, crc = size + len(quote), zlib.crc32(quote)  # a checksum is not reached
    body = heads[-1] + tail[5 + len(heads[-1]):]
    directory, offset = b"", 0
    for name, packed, size, crc in reversed(files):
        directory += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 0x0314, 20, 0, 8, 0x6000, 0x4C74, crc, packed, size, 4,
                                 0, 0, 0, 0, 0o100644 << 16, offset) + name
        offset += 34 + 5
    return body + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), len(body), 0)


# ---- tar ----

def tar_bytes(*add, **how):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=how.get("format", tarfile.GNU_FORMAT),
                      encoding=how.get("encoding", "utf-8"), errors="surrogateescape") as archive:
        if how.get("good", True):
            for name, data in GOOD:
                info = tarfile.TarInfo(name.decode())
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        for each in add:
            each(archive)
    return out.getvalue()


def member(name, kind=tarfile.REGTYPE, link="", data=b"x", **more):
    def add(archive):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, link
        info.mode = more.get("mode", 0o644)
        info.pax_headers = more.get("pax", {})
        info.size = len(data) if kind == tarfile.REGTYPE else 0
        archive.addfile(info, io.BytesIO(data))
    return add


def tar_block(name, size=0, kind=b"0", magic=b"ustar\x0000"):
    """A header by hand."""
    block = bytearray(512)
    block[0:len(name)] = name
    block[100:136] = b"0000644\0" + b"0000000\0" + b"0000000\0" + b"%011o\0" % size
    block[136:148] = b"%011o\0" % 0
    block[156:157] = kind
    block[257:257 + len(magic)] = magic
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padded(data):
    return data + b"\0" * (-len(data) % 512)


def tar_raw(*blocks):
    """Blocks of our own in front of the good files."""
    return b"".join(blocks) + tar_bytes()


def pax_record(key, value):
    text = b" " + key + b"=" + value + b"\n"
    size = len(text) + 1
    while len(b"%d" % size) + len(text) != size:
        size = len(b"%d" % size) + len(text)
    return b"%d" % size + text


def pax(*records):
    data = b"".join(pax_record(*record) for record in records)
    return tar_block(b"pax", len(data), b"x") + padded(data)


def sparse_gnu():
    block = bytearray(tar_block(b"holes.bin", 4, b"S", b"ustar  \0"))
    block[386:410] = b"%011o\0" % (1 << 20) + b"%011o\0" % 4
    block[483:495] = b"%011o\0" % ((1 << 20) + 4)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block) + padded(b"tail")


def gz(data):
    return gzip.compress(data, mtime=0)


# ---- 7z ----

def number(value):
    """7z's variable-length number."""
    for follow in range(8):
        if value < 1 << (7 * (follow + 1)):
            first = (0xFF00 >> follow) & 0xFF | (value >> (8 * follow))
            return bytes([first]) + (value & ((1 << (8 * follow)) - 1)).to_bytes(follow, "little")
    return b"\xFF" + value.to_bytes(8, "little")


COPY = (b"\x00", b"")


def lzma2(data, dictionary=24):
    packed = lzma.compress(data, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}])
    return packed, (b"\x21", bytes([dictionary]))


def seven_streams(offset, packed, size, coder, crc=None):
    method, properties = coder
    flags = len(method) | (0x20 if properties else 0)
    text = b"\x06" + number(offset) + number(1) + b"\x09" + number(packed) + b"\x00"
    text += b"\x07\x0b" + number(1) + b"\x00" + number(1) + bytes([flags]) + method
    text += (number(len(properties)) + properties if properties else b"") + b"\x0c" + number(size)
    if crc is not None:
        text += b"\x0a\x01" + struct.pack("<I", crc)
    return text + b"\x00"


def seven_files(entries):
    """entries: (name, is_file, attributes)."""
    text = b"\x05" + number(len(entries))
    if any(not e[1] for e in entries):
        bits = sum((1 << (7 - i)) for i, e in enumerate(entries) if not e[1])
        text += b"\x0e\x01" + bytes([bits])
    name = b"\0" + b"".join(e[0].encode("utf-16-le", "surrogatepass") + b"\0\0" for e in entries)
    text += b"\x11" + number(len(name)) + name
    attributes = b"\1\0" + b"".join(struct.pack("<I", e[2]) for e in entries)
    return text + b"\x15" + number(len(attributes)) + attributes + b"\x00"


def seven_wrap(body, header, size=None, crc=None):
    start = struct.pack("<QQI", len(body), len(header) if size is None else size,
                        zlib.crc32(header) if crc is None else crc)
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + body + header


def seven_bytes(entries, coder=None, **how):
    """entries: (name, data or None for a folder, attributes). All data in one folder."""
    files = [e for e in entries if e[1] is not None]
    plain = b"".join(e[1] for e in files)
    packed, coder = (plain, COPY) if coder is None else coder(plain)
    text = b"\x01\x04" + seven_streams(0, len(packed), how.get("size", len(plain)), coder)
    text += b"\x08"
    if len(files) != 1:
        text += b"\x0d" + number(len(files)) + b"\x09" + b"".join(number(len(e[1])) for e in files[:-1])
    text += b"\x0a\x01" + b"".join(struct.pack("<I", how.get("crc") or zlib.crc32(e[1])) for e in files) + b"\x00"
    text += b"\x00" + seven_files([(e[0], e[1] is not None, e[2] if len(e) > 2 else 0x20) for e in entries]) + b"\x00"
    return seven_encoded(packed, text) if how.get("encode") else seven_wrap(packed, text)


def seven_encoded(body, plain_header, told=None):
    """The header itself packed with LZMA2."""
    packed, coder = lzma2(plain_header)
    header = b"\x17" + seven_streams(len(body), len(packed), told or len(plain_header), coder, zlib.crc32(plain_header))
    header += b"\x00"
    return seven_wrap(body + packed, header)


def seven_good(*more, **how):
    return seven_bytes([(n.decode(), d) for n, d in GOOD] + list(more), **how)


def flip(data, at):
    data = bytearray(data)
    data[at] ^= 0xFF
    return bytes(data)
