/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the rules and the records fit together, and the money: what other rules ask for and nobody has given, what was given and
 * they do not know. Not here: the rules themselves (rules check).
 */
#include <stdio.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/error.h"
#include "work/what-if.h"

/* How often each name occurs. */
static void count(gr_value *counts, const char *name)
{
	int64_t number = 0;

	if (gr_value_int64(&number, gr_map_get(counts, name)) < 0)
		gr_error_clear();
	gr_map_set_int(counts, name, number + 1);
}

static bool is_outside(const gr_value *criterion, const char *score)
{
	const char *min = gr_map_text(criterion, "min"), *max = gr_map_text(criterion, "max");

	return gr_decimal_compare(score, min) < 0 || gr_decimal_compare(score, max) > 0;
}

struct tally {
	gr_value *scored, *outside, *measured;
};

static void tally_candidate(struct tally *tally, const struct gr_candidate *candidate, const gr_value *criteria)
{
	const gr_value *measures = gr_map_get(candidate->application, "measures");

	for (size_t i = 0; i < gr_value_count(candidate->reviews); i++) {
		const gr_value *scores = gr_map_get(gr_value_item(candidate->reviews, i), "scores");

		for (size_t k = 0; k < gr_value_count(scores); k++) {
			const char *name = gr_value_key(scores, k);
			const gr_value *criterion = gr_list_find(criteria, "id", name);

			count(tally->scored, name);
			if (criterion && is_outside(criterion, gr_value_text(gr_value_item(scores, k))))
				count(tally->outside, name);
		}
	}
	for (size_t i = 0; i < gr_value_count(measures); i++)
		count(tally->measured, gr_value_key(measures, i));
}

/* What is declared and was never given. */
static void tell_missing(struct gr_what_if *question, enum gr_finding_id id, const gr_value *declared, const gr_value *given)
{
	struct gr_place place = { .file = question->options->rules_file };

	for (size_t i = 0; i < gr_value_count(declared); i++) {
		const char *name = gr_map_text(gr_value_item(declared, i), "id");

		if (!gr_map_get(given, name))
			gr_findings_add(question->findings, id, &place, name, NULL);
	}
}

/* What was given and is not declared. */
static void tell_unknown(struct gr_what_if *question, enum gr_finding_id id, const gr_value *declared, const gr_value *given)
{
	struct gr_place place = { .file = question->options->rules_file };

	for (size_t i = 0; i < gr_value_count(given); i++)
		if (!gr_list_find(declared, "id", gr_value_key(given, i)))
			gr_findings_add(question->findings, id, &place, gr_value_key(given, i),
			                gr_value_text(gr_value_item(given, i)), NULL);
}

static void tell_outside(struct gr_what_if *question, const gr_value *criteria, const gr_value *outside)
{
	struct gr_place place = { .file = question->options->rules_file };

	for (size_t i = 0; i < gr_value_count(outside); i++) {
		const gr_value *criterion = gr_list_find(criteria, "id", gr_value_key(outside, i));
		char range[2 * GR_DECIMAL_TEXT_SIZE + 4];

		snprintf(range, sizeof(range), "%s..%s", gr_map_text(criterion, "min"), gr_map_text(criterion, "max"));
		gr_findings_add(question->findings, GR_F_RANK_SCORE_OUTSIDE, &place, gr_value_key(outside, i),
		                gr_value_text(gr_value_item(outside, i)), range, NULL);
	}
}

static void look_at_rules(struct gr_what_if *question)
{
	const struct gr_ranking *ranking = &question->now.ranking;
	gr_auto_value gr_value *scored = gr_map_new();
	gr_auto_value gr_value *outside = gr_map_new();
	gr_auto_value gr_value *measured = gr_map_new();
	const gr_value *criteria = gr_map_get(ranking->declared, "criteria");
	const gr_value *measures = gr_map_get(gr_rules_declared(ranking->rules), "measures");
	struct tally tally = { scored, outside, measured };

	for (size_t i = 0; i < ranking->count; i++)
		tally_candidate(&tally, &ranking->candidates[i], criteria);
	tell_missing(question, GR_F_RANK_UNSCORED, criteria, scored);
	tell_unknown(question, GR_F_RANK_SCORE_UNKNOWN, criteria, scored);
	tell_outside(question, criteria, outside);
	tell_missing(question, GR_F_RANK_MEASURE_MISSING, measures, measured);
	tell_unknown(question, GR_F_RANK_MEASURE_UNKNOWN, measures, measured);
}

static bool has_review(const struct gr_ranking *ranking, const char *person)
{
	for (size_t i = 0; i < ranking->count; i++)
		if (gr_list_find(ranking->candidates[i].without, "person", person))
			return true;
	return false;
}

static void look_at_money(struct gr_what_if *question)
{
	struct gr_place place = { .file = question->options->rules_file };
	int64_t budget = gr_round_budget(question->round);
	char is[GR_DECIMAL_TEXT_SIZE], may[GR_DECIMAL_TEXT_SIZE];

	if (budget < 0 || question->now.line.fen <= budget)
		return;
	gr_money_format(is, question->now.line.fen);
	gr_money_format(may, budget);
	gr_findings_add(question->findings, GR_F_RANK_OVER_BUDGET, &place, is, may, NULL);
}

void gr_what_if_look(struct gr_what_if *question)
{
	const char *const *without = question->options->without;

	if (question->rules)
		look_at_rules(question);
	for (; without && *without; without++)
		if (!has_review(&question->now.ranking, *without))
			gr_findings_add(question->findings, GR_F_RANK_NOBODY_LEFT_OUT, NULL, *without, NULL);
	look_at_money(question);
}

int gr_what_if_look_at_record(struct gr_what_if *question)
{
	const struct gr_ranking *before = &question->before.ranking;
	gr_auto_value gr_value *recorded = NULL;
	bool fits = true;
	int r;

	if (!before->is_recorded)
		return 0;
	r = gr_ranking_recorded(&recorded, question->round, &question->tip, before->stage);
	if (r == 0)
		r = gr_ranking_is_as(&fits, before, question->round, &question->tip, recorded);
	if (!fits)
		gr_findings_add(question->findings, GR_F_RANK_RECORD_DIFFERS, NULL, before->stage, NULL);
	return r;
}
