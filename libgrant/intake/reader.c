/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libarchive with exactly one format and no filter, over our own stream. Two passes: headers first, so that every name is decided
 * before a byte is taken; then the data. In the C locale libarchive loses names: the thread gets a UTF-8 locale meanwhile.
 */
#include <errno.h>
#include <locale.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/inside.h"

struct reader {
	struct gr_scan *scan;
	struct gr_source *source;
	struct archive *archive;
	struct gr_stream *stream;
	int failure; /* of the source, ours */
	locale_t own, utf8;
	int64_t total;
};

/* ---- what libarchive calls ---- */

static la_ssize_t read_block(struct archive *archive, void *payload, const void **bytes)
{
	struct reader *reader = payload;
	size_t size = 0;

	reader->failure = gr_stream_read(reader->stream, bytes, &size);
	if (reader->failure < 0 || gr_stream_wrong(reader->stream)[0]) {
		archive_set_error(archive, EIO, "%s", gr_stream_wrong(reader->stream));
		return -1;
	}
	return (la_ssize_t)size;
}

static la_int64_t seek_to(struct archive *archive, void *payload, la_int64_t offset, int whence)
{
	struct reader *reader = payload;
	int64_t size = reader->source->size;

	(void)archive;
	if (whence == SEEK_END)
		offset += size;
	if (whence == SEEK_CUR || offset < 0 || offset > size)
		return ARCHIVE_FATAL;
	reader->failure = gr_stream_seek(reader->stream, offset);
	return reader->failure < 0 ? ARCHIVE_FATAL : offset;
}

/* ---- opening ---- */

static void close_reader(struct reader *reader)
{
	archive_read_free(reader->archive);
	gr_stream_close(reader->stream);
	if (reader->own)
		uselocale(reader->own);
	if (reader->utf8)
		freelocale(reader->utf8);
}

static int take_locale(struct reader *reader)
{
	static const char *const names[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "zh_CN.UTF-8" };

	for (size_t i = 0; i < GR_COUNT(names) && !reader->utf8; i++)
		reader->utf8 = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
	if (!reader->utf8)
		return gr_fail(GRANT_EIO, _("this system has no UTF-8 locale; install one, such as C.UTF-8"));
	reader->own = uselocale(reader->utf8);
	return 0;
}

static void choose_format(struct reader *reader)
{
	if (reader->scan->format == GR_ARCHIVE_ZIP)
		archive_read_support_format_zip_seekable(reader->archive);
	else if (reader->scan->format == GR_ARCHIVE_7Z)
		archive_read_support_format_7zip(reader->archive);
	else
		archive_read_support_format_tar(reader->archive);
	if (reader->scan->format != GR_ARCHIVE_TAR_GZ)
		archive_read_set_seek_callback(reader->archive, seek_to);
	archive_read_set_read_callback(reader->archive, read_block);
	archive_read_set_callback_data(reader->archive, reader);
}

/* The codes that libarchive gives; a finding says what it said. */
static int refuse(struct reader *reader, const char *entry)
{
	const char *message = archive_error_string(reader->archive);

	if (reader->failure < 0)
		return reader->failure;
	if (reader->stream && gr_stream_wrong(reader->stream)[0])
		gr_scan_find(reader->scan, GR_F_ARCHIVE_STRUCTURE, NULL, _(gr_stream_wrong(reader->stream)));
	else if (message && strstr(message, "ncrypt"))
		gr_scan_find(reader->scan, entry ? GR_F_ENTRY_ENCRYPTED : GR_F_ARCHIVE_ENCRYPTED, entry, NULL);
	else if (entry)
		gr_scan_find(reader->scan, GR_F_ENTRY_DAMAGED, entry, message ? message : "?");
	else
		gr_scan_find(reader->scan, GR_F_ARCHIVE_UNREADABLE, NULL, message && *message ? message : "?");
	return 0;
}

static int open_reader(struct reader *reader, struct gr_scan *scan, struct gr_source *source)
{
	int r;

	memset(reader, 0, sizeof(*reader));
	reader->scan = scan;
	reader->source = source;
	r = take_locale(reader);
	if (r == 0)
		r = gr_stream_open(&reader->stream, source, scan->format == GR_ARCHIVE_TAR_GZ);
	if (r < 0)
		return r;
	reader->archive = archive_read_new();
	if (!reader->archive)
		return gr_fail_memory();
	choose_format(reader);
	if (archive_read_open1(reader->archive) != ARCHIVE_OK)
		r = refuse(reader, NULL);
	return r;
}

/* ---- pass one: headers ---- */

static enum gr_entry_type type_of(struct archive_entry *entry)
{
	if (archive_entry_hardlink(entry) || archive_entry_symlink(entry) || archive_entry_filetype(entry) == AE_IFLNK)
		return GR_ENTRY_LINK;
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return GR_ENTRY_FOLDER;
	return archive_entry_filetype(entry) == AE_IFREG ? GR_ENTRY_FILE : GR_ENTRY_OTHER;
}

static int list_entry(struct reader *reader, struct archive_entry *entry)
{
	struct gr_scan *scan = reader->scan;
	const char *name = archive_entry_pathname(entry), *utf8 = archive_entry_pathname_utf8(entry);
	struct gr_listed *listed;

	if (scan->format == GR_ARCHIVE_7Z && utf8)
		name = utf8;
	if (!name && !utf8) /* lone surrogates of UTF-16 */
		gr_scan_find(scan, GR_F_ENTRY_NAME_ENCODING, NULL, NULL);
	if (!name)
		name = utf8 ? utf8 : "?";
	listed = gr_listing_add(&scan->listing, name, strlen(name));
	if (!listed)
		return GRANT_ENOMEM;
	listed->says_utf8 = scan->format == GR_ARCHIVE_7Z;
	listed->type = type_of(entry);
	if (!*name)
		gr_scan_find(scan, GR_F_ENTRY_NAME_EMPTY, NULL, NULL);
	if (archive_entry_is_encrypted(entry) > 0)
		gr_scan_find(scan, GR_F_ENTRY_ENCRYPTED, name, NULL);
	if (archive_entry_sparse_count(entry) > 0)
		gr_scan_find(scan, GR_F_ENTRY_SPARSE, name, NULL);
	if (listed->type == GR_ENTRY_FOLDER && archive_entry_size(entry) > 0)
		gr_scan_find(scan, GR_F_ENTRY_FOLDER_WITH_DATA, name, NULL);
	if (archive_entry_size(entry) > scan->limits.file_bytes)
		gr_scan_find_number(scan, GR_F_ENTRY_TOO_LARGE, name, scan->limits.file_bytes);
	return 0;
}

/* Behind the end mark of a tar there may be zeros only. */
static int check_tail(struct reader *reader)
{
	int64_t consumed = archive_filter_bytes(reader->archive, 0);
	const void *bytes;
	size_t size = 1;
	int r = 0;

	if (reader->scan->format != GR_ARCHIVE_TAR && reader->scan->format != GR_ARCHIVE_TAR_GZ)
		return 0;
	while (r == 0 && size > 0 && !gr_stream_wrong(reader->stream)[0])
		r = gr_stream_read(reader->stream, &bytes, &size);
	if (r < 0)
		return r;
	if (gr_stream_wrong(reader->stream)[0])
		gr_scan_find(reader->scan, GR_F_ARCHIVE_STRUCTURE, NULL, _(gr_stream_wrong(reader->stream)));
	else if (gr_stream_last_nonzero(reader->stream) > consumed)
		gr_scan_find(reader->scan, GR_F_ARCHIVE_TRAILING, NULL, NULL);
	return 0;
}

static int list_all(struct reader *reader)
{
	struct archive_entry *entry;
	int code, r = 0;

	while (r == 0 && !reader->scan->refused && gr_scan_in_time(reader->scan)) {
		code = archive_read_next_header(reader->archive, &entry);
		if (code == ARCHIVE_EOF)
			return check_tail(reader);
		if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
			return refuse(reader, NULL);
		if ((int64_t)reader->scan->listing.count >= reader->scan->limits.entries) {
			gr_scan_find_number(reader->scan, GR_F_ARCHIVE_TOO_MANY_ENTRIES, NULL,
			                    reader->scan->limits.entries);
			return 0;
		}
		r = list_entry(reader, entry);
	}
	return r;
}

int gr_reader_list(struct gr_scan *scan)
{
	struct reader reader;
	int r = open_reader(&reader, scan, scan->request->source);

	if (r == 0 && !scan->refused)
		r = list_all(&reader);
	close_reader(&reader);
	return r;
}

/* ---- pass two: data ---- */

/* 1: the entry is whole; 0: refused. */
static int copy_data(struct reader *reader, const char *name, int64_t declared)
{
	struct gr_scan *scan = reader->scan;
	struct gr_intake_sink *sink = scan->request->sink;
	int64_t size = 0;

	for (;;) {
		const void *bytes;
		size_t block;
		la_int64_t offset;
		int code = archive_read_data_block(reader->archive, &bytes, &block, &offset), r;

		if (code == ARCHIVE_EOF)
			break;
		if (code != ARCHIVE_OK)
			return refuse(reader, name);
		if (offset != size) {
			gr_scan_find(scan, GR_F_ENTRY_SPARSE, name, NULL);
			return 0;
		}
		size += (int64_t)block;
		reader->total += (int64_t)block;
		if (size > scan->limits.file_bytes)
			gr_scan_find_number(scan, GR_F_ENTRY_TOO_LARGE, name, scan->limits.file_bytes);
		else if (reader->total > scan->limits.total_bytes)
			gr_scan_find_number(scan, GR_F_ARCHIVE_TOO_MANY_BYTES, NULL, scan->limits.total_bytes);
		if (scan->refused || !gr_scan_in_time(scan))
			return 0;
		r = block ? sink->write(sink, bytes, block) : 0;
		if (r == 0 && scan->request->progress)
			r = gr_progress_step(scan->request->progress, block);
		if (r < 0)
			return r;
	}
	if (declared >= 0 && size != declared) {
		gr_scan_find(scan, GR_F_ENTRY_DAMAGED, name, _("it has another size than the archive says"));
		return 0;
	}
	return 1;
}

static bool is_archive_name(const char *name)
{
	static const char *const endings[] = { ".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz" };

	for (size_t i = 0; i < GR_COUNT(endings); i++)
		if (gr_text_ends(name, endings[i]))
			return true;
	return false;
}

/* The bytes of a name that was not UTF-8, or that no record may hold as text. NULL with 0: it needs none. */
static int raw_as_hex(char **out, const struct gr_listed *listed)
{
	static const char figures[] = "0123456789abcdef";
	struct gr_buf hex = GR_BUF_INIT;

	*out = NULL;
	if (gr_utf8_valid(listed->raw, listed->raw_size) && !gr_text_has_control(listed->original))
		return 0;
	for (size_t i = 0; i < listed->raw_size; i++) {
		gr_buf_byte(&hex, figures[(unsigned char)listed->raw[i] >> 4]);
		gr_buf_byte(&hex, figures[listed->raw[i] & 15]);
	}
	*out = gr_buf_steal(&hex);
	return *out ? 0 : GRANT_ENOMEM;
}

static int extract_entry(struct reader *reader, struct archive_entry *entry, const struct gr_listed *listed,
                         size_t index)
{
	struct gr_intake_sink *sink = reader->scan->request->sink;
	struct gr_intake_entry told = { .name = listed->name, .index = index };
	bool renamed = strcmp(listed->name, listed->original) != 0;
	gr_autofree_text char *hex = NULL;
	int r = raw_as_hex(&hex, listed);

	if (r < 0)
		return r;
	told.original_hex = hex;
	told.original = renamed && !gr_text_has_control(listed->original) ? listed->original : NULL;
	told.charset = listed->charset && (renamed || strcmp(listed->charset, "UTF-8") != 0) ? listed->charset : NULL;
	if (is_archive_name(listed->name))
		gr_scan_find(reader->scan, GR_F_ENTRY_NESTED, listed->original, NULL);
	r = sink->begin(sink, &told);
	if (r == 0)
		r = copy_data(reader, listed->original,
		              archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1);
	return r == 1 ? sink->end(sink) : r;
}

static int extract_all(struct reader *reader)
{
	struct gr_scan *scan = reader->scan;
	struct archive_entry *entry;
	int r = 0;

	for (size_t i = 0; r == 0 && !scan->refused; i++) {
		int code = archive_read_next_header(reader->archive, &entry);

		if (code == ARCHIVE_EOF && i == scan->listing.count)
			return 0;
		if (code == ARCHIVE_EOF || i >= scan->listing.count) {
			gr_scan_find(scan, GR_F_ARCHIVE_STRUCTURE, NULL,
			             _("its directory and its entries contradict each other"));
			return 0;
		}
		if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
			return refuse(reader, scan->listing.items[i].original);
		if (scan->listing.items[i].type == GR_ENTRY_FILE && !scan->listing.items[i].is_dropped)
			r = extract_entry(reader, entry, &scan->listing.items[i], i);
	}
	return r;
}

int gr_reader_extract(struct gr_scan *scan)
{
	struct reader reader;
	int r = open_reader(&reader, scan, scan->request->source);

	if (r == 0 && !scan->refused)
		r = extract_all(&reader);
	close_reader(&reader);
	return r;
}

int gr_reader_one_file(struct gr_buf *out, bool *is_damaged, struct gr_scan *scan, struct gr_source *source,
                       size_t limit)
{
	struct archive_entry *entry;
	struct reader reader;
	la_ssize_t got = 1;
	char block[4096];
	int r = open_reader(&reader, scan, source);

	*is_damaged = r == 0 && (scan->refused || archive_read_next_header(reader.archive, &entry) != ARCHIVE_OK);
	while (r == 0 && got > 0 && !*is_damaged) {
		got = archive_read_data(reader.archive, block, sizeof(block));
		*is_damaged = got < 0 || out->size + (size_t)got > limit;
		if (!*is_damaged)
			gr_buf_append(out, block, (size_t)got);
	}
	if (r == 0)
		r = reader.failure < 0 ? reader.failure : gr_buf_ok(out);
	close_reader(&reader);
	return r;
}
