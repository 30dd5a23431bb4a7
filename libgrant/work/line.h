/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_LINE_H
#define GR_WORK_LINE_H

/*
 * The line: it lies behind the last application of a ranking that the rules approve when nothing is decided yet. `allocate` approves,
 * in a stage with `advance` whoever that lets through. Not here: decisions (decide-ranking.c), who stands near it (sureness.c).
 */

#include "work/ranking.h"

/* In order: a greater one is better. */
enum gr_side {
	GR_SIDE_NONE,  /* there is no line, or the application has no place */
	GR_SIDE_BELOW, /* it is not approved: also one that was passed over for one that stands behind it */
	GR_SIDE_TIED,  /* it shares its place with one that has another verdict: a person must settle who goes first */
	GR_SIDE_ABOVE
};

struct gr_line {
	gr_value *outcomes;  /* id -> {"verdict", "amount" (whole fen), "reason"}, by advance "verdict" alone; NULL: there is no line */
	enum gr_side *sides; /* of each candidate */
	size_t above;        /* so many of the ranked; 0: nobody is approved */
	int64_t place;       /* of the last of them */
	size_t approved;
	int64_t fen;         /* what is approved together */
	bool is_advance;     /* no money */
};

/* GRANT_ENOTFOUND the rules have no allocate · GRANT_ERULE it failed; the line is empty then, with sides. */
int gr_line_draw(struct gr_line *out, const struct gr_ranking *ranking);
void gr_line_clear(struct gr_line *line);

/* What an outcome approves, in fen; 0 for another verdict. */
int64_t gr_outcome_fen(const gr_value *outcome);
/* Whether somebody changes side; without a place and below the line is the same. */
bool gr_side_crosses(enum gr_side before, enum gr_side now);
/* "above", "tied", "below"; NULL for none. */
const char *gr_side_word(enum gr_side side);

#endif
