/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same records under other rules or without somebody's reviews, beside the ranking as it is. Nothing here writes. Not here:
 * why a result differs (what-if-why.c), what does not fit together (what-if-look.c), the line (line.c).
 */
#include "work/what-if.h"

#include "base/error.h"
#include "base/mem.h"
#include "work/act.h"
#include "work/rule-file.h"
#include "work/sums.h"

/* ---- computing ---- */

static int check_people(const struct gr_what_if *question)
{
	const char *const *without = question->options->without;
	int r = 0;

	for (; r == 0 && without && *without; without++) {
		gr_auto_value gr_value *person = NULL;

		r = gr_person_load(&person, question->round, &question->tip, *without);
	}
	return r;
}

static int load_rules(struct gr_what_if *question)
{
	struct gr_rule_file file = { question->options->rules_file, question->round, &question->tip };
	int r;

	if (!file.path)
		return 0;
	r = gr_rule_file_load(&question->rules, question->findings, &file);
	if (r == 0)
		r = gr_rule_file_check_stages(question->findings, question->rules, question->round->description, file.path);
	return r == GRANT_ERULE ? gr_findings_explain(question->findings, r) : r;
}

static int find_entries(struct gr_half *half)
{
	const struct gr_ranking *ranking = &half->ranking;

	half->at = gr_alloc_array(ranking->count + 1, sizeof(*half->at));
	half->places = gr_alloc_array(ranking->count + 1, sizeof(*half->places));
	if (!half->at || !half->places)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < ranking->count; i++) {
		size_t index = gr_candidate_index(ranking, &ranking->ranked[i]);
		int64_t place = ranking->ranked[i].place;

		half->at[index] = i;
		half->places[index] = place > 0 ? place : INT64_MAX;
	}
	return 0;
}

/* Rules without a line, or whose line fails, still rank. */
static int draw_line(struct gr_what_if *question, struct gr_half *half, const char *whose)
{
	struct gr_place place = { .file = whose };
	int r = gr_line_draw(&half->line, &half->ranking);

	if (r == GRANT_ENOTFOUND) {
		gr_findings_add(question->findings, GR_F_RANK_NO_LINE, &place, NULL);
	} else if (r == GRANT_ERULE) {
		gr_findings_add(question->findings, GR_F_RANK_ALLOCATE, &place, grant_error_message(grant_error_last()),
		                NULL);
	} else {
		return r;
	}
	gr_error_clear();
	return 0;
}

static int compute_half(struct gr_what_if *question, struct gr_half *half, const struct gr_rank_change *change)
{
	int r = gr_ranking_compute_changed(&half->ranking, question->round, &question->tip, question->options->stage, change);

	if (r == 0)
		r = find_entries(half);
	if (r == 0 && question->options->compare)
		r = draw_line(question, half, change->rules ? question->options->rules_file : "round/rules.lua");
	return r;
}

static int compute(struct gr_what_if *question)
{
	struct gr_rank_change own = { .as_recorded = true };
	struct gr_rank_change other = { question->rules, question->options->without, true };
	bool compare = question->options->compare;
	int r = compute_half(question, &question->now, &other);

	if (r == 0 && compare)
		r = compute_half(question, &question->before, &own);
	if (r == 0 && compare && question->before.ranking.count != question->now.ranking.count)
		r = gr_fail(GRANT_EINTERNAL, _("the two rankings are not of the same applications"));
	return r;
}

/* ---- telling ---- */

static int set_outcome(gr_value *to, const struct gr_half *half, size_t index)
{
	const gr_value *outcome = gr_map_get(half->line.outcomes, half->ranking.candidates[index].id);
	int64_t fen = gr_outcome_fen(outcome);
	int r = gr_map_set_text(to, "verdict", gr_map_text(outcome, "verdict"));

	if (r == 0 && fen > 0)
		r = gr_map_set_money(to, "amount", fen);
	if (r == 0)
		r = gr_map_set_text(to, "side", gr_side_word(half->line.sides[index]));
	return r;
}

/* The result of a candidate as it was, of the record of the ranking before. */
static gr_value *result_before(const struct gr_what_if *question, const gr_value *results, size_t index)
{
	static const char *const fields[] = { "place", "total", "exact", "reviews", "reason" };
	const gr_value *result = gr_value_item(results, question->before.at[index]);
	gr_value *before = gr_map_new();
	int r = before ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < GR_COUNT(fields); i++)
		if (gr_map_get(result, fields[i]))
			r = gr_map_set(before, fields[i], gr_value_copy(gr_map_get(result, fields[i])));
	if (r == 0)
		r = set_outcome(before, &question->before, index);
	if (r == 0)
		return before;
	gr_value_free(before);
	return NULL;
}

static int compare_result(gr_value *result, const struct gr_what_if *question, const gr_value *results_before, size_t at)
{
	const struct gr_half *now = &question->now, *before = &question->before;
	size_t index = gr_candidate_index(&now->ranking, &now->ranking.ranked[at]);
	int64_t place = now->ranking.ranked[at].place, place_before = before->ranking.ranked[before->at[index]].place;
	bool has_lines = now->line.outcomes && before->line.outcomes;
	gr_value *why = NULL;
	int r = set_outcome(result, now, index);

	if (r == 0)
		r = gr_map_set(result, "before", result_before(question, results_before, index));
	if (r == 0 && place > 0 && place_before > 0)
		r = gr_map_set_int(result, "moved", place_before - place);
	if (r == 0)
		r = gr_map_set_bool(result, "crosses", has_lines && gr_side_crosses(before->line.sides[index], now->line.sides[index]));
	if (r == 0)
		r = gr_what_if_why(&why, question, index);
	return r == 0 ? gr_map_set(result, "why", why) : r;
}

static int set_line(gr_value *to, const char *key, const struct gr_line *line)
{
	gr_value *told;
	int r;

	if (!line->outcomes)
		return 0;
	told = gr_map_new();
	r = told ? gr_map_set(told, "place", line->place > 0 ? gr_int_new(line->place) : gr_null_new()) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set_int(told, "approved", (int64_t)line->approved);
	if (r == 0 && !line->is_advance)
		r = gr_map_set_money(told, "amount", line->fen);
	if (gr_map_set(to, key, told) < 0)
		return GRANT_ENOMEM;
	return r;
}

static int tell_comparison(gr_value *record, const struct gr_what_if *question)
{
	gr_auto_value gr_value *before = NULL;
	gr_value *results = gr_map_get(record, "results");
	int r = gr_ranking_record(&before, &question->before.ranking, question->round, &question->tip);

	for (size_t i = 0; r == 0 && i < question->now.ranking.count; i++)
		r = compare_result(gr_value_item(results, i), question, gr_map_get(before, "results"), i);
	if (r == 0)
		r = set_line(record, "line", &question->now.line);
	if (r == 0)
		r = set_line(record, "line_before", &question->before.line);
	return r;
}

static int tell_question(gr_value *record, const grant_what_if_options *options)
{
	gr_value *told = gr_map_new(), *people = gr_list_new();
	int r = told ? gr_map_set_text(told, "rules", options->rules_file) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && options->without && options->without[i]; i++)
		r = gr_list_add(people, gr_text_new(options->without[i]));
	if (r == 0)
		r = gr_map_set(told, "without", gr_steal_value(&people));
	gr_value_free(people);
	if (gr_map_set(record, "what_if", told) < 0)
		return GRANT_ENOMEM;
	return r;
}

static int tell(gr_value **out, const struct gr_what_if *question)
{
	gr_auto_value gr_value *record = NULL;
	int r = gr_ranking_tell(&record, &question->now.ranking, question->round, &question->tip,
	                        question->options->explain);

	if (r == 0 && question->rules)
		gr_map_remove(record, "rules");
	if (r == 0)
		r = tell_question(record, question->options);
	if (r == 0 && question->options->compare)
		r = tell_comparison(record, question);
	if (r == 0)
		*out = gr_steal_value(&record);
	return r;
}

/* ---- the whole ---- */

static int answer(gr_value **out, struct gr_what_if *question)
{
	int r = gr_store_tip(&question->tip, question->round->store);

	if (r == 0)
		r = gr_round_at(question->round, &question->tip);
	if (r == 0)
		r = check_people(question);
	if (r == 0)
		r = load_rules(question);
	if (r == 0)
		r = compute(question);
	if (r == 0 && question->options->compare)
		r = gr_what_if_look_at_record(question);
	if (r < 0)
		return r;
	gr_what_if_look(question);
	return tell(out, question);
}

static void clear_half(struct gr_half *half)
{
	gr_line_clear(&half->line);
	gr_ranking_clear(&half->ranking);
	gr_free(half->at);
	gr_free(half->places);
}

int grant_rank_what_if(grant_record **out, grant_findings **findings, grant_round *round,
                       const grant_what_if_options *options)
{
	struct gr_what_if question = { .options = options, .round = round };
	gr_value *told = NULL;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || !options || options->version != GRANT_WHAT_IF_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("options of another version"));
	question.findings = gr_findings_new();
	r = question.findings ? answer(&told, &question) : GRANT_ENOMEM;
	clear_half(&question.before);
	clear_half(&question.now);
	gr_rules_free(question.rules);
	if (r == 0)
		*out = gr_record_of(told);
	if (findings)
		*findings = question.findings;
	else
		grant_findings_free(question.findings);
	return r;
}
