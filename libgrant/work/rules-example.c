/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Example cases of new rules: five made-up applications, one clearly ahead, two alike, a weak one, and one that lacks a review, and what
 * the rules give for them. Few and round numbers: an author checks them by hand. Not here: running them (rules-case.c).
 */
#include "work/rules-new.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"
#include "base/mem.h"
#include "model/model.h"
#include "work/rules-case.h"

#define LIKE_ANY ((int64_t)50000 * 100) /* fen that are asked for where no cap says how much */
#define WHOLE_MARKS ((int64_t)10 * 10000) /* criteria of so much and more get marks without decimals */

static const char case_title[] =
	"编造的打分；gives 是规则算出的结果，请对照公告逐项手工核对。Made-up marks; what the rules gave for them: check each number by hand "
	"against the call.";

/* In percent of the highest: marks, the request of the cap, numbers from outside. */
static const struct sample {
	int64_t mark, request, measure;
	bool lacks_one;
} samples[] = { { 90, 100, 90, false }, { 78, 60, 60, false }, { 78, 40, 60, false }, { 45, 80, 30, false }, { 70, 50, 50, true } };

/* Reviewers differ. */
static const int64_t leanings[] = { 0, 3, -4, 6, -5 };

struct example {
	const gr_rules *rules;
	const gr_value *scheme, *answers;
	gr_value *round; /* as the case has it */
	const char *prefix;
};

/* ---- the round ---- */

static int set_money(gr_value *to, const char *key, int64_t fen)
{
	char text[GR_DECIMAL_TEXT_SIZE];

	gr_money_format(text, fen);
	return gr_map_set_text(to, key, text);
}

static int copy_field(gr_value *to, const gr_value *from, const char *key)
{
	return gr_map_get(from, key) ? gr_map_set(to, key, gr_value_copy(gr_map_get(from, key))) : 0;
}

static int set_category(gr_value *application, const gr_value *round)
{
	return gr_map_set_text(application, "category", gr_map_text(gr_value_item(gr_map_get(round, "categories"), 0), "id"));
}

/* What the best application may ask for. */
static int64_t cap_of(const gr_value *round)
{
	gr_auto_value gr_value *application = gr_map_new();
	int64_t cap = application && set_category(application, round) == 0 ? gr_application_cap(application, round) : 0;

	return cap > 0 && cap < (int64_t)1000000000000 ? cap : LIKE_ANY;
}

static int make_round(gr_value **out, const gr_value *given)
{
	gr_auto_value gr_value *round = gr_map_new();
	int r = round ? copy_field(round, given, "places") : GRANT_ENOMEM;

	if (r == 0)
		r = copy_field(round, given, "limits");
	if (r == 0)
		r = copy_field(round, given, "categories");
	/* enough for the best and the second, not for all */
	if (r == 0)
		r = set_money(round, "budget", cap_of(round) / 100 * 180);
	if (r == 0)
		*out = gr_steal_value(&round);
	return r;
}

/* ---- applications ---- */

static int64_t percent(int64_t number, int64_t part, int64_t unit)
{
	int64_t share = 0;

	if (gr_share_floor(&share, number, part, 100) < 0)
		return 0;
	return unit > 1 ? share - share % unit : share;
}

static int add_score(gr_value *scores, const gr_value *criterion, int64_t part)
{
	char text[GR_DECIMAL_TEXT_SIZE];
	int64_t max = gr_answer_number(criterion, "number");

	gr_score_format(text, percent(max, part, max >= WHOLE_MARKS ? 10000 : 100));
	return gr_map_set(scores, gr_map_text(criterion, "id"), gr_number_new(text));
}

static int add_review(gr_value *reviews, const struct example *example, const char *stage, int64_t mark, int64_t reviewer)
{
	const gr_value *criteria = gr_map_get(example->answers, "criteria");
	gr_auto_value gr_value *review = gr_map_new();
	gr_value *scores = gr_map_new();
	char person[GR_ID_SIZE];
	int r;

	snprintf(person, sizeof(person), "reviewer-%lld", (long long)reviewer + 1);
	r = review ? gr_map_set_text(review, "person", person) : GRANT_ENOMEM;
	if (gr_map_set(review, "scores", scores) < 0)
		return GRANT_ENOMEM;
	for (size_t i = 0; r == 0 && i < gr_value_count(criteria); i++) {
		const gr_value *criterion = gr_value_item(criteria, i);

		if (gr_criterion_is_of(criterion, stage))
			r = add_score(scores, criterion, mark + leanings[(size_t)reviewer % GR_COUNT(leanings)]);
	}
	return r == 0 ? gr_list_add(reviews, gr_steal_value(&review)) : r;
}

/* A panel of fixed size is complete; else there are three at least, so that something differs. */
static int set_reviews(gr_value *application, const struct example *example, const char *stage, const struct sample *sample)
{
	gr_value *reviews = gr_list_new();
	int64_t quorum = 1, count;
	int r = gr_map_set(application, "reviews", reviews);

	if (r < 0 || gr_value_int64(&quorum, gr_map_get(example->answers, "quorum")) < 0)
		return GRANT_ENOMEM;
	count = quorum < 3 && !gr_list_has(gr_map_get(example->scheme, "needs"), "quorum") ? 3 : quorum;
	if (sample->lacks_one)
		count = quorum - 1;
	for (int64_t i = 0; r == 0 && i < count; i++)
		r = add_review(reviews, example, stage, sample->mark, i);
	return r;
}

static int set_measures(gr_value *application, const gr_value *measures, const struct sample *sample)
{
	gr_value *numbers;
	int r;

	if (gr_value_count(measures) == 0)
		return 0;
	numbers = gr_map_new();
	r = gr_map_set(application, "measures", numbers);
	for (size_t i = 0; r == 0 && i < gr_value_count(measures); i++) {
		int64_t points = gr_answer_number(gr_value_item(measures, i), "number");
		char text[GR_DECIMAL_TEXT_SIZE];

		gr_score_format(text, percent(points < 0 ? -points : points, sample->measure, 100));
		r = gr_map_set(numbers, gr_map_text(gr_value_item(measures, i), "id"), gr_number_new(text));
	}
	return r;
}

static int make_application(gr_value **out, const struct example *example, const char *stage, size_t index)
{
	gr_auto_value gr_value *application = gr_map_new();
	char id[GR_ID_SIZE];
	int r = application ? gr_application_id_make(id, example->prefix, (int64_t)index + 1) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(application, "id", id);
	if (r == 0)
		r = set_category(application, example->round);
	if (r == 0)
		r = set_money(application, "requested", percent(cap_of(example->round), samples[index].request, 1));
	if (r == 0)
		r = set_measures(application, gr_map_get(example->answers, "measures"), &samples[index]);
	if (r == 0)
		r = set_reviews(application, example, stage, &samples[index]);
	if (r == 0)
		*out = gr_steal_value(&application);
	return r;
}

/* ---- what the rules give ---- */

/* Of a result what an author can check: place, total, its exact value where print rounds it, the reason. */
static int keep_result(gr_value *list, const gr_value *came)
{
	static const char *const keys[] = { "application", "place", "total", "exact", "reason" };
	gr_value *kept = gr_map_new();
	int r = kept ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < GR_COUNT(keys); i++) {
		const gr_value *value = gr_map_get(came, keys[i]);
		bool is_number = gr_value_is(value, GR_NUMBER) && strcmp(keys[i], "place") != 0;

		if (strcmp(keys[i], "exact") == 0 && !(is_number && strchr(gr_value_text(value), '/')))
			continue;
		if (is_number)
			r = gr_map_set_text(kept, keys[i], gr_value_text(value));
		else if (value)
			r = gr_map_set(kept, keys[i], gr_value_copy(value));
	}
	if (gr_list_add(list, kept) < 0)
		return GRANT_ENOMEM;
	return r;
}

static int keep_outcome(gr_value *list, const gr_value *came)
{
	gr_value *kept = gr_value_copy(came);
	const char *amount = gr_map_text(kept, "amount");
	gr_autofree_text char *text = amount ? gr_strdup(amount) : NULL;
	int r = amount ? gr_map_set_text(kept, "amount", text) : 0;

	if (gr_list_add(list, kept) < 0)
		return GRANT_ENOMEM;
	return r;
}

static int keep_list(gr_value *gives, const gr_value *came, const char *key, int (*keep)(gr_value *list, const gr_value *item))
{
	gr_value *list = gr_list_new();
	int r = gr_map_set(gives, key, list);

	for (size_t i = 0; r == 0 && i < gr_value_count(gr_map_get(came, key)); i++)
		r = keep(list, gr_value_item(gr_map_get(came, key), i));
	return r;
}

static int keep_answer(gr_value *given, const gr_value *came)
{
	gr_value *gives = gr_map_new();
	int r = gr_map_set(given, "gives", gives);

	if (r == 0)
		r = keep_list(gives, came, "results", keep_result);
	if (r == 0 && gr_map_get(came, "advance"))
		r = copy_field(gives, came, "advance");
	if (r == 0 && gr_map_get(came, "allocate"))
		r = keep_list(gives, came, "allocate", keep_outcome);
	return r;
}

/* ---- a case for each stage ---- */

static int make_case(gr_value **out, const struct example *example, size_t index, gr_value *applications)
{
	const gr_value *stages = gr_map_get(example->answers, "stages");
	gr_auto_value gr_value *given = gr_map_new();
	gr_auto_value gr_value *came = NULL;
	int r = given ? gr_map_set_text(given, "title", case_title) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set(given, "round", gr_value_copy(example->round));
	if (r == 0)
		r = gr_map_set_text(given, "stage", gr_value_text(gr_value_item(stages, index)));
	if (gr_map_set(given, "applications", applications) < 0)
		return GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set(given, "gives", gr_case_questions(example->rules, index));
	if (r == 0)
		r = gr_case_run(&came, example->rules, given);
	if (r == 0 && gr_map_text(came, "fails"))
		return gr_fail(GRANT_ERULE, _("the new rules fail on the example: %s"), gr_map_text(came, "fails"));
	if (r == 0)
		r = keep_answer(given, came);
	if (r == 0)
		*out = gr_steal_value(&given);
	return r;
}

/* The stage's applications: all, or those that the stage before lets through, with the totals that they had there. */
static int make_applications(gr_value **out, const struct example *example, size_t index, const gr_value *before)
{
	const gr_value *stages = gr_map_get(example->answers, "stages");
	gr_auto_value gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < GR_COUNT(samples); i++) {
		gr_value *application = NULL;

		r = make_application(&application, example, gr_value_text(gr_value_item(stages, index)), i);
		if (r == 0 && before && !gr_list_has(gr_value_at(before, "gives.advance"), gr_map_text(application, "id"))) {
			gr_value_free(application);
			continue;
		}
		if (r == 0)
			r = gr_list_add(list, application);
	}
	if (r == 0)
		*out = gr_steal_value(&list);
	return r;
}

static int set_results(gr_value *applications, const char *stage, const gr_value *before)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(applications); i++) {
		gr_value *application = gr_value_item(applications, i), *results = gr_map_new(), *result = gr_map_new();
		const gr_value *came = gr_list_find(gr_value_at(before, "gives.results"), "application", gr_map_text(application, "id"));
		const char *exact = gr_map_text(came, "exact");

		r = gr_map_set(application, "results", results);
		if (gr_map_set(results, stage, result) < 0)
			return GRANT_ENOMEM;
		if (r == 0)
			r = gr_map_set_text(result, "total", exact ? exact : gr_map_text(came, "total"));
	}
	return r;
}

static int make_cases(gr_value **out, const struct example *example)
{
	const gr_value *stages = gr_map_get(example->answers, "stages");
	gr_auto_value gr_value *cases = gr_list_new();
	int r = cases ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(stages); i++) {
		const gr_value *before = i ? gr_value_item(cases, i - 1) : NULL;
		gr_value *applications = NULL, *made = NULL;

		r = make_applications(&applications, example, i, before);
		if (r == 0 && before)
			r = set_results(applications, gr_value_text(gr_value_item(stages, i - 1)), before);
		if (r < 0) {
			gr_value_free(applications);
			return r;
		}
		r = make_case(&made, example, i, applications);
		if (r == 0)
			r = gr_list_add(cases, made);
	}
	if (r == 0)
		*out = gr_steal_value(&cases);
	return r;
}

int gr_rules_example(gr_value **out, const gr_rules *rules, const gr_value *scheme, const gr_value *answers, const gr_value *round)
{
	const char *prefix = gr_map_text(round, "prefix");
	struct example example = { rules, scheme, answers, NULL, prefix ? prefix : "XF" };
	int r = make_round(&example.round, round);

	if (r == 0)
		r = make_cases(out, &example);
	gr_value_free(example.round);
	return r;
}
