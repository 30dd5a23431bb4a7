/* SPDX-License-Identifier: Apache-2.0 */
/* Labels of a form as people write them. Not here: what they mean (the caller's table), what stands beside them (form-value.c). */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/form.h"

char *gr_form_key(const char *text, size_t size)
{
	gr_autofree_text char *copy = gr_strndup(text, size);
	gr_autofree_text char *folded = copy ? gr_text_fold(copy) : NULL;
	struct gr_buf key = GR_BUF_INIT;

	if (!folded) {
		gr_error_clear();
		return gr_strdup("");
	}
	for (const char *c = folded; *c; c++)
		if (*c != ' ' && *c != '\t' && *c != '\n' && *c != '*')
			gr_buf_byte(&key, *c);
	gr_buf_reserve(&key, 0);
	return gr_buf_steal(&key);
}

/* ---- the lookup ---- */

/* The first that has a label keeps it. */
static int add_labels(gr_value *keys, const char *group, const char *const *labels, size_t index)
{
	int r = 0;

	for (size_t i = 0; r == 0 && labels[i]; i++) {
		gr_autofree_text char *key = gr_form_key(labels[i], strlen(labels[i]));
		gr_autofree_text char *full = key ? gr_format("%s:%s", group, key) : NULL;

		if (!full)
			return GRANT_ENOMEM;
		if (!gr_map_get(keys, full))
			r = gr_map_set_int(keys, full, (int64_t)index);
	}
	return r;
}

static int add_field(gr_value *keys, const struct gr_form_field *field, size_t index)
{
	int r = add_labels(keys, "f", field->labels, index);

	if (r == 0 && field->is_money)
		r = add_labels(keys, "m", field->labels, index);
	for (size_t i = 0; r == 0 && i < field->column_count; i++)
		r = add_labels(keys, field->field, field->columns[i].labels, i);
	return r;
}

int gr_form_lookup_make(struct gr_form_lookup *out, const struct gr_form *form)
{
	int r;

	out->form = form;
	out->keys = gr_map_new();
	r = out->keys ? 0 : GRANT_ENOMEM;
	for (size_t i = 0; r == 0 && i < form->field_count; i++)
		r = add_field(out->keys, &form->fields[i], i);
	return r;
}

void gr_form_lookup_clear(struct gr_form_lookup *lookup)
{
	gr_value_free(lookup->keys);
	lookup->keys = NULL;
}

/* SIZE_MAX: no such label. */
static size_t look_up(const struct gr_form_lookup *lookup, const char *group, const char *key)
{
	gr_autofree_text char *full = gr_format("%s:%s", group, key);
	const gr_value *found = full ? gr_map_get(lookup->keys, full) : NULL;
	int64_t index;

	return found && gr_value_int64(&index, found) == 0 ? (size_t)index : SIZE_MAX;
}

/* ---- finding ---- */

/* "申请金额(万元)": cuts the unit off the key. */
static bool cut_unit(char *key, bool *in_wan)
{
	static const char *const units[] = { "(元)", "(万元)", "(萬元)", "(人民币元)" };

	for (size_t i = 0; i < GR_COUNT(units); i++) {
		if (gr_text_ends(key, units[i])) {
			key[strlen(key) - strlen(units[i])] = '\0';
			*in_wan = i == 1 || i == 2;
			return true;
		}
	}
	return false;
}

const struct gr_form_field *gr_form_find_field(const struct gr_form_lookup *lookup, char *key, bool *in_wan)
{
	size_t found = look_up(lookup, "f", key);

	*in_wan = false;
	if (found == SIZE_MAX && cut_unit(key, in_wan))
		found = look_up(lookup, "m", key);
	return found == SIZE_MAX ? NULL : &lookup->form->fields[found];
}

const struct gr_form_cell_rule *gr_form_find_rule(const struct gr_form *form, const struct gr_form_field *field,
                                                  const char *column)
{
	size_t table = strlen(field->field);

	for (size_t i = 0; i < form->cell_count; i++) {
		const char *path = form->cells[i].field;

		if (strncmp(path, field->field, table) == 0 && path[table] == '.' && strcmp(path + table + 1, column) == 0)
			return &form->cells[i];
	}
	return NULL;
}

const struct gr_form_column *gr_form_find_column(const struct gr_form_lookup *lookup, const struct gr_form_field *field,
                                                 char *key, bool *in_wan)
{
	size_t found = look_up(lookup, field->field, key);
	const struct gr_form_cell_rule *rule;

	*in_wan = false;
	if (found == SIZE_MAX && cut_unit(key, in_wan)) {
		found = look_up(lookup, field->field, key);
		rule = found == SIZE_MAX
		               ? NULL
		               : gr_form_find_rule(lookup->form, field, field->columns[found].field);
		if (!rule || !rule->is_money)
			return NULL;
	}
	return found == SIZE_MAX ? NULL : &field->columns[found];
}

char *gr_form_column_names(const struct gr_form_field *field)
{
	struct gr_buf names = GR_BUF_INIT;

	for (size_t i = 0; i < field->column_count; i++)
		gr_buf_printf(&names, "%s%s", i ? " | " : "", field->columns[i].labels[0]);
	return gr_buf_steal(&names);
}
