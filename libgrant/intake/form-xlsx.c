/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A workbook as a form. Fields are found by their labels wherever they stand, so that sheets may be moved, rows added and cells
 * merged. A label's value is
 *   - the text behind its colon in the same cell; else
 *   - the cell right behind it (behind its merged range); else
 *   - a cell further right, when nothing else stands in that row; else
 *   - the cell right below it, when that stands alone in its row or the label's row is one of labels only.
 * What begins with "※" or stands wholly in brackets is guidance and never a value; a label never is one. Hidden sheets, and sheets
 * named as instructions or as an example, are not read. Not here: tables (form-xlsx-table.c), the file (xlsx-*.c).
 */
#include "intake/form-xlsx.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

#define LABEL_BYTES 200

/* ---- what is said of a cell ---- */

void gr_xlsx_find(struct gr_xlsx_form *form, enum gr_finding_id id, uint32_t row, uint32_t column, const char *field,
                  const char *first, const char *second)
{
	char name[GR_CELL_NAME_SIZE];
	struct gr_place place = { .sheet = form->sheet->name, .cell = name, .field = field };

	if (form->told++ >= GR_FORM_FINDINGS)
		return; /* told by read_sheets() */
	gr_xlsx_cell_name(name, row, column);
	gr_findings_add(form->findings, id, &place, first, second, NULL);
}

int gr_xlsx_note_place(struct gr_xlsx_form *form, const char *field, uint32_t row, uint32_t column)
{
	gr_value *place = gr_map_new();
	char name[GR_CELL_NAME_SIZE];
	int r = place ? 0 : GRANT_ENOMEM;

	gr_xlsx_cell_name(name, row, column);
	if (r == 0)
		r = gr_map_set_text(place, "sheet", form->sheet->name);
	if (r == 0)
		r = gr_map_set_text(place, "cell", name);
	if (r < 0) {
		gr_value_free(place);
		return r;
	}
	return gr_map_set(form->places, field, place);
}

/* ---- what a cell shows ---- */

/* Yours; NULL with 0 and a finding when it shows no value. */
static int number_text(char **out, struct gr_xlsx_form *form, const struct gr_cell *cell, const struct gr_form_sort *sort,
                       const char *field)
{
	bool is_percent = cell->format == GR_FORMAT_PERCENT && !sort->is_money && !sort->is_decimal;
	char shown[GR_SHOWN_NUMBER_SIZE], date[GR_DATE_TEXT_SIZE];

	if (cell->format == GR_FORMAT_DATE && gr_serial_date(date, cell->text, form->book->is_1904)) {
		*out = gr_strdup(date);
	} else if (!gr_number_shown(shown, cell->text, is_percent)) {
		*out = gr_strdup(cell->text);
	} else if (gr_number_figures(shown) > 15) {
		gr_xlsx_find(form, GR_F_FORM_CELL_DIGITS, cell->row, cell->column, field, shown, NULL);
		return 0;
	} else {
		*out = gr_format("%s%s", shown, cell->format == GR_FORMAT_WAN ? "万" : "");
	}
	return *out ? 0 : GRANT_ENOMEM;
}

static int typed_text(char **out, struct gr_xlsx_form *form, const struct gr_cell *cell, const struct gr_form_sort *sort,
                      const char *field)
{
	*out = NULL;
	if (cell->kind == GR_CELL_NUMBER)
		return number_text(out, form, cell, sort, field);
	if (cell->kind == GR_CELL_ERROR) {
		gr_xlsx_find(form, GR_F_FORM_CELL_ERROR, cell->row, cell->column, field, cell->text, NULL);
		return 0;
	}
	if (cell->kind == GR_CELL_UNKNOWN) {
		gr_xlsx_find(form, GR_F_FORM_CELL_FORMULA, cell->row, cell->column, field, NULL, NULL);
		return 0;
	}
	if (cell->kind == GR_CELL_BOOL)
		*out = gr_strdup(strcmp(cell->text, "1") == 0 ? "TRUE" : "FALSE");
	else
		*out = gr_text_trim(cell->text, strlen(cell->text));
	return *out ? 0 : GRANT_ENOMEM;
}

int gr_xlsx_value(char **out, struct gr_xlsx_form *form, const struct gr_cell *cell, const struct gr_form_sort *sort,
                  const char *field, const char *beside)
{
	char name[GR_CELL_NAME_SIZE];
	struct gr_place place = { .sheet = form->sheet->name, .cell = name, .field = field };
	gr_autofree_text char *typed = NULL, *whole = NULL;
	int r = typed_text(&typed, form, cell, sort, field);

	*out = NULL;
	if (r < 0 || !typed)
		return r;
	form->copied += strlen(typed);
	if (form->copied > GR_FORM_TEXT_BYTES) {
		form->wrong = N_("it holds too much text");
		return GRANT_EINPUT;
	}
	gr_xlsx_cell_name(name, cell->row, cell->column);
	if (beside)
		whole = gr_format("%s（%s）", typed, beside);
	*out = gr_form_read_value(form->findings, &place, sort, whole ? whole : typed);
	return *out ? 0 : GRANT_ENOMEM;
}

/* ---- labels ---- */

/* "一、", "(2)", "3.": behind it; the key itself when there is none. */
static const char *skip_numbering(const char *key)
{
	static const char *const figures[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十" };
	const char *at = key + (*key == '('), *start = at;

	for (bool more = true; more;) {
		more = *at >= '0' && *at <= '9';
		at += more;
		for (size_t i = 0; i < GR_COUNT(figures) && !more; i++) {
			more = gr_text_starts(at, figures[i]);
			at += more ? strlen(figures[i]) : 0;
		}
	}
	if (at == start)
		return key;
	if (gr_text_starts(at, "、"))
		return at + strlen("、");
	return *at == '.' || *at == ')' ? at + 1 : key;
}

char *gr_xlsx_key(const struct gr_cell *cell)
{
	char *key;
	size_t size;

	if (cell->kind != GR_CELL_TEXT || strlen(cell->text) > LABEL_BYTES)
		return gr_strdup("");
	key = gr_form_key(cell->text, strlen(cell->text));
	if (!key)
		return NULL;
	for (size = strlen(key); size > 0 && key[size - 1] == ':'; size--)
		key[size - 1] = '\0';
	memmove(key, skip_numbering(key), strlen(skip_numbering(key)) + 1);
	return key;
}

/* "项目摘要(不超过500字)" -> "项目摘要"; false: nothing to cut. */
static bool cut_brackets(char *key)
{
	char *open = strrchr(key, '(');

	if (!open || open == key || !gr_text_ends(key, ")"))
		return false;
	*open = '\0';
	return true;
}

/* NULL: no label. Takes the key apart. */
static const struct gr_form_field *field_of_key(const struct gr_xlsx_form *form, char *key, bool *in_wan)
{
	const struct gr_form_field *field = NULL;

	for (bool more = key[0] != '\0'; more && !field; more = cut_brackets(key)) {
		gr_autofree_text char *copy = gr_strdup(key); /* the search cuts a unit off */

		field = copy ? gr_form_find_field(&form->lookup, copy, in_wan) : NULL;
	}
	return field;
}

static bool is_guide(const struct gr_cell *cell)
{
	gr_autofree_text char *text = NULL;

	if (cell->kind != GR_CELL_TEXT)
		return false;
	text = gr_text_trim(cell->text, strlen(cell->text));
	return text && (gr_text_starts(text, "※") || (gr_text_starts(text, "（") && gr_text_ends(text, "）")) ||
	                (gr_text_starts(text, "(") && gr_text_ends(text, ")")));
}

static int look_at_cells(struct gr_xlsx_form *form)
{
	for (size_t i = 0; i < form->sheet->count; i++) {
		const struct gr_cell *cell = &form->sheet->cells[i];
		struct gr_form_cell *own = &form->cells[i];
		gr_autofree_text char *key = gr_xlsx_key(cell);

		if (!key)
			return GRANT_ENOMEM;
		own->field = field_of_key(form, key, &own->in_wan);
		own->role = own->field ? GR_ROLE_LABEL : is_guide(cell) ? GR_ROLE_GUIDE : GR_ROLE_FREE;
		own->has_colon = gr_text_ends(cell->text, "：") || gr_text_ends(cell->text, ":");
		form->has_label = form->has_label || own->field;
	}
	return 0;
}

/* ---- the value of a label ---- */

#define NONE SIZE_MAX

/* How many cells of the row of cell `i` are no guidance, and how many of these are labels. */
static size_t count_in_row(const struct gr_xlsx_form *form, size_t i, size_t *labels)
{
	const struct gr_xlsx_sheet *sheet = form->sheet;
	size_t count = 0, at = i;

	*labels = 0;
	while (at > 0 && sheet->cells[at - 1].row == sheet->cells[i].row)
		at--;
	for (; at < sheet->count && sheet->cells[at].row == sheet->cells[i].row; at++) {
		count += form->cells[at].role != GR_ROLE_GUIDE;
		*labels += form->cells[at].role == GR_ROLE_LABEL;
	}
	return count;
}

static size_t find_right(const struct gr_xlsx_form *form, size_t label, const struct gr_range *range)
{
	const struct gr_xlsx_sheet *sheet = form->sheet;
	size_t labels;

	for (size_t i = label + 1; i < sheet->count && sheet->cells[i].row == sheet->cells[label].row; i++) {
		if (sheet->cells[i].column <= range->last_column)
			continue;
		if (form->cells[i].role != GR_ROLE_FREE)
			return NONE;
		if (sheet->cells[i].column == range->last_column + 1)
			return i;
		return count_in_row(form, label, &labels) == 2 ? i : NONE;
	}
	return NONE;
}

static size_t find_below(const struct gr_xlsx_form *form, size_t label, const struct gr_range *range)
{
	const struct gr_cell *below = gr_xlsx_cell_at(form->sheet, range->last_row + 1, range->first_column);
	size_t index, labels, count;

	if (!below)
		return NONE;
	index = (size_t)(below - form->sheet->cells);
	if (form->cells[index].role != GR_ROLE_FREE || form->cells[index].has_colon)
		return NONE;
	if (count_in_row(form, index, &labels) == 1)
		return index;
	count = count_in_row(form, label, &labels);
	return count == labels && labels > 1 ? index : NONE;
}

/* "大写：人民币伍仟元整", or that in the cell behind one that says 大写: "大写：..."; NULL: none. Yours. */
static char *capitals_beside(struct gr_xlsx_form *form, size_t value)
{
	const struct gr_xlsx_sheet *sheet = form->sheet;
	size_t next = value + 1;
	gr_autofree_text char *text = NULL;
	const char *words;

	if (next >= sheet->count || sheet->cells[next].row != sheet->cells[value].row ||
	    form->cells[next].role == GR_ROLE_LABEL || sheet->cells[next].kind != GR_CELL_TEXT)
		return NULL;
	text = gr_text_trim(sheet->cells[next].text, strlen(sheet->cells[next].text));
	words = text && strlen(text) < LABEL_BYTES ? strstr(text, "大写") : NULL;
	if (!words)
		return NULL;
	form->cells[next].role = GR_ROLE_VALUE;
	if (strlen(words) > strlen("大写：") || next + 1 >= sheet->count ||
	    sheet->cells[next + 1].row != sheet->cells[value].row || sheet->cells[next + 1].kind != GR_CELL_TEXT)
		return gr_strndup(words, strcspn(words, ")") < strlen(words) ? strcspn(words, ")") : strlen(words));
	form->cells[next + 1].role = GR_ROLE_VALUE;
	return gr_format("大写：%s", sheet->cells[next + 1].text);
}

/* ---- putting in ---- */

static int put_field(struct gr_xlsx_form *form, const struct gr_form_field *field, const struct gr_cell *label,
                     const struct gr_cell *cell, const char *value)
{
	const gr_value *old = gr_value_at(form->out, field->field);
	int r;

	if (old && strcmp(gr_value_text(old) ? gr_value_text(old) : "", value) == 0)
		return 0;
	if (old) {
		gr_xlsx_find(form, GR_F_FORM_FIELD_TWICE, label->row, label->column, field->field, field->labels[0], NULL);
		return 0;
	}
	r = gr_form_put(form->out, field->field, gr_text_new(value));
	return r == 0 ? gr_xlsx_note_place(form, field->field, cell->row, cell->column) : r;
}

static int read_label(struct gr_xlsx_form *form, size_t label)
{
	const struct gr_cell *cell = &form->sheet->cells[label];
	const struct gr_form_field *field = form->cells[label].field;
	struct gr_range range = gr_xlsx_range_of(form->sheet, cell->row, cell->column);
	struct gr_form_sort sort = gr_form_sort_of(field, form->cells[label].in_wan);
	gr_autofree_text char *value = NULL, *beside = NULL;
	size_t found;
	int r;

	if (field->columns)
		return 0; /* the title of a table, which is known by its columns */
	found = find_right(form, label, &range);
	if (found == NONE)
		found = find_below(form, label, &range);
	if (found == NONE)
		return gr_map_get(form->places, field->field)
		               ? 0
		               : gr_xlsx_note_place(form, field->field, cell->row, range.last_column + 1);
	form->cells[found].role = GR_ROLE_VALUE;
	if (sort.is_money)
		beside = capitals_beside(form, found);
	r = gr_xlsx_value(&value, form, &form->sheet->cells[found], &sort, field->field, beside);
	return r == 0 && value ? put_field(form, field, cell, &form->sheet->cells[found], value) : r;
}

/* "项目名称：一站式" in one cell. */
static int read_inline(struct gr_xlsx_form *form, size_t index)
{
	const struct gr_cell *cell = &form->sheet->cells[index];
	const char *half = strchr(cell->text, ':'), *full = strstr(cell->text, "：");
	const char *colon = half && (!full || half < full) ? half : full;
	struct gr_cell part = *cell;
	const struct gr_form_field *field;
	struct gr_form_sort sort;
	gr_autofree_text char *label = NULL, *key = NULL, *rest = NULL, *value = NULL;
	bool in_wan = false;
	int r;

	if (cell->kind != GR_CELL_TEXT || !colon || (size_t)(colon - cell->text) > LABEL_BYTES / 2)
		return 0;
	label = gr_strndup(cell->text, (size_t)(colon - cell->text));
	part.text = label;
	key = label ? gr_xlsx_key(&part) : NULL;
	rest = gr_strdup(colon + (colon == half ? 1 : strlen("：")));
	if (!key || !rest)
		return GRANT_ENOMEM;
	field = field_of_key(form, key, &in_wan);
	if (!field || field->columns || gr_text_is_blank(rest))
		return 0;
	form->has_label = true;
	form->cells[index].role = GR_ROLE_VALUE;
	sort = gr_form_sort_of(field, in_wan);
	part.text = rest;
	r = gr_xlsx_value(&value, form, &part, &sort, field->field, NULL);
	return r == 0 && value ? put_field(form, field, cell, cell, value) : r;
}

/* A short text with a colon and something behind it was meant as a label. */
static void warn_unread(struct gr_xlsx_form *form, size_t index)
{
	const struct gr_cell *cell = &form->sheet->cells[index], *next = cell + 1;

	if (cell->kind == GR_CELL_TEXT && form->cells[index].has_colon && gr_utf8_count(cell->text) <= 13 &&
	    index + 1 < form->sheet->count && next->row == cell->row && form->cells[index + 1].role == GR_ROLE_FREE)
		gr_xlsx_find(form, GR_F_FORM_CELL_UNREAD, cell->row, cell->column, NULL, cell->text, NULL);
}

/* ---- the sheets ---- */

static bool is_instruction(const char *name)
{
	static const char *const words[] = { "填写说明", "填表说明", "填报说明", "示例", "样例", "范例", "instruction", "example" };
	gr_autofree_text char *folded = gr_text_fold(name);

	for (size_t i = 0; folded && i < GR_COUNT(words); i++)
		if (strstr(folded, words[i]))
			return true;
	return false;
}

static int read_sheet(struct gr_xlsx_form *form)
{
	int r = look_at_cells(form);

	if (r == 0)
		r = gr_xlsx_read_tables(form);
	for (size_t i = 0; r == 0 && i < form->sheet->count; i++)
		if (form->cells[i].role == GR_ROLE_LABEL)
			r = read_label(form, i);
	for (size_t i = 0; r == 0 && i < form->sheet->count; i++)
		if (form->cells[i].role == GR_ROLE_FREE)
			r = read_inline(form, i);
	for (size_t i = 0; r == 0 && i < form->sheet->count; i++)
		if (form->cells[i].role == GR_ROLE_FREE)
			warn_unread(form, i);
	return r;
}

static int read_sheets(struct gr_xlsx_form *form)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < form->book->count; i++) {
		form->sheet = &form->book->sheets[i];
		if (is_instruction(form->sheet->name) || form->sheet->count == 0)
			continue;
		form->cells = gr_alloc_array(form->sheet->count, sizeof(*form->cells));
		r = form->cells ? read_sheet(form) : GRANT_ENOMEM;
		gr_free(form->cells);
		form->cells = NULL;
		if (r == 0 && form->told > GR_FORM_FINDINGS) {
			form->wrong = N_("it has more than 500 problems");
			r = GRANT_EINPUT;
		}
	}
	if (r == 0 && !form->has_label)
		gr_findings_add(form->findings, GR_F_FORM_WORKBOOK_EMPTY, NULL, NULL);
	return r;
}

/* ---- the file ---- */

/* A workbook of before 2007, or one behind a password: told, and 1. */
static int refuse_compound(grant_findings *findings, const struct gr_buf *bytes)
{
	gr_look *look = gr_look_new();
	struct gr_looked looked;

	if (!look)
		return GRANT_ENOMEM;
	gr_look_begin(look);
	gr_look_write(look, bytes->data, bytes->size);
	gr_look_end(&looked, look, "");
	gr_look_free(look);
	if (looked.is_compound)
		gr_findings_add(findings, looked.is_encrypted ? GR_F_FORM_WORKBOOK_PASSWORD : GR_F_FORM_WORKBOOK_OLD, NULL, NULL);
	return looked.is_compound;
}

static int read_workbook(struct gr_xlsx_form *form, const struct gr_buf *bytes, const struct gr_form *labels, gr_xml_walker *walk)
{
	struct gr_package package;
	struct gr_book book;
	int r = gr_package_open(&package, bytes, &form->wrong);

	if (r < 0)
		return r;
	r = gr_book_read(&book, &package, walk, &form->wrong);
	gr_package_clear(&package);
	if (r < 0)
		return r;
	form->book = &book;
	r = gr_form_lookup_make(&form->lookup, labels);
	if (r == 0)
		r = read_sheets(form);
	gr_form_lookup_clear(&form->lookup);
	gr_book_clear(&book);
	return r;
}

int gr_form_read_xlsx(gr_value **out, gr_value **places, grant_findings *findings, const struct gr_buf *bytes,
                      const struct gr_form *labels, gr_xml_walker *walk)
{
	struct gr_xlsx_form form = { .findings = findings };
	int r = refuse_compound(findings, bytes);

	if (r != 0)
		return r < 0 ? r : gr_findings_result(findings);
	form.out = gr_map_new();
	form.places = gr_map_new();
	r = form.out && form.places ? read_workbook(&form, bytes, labels, walk) : GRANT_ENOMEM;
	if (r == GRANT_EINPUT && form.wrong)
		gr_findings_add(findings, GR_F_FORM_WORKBOOK, NULL, _(form.wrong), NULL);
	if (r < 0) {
		gr_value_free(form.out);
		gr_value_free(form.places);
		return r == GRANT_EINPUT ? gr_findings_result(findings) : r;
	}
	*out = form.out;
	*places = form.places;
	return gr_findings_result(findings);
}
