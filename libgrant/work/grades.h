/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_GRADES_H
#define GR_WORK_GRADES_H

/*
 * A stage's reviews as votes for the analysis. A reviewer's grade is the sum of the stage's criteria; a review that leaves one of
 * them out is left out itself and counted. Where the rules want less to be better, grades are turned round. Not here: what is
 * computed of them.
 */

#include "analysis/analysis.h"
#include "work/ranking.h"

/* A reviewer, in a category where the round has several: whoever reviews in two is two reviewers to the model. */
struct gr_grader {
	const char *person, *category; /* borrowed from the ranking */
};

struct gr_grades {
	struct gr_votes votes;
	struct gr_vote *items;
	uint32_t *panel_of;
	struct gr_grader *graders;  /* in order of person and category */
	size_t *ranked_of;          /* of an application: its place in ranking->ranked */
	size_t *application_of;     /* of a ranked one: among the votes, SIZE_MAX: it has none */
	size_t incomplete;          /* reviews that are left out */
	int64_t low_e4, high_e4;    /* of the sum of the criteria */
	int64_t unit_e4;            /* points that are one grade of the scale from 1 to 6 */
	bool is_turned;             /* less is better */
};

/* Of the applications that have a place. GRANT_ENOMEM, GRANT_ELIMIT (numbers beyond all bounds). */
int gr_grades_make(struct gr_grades *out, const struct gr_ranking *ranking);
void gr_grades_clear(struct gr_grades *grades);

/* The sum of a review's scores; false: it is not complete. */
bool gr_grade_of(int64_t *e4, const gr_value *review, const gr_value *criteria);

#endif
