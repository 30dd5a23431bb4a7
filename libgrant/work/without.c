/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who would stand on the other side of the line without one reviewer's scores: the round's rules run again, exactly, once for each
 * reviewer. Not here: the model's opinion of it (analysis).
 */
#include "work/sureness.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* A ranking that shares with another one what is the same. */
struct variant {
	struct gr_ranking ranking;
	bool *is_own; /* of a candidate: reviews and result */
};

static bool has_review_by(const gr_value *reviews, const char *person)
{
	for (size_t i = 0; i < gr_value_count(reviews); i++)
		if (strcmp(gr_map_text(gr_value_item(reviews, i), "person"), person) == 0)
			return true;
	return false;
}

static gr_value *reviews_without(const gr_value *reviews, const char *person)
{
	gr_value *list = gr_list_new();

	for (size_t i = 0; list && i < gr_value_count(reviews); i++) {
		const gr_value *review = gr_value_item(reviews, i);

		if (strcmp(gr_map_text(review, "person"), person) != 0 && gr_list_add(list, gr_value_copy(review)) < 0) {
			gr_value_free(list);
			return NULL;
		}
	}
	return list;
}

static void clear_variant(struct variant *variant)
{
	for (size_t i = 0; variant->ranking.ranked && i < variant->ranking.count; i++)
		gr_ranked_clear(&variant->ranking.ranked[i]);
	for (size_t i = 0; variant->is_own && variant->ranking.candidates && i < variant->ranking.count; i++) {
		if (!variant->is_own[i])
			continue;
		gr_value_free(variant->ranking.candidates[i].reviews);
		gr_value_free(variant->ranking.candidates[i].result);
	}
	gr_free(variant->ranking.ranked);
	gr_free(variant->ranking.candidates);
	gr_free(variant->is_own);
}

/* `together`: every result hangs on all reviews. */
static int make_variant(struct variant *variant, const struct gr_ranking *ranking, const char *person, bool together)
{
	size_t count = ranking->count;

	variant->ranking = *ranking;
	variant->ranking.ranked = NULL;
	variant->ranking.candidates = gr_alloc_array(count + 1, sizeof(*ranking->candidates));
	variant->is_own = gr_alloc_array(count + 1, sizeof(*variant->is_own));
	if (!variant->ranking.candidates || !variant->is_own)
		return GRANT_ENOMEM;
	memcpy(variant->ranking.candidates, ranking->candidates, count * sizeof(*ranking->candidates));
	for (size_t i = 0; i < count; i++) {
		struct gr_candidate *candidate = &variant->ranking.candidates[i];

		if (!together && !has_review_by(candidate->reviews, person))
			continue;
		candidate->result = NULL;
		candidate->reviews = reviews_without(ranking->candidates[i].reviews, person);
		variant->is_own[i] = true;
		if (!candidate->reviews)
			return GRANT_ENOMEM;
	}
	return 0;
}

/* ---- who changes side ---- */

static int add_changes(gr_value *told, const struct gr_ranking *ranking, const struct gr_cut *cut, const struct gr_cut *other)
{
	gr_value *up = gr_list_new(), *down = gr_list_new();
	int r = up && down ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const struct gr_candidate *candidate = ranking->ranked[i].payload;
		size_t index = (size_t)(candidate - ranking->candidates);

		if (cut->approved[index] != other->approved[index])
			r = gr_list_add(other->approved[index] ? up : down, gr_text_new(candidate->id));
	}
	if (r == 0)
		r = gr_map_set(told, "up", gr_steal_value(&up));
	if (r == 0)
		r = gr_map_set(told, "down", gr_steal_value(&down));
	gr_value_free(up);
	gr_value_free(down);
	return r;
}

static int try_without(gr_value *list, const struct gr_sureness *sureness, const char *person)
{
	bool together = gr_rules_scores_all(sureness->ranking->rules, sureness->ranking->stage);
	gr_auto_value gr_value *told = gr_map_new();
	struct variant variant = { 0 };
	struct gr_progress silence = { 0 };
	struct gr_cut cut = { 0 };
	int r = told ? make_variant(&variant, sureness->ranking, person, together) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_ranking_run(&variant.ranking, &silence);
	if (r == GRANT_ERULE) {
		gr_error_clear();
		cut.why_not = "rules-failed";
		r = 0;
	} else if (r == 0) {
		r = gr_cut_find(&cut, &variant.ranking);
	}
	if (r == 0)
		r = gr_map_set_text(told, "person", person);
	if (r == 0 && cut.why_not && strcmp(cut.why_not, "rules-failed") == 0)
		r = gr_map_set_text(told, "why", cut.why_not);
	else if (r == 0)
		r = add_changes(told, sureness->ranking, &sureness->cut, &cut);
	if (r == 0 && (gr_map_get(told, "why") || gr_value_count(gr_map_get(told, "up")) + gr_value_count(gr_map_get(told, "down")) > 0))
		r = gr_list_add(list, gr_steal_value(&told));
	gr_cut_clear(&cut);
	clear_variant(&variant);
	return r;
}

/* ---- everybody ---- */

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int collect_persons(gr_value *persons, const struct gr_ranking *ranking)
{
	int r = 0;

	for (size_t i = 0; i < ranking->count; i++) {
		const gr_value *reviews = ranking->candidates[i].reviews;

		for (size_t k = 0; r == 0 && k < gr_value_count(reviews); k++)
			r = gr_map_set_bool(persons, gr_map_text(gr_value_item(reviews, k), "person"), true);
	}
	return r;
}

static int try_all(gr_value *list, const struct gr_sureness *sureness, const gr_value *persons)
{
	size_t count = gr_value_count(persons);
	const char **order = gr_alloc_array(count + 1, sizeof(*order));
	int r = order ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < count; i++)
		order[i] = gr_value_key(persons, i);
	if (r == 0)
		gr_sort(order, count, sizeof(*order), compare_texts);
	gr_progress_begin(&sureness->round->progress, _("leaving out one reviewer after the other"), count);
	for (size_t i = 0; r == 0 && i < count; i++) {
		r = try_without(list, sureness, order[i]);
		if (r == 0)
			r = gr_progress_step(&sureness->round->progress, 1);
	}
	gr_free(order);
	return r == 0 ? gr_progress_end(&sureness->round->progress) : r;
}

int gr_without_tell(gr_value *record, gr_value *why, const struct gr_sureness *sureness)
{
	gr_auto_value gr_value *persons = gr_map_new();
	gr_auto_value gr_value *list = gr_list_new();
	const char *not_done = sureness->cut.why_not && strcmp(sureness->cut.why_not, "nobody-below") != 0 &&
	                                       strcmp(sureness->cut.why_not, "nobody-above") != 0
	                               ? sureness->cut.why_not
	                               : NULL;
	int r = persons && list ? collect_persons(persons, sureness->ranking) : GRANT_ENOMEM;

	if (r == 0 && !not_done && gr_value_count(persons) * sureness->ranking->count > GR_WITHOUT_MAX)
		not_done = "too-large";
	if (r == 0 && not_done) {
		r = gr_map_set_text(why, "without", not_done);
		return r == 0 ? gr_map_set(record, "without", gr_null_new()) : r;
	}
	if (r == 0)
		r = try_all(list, sureness, persons);
	return r == 0 ? gr_map_set(record, "without", gr_steal_value(&list)) : r;
}
