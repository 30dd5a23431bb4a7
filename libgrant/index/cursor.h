/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INDEX_CURSOR_H
#define GR_INDEX_CURSOR_H

/* The cursor's inside, for query.c and search.c. */

#include "index/inside.h"

struct gr_cursor {
	sqlite3 *db; /* for messages; kept open by the statement */
	sqlite3_stmt *statement;
	const struct gr_table *table; /* NULL: hits of the full text */
	gr_value *row;
};

/* Takes the statement over. */
int gr_cursor_new(gr_cursor **out, gr_index *index, sqlite3_stmt *statement, const struct gr_table *table);
gr_value *gr_search_row(const gr_cursor *cursor);

#endif
