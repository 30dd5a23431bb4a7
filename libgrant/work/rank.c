/* SPDX-License-Identifier: Apache-2.0 */
/* The ranking for people: shown, explained, recorded. Not here: how it is computed (ranking.c). */
#include <grant/ranking.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "work/act.h"
#include "work/ranking.h"
#include "work/settle.h"
#include "work/sums.h"
#include "work/sureness.h"

/* ---- steps: which review and which step gave what ---- */

int gr_map_set_shown(gr_value *map, const char *key, const gr_value *given)
{
	const char *text = gr_value_text(given);
	gr_auto_exact struct gr_exact number = GR_EXACT_ZERO;
	gr_auto_buf struct gr_buf shown = GR_BUF_INIT;

	if (!text)
		return 0;
	if (gr_exact_parse(&number, text) < 0) {
		gr_error_clear();
		return gr_map_set_text(map, key, text);
	}
	gr_exact_format_short(&shown, &number);
	return gr_map_set_text(map, key, gr_buf_text(&shown));
}

/* Scores in the order in which the rules declare their criteria, which is the order that reviewers know. */
static gr_value *step_of_review(const gr_value *review, const gr_value *criteria, const char *left_out)
{
	const gr_value *scores = gr_map_get(review, "scores");
	gr_value *step = gr_map_new();
	gr_value *shown = gr_map_new();
	int r = step && shown ? gr_map_set_text(step, "person", gr_map_text(review, "person")) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(criteria); i++) {
		const char *criterion = gr_map_text(gr_value_item(criteria, i), "id");

		if (gr_map_get(scores, criterion))
			r = gr_map_set_shown(shown, criterion, gr_map_get(scores, criterion));
	}
	if (r == 0)
		r = gr_map_set(step, "scores", gr_steal_value(&shown));
	if (r == 0 && left_out)
		r = gr_map_set_text(step, "left_out", left_out);
	gr_value_free(shown);
	if (r == 0)
		return step;
	gr_value_free(step);
	return NULL;
}

static int add_reviews(gr_value *steps, const gr_value *reviews, const gr_value *criteria, const char *left_out)
{
	for (size_t i = 0; i < gr_value_count(reviews); i++)
		if (gr_list_add(steps, step_of_review(gr_value_item(reviews, i), criteria, left_out)) < 0)
			return GRANT_ENOMEM;
	return 0;
}

static int add_parts(gr_value *steps, const gr_value *parts)
{
	for (size_t i = 0; i < gr_value_count(parts); i++) {
		const gr_value *part = gr_value_item(parts, i);
		gr_value *step = gr_map_new();
		int r = step ? gr_map_set_text(step, "label", gr_map_text(part, "label")) : GRANT_ENOMEM;

		if (r == 0)
			r = gr_map_set_shown(step, "value", gr_map_get(part, "value"));
		if (gr_list_add(steps, step) < 0 || r < 0)
			return GRANT_ENOMEM;
	}
	return 0;
}

static int add_steps(gr_value *result, const struct gr_candidate *candidate, const gr_value *criteria)
{
	gr_value *steps = gr_list_new();
	int r = steps ? add_reviews(steps, candidate->reviews, criteria, NULL) : GRANT_ENOMEM;

	if (r == 0)
		r = add_reviews(steps, candidate->left_out, criteria, "conflict");
	if (r == 0)
		r = add_reviews(steps, candidate->without, criteria, "without");
	if (r == 0)
		r = add_parts(steps, gr_map_get(candidate->result, "parts"));
	if (r < 0) {
		gr_value_free(steps);
		return r;
	}
	r = gr_map_set(result, "steps", steps);
	if (r == 0)
		r = gr_map_set_text(result, "note", gr_map_text(candidate->result, "note"));
	return r;
}

/* ---- the answer ---- */

static int add_names(gr_value *result, const struct gr_candidate *candidate)
{
	const gr_value *application = candidate->application;
	int r = gr_map_set_text(result, "title", gr_map_text(application, "title"));

	if (r == 0)
		r = gr_map_set_text(result, "organisation",
		                    gr_value_text(gr_value_at(application, "organisation.name")));
	if (r == 0)
		r = gr_map_set_text(result, "category", gr_map_text(application, "category"));
	if (r == 0)
		r = gr_map_set_money(result, "requested", candidate->requested_fen);
	return r;
}

int gr_ranking_tell(gr_value **out, const struct gr_ranking *ranking, const grant_round *round, const struct gr_oid *commit,
                    const char *explain)
{
	gr_auto_value gr_value *record = NULL;
	gr_value *results;
	bool found = !explain || strcmp(explain, "*") == 0;
	int r = gr_ranking_record(&record, ranking, round, commit);

	if (r < 0)
		return r;
	results = gr_map_get(record, "results");
	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const struct gr_candidate *candidate = ranking->ranked[i].payload;
		gr_value *result = gr_value_item(results, i);
		bool wanted = explain && (strcmp(explain, "*") == 0 || strcmp(explain, candidate->id) == 0);

		r = add_names(result, candidate);
		if (r == 0 && wanted)
			r = add_steps(result, candidate, gr_map_get(ranking->declared, "criteria"));
		found = found || wanted;
	}
	if (r == 0 && !found)
		r = gr_error_in_record(
			gr_fail(GRANT_ENOTFOUND, _("%s is not among the applications that are ranked"), explain),
			explain);
	if (r == 0)
		*out = gr_steal_value(&record);
	return r;
}

static int tell(gr_value **out, const struct gr_ranking *ranking, grant_round *round, const struct gr_oid *commit,
                const grant_rank_options *options)
{
	gr_auto_value gr_value *record = NULL;
	gr_value *settlements = NULL;
	int r = gr_ranking_tell(&record, ranking, round, commit, options->explain);

	if (r == 0)
		r = gr_settlement_load(&settlements, round, commit, ranking->stage);
	if (r == 0)
		r = gr_map_set(record, "settlements", settlements);
	/* options of the first version end before `report` */
	if (r == 0 && options->version > 1 && options->report)
		r = gr_sureness_tell(record, ranking, round);
	if (r == 0)
		*out = gr_steal_value(&record);
	return r;
}

/* ---- recording ---- */

struct wish {
	const grant_rank_options *options;
};

/* Once money was decided by a ranking, another one would leave decisions without a ground. */
static int check_undecided(const struct gr_ranking *ranking)
{
	for (size_t i = 0; i < ranking->count; i++)
		if (ranking->is_recorded && ranking->candidates[i].decision)
			return gr_fail(GRANT_EDENIED,
			               _("decisions were made by the recorded ranking of the stage “%s”; it stays"),
			               ranking->stage);
	return 0;
}

static int build_ranking(struct gr_act *act, const void *input)
{
	const struct wish *wish = input;
	struct gr_ranking ranking = { 0 };
	struct gr_location place = { .kind = GR_KIND_RANKING };
	gr_value *record = NULL;
	int r = gr_ranking_compute(&ranking, act->round, &act->base, wish->options->stage);

	if (r == 0)
		r = check_undecided(&ranking);
	if (r == 0)
		r = gr_ranking_confirm(&ranking, act->round->rules, &act->round->progress);
	if (r == 0)
		r = tell(&act->result, &ranking, act->round, &act->base, wish->options);
	if (r == 0)
		r = gr_ranking_record(&record, &ranking, act->round, &act->base);
	if (r == 0)
		r = gr_act_set_subject(act, ranking.stage);
	if (r == 0)
		r = gr_act_detail(act, "%zu applications", ranking.count);
	snprintf(place.stage, sizeof(place.stage), "%s", ranking.stage);
	gr_ranking_clear(&ranking);
	if (r < 0) {
		gr_value_free(record);
		return r;
	}
	return gr_act_put(act, &place, record);
}

static const struct gr_act_row rank_row = {
	.name = "rank",
	.roles = GR_ROLE_OFFICER,
	.build = build_ranking,
};

static int look(gr_value **out, grant_round *round, const grant_rank_options *options)
{
	struct gr_ranking ranking = { 0 };
	struct gr_oid tip;
	int r = gr_store_tip(&tip, round->store);

	if (r == 0)
		r = gr_ranking_compute(&ranking, round, &tip, options->stage);
	if (r == 0)
		r = tell(out, &ranking, round, &tip, options);
	gr_ranking_clear(&ranking);
	return r;
}

int grant_rank(grant_record **out, grant_round *round, const grant_rank_options *options)
{
	static const grant_rank_options defaults = GRANT_RANK_OPTIONS_INIT;
	struct wish wish = { options ? options : &defaults };
	gr_value *told = NULL;
	struct gr_act_wish act = { .result = &told, .dry_run = wish.options->dry_run };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || wish.options->version < 1 || wish.options->version > GRANT_RANK_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("options of another version"));
	r = wish.options->record ? gr_act_run(round, &rank_row, &act, &wish) : look(&told, round, wish.options);
	if (r == 0)
		*out = gr_record_of(told);
	return r;
}

int grant_rank_recorded(grant_record **out, grant_round *round, const char *stage)
{
	struct gr_location place = { .kind = GR_KIND_RANKING };
	gr_autofree_text char *path = NULL;
	gr_value *record;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r == 0)
		r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0)
		r = gr_round_stage(&stage, round, stage);
	if (r < 0)
		return r;
	snprintf(place.stage, sizeof(place.stage), "%s", stage);
	path = gr_location_path(&place);
	r = path ? gr_record_load(&record, round, &tip, path) : GRANT_ENOMEM;
	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_ENOTFOUND, _("no ranking of the stage “%s” is recorded; grant rank --record"),
		               stage);
	if (r == 0)
		*out = gr_record_of(record);
	return r;
}
