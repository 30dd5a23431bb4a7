/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why an application's result differs between two rankings: its own reviews and parts, those who passed it and by what, the
 * allocation. Each reason is a map with `what`; the words are for who shows them. Not here: the results themselves (what-if.c).
 */
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "work/sums.h"
#include "work/what-if.h"

/* So many others are named for each application; the rest is counted. */
#define NAMED_MAX 20

/* One application in both rankings. */
struct pair {
	const struct gr_what_if *question;
	size_t index; /* of the candidate */
	const struct gr_candidate *before, *now;
	const struct gr_ranked *entry_before, *entry_now;
	gr_value *why;
};

static int add_reason(gr_value *why, const char *what, gr_value **out)
{
	gr_value *reason = gr_map_new();
	int r = reason ? gr_map_set_text(reason, "what", what) : GRANT_ENOMEM;

	if (gr_list_add(why, reason) < 0)
		return GRANT_ENOMEM;
	*out = reason;
	return r;
}

static int add_texts(gr_value *why, const char *what, const char *before, const char *now)
{
	gr_value *reason;
	int r = add_reason(why, what, &reason);

	if (r == 0)
		r = gr_map_set_text(reason, "before", before);
	return r == 0 ? gr_map_set_text(reason, "now", now) : r;
}

/* ---- its own total ---- */

static int add_reviews(struct pair *pair)
{
	const gr_value *without = pair->now->without;
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(without); i++) {
		gr_value *reason;

		r = add_reason(pair->why, "review", &reason);
		if (r == 0)
			r = gr_map_set_text(reason, "person", gr_map_text(gr_value_item(without, i), "person"));
	}
	return r;
}

/* Parts by label; a label that comes again gets its number: "Need (2)". */
static gr_value *parts_by_label(const struct gr_candidate *candidate)
{
	const gr_value *parts = gr_map_get(candidate->result, "parts");
	gr_auto_value gr_value *seen = gr_map_new();
	gr_value *map = gr_map_new();
	int r = map && seen ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(parts); i++) {
		const gr_value *part = gr_value_item(parts, i);
		const char *label = gr_map_text(part, "label");
		gr_autofree_text char *numbered = NULL;
		int64_t times = 0;

		if (gr_value_int64(&times, gr_map_get(seen, label)) < 0)
			gr_error_clear();
		numbered = times > 0 ? gr_format("%s (%lld)", label, (long long)times + 1) : gr_strdup(label);
		r = numbered ? gr_map_set_int(seen, label, times + 1) : GRANT_ENOMEM;
		if (r == 0)
			r = gr_map_set(map, numbered, gr_value_copy(gr_map_get(part, "value")));
	}
	if (r == 0)
		return map;
	gr_value_free(map);
	return NULL;
}

static int add_part(struct pair *pair, const char *label, const gr_value *before, const gr_value *now)
{
	gr_value *reason;
	int r = add_reason(pair->why, "part", &reason);

	if (r == 0)
		r = gr_map_set_text(reason, "label", label);
	if (r == 0 && before)
		r = gr_map_set_shown(reason, "before", before);
	return r == 0 && now ? gr_map_set_shown(reason, "now", now) : r;
}

/* Those that went or are another number, then those that came. */
static int add_parts(struct pair *pair)
{
	gr_auto_value gr_value *before = parts_by_label(pair->before);
	gr_auto_value gr_value *now = parts_by_label(pair->now);
	int r = before && now ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(before); i++) {
		const char *label = gr_value_key(before, i);
		const gr_value *was = gr_value_item(before, i), *is = gr_map_get(now, label);

		if (!is || !gr_value_equal(was, is))
			r = add_part(pair, label, was, is);
	}
	for (size_t i = 0; r == 0 && i < gr_value_count(now); i++) {
		const char *label = gr_value_key(now, i);

		if (!gr_map_get(before, label))
			r = add_part(pair, label, NULL, gr_value_item(now, i));
	}
	return r;
}

static bool has_other_total(const struct pair *pair)
{
	const struct gr_ranked *before = pair->entry_before, *now = pair->entry_now;

	return before->has_total != now->has_total ||
	       (now->has_total && gr_exact_compare(&before->total, &now->total) != 0);
}

static bool has_other_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") != 0;
}

static int add_total(struct pair *pair)
{
	const char *note = gr_map_text(pair->before->result, "note"), *note_now = gr_map_text(pair->now->result, "note");
	gr_value *reason;
	size_t before_parts = gr_value_count(pair->why), own;
	int r = add_parts(pair);

	own = gr_value_count(pair->now->without);
	if (r < 0 || !has_other_total(pair))
		return r;
	if (has_other_text(note, note_now))
		r = add_texts(pair->why, "note", note, note_now);
	if (r == 0 && pair->question->rules && gr_value_count(pair->why) == before_parts)
		r = add_reason(pair->why, "rules", &reason);
	if (r == 0 && !pair->question->rules && own == 0)
		r = add_reason(pair->why, "others", &reason);
	if (r == 0 && has_other_text(pair->entry_before->reason, pair->entry_now->reason))
		r = add_texts(pair->why, "reason", pair->entry_before->reason, pair->entry_now->reason);
	return r;
}

/* ---- those who stand elsewhere to it now ---- */

static int sign_of(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Where another one stands: -1 ahead, 0 on the same place, 1 behind. */
static const char *where_word(int where)
{
	return where < 0 ? "ahead" : where > 0 ? "behind" : "same";
}

static int set_tie_value(gr_value *reason, const char *key, const struct gr_ranked *entry, size_t tie, bool is_lower_better)
{
	gr_auto_exact struct gr_exact value = GR_EXACT_ZERO;
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	int r;

	if (!entry->has_tie[tie])
		return 0;
	r = is_lower_better ? gr_exact_neg(&value, &entry->ties[tie]) : gr_exact_copy(&value, &entry->ties[tie]);
	if (r < 0)
		return r;
	gr_exact_format_short(&text, &value);
	return gr_buf_ok(&text) < 0 ? GRANT_ENOMEM : gr_map_set_text(reason, key, gr_buf_text(&text));
}

/* The first tie that tells two apart; their count: none does. */
static size_t parting_tie(const struct gr_ranked *a, const struct gr_ranked *b)
{
	size_t i = 0;

	while (i < a->tie_count && a->has_tie[i] == b->has_tie[i] &&
	       (!a->has_tie[i] || gr_exact_compare(&a->ties[i], &b->ties[i]) == 0))
		i++;
	return i;
}

static const char *parting_word(const struct gr_ranked *own, const struct gr_ranked *other)
{
	if (own->place == other->place)
		return "nothing";
	if (!own->has_total || !other->has_total)
		return "place";
	if (gr_exact_compare(&own->total, &other->total) != 0)
		return "total";
	return parting_tie(own, other) < own->tie_count ? "tie" : "ties";
}

static const char *tie_name(const struct gr_ranking *ranking, size_t tie)
{
	return gr_value_text(gr_value_item(gr_map_get(ranking->declared, "ties"), tie));
}

static int set_tie(gr_value *reason, const struct gr_ranking *ranking, const struct gr_ranked *own,
                   const struct gr_ranked *other)
{
	size_t tie = parting_tie(own, other);
	const char *name = tie_name(ranking, tie);
	int r = gr_map_set_text(reason, "tie", name);

	if (r == 0)
		r = set_tie_value(reason, "own", own, tie, name[0] == '-');
	return r == 0 ? set_tie_value(reason, "other", other, tie, name[0] == '-') : r;
}

static int add_other(struct pair *pair, size_t other, int where_before, int where_now)
{
	const struct gr_what_if *question = pair->question;
	const struct gr_ranked *other_before = &question->before.ranking.ranked[question->before.at[other]];
	const struct gr_ranked *other_now = &question->now.ranking.ranked[question->now.at[other]];
	const char *by = parting_word(pair->entry_now, other_now);
	const char *by_before = parting_word(pair->entry_before, other_before);
	gr_value *reason;
	int r = add_reason(pair->why, "place", &reason);

	if (r == 0)
		r = gr_map_set_text(reason, "application", other_now->application);
	if (r == 0)
		r = gr_map_set_text(reason, "before", where_word(where_before));
	if (r == 0)
		r = gr_map_set_text(reason, "now", where_word(where_now));
	if (r == 0)
		r = gr_map_set_text(reason, "by_before", by_before);
	if (r == 0 && strcmp(by_before, "tie") == 0)
		r = gr_map_set_text(reason, "tie_before",
		                    tie_name(&question->before.ranking, parting_tie(pair->entry_before, other_before)));
	if (r == 0)
		r = gr_map_set_text(reason, "by", by);
	if (r == 0 && strcmp(by, "tie") == 0)
		r = set_tie(reason, &question->now.ranking, pair->entry_now, other_now);
	return r;
}

static int add_places(struct pair *pair)
{
	const int64_t *before = pair->question->before.places, *now = pair->question->now.places;
	size_t count = pair->question->now.ranking.count, found = 0;
	gr_value *reason;
	int r = 0;

	if (now[pair->index] == INT64_MAX)
		return 0; /* it has no place: the reason says why */
	for (size_t i = 0; r == 0 && i < count; i++) {
		int where_before = sign_of(before[i], before[pair->index]), where_now = sign_of(now[i], now[pair->index]);

		if (where_before == where_now)
			continue;
		if (found++ < NAMED_MAX)
			r = add_other(pair, i, where_before, where_now);
	}
	if (r < 0 || found <= NAMED_MAX)
		return r;
	r = add_reason(pair->why, "more", &reason);
	return r == 0 ? gr_map_set_int(reason, "count", (int64_t)(found - NAMED_MAX)) : r;
}

/* ---- the money ---- */

static gr_value *told_outcome(const gr_value *outcome)
{
	gr_value *told = gr_map_new();
	int r = told ? gr_map_set_text(told, "verdict", gr_map_text(outcome, "verdict")) : GRANT_ENOMEM;

	if (r == 0 && gr_outcome_fen(outcome) > 0)
		r = gr_map_set_money(told, "amount", gr_outcome_fen(outcome));
	if (r == 0)
		r = gr_map_set_text(told, "reason", gr_map_text(outcome, "reason"));
	if (r == 0)
		return told;
	gr_value_free(told);
	return NULL;
}

static int add_allocation(struct pair *pair)
{
	const gr_value *before = gr_map_get(pair->question->before.line.outcomes, pair->before->id);
	const gr_value *now = gr_map_get(pair->question->now.line.outcomes, pair->now->id);
	gr_value *reason;
	int r;

	if (!has_other_text(gr_map_text(before, "verdict"), gr_map_text(now, "verdict")) &&
	    gr_outcome_fen(before) == gr_outcome_fen(now))
		return 0;
	r = add_reason(pair->why, "allocation", &reason);
	if (r == 0)
		r = gr_map_set(reason, "before", told_outcome(before));
	return r == 0 ? gr_map_set(reason, "now", told_outcome(now)) : r;
}

int gr_what_if_why(gr_value **out, const struct gr_what_if *question, size_t candidate)
{
	struct pair pair = { .question = question, .index = candidate };
	int r;

	pair.before = &question->before.ranking.candidates[candidate];
	pair.now = &question->now.ranking.candidates[candidate];
	pair.entry_before = &question->before.ranking.ranked[question->before.at[candidate]];
	pair.entry_now = &question->now.ranking.ranked[question->now.at[candidate]];
	pair.why = gr_list_new();
	r = pair.why ? add_reviews(&pair) : GRANT_ENOMEM;
	if (r == 0)
		r = add_total(&pair);
	if (r == 0)
		r = add_places(&pair);
	if (r == 0)
		r = add_allocation(&pair);
	if (r < 0) {
		gr_value_free(pair.why);
		return r;
	}
	*out = pair.why;
	return 0;
}
