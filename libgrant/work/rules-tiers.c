/* SPDX-License-Identifier: Apache-2.0 */
/* How new rules give out money, as their author says it. Not here: how that is written in Lua (rules-write.c). */
#include "work/rules-new.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"

#define MAX_TIERS 50
#define MAX_COUNT 100000
#define MAX_AMOUNT ((int64_t)1000000000000 * 100) /* fen; a whole literal in rules has fifteen digits at most */

static const struct gr_allocation allocations[] = {
	{ "none", "由人逐项决定资助", "Who gets money is decided one by one", false },
	{ "skip", "按名次资助，预算余额不够的跳过", "Money by place; what does not fit into the rest is passed over", false },
	{ "stop", "按名次资助，遇到预算余额不够的即停止", "Money by place, until the first that does not fit into the rest", false },
	{ "tiers", "按等次资助，不超过申请金额", "Money by tier, never more than was asked for", true },
	{ "share", "按总分段资助申请金额的一定比例", "A share of what was asked for, by total", true },
};

const struct gr_allocation *gr_allocation_find(const char *name)
{
	for (size_t i = 0; i < GR_COUNT(allocations); i++)
		if (strcmp(allocations[i].name, name) == 0)
			return &allocations[i];
	return NULL;
}

static int tell_allocation(gr_value *told, const struct gr_allocation *allocation)
{
	gr_value *title = gr_map_new();
	int r = gr_map_set_text(told, "name", allocation->name);

	if (gr_map_set(told, "title", title) < 0)
		return GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set_text(title, "en", allocation->en);
	if (r == 0)
		r = gr_map_set_text(title, "zh", allocation->zh);
	return r == 0 ? gr_map_set_bool(told, "tiers", allocation->has_tiers) : r;
}

gr_value *gr_allocations_list(void)
{
	gr_auto_value gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < GR_COUNT(allocations); i++) {
		gr_auto_value gr_value *told = gr_map_new();

		r = told ? tell_allocation(told, &allocations[i]) : GRANT_ENOMEM;
		if (r == 0)
			r = gr_list_add(list, gr_steal_value(&told));
	}
	return r == 0 ? gr_steal_value(&list) : NULL;
}

/* ---- what the author says ---- */

static int set_amount(gr_value *tier, const char *text, const char *word)
{
	char amount[GR_DECIMAL_TEXT_SIZE];
	int64_t fen;

	if (gr_money_parse(&fen, text) < 0 || fen <= 0 || fen > MAX_AMOUNT)
		return gr_fail(GRANT_EINPUT, _("“%s”: “%s” is no amount in yuan, such as 50000"), word, text);
	gr_decimal_format(amount, fen, 2, true);
	return gr_map_set_text(tier, "amount", amount);
}

/* "3=50000": so much for each of the next three; "90+=50000" for totals of 90 and more; of a share "90=80", in percent. */
static int read_tier(gr_value *tier, const char *word, bool is_share)
{
	const char *equals = strchr(word, '='), *end = equals;
	gr_autofree_text char *key = NULL;
	int64_t count;
	int r;

	if (!equals || equals == word)
		return gr_fail(GRANT_EINPUT, _("“%s” is not of the form COUNT=AMOUNT, TOTAL+=AMOUNT or, for shares, TOTAL=PERCENT"), word);
	if (end[-1] == '+')
		end--;
	key = gr_strndup(word, (size_t)(end - word));
	if (!key)
		return GRANT_ENOMEM;
	if (is_share || end != equals) {
		r = gr_answer_set_number(tier, "from", key, word);
	} else if (!gr_whole_parse(&count, key) || count < 1 || count > MAX_COUNT) {
		return gr_fail(GRANT_EINPUT, _("“%s”: “%s” is no number of places"), word, key);
	} else {
		r = gr_map_set_int(tier, "count", count);
	}
	if (r < 0 || !is_share)
		return r == 0 ? set_amount(tier, equals + 1, word) : r;
	r = gr_answer_set_number(tier, "share", equals + 1, word);
	if (r == 0 && (gr_answer_number(tier, "share") <= 0 || gr_answer_number(tier, "share") > 100 * 10000))
		r = gr_fail(GRANT_EINPUT, _("“%s”: a share is above 0 and at most 100 percent"), word);
	return r;
}

/* From the highest down, and all of one form: else a tier would never be reached. */
static int check_tier_order(const gr_value *tiers)
{
	for (size_t i = 1; i < gr_value_count(tiers); i++) {
		const gr_value *one = gr_value_item(tiers, i - 1), *next = gr_value_item(tiers, i);

		if (!gr_map_get(one, "count") != !gr_map_get(next, "count"))
			return gr_fail(GRANT_EINPUT, _("tiers are all by place or all by total"));
		if (gr_map_get(one, "from") && gr_answer_number(one, "from") <= gr_answer_number(next, "from"))
			return gr_fail(GRANT_EINPUT, _("tiers go from the highest total down: %s stands before %s"), gr_map_text(one, "from"),
			               gr_map_text(next, "from"));
	}
	return 0;
}

int gr_answers_read_allocation(gr_value *answers, const grant_rules_new_options *options)
{
	const char *word = options->allocation ? options->allocation : "none";
	const struct gr_allocation *allocation = gr_allocation_find(word);
	const char *const *tiers = options->tiers;
	bool has_tiers = tiers && *tiers;
	gr_value *list = gr_list_new();
	int r = gr_map_set(answers, "tiers", list);

	if (!allocation)
		return gr_fail(GRANT_EINPUT, _("there is no allocation “%s”; there are: none, skip, stop, tiers, share"), word);
	if (has_tiers != allocation->has_tiers)
		return gr_fail(GRANT_EINPUT,
		               allocation->has_tiers ? _("the allocation “%s” needs tiers") : _("the allocation “%s” takes no tiers"), word);
	if (r == 0)
		r = gr_map_set_text(answers, "allocation", word);
	for (; r == 0 && has_tiers && *tiers; tiers++) {
		gr_auto_value gr_value *tier = gr_map_new();

		r = tier ? read_tier(tier, *tiers, strcmp(word, "share") == 0) : GRANT_ENOMEM;
		if (r == 0 && gr_value_count(list) >= MAX_TIERS)
			r = gr_fail(GRANT_ELIMIT, _("more than %d tiers"), MAX_TIERS);
		if (r == 0)
			r = gr_list_add(list, gr_steal_value(&tier));
	}
	return r == 0 ? check_tier_order(list) : r;
}
