/* SPDX-License-Identifier: Apache-2.0 */
/* grant log: what happened, by whom, newest first. */
#include "command.h"
#include "message.h"
#include "output.h"

struct log_words {
	struct option_number limit;
};

static const struct option_row log_rows[] = {
	OPTION_NUMBER(struct log_words, limit, "limit", "N", N_("the last so many")),
	OPTION_END
};

const struct options log_options = { log_rows, sizeof(struct log_words) };

int cmd_log(struct cli *cli, const void *input)
{
	static const struct column columns[] = {
		{ N_("AT"), "at", COLUMN_TIME, false },
		{ N_("WHO"), "actor", COLUMN_TEXT, false },
		{ N_("WHAT"), "told", COLUMN_TEXT, false },
		{ N_("COMMIT"), "commit", COLUMN_COMMIT, false },
		{ N_("ACT"), "act", COLUMN_TEXT, true },
		{ N_("SUBJECT"), "subject", COLUMN_TEXT, true },
		{ N_("SENTENCE"), "sentence", COLUMN_TEXT, true },
		COLUMNS_END
	};
	static const struct listing listing = { "log", "acts", columns, N_("nothing happened") };
	const struct log_words *words = input;
	cleanup_list grant_list *list = NULL;

	if (words->limit.text && words->limit.value == 0)
		return usage(cli, _("--limit takes a number above 0; without it all are shown"));
	if (grant_log(&list, cli->round, cli->arguments[0], words->limit.value) < 0)
		return failure(cli, NULL);
	return output_list(cli, &listing, list);
}
