/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INDEX_INSIDE_H
#define GR_INDEX_INSIDE_H

/* What the files of this room share. Nobody else includes it. */

#include <sqlite3.h>

#include "base/buf.h"
#include "index/index.h"

/* Statements of one table, prepared once. */
struct gr_table_statements {
	sqlite3_stmt *put, *add, *remove;
};

/* Statements that belong to no table; texts in statements.c. */
enum gr_statement {
	GR_SQL_BEGIN, GR_SQL_COMMIT, GR_SQL_ROLLBACK,
	GR_SQL_COMMIT_GET, GR_SQL_COMMIT_SET,
	GR_SQL_TEXT_FIND, GR_SQL_TEXT_NEW, GR_SQL_TEXT_CHANGE, GR_SQL_TEXT_FORGET, GR_SQL_TEXT_ADD, GR_SQL_TEXT_REMOVE,
	GR_SQL_DOCUMENTS_REMOVE, GR_SQL_DOCUMENTS_FORGET,
	GR_SQL_ACT_PUT, GR_SQL_ACT_FIND, GR_SQL_TOUCH_PUT, GR_SQL_TOUCH_LIST, GR_SQL_HISTORY_GET, GR_SQL_HISTORY_SET,
	GR_SQL_COUNT
};

#define GR_SQL_KEPT 8

struct gr_index {
	sqlite3 *db;
	char *path;
	const struct gr_table *tables;
	size_t table_count;
	struct gr_table_statements *of_table;
	sqlite3_stmt *statements[GR_SQL_COUNT];
	sqlite3_stmt *kept[GR_SQL_KEPT]; /* of the last texts that were asked for again and again */
	size_t next_kept;
	bool in_memory, in_transaction, in_bulk;
	bool is_busy;       /* opening failed because another process had the file */
	bool is_held; /* the transaction goes on (gr_index_hold()) */
};

/* db.c */
int gr_index_new(gr_index **out, const char *path, const struct gr_table *tables, size_t table_count);
int gr_index_run(gr_index *index, const char *sql);

/* errors.c */
int gr_sql_fail(sqlite3 *db, int code);

/* schema.c: the whole schema as text, and as statements run in the database. */
int gr_schema_text(struct gr_buf *out, const struct gr_index *index);
int gr_schema_make(gr_index *index);
/* SQL that takes the look-ups (CREATE INDEX) away or makes them. */
void gr_schema_lookups_text(struct gr_buf *out, const struct gr_index *index, bool drop);
/* Whether the database holds exactly this schema. */
int gr_schema_check(bool *fits, gr_index *index);
bool gr_table_is_searched(const struct gr_table *table);
const struct gr_table *gr_table_find(const gr_index *index, const char *name);
const struct gr_column *gr_column_find(const struct gr_table *table, const char *name);
bool gr_table_has_key(const struct gr_table *table, const char *name);
size_t gr_table_key_count(const struct gr_table *table);

/* statements.c */
int gr_sql_get(sqlite3_stmt **out, gr_index *index, enum gr_statement statement);
int gr_sql_put_of(sqlite3_stmt **out, gr_index *index, const struct gr_table *table);
int gr_sql_remove_of(sqlite3_stmt **out, gr_index *index, const struct gr_table *table);
/* A statement that stays the index's own: to be run and reset before another is asked for. */
int gr_sql_kept(sqlite3_stmt **out, gr_index *index, const char *sql);
/* Runs to the end and resets. */
int gr_sql_run(gr_index *index, sqlite3_stmt *statement);
/* Borrowed until the statement has run. NULL binds NULL. */
int gr_sql_bind_text(gr_index *index, sqlite3_stmt *statement, int at, const char *text);
/* For a statement that lives longer than the text. */
int gr_sql_bind_copy(gr_index *index, sqlite3_stmt *statement, int at, const char *text);
/* The first column of the first row as text, "" when there is none, cut to the room; resets. */
int gr_sql_one_text(char *out, size_t size, gr_index *index, enum gr_statement statement);
/* "SELECT ... WHERE ..." of a query, and what it binds. `what` NULL: all columns, and the statement is the caller's; else an
 * expression over a column, and the statement is a kept one. */
int gr_sql_select(sqlite3_stmt **out, gr_index *index, const struct gr_select *select, const char *what);
void gr_sql_close_all(gr_index *index);

/* search.c */
/* `body` is cut already. */
int gr_text_put(gr_index *index, const char *subject, const char *source, const char *body);
int gr_text_remove(gr_index *index, const char *subject, const char *source);

/* Around a build: segments of the full text as large as memory allows, then as they were. */
int gr_text_bulk(gr_index *index, bool begins);

/* "XF-0017" -> "XF-00000017", so that ids sort by number as text. */
void gr_order_text(char out[64], const char *id);

#endif
