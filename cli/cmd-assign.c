/* SPDX-License-Identifier: Apache-2.0 */
/* grant assign: give an application to reviewers. */
#include "command.h"
#include "output.h"

struct assign_words {
	const char *stage;
	bool dry_run;
};

static const struct option_row assign_rows[] = {
	OPTION_TEXT(struct assign_words, stage, "stage", "STAGE", N_("the stage, where a round has several")),
	OPTION_DRY_RUN(struct assign_words, dry_run),
	OPTION_ABSENT("auto"),
	OPTION_ABSENT("affinity"),
	OPTION_ABSENT("per-application"),
	OPTION_ABSENT("load"),
	OPTION_END
};

const struct options assign_options = { assign_rows, sizeof(struct assign_words) };

int cmd_assign(struct cli *cli, const void *input)
{
	const struct assign_words *words = input;
	const char *const *people = (const char *const *)cli->arguments + 1;
	int r = grant_assign(cli->round, cli->arguments[0], people, words->stage, words->dry_run);

	return output_act(cli, r, &(struct act_answer){ 0 });
}
