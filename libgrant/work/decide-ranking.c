/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All decisions at once, as the round's rules allocate the money along the ranking. A tie across the line of the money is
 * never settled by the order of files: the act stops and names the group, until a person gives the order with a reason, or a draw.
 * Not here: single decisions (decide.c), the ranking (ranking.c), the order that settles a tie (settle.c).
 */
#include <grant/decision.h>

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/act.h"
#include "work/ranking.h"
#include "work/settle.h"
#include "work/sums.h"

/* What the rules say, by application. */
struct plan {
	struct gr_ranking ranking;
	gr_value *allocation; /* id -> {"verdict", "amount" (fen), "reason"} */
	gr_value *tied;       /* groups that stand across the line: lists of ids */
	gr_value *settled;    /* groups that a person or a draw has put into order (settle.h) */
};

static void clear_plan(struct plan *plan)
{
	gr_ranking_clear(&plan->ranking);
	gr_value_free(plan->allocation);
	gr_value_free(plan->tied);
	gr_value_free(plan->settled);
}

/* ---- asking the rules ---- */

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

static int ask(gr_value **out, const struct gr_ranking *ranking, int64_t budget)
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

static bool same_outcome(const gr_value *a, const gr_value *b)
{
	const char *first = gr_map_text(a, "verdict"), *second = gr_map_text(b, "verdict");
	const char *amount = gr_map_text(a, "amount"), *other = gr_map_text(b, "amount");

	if (!first || !second)
		return first == second;
	if (strcmp(first, second) != 0)
		return false;
	return strcmp(first, "approve") != 0 || strcmp(amount ? amount : "", other ? other : "") == 0;
}

/* ---- groups that share a place ---- */

static void reverse(struct gr_ranked *entries, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct gr_ranked kept = entries[i];

		entries[i] = entries[count - 1 - i];
		entries[count - 1 - i] = kept;
	}
}

static bool is_settled(const gr_value *settled, const struct gr_ranked *entry)
{
	const struct gr_candidate *candidate = entry->payload;

	return candidate->decision || gr_settlement_has(settled, entry->application);
}

static bool is_group_settled(const struct gr_ranking *ranking, size_t start, size_t end, const gr_value *settled)
{
	while (start < end && is_settled(settled, &ranking->ranked[start]))
		start++;
	return start == end;
}

/* A group that was put into order keeps it: turned round, it would make groups below it look undecided. */
static void reverse_groups(struct gr_ranking *ranking, const gr_value *settled)
{
	for (size_t i = 0, end; i < ranking->count; i = end) {
		end = gr_group_end(ranking, i);
		if (!is_group_settled(ranking, i, end, settled))
			reverse(&ranking->ranked[i], end - i);
	}
}

/* Verdicts differ inside the group, or would differ had its members come in another order. */
static bool is_across(const struct plan *plan, const gr_value *other, size_t start, size_t end, const gr_value *settled)
{
	const struct gr_ranking *ranking = &plan->ranking;
	const gr_value *first = NULL;
	bool differs = false;

	for (size_t i = start; i < end; i++) {
		const char *id = ranking->ranked[i].application;
		const gr_value *is = gr_map_get(plan->allocation, id);
		const char *verdict = gr_map_text(is, "verdict"), *leading;

		if (is_settled(settled, &ranking->ranked[i]))
			continue;
		if (!first)
			first = is;
		leading = gr_map_text(first, "verdict");
		differs = differs || !same_outcome(is, gr_map_get(other, id)) ||
		          strcmp(verdict ? verdict : "", leading ? leading : "") != 0;
	}
	return differs;
}

static int add_group(gr_value *groups, const struct gr_ranking *ranking, size_t start, size_t end)
{
	gr_value *group = gr_list_new();
	int r = group ? 0 : GRANT_ENOMEM;

	for (size_t i = start; r == 0 && i < end; i++)
		r = gr_list_add(group, gr_text_new(ranking->ranked[i].application));
	if (r < 0) {
		gr_value_free(group);
		return r;
	}
	return gr_list_add(groups, group);
}

static int find_ties(struct plan *plan, const gr_value *settled, int64_t budget)
{
	gr_auto_value gr_value *other = NULL;
	int r;

	plan->tied = gr_list_new();
	if (!plan->tied)
		return GRANT_ENOMEM;
	reverse_groups(&plan->ranking, settled);
	r = ask(&other, &plan->ranking, budget);
	reverse_groups(&plan->ranking, settled);
	for (size_t i = 0; r == 0 && i < plan->ranking.count;) {
		size_t end = gr_group_end(&plan->ranking, i);

		if (end - i > 1 && is_across(plan, other, i, end, settled))
			r = add_group(plan->tied, &plan->ranking, i, end);
		i = end;
	}
	return r;
}

/* ---- money ---- */

static int64_t amount_of(const gr_value *outcome)
{
	int64_t fen = 0;

	if (gr_value_int64(&fen, gr_map_get(outcome, "amount")) < 0) {
		gr_error_clear();
		return 0;
	}
	return fen;
}

static bool is_approval(const gr_value *outcome)
{
	const char *verdict = gr_map_text(outcome, "verdict");

	return verdict && strcmp(verdict, "approve") == 0;
}

static int check_approval(const struct gr_candidate *candidate, int64_t amount)
{
	char is[GR_DECIMAL_TEXT_SIZE], may[GR_DECIMAL_TEXT_SIZE];
	int64_t limit = candidate->requested_fen;

	if (candidate->cap_fen >= 0 && candidate->cap_fen < limit)
		limit = candidate->cap_fen;
	if (amount > 0 && amount <= limit)
		return 0;
	gr_money_format(is, amount);
	gr_money_format(may, limit);
	return gr_fail(GRANT_ERULE, _("the rules give %s an amount of %s, and it may have more than 0 and at most %s"),
	               candidate->id, is, may);
}

/* What is approved by hand already counts too. */
static int check_money(struct plan *plan, int64_t budget, int64_t *decided)
{
	int64_t sum = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < plan->ranking.count; i++) {
		const struct gr_candidate *candidate = plan->ranking.ranked[i].payload;
		const gr_value *outcome = gr_map_get(plan->allocation, candidate->id);

		if (candidate->decision) {
			if (strcmp(candidate->decision, "approve") == 0)
				r = gr_add_checked(&sum, sum, candidate->decided_fen);
		} else if (is_approval(outcome)) {
			r = check_approval(candidate, amount_of(outcome));
			if (r == 0)
				r = gr_add_checked(&sum, sum, amount_of(outcome));
		}
	}
	if (r == 0 && budget >= 0 && sum > budget) {
		char is[GR_DECIMAL_TEXT_SIZE], may[GR_DECIMAL_TEXT_SIZE];

		gr_money_format(is, sum);
		gr_money_format(may, budget);
		r = gr_fail(GRANT_EDENIED, _("the decisions add up to %s and the budget is %s"), is, may);
	}
	*decided = sum;
	return r;
}

/* ---- writing ---- */

static gr_value *make_decision(const gr_value *outcome, const char *stage)
{
	gr_value *decision = gr_map_new();
	int r = decision ? gr_map_set_text(decision, "verdict", gr_map_text(outcome, "verdict")) : GRANT_ENOMEM;

	if (r == 0 && is_approval(outcome))
		r = gr_map_set_money(decision, "amount", amount_of(outcome));
	if (r == 0)
		r = gr_map_set_text(decision, "reason", gr_map_text(outcome, "reason"));
	if (r == 0)
		r = gr_map_set_text(decision, "stage", stage);
	if (r == 0)
		r = gr_map_set_bool(decision, "from_rank", true);
	if (r == 0)
		return decision;
	gr_value_free(decision);
	return NULL;
}

static int put_decisions(struct gr_act *act, const struct plan *plan, size_t *count)
{
	int r = 0;

	*count = 0;
	for (size_t i = 0; r == 0 && i < plan->ranking.count; i++) {
		const struct gr_candidate *candidate = plan->ranking.ranked[i].payload;
		const gr_value *outcome = gr_map_get(plan->allocation, candidate->id);
		struct gr_location place = { .kind = GR_KIND_DECISION };

		if (!outcome || candidate->decision)
			continue;
		snprintf(place.application, sizeof(place.application), "%s", candidate->id);
		r = gr_act_put(act, &place, make_decision(outcome, plan->ranking.stage));
		*count += 1;
	}
	return r;
}

static int put_ranking(struct gr_act *act, const struct gr_ranking *ranking)
{
	struct gr_location place = { .kind = GR_KIND_RANKING };
	gr_value *record = NULL;
	int r;

	if (ranking->is_recorded)
		return 0;
	snprintf(place.stage, sizeof(place.stage), "%s", ranking->stage);
	r = gr_ranking_record(&record, ranking, act->round, &act->base);
	return r == 0 ? gr_act_put(act, &place, record) : r;
}

/* The recorded ranking must be the one that the records give now, but for what was withdrawn since. */
static int check_recorded(struct gr_act *act, const struct gr_ranking *ranking)
{
	struct gr_ranking then = { 0 };
	gr_auto_value gr_value *recorded = NULL;
	bool fits = false;
	int r;

	if (!ranking->is_recorded)
		return 0;
	r = gr_ranking_recorded(&recorded, act->round, &act->base, ranking->stage);
	if (r == 0)
		r = gr_ranking_is_as(&fits, ranking, act->round, &act->base, recorded);
	if (r == 0 && !fits) {
		r = gr_ranking_compute_as_recorded(&then, act->round, &act->base, ranking->stage);
		if (r == 0)
			r = gr_ranking_is_as(&fits, &then, act->round, &act->base, recorded);
		gr_ranking_clear(&then);
	}
	if (r < 0 || fits)
		return r;
	return gr_fail(GRANT_EDENIED,
	               _("the recorded ranking of the stage “%s” is not the one that the records give now; "
	                 "look with “grant rank” and record it again"),
	               ranking->stage);
}

/* ---- telling ---- */

static gr_value *tell_decision(const struct gr_ranked *entry, const gr_value *outcome)
{
	const struct gr_candidate *candidate = entry->payload;
	gr_value *told = gr_map_new();
	bool by_hand = candidate->decision != NULL;
	int r = told ? gr_map_set_text(told, "application", candidate->id) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(told, "title", gr_map_text(candidate->application, "title"));
	if (r == 0)
		r = gr_map_set(told, "place", entry->place ? gr_int_new(entry->place) : gr_null_new());
	if (r == 0)
		r = gr_map_set_text(told, "verdict", by_hand ? candidate->decision : gr_map_text(outcome, "verdict"));
	if (r == 0 && by_hand && strcmp(candidate->decision, "approve") == 0)
		r = gr_map_set_money(told, "amount", candidate->decided_fen);
	if (r == 0 && !by_hand && is_approval(outcome))
		r = gr_map_set_money(told, "amount", amount_of(outcome));
	if (r == 0 && !by_hand)
		r = gr_map_set_text(told, "reason", gr_map_text(outcome, "reason"));
	if (r == 0)
		r = gr_map_set_bool(told, "by_hand", by_hand);
	if (r == 0)
		return told;
	gr_value_free(told);
	return NULL;
}

static int tell(gr_value **out, const struct plan *plan, int64_t budget, int64_t decided)
{
	gr_auto_value gr_value *told = gr_map_new();
	gr_value *list = gr_list_new();
	int r = told && list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < plan->ranking.count; i++) {
		const struct gr_ranked *entry = &plan->ranking.ranked[i];

		r = gr_list_add(list, tell_decision(entry, gr_map_get(plan->allocation, entry->application)));
	}
	if (r == 0)
		r = gr_map_set(told, "decisions", gr_steal_value(&list));
	gr_value_free(list);
	if (r == 0 && budget >= 0)
		r = gr_map_set_money(told, "budget", budget);
	if (r == 0)
		r = gr_map_set_money(told, "decided", decided);
	if (r == 0 && budget >= decided)
		r = gr_map_set_money(told, "left", budget - decided);
	if (r == 0 && gr_value_count(plan->tied) > 0)
		r = gr_map_set(told, "tied", gr_value_copy(plan->tied));
	if (r == 0)
		*out = gr_steal_value(&told);
	return r;
}

static int fail_tied(const gr_value *tied)
{
	const gr_value *group = gr_value_item(tied, 0);
	gr_auto_buf struct gr_buf names = GR_BUF_INIT;

	for (size_t i = 0; i < gr_value_count(group); i++)
		gr_buf_printf(&names, "%s%s", i ? ", " : "", gr_value_text(gr_value_item(group, i)));
	return gr_fail(
		GRANT_EUNDECIDED,
		_("a tie stands across the line of the money: %s; settle it with --settle in the order you give them and "
	          "--reason, draw among them with “grant draw pool”, or decide them one by one"),
		gr_buf_text(&names));
}

/* ---- the act ---- */

static int make_plan(struct plan *plan, struct gr_act *act, const grant_decide_ranking_options *wish)
{
	int r = gr_ranking_compute(&plan->ranking, act->round, &act->base, wish->stage);

	if (r == 0)
		r = check_recorded(act, &plan->ranking);
	if (r == 0)
		r = gr_settlement_make(&plan->settled, act, &plan->ranking, wish);
	if (r == 0)
		r = gr_settle(&plan->ranking, plan->settled);
	if (r == 0)
		r = ask(&plan->allocation, &plan->ranking, gr_round_budget(act->round));
	if (r == 0)
		r = find_ties(plan, plan->settled, gr_round_budget(act->round));
	return r;
}

static int write_plan(struct gr_act *act, struct plan *plan)
{
	size_t count = 0;
	int r = put_ranking(act, &plan->ranking);

	if (r == 0 && gr_value_count(plan->settled) > 0)
		r = gr_settlement_put(act, &plan->ranking, plan->settled);
	if (r == 0)
		r = put_decisions(act, plan, &count);
	if (r == 0 && count == 0)
		r = gr_fail(GRANT_EDENIED, _("there is nothing left to decide in the stage “%s”"), plan->ranking.stage);
	if (r == 0)
		r = gr_act_set_subject(act, plan->ranking.stage);
	if (r == 0)
		r = gr_act_detail(act, "%zu applications", count);
	return r;
}

static int build_decisions(struct gr_act *act, const void *input)
{
	const grant_decide_ranking_options *wish = input;
	struct plan plan = { 0 };
	int64_t budget = gr_round_budget(act->round), decided = 0;
	int r = make_plan(&plan, act, wish);

	if (r == 0 && gr_value_count(plan.tied) == 0)
		r = check_money(&plan, budget, &decided);
	if (r == 0)
		r = tell(&act->result, &plan, budget, decided);
	if (r == 0 && gr_value_count(plan.tied) > 0)
		r = fail_tied(plan.tied);
	if (r == 0)
		r = write_plan(act, &plan);
	clear_plan(&plan);
	return r;
}

static const struct gr_act_row decide_ranking_row = {
	.name = "decide-ranking",
	.roles = GR_ROLE_OFFICER,
	.build = build_decisions,
};

int grant_decide_ranking(grant_record **out, grant_round *round, const grant_decide_ranking_options *options)
{
	static const grant_decide_ranking_options defaults = GRANT_DECIDE_RANKING_OPTIONS_INIT;
	gr_value *told = NULL;
	struct gr_act_wish wish = { .result = &told };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!options)
		options = &defaults;
	if (!out || options->version != GRANT_DECIDE_RANKING_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("options of another version"));
	if (options->settle && options->settle[0] && (!options->reason || gr_text_is_blank(options->reason)))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("to settle a tie takes a reason")), "reason");
	wish.dry_run = options->dry_run;
	r = gr_act_run(round, &decide_ranking_row, &wish, options);
	if (told)
		*out = gr_record_of(told);
	return r;
}
