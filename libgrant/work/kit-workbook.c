/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 申请表.xlsx of the kit: a sheet for each part of the form, with drop-down lists, checks, sums and guidance. What stands in it
 * follows from the round and the record table; the labels are those that the reader knows (intake/form-xlsx.c), and guidance
 * begins with "※", which it skips. Not here: how a workbook is written (format/workbook.c).
 */
#include "work/kit-workbook.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "format/workbook.h"
#include "model/model.h"

#define LISTS "选项"
#define BUDGET_ROWS 30
#define MILESTONE_ROWS 12
#define TABLE_HEAD 4 /* the row of a table's column names, from 0 */

struct kit {
	gr_workbook *book;
	const gr_value *round;
	char *category_list, *kind_list, *source_list; /* where their words stand on the sheet of lists */
};

static const char *zh_of(const gr_value *title)
{
	const char *zh = gr_map_text(title, "zh");

	return zh ? zh : gr_map_text(title, "en") ? gr_map_text(title, "en") : "";
}

static bool is_column_of(const char *path, const char *table)
{
	size_t size = strlen(table);

	return strncmp(path, table, size) == 0 && path[size] == '.';
}

static const struct gr_field *field_of(const char *path)
{
	return gr_field_at(gr_kind_get(GR_KIND_APPLICATION), path);
}

/* ---- the lists that cells choose from ---- */

static const struct gr_word *words_of(const char *path)
{
	return field_of(path)->word_list;
}

static unsigned count_words(const struct gr_word *words)
{
	unsigned count = 0;

	while (words[count].word)
		count++;
	return count;
}

/* "='选项'!$A$1:$A$4"; yours. */
static char *list_formula(char column, size_t count)
{
	return gr_format("='" LISTS "'!$%c$1:$%c$%zu", column, column, count ? count : 1);
}

static int name_lists(struct kit *kit)
{
	kit->category_list = list_formula('A', gr_value_count(gr_map_get(kit->round, "categories")));
	kit->kind_list = list_formula('B', count_words(words_of("organisation.kind")));
	kit->source_list = list_formula('C', count_words(words_of("budget.0.source")));
	return kit->category_list && kit->kind_list && kit->source_list ? 0 : GRANT_ENOMEM;
}

static void write_words(struct kit *kit, unsigned column, const struct gr_word *words)
{
	for (unsigned i = 0; words[i].word; i++)
		gr_workbook_text(kit->book, i, column, GR_LOOK_PLAIN, words[i].zh);
}

static void write_lists(struct kit *kit)
{
	const gr_value *categories = gr_map_get(kit->round, "categories");

	gr_workbook_sheet(kit->book, LISTS, false);
	for (unsigned i = 0; i < gr_value_count(categories); i++)
		gr_workbook_text(kit->book, i, 0, GR_LOOK_PLAIN, zh_of(gr_map_get(gr_value_item(categories, i), "title")));
	write_words(kit, 1, words_of("organisation.kind"));
	write_words(kit, 2, words_of("budget.0.source"));
	gr_workbook_hide_sheet(kit->book);
}

/* ---- what a cell is, by its field ---- */

static enum gr_look_of look_of(const struct gr_field *field)
{
	if (field->type == GR_FIELD_MONEY)
		return GR_LOOK_MONEY;
	if (field->type == GR_FIELD_DECIMAL)
		return GR_LOOK_NUMBER;
	if (field->type == GR_FIELD_DATE)
		return GR_LOOK_DATE;
	return field->max_chars >= 1000 ? GR_LOOK_LONG : GR_LOOK_INPUT;
}

static const char *list_for(const struct kit *kit, const char *path)
{
	if (strcmp(path, "category") == 0)
		return gr_value_count(gr_map_get(kit->round, "categories")) > 0 ? kit->category_list : NULL;
	if (strcmp(path, "organisation.kind") == 0)
		return kit->kind_list;
	return strcmp(path, "budget.source") == 0 ? kit->source_list : NULL;
}

static void check_cells(struct kit *kit, const char *path, unsigned row, unsigned last_row, unsigned column)
{
	const struct gr_field *field = field_of(path);
	struct gr_cell_check check = { .type = GR_CHECK_LENGTH };
	char message[120];

	snprintf(message, sizeof(message), "不能超过 %d 字。", field->max_chars);
	check.message = message;
	check.most = (unsigned)field->max_chars;
	if ((check.list = list_for(kit, path))) {
		check.type = GR_CHECK_LIST;
		check.message = "请从下拉列表中选择。";
	} else if (field->type == GR_FIELD_MONEY || field->type == GR_FIELD_DECIMAL) {
		check.type = GR_CHECK_NUMBER;
		check.message = "请填写数字，不要写单位，例如 48000。";
	} else if (field->type == GR_FIELD_DATE) {
		check.type = GR_CHECK_DATE;
		check.message = "请填写日期，例如 2018-05-01。";
	} else if (field->max_chars == 0) {
		return;
	}
	gr_workbook_check(kit->book, row, last_row, column, &check);
}

/* ---- guidance beside a field ---- */

static void append_caps(struct gr_buf *out, const gr_value *round)
{
	const gr_value *categories = gr_map_get(round, "categories");
	const char *cap = gr_map_text(gr_map_get(round, "limits"), "cap");
	bool is_first = true;

	if (cap)
		gr_buf_printf(out, "，每个项目不超过 %s 元", cap);
	for (size_t i = 0; i < gr_value_count(categories); i++) {
		const gr_value *category = gr_value_item(categories, i);
		const char *own = gr_map_text(category, "cap");

		if (!own || (cap && strcmp(own, cap) == 0))
			continue;
		gr_buf_printf(out, "%s%s不超过 %s 元", is_first ? "；其中" : "、", zh_of(gr_map_get(category, "title")), own);
		is_first = false;
	}
}

static void append_guidance(struct gr_buf *out, const struct kit *kit, const char *path)
{
	static const struct {
		const char *path, *text;
	} rows[] = {
		{ "organisation.name", "与登记证书上的名称一致" },
		{ "organisation.uscc", "18 位，照登记证书填写；没有的可不填" },
		{ "leader.phone", "固定电话或手机" },
		{ "requested", "单位：元，只写数字" },
		{ "matching", "单位：元，只写数字；没有的填 0" },
		{ "total", "单位：元；等于申请金额加配套资金，也等于预算表的合计" },
	};
	const struct gr_field *field = field_of(path);

	gr_buf_text_append(out, "※ ");
	for (size_t i = 0; i < GR_COUNT(rows); i++)
		if (strcmp(rows[i].path, path) == 0)
			gr_buf_text_append(out, rows[i].text);
	if (strcmp(path, "requested") == 0)
		append_caps(out, kit->round);
	if (list_for(kit, path))
		gr_buf_text_append(out, "从下拉列表中选择");
	else if (field->type == GR_FIELD_DATE)
		gr_buf_text_append(out, "写成 2018-05-01 的样子");
	else if (field->max_chars >= 1000)
		gr_buf_printf(out, "不超过 %d 字；按 Alt+Enter 换行", field->max_chars);
}

/* ---- the basic sheet ---- */

static bool is_required(const struct kit *kit, const char *path)
{
	const char *dot = strchr(path, '.');
	gr_autofree_text char *parent = dot ? gr_strndup(path, (size_t)(dot - path)) : NULL;

	if (strcmp(path, "category") == 0)
		return gr_value_count(gr_map_get(kit->round, "categories")) > 0;
	return field_of(path)->required && (!parent || field_of(parent)->required);
}

static int write_field(struct kit *kit, const struct gr_form_label *label, unsigned row)
{
	enum gr_look_of look = look_of(field_of(label->path));
	gr_auto_buf struct gr_buf guide = GR_BUF_INIT;
	gr_autofree_text char *name = gr_format("%s%s", label->zh, is_required(kit, label->path) ? " *" : "");

	append_guidance(&guide, kit, label->path);
	if (guide.size > strlen("※ "))
		gr_buf_text_append(&guide, "　");
	gr_buf_text_append(&guide, label->en);
	if (!name || gr_buf_ok(&guide) < 0)
		return GRANT_ENOMEM;
	gr_workbook_height(kit->book, row, look == GR_LOOK_LONG ? 150 : 30);
	gr_workbook_text(kit->book, row, 0, GR_LOOK_LABEL, name);
	gr_workbook_blank(kit->book, row, 1, look);
	gr_workbook_text(kit->book, row, 2, GR_LOOK_GUIDE, gr_buf_text(&guide));
	check_cells(kit, label->path, row, row, 1);
	return 0;
}

/* The title over the columns, and a line of guidance below. */
static int begin_sheet(struct kit *kit, const char *name, bool is_wide, unsigned last_column, const char *guide)
{
	gr_autofree_text char *title = gr_format("%s　%s", zh_of(gr_map_get(kit->round, "title")), name);

	if (!title)
		return GRANT_ENOMEM;
	gr_workbook_sheet(kit->book, name, is_wide);
	gr_workbook_height(kit->book, 0, 34);
	gr_workbook_wide_text(kit->book, 0, 0, last_column, GR_LOOK_TITLE, title);
	gr_workbook_height(kit->book, 1, 34);
	gr_workbook_wide_text(kit->book, 1, 0, last_column, GR_LOOK_GUIDE, guide);
	return 0;
}

static int write_basics(struct kit *kit)
{
	const struct gr_form_label *label;
	unsigned row = 2;
	int r = begin_sheet(kit, "基本信息", false, 2,
	                    "※ 带 * 的必填。请在中间一栏填写，不要改动左边的名称；可以增加行、调整行高。");

	gr_workbook_width(kit->book, 0, 20);
	gr_workbook_width(kit->book, 1, 48);
	gr_workbook_width(kit->book, 2, 44);
	for (size_t i = 0; r == 0 && (label = gr_form_label(i)); i++)
		if (!is_column_of(label->path, "budget") && !is_column_of(label->path, "milestones") &&
		    field_of(label->path)->type != GR_FIELD_LIST)
			r = write_field(kit, label, row++);
	gr_workbook_keep_rows(kit->book, 2);
	return r;
}

/* ---- the round's own questions ---- */

static int write_question(struct kit *kit, const gr_value *question, unsigned row)
{
	const char *title = zh_of(gr_map_get(question, "title")), *en = gr_map_text(gr_map_get(question, "title"), "en");
	bool required = gr_value_true(gr_map_get(question, "required"));
	gr_autofree_text char *name = gr_format("%s%s", title, required ? " *" : ""), *guide = NULL;
	struct gr_cell_check check = { .type = GR_CHECK_LENGTH, .message = "超过了字数上限。" };
	int64_t most = 0;

	if (gr_value_int64(&most, gr_map_get(question, "max_chars")) < 0)
		gr_error_clear();
	if (most > 0)
		guide = gr_format("※ %s，不超过 %lld 字　%s", required ? "必填" : "选填", (long long)most, en ? en : "");
	else
		guide = gr_format("※ %s　%s", required ? "必填" : "选填", en ? en : "");
	if (!name || !guide)
		return GRANT_ENOMEM;
	gr_workbook_height(kit->book, row, most > 0 && most <= 100 ? 40 : 170);
	gr_workbook_text(kit->book, row, 0, GR_LOOK_LABEL, name);
	gr_workbook_blank(kit->book, row, 1, GR_LOOK_LONG);
	gr_workbook_text(kit->book, row, 2, GR_LOOK_GUIDE, guide);
	check.most = (unsigned)most;
	if (most > 0)
		gr_workbook_check(kit->book, row, row, 1, &check);
	return 0;
}

static int write_questions(struct kit *kit)
{
	const gr_value *questions = gr_map_get(kit->round, "form");
	int r;

	if (gr_value_count(questions) == 0)
		return 0;
	r = begin_sheet(kit, "项目内容", true, 2, "※ 请在中间一栏填写；一格里要换行，按 Alt+Enter。");
	gr_workbook_width(kit->book, 0, 20);
	gr_workbook_width(kit->book, 1, 90);
	gr_workbook_width(kit->book, 2, 26);
	for (unsigned i = 0; r == 0 && i < gr_value_count(questions); i++)
		r = write_question(kit, gr_value_item(questions, i), i + 2);
	gr_workbook_keep_rows(kit->book, 2);
	return r;
}

/* ---- tables ---- */

struct column {
	const struct gr_form_label *label;
	unsigned at, width;
};

/* The columns of a table in the order of the form's labels; how many. */
static unsigned columns_of(struct column columns[12], const char *table)
{
	static const struct {
		const char *path;
		unsigned width;
	} widths[] = {
		{ "budget.class", 18 },   { "budget.item", 26 },     { "budget.unit", 8 },
		{ "budget.price", 13 },   { "budget.quantity", 10 }, { "budget.amount", 15 },
		{ "budget.source", 13 },  { "budget.basis", 34 },    { "milestones.id", 16 },
		{ "milestones.title", 28 }, { "milestones.due", 14 }, { "milestones.indicator", 34 },
		{ "milestones.target", 20 },
	};
	const struct gr_form_label *label;
	unsigned count = 0;

	for (size_t i = 0; (label = gr_form_label(i)) && count < 12; i++) {
		if (!is_column_of(label->path, table))
			continue;
		columns[count] = (struct column){ label, count, 16 };
		for (size_t k = 0; k < GR_COUNT(widths); k++)
			if (strcmp(widths[k].path, label->path) == 0)
				columns[count].width = widths[k].width;
		count++;
	}
	return count;
}

static char letter_of(const struct column *columns, unsigned count, const char *path)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(columns[i].label->path, path) == 0)
			return (char)('A' + columns[i].at);
	return 'A';
}

static int write_head(struct kit *kit, const struct column *column)
{
	const char *path = column->label->path;
	bool has_yuan = strcmp(path, "budget.price") == 0 || strcmp(path, "budget.amount") == 0;
	gr_autofree_text char *name =
		gr_format("%s%s%s", column->label->zh, has_yuan ? "（元）" : "", field_of(path)->required ? " *" : "");

	if (!name)
		return GRANT_ENOMEM;
	gr_workbook_width(kit->book, column->at, column->width);
	gr_workbook_text(kit->book, TABLE_HEAD, column->at, GR_LOOK_HEAD, name);
	return 0;
}

static int write_amounts(struct kit *kit, const struct column *columns, unsigned count, const struct column *column)
{
	char price = letter_of(columns, count, "budget.price"), quantity = letter_of(columns, count, "budget.quantity");
	char formula[120], sum[80];

	for (unsigned row = TABLE_HEAD + 1; row <= TABLE_HEAD + BUDGET_ROWS; row++) {
		snprintf(formula, sizeof(formula), "=IF(OR(%c%u=\"\",%c%u=\"\"),\"\",ROUND(%c%u*%c%u,2))", price, row + 1,
		         quantity, row + 1, price, row + 1, quantity, row + 1);
		gr_workbook_formula(kit->book, row, column->at, GR_LOOK_SUM, formula);
	}
	snprintf(sum, sizeof(sum), "=SUM(%c%u:%c%u)", (char)('A' + column->at), TABLE_HEAD + 2, (char)('A' + column->at),
	         TABLE_HEAD + 1 + BUDGET_ROWS);
	gr_workbook_text(kit->book, TABLE_HEAD - 2, column->at - 1, GR_LOOK_LABEL, "合计（元）");
	gr_workbook_formula(kit->book, TABLE_HEAD - 2, column->at, GR_LOOK_SUM, sum);
	return 0;
}

static int write_column(struct kit *kit, const struct column *columns, unsigned count, const struct column *column,
                        unsigned rows)
{
	const char *path = column->label->path;
	int r = write_head(kit, column);

	if (r < 0 || strcmp(path, "budget.amount") == 0)
		return r < 0 ? r : write_amounts(kit, columns, count, column);
	for (unsigned row = TABLE_HEAD + 1; row <= TABLE_HEAD + rows; row++)
		gr_workbook_blank(kit->book, row, column->at,
		                  look_of(field_of(path)) == GR_LOOK_LONG ? GR_LOOK_INPUT : look_of(field_of(path)));
	check_cells(kit, path, TABLE_HEAD + 1, TABLE_HEAD + rows, column->at);
	return 0;
}

static int write_table(struct kit *kit, const char *table, const char *name, unsigned rows, const char *guide)
{
	struct column columns[12];
	unsigned count = columns_of(columns, table);
	int r = begin_sheet(kit, name, true, count - 1, guide);

	for (unsigned i = 0; r == 0 && i < count; i++)
		r = write_column(kit, columns, count, &columns[i], rows);
	gr_workbook_height(kit->book, TABLE_HEAD, 26);
	for (unsigned row = TABLE_HEAD + 1; row <= TABLE_HEAD + rows; row++)
		gr_workbook_height(kit->book, row, 22);
	gr_workbook_keep_rows(kit->book, TABLE_HEAD + 1);
	return r;
}

/* ---- instructions ---- */

static void write_instructions(struct kit *kit)
{
	static const char *const lines[] = {
		"用 Excel 或 WPS 表格打开本文件，依次填写“基本信息”“项目内容”“预算”“里程碑”各表，保存时类型仍选“Excel 工作簿（.xlsx）”，文件名仍为“申请表.xlsx”。",
		"程序按名称（例如“项目名称”）找到所填的内容：名称不要改动；名称右边的一格就是要填写的地方。以“※”开头的是说明，不会当作内容。",
		"金额以元为单位，只写数字；日期写成 2018-05-01 的样子。",
		"统一社会信用代码等长号码请照样填写，所在单元格已设为文本格式，不会丢失末尾的数字。",
		"“预算”表里填写单价和数量，金额与合计自动计算，也可以直接填写金额；行数不够时在表格中间插入行。",
		"“里程碑”的编号用小写英文字母开头，可含数字和“-”，例如 kickoff、survey-2；同一编号只能用一次。",
		"不要设置打开密码，不要留下 #REF!、#VALUE! 之类的错误。",
		"填好后，把本文件、预算表和其他附件放进一个文件夹，压缩成 zip 后提交。提交之前可以自查：grant check 您的压缩包.zip --round round.json",
		("Fill in the sheets in Excel or WPS and keep the file’s name. Labels stay as they are; the cell to the right of a label is "
		 "its value. What begins with “※” is guidance. Put this file and the attachments into one folder, pack it as zip, and hand "
		 "that in."),
	};
	gr_auto_buf struct gr_buf line = GR_BUF_INIT;

	gr_workbook_sheet(kit->book, "填写说明", false);
	gr_workbook_width(kit->book, 0, 72);
	gr_workbook_height(kit->book, 0, 34);
	gr_workbook_text(kit->book, 0, 0, GR_LOOK_TITLE, "填写说明");
	for (unsigned i = 0; i < GR_COUNT(lines); i++) {
		gr_buf_truncate(&line, 0);
		gr_buf_printf(&line, "%u. %s", i + 1, lines[i]);
		gr_workbook_height(kit->book, i + 1, 52);
		gr_workbook_text(kit->book, i + 1, 0, GR_LOOK_PLAIN, gr_buf_text(&line));
	}
}

/* ---- the workbook ---- */

static int write_sheets(struct kit *kit)
{
	int r = write_basics(kit);

	if (r == 0)
		r = write_questions(kit);
	if (r == 0)
		r = write_table(kit, "budget", "预算", BUDGET_ROWS,
		                "※ 每行一项。填写单价和数量后，金额自动计算；行数不够时，请在表格中间插入行。");
	if (r == 0)
		r = write_table(kit, "milestones", "里程碑", MILESTONE_ROWS,
		                "※ 每行一个里程碑。编号用小写英文字母开头，例如 kickoff，同一编号只能用一次；日期写成 2018-06-15 的样子。");
	if (r == 0) {
		write_instructions(kit);
		write_lists(kit);
	}
	return r;
}

int gr_kit_workbook(struct gr_buf *out, const gr_value *round)
{
	struct kit kit = { .round = round };
	struct gr_calendar calendar;
	int r = gr_calendar_read(&calendar, round);

	if (r == 0)
		r = gr_workbook_new(&kit.book, calendar.open.seconds);
	if (r < 0)
		return r;
	r = name_lists(&kit);
	if (r == 0)
		r = write_sheets(&kit);
	if (r == 0)
		r = gr_workbook_finish(out, kit.book);
	else
		gr_workbook_free(kit.book);
	gr_free(kit.category_list);
	gr_free(kit.kind_list);
	gr_free(kit.source_list);
	return r;
}
