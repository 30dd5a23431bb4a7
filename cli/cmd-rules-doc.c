/* SPDX-License-Identifier: Apache-2.0 */
/* grant rules doc: a rule file in words and tables, for the text of a call. Not here: what it declares (the library). */
#include <string.h>

#include "card.h"
#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"
#include "words.h"

struct rules_doc_words {
	const char *format;
};

static const struct option_row doc_rows[] = {
	OPTION_TEXT(struct rules_doc_words, format, "format", "MARKUP", N_("text, as it is without this, or markdown")),
	OPTION_END
};

const struct options rules_doc_options = { doc_rows, sizeof(struct rules_doc_words) };

static const struct column columns[] = {
	{ N_("TITLE"), "title", COLUMN_TITLE, false },
	{ N_("ID"), "id", COLUMN_TEXT, false },
	{ N_("MIN"), "min", COLUMN_NUMBER, false },
	{ N_("MAX"), "max", COLUMN_NUMBER, false },
	{ N_("STEP"), "step", COLUMN_NUMBER, false },
	{ N_("GUIDE"), "guide", COLUMN_TEXT, false },
	COLUMNS_END
};

struct page {
	struct cli *cli;
	bool is_markdown;
};

/* In Markdown, what means something there is defused: titles are the rules' own words. */
static void print_text(const struct page *page, const char *text)
{
	cleanup_text char *safe = text_safe(text);

	for (const char *c = safe; *c; c++) {
		if (page->is_markdown && strchr("\\`*_[]<|&", *c))
			putchar('\\');
		putchar(*c);
	}
}

static void print_heading(const struct page *page, const char *text)
{
	if (!page->is_markdown) {
		cleanup_text char *safe = text_safe(text);

		card_heading(page->cli, safe);
		return;
	}
	fputs("\n## ", stdout);
	print_text(page, text);
	fputs("\n\n", stdout);
}

/* ---- tables ---- */

static void print_cell(const struct page *page, const char *text)
{
	fputs(" ", stdout);
	print_text(page, text ? text : "");
	fputs(" |", stdout);
}

static void print_markdown_row(const struct page *page, const grant_record *row)
{
	putchar('|');
	for (const struct column *column = columns; column->header; column++)
		print_cell(page, column->kind == COLUMN_TITLE ? words_title(grant_record_at(row, column->path))
		                                              : grant_record_text(row, column->path));
	putchar('\n');
}

static void print_markdown_table(const struct page *page, const grant_record *rows)
{
	putchar('|');
	for (const struct column *column = columns; column->header; column++)
		print_cell(page, _(column->header));
	fputs("\n|", stdout);
	for (const struct column *column = columns; column->header; column++)
		fputs(column->kind == COLUMN_NUMBER ? " ---: |" : " --- |", stdout);
	putchar('\n');
	for (size_t i = 0; i < grant_record_count(rows, ""); i++)
		print_markdown_row(page, grant_record_item(rows, i));
}

static void print_table(const struct page *page, const grant_record *rows)
{
	struct table *table;

	if (page->is_markdown) {
		print_markdown_table(page, rows);
		return;
	}
	table = table_new(page->cli, columns);
	for (size_t i = 0; i < grant_record_count(rows, ""); i++)
		table_add(table, grant_record_item(rows, i));
	table_print(table, 2);
	table_free(table);
}

/* ---- sentences ---- */

static void say(const struct page *page, const char *sentence)
{
	fputs(page->is_markdown ? "- " : "  ", stdout);
	print_text(page, sentence);
	putchar('\n');
}

static const char *field_words(const char *name)
{
	static const struct {
		const char *name, *words;
	} fields[] = { { "requested", N_("the amount requested") }, { "matching", N_("the matching money") },
		       { "total", N_("the total budget") } };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].name, name) == 0)
			return _(fields[i].words);
	return name;
}

/* "-requested" -> "lower is better: the amount requested". Yours. */
static char *tie_words(const grant_record *rules, const grant_record *stage, const char *tie)
{
	const char *name = tie + (*tie == '-');
	const grant_record *criterion = words_find(grant_record_at(stage, "criteria"), "id", name);
	const grant_record *measure = words_find(grant_record_at(rules, "measures"), "id", name);
	const char *title = words_title(grant_record_at(criterion ? criterion : measure, "title"));

	if (criterion)
		return text_format(*tie == '-' ? _("the lower mean of “%s”") : _("the higher mean of “%s”"), *title ? title : name);
	if (measure)
		return text_format(*tie == '-' ? _("less of “%s”") : _("more of “%s”"), *title ? title : name);
	return text_format(*tie == '-' ? _("the lower: %s") : _("the higher: %s"), field_words(name));
}

static void say_ties(const struct page *page, const grant_record *rules, const grant_record *stage)
{
	const grant_record *ties = grant_record_at(stage, "ties");
	cleanup_text char *joined = text_copy(""), *sentence = NULL;

	if (grant_record_is_true(stage, "ties_by_function")) {
		say(page, _("Between equal totals a function of the rules decides; what is equal still shares the place."));
		return;
	}
	if (grant_record_count(ties, "") == 0) {
		say(page, _("Equal totals share the place."));
		return;
	}
	for (size_t i = 0; i < grant_record_count(ties, ""); i++) {
		cleanup_text char *one = tie_words(rules, stage, grant_record_text(grant_record_item(ties, i), ""));
		char *longer = text_format("%s%s%s", joined, i ? _(", then ") : "", one);

		free(joined);
		joined = longer;
	}
	sentence = text_format(_("Between equal totals goes first: %s. What is equal still shares the place."), joined);
	say(page, sentence);
}

static void say_total(const struct page *page, const grant_record *stage)
{
	if (grant_record_is_true(stage, "score_all"))
		say(page, _("The totals of all applications are made together, from all reviews."));
	else
		say(page, _("The total of an application is made from its own reviews."));
	if (grant_record_is_true(stage, "advance"))
		say(page, _("Who goes on to the next stage is what the rules say (advance)."));
}

static void print_stage(const struct page *page, const grant_record *rules, const grant_record *stage, bool is_only)
{
	const char *id = grant_record_text(stage, "id"), *sum = grant_record_text(stage, "sum");
	cleanup_text char *heading = is_only ? text_copy(_("Criteria")) : text_format(_("Criteria of the stage %s"), id ? id : "");
	cleanup_text char *total = text_format(_("The highest scores add up to %s."), sum ? sum : "");

	print_heading(page, heading);
	print_table(page, grant_record_at(stage, "criteria"));
	if (page->is_markdown)
		putchar('\n');
	say(page, total);
	say_total(page, stage);
	say_ties(page, rules, stage);
}

/* ---- the whole ---- */

static void print_parts(const struct page *page, const grant_record *parts)
{
	if (grant_record_count(parts, "") == 0)
		return;
	print_heading(page, _("Parts that are used"));
	for (size_t i = 0; i < grant_record_count(parts, ""); i++) {
		const grant_record *part = grant_record_item(parts, i);
		const char *words = words_title(grant_record_at(part, "about"));
		cleanup_text char *line = text_format("%s%s%s%s", grant_record_text(part, "name"), *words ? _(": ") : "", words,
		                                      grant_record_is_true(part, "stock") ? "" : _(" (of this round)"));

		say(page, line);
	}
}

static void print_rest(const struct page *page, const grant_record *rules)
{
	print_heading(page, _("Eligibility and money"));
	say(page, grant_record_is_true(rules, "eligible") ? _("The rules say who is eligible, beside the limits of the round.")
	                                                  : _("Who keeps the limits of the round is eligible."));
	say(page, grant_record_is_true(rules, "allocate") ? _("The rules give the money out along the ranking (allocate).")
	                                                  : _("The rules give no money out; decisions are made one by one."));
	say(page, _("Numbers are exact; but where the rules round, totals are rounded for print only, half away from zero."));
}

static void print_page(const struct page *page, const grant_record *rules)
{
	const grant_record *stages = grant_record_at(rules, "stages"), *measures = grant_record_at(rules, "measures");
	const char *title = words_title(grant_record_at(rules, "title"));

	fputs(page->is_markdown ? "# " : "", stdout);
	print_text(page, *title ? title : grant_record_text(rules, "file"));
	putchar('\n');
	for (size_t i = 0; i < grant_record_count(stages, ""); i++)
		print_stage(page, rules, grant_record_item(stages, i), grant_record_count(stages, "") == 1);
	if (grant_record_count(measures, "") > 0) {
		print_heading(page, _("Measures"));
		print_table(page, measures);
	}
	print_rest(page, rules);
	print_parts(page, grant_record_at(rules, "parts"));
}

int cmd_rules_doc(struct cli *cli, const void *input)
{
	const struct rules_doc_words *words = input;
	struct page page = { cli, words->format && strcmp(words->format, "markdown") == 0 };
	cleanup_findings grant_findings *findings = NULL;
	cleanup_record grant_record *rules = NULL;

	if (words->format && !page.is_markdown && strcmp(words->format, "text") != 0)
		return usage(cli, _("--format is text or markdown"));
	if (grant_rules_describe(&rules, &findings, cli->arguments[0]) < 0)
		return failure(cli, findings);
	if (cli->json)
		return output_json_record(cli, "rules", rules);
	if (!page.is_markdown)
		term_page(cli);
	print_page(&page, rules);
	return EXIT_DONE;
}
