/* SPDX-License-Identifier: Apache-2.0 */
/* What the author of new rules says, checked before it goes into Lua. Not here: how it is written there (rules-write.c). */
#include "work/rules-new.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/text.h"

#define MAX_ITEMS 50
#define MAX_QUORUM 100
#define MAX_ADVANCE 100000
#define MAX_PLACES 4
#define MAX_TITLE 200                     /* characters */
#define MAX_NUMBER ((int64_t)1000000 * 10000) /* ten-thousandths */

struct answering {
	const grant_rules_new_options *options;
	const gr_value *scheme, *round;
	gr_value *answers;
};

/* ---- words ---- */

/* One line that a person can read. */
static int check_text(const char *text)
{
	if (!gr_utf8_valid(text, strlen(text)) || gr_text_has_control(text) || strpbrk(text, "\n\t"))
		return gr_fail(GRANT_EINPUT, _("a title is one line of UTF-8 text, without control characters"));
	if (gr_utf8_count(text) > MAX_TITLE)
		return gr_fail(GRANT_EINPUT, _("a title has at most %d characters, both languages together"), MAX_TITLE);
	return 0;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static int set_title_text(gr_value *title, const char *language, const char *text, size_t size)
{
	gr_autofree_text char *trimmed = gr_text_trim(text, size);
	gr_autofree_text char *plain = trimmed ? gr_text_nfc(trimmed) : NULL;

	if (!plain)
		return GRANT_ENOMEM;
	return *plain ? gr_map_set_text(title, language, plain) : 0;
}

/* "需求|Need" in both languages; without a bar Chinese, or English when it has ASCII only. */
static int set_title(gr_value *to, const char *text)
{
	const char *bar = strchr(text, '|');
	size_t size = bar ? (size_t)(bar - text) : strlen(text);
	gr_value *title;
	int r = check_text(text);

	if (r < 0)
		return r;
	title = gr_map_new();
	r = title ? set_title_text(title, bar || !is_ascii(text) ? "zh" : "en", text, size) : GRANT_ENOMEM;
	if (r == 0 && bar)
		r = set_title_text(title, "en", bar + 1, strlen(bar + 1));
	if (r == 0 && gr_value_count(title) > 0)
		return gr_map_set(to, "title", title);
	gr_value_free(title);
	return r;
}

int gr_answer_set_number(gr_value *to, const char *key, const char *text, const char *word)
{
	char number[GR_DECIMAL_TEXT_SIZE];
	int64_t e4;

	if (gr_score_parse(&e4, text) < 0 || e4 > MAX_NUMBER || e4 < -MAX_NUMBER)
		return gr_fail(GRANT_EINPUT, _("“%s”: “%s” is no number that may stand here, such as 20 or 0.5"), word, text);
	gr_score_format(number, e4);
	return gr_map_set_text(to, key, number);
}

int64_t gr_answer_sum(const gr_value *items, const char *stage)
{
	int64_t sum = 0;

	for (size_t i = 0; i < gr_value_count(items); i++)
		if (gr_criterion_is_of(gr_value_item(items, i), stage))
			sum += gr_answer_number(gr_value_item(items, i), "number");
	return sum;
}

int64_t gr_answer_number(const gr_value *item, const char *key)
{
	int64_t e4 = 0;

	return gr_map_text(item, key) && gr_score_parse(&e4, gr_map_text(item, key)) == 0 ? e4 : 0;
}

/* ---- items: [STAGE/]ID=NUMBER[:TITLE] ---- */

static int refuse_form(const char *word)
{
	return gr_fail(GRANT_EINPUT, _("“%s” is not of the form ID=NUMBER or ID=NUMBER:TITLE"), word);
}

static int set_id(gr_value *item, const char *text, size_t size, const char *word)
{
	gr_autofree_text char *id = gr_strndup(text, size);

	if (!id)
		return GRANT_ENOMEM;
	if (!gr_name_valid(id))
		return gr_fail(GRANT_EINPUT, _("“%s”: “%s” is no id; use a lower-case letter followed by letters, digits and _, 32 in all"),
		               word, id);
	if (gr_rules_is_number_field(id))
		return gr_fail(GRANT_EINPUT, _("“%s”: “%s” means something else in rules; take another id"), word, id);
	return gr_map_set_text(item, "id", id);
}

static int read_number_and_title(gr_value *item, const char *text, const char *word)
{
	const char *colon = strchr(text, ':');
	gr_autofree_text char *number = gr_strndup(text, colon ? (size_t)(colon - text) : strlen(text));
	int r = number ? gr_answer_set_number(item, "number", number, word) : GRANT_ENOMEM;

	return r == 0 && colon ? set_title(item, colon + 1) : r;
}

static int read_item(gr_value *item, const char *word, bool may_have_stage)
{
	const char *equals = strchr(word, '='), *slash = equals ? memchr(word, '/', (size_t)(equals - word)) : NULL;
	const char *id = slash ? slash + 1 : word;
	gr_autofree_text char *stage = slash ? gr_strndup(word, (size_t)(slash - word)) : NULL;
	int r;

	if (!equals || (slash && !may_have_stage))
		return refuse_form(word);
	if (slash && !stage)
		return GRANT_ENOMEM;
	r = gr_map_set_text(item, "stage", stage);
	if (r == 0)
		r = set_id(item, id, (size_t)(equals - id), word);
	return r == 0 ? read_number_and_title(item, equals + 1, word) : r;
}

bool gr_criterion_is_of(const gr_value *criterion, const char *stage)
{
	const char *own = gr_map_text(criterion, "stage");

	return !own || !stage || strcmp(own, stage) == 0;
}

/* Whether the id is in use where this one would stand too. */
static bool is_twice(const gr_value *list, const gr_value *item)
{
	for (size_t i = 0; i < gr_value_count(list); i++)
		if (strcmp(gr_map_text(gr_value_item(list, i), "id"), gr_map_text(item, "id")) == 0 &&
		    gr_criterion_is_of(gr_value_item(list, i), gr_map_text(item, "stage")))
			return true;
	return false;
}

static const gr_value *part_of(const struct answering *answering, const char *key)
{
	return gr_map_get(answering->answers, key);
}

/* "1" is the first stage, whatever it is called. */
static int name_stage(gr_value *criterion, const gr_value *stages)
{
	const char *stage = gr_map_text(criterion, "stage");
	int64_t number;

	if (!stage || !gr_whole_parse(&number, stage) || number < 1 || (size_t)number > gr_value_count(stages))
		return 0;
	return gr_map_set_text(criterion, "stage", gr_value_text(gr_value_item(stages, (size_t)number - 1)));
}

static int read_items(struct answering *answering, const char *key, const char *const *words, bool may_have_stage)
{
	gr_value *list = gr_list_new();
	int r = gr_map_set(answering->answers, key, list);

	for (; r == 0 && words && *words; words++) {
		gr_auto_value gr_value *item = gr_map_new();

		r = item ? read_item(item, *words, may_have_stage) : GRANT_ENOMEM;
		if (r == 0)
			r = name_stage(item, part_of(answering, "stages"));
		if (r == 0 && is_twice(list, item))
			r = gr_fail(GRANT_EINPUT, _("“%s” is there twice"), gr_map_text(item, "id"));
		if (r == 0 && gr_value_count(list) >= MAX_ITEMS)
			r = gr_fail(GRANT_ELIMIT, _("more than %d criteria or measures"), MAX_ITEMS);
		if (r == 0)
			r = gr_list_add(list, gr_steal_value(&item));
	}
	return r;
}

/* ---- stages and criteria ---- */

/* A round's own ids, when it names as many stages as the scheme has. */
static int read_stages(struct answering *answering)
{
	const gr_value *of_round = gr_map_get(answering->round, "stages"), *of_scheme = gr_map_get(answering->scheme, "stages");
	gr_value *list;
	int r = gr_map_set(answering->answers, "stages", gr_value_copy(of_scheme));

	if (r < 0 || gr_value_count(of_round) == 0)
		if (r < 0 || !answering->round || gr_value_count(of_scheme) == 1)
			return r;
	if (gr_value_count(of_round) != gr_value_count(of_scheme))
		return gr_fail(GRANT_EINPUT,
		               _("the round has %zu stages and the scheme “%s” has %zu; take another scheme, or name them in the round"),
		               gr_value_count(of_round) ? gr_value_count(of_round) : 1, gr_map_text(answering->scheme, "name"),
		               gr_value_count(of_scheme));
	list = gr_list_new();
	r = gr_map_set(answering->answers, "stages", list);
	for (size_t i = 0; r == 0 && i < gr_value_count(of_round); i++)
		r = gr_list_add(list, gr_text_new(gr_map_text(gr_value_item(of_round, i), "id")));
	return r;
}

static int check_criteria(const struct answering *answering)
{
	const gr_value *criteria = part_of(answering, "criteria"), *stages = part_of(answering, "stages");

	for (size_t i = 0; i < gr_value_count(criteria); i++) {
		const gr_value *item = gr_value_item(criteria, i);
		const char *stage = gr_map_text(item, "stage");

		if (stage && !gr_list_has(stages, stage))
			return gr_fail(GRANT_EINPUT, _("there is no stage “%s” for the criterion “%s”; the first is “%s”"), stage,
			               gr_map_text(item, "id"), gr_value_text(gr_value_item(stages, 0)));
		if (gr_answer_number(item, "number") <= 0)
			return gr_fail(GRANT_EINPUT, _("the highest score of “%s” must be above 0"), gr_map_text(item, "id"));
	}
	for (size_t k = 0; k < gr_value_count(stages); k++) {
		bool has_some = false;

		for (size_t i = 0; i < gr_value_count(criteria); i++)
			has_some = has_some || gr_criterion_is_of(gr_value_item(criteria, i), gr_value_text(gr_value_item(stages, k)));
		if (!has_some)
			return gr_fail(GRANT_EINPUT, _("the stage “%s” has no criterion"), gr_value_text(gr_value_item(stages, k)));
	}
	return 0;
}

/* ---- ID=NUMBER of criteria ---- */

/* Pairs whose ids are those of criteria, or `besides`. */
static int read_pairs(struct answering *answering, const char *key, const char *const *words, const char *besides)
{
	gr_value *list = gr_list_new();
	int r = gr_map_set(answering->answers, key, list);

	for (; r == 0 && words && *words; words++) {
		gr_auto_value gr_value *item = gr_map_new();
		const char *equals = strchr(*words, '=');
		gr_autofree_text char *id = equals ? gr_strndup(*words, (size_t)(equals - *words)) : NULL;

		if (!equals)
			return refuse_form(*words);
		r = item && id ? gr_map_set_text(item, "id", id) : GRANT_ENOMEM;
		if (r == 0 && !gr_list_find(part_of(answering, "criteria"), "id", id) && (!besides || strcmp(id, besides) != 0))
			r = gr_fail(GRANT_EINPUT, _("“%s”: there is no criterion “%s”"), *words, id);
		if (r == 0 && gr_list_find(list, "id", id))
			r = gr_fail(GRANT_EINPUT, _("“%s” is there twice"), id);
		if (r == 0)
			r = gr_answer_set_number(item, "number", equals + 1, *words);
		if (r == 0 && gr_answer_number(item, "number") <= 0)
			r = gr_fail(GRANT_EINPUT, _("“%s”: the number must be above 0"), *words);
		if (r == 0)
			r = gr_list_add(list, gr_steal_value(&item));
	}
	return r;
}

static int check_weights(const struct answering *answering)
{
	const gr_value *criteria = part_of(answering, "criteria"), *weights = part_of(answering, "weights");

	for (size_t i = 0; gr_value_count(weights) > 0 && i < gr_value_count(criteria); i++) {
		const char *id = gr_map_text(gr_value_item(criteria, i), "id");

		if (!gr_list_find(weights, "id", id))
			return gr_fail(GRANT_EINPUT, _("the criterion “%s” has no weight"), id);
	}
	return 0;
}

/* A pass mark that nobody can reach is a mistake. */
static int check_thresholds(const struct answering *answering)
{
	const gr_value *criteria = part_of(answering, "criteria"), *thresholds = part_of(answering, "thresholds");
	int64_t sum = gr_answer_sum(criteria, NULL);

	for (size_t i = 0; i < gr_value_count(thresholds); i++) {
		const gr_value *item = gr_value_item(thresholds, i), *criterion = gr_list_find(criteria, "id", gr_map_text(item, "id"));

		if (gr_answer_number(item, "number") > (criterion ? gr_answer_number(criterion, "number") : sum))
			return gr_fail(GRANT_EINPUT, _("nobody can reach %s of “%s”"), gr_map_text(item, "number"), gr_map_text(item, "id"));
	}
	return 0;
}

static int check_measures(const struct answering *answering)
{
	const gr_value *measures = part_of(answering, "measures");
	int64_t all = gr_answer_number(answering->scheme, "of");

	for (size_t i = 0; i < gr_value_count(measures); i++) {
		const gr_value *item = gr_value_item(measures, i);
		int64_t points = gr_answer_number(item, "number");

		if (gr_list_find(part_of(answering, "criteria"), "id", gr_map_text(item, "id")))
			return gr_fail(GRANT_EINPUT, _("“%s” is there twice"), gr_map_text(item, "id"));
		if (points == 0 || (all > 0 && points < 0))
			return gr_fail(GRANT_EINPUT, _("the measure “%s” gives no points"), gr_map_text(item, "id"));
	}
	if (all > 0 && gr_value_count(measures) > 0 && gr_answer_sum(measures, NULL) >= all)
		return gr_fail(GRANT_EINPUT, _("the measures take all %s points; the panel needs some"), gr_map_text(answering->scheme, "of"));
	return 0;
}

/* ---- ties ---- */

static int read_ties(struct answering *answering)
{
	const char *const *words = answering->options->ties;
	gr_value *list = gr_list_new();
	int r = gr_map_set(answering->answers, "ties", list);

	for (; r == 0 && words && *words; words++) {
		const char *name = *words + (**words == '-');
		if (!gr_list_find(part_of(answering, "criteria"), "id", name) && !gr_list_find(part_of(answering, "measures"), "id", name) &&
		    !gr_rules_is_number_field(name))
			return gr_fail(GRANT_EINPUT,
			               _("“%s” cannot part equal totals: it is no criterion, no measure, and none of requested, matching, "
			                 "total"),
			               name);
		if (gr_list_has(list, *words))
			return gr_fail(GRANT_EINPUT, _("“%s” is there twice"), *words);
		r = gr_list_add(list, gr_text_new(*words));
	}
	return r;
}

/* ---- numbers ---- */

static int read_quorum(struct answering *answering)
{
	const char *least = gr_map_text(answering->scheme, "quorum");
	int64_t at_least = 1, quorum = answering->options->quorum;

	if (least && !gr_whole_parse(&at_least, least))
		return gr_fail(GRANT_EINTERNAL, _("the scheme “%s” is damaged"), gr_map_text(answering->scheme, "name"));
	if (quorum == 0)
		quorum = at_least;
	if (quorum < at_least || quorum > MAX_QUORUM)
		return gr_fail(GRANT_EINPUT, _("the scheme “%s” takes a quorum from %lld to %d"), gr_map_text(answering->scheme, "name"),
		               (long long)at_least, MAX_QUORUM);
	return gr_map_set_int(answering->answers, "quorum", quorum);
}

static int read_places(struct answering *answering)
{
	const char *text = answering->options->places;
	int64_t places;

	if (!text)
		return 0;
	if (!gr_whole_parse(&places, text) || places < 0 || places > MAX_PLACES)
		return gr_fail(GRANT_EINPUT, _("totals are rounded to 0 to %d places, not to “%s”"), MAX_PLACES, text);
	return gr_map_set_int(answering->answers, "places", places);
}

/* A percentage of each is a percentage of the same only when both reach as high. */
static int check_carry(const struct answering *answering)
{
	const gr_value *criteria = part_of(answering, "criteria"), *stages = part_of(answering, "stages");
	int64_t sums[2];
	char texts[2][GR_DECIMAL_TEXT_SIZE];

	if (gr_answer_number(answering->answers, "carry") <= 0)
		return 0;
	for (size_t k = 0; k < GR_COUNT(sums); k++) {
		sums[k] = gr_answer_sum(criteria, gr_value_text(gr_value_item(stages, k)));
		gr_score_format(texts[k], sums[k]);
	}
	if (sums[0] == sums[1])
		return 0;
	return gr_fail(GRANT_EINPUT, _("the highest scores of the stages add up to %s and %s; where both count they must reach as high"),
	               texts[0], texts[1]);
}

static int read_stage_numbers(struct answering *answering)
{
	const grant_rules_new_options *options = answering->options;
	int r = 0;

	if (options->advance > MAX_ADVANCE || options->advance_quota > MAX_ADVANCE)
		return gr_fail(GRANT_EINPUT, _("not more than %d can go on"), MAX_ADVANCE);
	if (options->advance > 0)
		r = gr_map_set_int(answering->answers, "advance", options->advance);
	if (r == 0 && options->advance_quota > 0)
		r = gr_map_set_int(answering->answers, "advance_quota", options->advance_quota);
	if (r == 0 && options->carry)
		r = gr_answer_set_number(answering->answers, "carry", options->carry, options->carry);
	if (r == 0 && (gr_answer_number(answering->answers, "carry") < 0 || gr_answer_number(answering->answers, "carry") >= 100 * 10000))
		r = gr_fail(GRANT_EINPUT, _("of the first stage count 0 percent or more, but less than 100, not “%s”"), options->carry);
	return r == 0 ? check_carry(answering) : r;
}

/* ---- what a scheme needs, and what it has no use for ---- */

static int check_needs(const struct answering *answering)
{
	const grant_rules_new_options *options = answering->options;
	const struct {
		const char *word;
		bool is_given;
	} rows[] = {
		{ "weight", options->weights && *options->weights },
		{ "threshold", options->thresholds && *options->thresholds },
		{ "measure", options->measures && *options->measures },
		{ "advance", options->advance > 0 || options->advance_quota > 0 },
		{ "carry", options->carry != NULL },
		{ "quorum", options->quorum > 0 },
	};
	const char *name = gr_map_text(answering->scheme, "name");

	if (!options->criteria || !*options->criteria)
		return gr_fail(GRANT_EINPUT, _("new rules need a criterion"));
	for (size_t i = 0; i < GR_COUNT(rows); i++) {
		bool is_needed = gr_list_has(gr_map_get(answering->scheme, "needs"), rows[i].word);

		if (is_needed && !rows[i].is_given)
			return gr_fail(GRANT_EINPUT, _("the scheme “%s” needs: %s"), name, rows[i].word);
		if (!is_needed && rows[i].is_given && strcmp(rows[i].word, "quorum") != 0)
			return gr_fail(GRANT_EINPUT, _("the scheme “%s” has no use for: %s"), name, rows[i].word);
	}
	return 0;
}

static int read_title(struct answering *answering)
{
	const char *title = answering->options->title;

	if (title && !gr_text_is_blank(title))
		return set_title(answering->answers, title);
	return gr_map_set(answering->answers, "title", gr_value_copy(gr_map_get(answering->scheme, "title")));
}

static int read_lists(struct answering *answering)
{
	const grant_rules_new_options *options = answering->options;
	int r = read_items(answering, "criteria", options->criteria, true);

	if (r == 0)
		r = check_criteria(answering);
	if (r == 0)
		r = read_pairs(answering, "weights", options->weights, NULL);
	if (r == 0)
		r = check_weights(answering);
	if (r == 0)
		r = read_pairs(answering, "thresholds", options->thresholds, "total");
	if (r == 0)
		r = check_thresholds(answering);
	if (r == 0)
		r = read_items(answering, "measures", options->measures, false);
	return r == 0 ? check_measures(answering) : r;
}

int gr_answers_read(gr_value **out, const gr_value *scheme, const grant_rules_new_options *options, const gr_value *round)
{
	gr_auto_value gr_value *answers = gr_map_new();
	struct answering answering = { options, scheme, round, answers };
	int r = answers ? check_needs(&answering) : GRANT_ENOMEM;

	if (r == 0)
		r = read_title(&answering);
	if (r == 0)
		r = read_stages(&answering);
	if (r == 0)
		r = read_lists(&answering);
	if (r == 0)
		r = read_ties(&answering);
	if (r == 0)
		r = gr_answers_read_allocation(answers, options);
	if (r == 0)
		r = read_quorum(&answering);
	if (r == 0)
		r = read_places(&answering);
	if (r == 0)
		r = read_stage_numbers(&answering);
	if (r == 0)
		*out = gr_steal_value(&answers);
	return r;
}
