/* SPDX-License-Identifier: Apache-2.0 */
/* grant screen: say whether an application is eligible, or look at what the rules find. */
#include <errno.h>
#include <string.h>

#include "command.h"
#include "message.h"
#include "output.h"
#include "whole-file.h"

struct screen_words {
	bool pass, dry_run;
	const char *back, *reject, *reason, *letter, *language;
};

static const struct option_row screen_rows[] = {
	OPTION_FLAG(struct screen_words, pass, "pass", N_("the application goes to review")),
	OPTION_TEXT(struct screen_words, back, "return", "TEXT", N_("the NGO may mend it, with the reason")),
	OPTION_TEXT(struct screen_words, reject, "reject", "TEXT", N_("not eligible, with the reason")),
	OPTION_TEXT(struct screen_words, reason, "reason", "TEXT",
	            N_("why it passes although the rules find an error")),
	OPTION_TEXT(struct screen_words, letter, "letter", "FILE",
	            N_("the letter to the NGO, with --return or for what is returned already; - for the standard output")),
	OPTION_TEXT(struct screen_words, language, "lang", "LANG", N_("of the letter: zh, en or both; else zh")),
	OPTION_DRY_RUN(struct screen_words, dry_run),
	OPTION_END
};

const struct options screen_options = { screen_rows, sizeof(struct screen_words) };

static int wish(struct cli *cli, grant_screen_options *options, const struct screen_words *words)
{
	if (words->pass + (words->back != NULL) + (words->reject != NULL) > 1)
		return usage(cli, _("give one of --pass, --return and --reject"));
	if (words->reason && !words->pass)
		return usage(cli, _("--reason goes with --pass; --return and --reject take their own"));
	options->dry_run = words->dry_run;
	options->reason = words->reason;
	if (words->pass) {
		options->verdict = GRANT_VERDICT_PASS;
	} else if (words->back) {
		options->verdict = GRANT_VERDICT_RETURN;
		options->reason = words->back;
	} else if (words->reject) {
		options->verdict = GRANT_VERDICT_REJECT;
		options->reason = words->reject;
	}
	return EXIT_DONE;
}

static int check_letter(struct cli *cli, const struct screen_words *words)
{
	const char *language = words->language;

	if (words->letter && (words->pass || words->reject || words->dry_run))
		return usage(cli, _("--letter goes with --return, or stands alone"));
	if (words->letter && cli->json)
		return usage(cli, _("a letter is text; leave out --json"));
	if (language && !words->letter)
		return usage(cli, _("--lang goes with --letter"));
	if (language && strcmp(language, "zh") != 0 && strcmp(language, "en") != 0 && strcmp(language, "both") != 0)
		return usage(cli, _("--lang takes zh, en or both"));
	return EXIT_DONE;
}

/* ---- the letter ---- */

/* Returns it first, where that is asked for. */
static int write_letter(struct cli *cli, const struct screen_words *words, const grant_screen_options *options, FILE *file)
{
	cleanup_findings grant_findings *findings = NULL;
	cleanup_string char *text = NULL;

	if (words->back && grant_screen(&findings, cli->round, cli->arguments[0], options) < 0)
		return failure(cli, findings);
	if (grant_letter(&text, cli->round, cli->arguments[0], words->language) < 0)
		return failure(cli, NULL);
	if (fputs(text, file) == EOF)
		return file == stdout ? EXIT_ENVIRONMENT : trouble_file(cli, words->letter, errno);
	if (words->back && file != stdout)
		output_act_words(cli);
	findings_by_the_way(cli, findings);
	return EXIT_DONE;
}

/* The file is opened before anything is recorded: a letter that cannot be written should not leave a verdict behind. */
static int letter(struct cli *cli, const struct screen_words *words, const grant_screen_options *options)
{
	struct whole_file file;
	int status;

	if (strcmp(words->letter, "-") == 0)
		return write_letter(cli, words, options, stdout);
	status = whole_file_open(cli, &file, words->letter);
	if (status == EXIT_DONE)
		status = write_letter(cli, words, options, file.file);
	return whole_file_close(cli, &file, words->letter, status);
}

int cmd_screen(struct cli *cli, const void *input)
{
	const struct screen_words *words = input;
	grant_screen_options options = GRANT_SCREEN_OPTIONS_INIT;
	cleanup_findings grant_findings *findings = NULL;
	int r, status = wish(cli, &options, words);

	if (status == EXIT_DONE)
		status = check_letter(cli, words);
	if (status != EXIT_DONE)
		return status;
	if (words->letter)
		return letter(cli, words, &options);
	r = grant_screen(&findings, cli->round, cli->arguments[0], &options);
	if (r == 0 && options.verdict == GRANT_VERDICT_NONE)
		return output_findings(cli, findings, findings_print);
	return output_act(cli, r, &(struct act_answer){ .findings = findings });
}
