/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zip for people: names in UTF-8 and marked as such, no dates, no rights, so that the same files give the same bytes. Not here:
 * which files, and whether their names are allowed.
 */
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/intake.h"

struct gr_zip_writer {
	struct gr_sink sink; /* of the entry's bytes; first */
	struct gr_sink *to;
	struct archive *archive;
	int failure; /* of the sink, ours; after it nothing goes anywhere */
};

/* libarchive is never told of a failure: 3.6 does not free what it writes through once it has failed. Who calls it asks
 * result_of() instead. */
static la_ssize_t write_block(struct archive *archive GR_UNUSED, void *payload, const void *bytes, size_t size)
{
	gr_zip_writer *writer = payload;

	if (writer->failure == 0)
		writer->failure = writer->to->write(writer->to, bytes, size);
	return (la_ssize_t)size;
}

static int fail(const gr_zip_writer *writer)
{
	const char *words = archive_error_string(writer->archive);

	return gr_fail(GRANT_EIO, _("the zip cannot be written: %s"), words ? words : "");
}

static int result_of(const gr_zip_writer *writer, bool is_well)
{
	return writer->failure < 0 ? writer->failure : is_well ? 0 : fail(writer);
}

static int write_data(struct gr_sink *sink, const void *bytes, size_t size)
{
	gr_zip_writer *writer = (gr_zip_writer *)sink;
	const char *at = bytes;

	while (size > 0) {
		la_ssize_t done = archive_write_data(writer->archive, at, size);

		if (done <= 0 || writer->failure < 0)
			return result_of(writer, done > 0);
		at += done;
		size -= (size_t)done;
	}
	return 0;
}

int gr_zip_open(gr_zip_writer **out, struct gr_sink *to)
{
	gr_zip_writer *writer = gr_alloc(sizeof(*writer));

	if (!writer)
		return GRANT_ENOMEM;
	writer->sink.write = write_data;
	writer->to = to;
	writer->archive = archive_write_new();
	if (!writer->archive) {
		gr_free(writer);
		return gr_fail_memory();
	}
	if (archive_write_set_format_zip(writer->archive) != ARCHIVE_OK ||
	    archive_write_set_options(writer->archive, "hdrcharset=UTF-8") != ARCHIVE_OK ||
	    archive_write_set_bytes_in_last_block(writer->archive, 1) != ARCHIVE_OK ||
	    archive_write_open(writer->archive, writer, NULL, write_block, NULL) != ARCHIVE_OK) {
		int r = fail(writer);

		gr_zip_abandon(writer);
		return r;
	}
	*out = writer;
	return 0;
}

int gr_zip_begin(struct gr_sink **sink, gr_zip_writer *writer, const char *name, int64_t size)
{
	struct archive_entry *entry;
	int code;

	/* on a name that is none libarchive would fail for good */
	if (!name[0] || !gr_utf8_valid(name, strlen(name)))
		return gr_fail(GRANT_EINTERNAL, "an entry of a zip has no name in UTF-8");
	entry = archive_entry_new();
	if (!entry)
		return gr_fail_memory();
	archive_entry_set_pathname_utf8(entry, name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, size);
	code = archive_write_header(writer->archive, entry);
	archive_entry_free(entry);
	*sink = &writer->sink;
	return result_of(writer, code == ARCHIVE_OK);
}

int gr_zip_close(gr_zip_writer *writer)
{
	bool is_well = archive_write_close(writer->archive) == ARCHIVE_OK;
	int r = result_of(writer, is_well);

	gr_zip_abandon(writer);
	return r;
}

void gr_zip_abandon(gr_zip_writer *writer)
{
	if (!writer)
		return;
	writer->failure = GRANT_ECANCELED;
	archive_write_free(writer->archive);
	gr_free(writer);
}
