/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_VOTES_H
#define GR_ANALYSIS_VOTES_H

/*
 * What reviewers gave, how far they agree, and how sure ranks made of it are. Whole numbers of ten-thousandths (_e4) or thousandths
 * (_e3), rounded half away from zero, the same on every machine.
 */

#include "base/base.h"

struct gr_vote {
	uint32_t application, reviewer; /* below the counts */
	int64_t grade_e4;               /* more is better */
};

/* Every application has a vote, and at most one of a reviewer. */
struct gr_votes {
	const struct gr_vote *items;
	size_t count, application_count, reviewer_count;
	const uint32_t *panel_of; /* of an application; NULL where panel_count is 1 */
	size_t panel_count;       /* at least 1 */
};

/* Why there is no figure. */
enum gr_no_figure {
	GR_FIGURE,           /* there is one */
	GR_ONE_APPLICATION,
	GR_NO_SECOND_REVIEW, /* no application has two reviews */
	GR_NO_DIFFERENCE,    /* all grades are the same */
	GR_NO_OVERLAP,       /* no reviewer has two applications: nobody's level can be told from the rest */
	GR_TOO_LARGE         /* see GR_RANKS_MAX and GR_REVIEWERS_MAX */
};

struct gr_figure {
	enum gr_no_figure why_not;
	int64_t e4;
};

/* ---- agreement.c ---- */

/*
 * Intraclass correlations by restricted maximum likelihood, which is right where applications have unequal numbers of reviews,
 * by unequal reviewers, and equals the analysis of variance where everybody reviewed everything (but is never below 0).
 * ICC(1): grades of an application, whoever gave them. ICC(3): of an application, less each reviewer's level; applications and
 * reviewers both vary at random in the estimate, as in lme4's y ~ 1 + (1 | application) + (1 | reviewer), and the reviewers'
 * variance is then left out of the ratio. GRANT_ENOMEM.
 */
struct gr_agreement {
	struct gr_figure icc1, icc3;
};
int gr_agreement(struct gr_agreement *out, const struct gr_votes *votes);

/* How a reviewer gave: in points, without a model. */
struct gr_habit {
	size_t reviews, compared;  /* of these, so many applications have other reviews too */
	int64_t mean_e4;
	struct gr_figure severity; /* mean of own grade less the mean of the others' for the application; below 0: stricter */
	struct gr_figure spread;   /* standard deviation of the own grades */
};
int gr_habits(struct gr_habit **out, const struct gr_votes *votes); /* of every reviewer; gr_free(). GRANT_ENOMEM */

/* Whether totals fall clearly where grades rise (correlation below -1/2): less is better then. `totals` of applications. */
bool gr_votes_run_against(const struct gr_votes *votes, const int64_t *totals);

/* ---- expected-rank.c ---- */

/*
 * Expected ranks by the model of Heyard, Ott, Salanti and Egger 2022: grade = mean + panel + application + reviewer + rest, the mean
 * being that of the applications' means; applications vary with a standard deviation tau, panels (where there are several) with
 * tau_p, a reviewer's level with 1/2, the rest with sigma and tau_l together; tau, tau_p, sigma and tau_l are anything below 2
 * with equal probability. These are deviations of grades from 1 to 6: `unit_e4` is how many ten-thousandths of the grades given
 * here are one of those. Integrated over the deviations by quadrature, given which all else is closed; up to GR_CLOSED_MAX
 * applications the expected ranks too, beyond from the draws that the intervals come from.
 */
#define GR_CLOSED_MAX 1000     /* applications */
#define GR_RANKS_MAX 65535     /* applications */
#define GR_REVIEWERS_MAX 600   /* reviewers that hang together through applications */
#define GR_DRAWS 40000         /* up to 500 applications; beyond, applications times draws are 20 million at most */

struct gr_expected_rank {
	int64_t rank_e3;
	uint32_t low_50, high_50, low_90, high_90; /* ranks that enclose it with 50 and 90 % probability */
	int64_t sucra_e4;                          /* (n - rank) / (n - 1) */
	bool in_group;                             /* cannot be told apart from the line */
};

struct gr_expected_ranks {
	enum gr_no_figure why_not;        /* GR_FIGURE: what follows is there */
	struct gr_expected_rank *ranks;   /* of applications */
	int64_t *level_e4;                /* of reviewers: the model's effect, in the grades' unit */
	size_t draws;
	int64_t line_e3;                  /* the expected rank of the last one above the line; 0: there is no line */
	int64_t application_e4, rest_e4, panel_e4; /* deviations, mean of the posterior, in grades from 1 to 6 */
};

/*
 * `above` of the applications are above the line (0: there is none). The line lies at the expected rank of the last of so many, in
 * the order of expected ranks; the group is whose 50 % interval encloses it, and that last one. One alone is no group.
 * GRANT_ENOMEM.
 */
int gr_expected_ranks(struct gr_expected_ranks *out, const struct gr_votes *votes, int64_t unit_e4, size_t above);
void gr_expected_ranks_clear(struct gr_expected_ranks *ranks);

#endif
