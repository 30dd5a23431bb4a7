/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rank intervals: draws of all applications at once from the posterior, each ranked. The seed is fixed, so that whoever repeats
 * it gets the same. Not here: expected ranks that are closed (expected-rank.c).
 */
#include "analysis/expected-rank.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#define SEED UINT64_C(2102099580)
#define RANKS_MOST 20000000 /* draws times applications that are kept: 40 MB */

struct drawing {
	struct gr_ranking_model *model;
	struct gr_chance chance;
	double *values;    /* of applications */
	double *levels;    /* of reviewers and panels */
	uint32_t *order;   /* applications, the best first: from draw to draw it changes little */
	uint16_t *ranks;   /* of an application, all its draws */
	size_t draws, done;
};

/* ---- one draw ---- */

static void draw_levels(struct drawing *drawing, double rest)
{
	const struct gr_crossed *crossed = &drawing->model->crossed;

	for (size_t i = 0; i < crossed->variable_count; i++)
		drawing->levels[i] = rest * gr_chance_normal(&drawing->chance);
	for (size_t i = 0; i < crossed->component_count; i++)
		gr_crossed_backward(crossed, &crossed->components[i], drawing->levels + crossed->components[i].start);
}

/* Given the levels, applications do not hang on each other. */
static void draw_values(struct drawing *drawing, double rest)
{
	const struct gr_ranking_model *model = drawing->model;
	const struct gr_crossed *crossed = &model->crossed;

	for (size_t i = 0; i < crossed->votes->application_count; i++) {
		const double *levels = drawing->levels + crossed->components[crossed->component_of[i]].start;
		double sum = 0;

		for (size_t k = crossed->entry_start[i]; k < crossed->entry_start[i + 1]; k++)
			sum += levels[crossed->entries[k].variable] * crossed->entries[k].count;
		drawing->values[i] = model->mean[i] - crossed->shrink[i] * sum +
		                     rest * model->variance[i] * gr_chance_normal(&drawing->chance);
	}
}

/* Shell's sort with Ciura's gaps. */
static void sort_order(struct drawing *drawing, size_t count)
{
	static const size_t gaps[] = { 11819, 5253, 2335, 1038, 461, 205, 90, 38, 16, 7, 3, 1 };
	const double *values = drawing->values;
	uint32_t *order = drawing->order;

	for (size_t g = 0; g < GR_COUNT(gaps); g++)
		for (size_t i = gaps[g]; i < count; i++) {
			uint32_t moved = order[i];
			double value = values[moved];
			size_t k = i;

			for (; k >= gaps[g] && values[order[k - gaps[g]]] < value; k -= gaps[g])
				order[k] = order[k - gaps[g]];
			order[k] = moved;
		}
}

static void draw(struct drawing *drawing, double rest)
{
	size_t count = drawing->model->crossed.votes->application_count;

	draw_levels(drawing, rest);
	draw_values(drawing, rest);
	sort_order(drawing, count);
	for (size_t i = 0; i < count; i++)
		drawing->ranks[drawing->order[i] * drawing->draws + drawing->done] = (uint16_t)(i + 1);
	drawing->done++;
}

/* Every point has as many draws as its weight, rounded so that none is lost. `variance` holds the applications' own deviations. */
static void draw_all(struct drawing *drawing, const struct gr_points *points)
{
	struct gr_ranking_model *model = drawing->model;
	double passed = 0;

	for (size_t i = 0; i < points->count; i++) {
		const struct gr_point *point = &points->items[i];
		bool is_taken = false;

		passed += point->weight * (double)drawing->draws;
		while (drawing->done < drawing->draws && ((double)drawing->done + 0.5 < passed || i + 1 == points->count)) {
			if (!is_taken) {
				gr_point_take(&model->crossed, &model->grades, point->deviation);
				gr_model_means(model);
				for (size_t k = 0; k < model->crossed.votes->application_count; k++)
					model->variance[k] = gr_sqrt(model->crossed.shrink[k]);
				is_taken = true;
			}
			draw(drawing, point->deviation[GR_DEVIATION_REST]);
		}
	}
}

/* ---- intervals ---- */

/* The smallest rank that at least so many draws do not exceed. */
static uint32_t rank_at(const uint32_t *counts, double needed)
{
	uint32_t rank = 1;

	for (double passed = counts[1]; passed < needed; passed += counts[rank])
		rank++;
	return rank;
}

static void summarise(struct gr_expected_rank *out, double *mean, const struct drawing *drawing, const uint16_t *ranks, uint32_t *counts)
{
	size_t count = drawing->model->crossed.votes->application_count;
	double draws = (double)drawing->draws, sum = 0;

	memset(counts, 0, (count + 1) * sizeof(*counts));
	for (size_t i = 0; i < drawing->draws; i++) {
		counts[ranks[i]]++;
		sum += ranks[i];
	}
	out->low_90 = rank_at(counts, 0.05 * draws);
	out->low_50 = rank_at(counts, 0.25 * draws);
	out->high_50 = rank_at(counts, 0.75 * draws);
	out->high_90 = rank_at(counts, 0.95 * draws);
	*mean = sum / draws;
}

static int prepare(struct drawing *drawing, size_t count)
{
	drawing->draws = RANKS_MOST / count < GR_DRAWS ? RANKS_MOST / count : GR_DRAWS;
	drawing->values = gr_alloc_array(count, sizeof(*drawing->values));
	drawing->levels = gr_alloc_array(drawing->model->crossed.variable_count, sizeof(*drawing->levels));
	drawing->order = gr_alloc_array(count, sizeof(*drawing->order));
	drawing->ranks = gr_alloc_array(count * drawing->draws, sizeof(*drawing->ranks));
	if (!drawing->values || !drawing->levels || !drawing->order || !drawing->ranks)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < count; i++)
		drawing->order[i] = (uint32_t)i;
	gr_chance_begin(&drawing->chance, SEED);
	return 0;
}

int gr_rank_draws(struct gr_expected_ranks *out, struct gr_ranking_model *model, const struct gr_points *points)
{
	size_t count = model->crossed.votes->application_count;
	struct drawing drawing = { .model = model };
	uint32_t *counts = gr_alloc_array(count + 1, sizeof(*counts));
	int r = counts ? prepare(&drawing, count) : GRANT_ENOMEM;

	if (r == 0)
		draw_all(&drawing, points);
	for (size_t i = 0; r == 0 && i < count; i++) {
		double mean;

		summarise(&out->ranks[i], &mean, &drawing, drawing.ranks + i * drawing.draws, counts);
		if (count > GR_CLOSED_MAX)
			model->rank[i] = mean;
	}
	out->draws = drawing.draws;
	gr_free(drawing.values);
	gr_free(drawing.levels);
	gr_free(drawing.order);
	gr_free(drawing.ranks);
	gr_free(counts);
	return r;
}
