/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is wrong with a file of rules: what loading refuses, stages that are not the round's, and what running it on samples shows. The
 * samples are ranked as cases are. Not here: the samples (rules-sample.c), running them (rules-case.c).
 */
#include <grant/rules.h>

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "model/model.h"
#include "work/rule-file.h"
#include "work/rules-case.h"
#include "work/rules-sample.h"
#include "work/rules-unread.h"

#define STATES 4

struct checking {
	grant_findings *findings;
	const char *file;
	gr_rules *rules;
	const gr_value *round;
	gr_value *told; /* what was found already, by what and where */
	struct gr_unread unread;
};

/* What the samples showed of one stage. */
struct tally {
	int64_t seen, totals;
	char *reason; /* the first */
	bool failed;
};

/* Whether this was not told yet. Several samples show the same mistake. */
static bool is_new(struct checking *checking, const char *what, const char *where)
{
	gr_autofree_text char *key = gr_format("%s %s", what, where);

	if (!key || gr_map_get(checking->told, key))
		return false;
	if (gr_map_set_bool(checking->told, key, true) < 0)
		gr_findings_lost(checking->findings);
	return true;
}

/* ---- one question ---- */

/* "S-0001: rules.lua:12: ..." -> where "rules.lua:12" stands, and 12; NULL: the words name no line of this file. */
static const char *find_line(size_t *line, const char *words, const char *file)
{
	const char *name = gr_path_base(file);
	size_t size = strlen(name);

	for (const char *at = words; (at = strstr(at, name)); at += size) {
		char *end;

		if (at[size] != ':' || at[size + 1] < '1' || at[size + 1] > '9')
			continue;
		*line = strtoul(at + size + 1, &end, 10);
		return at;
	}
	return NULL;
}

/* A name that nothing defines was found on that line: it fails for that, or will be looked at again when that is mended. */
static bool is_named(const struct checking *checking, size_t line)
{
	for (size_t i = 0; line && i < grant_findings_count(checking->findings); i++) {
		const grant_finding *finding = grant_findings_at(checking->findings, i);
		const char *file = grant_finding_place(finding, GRANT_PLACE_FILE), *at = grant_finding_place(finding, GRANT_PLACE_LINE);

		if (gr_text_ends(grant_finding_id(finding), "-name") && file && strcmp(file, checking->file) == 0 && at &&
		    strtoul(at, NULL, 10) == line)
			return true;
	}
	return false;
}

static void tell_failure(struct checking *checking, const char *function, const char *words)
{
	struct gr_place place = { .file = checking->file };
	const char *at = find_line(&place.line, words, checking->file);

	if (!is_named(checking, place.line) && is_new(checking, "fails", at ? at : function))
		gr_findings_add(checking->findings, GR_F_RULES_SAMPLE_FAILED, &place, words, NULL);
}

/* Asks in several states; `answer` stays NULL when the rules fail. `function` is what is asked for besides results. */
static int ask(gr_value **answer, struct checking *checking, const gr_value *given, const char *function)
{
	struct gr_place place = { .file = checking->file };
	gr_auto_value gr_value *first = NULL;
	bool same = true;
	int r;

	gr_rules_shift(checking->rules, 0);
	r = gr_case_run(&first, checking->rules, given);
	if (r < 0)
		return r;
	if (gr_map_text(first, "fails")) {
		tell_failure(checking, function, gr_map_text(first, "fails"));
		return 0;
	}
	for (unsigned i = 1; same && i < STATES; i++) {
		gr_auto_value gr_value *other = NULL;
		gr_autofree_text char *at = NULL, *one = NULL, *two = NULL;

		gr_rules_shift(checking->rules, i);
		r = gr_case_run(&other, checking->rules, given);
		if (r == 0)
			r = gr_case_compare_states(&at, &one, &two, first, other);
		if (r < 0)
			return r;
		same = r == 1;
		if (!same && is_new(checking, "state", ""))
			gr_findings_add(checking->findings, GR_F_RULES_STATE, &place, one, two, NULL);
	}
	*answer = gr_steal_value(&first);
	return 0;
}

static int make_question(gr_value **out, const gr_value *round, const char *stage, const gr_value *applications,
                         const char *function)
{
	gr_auto_value gr_value *given = gr_map_new();
	gr_auto_value gr_value *gives = gr_map_new();
	int r = given && gives ? gr_map_set_bool(gives, function, true) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set(given, "gives", gr_steal_value(&gives));
	if (r == 0)
		r = gr_map_set(given, "round", gr_value_copy(round));
	if (r == 0)
		r = gr_map_set_text(given, "stage", stage);
	if (r == 0)
		r = gr_map_set(given, "applications", gr_value_copy(applications));
	if (r == 0)
		*out = gr_steal_value(&given);
	return r;
}

/* The answer to `function`; NULL when the rules fail. */
static int try_function(gr_value **answer, struct checking *checking, const gr_value *round, const char *stage,
                        const gr_value *applications, const char *function)
{
	gr_auto_value gr_value *given = NULL;
	int r = make_question(&given, round, stage, applications, function);

	return r == 0 ? ask(answer, checking, given, function) : r;
}

/* ---- money ---- */

static int64_t money_of(const gr_value *map, const char *key)
{
	const char *text = gr_map_text(map, key);
	int64_t fen = 0;

	if (text && gr_money_parse(&fen, text) < 0)
		gr_error_clear();
	return fen;
}

static void check_amount(struct checking *checking, const gr_value *outcome, const gr_value *application, const gr_value *round)
{
	struct gr_place place = { .file = checking->file };
	char is[GR_DECIMAL_TEXT_SIZE], may[GR_DECIMAL_TEXT_SIZE];
	int64_t amount = money_of(outcome, "amount"), limit = money_of(application, "requested");
	int64_t cap = gr_application_cap(application, round);

	if (cap >= 0 && cap < limit)
		limit = cap;
	if (amount <= limit || !is_new(checking, "over request", ""))
		return;
	gr_money_format(is, amount);
	gr_money_format(may, limit);
	gr_findings_add(checking->findings, GR_F_RULES_OVER_REQUEST, &place, is, gr_map_text(outcome, "id"), may, NULL);
}

static int check_outcomes(struct checking *checking, const gr_value *outcomes, const gr_value *applications, const gr_value *round)
{
	struct gr_place place = { .file = checking->file };
	int64_t sum = 0, budget = money_of(round, "budget");
	char is[GR_DECIMAL_TEXT_SIZE], may[GR_DECIMAL_TEXT_SIZE];
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(outcomes); i++) {
		const gr_value *outcome = gr_value_item(outcomes, i);

		if (!gr_map_get(outcome, "amount"))
			continue;
		check_amount(checking, outcome, gr_list_find(applications, "id", gr_map_text(outcome, "id")), round);
		r = gr_add_checked(&sum, sum, money_of(outcome, "amount"));
	}
	if (r == 0 && sum > budget && is_new(checking, "over budget", "")) {
		gr_money_format(is, sum);
		gr_money_format(may, budget);
		gr_findings_add(checking->findings, GR_F_RULES_OVER_BUDGET, &place, is, may, NULL);
	}
	for (size_t i = 0; r == 0 && i < gr_value_count(applications); i++) {
		const char *id = gr_map_text(gr_value_item(applications, i), "id");

		if (!gr_list_find(outcomes, "id", id) && is_new(checking, "forgotten", ""))
			gr_findings_add(checking->findings, GR_F_RULES_FORGOTTEN, &place, id, NULL);
	}
	return r;
}

/* Half of what is asked for, or what there is: the line must fall inside. */
static int make_scarce_round(gr_value **out, const gr_value *round, const gr_value *applications)
{
	gr_auto_value gr_value *scarce = gr_value_copy(round);
	char text[GR_DECIMAL_TEXT_SIZE];
	int64_t sum = 0, budget = money_of(round, "budget");
	int r = scarce ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(applications); i++)
		r = gr_add_checked(&sum, sum, money_of(gr_value_item(applications, i), "requested"));
	gr_money_format(text, sum / 2 < budget ? sum / 2 : budget);
	if (r == 0)
		r = gr_map_set_text(scarce, "budget", text);
	if (r == 0)
		*out = gr_steal_value(&scarce);
	return r;
}

static int check_allocation(struct checking *checking, const char *stage, const gr_value *applications)
{
	gr_auto_value gr_value *scarce = NULL;
	gr_auto_value gr_value *answer = NULL;
	int r = make_scarce_round(&scarce, checking->round, applications);

	if (r == 0)
		r = try_function(&answer, checking, scarce, stage, applications, "allocate");
	return r == 0 && answer ? check_outcomes(checking, gr_map_get(answer, "allocate"), applications, scarce) : r;
}

/* ---- stages ---- */

static int keep_total(gr_value *application, const char *stage, const char *total)
{
	gr_value *results = gr_map_get(application, "results"), *result = gr_map_new();
	int r = result ? gr_map_set(result, "total", gr_number_new(total)) : GRANT_ENOMEM;

	if (r == 0 && !results) {
		results = gr_map_new();
		if (gr_map_set(application, "results", results) < 0) {
			gr_value_free(result);
			return GRANT_ENOMEM;
		}
	}
	if (r == 0)
		return gr_map_set(results, stage, result);
	gr_value_free(result);
	return r;
}

/* Those with a total, and of them those that `ids` lets through (NULL: all), go on with that total. */
static int pass_on(gr_value **applications, const char *stage, const gr_value *results, const gr_value *ids)
{
	gr_auto_value gr_value *next = gr_list_new();
	int r = next ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(results); i++) {
		const gr_value *result = gr_value_item(results, i);
		const char *id = gr_map_text(result, "application"), *total = gr_map_text(result, "exact");
		gr_value *copy;

		if (!total)
			total = gr_map_text(result, "total");
		if (!total || (ids && !gr_list_has(ids, id)))
			continue;
		copy = gr_value_copy(gr_list_find(*applications, "id", id));
		r = copy ? keep_total(copy, stage, total) : GRANT_ENOMEM;
		if (gr_list_add(next, copy) < 0)
			r = GRANT_ENOMEM;
	}
	if (r < 0)
		return r;
	gr_value_free(*applications);
	*applications = gr_steal_value(&next);
	return 0;
}

static void count_totals(struct tally *tally, const gr_value *results)
{
	for (size_t i = 0; i < gr_value_count(results); i++) {
		const gr_value *result = gr_value_item(results, i);

		tally->seen++;
		tally->totals += gr_map_text(result, "total") != NULL;
		if (!tally->reason && gr_map_text(result, "reason"))
			tally->reason = gr_strdup(gr_map_text(result, "reason"));
	}
}

/* One stage of one sample. `applications` are those that go on, after it; none when it fails. */
static int check_stage(struct checking *checking, struct tally *tally, gr_value **applications, size_t index)
{
	const gr_value *declared = gr_rules_declared(checking->rules), *stages = gr_map_get(declared, "stages");
	const gr_value *stage = gr_value_item(stages, index);
	const char *id = gr_map_text(stage, "id");
	gr_auto_value gr_value *answer = NULL, *advance = NULL;
	int r = try_function(&answer, checking, checking->round, id, *applications, "results");

	if (r < 0)
		return r;
	tally->failed = tally->failed || !answer;
	count_totals(tally, gr_map_get(answer, "results"));
	if (answer && gr_value_true(gr_map_get(stage, "advance")))
		r = try_function(&advance, checking, checking->round, id, *applications, "advance");
	if (r == 0 && answer && index + 1 == gr_value_count(stages) && gr_value_true(gr_map_get(declared, "allocate")))
		r = check_allocation(checking, id, *applications);
	if (r == 0 && answer)
		r = gr_unread_try(&checking->unread, checking->round, index, *applications);
	if (r < 0)
		return r;
	return pass_on(applications, id, gr_map_get(answer, "results"), gr_map_get(advance, "advance"));
}

static int check_sample(struct checking *checking, struct tally *tallies, unsigned index)
{
	const gr_value *stages = gr_map_get(gr_rules_declared(checking->rules), "stages");
	size_t count = gr_value_count(stages);
	gr_auto_value gr_value *applications = NULL;
	gr_auto_value gr_value *answer = NULL;
	int r = gr_sample_applications(&applications, checking->rules, checking->round, index);

	for (size_t i = 0; r == 0 && i < count && gr_value_count(applications) > 0; i++) {
		const gr_value *stage = gr_value_item(stages, i);

		r = gr_sample_review(applications, stage, index);
		if (r == 0 && i == 0 && gr_value_true(gr_map_get(gr_rules_declared(checking->rules), "eligible")))
			r = try_function(&answer, checking, checking->round, gr_map_text(stage, "id"), applications, "eligible");
		if (r == 0)
			r = check_stage(checking, &tallies[i], &applications, i);
	}
	return r;
}

static void check_tallies(struct checking *checking, const struct tally *tallies, const gr_value *stages)
{
	struct gr_place place = { .file = checking->file };

	for (size_t i = 0; i < gr_value_count(stages); i++) {
		gr_autofree_text char *seen = gr_format("%lld", (long long)tallies[i].seen);

		if (tallies[i].failed || tallies[i].seen == 0 || tallies[i].totals > 0)
			continue;
		gr_findings_add(checking->findings, GR_F_RULES_NO_TOTAL, &place, gr_map_text(gr_value_item(stages, i), "id"),
		                seen ? seen : "", tallies[i].reason ? tallies[i].reason : "", NULL);
	}
}

static int check_samples(struct checking *checking)
{
	const gr_value *stages = gr_map_get(gr_rules_declared(checking->rules), "stages");
	size_t count = gr_value_count(stages);
	struct tally *tallies = gr_alloc_array(count, sizeof(*tallies));
	int r = tallies ? 0 : GRANT_ENOMEM;

	if (r == 0)
		memset(tallies, 0, count * sizeof(*tallies));
	for (unsigned i = 0; r == 0 && i < GR_SAMPLE_COUNT; i++)
		r = check_sample(checking, tallies, i);
	if (r == 0)
		check_tallies(checking, tallies, stages);
	if (r == 0)
		r = gr_unread_tell(&checking->unread, checking->findings, checking->file);
	gr_unread_clear(&checking->unread);
	for (size_t i = 0; tallies && i < count; i++)
		gr_free(tallies[i].reason);
	gr_free(tallies);
	return r;
}

/* ---- the whole ---- */

static int check(struct checking *checking, const char *round_file)
{
	gr_auto_value gr_value *round = NULL;
	struct gr_rule_file file = { .path = checking->file };
	int r = checking->findings && checking->told ? 0 : GRANT_ENOMEM;

	if (r == 0 && round_file)
		r = gr_description_read(&round, checking->findings, round_file);
	if (r == 0)
		r = gr_rule_file_load_any(&checking->rules, checking->findings, &file, true);
	if (r == GRANT_ERULE) {
		gr_error_clear();
		return 0;
	}
	if (r < 0 || gr_rules_is_part(checking->rules))
		return r;
	/* Whatever the stages are called, the rest can be tried. */
	if (round && gr_rule_file_check_stages(checking->findings, checking->rules, round, checking->file) < 0)
		gr_error_clear();
	if (!round)
		round = gr_sample_round();
	if (!round)
		return GRANT_ENOMEM;
	checking->round = round;
	checking->unread.rules = checking->rules;
	return check_samples(checking);
}

int grant_rules_check(grant_findings **findings, const char *file, const char *round_file)
{
	struct checking checking = { .file = file };
	int r;

	gr_error_clear();
	if (!findings || !file)
		return gr_fail(GRANT_EINVALID, _("no file was given"));
	checking.findings = gr_findings_new();
	checking.told = gr_map_new();
	r = check(&checking, round_file);
	gr_rules_free(checking.rules);
	gr_value_free(checking.told);
	if (checking.findings)
		gr_findings_sort(checking.findings);
	*findings = checking.findings;
	return r;
}
