/* SPDX-License-Identifier: Apache-2.0 */
/* grant list: applications, with filters. */
#include "command.h"
#include "message.h"
#include "output.h"

struct list_words {
	const char *state, *category, *organisation, *order;
	struct option_number at_least, at_most, limit;
};

static const struct option_row list_rows[] = {
	OPTION_TEXT(struct list_words, state, "state", "STATE", N_("only those in this state")),
	OPTION_TEXT(struct list_words, category, "category", "CATEGORY", N_("only those of this category")),
	OPTION_TEXT(struct list_words, organisation, "organisation", "TEXT",
	            N_("only those whose organisation's name has this in it")),
	OPTION_MONEY(struct list_words, at_least, "at-least", "AMOUNT",
	             N_("only those that request at least this much")),
	OPTION_MONEY(struct list_words, at_most, "at-most", "AMOUNT", N_("only those that request at most this much")),
	OPTION_TEXT(struct list_words, order, "order", "FIELD",
	            N_("id, title, organisation, category, requested or state; - in front: downwards")),
	OPTION_NUMBER(struct list_words, limit, "limit", "N", N_("at most so many")),
	OPTION_END
};

const struct options list_options = { list_rows, sizeof(struct list_words) };

int cmd_list(struct cli *cli, const void *input)
{
	static const struct column columns[] = {
		{ N_("ID"), "id", COLUMN_TEXT, false },
		{ N_("STATE"), "state", COLUMN_WORD, false },
		{ N_("REQUESTED"), "requested", COLUMN_MONEY, false },
		{ N_("CATEGORY"), "category_title", COLUMN_TITLE, false },
		{ N_("TITLE"), "title", COLUMN_TEXT, false },
		{ N_("ORGANISATION"), "organisation", COLUMN_TEXT, false },
		{ N_("CATEGORY"), "category", COLUMN_TEXT, true },
		COLUMNS_END
	};
	struct listing listing = { "applications", "applications", columns, N_("no application fits") };
	const struct list_words *words = input;
	grant_list_options options = GRANT_LIST_OPTIONS_INIT;
	cleanup_list grant_list *list = NULL;

	if (words->limit.text && words->limit.value == 0)
		return usage(cli, _("--limit takes a number above 0; without it all are shown"));
	if (!words->state && !words->category && !words->organisation && !words->at_least.text && !words->at_most.text)
		listing.nothing = N_("there are no applications yet");
	options.state = words->state;
	options.category = words->category;
	options.organisation = words->organisation;
	options.at_least_fen = words->at_least.value;
	options.at_most_fen = words->at_most.value;
	options.order = words->order;
	options.limit = words->limit.value;
	if (grant_list_applications(&list, cli->round, &options) < 0)
		return failure(cli, NULL);
	return output_list(cli, &listing, list);
}
