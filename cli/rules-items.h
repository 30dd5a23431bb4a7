/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_RULES_ITEMS_H
#define CLI_RULES_ITEMS_H

/* Criteria and measures of new rules, asked for one per line. */

#include "rules-wish.h"

struct rules_items {
	const char *question, *letter; /* a letter for ids that nothing better is found for */
	struct option_texts *texts;    /* where the answers go: "ID=NUMBER:TITLE" */
	const char *stage;             /* in front of the id: "", "1/", "2/" */
};

/* At least one. The exit status. */
int rules_ask_items(struct cli *cli, struct rules_wish *wish, const struct rules_items *items);
/* The end of input: what was answered so far is dropped, and said so. */
int rules_ask_stop(struct cli *cli);

#endif
