/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_POSTERIOR_H
#define GR_ANALYSIS_POSTERIOR_H

/*
 * Which standard deviations are how likely, as a set of points with weights that a mean is taken over: Gauss and Legendre's nodes
 * on the box in which all but a few ten-thousandths of the probability lie. Not here: what is averaged (expected-rank.c).
 */

#include "analysis/crossed.h"

enum gr_deviation { GR_DEVIATION_REST, GR_DEVIATION_APPLICATION, GR_DEVIATION_PANEL, GR_DEVIATIONS };

struct gr_point {
	double deviation[GR_DEVIATIONS]; /* in grades from 1 to 6 */
	double weight;                   /* all add up to 1 */
};

struct gr_points {
	struct gr_point *items;
	size_t count;
};

/* `most` points at the most. GRANT_ENOMEM. */
int gr_posterior(struct gr_points *out, struct gr_crossed *crossed, struct gr_response *grades, size_t most);
void gr_points_clear(struct gr_points *points);

/* Factor and project for the deviations of a point. */
void gr_point_take(struct gr_crossed *crossed, struct gr_response *grades, const double deviation[GR_DEVIATIONS]);

#endif
