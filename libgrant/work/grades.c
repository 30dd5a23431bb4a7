/* SPDX-License-Identifier: Apache-2.0 */
/* Reviews -> votes. Not here: the analysis of them. */
#include "work/grades.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"

/* ---- one review ---- */

bool gr_grade_of(int64_t *e4, const gr_value *review, const gr_value *criteria)
{
	const gr_value *scores = gr_map_get(review, "scores");
	int64_t score;

	*e4 = 0;
	for (size_t i = 0; i < gr_value_count(criteria); i++) {
		const char *text = gr_map_text(scores, gr_map_text(gr_value_item(criteria, i), "id"));

		if (!text || gr_score_parse(&score, text) < 0 || gr_add_checked(e4, *e4, score) < 0) {
			gr_error_clear();
			return false;
		}
	}
	return gr_value_count(criteria) > 0;
}

/* ---- the scale ---- */

static int add_bound(int64_t *sum, const gr_value *criterion, const char *key)
{
	const char *text = gr_map_text(criterion, key);
	int64_t bound = 0;
	int r = text ? gr_score_parse(&bound, text) : 0;

	return r == 0 ? gr_add_checked(sum, *sum, bound) : r;
}

#define E4 10000
#define GRADES 5 /* from 1 to 6 */

/*
 * The model's priors are made for grades from 1 to 6. A scale as wide as that, give or take one, is taken as it is; any other is
 * stretched over its whole width, not over the grades that were given: those who used little of it were less apart.
 */
static int find_scale(struct gr_grades *grades, const gr_value *criteria)
{
	int64_t width = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(criteria); i++) {
		r = add_bound(&grades->low_e4, gr_value_item(criteria, i), "min");
		if (r == 0)
			r = add_bound(&grades->high_e4, gr_value_item(criteria, i), "max");
	}
	if (r == 0)
		r = gr_sub_checked(&width, grades->high_e4, grades->low_e4);
	grades->unit_e4 = E4;
	if (width < (GRADES - 1) * E4 || width > (GRADES + 1) * E4)
		grades->unit_e4 = width >= GRADES ? width / GRADES : 1;
	return r;
}

/* ---- reviewers and categories ---- */

struct collecting {
	struct gr_grades *grades;
	const struct gr_ranking *ranking;
	const gr_value *criteria;
	gr_value *panels;  /* category -> its number */
	gr_value *indexes; /* "person category" -> index among the graders */
	size_t capacity;   /* of graders */
};

static const char *category_of(const struct gr_candidate *candidate)
{
	const char *category = gr_map_text(candidate->application, "category");

	return category ? category : "";
}

static bool has_grade(const struct collecting *collecting, const struct gr_candidate *candidate)
{
	int64_t grade;

	for (size_t i = 0; i < gr_value_count(candidate->reviews); i++)
		if (gr_grade_of(&grade, gr_value_item(candidate->reviews, i), collecting->criteria))
			return true;
	return false;
}

/* Applications that count, and their categories. */
static int take_applications(struct collecting *collecting)
{
	struct gr_grades *grades = collecting->grades;
	const struct gr_ranking *ranking = collecting->ranking;
	int r = 0;

	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const struct gr_candidate *candidate = ranking->ranked[i].payload;
		int64_t panel = (int64_t)gr_value_count(collecting->panels);

		grades->application_of[i] = SIZE_MAX;
		if (!ranking->ranked[i].has_total || !has_grade(collecting, candidate))
			continue;
		if (gr_value_int64(&panel, gr_map_get(collecting->panels, category_of(candidate))) < 0) {
			gr_error_clear();
			r = gr_map_set_int(collecting->panels, category_of(candidate), panel);
		}
		grades->application_of[i] = grades->votes.application_count;
		grades->ranked_of[grades->votes.application_count] = i;
		grades->panel_of[grades->votes.application_count++] = (uint32_t)panel;
	}
	grades->votes.panel_count = gr_value_count(collecting->panels);
	grades->votes.panel_of = grades->panel_of;
	return r;
}

/* The index of a reviewer, who is new perhaps. */
static int find_grader(uint32_t *out, struct collecting *collecting, const char *person, const char *category)
{
	struct gr_grades *grades = collecting->grades;
	const char *seen = grades->votes.panel_count > 1 ? category : "";
	gr_autofree_text char *key = gr_format("%s %s", person, seen);
	int64_t index = 0;

	if (!key)
		return GRANT_ENOMEM;
	if (gr_value_int64(&index, gr_map_get(collecting->indexes, key)) == 0) {
		*out = (uint32_t)index;
		return 0;
	}
	gr_error_clear();
	if (grades->votes.reviewer_count == collecting->capacity) {
		size_t capacity = collecting->capacity ? collecting->capacity * 2 : 64;
		struct gr_grader *graders = gr_resize_array(grades->graders, capacity, sizeof(*graders));

		if (!graders)
			return GRANT_ENOMEM;
		grades->graders = graders;
		collecting->capacity = capacity;
	}
	*out = (uint32_t)grades->votes.reviewer_count;
	grades->graders[grades->votes.reviewer_count++] = (struct gr_grader){ person, seen };
	return gr_map_set_int(collecting->indexes, key, *out);
}

/* ---- votes ---- */

static int take_reviews(struct collecting *collecting, size_t application)
{
	struct gr_grades *grades = collecting->grades;
	const struct gr_candidate *candidate = collecting->ranking->ranked[grades->ranked_of[application]].payload;
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(candidate->reviews); i++) {
		const gr_value *review = gr_value_item(candidate->reviews, i);
		struct gr_vote *vote = &grades->items[grades->votes.count];

		if (!gr_grade_of(&vote->grade_e4, review, collecting->criteria)) {
			grades->incomplete++;
			continue;
		}
		vote->application = (uint32_t)application;
		r = find_grader(&vote->reviewer, collecting, gr_map_text(review, "person"), category_of(candidate));
		grades->votes.count++;
	}
	return r;
}

static int compare_graders(const void *a, const void *b)
{
	const struct gr_grader *first = *(const struct gr_grader *const *)a, *second = *(const struct gr_grader *const *)b;
	int c = strcmp(first->person, second->person);

	return c != 0 ? c : strcmp(first->category, second->category);
}

/* Into the order of person and category, whatever the order of the applications is. */
static int sort_graders(struct gr_grades *grades)
{
	size_t count = grades->votes.reviewer_count;
	const struct gr_grader **order = gr_alloc_array(count + 1, sizeof(*order));
	struct gr_grader *sorted = gr_alloc_array(count + 1, sizeof(*sorted));
	uint32_t *place = gr_alloc_array(count + 1, sizeof(*place));
	int r = order && sorted && place ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < count; i++)
		order[i] = &grades->graders[i];
	if (r == 0)
		gr_sort(order, count, sizeof(*order), compare_graders);
	for (size_t i = 0; r == 0 && i < count; i++) {
		sorted[i] = *order[i];
		place[order[i] - grades->graders] = (uint32_t)i;
	}
	for (size_t i = 0; r == 0 && i < grades->votes.count; i++)
		grades->items[i].reviewer = place[grades->items[i].reviewer];
	gr_free(order);
	gr_free(place);
	if (r < 0) {
		gr_free(sorted);
		return r;
	}
	gr_free(grades->graders);
	grades->graders = sorted;
	return 0;
}

/* ---- which way is up ---- */

static bool total_e4(int64_t *out, const struct gr_exact *total)
{
	gr_auto_exact struct gr_exact scaled = GR_EXACT_ZERO, factor = GR_EXACT_ZERO;
	bool fits;

	gr_exact_set(&factor, E4);
	fits = gr_exact_mul(&scaled, total, &factor) == 0 && gr_exact_round(&scaled, &scaled, 0) == 0 && gr_exact_to_int64(out, &scaled);
	if (!fits)
		gr_error_clear();
	return fits;
}

static int turn_round(struct gr_grades *grades, const struct gr_ranking *ranking)
{
	int64_t *totals = gr_alloc_array(grades->votes.application_count + 1, sizeof(*totals));
	bool are_known = true;

	if (!totals)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < grades->votes.application_count; i++)
		are_known = are_known && total_e4(&totals[i], &ranking->ranked[grades->ranked_of[i]].total);
	grades->is_turned = are_known && gr_votes_run_against(&grades->votes, totals);
	for (size_t i = 0; grades->is_turned && i < grades->votes.count; i++)
		grades->items[i].grade_e4 = -grades->items[i].grade_e4;
	gr_free(totals);
	return 0;
}

/* ---- the whole ---- */

static int allocate(struct collecting *collecting)
{
	struct gr_grades *grades = collecting->grades;
	size_t count = collecting->ranking->count, reviews = 0;

	for (size_t i = 0; i < count; i++)
		reviews += gr_value_count(collecting->ranking->candidates[i].reviews);
	grades->items = gr_alloc_array(reviews + 1, sizeof(*grades->items));
	grades->panel_of = gr_alloc_array(count + 1, sizeof(*grades->panel_of));
	grades->ranked_of = gr_alloc_array(count + 1, sizeof(*grades->ranked_of));
	grades->application_of = gr_alloc_array(count + 1, sizeof(*grades->application_of));
	collecting->panels = gr_map_new();
	collecting->indexes = gr_map_new();
	return grades->items && grades->panel_of && grades->ranked_of && grades->application_of && collecting->panels && collecting->indexes
	               ? 0
	               : GRANT_ENOMEM;
}

int gr_grades_make(struct gr_grades *out, const struct gr_ranking *ranking)
{
	struct gr_grades grades = { 0 };
	struct collecting collecting = { .grades = &grades, .ranking = ranking, .criteria = gr_map_get(ranking->declared, "criteria") };
	int r = allocate(&collecting);

	if (r == 0)
		r = find_scale(&grades, collecting.criteria);
	if (r == 0)
		r = take_applications(&collecting);
	for (size_t i = 0; r == 0 && i < grades.votes.application_count; i++)
		r = take_reviews(&collecting, i);
	grades.votes.items = grades.items;
	if (r == 0)
		r = sort_graders(&grades);
	if (r == 0)
		r = turn_round(&grades, ranking);
	gr_value_free(collecting.panels);
	gr_value_free(collecting.indexes);
	if (r < 0)
		gr_grades_clear(&grades);
	else
		*out = grades;
	return r;
}

void gr_grades_clear(struct gr_grades *grades)
{
	gr_free(grades->items);
	gr_free(grades->panel_of);
	gr_free(grades->graders);
	gr_free(grades->ranked_of);
	gr_free(grades->application_of);
	memset(grades, 0, sizeof(*grades));
}
