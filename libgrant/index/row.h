/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INDEX_ROW_H
#define GR_INDEX_ROW_H

/* A row's inside, for row.c, update.c and search.c. */

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
	struct gr_buf key_texts; /* one after the other, each with its NUL; at the end a name (gr_row_hold()) */
	size_t keys[GR_ROW_KEYS], name;
	struct gr_buf texts; /* of the cells, in the same way */
	struct gr_cell *cells; /* one for each column of the table */
	size_t capacity;
	struct gr_buf json; /* not read yet */
	bool is_held;
	struct gr_buf body; /* what is searched of it, cut (search.c): here, since another thread may fill the row */
};

const char *gr_row_key(const gr_row *row, size_t index);

/* search.c. Chinese characters parted from everything by spaces, so that each is a token. */
void gr_text_cut(struct gr_buf *out, const char *text);

#endif
