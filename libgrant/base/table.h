/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_TABLE_H
#define GR_BASE_TABLE_H

/* The description of a table of records: how model tells index what to keep, without either knowing the other. */

#include "base/base.h"

enum gr_column_type {
	GR_COLUMN_TEXT,    /* TEXT */
	GR_COLUMN_INTEGER, /* INTEGER, a whole number or a bool */
	GR_COLUMN_MONEY,   /* INTEGER, fen, read from "50000.00" */
	GR_COLUMN_TIME     /* TEXT as written, and INTEGER seconds under <name>_seconds */
};

struct gr_column {
	const char *name;   /* SQL's name: "organisation_name" */
	const char *field;  /* path in the record: "title", "organisation.name"; "answers.*": all texts of a map, one a line;
			     * NULL: set by the caller by name (e.g. "state") */
	enum gr_column_type type;
	bool indexed;
	bool searched;      /* goes into the full text */
};

/* The column by which ids sort by number: every table has it. */
#define GR_KEY_ORDER "key_order"

struct gr_table {
	const char *name;            /* "application" */
	const char *const *keys;     /* names of the key columns, TEXT, in order: {"application", "stage", "person", NULL} */
	const char *also_by;         /* one of them that is looked up alone, or GR_KEY_ORDER; NULL: none */
	const struct gr_column *columns;
	size_t column_count;
	const char *view;            /* the stable view's name, "grant_applications_v1"; NULL: none */
};

#endif
