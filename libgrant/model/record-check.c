/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What fields of one record say of each other: the order of times, shares that make a whole, names that must be known.
 * A field that is wrong by itself has its finding already and is passed over. Not here: records against records.
 */
#include "model/check.h"

#include <string.h>

#include "base/decimal.h"

/* At a field below the walk's place. */
static void add_at(struct gr_check *check, const char *field, enum gr_finding_id id, const gr_value *value,
                   const char *first, const char *second, const char *third)
{
	size_t mark = gr_check_enter(check, field);

	gr_check_add(check, id, value, first, second, third);
	gr_check_leave(check, mark);
}

static void check_times(struct gr_check *check, const gr_value *record, const char *first, const char *last)
{
	const gr_value *value = gr_map_get(record, last);
	const char *from = gr_map_text(record, first), *to = gr_value_text(value);
	struct gr_time a, b;

	if (from && to && gr_time_parse(&a, from) == 0 && gr_time_parse(&b, to) == 0 && b.seconds <= a.seconds)
		add_at(check, last, GR_F_RECORD_ORDER, value, to, first, from);
}

static void check_dates(struct gr_check *check, const gr_value *record, const char *first, const char *last)
{
	const gr_value *value = gr_map_get(record, last);
	const char *from = gr_map_text(record, first), *to = gr_value_text(value);
	int64_t a, b;

	if (from && to && gr_date_parse(&a, from) == 0 && gr_date_parse(&b, to) == 0 && b < a)
		add_at(check, last, GR_F_RECORD_ORDER, value, to, first, from);
}

static bool is_prefix_or_absent(const gr_value *record)
{
	const char *prefix = gr_map_text(record, "prefix");

	return !prefix || gr_value_blank(gr_map_get(record, "prefix")) || gr_prefix_valid(prefix);
}

static void check_prefix(struct gr_check *check, const gr_value *record)
{
	const gr_value *value = gr_map_get(record, "prefix");
	char shown[GR_SHOWN_SIZE];

	if (!is_prefix_or_absent(record))
		add_at(check, "prefix", GR_F_RECORD_PATTERN, value, gr_check_shown(shown, gr_value_text(value)), "XF",
		       NULL);
}

static void check_currency(struct gr_check *check, const gr_value *round)
{
	const gr_value *value = gr_map_get(round, "currency");
	const char *text = gr_value_text(value);
	char shown[GR_SHOWN_SIZE];

	if (text && *text && (strlen(text) != 3 || strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3))
		add_at(check, "currency", GR_F_RECORD_PATTERN, value, gr_check_shown(shown, text), "CNY", NULL);
}

/* ---- the round's tranches ---- */

static void list_milestones(struct gr_buf *out, const gr_value *round)
{
	const gr_value *list = gr_map_get(round, "milestones");

	gr_buf_text_append(out, "agreement");
	for (size_t i = 0; i < gr_value_count(list); i++) {
		const char *own = gr_map_text(gr_value_item(list, i), "id");

		if (own)
			gr_buf_printf(out, ", %s", own);
	}
}

static void check_after(struct gr_check *check, const gr_value *round, const gr_value *tranche)
{
	const gr_value *after = gr_map_get(tranche, "after");
	gr_auto_buf struct gr_buf known = GR_BUF_INIT;
	const char *text = gr_value_text(after);

	if (!text || !gr_id_valid(text) || strcmp(text, "agreement") == 0 || gr_list_find(gr_map_get(round, "milestones"), "id", text))
		return;
	list_milestones(&known, round);
	add_at(check, "after", GR_F_RECORD_REFERENCE, after, text, gr_buf_text(&known), NULL);
}

static void check_percents(struct gr_check *check, const gr_value *tranches)
{
	struct gr_place place = { .field = "tranches", .line = gr_value_line(tranches) };
	char text[GR_DECIMAL_TEXT_SIZE];
	int64_t sum = 0, percent;

	for (size_t i = 0; i < gr_value_count(tranches); i++) {
		const char *written = gr_map_text(gr_value_item(tranches, i), "percent");

		if (!written || gr_score_parse(&percent, written) < 0 || gr_add_checked(&sum, sum, percent) < 0)
			return;
	}
	if (gr_value_count(tranches) == 0 || sum == 100 * 10000)
		return;
	gr_score_format(text, sum);
	gr_findings_add(check->findings, GR_F_ROUND_TRANCHES, &place, text, NULL);
}

static void check_tranches(struct gr_check *check, const gr_value *round)
{
	const gr_value *tranches = gr_map_get(round, "tranches");
	size_t at_list = gr_check_enter(check, "tranches");

	if (gr_value_is(tranches, GR_LIST))
		check_percents(check, tranches);
	for (size_t i = 0; tranches && i < gr_value_count(tranches); i++) {
		size_t mark = gr_check_enter_index(check, i);

		check_after(check, round, gr_value_item(tranches, i));
		gr_check_leave(check, mark);
	}
	gr_check_leave(check, at_list);
}

/* ---- other kinds ---- */

/* One of the two must be there. */
static void check_either(struct gr_check *check, const gr_value *record, const char *first, const char *second)
{
	if (gr_value_blank(gr_map_get(record, first)) && gr_value_blank(gr_map_get(record, second)))
		add_at(check, first, GR_F_RECORD_FIELD_MISSING, record, NULL, NULL, NULL);
}

static void check_shares(struct gr_check *check, const gr_value *rule)
{
	const gr_value *value = gr_map_get(rule, "min_percent");
	const char *low = gr_value_text(value), *high = gr_map_text(rule, "max_percent");
	int64_t a, b;

	check_either(check, rule, "max_percent", "min_percent");
	if (low && high && gr_score_parse(&a, low) == 0 && gr_score_parse(&b, high) == 0 && a > b)
		add_at(check, "min_percent", GR_F_RECORD_RANGE, value, low, "0", high);
}

static void check_decision(struct gr_check *check, const gr_value *decision)
{
	const char *verdict = gr_map_text(decision, "verdict");

	if (verdict && strcmp(verdict, "approve") == 0 && gr_value_blank(gr_map_get(decision, "amount")))
		add_at(check, "amount", GR_F_RECORD_FIELD_MISSING, decision, NULL, NULL, NULL);
}

static void check_round(struct gr_check *check, const gr_value *round)
{
	check_prefix(check, round);
	check_currency(check, round);
	check_tranches(check, round);
}

static void check_person(struct gr_check *check, const gr_value *person)
{
	check_prefix(check, person);
	check_dates(check, person, "from", "to");
}

void gr_check_across(struct gr_check *check, enum gr_kind_id kind, const gr_value *record)
{
	if (kind == GR_KIND_ROUND)
		check_round(check, record);
	else if (kind == GR_KIND_PERSON)
		check_person(check, record);
	else if (kind == GR_KIND_CALENDAR) {
		check_times(check, record, "open", "close");
		check_times(check, record, "close", "review_until");
	} else if (kind == GR_KIND_TITLE)
		check_either(check, record, "zh", "en");
	else if (kind == GR_KIND_GROUP)
		check_either(check, record, "reason", "draw");
	else if (kind == GR_KIND_BUDGET_RULE)
		check_shares(check, record);
	else if (kind == GR_KIND_DECISION)
		check_decision(check, record);
	else if (kind == GR_KIND_AGREEMENT)
		check_dates(check, record, "start", "end");
}
