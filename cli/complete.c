/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `grant --complete bash WORDS...`. Candidates come from the tables of commands and options, and, for ids, people,
 * criteria and the like, from the round. Nothing is ever told on stderr: a shell would print it into the line.
 */
#include "complete.h"

#include <string.h>

#include "command.h"
#include "identity.h"
#include "option.h"
#include "text.h"

struct completion {
	struct cli *cli;
	char **words;
	size_t count;        /* of words; the last one is being typed */
	const char *typed;
	size_t command_at;   /* of the command's first word */
	size_t operands_at;  /* behind the command's name */
};

static void offer(const struct completion *completion, const char *candidate, const char *end)
{
	if (candidate && text_starts(candidate, completion->typed))
		printf("%s%s\n", candidate, end);
}

static void offer_all(const struct completion *completion, const char *const *candidates)
{
	for (; *candidates; candidates++)
		offer(completion, *candidates, "");
}

/* ---- out of the round ---- */

static bool open_round(struct cli *cli)
{
	grant_open_options options = GRANT_OPEN_OPTIONS_INIT;

	options.person = identity_person(cli);
	return cli->round || grant_round_open(&cli->round, cli->dir ? cli->dir : ".", &options) == 0;
}

static void offer_applications(const struct completion *completion)
{
	cleanup_list grant_list *list = NULL;
	const grant_record *row;

	if (grant_list_applications(&list, completion->cli->round, NULL) < 0)
		return;
	while (grant_list_next(&row, list) == 1)
		offer(completion, grant_record_text(row, "id"), "");
}

static void offer_people(const struct completion *completion)
{
	cleanup_record grant_record *people = NULL;
	const grant_record *list;

	if (grant_person_list(&people, completion->cli->round) < 0)
		return;
	list = grant_record_at(people, "people");
	for (size_t i = 0; i < grant_record_count(list, ""); i++)
		offer(completion, grant_record_text(grant_record_item(list, i), "id"), "");
}

/* The ids in a list of the round, such as "stages". */
static void offer_round_ids(const struct completion *completion, const char *path, const char *end)
{
	cleanup_record grant_record *round = NULL;
	const grant_record *list;

	if (grant_round_show(&round, completion->cli->round) < 0)
		return;
	list = grant_record_at(round, path);
	for (size_t i = 0; i < grant_record_count(list, ""); i++)
		offer(completion, grant_record_text(grant_record_item(list, i), "id"), end);
}

static void offer_criteria(const struct completion *completion)
{
	cleanup_record grant_record *round = NULL;
	const grant_record *stages;

	offer_round_ids(completion, "rules.criteria", "=");
	if (grant_round_show(&round, completion->cli->round) < 0)
		return;
	stages = grant_record_at(round, "rules.stages");
	for (size_t i = 0; i < grant_record_count(stages, ""); i++) {
		cleanup_text char *path = text_format("rules.stages.%zu.criteria", i);

		offer_round_ids(completion, path, "=");
	}
}

static void offer_answers(const struct completion *completion)
{
	cleanup_record grant_record *round = NULL;
	const grant_record *questions;

	if (grant_round_show(&round, completion->cli->round) < 0)
		return;
	questions = grant_record_at(round, "form");
	for (size_t i = 0; i < grant_record_count(questions, ""); i++) {
		const char *id = grant_record_text(grant_record_item(questions, i), "id");
		cleanup_text char *path = text_format("answers.%s", id ? id : "");

		offer(completion, path, "=");
	}
}

/* Fields of the form that stand alone or in a record, and the round's own questions. */
static void offer_fields(const struct completion *completion)
{
	cleanup_record grant_record *kind = NULL;
	const grant_record *fields;

	if (grant_kind_describe(&kind, "application") < 0)
		return;
	fields = grant_record_at(kind, "fields");
	for (size_t i = 0; i < grant_record_count(fields, ""); i++) {
		const grant_record *field = grant_record_item(fields, i), *parts = grant_record_at(field, "fields");
		const char *name = grant_record_text(field, "name"), *type = grant_record_text(field, "type");

		if (strcmp(name, "id") != 0 && strcmp(type, "list") != 0 && strcmp(type, "texts") != 0 && !parts)
			offer(completion, name, "=");
		for (size_t k = 0; strcmp(type, "record") == 0 && k < grant_record_count(parts, ""); k++) {
			const char *part = grant_record_text(grant_record_item(parts, k), "name");
			cleanup_text char *path = text_format("%s.%s", name, part);

			offer(completion, path, "=");
		}
	}
	offer_answers(completion);
}

/* ---- what stands for what ---- */

static bool offer_fixed(const struct completion *completion, const char *what)
{
	static const char *const states[] = { "submitted", "returned",   "eligible",  "in-review", "approved",
	                                      "reserve",   "rejected",   "agreed",    "active",    "withdrawn",
	                                      NULL };
	static const char *const roles[] = { "officer", "intake", "reviewer", "finance", "observer", NULL };
	static const char *const tables[] = { "applications", "reviews", "ledger", "milestones", "ranking", NULL };
	static const char *const orders[] = { "id", "title", "organisation", "category", "requested", "state", NULL };
	static const char *const formats[] = { "csv", "json", NULL };
	static const char *const markups[] = { "text", "markdown", NULL };
	static const char *const allocations[] = { "none", "skip", "stop", "tiers", "share", NULL };
	static const char *const methods[] = { "sha256", "rfc3797", NULL };
	static const char *const whens[] = { "auto", "always", "never", NULL };
	static const char *const languages[] = { "zh", "en", "both", NULL };
	static const struct {
		const char *what;
		const char *const *words;
	} rows[] = { { "STATE", states },   { "ROLE", roles },     { "TABLE", tables },
		     { "FIELD", orders },   { "FORMAT", formats }, { "WHEN", whens },
		     { "LANG", languages },  { "MARKUP", markups },
		     { "METHOD", methods },  { "HOW", allocations } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (strcmp(rows[i].what, what) == 0) {
			offer_all(completion, rows[i].words);
			return true;
		}
	}
	return false;
}

static void offer_schemes(const struct completion *completion)
{
	cleanup_record grant_record *schemes = NULL;

	if (grant_rules_schemes(&schemes) < 0)
		return;
	for (size_t i = 0; i < grant_record_count(schemes, "schemes"); i++)
		offer(completion, grant_record_text(grant_record_item(grant_record_at(schemes, "schemes"), i), "name"), "");
}

static void offer_commands(const struct completion *completion, const char *family);

/* Files are the shell's own business: for them nothing is offered. */
static void offer_value(const struct completion *completion, const char *what)
{
	if (offer_fixed(completion, what))
		return;
	if (strcmp(what, "COMMAND") == 0)
		offer_commands(completion, NULL);
	if (strcmp(what, "SCHEME") == 0)
		offer_schemes(completion);
	if (!open_round(completion->cli))
		return;
	if (strcmp(what, "ID") == 0)
		offer_applications(completion);
	else if (strcmp(what, "PERSON") == 0)
		offer_people(completion);
	else if (strcmp(what, "STAGE") == 0)
		offer_round_ids(completion, "stages", "");
	else if (strcmp(what, "CATEGORY") == 0)
		offer_round_ids(completion, "categories", "");
	else if (strcmp(what, "MILESTONE") == 0)
		offer_round_ids(completion, "milestones", "");
	else if (strcmp(what, "MEASURE=NUMBER") == 0)
		offer_round_ids(completion, "rules.measures", "=");
	else if (strcmp(what, "FIELD=VALUE") == 0)
		offer_fields(completion);
	else if (strcmp(what, "CRITERION=SCORE") == 0)
		offer_criteria(completion);
}

/* First words, each once; with a family its second words. */
static void offer_commands(const struct completion *completion, const char *family)
{
	const char *last = "";

	for (const struct command *row = commands; row->name; row++) {
		size_t size = strcspn(row->name, " ");
		cleanup_text char *first = text_copy_size(row->name, size);

		if (!row->run)
			continue;
		if (family && command_is_of(row, family) && row->name[size])
			offer(completion, row->name + size + 1, "");
		else if (!family && !text_starts(last, first))
			offer(completion, first, "");
		last = row->name;
	}
}

static void offer_options(const struct completion *completion, const struct option_row *rows)
{
	for (; rows && !option_is_end(rows); rows++) {
		bool is_shown = rows->name && rows->kind != OPTION_ABSENT;
		cleanup_text char *word = is_shown ? text_format("--%s", rows->name) : NULL;

		offer(completion, word, "");
	}
}

/* ---- where the last word stands ---- */

static const struct option_row *command_rows(const struct completion *completion)
{
	const struct command *command = completion->cli->command;

	return command && command->options ? command->options->rows : NULL;
}

static const struct option_row *find_option(const struct completion *completion, const char *word)
{
	const struct option_row *row = option_find(command_rows(completion), word);

	return row ? row : option_find(global_options, word);
}

/* Whether a word takes the next one as its value. */
static const struct option_row *takes_next(const struct completion *completion, const char *word)
{
	const struct option_row *row = word[0] == '-' && word[1] ? find_option(completion, word) : NULL;

	return row && option_takes_next(row, word) ? row : NULL;
}

/* Goes over the words before the last one, from `at`, to the next that is no option; notes -C and --as by the way. */
static size_t next_operand(const struct completion *completion, size_t at)
{
	struct cli *cli = completion->cli;

	for (; at + 1 < completion->count; at++) {
		const char *word = completion->words[at];
		const struct option_row *row = takes_next(completion, word);

		if (row && row->letter == 'C')
			cli->dir = completion->words[at + 1];
		if (row && row->name && strcmp(row->name, "as") == 0)
			cli->person = completion->words[at + 1];
		if (row)
			at++;
		else if (word[0] != '-' || !word[1])
			return at;
	}
	return completion->count;
}

static void choose_command(struct completion *completion)
{
	const char *first = completion->words[completion->command_at];
	size_t second = completion->operands_at;
	cleanup_text char *name = NULL;

	completion->cli->command = command_find(first);
	if (!command_is_family(first))
		return;
	second = next_operand(completion, second);
	if (second >= completion->count)
		return;
	name = text_format("%s %s", first, completion->words[second]);
	if (!command_find(name))
		return;
	completion->cli->command = command_find(name);
	completion->operands_at = second + 1;
}

static void complete_operand(const struct completion *completion)
{
	const char *first = completion->words[completion->command_at];
	const struct command *command = completion->cli->command;
	cleanup_text char *what = NULL;
	size_t index = 0;

	for (size_t at = next_operand(completion, completion->operands_at); at < completion->count;
	     at = next_operand(completion, at + 1))
		index++;
	if (command_is_family(first) && index == 0 && (!command || !strchr(command->name, ' ')))
		offer_commands(completion, first);
	if (!command || !command->run)
		return;
	what = command_operand(command, index);
	if (what)
		offer_value(completion, what);
}

static void complete_last(struct completion *completion)
{
	const struct option_row *row = completion->count > 1
		? takes_next(completion, completion->words[completion->count - 2]) : NULL;

	if (row) {
		offer_value(completion, row->value);
	} else if (completion->typed[0] == '-') {
		offer_options(completion, command_rows(completion));
		offer_options(completion, global_options);
	} else if (completion->command_at >= completion->count) {
		offer_commands(completion, NULL);
	} else {
		complete_operand(completion);
	}
}

int complete(struct cli *cli, char **argv)
{
	struct completion completion = { .cli = cli };

	if (!argv[0] || !argv[1])
		return EXIT_USAGE;
	completion.words = argv + 1;
	while (completion.words[completion.count])
		completion.count++;
	completion.typed = completion.words[completion.count - 1];
	completion.command_at = next_operand(&completion, 0);
	completion.operands_at = completion.command_at + 1;
	if (completion.command_at < completion.count)
		choose_command(&completion);
	complete_last(&completion);
	return EXIT_DONE;
}
