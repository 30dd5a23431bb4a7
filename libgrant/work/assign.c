/* SPDX-License-Identifier: Apache-2.0 */
/* Assignment of an application to reviewers. Not here: choosing them by itself. */
#include <grant/review.h>

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "work/act.h"

struct assignment {
	const char *const *people;
	const char *stage;
};

static int check_reviewer(struct gr_act *act, const char *id, const char *stage)
{
	gr_auto_value gr_value *person = NULL;
	int r = gr_person_load(&person, act->round, &act->base, id);

	if (r < 0)
		return r;
	if (!(gr_person_roles(person, gr_time_date(act->now)) & GR_ROLE_REVIEWER))
		return gr_fail(GRANT_EDENIED, _("%s is no reviewer of this round"), id);
	if (gr_subject_has_conflict(&act->application, id))
		return gr_error_in_record(gr_fail(GRANT_EDENIED,
		                                  _("%s has a conflict of interest with %s; assign somebody else"), id,
		                                  act->subject),
		                          act->subject);
	if (gr_subject_find(&act->application, GR_KIND_ASSIGNMENT, stage, id, NULL))
		return gr_error_in_record(gr_fail(GRANT_EEXISTS, _("%s is assigned to %s already"), id, act->subject),
		                          act->subject);
	return 0;
}

static int build_assignment(struct gr_act *act, const void *input)
{
	const struct assignment *wish = input;
	gr_auto_buf struct gr_buf names = GR_BUF_INIT;
	const char *stage;
	int r = gr_round_stage(&stage, act->round, wish->stage);

	for (size_t i = 0; r == 0 && wish->people[i]; i++) {
		struct gr_location place = gr_act_place(act, GR_KIND_ASSIGNMENT, stage, wish->people[i], NULL);

		r = check_reviewer(act, wish->people[i], stage);
		if (r == 0)
			r = gr_act_put(act, &place, gr_map_new());
		gr_buf_printf(&names, "%s%s", i ? ", " : "", wish->people[i]);
	}
	if (r == 0)
		r = gr_buf_ok(&names);
	if (r == 0)
		r = gr_act_detail(act, "%s", gr_buf_text(&names));
	return r;
}

static const struct gr_act_row assign_row = {
	.name = "assign",
	.roles = GR_ROLE_OFFICER,
	.states = GR_IN(ELIGIBLE) | GR_IN(IN_REVIEW),
	.build = build_assignment,
};

int grant_assign(grant_round *round, const char *application, const char *const *people, const char *stage,
                 bool dry_run)
{
	struct assignment wish = { people, stage };
	struct gr_act_wish act = { .subject = application, .dry_run = dry_run };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application || !people || !people[0])
		return gr_fail(GRANT_EINVALID, _("an application and at least one reviewer are needed"));
	return gr_act_run(round, &assign_row, &act, &wish);
}
