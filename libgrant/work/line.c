/* SPDX-License-Identifier: Apache-2.0 */
/* Where a ranking's line lies. Not here: what the rules are asked (allocation.c), who stands near it (sureness.c). */
#include "work/line.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/allocation.h"

static size_t index_of(const struct gr_ranking *ranking, const struct gr_ranked *entry)
{
	return (size_t)((const struct gr_candidate *)entry->payload - ranking->candidates);
}

static int ask_advance(struct gr_line *line, const struct gr_ranking *ranking)
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
		line->approved[i] = gr_map_get(marks, ranking->candidates[i].id) != NULL;
	return r;
}

/* What was decided stands; the rules say what becomes of the others. */
static int ask_allocate(struct gr_line *line, const struct gr_ranking *ranking, int64_t budget)
{
	gr_auto_value gr_value *allocation = NULL;
	int r = gr_allocation_ask(&allocation, ranking, budget);

	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const struct gr_candidate *candidate = &ranking->candidates[i];

		line->approved[i] = candidate->decision ? strcmp(candidate->decision, "approve") == 0
		                                        : gr_is_approval(gr_map_get(allocation, candidate->id));
	}
	return r;
}

static void place_line(struct gr_line *line, const struct gr_ranking *ranking)
{
	size_t places = 0;

	for (size_t i = 0; i < ranking->count; i++) {
		places += ranking->ranked[i].has_total;
		if (ranking->ranked[i].has_total && line->approved[index_of(ranking, &ranking->ranked[i])])
			line->above = i + 1;
	}
	if (line->above == 0)
		line->why_not = "nobody-above";
	else if (line->above == places)
		line->why_not = "nobody-below";
	if (line->why_not)
		line->above = 0;
}

int gr_line_find(struct gr_line *out, const struct gr_ranking *ranking, int64_t budget)
{
	const gr_value *declared = gr_rules_declared(ranking->rules);
	bool advances = gr_value_true(gr_map_get(ranking->declared, "advance"));
	struct gr_line line = { .approved = gr_alloc_array(ranking->count + 1, sizeof(*line.approved)) };
	int r = line.approved ? 0 : GRANT_ENOMEM;

	if (r == 0 && !advances && !gr_value_true(gr_map_get(declared, "allocate")))
		line.why_not = "no-allocate";
	else if (r == 0)
		r = advances ? ask_advance(&line, ranking) : ask_allocate(&line, ranking, budget);
	if (r == GRANT_ERULE) {
		gr_error_clear();
		line.why_not = "rules-failed";
		r = 0;
	}
	if (r == 0 && !line.why_not)
		place_line(&line, ranking);
	if (r < 0)
		gr_line_clear(&line);
	else
		*out = line;
	return r;
}

void gr_line_clear(struct gr_line *line)
{
	gr_free(line->approved);
	*line = (struct gr_line){ 0 };
}
