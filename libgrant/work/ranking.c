/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Candidates -> totals by the round's rules -> ties -> places. Exact to the end; rounding is for print. Not here: the
 * order itself (model/ranking), the rules' host (rules).
 */
#include "work/ranking.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/id.h"
#include "base/mem.h"
#include "work/criteria.h"

/* ---- totals ---- */

/* Those that have no result yet. */
static int score_one_by_one(struct gr_ranking *ranking, struct gr_progress *progress)
{
	int r = 0;

	gr_progress_begin(progress, _("scoring"), ranking->count);
	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		struct gr_candidate *candidate = &ranking->candidates[i];

		if (candidate->result)
			continue;
		r = gr_rules_score(&candidate->result, ranking->rules, ranking->stage, candidate->application,
		                   candidate->reviews, ranking->round_seen);
		if (r < 0)
			return gr_error_in_record(gr_context(r, "%s", candidate->id), candidate->id);
		r = gr_progress_step(progress, 1);
	}
	return r == 0 ? gr_progress_end(progress) : r;
}

static int score_together(struct gr_ranking *ranking)
{
	gr_auto_value gr_value *applications = gr_list_new();
	gr_auto_value gr_value *results = NULL;
	int r = applications ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		gr_value *seen = gr_value_copy(ranking->candidates[i].application);

		r = seen ? gr_map_set(seen, "reviews", gr_value_copy(ranking->candidates[i].reviews)) : GRANT_ENOMEM;
		if (gr_list_add(applications, seen) < 0)
			r = GRANT_ENOMEM;
	}
	if (r == 0)
		r = gr_rules_score_all(&results, ranking->rules, ranking->stage, applications, ranking->round_seen);
	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		struct gr_candidate *candidate = &ranking->candidates[i];

		candidate->result = gr_map_take(results, candidate->id);
		if (!candidate->result) {
			candidate->result = gr_map_new();
			r = candidate->result
			            ? gr_map_set_text(candidate->result, "reason", _("the rules gave no result"))
			            : GRANT_ENOMEM;
		}
	}
	return r;
}

/* ---- ties ---- */

/* A criterion in `ties` means the plain mean over the reviews that scored it. */
static int mean_of_criterion(struct gr_exact *out, bool *has, const gr_value *reviews, const char *criterion)
{
	gr_auto_exact struct gr_exact sum = GR_EXACT_ZERO;
	gr_auto_exact struct gr_exact score = GR_EXACT_ZERO;
	int64_t count = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(reviews); i++) {
		const char *text = gr_map_text(gr_map_get(gr_value_item(reviews, i), "scores"), criterion);

		if (!text)
			continue;
		r = gr_exact_parse(&score, text);
		if (r == 0)
			r = gr_exact_add(&sum, &sum, &score);
		count++;
	}
	*has = count > 0;
	gr_exact_set(&score, count > 0 ? count : 1);
	return r == 0 ? gr_exact_div(out, &sum, &score) : r;
}

static int tie_value(struct gr_exact *out, bool *has, const struct gr_ranking *ranking,
                     const struct gr_candidate *candidate, const char *tie)
{
	const char *name = tie[0] == '-' ? tie + 1 : tie;
	const char *text;
	int r;

	if (gr_list_find(gr_map_get(ranking->declared, "criteria"), "id", name)) {
		r = mean_of_criterion(out, has, candidate->reviews, name);
	} else {
		text = gr_map_text(gr_map_get(candidate->application, "measures"), name);
		if (!text)
			text = gr_map_text(candidate->application, name);
		*has = text != NULL;
		r = text ? gr_exact_parse(out, text) : 0;
	}
	if (r == 0 && tie[0] == '-')
		r = gr_exact_neg(out, out);
	return r;
}

static int fill_ties(struct gr_ranked *entry, const struct gr_ranking *ranking, const struct gr_candidate *candidate)
{
	const gr_value *ties = gr_map_get(ranking->declared, "ties");
	size_t count = gr_value_count(ties);
	int r = 0;

	if (count == 0)
		return 0;
	entry->ties = gr_alloc_array(count, sizeof(*entry->ties));
	entry->has_tie = gr_alloc_array(count, sizeof(*entry->has_tie));
	if (!entry->ties || !entry->has_tie)
		return GRANT_ENOMEM;
	entry->tie_count = count;
	for (size_t i = 0; r == 0 && i < count; i++) {
		gr_exact_set(&entry->ties[i], 0);
		r = tie_value(&entry->ties[i], &entry->has_tie[i], ranking, candidate,
		              gr_value_text(gr_value_item(ties, i)));
	}
	return r;
}

struct comparison {
	const struct gr_ranking *ranking;
	int64_t steps; /* what is left for all comparisons */
};

/* What a comparator can tell two of one total apart by. */
static gr_value *seen_in_tie(const struct gr_ranked *entry)
{
	const struct gr_candidate *candidate = entry->payload;
	gr_value *seen = gr_value_copy(candidate->application);
	int r = seen ? gr_map_set(seen, "reviews", gr_value_copy(candidate->reviews)) : GRANT_ENOMEM;

	if (r == 0)
		return seen;
	gr_value_free(seen);
	return NULL;
}

static int compare_by_rules(int *out, const struct gr_ranked *a, const struct gr_ranked *b, void *payload)
{
	struct comparison *comparison = payload;
	gr_auto_value gr_value *first = seen_in_tie(a);
	gr_auto_value gr_value *second = seen_in_tie(b);

	if (!first || !second)
		return GRANT_ENOMEM;
	return gr_rules_compare(out, comparison->ranking->rules, comparison->ranking->stage, first, second,
	                        &comparison->steps);
}

static int fill_entry(struct gr_ranked *entry, const struct gr_ranking *ranking, struct gr_candidate *candidate)
{
	const char *total = gr_map_text(candidate->result, "total");
	int r = 0;

	entry->application = candidate->id;
	entry->payload = candidate;
	entry->reviews = gr_value_count(candidate->reviews);
	entry->reason = gr_map_text(candidate->result, "reason");
	gr_exact_set(&entry->total, 0);
	entry->has_total = total != NULL;
	if (total)
		r = gr_exact_parse(&entry->total, total);
	return r == 0 ? fill_ties(entry, ranking, candidate) : r;
}

static int order(struct gr_ranking *ranking)
{
	struct comparison comparison = { ranking, gr_rules_steps_of_ranking() };
	bool by_function = gr_rules_ties_by_function(ranking->rules, ranking->stage);
	int r = 0;

	if (ranking->count == 0)
		return 0;
	ranking->ranked = gr_alloc_array(ranking->count, sizeof(*ranking->ranked));
	if (!ranking->ranked)
		return GRANT_ENOMEM;
	for (size_t i = 0; r == 0 && i < ranking->count; i++)
		r = fill_entry(&ranking->ranked[i], ranking, &ranking->candidates[i]);
	if (r < 0)
		return r;
	return gr_rank_sort(ranking->ranked, ranking->count, by_function ? compare_by_rules : NULL, &comparison);
}

/* score_all is promised the order of ids; a walk over the tree goes by shard, XF-0101 before XF-0002. */
static int compare_candidates(const void *a, const void *b)
{
	const struct gr_candidate *first = a, *second = b;
	int order = gr_application_id_compare(first->id, second->id);

	return order != 0 ? order : strcmp(first->id, second->id);
}

int gr_ranking_run(struct gr_ranking *ranking, struct gr_progress *progress)
{
	int r;

	gr_sort(ranking->candidates, ranking->count, sizeof(*ranking->candidates), compare_candidates);
	r = gr_rules_scores_all(ranking->rules, ranking->stage) ? score_together(ranking)
	                                                        : score_one_by_one(ranking, progress);
	return r == 0 ? order(ranking) : r;
}

#define CONFIRMATIONS 2

static void forget_results(struct gr_ranking *ranking)
{
	for (size_t i = 0; ranking->ranked && i < ranking->count; i++)
		gr_ranked_clear(&ranking->ranked[i]);
	gr_free(ranking->ranked);
	ranking->ranked = NULL;
	for (size_t i = 0; i < ranking->count; i++) {
		gr_value_free(ranking->candidates[i].result);
		ranking->candidates[i].result = NULL;
	}
}

static int run_again(struct gr_ranking *ranking, const gr_value *first, struct gr_progress *progress)
{
	gr_auto_value gr_value *results = NULL;
	int r;

	forget_results(ranking);
	r = gr_ranking_run(ranking, progress);
	if (r == 0)
		r = gr_ranking_results(&results, ranking);
	if (r == 0 && !gr_value_equal(first, results))
		r = gr_fail(GRANT_ERULE, _("run again, the rules rank otherwise; what depends on where Lua lies in memory cannot be recorded"));
	return r;
}

int gr_ranking_confirm(struct gr_ranking *ranking, gr_rules *rules, struct gr_progress *progress)
{
	gr_auto_value gr_value *first = NULL;
	int r = gr_ranking_results(&first, ranking);

	for (unsigned i = 1; r == 0 && i <= CONFIRMATIONS; i++) {
		gr_rules_shift(rules, 7 * i);
		r = run_again(ranking, first, progress);
	}
	gr_rules_shift(rules, 0);
	return r;
}

/* ---- the whole ---- */

/* The ids of the recorded ranking. */
static int keep_recorded(struct gr_ranking *ranking, grant_round *round, const struct gr_oid *commit, const char *path)
{
	gr_auto_value gr_value *recorded = NULL;
	const gr_value *results;
	int r = gr_record_load(&recorded, round, commit, path);

	if (r < 0)
		return r;
	results = gr_map_get(recorded, "results");
	ranking->kept = gr_map_new();
	for (size_t i = 0; ranking->kept && i < gr_value_count(results); i++)
		if (gr_map_set_bool(ranking->kept, gr_map_text(gr_value_item(results, i), "application"), true) < 0)
			return GRANT_ENOMEM;
	return ranking->kept ? 0 : GRANT_ENOMEM;
}

static int look_for_record(struct gr_ranking *ranking, grant_round *round, const struct gr_oid *commit, bool as_recorded)
{
	struct gr_location place = { .kind = GR_KIND_RANKING };
	gr_autofree_text char *path = NULL;
	struct gr_oid blob;
	bool is_tree;
	int r;

	snprintf(place.stage, sizeof(place.stage), "%s", ranking->stage);
	path = gr_location_path(&place);
	if (!path)
		return GRANT_ENOMEM;
	r = gr_store_lookup(&blob, &is_tree, round->store, commit, path);
	ranking->is_recorded = r == 0;
	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		return 0;
	}
	return r == 0 && as_recorded ? keep_recorded(ranking, round, commit, path) : r;
}

static bool is_named(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

int gr_candidate_leave_out(struct gr_candidate *candidate, const char *const *without)
{
	gr_auto_value gr_value *all = candidate->reviews;
	size_t count = gr_value_count(all);

	candidate->reviews = gr_list_new();
	candidate->without = gr_list_new();
	if (!candidate->reviews || !candidate->without)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < count; i++) {
		const gr_value *review = gr_value_item(all, i);
		bool out = is_named(without, gr_map_text(review, "person"));

		if (gr_list_add(out ? candidate->without : candidate->reviews, gr_value_copy(review)) < 0)
			return GRANT_ENOMEM;
	}
	return 0;
}

static int leave_out_all(struct gr_ranking *ranking, const char *const *without)
{
	int r = 0;

	for (size_t i = 0; r == 0 && without && without[0] && i < ranking->count; i++)
		r = gr_candidate_leave_out(&ranking->candidates[i], without);
	return r;
}

static int compute(struct gr_ranking *ranking, grant_round *round, const struct gr_oid *commit, const char *wish,
                   const struct gr_rank_change *change)
{
	const char *stage;
	int r = gr_round_rules(&ranking->rules, round, commit);

	if (change->rules)
		ranking->rules = change->rules;
	if (r == 0)
		r = gr_round_stage(&stage, round, wish);
	if (r == 0)
		snprintf(ranking->stage, sizeof(ranking->stage), "%s", stage);
	if (r == 0)
		r = gr_stage_declared(&ranking->declared, ranking->rules, ranking->stage);
	if (r == 0)
		r = gr_round_for_rules(&ranking->round_seen, round->description);
	if (r == 0)
		r = look_for_record(ranking, round, commit, change->as_recorded);
	if (r == 0)
		r = gr_candidates_read(ranking, round, commit);
	if (r == 0)
		r = leave_out_all(ranking, change->without);
	ranking->places = gr_round_places(round);
	return r == 0 ? gr_ranking_run(ranking, &round->progress) : r;
}

int gr_ranking_compute_changed(struct gr_ranking *out, grant_round *round, const struct gr_oid *commit, const char *stage,
                               const struct gr_rank_change *change)
{
	struct gr_ranking ranking = { 0 };
	int r = gr_round_at(round, commit);

	if (r == 0)
		r = compute(&ranking, round, commit, stage, change);
	if (r < 0) {
		gr_ranking_clear(&ranking);
		return r;
	}
	*out = ranking;
	return 0;
}

int gr_ranking_compute(struct gr_ranking *out, grant_round *round, const struct gr_oid *commit, const char *stage)
{
	return gr_ranking_compute_changed(out, round, commit, stage, &(struct gr_rank_change){ 0 });
}

int gr_ranking_compute_as_recorded(struct gr_ranking *out, grant_round *round, const struct gr_oid *commit,
                                   const char *stage)
{
	return gr_ranking_compute_changed(out, round, commit, stage, &(struct gr_rank_change){ .as_recorded = true });
}

void gr_ranking_clear(struct gr_ranking *ranking)
{
	forget_results(ranking);
	for (size_t i = 0; i < ranking->count; i++) {
		struct gr_candidate *candidate = &ranking->candidates[i];

		gr_value_free(candidate->application);
		gr_value_free(candidate->reviews);
		gr_value_free(candidate->left_out);
		gr_value_free(candidate->without);
		gr_free(candidate->decision);
	}
	gr_free(ranking->candidates);
	gr_value_free(ranking->round_seen);
	gr_value_free(ranking->kept);
	memset(ranking, 0, sizeof(*ranking));
}

size_t gr_candidate_index(const struct gr_ranking *ranking, const struct gr_ranked *entry)
{
	return (size_t)((const struct gr_candidate *)entry->payload - ranking->candidates);
}

/* ---- as a record, and for the rules ---- */

static int set_totals(gr_value *result, const struct gr_ranked *entry, unsigned places)
{
	gr_auto_buf struct gr_buf rounded = GR_BUF_INIT;
	gr_auto_buf struct gr_buf exact = GR_BUF_INIT;
	int r;

	if (!entry->has_total) {
		r = gr_map_set(result, "total", gr_null_new());
		return r == 0 ? gr_map_set(result, "exact", gr_null_new()) : r;
	}
	gr_exact_format_places(&rounded, &entry->total, places);
	gr_exact_format(&exact, &entry->total);
	r = gr_buf_ok(&rounded) < 0 || gr_buf_ok(&exact) < 0 ? GRANT_ENOMEM : 0;
	if (r == 0)
		r = gr_map_set_text(result, "total", gr_buf_text(&rounded));
	return r == 0 ? gr_map_set_text(result, "exact", gr_buf_text(&exact)) : r;
}

static gr_value *make_result(const struct gr_ranked *entry, unsigned places)
{
	gr_value *result = gr_map_new();
	int r = result ? gr_map_set(result, "place", entry->place ? gr_int_new(entry->place) : gr_null_new())
	               : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(result, "application", entry->application);
	if (r == 0)
		r = set_totals(result, entry, places);
	if (r == 0)
		r = gr_map_set_int(result, "reviews", (int64_t)entry->reviews);
	if (r == 0)
		r = gr_map_set_bool(result, "tied", entry->tied);
	if (r == 0 && !entry->has_total)
		r = gr_map_set_text(result, "reason", entry->reason ? entry->reason : "");
	if (r == 0)
		return result;
	gr_value_free(result);
	return NULL;
}

static gr_value *make_results(const struct gr_ranking *ranking)
{
	gr_value *results = gr_list_new();

	for (size_t i = 0; results && i < ranking->count; i++) {
		if (gr_list_add(results, make_result(&ranking->ranked[i], ranking->places)) < 0) {
			gr_value_free(results);
			return NULL;
		}
	}
	return results;
}

int gr_ranking_results(gr_value **out, const struct gr_ranking *ranking)
{
	gr_value *results = make_results(ranking);

	if (!results)
		return GRANT_ENOMEM;
	*out = results;
	return 0;
}

int gr_ranking_record(gr_value **out, const struct gr_ranking *ranking, const grant_round *round,
                      const struct gr_oid *commit)
{
	gr_auto_value gr_value *record = gr_map_new();
	struct gr_oid tree;
	char hex[GR_OID_HEX];
	int r = record ? gr_store_tree_of(&tree, round->store, commit) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(record, "stage", ranking->stage);
	if (r == 0)
		r = gr_map_set_text(record, "rules", gr_round_rules_digest(round));
	if (r == 0) {
		gr_oid_hex(hex, &tree);
		r = gr_map_set_text(record, "tree", hex);
	}
	if (r == 0)
		r = gr_map_set_int(record, "places", ranking->places);
	if (r == 0)
		r = gr_map_set(record, "results", make_results(ranking));
	if (r == 0)
		*out = gr_steal_value(&record);
	return r;
}

int gr_ranking_is_as(bool *out, const struct gr_ranking *ranking, const grant_round *round, const struct gr_oid *commit,
                     const gr_value *recorded)
{
	gr_auto_value gr_value *now = NULL;
	gr_auto_value gr_value *canonical = NULL;
	int r = gr_ranking_record(&now, ranking, round, commit);

	if (r == 0)
		r = gr_record_canonical(&canonical, GR_KIND_RANKING, now);
	*out = r == 0 && gr_value_equal(gr_map_get(recorded, "results"), gr_map_get(canonical, "results"));
	return r;
}

static gr_value *entry_for_rules(const struct gr_ranked *entry)
{
	const struct gr_candidate *candidate = entry->payload;
	gr_auto_buf struct gr_buf total = GR_BUF_INIT;
	gr_value *seen = gr_value_copy(candidate->application);
	int r = seen ? 0 : GRANT_ENOMEM;

	if (r == 0 && entry->place)
		r = gr_map_set_int(seen, "place", entry->place);
	if (r == 0 && entry->has_total) {
		gr_exact_format(&total, &entry->total);
		r = gr_map_set(seen, "total", gr_number_new(gr_buf_text(&total)));
	}
	if (r == 0 && entry->reason)
		r = gr_map_set_text(seen, "reason", entry->reason);
	if (r == 0)
		return seen;
	gr_value_free(seen);
	return NULL;
}

int gr_ranking_for_rules(gr_value **out, const struct gr_ranking *ranking, bool only_undecided)
{
	gr_auto_value gr_value *list = gr_list_new();

	if (!list)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < ranking->count; i++) {
		const struct gr_candidate *candidate = ranking->ranked[i].payload;

		if (only_undecided && candidate->decision)
			continue;
		if (gr_list_add(list, entry_for_rules(&ranking->ranked[i])) < 0)
			return GRANT_ENOMEM;
	}
	*out = gr_steal_value(&list);
	return 0;
}

int gr_ranking_advanced(gr_value **out, const struct gr_ranking *ranking)
{
	gr_auto_value gr_value *seen = NULL;
	gr_auto_value gr_value *ids = NULL;
	gr_auto_value gr_value *advanced = gr_map_new();
	int r = advanced ? gr_ranking_for_rules(&seen, ranking, false) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_rules_advance(&ids, ranking->rules, ranking->stage, seen, ranking->round_seen);
	for (size_t i = 0; r == 0 && i < gr_value_count(ids); i++)
		r = gr_map_set_bool(advanced, gr_value_text(gr_value_item(ids, i)), true);
	if (r == 0)
		*out = gr_steal_value(&advanced);
	return r;
}
