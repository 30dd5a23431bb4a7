/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which commits touched which application, from the difference of each commit against its first parent (trailers are claims).
 * Commits come in the order of a walk that goes through a commit's parents, the first one first, before the commit itself. What
 * is known then stays as it is when the line of first parents goes on from there; when it does not (a history that was
 * rewritten, or taken over as the second parent of a merge), all is begun anew. Not here: what a row looks like (rows.c).
 */
#include "work/handle.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* applications/<shard>/<id>: what lies deeper need not be read to know that it changed. */
#define DEPTH 3
/* A catch-up brings so many commits along; more are left to who asks. */
#define CATCH_UP_MAX 1000

struct follower {
	grant_round *round;
	struct gr_oid *stack; /* commits that wait for their parents, each upon its children */
	size_t count, capacity;
};

/* ---- one commit ---- */

static int touch(const char *path, const struct gr_oid *old, const struct gr_oid *new, void *payload)
{
	grant_round *round = payload;
	char application[GR_ID_SIZE];

	(void)old, (void)new;
	return gr_application_of(application, path) ? gr_history_touch(round->index, application) : 0;
}

static int add_act(const struct gr_commit_info *info, void *payload)
{
	grant_round *round = payload;
	gr_autofree_text char *act = gr_trailer_get(info->message, "Grant-Act");
	gr_autofree_text char *actor = gr_trailer_get(info->message, "Grant-Actor");
	char hex[GR_OID_HEX], at[GR_TIME_TEXT_SIZE];
	struct gr_index_act row = { .commit = hex, .at = at, .at_seconds = info->author_time.seconds, .act = act,
		                    .actor = actor, .sentence = info->subject };
	int r;

	gr_oid_hex(hex, &info->commit);
	gr_time_format(at, info->author_time);
	r = gr_history_add(round->index, &row);
	if (r == 0)
		r = gr_store_diff_folders(round->store, info->has_parent ? &info->parent : NULL, &info->commit, DEPTH, touch,
		                          round);
	return r;
}

static int add_commit(grant_round *round, const struct gr_oid *commit)
{
	int r = gr_store_show(round->store, commit, add_act, round);

	return r == 0 ? gr_progress_step(&round->progress, 1) : r;
}

/* ---- the walk ---- */

/* 1: it is in the index; 0: it is not. */
static int is_known(struct follower *follower, const struct gr_oid *commit)
{
	char hex[GR_OID_HEX];

	gr_oid_hex(hex, commit);
	return gr_history_has(follower->round->index, hex);
}

static int push(struct follower *follower, const struct gr_oid *commit)
{
	if (follower->count == follower->capacity) {
		size_t capacity = follower->capacity ? follower->capacity * 2 : 64;
		struct gr_oid *stack = gr_resize_array(follower->stack, capacity, sizeof(*stack));

		if (!stack)
			return GRANT_ENOMEM;
		follower->stack = stack;
		follower->capacity = capacity;
	}
	follower->stack[follower->count++] = *commit;
	return 0;
}

/* 1: a parent was pushed that must come first; 0: all of them are there. */
static int push_parent(struct follower *follower, const struct gr_oid *commit)
{
	struct gr_oid parent;
	int r;

	for (unsigned i = 0; (r = gr_store_parent(&parent, follower->round->store, commit, i)) == 1; i++) {
		r = is_known(follower, &parent);
		if (r < 0)
			return r;
		if (r == 0)
			return push(follower, &parent) < 0 ? GRANT_ENOMEM : 1;
	}
	return r;
}

static int follow_to(grant_round *round, const struct gr_oid *tip)
{
	struct follower follower = { .round = round };
	char hex[GR_OID_HEX];
	int r = is_known(&follower, tip);

	r = r == 0 ? push(&follower, tip) : r < 0 ? r : 0;
	while (r >= 0 && follower.count > 0) {
		struct gr_oid commit = follower.stack[follower.count - 1];

		r = push_parent(&follower, &commit);
		if (r != 0)
			continue;
		r = add_commit(round, &commit);
		follower.count--;
	}
	gr_free(follower.stack);
	if (r < 0)
		return r;
	gr_oid_hex(hex, tip);
	return gr_history_set(round->index, hex);
}

/* Whether the line of first parents leads from `tip` back to `known` within so many steps (0: any number). */
static int leads_to(grant_round *round, const struct gr_oid *tip, const char *known, int64_t most)
{
	struct gr_oid at = *tip, wanted;
	int r = 1;

	if (gr_oid_parse(&wanted, known) < 0) {
		gr_error_clear();
		return 0;
	}
	for (int64_t i = 0; r == 1 && (most == 0 || i <= most); i++) {
		if (gr_oid_equal(&at, &wanted))
			return 1;
		r = gr_store_parent(&at, round->store, &at, 0);
	}
	return r < 0 ? r : 0;
}

int gr_follow_catch_up(grant_round *round, const char *known, const struct gr_oid *commit)
{
	char position[GR_OID_HEX];
	int r = gr_history_at(position, round->index);

	if (r < 0 || !position[0] || strcmp(position, known) != 0)
		return r;
	r = leads_to(round, commit, known, CATCH_UP_MAX);
	return r == 1 ? follow_to(round, commit) : r;
}

static int follow_anew_or_on(grant_round *round, const char *position, const struct gr_oid *tip)
{
	int r = position[0] ? leads_to(round, tip, position, 0) : 0;

	if (r == 0)
		r = gr_history_clear(round->index);
	return r < 0 ? r : follow_to(round, tip);
}

int gr_follow(grant_round *round, const struct gr_oid *tip)
{
	char position[GR_OID_HEX], wanted[GR_OID_HEX], known[GR_OID_HEX];
	int r = gr_history_at(position, round->index);

	gr_oid_hex(wanted, tip);
	if (r < 0 || strcmp(position, wanted) == 0)
		return r;
	r = gr_index_begin(round->index);
	if (r < 0)
		return r;
	gr_progress_begin(&round->progress, _("reading the history"), 0);
	r = gr_history_at(position, round->index);
	if (r == 0)
		r = gr_index_commit(known, round->index);
	if (r == 0)
		r = follow_anew_or_on(round, position, tip);
	if (r == 0)
		r = gr_progress_end(&round->progress);
	if (r == 0)
		return gr_index_commit_at(round->index, known);
	gr_index_rollback(round->index);
	return r;
}
