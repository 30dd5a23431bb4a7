/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text form: "label: value" lines as people type them in Notepad. What the labels mean is the caller's; here is the grammar.
 * Not here: a label and what people write for money (form-value.c), the check of the values.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/form-value.h"

struct form_reader {
	const struct gr_form *form;
	grant_findings *findings;
	gr_value *out;
	const struct gr_form_field *field; /* that is open; NULL: none yet */
	struct gr_buf value;
	size_t line, field_line;
	bool after_blank;
	bool in_wan;       /* the open field's label says 万元 */
	bool has_border;   /* the open table's lines begin and end with a bar */
	gr_value *columns; /* of the open table */
	gr_value *rows;
};

static void find(struct form_reader *reader, enum gr_finding_id id, size_t line, const char *first, const char *second)
{
	struct gr_place place = { .line = line, .field = reader->field ? reader->field->field : NULL };

	gr_findings_add(reader->findings, id, &place, first, second, NULL);
}

/* ---- putting values in ---- */

/* "organisation.name": a map inside the map. Takes `value` over. */
static int put(gr_value *map, const char *path, gr_value *value)
{
	const char *dot;

	while (value && (dot = strchr(path, '.'))) {
		gr_autofree_text char *part = gr_strndup(path, (size_t)(dot - path));
		int r = part ? 0 : GRANT_ENOMEM;

		if (r == 0 && !gr_map_get(map, part))
			r = gr_map_set(map, part, gr_map_new());
		if (r < 0) {
			gr_value_free(value);
			return r;
		}
		map = gr_map_get(map, part);
		path = dot + 1;
	}
	return gr_map_set(map, path, value);
}

static gr_value *make_text(const char *text, size_t line)
{
	gr_value *value = gr_text_new(text);

	if (value)
		gr_value_set_line(value, line);
	return value;
}

static int close_plain(struct form_reader *reader)
{
	char *text = gr_text_trim(gr_buf_text(&reader->value), reader->value.size);
	struct gr_place place = { .line = reader->field_line, .field = reader->field->field };
	int r = 0;

	if (text && text[0] && reader->field->is_money)
		text = gr_form_money(reader->findings, &place, text, reader->in_wan);
	if (!text)
		return GRANT_ENOMEM;
	if (text[0])
		r = put(reader->out, reader->field->field,
		        make_text(gr_form_word(reader->field->words, text), reader->field_line));
	gr_free(text);
	return r;
}

static int close_field(struct form_reader *reader)
{
	int r = 0;

	if (!reader->field)
		return 0;
	if (!reader->field->columns) {
		r = close_plain(reader);
	} else if (gr_value_count(reader->rows) > 0) {
		r = put(reader->out, reader->field->field, gr_steal_value(&reader->rows));
	}
	gr_value_free(reader->columns);
	gr_value_free(reader->rows);
	reader->columns = reader->rows = NULL;
	reader->field = NULL;
	gr_buf_truncate(&reader->value, 0);
	return r;
}

/* ---- tables ---- */

/* "| a | b |": whether a line has bars at both ends too. */
static bool has_border(const char *line)
{
	gr_autofree_text char *plain = gr_text_trim(line, strlen(line));

	return plain && (gr_text_starts(plain, "|") || gr_text_starts(plain, "｜")) &&
	       (gr_text_ends(plain, "|") || gr_text_ends(plain, "｜")) && strlen(plain) > 3;
}

/* Without the bars at both ends. Yours. */
static char *inside_border(const char *line)
{
	gr_autofree_text char *plain = gr_text_trim(line, strlen(line));
	size_t first, last;

	if (!plain)
		return NULL;
	first = gr_text_starts(plain, "|") ? 1 : strlen("｜");
	last = gr_text_ends(plain, "|") ? 1 : strlen("｜");
	return gr_strndup(plain + first, strlen(plain) - first - last);
}

/* A line's cells, parted by | of either width, trimmed. */
static gr_value *split_plain(const char *line)
{
	gr_value *cells = gr_list_new();

	for (bool more = true; cells && more;) {
		const char *half = strchr(line, '|'), *full = strstr(line, "｜");
		const char *end = half && (!full || half < full) ? half : full;
		gr_autofree_text char *cell = gr_text_trim(line, end ? (size_t)(end - line) : strlen(line));

		if (!cell || gr_list_add(cells, gr_text_new(cell)) < 0) {
			gr_value_free(cells);
			return NULL;
		}
		more = end != NULL;
		if (end)
			line = end == half ? end + 1 : end + strlen("｜");
	}
	return cells;
}

static gr_value *split_cells(const struct form_reader *reader, const char *line)
{
	gr_autofree_text char *inside = NULL;

	if (!reader->has_border || !has_border(line))
		return split_plain(line);
	inside = inside_border(line);
	return inside ? split_plain(inside) : NULL;
}

static char *column_names(const struct gr_form_field *field)
{
	struct gr_buf names = GR_BUF_INIT;

	for (size_t i = 0; i < field->column_count; i++)
		gr_buf_printf(&names, "%s%s", i ? " | " : "", field->columns[i].labels[0]);
	return gr_buf_steal(&names);
}

/* What a label of the first line means; "" for none. */
static const char *read_column(struct form_reader *reader, const char *label, bool *in_wan)
{
	const struct gr_form_column *column = gr_form_find_column(reader->form, reader->field, label, in_wan);

	if (!column) {
		gr_autofree_text char *names = column_names(reader->field);

		find(reader, GR_F_FORM_COLUMN_UNKNOWN, reader->line, label, names ? names : "");
		return "";
	}
	for (size_t i = 0; i < gr_value_count(reader->columns); i++)
		if (strcmp(gr_map_text(gr_value_item(reader->columns, i), "field"), column->field) == 0)
			find(reader, GR_F_FORM_COLUMN_TWICE, reader->line, label, NULL);
	return column->field;
}

static int read_columns(struct form_reader *reader, const char *line)
{
	gr_auto_value gr_value *cells = NULL;

	reader->has_border = has_border(line);
	cells = split_cells(reader, line);
	reader->columns = gr_list_new();
	reader->rows = gr_list_new();
	if (!cells || !reader->columns || !reader->rows)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < gr_value_count(cells); i++) {
		bool in_wan;
		const char *field = read_column(reader, gr_value_text(gr_value_item(cells, i)), &in_wan);
		gr_value *column = gr_map_new();

		if (gr_list_add(reader->columns, column) < 0 || gr_map_set_text(column, "field", field) < 0 ||
		    gr_map_set_bool(column, "wan", in_wan) < 0)
			return GRANT_ENOMEM;
	}
	return 0;
}

static gr_value *read_cell(struct form_reader *reader, const char *column, const char *text, bool in_wan)
{
	const struct gr_form_cell_rule *rule = gr_form_rule(reader->form, reader->field, column);
	char amount[GR_DECIMAL_TEXT_SIZE];
	gr_autofree_text char *half = NULL;

	return make_text(gr_form_cell(amount, &half, rule, text, in_wan), reader->line);
}

static int read_row(struct form_reader *reader, const char *line)
{
	gr_auto_value gr_value *cells = split_cells(reader, line);
	size_t wanted = gr_value_count(reader->columns);
	gr_value *row;
	int r = 0;

	if (!cells)
		return GRANT_ENOMEM;
	if (gr_value_count(cells) != wanted) {
		char is[24], must[24];

		snprintf(is, sizeof(is), "%zu", gr_value_count(cells));
		snprintf(must, sizeof(must), "%zu", wanted);
		find(reader, GR_F_FORM_ROW_CELLS, reader->line, is, must);
		return 0;
	}
	row = gr_map_new();
	if (!row)
		return GRANT_ENOMEM;
	gr_value_set_line(row, reader->line);
	for (size_t i = 0; r == 0 && i < wanted; i++) {
		const gr_value *column = gr_value_item(reader->columns, i);
		const char *field = gr_map_text(column, "field");
		const char *text = gr_value_text(gr_value_item(cells, i));

		if (field[0] && text[0])
			r = gr_map_set(row, field,
			               read_cell(reader, field, text, gr_value_true(gr_map_get(column, "wan"))));
	}
	if (r < 0 || gr_list_add(reader->rows, row) < 0)
		return GRANT_ENOMEM;
	return 0;
}

/* ---- lines ---- */

/* The colon that ends a label, half or full width; *after is behind it. */
static const char *find_colon(const char *line, const char **after)
{
	const char *half = strchr(line, ':'), *full = strstr(line, "：");

	if (half && (!full || half < full)) {
		*after = half + 1;
		return half;
	}
	*after = full ? full + strlen("：") : NULL;
	return full;
}

static bool is_field_there(const struct form_reader *reader, const struct gr_form_field *field)
{
	return gr_value_at(reader->out, field->field) != NULL;
}

static int open_field(struct form_reader *reader, const struct gr_form_field *field, const char *rest)
{
	int r = close_field(reader);

	if (r < 0)
		return r;
	reader->field = field;
	reader->field_line = reader->line;
	if (is_field_there(reader, field))
		find(reader, GR_F_FORM_FIELD_TWICE, reader->line, field->labels[0], NULL);
	if (!field->columns)
		gr_buf_text_append(&reader->value, rest);
	else if (!gr_text_is_blank(rest))
		return read_columns(reader, rest);
	return gr_buf_ok(&reader->value);
}

/* A short text before a colon, behind an empty line, was meant as a label. */
static void warn_unknown(struct form_reader *reader, const char *line, const char *colon)
{
	gr_autofree_text char *label = gr_text_trim(line, (size_t)(colon - line));

	if (label && label[0] && reader->after_blank && gr_utf8_count(label) <= 12 && !strchr(label, ' '))
		find(reader, GR_F_FORM_LABEL_UNKNOWN, reader->line, label, NULL);
}

static int continue_field(struct form_reader *reader, const char *line)
{
	if (!reader->field) {
		if (!gr_text_is_blank(line)) {
			gr_autofree_text char *cut = gr_strndup(line, gr_utf8_cut(line, 60));

			find(reader, GR_F_FORM_TEXT_OUTSIDE, reader->line, cut ? cut : "", NULL);
		}
		return 0;
	}
	if (reader->field->columns) {
		if (gr_text_is_blank(line))
			return 0;
		return reader->columns ? read_row(reader, line) : read_columns(reader, line);
	}
	gr_buf_byte(&reader->value, '\n');
	gr_buf_text_append(&reader->value, line);
	return gr_buf_ok(&reader->value);
}

static int read_line(struct form_reader *reader, const char *line)
{
	const char *after, *colon = find_colon(line, &after);
	const struct gr_form_field *field = NULL;
	bool in_wan = false;
	int r;

	if (colon) {
		gr_autofree_text char *key = gr_form_key(line, (size_t)(colon - line));

		field = key && key[0] ? gr_form_find(reader->form, key, &in_wan) : NULL;
	}
	if (field) {
		r = open_field(reader, field, after);
		reader->in_wan = in_wan;
		reader->after_blank = false;
		return r;
	}
	if (colon && !(reader->field && reader->field->columns))
		warn_unknown(reader, line, colon);
	r = continue_field(reader, line);
	reader->after_blank = gr_text_is_blank(line);
	return r;
}

int gr_form_read_text(gr_value **out, grant_findings *findings, const struct gr_buf *text, const struct gr_form *form)
{
	struct form_reader reader = { .form = form, .findings = findings, .value = GR_BUF_INIT, .after_blank = true };
	const char *at = gr_buf_text(text);
	int r;

	reader.out = gr_map_new();
	r = reader.out ? 0 : GRANT_ENOMEM;
	while (r == 0 && *at) {
		size_t size = strcspn(at, "\n");
		gr_autofree_text char *line = gr_strndup(at, size);

		reader.line++;
		r = line ? read_line(&reader, line) : GRANT_ENOMEM;
		at += size + (at[size] == '\n');
	}
	if (r == 0)
		r = close_field(&reader);
	gr_value_free(reader.columns);
	gr_value_free(reader.rows);
	gr_buf_free(&reader.value);
	if (r < 0) {
		gr_value_free(reader.out);
		return r;
	}
	*out = reader.out;
	return gr_findings_result(findings);
}
