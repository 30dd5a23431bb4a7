/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking at an index that may be damaged, comparing it with another, and keeping it small. Not here: mending, which is to make
 * it anew (db.c, work/reindex).
 *
 * SQLite writes even for readers: the log's own index beside the file. A look that leaves no trace goes without locks and takes a
 * copy; when somebody wrote meanwhile it is taken again, at last with locks like everybody's.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/error.h"
#include "base/mem.h"
#include "index/inside.h"

#define TRIES 3
#define BUSY_MS 5000

/* ---- a copy ---- */

/* What changes when anybody writes. */
struct stamp {
	struct timespec file_time, log_time;
	off_t file_size, log_size;
};

static int take_stamp(struct stamp *out, const char *path)
{
	gr_autofree_text char *log = gr_format("%s-wal", path);
	struct stat status;

	memset(out, 0, sizeof(*out));
	if (!log)
		return GRANT_ENOMEM;
	if (stat(path, &status) < 0)
		return errno == ENOENT ? gr_fail(GRANT_ENOTFOUND, _("there is no file %s"), path)
		                       : gr_fail_errno(errno, "%s", path);
	if (!S_ISREG(status.st_mode))
		return gr_fail(GRANT_EFORMAT, _("%s is not an ordinary file"), path);
	out->file_time = status.st_mtim;
	out->file_size = status.st_size;
	if (stat(log, &status) == 0) {
		out->log_time = status.st_mtim;
		out->log_size = status.st_size;
	}
	return 0;
}

/* "file:" and the path as a URI has it. */
static char *uri_of(const char *path, const char *how)
{
	struct gr_buf uri = GR_BUF_INIT;

	gr_buf_text_append(&uri, "file:");
	for (const char *c = path; *c; c++)
		if (strchr("%?#", *c))
			gr_buf_printf(&uri, "%%%02X", (unsigned)*c);
		else
			gr_buf_byte(&uri, *c);
	gr_buf_text_append(&uri, how);
	return gr_buf_steal(&uri);
}

/* Without locks; with a log its index is kept in memory, without one nothing but the file is looked at. */
static int open_quietly(sqlite3 **out, const char *path, const struct stamp *stamp)
{
	gr_autofree_text char *uri = uri_of(path, stamp->log_size ? "?mode=ro&vfs=unix-none" : "?mode=ro&immutable=1");
	int r = uri ? sqlite3_open_v2(uri, out, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL)
	            : SQLITE_NOMEM;

	if (r == SQLITE_OK)
		r = sqlite3_exec(*out, "PRAGMA locking_mode = EXCLUSIVE", NULL, NULL, NULL);
	return r;
}

static int open_with_locks(sqlite3 **out, const char *path)
{
	int r = sqlite3_open_v2(path, out, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (r == SQLITE_OK)
		r = sqlite3_busy_timeout(*out, BUSY_MS);
	if (r == SQLITE_OK)
		r = sqlite3_db_config(*out, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return r;
}

static int copy_all(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	int r = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(to);

	if (backup)
		sqlite3_backup_finish(backup);
	return r == SQLITE_DONE ? SQLITE_OK : r;
}

static int fail_copy(int code)
{
	if ((code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB)
		return gr_fail(GRANT_EFORMAT, _("the index is damaged: %s"), sqlite3_errstr(code));
	return (code & 0xFF) == SQLITE_NOMEM ? gr_fail_memory()
	                                     : gr_fail(GRANT_EIO, _("the index: %s"), sqlite3_errstr(code & 0xFF));
}

static int check_copy(gr_index *index)
{
	bool fits = false;
	int r = gr_schema_check(&fits, index);

	if (r == 0 && !fits)
		r = gr_fail(GRANT_EFORMAT, _("the index is of another version"));
	return r;
}

static int copy_once(gr_index *index, const struct stamp *stamp, bool with_locks)
{
	sqlite3 *from = NULL;
	int r;

	sqlite3_close_v2(index->db);
	index->db = NULL;
	r = with_locks ? open_with_locks(&from, index->path) : open_quietly(&from, index->path, stamp);
	if (r == SQLITE_OK)
		r = sqlite3_open_v2(":memory:", &index->db,
		                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
	if (r == SQLITE_OK)
		r = copy_all(index->db, from);
	sqlite3_close_v2(from);
	if (r != SQLITE_OK)
		return fail_copy(r);
	return check_copy(index);
}

static bool is_same(const struct stamp *a, const struct stamp *b)
{
	return a->file_size == b->file_size && a->log_size == b->log_size &&
	       a->file_time.tv_sec == b->file_time.tv_sec && a->file_time.tv_nsec == b->file_time.tv_nsec &&
	       a->log_time.tv_sec == b->log_time.tv_sec && a->log_time.tv_nsec == b->log_time.tv_nsec;
}

static int copy_at_rest(gr_index *index)
{
	struct stamp before, after;
	int r = 0;

	for (int i = 0; i < TRIES; i++) {
		r = take_stamp(&before, index->path);
		if (r < 0)
			return r;
		r = copy_once(index, &before, false);
		if (take_stamp(&after, index->path) == 0 && is_same(&before, &after))
			return r;
		gr_error_clear();
	}
	return copy_once(index, &before, true);
}

int gr_index_copy(gr_index **out, const char *path, const struct gr_table *tables, size_t table_count)
{
	gr_index *index;
	int r = gr_index_new(&index, path, tables, table_count);

	if (r < 0)
		return r;
	index->in_memory = true;
	r = copy_at_rest(index);
	if (r < 0) {
		gr_index_close(index);
		return r;
	}
	*out = index;
	return 0;
}

/* ---- does it agree with itself ---- */

int gr_index_check(gr_index *index)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(index->db, "PRAGMA integrity_check(1)", -1, &statement, NULL), r = 0;

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code != SQLITE_ROW)
		r = gr_sql_fail(index->db, code);
	else if (strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0)
		r = gr_fail(GRANT_EFORMAT, _("the index is damaged: %s"),
		            (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	/* 1: also whether the postings say what search_text does */
	return r == 0 ? gr_index_run(index, "INSERT INTO search(search, rank) VALUES ('integrity-check', 1)") : r;
}

/* ---- comparing ---- */

struct side {
	sqlite3_stmt *statement;
	gr_index *index;
	bool has_row;
};

static int next_row(struct side *side)
{
	int code = sqlite3_step(side->statement);

	side->has_row = code == SQLITE_ROW;
	return code == SQLITE_ROW || code == SQLITE_DONE ? 0 : gr_sql_fail(side->index->db, code);
}

static int compare_cells(const struct side *a, const struct side *b, int column)
{
	const char *one = (const char *)sqlite3_column_text(a->statement, column);
	const char *other = (const char *)sqlite3_column_text(b->statement, column);

	if (!one || !other)
		return (one != NULL) - (other != NULL);
	return strcmp(one, other);
}

/* By the first `count` cells, by which both are in order. */
static int compare_rows(const struct side *a, const struct side *b, int count)
{
	int order = 0;

	for (int i = 0; order == 0 && i < count; i++)
		order = compare_cells(a, b, i);
	return order;
}

typedef int difference_cb(const char *table, const char *key, void *payload);

static int walk_both(struct side sides[2], const char *table, int keys, difference_cb *call, void *payload)
{
	int r = next_row(&sides[0]);

	if (r == 0)
		r = next_row(&sides[1]);
	while (r == 0 && (sides[0].has_row || sides[1].has_row)) {
		int order = !sides[0].has_row ? 1 : !sides[1].has_row ? -1 : compare_rows(&sides[0], &sides[1], keys);

		if (order != 0 || compare_rows(&sides[0], &sides[1], sqlite3_column_count(sides[0].statement)) != 0)
			r = call(table, (const char *)sqlite3_column_text(sides[order > 0].statement, 0), payload);
		if (r == 0 && order <= 0)
			r = next_row(&sides[0]);
		if (r == 0 && order >= 0)
			r = next_row(&sides[1]);
	}
	return r;
}

static int compare_query(gr_index *one, gr_index *other, const char *table, const char *sql, int keys,
                         difference_cb *call, void *payload)
{
	struct side sides[2] = { { .index = one }, { .index = other } };
	int r = 0;

	for (int i = 0; r == 0 && i < 2; i++)
		if (sqlite3_prepare_v2(sides[i].index->db, sql, -1, &sides[i].statement, NULL) != SQLITE_OK)
			r = gr_sql_fail(sides[i].index->db, sqlite3_errcode(sides[i].index->db));
	if (r == 0)
		r = walk_both(sides, table, keys, call, payload);
	for (int i = 0; i < 2; i++)
		sqlite3_finalize(sides[i].statement);
	return r;
}

static int compare_table(gr_index *one, gr_index *other, const struct gr_table *table, difference_cb *call,
                         void *payload)
{
	gr_auto_buf struct gr_buf sql = GR_BUF_INIT;
	size_t keys = gr_table_key_count(table);

	gr_buf_printf(&sql, "SELECT * FROM \"%s\" ORDER BY ", table->name);
	for (size_t i = 0; i < keys; i++)
		gr_buf_printf(&sql, "%s\"%s\" COLLATE BINARY", i ? ", " : "", table->keys[i]);
	if (gr_buf_ok(&sql) < 0)
		return GRANT_ENOMEM;
	return compare_query(one, other, table->name, gr_buf_text(&sql), (int)keys, call, payload);
}

int gr_index_compare(gr_index *one, gr_index *other, difference_cb *call, void *payload)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < one->table_count; i++)
		r = compare_table(one, other, &one->tables[i], call, payload);
	if (r == 0)
		r = compare_query(one, other, "search",
		                  "SELECT subject, source, body FROM search_text ORDER BY 1, 2",
		                  2, call, payload);
	if (r == 0)
		r = compare_query(one, other, "history",
		                  "SELECT \"commit\", at, act, actor, sentence FROM history ORDER BY 1", 1, call, payload);
	/* `touched` outside: the join is then a look-up by rowid, the other way about a scan for each commit */
	if (r == 0)
		r = compare_query(one, other, "touched",
		                  "SELECT ifnull(\"commit\", subject), subject FROM touched LEFT JOIN history USING (sequence) ORDER BY 1, 2",
		                  2, call, payload);
	return r;
}

/* ---- maintenance ---- */

static int ask(int64_t *out, gr_index *index, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(index->db, sql, -1, &statement, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	*out = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? 0 : gr_sql_fail(index->db, code);
}

int gr_index_sizes(struct gr_index_sizes *out, gr_index *index)
{
	gr_autofree_text char *log = gr_format("%s-wal", index->path);
	int64_t page, pages, unused;
	struct stat status;
	int r = log ? ask(&page, index, "PRAGMA page_size") : GRANT_ENOMEM;

	if (r == 0)
		r = ask(&pages, index, "PRAGMA page_count");
	if (r == 0)
		r = ask(&unused, index, "PRAGMA freelist_count");
	if (r < 0)
		return r;
	out->bytes = pages * page;
	out->free_bytes = unused * page;
	out->log_bytes = stat(log, &status) == 0 ? (int64_t)status.st_size : 0;
	return 0;
}

int gr_index_shrink(gr_index *index)
{
	gr_sql_close_all(index);
	return gr_index_run(index, "VACUUM");
}

int gr_index_empty_log(gr_index *index)
{
	int r;

	sqlite3_busy_timeout(index->db, BUSY_MS);
	r = sqlite3_wal_checkpoint_v2(index->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

/* Twice as many rows as were counted, or half of them, is another table. A table without rows has no statistics. */
static int fits_statistics(bool *out, gr_index *index, const struct gr_table *table)
{
	gr_autofree_text char *count = gr_format("SELECT count(*) FROM \"%s\"", table->name);
	gr_autofree_text char *counted = gr_format(
		"SELECT ifnull(max(CAST(stat AS INTEGER)), 0) FROM sqlite_stat1 WHERE tbl = '%s'", table->name);
	int64_t is = 0, was = 0;
	int r = count && counted ? ask(&is, index, count) : GRANT_ENOMEM;

	if (r == 0)
		r = ask(&was, index, counted);
	*out = is <= 2 * was && was <= 2 * is;
	return r;
}

int gr_index_has_statistics(bool *out, gr_index *index)
{
	int64_t tables;
	int r = ask(&tables, index, "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'");

	*out = r == 0 && tables > 0;
	for (size_t i = 0; r == 0 && *out && i < index->table_count; i++)
		r = fits_statistics(out, index, &index->tables[i]);
	return r;
}

int gr_index_take_statistics(gr_index *index)
{
	return gr_index_run(index, "PRAGMA analysis_limit = 1000; ANALYZE; PRAGMA optimize");
}
