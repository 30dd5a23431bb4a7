/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receipt on one page: what came in, when, and lines for the signatures. In Chinese, English or with both beside each other,
 * whatever the clerk's own language is: it goes to the applicant. Not here: the record (receipt.json holds every file).
 */
#include "receipt.h"

#include <string.h>

#include "text.h"
#include "width.h"

#define PAGE_COLUMNS 80
#define PAGE_LINES 60
#define VALUE_LINES 2

enum phrase {
	TITLE, ID, PROJECT, ORGANISATION, ARCHIVE, SIZE, BYTES, DIGEST, RECEIVED, TAKEN, CLERK, PAPER, YES, FILES, MORE,
	OFFICE_SIGNS, CLERK_SIGNS, APPLICANT_SIGNS, DAY, REMARK, PHRASES
};

static const struct {
	const char *zh, *en;
} phrases[PHRASES] = {
	[TITLE] = { "申报材料收件回执", "Receipt of an application" },
	[ID] = { "编号", "Number" },
	[PROJECT] = { "项目名称", "Project" },
	[ORGANISATION] = { "申报单位", "Organisation" },
	[ARCHIVE] = { "压缩包", "Archive" },
	[SIZE] = { "大小", "Size" },
	[BYTES] = { "字节", "bytes" },
	[DIGEST] = { "SHA-256", "SHA-256" },
	[RECEIVED] = { "收到时间", "Received" },
	[TAKEN] = { "受理时间", "Taken in" },
	[CLERK] = { "经办人", "By" },
	[PAPER] = { "纸质申报", "On paper" },
	[YES] = { "是，仅录入申请表", "yes; the form alone is here" },
	[FILES] = { "文件数", "Files" },
	[MORE] = { "未列出的文件数", "Files not listed" },
	[OFFICE_SIGNS] = { "受理单位（盖章）", "Office (stamp)" },
	[CLERK_SIGNS] = { "经办人（签字）", "Clerk (signature)" },
	[APPLICANT_SIGNS] = { "交件人（签字）", "Handed in by (signature)" },
	[DAY] = { "日期", "Date" },
	[REMARK] = { "本回执仅证明收到上述材料，不表示通过资格审查。",
	             "It says what was received, not that the application is eligible." },
};

struct page {
	char *lines[PAGE_LINES];
	size_t count;
	enum receipt_language language;
};

bool receipt_language(enum receipt_language *out, const char *word)
{
	static const char *const words[] = { "zh", "en", "both" };

	*out = RECEIPT_ZH;
	for (size_t i = 0; word && i < sizeof(words) / sizeof(*words); i++) {
		*out = (enum receipt_language)i;
		if (strcmp(words[i], word) == 0)
			return true;
	}
	return !word;
}

/* ---- words ---- */

static char *say(const struct page *page, enum phrase phrase)
{
	const char *zh = phrases[phrase].zh, *en = phrases[phrase].en;

	if (page->language == RECEIPT_BOTH && strcmp(zh, en) != 0)
		return text_format("%s %s", zh, en);
	return text_copy(page->language == RECEIPT_EN ? en : zh);
}

/* A title in the language of the page, else in the other one. */
static char *title_of(const struct page *page, const grant_record *title)
{
	const char *zh = grant_record_text(title, "zh"), *en = grant_record_text(title, "en");
	const char *first = page->language == RECEIPT_EN ? en : zh, *second = page->language == RECEIPT_EN ? zh : en;

	if (page->language == RECEIPT_BOTH && zh && en)
		return text_format("%s %s", zh, en);
	return text_copy(first ? first : second ? second : "");
}

/* "2018-03-20T10:00:00+08:00" as it is read. */
static char *time_of(const char *time)
{
	char *text = text_copy(time ? time : "");

	if (strlen(text) > 19 && text[10] == 'T') {
		char *read = text_format("%.10s %.8s (%s)", text, text + 11, text + 19);

		free(text);
		return read;
	}
	return text;
}

/* ---- lines ---- */

static void add_line(struct page *page, char *line)
{
	if (page->count < PAGE_LINES)
		page->lines[page->count++] = line;
	else
		free(line);
}

static void add_blank(struct page *page)
{
	add_line(page, text_copy(""));
}

static void add_centred(struct page *page, const char *text)
{
	cleanup_text char *safe = text_safe(text), *cut = width_cut(safe, PAGE_COLUMNS);
	size_t left = (PAGE_COLUMNS - width_of(cut)) / 2;

	add_line(page, text_format("%*s%s", (int)left, "", cut));
}

static size_t label_columns(const struct page *page)
{
	return page->language == RECEIPT_BOTH ? 24 : 15;
}

/* Chinese characters take two columns, so the blanks are counted here. */
static char *beside(const struct page *page, const char *label, const char *value)
{
	size_t columns = label_columns(page), own = width_of(label);

	return text_format("%s%*s%s", label, (int)(own < columns ? columns - own : 1), "", value);
}

/* The value in two lines at most, cut where it is longer. */
static void add_value(struct page *page, enum phrase phrase, const char *value)
{
	size_t room = PAGE_COLUMNS - label_columns(page);
	cleanup_text char *label = say(page, phrase), *safe = text_safe(value ? value : "–");
	const char *at = safe;

	for (size_t line = 0; line < VALUE_LINES && (*at || line == 0); line++) {
		bool is_last = line + 1 == VALUE_LINES;
		cleanup_text char *part = NULL;
		size_t size = width_fit(at, room);

		part = is_last ? width_cut(at, room) : text_copy_size(at, size);
		add_line(page, beside(page, line ? "" : label, part));
		at += size;
	}
}

static void add_text(struct page *page, enum phrase phrase, char *value)
{
	add_value(page, phrase, value);
	free(value);
}

/* ---- the parts of the page ---- */

static char *clerk_of(struct cli *cli, const char *id)
{
	cleanup_record grant_record *person = NULL;
	const char *name;

	if (!id || grant_person_get(&person, cli->round, id) < 0)
		return text_copy(id ? id : "–");
	name = grant_record_text(person, "name");
	return name ? text_format("%s (%s)", name, id) : text_copy(id);
}

static void add_head(struct cli *cli, struct page *page, const grant_record *shown)
{
	cleanup_record grant_record *round = NULL;
	cleanup_text char *title = say(page, TITLE), *name = NULL, *office = NULL, *whole = NULL;

	add_centred(page, title);
	if (grant_round_show(&round, cli->round) == 0) {
		name = title_of(page, grant_record_at(round, "title"));
		office = title_of(page, grant_record_at(round, "organiser"));
		whole = text_format(*office ? "%s · %s" : "%s", name, office);
		add_centred(page, whole);
	}
	add_blank(page);
	add_value(page, ID, grant_record_text(shown, "application.id"));
	add_value(page, PROJECT, grant_record_text(shown, "application.title"));
	add_value(page, ORGANISATION, grant_record_text(shown, "application.organisation.name"));
}

static void add_receipt(struct cli *cli, struct page *page, const grant_record *receipt)
{
	cleanup_text char *bytes = say(page, BYTES), *yes = say(page, YES);
	const char *size = grant_record_text(receipt, "size");

	add_value(page, ARCHIVE, grant_record_text(receipt, "archive"));
	add_text(page, SIZE, text_format("%s %s", size ? size : "–", bytes));
	add_value(page, DIGEST, grant_record_text(receipt, "sha256"));
	add_text(page, RECEIVED, time_of(grant_record_text(receipt, "received")));
	add_text(page, TAKEN, time_of(grant_record_text(receipt, "taken")));
	add_text(page, CLERK, clerk_of(cli, grant_record_text(receipt, "by")));
	if (grant_record_is_true(receipt, "paper"))
		add_value(page, PAPER, yes);
	add_blank(page);
}

#define DIGEST_SHOWN 16 /* figures of a file's digest, the rest is in the record */
#define NAME_COLUMNS 46
#define SIZE_COLUMNS 13

static void add_entry(struct page *page, const grant_record *entry)
{
	const char *name = grant_record_text(entry, "name"), *size = grant_record_text(entry, "size");
	const char *digest = grant_record_text(entry, "sha256");
	cleanup_text char *safe = text_safe(name ? name : ""), *cut = width_cut(safe, NAME_COLUMNS);

	add_line(page, text_format("  %s%*s%*s  %.*s", cut, (int)(NAME_COLUMNS - width_of(cut)), "", SIZE_COLUMNS, size ? size : "",
	                           DIGEST_SHOWN, digest ? digest : ""));
}

static void add_count(struct page *page, enum phrase phrase, size_t count)
{
	add_text(page, phrase, text_format("%zu", count));
}

#define TAIL_LINES 9

/* As many as there is room for above the signatures. */
static void add_entries(struct page *page, const grant_record *entries)
{
	size_t count = grant_record_count(entries, ""), room, shown;

	add_count(page, FILES, count);
	room = PAGE_LINES - TAIL_LINES - page->count;
	shown = count <= room ? count : room - 1;
	for (size_t i = 0; i < shown; i++)
		add_entry(page, grant_record_item(entries, i));
	if (shown < count)
		add_count(page, MORE, count - shown);
}

static void add_signature(struct page *page, enum phrase who)
{
	static const char line[] = "__________________";
	cleanup_text char *label = say(page, who), *day = say(page, DAY);
	size_t own = width_of(label);

	add_blank(page);
	add_line(page, text_format("%s%*s%s  %s %s", label, (int)(own < 40 ? 40 - own : 1), "", line, day, "_________"));
}

static void add_tail(struct page *page)
{
	add_signature(page, OFFICE_SIGNS);
	add_signature(page, CLERK_SIGNS);
	add_signature(page, APPLICANT_SIGNS);
	add_blank(page);
	if (page->language != RECEIPT_EN)
		add_line(page, text_copy(phrases[REMARK].zh));
	if (page->language != RECEIPT_ZH)
		add_line(page, text_copy(phrases[REMARK].en));
}

bool receipt_print(struct cli *cli, FILE *file, const grant_record *shown, enum receipt_language language)
{
	struct page page = { .language = language };
	const grant_record *receipt = grant_record_at(shown, "receipt");

	add_head(cli, &page, shown);
	add_receipt(cli, &page, receipt);
	add_entries(&page, grant_record_at(receipt, "entries"));
	add_tail(&page);
	for (size_t i = 0; i < page.count; i++) {
		fprintf(file, "%s\n", page.lines[i]);
		free(page.lines[i]);
	}
	return !ferror(file);
}
