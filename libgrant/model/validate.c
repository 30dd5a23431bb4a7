/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one checker, driven by the table of kinds: walks a record and adds every finding. It descends by the table, whose
 * kinds hold no circle, so that its depth is the table's and not the data's. Not here: single values (validate-scalar.c),
 * what fields of one record say of each other (record-check.c).
 */
#include "model/check.h"

#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

static void check_record(struct gr_check *check, const struct gr_kind *kind, const gr_value *record);

size_t gr_check_enter(struct gr_check *check, const char *name)
{
	size_t mark = check->path.size;

	if (mark > 0)
		gr_buf_byte(&check->path, '.');
	gr_buf_text_append(&check->path, name);
	return mark;
}

size_t gr_check_enter_index(struct gr_check *check, size_t index)
{
	size_t mark = check->path.size;

	gr_buf_printf(&check->path, "%s%zu", mark > 0 ? "." : "", index);
	return mark;
}

void gr_check_leave(struct gr_check *check, size_t mark)
{
	gr_buf_truncate(&check->path, mark);
}

static void name_field(struct gr_buf *out, const struct gr_check *check)
{
	const char *path = gr_buf_text(&check->path);
	const struct gr_form_label *label = NULL;

	gr_buf_text_append(out, path);
	if (check->kind == GR_KIND_APPLICATION)
		label = gr_form_label_find(path);
	if (label)
		gr_buf_printf(out, " (%s)", label->zh);
}

void gr_check_add(struct gr_check *check, enum gr_finding_id id, const gr_value *value, const char *first,
                  const char *second, const char *third)
{
	struct gr_place place = { .field = gr_buf_text(&check->path), .line = value ? gr_value_line(value) : 0 };
	gr_auto_buf struct gr_buf name = GR_BUF_INIT;

	name_field(&name, check);
	if (gr_buf_ok(&name) < 0)
		check->code = GRANT_ENOMEM;
	gr_findings_add(check->findings, id, &place, gr_buf_text(&name), first, second, third, NULL);
}

const char *gr_check_shown(char out[GR_SHOWN_SIZE], const char *text)
{
	size_t size = gr_utf8_cut(text, GR_SHOWN_SIZE - 4);

	memcpy(out, text, size);
	memcpy(out + size, text[size] ? "..." : "", text[size] ? 4 : 1);
	return out;
}

bool gr_value_blank(const gr_value *value)
{
	if (!value || gr_value_is(value, GR_NULL))
		return true;
	return gr_value_is(value, GR_TEXT) && gr_text_is_blank(gr_value_text(value));
}

/* ---- lists ---- */

/* What no two records of a list may share; NULL: nothing. */
static const char *key_of(const struct gr_kind *kind)
{
	const struct gr_field *id = gr_field_find(kind, "id");

	if (kind->id == GR_KIND_ENTRY)
		return "name";
	if (kind->id == GR_KIND_TRANCHE)
		return "tranche";
	if (kind->id == GR_KIND_RESULT)
		return "application";
	return id && id->type == GR_FIELD_ID ? "id" : NULL;
}

static void check_twice(struct gr_check *check, gr_value *seen, const gr_value *item, const char *key)
{
	const gr_value *value = key ? gr_map_get(item, key) : item;
	const char *text = gr_value_text(value);
	char shown[GR_SHOWN_SIZE];

	if (!text || !seen)
		return;
	if (gr_map_get(seen, text))
		gr_check_add(check, GR_F_RECORD_DUPLICATE, value, gr_check_shown(shown, text), NULL, NULL);
	else if (gr_map_set_bool(seen, text, true) < 0)
		check->code = GRANT_ENOMEM;
}

static void check_count(struct gr_check *check, const struct gr_field *field, const gr_value *list)
{
	int64_t count = (int64_t)gr_value_count(list);
	char have[GR_NUMBER_SIZE], low[GR_NUMBER_SIZE], high[GR_NUMBER_SIZE];

	if ((field->min == 0 && field->max == 0) || (count >= field->min && count <= field->max))
		return;
	gr_number_text(have, count);
	gr_number_text(low, field->min);
	gr_number_text(high, field->max);
	gr_check_add(check, GR_F_RECORD_COUNT, list, have, low, high);
}

static void check_list(struct gr_check *check, const struct gr_field *field, const gr_value *list)
{
	const struct gr_kind *kind = gr_kind_get(field->of);
	const char *key = kind ? key_of(kind) : NULL;
	/* The arguments of a finding may well repeat; so may any text. */
	bool is_set = kind ? key != NULL : field->item != GR_FIELD_TEXT;
	gr_auto_value gr_value *seen = is_set ? gr_map_new() : NULL;

	if (is_set && !seen)
		check->code = GRANT_ENOMEM;
	check_count(check, field, list);
	for (size_t i = 0; i < gr_value_count(list); i++) {
		const gr_value *item = gr_value_item(list, i);
		size_t mark = gr_check_enter_index(check, i);

		if (kind)
			check_record(check, kind, item);
		else
			gr_check_scalar(check, field, field->item, item);
		check_twice(check, seen, item, key);
		gr_check_leave(check, mark);
	}
}

/* ---- fields and records ---- */

static bool check_container(struct gr_check *check, const gr_value *value, enum gr_type type)
{
	if (gr_value_is(value, type))
		return true;
	gr_check_add(check, GR_F_RECORD_TYPE, value, gr_value_type_text(value), type == GR_LIST ? N_("a list") : N_("a map"), NULL);
	return false;
}

static void check_field(struct gr_check *check, const struct gr_field *field, const gr_value *value,
                        const gr_value *record)
{
	if (gr_value_blank(value)) {
		if (field->required)
			gr_check_add(check, GR_F_RECORD_FIELD_MISSING, value ? value : record, NULL, NULL, NULL);
		return;
	}
	if (field->type == GR_FIELD_RECORD)
		check_record(check, gr_kind_get(field->of), value);
	else if (field->type == GR_FIELD_LIST) {
		if (check_container(check, value, GR_LIST))
			check_list(check, field, value);
	} else if (field->type == GR_FIELD_SCORES) {
		if (check_container(check, value, GR_MAP))
			gr_check_scores(check, field, value);
	} else if (field->type == GR_FIELD_TEXTS) {
		if (check_container(check, value, GR_MAP))
			gr_check_texts(check, field, value);
	} else {
		gr_check_scalar(check, field, field->type, value);
	}
}

static void refuse_unknown(struct gr_check *check, const struct gr_kind *kind, const char *key, const gr_value *value)
{
	gr_auto_buf struct gr_buf known = GR_BUF_INIT;
	char shown[GR_SHOWN_SIZE];
	size_t mark = gr_check_enter(check, gr_check_shown(shown, key));
	struct gr_place place = { .line = gr_value_line(value), .field = gr_buf_text(&check->path) };

	for (size_t i = 0; i < kind->field_count; i++)
		gr_buf_printf(&known, "%s%s", i > 0 ? ", " : "", kind->fields[i].name);
	gr_findings_add(check->findings, GR_F_RECORD_FIELD_UNKNOWN, &place, shown, kind->name, gr_buf_text(&known), NULL);
	gr_check_leave(check, mark);
}

static void check_known(struct gr_check *check, const struct gr_kind *kind, const gr_value *record)
{
	for (size_t i = 0; i < gr_value_count(record); i++)
		if (!gr_field_find(kind, gr_value_key(record, i)))
			refuse_unknown(check, kind, gr_value_key(record, i), gr_value_item(record, i));
}

static void check_record(struct gr_check *check, const struct gr_kind *kind, const gr_value *record)
{
	if (!check_container(check, record, GR_MAP))
		return;
	check_known(check, kind, record);
	for (size_t i = 0; i < kind->field_count; i++) {
		size_t mark = gr_check_enter(check, kind->fields[i].name);

		check_field(check, &kind->fields[i], gr_map_get(record, kind->fields[i].name), record);
		gr_check_leave(check, mark);
	}
	gr_check_across(check, kind->id, record);
}

/* ---- public within the library ---- */

int gr_check_end(struct gr_check *check)
{
	int r = check->code < 0 ? check->code : gr_buf_ok(&check->path);

	gr_buf_free(&check->path);
	if (r < 0)
		return r == GRANT_ENOMEM ? gr_fail_memory() : r;
	return gr_findings_result(check->findings);
}

int gr_record_check(grant_findings *findings, enum gr_kind_id kind, const gr_value *record)
{
	struct gr_check check = { .findings = findings, .kind = kind, .path = GR_BUF_INIT };

	check_record(&check, gr_kind_get(kind), record);
	return gr_check_end(&check);
}

int gr_record_read(gr_value **out, grant_findings *findings, enum gr_kind_id kind, const char *bytes, size_t size)
{
	gr_auto_value gr_value *raw = NULL;
	int r;

	r = gr_json_read(&raw, bytes, size);
	if (r == GRANT_EINPUT || r == GRANT_ELIMIT) {
		const grant_error *error = grant_error_last();
		struct gr_place place = { .line = grant_error_line(error) };

		gr_findings_add(findings, GR_F_RECORD_JSON, &place, grant_error_message(error), NULL);
		return gr_findings_result(findings);
	}
	if (r < 0)
		return r;
	r = gr_record_check(findings, kind, raw);
	if (r < 0)
		return r;
	return gr_record_canonical(out, kind, raw);
}

int gr_record_write(struct gr_buf *out, enum gr_kind_id kind, const gr_value *record)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	gr_auto_value gr_value *canonical = NULL;
	int r;

	if (!findings)
		return gr_fail_memory();
	r = gr_record_check(findings, kind, record);
	if (r == GRANT_EINPUT) {
		gr_autofree_text char *why = gr_strdup(grant_error_message(grant_error_last()));

		return gr_fail(GRANT_EINTERNAL, "%s: %s", gr_kind_get(kind)->name, why ? why : "");
	}
	if (r < 0)
		return r;
	r = gr_record_canonical(&canonical, kind, record);
	if (r < 0)
		return r;
	gr_json_write(out, canonical);
	return gr_buf_ok(out);
}
