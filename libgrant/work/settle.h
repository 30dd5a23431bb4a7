/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_SETTLE_H
#define GR_WORK_SETTLE_H

/* Applications that share a place, and the order that a person gives them. */

#include "work/act.h"
#include "work/ranking.h"

/* One behind the last entry that shares the place of the entry at `start`. */
size_t gr_group_end(const struct gr_ranking *ranking, size_t start);

/* Put groups into the order that was given: all members of one group, then all of the next; NULL-terminated. GRANT_EINPUT. */
int gr_settle(struct gr_ranking *ranking, const char *const *order);
/* The record of it. */
int gr_settlement_put(struct gr_act *act, const struct gr_ranking *ranking, const char *const *order, const char *reason);

#endif
