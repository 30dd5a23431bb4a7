/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is the header of a 7z small, also unpacked? A header of a few kilobytes can make libarchive 3.6.2 take gigabytes before any limit
 * of ours runs (security.md, 0.3). And: the file ends where the header ends. Not here: the header's own contents.
 */
#include <string.h>

#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "intake/inside.h"

#define START_SIZE 32
#define HEADER_MAX (4 * 1024 * 1024)

struct bytes {
	const unsigned char *at, *end;
	bool damaged;
};

static uint64_t little(const unsigned char *at, int size)
{
	uint64_t value = 0;

	for (int i = size; i > 0; i--)
		value = value << 8 | at[i - 1];
	return value;
}

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
static uint64_t read_coders(struct bytes *bytes, bool *encrypted)
{
	uint64_t coders = number(bytes), in = 0, out = 0;

	if (coders > 32)
		bytes->damaged = true;
	for (uint64_t i = 0; i < coders && !bytes->damaged; i++) {
		unsigned flags = bytes->at < bytes->end ? *bytes->at : 0;
		uint64_t inputs = 1, outputs = 1;

		skip(bytes, 1);
		if (!bytes->damaged && (size_t)(bytes->end - bytes->at) >= (flags & 15))
			*encrypted = *encrypted || is_aes(bytes->at, flags & 15);
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
	for (uint64_t i = 1; i < out && !bytes->damaged; i++) {
		number(bytes);
		number(bytes);
	}
	if (in >= out && in - out + 1 > 1)
		for (uint64_t i = 0; i < in - out + 1 && !bytes->damaged; i++)
			number(bytes);
	return out;
}

/* Up to the ids that end a list; only what an encoded header may hold. */
static uint64_t unpacked_size(struct bytes *bytes, bool *encrypted)
{
	uint64_t streams, largest = 0;

	skip(bytes, 1); /* 0x17: an encoded header */
	if (number(bytes) != 6)
		bytes->damaged = true;
	number(bytes); /* position */
	streams = number(bytes);
	if (streams > 16)
		bytes->damaged = true;
	for (uint64_t id = number(bytes); id != 0 && !bytes->damaged; id = number(bytes)) {
		if (id != 9)
			bytes->damaged = true;
		for (uint64_t i = 0; i < streams && !bytes->damaged; i++)
			number(bytes);
	}
	if (number(bytes) != 7 || number(bytes) != 11 || number(bytes) != 1 || number(bytes) != 0)
		bytes->damaged = true; /* one folder, not external */
	streams = read_coders(bytes, encrypted);
	if (number(bytes) != 12)
		bytes->damaged = true;
	for (uint64_t i = 0; i < streams && !bytes->damaged; i++) {
		uint64_t size = number(bytes);

		largest = size > largest ? size : largest;
	}
	return largest;
}

static int read_at(struct gr_source *source, int64_t offset, unsigned char *to, size_t size, bool *whole)
{
	size_t done = 0, got = 1;
	int r = source->seek(source, offset);

	while (r == 0 && done < size && got > 0) {
		r = source->read(source, to + done, size - done, &got);
		done += got;
	}
	*whole = done == size;
	return r;
}

static void check_header(struct gr_scan *scan, const unsigned char *header, size_t size)
{
	struct bytes bytes = { header, header + size, false };
	bool encrypted = false;

	if (size == 0)
		gr_scan_find(scan, GR_F_ARCHIVE_EMPTY, NULL, NULL);
	else if (header[0] == 0x17 && unpacked_size(&bytes, &encrypted) > HEADER_MAX)
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _("its header has more than 4 MiB"));
	else if (header[0] == 0x17 && encrypted)
		gr_scan_find(scan, GR_F_ARCHIVE_ENCRYPTED, NULL, NULL);
	else if (bytes.damaged || (header[0] != 0x17 && header[0] != 1))
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _("its header is damaged"));
}

int gr_seven_check(struct gr_scan *scan)
{
	struct gr_source *source = scan->request->source;
	unsigned char start[START_SIZE], *header;
	uint64_t offset, size;
	bool whole;
	int r = read_at(source, 0, start, START_SIZE, &whole);

	if (r < 0)
		return r;
	if (!whole || little(start + 8, 4) != crc32(0, start + 12, 20)) {
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _("its start is damaged"));
		return 0;
	}
	offset = little(start + 12, 8);
	size = little(start + 20, 8);
	if (size > HEADER_MAX) {
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _("its header has more than 4 MiB"));
		return 0;
	}
	if (offset > (uint64_t)source->size || START_SIZE + offset + size != (uint64_t)source->size) {
		gr_scan_find(scan,
		             START_SIZE + offset + size < (uint64_t)source->size ? GR_F_ARCHIVE_TRAILING
		                                                                 : GR_F_ARCHIVE_STRUCTURE,
		             NULL, _("it is cut off"));
		return 0;
	}
	header = gr_alloc((size_t)size + 1);
	if (!header)
		return GRANT_ENOMEM;
	r = read_at(source, (int64_t)(START_SIZE + offset), header, (size_t)size, &whole);
	if (r == 0 && (!whole || little(start + 28, 4) != crc32(0, header, (unsigned)size)))
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _("its header is damaged"));
	else if (r == 0)
		check_header(scan, header, (size_t)size);
	gr_free(header);
	return r;
}
