/* SPDX-License-Identifier: Apache-2.0 */
/* One decision. Not here: all of them by the ranking (decide-ranking.c). */
#include <grant/decision.h>

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "work/act.h"
#include "work/sums.h"

static const char *verdict_word(enum grant_decision verdict)
{
	static const char *const words[] = { "", "approve", "reserve", "reject", "decline" };

	return words[verdict];
}

static int check_amount(struct gr_act *act, int64_t amount)
{
	const gr_value *application = gr_subject_get(&act->application, GR_KIND_APPLICATION);
	int64_t requested = gr_map_money(application, "requested");
	int64_t cap = gr_application_cap(application, act->round->description);
	char is[GR_DECIMAL_TEXT_SIZE], may[GR_DECIMAL_TEXT_SIZE];
	int r = 0;

	gr_money_format(is, amount);
	if (amount <= 0) {
		r = gr_fail(GRANT_EINPUT, _("to approve %s takes an amount above 0"), act->subject);
	} else if (amount > requested) {
		gr_money_format(may, requested);
		r = gr_fail(GRANT_EINPUT, _("%s is more than the %s that were requested"), is, may);
	} else if (cap >= 0 && amount > cap) {
		gr_money_format(may, cap);
		r = gr_fail(GRANT_EINPUT, _("%s is more than the cap of %s"), is, may);
	}
	return r < 0 ? gr_error_in_field(r, "amount") : 0;
}

static int check_budget(struct gr_act *act, int64_t amount)
{
	int64_t budget = gr_round_budget(act->round), others = 0;
	char left[GR_DECIMAL_TEXT_SIZE], is[GR_DECIMAL_TEXT_SIZE];
	int r = 0;

	if (budget < 0)
		return 0;
	r = gr_sums_decided(&others, act->round, &act->base, act->subject);
	if (r < 0 || amount <= budget - others)
		return r;
	gr_money_format(left, others < budget ? budget - others : 0);
	gr_money_format(is, amount);
	return gr_fail(GRANT_EDENIED, _("%s is more than the %s that the budget has left"), is, left);
}

static int check_wish(struct gr_act *act, const grant_decide_options *wish)
{
	bool has_reason = wish->reason && !gr_text_is_blank(wish->reason);
	int r = 0;

	if (strcmp(act->application.facts.screening, "pass") != 0)
		return gr_error_in_record(gr_fail(GRANT_EDENIED, _("%s has not passed its screening"), act->subject),
		                          act->subject);
	if (wish->verdict == GRANT_DECIDE_DECLINE && act->application.state != GR_STATE_APPROVED)
		return gr_fail(GRANT_EDENIED,
		               _("only an approved application can be declined; %s is in the state “%s”"), act->subject,
		               gr_state_label(act->application.state));
	if ((wish->verdict == GRANT_DECIDE_REJECT || wish->verdict == GRANT_DECIDE_DECLINE) && !has_reason)
		return gr_error_in_field(
			gr_fail(GRANT_EINPUT, _("to reject or to decline %s takes a reason"), act->subject), "reason");
	if (wish->verdict == GRANT_DECIDE_APPROVE)
		r = check_amount(act, wish->amount_fen);
	if (r == 0 && wish->verdict == GRANT_DECIDE_APPROVE)
		r = check_budget(act, wish->amount_fen);
	return r;
}

static int build_decision(struct gr_act *act, const void *input)
{
	const grant_decide_options *wish = input;
	struct gr_location place = gr_act_place(act, GR_KIND_DECISION, NULL, NULL, NULL);
	char amount[GR_DECIMAL_TEXT_SIZE] = "";
	gr_value *decision;
	int r = check_wish(act, wish);

	if (r < 0)
		return r;
	decision = gr_map_new();
	r = decision ? gr_map_set_text(decision, "verdict", verdict_word(wish->verdict)) : GRANT_ENOMEM;
	if (r == 0 && wish->verdict == GRANT_DECIDE_APPROVE) {
		gr_money_format(amount, wish->amount_fen);
		r = gr_map_set_text(decision, "amount", amount);
	}
	if (r == 0)
		r = gr_map_set_text(decision, "reason", wish->reason);
	if (r == 0)
		r = gr_act_detail(act, "%s%s%s", verdict_word(wish->verdict), amount[0] ? " " : "", amount);
	if (r < 0) {
		gr_value_free(decision);
		return r;
	}
	return gr_act_put(act, &place, decision);
}

static const struct gr_act_row decide_row = {
	.name = "decide",
	.roles = GR_ROLE_OFFICER,
	.states = GR_IN(ELIGIBLE) | GR_IN(IN_REVIEW) | GR_IN(APPROVED) | GR_IN(RESERVE) | GR_IN(REJECTED) |
	          GR_IN(WITHDRAWN),
	.build = build_decision,
};

int grant_decide(grant_round *round, const char *application, const grant_decide_options *options)
{
	struct gr_act_wish wish = { .subject = application };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application || !options || options->version != GRANT_DECIDE_OPTIONS_VERSION ||
	    options->verdict < GRANT_DECIDE_APPROVE || options->verdict > GRANT_DECIDE_DECLINE)
		return gr_fail(GRANT_EINVALID, _("no application, or options of another version"));
	wish.dry_run = options->dry_run;
	return gr_act_run(round, &decide_row, &wish, options);
}
