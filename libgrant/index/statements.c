/* SPDX-License-Identifier: Apache-2.0 */
/* SQL text and prepared statements. Values are always bound; names come from the checked descriptions. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "index/inside.h"

static const char *const texts[GR_SQL_COUNT] = {
	[GR_SQL_BEGIN] = "BEGIN IMMEDIATE",
	[GR_SQL_COMMIT] = "COMMIT",
	[GR_SQL_ROLLBACK] = "ROLLBACK",
	[GR_SQL_COMMIT_GET] = "SELECT \"commit\" FROM index_state WHERE id = 1",
	[GR_SQL_COMMIT_SET] = "UPDATE index_state SET \"commit\" = ?1 WHERE id = 1",
	[GR_SQL_TEXT_FIND] = "SELECT id FROM search_text WHERE subject = ?1 AND source = ?2",
	[GR_SQL_TEXT_NEW] = "INSERT INTO search_text (subject, source, body) VALUES (?1, ?2, ?3)",
	[GR_SQL_TEXT_CHANGE] = "UPDATE search_text SET body = ?2 WHERE id = ?1",
	[GR_SQL_TEXT_FORGET] = "DELETE FROM search_text WHERE id = ?1",
	[GR_SQL_TEXT_ADD] = "INSERT INTO search (rowid, body) VALUES (?1, ?2)",
	[GR_SQL_TEXT_REMOVE] = ("INSERT INTO search (search, rowid, subject, source, body) "
			       "SELECT 'delete', id, subject, source, body FROM search_text WHERE id = ?1"),
	[GR_SQL_DOCUMENTS_REMOVE] = ("INSERT INTO search (search, rowid, subject, source, body) "
				    "SELECT 'delete', id, subject, source, body FROM search_text "
				    "WHERE subject = ?1 AND source LIKE '%/%'"),
	[GR_SQL_DOCUMENTS_FORGET] = "DELETE FROM search_text WHERE subject = ?1 AND source LIKE '%/%'",
	[GR_SQL_ACT_PUT] = "INSERT INTO history (\"commit\", at, at_seconds, act, actor, sentence) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[GR_SQL_ACT_FIND] = "SELECT 1 FROM history WHERE \"commit\" = ?1",
	[GR_SQL_TOUCH_PUT] = "INSERT OR IGNORE INTO touched (subject, sequence) SELECT ?1, max(sequence) FROM history",
	[GR_SQL_TOUCH_LIST] = ("SELECT \"commit\" FROM touched JOIN history USING (sequence) WHERE subject = ?1 "
			      "ORDER BY sequence DESC LIMIT ?2"),
	[GR_SQL_HISTORY_GET] = "SELECT history FROM index_state WHERE id = 1",
	[GR_SQL_HISTORY_SET] = "UPDATE index_state SET history = ?1 WHERE id = 1",
};

static int prepare(sqlite3_stmt **out, gr_index *index, const char *text)
{
	int r = sqlite3_prepare_v3(index->db, text, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

int gr_sql_get(sqlite3_stmt **out, gr_index *index, enum gr_statement statement)
{
	int r = index->statements[statement] ? 0 : prepare(&index->statements[statement], index, texts[statement]);

	*out = index->statements[statement];
	return r;
}

static void append_add(struct gr_buf *sql, const struct gr_table *table)
{
	int parameters = (int)gr_table_key_count(table) + 1;

	gr_buf_printf(sql, "INSERT INTO \"%s\" (", table->name);
	for (size_t i = 0; table->keys[i]; i++)
		gr_buf_printf(sql, "\"%s\", ", table->keys[i]);
	gr_buf_text_append(sql, "\"key_order\"");
	for (size_t i = 0; i < table->column_count; i++) {
		gr_buf_printf(sql, ", \"%s\"", table->columns[i].name);
		parameters++;
		if (table->columns[i].type == GR_COLUMN_TIME) {
			gr_buf_printf(sql, ", \"%s_seconds\"", table->columns[i].name);
			parameters++;
		}
	}
	gr_buf_text_append(sql, ") VALUES (?1");
	for (int i = 2; i <= parameters; i++)
		gr_buf_printf(sql, ", ?%d", i);
	gr_buf_text_append(sql, ")");
}

/* What is there keeps its place, and look-ups of columns that stay the same are not touched. */
static void append_change(struct gr_buf *sql, const struct gr_table *table)
{
	gr_buf_text_append(sql, " ON CONFLICT (");
	for (size_t i = 0; table->keys[i]; i++)
		gr_buf_printf(sql, "%s\"%s\"", i ? ", " : "", table->keys[i]);
	gr_buf_text_append(sql, ") DO UPDATE SET \"key_order\" = excluded.\"key_order\"");
	for (size_t i = 0; i < table->column_count; i++) {
		const char *name = table->columns[i].name;

		gr_buf_printf(sql, ", \"%s\" = excluded.\"%s\"", name, name);
		if (table->columns[i].type == GR_COLUMN_TIME)
			gr_buf_printf(sql, ", \"%s_seconds\" = excluded.\"%s_seconds\"", name, name);
	}
}

/* A build has no look-up of the keys that could tell what is there; and nothing is. */
int gr_sql_put_of(sqlite3_stmt **out, gr_index *index, const struct gr_table *table)
{
	struct gr_table_statements *own = &index->of_table[table - index->tables];
	sqlite3_stmt **place = index->in_bulk ? &own->add : &own->put;
	gr_auto_buf struct gr_buf sql = GR_BUF_INIT;
	int r = 0;

	if (!*place) {
		append_add(&sql, table);
		if (!index->in_bulk)
			append_change(&sql, table);
		r = gr_buf_ok(&sql);
		if (r == 0)
			r = prepare(place, index, gr_buf_text(&sql));
	}
	*out = *place;
	return r;
}

static void append_keys(struct gr_buf *sql, const struct gr_table *table)
{
	for (size_t i = 0; table->keys[i]; i++)
		gr_buf_printf(sql, "%s\"%s\" = ?%zu", i ? " AND " : " WHERE ", table->keys[i], i + 1);
}

int gr_sql_remove_of(sqlite3_stmt **out, gr_index *index, const struct gr_table *table)
{
	struct gr_table_statements *own = &index->of_table[table - index->tables];
	gr_auto_buf struct gr_buf sql = GR_BUF_INIT;
	int r = 0;

	if (!own->remove) {
		gr_buf_printf(&sql, "DELETE FROM \"%s\"", table->name);
		append_keys(&sql, table);
		r = gr_buf_ok(&sql);
		if (r == 0)
			r = prepare(&own->remove, index, gr_buf_text(&sql));
	}
	*out = own->remove;
	return r;
}

int gr_sql_kept(sqlite3_stmt **out, gr_index *index, const char *sql)
{
	sqlite3_stmt **place;
	int r;

	for (size_t i = 0; i < GR_SQL_KEPT; i++) {
		if (!index->kept[i] || strcmp(sqlite3_sql(index->kept[i]), sql) != 0)
			continue;
		*out = index->kept[i];
		return 0;
	}
	place = &index->kept[index->next_kept];
	index->next_kept = (index->next_kept + 1) % GR_SQL_KEPT;
	sqlite3_finalize(*place);
	*place = NULL;
	r = prepare(place, index, sql);
	*out = *place;
	return r;
}

int gr_sql_run(gr_index *index, sqlite3_stmt *statement)
{
	int r = sqlite3_step(statement);

	sqlite3_reset(statement);
	return r == SQLITE_DONE || r == SQLITE_ROW ? 0 : gr_sql_fail(index->db, r);
}

int gr_sql_one_text(char *out, size_t size, gr_index *index, enum gr_statement which)
{
	sqlite3_stmt *statement;
	const unsigned char *text;
	int r = gr_sql_get(&statement, index, which), code;

	if (r < 0)
		return r;
	code = sqlite3_step(statement);
	text = code == SQLITE_ROW ? sqlite3_column_text(statement, 0) : NULL;
	snprintf(out, size, "%s", text ? (const char *)text : "");
	sqlite3_reset(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE ? 0 : gr_sql_fail(index->db, code);
}

int gr_sql_bind_text(gr_index *index, sqlite3_stmt *statement, int at, const char *text)
{
	int r = text ? sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC) : sqlite3_bind_null(statement, at);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

int gr_sql_bind_copy(gr_index *index, sqlite3_stmt *statement, int at, const char *text)
{
	int r = sqlite3_bind_text(statement, at, text, -1, SQLITE_TRANSIENT);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

/* ---- queries ---- */

static const char *compare_text(enum gr_compare compare)
{
	static const char *const operators[] = { "=", "<>", ">=", "<=", "LIKE" };

	return operators[compare];
}

static bool is_column(const struct gr_table *table, const char *name)
{
	return gr_column_find(table, name) || gr_table_has_key(table, name);
}

/* From ... to of the first key go by number, as ids sort; that is also the only order that has a look-up. */
static bool is_by_order(const struct gr_table *table, const struct gr_condition *condition)
{
	return (condition->compare == GR_AT_LEAST || condition->compare == GR_AT_MOST) && condition->text &&
	       strcmp(condition->column, table->keys[0]) == 0;
}

static int append_conditions(struct gr_buf *sql, const struct gr_table *table, const struct gr_select *select)
{
	for (size_t i = 0; i < select->condition_count; i++) {
		const struct gr_condition *condition = &select->conditions[i];

		if (!is_column(table, condition->column))
			return gr_fail(GRANT_EINTERNAL, "the table %s has no column %s", table->name,
			               condition->column);
		gr_buf_printf(sql, "%s\"%s\" %s ?%zu", i ? " AND " : " WHERE ",
		              is_by_order(table, condition) ? "key_order" : condition->column,
		              compare_text(condition->compare), i + 1);
		if (condition->compare == GR_CONTAINS)
			gr_buf_text_append(sql, " ESCAPE '\\'");
	}
	return 0;
}

static int append_unless(struct gr_buf *sql, gr_index *index, const struct gr_table *table, const char *name)
{
	const struct gr_table *other = gr_table_find(index, name);
	size_t shared = 0;

	if (!other)
		return GRANT_EINTERNAL;
	gr_buf_printf(sql, "NOT EXISTS (SELECT 1 FROM \"%s\" AS other WHERE ", name);
	for (size_t i = 0; other->keys[i]; i++)
		if (gr_table_has_key(table, other->keys[i]))
			gr_buf_printf(sql, "%sother.\"%s\" = \"%s\".\"%s\"", shared++ ? " AND " : "", other->keys[i], table->name,
			              other->keys[i]);
	gr_buf_text_append(sql, ")");
	return shared ? 0 : gr_fail(GRANT_EINTERNAL, "the tables %s and %s share no key", table->name, name);
}

static int append_order(struct gr_buf *sql, const struct gr_table *table, const struct gr_select *select)
{
	const char *order = select->order;
	bool downwards = order && order[0] == '-';

	order = downwards ? order + 1 : order;
	if (!order || strcmp(order, table->keys[0]) == 0)
		order = "key_order";
	else if (!is_column(table, order))
		return gr_fail(GRANT_EINTERNAL, "the table %s has no column %s", table->name, order);
	gr_buf_printf(sql, " ORDER BY \"%s\"%s", order, downwards ? " DESC" : "");
	if (strcmp(order, "key_order") != 0)
		gr_buf_text_append(sql, ", \"key_order\"");
	for (size_t i = 1; table->keys[i]; i++)
		gr_buf_printf(sql, ", \"%s\"", table->keys[i]);
	if (select->limit > 0)
		gr_buf_printf(sql, " LIMIT %lld", (long long)select->limit);
	return 0;
}

/* % and _ of the user mean themselves. */
static int bind_contains(gr_index *index, sqlite3_stmt *statement, int at, const char *text)
{
	gr_auto_buf struct gr_buf pattern = GR_BUF_INIT;

	gr_buf_byte(&pattern, '%');
	for (; *text; text++) {
		if (strchr("%_\\", *text))
			gr_buf_byte(&pattern, '\\');
		gr_buf_byte(&pattern, *text);
	}
	gr_buf_byte(&pattern, '%');
	return gr_buf_ok(&pattern) < 0 ? GRANT_ENOMEM : gr_sql_bind_copy(index, statement, at, gr_buf_text(&pattern));
}

static int bind_conditions(gr_index *index, sqlite3_stmt *statement, const struct gr_table *table,
                           const struct gr_select *select)
{
	char order[64];
	int r = 0;

	for (size_t i = 0; r == 0 && i < select->condition_count; i++) {
		const struct gr_condition *condition = &select->conditions[i];
		int at = (int)i + 1;

		if (condition->compare == GR_CONTAINS) {
			r = bind_contains(index, statement, at, condition->text);
		} else if (is_by_order(table, condition)) {
			gr_order_text(order, condition->text);
			r = gr_sql_bind_copy(index, statement, at, order);
		} else if (condition->text) {
			r = gr_sql_bind_copy(index, statement, at, condition->text);
		} else if (sqlite3_bind_int64(statement, at, condition->number) != SQLITE_OK) {
			r = gr_sql_fail(index->db, SQLITE_ERROR);
		}
	}
	return r;
}

int gr_sql_select(sqlite3_stmt **out, gr_index *index, const struct gr_select *select, const char *what)
{
	const struct gr_table *table = gr_table_find(index, select->table);
	gr_auto_buf struct gr_buf sql = GR_BUF_INIT;
	sqlite3_stmt *statement = NULL;
	int r;

	if (!table)
		return GRANT_EINTERNAL;
	gr_buf_printf(&sql, "SELECT %s FROM \"%s\"", what ? what : "*", table->name);
	r = append_conditions(&sql, table, select);
	for (size_t i = 0; r == 0 && select->unless && select->unless[i]; i++) {
		gr_buf_text_append(&sql, select->condition_count + i ? " AND " : " WHERE ");
		r = append_unless(&sql, index, table, select->unless[i]);
	}
	if (r == 0 && !what)
		r = append_order(&sql, table, select);
	if (r == 0)
		r = gr_buf_ok(&sql);
	if (r == 0)
		r = what ? gr_sql_kept(&statement, index, gr_buf_text(&sql))
		         : prepare(&statement, index, gr_buf_text(&sql));
	if (r == 0)
		r = bind_conditions(index, statement, table, select);
	if (r < 0) {
		if (!what)
			sqlite3_finalize(statement);
		return r;
	}
	*out = statement;
	return 0;
}

void gr_sql_close_all(gr_index *index)
{
	for (size_t i = 0; i < GR_SQL_COUNT; i++) {
		sqlite3_finalize(index->statements[i]);
		index->statements[i] = NULL;
	}
	for (size_t i = 0; i < GR_SQL_KEPT; i++) {
		sqlite3_finalize(index->kept[i]);
		index->kept[i] = NULL;
	}
	for (size_t i = 0; index->of_table && i < index->table_count; i++) {
		sqlite3_finalize(index->of_table[i].put);
		sqlite3_finalize(index->of_table[i].add);
		sqlite3_finalize(index->of_table[i].remove);
		index->of_table[i] = (struct gr_table_statements){ 0 };
	}
}
