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

static void clear_variant(struct variant *variant)
{
	for (size_t i = 0; variant->ranking.ranked && i < variant->ranking.count; i++)
		gr_ranked_clear(&variant->ranking.ranked[i]);
	for (size_t i = 0; variant->is_own && variant->ranking.candidates && i < variant->ranking.count; i++) {
		if (!variant->is_own[i])
			continue;
		gr_value_free(variant->ranking.candidates[i].reviews);
		gr_value_free(variant->ranking.candidates[i].without);
		gr_value_free(variant->ranking.candidates[i].result);
	}
	gr_free(variant->ranking.ranked);
	gr_free(variant->ranking.candidates);
	gr_free(variant->is_own);
}

/* `together`: every result hangs on all reviews. */
static int make_variant(struct variant *variant, const struct gr_ranking *ranking, const char *person, bool together)
{
	const char *const without[] = { person, NULL };
	size_t count = ranking->count;
	int r = 0;

	variant->ranking = *ranking;
	variant->ranking.ranked = NULL;
	variant->ranking.candidates = gr_alloc_array(count + 1, sizeof(*ranking->candidates));
	variant->is_own = gr_alloc_array(count + 1, sizeof(*variant->is_own));
	if (!variant->ranking.candidates || !variant->is_own)
		return GRANT_ENOMEM;
	memcpy(variant->ranking.candidates, ranking->candidates, count * sizeof(*ranking->candidates));
	for (size_t i = 0; r == 0 && i < count; i++) {
		struct gr_candidate *candidate = &variant->ranking.candidates[i];

		if (!together && !gr_list_find(candidate->reviews, "person", person))
			continue;
		candidate->result = NULL;
		candidate->reviews = gr_value_copy(candidate->reviews);
		candidate->without = NULL;
		variant->is_own[i] = true;
		r = candidate->reviews ? gr_candidate_leave_out(candidate, without) : GRANT_ENOMEM;
	}
	return r;
}

/* ---- who changes side ---- */

static gr_value *list_of(gr_value *told, enum gr_side side)
{
	static const char *const keys[] = { [GR_SIDE_NONE] = "down", [GR_SIDE_BELOW] = "down", [GR_SIDE_TIED] = "tied", [GR_SIDE_ABOVE] = "up" };

	return gr_map_get(told, keys[side]);
}

/* Where those who change side come to stand, in the order of the ranking as it is. */
static int add_changes(gr_value *told, const struct gr_ranking *ranking, const enum gr_side *before, const enum gr_side *now)
{
	static const char *const keys[] = { "up", "tied", "down" };
	int r = 0;

	for (size_t i = 0; r == 0 && i < GR_COUNT(keys); i++)
		r = gr_map_set(told, keys[i], gr_list_new());
	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		size_t index = gr_candidate_index(ranking, &ranking->ranked[i]);

		if (gr_side_crosses(before[index], now[index]))
			r = gr_list_add(list_of(told, now[index]), gr_text_new(ranking->ranked[i].application));
	}
	return r;
}

static bool has_changes(const gr_value *told)
{
	return gr_value_count(gr_map_get(told, "up")) + gr_value_count(gr_map_get(told, "tied")) +
	               gr_value_count(gr_map_get(told, "down")) >
	       0;
}

static int try_without(gr_value *list, const struct gr_sureness *sureness, const char *person)
{
	bool together = gr_rules_scores_all(sureness->ranking->rules, sureness->ranking->stage);
	gr_auto_value gr_value *told = gr_map_new();
	struct variant variant = { 0 };
	struct gr_progress silence = { 0 };
	struct gr_line line = { 0 };
	bool has_failed;
	int r = told ? make_variant(&variant, sureness->ranking, person, together) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_ranking_run(&variant.ranking, &silence);
	if (r == 0)
		r = gr_line_draw(&line, &variant.ranking);
	has_failed = r == GRANT_ERULE;
	if (has_failed) {
		gr_error_clear();
		r = 0;
	}
	if (r == 0)
		r = gr_map_set_text(told, "person", person);
	if (r == 0)
		r = has_failed ? gr_map_set_text(told, "why", "rules-failed")
		               : add_changes(told, sureness->ranking, sureness->line.sides, line.sides);
	if (r == 0 && (has_failed || has_changes(told)))
		r = gr_list_add(list, gr_steal_value(&told));
	gr_line_clear(&line);
	clear_variant(&variant);
	return r;
}

/* ---- everybody ---- */

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
		gr_sort(order, count, sizeof(*order), gr_compare_texts);
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
	const char *not_done = sureness->line.outcomes ? NULL : sureness->no_line;
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
