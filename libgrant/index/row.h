/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INDEX_ROW_H
#define GR_INDEX_ROW_H

/* A row's inside, for row.c and update.c. */

#include "base/buf.h"
#include "index/index.h"

#define GR_ROW_KEYS 3

struct gr_cell {
	size_t at, size; /* the text, in the row's `texts` */
	int64_t number;
	bool has_text, has_number;
};

struct gr_row {
	const struct gr_table *table;
	struct gr_buf texts; /* one after the other, each with its NUL */
	size_t keys[GR_ROW_KEYS];
	struct gr_cell *cells; /* one for each column of the table */
	size_t capacity;
};

const char *gr_row_key(const gr_row *row, size_t index);

#endif
