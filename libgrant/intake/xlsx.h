/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INTAKE_XLSX_H
#define GR_INTAKE_XLSX_H

/*
 * An untrusted workbook (ECMA-376, SpreadsheetML) as sheets of cells with what they show. Inside the room only. Every size that
 * the file could choose is bounded here; what goes over a bound is said like any other damage.
 */

#include "base/time.h"
#include "base/xml.h"
#include "intake/intake.h"

#define GR_XLSX_TOTAL_BYTES ((int64_t)48 << 20) /* of all parts */
#define GR_XLSX_PARTS 1000
#define GR_XLSX_SHEETS 64
#define GR_XLSX_ROWS 1048576
#define GR_XLSX_COLUMNS 16384
#define GR_XLSX_CELLS 100000                    /* that are not empty, of all sheets */
#define GR_XLSX_STRINGS 100000                  /* shared ones */
#define GR_XLSX_STYLES 65536
#define GR_XLSX_MERGES 4096                     /* of a sheet */
#define GR_XLSX_CELL_BYTES 131072               /* Excel itself takes 32,767 characters */

/* ---- xlsx-book.c: attributes of an element ---- */

/* An attribute without a namespace; NULL when absent. */
const char *gr_xml_attribute(const char *const *attributes, const char *name);
/* r:id */
const char *gr_xml_relation(const char *const *attributes);

/* ---- xlsx-package.c ---- */

struct gr_part {
	char *name;
	struct gr_buf bytes;
};
struct gr_package {
	struct gr_part *parts;
	size_t count, capacity;
};
/* The XML parts of a workbook's zip, through the same checks as an archive's. GRANT_EINPUT and *wrong. */
int gr_package_open(struct gr_package *out, const struct gr_buf *bytes, const char **wrong);
void gr_package_clear(struct gr_package *package);
/* Without regard to case in ASCII, a "/" in front does not count. NULL: no such part. */
const struct gr_buf *gr_package_part(const struct gr_package *package, const char *name);

/* ---- xlsx-number.c ---- */

/* GR_FORMAT_WAN: 5 shows as 5万元, and is meant so. */
enum gr_cell_format { GR_FORMAT_PLAIN, GR_FORMAT_DATE, GR_FORMAT_TIME, GR_FORMAT_PERCENT, GR_FORMAT_WAN };

#define GR_SHOWN_NUMBER_SIZE 64

/* A number as the file has it ("5.0E4", "1409.4999999999999") -> the decimal that Excel shows: fifteen significant digits, half
 * away from zero. false: no number, or one whose decimal does not fit. */
bool gr_number_shown(char out[GR_SHOWN_NUMBER_SIZE], const char *text, bool is_percent);
/* How many figures its whole part has; above fifteen the file has lost some. */
size_t gr_number_figures(const char *shown);
/* Days of a workbook -> "2018-04-01"; false: no day. */
bool gr_serial_date(char out[GR_DATE_TEXT_SIZE], const char *text, bool is_1904);
/* "yyyy\"年\"m\"月\"" */
enum gr_cell_format gr_format_of_code(const char *code);
enum gr_cell_format gr_format_of_builtin(int64_t id);

/* ---- xlsx-book.c, xlsx-sheet.c ---- */

enum gr_cell_kind {
	GR_CELL_TEXT,
	GR_CELL_NUMBER,
	GR_CELL_BOOL,    /* "1", "0" */
	GR_CELL_ERROR,   /* "#REF!" */
	GR_CELL_UNKNOWN, /* a formula that no program has worked out */
};

struct gr_cell {
	uint32_t row, column; /* from 0 */
	enum gr_cell_kind kind;
	enum gr_cell_format format;
	bool is_formula, is_shared; /* is_shared: the text is the book's */
	char *text; /* never "", but of GR_CELL_UNKNOWN */
};

struct gr_range {
	uint32_t first_row, first_column, last_row, last_column;
};

struct gr_xlsx_sheet {
	char *name;
	struct gr_cell *cells; /* by row, then by column */
	size_t count, capacity;
	struct gr_range *merges;
	size_t merge_count, merge_capacity;
};

struct gr_book {
	struct gr_xlsx_sheet *sheets; /* that a reader sees: hidden ones are left out */
	size_t count;
	char **strings;
	size_t string_count, string_capacity;
	enum gr_cell_format *styles;
	size_t style_count, style_capacity;
	size_t cell_count; /* of all sheets */
	bool is_1904;
	gr_xml_walker *walk; /* how its parts are read */
};

/* GRANT_EINPUT with *wrong. */
int gr_book_read(struct gr_book *out, const struct gr_package *package, gr_xml_walker *walk, const char **wrong);
void gr_book_clear(struct gr_book *book);
int gr_xlsx_sheet_read(struct gr_book *book, struct gr_xlsx_sheet *sheet, const struct gr_buf *bytes, const char **wrong);

/* What may hold text: NFC, "\n" lines, _x000D_ and its like taken for what they stand for. NULL: no memory or no text. Yours. */
char *gr_xlsx_text(const struct gr_buf *raw);

/* NULL: empty. */
const struct gr_cell *gr_xlsx_cell_at(const struct gr_xlsx_sheet *sheet, uint32_t row, uint32_t column);
/* The merged cells that this one is of, or itself alone. */
struct gr_range gr_xlsx_range_of(const struct gr_xlsx_sheet *sheet, uint32_t row, uint32_t column);
/* "B5" */
#define GR_CELL_NAME_SIZE 16
void gr_xlsx_cell_name(char out[GR_CELL_NAME_SIZE], uint32_t row, uint32_t column);

#endif
