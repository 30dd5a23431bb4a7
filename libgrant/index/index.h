/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INDEX_INDEX_H
#define GR_INDEX_INDEX_H

/*
 * The index: an SQLite file that can be thrown away, made from table descriptions. It remembers the commit that it stands
 * for. This room knows no kinds and no repository: rows come in as a record's JSON under a table and its key.
 *
 * In the file: one STRICT table per description (key columns, the described columns), views with stable names for
 * integrators, `search` (FTS5 over the texts in `search_text`, unicode61, cut into single Chinese characters beforehand so that the
 * sqlite3 shell can read it), `index_state` (commit, version), `history` and `touched` (which commit touched which subject).
 * application_id and user_version are set; WAL.
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
/* One that is kept nowhere. */
int gr_index_open_memory(gr_index **out, const struct gr_table *tables, size_t table_count);
/*
 * Looking for damage (inspect.c): a copy in memory of what the file holds at the moment, taken without writing a byte or a lock
 * where nobody else is at work. GRANT_ENOTFOUND: no file; GRANT_EFORMAT: damaged, or of another version; GRANT_EIO.
 */
int gr_index_copy(gr_index **out, const char *path, const struct gr_table *tables, size_t table_count);
/* Whether all that the file holds agrees with itself; GRANT_EFORMAT says what does not. */
int gr_index_check(gr_index *index);
/* Rows that one of two has, or has otherwise: by table ("search", "history", "touched" too) and first key. Non-zero ends it and comes back. */
int gr_index_compare(gr_index *one, gr_index *other, int (*call)(const char *table, const char *key, void *payload), void *payload);

/* Maintenance (inspect.c): what the file takes, and makes it small and quick. */
struct gr_index_sizes {
	int64_t bytes, free_bytes, log_bytes;
};
int gr_index_sizes(struct gr_index_sizes *out, gr_index *index);
int gr_index_shrink(gr_index *index);       /* waits for who reads; GRANT_EIO when it cannot be had */
int gr_index_empty_log(gr_index *index);    /* the same */
/* What SQLite knows about the contents of its look-ups: whether that is right by and large; take it anew. */
int gr_index_has_statistics(bool *out, gr_index *index);
int gr_index_take_statistics(gr_index *index);

void gr_index_close(gr_index *index);
/* Throw away what is there; the next update begins from nothing. */
int gr_index_clear(gr_index *index);
/* The commit that the index stands for, 40 hex digits; "" when empty. */
int gr_index_commit(char out[41], gr_index *index);
/* Reads the whole file: to be asked after a GRANT_EFORMAT only. */
bool gr_index_is_damaged(gr_index *index);
bool gr_index_in_memory(const gr_index *index);

/*
 * A row: a record's columns, filled from its JSON as it goes by. It needs no index, so that another thread may fill it, and is
 * used again and again. Columns come from the record by their field path; what the record lacks is NULL. Columns marked
 * searched go into the full text under the first key.
 */
typedef struct gr_row gr_row;
gr_row *gr_row_new(void);
void gr_row_free(gr_row *row);
/* `keys`: values in order of the table's keys. As gr_json_parse(). */
int gr_row_read(gr_row *row, const struct gr_table *table, const char *const *keys, const char *json, size_t size);
/* The same, but read later and maybe by another thread: the bytes are kept until gr_row_finish(), which has to come before the row
 * is asked for anything or put. It puts `name` in front of what is wrong with them, and that is GRANT_EFORMAT. A row of which
 * nothing is kept is left as it is. */
int gr_row_hold(gr_row *row, const struct gr_table *table, const char *const *keys, const char *json, size_t size, const char *name);
int gr_row_finish(gr_row *row);
/* A row of no table: a document's text, for the full text alone, under a subject and a name with a slash. */
int gr_row_set_document(gr_row *row, const char *subject, const char *name, const char *text, size_t size);
bool gr_row_is_document(const gr_row *row);
int gr_row_set_text(gr_row *row, const char *column, const char *text);
const char *gr_row_text(const gr_row *row, const char *column); /* of a text or time column; NULL: none. Borrowed. */
size_t gr_row_size(const gr_row *row);                          /* bytes, about */

/* One transaction; other processes may hold it: waits up to some seconds. */
int gr_index_begin(gr_index *index);
/* Replace the row with that key. Its table is one of the index's own. */
int gr_index_put(gr_index *index, const gr_row *row);
int gr_index_remove(gr_index *index, const char *table, const char *const *keys);
/* All documents of a subject. */
int gr_index_remove_documents(gr_index *index, const char *subject);
/* Set a text column of the row with that key, where there is one. */
int gr_index_set_text(gr_index *index, const char *table, const char *const *keys, const char *column, const char *text);
/* Around many rows into an empty index, inside the transaction, no key twice: look-ups are made once at the end instead of
 * row by row. */
int gr_index_bulk(gr_index *index, bool begins);
int gr_index_commit_at(gr_index *index, const char *commit); /* remembers it and ends the transaction */
void gr_index_rollback(gr_index *index);
/* From here on the first transaction stays open until the index is released, and is kept or forgotten then as a whole: what
 * the index follows is not durable yet. The handle's own questions see it. Both take NULL. */
void gr_index_hold(gr_index *index);
void gr_index_release(gr_index *index, bool keep);

/*
 * History: commits in an order in which parents come first, and the subjects that each touched. It is brought forward apart
 * from the rows, inside a transaction, and remembers a commit of its own.
 */
struct gr_index_act {
	const char *commit; /* 40 hex digits */
	const char *at;     /* as written */
	int64_t at_seconds;
	const char *act, *actor; /* may be NULL */
	const char *sentence;
};
int gr_history_add(gr_index *index, const struct gr_index_act *act);
int gr_history_touch(gr_index *index, const char *subject); /* by the act that was added last */
/* 1: it is there; 0: it is not. */
int gr_history_has(gr_index *index, const char *commit);
int gr_history_clear(gr_index *index);
/* The commit up to which it goes; "" when it was not begun. */
int gr_history_at(char out[41], gr_index *index);
int gr_history_set(gr_index *index, const char *commit);
/* The commits that touched a subject, newest first; `limit` 0: all. Non-zero from the callback ends it and comes back. */
int gr_history_of(gr_index *index, const char *subject, int64_t limit, int (*call)(const char *commit, void *payload),
                  void *payload);

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
	/* Tables, NULL at the end: rows are left out for which one of these has a row with the same values in the keys that both
	 * have, such as assignments for which there is a review. NULL: none. */
	const char *const *unless;
	const char *order;      /* a column, "-" in front for descending; NULL: by key. Application ids sort by number. */
	int64_t limit;          /* 0: none */
};
int gr_index_select(gr_cursor **out, gr_index *index, const struct gr_select *select);
/* 1: *out is a map of keys and columns, borrowed until the next call; money as "50000.00" text; NULL columns are absent.
 * 0: the end. Negative: failed. */
int gr_cursor_next(const gr_value **out, gr_cursor *cursor);
void gr_cursor_free(gr_cursor *cursor);

/* The first row with this first key, as a cursor would give it; yours, NULL when there is none. The statement is kept. */
int gr_index_find(gr_value **out, gr_index *index, const char *table, const char *key);
int gr_index_count(int64_t *out, gr_index *index, const struct gr_select *select);
int gr_index_sum(int64_t *out, gr_index *index, const struct gr_select *select, const char *column);
int gr_index_max(int64_t *out, gr_index *index, const struct gr_select *select, const char *column); /* 0 when none */

/* Full text. Every word must occur; words of one and two Chinese characters are found inside longer text. Rows are maps with
 * the table's first key under its own name, "table" (a document's name), and "snippet" (the match between 「 and 」). Best first.
 * GRANT_EINPUT: no word. */
int gr_index_search(gr_cursor **out, gr_index *index, const char *words, int64_t limit);

#endif
