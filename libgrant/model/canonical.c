/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The canonical form: one content, one sequence of bytes. Keys in table order (maps without one: by name), text in NFC,
 * money with two places, other decimals without superfluous zeros, what is absent left out. What the table does not
 * know or cannot read is copied as it is, so that nothing gets lost before a check has said so. Descends by the table.
 */
#include "model/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

static int canonical_record(gr_value **out, const struct gr_kind *kind, const gr_value *record);

/* ---- single values: each gives a new value, NULL without memory ---- */

static gr_value *canonical_text(const char *text)
{
	gr_autofree_text char *nfc = gr_text_nfc(text);

	return nfc ? gr_text_new(nfc) : NULL;
}

static gr_value *canonical_money(const gr_value *value)
{
	char text[GR_DECIMAL_TEXT_SIZE];
	int64_t fen;

	if (gr_money_parse(&fen, gr_value_text(value)) < 0)
		return gr_value_copy(value);
	gr_money_format(text, fen);
	return gr_text_new(text);
}

static gr_value *canonical_decimal(const gr_value *value)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	int r = gr_decimal_canonical(&text, gr_value_text(value));

	if (r == GRANT_ENOMEM || gr_buf_ok(&text) < 0)
		return NULL;
	return r < 0 ? gr_value_copy(value) : gr_text_new(gr_buf_text(&text));
}

static gr_value *canonical_time(const gr_value *value)
{
	char text[GR_TIME_TEXT_SIZE];
	struct gr_time time;

	if (gr_time_parse(&time, gr_value_text(value)) < 0)
		return gr_value_copy(value);
	gr_time_format(text, time);
	return gr_text_new(text);
}

static gr_value *canonical_integer(const gr_value *value)
{
	int64_t number;

	return gr_value_int64(&number, value) < 0 ? gr_value_copy(value) : gr_int_new(number);
}

static gr_value *canonical_scalar(enum gr_field_type type, const gr_value *value)
{
	if (type == GR_FIELD_INTEGER && gr_value_is(value, GR_NUMBER))
		return canonical_integer(value);
	if (!gr_value_is(value, GR_TEXT))
		return gr_value_copy(value);
	if (type == GR_FIELD_TEXT)
		return canonical_text(gr_value_text(value));
	if (type == GR_FIELD_MONEY)
		return canonical_money(value);
	if (type == GR_FIELD_DECIMAL)
		return canonical_decimal(value);
	if (type == GR_FIELD_TIME)
		return canonical_time(value);
	return gr_value_copy(value);
}

/* ---- containers ---- */

static int canonical_list(gr_value **out, const struct gr_field *field, const gr_value *list)
{
	gr_auto_value gr_value *copy = gr_list_new();
	int r = copy ? 0 : gr_fail_memory();

	for (size_t i = 0; r == 0 && i < gr_value_count(list); i++) {
		const gr_value *item = gr_value_item(list, i);
		gr_value *made = NULL;

		if (field->of < GR_KIND_COUNT)
			r = canonical_record(&made, gr_kind_get(field->of), item);
		else if ((made = canonical_scalar(field->item, item)) != NULL)
			gr_value_set_line(made, gr_value_line(item));
		if (r == 0)
			r = gr_list_add(copy, made);
	}
	if (r == 0)
		*out = gr_steal_value(&copy);
	return r;
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keys of a map in order of their bytes. */
static int sorted_keys(const char ***out, const gr_value *map)
{
	size_t count = gr_value_count(map);
	const char **keys = gr_alloc_array(count + 1, sizeof(*keys));

	if (!keys)
		return gr_fail_memory();
	for (size_t i = 0; i < count; i++)
		keys[i] = gr_value_key(map, i);
	gr_sort(keys, count, sizeof(*keys), compare_keys);
	*out = keys;
	return 0;
}

/* A score that is null is n/a and stays; an answer that is empty says nothing and goes. */
static bool stays(enum gr_field_type item, const gr_value *value)
{
	return item == GR_FIELD_DECIMAL ? !gr_value_blank(value) || gr_value_is(value, GR_NULL)
	                                : !gr_value_blank(value);
}

static int canonical_map(gr_value **out, enum gr_field_type item, const gr_value *map)
{
	gr_auto_value gr_value *copy = gr_map_new();
	const char **keys = NULL;
	int r = copy ? sorted_keys(&keys, map) : gr_fail_memory();

	for (size_t i = 0; r == 0 && i < gr_value_count(map); i++) {
		const gr_value *value = gr_map_get(map, keys[i]);
		gr_value *made;

		if (!stays(item, value))
			continue;
		made = canonical_scalar(item, value);
		if (made)
			gr_value_set_line(made, gr_value_line(value));
		r = gr_map_set(copy, keys[i], made);
	}
	gr_free(keys);
	if (r == 0)
		*out = gr_steal_value(&copy);
	return r;
}

static int canonical_value(gr_value **out, const struct gr_field *field, const gr_value *value)
{
	if (field->type == GR_FIELD_RECORD)
		return canonical_record(out, gr_kind_get(field->of), value);
	if (field->type == GR_FIELD_LIST && gr_value_is(value, GR_LIST))
		return canonical_list(out, field, value);
	if (field->type == GR_FIELD_SCORES && gr_value_is(value, GR_MAP))
		return canonical_map(out, GR_FIELD_DECIMAL, value);
	if (field->type == GR_FIELD_TEXTS && gr_value_is(value, GR_MAP))
		return canonical_map(out, GR_FIELD_TEXT, value);
	*out = canonical_scalar(field->type, value);
	return *out ? 0 : gr_fail_memory();
}

static int canonical_field(gr_value *copy, const struct gr_field *field, const gr_value *record)
{
	const gr_value *value = gr_map_get(record, field->name);
	gr_value *made = NULL;
	int r;

	if (gr_value_blank(value) && !(field->nullable && gr_value_is(value, GR_NULL)))
		return 0;
	r = canonical_value(&made, field, value);
	if (r < 0)
		return r;
	/* An optional map with nothing in it says nothing. */
	if (!field->required && gr_value_is(made, GR_MAP) && gr_value_count(made) == 0) {
		gr_value_free(made);
		return 0;
	}
	gr_value_set_line(made, gr_value_line(value));
	return gr_map_set(copy, field->name, made);
}

static int copy_unknown(gr_value *copy, const struct gr_kind *kind, const gr_value *record)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(record); i++) {
		const char *key = gr_value_key(record, i);

		if (!gr_field_find(kind, key))
			r = gr_map_set(copy, key, gr_value_copy(gr_value_item(record, i)));
	}
	return r;
}

static int canonical_record(gr_value **out, const struct gr_kind *kind, const gr_value *record)
{
	gr_auto_value gr_value *copy = gr_value_is(record, GR_MAP) ? gr_map_new() : gr_value_copy(record);
	int r = copy ? 0 : gr_fail_memory();

	if (r < 0)
		return r;
	gr_value_set_line(copy, gr_value_line(record));
	if (gr_value_is(record, GR_MAP)) {
		for (size_t i = 0; r == 0 && i < kind->field_count; i++)
			r = canonical_field(copy, &kind->fields[i], record);
		if (r == 0)
			r = copy_unknown(copy, kind, record);
	}
	if (r == 0)
		*out = gr_steal_value(&copy);
	return r;
}

int gr_record_canonical(gr_value **out, enum gr_kind_id kind, const gr_value *record)
{
	if (!record)
		return gr_fail(GRANT_EINTERNAL, "no record to write");
	return canonical_record(out, gr_kind_get(kind), record);
}
