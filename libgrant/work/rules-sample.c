/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Samples for rules. The applications lie between very good and very bad, so that any rule which is not broken gives some of them a
 * total. Not here: what the rules make of them (rules-check.c).
 */
#include "work/rules-sample.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/exact.h"
#include "base/json.h"
#include "base/mem.h"
#include "model/model.h"

static const struct sample {
	unsigned applications, reviewers; /* reviewers 0: one of the first application, one more of each that follows */
	bool has_gaps;                    /* reviews, scores and measures that are missing */
} samples[GR_SAMPLE_COUNT] = { { 12, 31, false }, { 12, 0, false }, { 1, 5, false }, { 10, 5, true } };

/* ---- chance ---- */

/* Knuth's linear congruential generator: good enough to scatter samples, and whole numbers only. */
struct dice {
	uint64_t state;
};

static int64_t throw_dice(struct dice *dice, int64_t sides)
{
	dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((dice->state >> 33) % (uint64_t)sides);
}

/* ---- the round ---- */

static const char round_text[] =
	"{\"id\": \"sample\", \"title\": {\"zh\": \"示例\", \"en\": \"Sample\"}, \"prefix\": \"S\", \"places\": 2, \"budget\": \"200000.00\","
	" \"calendar\": {\"open\": \"2026-03-01T09:00:00+08:00\", \"close\": \"2026-03-31T17:30:00+08:00\"},"
	" \"limits\": {\"cap\": \"50000.00\"}, \"categories\": ["
	"{\"id\": \"first\", \"title\": {\"zh\": \"第一类\", \"en\": \"First\"}, \"cap\": \"50000.00\"},"
	"{\"id\": \"second\", \"title\": {\"zh\": \"第二类\", \"en\": \"Second\"}, \"cap\": \"40000.00\"}]}";

gr_value *gr_sample_round(void)
{
	gr_value *round = NULL;

	return gr_json_read(&round, round_text, strlen(round_text)) < 0 ? NULL : round;
}

/* ---- numbers of criteria and measures ---- */

/* From `min` by steps towards `max`: the share of the way is `part` of 100, give or take some. */
static gr_value *make_number(const gr_value *item, const char *most, int64_t part)
{
	gr_auto_exact struct gr_exact min = GR_EXACT_ZERO, max = GR_EXACT_ZERO, step = GR_EXACT_ZERO, share = GR_EXACT_ZERO;
	gr_auto_buf struct gr_buf text = GR_BUF_INIT, written = GR_BUF_INIT;
	const char *min_text = gr_map_text(item, "min"), *max_text = gr_map_text(item, "max"), *step_text = gr_map_text(item, "step");
	int r = gr_exact_parse(&min, min_text ? min_text : "0");

	if (r == 0)
		r = gr_exact_parse(&max, max_text ? max_text : most);
	if (r == 0)
		r = gr_exact_parse(&step, step_text ? step_text : "1");
	if (r == 0 && !max_text)
		r = gr_exact_add(&max, &max, &min);
	if (r == 0)
		r = gr_exact_set_fraction(&share, part, 100);
	if (r == 0)
		r = gr_exact_sub(&max, &max, &min);
	if (r == 0)
		r = gr_exact_mul(&max, &max, &share);
	/* so many whole steps */
	if (r == 0)
		r = gr_exact_floor_div(&max, &max, &step);
	if (r == 0)
		r = gr_exact_mul(&max, &max, &step);
	if (r == 0)
		r = gr_exact_add(&max, &max, &min);
	if (r < 0)
		return NULL;
	gr_exact_format_places(&text, &max, 20);
	return gr_decimal_canonical(&written, gr_buf_text(&text)) < 0 ? NULL : gr_number_new(gr_buf_text(&written));
}

static int64_t around(struct dice *dice, int64_t part)
{
	int64_t moved = part + throw_dice(dice, 11) - 5;

	if (part == 0 || part == 100)
		return part;
	return moved < 0 ? 0 : moved > 100 ? 100 : moved;
}

/* How good the place-th application is: from 100 down to 0. One alone is the best. */
static int64_t quality(const struct sample *sample, size_t place)
{
	return sample->applications < 2 ? 100 : 100 - (int64_t)place * 100 / (sample->applications - 1);
}

static bool is_gap(struct dice *dice, const struct sample *sample)
{
	return sample->has_gaps && throw_dice(dice, 5) == 0;
}

/* ---- applications ---- */

static const char *answer_of(const char *type)
{
	static const struct {
		const char *type, *answer;
	} answers[] = { { "number", "12" }, { "date", "2026-05-01" } };

	for (size_t i = 0; type && i < GR_COUNT(answers); i++)
		if (strcmp(answers[i].type, type) == 0)
			return answers[i].answer;
	return "示例";
}

static gr_value *make_answers(const gr_value *form)
{
	gr_value *answers = gr_map_new();

	for (size_t i = 0; answers && i < gr_value_count(form); i++) {
		const gr_value *field = gr_value_item(form, i);

		if (gr_map_set_text(answers, gr_map_text(field, "id"), answer_of(gr_map_text(field, "type"))) < 0) {
			gr_value_free(answers);
			return NULL;
		}
	}
	return answers;
}

static int set_money(gr_value *to, const char *key, int64_t fen)
{
	char text[GR_DECIMAL_TEXT_SIZE];

	gr_money_format(text, fen);
	return gr_map_set_text(to, key, text);
}

/* A request that the round allows, with fen; the first one asks for the whole cap. */
static int set_request(struct dice *dice, gr_value *application, const gr_value *round, size_t place)
{
	int64_t cap = gr_application_cap(application, round), requested, matching;
	int r;

	if (cap <= 0 || cap > 1000000000000)
		cap = 5000000;
	requested = place == 0 ? cap : cap - throw_dice(dice, cap - cap / 4);
	matching = requested / 3;
	r = set_money(application, "requested", requested);
	if (r == 0)
		r = set_money(application, "matching", matching);
	if (r == 0)
		r = set_money(application, "total", requested + matching);
	if (r == 0)
		r = set_money(gr_value_at(application, "budget.0"), "amount", requested + matching);
	return r;
}

static int set_measures(struct dice *dice, gr_value *application, const gr_rules *rules, const struct sample *sample, size_t place)
{
	const gr_value *declared = gr_map_get(gr_rules_declared(rules), "measures");
	gr_value *measures = gr_map_new();
	int r = measures ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(declared); i++) {
		const gr_value *measure = gr_value_item(declared, i);

		if (is_gap(dice, sample))
			continue;
		r = gr_map_set(measures, gr_map_text(measure, "id"),
		               make_number(measure, "100", around(dice, quality(sample, place))));
	}
	if (gr_map_set(application, "measures", measures) < 0)
		return GRANT_ENOMEM;
	return r;
}

static const char *const organisation_kinds[] = { "association", "service", "filed-team", "foundation", "other" };

static const char application_text[] =
	"{\"title\": \"示例项目\", \"organisation\": {\"name\": \"示例机构\"}, \"leader\": {\"name\": \"示例\"}, \"summary\": \"示例\","
	" \"start\": \"2026-05-01\", \"end\": \"2026-12-31\", \"budget\": [{\"class\": \"活动费\", \"item\": \"场地\", \"amount\": \"1.00\"}],"
	" \"milestones\": [{\"id\": \"midterm\", \"title\": \"中期\", \"due\": \"2026-08-31\"}]}";

static int make_application(gr_value **out, struct dice *dice, const gr_rules *rules, const gr_value *round,
                            const struct sample *sample, size_t place)
{
	gr_auto_value gr_value *application = NULL;
	const gr_value *categories = gr_map_get(round, "categories"), *form = gr_map_get(round, "form");
	size_t category_count = gr_value_count(categories);
	char id[GR_ID_SIZE];
	int r = gr_json_read(&application, application_text, strlen(application_text));

	snprintf(id, sizeof(id), "S-%04zu", place + 1);
	if (r == 0)
		r = gr_map_set_text(application, "id", id);
	if (r == 0)
		r = gr_map_set_text(gr_map_get(application, "organisation"), "kind", organisation_kinds[place % GR_COUNT(organisation_kinds)]);
	if (r == 0 && category_count > 0)
		r = gr_map_set_text(application, "category", gr_map_text(gr_value_item(categories, place % category_count), "id"));
	if (r == 0 && gr_value_count(form) > 0)
		r = gr_map_set(application, "answers", make_answers(form));
	if (r == 0)
		r = set_request(dice, application, round, place);
	if (r == 0)
		r = set_measures(dice, application, rules, sample, place);
	if (r == 0)
		*out = gr_steal_value(&application);
	return r;
}

int gr_sample_applications(gr_value **out, const gr_rules *rules, const gr_value *round, unsigned index)
{
	const struct sample *sample = &samples[index];
	struct dice dice = { index + 1 };
	gr_auto_value gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < sample->applications; i++) {
		gr_value *application = NULL;

		r = make_application(&application, &dice, rules, round, sample, i);
		if (r == 0)
			r = gr_list_add(list, application);
	}
	if (r == 0)
		*out = gr_steal_value(&list);
	return r;
}

/* ---- reviews ---- */

static int add_review(struct dice *dice, gr_value *reviews, const gr_value *criteria, const struct sample *sample, size_t place,
                      unsigned reviewer)
{
	gr_auto_value gr_value *review = gr_map_new();
	gr_value *scores = gr_map_new();
	char person[GR_ID_SIZE];
	int r = review ? gr_map_set(review, "scores", scores) : GRANT_ENOMEM;

	snprintf(person, sizeof(person), "reviewer-%02u", reviewer + 1);
	if (r == 0)
		r = gr_map_set_text(review, "person", person);
	for (size_t i = 0; r == 0 && i < gr_value_count(criteria); i++) {
		const gr_value *criterion = gr_value_item(criteria, i);
		const char *id = gr_map_text(criterion, "id");

		if (is_gap(dice, sample))
			r = gr_map_set(scores, id, gr_null_new());
		else
			r = gr_map_set(scores, id, make_number(criterion, "0", around(dice, quality(sample, place))));
	}
	return r == 0 ? gr_list_add(reviews, gr_steal_value(&review)) : r;
}

/* In the sample with gaps the last application has no review at all. A panel of any usual size is complete somewhere. */
static unsigned reviewers_of(const struct sample *sample, size_t place, bool is_last)
{
	if (sample->has_gaps && is_last)
		return 0;
	return sample->reviewers ? sample->reviewers : (unsigned)place + 1;
}

int gr_sample_review(gr_value *applications, const gr_value *stage, unsigned index)
{
	const struct sample *sample = &samples[index];
	struct dice dice = { index + 100 };
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(applications); i++) {
		gr_auto_value gr_value *reviews = gr_list_new();
		unsigned count = reviewers_of(sample, i, i + 1 == gr_value_count(applications));

		r = reviews ? 0 : GRANT_ENOMEM;
		for (unsigned k = 0; r == 0 && k < count; k++)
			if (!is_gap(&dice, sample))
				r = add_review(&dice, reviews, gr_map_get(stage, "criteria"), sample, i, k);
		if (r == 0)
			r = gr_map_set(gr_value_item(applications, i), "reviews", gr_steal_value(&reviews));
	}
	return r;
}
