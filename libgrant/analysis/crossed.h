/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_CROSSED_H
#define GR_ANALYSIS_CROSSED_H

/*
 * The linear algebra of votes that have an effect of the application, one of the reviewer and perhaps one of the panel, all
 * random. With variances in units of the residual's, the covariance of the votes is s^2 H. The block of the applications is
 * diagonal, so that only reviewers and panels are left to be solved for (Schur's complement), and of those only the ones that
 * hang together: a component, which is a panel where its reviewers sit in no other.
 */

#include "analysis/votes.h"

/* A reviewer or a panel as an application sees it. */
struct gr_entry {
	uint32_t variable; /* within the component */
	double count;      /* of this application's votes: 1 for a reviewer */
};

struct gr_component {
	size_t start, size; /* its variables */
	size_t at;          /* its square in the factor */
};

struct gr_crossed {
	const struct gr_votes *votes;
	bool has_panels;
	size_t variable_count, component_count, factor_size;
	struct gr_component *components;
	uint32_t *component_of;     /* of an application */
	uint32_t *variable_of;      /* of a reviewer, then of a panel: among all */
	bool *is_panel;             /* by variable */
	size_t *entry_start;        /* of an application, one more at the end */
	struct gr_entry *entries;
	double *vote_count;         /* of an application */
	double *frequency;          /* of a number of votes: applications that have so many */
	size_t most_votes;
	/* what gr_crossed_factor() leaves */
	double *shrink;             /* of an application: g / (1 + votes g) */
	double *factor;             /* L of each component, S = L L', row by row */
	double log_determinant;     /* of H */
};

/* Sums of something that every vote has: what is left of its grade, or 1. */
struct gr_response {
	double *by_application, *by_variable;
	double *solved; /* by variable: what gr_crossed_project() leaves, L^-1 b */
	double square;
};

/* Every application has a vote. GRANT_ENOMEM. */
int gr_crossed_make(struct gr_crossed *crossed, const struct gr_votes *votes, bool has_panels);
void gr_crossed_clear(struct gr_crossed *crossed);
/* More applications, or reviewers that hang together, than can be computed in a minute. */
bool gr_crossed_is_too_large(const struct gr_crossed *crossed);
/* Multiplications that one gr_crossed_factor() takes, about. */
double gr_crossed_work(const struct gr_crossed *crossed);

/* Variances of applications, reviewers and panels, in units of the residual's; the last two are not 0. */
struct gr_ratios {
	double application, reviewer, panel;
};
void gr_crossed_factor(struct gr_crossed *crossed, const struct gr_ratios *ratios);

int gr_response_make(struct gr_response *response, const struct gr_crossed *crossed);
void gr_response_clear(struct gr_response *response);
/* Grades in units of `scale` ten-thousandths, less `mean`. */
void gr_response_grades(struct gr_response *response, const struct gr_crossed *crossed, double mean, double scale);
void gr_response_ones(struct gr_response *response, const struct gr_crossed *crossed);

void gr_crossed_project(const struct gr_crossed *crossed, struct gr_response *response);
/* x' H^-1 y of two responses that are projected; `cross` is x'y. */
double gr_crossed_product(const struct gr_crossed *crossed, const struct gr_response *x, const struct gr_response *y, double cross);

/* In place, for one component: L^-1 x and L'^-1 x. */
void gr_crossed_forward(const struct gr_crossed *crossed, const struct gr_component *component, double *x);
void gr_crossed_backward(const struct gr_crossed *crossed, const struct gr_component *component, double *x);

#endif
