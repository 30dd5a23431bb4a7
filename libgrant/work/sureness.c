/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of the analysis in a ranking's record. Not here: the analysis itself, leaving out reviewers (without.c). */
#include "work/sureness.h"

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"

static const char *const reasons[] = {
	[GR_ONE_APPLICATION] = "one-application",
	[GR_NO_SECOND_REVIEW] = "no-second-review",
	[GR_NO_DIFFERENCE] = "no-difference",
	[GR_NO_OVERLAP] = "no-overlap",
	[GR_TOO_LARGE] = "too-large",
};

/* ---- numbers ---- */

static int set_figure(gr_value *map, const char *key, int64_t number, unsigned places)
{
	char text[GR_DECIMAL_TEXT_SIZE];

	gr_decimal_format(text, number, places, false);
	return gr_map_set(map, key, gr_number_new(text));
}

/* Null, and why. */
static int set_perhaps(gr_value *map, const char *key, const struct gr_figure *figure, gr_value *why)
{
	int r;

	if (figure->why_not == GR_FIGURE)
		return set_figure(map, key, figure->e4, 4);
	r = why ? gr_map_set_text(why, key, reasons[figure->why_not]) : 0;
	return r == 0 ? gr_map_set(map, key, gr_null_new()) : r;
}

static int set_pair(gr_value *map, const char *key, uint32_t low, uint32_t high)
{
	gr_value *pair = gr_list_new();
	int r = pair ? gr_list_add(pair, gr_int_new(low)) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_list_add(pair, gr_int_new(high));
	if (r < 0) {
		gr_value_free(pair);
		return r;
	}
	return gr_map_set(map, key, pair);
}

/* ---- results ---- */

static int set_nulls(gr_value *result)
{
	static const char *const keys[] = { "expected_rank", "rank_50", "rank_90", "sucra" };
	int r = 0;

	for (size_t i = 0; r == 0 && i < GR_COUNT(keys); i++)
		r = gr_map_set(result, keys[i], gr_null_new());
	return r;
}

static int set_rank(gr_value *result, const struct gr_expected_rank *rank)
{
	int r = set_figure(result, "expected_rank", rank->rank_e3, 3);

	if (r == 0)
		r = set_pair(result, "rank_50", rank->low_50, rank->high_50);
	if (r == 0)
		r = set_pair(result, "rank_90", rank->low_90, rank->high_90);
	return r == 0 ? set_figure(result, "sucra", rank->sucra_e4, 4) : r;
}

/* What each reviewer gave, as the model takes it: person -> points. */
static int set_grades(gr_value *result, const struct gr_candidate *candidate, const gr_value *criteria)
{
	gr_value *grades = gr_map_new();
	char text[GR_DECIMAL_TEXT_SIZE];
	int64_t grade;
	int r = grades ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(candidate->reviews); i++) {
		const gr_value *review = gr_value_item(candidate->reviews, i);

		if (!gr_grade_of(&grade, review, criteria))
			continue;
		gr_score_format(text, grade);
		r = gr_map_set_text(grades, gr_map_text(review, "person"), text);
	}
	if (r < 0) {
		gr_value_free(grades);
		return r;
	}
	return gr_map_set(result, "grades", grades);
}

static const char *side_word_of(const struct gr_sureness *sureness, size_t at)
{
	return gr_side_word(sureness->line.sides[gr_candidate_index(sureness->ranking, &sureness->ranking->ranked[at])]);
}

static int tell_results(gr_value *record, const struct gr_sureness *sureness)
{
	const struct gr_ranking *ranking = sureness->ranking;
	gr_value *results = gr_map_get(record, "results");
	int r = 0;

	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		size_t application = sureness->grades.application_of[i];
		gr_value *result = gr_value_item(results, i);

		r = application == SIZE_MAX || !sureness->ranks.ranks ? set_nulls(result)
		                                                      : set_rank(result, &sureness->ranks.ranks[application]);
		if (r == 0 && !sureness->no_line)
			r = gr_map_set_text(result, "side", side_word_of(sureness, i));
		if (r == 0)
			r = set_grades(result, ranking->ranked[i].payload, gr_map_get(ranking->declared, "criteria"));
	}
	return r;
}

/* ---- the line and the group at it ---- */

static int tell_line(gr_value *record, gr_value *why, const struct gr_sureness *sureness)
{
	size_t above = sureness->line.above;
	gr_value *told;
	int r;

	if (sureness->no_line) {
		r = gr_map_set_text(why, "line", sureness->no_line);
		return r == 0 ? gr_map_set(record, "line", gr_null_new()) : r;
	}
	told = gr_map_new();
	r = told ? gr_map_set_text(told, "application", sureness->ranking->ranked[above - 1].application) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set_int(told, "above", (int64_t)above);
	if (r == 0 && sureness->ranks.line_e3 > 0)
		r = set_figure(told, "expected_rank", sureness->ranks.line_e3, 3);
	else if (r == 0)
		r = gr_map_set(told, "expected_rank", gr_null_new());
	if (r < 0) {
		gr_value_free(told);
		return r;
	}
	return gr_map_set(record, "line", told);
}

/* Null where there is no line or no expected rank, an empty list where all are told apart. */
static int tell_group(gr_value *record, const struct gr_sureness *sureness)
{
	const struct gr_grades *grades = &sureness->grades;
	gr_value *group = sureness->ranks.line_e3 > 0 ? gr_list_new() : gr_null_new();
	int r = group ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && sureness->ranks.line_e3 > 0 && i < grades->votes.application_count; i++)
		if (sureness->ranks.ranks[i].in_group)
			r = gr_list_add(group, gr_text_new(sureness->ranking->ranked[grades->ranked_of[i]].application));
	if (r < 0) {
		gr_value_free(group);
		return r;
	}
	return gr_map_set(record, "group", group);
}

/* ---- reviewers ---- */

static int tell_category(gr_value *told, const struct gr_sureness *sureness, const char *category)
{
	const gr_value *title = gr_title_of(gr_map_get(sureness->round->description, "categories"), category);
	int r = gr_map_set_text(told, "category", category);

	return r == 0 && title ? gr_map_set(told, "category_title", gr_value_copy(title)) : r;
}

static gr_value *tell_reviewer(const struct gr_sureness *sureness, const struct gr_habit *habit, size_t index)
{
	const struct gr_grades *grades = &sureness->grades;
	int64_t mean = grades->is_turned ? -habit->mean_e4 : habit->mean_e4;
	gr_value *told = gr_map_new();
	int r = told ? gr_map_set_text(told, "person", grades->graders[index].person) : GRANT_ENOMEM;

	if (r == 0 && grades->graders[index].category[0])
		r = tell_category(told, sureness, grades->graders[index].category);
	if (r == 0)
		r = gr_map_set_int(told, "reviews", (int64_t)habit->reviews);
	if (r == 0)
		r = set_figure(told, "mean", mean, 4);
	if (r == 0)
		r = set_perhaps(told, "severity", &habit->severity, NULL);
	if (r == 0)
		r = sureness->ranks.level_e4 ? set_figure(told, "level", sureness->ranks.level_e4[index], 4)
		                             : gr_map_set(told, "level", gr_null_new());
	if (r == 0)
		r = set_perhaps(told, "spread", &habit->spread, NULL);
	if (r == 0)
		return told;
	gr_value_free(told);
	return NULL;
}

static int tell_reviewers(gr_value *record, const struct gr_sureness *sureness)
{
	struct gr_habit *habits = NULL;
	gr_value *list = gr_list_new();
	int r = list ? gr_habits(&habits, &sureness->grades.votes) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < sureness->grades.votes.reviewer_count; i++)
		r = gr_list_add(list, tell_reviewer(sureness, &habits[i], i));
	gr_free(habits);
	if (r < 0) {
		gr_value_free(list);
		return r;
	}
	return gr_map_set(record, "reviewers", list);
}

/* ---- what it was made of ---- */

static int tell_scale(gr_value *report, const struct gr_grades *grades)
{
	gr_value *scale = gr_map_new();
	int r = scale ? set_figure(scale, "low", grades->low_e4, 4) : GRANT_ENOMEM;

	if (r == 0)
		r = set_figure(scale, "high", grades->high_e4, 4);
	if (r == 0)
		r = set_figure(scale, "unit", grades->unit_e4, 4);
	if (r == 0)
		r = gr_map_set_bool(scale, "less_is_better", grades->is_turned);
	if (r < 0) {
		gr_value_free(scale);
		return r;
	}
	return gr_map_set(report, "scale", scale);
}

static int tell_deviations(gr_value *report, const struct gr_sureness *sureness)
{
	const struct gr_expected_ranks *ranks = &sureness->ranks;
	gr_value *told;
	int r;

	if (ranks->why_not != GR_FIGURE)
		return gr_map_set(report, "deviations", gr_null_new());
	told = gr_map_new();
	r = told ? set_figure(told, "application", ranks->application_e4, 4) : GRANT_ENOMEM;
	if (r == 0)
		r = set_figure(told, "rest", ranks->rest_e4, 4);
	if (r == 0 && sureness->grades.votes.panel_count > 1)
		r = set_figure(told, "panel", ranks->panel_e4, 4);
	if (r < 0) {
		gr_value_free(told);
		return r;
	}
	return gr_map_set(report, "deviations", told);
}

/* Takes `why` over. */
static int tell_report(gr_value *record, const struct gr_sureness *sureness, gr_value *why)
{
	const struct gr_votes *votes = &sureness->grades.votes;
	gr_auto_value gr_value *report = gr_map_new();
	const struct {
		const char *key;
		size_t count;
	} counts[] = { { "applications", votes->application_count },
		       { "reviews", votes->count },
		       { "incomplete", sureness->grades.incomplete },
		       { "reviewers", votes->reviewer_count },
		       { "panels", votes->panel_count },
		       { "draws", sureness->ranks.draws } };
	int r = report ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < GR_COUNT(counts); i++)
		r = gr_map_set_int(report, counts[i].key, (int64_t)counts[i].count);
	if (r == 0)
		r = tell_scale(report, &sureness->grades);
	if (r == 0)
		r = tell_deviations(report, sureness);
	if (r < 0) {
		gr_value_free(why);
		return r;
	}
	r = gr_map_set(report, "why", why);
	return r == 0 ? gr_map_set(record, "report", gr_steal_value(&report)) : r;
}

/* ---- the whole ---- */

/* So many of those that the model knows are above the line. */
static size_t graded_above(const struct gr_sureness *sureness)
{
	size_t above = 0;

	for (size_t i = 0; !sureness->no_line && i < sureness->line.above; i++)
		above += sureness->grades.application_of[i] != SIZE_MAX;
	return above < sureness->grades.votes.application_count ? above : 0;
}

/* A rule that fails means that there is no line. */
static int find_line(struct gr_sureness *sureness)
{
	const struct gr_ranking *ranking = sureness->ranking;
	size_t places = 0;
	int r = gr_line_draw(&sureness->line, ranking);

	for (size_t i = 0; i < ranking->count; i++)
		places += ranking->ranked[i].has_total;
	if (r == 0 && sureness->line.approved == 0)
		sureness->no_line = "nobody-above";
	else if (r == 0 && sureness->line.approved == places)
		sureness->no_line = "nobody-below";
	if (r != GRANT_ERULE && r != GRANT_ENOTFOUND)
		return r;
	sureness->no_line = r == GRANT_ERULE ? "rules-failed" : "no-allocate";
	gr_error_clear();
	return 0;
}

static int compute(struct gr_sureness *sureness, struct gr_agreement *agreement)
{
	int r = find_line(sureness);

	if (r == 0)
		r = gr_grades_make(&sureness->grades, sureness->ranking);
	if (r == 0)
		r = gr_agreement(agreement, &sureness->grades.votes);
	if (r == 0)
		r = gr_expected_ranks(&sureness->ranks, &sureness->grades.votes, sureness->grades.unit_e4, graded_above(sureness));
	return r;
}

static int tell(gr_value *record, const struct gr_sureness *sureness, const struct gr_agreement *agreement)
{
	gr_auto_value gr_value *why = gr_map_new();
	int r = why ? set_perhaps(record, "icc1", &agreement->icc1, why) : GRANT_ENOMEM;

	if (r == 0)
		r = set_perhaps(record, "icc3", &agreement->icc3, why);
	if (r == 0)
		r = tell_line(record, why, sureness);
	if (r == 0)
		r = tell_group(record, sureness);
	if (r == 0 && sureness->ranks.why_not != GR_FIGURE)
		r = gr_map_set_text(why, "expected_rank", reasons[sureness->ranks.why_not]);
	if (r == 0)
		r = tell_results(record, sureness);
	if (r == 0)
		r = tell_reviewers(record, sureness);
	if (r == 0)
		r = gr_without_tell(record, why, sureness);
	return r == 0 ? tell_report(record, sureness, gr_steal_value(&why)) : r;
}

int gr_sureness_tell(gr_value *record, const struct gr_ranking *ranking, grant_round *round)
{
	struct gr_sureness sureness = { .ranking = ranking, .round = round };
	struct gr_agreement agreement;
	int r = compute(&sureness, &agreement);

	if (r == 0)
		r = tell(record, &sureness, &agreement);
	gr_line_clear(&sureness.line);
	gr_grades_clear(&sureness.grades);
	gr_expected_ranks_clear(&sureness.ranks);
	return r;
}
