/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The schema, made from table descriptions: STRICT tables, their indexes, stable views for integrators, the full text. Its
 * own text is kept in the database: a file whose text differs was made by another version and is begun anew. Names come from
 * the descriptions of the program and are checked all the same. Not here: rows.
 *
 * In the views, money columns appear as <name>_fen, times as text and as <name>_seconds. Tables are private and may change.
 */
#include <string.h>

#include "base/error.h"
#include "index/inside.h"

#define APPLICATION_ID 0x6772616E /* "gran" */
#define SCHEMA_VERSION 1

/* ---- look-ups over the descriptions ---- */

const struct gr_table *gr_table_find(const gr_index *index, const char *name)
{
	for (size_t i = 0; i < index->table_count; i++)
		if (strcmp(index->tables[i].name, name) == 0)
			return &index->tables[i];
	gr_fail(GRANT_EINTERNAL, "the index has no table %s", name);
	return NULL;
}

const struct gr_column *gr_column_find(const struct gr_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

bool gr_table_has_key(const struct gr_table *table, const char *name)
{
	for (size_t i = 0; table->keys[i]; i++)
		if (strcmp(table->keys[i], name) == 0)
			return true;
	return false;
}

size_t gr_table_key_count(const struct gr_table *table)
{
	size_t count = 0;

	while (table->keys[count])
		count++;
	return count;
}

bool gr_table_is_searched(const struct gr_table *table)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].searched)
			return true;
	return false;
}

static bool is_name(const char *name)
{
	return name[0] >= 'a' && name[0] <= 'z' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

/* ---- the text ---- */

static void append_columns(struct gr_buf *out, const struct gr_table *table)
{
	for (size_t i = 0; table->keys[i]; i++)
		gr_buf_printf(out, "  \"%s\" TEXT NOT NULL,\n", table->keys[i]);
	gr_buf_text_append(out, "  \"key_order\" TEXT NOT NULL");
	for (size_t i = 0; i < table->column_count; i++) {
		const struct gr_column *column = &table->columns[i];

		gr_buf_printf(out, ",\n  \"%s\" %s", column->name,
		              column->type == GR_COLUMN_INTEGER || column->type == GR_COLUMN_MONEY ? "INTEGER"
		                                                                                   : "TEXT");
		if (column->type == GR_COLUMN_TIME)
			gr_buf_printf(out, ",\n  \"%s_seconds\" INTEGER", column->name);
	}
}

static void append_table(struct gr_buf *out, const struct gr_table *table)
{
	gr_buf_printf(out, "CREATE TABLE \"%s\" (\n", table->name);
	append_columns(out, table);
	gr_buf_text_append(out, "\n) STRICT;\n");
}

static void append_lookup(struct gr_buf *out, const struct gr_table *table, const char *column, bool drop)
{
	if (drop)
		gr_buf_printf(out, "DROP INDEX IF EXISTS \"%s_by_%s\";\n", table->name, column);
	else
		gr_buf_printf(out, "CREATE INDEX \"%s_by_%s\" ON \"%s\" (\"%s\");\n", table->name, column, table->name,
		              column);
}

/* The key too is a look-up, no primary key, so that a build appends rows and sorts once. */
static void append_lookups(struct gr_buf *out, const struct gr_table *table, bool drop)
{
	size_t keys = gr_table_key_count(table);

	if (drop)
		gr_buf_printf(out, "DROP INDEX IF EXISTS \"%s_by_key\";\n", table->name);
	else
		gr_buf_printf(out, "CREATE UNIQUE INDEX \"%s_by_key\" ON \"%s\" (", table->name, table->name);
	for (size_t i = 0; !drop && i < keys; i++)
		gr_buf_printf(out, "\"%s\"%s", table->keys[i], i + 1 < keys ? ", " : ");\n");
	if (table->also_by)
		append_lookup(out, table, table->also_by, drop);
	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].indexed)
			append_lookup(out, table, table->columns[i].name, drop);
}

static void append_view(struct gr_buf *out, const struct gr_table *table)
{
	if (!table->view)
		return;
	gr_buf_printf(out, "CREATE VIEW \"%s\" AS SELECT ", table->view);
	for (size_t i = 0; table->keys[i]; i++)
		gr_buf_printf(out, "%s\"%s\"", i ? ", " : "", table->keys[i]);
	for (size_t i = 0; i < table->column_count; i++) {
		const struct gr_column *column = &table->columns[i];

		gr_buf_printf(out, ", \"%s\"", column->name);
		if (column->type == GR_COLUMN_MONEY)
			gr_buf_printf(out, " AS \"%s_fen\"", column->name);
		if (column->type == GR_COLUMN_TIME)
			gr_buf_printf(out, ", \"%s_seconds\"", column->name);
	}
	gr_buf_printf(out, " FROM \"%s\" ORDER BY \"key_order\";\n", table->name);
}

static bool names_are_right(const struct gr_table *table)
{
	bool right = is_name(table->name) && (!table->view || is_name(table->view));

	for (size_t i = 0; table->keys[i]; i++)
		right = right && is_name(table->keys[i]);
	for (size_t i = 0; i < table->column_count; i++)
		right = right && is_name(table->columns[i].name);
	return right;
}

#define SEARCH_LOOKUP "CREATE UNIQUE INDEX search_text_by_key ON search_text (subject, source);\n"

static const char own_tables[] =
	"CREATE TABLE index_state (\n  id INTEGER PRIMARY KEY CHECK (id = 1),\n  \"commit\" TEXT NOT NULL,\n"
	"  history TEXT NOT NULL,\n  schema TEXT NOT NULL\n) STRICT;\n"
	"CREATE TABLE search_text (\n  id INTEGER PRIMARY KEY,\n  subject TEXT NOT NULL,\n  source TEXT NOT NULL,\n"
	"  body TEXT NOT NULL\n) STRICT;\n" SEARCH_LOOKUP
	"CREATE VIRTUAL TABLE search USING fts5(subject UNINDEXED, source UNINDEXED, body, "
	"content = 'search_text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2');\n"
	"CREATE TABLE history (\n  sequence INTEGER PRIMARY KEY,\n  \"commit\" TEXT NOT NULL UNIQUE,\n"
	"  at TEXT NOT NULL,\n  at_seconds INTEGER NOT NULL,\n  act TEXT,\n  actor TEXT,\n  sentence TEXT NOT NULL\n) STRICT;\n"
	"CREATE TABLE touched (\n  subject TEXT NOT NULL,\n  sequence INTEGER NOT NULL,\n"
	"  PRIMARY KEY (subject, sequence)\n) STRICT, WITHOUT ROWID;\n"
	"CREATE VIEW grant_history_v1 AS SELECT sequence, subject AS application, \"commit\", at, at_seconds, act, actor, sentence "
	"FROM history LEFT JOIN touched USING (sequence) ORDER BY sequence DESC, subject;\n";

int gr_schema_text(struct gr_buf *out, const struct gr_index *index)
{
	gr_buf_text_append(out, own_tables);
	for (size_t i = 0; i < index->table_count; i++) {
		if (!names_are_right(&index->tables[i]))
			return gr_fail(GRANT_EINTERNAL, "a name in the table %s is not allowed", index->tables[i].name);
		append_table(out, &index->tables[i]);
		append_lookups(out, &index->tables[i], false);
		append_view(out, &index->tables[i]);
	}
	return gr_buf_ok(out);
}

void gr_schema_lookups_text(struct gr_buf *out, const struct gr_index *index, bool drop)
{
	gr_buf_text_append(out, drop ? "DROP INDEX search_text_by_key;\n" : SEARCH_LOOKUP);
	for (size_t i = 0; i < index->table_count; i++)
		append_lookups(out, &index->tables[i], drop);
}

/* ---- making and checking ---- */

static int keep_text(gr_index *index, const char *schema)
{
	sqlite3_stmt *statement = NULL;
	int r = sqlite3_prepare_v2(index->db, "INSERT INTO index_state VALUES (1, '', '', ?1)", -1, &statement, NULL);

	if (r == SQLITE_OK)
		r = sqlite3_bind_text(statement, 1, schema, -1, SQLITE_STATIC);
	if (r == SQLITE_OK)
		r = sqlite3_step(statement);
	sqlite3_finalize(statement);
	return r == SQLITE_DONE ? 0 : gr_sql_fail(index->db, r);
}

static int run(gr_index *index, const char *sql)
{
	int r = sqlite3_exec(index->db, sql, NULL, NULL, NULL);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

int gr_schema_make(gr_index *index)
{
	gr_auto_buf struct gr_buf schema = GR_BUF_INIT;
	gr_auto_buf struct gr_buf versions = GR_BUF_INIT;
	int r = gr_schema_text(&schema, index);

	gr_buf_printf(&versions, "PRAGMA application_id = %d; PRAGMA user_version = %d;", APPLICATION_ID,
	              SCHEMA_VERSION);
	if (r == 0)
		r = gr_buf_ok(&versions);
	if (r == 0)
		r = run(index, gr_buf_text(&schema));
	if (r == 0)
		r = keep_text(index, gr_buf_text(&schema));
	return r == 0 ? run(index, gr_buf_text(&versions)) : r;
}

int gr_schema_check(bool *fits, gr_index *index)
{
	gr_auto_buf struct gr_buf schema = GR_BUF_INIT;
	sqlite3_stmt *statement = NULL;
	int r = gr_schema_text(&schema, index), code;

	*fits = false;
	if (r < 0)
		return r;
	code = sqlite3_prepare_v2(index->db, "SELECT schema FROM index_state WHERE id = 1", -1, &statement, NULL);
	if (code == SQLITE_ERROR) {
		sqlite3_finalize(statement);
		return 0; /* no such table: an empty file, or another program's */
	}
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*fits = strcmp((const char *)sqlite3_column_text(statement, 0), gr_buf_text(&schema)) == 0;
	sqlite3_finalize(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE ? 0 : gr_sql_fail(index->db, code);
}
