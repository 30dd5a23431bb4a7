/* SPDX-License-Identifier: Apache-2.0 */
/* CSV in and out. Not here: character sets (intake's text decoder hands over UTF-8), what the columns mean. */
#include "format/format.h"

#include <string.h>

#include "base/error.h"

/* ---- reading ---- */

struct parser {
	const char *at, *end;
	char separator;
	size_t line;
};

/* The separator that occurs most in the first line; a comma when in doubt. */
static char find_separator(const char *text, size_t size)
{
	static const char candidates[] = { ',', ';', '\t' };
	size_t counts[3] = { 0, 0, 0 }, best = 0;

	for (size_t i = 0; i < size && text[i] != '\n'; i++)
		for (size_t k = 0; k < sizeof(candidates); k++)
			counts[k] += text[i] == candidates[k];
	for (size_t k = 1; k < sizeof(candidates); k++)
		if (counts[k] > counts[best])
			best = k;
	return candidates[best];
}

static int read_quoted(struct parser *parser, struct gr_buf *cell)
{
	size_t begun = parser->line;

	for (parser->at++; parser->at < parser->end; parser->at++) {
		if (*parser->at == '"' && parser->at + 1 < parser->end && parser->at[1] == '"') {
			parser->at++;
		} else if (*parser->at == '"') {
			parser->at++;
			return 0;
		}
		parser->line += *parser->at == '\n';
		gr_buf_byte(cell, *parser->at);
	}
	return gr_error_at_line(gr_fail(GRANT_EINPUT, _("line %zu: a quotation mark is not closed"), begun), begun);
}

static bool is_cell_end(const struct parser *parser)
{
	return parser->at == parser->end || *parser->at == parser->separator || *parser->at == '\n' ||
	       (*parser->at == '\r' && parser->at + 1 < parser->end && parser->at[1] == '\n');
}

static int read_cell(struct parser *parser, gr_value *row)
{
	struct gr_buf cell = GR_BUF_INIT;
	int r = 0;

	if (parser->at < parser->end && *parser->at == '"')
		r = read_quoted(parser, &cell);
	while (r == 0 && !is_cell_end(parser))
		gr_buf_byte(&cell, *parser->at++);
	if (r == 0)
		r = gr_buf_ok(&cell);
	if (r == 0)
		r = gr_list_add(row, gr_text_new_size(gr_buf_text(&cell), cell.size));
	gr_buf_free(&cell);
	return r;
}

static int read_row(struct parser *parser, gr_value *row)
{
	int r;

	while ((r = read_cell(parser, row)) == 0) {
		if (parser->at < parser->end && *parser->at == parser->separator) {
			parser->at++;
			continue;
		}
		if (parser->at < parser->end && *parser->at == '\r')
			parser->at++;
		if (parser->at < parser->end) {
			parser->at++;
			parser->line++;
		}
		return 0;
	}
	return r;
}

static bool is_blank_row(const gr_value *row)
{
	for (size_t i = 0; i < gr_value_count(row); i++)
		if (gr_value_text(gr_value_item(row, i))[0])
			return false;
	return true;
}

int gr_csv_read(gr_value **out, const char *text, size_t size)
{
	struct parser parser = { text, text + size, find_separator(text, size), 1 };
	gr_auto_value gr_value *rows = gr_list_new();
	int r = rows ? 0 : GRANT_ENOMEM;

	while (r == 0 && parser.at < parser.end) {
		gr_value *row = gr_list_new();

		if (!row)
			return GRANT_ENOMEM;
		gr_value_set_line(row, parser.line);
		r = read_row(&parser, row);
		if (r < 0 || is_blank_row(row))
			gr_value_free(row);
		else
			r = gr_list_add(rows, row);
	}
	if (r == 0)
		*out = gr_steal_value(&rows);
	return r;
}

/* ---- writing ---- */

void gr_csv_begin(struct gr_csv_writer *writer, struct gr_buf *out)
{
	writer->out = out;
	writer->has_cell = false;
	gr_buf_text_append(out, "\xEF\xBB\xBF");
}

static void separate(struct gr_csv_writer *writer)
{
	if (writer->has_cell)
		gr_buf_byte(writer->out, ',');
	writer->has_cell = true;
}

static void write_cell(struct gr_csv_writer *writer, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		gr_buf_text_append(writer->out, text);
		return;
	}
	gr_buf_byte(writer->out, '"');
	for (; *text; text++) {
		if (*text == '"')
			gr_buf_byte(writer->out, '"');
		gr_buf_byte(writer->out, *text);
	}
	gr_buf_byte(writer->out, '"');
}

void gr_csv_text(struct gr_csv_writer *writer, const char *text)
{
	separate(writer);
	if (!text || !*text)
		return;
	if (!strchr("=+-@\t\r", text[0])) {
		write_cell(writer, text);
		return;
	}
	/* the mark goes inside the quotation */
	struct gr_buf marked = GR_BUF_INIT;

	gr_buf_byte(&marked, '\'');
	gr_buf_text_append(&marked, text);
	write_cell(writer, gr_buf_text(&marked));
	writer->out->failed = writer->out->failed || marked.failed;
	gr_buf_free(&marked);
}

void gr_csv_plain(struct gr_csv_writer *writer, const char *text)
{
	separate(writer);
	if (text)
		write_cell(writer, text);
}

void gr_csv_end_row(struct gr_csv_writer *writer)
{
	gr_buf_text_append(writer->out, "\r\n");
	writer->has_cell = false;
}
