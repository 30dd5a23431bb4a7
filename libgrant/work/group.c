/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups: the writers' lock is had, acts are built each upon the one before, then all become durable in one step and main
 * moves. An act alone is a group of one. The index follows inside one transaction, which ends when the group has.
 */
#include <grant/round.h>

#include "base/error.h"
#include "base/value.h"
#include "work/group.h"

#define LOCK_MILLISECONDS 60000

int gr_group_begin(grant_round *round)
{
	struct gr_group *group = &round->group;
	int r = gr_store_lock(round->store, LOCK_MILLISECONDS);

	if (r < 0)
		return r;
	r = gr_store_tip(&group->base, round->store);
	if (r < 0) {
		gr_store_unlock(round->store);
		return r;
	}
	group->mark = gr_store_mark(round->store);
	group->is_open = true;
	return 0;
}

/* What never happened is no last act. */
static void forget_acts(grant_round *round)
{
	gr_value_free(round->last_act);
	round->last_act = NULL;
}

void gr_group_drop(grant_round *round)
{
	if (!round->group.is_open)
		return;
	forget_acts(round);
	round->group.is_open = false;
	gr_store_look_ahead(round->store, NULL);
	gr_store_rewind(round->store, &round->group.mark);
	gr_index_release(round->index, false);
	gr_store_unlock(round->store);
}

/* The acts stand, whatever becomes of the index: who reads next brings it up to date. */
static void index_acts(grant_round *round, const struct gr_oid *tip)
{
	gr_index *index;

	if (gr_round_index(&index, round, tip) < 0)
		gr_error_clear();
	round->group.is_open = false;
	gr_index_release(round->index, true);
}

int gr_group_finish(grant_round *round)
{
	struct gr_oid tip;
	int r = gr_store_tip(&tip, round->store);

	if (r == 0 && !gr_oid_equal(&tip, &round->group.base))
		r = gr_store_move(round->store, &round->group.base, &tip);
	if (r < 0) {
		gr_group_drop(round);
		return r;
	}
	index_acts(round, &tip);
	gr_store_tidy(round->store);
	gr_store_unlock(round->store);
	return 0;
}

/* ---- for programs ---- */

int grant_round_begin_group(grant_round *round)
{
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (round->group.is_open)
		return gr_fail(GRANT_EINVALID, _("a group of acts is open already; finish or drop it first"));
	r = gr_group_begin(round);
	if (r == 0 && (r = gr_store_expect_reading(round->store)) < 0)
		gr_group_drop(round);
	return r;
}

int grant_round_finish_group(grant_round *round)
{
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!round->group.is_open)
		return gr_fail(GRANT_EINVALID, _("no group of acts is open"));
	return gr_group_finish(round);
}

void grant_round_drop_group(grant_round *round)
{
	if (round)
		gr_group_drop(round);
}
