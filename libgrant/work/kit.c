/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blank application that an NGO fills in: the workbook (kit-workbook.c), the text form and an example of one
 * (kit-example.c), the budget table, guidance, the round's description for the check at home. What it asks for comes from the round
 * and from the record table. In Chinese with English beside, whatever the officer's language is: it is read by others. Not here:
 * reading it back (form.c).
 */
#include <grant/intake.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "format/format.h"
#include "intake/intake.h"
#include "work/content.h"
#include "work/folder.h"
#include "work/handle.h"
#include "work/kit-example.h"
#include "work/kit-workbook.h"

#define ZIP_MAX_BYTES ((size_t)16 << 20)

static const char *title_zh(const gr_value *title)
{
	const char *zh = gr_map_text(title, "zh");

	return zh ? zh : gr_map_text(title, "en") ? gr_map_text(title, "en") : "";
}

static bool is_column_of(const char *path, const char *table)
{
	size_t size = strlen(table);

	return strncmp(path, table, size) == 0 && path[size] == '.';
}

/* ---- the text form ---- */

static void write_columns(struct gr_buf *out, const char *table)
{
	const struct gr_form_label *label;
	bool is_first = true;

	for (size_t i = 0; (label = gr_form_label(i)); i++) {
		if (!is_column_of(label->path, table))
			continue;
		gr_buf_printf(out, "%s%s", is_first ? "" : "|", label->zh);
		is_first = false;
	}
	gr_buf_text_append(out, "\n");
}

static void write_fields(struct gr_buf *out)
{
	const struct gr_form_label *label;

	for (size_t i = 0; (label = gr_form_label(i)); i++) {
		const struct gr_field *field = gr_field_at(gr_kind_get(GR_KIND_APPLICATION), label->path);

		if (is_column_of(label->path, "budget") || is_column_of(label->path, "milestones"))
			continue;
		gr_buf_printf(out, "%s：\n", label->zh);
		if (field && field->type == GR_FIELD_LIST)
			write_columns(out, label->path);
	}
}

static void write_form(struct gr_buf *out, const gr_value *round)
{
	const gr_value *questions = gr_map_get(round, "form");

	gr_buf_text_append(out, "\xEF\xBB\xBF"); /* Notepad and WPS know UTF-8 by it */
	write_fields(out);
	for (size_t i = 0; i < gr_value_count(questions); i++)
		gr_buf_printf(out, "%s：\n", title_zh(gr_map_get(gr_value_item(questions, i), "title")));
}

/* ---- the budget table ---- */

static void write_budget(struct gr_buf *out)
{
	const struct gr_form_label *label;
	struct gr_csv_writer writer;

	gr_csv_begin(&writer, out);
	for (size_t i = 0; (label = gr_form_label(i)); i++)
		if (is_column_of(label->path, "budget"))
			gr_csv_plain(&writer, label->zh);
	gr_csv_end_row(&writer);
}

/* ---- guidance ---- */

static void write_categories(struct gr_buf *out, const gr_value *round)
{
	const gr_value *categories = gr_map_get(round, "categories");

	gr_buf_text_append(out, "\n一、类别（填在“类别”一栏）\n");
	for (size_t i = 0; i < gr_value_count(categories); i++) {
		const gr_value *category = gr_value_item(categories, i);
		const char *cap = gr_map_text(category, "cap");

		gr_buf_printf(out, "  · %s", title_zh(gr_map_get(category, "title")));
		if (cap)
			gr_buf_printf(out, "，单个项目申请金额不超过 %s 元", cap);
		gr_buf_text_append(out, "\n");
	}
}

/* A word that has two names in Chinese is written with both. */
static void write_organisation_kinds(struct gr_buf *out)
{
	const struct gr_field *kind = gr_field_at(gr_kind_get(GR_KIND_APPLICATION), "organisation.kind");

	gr_buf_text_append(out, "\n二、单位类型（填在“单位类型”一栏，写其中一种）\n  · 单位类型：");
	for (const struct gr_word *word = kind->word_list; word->word; word++)
		gr_buf_printf(out, "%s%s", word == kind->word_list ? "" : "、", word->zh);
	gr_buf_text_append(out, "\n");
}

static void write_limits(struct gr_buf *out, const gr_value *round)
{
	const gr_value *limits = gr_map_get(round, "limits");
	const char *cap = gr_map_text(limits, "cap");
	int64_t most = 0;

	if (cap)
		gr_buf_printf(out, "每个项目申请金额不超过 %s 元\n", cap);
	if (gr_value_int64(&most, gr_map_get(limits, "per_organisation")) == 0 && most > 0)
		gr_buf_printf(out, "每个单位最多申报 %lld 个项目\n", (long long)most);
}

static void write_questions(struct gr_buf *out, const gr_value *round)
{
	const gr_value *questions = gr_map_get(round, "form");

	gr_buf_text_append(out, "\n三、本轮要求回答的内容\n");
	for (size_t i = 0; i < gr_value_count(questions); i++) {
		const gr_value *question = gr_value_item(questions, i);
		const char *most = gr_map_text(question, "max_chars");

		gr_buf_printf(out, "  · %s%s", title_zh(gr_map_get(question, "title")),
		              gr_value_true(gr_map_get(question, "required")) ? "（必填）" : "（选填）");
		if (most)
			gr_buf_printf(out, "，不超过 %s 字", most);
		gr_buf_text_append(out, "\n");
	}
}

static void write_attachments(struct gr_buf *out, const gr_value *round)
{
	const gr_value *attachments = gr_map_get(round, "attachments");

	gr_buf_text_append(out, "\n四、随表提交的文件\n  · 申请表.xlsx 或 申请表.txt（必交其一，就在本文件夹里）\n");
	for (size_t i = 0; i < gr_value_count(attachments); i++) {
		const gr_value *attachment = gr_value_item(attachments, i);
		const gr_value *types = gr_map_get(attachment, "types");

		gr_buf_printf(out, "  · %s%s，文件名：%s，类型：", title_zh(gr_map_get(attachment, "title")),
		              gr_value_true(gr_map_get(attachment, "required")) ? "（必交）" : "（选交）",
		              gr_map_text(attachment, "name"));
		for (size_t k = 0; k < gr_value_count(types); k++)
			gr_buf_printf(out, "%s%s", k ? "、" : "", gr_value_text(gr_value_item(types, k)));
		gr_buf_text_append(out, "\n");
	}
}

static void write_refused(struct gr_buf *out, const gr_value *round)
{
	const char *kind;

	if (gr_content_refused(round, 0, true))
		gr_buf_text_append(out, "\n五、不收的文件（压缩包里有其中一种，整个压缩包不予受理）\n");
	for (size_t i = 0; (kind = gr_content_refused(round, i, true)); i++)
		gr_buf_printf(out, "  · %s\n", kind);
}

static void write_english(struct gr_buf *out, const gr_value *round)
{
	const char *kind;

	gr_buf_text_append(
		out, "\nHow to hand in: fill in 申请表.xlsx or 申请表.txt and delete the other one, put it with the budget table and the "
		     "attachments into one folder, pack the folder as zip. Check it first: grant check ARCHIVE --round round.json\n");
	for (size_t i = 0; (kind = gr_content_refused(round, i, false)); i++)
		gr_buf_printf(out, "%s%s", i ? "; " : "Not taken, and with them the whole archive: ", kind);
	if (gr_content_refused(round, 0, false))
		gr_buf_text_append(out, ".\n");
}

/* "2018-03-01 09:00": the clock of the place, whose offset nobody needs to see. */
static void write_times(struct gr_buf *out, const gr_value *calendar)
{
	const char *open = gr_map_text(calendar, "open"), *close = gr_map_text(calendar, "close");

	gr_buf_printf(out, "受理时间：%.10s %.5s 至 %.10s %.5s（以收到为准）\n", open, open + 11, close, close + 11);
}

static void write_guidance(struct gr_buf *out, const gr_value *round)
{
	const gr_value *calendar = gr_map_get(round, "calendar");

	gr_buf_printf(out, "\xEF\xBB\xBF%s　申报说明\n\n", title_zh(gr_map_get(round, "title")));
	write_times(out, calendar);
	write_limits(out, round);
	gr_buf_text_append(
		out, "\n怎样填写\n"
		     "  1. 申请表有两种，任选一种填写：“申请表.xlsx”用 Excel 或 WPS 表格打开；“申请表.txt”用记事本打开。另一种请删去。\n"
		     "  2. 填“申请表.xlsx”：各表都要填，见其中“填写说明”一表；保存时类型仍选“Excel 工作簿（.xlsx）”。\n"
		     "  3. 填“申请表.txt”：在每个冒号后面填写；可以换行，请不要改动冒号前面的名称。"
		     "“预算”和“里程碑”每行一条，各格之间用竖线 | 分开，第一行的列名请保留。\n"
		     "  4. 金额以元为单位，例如 48000.00；可以在后面注明大写：48000.00（大写：人民币肆万捌仟元整）。\n"
		     "  5. 日期写成 2018-05-01 的样子。\n"
		     "  6. 把申请表、预算表和附件放进一个文件夹，压缩成 zip（右键 → 发送到 → 压缩(zipped)文件夹），"
		     "也可以是 7z、tar 或 tar.gz；不接受 rar，不要加密。\n"
		     "  7. “填写示例.txt”是填好的样子，供参考；它和“填写说明.txt”“round.json”都不必放进压缩包。\n"
		     "  8. 提交之前可以自查：grant check 您的压缩包.zip --round round.json\n");
	write_categories(out, round);
	write_organisation_kinds(out);
	write_questions(out, round);
	write_attachments(out, round);
	write_refused(out, round);
	write_english(out, round);
}

/* ---- the kit ---- */

/* Notepad of older Windows shows one long line without the CR; the forms' reader takes both. */
static int end_lines_with_crlf(struct gr_buf *text)
{
	gr_auto_buf struct gr_buf lines = GR_BUF_INIT;

	for (size_t i = 0; i < text->size; i++) {
		if (text->data[i] == '\n')
			gr_buf_byte(&lines, '\r');
		gr_buf_byte(&lines, text->data[i]);
	}
	gr_buf_truncate(text, 0);
	gr_buf_append(text, gr_buf_text(&lines), lines.size);
	return gr_buf_ok(&lines) < 0 ? GRANT_ENOMEM : gr_buf_ok(text);
}

static int make_form(struct gr_buf *out, const gr_value *round)
{
	write_form(out, round);
	return end_lines_with_crlf(out);
}

static int make_example(struct gr_buf *out, const gr_value *round)
{
	int r = gr_kit_example(out, round);

	return r == 0 ? end_lines_with_crlf(out) : r;
}

static int make_guidance(struct gr_buf *out, const gr_value *round)
{
	write_guidance(out, round);
	return end_lines_with_crlf(out);
}

static int make_budget_table(struct gr_buf *out, const gr_value *round GR_UNUSED)
{
	write_budget(out);
	return gr_buf_ok(out);
}

static int make_description(struct gr_buf *out, const gr_value *round)
{
	return gr_record_write(out, GR_KIND_ROUND, round);
}

static const struct {
	const char *name, *in_zip; /* a zip unpacks into one folder */
	int (*make)(struct gr_buf *, const gr_value *);
} files[] = {
	{ "申请表.xlsx", "申报材料/申请表.xlsx", gr_kit_workbook },
	{ "申请表.txt", "申报材料/申请表.txt", make_form },
	{ "预算表.csv", "申报材料/预算表.csv", make_budget_table },
	{ "填写说明.txt", "申报材料/填写说明.txt", make_guidance },
	{ "填写示例.txt", "申报材料/填写示例.txt", make_example },
	{ "round.json", "申报材料/round.json", make_description },
};

static int write_folder(const char *dir, const struct gr_buf made[])
{
	struct gr_folder folder;
	int r = gr_folder_open(&folder, dir);

	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && i < GR_COUNT(files); i++)
		r = gr_folder_write(&folder, files[i].name, gr_buf_text(&made[i]), made[i].size);
	gr_folder_close(&folder);
	return r;
}

static int put_files(gr_zip_writer *zip, const struct gr_buf made[])
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < GR_COUNT(files); i++) {
		struct gr_sink *sink;

		r = gr_zip_begin(&sink, zip, files[i].in_zip, (int64_t)made[i].size);
		if (r == 0)
			r = sink->write(sink, gr_buf_text(&made[i]), made[i].size);
	}
	return r;
}

static int write_zip(const char *path, const struct gr_buf made[])
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	struct gr_buf_sink sink;
	gr_zip_writer *zip;
	int r;

	gr_buf_sink_open(&sink, &bytes, ZIP_MAX_BYTES);
	r = gr_zip_open(&zip, &sink.sink);
	if (r < 0)
		return r;
	r = put_files(zip, made);
	if (r == 0)
		r = gr_zip_close(zip);
	else
		gr_zip_abandon(zip);
	return r == 0 ? gr_file_write(path, gr_buf_text(&bytes), bytes.size) : r;
}

int grant_kit(grant_round *round, const char *path)
{
	struct gr_buf made[GR_COUNT(files)] = { GR_BUF_INIT };
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!path)
		return gr_fail(GRANT_EINVALID, _("no folder was given"));
	r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_round_at(round, &tip);
	for (size_t i = 0; r == 0 && i < GR_COUNT(files); i++)
		r = files[i].make(&made[i], round->description);
	if (r == 0)
		r = gr_text_ends(path, ".zip") ? write_zip(path, made) : write_folder(path, made);
	for (size_t i = 0; i < GR_COUNT(files); i++)
		gr_buf_free(&made[i]);
	return r;
}
