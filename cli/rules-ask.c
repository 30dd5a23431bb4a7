/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New rules, asked for at the terminal, question by question. What was answered is tried at once with the library, without writing, and
 * asked again when it does not hold. Not here: criteria (rules-items.c), which answers hold (the library), writing (cmd-rules-new.c).
 */
#include "rules-ask.h"

#include <string.h>

#include "message.h"
#include "prompt.h"
#include "rules-items.h"
#include "text.h"
#include "words.h"

#define MOST_ATTEMPTS 50 /* of one question; what types might be a program */

struct asking {
	struct cli *cli;
	struct rules_wish *wish;
	const grant_record *allocations, *scheme;
	bool all; /* also what could be left out */
};

/* ---- questions ---- */

/* Whether all that was said so far holds; else says why not. What cannot be asked again is told at the end. */
static bool holds(const struct asking *asking)
{
	grant_rules_new_options options = GRANT_RULES_NEW_OPTIONS_INIT;

	rules_wish_options(&options, asking->wish);
	options.dry_run = true;
	if (grant_rules_new(NULL, NULL, asking->wish->file, asking->wish->words.scheme, &options) != GRANT_EINPUT)
		return true;
	note(asking->cli, "%s", grant_error_message(grant_error_last()));
	return false;
}

/* A file that stands in the way is told before anything else is asked; whatever the scheme. */
static int check_file(const struct asking *asking, const char *scheme)
{
	grant_rules_new_options options = GRANT_RULES_NEW_OPTIONS_INIT;
	int r;

	options.dry_run = true;
	r = asking->wish->file ? grant_rules_new(NULL, NULL, asking->wish->file, scheme, &options) : 0;
	return r == GRANT_EEXISTS || r == GRANT_ENOTFOUND ? failure(asking->cli, NULL) : EXIT_DONE;
}

/* Bytes of what parts words, at this place; 0: nothing does. */
static size_t parting(const char *at)
{
	static const char *const partings[] = { " ", "\t", ",", ";", "，", "、", "；" };

	for (size_t i = 0; i < sizeof(partings) / sizeof(partings[0]); i++)
		if (text_starts(at, partings[i]))
			return strlen(partings[i]);
	return 0;
}

/* Words of a line into a list. */
static void add_words(struct rules_wish *wish, struct option_texts *texts, const char *line)
{
	while (*line) {
		size_t size = 0;

		while (line[size] && parting(line + size) == 0)
			size++;
		if (size > 0)
			rules_wish_add(texts, rules_wish_keep(wish, text_copy_size(line, size)));
		line += size + parting(line + size);
	}
}

/* ---- scheme and file ---- */

/* One of a list with names and titles. */
static void print_choices(const grant_record *list)
{
	for (size_t i = 0; i < grant_record_count(list, ""); i++) {
		const grant_record *choice = grant_record_item(list, i);

		printf("%3zu  %-10s %s\n", i + 1, grant_record_text(choice, "name"), words_title(grant_record_at(choice, "title")));
	}
	fflush(stdout);
}

static const grant_record *find_choice(const grant_record *list, const char *answer)
{
	int64_t number = text_ordinal(answer);

	if (number > 0 && (size_t)number <= grant_record_count(list, ""))
		return grant_record_item(list, (size_t)number - 1);
	return words_find(list, "name", answer);
}

static int ask_scheme(struct asking *asking, const grant_record *schemes)
{
	print_choices(schemes);
	for (int i = 0; i < MOST_ATTEMPTS; i++) {
		cleanup_text char *answer = prompt_line(_("Scheme, its number or name"), NULL);

		if (!answer)
			return rules_ask_stop(asking->cli);
		asking->scheme = find_choice(schemes, answer);
		if (asking->scheme)
			break;
	}
	if (!asking->scheme)
		return rules_ask_stop(asking->cli);
	asking->wish->words.scheme = grant_record_text(asking->scheme, "name");
	asking->all = true;
	return EXIT_DONE;
}

static int ask_file(struct asking *asking)
{
	char *answer;

	if (asking->wish->file)
		return EXIT_DONE;
	answer = prompt_line(_("File to write"), "rules.lua");
	if (!answer)
		return rules_ask_stop(asking->cli);
	asking->wish->file = rules_wish_keep(asking->wish, answer);
	return EXIT_DONE;
}

/* ---- what a scheme needs ---- */

static int ask_criteria(struct asking *asking)
{
	static const char *const stages[] = { "1/", "2/" };
	struct rules_items items = { _("Criteria, each with its title and the highest score, such as “需求 20”; an empty line ends them"), "c",
	                       &asking->wish->words.criteria, "" };
	size_t count = grant_record_count(asking->scheme, "stages");
	int status = EXIT_DONE;

	if (rules_wish_has(asking->wish, "criterion"))
		return EXIT_DONE;
	if (count < 2 || !prompt_yes(_("Has the second stage criteria of its own?")))
		return rules_ask_items(asking->cli, asking->wish, &items);
	for (size_t i = 0; status == EXIT_DONE && i < sizeof(stages) / sizeof(stages[0]); i++) {
		printf("%s\n", i == 0 ? _("The first stage:") : _("The second stage:"));
		items.stage = stages[i];
		status = rules_ask_items(asking->cli, asking->wish, &items);
	}
	return status;
}

/* The id in "1/need=20:需求". Yours. */
static char *id_of(const char *word)
{
	size_t size = strcspn(word, "=");
	const char *slash = memchr(word, '/', size);

	return slash ? text_copy_size(slash + 1, size - (size_t)(slash + 1 - word)) : text_copy_size(word, size);
}

static int ask_weights(struct asking *asking)
{
	struct rules_new_words *words = &asking->wish->words;

	for (size_t i = 0; i < words->criteria.count; i++) {
		cleanup_text char *id = id_of(words->criteria.items[i]);
		cleanup_text char *question = text_format(_("Weight of “%s”, such as 30"), id);
		cleanup_text char *answer = prompt_line(question, NULL);

		if (!answer)
			return rules_ask_stop(asking->cli);
		rules_wish_add(&words->weights, rules_wish_keep(asking->wish, text_format("%s=%s", id, answer)));
	}
	return EXIT_DONE;
}

static int ask_measures(struct asking *asking)
{
	const struct rules_items items = { _("Numbers from outside, each with its title and points, such as “网络投票 20”; an empty line ends "
	                                     "them"), "m", &asking->wish->words.measures, "" };

	return rules_ask_items(asking->cli, asking->wish, &items);
}

static int ask_thresholds(struct asking *asking)
{
	cleanup_text char *answer = prompt_line(_("Pass marks, of the total or of criteria by id, such as “total=60 need=12”"), NULL);

	if (!answer)
		return rules_ask_stop(asking->cli);
	add_words(asking->wish, &asking->wish->words.thresholds, answer);
	return EXIT_DONE;
}

/* A whole number from 1. */
static int ask_number(struct asking *asking, struct option_number *number, const char *question, const char *proposal)
{
	for (int i = 0; i < MOST_ATTEMPTS; i++) {
		char *answer = prompt_line(question, proposal);

		if (!answer)
			return rules_ask_stop(asking->cli);
		number->value = text_ordinal(answer);
		number->text = rules_wish_keep(asking->wish, answer);
		if (number->value > 0)
			return EXIT_DONE;
	}
	return rules_ask_stop(asking->cli);
}

static int ask_quorum(struct asking *asking)
{
	return ask_number(asking, &asking->wish->words.quorum,
	                  rules_scheme_needs(asking->scheme, "quorum") ? _("How many reviewers score each application")
	                                              : _("How many whole reviews an application needs at least"),
	                  grant_record_text(asking->scheme, "quorum"));
}

static int ask_advance(struct asking *asking)
{
	return ask_number(asking, &asking->wish->words.advance, _("How many go on from the first stage"), NULL);
}

static int ask_carry(struct asking *asking)
{
	char *answer = prompt_line(_("How many percent of the last total come from the first stage"), "0");

	if (!answer)
		return rules_ask_stop(asking->cli);
	asking->wish->words.carry = rules_wish_keep(asking->wish, answer);
	return EXIT_DONE;
}

static void forget_advance(struct rules_new_words *words)
{
	words->advance = (struct option_number){ 0 };
}

static void forget_carry(struct rules_new_words *words)
{
	words->carry = NULL;
}

static void forget_quorum(struct rules_new_words *words)
{
	words->quorum = (struct option_number){ 0 };
}

static void forget_weights(struct rules_new_words *words)
{
	rules_wish_forget(&words->weights);
}

static void forget_measures(struct rules_new_words *words)
{
	rules_wish_forget(&words->measures);
}

static void forget_thresholds(struct rules_new_words *words)
{
	rules_wish_forget(&words->thresholds);
}

static const struct need {
	const char *word;
	int (*ask)(struct asking *asking);
	void (*forget)(struct rules_new_words *words);
} needs[] = {
	{ "weight", ask_weights, forget_weights },       { "measure", ask_measures, forget_measures },
	{ "threshold", ask_thresholds, forget_thresholds }, { "advance", ask_advance, forget_advance },
	{ "carry", ask_carry, forget_carry },            { "quorum", ask_quorum, forget_quorum },
};

/* Asks again as long as the answer does not hold. Only when all that is needed is there can that be said. */
static int ask_until_right(struct asking *asking, const struct need *need, bool is_complete)
{
	for (int i = 0; i < MOST_ATTEMPTS; i++) {
		int status = need->ask(asking);

		if (status != EXIT_DONE)
			return status;
		if (!is_complete || holds(asking))
			return EXIT_DONE;
		need->forget(&asking->wish->words);
	}
	return rules_ask_stop(asking->cli);
}

static bool is_complete_with(const struct asking *asking, const struct need *asked)
{
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++)
		if (&needs[i] != asked && rules_scheme_needs(asking->scheme, needs[i].word) && !rules_wish_has(asking->wish, needs[i].word))
			return false;
	return true;
}

static int ask_needs(struct asking *asking)
{
	int status = ask_criteria(asking);

	for (size_t i = 0; status == EXIT_DONE && i < sizeof(needs) / sizeof(needs[0]); i++) {
		bool is_optional = asking->all && strcmp(needs[i].word, "quorum") == 0;

		if ((rules_scheme_needs(asking->scheme, needs[i].word) || is_optional) && !rules_wish_has(asking->wish, needs[i].word))
			status = ask_until_right(asking, &needs[i], is_complete_with(asking, &needs[i]));
	}
	return status;
}

/* ---- what could be left out ---- */

static int ask_title(struct asking *asking)
{
	char *answer = prompt_line(_("What the rules are called"), words_title(grant_record_at(asking->scheme, "title")));

	if (!answer)
		return rules_ask_stop(asking->cli);
	asking->wish->words.title = rules_wish_keep(asking->wish, answer);
	/* the proposal stands for the scheme's title in both languages */
	if (strcmp(answer, words_title(grant_record_at(asking->scheme, "title"))) == 0)
		asking->wish->words.title = NULL;
	return EXIT_DONE;
}

static void forget_title(struct rules_new_words *words)
{
	words->title = NULL;
}

static int ask_ties(struct asking *asking)
{
	struct rules_new_words *words = &asking->wish->words;
	cleanup_text char *names = text_copy(""), *question = NULL, *answer = NULL;

	for (size_t i = 0; i < words->criteria.count; i++) {
		cleanup_text char *id = id_of(words->criteria.items[i]);
		char *longer = text_format("%s%s, ", names, id);

		free(names);
		names = longer;
	}
	question = text_format(_("What parts equal totals, in order, out of: %srequested; “-requested” puts the smaller first; nothing: "
	                         "they share the place"), names);
	answer = prompt_line(question, NULL);
	if (!answer)
		return rules_ask_stop(asking->cli);
	add_words(asking->wish, &words->ties, answer);
	return EXIT_DONE;
}

static void forget_ties(struct rules_new_words *words)
{
	rules_wish_forget(&words->ties);
}

static int ask_tiers(struct asking *asking)
{
	bool is_share = strcmp(asking->wish->words.allocation, "share") == 0;
	cleanup_text char *answer = prompt_line(is_share ? _("Total=percent, from the highest down, such as “90=100 80=80”")
	                                                 : _("Places=amount, such as “3=50000 5=30000”, or total+=amount, such as “90+=50000”"),
	                                        NULL);

	if (!answer)
		return rules_ask_stop(asking->cli);
	add_words(asking->wish, &asking->wish->words.tiers, answer);
	return EXIT_DONE;
}

static int ask_allocation(struct asking *asking)
{
	const grant_record *allocation = NULL;

	print_choices(asking->allocations);
	for (int i = 0; !allocation && i < MOST_ATTEMPTS; i++) {
		cleanup_text char *answer = prompt_line(_("How the money is given out, by number or name"), "none");

		if (!answer)
			return rules_ask_stop(asking->cli);
		allocation = find_choice(asking->allocations, answer);
	}
	if (!allocation)
		return rules_ask_stop(asking->cli);
	asking->wish->words.allocation = grant_record_text(allocation, "name");
	return grant_record_is_true(allocation, "tiers") ? ask_tiers(asking) : EXIT_DONE;
}

static void forget_allocation(struct rules_new_words *words)
{
	words->allocation = NULL;
	rules_wish_forget(&words->tiers);
}

static int ask_places(struct asking *asking)
{
	char *answer = prompt_line(_("Places that totals are rounded to before they are ranked, 0 to 4; nothing: not at all"), NULL);

	if (!answer)
		return rules_ask_stop(asking->cli);
	asking->wish->words.places = *rules_wish_keep(asking->wish, answer) ? answer : NULL;
	return EXIT_DONE;
}

static void forget_places(struct rules_new_words *words)
{
	words->places = NULL;
}

static int ask_rest(struct asking *asking)
{
	const struct rules_new_words *words = &asking->wish->words;
	const struct {
		bool is_given;
		struct need need;
	} rows[] = {
		{ words->ties.count > 0, { "", ask_ties, forget_ties } },
		{ words->allocation != NULL, { "", ask_allocation, forget_allocation } },
		{ words->places != NULL, { "", ask_places, forget_places } },
		{ words->title != NULL, { "", ask_title, forget_title } },
	};
	int status = EXIT_DONE;

	for (size_t i = 0; status == EXIT_DONE && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!rows[i].is_given)
			status = ask_until_right(asking, &rows[i].need, true);
	return status;
}

int rules_ask(struct cli *cli, struct rules_wish *wish, const grant_record *stock)
{
	const grant_record *schemes = grant_record_at(stock, "schemes");
	struct asking asking = { .cli = cli, .wish = wish, .allocations = grant_record_at(stock, "allocations") };
	const char *any = grant_record_text(grant_record_item(schemes, 0), "name");
	int status = check_file(&asking, any);

	if (status != EXIT_DONE)
		return status;
	if (wish->words.scheme)
		asking.scheme = words_find(schemes, "name", wish->words.scheme);
	else
		status = ask_scheme(&asking, schemes);
	if (status == EXIT_DONE)
		status = ask_file(&asking);
	if (status == EXIT_DONE)
		status = check_file(&asking, any);
	if (status == EXIT_DONE)
		status = ask_needs(&asking);
	if (status == EXIT_DONE && asking.all)
		status = ask_rest(&asking);
	wish->was_asked = asking.all;
	return status;
}
