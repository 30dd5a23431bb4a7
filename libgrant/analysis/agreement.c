/* SPDX-License-Identifier: Apache-2.0 */
/* How far reviewers agree. Not here: expected ranks (expected-rank.c). */
#include "analysis/crossed.h"
#include "analysis/figures.h"
#include "analysis/numeric.h"
#include "base/error.h"
#include "base/mem.h"

#include <string.h>

/* ---- what there is to be measured ---- */

enum gr_no_figure gr_why_not(const struct gr_votes *votes)
{
	bool differs = false;

	if (votes->application_count < 2)
		return GR_ONE_APPLICATION;
	for (size_t i = 1; i < votes->count; i++)
		differs = differs || votes->items[i].grade_e4 != votes->items[0].grade_e4;
	if (votes->count <= votes->application_count)
		return GR_NO_SECOND_REVIEW;
	return differs ? GR_FIGURE : GR_NO_DIFFERENCE;
}

int64_t gr_round_figure(double number, double places)
{
	double scaled = number * places;

	return (int64_t)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
}

/* ---- restricted maximum likelihood ---- */

struct reml {
	struct gr_crossed crossed;
	struct gr_response grades, ones;
	double cross;   /* of the two */
	double share[2]; /* of the variance of applications, and of reviewers, in that and the rest: r / (1 + r) */
};

#define SHARE_MIN 1e-9
#define SHARE_MAX 0.999999

/* Residual variance and mean are those that are best for the shares. */
static double likelihood(struct reml *reml, double application, double reviewer)
{
	const struct gr_ratios ratios = { application / (1 - application), reviewer / (1 - reviewer), 1 };
	double ones, mixed, grades, count = (double)reml->crossed.votes->count, rest;

	gr_crossed_factor(&reml->crossed, &ratios);
	gr_crossed_project(&reml->crossed, &reml->ones);
	gr_crossed_project(&reml->crossed, &reml->grades);
	ones = gr_crossed_product(&reml->crossed, &reml->ones, &reml->ones, reml->ones.square);
	mixed = gr_crossed_product(&reml->crossed, &reml->ones, &reml->grades, reml->cross);
	grades = gr_crossed_product(&reml->crossed, &reml->grades, &reml->grades, reml->grades.square);
	rest = grades - mixed * mixed / ones;
	if (rest < 1e-12)
		rest = 1e-12; /* they agree altogether */
	return -((count - 1) * gr_log(rest) + reml->crossed.log_determinant + gr_log(ones)) / 2;
}

struct direction {
	struct reml *reml;
	size_t which;
};

static double likelihood_along(double value, void *payload)
{
	const struct direction *direction = payload;
	const double *share = direction->reml->share;

	return direction->which == 0 ? likelihood(direction->reml, value, share[1]) : likelihood(direction->reml, share[0], value);
}

/* The best value of one share, the other one as it is. The very end may be better than what lies beside it. */
static double improve(struct reml *reml, size_t which)
{
	struct direction direction = { reml, which };
	double highest, at = gr_highest(&highest, SHARE_MIN, SHARE_MAX, 1e-7, likelihood_along, &direction);

	return likelihood_along(SHARE_MIN, &direction) >= highest ? SHARE_MIN : at;
}

static int begin(struct reml *reml, const struct gr_votes *votes)
{
	int r = gr_crossed_make(&reml->crossed, votes, false);
	double sum = 0;

	if (r == 0)
		r = gr_response_make(&reml->grades, &reml->crossed);
	if (r == 0)
		r = gr_response_make(&reml->ones, &reml->crossed);
	if (r < 0)
		return r;
	for (size_t i = 0; i < votes->count; i++)
		sum += (double)votes->items[i].grade_e4 / GR_E4;
	gr_response_grades(&reml->grades, &reml->crossed, sum / (double)votes->count, GR_E4);
	gr_response_ones(&reml->ones, &reml->crossed);
	for (size_t i = 0; i < votes->application_count; i++)
		reml->cross += reml->grades.by_application[i];
	return 0;
}

static int64_t one_way(struct reml *reml)
{
	reml->share[0] = 0.5;
	reml->share[1] = SHARE_MIN;
	return gr_round_figure(improve(reml, 0), GR_E4);
}

#define TURNS_MAX 60

static int64_t two_way(struct reml *reml)
{
	double before[2];
	size_t turn = 0;

	reml->share[0] = reml->share[1] = 0.3;
	do {
		memcpy(before, reml->share, sizeof(before));
		for (size_t i = 0; i < 2; i++)
			reml->share[i] = improve(reml, i);
	} while (++turn < TURNS_MAX && (gr_size_of(before[0] - reml->share[0]) > 1e-6 || gr_size_of(before[1] - reml->share[1]) > 1e-6));
	return gr_round_figure(reml->share[0], GR_E4);
}

int gr_agreement(struct gr_agreement *out, const struct gr_votes *votes)
{
	struct gr_agreement found = { .icc1.why_not = gr_why_not(votes) };
	struct reml reml = { 0 };
	int r = 0;

	found.icc3.why_not = found.icc1.why_not;
	if (found.icc1.why_not == GR_FIGURE) {
		r = begin(&reml, votes);
		if (r == 0 && gr_crossed_is_too_large(&reml.crossed))
			found.icc1.why_not = found.icc3.why_not = GR_TOO_LARGE;
	}
	if (r == 0 && found.icc1.why_not == GR_FIGURE) {
		found.icc1.e4 = one_way(&reml);
		if (votes->count > votes->reviewer_count)
			found.icc3.e4 = two_way(&reml);
		else
			found.icc3.why_not = GR_NO_OVERLAP;
	}
	gr_crossed_clear(&reml.crossed);
	gr_response_clear(&reml.grades);
	gr_response_clear(&reml.ones);
	if (r == 0)
		*out = found;
	return r;
}

/* ---- habits ---- */

struct sums {
	double own, square, apart;
};

static void take_vote(struct sums *sums, struct gr_habit *habit, double grade, double all, double count)
{
	sums->own += grade;
	sums->square += grade * grade;
	habit->reviews++;
	if (count < 2)
		return;
	sums->apart += grade - (all - grade) / (count - 1);
	habit->compared++;
}

static void finish_habit(struct gr_habit *habit, const struct sums *sums)
{
	double count = (double)habit->reviews, mean = count > 0 ? sums->own / count : 0;

	habit->mean_e4 = gr_round_figure(mean, GR_E4);
	habit->severity.why_not = habit->compared > 0 ? GR_FIGURE : GR_NO_SECOND_REVIEW;
	if (habit->compared > 0)
		habit->severity.e4 = gr_round_figure(sums->apart / (double)habit->compared, GR_E4);
	habit->spread.why_not = habit->reviews > 1 ? GR_FIGURE : GR_ONE_APPLICATION;
	if (habit->reviews > 1)
		habit->spread.e4 = gr_round_figure(gr_sqrt((sums->square - count * mean * mean) / (count - 1)), GR_E4);
}

int gr_habits(struct gr_habit **out, const struct gr_votes *votes)
{
	struct gr_habit *habits = gr_alloc_array(votes->reviewer_count, sizeof(*habits));
	struct sums *sums = gr_alloc_array(votes->reviewer_count, sizeof(*sums));
	double *all = gr_alloc_array(votes->application_count, sizeof(*all));
	double *counts = gr_alloc_array(votes->application_count, sizeof(*counts));
	int r = habits && sums && all && counts ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < votes->count; i++) {
		all[votes->items[i].application] += (double)votes->items[i].grade_e4 / GR_E4;
		counts[votes->items[i].application]++;
	}
	for (size_t i = 0; r == 0 && i < votes->count; i++) {
		const struct gr_vote *vote = &votes->items[i];

		take_vote(&sums[vote->reviewer], &habits[vote->reviewer], (double)vote->grade_e4 / GR_E4, all[vote->application],
		          counts[vote->application]);
	}
	for (size_t i = 0; r == 0 && i < votes->reviewer_count; i++)
		finish_habit(&habits[i], &sums[i]);
	gr_free(sums);
	gr_free(all);
	gr_free(counts);
	if (r < 0)
		gr_free(habits);
	else
		*out = habits;
	return r;
}

/* ---- which way is up ---- */

bool gr_votes_run_against(const struct gr_votes *votes, const int64_t *totals)
{
	double count = (double)votes->count, grade = 0, total = 0, product = 0, grades = 0, square = 0;

	for (size_t i = 0; i < votes->count; i++) {
		grade += (double)votes->items[i].grade_e4 / count;
		total += (double)totals[votes->items[i].application] / count;
	}
	for (size_t i = 0; i < votes->count; i++) {
		double a = (double)votes->items[i].grade_e4 - grade, b = (double)totals[votes->items[i].application] - total;

		product += a * b;
		grades += a * a;
		square += b * b;
	}
	return product < 0 && product * product > grades * square / 4;
}
