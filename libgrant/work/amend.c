/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A misread form is corrected in the record; what was handed in stays as it is. Not here: how a value is read (form.c), what it
 * may be (model), the comparison (difference.c).
 */
#include <grant/intake.h>

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/act.h"
#include "work/difference.h"
#include "work/proposal.h"

struct correction {
	const grant_amendment *fields;
	size_t count;
	const char *reason;
};

/* ---- one value into the record ---- */

static void find(struct gr_act *act, enum gr_finding_id id, const char *first, const char *second)
{
	struct gr_place place = { .record = act->subject, .field = first };

	gr_findings_add(act->findings, id, &place, first, second, NULL);
}

/* Takes `value` over; NULL removes the field, and a record that has none left. */
static int set_field(gr_value *map, const char *path, gr_value *value)
{
	const char *dot = strchr(path, '.');
	gr_autofree_text char *part = dot ? gr_strndup(path, (size_t)(dot - path)) : gr_strdup(path);
	gr_value *inner;
	int r = part ? 0 : GRANT_ENOMEM;

	if (r == 0 && dot && !gr_map_get(map, part))
		r = gr_map_set(map, part, gr_map_new());
	if (r < 0) {
		gr_value_free(value);
		return r;
	}
	if (!dot && value)
		return gr_map_set(map, part, value);
	if (!dot) {
		gr_map_remove(map, part);
		return 0;
	}
	inner = gr_map_get(map, part);
	r = set_field(inner, dot + 1, value);
	if (r == 0 && gr_value_count(inner) == 0)
		gr_map_remove(map, part);
	return r;
}

/* The line that "2", or a milestone's id, means; the count: one more. -1: none. */
static ptrdiff_t row_index(const gr_value *rows, const char *name, size_t size)
{
	size_t count = gr_value_count(rows), index = 0;

	for (size_t i = 0; i < count; i++) {
		const char *id = gr_map_text(gr_value_item(rows, i), "id");

		if (id && strlen(id) == size && memcmp(id, name, size) == 0)
			return (ptrdiff_t)i;
	}
	for (size_t i = 0; i < size && index <= count; i++) {
		if (name[i] < '0' || name[i] > '9')
			return -1;
		index = index * 10 + (size_t)(name[i] - '0');
	}
	return index <= count ? (ptrdiff_t)index : -1;
}

/* A cell; takes `value` over. A line that is to go becomes null for now, so that the others keep their numbers. */
static int set_cell(struct gr_act *act, gr_value *application, const char *path, gr_value *value)
{
	const char *row = strchr(path, '.') + 1, *column = strchr(row, '.');
	gr_autofree_text char *table = gr_strndup(path, (size_t)(row - path) - 1);
	size_t size = column ? (size_t)(column - row) : strlen(row);
	gr_auto_value gr_value *own = value;
	gr_value *rows;
	ptrdiff_t index;
	int r = table ? 0 : GRANT_ENOMEM;

	if (r == 0 && !gr_map_get(application, table))
		r = gr_map_set(application, table, gr_list_new());
	if (r < 0)
		return r;
	rows = gr_map_get(application, table);
	index = row_index(rows, row, size);
	if (index < 0 || (!column && (size_t)index == gr_value_count(rows))) {
		gr_autofree_text char *count = gr_format("%zu", gr_value_count(rows));

		find(act, GR_F_AMEND_ROW_UNKNOWN, path, count ? count : "");
		return 0;
	}
	if ((size_t)index == gr_value_count(rows))
		r = gr_list_add(rows, gr_map_new());
	if (r < 0)
		return r;
	if (!column)
		return gr_map_set_bool(gr_value_item(rows, (size_t)index), "", true);
	return set_field(gr_value_item(rows, (size_t)index), column + 1, gr_steal_value(&own));
}

/* The lines that were marked to go. */
static int drop_rows(gr_value *application, const char *table)
{
	gr_value *rows = gr_map_get(application, table), *kept;

	if (!rows)
		return 0;
	kept = gr_list_new();
	for (size_t i = 0; kept && i < gr_value_count(rows); i++) {
		const gr_value *row = gr_value_item(rows, i);

		if (!gr_map_get(row, "") && gr_list_add(kept, gr_value_copy(row)) < 0) {
			gr_value_free(kept);
			return GRANT_ENOMEM;
		}
	}
	return gr_map_set(application, table, kept);
}

static bool is_in_table(const char *path)
{
	return gr_text_starts(path, "budget.") || gr_text_starts(path, "milestones.");
}

/* *path is the field's, yours; NULL when there is no such field, which is a finding. */
static int amend_field(char **path, struct gr_act *act, gr_value *application, const grant_amendment *wish)
{
	gr_auto_findings grant_findings *read = gr_findings_new();
	gr_value *value = NULL;
	int r = read ? gr_form_value(path, &value, read, wish->field, wish->value, act->round->description) : GRANT_ENOMEM;

	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		find(act, GR_F_AMEND_FIELD_UNKNOWN, wish->field, NULL);
		return 0;
	}
	if (r < 0) {
		gr_value_free(value);
		return r;
	}
	gr_findings_move(act->findings, read);
	return is_in_table(*path) ? set_cell(act, application, *path, value) : set_field(application, *path, value);
}

/* ---- the records ---- */

static int add_path(gr_value *fields, const char *path)
{
	return gr_list_has(fields, path) ? 0 : gr_list_add(fields, gr_text_new(path));
}

static int amend_fields(gr_value *fields, struct gr_act *act, gr_value *application, const struct correction *correction)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < correction->count; i++) {
		gr_autofree_text char *path = NULL;

		r = amend_field(&path, act, application, &correction->fields[i]);
		if (r == 0 && path)
			r = add_path(fields, path);
	}
	if (r == 0)
		r = drop_rows(application, "budget");
	return r == 0 ? drop_rows(application, "milestones") : r;
}

/* As at intake: everything that is wrong at once. */
static int check_amended(struct gr_act *act, gr_value *application)
{
	const gr_value *receipt = gr_subject_get(&act->application, GR_KIND_RECEIPT);
	int r = gr_form_check(act->findings, application);

	if (r == 0 || r == GRANT_EINPUT)
		r = gr_application_check(act->findings, application, act->round->description,
		                         gr_map_get(receipt, "entries"));
	if (r < 0 && r != GRANT_EINPUT)
		return r;
	gr_findings_set_record(act->findings, act->subject);
	return gr_findings_result(act->findings);
}

/* What was changed, why, by whom and when stands in the receipt. */
static int put_receipt(struct gr_act *act, gr_value *fields, const char *reason)
{
	struct gr_location place = gr_act_place(act, GR_KIND_RECEIPT, NULL, NULL, NULL);
	const gr_value *had = gr_subject_get(&act->application, GR_KIND_RECEIPT);
	gr_auto_value gr_value *receipt = had ? gr_value_copy(had) : NULL;
	gr_value *amendment = gr_act_stamp(act), *list;
	int r = amendment ? gr_map_set_text(amendment, "reason", reason) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set(amendment, "fields", gr_value_copy(fields));
	if (r == 0 && !had)
		r = gr_fail(GRANT_EFORMAT, _("%s has no receipt"), act->subject);
	list = gr_map_get(receipt, "amendments");
	if (r == 0 && !list) {
		r = receipt ? gr_map_set(receipt, "amendments", gr_list_new()) : GRANT_ENOMEM;
		list = gr_map_get(receipt, "amendments");
	}
	if (r < 0) {
		gr_value_free(amendment);
		return r;
	}
	r = gr_list_add(list, amendment);
	return r == 0 ? gr_act_put(act, &place, gr_steal_value(&receipt)) : r;
}

static int tell_difference(struct gr_act *act, const gr_value *old, const gr_value *new)
{
	gr_value *fields = NULL, *told = gr_map_new();
	int r = told ? gr_difference_fields(&fields, old, new, act->round->description) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(told, "application", act->subject);
	if (r == 0 && gr_value_count(fields) == 0)
		r = gr_fail(GRANT_EINPUT, _("%s has these values already; there is nothing to amend"), act->subject);
	if (r == 0) {
		r = gr_map_set(told, "fields", fields);
		fields = NULL;
	}
	gr_value_free(fields);
	if (r < 0) {
		gr_value_free(told);
		return r;
	}
	gr_value_free(act->result);
	act->result = told;
	return 0;
}

static int detail(struct gr_act *act, const gr_value *fields)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	for (size_t i = 0; i < gr_value_count(fields); i++)
		gr_buf_printf(&text, "%s%s", i ? ", " : "", gr_value_text(gr_value_item(fields, i)));
	return gr_act_detail(act, "%s", gr_buf_text(&text));
}

static int write_amended(struct gr_act *act, const gr_value *application, gr_value *fields, const char *reason)
{
	struct gr_location place = gr_act_place(act, GR_KIND_APPLICATION, NULL, NULL, NULL);
	const gr_value *had = gr_subject_get(&act->application, GR_KIND_APPLICATION);
	gr_auto_value gr_value *canonical = NULL;
	int r = gr_record_canonical(&canonical, GR_KIND_APPLICATION, application);

	if (r == 0)
		r = tell_difference(act, had, canonical);
	if (r == 0)
		r = detail(act, fields);
	if (r == 0)
		r = gr_act_put(act, &place, gr_steal_value(&canonical));
	return r == 0 ? put_receipt(act, fields, reason) : r;
}

static int build_amendment(struct gr_act *act, const void *input)
{
	const struct correction *correction = input;
	const gr_value *had = gr_subject_get(&act->application, GR_KIND_APPLICATION);
	gr_auto_value gr_value *application = gr_value_copy(had);
	gr_auto_value gr_value *fields = gr_list_new();
	int r = application && fields ? 0 : GRANT_ENOMEM;

	if (act->application.facts.decision[0])
		return gr_error_in_record(gr_fail(GRANT_EDENIED,
		                                  _("%s is decided; its form cannot be amended any more"), act->subject),
		                          act->subject);
	if (r == 0)
		r = amend_fields(fields, act, application, correction);
	if (r == 0)
		r = check_amended(act, application);
	return r == 0 ? write_amended(act, application, fields, correction->reason) : r;
}

static const struct gr_act_row amend_row = {
	.name = "amend",
	.roles = GR_ROLE_OFFICER | GR_ROLE_INTAKE,
	.states = GR_IN(SUBMITTED) | GR_IN(RETURNED) | GR_IN(ELIGIBLE) | GR_IN(IN_REVIEW) | GR_IN(REJECTED),
	.build = build_amendment,
};

int grant_amend(grant_record **changes, grant_findings **findings, grant_round *round, const char *application,
                const grant_amend_options *options)
{
	struct correction correction = { 0 };
	gr_value *result = NULL;
	struct gr_act_wish wish = { .subject = application, .findings = findings, .result = &result };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application || !options || options->version != GRANT_AMEND_OPTIONS_VERSION || !options->fields ||
	    options->count == 0)
		return gr_fail(GRANT_EINVALID, _("no application and no fields, or options of another version"));
	for (size_t i = 0; i < options->count; i++)
		if (!options->fields[i].field || !options->fields[i].value ||
		    !gr_utf8_valid(options->fields[i].field, strlen(options->fields[i].field)) ||
		    !gr_utf8_valid(options->fields[i].value, strlen(options->fields[i].value)))
			return gr_fail(GRANT_EINPUT, _("a field and its value are text in UTF-8"));
	if (!options->reason || gr_text_is_blank(options->reason))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("to amend a form takes a reason")), "reason");
	correction = (struct correction){ options->fields, options->count, options->reason };
	wish.dry_run = options->dry_run;
	r = gr_act_run(round, &amend_row, &wish, &correction);
	if (r == 0 && changes)
		*changes = gr_record_of(gr_steal_value(&result));
	gr_value_free(result);
	return r;
}
