/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INTAKE_INTAKE_H
#define GR_INTAKE_INTAKE_H

/*
 * An untrusted archive becomes a list of entries with safe names, and its bytes go to a sink; an untrusted form, a text or a
 * workbook, becomes a neutral value. Nothing is written to the file system, no repository and no record kind is known here.
 */

#include "base/base.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/io.h"
#include "base/progress.h"
#include "base/time.h"
#include "base/value.h"
#include "base/xml.h"

#define GR_INTAKE_ARCHIVE_BYTES ((int64_t)128 << 20)

/* All in bytes, but where said; 0 stands for the default of security.md section 4. */
struct gr_intake_limits {
	int64_t archive_bytes; /* GR_INTAKE_ARCHIVE_BYTES */
	int64_t file_bytes;    /* 64 MiB */
	int64_t total_bytes;   /* 256 MiB */
	int64_t entries;       /* 2,000 */
	int64_t depth;         /* 8 folders */
	int64_t seconds;       /* 30 */
};

/* One file of the archive. Texts are borrowed for the call. */
struct gr_intake_entry {
	const char *name;      /* safe, relative, parts parted by "/", unique also without regard to case */
	const char *original;  /* as it stood, decoded; NULL when the same as name */
	const char *original_hex; /* its bytes when they are not UTF-8, else NULL */
	const char *charset;   /* "UTF-8", "GB18030", "Big5"; NULL when name and original are the same */
	size_t index;          /* 0, 1, ... in order of the archive */
};

/* Where the bytes go. Each returns 0 or a code that ends the scan and comes back. */
struct gr_intake_sink {
	int (*begin)(struct gr_intake_sink *sink, const struct gr_intake_entry *entry);
	int (*write)(struct gr_intake_sink *sink, const void *bytes, size_t size);
	int (*end)(struct gr_intake_sink *sink); /* the entry is whole and its checksum right */
};

struct gr_intake_request {
	struct gr_source *source;        /* seekable */
	const char *file_name;           /* for findings; its ending does not decide the format, its bytes do */
	const char *charset;             /* override for names, e.g. "GB18030"; NULL: decide */
	struct gr_intake_limits limits;
	struct gr_progress *progress;    /* may be NULL */
	struct gr_intake_sink *sink;
};

/*
 * Walk the archive once. Findings hold every problem that could be found; when one is an error the archive is refused:
 * GRANT_EINPUT (GRANT_ELIMIT for what goes over a limit). A charset that nobody knows is GRANT_EINPUT without a
 * finding. Other codes: GRANT_EIO, GRANT_ENOMEM, GRANT_ECANCELED, the sink's.
 */
int gr_intake_scan(grant_findings *findings, const struct gr_intake_request *request);

/*
 * What a file of a proposal is by its content, beside what its name says (security.md, section 5). It is fed as the bytes go
 * by and keeps little of them: the beginning and the end, where a zip has its list of entries. It opens nothing and judges
 * nothing: what a round refuses is the caller's to know.
 */
typedef struct gr_look gr_look;

struct gr_looked {
	const char *content;    /* "PDF", "Word"; NULL: unknown. Not to be translated. */
	const char *name_says;  /* likewise; NULL: the name's ending says nothing that is known here */
	bool differs;           /* both are known and are not the same */
	bool is_program;        /* by content or by the name's ending */
	bool has_macros;
	bool is_encrypted;      /* an office file with a password */
	bool is_compound;       /* the container of Office before 2007, which also holds what has a password */
	const char *archive;    /* how the name of such an archive ends, such as ".zip"; NULL: by its content it is none */
};

gr_look *gr_look_new(void);
void gr_look_free(gr_look *look);
void gr_look_begin(gr_look *look); /* another file */
void gr_look_write(gr_look *look, const void *bytes, size_t size);
void gr_look_end(struct gr_looked *out, const gr_look *look, const char *name);

/*
 * A message as mail programs and servers keep it (.eml, a file of a maildir), and the files that are attached to it: its own
 * and those of a message that it forwards, no deeper. Findings say why one is refused: GRANT_EINPUT.
 */
typedef struct gr_mail gr_mail;

struct gr_mail_request {
	struct gr_source *source; /* seekable, its size known */
	int fd;                   /* of the same file; -1: `bytes`, as many as the source has */
	const char *bytes;
	const char *file_name;    /* for findings */
	const char *charset;      /* of names that do not say; NULL: decided as for names in archives */
	int64_t limit;            /* in bytes */
};

int gr_mail_read(gr_mail **out, grant_findings *findings, const struct gr_mail_request *request);
void gr_mail_free(gr_mail *mail); /* NULL is fine */
size_t gr_mail_count(const gr_mail *mail); /* attachments */
const char *gr_mail_name(const gr_mail *mail, size_t index); /* one safe file name */
bool gr_mail_is_archive(const gr_mail *mail, size_t index);  /* by its name, what the message says, its content */
void gr_mail_names(struct gr_buf *out, const gr_mail *mail); /* of all, in one line */
/* When the last server, the office's own, says that it came. false: it does not. */
bool gr_mail_received(struct gr_time *out, const gr_mail *mail);
/* The bytes of an attachment, its encoding taken off. */
int gr_mail_decode(struct gr_sink *to, const gr_mail *mail, size_t index);

/* A zip for people. An entry's bytes go to *sink, exactly `size` of them, before the next begins. A failing sink's code comes back. */
typedef struct gr_zip_writer gr_zip_writer;
int gr_zip_open(gr_zip_writer **out, struct gr_sink *to);
int gr_zip_begin(struct gr_sink **sink, gr_zip_writer *writer, const char *name, int64_t size);
int gr_zip_close(gr_zip_writer *writer); /* frees it in any case */
void gr_zip_abandon(gr_zip_writer *writer); /* what was written is no zip; NULL is fine */

/* Text in UTF-8 (with or without a mark), UTF-16 with a mark, or GB18030 -> UTF-8 in NFC with "\n" lines. GRANT_EINPUT when
 * it is none of them. */
int gr_text_decode(struct gr_buf *out, const void *bytes, size_t size);

/*
 * The text form. A label and a colon (half or full width) at the start of a line open a field; what follows up to the
 * next known label is its value. A field with columns is a table: one line per row, cells parted by "|" (half or full
 * width), under a first line with the column names.
 */
struct gr_form_column {
	const char *field;           /* "price" */
	const char *const *labels;   /* {"单价", "Price", "price", NULL} */
};
struct gr_form_field {
	const char *field;           /* "organisation.name" */
	const char *const *labels;   /* in both languages, and the field's own name; compared folded, without spaces */
	const struct gr_form_column *columns; /* NULL: plain text */
	size_t column_count;
	bool is_money;               /* "5万元", "50,000.00", full-width digits, and 大写 beside are understood */
	bool is_date;                /* "2018年4月1日", "2018/4/1" are understood */
	const char *const *words;    /* pairs: label, word, ..., NULL: "社会团体", "association"; NULL: as typed */
};
/* Column money and words: as for fields. */
struct gr_form_cell_rule {
	const char *field;           /* "budget.price": a table's column */
	bool is_money, is_decimal, is_date;
	const char *const *words;
};
struct gr_form {
	const struct gr_form_field *fields;
	size_t field_count;
	const struct gr_form_cell_rule *cells;
	size_t cell_count;
};

/*
 * `out` is a map nested by the dots of the fields' names; tables are lists of maps; every value has its line. Money that is
 * understood is written as "50000.00", what is not stays as typed for the record check to refuse. GRANT_EINPUT when a
 * finding is an error; `out` is set then too, as far as it could be read.
 */
int gr_form_read_text(gr_value **out, grant_findings *findings, const struct gr_buf *text, const struct gr_form *form);

/*
 * The same out of a workbook (.xlsx). `places` says where each field's value stands or should stand: "budget.0.price" ->
 * {"sheet", "cell"}; findings of this reader have that in their place already. A file that is no workbook that is read here is
 * said by a finding, and both stay as they were. `walk` reads the XML.
 */
int gr_form_read_xlsx(gr_value **out, gr_value **places, grant_findings *findings, const struct gr_buf *bytes,
                      const struct gr_form *form, gr_xml_walker *walk);

/*
 * One value as the text form reads it. `name`: a field's path ("organisation.uscc", "answers.need"), one of its labels
 * ("申请金额(万元)"), or a cell of a table with its row as it stands ("budget.2.amount", "预算.2.金额"); a row alone goes with no value
 * only. `path` out: the field's path, yours; `out`: the value, NULL when there is none. GRANT_ENOTFOUND, without a message: no
 * such field.
 */
int gr_form_read_named(char **path, gr_value **out, grant_findings *findings, const struct gr_form *form, const char *name,
                       const char *value);

/* "人民币壹仟肆佰零玖元伍角整" -> 140950 fen. GRANT_EINPUT. Accepts every variant of domain.md 7.3. */
int gr_capitals_parse(int64_t *fen, const char *text);
/* 140950 -> "人民币壹仟肆佰零玖元伍角整". */
int gr_capitals_format(struct gr_buf *out, int64_t fen);

#endif
