/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The header of a 7z, walked for its counts: how many files, folders and streams it tells of, before libarchive takes memory for
 * them. Not here: the names and sizes themselves, which libarchive reads.
 */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "intake/inside.h"

enum {
	END = 0,
	HEADER = 1,
	STREAMS = 4,
	FILES = 5,
	PACK = 6,
	UNPACK = 7,
	SUBSTREAMS = 8,
	SIZES = 9,
	DIGESTS = 10,
	FOLDERS = 11,
	FOLDER_SIZES = 12,
	STREAM_COUNTS = 13
};

struct bytes {
	const unsigned char *at, *end;
	bool damaged, encrypted;
	uint64_t most;    /* of anything that is counted */
	uint64_t count;   /* the highest that was met */
	uint64_t largest; /* unpacked size of a folder */
	uint64_t folders, outputs;
	unsigned char *digested; /* for each folder: its checksum is told */
	bool no_memory;
};

/* 7z's numbers: the leading ones of the first byte tell how many bytes follow. */
static uint64_t number(struct bytes *bytes)
{
	unsigned first, mask = 0x80;
	uint64_t value = 0;
	int follow = 0;

	if (bytes->at == bytes->end) {
		bytes->damaged = true;
		return 0;
	}
	first = *bytes->at++;
	while (follow < 8 && (first & mask)) {
		if (bytes->at == bytes->end) {
			bytes->damaged = true;
			return 0;
		}
		value |= (uint64_t)*bytes->at++ << (8 * follow++);
		mask >>= 1;
	}
	return follow < 8 ? value | (uint64_t)(first & (mask - 1)) << (8 * follow) : value;
}

static void skip(struct bytes *bytes, uint64_t size)
{
	if ((uint64_t)(bytes->end - bytes->at) < size)
		bytes->damaged = true;
	else
		bytes->at += size;
}

static bool is_aes(const unsigned char *id, size_t size)
{
	return size == 4 && memcmp(id, "\x06\xF1\x07\x01", 4) == 0;
}

/* One folder's coders; how many streams come out of it. */
static uint64_t read_coders(struct bytes *bytes)
{
	uint64_t coders = number(bytes), in = 0, out = 0;

	if (coders > 32)
		bytes->damaged = true;
	for (uint64_t i = 0; i < coders && !bytes->damaged; i++) {
		unsigned flags = bytes->at < bytes->end ? *bytes->at : 0;
		uint64_t inputs = 1, outputs = 1;

		skip(bytes, 1);
		if (!bytes->damaged && (size_t)(bytes->end - bytes->at) >= (flags & 15))
			bytes->encrypted = bytes->encrypted || is_aes(bytes->at, flags & 15);
		skip(bytes, flags & 15);
		if (flags & 0x10) {
			inputs = number(bytes);
			outputs = number(bytes);
		}
		if (flags & 0x20)
			skip(bytes, number(bytes));
		if (inputs > 32 || outputs > 32)
			bytes->damaged = true;
		in += inputs;
		out += outputs;
	}
	for (uint64_t i = 1; i < out && !bytes->damaged; i++) { /* which is bound to which */
		number(bytes);
		number(bytes);
	}
	if (in >= out && in - out + 1 > 1) /* which come from outside */
		for (uint64_t i = 0; i < in - out + 1 && !bytes->damaged; i++)
			number(bytes);
	return out;
}

/* A count: what goes over the limit ends the walk. */
static uint64_t counted(struct bytes *bytes)
{
	uint64_t count = number(bytes);

	if (count > bytes->count)
		bytes->count = count;
	if (count > bytes->most)
		bytes->damaged = true;
	return count;
}

static void expect(struct bytes *bytes, uint64_t id)
{
	if (number(bytes) != id)
		bytes->damaged = true;
}

/* "all defined", or a bit for each; then four bytes for each that is. `told` may be NULL. */
static void skip_digests(struct bytes *bytes, uint64_t count, unsigned char *told)
{
	uint64_t defined = 0;
	unsigned all, byte = 0;

	all = bytes->at < bytes->end ? *bytes->at : 0;
	skip(bytes, 1);
	for (uint64_t i = 0; i < count && !bytes->damaged; i++) {
		bool is_defined;

		if (!all && i % 8 == 0) {
			byte = bytes->at < bytes->end ? *bytes->at : 0;
			skip(bytes, 1);
		}
		is_defined = all || (byte >> (7 - i % 8) & 1);
		defined += is_defined;
		if (told)
			told[i] = is_defined;
	}
	skip(bytes, defined * 4);
}

static void read_pack(struct bytes *bytes)
{
	uint64_t streams;

	number(bytes); /* position */
	streams = counted(bytes);
	for (uint64_t id = number(bytes); id != END && !bytes->damaged; id = number(bytes)) {
		if (id == DIGESTS)
			skip_digests(bytes, streams, NULL);
		else if (id != SIZES)
			bytes->damaged = true;
		for (uint64_t i = 0; id == SIZES && i < streams && !bytes->damaged; i++)
			number(bytes);
	}
}

static void read_unpack(struct bytes *bytes)
{
	expect(bytes, FOLDERS);
	bytes->folders = counted(bytes);
	expect(bytes, 0); /* not external */
	if (!bytes->damaged) {
		bytes->digested = gr_alloc((size_t)bytes->folders + 1);
		bytes->no_memory = bytes->damaged = !bytes->digested;
	}
	for (uint64_t i = 0; i < bytes->folders && !bytes->damaged; i++)
		bytes->outputs += read_coders(bytes);
	expect(bytes, FOLDER_SIZES);
	for (uint64_t i = 0; i < bytes->outputs && !bytes->damaged; i++) {
		uint64_t size = number(bytes);

		bytes->largest = size > bytes->largest ? size : bytes->largest;
	}
	for (uint64_t id = number(bytes); id != END && !bytes->damaged; id = number(bytes)) {
		if (id == DIGESTS)
			skip_digests(bytes, bytes->folders, bytes->digested);
		else
			bytes->damaged = true;
	}
}

/* Sizes and digests of the streams inside folders: one, where no count is told; the last size follows from the folder's. */
static void read_substreams(struct bytes *bytes)
{
	uint64_t id = number(bytes), sizes = 0, digests = 0, total = 0;

	for (uint64_t i = 0; i < bytes->folders && !bytes->damaged; i++) {
		uint64_t streams = id == STREAM_COUNTS ? counted(bytes) : 1;

		total += streams;
		sizes += streams ? streams - 1 : 0;
		digests += streams == 1 && bytes->digested[i] ? 0 : streams;
		if (total > bytes->most) {
			bytes->count = total;
			bytes->damaged = true;
		}
	}
	if (id == STREAM_COUNTS)
		id = number(bytes);
	for (uint64_t i = 0; id == SIZES && i < sizes && !bytes->damaged; i++)
		number(bytes);
	if (id == SIZES)
		id = number(bytes);
	if (id == DIGESTS) {
		skip_digests(bytes, digests, NULL);
		id = number(bytes);
	}
	if (id != END)
		bytes->damaged = true;
}

static void read_streams(struct bytes *bytes)
{
	uint64_t id = number(bytes);

	if (id == PACK) {
		read_pack(bytes);
		id = number(bytes);
	}
	if (id == UNPACK && !bytes->damaged) {
		read_unpack(bytes);
		id = number(bytes);
	}
	if (id == SUBSTREAMS && !bytes->damaged) {
		read_substreams(bytes);
		id = number(bytes);
	}
	if (id != END)
		bytes->damaged = true;
}

int gr_seven_packed_header(struct gr_seven_packed *out, const unsigned char *header, size_t size)
{
	struct bytes bytes = { .at = header + 1, .end = header + size, .most = 16 };

	read_streams(&bytes);
	gr_free(bytes.digested);
	*out = (struct gr_seven_packed){ bytes.largest, bytes.encrypted,
		                         bytes.damaged || bytes.folders != 1 || bytes.at != bytes.end };
	return bytes.no_memory ? GRANT_ENOMEM : 0;
}

int gr_seven_header_count(struct gr_scan *scan, const unsigned char *header, size_t size)
{
	struct bytes bytes = { .at = header, .end = header + size, .most = (uint64_t)scan->limits.entries };
	uint64_t id;

	expect(&bytes, HEADER);
	id = number(&bytes);
	if (id == STREAMS && !bytes.damaged) {
		read_streams(&bytes);
		id = number(&bytes);
	}
	if (id == FILES && !bytes.damaged)
		counted(&bytes);
	else if (id != END)
		bytes.damaged = true;
	gr_free(bytes.digested);
	if (bytes.no_memory)
		return GRANT_ENOMEM;
	if (bytes.count > bytes.most)
		gr_scan_find_number(scan, GR_F_ARCHIVE_TOO_MANY_ENTRIES, NULL, scan->limits.entries);
	else if (bytes.damaged)
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _("its header is damaged"));
	return 0;
}
