/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The blank application that an NGO fills in: the text form, the budget table, guidance, the round's description for the
 * check at home. What it asks for comes from the round and from the record table. In Chinese with English beside, whatever
 * the officer's language is: it is read by others. Not here: reading it back (form.c).
 */
#include <grant/intake.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "format/format.h"
#include "work/folder.h"
#include "work/handle.h"

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

	gr_buf_text_append(out, "\n四、随表提交的文件\n  · 申请表.txt（必交，就在本文件夹里）\n");
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

static void write_guidance(struct gr_buf *out, const gr_value *round)
{
	const gr_value *calendar = gr_map_get(round, "calendar");

	gr_buf_printf(out, "\xEF\xBB\xBF%s　申报说明\n\n", title_zh(gr_map_get(round, "title")));
	gr_buf_printf(out, "受理时间：%s 至 %s\n", gr_map_text(calendar, "open"), gr_map_text(calendar, "close"));
	write_limits(out, round);
	gr_buf_text_append(
		out, "\n怎样填写\n"
		     "  1. 用记事本打开“申请表.txt”，在每个冒号后面填写；可以换行，请不要改动冒号前面的名称。\n"
		     "  2. “预算”和“里程碑”每行一条，各格之间用竖线 | 分开，第一行的列名请保留。\n"
		     "  3. 金额以元为单位，例如 48000.00；可以在后面注明大写：48000.00（大写：人民币肆万捌仟元整）。\n"
		     "  4. 日期写成 2018-05-01 的样子。\n"
		     "  5. 把申请表、预算表和附件放进一个文件夹，压缩成 zip（右键 → 发送到 → 压缩(zipped)文件夹），"
		     "也可以是 7z、tar 或 tar.gz；不接受 rar，不要加密。\n"
		     "  6. 提交之前可以自查：grant check 您的压缩包.zip --round round.json\n");
	write_categories(out, round);
	write_organisation_kinds(out);
	write_questions(out, round);
	write_attachments(out, round);
	gr_buf_text_append(
		out, "\nHow to hand in: fill in 申请表.txt, put it with the budget table and the attachments into one "
		     "folder, pack the folder as zip. Check it first: grant check ARCHIVE --round round.json\n");
}

/* ---- the kit ---- */

/* Notepad of older Windows shows one long line without it; the forms' reader takes both. */
static void append_with_crlf(struct gr_buf *out, const struct gr_buf *text)
{
	for (size_t i = 0; i < text->size; i++) {
		if (text->data[i] == '\n')
			gr_buf_byte(out, '\r');
		gr_buf_byte(out, text->data[i]);
	}
}

static int write_file(struct gr_folder *folder, const char *name, void (*write)(struct gr_buf *, const gr_value *),
                      const gr_value *round)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT, lines = GR_BUF_INIT;
	const struct gr_buf *bytes = &text;
	int r;

	write(&text, round);
	if (gr_text_ends(name, ".txt")) {
		append_with_crlf(&lines, &text);
		bytes = &lines;
	}
	r = gr_buf_ok(&text);
	if (r == 0)
		r = gr_buf_ok(bytes);
	return r == 0 ? gr_folder_write(folder, name, gr_buf_text(bytes), bytes->size) : r;
}

static void write_budget_table(struct gr_buf *out, const gr_value *round GR_UNUSED)
{
	write_budget(out);
}

static void write_description(struct gr_buf *out, const gr_value *round)
{
	if (gr_record_write(out, GR_KIND_ROUND, round) < 0)
		out->failed = true;
}

int grant_kit(grant_round *round, const char *dir)
{
	static const struct {
		const char *name;
		void (*write)(struct gr_buf *, const gr_value *);
	} files[] = {
		{ "申请表.txt", write_form },
		{ "预算表.csv", write_budget_table },
		{ "填写说明.txt", write_guidance },
		{ "round.json", write_description },
	};
	struct gr_folder folder;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!dir)
		return gr_fail(GRANT_EINVALID, _("no folder was given"));
	r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0)
		r = gr_folder_open(&folder, dir);
	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && i < GR_COUNT(files); i++)
		r = write_file(&folder, files[i].name, files[i].write, round->description);
	gr_folder_close(&folder);
	return r;
}
