/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_DRAW_H
#define GR_WORK_DRAW_H

/* The records of draws, and what follows from them. */

#include "work/handle.h"

/* The numbers there are at a commit, in order; NULL-safe to free with gr_free(). */
int gr_draw_numbers(int64_t **out, size_t *count, grant_round *round, const struct gr_oid *commit);
/* One record. GRANT_ENOTFOUND with words. */
int gr_draw_load(gr_value **out, grant_round *round, const struct gr_oid *commit, int64_t number);
/* The first `count` that its pool, its method and the seed give: a list of ids. GRANT_EINPUT: the method cannot take the seed. */
int gr_draw_result(gr_value **out, const grant_round *round, const gr_value *draw, int64_t number, const char *seed, size_t count);
/* For the public: a copy with `number`, and how many. */
gr_value *gr_draw_told(const gr_value *draw, int64_t number);

#endif
