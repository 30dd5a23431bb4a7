/* SPDX-License-Identifier: Apache-2.0 */
/* Eligibility: the limits that the round's description names, then what its rules say. Not here: verdicts (screen.c). */
#include "work/eligible.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"
#include "base/mem.h"
#include "work/sums.h"

/* Limits of the round are errors only here: at intake the same application is taken with a warning. */
static int find_over_cap(grant_findings *findings, const grant_round *round, const char *id,
                         const gr_value *application)
{
	struct gr_place place = { .record = id, .field = "requested" };
	int64_t cap = gr_application_cap(application, round->description);
	int64_t requested = gr_map_money(application, "requested");
	char is[GR_DECIMAL_TEXT_SIZE], may[GR_DECIMAL_TEXT_SIZE];

	if (!id || cap < 0 || requested <= cap)
		return 0;
	gr_money_format(is, requested);
	gr_money_format(may, cap);
	gr_findings_add(findings, GR_F_SCREENING_OVER_CAP, &place, is, may, NULL);
	return 0;
}

/* Earlier applications of the same organisation that still stand; the first ones have the right. */
static int count_earlier(int64_t *out, gr_index *index, const char *id, const char *organisation)
{
	struct gr_condition same[] = {
		{ .column = "organisation_name", .compare = GR_EQUAL, .text = organisation },
		{ .column = "state", .compare = GR_NOT_EQUAL, .text = "withdrawn" },
		{ .column = "state", .compare = GR_NOT_EQUAL, .text = "rejected" },
	};
	struct gr_select select = { .table = "application", .conditions = same, .condition_count = GR_COUNT(same) };
	gr_cursor *cursor = NULL;
	const gr_value *row;
	int64_t count = 0;
	int r = gr_index_select(&cursor, index, &select);

	if (r < 0)
		return r;
	while ((r = gr_cursor_next(&row, cursor)) == 1)
		count += gr_application_id_compare(gr_map_text(row, "application"), id) < 0;
	gr_cursor_free(cursor);
	*out = count;
	return r;
}

static int find_too_many(grant_findings *findings, grant_round *round, const struct gr_oid *commit, const char *id,
                         const gr_value *application)
{
	const char *name = gr_value_text(gr_value_at(application, "organisation.name"));
	struct gr_place place = { .record = id, .field = "organisation.name" };
	int64_t limit = 0, earlier = 0;
	gr_index *index;
	int r;

	if (!id || !name || gr_value_int64(&limit, gr_value_at(round->description, "limits.per_organisation")) < 0 ||
	    limit <= 0) {
		gr_error_clear();
		return 0;
	}
	r = gr_round_index(&index, round, commit);
	if (r == 0)
		r = count_earlier(&earlier, index, id, name);
	if (gr_round_mend_index(round, r)) {
		r = gr_round_index(&index, round, commit);
		if (r == 0)
			r = count_earlier(&earlier, index, id, name);
	}
	if (r == 0 && earlier + 1 > limit) {
		gr_autofree_text char *is = gr_format("%lld", (long long)earlier + 1);
		gr_autofree_text char *may = gr_format("%lld", (long long)limit);

		gr_findings_add(findings, GR_F_SCREENING_PER_ORGANISATION, &place, name, is, may, NULL);
	}
	return r;
}

static enum grant_severity severity_of(const gr_value *problem)
{
	const char *word = gr_map_text(problem, "severity");

	return word && strcmp(word, "warning") == 0 ? GRANT_WARNING
	       : word && strcmp(word, "note") == 0  ? GRANT_NOTE
	                                            : GRANT_ERROR;
}

static int ask_rules(grant_findings *findings, grant_round *round, const struct gr_oid *commit, const char *id,
                     const gr_value *application)
{
	struct gr_place place = { .record = id };
	gr_auto_value gr_value *problems = NULL;
	gr_auto_value gr_value *seen = NULL;
	gr_auto_value gr_value *seen_round = NULL;
	const gr_rules *rules;
	int r = gr_round_rules(&rules, round, commit);

	if (r == 0)
		r = gr_application_for_rules(&seen, application);
	if (r == 0)
		r = gr_round_for_rules(&seen_round, round->description);
	if (r == 0)
		r = gr_rules_eligible(&problems, rules, seen, seen_round);
	for (size_t i = 0; r == 0 && i < gr_value_count(problems); i++) {
		const gr_value *problem = gr_value_item(problems, i);

		gr_findings_add_rule(findings, gr_map_text(problem, "code"), severity_of(problem), &place,
		                     gr_map_text(problem, "message"));
	}
	return r;
}

int gr_eligible_find(grant_findings *findings, grant_round *round, const struct gr_oid *commit, const char *id,
                     const gr_value *application)
{
	int r = find_over_cap(findings, round, id, application);

	if (r == 0)
		r = find_too_many(findings, round, commit, id, application);
	if (r == 0)
		r = ask_rules(findings, round, commit, id, application);
	return r;
}
