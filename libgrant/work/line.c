/* SPDX-License-Identifier: Apache-2.0 */
/* Where the line of the money lies in a ranking, and who stands on which side. */
#include "work/line.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "work/settle.h"

int64_t gr_outcome_fen(const gr_value *outcome)
{
	int64_t fen = 0;

	if (gr_value_int64(&fen, gr_map_get(outcome, "amount")) < 0)
		gr_error_clear();
	return fen;
}

static const char *verdict_of(const struct gr_line *line, const struct gr_ranked *entry)
{
	const char *verdict = gr_map_text(gr_map_get(line->outcomes, entry->application), "verdict");

	return verdict ? verdict : "";
}

static bool is_approved(const struct gr_line *line, const struct gr_ranked *entry)
{
	return strcmp(verdict_of(line, entry), line->is_advance ? "advance" : "approve") == 0;
}

/* ---- what the rules say ---- */

static int ask_allocate(gr_value *outcomes, const struct gr_ranking *ranking)
{
	gr_auto_value gr_value *seen = NULL;
	gr_auto_value gr_value *list = NULL;
	int r = gr_ranking_for_rules(&seen, ranking, false);

	if (r == 0)
		r = gr_rules_allocate(&list, ranking->rules, seen, ranking->round_seen);
	for (size_t i = 0; r == 0 && i < gr_value_count(list); i++) {
		const gr_value *item = gr_value_item(list, i);

		r = gr_map_set(outcomes, gr_map_text(item, "id"), gr_value_copy(item));
	}
	return r;
}

static int ask_advance(gr_value *outcomes, const struct gr_ranking *ranking)
{
	gr_auto_value gr_value *ids = NULL;
	int r = gr_ranking_advanced(&ids, ranking);

	for (size_t i = 0; r == 0 && i < gr_value_count(ids); i++) {
		gr_value *outcome = gr_map_new();

		r = outcome ? gr_map_set_text(outcome, "verdict", "advance") : GRANT_ENOMEM;
		if (gr_map_set(outcomes, gr_value_key(ids, i), outcome) < 0)
			r = GRANT_ENOMEM;
	}
	return r;
}

static int ask(struct gr_line *line, const struct gr_ranking *ranking)
{
	gr_auto_value gr_value *outcomes = gr_map_new();
	int r;

	if (!outcomes)
		return GRANT_ENOMEM;
	r = line->is_advance ? ask_advance(outcomes, ranking) : ask_allocate(outcomes, ranking);
	if (r == 0)
		line->outcomes = gr_steal_value(&outcomes);
	return r;
}

/* ---- sides ---- */

/* The order inside a group is nobody's: where its verdicts differ, all of it stands at the line. */
static bool differs_inside(const struct gr_line *line, const struct gr_ranking *ranking, size_t start, size_t end)
{
	for (size_t i = start + 1; i < end; i++)
		if (strcmp(verdict_of(line, &ranking->ranked[i]), verdict_of(line, &ranking->ranked[start])) != 0)
			return true;
	return false;
}

static void take_sides(struct gr_line *line, const struct gr_ranking *ranking)
{
	for (size_t i = 0, end; i < ranking->count; i = end) {
		bool tied;

		end = gr_group_end(ranking, i);
		tied = differs_inside(line, ranking, i, end);
		for (size_t k = i; k < end && ranking->ranked[k].place > 0; k++) {
			const struct gr_ranked *entry = &ranking->ranked[k];

			line->sides[gr_candidate_index(ranking, entry)] = tied                      ? GR_SIDE_TIED
			                                                  : is_approved(line, entry) ? GR_SIDE_ABOVE
			                                                                             : GR_SIDE_BELOW;
		}
	}
}

int gr_line_draw(struct gr_line *out, const struct gr_ranking *ranking)
{
	int r;

	memset(out, 0, sizeof(*out));
	out->is_advance = gr_value_true(gr_map_get(ranking->declared, "advance"));
	out->sides = gr_alloc_array(ranking->count + 1, sizeof(*out->sides));
	r = out->sides ? ask(out, ranking) : GRANT_ENOMEM;
	for (size_t i = 0; r == 0 && i < ranking->count; i++) {
		const struct gr_ranked *entry = &ranking->ranked[i];

		if (!is_approved(out, entry))
			continue;
		out->above = i + 1;
		out->place = entry->place;
		out->approved++;
		r = gr_add_checked(&out->fen, out->fen, gr_outcome_fen(gr_map_get(out->outcomes, entry->application)));
	}
	if (r == 0)
		take_sides(out, ranking);
	return r;
}

void gr_line_clear(struct gr_line *line)
{
	gr_value_free(line->outcomes);
	gr_free(line->sides);
	memset(line, 0, sizeof(*line));
}

bool gr_side_crosses(enum gr_side before, enum gr_side now)
{
	return before != now && (before > GR_SIDE_BELOW || now > GR_SIDE_BELOW);
}

const char *gr_side_word(enum gr_side side)
{
	static const char *const words[] = { NULL, "below", "tied", "above" };

	return words[side];
}
