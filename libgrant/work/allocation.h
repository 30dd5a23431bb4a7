/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_ALLOCATION_H
#define GR_WORK_ALLOCATION_H

/* What the round's rules allocate along a ranking. */

#include "work/ranking.h"

/* Of those that are not decided: id -> {"verdict", "amount" (fen), "reason"}. `budget` is the round's, below 0: it has none; what
 * is approved by hand has taken its part. GRANT_ERULE. */
int gr_allocation_ask(gr_value **out, const struct gr_ranking *ranking, int64_t budget);

bool gr_is_approval(const gr_value *outcome);

#endif
