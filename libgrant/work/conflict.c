/* SPDX-License-Identifier: Apache-2.0 */
/* Conflicts of interest. Not here: what follows from one (assign.c, review.c and the ranking ask for it). */
#include <grant/review.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "work/act.h"

struct declaration {
	const char *person, *reason;
};

static int build_conflict(struct gr_act *act, const void *input)
{
	const struct declaration *declaration = input;
	const char *id = declaration->person ? declaration->person : act->actor;
	struct gr_location place;
	gr_auto_value gr_value *person = NULL;
	gr_value *conflict;
	int r;

	if (strcmp(id, act->actor) != 0 && !(act->actor_roles & GR_ROLE_OFFICER))
		return gr_fail(GRANT_EDENIED, _("only an officer may declare a conflict of interest of somebody else"));
	r = gr_person_load(&person, act->round, &act->base, id);
	if (r < 0)
		return r;
	if (gr_subject_has_conflict(&act->application, id))
		return gr_error_in_record(gr_fail(GRANT_EEXISTS,
		                                  _("the conflict of interest of %s with %s is declared already"), id,
		                                  act->subject),
		                          act->subject);
	place = gr_act_place(act, GR_KIND_CONFLICT, NULL, id, NULL);
	conflict = gr_map_new();
	if (!conflict)
		return GRANT_ENOMEM;
	r = gr_map_set_text(conflict, "reason", declaration->reason);
	if (r == 0)
		r = gr_act_detail(act, "%s", id);
	if (r < 0) {
		gr_value_free(conflict);
		return r;
	}
	return gr_act_put(act, &place, conflict);
}

static const struct gr_act_row conflict_row = {
	.name = "conflict",
	.roles = GR_ROLE_OFFICER | GR_ROLE_REVIEWER | GR_ROLE_INTAKE | GR_ROLE_FINANCE,
	.states = GR_IN(SUBMITTED) | GR_IN(RETURNED) | GR_IN(ELIGIBLE) | GR_IN(IN_REVIEW),
	.build = build_conflict,
};

int grant_conflict_declare(grant_round *round, const char *application, const char *person, const char *reason,
                           bool dry_run)
{
	struct declaration declaration = { person, reason };
	struct gr_act_wish wish = { .subject = application, .dry_run = dry_run };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application)
		return gr_fail(GRANT_EINVALID, _("no application was given"));
	if (!reason || gr_text_is_blank(reason))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("a conflict of interest takes a reason")), "reason");
	return gr_act_run(round, &conflict_row, &wish, &declaration);
}
