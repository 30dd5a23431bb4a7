/* SPDX-License-Identifier: Apache-2.0 */
/* grant rules new: a file of rules from a scheme, with an example case. Not here: the questions (rules-ask.c), the text (the library). */
#include <string.h>

#include "command.h"
#include "message.h"
#include "output.h"
#include "prompt.h"
#include "rules-ask.h"
#include "text.h"
#include "words.h"

static const struct option_row new_rows[] = {
	OPTION_TEXT(struct rules_new_words, scheme, "scheme", "SCHEME", N_("how totals are made; --list tells the schemes")),
	OPTION_LIST(struct rules_new_words, criteria, "criterion", "ID=MAX[:TITLE]",
	            N_("what reviewers score, up to MAX; in front of ID may stand STAGE/; may be repeated")),
	OPTION_TEXT(struct rules_new_words, title, "title", "TITLE", N_("what the rules are called; else as the scheme")),
	OPTION_NUMBER(struct rules_new_words, quorum, "quorum", "N", N_("whole reviews that an application needs")),
	OPTION_LIST(struct rules_new_words, weights, "weight", "ID=NUMBER", N_("the weight of a criterion; may be repeated")),
	OPTION_LIST(struct rules_new_words, thresholds, "threshold", "ID=NUMBER",
	            N_("the pass mark of a criterion, or of “total”; may be repeated")),
	OPTION_LIST(struct rules_new_words, measures, "measure", "ID=POINTS[:TITLE]",
	            N_("a number from outside, and its points; may be repeated")),
	OPTION_NUMBER(struct rules_new_words, advance, "advance", "N", N_("how many go on from the first stage")),
	OPTION_NUMBER(struct rules_new_words, advance_quota, "advance-quota", "N", N_("how many of each category go on")),
	OPTION_TEXT(struct rules_new_words, carry, "carry", "PERCENT", N_("the share of the first stage in the last total")),
	OPTION_LIST(struct rules_new_words, ties, "tie", "NAME",
	            N_("what parts equal totals: a criterion, a measure, a field; less with - in front; may be repeated")),
	OPTION_TEXT(struct rules_new_words, allocation, "allocation", "HOW", N_("how money is given out: none, skip, stop, tiers or share")),
	OPTION_LIST(struct rules_new_words, tiers, "tier", "KEY=VALUE",
	            N_("PLACES=AMOUNT, TOTAL+=AMOUNT, or of shares TOTAL=PERCENT; may be repeated")),
	OPTION_TEXT(struct rules_new_words, places, "places", "N", N_("round totals to so many places before they are ranked")),
	OPTION_TEXT(struct rules_new_words, round, "round", "FILE.json", N_("the description of the round that the rules are for")),
	OPTION_FLAG(struct rules_new_words, list, "list", N_("tell the schemes")),
	OPTION_DRY_RUN(struct rules_new_words, dry_run),
	OPTION_END
};

const struct options rules_new_options = { new_rows, sizeof(struct rules_new_words) };

/* ---- the schemes ---- */

static const struct column scheme_columns[] = {
	{ N_("SCHEME"), "name", COLUMN_TEXT, false },
	{ N_("NEEDS"), "needs", COLUMN_IDS, false },
	{ N_("TITLE"), "title", COLUMN_TITLE, false },
	COLUMNS_END
};

static const struct listing schemes_listing = { "schemes", "schemes", scheme_columns, "" };

/* ---- what is needed ---- */

/* The first option that is needed and not there; NULL: none. */
static const char *missing(const struct rules_wish *wish, const grant_record *scheme)
{
	const grant_record *needs = grant_record_at(scheme, "needs");

	if (!rules_wish_has(wish, "criterion"))
		return "criterion";
	for (size_t i = 0; i < grant_record_count(needs, ""); i++) {
		const char *need = grant_record_text(grant_record_item(needs, i), "");

		if (!rules_wish_has(wish, need))
			return need;
	}
	return NULL;
}

/* An option that the scheme has no use for, a mistake rather than a wish. */
static const char *useless(const struct rules_wish *wish, const grant_record *scheme)
{
	static const char *const words[] = { "weight", "threshold", "measure", "advance", "carry" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!rules_scheme_needs(scheme, words[i]) && rules_wish_has(wish, words[i]))
			return words[i];
	return NULL;
}

static int check_words(struct cli *cli, const struct rules_wish *wish, const grant_record *stock, const grant_record *scheme)
{
	const char *name = wish->words.allocation ? wish->words.allocation : "none";
	const grant_record *allocation = words_find(grant_record_at(stock, "allocations"), "name", name);
	const char *need = missing(wish, scheme), *other = useless(wish, scheme);

	if (need)
		return usage(cli, _("the scheme “%s” needs --%s; nobody sits at a terminal who could be asked"), wish->words.scheme, need);
	if (other)
		return usage(cli, _("the scheme “%s” has no use for --%s"), wish->words.scheme, other);
	if (grant_record_is_true(allocation, "tiers") && wish->words.tiers.count == 0)
		return usage(cli, _("--allocation %s needs --tier"), name);
	return EXIT_DONE;
}

/* Whether a person is to be asked: not when all that is needed was given. */
static bool is_to_be_asked(struct cli *cli, const struct rules_wish *wish, const grant_record *scheme)
{
	return !cli->json && prompt_can_ask() && (!wish->file || !wish->words.scheme || (scheme && missing(wish, scheme)));
}

/* ---- the answer ---- */

/* What was neither given nor asked for is said. */
static void tell_defaults(struct cli *cli, const struct rules_wish *wish, const grant_record *made)
{
	const struct rules_new_words *words = &wish->words;

	if (wish->was_asked)
		return;
	if (!words->quorum.text)
		note(cli, _("without --quorum: whole reviews that an application needs at least: %s"), grant_record_text(made, "quorum"));
	if (words->ties.count == 0)
		note(cli, _("without --tie: equal totals share the place"));
	if (!words->allocation)
		note(cli, _("without --allocation: the rules give no money"));
	if (!words->places)
		note(cli, _("without --places: totals are ranked exactly, and rounded for print only"));
}

/* The folder that a file lies in. Yours. */
static char *folder_of(const char *file)
{
	const char *slash = strrchr(file, '/');

	return slash ? text_copy_size(file, slash == file ? 1 : (size_t)(slash - file)) : text_copy(".");
}

/* For who cannot be told otherwise, that it was. */
static void keep_done(struct cli *cli, const grant_record *made)
{
	cleanup_text char *file = text_safe(grant_record_text(made, "files.0")), *example = text_safe(grant_record_text(made, "files.1"));

	cli->done = text_format(_("written: %s and %s"), file, example);
}

static void print_next(struct cli *cli, const struct rules_wish *wish, const grant_record *made)
{
	cleanup_text char *file = text_safe(wish->file), *example = text_safe(grant_record_text(made, "files.1"));
	cleanup_text char *folder = folder_of(wish->file), *safe_folder = text_safe(folder);
	cleanup_text char *round = text_safe(wish->words.round ? wish->words.round : "round.json");

	printf(_("Written: %s and %s\n"), file, example);
	if (cli->quiet)
		return;
	printf(_("\nThe numbers in the case are what the rules gave for made-up marks: check them by hand against the call.\n"
	         "What comes next:\n"));
	printf("  grant rules check %s%s%s\n", file, wish->words.round ? " --round " : "", wish->words.round ? round : "");
	printf("  grant rules test %s\n", safe_folder);
	printf("  grant rules doc %s\n", file);
	printf("  grant init DIR --round %s --rules %s --as ID --name NAME --unsigned\n", round, file);
}

/* What is made is checked as any file of rules is. */
static int show_made(struct cli *cli, const struct rules_wish *wish, const grant_record *made)
{
	cleanup_findings grant_findings *findings = NULL;
	cleanup_record grant_record *told = NULL;
	grant_json_writer *writer;
	int status;

	keep_done(cli, made);
	if (grant_rules_check(&findings, wish->file, wish->words.round) < 0 || grant_findings_record(&told, findings) < 0)
		return failure(cli, findings);
	status = grant_findings_count_from(findings, GRANT_ERROR) > 0 ? EXIT_NO : EXIT_DONE;
	if (!cli->json) {
		print_next(cli, wish, made);
		fflush(stdout);
		findings_print(cli, stderr, findings);
		return status;
	}
	writer = output_json_begin("rules-new");
	if (writer) {
		output_json_fields(writer, made);
		grant_json_record(writer, "findings", grant_record_at(told, "findings"));
	}
	return output_json_print(cli, writer) == EXIT_DONE ? status : EXIT_ENVIRONMENT;
}

static int show_dry(struct cli *cli, const grant_record *made)
{
	cleanup_text char *file = NULL, *example = NULL;

	if (cli->json)
		return output_json_record(cli, "rules-new", made);
	file = text_safe(grant_record_text(made, "files.0"));
	example = text_safe(grant_record_text(made, "files.1"));
	fputs(grant_record_text(made, "rules"), stdout);
	fflush(stdout);
	note(cli, _("would be written: %s and %s"), file, example);
	return EXIT_DONE;
}

static int make(struct cli *cli, const struct rules_wish *wish)
{
	grant_rules_new_options options = GRANT_RULES_NEW_OPTIONS_INIT;
	cleanup_findings grant_findings *findings = NULL;
	cleanup_record grant_record *made = NULL;

	rules_wish_options(&options, wish);
	if (grant_rules_new(&made, &findings, wish->file, wish->words.scheme, &options) < 0)
		return failure(cli, findings);
	tell_defaults(cli, wish, made);
	return wish->words.dry_run ? show_dry(cli, made) : show_made(cli, wish, made);
}

/* ---- the command ---- */

static int check_numbers(struct cli *cli, const struct rules_new_words *words)
{
	const struct {
		const char *name;
		const struct option_number *number;
	} rows[] = { { "quorum", &words->quorum }, { "advance", &words->advance }, { "advance-quota", &words->advance_quota } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].number->text && (rows[i].number->value < 1 || rows[i].number->value > 100000))
			return usage(cli, _("--%s takes a number from 1 to 100000"), rows[i].name);
	return EXIT_DONE;
}

static int make_or_ask(struct cli *cli, struct rules_wish *wish, const grant_record *stock)
{
	const grant_record *schemes = grant_record_at(stock, "schemes");
	const grant_record *scheme = wish->words.scheme ? words_find(schemes, "name", wish->words.scheme) : NULL;
	int status;

	if (is_to_be_asked(cli, wish, scheme)) {
		status = wish->words.scheme && !scheme ? EXIT_DONE : rules_ask(cli, wish, stock);
		return status == EXIT_DONE ? make(cli, wish) : status;
	}
	if (!wish->file)
		return usage(cli, _("which file? give the name of a new one, which ends in .lua"));
	if (!wish->words.scheme)
		return usage(cli, _("which scheme? give --scheme; “grant rules new --list” tells them"));
	status = scheme ? check_words(cli, wish, stock, scheme) : EXIT_DONE;
	return status == EXIT_DONE ? make(cli, wish) : status;
}

int cmd_rules_new(struct cli *cli, const void *input)
{
	const struct rules_new_words *words = input;
	struct rules_wish wish = { .given = words, .words = *words, .file = cli->arguments[0] };
	cleanup_record grant_record *stock = NULL;
	bool says_nothing = !wish.file && !words->scheme && words->criteria.count == 0;
	int status = check_numbers(cli, words);

	if (status != EXIT_DONE)
		return status;
	if (grant_rules_schemes(&stock) < 0)
		return failure(cli, NULL);
	if (words->list || (says_nothing && (cli->json || !prompt_can_ask())))
		return output_listing(cli, &schemes_listing, stock);
	status = make_or_ask(cli, &wish, stock);
	rules_wish_clear(&wish);
	return status;
}
