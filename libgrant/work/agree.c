/* SPDX-License-Identifier: Apache-2.0 */
/* The agreement with an approved application. Not here: splitting the award (model/budget), payments (pay.c). */
#include <grant/project.h>

#include <string.h>

#include "base/error.h"
#include "work/act.h"
#include "work/sums.h"

static int check_number(struct gr_act *act, const char *number)
{
	struct gr_condition same = { .column = "number", .compare = GR_EQUAL, .text = number };
	struct gr_select select = { .table = "agreement", .conditions = &same, .condition_count = 1 };
	int64_t count = 0;
	gr_index *index;
	int r = gr_act_index(&index, act);

	if (r == 0)
		r = gr_index_count(&count, index, &select);
	if (r == 0 && count > 0)
		r = gr_error_in_field(gr_fail(GRANT_EINPUT, _("another agreement has the number %s already"), number),
		                      "number");
	return r;
}

/* The round's milestones first, then the proposal's own. */
static gr_value *join_milestones(const gr_value *round, const gr_value *application)
{
	const gr_value *common = gr_map_get(round, "milestones"), *own = gr_map_get(application, "milestones");
	gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(common); i++) {
		const gr_value *milestone = gr_value_item(common, i);
		gr_value *planned = gr_map_new();

		r = planned ? gr_map_set_text(planned, "id", gr_map_text(milestone, "id")) : GRANT_ENOMEM;
		if (r == 0)
			r = gr_map_set_text(planned, "title", gr_title_stored(gr_map_get(milestone, "title")));
		if (gr_list_add(list, planned) < 0)
			r = GRANT_ENOMEM;
	}
	for (size_t i = 0; r == 0 && i < gr_value_count(own); i++)
		r = gr_list_add(list, gr_value_copy(gr_value_item(own, i)));
	if (r == 0)
		return list;
	gr_value_free(list);
	return NULL;
}

static int fill_agreement(gr_value *agreement, struct gr_act *act, const grant_agree_options *wish)
{
	const gr_value *application = gr_subject_get(&act->application, GR_KIND_APPLICATION);
	const gr_value *decision = gr_subject_get(&act->application, GR_KIND_DECISION);
	int64_t award = gr_map_money(decision, "amount");
	char today[GR_DATE_TEXT_SIZE];
	gr_value *tranches = NULL;
	int r;

	gr_date_format(today, gr_time_date(act->now));
	r = gr_map_set_text(agreement, "number", wish->number ? wish->number : act->subject);
	if (r == 0)
		r = gr_map_set_text(agreement, "date", wish->date ? wish->date : today);
	if (r == 0)
		r = gr_map_set_money(agreement, "amount", award);
	if (r == 0)
		r = gr_map_set_text(agreement, "start", gr_map_text(application, "start"));
	if (r == 0)
		r = gr_map_set_text(agreement, "end", gr_map_text(application, "end"));
	if (r == 0)
		r = gr_tranches_split(&tranches, award, gr_map_get(act->round->description, "tranches"));
	if (r == 0)
		r = gr_map_set(agreement, "tranches", tranches);
	if (r == 0)
		r = gr_map_set(agreement, "milestones", join_milestones(act->round->description, application));
	return r;
}

static int build_agreement(struct gr_act *act, const void *input)
{
	const grant_agree_options *wish = input;
	struct gr_location place = gr_act_place(act, GR_KIND_AGREEMENT, NULL, NULL, NULL);
	gr_value *agreement;
	int64_t day;
	int r = check_number(act, wish->number ? wish->number : act->subject);

	if (r == 0 && wish->date)
		r = gr_date_parse(&day, wish->date);
	if (r < 0)
		return r;
	agreement = gr_map_new();
	r = agreement ? fill_agreement(agreement, act, wish) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_act_detail(act, "%s", gr_map_text(agreement, "amount"));
	if (r == 0) {
		act->result = gr_value_copy(agreement);
		r = act->result ? gr_map_set_text(act->result, "application", act->subject) : GRANT_ENOMEM;
	}
	if (r < 0) {
		gr_value_free(agreement);
		return r;
	}
	return gr_act_put(act, &place, agreement);
}

static const struct gr_act_row agree_row = {
	.name = "agree",
	.roles = GR_ROLE_OFFICER,
	.states = GR_IN(APPROVED),
	.build = build_agreement,
};

int grant_agree(grant_record **out, grant_round *round, const char *application, const grant_agree_options *options)
{
	static const grant_agree_options defaults = GRANT_AGREE_OPTIONS_INIT;
	gr_value *agreement = NULL;
	struct gr_act_wish wish = { .subject = application, .result = &agreement };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!options)
		options = &defaults;
	if (!out || !application || options->version != GRANT_AGREE_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no application, or options of another version"));
	wish.dry_run = options->dry_run;
	r = gr_act_run(round, &agree_row, &wish, options);
	if (r == 0)
		*out = gr_record_of(agreement);
	return r;
}
