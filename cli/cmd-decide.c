/* SPDX-License-Identifier: Apache-2.0 */
/* grant decide: decisions with amounts and reasons, from the ranking or one by one. */
#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"
#include "words.h"

struct decide_words {
	bool from_rank, reserve, dry_run;
	struct option_number approve;
	const char *reject, *decline, *reason, *stage;
	struct option_texts settle, draw;
};

static const struct option_row decide_rows[] = {
	OPTION_FLAG(struct decide_words, from_rank, "from-rank", N_("decide all ranked applications as the rules say")),
	OPTION_TEXT(struct decide_words, stage, "stage", "STAGE", N_("the stage of the ranking; else the last one")),
	OPTION_LIST(struct decide_words, settle, "settle", "ID",
	            N_("of those that share a place across the line, the next in order; may be repeated")),
	OPTION_LIST(struct decide_words, draw, "draw", "NUMBER",
	            N_("put the pool of this draw into the order that was drawn; may be repeated")),
	OPTION_MONEY(struct decide_words, approve, "approve", "AMOUNT", N_("fund it with this amount")),
	OPTION_FLAG(struct decide_words, reserve, "reserve", N_("keep it in reserve")),
	OPTION_TEXT(struct decide_words, reject, "reject", "TEXT", N_("do not fund it, with the reason")),
	OPTION_TEXT(struct decide_words, decline, "decline", "TEXT",
	            N_("the organisation gives the award back, with the reason")),
	OPTION_TEXT(struct decide_words, reason, "reason", "TEXT", N_("the reason")),
	OPTION_DRY_RUN(struct decide_words, dry_run),
	OPTION_END
};

const struct options decide_options = { decide_rows, sizeof(struct decide_words) };

static int count_verdicts(const struct decide_words *words)
{
	return (words->approve.text != NULL) + words->reserve + (words->reject != NULL) + (words->decline != NULL);
}

/* ---- from the ranking ---- */

static const struct column decision_columns[] = {
	{ N_("PLACE"), "place", COLUMN_NUMBER, false },
	{ N_("ID"), "application", COLUMN_TEXT, false },
	{ N_("DECISION"), "verdict", COLUMN_WORD, false },
	{ N_("AMOUNT"), "amount", COLUMN_MONEY, false },
	{ N_("TITLE"), "title", COLUMN_TEXT, false },
	{ N_("REASON"), "reason", COLUMN_TEXT, false },
	COLUMNS_END
};

/* Who stands across the line, and how a person settles it: all groups in one command. */
static int undecided(struct cli *cli, const grant_record *answer)
{
	const grant_record *groups = grant_record_at(answer, "tied");
	int status = failure_with(cli, "tied", groups);

	if (cli->json)
		return status;
	for (size_t i = 0; i < grant_record_count(groups, ""); i++) {
		cleanup_text char *ids = words_join(grant_record_item(groups, i), ", ", false);

		fprintf(stderr, _("tied across the line: %s\n"), ids);
	}
	fputs(_("to settle it, in this or another order: grant decide --from-rank"), stderr);
	for (size_t i = 0; i < grant_record_count(groups, ""); i++) {
		cleanup_text char *options = words_join(grant_record_item(groups, i), " --settle ", false);

		fprintf(stderr, " --settle %s", options);
	}
	fputs(_(" --reason TEXT\n"), stderr);
	for (size_t i = 0; i < grant_record_count(groups, ""); i++) {
		cleanup_text char *pool = words_join(grant_record_item(groups, i), " ", false);

		fprintf(stderr, _("to draw: grant draw pool %s --source TEXT\n"), pool);
	}
	return status;
}

static void print_sums(const grant_record *answer)
{
	cleanup_text char *budget = NULL, *decided = NULL, *left = NULL;

	if (!grant_record_text(answer, "decided"))
		return;
	budget = words_money(grant_record_has(answer, "budget") ? grant_record_text(answer, "budget") : "–");
	decided = words_money(grant_record_text(answer, "decided"));
	left = words_money(grant_record_has(answer, "left") ? grant_record_text(answer, "left") : "–");
	printf(_("Budget %s, decided %s, left %s\n"), budget, decided, left);
}

static int print_decisions(struct cli *cli, const grant_record *answer)
{
	static const struct listing listing = { "decisions", "decisions", decision_columns,
		                                N_("there was nothing to decide") };
	int status = output_listing(cli, &listing, answer);

	print_sums(answer);
	output_act_words(cli);
	return status;
}

static int read_draws(struct cli *cli, int64_t *numbers, const struct option_texts *draws)
{
	for (size_t i = 0; i < draws->count; i++) {
		numbers[i] = text_ordinal(draws->items[i]);
		if (numbers[i] == 0)
			return usage(cli, _("--draw takes the number of a draw, and “%s” is none"), draws->items[i]);
	}
	return EXIT_DONE;
}

static int decide_ranking(struct cli *cli, const struct decide_words *words, const int64_t *draws)
{
	grant_decide_ranking_options options = GRANT_DECIDE_RANKING_OPTIONS_INIT;
	cleanup_record grant_record *answer = NULL;
	int r;

	options.draws = draws;
	options.draw_count = words->draw.count;
	options.stage = words->stage;
	options.settle = words->settle.items;
	options.reason = words->reason;
	options.dry_run = words->dry_run;
	r = grant_decide_ranking(&answer, cli->round, &options);
	if (r == GRANT_EUNDECIDED)
		return undecided(cli, answer);
	if (r < 0)
		return failure(cli, NULL);
	if (cli->json)
		return output_act(cli, r, &(struct act_answer){ .kind = "decisions", .record = answer });
	return print_decisions(cli, answer);
}

static int from_ranking(struct cli *cli, const struct decide_words *words)
{
	int64_t *draws = memory_new(words->draw.count, sizeof(*draws));
	int status = read_draws(cli, draws, &words->draw);

	if (status == EXIT_DONE)
		status = decide_ranking(cli, words, draws);
	free(draws);
	return status;
}

static int check_from_ranking(struct cli *cli, const struct decide_words *words)
{
	if (cli->argument_count > 0 || count_verdicts(words) > 0)
		return usage(cli, _("--from-rank decides all of them; leave application and verdict out"));
	if (words->settle.count > 0 && !words->reason)
		return usage(cli, _("--settle needs --reason TEXT"));
	if (words->reason && words->settle.count == 0)
		return usage(cli, _("with --from-rank, --reason goes with --settle"));
	return EXIT_DONE;
}

/* ---- one by one ---- */

static int check_one(struct cli *cli, const struct decide_words *words)
{
	if (cli->argument_count == 0)
		return usage(cli, _("give an application and its verdict, or --from-rank"));
	if (count_verdicts(words) != 1)
		return usage(cli, _("give one of --approve, --reserve, --reject and --decline"));
	if (words->reason && (words->reject || words->decline))
		return usage(cli, _("--reject and --decline take their own reason"));
	if (words->stage || words->settle.count > 0 || words->draw.count > 0)
		return usage(cli, _("--stage, --settle and --draw go with --from-rank"));
	return EXIT_DONE;
}

static const char *fill(grant_decide_options *options, const struct decide_words *words)
{
	options->reason = words->reason;
	options->dry_run = words->dry_run;
	options->amount_fen = words->approve.value;
	if (words->approve.text) {
		options->verdict = GRANT_DECIDE_APPROVE;
		return "approve";
	}
	if (words->reserve) {
		options->verdict = GRANT_DECIDE_RESERVE;
		return "reserve";
	}
	options->verdict = words->reject ? GRANT_DECIDE_REJECT : GRANT_DECIDE_DECLINE;
	options->reason = words->reject ? words->reject : words->decline;
	return words->reject ? "reject" : "decline";
}

/* The same document as from the ranking, with one decision. */
static int show_one_json(struct cli *cli, const grant_decide_options *options, const char *verdict)
{
	grant_json_writer *writer = output_json_begin("decisions");
	cleanup_string char *amount = NULL;

	if (!writer || grant_money_format(&amount, options->amount_fen) < 0) {
		grant_json_free(writer);
		return failure(cli, NULL);
	}
	grant_json_begin_list(writer, "decisions");
	grant_json_begin_map(writer, NULL);
	grant_json_text(writer, "application", cli->arguments[0]);
	grant_json_text(writer, "verdict", verdict);
	if (options->verdict == GRANT_DECIDE_APPROVE)
		grant_json_text(writer, "amount", amount);
	if (options->reason)
		grant_json_text(writer, "reason", options->reason);
	grant_json_end(writer);
	grant_json_end(writer);
	grant_json_record(writer, "act", grant_round_last_act(cli->round));
	return output_json_print(cli, writer);
}

static int decide_one(struct cli *cli, const struct decide_words *words)
{
	grant_decide_options options = GRANT_DECIDE_OPTIONS_INIT;
	const char *verdict = fill(&options, words);
	int r = grant_decide(cli->round, cli->arguments[0], &options);

	if (r == 0 && cli->json)
		return show_one_json(cli, &options, verdict);
	return output_act(cli, r, &(struct act_answer){ 0 });
}

int cmd_decide(struct cli *cli, const void *input)
{
	const struct decide_words *words = input;
	int status = words->from_rank ? check_from_ranking(cli, words) : check_one(cli, words);

	if (status != EXIT_DONE)
		return status;
	return words->from_rank ? from_ranking(cli, words) : decide_one(cli, words);
}
