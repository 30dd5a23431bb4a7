/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_LINE_H
#define GR_WORK_LINE_H

/*
 * The line of the money: it lies behind the last application of a ranking that the rules' `allocate` approves when nothing is
 * decided yet. Not here: decisions (decide-ranking.c).
 */

#include "work/ranking.h"

enum gr_side {
	GR_SIDE_NONE, /* there is no line, or the application has no place */
	GR_SIDE_ABOVE,
	GR_SIDE_TIED, /* it shares its place with one that has another verdict: a person must settle who goes first */
	GR_SIDE_BELOW
};

struct gr_line {
	gr_value *outcomes;  /* id -> {"verdict", "amount" (whole fen), "reason"}; NULL: the rules have no allocate, or it failed */
	enum gr_side *sides; /* of each entry of the ranking, in order */
	int64_t place;       /* of the last that is approved; 0: nobody is */
	size_t approved;
	int64_t fen;         /* what is approved together */
};

/* GRANT_ENOTFOUND the rules have no allocate · GRANT_ERULE it failed; the line is empty then, with sides. */
int gr_line_draw(struct gr_line *out, const struct gr_ranking *ranking);
void gr_line_clear(struct gr_line *line);

/* What an outcome approves, in fen; 0 for another verdict. */
int64_t gr_outcome_fen(const gr_value *outcome);
/* "above", "tied", "below"; NULL for none. */
const char *gr_side_word(enum gr_side side);

#endif
