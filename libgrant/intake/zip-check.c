/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is a zip consistent? Its directory and its local headers must tell the same, entry behind entry, from the first byte to the
 * last, so that every program sees the same files in it (PKWARE APPNOTE 6.3). libarchive reads leniently: this stands in front
 * of it. The raw names, with what they say of their charset, are kept for names.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/inside.h"

#define END_SIZE 22
#define CENTRAL_SIZE 46
#define LOCAL_SIZE 30
#define DIRECTORY_MAX (16 * 1024 * 1024)
#define RATIO_MAX 1032 /* deflate cannot do better */

struct directory {
	uint64_t count, size, offset, end; /* end: where it must stop */
};

struct record {
	unsigned flags, method;
	uint32_t crc;
	uint64_t packed, size, offset;
	const unsigned char *name;
	size_t name_size;
};

struct checker {
	struct gr_scan *scan;
	struct gr_source *source;
	uint64_t file_size;
	unsigned char *bytes; /* the directory */
	struct record *records;
};

static unsigned get16(const unsigned char *at)
{
	return at[0] | (unsigned)at[1] << 8;
}

static uint32_t get32(const unsigned char *at)
{
	return get16(at) | (uint32_t)get16(at + 2) << 16;
}

static uint64_t get64(const unsigned char *at)
{
	return get32(at) | (uint64_t)get32(at + 4) << 32;
}

/* Says what is wrong with the structure; returns 1: looked at, refused. */
static int refuse(struct checker *checker, const char *what)
{
	gr_scan_find(checker->scan, GR_F_ARCHIVE_STRUCTURE, NULL, _(what));
	return 1;
}

static int read_at(struct checker *checker, uint64_t offset, void *to, size_t size)
{
	size_t done = 0, got = 1;
	int r = checker->source->seek(checker->source, (int64_t)offset);

	while (r == 0 && done < size && got > 0) {
		r = checker->source->read(checker->source, (char *)to + done, size - done, &got);
		done += got;
	}
	if (r == 0 && done < size)
		return refuse(checker, N_("it is cut off"));
	return r;
}

/* ---- the end record ---- */

/* How many marks of an end record stand in the last bytes from an offset on. */
static size_t count_marks(const unsigned char *tail, size_t size, uint64_t tail_at, uint64_t from)
{
	size_t count = 0;

	for (size_t i = 0; i + END_SIZE <= size; i++)
		count += tail_at + i >= from && memcmp(tail + i, "PK\5\6", 4) == 0;
	return count;
}

/*
 * The end record, which ends exactly with the file. A second one that does the same, or one in the directory or behind it, would
 * make two archives of one. In front of the directory there are entries: a workbook that was stored as it is has one there.
 */
static int choose_end(struct checker *checker, const unsigned char *tail, size_t size, unsigned char end[END_SIZE],
                      uint64_t *at)
{
	uint64_t tail_at = checker->file_size - size, directory;
	size_t found = 0;

	for (size_t i = 0; i + END_SIZE <= size; i++) {
		if (memcmp(tail + i, "PK\5\6", 4) != 0 || i + END_SIZE + get16(tail + i + 20) != size)
			continue;
		memcpy(end, tail + i, END_SIZE);
		*at = tail_at + i;
		found++;
	}
	if (found == 0)
		return refuse(checker, N_("its end record is missing or does not end the file"));
	directory = get32(end + 16) == 0xFFFFFFFF ? 0 : get32(end + 16); /* that of zip64 is not known yet */
	if (found > 1 || count_marks(tail, size, tail_at, directory) > 1)
		return refuse(checker, N_("it has more than one end record"));
	return 0;
}

static int find_end(struct checker *checker, unsigned char end[END_SIZE], uint64_t *at)
{
	size_t size = checker->file_size < 65536 + END_SIZE ? (size_t)checker->file_size : 65536 + END_SIZE;
	unsigned char *tail = gr_alloc(size);
	int r;

	if (!tail)
		return GRANT_ENOMEM;
	r = read_at(checker, checker->file_size - size, tail, size);
	if (r == 0)
		r = choose_end(checker, tail, size, end, at);
	gr_free(tail);
	return r;
}

static int read_zip64(struct checker *checker, struct directory *directory, uint64_t end_at)
{
	unsigned char locator[20], end[56];
	uint64_t at;
	int r;

	if (end_at < sizeof(locator))
		return refuse(checker, N_("its zip64 record is missing"));
	r = read_at(checker, end_at - sizeof(locator), locator, sizeof(locator));
	if (r != 0)
		return r;
	if (memcmp(locator, "PK\6\7", 4) != 0)
		return refuse(checker, N_("its zip64 record is missing"));
	at = get64(locator + 8);
	if (at > end_at - sizeof(locator) || end_at - sizeof(locator) - at < sizeof(end))
		return refuse(checker, N_("its zip64 record is misplaced"));
	r = read_at(checker, at, end, sizeof(end));
	if (r != 0)
		return r;
	if (memcmp(end, "PK\6\6", 4) != 0 || at + 12 + get64(end + 4) != end_at - sizeof(locator))
		return refuse(checker, N_("its zip64 record is misplaced"));
	*directory = (struct directory){ get64(end + 32), get64(end + 40), get64(end + 48), at };
	return 0;
}

static int read_end(struct checker *checker, struct directory *directory)
{
	unsigned char end[END_SIZE] = { 0 };
	uint64_t at = 0;
	int r = find_end(checker, end, &at);

	if (r != 0)
		return r;
	if (get16(end + 4) != 0 || get16(end + 6) != 0 || get16(end + 8) != get16(end + 10)) {
		gr_scan_find(checker->scan, GR_F_ARCHIVE_SPLIT, NULL, NULL);
		return 1;
	}
	*directory = (struct directory){ get16(end + 10), get32(end + 12), get32(end + 16), at };
	if (directory->count == 0xFFFF || directory->size == 0xFFFFFFFF || directory->offset == 0xFFFFFFFF)
		r = read_zip64(checker, directory, at);
	if (r != 0)
		return r;
	if (directory->size > DIRECTORY_MAX)
		return refuse(checker, N_("its directory has more than 16 MiB"));
	if (directory->offset > directory->end || directory->end - directory->offset != directory->size)
		return refuse(checker, N_("its directory is not where the end record says"));
	if (directory->count > (uint64_t)checker->scan->limits.entries) {
		gr_scan_find_number(checker->scan, GR_F_ARCHIVE_TOO_MANY_ENTRIES, NULL, checker->scan->limits.entries);
		return 1;
	}
	return 0;
}

/* ---- the directory ---- */

/* Sizes and offset that stand in the zip64 field instead. */
static bool widen(struct record *record, const unsigned char *extra, size_t size)
{
	uint64_t *wide[] = { &record->size, &record->packed, &record->offset };

	for (size_t at = 0; at + 4 <= size;) {
		size_t length = get16(extra + at + 2), used = 0;

		if (at + 4 + length > size)
			return false;
		for (size_t i = 0; get16(extra + at) == 1 && i < 3; i++) {
			if (*wide[i] != 0xFFFFFFFF)
				continue;
			if (used + 8 > length)
				return false;
			*wide[i] = get64(extra + at + 4 + used);
			used += 8;
		}
		at += 4 + length;
	}
	return true;
}

/* The Unicode path field (0x7075) counts only with version 1 and the checksum of the plain name. */
static int check_unicode_path(struct checker *checker, struct gr_listed *listed, const unsigned char *extra,
                              size_t size)
{
	for (size_t at = 0; at + 4 <= size; at += 4 + get16(extra + at + 2)) {
		size_t length = get16(extra + at + 2);
		const unsigned char *field = extra + at + 4;

		if (get16(extra + at) != 0x7075 || at + 4 + length > size || length < 6 || field[0] != 1 ||
		    get32(field + 1) != crc32(0, (const unsigned char *)listed->raw, (unsigned)listed->raw_size) ||
		    !gr_utf8_valid((const char *)field + 5, length - 5))
			continue;
		if (strlen(listed->raw) ==
		            strspn(listed->raw,
		                   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-/()") &&
		    (listed->raw_size != length - 5 || memcmp(listed->raw, field + 5, length - 5) != 0)) {
			gr_scan_find(checker->scan, GR_F_ENTRY_TWO_NAMES, listed->raw, "0x7075");
			return 0;
		}
		gr_free(listed->raw);
		listed->raw = gr_strndup((const char *)field + 5, length - 5);
		listed->raw_size = length - 5;
		listed->says_utf8 = true;
		return listed->raw ? 0 : GRANT_ENOMEM;
	}
	return 0;
}

static enum gr_entry_type type_of(unsigned made_by, uint32_t attributes, const struct record *record)
{
	unsigned mode = attributes >> 16 & 0170000;

	if (record->name_size > 0 && record->name[record->name_size - 1] == '/')
		return GR_ENTRY_FOLDER;
	if (made_by != 3 && made_by != 19) /* Unix, macOS */
		return attributes & 0x10 ? GR_ENTRY_FOLDER : GR_ENTRY_FILE;
	if (mode == 0120000)
		return GR_ENTRY_LINK;
	if (mode == 0040000)
		return GR_ENTRY_FOLDER;
	return mode == 0 || mode == 0100000 ? GR_ENTRY_FILE : GR_ENTRY_OTHER;
}

static void check_record(struct checker *checker, const struct record *record, const struct gr_listed *listed)
{
	char method[32];

	snprintf(method, sizeof(method), "%u", record->method);
	if (record->flags & 0x2041 || record->method == 99)
		gr_scan_find(checker->scan, GR_F_ENTRY_ENCRYPTED, listed->raw, NULL);
	else if (record->method != 0 && record->method != 8)
		gr_scan_find(checker->scan, GR_F_ENTRY_METHOD, listed->raw, method);
	else if ((record->method == 0 && record->packed != record->size) ||
	         record->size / RATIO_MAX > record->packed + 64)
		gr_scan_find(checker->scan, GR_F_ARCHIVE_STRUCTURE, listed->raw, _("its sizes are impossible"));
	if (listed->type == GR_ENTRY_FOLDER && record->size > 0)
		gr_scan_find(checker->scan, GR_F_ENTRY_FOLDER_WITH_DATA, listed->raw, NULL);
	if ((int64_t)record->size > checker->scan->limits.file_bytes)
		gr_scan_find_number(checker->scan, GR_F_ENTRY_TOO_LARGE, listed->raw, checker->scan->limits.file_bytes);
}

/* One record of the directory at *at. */
static int read_record(struct checker *checker, struct record *record, const unsigned char **at,
                       const unsigned char *end)
{
	const unsigned char *head = *at;
	size_t name, extra, comment;
	struct gr_listed *listed;

	if (end - head < CENTRAL_SIZE || memcmp(head, "PK\1\2", 4) != 0)
		return refuse(checker, N_("its directory is damaged"));
	name = get16(head + 28);
	extra = get16(head + 30);
	comment = get16(head + 32);
	if ((size_t)(end - head) - CENTRAL_SIZE < name + extra + comment)
		return refuse(checker, N_("its directory is damaged"));
	*record = (struct record){ get16(head + 8),  get16(head + 10), get32(head + 16),    get32(head + 20),
		                   get32(head + 24), get32(head + 42), head + CENTRAL_SIZE, name };
	*at = head + CENTRAL_SIZE + name + extra + comment;
	if (get16(head + 34) != 0 || !widen(record, record->name + name, extra))
		return refuse(checker, N_("its directory is damaged"));
	listed = gr_listing_add(&checker->scan->listing, (const char *)record->name, name);
	if (!listed)
		return GRANT_ENOMEM;
	listed->says_utf8 = record->flags & 0x800;
	listed->type = type_of(head[5], get32(head + 38), record);
	listed->offset = record->offset;
	check_record(checker, record, listed);
	return check_unicode_path(checker, listed, record->name + name, extra);
}

static int read_directory(struct checker *checker, const struct directory *directory)
{
	const unsigned char *at, *end;
	int r;

	checker->bytes = gr_alloc((size_t)directory->size + 1);
	checker->records = gr_alloc_array((size_t)directory->count + 1, sizeof(*checker->records));
	if (!checker->bytes || !checker->records)
		return GRANT_ENOMEM;
	r = read_at(checker, directory->offset, checker->bytes, (size_t)directory->size);
	at = checker->bytes;
	end = at + directory->size;
	for (uint64_t i = 0; r == 0 && i < directory->count; i++)
		r = read_record(checker, &checker->records[i], &at, end);
	if (r == 0 && at != end)
		r = refuse(checker, N_("its directory has more records than the end record says"));
	return r;
}

/* ---- local headers, entry behind entry ---- */

static int compare_offsets(const void *a, const void *b)
{
	uint64_t first = ((const struct record *)a)->offset, second = ((const struct record *)b)->offset;

	return first < second ? -1 : first > second;
}

static int compare_listed(const void *a, const void *b)
{
	uint64_t first = ((const struct gr_listed *)a)->offset, second = ((const struct gr_listed *)b)->offset;

	return first < second ? -1 : first > second;
}

static bool is_same_header(const unsigned char *head, const struct record *record)
{
	bool later = record->flags & 8; /* sizes stand behind the data */
	uint32_t packed = get32(head + 18), size = get32(head + 22);

	if (get16(head + 6) != record->flags || get16(head + 8) != record->method ||
	    get16(head + 26) != record->name_size)
		return false;
	if (later && get32(head + 14) == 0)
		return true;
	return get32(head + 14) == record->crc &&
	       (packed == record->packed || packed == 0xFFFFFFFF || (later && packed == 0)) &&
	       (size == record->size || size == 0xFFFFFFFF || (later && size == 0));
}

static const char contradiction[] = N_("its directory and its entries contradict each other");

/* Sizes that stand in the local zip64 field must be those of the directory. */
static int check_local_extra(struct checker *checker, const struct record *record, const unsigned char *head)
{
	struct record local = { .packed = get32(head + 18), .size = get32(head + 22) };
	size_t size = get16(head + 28);
	unsigned char *extra;
	int r;

	if (local.packed != 0xFFFFFFFF && local.size != 0xFFFFFFFF)
		return 0;
	extra = gr_alloc(size + 1);
	if (!extra)
		return GRANT_ENOMEM;
	r = read_at(checker, record->offset + LOCAL_SIZE + record->name_size, extra, size);
	if (r == 0 && (!widen(&local, extra, size) ||
	               (!(record->flags & 8) && (local.packed != record->packed || local.size != record->size))))
		r = refuse(checker, contradiction);
	gr_free(extra);
	return r;
}

/*
 * The entry must end where the next one (or the directory) begins; behind its data a descriptor may stand, with or without its
 * mark, its sizes in four or eight bytes, and says the same as the directory.
 */
static int check_end(struct checker *checker, const struct record *record, uint64_t end, uint64_t next)
{
	unsigned char told[24];
	uint64_t gap = next - end;
	unsigned mark = gap == 16 || gap == 24 ? 4 : 0;
	bool is_wide = gap >= 20, same;
	int r;

	if (next < end || (!(record->flags & 8) && gap != 0))
		return refuse(checker, contradiction);
	if (!(record->flags & 8))
		return 0;
	if (gap != 12 && gap != 16 && gap != 20 && gap != 24)
		return refuse(checker, contradiction);
	r = read_at(checker, end, told, (size_t)gap);
	if (r != 0)
		return r;
	same = (mark == 0 || memcmp(told, "PK\7\10", 4) == 0) && get32(told + mark) == record->crc;
	if (is_wide)
		same = same && get64(told + mark + 4) == record->packed && get64(told + mark + 12) == record->size;
	else
		same = same && get32(told + mark + 4) == record->packed && get32(told + mark + 8) == record->size;
	return same ? 0 : refuse(checker, contradiction);
}

static int check_local_name(struct checker *checker, const struct record *record)
{
	unsigned char *name = gr_alloc(record->name_size + 1);
	int r;

	if (!name)
		return GRANT_ENOMEM;
	r = read_at(checker, record->offset + LOCAL_SIZE, name, record->name_size);
	if (r == 0 && memcmp(name, record->name, record->name_size) != 0)
		r = refuse(checker, contradiction);
	gr_free(name);
	return r;
}

static int check_local(struct checker *checker, const struct record *record, uint64_t next)
{
	unsigned char head[LOCAL_SIZE];
	uint64_t data;
	int r = read_at(checker, record->offset, head, LOCAL_SIZE);

	if (r != 0)
		return r;
	if (memcmp(head, "PK\3\4", 4) != 0 || !is_same_header(head, record) || record->packed > checker->file_size)
		return refuse(checker, contradiction);
	r = check_local_name(checker, record);
	if (r == 0)
		r = check_local_extra(checker, record, head);
	data = record->offset + LOCAL_SIZE + record->name_size + get16(head + 28);
	return r == 0 ? check_end(checker, record, data + record->packed, next) : r;
}

static int check_locals(struct checker *checker, const struct directory *directory)
{
	int r = 0;

	gr_sort(checker->records, (size_t)directory->count, sizeof(*checker->records), compare_offsets);
	gr_sort(checker->scan->listing.items, checker->scan->listing.count, sizeof(struct gr_listed), compare_listed);
	if (directory->count > 0 && checker->records[0].offset != 0)
		return refuse(checker, N_("there are bytes in front of its first entry"));
	if (directory->count == 0 && directory->offset != 0)
		return refuse(checker, N_("it has entries that its directory does not name"));
	for (uint64_t i = 0; r == 0 && i < directory->count; i++)
		r = check_local(checker, &checker->records[i],
		                i + 1 < directory->count ? checker->records[i + 1].offset : directory->offset);
	return r;
}

int gr_zip_check(struct gr_scan *scan)
{
	struct checker checker = { .scan = scan,
		                   .source = scan->request->source,
		                   .file_size = (uint64_t)scan->request->source->size };
	struct directory directory = { 0 };
	int r = read_end(&checker, &directory);

	if (r == 0)
		r = read_directory(&checker, &directory);
	if (r == 0)
		r = check_locals(&checker, &directory);
	gr_free(checker.bytes);
	gr_free(checker.records);
	return r < 0 ? r : 0;
}
