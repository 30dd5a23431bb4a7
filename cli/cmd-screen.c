/* SPDX-License-Identifier: Apache-2.0 */
/* grant screen: say whether an application is eligible, or look at what the rules find. */
#include "command.h"
#include "message.h"
#include "output.h"

struct screen_words {
	bool pass, dry_run;
	const char *back, *reject, *reason;
};

static const struct option_row screen_rows[] = {
	OPTION_FLAG(struct screen_words, pass, "pass", N_("the application goes to review")),
	OPTION_TEXT(struct screen_words, back, "return", "TEXT", N_("the NGO may mend it, with the reason")),
	OPTION_TEXT(struct screen_words, reject, "reject", "TEXT", N_("not eligible, with the reason")),
	OPTION_TEXT(struct screen_words, reason, "reason", "TEXT",
	            N_("why it passes although the rules find an error")),
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

int cmd_screen(struct cli *cli, const void *input)
{
	grant_screen_options options = GRANT_SCREEN_OPTIONS_INIT;
	cleanup_findings grant_findings *findings = NULL;
	int r, status = wish(cli, &options, input);

	if (status != EXIT_DONE)
		return status;
	r = grant_screen(&findings, cli->round, cli->arguments[0], &options);
	if (r == 0 && options.verdict == GRANT_VERDICT_NONE)
		return output_findings(cli, findings);
	return output_act(cli, r, &(struct act_answer){ .findings = findings });
}
