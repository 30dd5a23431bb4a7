/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_CARD_H
#define CLI_CARD_H

/* A record as a card: one line per field with its label, in the order of the library's own table of kinds. */

#include "cli.h"

struct card {
	struct cli *cli;
	const char *kind;         /* such as "application" */
	const grant_record *round; /* from grant_round_show(), for the titles of a form's fields; may be NULL */
	size_t indent;
};

/* The exit status: a kind that the library cannot describe is told. */
int card_print(const struct card *card, const grant_record *record);

/* A heading with an empty line above. */
void card_heading(struct cli *cli, const char *title);

/* The title that the round gives a form's field or a criterion; the name itself where there is none. */
const char *card_title(const grant_record *round, bool is_form, const char *name);
/* Places in a map of answers or scores, in the order of the round's form or criteria; what these do not name last. Yours. */
size_t *card_order(const grant_record *round, bool is_form, const grant_record *map);

#endif
