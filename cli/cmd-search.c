/* SPDX-License-Identifier: Apache-2.0 */
/* grant search: the text of applications. */
#include "command.h"
#include "message.h"
#include "output.h"
#include "text.h"

struct search_words {
	struct option_number limit;
};

static const struct option_row search_rows[] = {
	OPTION_NUMBER(struct search_words, limit, "limit", "N", N_("at most so many")),
	OPTION_END
};

const struct options search_options = { search_rows, sizeof(struct search_words) };

static char *join(char **words)
{
	char *joined = text_copy("");

	for (; *words; words++) {
		char *longer = text_format("%s%s%s", joined, *joined ? " " : "", *words);

		free(joined);
		joined = longer;
	}
	return joined;
}

int cmd_search(struct cli *cli, const void *input)
{
	static const struct column columns[] = {
		{ N_("ID"), "application", COLUMN_TEXT, false },
		{ N_("STATE"), "state", COLUMN_WORD, false },
		{ N_("TITLE"), "title", COLUMN_TEXT, false },
		{ N_("FOUND"), "snippet", COLUMN_TEXT, false },
		{ N_("FILE"), "file", COLUMN_TEXT, false },
		COLUMNS_END
	};
	static const struct listing listing = { "search", "results", columns, N_("nothing was found") };
	const struct search_words *words = input;
	cleanup_list grant_list *list = NULL;
	cleanup_text char *text = join(cli->arguments);

	if (words->limit.text && words->limit.value == 0)
		return usage(cli, _("--limit takes a number above 0; without it all are shown"));
	if (grant_search(&list, cli->round, text, words->limit.value) < 0)
		return failure(cli, NULL);
	return output_list(cli, &listing, list);
}
