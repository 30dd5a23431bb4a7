/* SPDX-License-Identifier: Apache-2.0 */
/* How many are above the line. Not here: what `allocate` is asked (line.c), who stands near it (sureness.c). */
#include "work/cut.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/line.h"

static size_t index_of(const struct gr_ranking *ranking, const struct gr_ranked *entry)
{
	return (size_t)((const struct gr_candidate *)entry->payload - ranking->candidates);
}

static int ask_advance(struct gr_cut *cut, const struct gr_ranking *ranking)
{
	gr_auto_value gr_value *seen = NULL;
	gr_auto_value gr_value *ids = NULL;
	gr_auto_value gr_value *marks = gr_map_new();
	int r = marks ? gr_ranking_for_rules(&seen, ranking, false) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_rules_advance(&ids, ranking->rules, ranking->stage, seen, ranking->round_seen);
	for (size_t i = 0; r == 0 && i < gr_value_count(ids); i++)
		r = gr_map_set_bool(marks, gr_value_text(gr_value_item(ids, i)), true);
	for (size_t i = 0; r == 0 && i < ranking->count; i++)
		cut->approved[i] = gr_map_get(marks, ranking->candidates[i].id) != NULL;
	return r;
}

static int ask_allocate(struct gr_cut *cut, const struct gr_ranking *ranking)
{
	struct gr_line line;
	int r = gr_line_draw(&line, ranking);

	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const char *verdict = gr_map_text(gr_map_get(line.outcomes, ranking->candidates[i].id), "verdict");

		cut->approved[i] = verdict && strcmp(verdict, "approve") == 0;
	}
	gr_line_clear(&line);
	return r;
}

static void place_cut(struct gr_cut *cut, const struct gr_ranking *ranking)
{
	size_t places = 0;

	for (size_t i = 0; i < ranking->count; i++) {
		places += ranking->ranked[i].has_total;
		if (ranking->ranked[i].has_total && cut->approved[index_of(ranking, &ranking->ranked[i])])
			cut->above = i + 1;
	}
	if (cut->above == 0)
		cut->why_not = "nobody-above";
	else if (cut->above == places)
		cut->why_not = "nobody-below";
	if (cut->why_not)
		cut->above = 0;
}

int gr_cut_find(struct gr_cut *out, const struct gr_ranking *ranking)
{
	bool advances = gr_value_true(gr_map_get(ranking->declared, "advance"));
	struct gr_cut cut = { .approved = gr_alloc_array(ranking->count + 1, sizeof(*cut.approved)) };
	int r = cut.approved ? 0 : GRANT_ENOMEM;

	if (r == 0)
		r = advances ? ask_advance(&cut, ranking) : ask_allocate(&cut, ranking);
	if (r == GRANT_ERULE || r == GRANT_ENOTFOUND) {
		gr_error_clear();
		cut.why_not = r == GRANT_ERULE ? "rules-failed" : "no-allocate";
		r = 0;
	}
	if (r == 0 && !cut.why_not)
		place_cut(&cut, ranking);
	if (r < 0)
		gr_cut_clear(&cut);
	else
		*out = cut;
	return r;
}

void gr_cut_clear(struct gr_cut *cut)
{
	gr_free(cut->approved);
	*cut = (struct gr_cut){ 0 };
}
