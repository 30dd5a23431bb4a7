/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_EXPECTED_RANK_H
#define GR_ANALYSIS_EXPECTED_RANK_H

/* What expected ranks and draws share. */

#include "analysis/numeric.h"
#include "analysis/posterior.h"

struct gr_ranking_model {
	struct gr_crossed crossed;
	struct gr_response grades;
	struct gr_normal normal;
	/* of the point at hand */
	double *mean, *variance;    /* of applications */
	double *rows;               /* L^-1 z of applications, at row_start */
	size_t *row_start;
	double *level;              /* of reviewers and panels, by variable */
	/* over all points */
	double *rank;
	double *level_mean;
	double deviation[GR_DEVIATIONS];
};

/* The effects at the point that was taken. */
void gr_model_means(struct gr_ranking_model *model);

/* Fills the intervals and, where there are too many applications for the closed form, the expected ranks. GRANT_ENOMEM. */
int gr_rank_draws(struct gr_expected_ranks *out, struct gr_ranking_model *model, const struct gr_points *points);

#endif
