/* SPDX-License-Identifier: Apache-2.0 */
/* grant agree: the agreement with its tranches. */
#include "command.h"
#include "output.h"

struct agree_words {
	const char *number, *date;
	bool dry_run;
};

static const struct option_row agree_rows[] = {
	OPTION_TEXT(struct agree_words, number, "number", "NO",
	            N_("the agreement's number; else the application's id")),
	OPTION_TEXT(struct agree_words, date, "date", "DAY", N_("the day it was signed; else today")),
	OPTION_DRY_RUN(struct agree_words, dry_run),
	OPTION_ABSENT("print"),
	OPTION_END
};

const struct options agree_options = { agree_rows, sizeof(struct agree_words) };

static void print_tranches(struct cli *cli, const grant_record *agreement)
{
	static const struct column columns[] = {
		{ N_("TRANCHE"), "tranche", COLUMN_NUMBER, false },
		{ N_("PERCENT"), "percent", COLUMN_NUMBER, false },
		{ N_("AMOUNT"), "amount", COLUMN_MONEY, false },
		{ N_("AFTER"), "after", COLUMN_WORD, false },
		COLUMNS_END
	};
	const grant_record *tranches = grant_record_at(agreement, "tranches");
	struct table *table = table_new(cli, columns);

	for (size_t i = 0; i < grant_record_count(tranches, ""); i++)
		table_add(table, grant_record_item(tranches, i));
	table_print(table, 2);
	table_free(table);
}

int cmd_agree(struct cli *cli, const void *input)
{
	const struct agree_words *words = input;
	grant_agree_options options = GRANT_AGREE_OPTIONS_INIT;
	cleanup_record grant_record *agreement = NULL;
	int r, status;

	options.number = words->number;
	options.date = words->date;
	options.dry_run = words->dry_run;
	r = grant_agree(&agreement, cli->round, cli->arguments[0], &options);
	status = output_act(cli, r, &(struct act_answer){ .kind = "agreement", .record = agreement });
	if (status == EXIT_DONE && !cli->json && !cli->quiet)
		print_tranches(cli, agreement);
	return status;
}
