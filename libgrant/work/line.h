/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_LINE_H
#define GR_WORK_LINE_H

/*
 * The line of a ranking: behind the last one that the rules approve, in an earlier stage that they let through. Not here: decisions.
 */

#include "work/ranking.h"

struct gr_line {
	bool *approved;      /* of a candidate */
	size_t above;        /* so many of the ranked are above the line; 0: there is none */
	const char *why_not; /* then: a word of grant-json(7) */
};

/* A rule that fails means that there is no line. GRANT_ENOMEM. */
int gr_line_find(struct gr_line *out, const struct gr_ranking *ranking, int64_t budget);
void gr_line_clear(struct gr_line *line);

#endif
