/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libxlsxwriter behind calls of our own; no other file knows it. It takes sizes as floating point: only whole numbers go in, and no
 * amount of money ever does. It writes to a file: to one in memory that has no name. Its numbers come out by the locale, so that the
 * thread has the C locale's meanwhile.
 */
#include "format/workbook.h"

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/error.h"
#include "base/mem.h"

#define A4 9

struct gr_workbook {
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *looks[GR_LOOK_COUNT];
	int fd;
	lxw_error failed; /* the first one */
	locale_t plain;
};

/* false: there is no sheet to write on, which was noted. */
static bool has_sheet(const gr_workbook *book)
{
	return book->sheet != NULL;
}

static void note(gr_workbook *book, lxw_error code)
{
	if (book->failed == LXW_NO_ERROR)
		book->failed = code;
}

/* ---- looks ---- */

static const struct {
	unsigned size, color, background;
	const char *format;
	bool is_bold, is_input, is_wrapped, is_centred;
} look_rows[GR_LOOK_COUNT] = {
	[GR_LOOK_PLAIN] = { .size = 11, .is_wrapped = true },
	[GR_LOOK_TITLE] = { .size = 16, .is_bold = true, .is_centred = true },
	[GR_LOOK_LABEL] = { .size = 11, .is_bold = true, .background = 0xEAF1F8, .is_input = true, .is_wrapped = true },
	[GR_LOOK_HEAD] = { .size = 11, .is_bold = true, .background = 0xDCE6F1, .is_input = true, .is_wrapped = true,
	                   .is_centred = true },
	[GR_LOOK_GUIDE] = { .size = 9, .color = 0x595959, .is_wrapped = true },
	[GR_LOOK_INPUT] = { .size = 11, .format = "@", .is_input = true, .is_wrapped = true },
	[GR_LOOK_LONG] = { .size = 11, .format = "@", .is_input = true, .is_wrapped = true },
	[GR_LOOK_MONEY] = { .size = 11, .format = "#,##0.00", .is_input = true },
	[GR_LOOK_NUMBER] = { .size = 11, .is_input = true },
	[GR_LOOK_DATE] = { .size = 11, .format = "yyyy\\-mm\\-dd", .is_input = true },
	[GR_LOOK_SUM] = { .size = 11, .format = "#,##0.00", .background = 0xF2F2F2, .is_input = true },
};

static lxw_format *make_look(lxw_workbook *book, enum gr_look_of look)
{
	lxw_format *format = workbook_add_format(book);

	if (!format)
		return NULL;
	format_set_font_name(format, "宋体");
	format_set_font_size(format, look_rows[look].size);
	format_set_align(format, look == GR_LOOK_LONG ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
	if (look_rows[look].color)
		format_set_font_color(format, look_rows[look].color);
	if (look_rows[look].background)
		format_set_bg_color(format, look_rows[look].background);
	if (look_rows[look].format)
		format_set_num_format(format, look_rows[look].format);
	if (look_rows[look].is_bold)
		format_set_bold(format);
	if (look_rows[look].is_wrapped)
		format_set_text_wrap(format);
	if (look_rows[look].is_centred)
		format_set_align(format, LXW_ALIGN_CENTER);
	if (look_rows[look].is_wrapped && !look_rows[look].is_centred)
		format_set_indent(format, 1);
	if (look_rows[look].is_input) {
		format_set_border(format, LXW_BORDER_THIN);
		format_set_border_color(format, 0x7F7F7F);
	}
	return format;
}

/* ---- the workbook ---- */

static int open_book(gr_workbook *book, int64_t created)
{
	lxw_doc_properties properties = { .created = (time_t)created };
	char path[40];

	book->fd = memfd_create("workbook", MFD_CLOEXEC);
	if (book->fd < 0)
		return gr_fail_errno(errno, _("the workbook cannot be made"));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", book->fd);
	book->plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
	book->book = book->plain ? workbook_new(path) : NULL;
	if (!book->book)
		return gr_fail_memory();
	note(book, workbook_set_properties(book->book, &properties));
	for (int i = 0; i < GR_LOOK_COUNT; i++) {
		book->looks[i] = make_look(book->book, (enum gr_look_of)i);
		if (!book->looks[i])
			return gr_fail_memory();
	}
	return 0;
}

int gr_workbook_new(gr_workbook **out, int64_t created)
{
	gr_workbook *book = gr_alloc(sizeof(*book));
	int r;

	if (!book)
		return GRANT_ENOMEM;
	book->fd = -1;
	r = open_book(book, created);
	if (r < 0) {
		gr_workbook_free(book);
		return r;
	}
	*out = book;
	return 0;
}

void gr_workbook_free(gr_workbook *book)
{
	if (!book)
		return;
	lxw_workbook_free(book->book);
	if (book->plain)
		freelocale(book->plain);
	if (book->fd >= 0)
		close(book->fd);
	gr_free(book);
}

static int read_back(struct gr_buf *out, int fd)
{
	char block[16384];
	ssize_t got = 1;

	if (lseek(fd, 0, SEEK_SET) < 0)
		return gr_fail_errno(errno, _("the workbook cannot be made"));
	while (got > 0 || (got < 0 && errno == EINTR)) {
		got = read(fd, block, sizeof(block));
		if (got > 0)
			gr_buf_append(out, block, (size_t)got);
	}
	return got < 0 ? gr_fail_errno(errno, _("the workbook cannot be made")) : gr_buf_ok(out);
}

int gr_workbook_finish(struct gr_buf *out, gr_workbook *book)
{
	lxw_error wrong = book->failed;
	locale_t own = uselocale(book->plain);
	lxw_error closed = workbook_close(book->book); /* frees it in any case */
	int r = 0;

	uselocale(own);
	book->book = NULL;
	if (wrong != LXW_NO_ERROR)
		r = gr_fail(GRANT_EINTERNAL, "the workbook: %s", lxw_strerror(wrong));
	else if (closed != LXW_NO_ERROR)
		r = gr_fail(GRANT_EIO, _("the workbook cannot be made: %s"), lxw_strerror(closed));
	else
		r = read_back(out, book->fd);
	gr_workbook_free(book);
	return r;
}

/* ---- sheets ---- */

void gr_workbook_sheet(gr_workbook *book, const char *name, bool is_wide)
{
	lxw_worksheet *sheet = workbook_add_worksheet(book->book, name);

	if (!sheet) {
		note(book, LXW_ERROR_PARAMETER_VALIDATION);
		return;
	}
	book->sheet = sheet;
	worksheet_set_paper(sheet, A4);
	worksheet_fit_to_pages(sheet, 1, 0);
	if (is_wide)
		worksheet_set_landscape(sheet);
}

void gr_workbook_hide_sheet(gr_workbook *book)
{
	if (!has_sheet(book))
		return;
	worksheet_hide(book->sheet);
}

void gr_workbook_width(gr_workbook *book, unsigned column, unsigned characters)
{
	if (has_sheet(book))
		note(book, worksheet_set_column(book->sheet, (lxw_col_t)column, (lxw_col_t)column, characters, NULL));
}

void gr_workbook_height(gr_workbook *book, unsigned row, unsigned points)
{
	if (has_sheet(book))
		note(book, worksheet_set_row(book->sheet, row, points, NULL));
}

void gr_workbook_keep_rows(gr_workbook *book, unsigned rows)
{
	if (!has_sheet(book))
		return;
	worksheet_freeze_panes(book->sheet, rows, 0);
	note(book, worksheet_repeat_rows(book->sheet, 0, rows - 1));
}

/* ---- cells ---- */

void gr_workbook_text(gr_workbook *book, unsigned row, unsigned column, enum gr_look_of look, const char *text)
{
	if (has_sheet(book))
		note(book, worksheet_write_string(book->sheet, row, (lxw_col_t)column, text, book->looks[look]));
}

void gr_workbook_wide_text(gr_workbook *book, unsigned row, unsigned column, unsigned last_column, enum gr_look_of look,
                           const char *text)
{
	if (has_sheet(book))
		note(book, worksheet_merge_range(book->sheet, row, (lxw_col_t)column, row, (lxw_col_t)last_column, text,
	                                 book->looks[look]));
}

/* An empty result makes every program work the formula out when it opens the file. */
void gr_workbook_formula(gr_workbook *book, unsigned row, unsigned column, enum gr_look_of look, const char *formula)
{
	if (has_sheet(book))
		note(book, worksheet_write_formula_str(book->sheet, row, (lxw_col_t)column, formula, book->looks[look], ""));
}

void gr_workbook_blank(gr_workbook *book, unsigned row, unsigned column, enum gr_look_of look)
{
	if (has_sheet(book))
		note(book, worksheet_write_blank(book->sheet, row, (lxw_col_t)column, book->looks[look]));
}

/* ---- checks ---- */

/* libxlsxwriter takes its texts without const and does not change them. */
static char *unconst(const char *text)
{
	return (char *)(uintptr_t)text;
}

/*
 * libxlsxwriter (1.1.4, and its sources later) copies the formula of a list twice and forgets one of the copies. That of a length it
 * copies once; so a list is added as one and then called what it is.
 */
static void make_list(lxw_worksheet *sheet)
{
	lxw_data_val_obj *last = NULL, *each;

	STAILQ_FOREACH(each, sheet->data_validations, list_pointers)
		last = each;
	if (last) {
		last->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
		last->criteria = LXW_VALIDATION_CRITERIA_NONE;
	}
}

void gr_workbook_check(gr_workbook *book, unsigned row, unsigned last_row, unsigned column,
                       const struct gr_cell_check *check)
{
	lxw_data_validation rule = { .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
		                     .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING };

	switch (check->type) {
	case GR_CHECK_LIST:
		rule.validate = LXW_VALIDATION_TYPE_LENGTH_FORMULA;
		rule.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
		rule.value_formula = unconst(check->list);
		break;
	case GR_CHECK_LENGTH:
		rule.validate = LXW_VALIDATION_TYPE_LENGTH;
		rule.criteria = LXW_VALIDATION_CRITERIA_LESS_THAN_OR_EQUAL_TO;
		rule.error_type = LXW_VALIDATION_ERROR_TYPE_STOP;
		rule.value_number = check->most;
		break;
	case GR_CHECK_NUMBER:
		rule.validate = LXW_VALIDATION_TYPE_DECIMAL_FORMULA;
		rule.value_formula = unconst("=0");
		break;
	case GR_CHECK_DATE:
		rule.validate = LXW_VALIDATION_TYPE_DATE_FORMULA;
		rule.value_formula = unconst("=DATE(1990,1,1)");
		break;
	}
	rule.error_title = unconst("请检查");
	rule.error_message = unconst(check->message);
	if (!has_sheet(book))
		return;
	note(book, worksheet_data_validation_range(book->sheet, row, (lxw_col_t)column, last_row, (lxw_col_t)column, &rule));
	if (check->type == GR_CHECK_LIST && book->failed == LXW_NO_ERROR)
		make_list(book->sheet);
}
