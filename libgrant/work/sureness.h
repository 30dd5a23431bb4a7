/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_SURENESS_H
#define GR_WORK_SURENESS_H

/* How sure a ranking is, as told by grant_rank() with `report`. Keys and units: grant/ranking.h and grant-json(7). */

#include "work/grades.h"
#include "work/line.h"

#define GR_WITHOUT_MAX 400000 /* reviewers times applications: a minute or so */

struct gr_sureness {
	const struct gr_ranking *ranking;
	grant_round *round;
	struct gr_line line;
	const char *no_line; /* why: a word of grant-json(7); NULL: there is one */
	struct gr_grades grades;
	struct gr_expected_ranks ranks;
};

/* Adds to a ranking as it is told: "results" in the order of ranking->ranked. */
int gr_sureness_tell(gr_value *record, const struct gr_ranking *ranking, grant_round *round);

/* without.c: "without", or null and the reason in `why`. */
int gr_without_tell(gr_value *record, gr_value *why, const struct gr_sureness *sureness);

#endif
