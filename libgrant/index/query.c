/* SPDX-License-Identifier: Apache-2.0 */
/* Questions: rows one by one, counts, sums. Not here: the full text (search.c). */
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "index/cursor.h"

int gr_cursor_new(gr_cursor **out, gr_index *index, sqlite3_stmt *statement, const struct gr_table *table)
{
	gr_cursor *cursor = gr_alloc(sizeof(*cursor));

	if (!cursor) {
		sqlite3_finalize(statement);
		return GRANT_ENOMEM;
	}
	cursor->db = index->db;
	cursor->statement = statement;
	cursor->table = table;
	*out = cursor;
	return 0;
}

void gr_cursor_free(gr_cursor *cursor)
{
	if (!cursor)
		return;
	sqlite3_finalize(cursor->statement);
	gr_value_free(cursor->row);
	gr_free(cursor);
}

/* A column of a described table, as it was in the record. */
static gr_value *described_value(const struct gr_column *column, sqlite3_stmt *statement, int at)
{
	char money[GR_DECIMAL_TEXT_SIZE];

	if (column && column->type == GR_COLUMN_MONEY) {
		gr_money_format(money, sqlite3_column_int64(statement, at));
		return gr_text_new(money);
	}
	if (sqlite3_column_type(statement, at) == SQLITE_INTEGER)
		return gr_int_new(sqlite3_column_int64(statement, at));
	return gr_text_new((const char *)sqlite3_column_text(statement, at));
}

static gr_value *read_row(gr_cursor *cursor)
{
	gr_value *row = gr_map_new();
	int count = sqlite3_column_count(cursor->statement);

	for (int i = 0; row && i < count; i++) {
		const char *name = sqlite3_column_name(cursor->statement, i);
		const struct gr_column *column = cursor->table ? gr_column_find(cursor->table, name) : NULL;

		if (sqlite3_column_type(cursor->statement, i) == SQLITE_NULL || strcmp(name, GR_KEY_ORDER) == 0)
			continue;
		if (gr_map_set(row, name, described_value(column, cursor->statement, i)) < 0) {
			gr_value_free(row);
			return NULL;
		}
	}
	return row;
}

int gr_cursor_next(const gr_value **out, gr_cursor *cursor)
{
	int r = sqlite3_step(cursor->statement);

	gr_value_free(cursor->row);
	cursor->row = NULL;
	if (r == SQLITE_DONE)
		return 0;
	if (r != SQLITE_ROW)
		return gr_sql_fail(cursor->db, r);
	cursor->row = cursor->table ? read_row(cursor) : gr_search_row(cursor);
	if (!cursor->row)
		return GRANT_ENOMEM;
	*out = cursor->row;
	return 1;
}

int gr_index_select(gr_cursor **out, gr_index *index, const struct gr_select *select)
{
	sqlite3_stmt *statement;
	int r = gr_sql_select(&statement, index, select, NULL);

	return r == 0 ? gr_cursor_new(out, index, statement, gr_table_find(index, select->table)) : r;
}

int gr_index_find(gr_value **out, gr_index *index, const char *table, const char *key)
{
	gr_cursor once = { .table = gr_table_find(index, table) };
	gr_auto_buf struct gr_buf sql = GR_BUF_INIT;
	int r;

	*out = NULL;
	if (!once.table)
		return GRANT_EINTERNAL;
	gr_buf_printf(&sql, "SELECT * FROM \"%s\" WHERE \"%s\" = ?1 LIMIT 1", table, once.table->keys[0]);
	r = gr_buf_ok(&sql);
	if (r == 0)
		r = gr_sql_kept(&once.statement, index, gr_buf_text(&sql));
	if (r == 0)
		r = gr_sql_bind_copy(index, once.statement, 1, key);
	if (r < 0)
		return r;
	r = sqlite3_step(once.statement);
	if (r == SQLITE_ROW)
		*out = read_row(&once);
	sqlite3_reset(once.statement);
	if (r == SQLITE_ROW)
		return *out ? 0 : GRANT_ENOMEM;
	return r == SQLITE_DONE ? 0 : gr_sql_fail(index->db, r);
}

static int one_number(int64_t *out, gr_index *index, const struct gr_select *select, const char *what)
{
	sqlite3_stmt *statement;
	int r = gr_sql_select(&statement, index, select, what);

	if (r < 0)
		return r;
	r = sqlite3_step(statement);
	*out = r == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_reset(statement);
	return r == SQLITE_ROW ? 0 : gr_sql_fail(index->db, r);
}

int gr_index_count(int64_t *out, gr_index *index, const struct gr_select *select)
{
	return one_number(out, index, select, "count(*)");
}

static int over_column(int64_t *out, gr_index *index, const struct gr_select *select, const char *function,
                       const char *column)
{
	const struct gr_table *table = gr_table_find(index, select->table);
	gr_autofree_text char *what = NULL;

	if (!table || !gr_column_find(table, column))
		return gr_fail(GRANT_EINTERNAL, "the table %s has no column %s", select->table, column);
	what = gr_format("coalesce(%s(\"%s\"), 0)", function, column);
	return what ? one_number(out, index, select, what) : GRANT_ENOMEM;
}

int gr_index_sum(int64_t *out, gr_index *index, const struct gr_select *select, const char *column)
{
	return over_column(out, index, select, "sum", column);
}

int gr_index_max(int64_t *out, gr_index *index, const struct gr_select *select, const char *column)
{
	return over_column(out, index, select, "max", column);
}
