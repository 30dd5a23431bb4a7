/* SPDX-License-Identifier: Apache-2.0 */
/* The cells of one sheet, with what they show, and its merged ranges. Not here: what the cells mean (form-xlsx.c). */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/xlsx.h"

/* What the text that comes belongs to. */
enum collected { NOTHING, A_VALUE, AN_INLINE_TEXT };

struct sheet_reader {
	struct gr_book *book;
	struct gr_xlsx_sheet *sheet;
	const char **wrong;
	uint32_t row, column; /* of the cell that is read */
	uint32_t row_number; /* of the row, from 1; 0: none yet */
	uint32_t next_column;
	char type[12];        /* of the cell: "n", "s", "str", "inlineStr", "b", "e", "d" */
	enum gr_cell_format format;
	bool is_formula, in_cell, in_phonetic;
	enum collected collected;
	struct gr_buf text;
};

static int refuse(struct sheet_reader *reader, const char *what)
{
	*reader->wrong = what;
	return GRANT_EINPUT;
}

/* ---- places ---- */

/* "B5"; *end is behind it. */
static bool read_place(uint32_t *row, uint32_t *column, const char *at, const char **end)
{
	uint64_t number = 0, letters = 0;

	for (; *at == '$'; at++)
		;
	for (; *at >= 'A' && *at <= 'Z' && letters <= GR_XLSX_COLUMNS; at++)
		letters = letters * 26 + (uint64_t)(*at - 'A' + 1);
	for (; *at == '$'; at++)
		;
	for (; *at >= '0' && *at <= '9' && number <= GR_XLSX_ROWS; at++)
		number = number * 10 + (uint64_t)(*at - '0');
	if (letters == 0 || letters > GR_XLSX_COLUMNS || number == 0 || number > GR_XLSX_ROWS)
		return false;
	*row = (uint32_t)number - 1;
	*column = (uint32_t)letters - 1;
	*end = at;
	return true;
}

void gr_xlsx_cell_name(char out[GR_CELL_NAME_SIZE], uint32_t row, uint32_t column)
{
	char letters[8];
	size_t at = sizeof(letters) - 1;

	letters[at] = '\0';
	for (uint32_t rest = column + 1; rest > 0 && at > 0; rest = (rest - 1) / 26)
		letters[--at] = (char)('A' + (rest - 1) % 26);
	snprintf(out, GR_CELL_NAME_SIZE, "%s%u", letters + at, (unsigned)row + 1);
}

static int add_merge(struct sheet_reader *reader, const char *reference)
{
	struct gr_xlsx_sheet *sheet = reader->sheet;
	struct gr_range range;
	const char *end;

	if (!reference || !read_place(&range.first_row, &range.first_column, reference, &end) || *end != ':' ||
	    !read_place(&range.last_row, &range.last_column, end + 1, &end) || range.last_row < range.first_row ||
	    range.last_column < range.first_column)
		return 0;
	if (sheet->merge_count == GR_XLSX_MERGES)
		return refuse(reader, N_("a sheet has too many merged cells"));
	if (sheet->merge_count == sheet->merge_capacity) {
		size_t capacity = sheet->merge_capacity ? sheet->merge_capacity * 2 : 32;
		struct gr_range *merges = gr_resize_array(sheet->merges, capacity, sizeof(*merges));

		if (!merges)
			return GRANT_ENOMEM;
		sheet->merges = merges;
		sheet->merge_capacity = capacity;
	}
	sheet->merges[sheet->merge_count++] = range;
	return 0;
}

/* ---- cells ---- */

static int add_cell(struct sheet_reader *reader, enum gr_cell_kind kind, char *text, bool is_shared)
{
	struct gr_xlsx_sheet *sheet = reader->sheet;
	struct gr_cell *cells;

	if (reader->book->cell_count == GR_XLSX_CELLS)
		return refuse(reader, N_("it has too many cells"));
	if (sheet->count == sheet->capacity) {
		size_t capacity = sheet->capacity ? sheet->capacity * 2 : 256;

		cells = gr_resize_array(sheet->cells, capacity, sizeof(*cells));
		if (!cells)
			return GRANT_ENOMEM;
		sheet->cells = cells;
		sheet->capacity = capacity;
	}
	sheet->cells[sheet->count++] = (struct gr_cell){ .row = reader->row,
		                                         .column = reader->column,
		                                         .kind = kind,
		                                         .format = reader->format,
		                                         .is_formula = reader->is_formula,
		                                         .is_shared = is_shared,
		                                         .text = text };
	reader->book->cell_count++;
	return 0;
}

static int add_shared(struct sheet_reader *reader)
{
	int64_t index;

	if (!gr_whole_parse(&index, gr_buf_text(&reader->text)) || index < 0 || (size_t)index >= reader->book->string_count)
		return refuse(reader, N_("a cell names a text that is not there"));
	if (gr_text_is_blank(reader->book->strings[index]))
		return 0;
	return add_cell(reader, GR_CELL_TEXT, reader->book->strings[index], true);
}

static int add_own(struct sheet_reader *reader, enum gr_cell_kind kind)
{
	char *text = gr_xlsx_text(&reader->text);
	int r;

	if (!text)
		return GRANT_ENOMEM;
	r = gr_text_is_blank(text) ? 1 : add_cell(reader, kind, text, false);
	if (r != 0)
		gr_free(text);
	return r < 0 ? r : 0;
}

static int finish_cell(struct sheet_reader *reader)
{
	static const struct {
		const char *type;
		enum gr_cell_kind kind;
	} types[] = {
		{ "n", GR_CELL_NUMBER }, { "str", GR_CELL_TEXT }, { "inlineStr", GR_CELL_TEXT },
		{ "b", GR_CELL_BOOL },   { "e", GR_CELL_ERROR },  { "d", GR_CELL_TEXT },
	};

	if (reader->text.size == 0) {
		char *nothing = reader->is_formula && strcmp(reader->type, "n") == 0 ? gr_strdup("") : NULL;

		return nothing ? add_cell(reader, GR_CELL_UNKNOWN, nothing, false) : 0;
	}
	if (strcmp(reader->type, "s") == 0)
		return add_shared(reader);
	if (strcmp(reader->type, "d") == 0) /* 2018-04-01T00:00:00 */
		gr_buf_truncate(&reader->text, strcspn(gr_buf_text(&reader->text), "T"));
	for (size_t i = 0; i < GR_COUNT(types); i++)
		if (strcmp(reader->type, types[i].type) == 0)
			return add_own(reader, types[i].kind);
	return refuse(reader, N_("a cell is of an unknown type"));
}

static int start_cell(struct sheet_reader *reader, const char *const *attributes)
{
	const char *place = gr_xml_attribute(attributes, "r"), *type = gr_xml_attribute(attributes, "t");
	const char *style = gr_xml_attribute(attributes, "s"), *end = "";
	int64_t index = 0;

	reader->row = reader->row_number - 1;
	reader->column = reader->next_column;
	if (reader->row_number == 0 || (place && (!read_place(&reader->row, &reader->column, place, &end) || *end)) ||
	    reader->column >= GR_XLSX_COLUMNS || reader->row >= GR_XLSX_ROWS)
		return refuse(reader, N_("a cell lies outside of the sheet"));
	reader->next_column = reader->column + 1;
	snprintf(reader->type, sizeof(reader->type), "%s", type ? type : "n");
	if (style && !gr_whole_parse(&index, style))
		index = -1;
	reader->format = index >= 0 && (size_t)index < reader->book->style_count ? reader->book->styles[index] : GR_FORMAT_PLAIN;
	reader->is_formula = false;
	reader->in_cell = true;
	gr_buf_truncate(&reader->text, 0);
	return 0;
}

static int start_row(struct sheet_reader *reader, const char *const *attributes)
{
	const char *number = gr_xml_attribute(attributes, "r");
	int64_t row = (int64_t)reader->row_number + 1;

	if ((number && !gr_whole_parse(&row, number)) || row <= 0 || row > GR_XLSX_ROWS)
		return refuse(reader, N_("a cell lies outside of the sheet"));
	reader->row_number = (uint32_t)row;
	reader->next_column = 0;
	return 0;
}

static int start_element(void *payload, const char *name, const char *const *attributes)
{
	struct sheet_reader *reader = payload;

	reader->collected = NOTHING;
	if (strcmp(name, "row") == 0)
		return start_row(reader, attributes);
	if (strcmp(name, "c") == 0)
		return start_cell(reader, attributes);
	if (strcmp(name, "mergeCell") == 0)
		return add_merge(reader, gr_xml_attribute(attributes, "ref"));
	if (!reader->in_cell)
		return 0;
	if (strcmp(name, "f") == 0)
		reader->is_formula = true;
	else if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = true;
	else if (strcmp(name, "v") == 0)
		reader->collected = A_VALUE;
	else if (strcmp(name, "t") == 0 && !reader->in_phonetic)
		reader->collected = AN_INLINE_TEXT;
	return 0;
}

static int end_element(void *payload, const char *name)
{
	struct sheet_reader *reader = payload;

	reader->collected = NOTHING;
	if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = false;
	if (strcmp(name, "c") != 0 || !reader->in_cell)
		return 0;
	reader->in_cell = false;
	return finish_cell(reader);
}

static int take_text(void *payload, const char *text, size_t size)
{
	struct sheet_reader *reader = payload;
	bool is_inline = strcmp(reader->type, "inlineStr") == 0;

	if (reader->collected == NOTHING || is_inline != (reader->collected == AN_INLINE_TEXT))
		return 0;
	if (reader->text.size + size > GR_XLSX_CELL_BYTES)
		return refuse(reader, N_("a cell holds too much text"));
	gr_buf_append(&reader->text, text, size);
	return gr_buf_ok(&reader->text);
}

/* ---- the sheet ---- */

static int compare_places(uint32_t a_row, uint32_t a_column, uint32_t b_row, uint32_t b_column)
{
	if (a_row != b_row)
		return a_row < b_row ? -1 : 1;
	return a_column < b_column ? -1 : a_column > b_column;
}

static int compare_cells(const void *a, const void *b)
{
	const struct gr_cell *first = a, *second = b;

	return compare_places(first->row, first->column, second->row, second->column);
}

int gr_xlsx_sheet_read(struct gr_book *book, struct gr_xlsx_sheet *sheet, const struct gr_buf *bytes, const char **wrong)
{
	struct sheet_reader reader = {
		.book = book, .sheet = sheet, .wrong = wrong, .text = GR_BUF_INIT
	};
	const struct gr_xml_handler handler = { start_element, end_element, take_text, &reader };
	int r = book->walk(bytes, &handler, wrong);

	gr_buf_free(&reader.text);
	if (r < 0)
		return r;
	gr_sort(sheet->cells, sheet->count, sizeof(*sheet->cells), compare_cells);
	for (size_t i = 1; i < sheet->count; i++) {
		if (compare_cells(&sheet->cells[i - 1], &sheet->cells[i]) == 0) {
			*wrong = N_("a cell stands there twice");
			return GRANT_EINPUT;
		}
	}
	return 0;
}

const struct gr_cell *gr_xlsx_cell_at(const struct gr_xlsx_sheet *sheet, uint32_t row, uint32_t column)
{
	size_t low = 0, high = sheet->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct gr_cell *cell = &sheet->cells[middle];
		int order = compare_places(cell->row, cell->column, row, column);

		if (order == 0)
			return cell;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct gr_range gr_xlsx_range_of(const struct gr_xlsx_sheet *sheet, uint32_t row, uint32_t column)
{
	for (size_t i = 0; i < sheet->merge_count; i++) {
		const struct gr_range *range = &sheet->merges[i];

		if (row >= range->first_row && row <= range->last_row && column >= range->first_column &&
		    column <= range->last_column)
			return *range;
	}
	return (struct gr_range){ row, column, row, column };
}
