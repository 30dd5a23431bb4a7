/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_SETTLE_H
#define GR_WORK_SETTLE_H

/* Applications that share a place, and the order that a person or a draw gives them. */

#include <grant/decision.h>

#include "work/act.h"
#include "work/ranking.h"

/* One behind the last entry that shares the place of the entry at `start`. */
size_t gr_group_end(const struct gr_ranking *ranking, size_t start);

/* What the wish settles: a list of groups, each {"applications" (all that share a place, in order), and "reason" or "draw"}.
 * GRANT_EINPUT, GRANT_ENOTFOUND, GRANT_EDENIED with words. */
int gr_settlement_make(gr_value **out, struct gr_act *act, const struct gr_ranking *ranking,
                       const grant_decide_ranking_options *wish);
bool gr_settlement_has(const gr_value *groups, const char *application);
/* Put them into that order. GRANT_EINPUT. */
int gr_settle(struct gr_ranking *ranking, const gr_value *groups);
/* What was settled in a stage, as the record has it: a list of groups, each with "by" and "at" besides; empty when nothing was. */
int gr_settlement_load(gr_value **groups, grant_round *round, const struct gr_oid *commit, const char *stage);
/* Of all stages, the groups that an application stands in, each with "stage" and "position", from 1. */
int gr_settlements_of(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *application);
/* The record of it. */
int gr_settlement_put(struct gr_act *act, const struct gr_ranking *ranking, const gr_value *groups);

#endif
