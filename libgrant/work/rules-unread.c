/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether something depends on a criterion or a measure. Rules may go over all scores in a loop, so what they touch says little: the
 * scores are changed, and the answers compared. Of each sample one half is made like the other half; then equal totals show a
 * criterion that only parts ties. Not here: the samples (rules-sample.c), running them (rules-case.c).
 */
#include "work/rules-unread.h"

#include "base/error.h"
#include "base/mem.h"
#include "base/time.h"
#include "work/rules-case.h"

/* Until then all must be settled. The runs decide; the clock is a watchdog for rules that are slow. */
#define RUNS_MAX 1000
#define WALL_MS 30000

/* How scores are changed. */
enum change { TO_MIN, TO_MAX, APART, MISSING, CHANGE_COUNT };

struct trial {
	struct gr_unread *unread;
	const gr_value *declared; /* the stage */
	const gr_value *given;    /* the question */
	const gr_value *answer;   /* what comes without a change */
};

/* Criteria, or measures, that are changed together. */
struct items {
	const gr_value **list;
	size_t count;
	bool are_measures;
};

static bool is_over(struct gr_unread *unread)
{
	if (!unread->begun_ms)
		unread->begun_ms = gr_monotonic_ms();
	if (unread->runs >= RUNS_MAX || gr_monotonic_ms() - unread->begun_ms > WALL_MS)
		unread->gave_up = true;
	return unread->gave_up;
}

/* ---- the question ---- */

static const gr_value *stage_at(const struct gr_unread *unread, size_t index)
{
	return gr_value_item(gr_map_get(gr_rules_declared(unread->rules), "stages"), index);
}

/* Every other one, from the best to the worst, and again the same: the second half is like the first half, but for the id. */
static int make_twins(gr_value **out, const gr_value *applications)
{
	gr_auto_value gr_value *list = gr_list_new();
	size_t count = gr_value_count(applications), half = (count + 1) / 2;
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < count; i++) {
		gr_value *twin = gr_value_copy(gr_value_item(applications, 2 * (i < half ? i : i - half)));

		r = twin ? gr_map_set_text(twin, "id", gr_map_text(gr_value_item(applications, i), "id")) : GRANT_ENOMEM;
		if (gr_list_add(list, twin) < 0)
			r = GRANT_ENOMEM;
	}
	if (r == 0)
		*out = gr_steal_value(&list);
	return r;
}

static int make_given(gr_value **out, const struct gr_unread *unread, const gr_value *round, size_t index, const gr_value *applications)
{
	gr_auto_value gr_value *given = gr_map_new();
	gr_value *part = NULL;
	int r = given ? gr_map_set(given, "gives", gr_case_questions(unread->rules, index)) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set(given, "round", gr_value_copy(round));
	if (r == 0)
		r = gr_map_set_text(given, "stage", gr_map_text(stage_at(unread, index), "id"));
	if (r == 0)
		r = make_twins(&part, applications);
	if (r == 0)
		r = gr_map_set(given, "applications", part);
	if (r == 0)
		*out = gr_steal_value(&given);
	return r;
}

/* ---- changing it ---- */

/* `index` counts reviews, or applications for a measure: where numbers are put apart, every other one is high. */
static int change_number(gr_value *numbers, const gr_value *item, enum change change, size_t index)
{
	const char *id = gr_map_text(item, "id"), *min = gr_map_text(item, "min"), *max = gr_map_text(item, "max");
	bool is_high = change == TO_MAX || (change == APART && index % 2 == 1);

	if (change == MISSING) {
		gr_map_remove(numbers, id);
		return 0;
	}
	if (is_high)
		return gr_map_set(numbers, id, gr_number_new(max ? max : "1000000"));
	return gr_map_set(numbers, id, gr_number_new(min ? min : "0"));
}

static int change_scores(gr_value *application, const gr_value *criterion, enum change change)
{
	const gr_value *reviews = gr_map_get(application, "reviews");
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(reviews); i++)
		r = change_number(gr_map_get(gr_value_item(reviews, i), "scores"), criterion, change, i);
	return r;
}

/* Neighbours are changed differently: what a rule makes of their difference must not stay as it is. */
static int change_items(gr_value *application, size_t index, const struct items *items, unsigned change)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < items->count; i++) {
		enum change own = (change + i) % CHANGE_COUNT;

		if (items->are_measures)
			r = change_number(gr_map_get(application, "measures"), items->list[i], own, index);
		else
			r = change_scores(application, items->list[i], own);
	}
	return r;
}

static int make_changed(gr_value **out, const gr_value *given, const struct items *items, unsigned change)
{
	gr_auto_value gr_value *changed = gr_value_copy(given);
	const gr_value *applications = gr_map_get(changed, "applications");
	size_t count = gr_value_count(applications);
	int r = changed ? 0 : GRANT_ENOMEM;

	/* One alone has no twin. */
	for (size_t i = count > 1 ? (count + 1) / 2 : 0; r == 0 && i < count; i++)
		r = change_items(gr_value_item(applications, i), i, items, change);
	if (r == 0)
		*out = gr_steal_value(&changed);
	return r;
}

/* ---- comparing ---- */

static int has_effect(bool *out, const struct trial *trial, const struct items *items)
{
	int r = 0;

	*out = false;
	for (unsigned change = 0; r == 0 && !*out && change < CHANGE_COUNT && !is_over(trial->unread); change++) {
		gr_auto_value gr_value *changed = NULL;
		gr_auto_value gr_value *answer = NULL;

		trial->unread->runs++;
		r = make_changed(&changed, trial->given, items, change);
		if (r == 0)
			r = gr_case_run(&answer, trial->unread->rules, changed);
		if (r == 0)
			*out = !gr_value_equal(trial->answer, answer);
	}
	return r;
}

/* Some at once, and where that shows something each half of them: mostly either all of them matter or none of the rest does. */
static int try_items(const struct trial *trial, gr_value *known, const struct items *items)
{
	size_t half = items->count / 2;
	struct items left = { items->list, half, items->are_measures };
	struct items right = { items->list + half, items->count - half, items->are_measures };
	bool depends;
	int r = has_effect(&depends, trial, items);

	if (r < 0 || !depends)
		return r;
	if (items->count == 1)
		return gr_map_set_bool(known, gr_map_text(items->list[0], "id"), true);
	r = try_items(trial, known, &left);
	return r == 0 ? try_items(trial, known, &right) : r;
}

/* Those of which nothing is known yet. */
static int try_declared(const struct trial *trial, gr_value *known, const gr_value *declared, bool are_measures)
{
	struct items items = { gr_alloc_array(gr_value_count(declared), sizeof(*items.list)), 0, are_measures };
	int r = items.list || gr_value_count(declared) == 0 ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(declared); i++) {
		const char *id = gr_map_text(gr_value_item(declared, i), "id");

		if (gr_value_true(gr_map_get(known, id)))
			continue;
		items.list[items.count++] = gr_value_item(declared, i);
		r = gr_map_set_bool(known, id, false);
	}
	if (r == 0 && items.count > 0)
		r = try_items(trial, known, &items);
	gr_free(items.list);
	return r;
}

static bool has_total(const gr_value *answer)
{
	const gr_value *results = gr_map_get(answer, "results");

	for (size_t i = 0; i < gr_value_count(results); i++)
		if (gr_map_get(gr_value_item(results, i), "total"))
			return true;
	return false;
}

/* What is known of the criteria of a stage, and of measures; made when first asked for. NULL: no memory. */
static gr_value *known_of(gr_value **all, const char *stage)
{
	if (!*all)
		*all = gr_map_new();
	if (!stage || !*all)
		return *all;
	if (!gr_map_get(*all, stage) && gr_map_set(*all, stage, gr_map_new()) < 0)
		return NULL;
	return gr_map_get(*all, stage);
}

static int try_all(const struct trial *trial)
{
	struct gr_unread *unread = trial->unread;
	gr_value *criteria = known_of(&unread->criteria, gr_map_text(trial->declared, "id"));
	gr_value *measures = known_of(&unread->measures, NULL);
	int r = criteria && measures ? 0 : GRANT_ENOMEM;

	if (r == 0)
		r = try_declared(trial, criteria, gr_map_get(trial->declared, "criteria"), false);
	return r == 0 ? try_declared(trial, measures, gr_map_get(gr_rules_declared(unread->rules), "measures"), true) : r;
}

/* Where the rules fail, or give nobody a total, other findings say so, and nothing can be seen. */
int gr_unread_try(struct gr_unread *unread, const gr_value *round, size_t index, const gr_value *applications)
{
	gr_auto_value gr_value *given = NULL;
	gr_auto_value gr_value *answer = NULL;
	struct trial trial = { unread, stage_at(unread, index), NULL, NULL };
	int r = make_given(&given, unread, round, index, applications);

	gr_rules_shift(unread->rules, 0);
	if (r == 0)
		r = gr_case_run(&answer, unread->rules, given);
	if (r < 0 || !has_total(answer))
		return r;
	trial.given = given;
	trial.answer = answer;
	return try_all(&trial);
}

/* ---- telling ---- */

static int tell_items(const struct gr_unread *unread, grant_findings *findings, const char *file, const gr_value *known,
                      const char *stage)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(known); i++) {
		struct gr_place place = { .file = file };
		const char *id = gr_value_key(known, i);

		if (gr_value_true(gr_value_item(known, i)))
			continue;
		r = gr_rules_id_line(&place.line, unread->rules, id);
		if (r == 0)
			gr_findings_add(findings, stage ? GR_F_RULES_UNREAD : GR_F_RULES_MEASURE_UNREAD, &place, id, stage, NULL);
	}
	return r;
}

int gr_unread_tell(const struct gr_unread *unread, grant_findings *findings, const char *file)
{
	size_t stages = gr_value_count(gr_map_get(gr_rules_declared(unread->rules), "stages"));
	int r = 0;

	if (unread->gave_up)
		return 0;
	for (size_t i = 0; r == 0 && i < gr_value_count(unread->criteria); i++)
		r = tell_items(unread, findings, file, gr_value_item(unread->criteria, i), gr_value_key(unread->criteria, i));
	/* A stage that no sample came through may be the one that reads the measures. */
	if (r == 0 && gr_value_count(unread->criteria) == stages)
		r = tell_items(unread, findings, file, unread->measures, NULL);
	return r;
}

void gr_unread_clear(struct gr_unread *unread)
{
	gr_value_free(unread->criteria);
	gr_value_free(unread->measures);
	unread->criteria = NULL;
	unread->measures = NULL;
}
