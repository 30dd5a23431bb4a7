/* SPDX-License-Identifier: Apache-2.0 */
/* Which commit touched which subject, in an order in which parents come first. Not here: what a commit touched (work/history-index). */
#include "index/inside.h"

int gr_history_add(gr_index *index, const struct gr_index_act *act)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, GR_SQL_ACT_PUT);

	if (r < 0)
		return r;
	sqlite3_bind_int64(statement, 3, act->at_seconds);
	r = gr_sql_bind_text(index, statement, 1, act->commit);
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 2, act->at);
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 4, act->act);
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 5, act->actor);
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 6, act->sentence);
	return r == 0 ? gr_sql_run(index, statement) : r;
}

static int run_with_text(gr_index *index, enum gr_statement which, const char *text)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, which);

	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, text);
	return r == 0 ? gr_sql_run(index, statement) : r;
}

int gr_history_touch(gr_index *index, const char *subject)
{
	return run_with_text(index, GR_SQL_TOUCH_PUT, subject);
}

int gr_history_has(gr_index *index, const char *commit)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, GR_SQL_ACT_FIND), code;

	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, commit);
	if (r < 0)
		return r;
	code = sqlite3_step(statement);
	sqlite3_reset(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return gr_sql_fail(index->db, code);
	return code == SQLITE_ROW;
}

int gr_history_clear(gr_index *index)
{
	int r = sqlite3_exec(index->db, "DELETE FROM touched; DELETE FROM history; UPDATE index_state SET history = ''", NULL,
	                     NULL, NULL);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

int gr_history_at(char out[41], gr_index *index)
{
	return gr_sql_one_text(out, 41, index, GR_SQL_HISTORY_GET);
}

int gr_history_set(gr_index *index, const char *commit)
{
	return run_with_text(index, GR_SQL_HISTORY_SET, commit);
}

int gr_history_of(gr_index *index, const char *subject, int64_t limit, int (*call)(const char *commit, void *payload),
                  void *payload)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, GR_SQL_TOUCH_LIST), code = SQLITE_DONE;

	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, subject);
	if (r < 0)
		return r;
	sqlite3_bind_int64(statement, 2, limit > 0 ? limit : -1);
	while (r == 0 && (code = sqlite3_step(statement)) == SQLITE_ROW)
		r = call((const char *)sqlite3_column_text(statement, 0), payload);
	if (r == 0 && code != SQLITE_DONE)
		r = gr_sql_fail(index->db, code);
	sqlite3_reset(statement);
	return r;
}
