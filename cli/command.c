/* SPDX-License-Identifier: Apache-2.0 */
/* The table of commands, and which of them is meant. Not here: what a command does (cmd-*.c). */
#include "command.h"

#include <string.h>

#include "message.h"
#include "text.h"

#define BOTH (ANSWERS_JSON | ANSWERS_CSV)

const struct command commands[] = {
	{ "init", GROUP_SETUP, NEEDS_NOTHING, cmd_init, &init_options, ANSWERS_JSON, "DIR",
	  "DIR --round FILE.json --rules FILE.lua --as ID --name NAME\n"
	  "    [--key FILE | --unsigned] [--checkout] [--retrospective --at TIME] [--dry-run]",
	  N_("make a round's repository") },
	{ "round", GROUP_SETUP, NEEDS_ROUND, cmd_round, NULL, ANSWERS_JSON, "", "", N_("show the round itself") },
	{ "round show", GROUP_SETUP, NEEDS_ROUND, cmd_round, NULL, ANSWERS_JSON, "", "",
	  N_("show the round itself") },
	{ "round edit", GROUP_SETUP, NEEDS_ROUND, cmd_round_edit, &round_edit_options, ANSWERS_JSON, "FIELD=VALUE...",
	  "FIELD=VALUE... --reason TEXT [--dry-run]", N_("change the round's description") },
	{ "person add", GROUP_SETUP, NEEDS_ROUND, cmd_person_add, &person_add_options, ANSWERS_JSON, "ID",
	  "ID --name NAME --role ROLE... [--organisation NAME] [--expertise WORD...]\n"
	  "    [--key FILE...] [--prefix PREFIX] [--from DAY] [--to DAY] [--dry-run]",
	  N_("add a person with roles") },
	{ "person edit", GROUP_SETUP, NEEDS_ROUND, cmd_person_edit, &person_edit_options, ANSWERS_JSON, "PERSON",
	  "PERSON [--name NAME] [--role ROLE...] [--organisation NAME] [--expertise WORD...]\n"
	  "    [--key FILE...] [--from DAY] [--to DAY] --reason TEXT [--dry-run]",
	  N_("change what is known about a person") },
	{ "person list", GROUP_SETUP, NEEDS_ROUND, cmd_person_list, NULL, BOTH, "", "", N_("list the people") },
	{ "person show", GROUP_SETUP, NEEDS_ROUND, cmd_person_show, NULL, ANSWERS_JSON, "PERSON", "PERSON",
	  N_("show one person") },
	{ "person retire", GROUP_SETUP, NEEDS_ROUND, cmd_person_retire, &person_retire_options, ANSWERS_JSON,
	  "PERSON", "PERSON [--on DAY] [--dry-run]", N_("end what a person may do") },

	{ "rules check", GROUP_SETUP, NEEDS_NOTHING, cmd_rules_check, &rules_check_options, ANSWERS_JSON, "FILE.lua",
	  "FILE.lua [--round FILE.json]", N_("find what is wrong with a file of rules") },
	{ "rules doc", GROUP_SETUP, NEEDS_NOTHING, cmd_rules_doc, &rules_doc_options, ANSWERS_JSON, "FILE.lua",
	  "FILE.lua [--format MARKUP]", N_("put rules into words and tables") },
	{ "rules new", GROUP_SETUP, NEEDS_NOTHING, cmd_rules_new, &rules_new_options, ANSWERS_JSON, "[FILE.lua]",
	  "FILE.lua [--scheme SCHEME] [--criterion ID=MAX[:TITLE]...] [--title TITLE] [--quorum N]\n"
	  "    [--weight ID=NUMBER...] [--threshold ID=NUMBER...] [--measure ID=POINTS[:TITLE]...]\n"
	  "    [--advance N] [--advance-quota N] [--carry PERCENT] [--tie NAME...]\n"
	  "    [--allocation HOW [--tier KEY=VALUE...]] [--places N] [--round FILE.json] [--dry-run]\n"
	  "--list",
	  N_("make a file of rules from a scheme") },
	{ "rules test", GROUP_SETUP, NEEDS_NOTHING, cmd_rules_test, &rules_test_options, ANSWERS_JSON, "DIR...",
	  "DIR... [--states N]", N_("run the cases of rules and parts") },

	{ "kit", GROUP_INTAKE, NEEDS_ROUND, cmd_kit, &kit_options, ANSWERS_JSON, "", "-o DIR",
	  N_("write the blank application that NGOs fill in") },
	{ "check", GROUP_INTAKE, NEEDS_NOTHING, cmd_check, &check_options, ANSWERS_JSON, "ARCHIVE",
	  "ARCHIVE [--round FILE.json] [--charset NAME]", N_("find every problem of an archive, change nothing") },
	{ "submit", GROUP_INTAKE, NEEDS_ROUND, cmd_submit, &submit_options, ANSWERS_JSON, "ARCHIVE...",
	  "ARCHIVE... [--received TIME] [--charset NAME] [--report FILE] [--paper] [--dry-run]\n"
	  "ARCHIVE --replace ID [--received TIME] [--charset NAME] [--dry-run]",
	  N_("take archives in, with a receipt each") },
	{ "screen", GROUP_INTAKE, NEEDS_ROUND, cmd_screen, &screen_options, ANSWERS_JSON, "ID",
	  "ID\n"
	  "ID --pass [--reason TEXT] [--dry-run]\n"
	  "ID --return TEXT [--letter FILE [--lang LANG]] [--dry-run]\n"
	  "ID --reject TEXT [--dry-run]\n"
	  "ID --letter FILE [--lang LANG]",
	  N_("say whether an application is eligible") },
	{ "amend", GROUP_INTAKE, NEEDS_ROUND, cmd_amend, &amend_options, ANSWERS_JSON, "ID FIELD=VALUE...",
	  "ID FIELD=VALUE... --reason TEXT [--dry-run]", N_("correct a form that was misread") },
	{ "withdraw", GROUP_INTAKE, NEEDS_ROUND, cmd_withdraw, &withdraw_options, ANSWERS_JSON, "ID",
	  "ID --reason TEXT [--dry-run]\n"
	  "ID --undo --reason TEXT [--dry-run]",
	  N_("an organisation takes its application back") },

	{ "conflict", GROUP_REVIEW, NEEDS_ROUND, cmd_conflict, &conflict_options, ANSWERS_JSON, "ID",
	  "ID [--person PERSON] --reason TEXT [--dry-run]", N_("declare a conflict of interest") },
	{ "assign", GROUP_REVIEW, NEEDS_ROUND, cmd_assign, &assign_options, ANSWERS_JSON, "[ID] [PERSON...]",
	  "ID PERSON... [--stage STAGE] [--dry-run]\n"
	  "--auto [--affinity FILE.csv] [--per-application N] [--load MIN..MAX] [--stage STAGE]\n"
	  "    [--seed N] [--dry-run]",
	  N_("give applications to reviewers") },
	{ "review", GROUP_REVIEW, NEEDS_ROUND, cmd_review, &review_options, BOTH, "[ID]",
	  "[--stage STAGE]\n"
	  "ID [--stage STAGE]\n"
	  "ID --score CRITERION=SCORE... [--comment TEXT] [--stage STAGE] [--dry-run]\n"
	  "--import FILE.csv [--stage STAGE] [--dry-run]",
	  N_("show the queue, or hand in reviews") },
	{ "measure", GROUP_REVIEW, NEEDS_ROUND, cmd_measure, &measure_options, ANSWERS_JSON, "[ID] [MEASURE=NUMBER...]",
	  "ID MEASURE=NUMBER... [--dry-run]\n"
	  "--import FILE.csv [--dry-run]",
	  N_("record numbers from outside") },

	{ "rank", GROUP_DECIDE, NEEDS_ROUND, cmd_rank, &rank_options, BOTH, "",
	  "[--stage STAGE] [--explain ID] [--record [--dry-run]]\n"
	  "--report [--svg DIR] [--stage STAGE] [--record [--dry-run]]\n"
	  "[--rules FILE.lua] [--without PERSON...] [--compare] [--stage STAGE] [--explain ID]", N_("rank the applications") },
	{ "draw", GROUP_DECIDE, NEEDS_ROUND, cmd_draw, NULL, BOTH, "", "", N_("list the draws") },
	{ "draw show", GROUP_DECIDE, NEEDS_ROUND, cmd_draw_show, NULL, ANSWERS_JSON, "NUMBER", "NUMBER",
	  N_("show a draw") },
	{ "draw pool", GROUP_DECIDE, NEEDS_ROUND, cmd_draw_pool, &draw_pool_options, ANSWERS_JSON, "ID...",
	  "ID... --source TEXT [--method METHOD] [--dry-run]", N_("fix the pool of a draw, before its seed is known") },
	{ "draw run", GROUP_DECIDE, NEEDS_ROUND, cmd_draw_run, &draw_run_options, ANSWERS_JSON, "[NUMBER]",
	  "[NUMBER] --seed TEXT [--count N] [--dry-run]", N_("draw, once the seed is known") },
	{ "draw check", GROUP_DECIDE, NEEDS_ROUND, cmd_draw_check, NULL, ANSWERS_JSON, "[NUMBER]", "[NUMBER]",
	  N_("draw again from the records") },
	{ "decide", GROUP_DECIDE, NEEDS_ROUND, cmd_decide, &decide_options, ANSWERS_JSON, "[ID]",
	  "--from-rank [--stage STAGE] [--settle ID... --reason TEXT] [--draw NUMBER...] [--dry-run]\n"
	  "ID --approve AMOUNT [--reason TEXT] [--dry-run]\n"
	  "ID --reserve [--reason TEXT] [--dry-run]\n"
	  "ID --reject TEXT [--dry-run]\n"
	  "ID --decline TEXT [--dry-run]",
	  N_("decide, with amounts and reasons") },

	{ "agree", GROUP_FOLLOW, NEEDS_ROUND, cmd_agree, &agree_options, ANSWERS_JSON, "ID",
	  "ID [--number NO] [--date DAY] [--dry-run]", N_("record the agreement with its tranches") },
	{ "milestone", GROUP_FOLLOW, NEEDS_ROUND, cmd_milestone, &milestone_options, ANSWERS_JSON, "ID MILESTONE",
	  "ID MILESTONE --pass [--dry-run]\n"
	  "ID MILESTONE --condition TEXT [--dry-run]\n"
	  "ID MILESTONE --fail TEXT [--dry-run]",
	  N_("assess a milestone") },
	{ "pay request", GROUP_FOLLOW, NEEDS_ROUND, cmd_pay_request, &pay_request_options, ANSWERS_JSON, "ID",
	  "ID [--tranche N] [--amount AMOUNT] [--dry-run]", N_("ask for a tranche to be paid") },
	{ "pay approve", GROUP_FOLLOW, NEEDS_ROUND, cmd_pay_approve, &pay_approve_options, ANSWERS_JSON, "ID",
	  "ID [--tranche N] [--dry-run]", N_("approve a payment that another person requested") },
	{ "pay done", GROUP_FOLLOW, NEEDS_ROUND, cmd_pay_done, &pay_done_options, ANSWERS_JSON, "ID",
	  "ID --voucher NO [--tranche N] [--dry-run]", N_("record that a payment was made") },
	{ "pay return", GROUP_FOLLOW, NEEDS_ROUND, cmd_pay_return, &pay_return_options, ANSWERS_JSON, "ID",
	  "ID --reason TEXT [--tranche N] [--dry-run]", N_("send a payment back") },

	{ "status", GROUP_LOOK, NEEDS_ROUND, cmd_status, NULL, ANSWERS_JSON, "", "",
	  N_("what is due, late, and waiting for whom") },
	{ "list", GROUP_LOOK, NEEDS_ROUND, cmd_list, &list_options, BOTH, "",
	  "[--state STATE] [--category CATEGORY] [--organisation TEXT]\n"
	  "    [--at-least AMOUNT] [--at-most AMOUNT] [--order FIELD] [--limit N]",
	  N_("list applications") },
	{ "show", GROUP_LOOK, NEEDS_ROUND, cmd_show, &show_options, ANSWERS_JSON, "ID", "ID\n"
	  "ID --receipt FILE [--lang LANG]",
	  N_("show everything about an application") },
	{ "cat", GROUP_LOOK, NEEDS_ROUND, cmd_cat, NULL, ANSWERS_WORDS, "ID PATH", "ID PATH",
	  N_("print a file of an application") },
	{ "extract", GROUP_LOOK, NEEDS_ROUND, cmd_extract, &extract_options, ANSWERS_JSON, "ID",
	  "ID -o DIR [--force] [--blind]\n"
	  "ID -o FILE.zip [--force] [--blind]",
	  N_("write an application's files into a folder") },
	{ "search", GROUP_LOOK, NEEDS_ROUND, cmd_search, &search_options, BOTH, "TEXT...", "TEXT... [--limit N]",
	  N_("search the text of applications") },
	{ "log", GROUP_LOOK, NEEDS_ROUND, cmd_log, &log_options, BOTH, "[ID]", "[ID] [--limit N]",
	  N_("what happened, by whom, newest first") },
	{ "diff", GROUP_LOOK, NEEDS_ROUND, cmd_diff, &diff_options, ANSWERS_JSON, "ID",
	  "ID [--from REV | --since TIME]", N_("what changed in an application") },
	{ "export", GROUP_LOOK, NEEDS_ROUND, cmd_export, &export_options, ANSWERS_WORDS, "TABLE",
	  "applications | reviews | ledger | milestones | ranking\n"
	  "    [--format csv | json] [-o FILE]",
	  N_("write a table for spreadsheets and programs") },

	{ "reindex", GROUP_PROGRAM, NEEDS_ROUND, cmd_reindex, NULL, ANSWERS_JSON, "", "",
	  N_("make the index anew from the records") },
	{ "doctor", GROUP_PROGRAM, NEEDS_NOTHING, cmd_doctor, &doctor_options, ANSWERS_JSON, "", "[--mend]",
	  N_("find and mend what a crash left") },
	{ "maintain", GROUP_PROGRAM, NEEDS_ROUND, cmd_maintain, &maintain_options, ANSWERS_JSON, "", "[--dry-run]",
	  N_("keep the repository quick") },
	{ "help", GROUP_PROGRAM, NEEDS_NOTHING, cmd_help, NULL, ANSWERS_WORDS, "[COMMAND] [COMMAND]", "[COMMAND]",
	  N_("explain a command") },
	{ "version", GROUP_PROGRAM, NEEDS_NOTHING, cmd_version, NULL, ANSWERS_JSON, "", "",
	  N_("print the version and those of the libraries") },

	/* Known by name, so that the answer is clear. */
	{ .name = "round open" }, { .name = "round close" }, { .name = "round unseal" },
	{ .name = "person signers" },
	{ .name = "objection" }, { .name = "report" }, { .name = "change" }, { .name = "finish" },
	{ .name = "publish" }, { .name = "sync" }, { .name = "packet" }, { .name = "take" }, { .name = "verify" },
	{ .name = "hook" }, { .name = "import" },
	{ .name = NULL }
};

const char *command_group_title(enum command_group group)
{
	static const char *const titles[GROUP_COUNT] = {
		[GROUP_SETUP] = N_("Set up"),         [GROUP_INTAKE] = N_("Take in"),
		[GROUP_REVIEW] = N_("Review"),        [GROUP_DECIDE] = N_("Decide"),
		[GROUP_FOLLOW] = N_("Follow and pay"), [GROUP_LOOK] = N_("Look"),
		[GROUP_PROGRAM] = N_("The program"),
	};

	return _(titles[group]);
}

const struct command *command_find(const char *name)
{
	for (const struct command *row = commands; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

bool command_is_of(const struct command *command, const char *word)
{
	size_t size = strlen(word);

	return text_starts(command->name, word) && (command->name[size] == '\0' || command->name[size] == ' ');
}

bool command_is_family(const char *word)
{
	for (const struct command *row = commands; row->name; row++)
		if (command_is_of(row, word) && strchr(row->name, ' '))
			return true;
	return false;
}

/* ---- which one is meant ---- */

/* How many letters must be added, taken away or changed to make one word of the other; short words only. */
static size_t distance(const char *a, const char *b)
{
	enum { LONGEST = 32 };
	size_t row[LONGEST + 1], size = strlen(b);

	if (strlen(a) > LONGEST || size > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= size; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= size; j++) {
			size_t change = corner + (a[i - 1] != b[j - 1]);
			size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;

			corner = row[j];
			row[j] = change < least ? change : least;
		}
	}
	return row[size];
}

static int unknown(struct cli *cli, const char *word)
{
	const char *nearest = NULL;
	size_t least = 3;

	for (const struct command *row = commands; row->name; row++) {
		size_t far = row->run ? distance(word, row->name) : least;

		if (far < least) {
			least = far;
			nearest = row->name;
		}
	}
	if (nearest)
		return usage(cli, _("there is no command “%s”; did you mean “%s”?"), word, nearest);
	return usage(cli, _("there is no command “%s”; “grant help” lists them"), word);
}

/* The option among those of all commands of a family; before the second word is known any of them may stand. */
static const struct option_row *family_option(const char *family, const char *word)
{
	for (const struct command *row = commands; row->name; row++) {
		const struct option_row *found;

		if (!row->options || !command_is_of(row, family))
			continue;
		found = option_find(row->options->rows, word);
		if (found)
			return found;
	}
	return option_find(global_options, word);
}

/* The first word after words[0] that is no option and no option's value. */
static char **second_word(char **words)
{
	for (char **at = words + 1; *at; at++) {
		const struct option_row *row;

		if (strcmp(*at, "--") == 0)
			return NULL;
		if ((*at)[0] != '-' || !(*at)[1])
			return at;
		row = family_option(words[0], *at);
		if (row && option_takes_next(row, *at) && at[1])
			at++;
	}
	return NULL;
}

static int family_member(struct cli *cli, char **words)
{
	char **second = second_word(words);
	cleanup_text char *name = second ? text_format("%s %s", words[0], *second) : NULL;
	const struct command *found = name ? command_find(name) : NULL;

	if (found) {
		cli->command = found;
		for (; *second; second++)
			second[0] = second[1];
		return EXIT_DONE;
	}
	cli->command = command_find(words[0]);
	if (cli->command && !second)
		return EXIT_DONE;
	if (!second && cli->help)
		return EXIT_DONE;
	if (!second)
		return usage(cli, _("“grant %s” needs a second word; “grant help %s” lists them"), words[0], words[0]);
	return usage(cli, _("there is no command “%s”; “grant help %s” lists those there are"), name, words[0]);
}

int command_choose(struct cli *cli, char **words)
{
	int status = EXIT_DONE;

	if (command_is_family(words[0]))
		status = family_member(cli, words);
	else
		cli->command = command_find(words[0]);
	if (status != EXIT_DONE)
		return status;
	/* Help was asked for a whole family. */
	if (!cli->command && cli->help && command_is_family(words[0]))
		return EXIT_DONE;
	if (!cli->command)
		return unknown(cli, words[0]);
	if (!cli->command->run)
		return usage(cli, _("“grant %s” is not built in this version"), cli->command->name);
	return EXIT_DONE;
}

/* ---- operands ---- */

static bool is_repeated(const char *operand, size_t size)
{
	return strstr(operand, "...") && strstr(operand, "...") < operand + size;
}

int command_check_operands(struct cli *cli)
{
	const char *at = cli->command->operands;
	size_t least = 0, most = 0;

	while (*at) {
		size_t size = strcspn(at, " ");

		least += at[0] != '[';
		most = is_repeated(at, size) ? SIZE_MAX : most + 1;
		at += size + (at[size] == ' ');
	}
	if (cli->argument_count < least)
		return usage(cli, _("something is missing: grant %s %s"), cli->command->name, cli->command->operands);
	if (cli->argument_count > most)
		return usage(cli, _("“%s” is one word too many"), cli->arguments[most]);
	return EXIT_DONE;
}

char *command_operand(const struct command *command, size_t index)
{
	const char *at = command->operands;

	while (*at) {
		size_t size = strcspn(at, " "), name;

		if (index == 0 || is_repeated(at, size)) {
			at += at[0] == '[';
			name = strcspn(at, ".] ");
			return text_copy_size(at, name);
		}
		index--;
		at += size + (at[size] == ' ');
	}
	return NULL;
}
