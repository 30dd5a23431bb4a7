/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two records of an application, field by field. Lines of the budget are the same when class and item are, milestones when the
 * id is; what is left over on both sides at the same place is one line that was renamed. Not here: files (difference-files.c),
 * which versions (diff.c).
 */
#include "work/difference.h"

#include <string.h>

#include "base/compare.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

/* From so many characters on a text is compared by words. */
#define LONG_TEXT 40

struct walk {
	gr_value *list;
	const gr_value *round;
	const char *row; /* the name of the table's line that is compared; NULL: none */
};

/* ---- one entry ---- */

static const char *label_of(const struct walk *walk, const struct gr_field *field, const char *path)
{
	const struct gr_form_label *label = gr_form_label_find(path);
	const char *title;

	if (gr_text_starts(path, "answers.")) {
		title = gr_title_text(gr_title_of(gr_map_get(walk->round, "form"), path + strlen("answers.")));
		return title && *title ? title : path + strlen("answers.");
	}
	if (!label)
		return gr_field_label(field);
	return strcmp(gr_language(), "zh") == 0 ? label->zh : _(label->en);
}

static const char *type_of(const struct gr_field *field)
{
	static const struct {
		enum gr_field_type type;
		const char *word;
	} types[] = { { GR_FIELD_MONEY, "money" }, { GR_FIELD_DECIMAL, "decimal" }, { GR_FIELD_DATE, "date" },
		      { GR_FIELD_ENUM, "word" },   { GR_FIELD_LIST, "row" } };

	for (size_t i = 0; i < GR_COUNT(types); i++)
		if (types[i].type == field->type)
			return types[i].word;
	return "text";
}

static int add_parts(gr_value *entry, const gr_value *old, const gr_value *new)
{
	const char *was = gr_value_text(old), *is = gr_value_text(new);
	gr_value *parts = NULL;
	int r;

	if (!was || !is || (gr_utf8_count(was) < LONG_TEXT && gr_utf8_count(is) < LONG_TEXT && !strchr(was, '\n') &&
	                    !strchr(is, '\n')))
		return 0;
	r = gr_compare_words(&parts, was, is);
	return r == 0 ? gr_map_set(entry, "parts", parts) : r;
}

/* One of the two may be absent. */
static int add_entry(const struct walk *walk, const struct gr_field *field, const char *path, const gr_value *old,
                     const gr_value *new)
{
	gr_value *entry = gr_map_new();
	int r = entry ? gr_map_set_text(entry, "path", path) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(entry, "label", label_of(walk, field, path));
	if (r == 0)
		r = gr_map_set_text(entry, "type", type_of(field));
	if (r == 0)
		r = gr_map_set_text(entry, "row", walk->row);
	if (r == 0)
		r = gr_map_set_text(entry, "change", !old ? "add" : !new ? "remove" : "change");
	if (r == 0 && old)
		r = gr_map_set(entry, "old", gr_value_copy(old));
	if (r == 0 && new)
		r = gr_map_set(entry, "new", gr_value_copy(new));
	if (r == 0 && strcmp(type_of(field), "text") == 0)
		r = add_parts(entry, old, new);
	if (r < 0) {
		gr_value_free(entry);
		return r;
	}
	return gr_list_add(walk->list, entry);
}

static int compare_value(const struct walk *walk, const struct gr_field *field, const char *path, const gr_value *old,
                         const gr_value *new)
{
	if ((!old && !new) || (old && new && gr_value_equal(old, new)))
		return 0;
	return add_entry(walk, field, path, old, new);
}

/* ---- lines of a table ---- */

static bool is_same_text(const gr_value *one, const gr_value *two, const char *key)
{
	const char *a = gr_map_text(one, key), *b = gr_map_text(two, key);

	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_same_row(const gr_value *one, const gr_value *two, bool has_id)
{
	return has_id ? is_same_text(one, two, "id")
	              : is_same_text(one, two, "class") && is_same_text(one, two, "item");
}

struct pairing {
	const gr_value *old, *new;
	bool has_id;
	bool *is_taken;   /* of the new rows */
	ptrdiff_t *other; /* of each old row: the new one, -1: none */
};

static void pair_rows(struct pairing *pairing)
{
	size_t olds = gr_value_count(pairing->old), news = gr_value_count(pairing->new);

	for (size_t i = 0; i < olds; i++) {
		pairing->other[i] = -1;
		for (size_t k = 0; k < news && pairing->other[i] < 0; k++)
			if (!pairing->is_taken[k] && is_same_row(gr_value_item(pairing->old, i),
			                                         gr_value_item(pairing->new, k), pairing->has_id))
				pairing->other[i] = (ptrdiff_t)k;
		if (pairing->other[i] >= 0)
			pairing->is_taken[pairing->other[i]] = true;
	}
	for (size_t i = 0; i < olds && i < news; i++) {
		if (pairing->other[i] < 0 && !pairing->is_taken[i]) {
			pairing->other[i] = (ptrdiff_t)i;
			pairing->is_taken[i] = true;
		}
	}
}

static int compare_row(const struct walk *walk, const struct gr_field *table, size_t index, const gr_value *old,
                       const gr_value *new)
{
	const struct gr_kind *kind = gr_kind_get(table->of);
	const gr_value *named = old ? old : new;
	struct walk inner = *walk;
	gr_autofree_text char *place = gr_format("%s.%zu", table->name, index);
	int r = place ? 0 : GRANT_ENOMEM;

	inner.row = gr_map_text(named, gr_field_find(kind, "id") ? "title" : "item");
	if (r == 0 && (!old || !new))
		return add_entry(&inner, table, place, old, new);
	for (size_t i = 0; r == 0 && i < kind->field_count; i++) {
		const char *name = kind->fields[i].name;
		gr_autofree_text char *path = gr_format("%s.%s", place, name);

		r = path ? compare_value(&inner, &kind->fields[i], path, gr_map_get(old, name), gr_map_get(new, name))
		         : GRANT_ENOMEM;
	}
	return r;
}

static int compare_rows(const struct walk *walk, const struct gr_field *table, const gr_value *old, const gr_value *new)
{
	size_t olds = gr_value_count(old), news = gr_value_count(new);
	struct pairing pairing = { .old = old, .new = new, .has_id = gr_field_find(gr_kind_get(table->of), "id") != NULL };
	int r = 0;

	pairing.is_taken = gr_alloc_array(news + 1, sizeof(*pairing.is_taken));
	pairing.other = gr_alloc_array(olds + 1, sizeof(*pairing.other));
	if (!pairing.is_taken || !pairing.other)
		r = GRANT_ENOMEM;
	else
		pair_rows(&pairing);
	for (size_t i = 0; r == 0 && i < olds; i++) {
		ptrdiff_t other = pairing.other[i];

		r = compare_row(walk, table, other < 0 ? i : (size_t)other, gr_value_item(old, i),
		                other < 0 ? NULL : gr_value_item(new, (size_t)other));
	}
	for (size_t k = 0; r == 0 && k < news; k++)
		if (!pairing.is_taken[k])
			r = compare_row(walk, table, k, NULL, gr_value_item(new, k));
	gr_free(pairing.is_taken);
	gr_free(pairing.other);
	return r;
}

/* ---- fields ---- */

/* Answers: what either side has, in the order of the new one. */
static int compare_map(const struct walk *walk, const struct gr_field *field, const gr_value *old, const gr_value *new)
{
	int r = 0;

	for (int side = 0; r == 0 && side < 2; side++) {
		const gr_value *map = side == 0 ? new : old;

		for (size_t i = 0; r == 0 && i < gr_value_count(map); i++) {
			const char *key = gr_value_key(map, i);
			gr_autofree_text char *path = gr_format("%s.%s", field->name, key);

			if (!path)
				r = GRANT_ENOMEM;
			else if (side == 0 || !gr_map_get(new, key))
				r = compare_value(walk, field, path, gr_map_get(old, key), gr_map_get(new, key));
		}
	}
	return r;
}

static int compare_record(const struct walk *walk, const struct gr_field *record, const gr_value *old, const gr_value *new)
{
	const struct gr_kind *kind = gr_kind_get(record->of);
	int r = 0;

	for (size_t i = 0; r == 0 && i < kind->field_count; i++) {
		const char *name = kind->fields[i].name;
		gr_autofree_text char *path = gr_format("%s.%s", record->name, name);

		r = path ? compare_value(walk, &kind->fields[i], path, gr_map_get(old, name), gr_map_get(new, name))
		         : GRANT_ENOMEM;
	}
	return r;
}

static int compare_field(const struct walk *walk, const struct gr_field *field, const gr_value *old, const gr_value *new)
{
	const gr_value *was = gr_map_get(old, field->name), *is = gr_map_get(new, field->name);

	if (field->type == GR_FIELD_LIST)
		return compare_rows(walk, field, was, is);
	if (field->type == GR_FIELD_RECORD)
		return compare_record(walk, field, was, is);
	if (field->type == GR_FIELD_TEXTS)
		return compare_map(walk, field, was, is);
	return compare_value(walk, field, field->name, was, is);
}

int gr_difference_fields(gr_value **out, const gr_value *old, const gr_value *new, const gr_value *round)
{
	const struct gr_kind *kind = gr_kind_get(GR_KIND_APPLICATION);
	gr_auto_value gr_value *list = gr_list_new();
	struct walk walk = { .list = list, .round = round };
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < kind->field_count; i++)
		if (strcmp(kind->fields[i].name, "id") != 0)
			r = compare_field(&walk, &kind->fields[i], old, new);
	if (r == 0)
		*out = gr_steal_value(&list);
	return r;
}

/* ---- one field ---- */

/* For people: a list in one line, a truth as its word. NULL: there is none. */
static gr_value *told_value(const gr_value *value)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	if (!value || gr_value_is(value, GR_NULL))
		return NULL;
	if (gr_value_is(value, GR_BOOL))
		return gr_text_new(gr_value_true(value) ? "true" : "false");
	if (!gr_value_is(value, GR_LIST))
		return gr_value_copy(value);
	for (size_t i = 0; i < gr_value_count(value); i++)
		gr_buf_printf(&text, "%s%s", i ? ", " : "", gr_value_text(gr_value_item(value, i)));
	return gr_text_new(gr_buf_text(&text));
}

int gr_difference_add(gr_value *list, const char *path, const struct gr_field *field, const gr_value *old, const gr_value *new)
{
	gr_value *change = gr_map_new(), *was = told_value(old), *is = told_value(new);
	int r = change ? gr_map_set_text(change, "path", path) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(change, "label", gr_field_label(field));
	if (r == 0)
		r = gr_map_set_text(change, "type", field->type == GR_FIELD_MONEY ? "money" : field->type == GR_FIELD_ENUM ? "word" : "text");
	if (r == 0)
		r = gr_map_set_text(change, "change", !was ? "add" : !is ? "remove" : "change");
	if (r == 0 && was)
		r = gr_map_set(change, "old", gr_steal_value(&was));
	if (r == 0 && is)
		r = gr_map_set(change, "new", gr_steal_value(&is));
	gr_value_free(was);
	gr_value_free(is);
	if (r == 0)
		return gr_list_add(list, change);
	gr_value_free(change);
	return r;
}
