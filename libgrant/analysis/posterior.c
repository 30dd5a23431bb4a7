/* SPDX-License-Identifier: Apache-2.0 */
/* The posterior of the standard deviations. Not here: what is averaged over it (expected-rank.c). */
#include "analysis/posterior.h"

#include "analysis/figures.h"
#include "analysis/numeric.h"
#include "base/error.h"
#include "base/mem.h"

#define DEVIATION_MAX 2.0        /* of each prior */
#define REST_MIN 0.01            /* a hundredth of a grade: below, grades that agree altogether have no finite likelihood */
#define REST_MAX 2.82842712474619009760 /* sigma and tau_l together */
#define LEAST 1e-6               /* of the others, as in the published model */
#define REVIEWER_DEVIATION 0.5   /* of a reviewer's level; fixed in the published model */
#define PI 3.14159265358979323846
#define DROP 10.0                /* of the logarithm of the density, at the sides of the box */
#define EDGE 3e-4                /* of the highest density at most, at a side */

struct posterior {
	struct gr_crossed *crossed;
	struct gr_response *grades;
	size_t dimensions;
	double at[GR_DEVIATIONS], best;
	double low[GR_DEVIATIONS], high[GR_DEVIATIONS]; /* the box */
	double least[GR_DEVIATIONS], most[GR_DEVIATIONS]; /* of the prior */
};

/* ---- density ---- */

/* The inverse tangent of 0 to 1/2, by its series. */
static double arc_tangent(double x)
{
	double power = x, sum = 0;

	for (int i = 1; i < 60; i += 2) {
		sum += power / i;
		power *= -x * x;
	}
	return sum;
}

/* Of the root of sigma^2 + tau_l^2, each below 2 with equal probability: the part of a circle that lies in a square. */
static double rest_density(double rest)
{
	double cosine = DEVIATION_MAX / rest;

	if (cosine >= 1)
		return rest * PI / 2;
	return rest * (PI / 2 - 4 * arc_tangent(gr_sqrt((1 - cosine) / (1 + cosine))));
}

void gr_point_take(struct gr_crossed *crossed, struct gr_response *grades, const double deviation[GR_DEVIATIONS])
{
	double variance = deviation[GR_DEVIATION_REST] * deviation[GR_DEVIATION_REST];
	const struct gr_ratios ratios = {
		.application = deviation[GR_DEVIATION_APPLICATION] * deviation[GR_DEVIATION_APPLICATION] / variance,
		.reviewer = REVIEWER_DEVIATION * REVIEWER_DEVIATION / variance,
		.panel = deviation[GR_DEVIATION_PANEL] * deviation[GR_DEVIATION_PANEL] / variance,
	};

	gr_crossed_factor(crossed, &ratios);
	gr_crossed_project(crossed, grades);
}

/* Its logarithm, but for a constant. */
static double density(struct posterior *posterior, const double deviation[GR_DEVIATIONS])
{
	double rest = deviation[GR_DEVIATION_REST], prior = rest_density(rest), square, count = (double)posterior->crossed->votes->count;

	gr_point_take(posterior->crossed, posterior->grades, deviation);
	square = gr_crossed_product(posterior->crossed, posterior->grades, posterior->grades, posterior->grades->square);
	return gr_log(prior > 1e-30 ? prior : 1e-30) -
	       (2 * count * gr_log(rest) + posterior->crossed->log_determinant + square / (rest * rest)) / 2;
}

static double density_with(struct posterior *posterior, size_t which, double value)
{
	double deviation[GR_DEVIATIONS];

	for (size_t i = 0; i < GR_DEVIATIONS; i++)
		deviation[i] = i == which ? value : posterior->at[i];
	return density(posterior, deviation);
}

/* ---- the highest point, and the box about it ---- */

struct direction {
	struct posterior *posterior;
	size_t which;
};

static double density_along(double value, void *payload)
{
	const struct direction *direction = payload;

	return density_with(direction->posterior, direction->which, value);
}

static void climb(struct posterior *posterior, size_t which)
{
	struct direction direction = { posterior, which };

	posterior->at[which] =
		gr_highest(NULL, posterior->least[which], posterior->most[which], 1e-3, density_along, &direction);
}

/* Where the density has fallen by DROP on the way from the highest point to an end. */
static double find_side(struct posterior *posterior, size_t which, double end)
{
	double inside = posterior->at[which], outside = end;

	if (density_with(posterior, which, end) > posterior->best - DROP)
		return end;
	for (size_t i = 0; i < 12; i++) {
		double middle = (inside + outside) / 2;

		if (density_with(posterior, which, middle) > posterior->best - DROP)
			inside = middle;
		else
			outside = middle;
	}
	return outside;
}

static void find_box(struct posterior *posterior)
{
	for (size_t turn = 0; turn < 3; turn++)
		for (size_t i = 0; i < posterior->dimensions; i++)
			climb(posterior, i);
	posterior->best = density(posterior, posterior->at);
	for (size_t i = 0; i < posterior->dimensions; i++) {
		posterior->low[i] = find_side(posterior, i, posterior->least[i]);
		posterior->high[i] = find_side(posterior, i, posterior->most[i]);
	}
}

/* ---- points ---- */

static size_t power(size_t base, size_t exponent)
{
	return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

/* Weights still as logarithms of densities. */
static double fill_points(struct posterior *posterior, struct gr_points *points, size_t nodes, double *factors)
{
	struct gr_nodes axes[GR_DEVIATIONS];
	double highest = -1e300;

	for (size_t i = 0; i < posterior->dimensions; i++)
		gr_nodes_make(&axes[i], nodes, posterior->low[i], posterior->high[i]);
	for (size_t i = 0; i < points->count; i++) {
		struct gr_point *point = &points->items[i];
		size_t rest = i;

		factors[i] = 1;
		point->deviation[GR_DEVIATION_PANEL] = 1;
		for (size_t k = 0; k < posterior->dimensions; k++) {
			point->deviation[k] = axes[k].at[rest % nodes];
			factors[i] *= axes[k].weight[rest % nodes];
			rest /= nodes;
		}
		point->weight = density(posterior, point->deviation);
		highest = point->weight > highest ? point->weight : highest;
	}
	return highest;
}

/* Whether a side of the box cuts something off that may lie within the prior; it is moved then. */
static bool widen(struct posterior *posterior, const struct gr_points *points, size_t nodes, double highest)
{
	bool wider = false;

	for (size_t k = 0; k < posterior->dimensions; k++) {
		double edge[2] = { -1e300, -1e300 }, width = posterior->high[k] - posterior->low[k];

		for (size_t i = 0; i < points->count; i++) {
			size_t node = i / power(nodes, k) % nodes;
			double *side = node == 0 ? &edge[0] : &edge[1];

			if ((node == 0 || node + 1 == nodes) && points->items[i].weight > *side)
				*side = points->items[i].weight;
		}
		if (edge[0] > highest + gr_log(EDGE) && posterior->low[k] > posterior->least[k]) {
			posterior->low[k] -= 0.25 * width;
			wider = true;
		}
		if (edge[1] > highest + gr_log(EDGE) && posterior->high[k] < posterior->most[k]) {
			posterior->high[k] += 0.25 * width;
			wider = true;
		}
		posterior->low[k] = posterior->low[k] > posterior->least[k] ? posterior->low[k] : posterior->least[k];
		posterior->high[k] = posterior->high[k] < posterior->most[k] ? posterior->high[k] : posterior->most[k];
	}
	return wider;
}

/* To probabilities; what has next to none is left out. */
static void weigh(struct gr_points *points, const double *factors, double highest)
{
	double sum = 0, kept = 0;
	size_t count = 0;

	for (size_t i = 0; i < points->count; i++) {
		points->items[i].weight = gr_exp(points->items[i].weight - highest) * factors[i];
		sum += points->items[i].weight;
	}
	for (size_t i = 0; i < points->count; i++) {
		if (points->items[i].weight < sum * 1e-7)
			continue;
		kept += points->items[i].weight;
		points->items[count++] = points->items[i];
	}
	points->count = count;
	for (size_t i = 0; i < count; i++)
		points->items[i].weight /= kept;
}

#define NODES_MIN 8
#define NODES_MAX 32
#define WIDENINGS_MAX 8

static size_t nodes_for(size_t most, size_t dimensions)
{
	size_t nodes = NODES_MAX;

	while (nodes > NODES_MIN && power(nodes, dimensions) > most)
		nodes--;
	return nodes;
}

int gr_posterior(struct gr_points *out, struct gr_crossed *crossed, struct gr_response *grades, size_t most)
{
	struct posterior posterior = {
		.crossed = crossed,
		.grades = grades,
		.dimensions = crossed->has_panels ? 3 : 2,
		.at = { 1, 1, 0.5 },
		.least = { REST_MIN, LEAST, LEAST },
		.most = { REST_MAX, DEVIATION_MAX, DEVIATION_MAX },
	};
	size_t nodes = nodes_for(most, posterior.dimensions);
	struct gr_points points = { .count = power(nodes, posterior.dimensions) };
	double *factors = gr_alloc_array(points.count, sizeof(*factors)), highest;

	points.items = gr_alloc_array(points.count, sizeof(*points.items));
	if (!factors || !points.items) {
		gr_free(factors);
		gr_free(points.items);
		return GRANT_ENOMEM;
	}
	find_box(&posterior);
	for (size_t turn = 0;; turn++) {
		highest = fill_points(&posterior, &points, nodes, factors);
		if (turn == WIDENINGS_MAX || !widen(&posterior, &points, nodes, highest))
			break;
	}
	weigh(&points, factors, highest);
	gr_free(factors);
	*out = points;
	return 0;
}

void gr_points_clear(struct gr_points *points)
{
	gr_free(points->items);
	*points = (struct gr_points){ 0 };
}
