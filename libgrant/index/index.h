/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INDEX_INDEX_H
#define GR_INDEX_INDEX_H

/*
 * The index: an SQLite file that can be thrown away, made from table descriptions. It remembers the commit that it stands
 * for. This room knows no kinds and no repository: rows come in as gr_value maps under a table's name and key.
 *
 * In the file: one STRICT table per description (key columns, the described columns), views with stable names for
 * integrators, `search` (FTS5, unicode61, text cut into single Chinese characters beforehand so that the sqlite3 shell
 * can read it), `state` (commit, version). application_id and user_version are set; WAL.
 */

#include "base/base.h"
#include "base/table.h"
#include "base/value.h"

typedef struct gr_index gr_index;
typedef struct gr_cursor gr_cursor;

/*
 * Open or make. A file that is damaged, of another version or made for other tables is deleted and begun anew; where
 * the folder cannot be written, the index lives in memory. `tables` must live as long as the index.
 * GRANT_EIO, GRANT_ENOMEM.
 */
int gr_index_open(gr_index **out, const char *path, const struct gr_table *tables, size_t table_count);
void gr_index_close(gr_index *index);
/* Throw away what is there; the next update begins from nothing. */
int gr_index_clear(gr_index *index);
/* The commit that the index stands for, 40 hex digits; "" when empty. */
int gr_index_commit(char out[41], gr_index *index);
/* Reads the whole file: to be asked after a GRANT_EFORMAT only. */
bool gr_index_is_damaged(gr_index *index);
bool gr_index_in_memory(const gr_index *index);

/* One transaction; other processes may hold it: waits up to some seconds. */
int gr_index_begin(gr_index *index);
/* Replace the row with that key (values in order of the table's keys). Columns come from the record by their field path;
 * `extra` (may be NULL) is a map with the columns that have none. What the record lacks is NULL. `title` is what a search
 * result shows; columns marked searched, and `text` (may be NULL), go into the full text under the first key. */
struct gr_index_row {
	const char *table;
	const char *const *keys;   /* NULL-terminated */
	const gr_value *record;
	const gr_value *extra;
};
int gr_index_put(gr_index *index, const struct gr_index_row *row);
int gr_index_remove(gr_index *index, const char *table, const char *const *keys);
/* Set some columns (a map: column -> value) of the rows with that key. */
int gr_index_set(gr_index *index, const char *table, const char *const *keys, const gr_value *columns);
/* Around many rows into an empty index, inside the transaction: look-ups are made once at the end instead of row by row. */
int gr_index_bulk(gr_index *index, bool begins);
int gr_index_commit_at(gr_index *index, const char *commit); /* remembers it and ends the transaction */
void gr_index_rollback(gr_index *index);
/* From here on the first transaction stays open until the index is released, and is kept or forgotten then as a whole: what
 * the index follows is not durable yet. The handle's own questions see it. Both take NULL. */
void gr_index_hold(gr_index *index);
void gr_index_release(gr_index *index, bool keep);

/* Conditions joined by AND. */
/* At least and at most of a table's first key go by number: XF-9999 comes before XF-10000. */
enum gr_compare { GR_EQUAL, GR_NOT_EQUAL, GR_AT_LEAST, GR_AT_MOST, GR_CONTAINS };
struct gr_condition {
	const char *column;     /* a key or a column */
	enum gr_compare compare;
	const char *text;       /* NULL: use number */
	int64_t number;
};
struct gr_select {
	const char *table;
	const struct gr_condition *conditions;
	size_t condition_count;
	const char *order;      /* a column, "-" in front for descending; NULL: by key. Application ids sort by number. */
	int64_t limit;          /* 0: none */
};
int gr_index_select(gr_cursor **out, gr_index *index, const struct gr_select *select);
/* 1: *out is a map of keys and columns, borrowed until the next call; money as "50000.00" text; NULL columns are absent.
 * 0: the end. Negative: failed. */
int gr_cursor_next(const gr_value **out, gr_cursor *cursor);
void gr_cursor_free(gr_cursor *cursor);

int gr_index_count(int64_t *out, gr_index *index, const struct gr_select *select);
int gr_index_sum(int64_t *out, gr_index *index, const struct gr_select *select, const char *column);
int gr_index_max(int64_t *out, gr_index *index, const struct gr_select *select, const char *column); /* 0 when none */

/* Full text. Every word must occur; words of one and two Chinese characters are found inside longer text. Rows are maps with
 * the table's first key under its own name, "table", and "snippet" (the match between 「 and 」). Best first. GRANT_EINPUT: no word. */
int gr_index_search(gr_cursor **out, gr_index *index, const char *words, int64_t limit);

#endif
