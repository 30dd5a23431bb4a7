/* SPDX-License-Identifier: Apache-2.0 */
/* Stages, criteria and measures as the rules declare them. Not here: running the rules. */
#include "work/criteria.h"

#include <stdio.h>

#include "base/error.h"
#include "base/mem.h"

int gr_stage_declared(const gr_value **out, const gr_rules *rules, const char *stage)
{
	*out = gr_list_find(gr_map_get(gr_rules_declared(rules), "stages"), "id", stage);
	return *out ? 0 : gr_fail(GRANT_ENOTFOUND, _("the rules have no stage “%s”"), stage);
}

const gr_value *gr_declared_measure(const gr_rules *rules, const char *name)
{
	return gr_list_find(gr_map_get(gr_rules_declared(rules), "measures"), "id", name);
}

int gr_stage_allow_reviews(grant_round *round, const struct gr_oid *commit, const char *stage, struct gr_time now)
{
	struct gr_location place = { .kind = GR_KIND_RANKING };
	gr_autofree_text char *path = NULL;
	struct gr_calendar calendar;
	struct gr_oid blob;
	bool is_tree;
	int r = gr_calendar_read(&calendar, round->description);

	if (r < 0)
		return r;
	if (calendar.has_review_until && now.seconds > calendar.review_until.seconds)
		return gr_fail(GRANT_EDENIED, _("reviews were possible until %s"),
		               gr_value_text(gr_value_at(round->description, "calendar.review_until")));
	snprintf(place.stage, sizeof(place.stage), "%s", stage);
	path = gr_location_path(&place);
	if (!path)
		return GRANT_ENOMEM;
	r = gr_store_lookup(&blob, &is_tree, round->store, commit, path);
	if (r == 0)
		return gr_fail(GRANT_EDENIED, _("the stage “%s” has ended: its ranking is recorded"), stage);
	if (r != GRANT_ENOTFOUND)
		return r;
	gr_error_clear();
	return 0;
}
