/* SPDX-License-Identifier: Apache-2.0 */
/* grant assign: give an application to reviewers, or all of a stage by itself. */
#include <errno.h>
#include <string.h>

#include "command.h"
#include "message.h"
#include "output.h"

struct assign_words {
	const char *stage, *affinity, *load;
	struct option_number per_application, seed;
	bool by_itself, dry_run;
};

static const struct option_row assign_rows[] = {
	OPTION_FLAG(struct assign_words, by_itself, "auto", N_("all applications of the stage that lack reviewers, as well as can be")),
	OPTION_TEXT(struct assign_words, affinity, "affinity", "FILE.csv",
	            N_("what each pair is worth: reviewer, application, value; else by expertise")),
	OPTION_NUMBER(struct assign_words, per_application, "per-application", "N",
	              N_("reviewers of each application; else as the round says")),
	OPTION_TEXT(struct assign_words, load, "load", "MIN..MAX", N_("reviews of each reviewer, those given before included")),
	OPTION_NUMBER(struct assign_words, seed, "seed", "N", N_("chooses among equally good assignments; else 1")),
	OPTION_TEXT(struct assign_words, stage, "stage", "STAGE", N_("the stage, where a round has several")),
	OPTION_DRY_RUN(struct assign_words, dry_run),
	OPTION_END
};

const struct options assign_options = { assign_rows, sizeof(struct assign_words) };

/* ---- by itself ---- */

/* A whole number up to `end`, which may be left out: then it stays as it was. */
static bool read_bound(int64_t *out, const char *text, const char *end)
{
	char *behind;

	if (text == end)
		return true;
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*out = strtoll(text, &behind, 10);
	return errno == 0 && behind == end;
}

/* "3..6", "3..", "..6", or "5" for both. */
static bool read_load(grant_assign_options *options, const char *text)
{
	const char *dots = strstr(text, ".."), *end = text + strlen(text);

	if (!*text || strcmp(text, "..") == 0)
		return false;
	if (dots)
		return read_bound(&options->least, text, dots) && read_bound(&options->most, dots + 2, end) &&
		       (dots + 2 == end || options->most > 0);
	options->most = 0;
	if (!read_bound(&options->most, text, end) || options->most == 0)
		return false;
	options->least = options->most;
	return true;
}

static void print_tables(struct cli *cli, const grant_record *plan)
{
	static const struct column application_columns[] = {
		{ N_("ID"), "application", COLUMN_TEXT, false },
		{ N_("REVIEWERS"), "reviewers", COLUMN_IDS, false },
		{ N_("GIVEN NOW"), "given", COLUMN_IDS, false },
		{ N_("TITLE"), "title", COLUMN_TEXT, false },
		COLUMNS_END
	};
	static const struct column reviewer_columns[] = {
		{ N_("PERSON"), "person", COLUMN_TEXT, false },
		{ N_("REVIEWS"), "load", COLUMN_NUMBER, false },
		{ N_("GIVEN NOW"), "given", COLUMN_NUMBER, false },
		{ N_("NAME"), "name", COLUMN_TEXT, false },
		COLUMNS_END
	};
	static const struct listing applications = { "assignment", "applications", application_columns, N_("there is nothing to assign") };
	static const struct listing reviewers = { "assignment", "reviewers", reviewer_columns, N_("there are no reviewers") };

	output_listing(cli, &applications, plan);
	putchar('\n');
	output_listing(cli, &reviewers, plan);
	putchar('\n');
}

/* The tables say all that would change. */
static void print_sentence(const struct cli *cli, const grant_record *plan)
{
	const grant_record *act = grant_round_last_act(cli->round);
	const char *sentence = grant_record_text(act, "told"), *sum = grant_record_text(plan, "affinity");

	printf(_("Sum of the affinities: %s\n"), sum ? sum : "0");
	if (grant_record_is_true(act, "dry_run"))
		printf(_("Nothing was changed. This would be done: %s\n"), sentence ? sentence : "");
	else if (!cli->quiet)
		printf("%s\n", sentence ? sentence : "");
}

static int assign_all(struct cli *cli, const struct assign_words *words)
{
	grant_assign_options options = GRANT_ASSIGN_OPTIONS_INIT;
	cleanup_record grant_record *plan = NULL;
	cleanup_findings grant_findings *findings = NULL;

	if (cli->argument_count > 0)
		return usage(cli, _("--auto assigns all of them; leave application and people out"));
	if (words->load && !read_load(&options, words->load))
		return usage(cli, _("“%s” is no load; write it such as 3..6, 3.. or ..6"), words->load);
	if (words->per_application.text && words->per_application.value == 0)
		return usage(cli, _("--per-application takes a number from 1"));
	options.stage = words->stage;
	options.affinity = words->affinity;
	options.per_application = words->per_application.value;
	if (words->seed.text)
		options.seed = words->seed.value;
	options.dry_run = words->dry_run;
	if (grant_assign_auto(&plan, &findings, cli->round, &options) < 0)
		return failure(cli, findings);
	if (cli->json)
		return output_act(cli, 0, &(struct act_answer){ .kind = "assignment", .record = plan, .findings = findings });
	print_tables(cli, plan);
	print_sentence(cli, plan);
	findings_by_the_way(cli, findings);
	return EXIT_DONE;
}

/* ---- one application ---- */

static int assign_one(struct cli *cli, const struct assign_words *words)
{
	const char *const *people = (const char *const *)cli->arguments + 1;
	int r;

	if (words->affinity || words->load || words->per_application.text || words->seed.text)
		return usage(cli, _("--affinity, --per-application, --load and --seed go with --auto"));
	if (cli->argument_count < 2)
		return usage(cli, _("give an application and its reviewers, or --auto"));
	r = grant_assign(cli->round, cli->arguments[0], people, words->stage, words->dry_run);
	return output_act(cli, r, &(struct act_answer){ 0 });
}

int cmd_assign(struct cli *cli, const void *input)
{
	const struct assign_words *words = input;

	return words->by_itself ? assign_all(cli, words) : assign_one(cli, words);
}
