/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INTAKE_INSIDE_H
#define GR_INTAKE_INSIDE_H

/* What the files of this room share. Nobody else includes it. */

#include "intake/intake.h"

enum gr_archive_format { GR_ARCHIVE_ZIP, GR_ARCHIVE_7Z, GR_ARCHIVE_TAR, GR_ARCHIVE_TAR_GZ };

enum gr_entry_type { GR_ENTRY_FILE, GR_ENTRY_FOLDER, GR_ENTRY_LINK, GR_ENTRY_OTHER };

/* One entry as the archive's headers tell it, and what the gate made of its name. */
struct gr_listed {
	char *raw;              /* bytes of the name, NUL-terminated (a NUL inside was refused) */
	size_t raw_size;
	bool says_utf8;
	enum gr_entry_type type;
	uint64_t offset;        /* of the local header: zip's order */
	/* made by names.c */
	char *name;             /* safe; NULL: dropped, or a folder */
	char *original;         /* decoded, NFC */
	char *key;              /* decoded and no more, its parts each with a "/" in front: one key, one file */
	const char *charset;    /* NULL: ASCII */
	bool is_dropped;
};

struct gr_listing {
	struct gr_listed *items;
	size_t count, capacity;
};
struct gr_listed *gr_listing_add(struct gr_listing *listing, const char *raw, size_t size);
void gr_listing_clear(struct gr_listing *listing);

/* One scan. */
struct gr_scan {
	const struct gr_intake_request *request;
	struct gr_intake_limits limits; /* with defaults filled in */
	grant_findings *findings;
	enum gr_archive_format format;
	struct gr_listing listing;
	int64_t deadline_ms;
	bool refused;           /* a finding is an error */
};
/* Add a finding about the archive or an entry (NULL: the archive). */
void gr_scan_find(struct gr_scan *scan, enum gr_finding_id id, const char *entry, const char *argument);
void gr_scan_find_number(struct gr_scan *scan, enum gr_finding_id id, const char *entry, int64_t number);
/* false and a finding when the time is over. */
bool gr_scan_in_time(struct gr_scan *scan);

/* zip-check.c, seven-check.c: the structure, before libarchive sees a byte. 0: go on or findings; negative: reading failed. */
int gr_zip_check(struct gr_scan *scan);
int gr_seven_check(struct gr_scan *scan);

/* seven-header.c: what a 7z's header tells, walked for its counts. */
struct gr_seven_packed {
	uint64_t unpacked; /* size of the header that it holds */
	bool is_encrypted, is_damaged;
};
int gr_seven_packed_header(struct gr_seven_packed *out, const unsigned char *header, size_t size);
int gr_seven_header_count(struct gr_scan *scan, const unsigned char *header, size_t size);

/* names.c: every name through the gate; findings. */
int gr_names_decide(struct gr_scan *scan);

/* charset.c: one charset for all names that do not say UTF-8. Fills original and charset. */
int gr_charset_decide(struct gr_scan *scan);
/* Whether iconv has it. */
bool gr_charset_is_known(const char *charset);
/* Bytes -> UTF-8 by iconv; false when they are not of that charset or yield private-use characters. */
bool gr_charset_convert(struct gr_buf *out, const char *charset, const char *bytes, size_t size);

/* stream.c: the bytes that libarchive sees; gzip is taken off by us, checked to the end. */
struct gr_stream;
int gr_stream_open(struct gr_stream **out, struct gr_source *source, bool is_gzip);
int gr_stream_read(struct gr_stream *stream, const void **bytes, size_t *size);
int gr_stream_seek(struct gr_stream *stream, int64_t offset); /* not of gzip */
int64_t gr_stream_last_nonzero(const struct gr_stream *stream); /* offset behind the last byte that is not 0 */
/* What was wrong with the gzip layer: "" nothing. */
const char *gr_stream_wrong(const struct gr_stream *stream);
void gr_stream_close(struct gr_stream *stream);

/* reader.c: libarchive over the stream, in two passes. */
int gr_reader_list(struct gr_scan *scan);
int gr_reader_extract(struct gr_scan *scan);
/* The one file of a 7z; damaged also when it is larger than `limit`. */
int gr_reader_one_file(struct gr_buf *out, bool *is_damaged, struct gr_scan *scan, struct gr_source *source,
                       size_t limit);

#endif
