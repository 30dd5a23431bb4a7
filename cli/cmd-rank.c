/* SPDX-License-Identifier: Apache-2.0 */
/* grant rank: the ranking, why it is so, and its record. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "card.h"
#include "command.h"
#include "message.h"
#include "output.h"
#include "rank-report.h"
#include "term.h"
#include "text.h"
#include "what-if.h"
#include "whole-file.h"
#include "width.h"
#include "words.h"

struct rank_words {
	const char *stage, *explain, *svg;
	bool record, report, dry_run;
	const char *rules; /* what if */
	struct option_texts without;
	bool compare;
};

static const struct option_row rank_rows[] = {
	OPTION_TEXT(struct rank_words, stage, "stage", "STAGE", N_("the stage; else the last one")),
	OPTION_TEXT(struct rank_words, explain, "explain", "ID", N_("the steps that lead to an application's total")),
	OPTION_FLAG(struct rank_words, record, "record", N_("write the ranking into the round")),
	OPTION_FLAG(struct rank_words, report, "report", N_("how sure the ranking is")),
	OPTION_TEXT(struct rank_words, svg, "svg", "DIR", N_("with --report: write charts there, as SVG")),
	OPTION_DRY_RUN(struct rank_words, dry_run),
	OPTION_TEXT(struct rank_words, rules, "rules", "FILE.lua", N_("rank by these rules; nothing is written")),
	OPTION_LIST(struct rank_words, without, "without", "PERSON",
	            N_("leave this reviewer's reviews out; may be repeated; nothing is written")),
	OPTION_FLAG(struct rank_words, compare, "compare",
	            N_("with --rules or --without: who would move, who changes side of the line, and why")),
	OPTION_END
};

const struct options rank_options = { rank_rows, sizeof(struct rank_words) };

static const struct column rank_columns[] = {
	{ N_("PLACE"), "place", COLUMN_NUMBER, false },
	{ N_("ID"), "application", COLUMN_TEXT, false },
	{ N_("TOTAL"), "total", COLUMN_NUMBER, false },
	{ N_("REVIEWS"), "reviews", COLUMN_NUMBER, false },
	{ N_("REQUESTED"), "requested", COLUMN_MONEY, false },
	{ N_("TIED"), "tied", COLUMN_YES, false },
	{ N_("TITLE"), "title", COLUMN_TEXT, false },
	{ N_("ORGANISATION"), "organisation", COLUMN_TEXT, false },
	{ N_("EXACT"), "exact", COLUMN_TEXT, true },
	{ N_("CATEGORY"), "category", COLUMN_TEXT, true },
	{ N_("REASON"), "reason", COLUMN_TEXT, true },
	COLUMNS_END
};

/* As CSV, with --report. */
static const struct column report_columns[] = {
	{ N_("PLACE"), "place", COLUMN_NUMBER, false },
	{ N_("ID"), "application", COLUMN_TEXT, false },
	{ N_("TOTAL"), "total", COLUMN_NUMBER, false },
	{ N_("EXPECTED"), "expected_rank", COLUMN_NUMBER, false },
	{ N_("50 %"), "rank_50.0", COLUMN_NUMBER, true },
	{ N_("50 %"), "rank_50.1", COLUMN_NUMBER, true },
	{ N_("90 %"), "rank_90.0", COLUMN_NUMBER, true },
	{ N_("90 %"), "rank_90.1", COLUMN_NUMBER, true },
	{ N_("SUCRA"), "sucra", COLUMN_NUMBER, true },
	{ N_("REVIEWS"), "reviews", COLUMN_NUMBER, true },
	{ N_("TITLE"), "title", COLUMN_TEXT, true },
	{ N_("ORGANISATION"), "organisation", COLUMN_TEXT, true },
	{ N_("CATEGORY"), "category", COLUMN_TEXT, true },
	{ N_("REASON"), "reason", COLUMN_TEXT, true },
	{ N_("SIDE"), "side", COLUMN_TEXT, true },
	COLUMNS_END
};

static const struct listing report_listing = { "ranking", "results", report_columns,
	                                       N_("there is nothing to rank: no screening has passed") };

static const struct listing rank_listing = { "ranking", "results", rank_columns,
	                                     N_("there is nothing to rank: no screening has passed") };

/* ---- why ---- */

static char *step_label(const grant_record *step)
{
	const char *person = grant_record_text(step, "person"), *label = grant_record_text(step, "label");
	cleanup_text char *whole = text_format("%s%s%s", person ? person : "", person && label ? " " : "",
	                                       label ? label : "");

	return text_safe(whole);
}

/* "Need (need) 18, Plan (plan) n/a": what a reviewer gave. Yours; NULL for a step that is no review. */
static char *step_scores(const grant_record *step, const grant_record *round)
{
	const grant_record *scores = grant_record_at(step, "scores");
	char *joined = NULL;
	size_t size;
	FILE *stream = scores ? open_memstream(&joined, &size) : NULL;
	size_t *order;

	if (!stream)
		return NULL;
	order = card_order(round, false, scores);
	for (size_t i = 0; i < grant_record_count(scores, ""); i++) {
		const char *name = grant_record_name(scores, order[i]), *title = card_title(round, false, name);
		const char *score = words_or(grant_record_item(scores, order[i]), "", _("n/a"));
		cleanup_text char *safe = text_safe(title);

		fputs(i ? _(", ") : "", stream);
		if (strcmp(title, name) == 0)
			fprintf(stream, "%s %s", name, score);
		else
			fprintf(stream, _("%s (%s) %s"), safe, name, score);
	}
	if (grant_record_text(step, "left_out"))
		fprintf(stream, " (%s)",
		        strcmp(grant_record_text(step, "left_out"), "without") == 0
		                ? _("left out")
		                : _("does not count: conflict of interest"));
	fclose(stream);
	free(order);
	return joined;
}

/* Figures stand under each other, the total below them. */
struct step_widths {
	size_t label, value;
};

static struct step_widths measure_steps(const grant_record *steps, const char *total)
{
	struct step_widths widths = { width_of(_("Total")), width_of(total) };

	for (size_t i = 0; i < grant_record_count(steps, ""); i++) {
		const grant_record *step = grant_record_item(steps, i);
		cleanup_text char *label = step_label(step);
		size_t label_own = width_of(label), value_own = width_of(words_or(step, "value", ""));

		widths.label = label_own > widths.label ? label_own : widths.label;
		widths.value = value_own > widths.value ? value_own : widths.value;
	}
	return widths;
}

static void print_step(const char *label, const char *scores, const char *value, struct step_widths widths)
{
	fputs("  ", stdout);
	width_put(stdout, label, widths.label + 2, false);
	if (scores)
		fputs(scores, stdout);
	else
		width_put(stdout, value, widths.value, true);
	putchar('\n');
}

static void print_steps(const grant_record *result, const grant_record *round)
{
	const grant_record *steps = grant_record_at(result, "steps");
	const char *total = words_or(result, "total", "–");
	struct step_widths widths = measure_steps(steps, total);

	for (size_t i = 0; i < grant_record_count(steps, ""); i++) {
		const grant_record *step = grant_record_item(steps, i);
		cleanup_text char *label = step_label(step), *scores = step_scores(step, round);

		print_step(label, scores, words_or(step, "value", ""), widths);
	}
	print_step(_("Total"), NULL, total, widths);
}

static void print_explanation(const grant_record *result, const grant_record *round)
{
	cleanup_text char *title = text_safe(words_or(result, "title", ""));
	cleanup_text char *reason = text_safe(words_or(result, "reason", "–"));
	cleanup_text char *remark = text_safe(words_or(result, "note", ""));

	printf("%s  %s\n", words_or(result, "application", ""), title);
	if (grant_record_text(result, "place"))
		printf(_("Place %s, total %s (exactly %s), %s reviews\n"), grant_record_text(result, "place"),
		       words_or(result, "total", "–"), words_or(result, "exact", "–"), words_or(result, "reviews", "0"));
	else
		printf(_("Without a place: %s\n"), reason);
	if (grant_record_is_true(result, "tied"))
		printf("%s\n", _("Others share the place."));
	if (*remark)
		printf("%s\n", remark);
	if (grant_record_count(result, "steps") > 0)
		print_steps(result, round);
}

static int explain(struct cli *cli, const grant_record *ranking, const char *id)
{
	const grant_record *results = grant_record_at(ranking, "results");
	const grant_record *one = strcmp(id, "*") == 0 ? NULL : words_find(results, "application", id);
	cleanup_record grant_record *round = NULL;

	if (!one && strcmp(id, "*") != 0)
		return trouble(cli, GRANT_ENOTFOUND, _("%s is not among those that are ranked"), id);
	/* Only for titles. */
	if (grant_round_show(&round, cli->round) < 0)
		round = NULL;
	term_page(cli);
	if (one)
		print_explanation(one, round);
	for (size_t i = 0; !one && i < grant_record_count(results, ""); i++) {
		if (i)
			putchar('\n');
		print_explanation(grant_record_item(results, i), round);
	}
	return EXIT_DONE;
}

/* ---- the table ---- */

static void print_without_place(const grant_record *ranking)
{
	const grant_record *results = grant_record_at(ranking, "results");

	for (size_t i = 0; i < grant_record_count(results, ""); i++) {
		const grant_record *result = grant_record_item(results, i);
		cleanup_text char *reason = text_safe(words_or(result, "reason", "–"));

		if (!grant_record_text(result, "place"))
			printf(_("%s has no place: %s\n"), words_or(result, "application", ""), reason);
	}
}

/* Why one of those that share a place came before another. */
static void print_settlements(const grant_record *ranking)
{
	const grant_record *settlements = grant_record_at(ranking, "settlements");

	for (size_t i = 0; i < grant_record_count(settlements, ""); i++) {
		const grant_record *group = grant_record_item(settlements, i);
		const char *draw = grant_record_text(group, "draw");
		cleanup_text char *order = words_join(grant_record_at(group, "applications"), _(", "), false);
		cleanup_text char *reason = text_safe(words_or(group, "reason", "–"));

		if (draw)
			printf(_("The tie was settled by draw %s: %s\n"), draw, order);
		else
			printf(_("The tie was settled by %s: %s (%s)\n"), words_or(group, "by", "–"), order, reason);
	}
}

/* ---- charts ---- */

static int write_chart(struct cli *cli, const char *folder, const grant_record *ranking, const char *chart)
{
	cleanup_text char *path = text_format("%s/%s.svg", folder, chart);
	cleanup_string char *svg = NULL;
	struct whole_file file;
	int status;

	if (grant_rank_chart(&svg, ranking, chart) < 0)
		return failure(cli, NULL);
	status = whole_file_open(cli, &file, path);
	if (status != EXIT_DONE)
		return status;
	fputs(svg, file.file);
	return whole_file_close(cli, &file, path, EXIT_DONE);
}

static int write_charts(struct cli *cli, const char *folder, const grant_record *ranking)
{
	int status;

	if (mkdir(folder, 0777) < 0 && errno != EEXIST)
		return trouble(cli, GRANT_EIO, _("%s: %s"), folder, strerror(errno));
	status = write_chart(cli, folder, ranking, "ranks");
	return status == EXIT_DONE ? write_chart(cli, folder, ranking, "grades") : status;
}

/* ---- the answer ---- */

static int show(struct cli *cli, const struct rank_words *words, const grant_record *ranking)
{
	int status;

	if (cli->json && words->record)
		return output_act(cli, 0, &(struct act_answer){ .kind = "ranking", .record = ranking });
	if (words->explain && !cli->json && !cli->csv) {
		status = explain(cli, ranking, words->explain);
	} else if (words->report && !cli->json && !cli->csv && grant_record_count(ranking, "results") > 0) {
		rank_report_print(cli, ranking);
		status = EXIT_DONE;
	} else {
		status = output_listing(cli, words->report ? &report_listing : &rank_listing, ranking);
	}
	if (status != EXIT_DONE || cli->json || cli->csv)
		return status;
	if (!words->explain)
		print_without_place(ranking);
	if (!words->explain)
		print_settlements(ranking);
	if (words->record)
		output_act_words(cli);
	return EXIT_DONE;
}

/* ---- what if ---- */

static int show_what_if(struct cli *cli, const struct rank_words *words, const grant_record *ranking,
                        const grant_findings *findings)
{
	cleanup_record grant_record *told = NULL;
	grant_json_writer *writer;
	int status = EXIT_DONE;

	if (cli->json) {
		writer = output_json_begin(rank_listing.kind);
		if (!writer || grant_findings_record(&told, findings) < 0) {
			grant_json_free(writer);
			return failure(cli, NULL);
		}
		output_json_fields(writer, ranking);
		grant_json_record(writer, "findings", grant_record_at(told, "findings"));
		return output_json_print(cli, writer);
	}
	if (words->compare && cli->csv)
		what_if_csv(ranking);
	else if (words->compare)
		what_if_print(cli, ranking);
	if (!words->compare || words->explain)
		status = show(cli, words, ranking);
	findings_by_the_way(cli, findings);
	return status;
}

static int what_if(struct cli *cli, const struct rank_words *words)
{
	grant_what_if_options options = GRANT_WHAT_IF_OPTIONS_INIT;
	cleanup_record grant_record *ranking = NULL;
	cleanup_findings grant_findings *findings = NULL;

	if (words->record || words->dry_run)
		return usage(cli, _("--record goes without --rules, --without and --compare, which never write anything"));
	if (words->report)
		return usage(cli, _("--report goes without --rules, --without and --compare"));
	if (!words->rules && words->without.count == 0)
		return usage(cli, _("--compare goes with --rules or --without"));
	options.stage = words->stage;
	options.explain = words->explain;
	options.rules_file = words->rules;
	options.without = words->without.items;
	options.compare = words->compare;
	if (grant_rank_what_if(&ranking, &findings, cli->round, &options) < 0)
		return failure(cli, findings);
	return show_what_if(cli, words, ranking, findings);
}

int cmd_rank(struct cli *cli, const void *input)
{
	const struct rank_words *words = input;
	grant_rank_options options = GRANT_RANK_OPTIONS_INIT;
	cleanup_record grant_record *ranking = NULL;
	int status;

	if (words->svg && !words->report)
		return usage(cli, _("--svg goes with --report"));
	if (words->explain && words->report && !cli->json)
		return usage(cli, _("--explain and --report are two answers; ask for one after the other, or for both with --json"));
	if (words->rules || words->without.count > 0 || words->compare)
		return what_if(cli, words);
	if (words->dry_run && !words->record)
		return usage(cli, _("--dry-run goes with --record; without it nothing is written anyway"));
	options.stage = words->stage;
	options.explain = words->explain;
	options.record = words->record;
	options.report = words->report;
	options.dry_run = words->dry_run;
	if (grant_rank(&ranking, cli->round, &options) < 0)
		return failure(cli, NULL);
	if (words->svg && (status = write_charts(cli, words->svg, ranking)) != EXIT_DONE)
		return status;
	return show(cli, words, ranking);
}
