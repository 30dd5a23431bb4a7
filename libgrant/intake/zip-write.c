/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zip of a few files that we made ourselves: stored as they are, names in UTF-8, one time for all, so that the same files give the
 * same bytes. Not here: what others hand in (zip-check.c).
 */
#include <string.h>

#include <zlib.h>

#include "base/error.h"
#include "base/time.h"
#include "intake/intake.h"

#define FILES_MAX 1000
#define BYTES_MAX ((size_t)256 << 20)

static void put16(struct gr_buf *out, unsigned number)
{
	gr_buf_byte(out, (char)(number & 255));
	gr_buf_byte(out, (char)(number >> 8 & 255));
}

static void put32(struct gr_buf *out, size_t number)
{
	put16(out, (unsigned)(number & 65535));
	put16(out, (unsigned)(number >> 16 & 65535));
}

/* The day as MS-DOS counts it, from 1980. */
static unsigned dos_date(struct gr_time time)
{
	char text[GR_DATE_TEXT_SIZE];
	unsigned year = 0, month = 0, day = 0;

	gr_date_format(text, gr_time_date(time));
	for (int i = 0; i < 4; i++)
		year = year * 10 + (unsigned)(text[i] - '0');
	for (int i = 5; i < 7; i++)
		month = month * 10 + (unsigned)(text[i] - '0');
	for (int i = 8; i < 10; i++)
		day = day * 10 + (unsigned)(text[i] - '0');
	return year < 1980 || year > 2107 ? 33 : (year - 1980) << 9 | month << 5 | day;
}

/* What a local header and a record of the directory have in common. */
static void put_common(struct gr_buf *out, const struct gr_zip_file *file, unsigned date)
{
	put16(out, 20);
	put16(out, 0x800); /* UTF-8 */
	put16(out, 0);     /* stored */
	put16(out, 0);
	put16(out, date);
	put32(out, crc32(0, (const unsigned char *)gr_buf_text(file->bytes), (unsigned)file->bytes->size));
	put32(out, file->bytes->size);
	put32(out, file->bytes->size);
	put16(out, (unsigned)strlen(file->name));
	put16(out, 0);
}

static void put_record(struct gr_buf *out, const struct gr_zip_file *file, unsigned date, size_t offset)
{
	gr_buf_append(out, "PK\1\2", 4);
	put16(out, 0x0314); /* made on Unix, so that the mode below counts */
	put_common(out, file, date);
	put16(out, 0);
	put16(out, 0);
	put16(out, 0);
	put32(out, (size_t)0100644 << 16);
	put32(out, offset);
	gr_buf_text_append(out, file->name);
}

int gr_zip_write(struct gr_buf *out, const struct gr_zip_file *files, size_t count, struct gr_time time)
{
	gr_auto_buf struct gr_buf directory = GR_BUF_INIT;
	unsigned date = dos_date(time);
	size_t start;

	if (count > FILES_MAX)
		return gr_fail(GRANT_ELIMIT, _("too many files for one zip"));
	for (size_t i = 0; i < count; i++) {
		if (strlen(files[i].name) > 1000 || files[i].bytes->size > BYTES_MAX || out->size > BYTES_MAX)
			return gr_fail(GRANT_ELIMIT, _("too much for one zip"));
		put_record(&directory, &files[i], date, out->size);
		gr_buf_append(out, "PK\3\4", 4);
		put_common(out, &files[i], date);
		gr_buf_text_append(out, files[i].name);
		gr_buf_append(out, gr_buf_text(files[i].bytes), files[i].bytes->size);
	}
	start = out->size;
	gr_buf_append(out, gr_buf_text(&directory), directory.size);
	gr_buf_append(out, "PK\5\6", 4);
	put32(out, 0);
	put16(out, (unsigned)count);
	put16(out, (unsigned)count);
	put32(out, directory.size);
	put32(out, start);
	put16(out, 0);
	return gr_buf_ok(&directory) < 0 ? GRANT_ENOMEM : gr_buf_ok(out);
}
