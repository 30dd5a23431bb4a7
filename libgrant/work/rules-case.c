/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running one case of rules or of a part. The candidates are made as ranking-input.c makes them from records, and ranked by ranking.c;
 * nothing of the arithmetic is here. Not here: whether the answer is the right one (rules-compare.c).
 */
#include "work/rules-case.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/exact.h"
#include "base/mem.h"
#include "work/criteria.h"
#include "work/ranking.h"

/* ---- what a case may hold ---- */

static bool is_word_of(const char *words, const char *word)
{
	size_t size = strlen(word);

	for (const char *at = words; (at = strstr(at, word)); at += size)
		if ((at == words || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0'))
			return true;
	return false;
}

static bool is_field_of(enum gr_kind_id kind, const char *name)
{
	const struct gr_kind *of = gr_kind_get(kind);

	for (size_t i = 0; i < of->field_count; i++)
		if (strcmp(of->fields[i].name, name) == 0)
			return true;
	return false;
}

struct checking {
	grant_findings *findings;
	const char *file;
	const gr_value *stage; /* as declared; NULL: a part's case */
	const gr_rules *rules;
};

static void refuse(const struct checking *checking, const gr_value *where, const char *what)
{
	struct gr_place place = { .file = checking->file, .line = gr_value_line(where) };

	gr_findings_add(checking->findings, GR_F_RULES_CASE, &place, what, NULL);
}

/* What is there must be a map, or a list; what is absent is right. */
static bool is_shape(const struct checking *checking, const gr_value *value, enum gr_type type)
{
	if (!value || gr_value_is(value, type))
		return true;
	refuse(checking, value, type == GR_MAP ? _("here an object must stand, in braces") : _("here a list must stand, in brackets"));
	return false;
}

/* `words` are the names that a map may have; fields of `kind` besides. */
static void check_names(const struct checking *checking, const gr_value *map, const char *words, enum gr_kind_id kind)
{
	if (!is_shape(checking, map, GR_MAP))
		return;
	for (size_t i = 0; i < gr_value_count(map); i++) {
		const char *name = gr_value_key(map, i);
		gr_autofree_text char *words_of_it = NULL;

		if (is_word_of(words, name) || (kind < GR_KIND_COUNT && is_field_of(kind, name)))
			continue;
		words_of_it = gr_format(_("“%s” is no name that may stand here"), name);
		refuse(checking, gr_value_item(map, i), words_of_it ? words_of_it : name);
	}
}

/* Numbers may be texts, as in records; null is what was not given. */
static void check_number(const struct checking *checking, const gr_value *value)
{
	gr_auto_exact struct gr_exact number = GR_EXACT_ZERO;
	const char *text = gr_value_text(value);

	if (!gr_value_is(value, GR_NULL) && (!text || gr_exact_parse(&number, text) < 0))
		refuse(checking, value, _("here a number must stand, such as 18.5 or \"265/3\""));
	gr_error_clear();
}

/* Ids of scores or measures: a misspelt one would be a missing one. */
static void check_ids(const struct checking *checking, const gr_value *map, const gr_value *declared)
{
	if (!is_shape(checking, map, GR_MAP))
		return;
	for (size_t i = 0; i < gr_value_count(map); i++) {
		gr_autofree_text char *words = NULL;

		check_number(checking, gr_value_item(map, i));
		if (gr_list_find(declared, "id", gr_value_key(map, i)))
			continue;
		words = gr_format(_("the rules declare no “%s”"), gr_value_key(map, i));
		refuse(checking, gr_value_item(map, i), words ? words : "");
	}
}

static void check_reviews(const struct checking *checking, const gr_value *reviews)
{
	if (!is_shape(checking, reviews, GR_LIST))
		return;
	for (size_t i = 0; i < gr_value_count(reviews); i++) {
		const gr_value *review = gr_value_item(reviews, i);

		if (!gr_map_text(review, "person") || !gr_value_is(gr_map_get(review, "scores"), GR_MAP))
			refuse(checking, review, _("a review needs a person and scores"));
		check_names(checking, review, "person scores comment", GR_KIND_COUNT);
		check_ids(checking, gr_value_is(review, GR_MAP) ? gr_map_get(review, "scores") : NULL,
		          gr_map_get(checking->stage, "criteria"));
	}
}

static void check_results(const struct checking *checking, const gr_value *results)
{
	if (!is_shape(checking, results, GR_MAP))
		return;
	for (size_t i = 0; i < gr_value_count(results); i++) {
		const gr_value *result = gr_value_item(results, i);

		check_names(checking, result, "total", GR_KIND_COUNT);
		if (gr_map_get(result, "total"))
			check_number(checking, gr_map_get(result, "total"));
	}
}

static void check_applications(const struct checking *checking, const gr_value *applications)
{
	const gr_value *measures = gr_map_get(gr_rules_declared(checking->rules), "measures");

	for (size_t i = 0; i < gr_value_count(applications); i++) {
		const gr_value *application = gr_value_item(applications, i);
		const char *id = gr_map_text(application, "id");

		if (!is_shape(checking, application, GR_MAP))
			continue;
		if (!id || !*id || strlen(id) >= GR_ID_SIZE)
			refuse(checking, application, _("an application needs an id of at most 31 bytes"));
		check_names(checking, application, "reviews measures results", GR_KIND_APPLICATION);
		check_reviews(checking, gr_map_get(application, "reviews"));
		check_ids(checking, gr_map_get(application, "measures"), measures);
		check_results(checking, gr_map_get(application, "results"));
	}
}

static const char *stage_of(const gr_rules *rules, const gr_value *given)
{
	const gr_value *stages = gr_map_get(gr_rules_declared(rules), "stages");
	const char *stage = gr_map_text(given, "stage");

	return stage ? stage : gr_map_text(gr_value_item(stages, gr_value_count(stages) - 1), "id");
}

static void check_rules_case(struct checking *checking, const gr_value *given)
{
	const gr_value *gives = gr_map_get(given, "gives");
	const char *stage = stage_of(checking->rules, given);

	check_names(checking, given, "title round stage applications gives fails", GR_KIND_COUNT);
	check_names(checking, gives, "results eligible advance allocate", GR_KIND_COUNT);
	check_names(checking, gr_map_get(given, "round"), "", GR_KIND_ROUND);
	if (gr_stage_declared(&checking->stage, checking->rules, stage) < 0)
		refuse(checking, gr_map_get(given, "stage"), grant_error_message(grant_error_last()));
	gr_error_clear();
	if (!gr_value_is(gr_map_get(given, "applications"), GR_LIST))
		refuse(checking, given, _("a case of rules needs a list of applications"));
	check_applications(checking, gr_map_get(given, "applications"));
	if (!gr_map_text(given, "fails") && gr_value_count(gives) == 0)
		refuse(checking, given, _("a case needs “gives”, or “fails” with words of the error"));
}

static void check_part_case(const struct checking *checking, const gr_value *given)
{
	check_names(checking, given, "title call gives fails", GR_KIND_COUNT);
	if (!gr_value_is(gr_map_get(given, "call"), GR_LIST))
		refuse(checking, given, _("a case of a part needs “call”, the list of its arguments"));
	if (!gr_map_text(given, "fails") && !gr_value_is(gr_map_get(given, "gives"), GR_LIST))
		refuse(checking, given, _("a case of a part needs “gives”, the list of its results, or “fails” with words of the error"));
}

int gr_case_check(grant_findings *findings, const gr_rules *rules, const gr_value *given, const char *file)
{
	struct checking checking = { findings, file, NULL, rules };
	size_t before = grant_findings_count_from(findings, GRANT_ERROR);

	if (!gr_value_is(given, GR_MAP))
		refuse(&checking, given, _("a case is an object"));
	else if (gr_rules_is_part(rules))
		check_part_case(&checking, given);
	else
		check_rules_case(&checking, given);
	return grant_findings_count_from(findings, GRANT_ERROR) > before ? GRANT_EINPUT : 0;
}

/* ---- the candidates ---- */

static int set_numbers(gr_value *to, const char *key, const gr_value *numbers)
{
	gr_value *map = gr_map_new();
	int r = map ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(numbers); i++) {
		const char *text = gr_value_text(gr_value_item(numbers, i));

		if (text)
			r = gr_map_set(map, gr_value_key(numbers, i), gr_number_new(text));
	}
	if (r == 0)
		return gr_map_set(to, key, map);
	gr_value_free(map);
	return r;
}

/* {"preliminary": {"total": "265/3"}} as rules see it. */
static int set_results(gr_value *to, const gr_value *results)
{
	gr_value *map = gr_map_new();
	int r = map ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(results); i++) {
		const char *total = gr_map_text(gr_value_item(results, i), "total");
		gr_value *stage = gr_map_new();

		r = stage && total ? gr_map_set(stage, "total", gr_number_new(total)) : 0;
		if (gr_map_set(map, gr_value_key(results, i), stage) < 0)
			r = GRANT_ENOMEM;
	}
	if (r == 0)
		return gr_map_set(to, "results", map);
	gr_value_free(map);
	return r;
}

static int set_reviews(struct gr_candidate *candidate, const gr_value *given)
{
	gr_auto_value gr_value *seen = gr_list_new();
	int r = seen ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(given); i++) {
		const gr_value *review = gr_value_item(given, i);
		gr_value *made = NULL;

		r = gr_review_for_rules(&made, gr_map_text(review, "person"), review);
		if (r == 0)
			r = gr_list_add(seen, made);
	}
	return r == 0 ? gr_candidate_set_reviews(candidate, seen, NULL) : r;
}

static int add_candidate(struct gr_ranking *ranking, const gr_value *given)
{
	struct gr_candidate *candidate = gr_ranking_add(ranking, gr_map_text(given, "id"));
	int r = candidate ? gr_application_for_rules(&candidate->application, given) : GRANT_ENOMEM;

	if (r == 0)
		r = set_reviews(candidate, gr_map_get(given, "reviews"));
	if (r == 0)
		r = set_numbers(candidate->application, "measures", gr_map_get(given, "measures"));
	return r == 0 ? set_results(candidate->application, gr_map_get(given, "results")) : r;
}

static int fill(struct gr_ranking *ranking, const gr_rules *rules, const gr_value *given)
{
	const gr_value *applications = gr_map_get(given, "applications");
	const gr_value *round = gr_map_get(given, "round");
	int64_t places = 2;
	int r;

	if (gr_value_int64(&places, gr_map_get(round, "places")) < 0)
		gr_error_clear();
	ranking->rules = rules;
	ranking->places = places < 0 || places > 100 ? 2 : (unsigned)places;
	snprintf(ranking->stage, sizeof(ranking->stage), "%s", stage_of(rules, given));
	r = gr_stage_declared(&ranking->declared, rules, ranking->stage);
	if (r == 0)
		r = gr_round_for_rules(&ranking->round_seen, round);
	for (size_t i = 0; r == 0 && i < gr_value_count(applications); i++)
		r = add_candidate(ranking, gr_value_item(applications, i));
	return r;
}

/* ---- the answers ---- */

/* As in the record, with numbers as numbers, and with what the rules said beside the total. */
static int answer_results(gr_value *answer, const struct gr_ranking *ranking)
{
	gr_value *results = NULL;
	int r = gr_ranking_results(&results, ranking);

	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const struct gr_candidate *candidate = ranking->ranked[i].payload;
		const gr_value *parts = gr_map_get(candidate->result, "parts");
		gr_value *result = gr_value_item(results, i);
		const char *total = gr_map_text(result, "total"), *exact = gr_map_text(result, "exact");

		if (total)
			r = gr_map_set(result, "total", gr_number_new(total));
		if (r == 0 && exact)
			r = gr_map_set(result, "exact", gr_number_new(exact));
		if (r == 0 && parts)
			r = gr_map_set(result, "parts", gr_value_copy(parts));
		if (r == 0)
			r = gr_map_set_text(result, "note", gr_map_text(candidate->result, "note"));
	}
	if (r == 0)
		return gr_map_set(answer, "results", results);
	gr_value_free(results);
	return r;
}

static int answer_eligible(gr_value *answer, const struct gr_ranking *ranking)
{
	gr_value *eligible = gr_map_new();
	int r = eligible ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const struct gr_candidate *candidate = &ranking->candidates[i];
		gr_value *problems = NULL;

		r = gr_rules_eligible(&problems, ranking->rules, candidate->application, ranking->round_seen);
		if (r == 0)
			r = gr_map_set(eligible, candidate->id, problems);
	}
	if (r == 0)
		return gr_map_set(answer, "eligible", eligible);
	gr_value_free(eligible);
	return r;
}

/* Money in yuan, as the rules wrote it. */
static int show_amounts(gr_value *outcomes)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(outcomes); i++) {
		gr_value *outcome = gr_value_item(outcomes, i);
		int64_t fen;
		gr_auto_exact struct gr_exact yuan = GR_EXACT_ZERO;
		gr_auto_buf struct gr_buf text = GR_BUF_INIT;

		if (gr_value_int64(&fen, gr_map_get(outcome, "amount")) < 0)
			continue;
		r = gr_exact_set_fraction(&yuan, fen, 100);
		gr_exact_format_places(&text, &yuan, 2);
		if (r == 0)
			r = gr_map_set(outcome, "amount", gr_number_new(gr_buf_text(&text)));
	}
	gr_error_clear();
	return r;
}

static int answer_lists(gr_value *answer, const struct gr_ranking *ranking, const gr_value *gives)
{
	gr_auto_value gr_value *seen = NULL;
	gr_value *list = NULL;
	int r = gr_ranking_for_rules(&seen, ranking, false);

	if (r == 0 && gr_map_get(gives, "advance")) {
		r = gr_rules_advance(&list, ranking->rules, ranking->stage, seen, ranking->round_seen);
		if (r == 0)
			r = gr_map_set(answer, "advance", list);
	}
	if (r < 0 || !gr_map_get(gives, "allocate"))
		return r;
	r = gr_rules_allocate(&list, ranking->rules, seen, ranking->round_seen);
	if (r < 0)
		return r;
	r = show_amounts(list);
	if (gr_map_set(answer, "allocate", list) < 0)
		r = GRANT_ENOMEM;
	return r;
}

static int answer_rules(gr_value **out, const gr_rules *rules, const gr_value *given)
{
	const gr_value *gives = gr_map_get(given, "gives");
	struct gr_progress nobody = { 0 };
	struct gr_ranking ranking = { 0 };
	gr_value *answer = gr_map_new();
	bool fails = gr_map_text(given, "fails") != NULL;
	int r = answer ? fill(&ranking, rules, given) : GRANT_ENOMEM;

	if (r == 0 && (fails || gr_map_get(gives, "eligible")))
		r = answer_eligible(answer, &ranking);
	if (r == 0)
		r = gr_ranking_run(&ranking, &nobody);
	if (r == 0)
		r = answer_results(answer, &ranking);
	if (r == 0)
		r = answer_lists(answer, &ranking, gives);
	gr_ranking_clear(&ranking);
	if (r < 0)
		gr_value_free(answer);
	else
		*out = answer;
	return r;
}

gr_value *gr_case_questions(const gr_rules *rules, size_t index)
{
	const gr_value *declared = gr_rules_declared(rules), *stages = gr_map_get(declared, "stages");
	const struct {
		const char *name;
		bool is_asked;
	} questions[] = {
		{ "results", true },
		{ "eligible", index == 0 && gr_value_true(gr_map_get(declared, "eligible")) },
		{ "advance", gr_value_true(gr_map_get(gr_value_item(stages, index), "advance")) },
		{ "allocate", index + 1 == gr_value_count(stages) && gr_value_true(gr_map_get(declared, "allocate")) },
	};
	gr_auto_value gr_value *gives = gr_map_new();
	int r = gives ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < GR_COUNT(questions); i++)
		if (questions[i].is_asked)
			r = gr_map_set_bool(gives, questions[i].name, true);
	return r == 0 ? gr_steal_value(&gives) : NULL;
}

int gr_case_run(gr_value **out, const gr_rules *rules, const gr_value *given)
{
	int r = gr_rules_is_part(rules) ? gr_rules_call(out, rules, gr_map_get(given, "call"))
	                                : answer_rules(out, rules, given);

	/* What is asked for and not there, such as advance, is the rules' failure as much as an error is. */
	if (r != GRANT_ERULE && r != GRANT_ENOTFOUND)
		return r;
	*out = gr_map_new();
	r = *out ? gr_map_set_text(*out, "fails", grant_error_message(grant_error_last())) : GRANT_ENOMEM;
	gr_error_clear();
	return r;
}
