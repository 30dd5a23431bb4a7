/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of records as aligned columns or as CSV. Not here: which columns there are (the commands). */
#include "table.h"

#include <string.h>

#include "term.h"
#include "text.h"
#include "width.h"
#include "words.h"

#define GAP 2
#define NARROWEST 10
#define COMMIT_FIGURES 10

struct table {
	struct cli *cli;
	const struct column *columns;
	size_t width; /* columns that are shown */
	char **cells; /* row by row */
	size_t count; /* of cells */
};

/* ---- cells ---- */

static bool is_figure(enum column_kind kind)
{
	return kind == COLUMN_MONEY || kind == COLUMN_NUMBER;
}

char *table_cell(const struct column *column, const grant_record *row)
{
	const grant_record *value = grant_record_at(row, column->path);
	const char *text = grant_record_text(value, "");

	switch (column->kind) {
	case COLUMN_TITLE:
		return text_safe_lines(words_title(value));
	case COLUMN_WORDS:
		return words_join(value, ", ", true);
	case COLUMN_IDS:
		return words_join(value, ", ", false);
	case COLUMN_YES:
		return text_copy(grant_record_is_true(value, "") ? _("yes") : "");
	case COLUMN_WORD:
		return text_safe_lines(text ? words_label(text) : "");
	case COLUMN_MONEY:
		return words_money(text ? text : "");
	case COLUMN_TIME:
		return words_time(text ? text : "");
	case COLUMN_COMMIT:
		return text_copy_size(text ? text : "", text ? strnlen(text, COMMIT_FIGURES) : 0);
	case COLUMN_NUMBER:
		return text_copy(text ? text : "–");
	case COLUMN_TEXT:
		break;
	}
	return text_safe_lines(text ? text : "");
}

/* A table has one line per row. */
static char *one_line(char *text)
{
	for (char *at = text; *at; at++)
		if (*at == '\n' || *at == '\r' || *at == '\t')
			*at = ' ';
	for (size_t size = strlen(text); size > 0 && text[size - 1] == ' '; size--)
		text[size - 1] = '\0';
	return text;
}

/* ---- the table ---- */

struct table *table_new(struct cli *cli, const struct column *columns)
{
	struct table *table = memory_new(1, sizeof(*table));

	table->cli = cli;
	table->columns = columns;
	while (columns[table->width].header && !columns[table->width].only_csv)
		table->width++;
	return table;
}

void table_add(struct table *table, const grant_record *row)
{
	table->cells = memory_grow(table->cells, table->count + table->width, sizeof(*table->cells));
	for (size_t i = 0; i < table->width; i++)
		table->cells[table->count++] = one_line(table_cell(&table->columns[i], row));
}

void table_add_texts(struct table *table, const char *const *texts)
{
	table->cells = memory_grow(table->cells, table->count + table->width, sizeof(*table->cells));
	for (size_t i = 0; i < table->width; i++)
		table->cells[table->count++] = one_line(text_safe_lines(texts[i]));
}

bool table_is_empty(const struct table *table)
{
	return table->count == 0;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->count; i++)
		free(table->cells[i]);
	free(table->cells);
	free(table);
}

static void measure(const struct table *table, size_t *widths)
{
	for (size_t i = 0; i < table->width; i++)
		widths[i] = width_of(_(table->columns[i].header));
	for (size_t i = 0; i < table->count; i++) {
		size_t width = width_of(table->cells[i]);

		if (width > widths[i % table->width])
			widths[i % table->width] = width;
	}
}

/* The widest column of text gives way until the table fits; figures, times and ids are never cut. */
static void fit(const struct table *table, size_t *widths, size_t screen)
{
	size_t total = table->width * GAP;

	for (size_t i = 0; i < table->width; i++)
		total += widths[i];
	while (total > screen + GAP) {
		size_t widest = table->width;

		for (size_t i = 1; i < table->width; i++) {
			enum column_kind kind = table->columns[i].kind;
			bool can_give = (kind == COLUMN_TEXT || kind == COLUMN_TITLE) && widths[i] > NARROWEST;

			if (can_give && (widest == table->width || widths[i] > widths[widest]))
				widest = i;
		}
		if (widest == table->width)
			return;
		widths[widest]--;
		total--;
	}
}

/* The last one is not filled up: no blanks at the end of a line. */
static void print_cell(const struct table *table, const char *text, size_t index, size_t width, bool is_last)
{
	bool to_the_right = is_figure(table->columns[index].kind);
	cleanup_text char *cut = width_cut(text, width);

	width_put(stdout, cut, is_last && !to_the_right ? 0 : width, to_the_right);
	if (!is_last)
		printf("%*s", GAP, "");
}

static void print_row(const struct table *table, char *const *cells, const size_t *widths, size_t indent)
{
	size_t last = table->width - 1;

	while (last > 0 && !*cells[last])
		last--;
	printf("%*s", (int)indent, "");
	for (size_t i = 0; i <= last; i++)
		print_cell(table, cells[i], i, widths[i], i == last);
	putchar('\n');
}

static void print_header(const struct table *table, const size_t *widths, size_t indent)
{
	printf("%*s%s", (int)indent, "", term_start(table->cli, stdout, TERM_BOLD));
	for (size_t i = 0; i < table->width; i++)
		print_cell(table, _(table->columns[i].header), i, widths[i], i + 1 == table->width);
	printf("%s\n", term_end(table->cli, stdout, TERM_BOLD));
}

void table_print(struct table *table, size_t indent)
{
	size_t *widths = memory_new(table->width, sizeof(*widths));
	size_t screen = term_columns(table->cli);

	measure(table, widths);
	if (screen > indent)
		fit(table, widths, screen - indent);
	print_header(table, widths, indent);
	for (size_t i = 0; i < table->count; i += table->width)
		print_row(table, table->cells + i, widths, indent);
	free(widths);
}

/* ---- CSV (RFC 4180) ---- */

static void csv_cell(FILE *file, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		fputs(text, file);
		return;
	}
	putc('"', file);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', file);
		putc(*text, file);
	}
	putc('"', file);
}

static const char *guard_of(const char *text)
{
	return text[0] && strchr("=+-@\t\r", text[0]) ? "'" : "";
}

/* A text that a spreadsheet would take for a formula gets a ' in front. */
static char *csv_text(const struct column *column, const grant_record *row)
{
	const grant_record *value = grant_record_at(row, column->path);
	const char *text = grant_record_text(value, "");
	bool is_free = column->kind == COLUMN_TEXT || column->kind == COLUMN_TITLE;

	if (column->kind == COLUMN_WORDS || column->kind == COLUMN_IDS)
		return words_join(value, " ", false);
	if (column->kind == COLUMN_TITLE)
		text = words_title(value);
	if (!text)
		return text_copy("");
	return text_format("%s%s", is_free ? guard_of(text) : "", text);
}

void csv_header(FILE *file, const struct column *columns)
{
	for (size_t i = 0; columns[i].header; i++) {
		if (i)
			putc(',', file);
		csv_cell(file, columns[i].path);
	}
	fputs("\r\n", file);
}

void csv_texts(FILE *file, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		cleanup_text char *text = text_format("%s%s", guard_of(texts[i]), texts[i]);

		if (i)
			putc(',', file);
		csv_cell(file, text);
	}
	fputs("\r\n", file);
}

void csv_row(FILE *file, const struct column *columns, const grant_record *row)
{
	for (size_t i = 0; columns[i].header; i++) {
		cleanup_text char *text = csv_text(&columns[i], row);

		if (i)
			putc(',', file);
		csv_cell(file, text);
	}
	fputs("\r\n", file);
}
