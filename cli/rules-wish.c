/* SPDX-License-Identifier: Apache-2.0 */
/* What new rules are made from, as far as it is said. Not here: asking for the rest (rules-ask.c). */
#include "rules-wish.h"

#include <string.h>

#include "text.h"
#include "words.h"

void rules_wish_options(grant_rules_new_options *options, const struct rules_wish *wish)
{
	const struct rules_new_words *words = &wish->words;

	options->title = words->title;
	options->criteria = words->criteria.items;
	options->weights = words->weights.items;
	options->thresholds = words->thresholds.items;
	options->measures = words->measures.items;
	options->ties = words->ties.items;
	options->quorum = (unsigned)words->quorum.value;
	options->advance = (unsigned)words->advance.value;
	options->advance_quota = (unsigned)words->advance_quota.value;
	options->carry = words->carry;
	options->allocation = words->allocation;
	options->tiers = words->tiers.items;
	options->places = words->places;
	options->round_file = words->round;
	options->dry_run = words->dry_run;
}

bool rules_wish_has(const struct rules_wish *wish, const char *need)
{
	const struct rules_new_words *words = &wish->words;
	const struct {
		const char *need;
		bool is_there;
	} rows[] = {
		{ "criterion", words->criteria.count > 0 },
		{ "weight", words->weights.count > 0 },
		{ "threshold", words->thresholds.count > 0 },
		{ "measure", words->measures.count > 0 },
		{ "advance", words->advance.value > 0 || words->advance_quota.value > 0 },
		{ "carry", words->carry != NULL },
		{ "quorum", words->quorum.value > 0 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].need, need) == 0)
			return rows[i].is_there;
	return false;
}

bool rules_scheme_needs(const grant_record *scheme, const char *need)
{
	return words_find(grant_record_at(scheme, "needs"), "", need) != NULL;
}

void rules_wish_add(struct option_texts *texts, const char *text)
{
	texts->items = memory_grow(texts->items, texts->count + 2, sizeof(*texts->items));
	texts->items[texts->count++] = text;
	texts->items[texts->count] = NULL;
}

const char *rules_wish_keep(struct rules_wish *wish, char *text)
{
	rules_wish_add(&wish->typed, text);
	return text;
}

void rules_wish_forget(struct option_texts *texts)
{
	free(texts->items);
	*texts = (struct option_texts){ 0 };
}

/* Only into lists that were not given is anything typed; the others are the options'. */
static void clear_typed(struct option_texts *texts, const struct option_texts *given)
{
	if (texts->items != given->items)
		rules_wish_forget(texts);
}

void rules_wish_clear(struct rules_wish *wish)
{
	struct rules_new_words *words = &wish->words;

	clear_typed(&words->criteria, &wish->given->criteria);
	clear_typed(&words->weights, &wish->given->weights);
	clear_typed(&words->thresholds, &wish->given->thresholds);
	clear_typed(&words->measures, &wish->given->measures);
	clear_typed(&words->ties, &wish->given->ties);
	clear_typed(&words->tiers, &wish->given->tiers);
	for (size_t i = 0; i < wish->typed.count; i++)
		free((char *)(uintptr_t)wish->typed.items[i]);
	rules_wish_forget(&wish->typed);
}
