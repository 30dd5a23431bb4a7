/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index is brought from the commit that it stands for to another by the difference of their trees, or made from nothing.
 * Not here: rows (rows.c), the whole at once (build.c), who touched what (follow.c).
 */
#include <grant/round.h>

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/rows.h"

/* ---- by the difference ---- */

struct reindexer {
	grant_round *round;
	gr_row *row;
};

static int put_row(struct gr_rows *rows)
{
	struct reindexer *reindexer = rows->payload;
	int r = gr_index_put(reindexer->round->index, reindexer->row);

	return r == 0 ? gr_progress_step(&reindexer->round->progress, 1) : r;
}

static int remove_row(struct gr_rows *rows, const char *table, const char *const *keys)
{
	struct reindexer *reindexer = rows->payload;
	int r = gr_index_remove(reindexer->round->index, table, keys);

	return r == 0 ? gr_progress_step(&reindexer->round->progress, 1) : r;
}

static int clear_texts(struct gr_rows *rows, const char *application)
{
	struct reindexer *reindexer = rows->payload;

	return gr_index_remove_documents(reindexer->round->index, application);
}

static int set_state(struct gr_rows *rows, const char *application, const char *state)
{
	struct reindexer *reindexer = rows->payload;
	const char *keys[] = { application, NULL };

	return gr_index_set_text(reindexer->round->index, "application", keys, "state", state);
}

static int apply_difference(grant_round *round, const struct gr_oid *from, const struct gr_oid *to)
{
	struct reindexer reindexer = { .round = round };
	struct gr_rows rows = { .store = round->store, .tables = &round->tables, .commit = to, .payload = &reindexer,
		                .slot = &reindexer.row, .put = put_row, .remove = remove_row, .clear_texts = clear_texts,
		                .set_state = set_state };
	int r = gr_store_diff(round->store, from, to, gr_rows_change, &rows);

	if (r == 0)
		r = gr_rows_finish(&rows);
	gr_rows_clear(&rows);
	gr_row_free(reindexer.row);
	return r;
}

/* ---- the index ---- */

static int open_index(grant_round *round)
{
	gr_autofree_text char *path = NULL;
	int r;

	if (round->index)
		return 0;
	path = gr_format("%sgrant/index.sqlite", gr_store_git_dir(round->store));
	if (!path)
		return GRANT_ENOMEM;
	r = round->tables.count ? 0 : gr_tables_make(&round->tables);
	if (r == 0)
		r = gr_index_open(&round->index, path, round->tables.tables, round->tables.count);
	return r;
}

static int build(int64_t *records, grant_round *round, const struct gr_oid *commit)
{
	int r = gr_index_bulk(round->index, true);

	if (r == 0)
		r = gr_rows_build(records, round, commit);
	return r == 0 ? gr_index_bulk(round->index, false) : r;
}

/* From the commit that the index stands for, "" for nothing; when that commit is gone, GRANT_EFORMAT. */
static int bring_to(int64_t *records, grant_round *round, const char *known, const struct gr_oid *commit)
{
	struct gr_oid from, tree;
	int r;

	if (!known[0])
		return build(records, round, commit);
	if (gr_oid_parse(&from, known) < 0 || gr_store_tree_of(&tree, round->store, &from) < 0)
		return gr_fail(GRANT_EFORMAT, "the index stands for a commit that is gone");
	if (gr_oid_equal(&from, commit))
		return 0;
	r = apply_difference(round, &from, commit);
	return r == 0 ? gr_follow_catch_up(round, known, commit) : r;
}

/* Inside the transaction, since another process may have brought it forward meanwhile. */
static int catch_up(int64_t *records, grant_round *round, const struct gr_oid *commit)
{
	char known[41], wanted[GR_OID_HEX];
	int r = gr_index_begin(round->index);

	if (r < 0)
		return r;
	gr_oid_hex(wanted, commit);
	gr_progress_begin(&round->progress, _("bringing the index up to date"), 0);
	r = gr_index_commit(known, round->index);
	if (r == 0)
		r = bring_to(records, round, known, commit);
	if (r == 0)
		r = gr_progress_end(&round->progress);
	if (r == 0)
		return gr_index_commit_at(round->index, wanted);
	gr_index_rollback(round->index);
	return r;
}

int gr_round_index(gr_index **out, grant_round *round, const struct gr_oid *commit)
{
	char known[41], wanted[GR_OID_HEX];
	int64_t records = 0;
	int r = open_index(round);

	if (r < 0)
		return r;
	*out = round->index;
	if (round->group.is_open)
		gr_index_hold(round->index);
	gr_oid_hex(wanted, commit);
	r = gr_index_commit(known, round->index);
	if (r == 0 && strcmp(known, wanted) == 0)
		return 0;
	if (r == 0)
		r = catch_up(&records, round, commit);
	if (r != GRANT_EFORMAT)
		return r;
	/* damaged, or of a history that is gone: from nothing */
	r = gr_index_clear(round->index);
	return r == 0 ? catch_up(&records, round, commit) : r;
}

bool gr_round_mend_index(grant_round *round, int code)
{
	if (code != GRANT_EFORMAT || !round || !round->index || !gr_index_is_damaged(round->index))
		return false;
	gr_error_clear();
	return gr_index_clear(round->index) == 0;
}

/* It answers from memory all the same; but who asks for a new one asks for a file. */
static int check_on_disk(const grant_round *round)
{
	return gr_index_in_memory(round->index)
	               ? gr_fail(GRANT_EIO,
	                         _("the index cannot be written to %sgrant: every command makes one in memory "
	                           "for itself, which takes longer; see to it that the folder can be written"),
	                         gr_store_git_dir(round->store))
	               : 0;
}

int grant_round_reindex(int64_t *records, grant_round *round)
{
	struct gr_oid tip;
	int64_t count = 0;
	int r = gr_enter(round);

	if (r == 0)
		r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = open_index(round);
	if (r == 0)
		r = check_on_disk(round);
	if (r == 0)
		r = gr_index_clear(round->index);
	if (r == 0)
		r = check_on_disk(round); /* what could be opened can fail to be made anew */
	if (r == 0)
		r = catch_up(&count, round, &tip);
	if (r == 0 && records)
		*records = count;
	return r;
}
