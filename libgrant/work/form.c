/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A form -> an application's record. The labels of the text form come from model's table and from the round's own
 * questions; intake reads by them without knowing what they mean. Not here: the form's grammar (intake/form-text).
 */
#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "format/format.h"
#include "intake/intake.h"
#include "work/proposal.h"

#define LABELS_MAX 12

/* Everything that a struct gr_form points to. */
struct labels {
	struct gr_form form;
	struct gr_form_field *fields;
	struct gr_form_cell_rule *cells;
	char **texts; /* cut out of the table's words */
	size_t text_count, text_capacity;
	const char *(*lists)[LABELS_MAX];
	size_t list_count, list_capacity;
	struct gr_form_column *columns;
	size_t column_count;
	const char **categories; /* pairs of a title and an id, as many as the round has */
};

static void clear_labels(struct labels *labels)
{
	for (size_t i = 0; i < labels->text_count; i++)
		gr_free(labels->texts[i]);
	gr_free(labels->texts);
	gr_free(labels->lists);
	gr_free(labels->fields);
	gr_free(labels->cells);
	gr_free(labels->columns);
	gr_free(labels->categories);
}

/* The bounds are counted before, so that lists do not move once they are pointed to. */
static const char **new_list(struct labels *labels)
{
	return labels->list_count < labels->list_capacity ? labels->lists[labels->list_count++] : NULL;
}

static const char *keep_text(struct labels *labels, const char *text, size_t size)
{
	char *copy = labels->text_count < labels->text_capacity ? gr_strndup(text, size) : NULL;

	if (copy)
		labels->texts[labels->text_count++] = copy;
	return copy;
}

/* "a|b|c" behind the labels that a list has already. */
static int add_aliases(struct labels *labels, const char **list, size_t used, const char *aliases)
{
	while (aliases && *aliases && used + 1 < LABELS_MAX) {
		size_t size = strcspn(aliases, "|");

		list[used] = keep_text(labels, aliases, size);
		if (!list[used++])
			return gr_fail_memory();
		aliases += size + (aliases[size] == '|');
	}
	return 0;
}

static const char **field_labels(struct labels *labels, const struct gr_form_label *label, const char *own)
{
	const char **list = new_list(labels);
	size_t used = 0;

	if (!list)
		return NULL;
	if (label->zh)
		list[used++] = label->zh;
	if (label->en)
		list[used++] = label->en;
	list[used++] = own;
	return add_aliases(labels, list, used, label->alias) < 0 ? NULL : list;
}

/* "association=社会团体 service=社会服务机构" -> {"社会团体", "association", ...} */
static const char **word_pairs(struct labels *labels, const struct gr_field *field)
{
	const char *at = field->word_labels;
	const char **list = new_list(labels);
	size_t used = 0;

	if (!list)
		return NULL;
	while (at && *at && used + 2 < LABELS_MAX * 2) {
		size_t size = strcspn(at, " "), word = strcspn(at, "=");

		if (word < size && used + 2 < LABELS_MAX) {
			list[used] = keep_text(labels, at + word + 1, size - word - 1);
			list[used + 1] = keep_text(labels, at, word);
			if (!list[used] || !list[used + 1])
				return NULL;
			used += 2;
		}
		at += size + strspn(at + size, " ");
	}
	return list;
}

static const char **category_pairs(struct labels *labels, const gr_value *categories)
{
	const char **list = gr_alloc_array(gr_value_count(categories) * 4 + 1, sizeof(*list));
	size_t used = 0;

	labels->categories = list;
	for (size_t i = 0; list && i < gr_value_count(categories); i++) {
		const gr_value *category = gr_value_item(categories, i);
		const char *zh = gr_value_text(gr_value_at(category, "title.zh"));
		const char *en = gr_value_text(gr_value_at(category, "title.en"));

		if (zh) {
			list[used++] = zh;
			list[used++] = gr_map_text(category, "id");
		}
		if (en) {
			list[used++] = en;
			list[used++] = gr_map_text(category, "id");
		}
	}
	return list;
}

static const struct gr_field *field_of(const char *path)
{
	return gr_field_at(gr_kind_get(GR_KIND_APPLICATION), path);
}

static bool is_column(const char *path, const char *table)
{
	size_t size = strlen(table);

	return strncmp(path, table, size) == 0 && path[size] == '.';
}

static bool is_in_table(const char *path)
{
	return is_column(path, "budget") || is_column(path, "milestones");
}

static int add_columns(struct labels *labels, struct gr_form_field *field)
{
	const struct gr_form_label *label;

	field->columns = &labels->columns[labels->column_count];
	for (size_t i = 0; (label = gr_form_label(i)); i++) {
		struct gr_form_column *column = &labels->columns[labels->column_count];

		if (!is_column(label->path, field->field))
			continue;
		column->field = strchr(label->path, '.') + 1;
		column->labels = field_labels(labels, label, column->field);
		if (!column->labels)
			return gr_fail_memory();
		labels->column_count++;
		field->column_count++;
	}
	return 0;
}

static int add_cell(struct labels *labels, const char *path)
{
	const struct gr_field *field = field_of(path);
	struct gr_form_cell_rule *cell = &labels->cells[labels->form.cell_count];

	if (!field)
		return gr_fail(GRANT_EINTERNAL, "the form label %s names no field", path);
	cell->field = path;
	cell->is_money = field->type == GR_FIELD_MONEY;
	cell->is_decimal = field->type == GR_FIELD_DECIMAL;
	cell->is_date = field->type == GR_FIELD_DATE;
	if (field->type == GR_FIELD_ENUM) {
		cell->words = word_pairs(labels, field);
		if (!cell->words)
			return gr_fail_memory();
	}
	labels->form.cell_count++;
	return 0;
}

static int add_field(struct labels *labels, const struct gr_form_label *label, const gr_value *round)
{
	const struct gr_field *field = field_of(label->path);
	struct gr_form_field *out = &labels->fields[labels->form.field_count];
	int r = 0;

	if (!field)
		return gr_fail(GRANT_EINTERNAL, "the form label %s names no field", label->path);
	out->field = label->path;
	out->labels = field_labels(labels, label, label->path);
	out->is_money = field->type == GR_FIELD_MONEY;
	out->is_date = field->type == GR_FIELD_DATE;
	if (field->type == GR_FIELD_ENUM)
		out->words = word_pairs(labels, field);
	else if (strcmp(label->path, "category") == 0)
		out->words = category_pairs(labels, gr_map_get(round, "categories"));
	if (!out->labels || (!out->words && (field->type == GR_FIELD_ENUM || strcmp(label->path, "category") == 0)))
		return gr_fail_memory();
	if (field->type == GR_FIELD_LIST)
		r = add_columns(labels, out);
	labels->form.field_count++;
	return r;
}

static int add_question(struct labels *labels, const gr_value *question)
{
	struct gr_form_field *out = &labels->fields[labels->form.field_count];
	const char *id = gr_map_text(question, "id");
	const char **list = new_list(labels);
	gr_autofree_text char *path = gr_format("answers.%s", id);
	size_t used = 0;

	if (!list || !path)
		return gr_fail_memory();
	out->field = keep_text(labels, path, strlen(path));
	if (gr_value_text(gr_value_at(question, "title.zh")))
		list[used++] = gr_value_text(gr_value_at(question, "title.zh"));
	if (gr_value_text(gr_value_at(question, "title.en")))
		list[used++] = gr_value_text(gr_value_at(question, "title.en"));
	list[used++] = id;
	out->labels = list;
	labels->form.field_count++;
	return out->field ? 0 : gr_fail_memory();
}

static int make_room(struct labels *labels, size_t count)
{
	labels->text_capacity = count * LABELS_MAX * 2;
	labels->list_capacity = count * 3;
	labels->fields = gr_alloc_array(count, sizeof(*labels->fields));
	labels->cells = gr_alloc_array(count, sizeof(*labels->cells));
	labels->columns = gr_alloc_array(count, sizeof(*labels->columns));
	labels->texts = gr_alloc_array(labels->text_capacity, sizeof(*labels->texts));
	labels->lists = gr_alloc_array(labels->list_capacity, sizeof(*labels->lists));
	return labels->fields && labels->cells && labels->columns && labels->texts && labels->lists ? 0 : GRANT_ENOMEM;
}

static int make_labels(struct labels *labels, const gr_value *round)
{
	const gr_value *questions = gr_map_get(round, "form");
	const struct gr_form_label *label;
	size_t count = 0;
	int r;

	while (gr_form_label(count))
		count++;
	r = make_room(labels, count + gr_value_count(questions) + 1);
	for (size_t i = 0; r == 0 && (label = gr_form_label(i)); i++)
		r = is_in_table(label->path) ? add_cell(labels, label->path) : add_field(labels, label, round);
	for (size_t i = 0; r == 0 && i < gr_value_count(questions); i++)
		r = add_question(labels, gr_value_item(questions, i));
	labels->form.fields = labels->fields;
	labels->form.cells = labels->cells;
	return r;
}

static int parse_text(gr_value **out, grant_findings *findings, const char *name, const struct gr_buf *bytes,
                      const gr_value *round)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	struct labels labels = { 0 };
	struct gr_place place = { .entry = name };
	int r = gr_text_decode(&text, bytes->data, bytes->size);

	if (r == GRANT_EINPUT) {
		gr_findings_add(findings, GR_F_FORM_ENCODING, &place, NULL);
		return r;
	}
	if (r == 0)
		r = make_labels(&labels, round);
	if (r == 0)
		r = gr_form_read_text(out, findings, &text, &labels.form);
	clear_labels(&labels);
	return r;
}

static int parse_xlsx(gr_value **out, gr_value **places, grant_findings *findings, const struct gr_buf *bytes,
                      const gr_value *round)
{
	struct labels labels = { 0 };
	int r = make_labels(&labels, round);

	if (r == 0)
		r = gr_form_read_xlsx(out, places, findings, bytes, &labels.form, gr_xml_walk);
	clear_labels(&labels);
	return r;
}

int gr_form_value(char **path, gr_value **out, grant_findings *findings, const char *name, const char *value,
                  const gr_value *round)
{
	struct labels labels = { 0 };
	int r = make_labels(&labels, round);

	if (r == 0)
		r = gr_form_read_named(path, out, findings, &labels.form, name, value);
	clear_labels(&labels);
	return r;
}

static int parse_json(gr_value **out, grant_findings *findings, const char *name, const struct gr_buf *bytes)
{
	struct gr_place place = { .entry = name };
	int r = gr_json_read(out, gr_buf_text(bytes), bytes->size);

	if (r == GRANT_EINPUT || r == GRANT_ELIMIT) {
		place.line = grant_error_line(grant_error_last());
		gr_findings_add(findings, GR_F_RECORD_JSON, &place, grant_error_message(grant_error_last()), NULL);
		return GRANT_EINPUT;
	}
	if (r == 0)
		gr_map_remove(*out, "id"); /* the office gives it */
	return r;
}

/*
 * A category that is no id at all is a title that the round does not know: said once, by the check against the round, which
 * lists what it knows.
 */
int gr_form_check(grant_findings *findings, gr_value *form)
{
	const char *category = gr_map_text(form, "category");
	gr_value *title = category && !gr_id_valid(category) ? gr_map_take(form, "category") : NULL;
	int r = gr_record_check(findings, GR_KIND_APPLICATION, form);

	if (title && gr_map_set(form, "category", title) < 0)
		return GRANT_ENOMEM;
	return r == 0 && title ? GRANT_EINPUT : r;
}

/* The place of the field, or of what it is part of; NULL: none. Cuts `path`. */
static const gr_value *place_of(const gr_value *places, char *path)
{
	const gr_value *place = gr_map_get(places, path);
	char *dot;

	while (!place && (dot = strrchr(path, '.'))) {
		*dot = '\0';
		place = gr_map_get(places, path);
	}
	return place;
}

static bool is_one_of(const grant_finding *finding, const enum gr_finding_id *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(grant_finding_id(finding), gr_finding_id_text(ids[i])) == 0)
			return true;
	return false;
}

/* What a cell holds cannot be read; that its field is missing would be the same thing said twice. */
static bool is_unreadable_cell(const grant_findings *findings, const char *field)
{
	static const enum gr_finding_id unreadable[] = { GR_F_FORM_CELL_ERROR, GR_F_FORM_CELL_FORMULA, GR_F_FORM_CELL_DIGITS };

	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		const char *own = grant_finding_place(finding, GRANT_PLACE_FIELD);

		if (own && strcmp(own, field) == 0 && is_one_of(finding, unreadable, GR_COUNT(unreadable)))
			return true;
	}
	return false;
}

static void say_once(grant_findings *findings)
{
	static const enum gr_finding_id missing[] = { GR_F_RECORD_FIELD_MISSING, GR_F_APPLICATION_ANSWER_MISSING };

	for (size_t i = grant_findings_count(findings); i > 0; i--) {
		const grant_finding *finding = grant_findings_at(findings, i - 1);
		const char *field = grant_finding_place(finding, GRANT_PLACE_FIELD);

		if (field && is_one_of(finding, missing, GR_COUNT(missing)) && is_unreadable_cell(findings, field))
			gr_findings_remove(findings, i - 1);
	}
}

int gr_form_place(grant_findings *findings, const gr_value *places)
{
	say_once(findings);
	for (size_t i = 0; places && i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		const char *field = grant_finding_place(finding, GRANT_PLACE_FIELD);
		gr_autofree_text char *path = gr_strdup(field);
		const gr_value *place;

		if (!field || grant_finding_place(finding, GRANT_PLACE_CELL))
			continue;
		if (!path)
			return GRANT_ENOMEM;
		place = place_of(places, path);
		if (place)
			gr_findings_set_cell(findings, i, gr_map_text(place, "sheet"), gr_map_text(place, "cell"));
	}
	return 0;
}

int gr_form_parse(gr_value **out, gr_value **places, grant_findings *findings, const char *name,
                  const struct gr_buf *bytes, const gr_value *round)
{
	gr_auto_value gr_value *form = NULL, *cells = NULL;
	int r;

	if (gr_text_ends(name, ".xlsx"))
		r = parse_xlsx(&form, &cells, findings, bytes, round);
	else if (gr_text_ends(name, ".json"))
		r = parse_json(&form, findings, name, bytes);
	else
		r = parse_text(&form, findings, name, bytes, round);
	if (places)
		*places = gr_steal_value(&cells);
	if (!form)
		return r < 0 ? r : GRANT_EINTERNAL;
	if (r < 0 && r != GRANT_EINPUT)
		return r;
	if (gr_form_check(findings, form) == 0 && r == 0)
		return gr_record_canonical(out, GR_KIND_APPLICATION, form);
	*out = gr_steal_value(&form); /* as far as it could be read, for what else there is to say of it */
	return gr_findings_result(findings);
}
