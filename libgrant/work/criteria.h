/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_CRITERIA_H
#define GR_WORK_CRITERIA_H

/* What the rules declare about a stage, and whether it still runs. */

#include "work/handle.h"

/* {"id", "criteria", "ties", ...} of a stage; borrowed from the rules. GRANT_ENOTFOUND. */
int gr_stage_declared(const gr_value **out, const gr_rules *rules, const char *stage);
const gr_value *gr_declared_measure(const gr_rules *rules, const char *name);

/* GRANT_EDENIED with words when reviews of the stage may not be changed any more: the ranking is recorded, or the date
 * has passed. */
int gr_stage_allow_reviews(grant_round *round, const struct gr_oid *commit, const char *stage, struct gr_time now);

#endif
