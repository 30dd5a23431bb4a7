/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Screening. Not here: what makes an application ineligible (eligible.c, the round's rules) and who may screen when (the
 * row below, read by the engine).
 */
#include <grant/intake.h>

#include "base/error.h"
#include "base/text.h"
#include "work/act.h"
#include "work/eligible.h"
#include "work/similar.h"

static const char *verdict_word(enum grant_verdict verdict)
{
	static const char *const words[] = { "", "pass", "return", "reject" };

	return words[verdict];
}

/* To pass against the rules is an officer's right and goes on record, finding by finding. */
static int add_overrides(gr_value *screening, const grant_findings *findings, const char *reason)
{
	gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		gr_value *override;

		if (grant_finding_severity(finding) != GRANT_ERROR)
			continue;
		override = gr_map_new();
		r = override ? gr_map_set_text(override, "finding", grant_finding_id(finding)) : GRANT_ENOMEM;
		if (r == 0)
			r = gr_map_set_text(override, "reason", reason);
		if (gr_list_add(list, override) < 0)
			r = GRANT_ENOMEM;
	}
	if (r < 0 || gr_value_count(list) == 0) {
		gr_value_free(list);
		return r;
	}
	return gr_map_set(screening, "overrides", list);
}

static int check_wish(const struct gr_act *act, const grant_screen_options *wish)
{
	size_t errors = grant_findings_count_from(act->findings, GRANT_ERROR);
	bool has_reason = wish->reason && !gr_text_is_blank(wish->reason);

	if (wish->verdict != GRANT_VERDICT_PASS && !has_reason)
		return gr_error_in_field(
			gr_fail(GRANT_EINPUT, _("to return or to reject %s takes a reason"), act->subject), "reason");
	if (wish->verdict == GRANT_VERDICT_PASS && errors > 0 && !has_reason)
		return gr_error_in_record(
			gr_fail(GRANT_EDENIED,
		                dngettext(
					GR_DOMAIN,
					"the rules find %s ineligible (%zu error); to pass it all the same say why with --reason",
					"the rules find %s ineligible (%zu errors); to pass it all the same say why with --reason",
					errors),
		                act->subject, errors),
			act->subject);
	return 0;
}

static gr_value *make_screening(const struct gr_act *act, const grant_screen_options *wish)
{
	gr_value *screening = gr_map_new();
	int r = screening ? gr_map_set_text(screening, "verdict", verdict_word(wish->verdict)) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(screening, "reason", wish->reason);
	if (r == 0 && grant_findings_count(act->findings) > 0)
		r = gr_map_set(screening, "findings", gr_findings_to_value(act->findings));
	if (r == 0 && wish->verdict == GRANT_VERDICT_PASS)
		r = add_overrides(screening, act->findings, wish->reason);
	if (r == 0)
		return screening;
	gr_value_free(screening);
	return NULL;
}

static int build_screening(struct gr_act *act, const void *input)
{
	const grant_screen_options *wish = input;
	struct gr_location place = gr_act_place(act, GR_KIND_SCREENING, NULL, NULL, NULL);
	const gr_value *application = gr_subject_get(&act->application, GR_KIND_APPLICATION);
	int r;

	if (act->application.facts.decision[0])
		return gr_error_in_record(
			gr_fail(GRANT_EDENIED, _("%s is decided already and cannot be screened again"), act->subject),
			act->subject);
	r = gr_eligible_find(act->findings, act->round, &act->base, act->subject, application);
	if (r == 0)
		r = check_wish(act, wish);
	if (r == 0)
		r = gr_act_detail(act, "%s", verdict_word(wish->verdict));
	if (r == 0)
		r = gr_act_put(act, &place, make_screening(act, wish));
	return r;
}

static const struct gr_act_row screen_row = {
	.name = "screen",
	.roles = GR_ROLE_OFFICER,
	.states = GR_IN(SUBMITTED) | GR_IN(RETURNED) | GR_IN(ELIGIBLE) | GR_IN(IN_REVIEW) | GR_IN(REJECTED),
	.build = build_screening,
};

static int look(grant_findings **findings, grant_round *round, const char *application)
{
	struct gr_subject subject = { 0 };
	grant_findings *found = gr_findings_new();
	struct gr_oid tip;
	int r = found ? gr_store_tip(&tip, round->store) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0)
		r = gr_subject_load(&subject, round, &tip, application);
	if (r == 0)
		r = gr_eligible_find(found, round, &tip, application, gr_subject_get(&subject, GR_KIND_APPLICATION));
	if (r == 0)
		r = gr_similar_find(found, round, &tip, application, gr_subject_get(&subject, GR_KIND_APPLICATION));
	gr_subject_clear(&subject);
	if (findings)
		*findings = found;
	else
		grant_findings_free(found);
	return r;
}

int grant_screen(grant_findings **findings, grant_round *round, const char *application,
                 const grant_screen_options *options)
{
	struct gr_act_wish wish = { .subject = application, .findings = findings };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application ||
	    (options && (options->version != GRANT_SCREEN_OPTIONS_VERSION || options->verdict > GRANT_VERDICT_REJECT)))
		return gr_fail(GRANT_EINVALID, _("no application, or options of another version"));
	if (!options || options->verdict == GRANT_VERDICT_NONE)
		return look(findings, round, application);
	wish.dry_run = options->dry_run;
	return gr_act_run(round, &screen_row, &wish, options);
}
