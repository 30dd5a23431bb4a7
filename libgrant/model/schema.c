/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Schema 2020-12 from the table: one document per kind, its parts under $defs. A schema says what one value may be;
 * what fields say of each other is in record-check.c and is not in it.
 */
#include "model/model.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"

/* Both languages: the English label is the title, the Chinese one the description. */
static int set_labels(gr_value *to, const char *label, const char *zh)
{
	int r = gr_map_set_text(to, "title", label);

	return r == 0 ? gr_map_set_text(to, "description", zh) : r;
}

static int set_pattern(gr_value *to, const char *pattern)
{
	int r = gr_map_set_text(to, "type", "string");

	return r == 0 ? gr_map_set_text(to, "pattern", pattern) : r;
}

static int set_format(gr_value *to, const char *format)
{
	int r = gr_map_set_text(to, "type", "string");

	return r == 0 ? gr_map_set_text(to, "format", format) : r;
}

static int set_decimal(gr_value *to, int places)
{
	char pattern[80];

	snprintf(pattern, sizeof(pattern), "^-?(0|[1-9][0-9]*)(\\.[0-9]{1,%d})?$", places > 0 ? places : 4);
	return set_pattern(to, pattern);
}

static int set_text(gr_value *to, const struct gr_field *field)
{
	int r = gr_map_set_text(to, "type", "string");

	if (r == 0 && field->max_chars > 0)
		r = gr_map_set_int(to, "maxLength", field->max_chars);
	return r;
}

static int set_integer(gr_value *to, const struct gr_field *field)
{
	int r = gr_map_set_text(to, "type", "integer");

	if (r < 0 || (field->min == 0 && field->max == 0))
		return r;
	r = gr_map_set_int(to, "minimum", field->min);
	return r == 0 ? gr_map_set_int(to, "maximum", field->max) : r;
}

static int set_enum(gr_value *to, const char *words)
{
	gr_value *list = gr_list_new();
	int r = list ? 0 : gr_fail_memory();

	while (r == 0 && *words) {
		size_t size = strcspn(words, " ");

		r = gr_list_add(list, gr_text_new_size(words, size));
		words += size + (words[size] == ' ');
	}
	if (r == 0)
		return gr_map_set(to, "enum", list);
	gr_value_free(list);
	return r;
}

#define ID_PATTERN          "^[a-z][a-z0-9-]{0,31}$"
#define APPLICATION_PATTERN "^[A-Z][A-Z0-9]{0,7}-([0-9]{4}|[1-9][0-9]{4,7})$"

static int set_scalar(gr_value *to, const struct gr_field *field, enum gr_field_type type)
{
	switch (type) {
	case GR_FIELD_TEXT: return set_text(to, field);
	case GR_FIELD_INTEGER: return set_integer(to, field);
	case GR_FIELD_DECIMAL: return set_decimal(to, field->places);
	case GR_FIELD_MONEY: return set_pattern(to, "^(0|[1-9][0-9]*)(\\.[0-9]{1,2})?$");
	case GR_FIELD_DATE: return set_format(to, "date");
	case GR_FIELD_TIME: return set_format(to, "date-time");
	case GR_FIELD_BOOL: return gr_map_set_text(to, "type", "boolean");
	case GR_FIELD_ENUM: return set_enum(to, field->words);
	case GR_FIELD_ID: return set_pattern(to, ID_PATTERN);
	case GR_FIELD_NAME: return set_pattern(to, "^[a-z][a-z0-9_]{0,31}$");
	case GR_FIELD_APPLICATION: return set_pattern(to, APPLICATION_PATTERN);
	case GR_FIELD_SHA256: return set_pattern(to, "^[0-9a-f]{64}$");
	case GR_FIELD_OID: return set_pattern(to, "^[0-9a-f]{40}$");
	case GR_FIELD_REF:
		return set_pattern(to, field->of == GR_KIND_APPLICATION ? APPLICATION_PATTERN : ID_PATTERN);
	case GR_FIELD_RECORD:
	case GR_FIELD_LIST:
	case GR_FIELD_SCORES:
	case GR_FIELD_TEXTS: break;
	}
	return gr_fail(GRANT_EINTERNAL, "no scalar type: %d", (int)type);
}

static int set_reference(gr_value *to, enum gr_kind_id kind)
{
	gr_autofree_text char *reference = gr_format("#/$defs/%s", gr_kind_get(kind)->name);

	return reference ? gr_map_set_text(to, "$ref", reference) : GRANT_ENOMEM;
}

static int set_list(gr_value *to, const struct gr_field *field)
{
	gr_auto_value gr_value *items = gr_map_new();
	int r = items ? gr_map_set_text(to, "type", "array") : gr_fail_memory();

	if (r == 0 && (field->min != 0 || field->max != 0))
		r = gr_map_set_int(to, "minItems", field->min);
	if (r == 0 && field->max != 0)
		r = gr_map_set_int(to, "maxItems", field->max);
	if (r == 0)
		r = field->of < GR_KIND_COUNT ? set_reference(items, field->of)
		                              : set_scalar(items, field, field->item);
	return r == 0 ? gr_map_set(to, "items", gr_steal_value(&items)) : r;
}

/* A map with keys that the table does not know. */
static int set_map(gr_value *to, const struct gr_field *field)
{
	bool is_scores = field->type == GR_FIELD_SCORES;
	gr_auto_value gr_value *names = gr_map_new(), *values = gr_map_new();
	int r = names && values ? gr_map_set_text(to, "type", "object") : gr_fail_memory();

	if (r == 0)
		r = gr_map_set_text(names, "pattern", is_scores ? "^[a-z][a-z0-9_]{0,31}$" : ID_PATTERN);
	if (r == 0)
		r = is_scores ? set_decimal(values, 4) : set_text(values, field);
	if (r == 0 && is_scores) {
		gr_value *types = gr_list_new();

		r = types ? gr_list_add(types, gr_text_new("string")) : gr_fail_memory();
		if (r == 0)
			r = gr_list_add(types, gr_text_new("null"));
		if (r == 0)
			r = gr_map_set(values, "type", types);
		else
			gr_value_free(types);
	}
	if (r == 0)
		r = gr_map_set(to, "propertyNames", gr_steal_value(&names));
	return r == 0 ? gr_map_set(to, "additionalProperties", gr_steal_value(&values)) : r;
}

/* "type": "string" -> "type": ["string", "null"] */
static int allow_null(gr_value *to)
{
	gr_value *types = gr_list_new();
	const char *type = gr_map_text(to, "type");
	int r = types ? gr_list_add(types, gr_text_new(type ? type : "null")) : gr_fail_memory();

	if (r == 0)
		r = gr_list_add(types, gr_text_new("null"));
	if (r == 0)
		return gr_map_set(to, "type", types);
	gr_value_free(types);
	return r;
}

static gr_value *field_schema(const struct gr_field *field)
{
	gr_auto_value gr_value *made = gr_map_new();
	int r = made ? set_labels(made, field->label, field->zh) : -1;

	if (r < 0)
		return NULL;
	if (field->type == GR_FIELD_RECORD)
		r = set_reference(made, field->of);
	else if (field->type == GR_FIELD_LIST)
		r = set_list(made, field);
	else if (field->type == GR_FIELD_SCORES || field->type == GR_FIELD_TEXTS)
		r = set_map(made, field);
	else
		r = set_scalar(made, field, field->type);
	if (r == 0 && field->nullable)
		r = allow_null(made);
	return r < 0 ? NULL : gr_steal_value(&made);
}

/* The keywords of an object into `to`. */
static int set_object(gr_value *to, const struct gr_kind *kind)
{
	gr_auto_value gr_value *properties = gr_map_new(), *required = gr_list_new();
	int r = properties && required ? set_labels(to, kind->label, kind->zh) : gr_fail_memory();

	if (r == 0)
		r = gr_map_set_text(to, "type", "object");
	for (size_t i = 0; r == 0 && i < kind->field_count; i++) {
		const struct gr_field *field = &kind->fields[i];

		r = gr_map_set(properties, field->name, field_schema(field));
		if (r == 0 && field->required)
			r = gr_list_add(required, gr_text_new(field->name));
	}
	if (r == 0)
		r = gr_map_set(to, "properties", gr_steal_value(&properties));
	if (r == 0)
		r = gr_map_set(to, "required", gr_steal_value(&required));
	if (r == 0 && kind->id == GR_KIND_TITLE)
		r = gr_map_set_int(to, "minProperties", 1);
	return r == 0 ? gr_map_set_bool(to, "additionalProperties", false) : r;
}

/* ---- the parts that a kind reaches ---- */

static bool mark_parts(bool reached[GR_KIND_COUNT], const struct gr_kind *kind)
{
	bool is_new = false;

	for (size_t i = 0; i < kind->field_count; i++) {
		const struct gr_field *field = &kind->fields[i];

		if (field->type != GR_FIELD_RECORD && field->type != GR_FIELD_LIST)
			continue;
		if (field->of >= GR_KIND_COUNT || reached[field->of])
			continue;
		reached[field->of] = true;
		is_new = true;
	}
	return is_new;
}

static void find_parts(bool reached[GR_KIND_COUNT], enum gr_kind_id kind)
{
	bool is_new = mark_parts(reached, gr_kind_get(kind));

	while (is_new) {
		is_new = false;
		for (int i = 0; i < GR_KIND_COUNT; i++)
			if (reached[i] && mark_parts(reached, gr_kind_get((enum gr_kind_id)i)))
				is_new = true;
	}
}

static int set_parts(gr_value *to, enum gr_kind_id kind)
{
	bool reached[GR_KIND_COUNT] = { false };
	gr_auto_value gr_value *parts = gr_map_new();
	int r = parts ? 0 : gr_fail_memory();

	find_parts(reached, kind);
	for (int i = 0; r == 0 && i < GR_KIND_COUNT; i++) {
		const struct gr_kind *part = gr_kind_get((enum gr_kind_id)i);
		gr_auto_value gr_value *made = NULL;

		if (!reached[i])
			continue;
		made = gr_map_new();
		r = made ? set_object(made, part) : gr_fail_memory();
		if (r == 0)
			r = gr_map_set(parts, part->name, gr_steal_value(&made));
	}
	if (r == 0 && gr_value_count(parts) > 0)
		r = gr_map_set(to, "$defs", gr_steal_value(&parts));
	return r;
}

int gr_kind_schema_text(struct gr_buf *out, enum gr_kind_id kind)
{
	gr_auto_value gr_value *schema = gr_map_new();
	int r = schema ? 0 : gr_fail_memory();

	if (!gr_kind_get(kind))
		return gr_fail(GRANT_EINVALID, _("no such kind of record"));
	if (r == 0)
		r = gr_map_set_text(schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
	if (r == 0)
		r = set_object(schema, gr_kind_get(kind));
	if (r == 0)
		r = set_parts(schema, kind);
	if (r < 0)
		return r;
	gr_json_write(out, schema);
	return gr_buf_ok(out);
}
