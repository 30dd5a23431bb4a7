/* SPDX-License-Identifier: Apache-2.0 */
/* Rows in and out, inside a transaction. Not here: which rows (work/reindex). */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/time.h"
#include "index/inside.h"

/* ---- one value ---- */

/* Lists and maps are kept as JSON text. */
static int bind_text_of(gr_index *index, sqlite3_stmt *statement, int at, const gr_value *value)
{
	gr_auto_buf struct gr_buf json = GR_BUF_INIT;

	if (!gr_value_is(value, GR_LIST) && !gr_value_is(value, GR_MAP))
		return gr_sql_bind_text(index, statement, at, gr_value_text(value));
	gr_json_write_inner(&json, value, 0);
	return gr_buf_ok(&json) < 0 ? GRANT_ENOMEM : gr_sql_bind_text(index, statement, at, gr_buf_text(&json));
}

static int bind_integer(gr_index *index, sqlite3_stmt *statement, int at, bool has, int64_t number)
{
	int r = has ? sqlite3_bind_int64(statement, at, number) : sqlite3_bind_null(statement, at);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

static int bind_value(gr_index *index, sqlite3_stmt *statement, int *at, const struct gr_column *column,
                      const gr_value *value)
{
	const char *text = gr_value_text(value);
	struct gr_time time = { 0, 0 };
	int64_t number = 0;
	bool has = false;
	int r;

	switch (column->type) {
	case GR_COLUMN_TEXT:
		return bind_text_of(index, statement, (*at)++, value);
	case GR_COLUMN_MONEY:
		has = text && gr_money_parse(&number, text) == 0;
		return bind_integer(index, statement, (*at)++, has, number);
	case GR_COLUMN_INTEGER:
		if (gr_value_is(value, GR_BOOL))
			return bind_integer(index, statement, (*at)++, true, gr_value_true(value));
		has = text && gr_value_int64(&number, value) == 0;
		return bind_integer(index, statement, (*at)++, has, number);
	case GR_COLUMN_TIME:
		has = text && gr_time_parse(&time, text) == 0;
		r = gr_sql_bind_text(index, statement, (*at)++, text);
		return r < 0 ? r : bind_integer(index, statement, (*at)++, has, time.seconds);
	}
	return GRANT_EINTERNAL;
}

/* ---- rows ---- */

void gr_order_text(char out[64], const char *id)
{
	const char *dash = strrchr(id, '-');
	size_t digits = dash ? strspn(dash + 1, "0123456789") : 0;

	if (!dash || digits == 0 || digits > 8 || dash[1 + digits] != '\0' || dash - id > 16)
		snprintf(out, 64, "%.63s", id);
	else
		snprintf(out, 64, "%.*s-%0*d%s", (int)(dash - id), id, (int)(8 - digits), 0, dash + 1);
	if (digits == 8 && dash)
		snprintf(out, 64, "%.63s", id);
}

static const gr_value *column_value(const struct gr_column *column, const struct gr_index_row *row)
{
	return column->field ? gr_value_at(row->record, column->field) : gr_map_get(row->extra, column->name);
}

static int put_text(gr_index *index, const struct gr_table *table, const struct gr_index_row *row)
{
	gr_auto_buf struct gr_buf body = GR_BUF_INIT;

	for (size_t i = 0; i < table->column_count; i++) {
		const char *text =
			table->columns[i].searched ? gr_value_text(column_value(&table->columns[i], row)) : NULL;

		if (text) {
			gr_buf_text_append(&body, text);
			gr_buf_byte(&body, '\n');
		}
	}
	return gr_buf_ok(&body) < 0 ? GRANT_ENOMEM : gr_text_put(index, row->keys[0], table->name, gr_buf_text(&body));
}

int gr_index_put(gr_index *index, const struct gr_index_row *row)
{
	const struct gr_table *table = gr_table_find(index, row->table);
	sqlite3_stmt *statement;
	char order[64];
	int at = 1, r = table ? gr_sql_put_of(&statement, index, table) : GRANT_EINTERNAL;

	for (size_t i = 0; r == 0 && table->keys[i]; i++)
		r = gr_sql_bind_text(index, statement, at++, row->keys[i]);
	if (r < 0)
		return r;
	gr_order_text(order, row->keys[0]);
	r = gr_sql_bind_text(index, statement, at++, order);
	for (size_t i = 0; r == 0 && i < table->column_count; i++)
		r = bind_value(index, statement, &at, &table->columns[i], column_value(&table->columns[i], row));
	if (r == 0)
		r = gr_sql_run(index, statement);
	if (r == 0 && gr_table_is_searched(table))
		r = put_text(index, table, row);
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

static int append_set(struct gr_buf *sql, const struct gr_table *table, const gr_value *columns)
{
	int at = 1;

	gr_buf_printf(sql, "UPDATE \"%s\" SET ", table->name);
	for (size_t i = 0; i < gr_value_count(columns); i++) {
		const char *name = gr_value_key(columns, i);
		const struct gr_column *column = gr_column_find(table, name);

		if (!column)
			return gr_fail(GRANT_EINTERNAL, "the table %s has no column %s", table->name, name);
		gr_buf_printf(sql, "%s\"%s\" = ?%d", i ? ", " : "", name, at++);
		if (column->type == GR_COLUMN_TIME)
			gr_buf_printf(sql, ", \"%s_seconds\" = ?%d", name, at++);
	}
	for (size_t i = 0; table->keys[i]; i++)
		gr_buf_printf(sql, "%s\"%s\" = ?%d", i ? " AND " : " WHERE ", table->keys[i], at++);
	return gr_buf_ok(sql);
}

static int bind_set(gr_index *index, sqlite3_stmt *statement, const struct gr_table *table, const char *const *keys,
                    const gr_value *columns)
{
	int at = 1, r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(columns); i++)
		r = bind_value(index, statement, &at, gr_column_find(table, gr_value_key(columns, i)),
		               gr_value_item(columns, i));
	for (size_t i = 0; r == 0 && table->keys[i]; i++)
		r = gr_sql_bind_text(index, statement, at++, keys[i]);
	return r;
}

int gr_index_set(gr_index *index, const char *name, const char *const *keys, const gr_value *columns)
{
	const struct gr_table *table = gr_table_find(index, name);
	gr_auto_buf struct gr_buf sql = GR_BUF_INIT;
	sqlite3_stmt *statement = NULL;
	int r = table ? append_set(&sql, table, columns) : GRANT_EINTERNAL;

	if (r < 0)
		return r;
	r = gr_sql_kept(&statement, index, gr_buf_text(&sql));
	if (r == 0)
		r = bind_set(index, statement, table, keys, columns);
	return r == 0 ? gr_sql_run(index, statement) : r;
}
