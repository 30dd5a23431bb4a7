/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An application against its round: category, cap, dates, answers, code, attachments. What the money of its budget must
 * be is in application-budget.c. Not here: the record by itself (validate.c), what the round's rules find (rules).
 */
#include "model/application.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

void gr_application_add(grant_findings *findings, enum gr_finding_id id, const char *field, const gr_value *value,
                        const char *const args[4])
{
	struct gr_place place = { .field = field, .line = value ? gr_value_line(value) : 0 };

	gr_findings_add(findings, id, &place, args[0], args[1], args[2], args[3], NULL);
}

bool gr_map_fen(int64_t *fen, const gr_value *map, const char *key)
{
	const char *text = gr_map_text(map, key);

	return text && gr_money_parse(fen, text) == 0;
}

/* ---- category and cap ---- */

static void check_category(grant_findings *findings, const gr_value *application, const gr_value *round)
{
	const gr_value *value = gr_map_get(application, "category");
	const gr_value *list = gr_map_get(round, "categories");
	const char *text = gr_value_text(value);
	gr_auto_buf struct gr_buf known = GR_BUF_INIT;

	if (gr_list_find(list, "id", text) || (!text && gr_value_count(list) == 0))
		return;
	gr_list_titles(&known, list);
	if (text)
		gr_application_add(findings, GR_F_APPLICATION_CATEGORY, "category", value,
		                   (const char *[4]){ text, gr_buf_text(&known) });
	else
		gr_application_add(findings, GR_F_RECORD_FIELD_MISSING, "category", application,
		                   (const char *[4]){ "category (类别)" });
}

int64_t gr_application_cap(const gr_value *application, const gr_value *round)
{
	const gr_value *category = gr_list_find(gr_map_get(round, "categories"), "id", gr_map_text(application, "category"));
	int64_t own, all;
	bool has_own = gr_map_fen(&own, category, "cap");
	bool has_all = gr_map_fen(&all, gr_map_get(round, "limits"), "cap");

	if (has_own && has_all)
		return own < all ? own : all;
	return has_own ? own : has_all ? all : -1;
}

static void check_cap(grant_findings *findings, const gr_value *application, const gr_value *round)
{
	int64_t cap = gr_application_cap(application, round), requested;
	char most[GR_DECIMAL_TEXT_SIZE], have[GR_DECIMAL_TEXT_SIZE];

	if (cap < 0 || !gr_map_fen(&requested, application, "requested") || requested <= cap)
		return;
	gr_money_format(have, requested);
	gr_money_format(most, cap);
	gr_application_add(findings, GR_F_APPLICATION_OVER_CAP, "requested", gr_map_get(application, "requested"),
	                   (const char *[4]){ have, most });
}

/* ---- dates and code ---- */

static void check_dates(grant_findings *findings, const gr_value *application)
{
	const char *start = gr_map_text(application, "start"), *end = gr_map_text(application, "end");
	int64_t first, last;

	if (start && end && gr_date_parse(&first, start) == 0 && gr_date_parse(&last, end) == 0 && last < first)
		gr_application_add(findings, GR_F_APPLICATION_DATES, "end", gr_map_get(application, "end"),
		                   (const char *[4]){ start, end });
}

static void check_code(grant_findings *findings, const gr_value *application)
{
	const gr_value *value = gr_value_at(application, "organisation.uscc");
	const char *code = gr_value_text(value);
	int result;

	if (!code || gr_text_is_blank(code))
		return;
	result = gr_uscc_check(code);
	if (result < 0) {
		gr_application_add(findings, GR_F_APPLICATION_USCC_SHAPE, "organisation.uscc", value,
		                   (const char *[4]){ code });
		return;
	}
	/* Apart, since they tell different stories: domain.md 7.1. */
	if (result & 1)
		gr_application_add(findings, GR_F_APPLICATION_USCC, "organisation.uscc", value,
		                   (const char *[4]){ code });
	if (result & 2)
		gr_application_add(findings, GR_F_APPLICATION_USCC_INNER, "organisation.uscc", value,
		                   (const char *[4]){ code });
}

/* ---- answers ---- */

static void check_answer_type(grant_findings *findings, const char *field, const gr_value *answer, const char *type)
{
	const char *text = gr_value_text(answer);
	int64_t number;

	if (strcmp(type, "number") == 0 && gr_score_parse(&number, text) < 0)
		gr_application_add(findings, GR_F_RECORD_DECIMAL, field, answer, (const char *[4]){ field, text, "4" });
	else if (strcmp(type, "date") == 0 && gr_date_parse(&number, text) < 0)
		gr_application_add(findings, GR_F_RECORD_DATE, field, answer, (const char *[4]){ field, text });
}

static void check_answer_length(grant_findings *findings, const char *field, const gr_value *answer, int64_t most)
{
	size_t count = gr_utf8_count(gr_value_text(answer));
	gr_autofree_text char *have = NULL, *limit = NULL;

	if (count <= (size_t)most)
		return;
	have = gr_format("%zu", count);
	limit = gr_format("%lld", (long long)most);
	gr_application_add(findings, GR_F_RECORD_TOO_LONG, field, answer, (const char *[4]){ field, have, limit });
}

static void check_answer(grant_findings *findings, const gr_value *asked, const gr_value *answer,
                         const char *field)
{
	const char *type = gr_map_text(asked, "type");
	int64_t most;

	if (!gr_value_text(answer) || gr_text_is_blank(gr_value_text(answer))) {
		if (gr_value_true(gr_map_get(asked, "required")))
			gr_application_add(findings, GR_F_APPLICATION_ANSWER_MISSING, field, answer,
			                   (const char *[4]){ gr_title_text(gr_map_get(asked, "title")) });
		return;
	}
	if (gr_value_int64(&most, gr_map_get(asked, "max_chars")) == 0 && most > 0)
		check_answer_length(findings, field, answer, most);
	if (type)
		check_answer_type(findings, field, answer, type);
}

static int check_answers(grant_findings *findings, const gr_value *application, const gr_value *round)
{
	const gr_value *form = gr_map_get(round, "form"), *answers = gr_map_get(application, "answers");

	for (size_t i = 0; i < gr_value_count(form); i++) {
		const gr_value *asked = gr_value_item(form, i);
		const char *id = gr_map_text(asked, "id");
		gr_autofree_text char *field = id ? gr_format("answers.%s", id) : NULL;

		if (!id)
			continue;
		if (!field)
			return GRANT_ENOMEM;
		check_answer(findings, asked, gr_map_get(answers, id), field);
	}
	for (size_t i = 0; i < gr_value_count(answers); i++) {
		const char *id = gr_value_key(answers, i);
		gr_autofree_text char *field = gr_format("answers.%s", id);

		if (!field)
			return GRANT_ENOMEM;
		if (!gr_list_find(form, "id", id))
			gr_application_add(findings, GR_F_APPLICATION_ANSWER_UNKNOWN, field,
			                   gr_value_item(answers, i), (const char *[4]){ id });
	}
	return 0;
}

/* ---- attachments ---- */

static const char *base_name(const char *path)
{
	const char *base = path;

	for (; *path; path++)
		if (*path == '/' || *path == '\\')
			base = path + 1;
	return base;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_type(const char *wanted, const char *have)
{
	while (*wanted && lower(*wanted) == lower(*have)) {
		wanted++;
		have++;
	}
	return *wanted == '\0' && *have == '\0';
}

/* No list of types: any. */
static bool is_of_types(const gr_value *types, const char *name)
{
	const char *point = strrchr(name, '.');

	for (size_t i = 0; i < gr_value_count(types); i++) {
		const char *type = gr_value_text(gr_value_item(types, i));

		if (type && point && same_type(*type == '.' ? type + 1 : type, point + 1))
			return true;
	}
	return gr_value_count(types) == 0;
}

/* 1: it is there; 0: it is not; negative: no memory. */
static int is_attached(const gr_value *wanted, const gr_value *entries)
{
	const char *pattern = gr_map_text(wanted, "name");

	for (size_t i = 0; pattern && i < gr_value_count(entries); i++) {
		const gr_value *entry = gr_value_item(entries, i);
		const char *original = gr_map_text(entry, "original");
		const char *name = original ? original : gr_map_text(entry, "name");
		gr_autofree_text char *base = name ? gr_text_nfc(base_name(name)) : NULL;

		if (name && !base)
			return GRANT_ENOMEM;
		if (base && gr_text_match(pattern, base) && is_of_types(gr_map_get(wanted, "types"), base))
			return 1;
	}
	return 0;
}

static void join_types(struct gr_buf *out, const gr_value *types)
{
	for (size_t i = 0; i < gr_value_count(types); i++)
		gr_buf_printf(out, "%s%s", i > 0 ? ", " : "", gr_value_text(gr_value_item(types, i)));
	if (gr_value_count(types) == 0)
		gr_buf_byte(out, '*');
}

static int check_attachments(grant_findings *findings, const gr_value *round, const gr_value *entries)
{
	const gr_value *list = gr_map_get(round, "attachments");

	for (size_t i = 0; entries && i < gr_value_count(list); i++) {
		const gr_value *wanted = gr_value_item(list, i);
		const char *pattern = gr_map_text(wanted, "name");
		gr_auto_buf struct gr_buf types = GR_BUF_INIT;
		int found = gr_value_true(gr_map_get(wanted, "required")) ? is_attached(wanted, entries) : 1;

		if (found < 0)
			return found;
		if (found)
			continue;
		join_types(&types, gr_map_get(wanted, "types"));
		gr_application_add(findings, GR_F_APPLICATION_ATTACHMENT_MISSING, NULL, NULL,
		                   (const char *[4]){ gr_title_text(gr_map_get(wanted, "title")),
		                                      pattern ? pattern : "*", gr_buf_text(&types) });
	}
	return 0;
}

int gr_application_check(grant_findings *findings, const gr_value *application, const gr_value *round,
                         const gr_value *entries)
{
	int r;

	check_category(findings, application, round);
	check_cap(findings, application, round);
	check_dates(findings, application);
	check_code(findings, application);
	gr_application_check_budget(findings, application, round);
	r = check_answers(findings, application, round);
	if (r == 0)
		r = check_attachments(findings, round, entries);
	return r < 0 ? r : gr_findings_result(findings);
}
