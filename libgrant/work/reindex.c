/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From records to rows: the index is brought from the commit that it stands for to another by the difference of their
 * trees. Not here: what a row looks like (model's table descriptions), SQL (index).
 *
 * The state of an application follows from several records. Git's order keeps an application's files together, so
 * its state is settled when the next application begins: from the records that just went by when the application is
 * new, else from its folder.
 */
#include <grant/round.h>

#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "work/handle.h"
#include "work/subject.h"

struct reindexer {
	grant_round *round;
	const struct gr_oid *commit;
	char application[GR_ID_SIZE]; /* the one that is going by, "" for none */
	bool is_new, is_gone;
	struct gr_facts facts;
	int64_t records;
};

static int settle_state(struct reindexer *reindexer)
{
	const char *keys[] = { reindexer->application, NULL };
	gr_auto_value gr_value *columns = NULL;
	enum gr_state state;
	int r;

	if (!reindexer->application[0] || reindexer->is_gone)
		return 0;
	if (reindexer->is_new) {
		state = gr_state_derive(&reindexer->facts);
	} else {
		struct gr_subject subject = { 0 };

		r = gr_subject_load(&subject, reindexer->round, reindexer->commit, reindexer->application);
		if (r == GRANT_ENOTFOUND)
			return 0;
		if (r < 0)
			return r;
		state = subject.state;
		gr_subject_clear(&subject);
	}
	columns = gr_map_new();
	r = columns ? gr_map_set_text(columns, "state", gr_state_name(state)) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_index_set(reindexer->round->index, "application", keys, columns);
	return r;
}

static int follow_application(struct reindexer *reindexer, const struct gr_location *location)
{
	int r;

	if (strcmp(reindexer->application, location->application) == 0)
		return 0;
	r = settle_state(reindexer);
	memset(&reindexer->facts, 0, sizeof(reindexer->facts));
	strcpy(reindexer->application, location->application);
	reindexer->is_new = reindexer->is_gone = false;
	return r;
}

/* What the full text keeps of an application besides its columns: the answers to the round's own questions. */
static int add_answers(gr_value *extra, const gr_value *record)
{
	const gr_value *answers = gr_map_get(record, "answers");
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	for (size_t i = 0; i < gr_value_count(answers); i++) {
		const char *answer = gr_value_text(gr_value_item(answers, i));

		gr_buf_text_append(&text, answer ? answer : "");
		gr_buf_byte(&text, '\n');
	}
	return text.size ? gr_map_set_text(extra, "body", gr_buf_text(&text)) : gr_buf_ok(&text);
}

static int put_row(struct reindexer *reindexer, const struct gr_location *location, const struct gr_oid *blob,
                   const char *path)
{
	gr_auto_value gr_value *record = NULL;
	gr_auto_value gr_value *extra = NULL;
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	const char *keys[4];
	struct gr_index_row row = { .keys = keys };
	int r = 0;

	if (!gr_table_keys(&row.table, keys, location))
		return 0;
	r = gr_store_read_blob(&bytes, reindexer->round->store, blob, GR_RECORD_MAX_BYTES);
	if (r == 0)
		r = gr_json_read(&record, gr_buf_text(&bytes), bytes.size);
	if (r < 0)
		return gr_context(r == GRANT_EINPUT ? GRANT_EFORMAT : r, "%s", path);
	gr_facts_add(&reindexer->facts, location->kind, record);
	if (location->kind == GR_KIND_APPLICATION) {
		extra = gr_map_new();
		r = extra ? add_answers(extra, record) : GRANT_ENOMEM;
	}
	row.record = record;
	row.extra = extra;
	if (r == 0)
		r = gr_index_put(reindexer->round->index, &row);
	reindexer->records++;
	return r;
}

static int apply_change(const char *path, const struct gr_oid *old_blob, const struct gr_oid *new_blob, void *payload)
{
	struct reindexer *reindexer = payload;
	struct gr_location location;
	const char *table, *keys[4];
	int r = 0;

	if (!gr_location_parse(&location, path) || location.kind >= GR_KIND_FILES)
		return 0;
	if (location.application[0])
		r = follow_application(reindexer, &location);
	if (r < 0)
		return r;
	if (location.kind == GR_KIND_APPLICATION) {
		reindexer->is_new = !old_blob;
		reindexer->is_gone = !new_blob;
	}
	if (new_blob)
		r = put_row(reindexer, &location, new_blob, path);
	else if (gr_table_keys(&table, keys, &location))
		r = gr_index_remove(reindexer->round->index, table, keys);
	if (r == 0)
		r = gr_progress_step(&reindexer->round->progress, 1);
	return r;
}

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

/* From the commit that the index stands for; when that is gone or unknown, from nothing. Inside the transaction, since
 * another process may have brought it forward meanwhile. */
static int catch_up(int64_t *records, grant_round *round, const struct gr_oid *commit)
{
	struct reindexer reindexer = { .round = round, .commit = commit };
	char known[41], wanted[GR_OID_HEX];
	struct gr_oid from, tree;
	const struct gr_oid *start = NULL;
	int r;

	gr_oid_hex(wanted, commit);
	r = gr_index_begin(round->index);
	if (r < 0)
		return r;
	r = gr_index_commit(known, round->index);
	if (r == 0 && known[0] && gr_oid_parse(&from, known) == 0 && gr_store_tree_of(&tree, round->store, &from) == 0)
		start = &from;
	if (r == 0 && known[0] && !start)
		r = gr_fail(GRANT_EFORMAT, "the index stands for a commit that is gone");
	gr_progress_begin(&round->progress, _("bringing the index up to date"), 0);
	if (r == 0 && !start)
		r = gr_index_bulk(round->index, true);
	if (r == 0 && strcmp(known, wanted) != 0)
		r = gr_store_diff(round->store, start, commit, apply_change, &reindexer);
	if (r == 0)
		r = settle_state(&reindexer);
	if (r == 0 && !start)
		r = gr_index_bulk(round->index, false);
	if (r == 0)
		r = gr_progress_end(&round->progress);
	if (r == 0)
		r = gr_index_commit_at(round->index, wanted);
	else
		gr_index_rollback(round->index);
	if (records)
		*records = reindexer.records;
	return r;
}

int gr_round_index(gr_index **out, grant_round *round, const struct gr_oid *commit)
{
	char known[41], wanted[GR_OID_HEX];
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
		r = catch_up(NULL, round, commit);
	if (r != GRANT_EFORMAT)
		return r;
	/* damaged, or of a history that is gone: from nothing */
	r = gr_index_clear(round->index);
	return r == 0 ? catch_up(NULL, round, commit) : r;
}

bool gr_round_mend_index(grant_round *round, int code)
{
	if (code != GRANT_EFORMAT || !round || !round->index || !gr_index_is_damaged(round->index))
		return false;
	gr_error_clear();
	return gr_index_clear(round->index) == 0;
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
		r = gr_index_clear(round->index);
	if (r == 0)
		r = catch_up(&count, round, &tip);
	if (r == 0 && records)
		*records = count;
	return r;
}
