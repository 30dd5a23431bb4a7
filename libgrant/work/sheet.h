/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_SHEET_H
#define GR_WORK_SHEET_H

/* A CSV file that somebody filled in: its header against the columns that are known, its rows one by one. */

#include "work/handle.h"

#define GR_SHEET_MAX_BYTES ((size_t)32 * 1024 * 1024)

struct gr_sheet {
	gr_value *rows;        /* the first is the header */
	size_t *fitting;       /* positions in `rows` of those that have as many cells as the header */
	size_t count;          /* of these */
	gr_value *columns;     /* names of the header, trimmed and folded to known ones; text per position */
	const char *file;
};

/* `known`: column names, NULL-terminated; the first `required` of them must be there. Findings say what is not. NULL: any.
 * A row that is wider or narrower than the header is a finding and no row of the sheet: the others are there to be looked at, and
 * the caller writes nothing while there is an error among the findings. */
int gr_sheet_read(struct gr_sheet *out, grant_findings *findings, const char *file, const char *const *known,
                  size_t required);
bool gr_sheet_has(const struct gr_sheet *sheet, const char *column);
void gr_sheet_clear(struct gr_sheet *sheet);
size_t gr_sheet_rows(const struct gr_sheet *sheet);
/* The cell of a row (from 0, without the header) by its column's name, trimmed; "" when empty. Yours. */
char *gr_sheet_cell(const struct gr_sheet *sheet, size_t row, const char *column);
char *gr_sheet_cell_at(const struct gr_sheet *sheet, size_t row, size_t column);
size_t gr_sheet_line(const struct gr_sheet *sheet, size_t row);
/* A finding about a row, made of the last error. */
void gr_sheet_wrong(const struct gr_sheet *sheet, grant_findings *findings, size_t row);

#endif
