/* SPDX-License-Identifier: Apache-2.0 */
/* grant withdraw: an organisation takes its application back. */
#include "command.h"
#include "message.h"
#include "output.h"

struct withdraw_words {
	const char *reason;
	bool undo, dry_run;
};

static const struct option_row withdraw_rows[] = {
	OPTION_TEXT(struct withdraw_words, reason, "reason", "TEXT", N_("why, for the record")),
	OPTION_FLAG(struct withdraw_words, undo, "undo", N_("it stands again, not decided")),
	OPTION_DRY_RUN(struct withdraw_words, dry_run),
	OPTION_END
};

const struct options withdraw_options = { withdraw_rows, sizeof(struct withdraw_words) };

int cmd_withdraw(struct cli *cli, const void *input)
{
	const struct withdraw_words *words = input;
	int r;

	if (!words->reason)
		return usage(cli, _("a withdrawal needs --reason TEXT"));
	r = words->undo ? grant_withdraw_undo(cli->round, cli->arguments[0], words->reason, words->dry_run)
	                : grant_withdraw(cli->round, cli->arguments[0], words->reason, words->dry_run);
	return output_act(cli, r, &(struct act_answer){ 0 });
}
