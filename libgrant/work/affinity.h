/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_AFFINITY_H
#define GR_WORK_AFFINITY_H

/* What a pair of an application and a reviewer is worth to an assignment. Not here: who may be paired at all, and who is. */

#include "analysis/analysis.h"
#include "work/ranking.h"

struct gr_affinity {
	grant_round *round;
	const struct gr_oid *commit;
	struct gr_candidate *const *applications; /* in order of id */
	size_t application_count;
	const gr_value *reviewers; /* records in order of id */
	gr_wide *worth;            /* out: application by application, in units of the last place */
	unsigned places;           /* out */
};

/* From a table with the columns `reviewer`, `application` and `value`; pairs that it lacks are worth nought. GRANT_EINPUT. */
int gr_affinity_read(struct gr_affinity *affinity, grant_findings *findings, const char *file);
/* From what reviewers know about: three for the application's category, one for each keyword that its texts hold. */
int gr_affinity_guess(struct gr_affinity *affinity);

/* A sum of worths as a decimal. */
void gr_affinity_format(struct gr_buf *out, gr_wide sum, unsigned places);

#endif
