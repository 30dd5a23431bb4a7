/* SPDX-License-Identifier: Apache-2.0 */
/* What the round's rules allocate along a ranking, with the money that is left. Not here: decisions made of it (decide-ranking.c). */
#include "work/allocation.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "work/sums.h"

/* What is approved by hand already has taken its part of the budget. */
static int sum_by_hand(int64_t *out, const struct gr_ranking *ranking)
{
	int r = 0;

	*out = 0;
	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const struct gr_candidate *candidate = &ranking->candidates[i];

		if (candidate->decision && strcmp(candidate->decision, "approve") == 0)
			r = gr_add_checked(out, *out, candidate->decided_fen);
	}
	return r;
}

/* And of the quota of its category. */
static int lower_quota(gr_value *category, const struct gr_ranking *ranking)
{
	const char *id = gr_map_text(category, "id");
	int64_t quota = 0;

	if (gr_value_int64(&quota, gr_map_get(category, "quota")) < 0) {
		gr_error_clear();
		return 0;
	}
	for (size_t i = 0; i < ranking->count; i++) {
		const struct gr_candidate *candidate = &ranking->candidates[i];
		const char *own = gr_map_text(candidate->application, "category");

		if (candidate->decision && strcmp(candidate->decision, "approve") == 0 && own && strcmp(own, id) == 0)
			quota--;
	}
	return gr_map_set_int(category, "quota", quota > 0 ? quota : 0);
}

/* The round with what is left for those who are not decided. */
static int round_left(gr_value **out, const struct gr_ranking *ranking, int64_t budget)
{
	gr_auto_value gr_value *round = gr_value_copy(ranking->round_seen);
	gr_auto_buf struct gr_buf number = GR_BUF_INIT;
	char text[GR_DECIMAL_TEXT_SIZE];
	int64_t by_hand = 0;
	int r = round ? sum_by_hand(&by_hand, ranking) : GRANT_ENOMEM;

	if (r == 0 && budget >= 0 && by_hand > 0) {
		gr_money_format(text, by_hand < budget ? budget - by_hand : 0);
		r = gr_decimal_canonical(&number, text);
		if (r == 0)
			r = gr_map_set(round, "budget", gr_number_new(gr_buf_text(&number)));
	}
	for (size_t i = 0; r == 0 && i < gr_value_count(gr_map_get(round, "categories")); i++)
		r = lower_quota(gr_value_item(gr_map_get(round, "categories"), i), ranking);
	if (r == 0)
		*out = gr_steal_value(&round);
	return r;
}

int gr_allocation_ask(gr_value **out, const struct gr_ranking *ranking, int64_t budget)
{
	gr_auto_value gr_value *seen = NULL;
	gr_auto_value gr_value *round = NULL;
	gr_auto_value gr_value *list = NULL;
	gr_auto_value gr_value *map = gr_map_new();
	int r = map ? gr_ranking_for_rules(&seen, ranking, true) : GRANT_ENOMEM;

	if (r == 0)
		r = round_left(&round, ranking, budget);
	if (r == 0)
		r = gr_rules_allocate(&list, ranking->rules, seen, round);
	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_ERULE, _("the rules have no “allocate”; decide one by one, or add it"));
	for (size_t i = 0; r == 0 && i < gr_value_count(list); i++) {
		const gr_value *item = gr_value_item(list, i);

		r = gr_map_set(map, gr_map_text(item, "id"), gr_value_copy(item));
	}
	if (r == 0)
		*out = gr_steal_value(&map);
	return r;
}

bool gr_is_approval(const gr_value *outcome)
{
	const char *verdict = gr_map_text(outcome, "verdict");

	return verdict && strcmp(verdict, "approve") == 0;
}
