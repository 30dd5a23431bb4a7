/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a filled-in CSV file. Not here: what its rows become. */
#include "work/sheet.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "format/format.h"
#include "intake/intake.h"

static char *join(const char *const *words)
{
	struct gr_buf text = GR_BUF_INIT;

	for (size_t i = 0; words[i]; i++)
		gr_buf_printf(&text, "%s%s", i ? ", " : "", words[i]);
	return gr_buf_steal(&text);
}

static bool is_known(const char *const *known, const char *name)
{
	for (size_t i = 0; known[i]; i++)
		if (strcmp(known[i], name) == 0)
			return true;
	return false;
}

bool gr_sheet_has(const struct gr_sheet *sheet, const char *column)
{
	return gr_list_has(sheet->columns, column);
}

static int read_header(struct gr_sheet *sheet, grant_findings *findings, const char *const *known)
{
	const gr_value *header = gr_value_item(sheet->rows, 0);
	struct gr_place place = { .file = sheet->file, .line = gr_value_line(header) };
	gr_autofree_text char *words = known ? join(known) : gr_strdup("");

	if (!words)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < gr_value_count(header); i++) {
		const char *cell = gr_value_text(gr_value_item(header, i));
		gr_autofree_text char *name = gr_text_trim(cell, strlen(cell));

		if (!name)
			return GRANT_ENOMEM;
		if (name[0] && known && !is_known(known, name))
			gr_findings_add(findings, GR_F_CSV_COLUMN, &place, name, words, NULL);
		else if (name[0] && gr_list_has(sheet->columns, name))
			gr_findings_add(findings, GR_F_FORM_FIELD_TWICE, &place, name, NULL);
		if (gr_list_add(sheet->columns, gr_text_new(name)) < 0)
			return GRANT_ENOMEM;
	}
	return 0;
}

static void check_missing(const struct gr_sheet *sheet, grant_findings *findings, const char *const *known,
                          size_t required)
{
	struct gr_place place = { .file = sheet->file, .line = 1 };

	for (size_t i = 0; known && i < required && known[i]; i++)
		if (!gr_list_has(sheet->columns, known[i]))
			gr_findings_add(findings, GR_F_CSV_COLUMN_MISSING, &place, known[i], NULL);
}

/* A comma that was typed into a cell, or left out, would move every number behind it into a column that it was not meant for. */
static int find_fitting(struct gr_sheet *sheet, grant_findings *findings)
{
	size_t columns = gr_value_count(gr_value_item(sheet->rows, 0)), rows = gr_value_count(sheet->rows);

	sheet->fitting = gr_alloc_array(rows + 1, sizeof(*sheet->fitting));
	if (!sheet->fitting)
		return GRANT_ENOMEM;
	for (size_t at = 1; at < rows; at++) {
		const gr_value *row = gr_value_item(sheet->rows, at);
		struct gr_place place = { .file = sheet->file, .line = gr_value_line(row) };
		size_t cells = gr_value_count(row);
		char is[24], must[24];

		if (cells == columns) {
			sheet->fitting[sheet->count++] = at;
			continue;
		}
		snprintf(is, sizeof(is), "%zu", cells);
		snprintf(must, sizeof(must), "%zu", columns);
		gr_findings_add(findings, GR_F_CSV_ROW_CELLS, &place, is, must, NULL);
	}
	return 0;
}

static int read_rows(struct gr_sheet *sheet, grant_findings *findings)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	struct gr_place place = { .file = sheet->file };
	int r = gr_file_read(&bytes, sheet->file, GR_SHEET_MAX_BYTES);

	if (r < 0)
		return r;
	r = gr_text_decode(&text, gr_buf_text(&bytes), bytes.size);
	if (r == GRANT_EINPUT) {
		gr_findings_add(findings, GR_F_CSV_ENCODING, &place, NULL);
		return r;
	}
	if (r == 0)
		r = gr_csv_read(&sheet->rows, gr_buf_text(&text), text.size);
	if (r == GRANT_EINPUT) {
		place.line = grant_error_line(grant_error_last());
		gr_findings_add(findings, GR_F_CSV_ROW, &place, grant_error_message(grant_error_last()), NULL);
	}
	return r;
}

int gr_sheet_read(struct gr_sheet *out, grant_findings *findings, const char *file, const char *const *known,
                  size_t required)
{
	struct gr_sheet sheet = { .file = file };
	bool has_header = false;
	int r = read_rows(&sheet, findings);

	if (r == 0) {
		sheet.columns = gr_list_new();
		r = sheet.columns ? 0 : GRANT_ENOMEM;
	}
	if (r == 0 && gr_value_count(sheet.rows) > 0)
		r = read_header(&sheet, findings, known);
	if (r == 0) {
		check_missing(&sheet, findings, known, required);
		has_header = grant_findings_count_from(findings, GRANT_ERROR) == 0;
		r = find_fitting(&sheet, findings);
	}
	if (r == 0 && !has_header)
		r = gr_findings_result(findings);
	if (r < 0) {
		gr_sheet_clear(&sheet);
		return r;
	}
	*out = sheet;
	return 0;
}

void gr_sheet_clear(struct gr_sheet *sheet)
{
	gr_value_free(sheet->rows);
	gr_value_free(sheet->columns);
	gr_free(sheet->fitting);
	sheet->rows = sheet->columns = NULL;
	sheet->fitting = NULL;
	sheet->count = 0;
}

size_t gr_sheet_rows(const struct gr_sheet *sheet)
{
	return sheet->count;
}

char *gr_sheet_cell_at(const struct gr_sheet *sheet, size_t row, size_t column)
{
	const char *text = gr_value_text(gr_value_item(gr_value_item(sheet->rows, sheet->fitting[row]), column));

	/* an export defuses formulas by ' in front */
	if (text && text[0] == '\'' && text[1] && strchr("=+-@", text[1]))
		text++;
	return gr_text_trim(text ? text : "", text ? strlen(text) : 0);
}

char *gr_sheet_cell(const struct gr_sheet *sheet, size_t row, const char *column)
{
	for (size_t i = 0; i < gr_value_count(sheet->columns); i++)
		if (strcmp(gr_value_text(gr_value_item(sheet->columns, i)), column) == 0)
			return gr_sheet_cell_at(sheet, row, i);
	return gr_strdup("");
}

size_t gr_sheet_line(const struct gr_sheet *sheet, size_t row)
{
	return gr_value_line(gr_value_item(sheet->rows, sheet->fitting[row]));
}

void gr_sheet_wrong(const struct gr_sheet *sheet, grant_findings *findings, size_t row)
{
	struct gr_place place = { .file = sheet->file, .line = gr_sheet_line(sheet, row) };

	gr_findings_add(findings, GR_F_CSV_ROW, &place, grant_error_message(grant_error_last()), NULL);
	gr_error_clear();
}
