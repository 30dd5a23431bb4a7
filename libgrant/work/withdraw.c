/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An organisation takes its application back, and the way out of that. A withdrawal is the decision to decline, made by the
 * organisation and written down by the office. Not here: what follows from it (model/states), an award given back by the
 * officer's own decision (decide.c).
 */
#include <grant/intake.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "work/act.h"

/* The way back leaves no record, so that its reason is in the commit's own sentence and must fit there. */
#define UNDO_REASON_MAX 100

static int build_withdrawal(struct gr_act *act, const void *input)
{
	const char *reason = input;
	struct gr_location place = gr_act_place(act, GR_KIND_DECISION, NULL, NULL, NULL);
	gr_value *decision;
	int r;

	if (act->application.facts.decision[0] && !(act->actor_roles & GR_ROLE_OFFICER))
		return gr_error_in_record(gr_fail(GRANT_EDENIED, _("%s is decided; only an officer may withdraw it now"),
		                                  act->subject),
		                          act->subject);
	decision = gr_map_new();
	r = decision ? gr_map_set_text(decision, "verdict", "decline") : GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set_text(decision, "reason", reason);
	if (r < 0) {
		gr_value_free(decision);
		return r;
	}
	return gr_act_put(act, &place, decision);
}

static const struct gr_act_row withdraw_row = {
	.name = "withdraw",
	.roles = GR_ROLE_OFFICER | GR_ROLE_INTAKE,
	.states = GR_IN(SUBMITTED) | GR_IN(RETURNED) | GR_IN(ELIGIBLE) | GR_IN(IN_REVIEW) | GR_IN(APPROVED) | GR_IN(RESERVE),
	.build = build_withdrawal,
};

/* Whatever was decided before the withdrawal is to be decided again: the money may be promised to others by now. */
static int build_undo(struct gr_act *act, const void *input)
{
	const char *reason = input;
	struct gr_location place = gr_act_place(act, GR_KIND_DECISION, NULL, NULL, NULL);
	int r;

	if (gr_utf8_count(reason) > UNDO_REASON_MAX)
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("the reason has more than %d characters"), UNDO_REASON_MAX),
		                         "reason");
	r = gr_act_detail(act, "%s", reason);
	return r == 0 ? gr_act_remove(act, &place) : r;
}

static const struct gr_act_row undo_row = {
	.name = "withdraw-undo",
	.roles = GR_ROLE_OFFICER,
	.states = GR_IN(WITHDRAWN),
	.build = build_undo,
};

static int withdraw(grant_round *round, const struct gr_act_row *row, const char *application, const char *reason,
                    bool dry_run)
{
	struct gr_act_wish wish = { .subject = application, .dry_run = dry_run };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application)
		return gr_fail(GRANT_EINVALID, _("no application was given"));
	if (!reason || gr_text_is_blank(reason) || !gr_utf8_valid(reason, strlen(reason)))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("a withdrawal takes a reason, and so does the way back")),
		                         "reason");
	return gr_act_run(round, row, &wish, reason);
}

int grant_withdraw(grant_round *round, const char *application, const char *reason, bool dry_run)
{
	return withdraw(round, &withdraw_row, application, reason, dry_run);
}

int grant_withdraw_undo(grant_round *round, const char *application, const char *reason, bool dry_run)
{
	return withdraw(round, &undo_row, application, reason, dry_run);
}
