/* SPDX-License-Identifier: Apache-2.0 */
/* The round for people and programs: its description, its rules, its sums. Not here: the handle (handle.c). */
#include <grant/round.h>

#include "base/decimal.h"
#include "base/error.h"
#include "work/handle.h"
#include "work/sums.h"

static int add_rules(gr_value *shown, grant_round *round, const struct gr_oid *commit)
{
	const gr_rules *rules;
	gr_value *declared;
	int r = gr_round_rules(&rules, round, commit);

	if (r < 0)
		return r;
	declared = gr_value_copy(gr_rules_declared(rules));
	if (!declared)
		return GRANT_ENOMEM;
	r = gr_map_set_text(declared, "digest", gr_round_rules_digest(round));
	if (gr_map_set(shown, "rules", declared) < 0)
		return GRANT_ENOMEM;
	return r;
}

static int add_counts(gr_value *shown, gr_index *index)
{
	struct gr_select people = { .table = "person" }, applications = { .table = "application" };
	int64_t count;
	int r = gr_index_count(&count, index, &people);

	if (r == 0)
		r = gr_map_set_int(shown, "people", count);
	if (r == 0)
		r = gr_index_count(&count, index, &applications);
	if (r == 0)
		r = gr_map_set_int(shown, "applications", count);
	return r;
}

static int add_format(gr_value *shown, grant_round *round, const struct gr_oid *commit)
{
	gr_auto_value gr_value *format = NULL;
	char hex[GR_OID_HEX];
	int r = gr_record_load(&format, round, commit, "grant.json");

	if (r == 0)
		r = gr_map_set(shown, "features", gr_map_take(format, "features"));
	gr_oid_hex(hex, commit);
	if (r == 0)
		r = gr_map_set_text(shown, "commit", hex);
	return r;
}

static int show_once(grant_record **out, grant_round *round)
{
	gr_auto_value gr_value *shown = NULL;
	struct gr_oid tip;
	gr_index *index;
	int r = gr_enter(round);

	if (r == 0)
		r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0)
		r = gr_round_index(&index, round, &tip);
	if (r < 0)
		return r;
	shown = gr_value_copy(round->description);
	r = shown ? add_format(shown, round, &tip) : GRANT_ENOMEM;
	if (r == 0)
		r = add_counts(shown, index);
	if (r == 0)
		r = gr_map_set(shown, "money", gr_sums_value(round, index));
	if (r == 0)
		r = add_rules(shown, round, &tip);
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&shown));
	return r;
}

int grant_round_show(grant_record **out, grant_round *round)
{
	int r = show_once(out, round);

	return gr_round_mend_index(round, r) ? show_once(out, round) : r;
}
