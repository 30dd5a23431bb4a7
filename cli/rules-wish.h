/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_RULES_WISH_H
#define CLI_RULES_WISH_H

/* What new rules are made from: as given by options, and typed at the terminal. */

#include "cli.h"
#include "option.h"

struct rules_new_words {
	const char *scheme, *title, *carry, *allocation, *places, *round;
	struct option_texts criteria, weights, thresholds, measures, ties, tiers;
	struct option_number quorum, advance, advance_quota;
	bool list, dry_run;
};

/* The words of one run: those of the options, and beside them what was typed. */
struct rules_wish {
	const struct rules_new_words *given;
	struct rules_new_words words; /* at first a copy of those; lists of the options stay the options' */
	const char *file;
	struct option_texts typed;   /* texts that are this one's own */
	bool was_asked;              /* about everything */
};

/* The library's options out of them; they borrow. */
void rules_wish_options(grant_rules_new_options *options, const struct rules_wish *wish);
/* Whether one of "criterion", "weight", "threshold", "measure", "advance", "carry", "quorum" is there. */
bool rules_wish_has(const struct rules_wish *wish, const char *need);

/* Whether a scheme needs one of these. */
bool rules_scheme_needs(const grant_record *scheme, const char *need);

void rules_wish_add(struct option_texts *texts, const char *text); /* borrows the text */
/* What was typed stays until the end; the words borrow it. Takes it over. */
const char *rules_wish_keep(struct rules_wish *wish, char *text);
/* Empties a list that was typed. */
void rules_wish_forget(struct option_texts *texts);
void rules_wish_clear(struct rules_wish *wish);

#endif
