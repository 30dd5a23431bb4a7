/* SPDX-License-Identifier: Apache-2.0 */
/* grant milestone: assess a milestone of the agreement. */
#include "command.h"
#include "message.h"
#include "output.h"

struct milestone_words {
	bool pass, dry_run;
	const char *condition, *fail;
};

static const struct option_row milestone_rows[] = {
	OPTION_FLAG(struct milestone_words, pass, "pass", N_("it has passed")),
	OPTION_TEXT(struct milestone_words, condition, "condition", "TEXT",
	            N_("it passes once this is met; no money until then")),
	OPTION_TEXT(struct milestone_words, fail, "fail", "TEXT", N_("it has failed, with the reason")),
	OPTION_DRY_RUN(struct milestone_words, dry_run),
	OPTION_END
};

const struct options milestone_options = { milestone_rows, sizeof(struct milestone_words) };

int cmd_milestone(struct cli *cli, const void *input)
{
	const struct milestone_words *words = input;
	enum grant_assessment assessment = GRANT_MILESTONE_PASS;
	const char *reason = words->condition ? words->condition : words->fail;
	int r;

	if (words->pass + (words->condition != NULL) + (words->fail != NULL) != 1)
		return usage(cli, _("give one of --pass, --condition and --fail"));
	if (words->condition)
		assessment = GRANT_MILESTONE_CONDITION;
	else if (words->fail)
		assessment = GRANT_MILESTONE_FAIL;
	r = grant_milestone_assess(cli->round, cli->arguments[0], cli->arguments[1], assessment, reason,
	                           words->dry_run);
	return output_act(cli, r, &(struct act_answer){ 0 });
}
