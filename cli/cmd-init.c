/* SPDX-License-Identifier: Apache-2.0 */
/* grant init: make a round's repository. */
#include "command.h"
#include "identity.h"
#include "message.h"
#include "output.h"
#include "term.h"

struct init_words {
	const char *round, *rules, *name, *key;
	bool is_unsigned, checkout, retrospective, dry_run;
};

static const struct option_row init_rows[] = {
	OPTION_TEXT(struct init_words, round, "round", "FILE.json", N_("the round's description")),
	OPTION_TEXT(struct init_words, rules, "rules", "FILE.lua", N_("the rules of the round")),
	OPTION_TEXT(struct init_words, name, "name", "NAME", N_("name of the maker, who is the first officer")),
	OPTION_TEXT(struct init_words, key, "key", "FILE",
	            N_("the maker's SSH public key, with which commits are signed")),
	OPTION_FLAG(struct init_words, is_unsigned, "unsigned", N_("commits carry no signature")),
	OPTION_FLAG(struct init_words, checkout, "checkout", N_("with a work tree, so that files can be looked at")),
	OPTION_FLAG(struct init_words, retrospective, "retrospective",
	            N_("entered afterwards from older papers: every act takes --at TIME")),
	OPTION_DRY_RUN(struct init_words, dry_run),
	OPTION_END
};

const struct options init_options = { init_rows, sizeof(struct init_words) };

static int check_words(struct cli *cli, const struct init_words *words)
{
	if (!words->round || !words->rules)
		return usage(cli, _("a round needs --round FILE.json and --rules FILE.lua"));
	if (!identity_person(cli) || !words->name)
		return usage(cli, _("a round needs its maker: --as ID and --name NAME"));
	if (words->key && words->is_unsigned)
		return usage(cli, _("--key and --unsigned do not go together"));
	if (cli->at && !words->retrospective)
		return usage(cli, _("--at goes with --retrospective only"));
	return EXIT_DONE;
}

/* The first act of the new round, as its own log tells it. */
static int show_json(struct cli *cli, bool dry_run, const grant_record *changes)
{
	grant_json_writer *writer = output_json_begin("act");
	cleanup_list grant_list *log = NULL;
	const grant_record *first = NULL;

	if (!writer)
		return failure(cli, NULL);
	if (!dry_run && (grant_log(&log, cli->round, NULL, 1) < 0 || grant_list_next(&first, log) < 0)) {
		grant_json_free(writer);
		return failure(cli, NULL);
	}
	if (first)
		output_json_fields(writer, first);
	else
		grant_json_text(writer, "act", "init");
	grant_json_bool(writer, "dry_run", dry_run);
	if (dry_run)
		grant_json_record(writer, "changes", grant_record_at(changes, "changes"));
	grant_json_text(writer, "dir", cli->dir);
	return output_json_print(cli, writer);
}

static int show(struct cli *cli, const struct init_words *words, const grant_findings *findings,
                const grant_record *changes)
{
	int status = EXIT_DONE;

	cli->dir = cli->arguments[0];
	if (cli->json) {
		if (!words->dry_run)
			status = identity_open_round(cli);
		return status == EXIT_DONE ? show_json(cli, words->dry_run, changes) : status;
	}
	if (words->dry_run) {
		printf(_("Nothing was changed. A round would be made in %s\n"), cli->dir);
		output_changes(changes);
	}
	if (!words->dry_run && !cli->quiet)
		printf(_("The round is in %s\n"), cli->dir);
	findings_by_the_way(cli, findings);
	return EXIT_DONE;
}

int cmd_init(struct cli *cli, const void *input)
{
	const struct init_words *words = input;
	grant_init_options options = GRANT_INIT_OPTIONS_INIT;
	cleanup_findings grant_findings *findings = NULL;
	cleanup_record grant_record *changes = NULL;
	int status = check_words(cli, words);

	if (status != EXIT_DONE)
		return status;
	options.round_file = words->round;
	options.rules_file = words->rules;
	options.person = identity_person(cli);
	options.name = words->name;
	options.checkout = words->checkout;
	options.unsigned_commits = words->is_unsigned;
	options.retrospective = words->retrospective;
	options.at = cli->at;
	options.dry_run = words->dry_run;
	options.changes = &changes;
	if (grant_round_init(&findings, cli->arguments[0], &options) < 0)
		return failure(cli, findings);
	if (words->retrospective && !cli->at && !cli->json)
		note(cli, _("this round is entered afterwards, and without --at TIME this happened today"));
	return show(cli, words, findings, changes);
}
