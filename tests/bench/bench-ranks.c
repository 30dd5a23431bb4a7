/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expected ranks of a call as large as the published one (353 applications in four sections of nine reviewers, 2,838 votes)
 * against the same model by Gibbs sampling in plain C, as many sweeps as the paper took (two chains of 150,000). The sampler runs
 * BENCH_SWEEPS of them, and both must come to the same ranks.
 */
#include "bench.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"

#define PANELS 4
#define MEMBERS 9
#define APPLICATIONS 353
#define VOTES 2838
#define PUBLISHED_SWEEPS 300000.0
#define DEVIATION_MAX 2

static double uniform(void)
{
	return (drand48() + 1e-12) / (1 + 2e-12);
}

static double normal(void)
{
	return sqrt(-2 * log(uniform())) * cos(2 * 3.14159265358979323846 * uniform());
}

/* Marsaglia and Tsang 2000; shape >= 1. */
static double gamma_of(double shape)
{
	double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);

	for (;;) {
		double x = normal(), v = 1 + c * x;

		v = v * v * v;
		if (v > 0 && log(uniform()) < x * x / 2 + d - d * v + d * log(v))
			return d * v;
	}
}

/* A standard deviation, any below 2 with equal probability, given so many normal numbers and the sum of their squares. */
static double deviation_of(size_t count, double squares)
{
	double variance;

	do
		variance = squares / 2 / gamma_of(((double)count - 1) / 2);
	while (variance > DEVIATION_MAX * DEVIATION_MAX);
	return sqrt(variance);
}

/* ---- the votes ---- */

struct call {
	struct gr_vote items[VOTES];
	uint32_t panel_of[APPLICATIONS];
	struct gr_votes votes;
	double mean; /* of the applications' means */
};

static void make_call(struct call *call)
{
	double worth[APPLICATIONS], level[PANELS * MEMBERS], sums[APPLICATIONS] = { 0 };
	size_t given[APPLICATIONS] = { 0 }, left_out = APPLICATIONS * MEMBERS - VOTES;

	srand48(2022);
	memset(call, 0, sizeof(*call));
	for (size_t i = 0; i < PANELS * MEMBERS; i++)
		level[i] = 0.35 * normal();
	for (size_t i = 0; i < APPLICATIONS; i++) {
		call->panel_of[i] = (uint32_t)(i % PANELS);
		worth[i] = 4 + 0.9 * normal();
		for (size_t k = 0; k < MEMBERS; k++) {
			uint32_t reviewer = (uint32_t)(i % PANELS * MEMBERS + k);
			double grade = round(worth[i] + level[reviewer] + 0.75 * normal());

			/* each application loses one vote, as long as some are to be lost */
			if (left_out > 0 && k == i % MEMBERS) {
				left_out--;
				continue;
			}
			grade = grade < 1 ? 1 : grade > 6 ? 6 : grade;
			sums[i] += grade;
			given[i]++;
			call->items[call->votes.count++] = (struct gr_vote){ (uint32_t)i, reviewer, (int64_t)grade * 10000 };
		}
		call->mean += sums[i] / (double)given[i] / APPLICATIONS;
	}
	call->votes.items = call->items;
	call->votes.application_count = APPLICATIONS;
	call->votes.reviewer_count = PANELS * MEMBERS;
	call->votes.panel_of = call->panel_of;
	call->votes.panel_count = PANELS;
}

/* ---- the sampler ---- */

struct chain {
	const struct call *call;
	double worth[APPLICATIONS], level[PANELS * MEMBERS], panel[PANELS];
	double tau, rest, tau_panel;
	double rank[APPLICATIONS]; /* summed */
};

/* A normal number from what its votes say of it, their precision and its own. */
static double effect(double sum, double count, double rest, double deviation)
{
	double precision = count / (rest * rest) + 1 / (deviation * deviation);

	return sum / (rest * rest) / precision + normal() / sqrt(precision);
}

enum part { WORTH, LEVEL, PANEL };

static void draw_part(struct chain *chain, enum part part)
{
	const struct call *call = chain->call;
	double *values = part == WORTH ? chain->worth : part == LEVEL ? chain->level : chain->panel;
	size_t size = part == WORTH ? APPLICATIONS : part == LEVEL ? PANELS * MEMBERS : PANELS;
	double deviation = part == WORTH ? chain->tau : part == LEVEL ? 0.5 : chain->tau_panel;
	double sums[APPLICATIONS] = { 0 }, counts[APPLICATIONS] = { 0 };

	for (size_t i = 0; i < call->votes.count; i++) {
		const struct gr_vote *vote = &call->items[i];
		uint32_t panel = call->panel_of[vote->application];
		uint32_t at = part == WORTH ? vote->application : part == LEVEL ? vote->reviewer : panel;

		sums[at] += (double)vote->grade_e4 / 10000 - call->mean - chain->worth[vote->application] - chain->level[vote->reviewer] -
		            chain->panel[panel] + values[at];
		counts[at]++;
	}
	for (size_t i = 0; i < size; i++)
		values[i] = effect(sums[i], counts[i], chain->rest, deviation);
}

/* sigma and tau_l take turns: the part of each vote's rest that is the reviewer's is drawn first. */
static double draw_rest(const struct chain *chain, double *sigma, double *tau_level)
{
	double own = 0, other = 0, share = *tau_level * *tau_level / (*tau_level * *tau_level + *sigma * *sigma);

	for (size_t i = 0; i < chain->call->votes.count; i++) {
		const struct gr_vote *vote = &chain->call->items[i];
		double left = (double)vote->grade_e4 / 10000 - chain->call->mean - chain->worth[vote->application] -
		              chain->level[vote->reviewer] - chain->panel[chain->call->panel_of[vote->application]];
		double part = share * left + sqrt(share) * *sigma * normal();

		own += part * part;
		other += (left - part) * (left - part);
	}
	*tau_level = deviation_of(chain->call->votes.count, own);
	*sigma = deviation_of(chain->call->votes.count, other);
	return sqrt(*tau_level * *tau_level + *sigma * *sigma);
}

static double squares_of(const double *values, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i] * values[i];
	return sum;
}

static double *sorted_by;
static int compare_worth(const void *a, const void *b)
{
	double first = sorted_by[*(const size_t *)a], second = sorted_by[*(const size_t *)b];

	return (first < second) - (first > second);
}

static void sample(struct chain *chain, size_t sweeps)
{
	size_t order[APPLICATIONS];
	double sigma = 0.6, tau_level = 0.6;

	chain->tau = chain->tau_panel = 0.5;
	chain->rest = sqrt(sigma * sigma + tau_level * tau_level);
	for (size_t i = 0; i < APPLICATIONS; i++)
		order[i] = i;
	for (size_t sweep = 0; sweep < sweeps; sweep++) {
		for (enum part part = WORTH; part <= PANEL; part++)
			draw_part(chain, part);
		chain->rest = draw_rest(chain, &sigma, &tau_level);
		chain->tau = deviation_of(APPLICATIONS, squares_of(chain->worth, APPLICATIONS));
		chain->tau_panel = deviation_of(PANELS, squares_of(chain->panel, PANELS));
		sorted_by = chain->worth;
		qsort(order, APPLICATIONS, sizeof(*order), compare_worth);
		for (size_t i = 0; i < APPLICATIONS; i++)
			chain->rank[order[i]] += (double)(i + 1) / (double)sweeps;
	}
}

/* ---- both ---- */

static double rank_here(const struct call *call, struct gr_expected_ranks *found)
{
	double start = bench_now();

	bench_check(gr_expected_ranks(found, &call->votes, 10000, 106), "expected ranks");
	return bench_now() - start;
}

static double rank_by_sampling(const struct call *call, const struct gr_expected_ranks *found, size_t sweeps)
{
	static struct chain chain;
	double start = bench_now(), apart = 0, seconds;

	memset(&chain, 0, sizeof(chain));
	chain.call = call;
	sample(&chain, sweeps);
	seconds = bench_now() - start;
	for (size_t i = 0; i < APPLICATIONS; i++)
		apart += fabs(chain.rank[i] - (double)found->ranks[i].rank_e3 / 1000) / APPLICATIONS;
	fprintf(stderr, "ranks: %.2f apart on average after %zu sweeps\n", apart, sweeps);
	if (sweeps >= 10000 && apart > 3)
		bench_fail("the sampler comes to other ranks");
	return seconds;
}

void bench_ranks(const struct bench *bench)
{
	static struct call call;
	const char *text = getenv("BENCH_SWEEPS");
	size_t sweeps = text ? (size_t)atoll(text) : 20000;
	struct sides sides = { .count = bench->rounds };

	make_call(&call);
	if (call.votes.count != VOTES)
		bench_fail("the number of votes");
	for (int i = 0; i < bench->rounds; i++) {
		struct gr_expected_ranks found;

		sides.ours[i] = rank_here(&call, &found);
		sides.theirs[i] = rank_by_sampling(&call, &found, sweeps);
		gr_expected_ranks_clear(&found);
	}
	bench_row(bench, "expected ranks", "calls/s", "sampling", &sides, 1, (double)sweeps / PUBLISHED_SWEEPS);
}
