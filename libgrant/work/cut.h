/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_CUT_H
#define GR_WORK_CUT_H

/*
 * How many of a stage's ranking are above its line: up to the last one that `allocate` approves when nothing is decided yet (line.h),
 * in a stage with an `advance` up to the last one that it lets through. Not here: decisions.
 */

#include "work/ranking.h"

struct gr_cut {
	bool *approved;      /* of a candidate */
	size_t above;        /* so many of the ranked; 0: there is no line */
	const char *why_not; /* then: a word of grant-json(7) */
};

/* A rule that fails means that there is no line. GRANT_ENOMEM. */
int gr_cut_find(struct gr_cut *out, const struct gr_ranking *ranking);
void gr_cut_clear(struct gr_cut *cut);

#endif
