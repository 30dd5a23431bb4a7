/* SPDX-License-Identifier: Apache-2.0 */
/* grant show: everything about one application, as a card; or its receipt as a page. */
#include <errno.h>
#include <string.h>

#include "card.h"
#include "command.h"
#include "message.h"
#include "output.h"
#include "receipt.h"
#include "term.h"
#include "text.h"
#include "whole-file.h"
#include "words.h"

struct show_words {
	const char *receipt, *language;
};

static const struct option_row show_rows[] = {
	OPTION_TEXT(struct show_words, receipt, "receipt", "FILE", N_("the receipt as a page to print and sign; - for the standard output")),
	OPTION_TEXT(struct show_words, language, "lang", "LANG", N_("of the receipt: zh, en or both; else zh")),
	OPTION_END
};

const struct options show_options = { show_rows, sizeof(struct show_words) };

static const struct column assignment_columns[] = {
	{ N_("STAGE"), "stage", COLUMN_TEXT, false },
	{ N_("PERSON"), "person", COLUMN_TEXT, false },
	{ N_("AT"), "at", COLUMN_TIME, false },
	COLUMNS_END
};

static const struct column conflict_columns[] = {
	{ N_("PERSON"), "person", COLUMN_TEXT, false },
	{ N_("AT"), "at", COLUMN_TIME, false },
	{ N_("REASON"), "reason", COLUMN_TEXT, false },
	COLUMNS_END
};

static const struct column measure_columns[] = {
	{ N_("MEASURE"), "name", COLUMN_TEXT, false },
	{ N_("NUMBER"), "value", COLUMN_NUMBER, false },
	{ N_("AT"), "at", COLUMN_TIME, false },
	COLUMNS_END
};

static const struct column settlement_columns[] = {
	{ N_("STAGE"), "stage", COLUMN_TEXT, false },
	{ N_("POSITION"), "position", COLUMN_NUMBER, false },
	{ N_("ORDER"), "applications", COLUMN_WORDS, false },
	{ N_("DRAW"), "draw", COLUMN_NUMBER, false },
	{ N_("REASON"), "reason", COLUMN_TEXT, false },
	{ N_("BY"), "by", COLUMN_TEXT, false },
	{ N_("AT"), "at", COLUMN_TIME, false },
	COLUMNS_END
};

static const struct column milestone_columns[] = {
	{ N_("MILESTONE"), "name", COLUMN_TEXT, false },
	{ N_("VERDICT"), "verdict", COLUMN_WORD, false },
	{ N_("AT"), "at", COLUMN_TIME, false },
	{ N_("REASON"), "reason", COLUMN_TEXT, false },
	COLUMNS_END
};

static const struct column payment_columns[] = {
	{ N_("PAYMENT"), "name", COLUMN_NUMBER, false },
	{ N_("TRANCHE"), "tranche", COLUMN_NUMBER, false },
	{ N_("AMOUNT"), "amount", COLUMN_MONEY, false },
	{ N_("REQUESTED BY"), "requested.by", COLUMN_TEXT, false },
	{ N_("APPROVED BY"), "approved.by", COLUMN_TEXT, false },
	{ N_("PAID"), "done.at", COLUMN_TIME, false },
	{ N_("VOUCHER"), "done.voucher", COLUMN_TEXT, false },
	{ N_("SENT BACK"), "returned.reason", COLUMN_TEXT, false },
	COLUMNS_END
};

/* What exists for an application, in the order of its life: a card of a kind, a table, or a card for each of a list. */
static const struct section {
	const char *field, *title, *kind;
	const struct column *columns;
	bool each;
} sections[] = {
	{ "application", N_("Application"), "application", NULL, false },
	{ "receipt", N_("Receipt"), "receipt", NULL, false },
	{ "screening", N_("Screening"), "screening", NULL, false },
	{ "conflicts", N_("Conflicts of interest"), NULL, conflict_columns, false },
	{ "assignments", N_("Assignments"), NULL, assignment_columns, false },
	{ "reviews", N_("Reviews"), "review", NULL, true },
	{ "measures", N_("Measures"), NULL, measure_columns, false },
	{ "settlements", N_("Settlement of ties"), NULL, settlement_columns, false },
	{ "decision", N_("Decision"), "decision", NULL, false },
	{ "agreement", N_("Agreement"), "agreement", NULL, false },
	{ "milestones", N_("Milestones"), NULL, milestone_columns, false },
	{ "payments", N_("Payments"), NULL, payment_columns, false },
};

static void print_rows(struct cli *cli, const struct section *section, const grant_record *rows)
{
	struct table *table = table_new(cli, section->columns);

	for (size_t i = 0; i < grant_record_count(rows, ""); i++)
		table_add(table, grant_record_item(rows, i));
	table_print(table, 2);
	table_free(table);
}

static bool has_conflict(const grant_record *shown, const char *person)
{
	const grant_record *conflicts = grant_record_at(shown, "conflicts");

	for (size_t i = 0; i < grant_record_count(conflicts, ""); i++) {
		const char *whose = grant_record_text(grant_record_item(conflicts, i), "person");

		if (whose && person && strcmp(whose, person) == 0)
			return true;
	}
	return false;
}

static int print_each(struct card *card, const grant_record *rows, const grant_record *shown)
{
	int status = EXIT_DONE;

	card->indent = 4;
	for (size_t i = 0; status == EXIT_DONE && i < grant_record_count(rows, ""); i++) {
		const grant_record *row = grant_record_item(rows, i);
		const char *person = grant_record_text(row, "person"), *stage = grant_record_text(row, "stage");

		printf("  %s (%s)", person ? person : "", stage ? stage : "");
		if (has_conflict(shown, person))
			printf("%s%s", _(": "), _("does not count: conflict of interest"));
		putchar('\n');
		status = card_print(card, row);
	}
	return status;
}

static int print_section(struct cli *cli, const struct section *section, const grant_record *shown,
                         const grant_record *round)
{
	struct card card = { .cli = cli, .kind = section->kind, .round = round, .indent = 2 };
	const grant_record *part = grant_record_at(shown, section->field);

	if (grant_record_count(part, "") == 0)
		return EXIT_DONE;
	card_heading(cli, _(section->title));
	if (section->columns) {
		print_rows(cli, section, part);
		return EXIT_DONE;
	}
	return section->each ? print_each(&card, part, shown) : card_print(&card, part);
}

static void print_head(struct cli *cli, const grant_record *shown)
{
	const char *id = grant_record_text(shown, "application.id"), *state = grant_record_text(shown, "state");
	const char *title = grant_record_text(shown, "application.title");
	cleanup_text char *safe = text_safe(title ? title : "");

	printf("%s%s  %s%s\n", term_start(cli, stdout, TERM_BOLD), id ? id : cli->arguments[0], safe,
	       term_end(cli, stdout, TERM_BOLD));
	printf(_("State: %s\n"), state ? words_label(state) : "–");
}

static int show_card(struct cli *cli, const grant_record *shown)
{
	cleanup_record grant_record *round = NULL;
	int status = EXIT_DONE;

	/* Only for titles: a card can do without the round. */
	if (grant_round_show(&round, cli->round) < 0)
		round = NULL;
	term_page(cli);
	print_head(cli, shown);
	for (size_t i = 0; status == EXIT_DONE && i < sizeof(sections) / sizeof(sections[0]); i++)
		status = print_section(cli, &sections[i], shown, round);
	return status;
}

static int show_receipt(struct cli *cli, const grant_record *shown, const struct show_words *words)
{
	enum receipt_language language;
	struct whole_file file;
	int status;

	if (cli->json)
		return usage(cli, _("a page is text; leave out --json"));
	if (!receipt_language(&language, words->language))
		return usage(cli, _("--lang takes zh, en or both"));
	if (strcmp(words->receipt, "-") == 0)
		return receipt_print(cli, stdout, shown, language) ? EXIT_DONE : EXIT_ENVIRONMENT;
	status = whole_file_open(cli, &file, words->receipt);
	if (status == EXIT_DONE && !receipt_print(cli, file.file, shown, language))
		status = trouble_file(cli, words->receipt, errno);
	return whole_file_close(cli, &file, words->receipt, status);
}

int cmd_show(struct cli *cli, const void *input)
{
	const struct show_words *words = input;
	cleanup_record grant_record *shown = NULL;

	if (words->language && !words->receipt)
		return usage(cli, _("--lang goes with --receipt"));
	if (grant_show(&shown, cli->round, cli->arguments[0]) < 0)
		return failure(cli, NULL);
	if (words->receipt)
		return show_receipt(cli, shown, words);
	return cli->json ? output_json_record(cli, "application", shown) : show_card(cli, shown);
}
