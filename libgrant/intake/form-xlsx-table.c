/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of a workbook's form. A row is the head of a table when it holds three names of its columns, or two and nothing else;
 * the rows below are its lines, up to the head of another table or a row that begins with a field's label. No lines: sums
 * (合计), notes, and rows in which nobody typed anything but formulas stand. Not here: single fields (form-xlsx.c).
 */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/form-xlsx.h"

struct head_column {
	uint32_t column;
	const struct gr_form_column *own; /* NULL: unknown */
	bool in_wan, is_told;             /* is_told: a finding named it */
};

struct head {
	const struct gr_form_field *field;
	struct head_column columns[GR_FORM_TABLE_COLUMNS];
	size_t count, known;
	uint32_t row;
};

/* Behind the last cell of the row that begins with cell `from`. */
static size_t row_end(const struct gr_xlsx_sheet *sheet, size_t from)
{
	size_t end = from;

	while (end < sheet->count && sheet->cells[end].row == sheet->cells[from].row)
		end++;
	return end;
}

/* ---- the head ---- */

static bool is_counter(const char *key)
{
	static const char *const words[] = { "序号", "no", "no.", "#" };

	for (size_t i = 0; i < GR_COUNT(words); i++)
		if (strcmp(key, words[i]) == 0)
			return true;
	return false;
}

/* The row as the head of that table, as far as it is one. */
static int try_head(struct head *out, struct gr_xlsx_form *form, const struct gr_form_field *field, size_t from, size_t end)
{
	*out = (struct head){ .field = field, .row = form->sheet->cells[from].row };
	for (size_t i = from; i < end && out->count < GR_FORM_TABLE_COLUMNS; i++) {
		struct head_column *column = &out->columns[out->count];
		gr_autofree_text char *key = gr_xlsx_key(&form->sheet->cells[i]);

		if (!key)
			return GRANT_ENOMEM;
		*column = (struct head_column){ .column = form->sheet->cells[i].column };
		if (key[0])
			column->own = gr_form_find_column(&form->lookup, field, key, &column->in_wan);
		out->known += column->own != NULL;
		if (column->own || (!is_counter(key) && form->cells[i].role != GR_ROLE_GUIDE))
			out->count++;
	}
	return 0;
}

/* 1: the row is the head of a table. */
static int find_head(struct head *out, struct gr_xlsx_form *form, size_t from, size_t end)
{
	struct head head;
	int r = 0;

	*out = (struct head){ .field = NULL };
	if (end - from < 2)
		return 0;
	for (size_t i = 0; r == 0 && i < form->lookup.form->field_count; i++) {
		const struct gr_form_field *field = &form->lookup.form->fields[i];

		if (!field->columns)
			continue;
		r = try_head(&head, form, field, from, end);
		if (r == 0 && head.known > out->known && (head.known > 2 || (head.known == 2 && head.count == 2)))
			*out = head;
	}
	return r < 0 ? r : out->field != NULL;
}

static void check_head(struct gr_xlsx_form *form, const struct head *head)
{
	for (size_t i = 0; i < head->count; i++)
		for (size_t k = 0; k < i; k++)
			if (head->columns[i].own && head->columns[i].own == head->columns[k].own)
				gr_xlsx_find(form, GR_F_FORM_COLUMN_TWICE, head->row, head->columns[i].column,
				             head->field->field, head->columns[i].own->labels[0], NULL);
}

/* A column that nobody knows is told of once, where it holds something. */
static void tell_unknown(struct gr_xlsx_form *form, const struct head *head, struct head_column *column)
{
	const struct gr_cell *label = gr_xlsx_cell_at(form->sheet, head->row, column->column);
	gr_autofree_text char *names = gr_form_column_names(head->field);

	if (!column->is_told && label)
		gr_xlsx_find(form, GR_F_FORM_COLUMN_UNKNOWN, label->row, label->column, head->field->field, label->text,
		             names ? names : "");
	column->is_told = true;
}

/* ---- lines ---- */

static bool begins_with(const char *key, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (gr_text_starts(key, words[i]))
			return true;
	return false;
}

/* A sum or a note. */
static bool is_aside(const struct gr_xlsx_form *form, size_t first, size_t end)
{
	static const char *const sums[] = { "合计", "总计", "小计", "共计", "total", "subtotal", "sum" };
	static const char *const notes[] = { "※", "注:", "备注:", "说明:", "note:" };
	gr_autofree_text char *key = gr_xlsx_key(&form->sheet->cells[first]);

	if (form->cells[first].role == GR_ROLE_GUIDE)
		return true;
	return key && (begins_with(key, sums, GR_COUNT(sums)) || (end - first == 1 && begins_with(key, notes, GR_COUNT(notes))));
}

static bool is_typed(const struct gr_xlsx_form *form, const struct head *head, uint32_t row)
{
	for (size_t i = 0; i < head->count; i++) {
		const struct gr_cell *cell = gr_xlsx_cell_at(form->sheet, row, head->columns[i].column);

		if (cell && !cell->is_formula && head->columns[i].own)
			return true;
	}
	return false;
}

/* The cell of a line; for a text also that of the merged range that reaches down into the line. */
static const struct gr_cell *line_cell(const struct gr_xlsx_form *form, const struct head *head, uint32_t row,
                                       uint32_t column, const struct gr_form_sort *sort)
{
	const struct gr_cell *cell = gr_xlsx_cell_at(form->sheet, row, column);
	struct gr_range range;

	if (cell || sort->is_money || sort->is_decimal)
		return cell;
	range = gr_xlsx_range_of(form->sheet, row, column);
	return range.first_row < row && range.first_row > head->row
	               ? gr_xlsx_cell_at(form->sheet, range.first_row, range.first_column)
	               : NULL;
}

static int read_line_cell(gr_value *line, struct gr_xlsx_form *form, const struct head *head, struct head_column *column,
                          uint32_t row, size_t index)
{
	const struct gr_form_cell_rule *rule =
		column->own ? gr_form_find_rule(form->lookup.form, head->field, column->own->field) : NULL;
	struct gr_form_sort sort = gr_form_sort_of_cell(rule, column->in_wan);
	const struct gr_cell *cell = line_cell(form, head, row, column->column, &sort);
	gr_autofree_text char *path = NULL, *value = NULL;
	int r;

	if (!column->own) {
		if (cell && cell->row == row && !cell->is_formula)
			tell_unknown(form, head, column);
		return 0;
	}
	path = gr_format("%s.%zu.%s", head->field->field, index, column->own->field);
	r = path ? gr_xlsx_note_place(form, path, row, column->column) : GRANT_ENOMEM;
	if (r == 0 && cell)
		r = gr_xlsx_value(&value, form, cell, &sort, path, NULL);
	return r == 0 && value ? gr_map_set_text(line, column->own->field, value) : r;
}

static int read_line(gr_value *lines, struct gr_xlsx_form *form, struct head *head, uint32_t row)
{
	size_t index = gr_value_count(lines);
	gr_autofree_text char *path = gr_format("%s.%zu", head->field->field, index);
	gr_value *line = gr_map_new();
	int r = path && line ? gr_xlsx_note_place(form, path, row, head->columns[0].column) : GRANT_ENOMEM;

	if (r == 0 && index == GR_FORM_TABLE_ROWS) {
		form->wrong = N_("a table has too many rows");
		r = GRANT_EINPUT;
	}
	for (size_t i = 0; r == 0 && i < head->count; i++)
		r = read_line_cell(line, form, head, &head->columns[i], row, index);
	if (r < 0) {
		gr_value_free(line);
		return r;
	}
	return gr_list_add(lines, line);
}

/* ---- tables ---- */

static void take_row(struct gr_xlsx_form *form, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		form->cells[i].role = GR_ROLE_TABLE;
}

/* Lines from cell *at on, which comes to stand behind the table. */
static int read_lines(gr_value *lines, struct gr_xlsx_form *form, struct head *head, size_t *at)
{
	struct head other;
	int r = 0;

	while (r == 0 && *at < form->sheet->count) {
		size_t end = row_end(form->sheet, *at);

		if (form->cells[*at].role == GR_ROLE_LABEL)
			return 0;
		r = find_head(&other, form, *at, end);
		if (r != 0)
			return r < 0 ? r : 0;
		if (!is_aside(form, *at, end) && is_typed(form, head, form->sheet->cells[*at].row))
			r = read_line(lines, form, head, form->sheet->cells[*at].row);
		take_row(form, *at, end);
		*at = end;
	}
	return r;
}

static int read_table(struct gr_xlsx_form *form, struct head *head, size_t *at)
{
	gr_auto_value gr_value *lines = gr_list_new();
	int r;

	if (!lines)
		return GRANT_ENOMEM;
	form->has_label = true;
	check_head(form, head);
	r = read_lines(lines, form, head, at);
	if (r < 0 || gr_value_count(lines) == 0)
		return r < 0 || gr_map_get(form->places, head->field->field)
		               ? r
		               : gr_xlsx_note_place(form, head->field->field, head->row, head->columns[0].column);
	if (gr_value_at(form->out, head->field->field)) {
		gr_xlsx_find(form, GR_F_FORM_FIELD_TWICE, head->row, head->columns[0].column, head->field->field,
		             head->field->labels[0], NULL);
		return 0;
	}
	r = gr_form_put(form->out, head->field->field, gr_steal_value(&lines));
	return r == 0 ? gr_xlsx_note_place(form, head->field->field, head->row, head->columns[0].column) : r;
}

int gr_xlsx_read_tables(struct gr_xlsx_form *form)
{
	struct head head;
	size_t at = 0;
	int r = 0;

	while (r >= 0 && at < form->sheet->count) {
		size_t end = row_end(form->sheet, at);

		r = find_head(&head, form, at, end);
		if (r > 0) {
			take_row(form, at, end);
			at = end;
			r = read_table(form, &head, &at);
		} else {
			at = end;
		}
	}
	return r < 0 ? r : 0;
}
