/* SPDX-License-Identifier: Apache-2.0 */
/* Look-ups over the table of kinds: by name, by path, labels in the reader's language. Not here: any row of it. */
#include "model/model.h"

#include <string.h>

#include "base/text.h"

const struct gr_kind *gr_kind_find(const char *name)
{
	for (int i = 0; name && i < GR_KIND_COUNT; i++) {
		const struct gr_kind *kind = gr_kind_get((enum gr_kind_id)i);

		if (strcmp(kind->name, name) == 0)
			return kind;
	}
	return NULL;
}

static const struct gr_field *field_find_size(const struct gr_kind *kind, const char *name, size_t size)
{
	for (size_t i = 0; kind && i < kind->field_count; i++) {
		const char *own = kind->fields[i].name;

		if (strlen(own) == size && memcmp(own, name, size) == 0)
			return &kind->fields[i];
	}
	return NULL;
}

const struct gr_field *gr_field_find(const struct gr_kind *kind, const char *name)
{
	return name ? field_find_size(kind, name, strlen(name)) : NULL;
}

static bool is_index(const char *part, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (part[i] < '0' || part[i] > '9')
			return false;
	return size > 0;
}

/* The field that one more part of a path leads to, NULL when it leads nowhere. */
static const struct gr_field *step_into(const struct gr_field *field, const char *part, size_t size, bool *indexed)
{
	bool is_list = field->type == GR_FIELD_LIST;

	if (is_list && !*indexed && is_index(part, size)) {
		*indexed = true;
		return field;
	}
	*indexed = false;
	if ((is_list || field->type == GR_FIELD_RECORD) && field->of < GR_KIND_COUNT)
		return field_find_size(gr_kind_get(field->of), part, size);
	/* A map whose keys the table does not know leads to itself, once. */
	if (field->type == GR_FIELD_SCORES || field->type == GR_FIELD_TEXTS)
		return field;
	return NULL;
}

const struct gr_field *gr_field_at(const struct gr_kind *kind, const char *path)
{
	const struct gr_field *field = NULL;
	bool indexed = false;

	if (!kind || !path)
		return NULL;
	for (;;) {
		size_t size = strcspn(path, ".");
		const struct gr_field *next = field ? step_into(field, path, size, &indexed)
		                                    : field_find_size(kind, path, size);

		if (!next || path[size] == '\0')
			return next;
		if (next == field && field->type != GR_FIELD_LIST)
			return NULL;
		field = next;
		path += size + 1;
	}
}

static bool in_chinese(void)
{
	return strcmp(gr_language(), "zh") == 0;
}

const char *gr_kind_label(const struct gr_kind *kind)
{
	return in_chinese() ? kind->zh : _(kind->label);
}

const char *gr_field_label(const struct gr_field *field)
{
	return in_chinese() ? field->zh : _(field->label);
}

const char *gr_word_label(const struct gr_field *field, const char *word)
{
	const struct gr_word *row = in_chinese() ? field->word_list : NULL;

	for (; row && row->word; row++)
		if (strcmp(row->word, word) == 0)
			return row->zh;
	return word;
}

const gr_value *gr_title_of(const gr_value *list, const char *id)
{
	return gr_map_get(gr_list_find(list, "id", id), "title");
}

const char *gr_title_stored(const gr_value *title)
{
	const char *chinese = gr_map_text(title, "zh");

	return chinese && *chinese ? chinese : gr_map_text(title, "en");
}

void gr_list_titles(struct gr_buf *out, const gr_value *list)
{
	for (size_t i = 0; i < gr_value_count(list); i++) {
		const gr_value *item = gr_value_item(list, i);
		const char *title = gr_title_stored(gr_map_get(item, "title")), *id = gr_map_text(item, "id");

		if (title && id)
			gr_buf_printf(out, "%s%s (%s)", out->size > 0 ? ", " : "", title, id);
		else if (id)
			gr_buf_printf(out, "%s%s", out->size > 0 ? ", " : "", id);
	}
}

const char *gr_title_text(const gr_value *title)
{
	const char *own = gr_map_text(title, gr_language());
	const char *other = gr_map_text(title, in_chinese() ? "en" : "zh");

	if (own && *own)
		return own;
	return other ? other : "";
}
