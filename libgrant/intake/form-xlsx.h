/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INTAKE_FORM_XLSX_H
#define GR_INTAKE_FORM_XLSX_H

/* What the two files that read a form out of a workbook share. */

#include "intake/form.h"
#include "intake/xlsx.h"

#define GR_FORM_TABLE_ROWS 2000
#define GR_FORM_TABLE_COLUMNS 64
#define GR_FORM_FINDINGS 500 /* nobody mends more at once */
#define GR_FORM_TEXT_BYTES ((size_t)8 << 20) /* of all values together */

/* What a cell was taken for. */
enum gr_role { GR_ROLE_FREE, GR_ROLE_LABEL, GR_ROLE_VALUE, GR_ROLE_TABLE, GR_ROLE_GUIDE };

struct gr_form_cell {
	enum gr_role role;
	const struct gr_form_field *field; /* of a label */
	bool in_wan, has_colon;
};

struct gr_xlsx_form {
	struct gr_form_lookup lookup;
	grant_findings *findings;
	const struct gr_book *book;
	const struct gr_xlsx_sheet *sheet;  /* that is read */
	struct gr_form_cell *cells;    /* beside its cells */
	gr_value *out, *places;
	size_t copied;                 /* bytes of values so far */
	size_t told;                   /* findings so far */
	bool has_label;
	const char *wrong;
};

/* A finding at a place of the sheet; `field` may be NULL. */
void gr_xlsx_find(struct gr_xlsx_form *form, enum gr_finding_id id, uint32_t row, uint32_t column, const char *field,
                  const char *first, const char *second);
/* Where a field's value stands or should stand. */
int gr_xlsx_note_place(struct gr_xlsx_form *form, const char *field, uint32_t row, uint32_t column);
/* What the cell shows, as a value of that sort; NULL with 0: nothing, said by a finding or not. Yours. */
int gr_xlsx_value(char **out, struct gr_xlsx_form *form, const struct gr_cell *cell, const struct gr_form_sort *sort,
                  const char *field, const char *beside);
/* The key of a label's text: without colon, numbering and what stands in brackets behind it as far as that helps. Yours. */
char *gr_xlsx_key(const struct gr_cell *cell);
/* form-xlsx-table.c: the tables of the sheet, whose cells are no labels afterwards. */
int gr_xlsx_read_tables(struct gr_xlsx_form *form);

#endif
