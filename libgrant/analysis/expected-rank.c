/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Expected ranks, and how sure they are. Not here: how likely which standard deviations are (posterior.c), the draws
 * (rank-draws.c).
 */
#include "analysis/expected-rank.h"

#include <string.h>

#include "analysis/figures.h"
#include "base/error.h"
#include "base/mem.h"

#define PAIRS_MOST 40000000.0 /* comparisons of two applications, over all points: less than a second */
#define WORK_MOST 2e10        /* multiplications for all points */
#define POINTS_MOST 4096      /* 16 nodes in three dimensions; in two, 32 need no more than 1024 */

/* ---- the expected ranks at one point ---- */

/* Of each application: L^-1 z times its shrink, where its component has `size` variables. */
static void fill_rows(struct gr_ranking_model *model)
{
	const struct gr_crossed *crossed = &model->crossed;

	for (size_t i = 0; i < crossed->votes->application_count; i++) {
		const struct gr_component *component = &crossed->components[crossed->component_of[i]];
		double *row = model->rows + model->row_start[i], square = 0;

		memset(row, 0, component->size * sizeof(*row));
		for (size_t k = crossed->entry_start[i]; k < crossed->entry_start[i + 1]; k++)
			row[crossed->entries[k].variable] = crossed->shrink[i] * crossed->entries[k].count;
		gr_crossed_forward(crossed, component, row);
		for (size_t k = 0; k < component->size; k++)
			square += row[k] * row[k];
		model->variance[i] = crossed->shrink[i] + square;
	}
}

/* The reviewers' and panels' effects, then the applications'. */
void gr_model_means(struct gr_ranking_model *model)
{
	const struct gr_crossed *crossed = &model->crossed;

	memcpy(model->level, model->grades.solved, crossed->variable_count * sizeof(*model->level));
	for (size_t i = 0; i < crossed->component_count; i++)
		gr_crossed_backward(crossed, &crossed->components[i], model->level + crossed->components[i].start);
	for (size_t i = 0; i < crossed->votes->application_count; i++) {
		const double *level = model->level + crossed->components[crossed->component_of[i]].start;
		double sum = model->grades.by_application[i];

		for (size_t k = crossed->entry_start[i]; k < crossed->entry_start[i + 1]; k++)
			sum -= level[crossed->entries[k].variable] * crossed->entries[k].count;
		model->mean[i] = crossed->shrink[i] * sum;
	}
}

/* The variance of the difference of two, in units of the residual's. */
static double variance_between(const struct gr_ranking_model *model, size_t a, size_t b)
{
	const struct gr_crossed *crossed = &model->crossed;
	const double *row = model->rows + model->row_start[a], *other = model->rows + model->row_start[b];
	double product = 0;

	if (crossed->component_of[a] == crossed->component_of[b])
		for (size_t k = 0, size = crossed->components[crossed->component_of[a]].size; k < size; k++)
			product += row[k] * other[k];
	return model->variance[a] + model->variance[b] - 2 * product;
}

/* Half a rank each where neither is surely better. */
static double chance_below(const struct gr_ranking_model *model, size_t a, size_t b, double rest)
{
	double apart = model->mean[b] - model->mean[a], variance = variance_between(model, a, b);

	if (variance < 1e-20)
		return apart > 0 ? 1 : apart < 0 ? 0 : 0.5;
	return gr_normal_at(&model->normal, apart / (rest * gr_sqrt(variance)));
}

static void add_ranks(struct gr_ranking_model *model, const struct gr_point *point)
{
	size_t count = model->crossed.votes->application_count;

	fill_rows(model);
	for (size_t a = 0; a < count; a++)
		for (size_t b = a + 1; b < count; b++) {
			double below = chance_below(model, a, b, point->deviation[GR_DEVIATION_REST]);

			model->rank[a] += point->weight * below;
			model->rank[b] += point->weight * (1 - below);
		}
}

/* ---- over all points ---- */

static void add_point(struct gr_ranking_model *model, const struct gr_point *point, bool is_closed)
{
	gr_point_take(&model->crossed, &model->grades, point->deviation);
	gr_model_means(model);
	for (size_t i = 0; i < model->crossed.variable_count; i++)
		model->level_mean[i] += point->weight * model->level[i];
	for (size_t i = 0; i < GR_DEVIATIONS; i++)
		model->deviation[i] += point->weight * point->deviation[i];
	if (is_closed)
		add_ranks(model, point);
}

/* The mean of the applications' means, as in the published model: an application with more votes counts no more. */
static double mean_of_means(const struct gr_votes *votes, const double *vote_count, double unit)
{
	double mean = 0;

	for (size_t i = 0; i < votes->count; i++)
		mean += (double)votes->items[i].grade_e4 / unit / vote_count[votes->items[i].application];
	return mean / (double)votes->application_count;
}

static int allocate(struct gr_ranking_model *model, bool is_closed)
{
	size_t count = model->crossed.votes->application_count, variables = model->crossed.variable_count, at = 0;

	model->mean = gr_alloc_array(count, sizeof(*model->mean));
	model->rank = gr_alloc_array(count, sizeof(*model->rank));
	model->variance = gr_alloc_array(count, sizeof(*model->variance));
	model->row_start = gr_alloc_array(count, sizeof(*model->row_start));
	model->level = gr_alloc_array(variables, sizeof(*model->level));
	model->level_mean = gr_alloc_array(variables, sizeof(*model->level_mean));
	if (!model->mean || !model->rank || !model->variance || !model->row_start || !model->level || !model->level_mean)
		return GRANT_ENOMEM;
	for (size_t i = 0; is_closed && i < count; i++) {
		model->row_start[i] = at;
		at += model->crossed.components[model->crossed.component_of[i]].size;
	}
	model->rows = gr_alloc_array(at + 1, sizeof(*model->rows));
	return model->rows ? 0 : GRANT_ENOMEM;
}

static void clear(struct gr_ranking_model *model)
{
	gr_crossed_clear(&model->crossed);
	gr_response_clear(&model->grades);
	gr_free(model->mean);
	gr_free(model->rank);
	gr_free(model->variance);
	gr_free(model->row_start);
	gr_free(model->rows);
	gr_free(model->level);
	gr_free(model->level_mean);
}

static size_t points_within(const struct gr_ranking_model *model, bool is_closed)
{
	double count = (double)model->crossed.votes->application_count, most = POINTS_MOST, by_work;

	by_work = WORK_MOST / gr_crossed_work(&model->crossed);
	most = by_work < most ? by_work : most;
	/* next to two in five points have a weight that counts */
	if (is_closed && 5 * PAIRS_MOST / (count * count) < most)
		most = 5 * PAIRS_MOST / (count * count);
	return most < 1 ? 1 : (size_t)most;
}

static int integrate(struct gr_ranking_model *model, struct gr_points *points)
{
	bool is_closed = model->crossed.votes->application_count <= GR_CLOSED_MAX;
	int r = allocate(model, is_closed);

	if (r == 0)
		r = gr_posterior(points, &model->crossed, &model->grades, points_within(model, is_closed));
	gr_normal_make(&model->normal);
	for (size_t i = 0; r == 0 && i < points->count; i++)
		add_point(model, &points->items[i], is_closed);
	return r;
}

/* ---- the answer ---- */

/* The expected rank of the last one above the line: the smallest that so many do not exceed. */
static double find_line(const struct gr_ranking_model *model, size_t above)
{
	size_t count = model->crossed.votes->application_count;

	for (size_t i = 0; above > 0 && i < count; i++) {
		size_t better = 0, equal = 0;

		for (size_t k = 0; k < count; k++) {
			better += model->rank[k] < model->rank[i];
			equal += model->rank[k] <= model->rank[i] && model->rank[k] >= model->rank[i];
		}
		if (better < above && above <= better + equal)
			return model->rank[i];
	}
	return 0;
}

/* Whose interval the line lies in, and who stands on it. One alone is told apart from everybody else. */
static void find_group(struct gr_expected_ranks *out, const struct gr_ranking_model *model, double line)
{
	size_t count = model->crossed.votes->application_count, members = 0;

	for (size_t i = 0; line > 0 && i < count; i++) {
		struct gr_expected_rank *rank = &out->ranks[i];

		rank->in_group = (rank->low_50 <= line && line <= rank->high_50) || (model->rank[i] <= line && model->rank[i] >= line);
		members += rank->in_group;
	}
	for (size_t i = 0; members == 1 && i < count; i++)
		out->ranks[i].in_group = false;
}

static void tell(struct gr_expected_ranks *out, const struct gr_ranking_model *model, double unit, size_t above)
{
	const struct gr_votes *votes = model->crossed.votes;
	double count = (double)votes->application_count, line = find_line(model, above);

	for (size_t i = 0; i < votes->application_count; i++) {
		out->ranks[i].rank_e3 = gr_round_figure(model->rank[i], GR_E3);
		out->ranks[i].sucra_e4 = gr_round_figure((count - model->rank[i]) / (count - 1), GR_E4);
	}
	for (size_t i = 0; i < votes->reviewer_count; i++)
		out->level_e4[i] = gr_round_figure(model->level_mean[model->crossed.variable_of[i]] * unit / GR_E4, GR_E4);
	out->line_e3 = gr_round_figure(line, GR_E3);
	find_group(out, model, line);
	out->rest_e4 = gr_round_figure(model->deviation[GR_DEVIATION_REST], GR_E4);
	out->application_e4 = gr_round_figure(model->deviation[GR_DEVIATION_APPLICATION], GR_E4);
	out->panel_e4 = model->crossed.has_panels ? gr_round_figure(model->deviation[GR_DEVIATION_PANEL], GR_E4) : 0;
}

static int compute(struct gr_expected_ranks *out, struct gr_ranking_model *model, double unit, size_t above)
{
	const struct gr_votes *votes = model->crossed.votes;
	struct gr_points points = { 0 };
	int r = gr_response_make(&model->grades, &model->crossed);

	out->ranks = gr_alloc_array(votes->application_count, sizeof(*out->ranks));
	out->level_e4 = gr_alloc_array(votes->reviewer_count, sizeof(*out->level_e4));
	if (r < 0 || !out->ranks || !out->level_e4)
		return GRANT_ENOMEM;
	gr_response_grades(&model->grades, &model->crossed, mean_of_means(votes, model->crossed.vote_count, unit), unit);
	r = integrate(model, &points);
	for (size_t i = 0; r == 0 && i < votes->application_count; i++)
		model->rank[i] += 1;
	if (r == 0)
		r = gr_rank_draws(out, model, &points);
	if (r == 0)
		tell(out, model, unit, above);
	gr_points_clear(&points);
	return r;
}

int gr_expected_ranks(struct gr_expected_ranks *out, const struct gr_votes *votes, int64_t unit_e4, size_t above)
{
	struct gr_expected_ranks found = { .why_not = gr_why_not(votes) };
	struct gr_ranking_model *model = gr_alloc(sizeof(*model));
	int r = model ? 0 : GRANT_ENOMEM;

	if (r == 0 && found.why_not == GR_FIGURE)
		r = gr_crossed_make(&model->crossed, votes, votes->panel_count > 1);
	if (r == 0 && found.why_not == GR_FIGURE && gr_crossed_is_too_large(&model->crossed))
		found.why_not = GR_TOO_LARGE;
	if (r == 0 && found.why_not == GR_FIGURE)
		r = compute(&found, model, (double)unit_e4, above);
	if (model)
		clear(model);
	gr_free(model);
	if (r < 0)
		gr_expected_ranks_clear(&found);
	else
		*out = found;
	return r;
}

void gr_expected_ranks_clear(struct gr_expected_ranks *ranks)
{
	gr_free(ranks->ranks);
	gr_free(ranks->level_e4);
	*ranks = (struct gr_expected_ranks){ 0 };
}
