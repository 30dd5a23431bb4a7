/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening, beginning anew, transactions, and the commit that the index stands for. What the file holds can be made again
 * from the records, so that any doubt about it ends with a new one. Not here: what a row is.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "index/inside.h"

#define BUSY_MS 30000
#define LONG_LOG (1024 * 1024)

int gr_index_run(gr_index *index, const char *sql)
{
	int r = sqlite3_exec(index->db, sql, NULL, NULL, NULL);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

/* ---- opening ---- */

static bool is_busy(const gr_index *index)
{
	int code = sqlite3_errcode(index->db) & 0xFF;

	return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

static int open_file(gr_index *index, const char *path)
{
	/*
	 * A build in one transaction that does not fit into the cache is written over and over: room for a large round. To bring the
	 * log into the file waits for the disk twice, as long as a group of acts takes: it is done when the log has a thousand pages,
	 * or is long when a handle is closed (shorten_log()), since who opens the file first reads the log.
	 */
	static const char settings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = FAST; "
				       "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; "
				       "PRAGMA wal_autocheckpoint = 1024; PRAGMA journal_size_limit = 4194304;";
	int r = sqlite3_open_v2(path, &index->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
	                        NULL);

	if (r != SQLITE_OK) {
		r = gr_sql_fail(index->db, r);
		sqlite3_close_v2(index->db);
		index->db = NULL;
		return r;
	}
	sqlite3_busy_timeout(index->db, BUSY_MS);
	sqlite3_db_config(index->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(index->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	r = gr_index_run(index, settings);
	if (r < 0) {
		index->is_busy = is_busy(index);
		sqlite3_close_v2(index->db);
		index->db = NULL;
	}
	return r;
}

/* The next process would read it all. */
static void shorten_log(gr_index *index)
{
	gr_autofree_text char *name = gr_format("%s-wal", index->path);
	struct stat status;

	if (index->in_memory || !name || stat(name, &status) < 0 || status.st_size < LONG_LOG)
		return;
	sqlite3_busy_timeout(index->db, 0);
	sqlite3_wal_checkpoint_v2(index->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

static void close_file(gr_index *index)
{
	gr_sql_close_all(index);
	shorten_log(index);
	sqlite3_close_v2(index->db);
	index->db = NULL;
	index->in_transaction = false;
}

/* The schema is made, or found right, inside one transaction: another process may be doing the same. */
static int prepare_file(gr_index *index)
{
	bool fits = false;
	int r = gr_schema_check(&fits, index);

	if (r < 0 || fits)
		return r;
	r = gr_index_run(index, "BEGIN IMMEDIATE");
	if (r == 0)
		r = gr_schema_check(&fits, index);
	if (r == 0 && !fits)
		r = gr_schema_make(index);
	if (r == 0)
		return gr_index_run(index, "COMMIT");
	index->is_busy = is_busy(index);
	sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
	return r;
}

static void delete_file(const char *path)
{
	static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

	for (size_t i = 0; i < GR_COUNT(endings); i++) {
		gr_autofree_text char *name = gr_format("%s%s", path, endings[i]);

		if (name && unlink(name) < 0 && errno == EISDIR)
			rmdir(name);
	}
}

static int open_and_prepare(gr_index *index)
{
	int r = open_file(index, index->path);

	if (r == 0)
		r = prepare_file(index);
	return r;
}

static bool can_write(const char *path)
{
	gr_autofree_text char *folder = gr_strdup(path);
	char *slash = folder ? strrchr(folder, '/') : NULL;

	if (slash)
		*slash = '\0';
	return folder && access(slash ? folder : ".", W_OK | X_OK) == 0 && (access(path, W_OK) == 0 || errno == ENOENT);
}

static int open_in_memory(gr_index *index)
{
	int r;

	gr_error_clear();
	index->in_memory = true;
	r = open_file(index, ":memory:");
	return r == 0 ? prepare_file(index) : r;
}

/* A file that is damaged, or holds something else, is deleted and begun anew, once. */
static int open_any(gr_index *index)
{
	int r;

	if (!can_write(index->path))
		return open_in_memory(index);
	r = open_and_prepare(index);
	if (r == 0 || r == GRANT_ENOMEM)
		return r;
	if (index->db)
		close_file(index);
	if (index->is_busy) /* for longer than anybody waits: it is good for the others */
		return open_in_memory(index);
	delete_file(index->path);
	r = open_and_prepare(index);
	if (r == 0 || r == GRANT_ENOMEM)
		return r;
	if (index->db)
		close_file(index);
	return open_in_memory(index);
}

int gr_index_new(gr_index **out, const char *path, const struct gr_table *tables, size_t table_count)
{
	gr_index *index = gr_alloc(sizeof(*index));

	if (!index)
		return GRANT_ENOMEM;
	index->tables = tables;
	index->table_count = table_count;
	index->path = gr_strdup(path);
	index->of_table = gr_alloc_array(table_count, sizeof(*index->of_table));
	if (!index->path || !index->of_table) {
		gr_index_close(index);
		return GRANT_ENOMEM;
	}
	*out = index;
	return 0;
}

static int open_with(gr_index **out, const char *path, const struct gr_table *tables, size_t table_count,
                     int (*open_it)(gr_index *index))
{
	gr_index *index;
	int r = gr_index_new(&index, path, tables, table_count);

	if (r < 0)
		return r;
	r = open_it(index);
	if (r < 0) {
		gr_index_close(index);
		return r;
	}
	*out = index;
	return 0;
}

int gr_index_open(gr_index **out, const char *path, const struct gr_table *tables, size_t table_count)
{
	return open_with(out, path, tables, table_count, open_any);
}

int gr_index_open_memory(gr_index **out, const struct gr_table *tables, size_t table_count)
{
	return open_with(out, "", tables, table_count, open_in_memory);
}

void gr_index_close(gr_index *index)
{
	if (!index)
		return;
	if (index->in_transaction)
		gr_index_rollback(index);
	if (index->db)
		close_file(index);
	gr_free(index->of_table);
	gr_free(index->path);
	gr_free(index);
}

/* SQLite's own way to an empty file, whatever it holds: to drop the tables of a large round takes as long as to fill them. */
static int make_anew(gr_index *index)
{
	int r;

	gr_sql_close_all(index);
	sqlite3_db_config(index->db, SQLITE_DBCONFIG_RESET_DATABASE, 1, NULL);
	r = gr_index_run(index, "VACUUM");
	sqlite3_db_config(index->db, SQLITE_DBCONFIG_RESET_DATABASE, 0, NULL);
	return r == 0 ? prepare_file(index) : r;
}

/* A file that is whole is emptied in place, since others may have it open; a damaged one is deleted. */
int gr_index_clear(gr_index *index)
{
	gr_index_rollback(index);
	if (index->db && make_anew(index) == 0)
		return 0;
	gr_error_clear();
	if (index->db)
		close_file(index);
	if (!index->in_memory)
		delete_file(index->path);
	return index->in_memory ? open_in_memory(index) : open_any(index);
}

bool gr_index_is_damaged(gr_index *index)
{
	sqlite3_stmt *statement = NULL;
	bool whole = sqlite3_prepare_v2(index->db, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK &&
	             sqlite3_step(statement) == SQLITE_ROW &&
	             strcmp((const char *)sqlite3_column_text(statement, 0), "ok") == 0;

	sqlite3_finalize(statement);
	return !whole;
}

bool gr_index_in_memory(const gr_index *index)
{
	return index->in_memory;
}

/* ---- transactions ---- */

static int run_statement(gr_index *index, enum gr_statement which)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, which);

	return r == 0 ? gr_sql_run(index, statement) : r;
}

int gr_index_begin(gr_index *index)
{
	int r = index->is_held && index->in_transaction ? 0 : run_statement(index, GR_SQL_BEGIN);

	index->in_transaction = r == 0;
	return r;
}

void gr_index_rollback(gr_index *index)
{
	if (index->in_transaction && run_statement(index, GR_SQL_ROLLBACK) < 0)
		gr_error_clear();
	index->in_transaction = index->in_bulk = false;
}

int gr_index_bulk(gr_index *index, bool begins)
{
	gr_auto_buf struct gr_buf sql = GR_BUF_INIT;
	int r;

	gr_schema_lookups_text(&sql, index, begins);
	r = gr_buf_ok(&sql);
	if (r == 0)
		r = gr_text_bulk(index, begins);
	if (r == 0)
		r = gr_index_run(index, gr_buf_text(&sql));
	index->in_bulk = begins && r == 0;
	return r;
}

int gr_index_commit(char out[41], gr_index *index)
{
	return gr_sql_one_text(out, 41, index, GR_SQL_COMMIT_GET);
}

int gr_index_commit_at(gr_index *index, const char *commit)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, GR_SQL_COMMIT_SET);

	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, commit);
	if (r == 0)
		r = gr_sql_run(index, statement);
	if (r == 0 && index->is_held)
		return 0;
	if (r == 0)
		r = run_statement(index, GR_SQL_COMMIT);
	if (r < 0)
		gr_index_rollback(index);
	index->in_transaction = false;
	return r;
}

void gr_index_hold(gr_index *index)
{
	if (index)
		index->is_held = true;
}

void gr_index_release(gr_index *index, bool keep)
{
	if (!index || !index->is_held)
		return;
	index->is_held = false;
	if (!index->in_transaction)
		return;
	if (keep && run_statement(index, GR_SQL_COMMIT) == 0) {
		index->in_transaction = false;
		return;
	}
	if (keep)
		gr_error_clear();
	gr_index_rollback(index);
}
