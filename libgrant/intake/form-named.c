/* SPDX-License-Identifier: Apache-2.0 */
/* One value of a form by its name, as somebody types it who corrects a form. Not here: whole forms. */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/form.h"

/* The path itself, or a label that the form has. */
static int find_named(const struct gr_form_field **out, const struct gr_form_lookup *lookup, const char *name, bool *in_wan)
{
	const struct gr_form *form = lookup->form;
	gr_autofree_text char *key = NULL;

	*in_wan = false;
	*out = NULL;
	for (size_t i = 0; i < form->field_count; i++)
		if (strcmp(form->fields[i].field, name) == 0)
			*out = &form->fields[i];
	if (*out)
		return 0;
	key = gr_form_key(name, strlen(name));
	if (!key)
		return GRANT_ENOMEM;
	if (key[0])
		*out = gr_form_find_field(lookup, key, in_wan);
	return 0;
}

static int read_field(char **path, gr_value **out, grant_findings *findings, const struct gr_form_field *field,
                      const char *value, bool in_wan)
{
	struct gr_form_sort sort = gr_form_sort_of(field, in_wan);
	struct gr_place place = { .field = field->field };
	gr_autofree_text char *typed = gr_text_trim(value, strlen(value));
	gr_autofree_text char *text = typed && typed[0] ? gr_form_read_value(findings, &place, &sort, typed) : NULL;

	if (!typed || (typed[0] && !text))
		return GRANT_ENOMEM;
	*path = gr_strdup(field->field);
	if (text)
		*out = gr_text_new(text);
	return *path && (*out || !text) ? 0 : GRANT_ENOMEM;
}

/* "budget.2.amount", "预算.2.金额": behind the table's name the row, behind that the column. A row alone can only go. */
static int read_cell(char **path, gr_value **out, grant_findings *findings, const struct gr_form_lookup *lookup,
                     const struct gr_form_field *table, const char *row, const char *value)
{
	const char *dot = strchr(row, '.');
	size_t size = dot ? (size_t)(dot - row) : strlen(row);
	gr_autofree_text char *typed = gr_text_trim(value, strlen(value));
	gr_autofree_text char *key = dot ? gr_form_key(dot + 1, strlen(dot + 1)) : gr_strdup("");
	gr_autofree_text char *text = NULL;
	const struct gr_form_column *column;
	struct gr_form_sort sort;
	bool in_wan = false;

	if (!typed || !key)
		return GRANT_ENOMEM;
	column = key[0] ? gr_form_find_column(lookup, table, key, &in_wan) : NULL;
	if (size == 0 || (dot && !column) || (!dot && typed[0]))
		return GRANT_ENOTFOUND;
	*path = column ? gr_format("%s.%.*s.%s", table->field, (int)size, row, column->field)
	               : gr_format("%s.%s", table->field, row);
	if (*path && column && typed[0]) {
		struct gr_place place = { .field = *path };

		sort = gr_form_sort_of_cell(gr_form_find_rule(lookup->form, table, column->field), in_wan);
		text = gr_form_read_value(findings, &place, &sort, typed);
		*out = text ? gr_text_new(text) : NULL;
	}
	return *path && (*out || !typed[0]) ? 0 : GRANT_ENOMEM;
}

static int read_named(char **path, gr_value **out, grant_findings *findings, const struct gr_form_lookup *lookup,
                      const char *name, const char *value)
{
	const struct gr_form_field *field;
	const char *dot = strchr(name, '.');
	gr_autofree_text char *table = dot ? gr_strndup(name, (size_t)(dot - name)) : NULL;
	bool in_wan;
	int r = find_named(&field, lookup, name, &in_wan);

	if (r < 0 || (dot && !table))
		return GRANT_ENOMEM;
	if (field && !field->columns)
		return read_field(path, out, findings, field, value, in_wan);
	r = table ? find_named(&field, lookup, table, &in_wan) : 0;
	if (r < 0)
		return r;
	return table && field && field->columns ? read_cell(path, out, findings, lookup, field, dot + 1, value)
	                                        : GRANT_ENOTFOUND;
}

int gr_form_read_named(char **path, gr_value **out, grant_findings *findings, const struct gr_form *form, const char *name,
                       const char *value)
{
	struct gr_form_lookup lookup;
	int r = gr_form_lookup_make(&lookup, form);

	*path = NULL;
	*out = NULL;
	if (r < 0)
		return r;
	r = read_named(path, out, findings, &lookup, name, value);
	gr_form_lookup_clear(&lookup);
	return r;
}
