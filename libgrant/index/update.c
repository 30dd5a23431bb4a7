/* SPDX-License-Identifier: Apache-2.0 */
/* Rows in and out, inside a transaction. Not here: which rows (work/reindex). */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "index/inside.h"
#include "index/row.h"

/* ---- one value ---- */

static int bind_integer(gr_index *index, sqlite3_stmt *statement, int at, bool has, int64_t number)
{
	int r = has ? sqlite3_bind_int64(statement, at, number) : sqlite3_bind_null(statement, at);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

static int bind_cell(gr_index *index, sqlite3_stmt *statement, int *at, const gr_row *row, size_t column)
{
	const struct gr_cell *cell = &row->cells[column];
	enum gr_column_type type = row->table->columns[column].type;
	int r = SQLITE_OK;

	if (type == GR_COLUMN_TEXT || type == GR_COLUMN_TIME)
		r = cell->has_text ? sqlite3_bind_text(statement, (*at)++, gr_buf_text(&row->texts) + cell->at,
		                                       (int)cell->size, SQLITE_STATIC)
		                   : sqlite3_bind_null(statement, (*at)++);
	if (r != SQLITE_OK)
		return gr_sql_fail(index->db, r);
	return type == GR_COLUMN_TEXT ? 0
	                              : bind_integer(index, statement, (*at)++, cell->has_number, cell->number);
}

/* ---- rows ---- */

/* Without snprintf(): it would be a tenth of what a row costs. */
void gr_order_text(char out[64], const char *id)
{
	size_t size = strnlen(id, 63), digits = 0, zeros;

	while (digits < size && id[size - digits - 1] >= '0' && id[size - digits - 1] <= '9')
		digits++;
	zeros = digits > 0 && digits < 8 && digits < size && size - digits <= 17 && id[size - digits - 1] == '-' ? 8 - digits : 0;
	memcpy(out, id, size - digits);
	memset(out + size - digits, '0', zeros);
	memcpy(out + size - digits + zeros, id + size - digits, digits);
	out[size + zeros] = '\0';
}

static int put_text(gr_index *index, const gr_row *row)
{
	return gr_text_put(index, gr_row_key(row, 0), gr_row_is_document(row) ? gr_row_key(row, 1) : row->table->name,
	                   gr_buf_text(&row->body));
}

int gr_index_put(gr_index *index, const gr_row *row)
{
	const struct gr_table *table = row->table;
	sqlite3_stmt *statement;
	char order[64];
	int at = 1, r;

	if (gr_row_is_document(row))
		return put_text(index, row);
	r = gr_sql_put_of(&statement, index, table);
	for (size_t i = 0; r == 0 && table->keys[i]; i++)
		r = gr_sql_bind_text(index, statement, at++, gr_row_key(row, i));
	if (r < 0)
		return r;
	gr_order_text(order, gr_row_key(row, 0));
	r = gr_sql_bind_text(index, statement, at++, order);
	for (size_t i = 0; r == 0 && i < table->column_count; i++)
		r = bind_cell(index, statement, &at, row, i);
	if (r == 0)
		r = gr_sql_run(index, statement);
	if (r == 0 && gr_table_is_searched(table))
		r = put_text(index, row);
	return r;
}

int gr_index_remove(gr_index *index, const char *name, const char *const *keys)
{
	const struct gr_table *table = gr_table_find(index, name);
	sqlite3_stmt *statement;
	int r = table ? gr_sql_remove_of(&statement, index, table) : GRANT_EINTERNAL;

	for (size_t i = 0; r == 0 && table->keys[i]; i++)
		r = gr_sql_bind_text(index, statement, (int)i + 1, keys[i]);
	if (r == 0)
		r = gr_sql_run(index, statement);
	if (r == 0 && gr_table_is_searched(table))
		r = gr_text_remove(index, keys[0], table->name);
	return r;
}

int gr_index_set_text(gr_index *index, const char *name, const char *const *keys, const char *column, const char *text)
{
	const struct gr_table *table = gr_table_find(index, name);
	gr_auto_buf struct gr_buf sql = GR_BUF_INIT;
	sqlite3_stmt *statement = NULL;
	int r = table && gr_column_find(table, column) ? 0 : GRANT_EINTERNAL;

	if (r < 0)
		return r;
	gr_buf_printf(&sql, "UPDATE \"%s\" SET \"%s\" = ?1", table->name, column);
	for (size_t i = 0; table->keys[i]; i++)
		gr_buf_printf(&sql, "%s\"%s\" = ?%zu", i ? " AND " : " WHERE ", table->keys[i], i + 2);
	gr_buf_printf(&sql, " AND \"%s\" IS NOT ?1", column); /* what stays as it is is not written */
	r = gr_buf_ok(&sql);
	if (r == 0)
		r = gr_sql_kept(&statement, index, gr_buf_text(&sql));
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, text);
	for (size_t i = 0; r == 0 && table->keys[i]; i++)
		r = gr_sql_bind_text(index, statement, (int)i + 2, keys[i]);
	return r == 0 ? gr_sql_run(index, statement) : r;
}
