/* SPDX-License-Identifier: Apache-2.0 */
/* What would be different, for people. Not here: what is compared with what (the library), the ranking alone (cmd-rank.c). */
#include "what-if.h"

#include <string.h>

#include "table.h"
#include "term.h"
#include "text.h"
#include "width.h"
#include "words.h"

static bool is_word(const grant_record *record, const char *path, const char *word)
{
	return strcmp(words_or(record, path, ""), word) == 0;
}

static const char *side_label(const char *side)
{
	if (strcmp(side, "above") == 0)
		return _("above the line");
	if (strcmp(side, "below") == 0)
		return _("below the line");
	return strcmp(side, "tied") == 0 ? _("tied at the line") : _("without a place");
}

/* ---- the table ---- */

static const struct column compare_columns[] = {
	{ N_("PLACE"), "place", COLUMN_NUMBER, false },
	{ N_("WAS"), "before.place", COLUMN_NUMBER, false },
	{ N_("ID"), "application", COLUMN_TEXT, false },
	{ N_("TOTAL"), "total", COLUMN_NUMBER, false },
	{ N_("WAS"), "before.total", COLUMN_NUMBER, false },
	{ N_("MONEY"), "amount", COLUMN_MONEY, false },
	{ N_("WAS"), "before.amount", COLUMN_MONEY, false },
	{ N_("SIDE"), "side", COLUMN_TEXT, false },
	{ N_("TITLE"), "title", COLUMN_TEXT, false },
	{ N_("SIDE BEFORE"), "before.side", COLUMN_TEXT, true },
	{ N_("VERDICT"), "verdict", COLUMN_TEXT, true },
	{ N_("VERDICT BEFORE"), "before.verdict", COLUMN_TEXT, true },
	{ N_("EXACT"), "exact", COLUMN_TEXT, true },
	{ N_("EXACT BEFORE"), "before.exact", COLUMN_TEXT, true },
	{ N_("REASON"), "reason", COLUMN_TEXT, true },
	COLUMNS_END
};

void what_if_csv(const grant_record *ranking)
{
	const grant_record *results = grant_record_at(ranking, "results");

	csv_header(stdout, compare_columns);
	for (size_t i = 0; i < grant_record_count(results, ""); i++)
		csv_row(stdout, compare_columns, grant_record_item(results, i));
}

/* "above the line ↑" for one that was below it. Yours. */
static char *side_cell(const grant_record *result)
{
	const char *side = grant_record_text(result, "side"), *mark = "";

	if (!side)
		return text_copy("");
	if (grant_record_is_true(result, "crosses"))
		mark = is_word(result, "side", "above")          ? " ↑"
		       : is_word(result, "before.side", "above") ? " ↓"
		       : is_word(result, "side", "tied")         ? " ↑"
		                                                 : " ↓";
	return text_format("%s%s", side_label(side), mark);
}

static void add_row(struct table *table, const grant_record *result)
{
	enum { SHOWN = 9, SIDE = 7 };
	cleanup_text char *side = side_cell(result);
	char *cells[SHOWN];

	for (size_t i = 0; i < SHOWN; i++)
		cells[i] = i == SIDE ? NULL : table_cell(&compare_columns[i], result);
	table_add_texts(table, (const char *[]){ cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6], side,
	                                         cells[8] });
	for (size_t i = 0; i < SHOWN; i++)
		free(cells[i]);
}

static void print_table(struct cli *cli, const grant_record *results)
{
	struct table *table = table_new(cli, compare_columns);

	for (size_t i = 0; i < grant_record_count(results, ""); i++)
		add_row(table, grant_record_item(results, i));
	if (!table_is_empty(table))
		table_print(table, 0);
	table_free(table);
}

/* ---- the line ---- */

static void print_line(const char *label, const grant_record *line)
{
	cleanup_text char *amount = words_money(words_or(line, "amount", ""));

	if (!line)
		return;
	fputs("  ", stdout);
	width_put(stdout, label, 10, false);
	if (!grant_record_text(line, "place"))
		printf("%s\n", *amount ? _("nobody is approved") : _("nobody goes on"));
	else if (*amount)
		printf(_("behind place %s: %s approved, %s together\n"), grant_record_text(line, "place"),
		       words_or(line, "approved", "0"), amount);
	else
		printf(_("behind place %s: %s go on to the next stage\n"), grant_record_text(line, "place"),
		       words_or(line, "approved", "0"));
}

static void print_crossing(const grant_record *result)
{
	cleanup_text char *title = text_safe(words_or(result, "title", ""));

	printf(_("  %s  %s: was %s, is %s\n"), words_or(result, "application", ""), title,
	       side_label(words_or(result, "before.side", "")), side_label(words_or(result, "side", "")));
}

static void print_crossings(const grant_record *results, bool is_money)
{
	size_t count = 0;

	for (size_t i = 0; i < grant_record_count(results, ""); i++) {
		const grant_record *result = grant_record_item(results, i);

		if (!grant_record_is_true(result, "crosses"))
			continue;
		if (count++ == 0)
			printf("\n%s\n", is_money ? _("Who changes side of the line of the money:") : _("Who changes side of the line:"));
		print_crossing(result);
	}
	if (count == 0)
		printf("\n%s\n", is_money ? _("Nobody changes side of the line of the money.") : _("Nobody changes side of the line."));
}

static void print_lines(const grant_record *ranking)
{
	const grant_record *now = grant_record_at(ranking, "line"), *before = grant_record_at(ranking, "line_before");

	bool is_money = grant_record_has(now ? now : before, "amount");

	if (!now && !before)
		return;
	printf("\n%s\n", is_money ? _("The line of the money:") : _("The line:"));
	print_line(_("was"), before);
	print_line(_("is"), now);
	if (now && before)
		print_crossings(grant_record_at(ranking, "results"), is_money);
}

/* ---- why ---- */

/* "total 88.33 against 85": what parts two applications. */
static void print_by(const grant_record *reason)
{
	if (is_word(reason, "by", "total"))
		printf(_(" by the total"));
	else if (is_word(reason, "by", "tie"))
		printf(_(" by the tie rule “%s”: %s against %s"), words_or(reason, "tie", ""), words_or(reason, "own", "–"),
		       words_or(reason, "other", "–"));
	else if (is_word(reason, "by", "ties"))
		printf(_(" by the function ties of the rules"));
	else if (is_word(reason, "by", "place"))
		printf(_(" since one of the two has no place"));
}

static void print_by_before(const grant_record *reason)
{
	if (is_word(reason, "by_before", "tie"))
		printf(_("; before, the tie rule “%s” parted them"), words_or(reason, "tie_before", ""));
	else if (is_word(reason, "by_before", "ties"))
		printf(_("; before, the function ties of the rules parted them"));
	else if (is_word(reason, "before", "same"))
		printf(_("; before, they shared a place"));
}

static void print_place(const grant_record *reason)
{
	const char *other = words_or(reason, "application", "");

	if (is_word(reason, "now", "ahead"))
		printf(_("%s now stands ahead"), other);
	else if (is_word(reason, "now", "behind"))
		printf(_("%s now stands behind"), other);
	else
		printf(_("%s now shares the place"), other);
	print_by(reason);
	print_by_before(reason);
}

static void print_outcome(const grant_record *outcome)
{
	const char *verdict = grant_record_text(outcome, "verdict"), *amount = grant_record_text(outcome, "amount");
	const char *reason = grant_record_text(outcome, "reason");
	cleanup_text char *money = words_money(amount ? amount : "");
	cleanup_text char *safe = text_safe(reason ? reason : "");

	fputs(verdict ? words_label(verdict) : "–", stdout);
	if (amount)
		printf(" %s", money);
	if (*safe)
		printf(_(" (%s)"), safe);
}

static void print_change(const grant_record *reason, const char *label)
{
	cleanup_text char *before = text_safe(words_or(reason, "before", "–"));
	cleanup_text char *now = text_safe(words_or(reason, "now", "–"));

	printf("%s%s%s → %s", label, _(": "), before, now);
}

static void print_review(const grant_record *reason)
{
	printf(_("the review of %s is left out"), words_or(reason, "person", ""));
}

static void print_part(const grant_record *reason)
{
	cleanup_text char *label = text_safe(words_or(reason, "label", ""));

	print_change(reason, label);
}

static void print_note(const grant_record *reason)
{
	print_change(reason, _("how it is reckoned"));
}

static void print_why_no_place(const grant_record *reason)
{
	print_change(reason, _("why it has no place"));
}

static void print_rules(const grant_record *reason)
{
	(void)reason;
	fputs(_("the rules make another total of the same reviews"), stdout);
}

static void print_others(const grant_record *reason)
{
	(void)reason;
	fputs(_("its own reviews are the same; its total also hangs on those of others"), stdout);
}

static void print_more(const grant_record *reason)
{
	printf(_("and %s others"), words_or(reason, "count", ""));
}

static void print_allocation(const grant_record *reason)
{
	printf("%s%s", _("decision"), _(": "));
	print_outcome(grant_record_at(reason, "before"));
	fputs(" → ", stdout);
	print_outcome(grant_record_at(reason, "now"));
}

static void print_reason(const grant_record *reason)
{
	static const struct {
		const char *what;
		void (*print)(const grant_record *reason);
	} reasons[] = {
		{ "review", print_review }, { "part", print_part },   { "note", print_note },   { "reason", print_why_no_place },
		{ "rules", print_rules },   { "others", print_others }, { "place", print_place }, { "more", print_more },
		{ "allocation", print_allocation },
	};

	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (is_word(reason, "what", reasons[i].what))
			reasons[i].print(reason);
}

static void print_why(struct cli *cli, const grant_record *result)
{
	const grant_record *why = grant_record_at(result, "why");
	cleanup_text char *title = text_safe(words_or(result, "title", ""));

	if (grant_record_count(why, "") == 0)
		return;
	printf("\n%s%s  %s%s\n", term_start(cli, stdout, TERM_BOLD), words_or(result, "application", ""), title,
	       term_end(cli, stdout, TERM_BOLD));
	printf(_("  place %s → %s, total %s → %s\n"), words_or(result, "before.place", "–"), words_or(result, "place", "–"),
	       words_or(result, "before.total", "–"), words_or(result, "total", "–"));
	for (size_t i = 0; i < grant_record_count(why, ""); i++) {
		fputs("  - ", stdout);
		print_reason(grant_record_item(why, i));
		putchar('\n');
	}
}

static bool differs(const grant_record *results)
{
	for (size_t i = 0; i < grant_record_count(results, ""); i++)
		if (grant_record_count(grant_record_item(results, i), "why") > 0)
			return true;
	return false;
}

void what_if_print(struct cli *cli, const grant_record *ranking)
{
	const grant_record *results = grant_record_at(ranking, "results");

	term_page(cli);
	print_table(cli, results);
	print_lines(ranking);
	if (!differs(results)) {
		printf("\n%s\n", _("Nothing is different."));
		return;
	}
	printf("\n%s\n", _("What is different, and why:"));
	for (size_t i = 0; i < grant_record_count(results, ""); i++)
		print_why(cli, grant_record_item(results, i));
}
