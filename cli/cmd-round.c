/* SPDX-License-Identifier: Apache-2.0 */
/* grant round: the round itself, and how it is changed. */
#include "card.h"
#include "command.h"
#include "difference.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"
#include "words.h"

struct edit_words {
	const char *reason;
	bool dry_run;
};

static const struct option_row edit_rows[] = {
	OPTION_TEXT(struct edit_words, reason, "reason", "TEXT", N_("why, for the record")),
	OPTION_DRY_RUN(struct edit_words, dry_run),
	OPTION_END
};

const struct options round_edit_options = { edit_rows, sizeof(struct edit_words) };

static const struct column criteria_columns[] = {
	{ N_("CRITERION"), "id", COLUMN_TEXT, false },
	{ N_("TITLE"), "title", COLUMN_TITLE, false },
	{ N_("MIN"), "min", COLUMN_NUMBER, false },
	{ N_("MAX"), "max", COLUMN_NUMBER, false },
	{ N_("STEP"), "step", COLUMN_NUMBER, false },
	COLUMNS_END
};

static const struct column measure_columns[] = {
	{ N_("MEASURE"), "id", COLUMN_TEXT, false },
	{ N_("TITLE"), "title", COLUMN_TITLE, false },
	{ N_("MIN"), "min", COLUMN_NUMBER, false },
	{ N_("MAX"), "max", COLUMN_NUMBER, false },
	{ N_("STEP"), "step", COLUMN_NUMBER, false },
	COLUMNS_END
};

static void print_rows(struct cli *cli, const char *title, const struct column *columns, const grant_record *rows)
{
	struct table *table;

	if (grant_record_count(rows, "") == 0)
		return;
	card_heading(cli, title);
	table = table_new(cli, columns);
	for (size_t i = 0; i < grant_record_count(rows, ""); i++)
		table_add(table, grant_record_item(rows, i));
	table_print(table, 2);
	table_free(table);
}

static void print_rules(struct cli *cli, const grant_record *round)
{
	const grant_record *stages = grant_record_at(round, "rules.stages");
	const char *title = words_title(grant_record_at(round, "rules.title"));

	if (*title) {
		cleanup_text char *safe = text_safe(title);

		card_heading(cli, _("Rules"));
		printf("  %s\n", safe);
	}
	print_rows(cli, _("Criteria"), criteria_columns, grant_record_at(round, "rules.criteria"));
	for (size_t i = 0; i < grant_record_count(stages, ""); i++) {
		const grant_record *stage = grant_record_item(stages, i);
		const char *id = grant_record_text(stage, "id");
		cleanup_text char *heading = text_format(_("Criteria of the stage %s"), id ? id : "");

		print_rows(cli, heading, criteria_columns, grant_record_at(stage, "criteria"));
	}
	print_rows(cli, _("Measures"), measure_columns, grant_record_at(round, "rules.measures"));
}

static void print_money(struct cli *cli, const grant_record *round)
{
	static const struct column columns[] = {
		{ N_("BUDGET"), "budget", COLUMN_MONEY, false },
		{ N_("DECIDED"), "decided", COLUMN_MONEY, false },
		{ N_("AGREED"), "agreed", COLUMN_MONEY, false },
		{ N_("PAID"), "paid", COLUMN_MONEY, false },
		COLUMNS_END
	};
	struct table *table = table_new(cli, columns);

	card_heading(cli, _("Money"));
	table_add(table, grant_record_at(round, "money"));
	table_print(table, 2);
	table_free(table);
}

static void print_counts(const grant_record *round)
{
	const char *people = grant_record_text(round, "people");
	const char *applications = grant_record_text(round, "applications");
	cleanup_text char *features = words_join(grant_record_at(round, "features"), ", ", false);

	printf(_("\nPeople: %s; applications: %s; features: %s\n"), people ? people : "0",
	       applications ? applications : "0", *features ? features : "–");
}

int cmd_round(struct cli *cli, const void *words)
{
	cleanup_record grant_record *round = NULL;
	struct card card = { .cli = cli, .kind = "round" };
	int status;

	(void)words;
	if (grant_round_show(&round, cli->round) < 0)
		return failure(cli, NULL);
	if (cli->json)
		return output_json_record(cli, "round", round);
	term_page(cli);
	status = card_print(&card, round);
	if (status != EXIT_DONE)
		return status;
	print_rules(cli, round);
	print_money(cli, round);
	print_counts(round);
	return EXIT_DONE;
}

/* ---- changing it ---- */

static int edit(struct cli *cli, const grant_round_edit_options *options)
{
	cleanup_findings grant_findings *findings = NULL;
	cleanup_record grant_record *changes = NULL;
	int r = grant_round_edit(&changes, &findings, cli->round, options);
	int status = output_act(cli, r, &(struct act_answer){ .kind = "round-edit", .record = changes, .findings = findings });

	if (status == EXIT_DONE && !cli->json && (options->dry_run || !cli->quiet))
		difference_fields(cli, grant_record_at(changes, "fields"));
	return status;
}

int cmd_round_edit(struct cli *cli, const void *input)
{
	const struct edit_words *words = input;
	grant_round_field *fields = memory_new(cli->argument_count, sizeof(*fields));
	grant_round_edit_options options = GRANT_ROUND_EDIT_OPTIONS_INIT;
	int status = words->reason ? EXIT_DONE : usage(cli, _("to edit a round needs --reason TEXT"));

	for (size_t i = 0; status == EXIT_DONE && i < cli->argument_count; i++)
		status = option_cut_field(cli, cli->arguments[i], &fields[i].field, &fields[i].value);
	options.fields = fields;
	options.count = cli->argument_count;
	options.reason = words->reason;
	options.dry_run = words->dry_run;
	if (status == EXIT_DONE)
		status = edit(cli, &options);
	free(fields);
	return status;
}
