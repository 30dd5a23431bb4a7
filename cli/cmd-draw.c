/* SPDX-License-Identifier: Apache-2.0 */
/* grant draw: recorded draws; the pool first, the seed later, and anybody draws again. */
#include "card.h"
#include "command.h"
#include "message.h"
#include "output.h"
#include "text.h"

struct draw_words {
	const char *source, *method, *seed;
	struct option_number count;
	bool dry_run;
};

static const struct option_row pool_rows[] = {
	OPTION_TEXT(struct draw_words, source, "source", "TEXT", N_("where the seed will come from, such as a lottery of a later day")),
	OPTION_TEXT(struct draw_words, method, "method", "METHOD", N_("sha256, as it is without this, or rfc3797")),
	OPTION_DRY_RUN(struct draw_words, dry_run),
	OPTION_END
};

static const struct option_row run_rows[] = {
	OPTION_TEXT(struct draw_words, seed, "seed", "TEXT", N_("what the source has given")),
	OPTION_NUMBER(struct draw_words, count, "count", "N", N_("how many are drawn; else all, in order")),
	OPTION_DRY_RUN(struct draw_words, dry_run),
	OPTION_END
};

const struct options draw_pool_options = { pool_rows, sizeof(struct draw_words) };
const struct options draw_run_options = { run_rows, sizeof(struct draw_words) };

/* The operand; 0 where there is none. */
static int read_number(struct cli *cli, int64_t *out)
{
	const char *text = cli->argument_count > 0 ? cli->arguments[0] : NULL;

	*out = text ? text_ordinal(text) : 0;
	if (!text)
		return EXIT_DONE;
	return *out > 0 ? EXIT_DONE : usage(cli, _("draws have numbers, and “%s” is none"), text);
}

int cmd_draw(struct cli *cli, const void *words)
{
	static const struct column columns[] = {
		{ N_("DRAW"), "number", COLUMN_NUMBER, false },
		{ N_("METHOD"), "method", COLUMN_TEXT, false },
		{ N_("POOL"), "size", COLUMN_NUMBER, false },
		{ N_("DRAWN"), "count", COLUMN_NUMBER, false },
		{ N_("FIXED"), "at", COLUMN_TIME, false },
		{ N_("RUN"), "drawn.at", COLUMN_TIME, false },
		{ N_("SOURCE"), "source", COLUMN_TEXT, false },
		{ N_("SEED"), "drawn.seed", COLUMN_TEXT, true },
		COLUMNS_END
	};
	static const struct listing listing = { "draws", "draws", columns, N_("there is no draw") };
	cleanup_record grant_record *draws = NULL;

	(void)words;
	if (grant_draw_list(&draws, cli->round) < 0)
		return failure(cli, NULL);
	return output_listing(cli, &listing, draws);
}

int cmd_draw_show(struct cli *cli, const void *words)
{
	cleanup_record grant_record *draw = NULL;
	int64_t number;
	int status = read_number(cli, &number);

	(void)words;
	if (status != EXIT_DONE)
		return status;
	if (grant_draw_get(&draw, cli->round, number) < 0)
		return failure(cli, NULL);
	if (cli->json)
		return output_json_record(cli, "draw", draw);
	return card_print(&(struct card){ .cli = cli, .kind = "draw" }, draw);
}

int cmd_draw_pool(struct cli *cli, const void *input)
{
	const struct draw_words *words = input;
	grant_draw_pool_options options = GRANT_DRAW_POOL_OPTIONS_INIT;
	cleanup_record grant_record *draw = NULL;
	int r, status;

	if (!words->source)
		return usage(cli, _("a pool needs --source TEXT: where the seed will come from"));
	options.method = words->method;
	options.source = words->source;
	options.dry_run = words->dry_run;
	r = grant_draw_pool(&draw, cli->round, (const char *const *)cli->arguments, &options);
	status = output_act(cli, r, &(struct act_answer){ .kind = "draw", .record = draw });
	if (status == EXIT_DONE && !cli->json && !cli->quiet && !words->dry_run)
		printf(_("When the seed is known: grant draw run %s --seed TEXT\n"), grant_record_text(draw, "number"));
	return status;
}

static void print_drawn(const grant_record *draw)
{
	const grant_record *result = grant_record_at(draw, "drawn.result");

	for (size_t i = 0; i < grant_record_count(result, ""); i++)
		printf("%4zu  %s\n", i + 1, grant_record_text(grant_record_item(result, i), ""));
}

int cmd_draw_run(struct cli *cli, const void *input)
{
	const struct draw_words *words = input;
	grant_draw_run_options options = GRANT_DRAW_RUN_OPTIONS_INIT;
	cleanup_record grant_record *draw = NULL;
	int r, status = read_number(cli, &options.number);

	if (status != EXIT_DONE)
		return status;
	if (!words->seed)
		return usage(cli, _("to draw needs --seed TEXT: what the source has given"));
	if (words->count.text && words->count.value == 0)
		return usage(cli, _("--count takes more than nothing"));
	options.seed = words->seed;
	options.count = words->count.value;
	options.dry_run = words->dry_run;
	r = grant_draw_run(&draw, cli->round, &options);
	status = output_act(cli, r, &(struct act_answer){ .kind = "draw", .record = draw });
	if (status == EXIT_DONE && !cli->json && !cli->quiet)
		print_drawn(draw);
	return status;
}

int cmd_draw_check(struct cli *cli, const void *words)
{
	cleanup_findings grant_findings *findings = NULL;
	int64_t number;
	int status = read_number(cli, &number);

	(void)words;
	if (status != EXIT_DONE)
		return status;
	if (grant_draw_check(&findings, cli->round, number) < 0)
		return failure(cli, findings);
	return output_findings(cli, findings, findings_print);
}
