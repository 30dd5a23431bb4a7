/* SPDX-License-Identifier: Apache-2.0 */
/* Criteria and measures, typed one per line, each with an id that is proposed. Not here: the other questions (rules-ask.c). */
#include "rules-items.h"

#include <ctype.h>
#include <string.h>

#include "message.h"
#include "prompt.h"
#include "text.h"

#define MOST_ATTEMPTS 50 /* of one question; what types might be a program */

int rules_ask_stop(struct cli *cli)
{
	return trouble(cli, GRANT_EUNDECIDED, _("nothing was written"));
}

/* Takes such ends away, as often as there are any. */
static void cut_ends(char *line, const char *const *ends)
{
	for (size_t i = 0; ends[i];) {
		size_t size = strlen(line), end = strlen(ends[i]);

		i++;
		if (size < end || strcmp(line + size - end, ends[i - 1]) != 0)
			continue;
		line[size - end] = '\0';
		i = 0;
	}
}

/* "需求分析 20", "需求分析：20分", "需求分析（20 分）" -> the number, yours; the line keeps the title. NULL: one of them is not there. */
static char *cut_number(char *line)
{
	static const char *const behind[] = { " ", "\t", "分", "。", ")", "）", NULL };
	static const char *const between[] = { " ", "\t", ",", "，", "、", ":", "：", "=", "(", "（", "满分", NULL };
	int64_t score;
	char *at, *number;

	cut_ends(line, behind);
	at = line + strlen(line);
	while (at > line && (isdigit((unsigned char)at[-1]) || at[-1] == '.'))
		at--;
	if (grant_score_parse(&score, at) < 0 || (at > line && at[-1] == '-'))
		return NULL;
	number = text_copy(at);
	*at = '\0';
	cut_ends(line, between);
	if (*text_trim(line))
		return number;
	free(number);
	return NULL;
}

/* What a score sheet usually calls it; else the letters of an English title; else a number. Yours. */
static char *propose_id(const char *title, const char *letter, size_t number)
{
	static const struct {
		const char *part, *id;
	} known[] = {
		{ "需求", "need" },    { "必要", "need" },    { "方案", "plan" },   { "设计", "plan" },     { "可行", "feasible" }, { "创新", "innovation" },
		{ "持续", "lasting" }, { "团队", "team" },    { "能力", "ability" }, { "预算", "budget" },   { "经费", "budget" },   { "效益", "effect" },
		{ "成效", "effect" },  { "目标", "goal" },    { "背景", "background" }, { "答辩", "defence" }, { "展示", "show" },     { "路演", "show" },
		{ "投票", "votes" },   { "捐", "donations" }, { "加分", "bonus" },  { "扣分", "deduction" }, { "得分", "mark" },
	};
	cleanup_text char *id = text_copy(title);
	size_t size = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strstr(title, known[i].part))
			return text_copy(known[i].id);
	for (const char *c = title; *c && *c != ' ' && *c != '|' && size < 31; c++)
		if (isascii((unsigned char)*c) && isalnum((unsigned char)*c) && (size > 0 || isalpha((unsigned char)*c)))
			id[size++] = (char)tolower((unsigned char)*c);
	id[size] = '\0';
	return size > 0 ? text_copy(id) : text_format("%s%zu", letter, number);
}

static bool is_id(const char *text)
{
	size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return islower((unsigned char)text[0]) && text[size] == '\0' && size <= 32;
}

static bool has_id(const struct option_texts *texts, const char *stage, const char *id)
{
	cleanup_text char *start = text_format("%s%s=", stage, id);

	for (size_t i = 0; i < texts->count; i++)
		if (text_starts(texts->items[i], start))
			return true;
	return false;
}

/* An id that is free; NULL at the end of input. Yours. */
static char *ask_id(struct cli *cli, const struct rules_items *items, const char *title)
{
	cleanup_text char *proposal = propose_id(title, items->letter, items->texts->count + 1);

	if (has_id(items->texts, items->stage, proposal)) {
		char *other = text_format("%.28s_%zu", proposal, items->texts->count + 1);

		free(proposal);
		proposal = other;
	}
	for (int i = 0; i < MOST_ATTEMPTS; i++) {
		char *id = prompt_line(_("    its id, for files and programs"), proposal);

		if (!id || (is_id(id) && !has_id(items->texts, items->stage, id)))
			return id;
		if (is_id(id))
			note(cli, _("“%s” is there twice"), id);
		else
			note(cli, _("an id is a lower-case letter followed by letters, digits and _, 32 in all"));
		free(id);
	}
	return NULL;
}

/* One line: EXIT_DONE and one more, or none when the line is empty. */
static int ask_item(struct cli *cli, struct rules_wish *wish, const struct rules_items *items, bool *is_last)
{
	cleanup_text char *question = text_format("  %zu", items->texts->count + 1);
	cleanup_text char *line = prompt_line(question, NULL), *id = NULL;
	cleanup_text char *number = NULL;

	if (!line)
		return rules_ask_stop(cli);
	*is_last = *line == '\0';
	if (*is_last)
		return EXIT_DONE;
	number = cut_number(line);
	if (!number) {
		note(cli, _("a title and a number, such as: 需求 20"));
		return EXIT_DONE;
	}
	id = ask_id(cli, items, text_trim(line));
	if (!id)
		return rules_ask_stop(cli);
	rules_wish_add(items->texts, rules_wish_keep(wish, text_format("%s%s=%s:%s", items->stage, id, number, text_trim(line))));
	return EXIT_DONE;
}

int rules_ask_items(struct cli *cli, struct rules_wish *wish, const struct rules_items *items)
{
	size_t before = items->texts->count;

	printf("%s\n", items->question);
	fflush(stdout);
	for (int i = 0; i < MOST_ATTEMPTS; i++) {
		bool is_last = false;
		int status = ask_item(cli, wish, items, &is_last);

		if (status != EXIT_DONE)
			return status;
		if (is_last && items->texts->count > before)
			return EXIT_DONE;
	}
	return rules_ask_stop(cli);
}
