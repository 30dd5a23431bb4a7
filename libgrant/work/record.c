/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records as the public sees them: a neutral value under another type. And lists of them, and what the kinds say of
 * themselves. Not here: how records are checked and written (model).
 */
#include <grant/finding.h>
#include <grant/json.h>
#include <grant/record.h>
#include <grant/value.h>

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/json-writer.h"
#include "base/json.h"
#include "base/mem.h"
#include "work/handle.h"

const gr_value *gr_value_of(const grant_record *record)
{
	return (const gr_value *)(const void *)record;
}

grant_record *gr_record_of(gr_value *value)
{
	return (grant_record *)(void *)value;
}

const grant_record *gr_record_part(const gr_value *value)
{
	return (const grant_record *)(const void *)value;
}

static const gr_value *at(const grant_record *record, const char *path)
{
	return gr_value_at(gr_value_of(record), path ? path : "");
}

const char *grant_record_text(const grant_record *record, const char *path)
{
	const gr_value *value = at(record, path);

	if (gr_value_is(value, GR_BOOL))
		return gr_value_true(value) ? "true" : "false";
	return gr_value_text(value);
}

int grant_record_integer(int64_t *out, const grant_record *record, const char *path)
{
	gr_error_clear();
	return gr_value_int64(out, at(record, path));
}

int grant_record_money(int64_t *fen, const grant_record *record, const char *path)
{
	const char *text = gr_value_text(at(record, path));

	gr_error_clear();
	if (!text)
		return gr_fail(GRANT_ENOTFOUND, _("there is no amount at “%s”"), path ? path : "");
	return gr_money_parse(fen, text);
}

bool grant_record_is_true(const grant_record *record, const char *path)
{
	return gr_value_true(at(record, path));
}

bool grant_record_has(const grant_record *record, const char *path)
{
	return at(record, path) != NULL;
}

size_t grant_record_count(const grant_record *record, const char *path)
{
	const gr_value *value = at(record, path);

	return gr_value_is(value, GR_LIST) || gr_value_is(value, GR_MAP) ? gr_value_count(value) : 0;
}

const grant_record *grant_record_at(const grant_record *record, const char *path)
{
	return gr_record_part(at(record, path));
}

const grant_record *grant_record_item(const grant_record *record, size_t index)
{
	return gr_record_part(gr_value_item(gr_value_of(record), index));
}

const char *grant_record_name(const grant_record *record, size_t index)
{
	const gr_value *value = gr_value_of(record);

	return gr_value_is(value, GR_MAP) ? gr_value_key(value, index) : NULL;
}

int grant_record_json(char **out, const grant_record *record)
{
	struct gr_buf text = GR_BUF_INIT;

	gr_error_clear();
	if (!out || !record)
		return gr_fail(GRANT_EINVALID, _("no record was given"));
	gr_json_write(&text, gr_value_of(record));
	*out = gr_buf_steal(&text);
	return *out ? 0 : gr_fail_memory();
}

void grant_record_free(grant_record *record)
{
	gr_value_free((gr_value *)(void *)record);
}

void grant_json_record(grant_json_writer *writer, const char *key, const grant_record *record)
{
	gr_json_writer_value(writer, key, gr_value_of(record));
}

int grant_findings_record(grant_record **out, const grant_findings *findings)
{
	gr_value *record = gr_map_new();
	int r;

	gr_error_clear();
	if (!record)
		return GRANT_ENOMEM;
	r = gr_map_set(record, "findings", findings ? gr_findings_to_shown(findings) : gr_list_new());
	if (r < 0) {
		gr_value_free(record);
		return r;
	}
	*out = gr_record_of(record);
	return 0;
}

/* ---- lists ---- */

struct grant_list {
	gr_value *items;
	size_t next;
};

int gr_list_of(grant_list **out, gr_value *items)
{
	grant_list *list = items ? gr_alloc(sizeof(*list)) : NULL;

	if (!list) {
		gr_value_free(items);
		return gr_fail_memory();
	}
	list->items = items;
	*out = list;
	return 0;
}

int grant_list_next(const grant_record **out, grant_list *list)
{
	gr_error_clear();
	if (!out || !list)
		return gr_fail(GRANT_EINVALID, _("no list was given"));
	if (list->next >= gr_value_count(list->items))
		return 0;
	*out = gr_record_part(gr_value_item(list->items, list->next++));
	return 1;
}

void grant_list_free(grant_list *list)
{
	if (!list)
		return;
	gr_value_free(list->items);
	gr_free(list);
}

/* ---- kinds ---- */

const char *grant_kind_name(size_t index)
{
	return index < GR_KIND_FILES ? gr_kind_get((enum gr_kind_id)index)->name : NULL;
}

static const struct gr_kind *find_kind(const char *name)
{
	const struct gr_kind *kind = name ? gr_kind_find(name) : NULL;

	if (!kind)
		gr_fail(GRANT_ENOTFOUND, _("there is no kind of record “%s”"), name ? name : "");
	return kind;
}

int grant_kind_schema(char **out, const char *name)
{
	const struct gr_kind *kind;
	struct gr_buf text = GR_BUF_INIT;
	int r;

	gr_error_clear();
	kind = find_kind(name);
	if (!kind)
		return GRANT_ENOTFOUND;
	r = gr_kind_schema_text(&text, kind->id);
	if (r < 0) {
		gr_buf_free(&text);
		return r;
	}
	*out = gr_buf_steal(&text);
	return *out ? 0 : gr_fail_memory();
}

static const char *visible_word(enum gr_visible visible)
{
	static const char *const words[] = { "everyone", "reviewers", "officers", "personal", "identity" };

	return words[visible];
}

static const char *type_word(enum gr_field_type type)
{
	static const char *const words[] = {
		[GR_FIELD_TEXT] = "text",
		[GR_FIELD_INTEGER] = "integer",
		[GR_FIELD_DECIMAL] = "decimal",
		[GR_FIELD_MONEY] = "money",
		[GR_FIELD_DATE] = "date",
		[GR_FIELD_TIME] = "time",
		[GR_FIELD_BOOL] = "bool",
		[GR_FIELD_ENUM] = "word",
		[GR_FIELD_ID] = "id",
		[GR_FIELD_NAME] = "name",
		[GR_FIELD_APPLICATION] = "application",
		[GR_FIELD_SHA256] = "sha256",
		[GR_FIELD_OID] = "oid",
		[GR_FIELD_REF] = "reference",
		[GR_FIELD_RECORD] = "record",
		[GR_FIELD_LIST] = "list",
		[GR_FIELD_SCORES] = "scores",
		[GR_FIELD_TEXTS] = "texts",
	};

	return words[type];
}

static gr_value *describe_fields(const struct gr_kind *kind, int depth);

static gr_value *describe_field(const struct gr_field *field, int depth)
{
	gr_value *map = gr_map_new();
	bool has_parts = (field->type == GR_FIELD_RECORD || field->type == GR_FIELD_LIST) &&
	                 field->of != GR_KIND_COUNT && depth > 0;
	int r = map ? 0 : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(map, "name", field->name);
	if (r == 0)
		r = gr_map_set_text(map, "type", type_word(field->type));
	if (r == 0)
		r = gr_map_set_bool(map, "required", field->required);
	if (r == 0)
		r = gr_map_set_text(map, "label", gr_field_label(field));
	if (r == 0)
		r = gr_map_set_text(map, "visible", visible_word(field->visible));
	if (r == 0 && has_parts)
		r = gr_map_set(map, "fields", describe_fields(gr_kind_get(field->of), depth - 1));
	if (r == 0)
		return map;
	gr_value_free(map);
	return NULL;
}

/* Kinds nest four deep at most; the bound says so. */
static gr_value *describe_fields(const struct gr_kind *kind, int depth)
{
	gr_value *list = gr_list_new();

	for (size_t i = 0; list && i < kind->field_count; i++) {
		if (gr_list_add(list, describe_field(&kind->fields[i], depth)) < 0) {
			gr_value_free(list);
			return NULL;
		}
	}
	return list;
}

int grant_kind_describe(grant_record **out, const char *name)
{
	const struct gr_kind *kind;
	gr_value *record;
	int r;

	gr_error_clear();
	kind = find_kind(name);
	if (!kind)
		return GRANT_ENOTFOUND;
	record = gr_map_new();
	r = record ? gr_map_set_text(record, "kind", kind->name) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set_text(record, "label", gr_kind_label(kind));
	if (r == 0)
		r = gr_map_set(record, "fields", describe_fields(kind, 4));
	if (r < 0) {
		gr_value_free(record);
		return r;
	}
	*out = gr_record_of(record);
	return 0;
}
