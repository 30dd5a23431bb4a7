/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is the header of a 7z small, also unpacked? A header of a few kilobytes can make libarchive 3.6.2 take gigabytes before any limit
 * of ours runs (security.md, 0.3). And: the file ends where the header ends. Not here: the header's contents (seven-header.c).
 */
#include <string.h>

#include <zlib.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "intake/inside.h"

#define START_SIZE 32
#define HEADER_MAX ((size_t)4 * 1024 * 1024)

static const char too_large[] = N_("its header has more than 4 MiB");
static const char damaged[] = N_("its header is damaged");

static uint64_t little(const unsigned char *at, int size)
{
	uint64_t value = 0;

	for (int i = size; i > 0; i--)
		value = value << 8 | at[i - 1];
	return value;
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

/* ---- a packed header ---- */

/* The packed bytes as they are in the archive, and behind them a header of ours that names them as one file. */
struct spliced {
	struct gr_source source;
	struct gr_source *below;
	int64_t offset, below_size; /* of the start and the packed bytes */
	unsigned char start[START_SIZE];
	struct gr_buf header;
};

static int read_spliced(struct gr_source *source, void *bytes, size_t size, size_t *got)
{
	struct spliced *spliced = (struct spliced *)source;
	int64_t at = spliced->offset, left = spliced->source.size - at;
	int r = 0;

	*got = 0;
	if (at < START_SIZE) {
		*got = size < (size_t)(START_SIZE - at) ? size : (size_t)(START_SIZE - at);
		memcpy(bytes, spliced->start + at, *got);
	} else if (at < spliced->below_size) {
		if ((int64_t)size > spliced->below_size - at)
			size = (size_t)(spliced->below_size - at);
		r = spliced->below->seek(spliced->below, at);
		if (r == 0)
			r = spliced->below->read(spliced->below, bytes, size, got);
	} else if (left > 0) {
		*got = (int64_t)size < left ? size : (size_t)left;
		memcpy(bytes, spliced->header.data + (at - spliced->below_size), *got);
	}
	spliced->offset += (int64_t)*got;
	return r;
}

static int seek_spliced(struct gr_source *source, int64_t offset)
{
	((struct spliced *)source)->offset = offset;
	return 0;
}

static void put_little(unsigned char *at, uint64_t value, int size)
{
	for (int i = 0; i < size; i++, value >>= 8)
		at[i] = (unsigned char)value;
}

/*
 * What the packed header says of its own stream is what a header says of a file's: with a name behind it, libarchive unpacks it
 * like any file, and what comes out is counted before it is read as a header.
 */
static void splice(struct spliced *spliced, const unsigned char *header, size_t size)
{
	static const unsigned char behind[] = { 8, 0, 0, /* streams in folders: one */
		                                5, 1, 17, 5, 0, 'h', 0, 0, 0, 0, 0 };

	gr_buf_append(&spliced->header, "\1\4", 2);
	gr_buf_append(&spliced->header, header + 1, size - 2); /* without the mark in front and the end mark */
	gr_buf_append(&spliced->header, behind, sizeof(behind));
	memcpy(spliced->start, "7z\xBC\xAF\x27\x1C\0\4", 8);
	put_little(spliced->start + 12, (uint64_t)spliced->below_size - START_SIZE, 8);
	put_little(spliced->start + 20, spliced->header.size, 8);
	put_little(spliced->start + 28,
	           crc32(0, (const unsigned char *)gr_buf_text(&spliced->header), (unsigned)spliced->header.size), 4);
	put_little(spliced->start + 8, crc32(0, spliced->start + 12, 20), 4);
	spliced->source.size = spliced->below_size + (int64_t)spliced->header.size;
}

static int unpack_header(struct gr_buf *plain, struct gr_scan *scan, const unsigned char *header, size_t size,
                         uint64_t packed_end)
{
	struct spliced spliced = { .source = { read_spliced, seek_spliced, 0 },
		                   .below = scan->request->source,
		                   .below_size = (int64_t)packed_end,
		                   .header = GR_BUF_INIT };
	bool is_damaged = false;
	int r;

	splice(&spliced, header, size);
	r = gr_buf_ok(&spliced.header);
	if (r == 0)
		r = gr_reader_one_file(plain, &is_damaged, scan, &spliced.source, HEADER_MAX);
	if (r == 0 && is_damaged)
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _(damaged));
	gr_buf_free(&spliced.header);
	return r;
}

/* A plain header is counted as it is, a packed one is unpacked first, at most 4 MiB of it. */
static int check_header(struct gr_scan *scan, const unsigned char *header, size_t size, uint64_t packed_end)
{
	gr_auto_buf struct gr_buf plain = GR_BUF_INIT;
	struct gr_seven_packed packed;
	int r;

	if (size == 0) {
		gr_scan_find(scan, GR_F_ARCHIVE_EMPTY, NULL, NULL);
		return 0;
	}
	if (header[0] != 0x17)
		return gr_seven_header_count(scan, header, size);
	r = gr_seven_packed_header(&packed, header, size);
	if (r < 0)
		return r;
	if (packed.unpacked > HEADER_MAX)
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _(too_large));
	else if (packed.is_encrypted)
		gr_scan_find(scan, GR_F_ARCHIVE_ENCRYPTED, NULL, NULL);
	else if (packed.is_damaged)
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _(damaged));
	else
		r = unpack_header(&plain, scan, header, size, packed_end);
	return r < 0 || scan->refused
	               ? r
	               : gr_seven_header_count(scan, (const unsigned char *)gr_buf_text(&plain), plain.size);
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
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _(too_large));
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
		gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL, _(damaged));
	else if (r == 0)
		r = check_header(scan, header, (size_t)size, START_SIZE + offset);
	gr_free(header);
	return r;
}
