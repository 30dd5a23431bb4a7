/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers from outside, one by one or from a table. Not here: what the rules make of them. */
#include <grant/review.h>

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "work/act.h"
#include "work/criteria.h"
#include "work/sheet.h"

#define MEASURES_MAX 64

static char *known_names(const gr_rules *rules)
{
	const gr_value *measures = gr_map_get(gr_rules_declared(rules), "measures");
	struct gr_buf text = GR_BUF_INIT;

	for (size_t i = 0; i < gr_value_count(measures); i++)
		gr_buf_printf(&text, "%s%s", i ? ", " : "", gr_map_text(gr_value_item(measures, i), "id"));
	return gr_buf_steal(&text);
}

/* In ten-thousandths; a bound or a step that is not declared is nought. */
static int64_t declared_number(const gr_value *declared, const char *key)
{
	const char *text = gr_map_text(declared, key);
	int64_t number;

	if (!text || gr_score_parse(&number, text) < 0)
		return 0;
	return number;
}

static void check_step(grant_findings *findings, const gr_value *declared, const grant_measure *measure,
                       const struct gr_place *place)
{
	int64_t number = 0, low = declared_number(declared, "min"), step = declared_number(declared, "step");
	char from[GR_DECIMAL_TEXT_SIZE];

	if (gr_score_parse(&number, measure->value) < 0 || gr_is_on_step(number, low, step))
		return;
	gr_score_format(from, low);
	gr_findings_add(findings, GR_F_REVIEW_STEP, place, measure->name, measure->value,
	                gr_map_text(declared, "step"), from, NULL);
}

static void check_bounds(grant_findings *findings, const gr_value *declared, const grant_measure *measure,
                         const struct gr_place *place)
{
	const char *low = gr_map_text(declared, "min"), *high = gr_map_text(declared, "max");

	if ((low && gr_decimal_compare(measure->value, low) < 0) ||
	    (high && gr_decimal_compare(measure->value, high) > 0))
		gr_findings_add(findings, GR_F_RECORD_RANGE, place, measure->name, measure->value, low ? low : "-∞",
		                high ? high : "∞", NULL);
	else
		check_step(findings, declared, measure, place);
}

static bool is_number(const grant_measure *measure)
{
	int64_t number;

	if (measure->value && gr_score_parse(&number, measure->value) == 0)
		return true;
	gr_error_clear();
	return false;
}

static int check_measure(grant_findings *findings, const gr_rules *rules, const grant_measure *measure,
                         const struct gr_place *at)
{
	const gr_value *declared = gr_declared_measure(rules, measure->name);
	struct gr_place place = *at;
	gr_autofree_text char *names = known_names(rules);

	if (!names)
		return GRANT_ENOMEM;
	place.field = measure->name;
	if (!declared)
		gr_findings_add(findings, GR_F_RECORD_MEASURE_UNKNOWN, &place, measure->name, names[0] ? names : "–", NULL);
	else if (!is_number(measure))
		gr_findings_add(findings, GR_F_RECORD_DECIMAL, &place, measure->name,
		                measure->value ? measure->value : "", "4", NULL);
	else
		check_bounds(findings, declared, measure, &place);
	return 0;
}

static int put_measure(struct gr_act *act, const char *application, const grant_measure *measure)
{
	struct gr_location place = { .kind = GR_KIND_MEASURE };
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	gr_value *record = gr_map_new();
	int r = record ? gr_decimal_canonical(&text, measure->value) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(record, "value", gr_buf_text(&text));
	if (r < 0) {
		gr_value_free(record);
		return r;
	}
	snprintf(place.application, sizeof(place.application), "%s", application);
	snprintf(place.name, sizeof(place.name), "%s", measure->name);
	return gr_act_put(act, &place, record);
}

/* ---- one application ---- */

struct numbers {
	const grant_measure *measures;
	size_t count;
};

static int build_measures(struct gr_act *act, const void *input)
{
	const struct numbers *numbers = input;
	struct gr_place place = { .record = act->subject };
	struct gr_buf names = GR_BUF_INIT;
	const gr_rules *rules;
	int r = gr_round_rules(&rules, act->round, &act->base);

	for (size_t i = 0; r == 0 && i < numbers->count; i++)
		r = check_measure(act->findings, rules, &numbers->measures[i], &place);
	if (r == 0)
		r = gr_findings_result(act->findings);
	for (size_t i = 0; r == 0 && i < numbers->count; i++) {
		r = put_measure(act, act->subject, &numbers->measures[i]);
		gr_buf_printf(&names, "%s%s=%s", i ? ", " : "", numbers->measures[i].name, numbers->measures[i].value);
	}
	if (r == 0)
		r = gr_act_detail(act, "%s", gr_buf_text(&names));
	gr_buf_free(&names);
	return r;
}

static const struct gr_act_row measure_row = {
	.name = "measure",
	.roles = GR_ROLE_OFFICER,
	.states = GR_IN(SUBMITTED) | GR_IN(ELIGIBLE) | GR_IN(IN_REVIEW),
	.build = build_measures,
};

int grant_measure_set(grant_findings **findings, grant_round *round, const char *application,
                      const grant_measure *measures, size_t count, bool dry_run)
{
	struct numbers numbers = { measures, count };
	struct gr_act_wish wish = { .subject = application, .dry_run = dry_run, .findings = findings };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application || !measures || count == 0)
		return gr_fail(GRANT_EINVALID, _("an application and at least one number are needed"));
	return gr_act_run(round, &measure_row, &wish, &numbers);
}

/* ---- a table ---- */

struct import {
	const char *file;
	int64_t count;
};

static int import_cell(struct gr_act *act, const struct gr_sheet *sheet, size_t row, const char *application,
                       const char *name, const gr_rules *rules)
{
	gr_autofree_text char *cell = gr_sheet_cell(sheet, row, name);
	struct gr_place place = { .file = sheet->file, .line = gr_sheet_line(sheet, row) };
	grant_measure measure = { name, cell };
	size_t before = grant_findings_count(act->findings);
	int r;

	if (!cell)
		return GRANT_ENOMEM;
	if (!cell[0])
		return 0;
	r = check_measure(act->findings, rules, &measure, &place);
	if (r < 0 || grant_findings_count(act->findings) > before)
		return r;
	return put_measure(act, application, &measure);
}

static int import_row(struct gr_act *act, const struct gr_sheet *sheet, size_t row, const gr_rules *rules)
{
	gr_autofree_text char *id = gr_sheet_cell(sheet, row, "application");
	struct gr_subject application = { 0 };
	int r = id ? gr_subject_load(&application, act->round, &act->base, id) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_state_allow(&application, &measure_row);
	for (size_t i = 0; r == 0 && i < gr_value_count(sheet->columns); i++) {
		const char *name = gr_value_text(gr_value_item(sheet->columns, i));

		if (name[0] && strcmp(name, "application") != 0)
			r = import_cell(act, sheet, row, id, name, rules);
	}
	gr_subject_clear(&application);
	return r;
}

static int known_columns(const char **names, const gr_rules *rules)
{
	const gr_value *measures = gr_map_get(gr_rules_declared(rules), "measures");
	size_t count = gr_value_count(measures);

	if (count > MEASURES_MAX)
		return gr_fail(GRANT_ELIMIT, _("a table can hold %d measures at most"), MEASURES_MAX);
	names[0] = "application";
	for (size_t i = 0; i < count; i++)
		names[i + 1] = gr_map_text(gr_value_item(measures, i), "id");
	names[count + 1] = NULL;
	return 0;
}

/* Any of the declared ones will do. */
static int check_has_measure(grant_findings *findings, const struct gr_sheet *sheet, const gr_rules *rules,
                             const char *const *names)
{
	struct gr_place place = { .file = sheet->file, .line = 1 };
	gr_autofree_text char *all = known_names(rules);

	for (size_t i = 0; names[i]; i++)
		if (gr_sheet_has(sheet, names[i]))
			return 0;
	if (!all)
		return GRANT_ENOMEM;
	gr_findings_add(findings, GR_F_CSV_COLUMN_MISSING, &place, all[0] ? all : "–", NULL);
	return gr_findings_result(findings);
}

static int import_rows(struct gr_act *act, struct import *import, const gr_rules *rules)
{
	const char *names[MEASURES_MAX + 2];
	struct gr_sheet sheet;
	int first, r = known_columns(names, rules);

	if (r == 0)
		r = gr_sheet_read(&sheet, act->findings, import->file, names, 1);
	if (r < 0)
		return r;
	r = check_has_measure(act->findings, &sheet, rules, names + 1);
	if (r < 0) {
		gr_sheet_clear(&sheet);
		return r;
	}
	first = gr_findings_result(act->findings);
	import->count = (int64_t)gr_sheet_rows(&sheet);
	for (size_t row = 0; row < gr_sheet_rows(&sheet); row++) {
		r = import_row(act, &sheet, row, rules);
		if (r == 0)
			continue;
		if (first == 0)
			first = r;
		gr_sheet_wrong(&sheet, act->findings, row);
	}
	gr_sheet_clear(&sheet);
	r = gr_findings_result(act->findings);
	if (r == 0 && import->count == 0)
		return gr_fail(GRANT_EINPUT, _("%s holds no rows"), import->file);
	return first ? gr_error_recode(first) : r;
}

static int build_import(struct gr_act *act, const void *input)
{
	struct import *import = (struct import *)(uintptr_t)input;
	const gr_rules *rules;
	int r = gr_round_rules(&rules, act->round, &act->base);

	if (r == 0)
		r = gr_act_set_subject(act, gr_map_text(act->round->description, "id"));
	if (r == 0)
		r = import_rows(act, import, rules);
	if (r == 0)
		r = gr_act_detail(act, "%lld applications", (long long)import->count);
	return r;
}

static const struct gr_act_row import_row_of_acts = {
	.name = "measure-import",
	.roles = GR_ROLE_OFFICER,
	.build = build_import,
};

int grant_measure_import(int64_t *count, grant_findings **findings, grant_round *round, const char *file, bool dry_run)
{
	struct import import = { .file = file };
	struct gr_act_wish wish = { .dry_run = dry_run, .findings = findings };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!file)
		return gr_fail(GRANT_EINVALID, _("no file was given"));
	r = gr_act_run(round, &import_row_of_acts, &wish, &import);
	if (r == 0 && count)
		*count = import.count;
	return r;
}
