/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_FORMAT_WORKBOOK_H
#define GR_FORMAT_WORKBOOK_H

/*
 * A workbook (.xlsx) to be filled in by people: texts, formulas, drop-down lists and checks, in a few looks. The same calls give
 * the same bytes. Rows and columns count from 0. A call that fails is remembered and told by gr_workbook_finish(). Not here: what
 * stands in it (work/kit-workbook.c), reading one (intake).
 */

#include "base/base.h"
#include "base/buf.h"

enum gr_look_of {
	GR_LOOK_PLAIN,  /* wrapped text */
	GR_LOOK_TITLE,
	GR_LOOK_LABEL,  /* of a field */
	GR_LOOK_HEAD,   /* of a table's column */
	GR_LOOK_GUIDE,  /* small and grey */
	GR_LOOK_INPUT,  /* to be filled in: text, also when figures are typed */
	GR_LOOK_LONG,   /* the same for text of many lines */
	GR_LOOK_MONEY,  /* to be filled in: 1,234.50 */
	GR_LOOK_NUMBER, /* to be filled in */
	GR_LOOK_DATE,   /* to be filled in: 2018-05-01 */
	GR_LOOK_SUM,    /* computed: 1,234.50 */
	GR_LOOK_COUNT
};

typedef struct gr_workbook gr_workbook;

/* `created`: the time that the file says it was made, in seconds since 1970. */
int gr_workbook_new(gr_workbook **out, int64_t created);
void gr_workbook_free(gr_workbook *book); /* NULL is fine */
/* The bytes; the workbook is used up and freed. GRANT_EIO, GRANT_ENOMEM, GRANT_EINTERNAL (a call was not acceptable). */
int gr_workbook_finish(struct gr_buf *out, gr_workbook *book);

/* A new sheet, on which the calls that follow work; its name is at most 31 characters. `is_wide`: printed across. */
void gr_workbook_sheet(gr_workbook *book, const char *name, bool is_wide);
void gr_workbook_hide_sheet(gr_workbook *book);
void gr_workbook_width(gr_workbook *book, unsigned column, unsigned characters);
void gr_workbook_height(gr_workbook *book, unsigned row, unsigned points);
void gr_workbook_keep_rows(gr_workbook *book, unsigned rows); /* these stay in sight, and at the top of each printed page */

void gr_workbook_text(gr_workbook *book, unsigned row, unsigned column, enum gr_look_of look, const char *text);
void gr_workbook_wide_text(gr_workbook *book, unsigned row, unsigned column, unsigned last_column, enum gr_look_of look,
                           const char *text);
void gr_workbook_formula(gr_workbook *book, unsigned row, unsigned column, enum gr_look_of look, const char *formula);
void gr_workbook_blank(gr_workbook *book, unsigned row, unsigned column, enum gr_look_of look);

/* What may be typed into cells, as formulas: "='lists'!$A$1:$A$3" or the least value. */
enum gr_check_type { GR_CHECK_LIST, GR_CHECK_LENGTH, GR_CHECK_NUMBER, GR_CHECK_DATE };
struct gr_cell_check {
	enum gr_check_type type;
	const char *list;    /* GR_CHECK_LIST */
	unsigned most;       /* GR_CHECK_LENGTH: characters */
	const char *message; /* when something else is typed; at most 200 characters */
};
void gr_workbook_check(gr_workbook *book, unsigned row, unsigned last_row, unsigned column,
                       const struct gr_cell_check *check);

#endif
