/* SPDX-License-Identifier: Apache-2.0 */
/* Milestones of an agreement, assessed. Not here: the reports that lead to it; what it makes payable (pay.c). */
#include <grant/project.h>

#include "base/error.h"
#include "base/text.h"
#include "work/act.h"

struct assessment {
	const char *milestone, *reason;
	enum grant_assessment verdict;
};

static const char *verdict_word(enum grant_assessment verdict)
{
	static const char *const words[] = { "", "pass", "condition", "fail" };

	return words[verdict];
}

static int build_assessment(struct gr_act *act, const void *input)
{
	const struct assessment *wish = input;
	const gr_value *agreement = gr_subject_get(&act->application, GR_KIND_AGREEMENT);
	struct gr_location place;
	gr_value *record;
	int r;

	if (!gr_id_valid(wish->milestone) || !gr_list_find(gr_map_get(agreement, "milestones"), "id", wish->milestone))
		return gr_error_in_record(
			gr_fail(GRANT_ENOTFOUND,
		                _("the agreement of %s has no milestone “%s”; “grant show %s” lists them"),
		                act->subject, wish->milestone, act->subject),
			act->subject);
	record = gr_map_new();
	if (!record)
		return GRANT_ENOMEM;
	r = gr_map_set_text(record, "verdict", verdict_word(wish->verdict));
	if (r == 0)
		r = gr_map_set_text(record, "reason", wish->reason);
	if (r == 0)
		r = gr_act_detail(act, "%s: %s", wish->milestone, verdict_word(wish->verdict));
	if (r < 0) {
		gr_value_free(record);
		return r;
	}
	place = gr_act_place(act, GR_KIND_MILESTONE, NULL, NULL, wish->milestone);
	return gr_act_put(act, &place, record);
}

static const struct gr_act_row milestone_row = {
	.name = "milestone",
	.roles = GR_ROLE_OFFICER,
	.states = GR_IN(AGREED) | GR_IN(ACTIVE),
	.build = build_assessment,
};

int grant_milestone_assess(grant_round *round, const char *application, const char *milestone,
                           enum grant_assessment assessment, const char *reason, bool dry_run)
{
	struct assessment wish = { milestone, reason, assessment };
	struct gr_act_wish act = { .subject = application, .dry_run = dry_run };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application || !milestone || assessment < GRANT_MILESTONE_PASS || assessment > GRANT_MILESTONE_FAIL)
		return gr_fail(GRANT_EINVALID, _("an application, a milestone and an assessment are needed"));
	if (assessment != GRANT_MILESTONE_PASS && (!reason || gr_text_is_blank(reason)))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("a condition or a failure takes words")), "reason");
	return gr_act_run(round, &milestone_row, &act, &wish);
}
