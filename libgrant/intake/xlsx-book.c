/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of a workbook that its sheets are read by: the list of sheets, shared texts, number formats. Not here: the cells
 * (xlsx-sheet.c), the zip (xlsx-package.c).
 */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/xlsx.h"

struct book_reader {
	struct gr_book *book;
	const struct gr_package *package;
	const char **wrong;
	gr_value *relations;      /* id -> target */
	gr_value *formats;        /* id -> enum gr_cell_format */
	char *office;             /* the target of the package's own relation */
	struct gr_buf text;
	bool in_text, in_phonetic, in_cell_styles;
};

static int refuse(struct book_reader *reader, const char *what)
{
	*reader->wrong = what;
	return GRANT_EINPUT;
}

/* ---- attributes ---- */

const char *gr_xml_attribute(const char *const *attributes, const char *name)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (strcmp(attributes[i], name) == 0)
			return attributes[i + 1];
	return NULL;
}

const char *gr_xml_relation(const char *const *attributes)
{
	for (size_t i = 0; attributes[i]; i += 2)
		if (gr_text_ends(attributes[i], "/relationships\nid"))
			return attributes[i + 1];
	return NULL;
}

/* ---- texts ---- */

/* "_x000D_": a character that XML or a keyboard cannot hold. Its code point; 0: none. */
static int32_t escaped(const char *at)
{
	char digits[5];

	if (at[0] != '_' || at[1] != 'x' || strspn(at + 2, "0123456789abcdefABCDEF") < 4 || at[6] != '_')
		return 0;
	memcpy(digits, at + 2, 4);
	digits[4] = '\0';
	return (int32_t)strtol(digits, NULL, 16);
}

char *gr_xlsx_text(const struct gr_buf *raw)
{
	gr_auto_buf struct gr_buf plain = GR_BUF_INIT;
	const char *at = gr_buf_text(raw);
	char bytes[5];

	while (*at) {
		int32_t code_point = escaped(at);

		if (code_point != 0 && (code_point < 0xD800 || code_point > 0xDFFF)) {
			gr_utf8_encode(code_point, bytes);
			at += strlen("_x0000_");
		} else {
			bytes[0] = *at++;
			bytes[1] = '\0';
		}
		if (bytes[0] == '\r') {
			at += *at == '\n';
			bytes[0] = '\n';
		}
		gr_buf_text_append(&plain, bytes);
	}
	return gr_buf_ok(&plain) < 0 ? NULL : gr_text_nfc(gr_buf_text(&plain));
}

static int end_only(void *payload GR_UNUSED, const char *name GR_UNUSED)
{
	return 0;
}

static int add_string(struct book_reader *reader)
{
	struct gr_book *book = reader->book;
	size_t capacity = book->string_capacity ? book->string_capacity * 2 : 64;
	char **strings;

	if (book->string_count == GR_XLSX_STRINGS)
		return refuse(reader, N_("it has too many texts"));
	if (book->string_count == book->string_capacity) {
		strings = gr_resize_array(book->strings, capacity, sizeof(*strings));
		if (!strings)
			return GRANT_ENOMEM;
		book->strings = strings;
		book->string_capacity = capacity;
	}
	book->strings[book->string_count] = gr_xlsx_text(&reader->text);
	if (!book->strings[book->string_count])
		return GRANT_ENOMEM;
	book->string_count++;
	return 0;
}

static int start_string(void *payload, const char *name, const char *const *attributes GR_UNUSED)
{
	struct book_reader *reader = payload;

	if (strcmp(name, "si") == 0)
		gr_buf_truncate(&reader->text, 0);
	if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = true;
	reader->in_text = strcmp(name, "t") == 0 && !reader->in_phonetic;
	return 0;
}

static int end_string(void *payload, const char *name)
{
	struct book_reader *reader = payload;

	reader->in_text = false;
	if (strcmp(name, "rPh") == 0)
		reader->in_phonetic = false;
	return strcmp(name, "si") == 0 ? add_string(reader) : 0;
}

static int take_text(void *payload, const char *text, size_t size)
{
	struct book_reader *reader = payload;

	if (!reader->in_text)
		return 0;
	if (reader->text.size + size > GR_XLSX_CELL_BYTES)
		return refuse(reader, N_("a cell holds too much text"));
	gr_buf_append(&reader->text, text, size);
	return gr_buf_ok(&reader->text);
}

/* ---- number formats ---- */

static int add_style(struct book_reader *reader, const char *id_text)
{
	struct gr_book *book = reader->book;
	const gr_value *own = gr_map_get(reader->formats, id_text ? id_text : "0");
	int64_t format = 0;

	if (book->style_count == GR_XLSX_STYLES)
		return refuse(reader, N_("it has too many cell formats"));
	if (book->style_count == book->style_capacity) {
		size_t capacity = book->style_capacity ? book->style_capacity * 2 : 64;
		enum gr_cell_format *styles = gr_resize_array(book->styles, capacity, sizeof(*styles));

		if (!styles)
			return GRANT_ENOMEM;
		book->styles = styles;
		book->style_capacity = capacity;
	}
	if (own && gr_value_int64(&format, own) == 0)
		book->styles[book->style_count++] = (enum gr_cell_format)format;
	else if (id_text && gr_whole_parse(&format, id_text))
		book->styles[book->style_count++] = gr_format_of_builtin(format);
	else
		book->styles[book->style_count++] = GR_FORMAT_PLAIN;
	return 0;
}

static int start_style(void *payload, const char *name, const char *const *attributes)
{
	struct book_reader *reader = payload;
	const char *id = gr_xml_attribute(attributes, "numFmtId");
	const char *code = gr_xml_attribute(attributes, "formatCode");

	if (strcmp(name, "cellXfs") == 0)
		reader->in_cell_styles = true;
	if (strcmp(name, "xf") == 0 && reader->in_cell_styles)
		return add_style(reader, id);
	if (strcmp(name, "numFmt") != 0 || !id || !code || gr_value_count(reader->formats) > GR_XLSX_STYLES)
		return 0;
	return gr_map_set_int(reader->formats, id, (int64_t)gr_format_of_code(code));
}

static int end_style(void *payload, const char *name)
{
	struct book_reader *reader = payload;

	if (strcmp(name, "cellXfs") == 0)
		reader->in_cell_styles = false;
	return 0;
}

/* ---- relations ---- */

static int start_relation(void *payload, const char *name, const char *const *attributes)
{
	struct book_reader *reader = payload;
	const char *id = gr_xml_attribute(attributes, "Id"), *target = gr_xml_attribute(attributes, "Target");
	const char *type = gr_xml_attribute(attributes, "Type"), *mode = gr_xml_attribute(attributes, "TargetMode");

	if (strcmp(name, "Relationship") != 0 || !id || !target || !type || (mode && strcmp(mode, "External") == 0))
		return 0;
	if (gr_text_ends(type, "/officeDocument") && !reader->office) {
		reader->office = gr_strdup(target);
		return reader->office ? 0 : GRANT_ENOMEM;
	}
	if (gr_text_ends(type, "/sharedStrings"))
		id = "strings";
	else if (gr_text_ends(type, "/styles"))
		id = "styles";
	else if (!gr_text_ends(type, "/worksheet"))
		return 0;
	return gr_value_count(reader->relations) > GR_XLSX_PARTS ? 0 : gr_map_set_text(reader->relations, id, target);
}

static size_t folder_size(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

/* A target beside `base` ("xl/workbook.xml"): "worksheets/sheet1.xml", "/xl/styles.xml", "../x.xml". Yours. */
static char *resolve(const char *base, const char *target)
{
	size_t folder = folder_size(base);

	if (*target == '/')
		return gr_strdup(target + 1);
	for (; gr_text_starts(target, "./"); target += 2)
		;
	for (; gr_text_starts(target, "../"); target += 3) {
		gr_autofree_text char *above = gr_strndup(base, folder ? folder - 1 : 0);

		if (!above)
			return NULL;
		folder = folder_size(above);
	}
	return gr_format("%.*s%s", (int)folder, base, target);
}

static const struct gr_buf *related_part(struct book_reader *reader, const char *id, const char *usual)
{
	const char *target = gr_map_text(reader->relations, id);
	gr_autofree_text char *path = resolve(reader->office, target ? target : usual);

	return path ? gr_package_part(reader->package, path) : NULL;
}

/* ---- the list of sheets ---- */

static int add_sheet(struct book_reader *reader, const char *const *attributes)
{
	struct gr_book *book = reader->book;
	const char *name = gr_xml_attribute(attributes, "name"), *state = gr_xml_attribute(attributes, "state");
	const char *id = gr_xml_relation(attributes);
	const struct gr_buf *part = id ? related_part(reader, id, "") : NULL;

	if (!part || (state && strcmp(state, "visible") != 0))
		return 0;
	if (book->count == GR_XLSX_SHEETS)
		return refuse(reader, N_("it has too many sheets"));
	book->sheets[book->count].name = gr_text_nfc(name ? name : "");
	if (!book->sheets[book->count].name)
		return GRANT_ENOMEM;
	return gr_xlsx_sheet_read(book, &book->sheets[book->count++], part, reader->wrong);
}

static int start_workbook(void *payload, const char *name, const char *const *attributes)
{
	struct book_reader *reader = payload;
	const char *is_1904 = gr_xml_attribute(attributes, "date1904");

	if (strcmp(name, "workbookPr") == 0 && is_1904)
		reader->book->is_1904 = strcmp(is_1904, "1") == 0 || strcmp(is_1904, "true") == 0;
	return strcmp(name, "sheet") == 0 ? add_sheet(reader, attributes) : 0;
}

/* ---- the steps ---- */

static int walk_part(struct book_reader *reader, const struct gr_buf *part, struct gr_xml_handler handler)
{
	handler.payload = reader;
	return part ? reader->book->walk(part, &handler, reader->wrong) : 0;
}

static int read_relations(struct book_reader *reader)
{
	static const struct gr_xml_handler handler = { start_relation, end_only, NULL, NULL };
	gr_autofree_text char *path = NULL;
	size_t folder;
	int r = walk_part(reader, gr_package_part(reader->package, "_rels/.rels"), handler);

	if (r == 0 && !reader->office)
		reader->office = gr_strdup("xl/workbook.xml");
	if (r < 0 || !reader->office)
		return r < 0 ? r : GRANT_ENOMEM;
	if (reader->office[0] == '/')
		memmove(reader->office, reader->office + 1, strlen(reader->office));
	folder = folder_size(reader->office);
	path = gr_format("%.*s_rels/%s.rels", (int)folder, reader->office, reader->office + folder);
	return path ? walk_part(reader, gr_package_part(reader->package, path), handler) : GRANT_ENOMEM;
}

static int read_parts(struct book_reader *reader)
{
	const struct gr_buf *workbook;
	int r = read_relations(reader);

	if (r < 0)
		return r;
	workbook = gr_package_part(reader->package, reader->office);
	if (!workbook)
		return refuse(reader, N_("it is no .xlsx file"));
	r = walk_part(reader, related_part(reader, "strings", "sharedStrings.xml"),
	              (struct gr_xml_handler){ start_string, end_string, take_text, NULL });
	if (r == 0)
		r = walk_part(reader, related_part(reader, "styles", "styles.xml"),
		              (struct gr_xml_handler){ start_style, end_style, NULL, NULL });
	if (r == 0)
		r = walk_part(reader, workbook, (struct gr_xml_handler){ start_workbook, end_only, NULL, NULL });
	return r;
}

int gr_book_read(struct gr_book *out, const struct gr_package *package, gr_xml_walker *walk, const char **wrong)
{
	struct book_reader reader = { .book = out, .package = package, .wrong = wrong, .text = GR_BUF_INIT };
	int r;

	memset(out, 0, sizeof(*out));
	out->walk = walk;
	out->sheets = gr_alloc_array(GR_XLSX_SHEETS, sizeof(*out->sheets));
	reader.relations = gr_map_new();
	reader.formats = gr_map_new();
	r = out->sheets && reader.relations && reader.formats ? read_parts(&reader) : GRANT_ENOMEM;
	gr_value_free(reader.relations);
	gr_value_free(reader.formats);
	gr_buf_free(&reader.text);
	gr_free(reader.office);
	if (r < 0)
		gr_book_clear(out);
	return r;
}

static void clear_sheet(struct gr_xlsx_sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++)
		if (!sheet->cells[i].is_shared)
			gr_free(sheet->cells[i].text);
	gr_free(sheet->cells);
	gr_free(sheet->merges);
	gr_free(sheet->name);
}

void gr_book_clear(struct gr_book *book)
{
	for (size_t i = 0; i < book->count; i++)
		clear_sheet(&book->sheets[i]);
	for (size_t i = 0; i < book->string_count; i++)
		gr_free(book->strings[i]);
	gr_free(book->sheets);
	gr_free(book->strings);
	gr_free(book->styles);
	memset(book, 0, sizeof(*book));
}
