/* SPDX-License-Identifier: Apache-2.0 */
/* grant conflict: declare a conflict of interest. */
#include "command.h"
#include "message.h"
#include "output.h"

struct conflict_words {
	const char *person, *reason;
	bool dry_run;
};

static const struct option_row conflict_rows[] = {
	OPTION_TEXT(struct conflict_words, person, "person", "PERSON", N_("whose; else your own")),
	OPTION_TEXT(struct conflict_words, reason, "reason", "TEXT", N_("what it consists in")),
	OPTION_DRY_RUN(struct conflict_words, dry_run),
	OPTION_END
};

const struct options conflict_options = { conflict_rows, sizeof(struct conflict_words) };

int cmd_conflict(struct cli *cli, const void *input)
{
	const struct conflict_words *words = input;
	int r;

	if (!words->reason)
		return usage(cli, _("a conflict of interest needs --reason TEXT"));
	r = grant_conflict_declare(cli->round, cli->arguments[0], words->person, words->reason, words->dry_run);
	return output_act(cli, r, &(struct act_answer){ 0 });
}
