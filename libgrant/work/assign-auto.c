/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assignment of a whole stage at once. Not here: what a pair is worth (affinity.c), how the best assignment is found (analysis),
 * assignment by hand (assign.c).
 */
#include "work/assign-plan.h"

#include <stdio.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "trust/trust.h"
#include "work/sheet.h"

#define SHOWN_MAX 30 /* ids in a finding */

/* ---- what stands in the way ---- */

/* Ids of those that are marked, the first ones in full. */
static char *list_marked(const struct gr_assign_plan *plan, const bool *marks, size_t count, bool is_people)
{
	struct gr_buf text = GR_BUF_INIT;
	size_t shown = 0, all = 0;

	for (size_t i = 0; i < count; i++) {
		if (!marks[i] || ++all > SHOWN_MAX)
			continue;
		gr_buf_printf(&text, "%s%s", shown ? ", " : "", is_people ? gr_assign_plan_reviewer(plan, i) : plan->applications[i]->id);
		shown++;
	}
	if (all > shown) {
		gr_buf_byte(&text, ' ');
		gr_buf_printf(&text, dngettext(GR_DOMAIN, "and %zu more", "and %zu more", all - shown), all - shown);
	}
	if (all == 0)
		gr_buf_text_append(&text, "–");
	return gr_buf_steal(&text);
}

struct cut {
	bool *tasks, *people;
};

static int64_t sum_marked(const int32_t *numbers, const bool *marks, size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += marks[i] ? numbers[i] : 0;
	return sum;
}

static int tell_cut(const struct gr_assign_plan *plan, const struct cut *cut, bool about_tasks)
{
	const struct gr_matching *matching = &plan->matching;
	gr_autofree_text char *tasks = list_marked(plan, cut->tasks, matching->tasks, false);
	gr_autofree_text char *people = list_marked(plan, cut->people, matching->people, true);
	int64_t wanted = about_tasks ? sum_marked(plan->need, cut->tasks, matching->tasks)
	                             : sum_marked(plan->least, cut->people, matching->people);
	int64_t got = about_tasks ? wanted - sum_marked(matching->lacking, cut->tasks, matching->tasks)
	                          : sum_marked(matching->load, cut->people, matching->people);
	gr_autofree_text char *needed = gr_format("%lld", (long long)wanted);
	gr_autofree_text char *there = gr_format("%lld", (long long)got);
	struct gr_place place = { .record = plan->stage.stage };

	if (!tasks || !people || !needed || !there)
		return GRANT_ENOMEM;
	if (about_tasks)
		gr_findings_add(plan->act->findings, GR_F_ASSIGN_REVIEWERS, &place, tasks, needed, there, people, NULL);
	else
		gr_findings_add(plan->act->findings, GR_F_ASSIGN_APPLICATIONS, &place, people, needed, there, tasks, NULL);
	return 0;
}

static bool is_short(const struct gr_assign_plan *plan, bool about_tasks, size_t at)
{
	const struct gr_matching *matching = &plan->matching;

	return about_tasks ? matching->lacking[at] > 0 : matching->load[at] < plan->least[at];
}

/* What stands in the way of one more, beside what is marked already. */
static int extend_cut(struct cut *cut, const struct gr_assign_plan *plan, bool about_tasks, size_t at)
{
	return about_tasks ? gr_matching_cut_of_task(cut->tasks, cut->people, &plan->matching, at)
	                   : gr_matching_cut_of_person(cut->tasks, cut->people, &plan->matching, at);
}

static int make_cut(struct cut *cut, const struct gr_assign_plan *plan)
{
	cut->tasks = gr_alloc_array(plan->matching.tasks + 1, sizeof(bool));
	cut->people = gr_alloc_array(plan->matching.people + 1, sizeof(bool));
	return cut->tasks && cut->people ? 0 : GRANT_ENOMEM;
}

static void clear_cut(struct cut *cut)
{
	gr_free(cut->tasks);
	gr_free(cut->people);
}

/* The marked ones, and whoever is of a knot with one of them, are of the knot `number`. */
static void join_knots(size_t *knots, const bool *marks, size_t count, size_t number)
{
	for (size_t i = 0; i < count; i++) {
		size_t old = knots[i];

		if (!marks[i])
			continue;
		for (size_t k = 0; old > 0 && old != number && k < count; k++)
			if (knots[k] == old)
				knots[k] = number;
		knots[i] = number;
	}
}

/* Numbers from 1 of those who stand in each other's way, so that each is named once; 0: in nobody's. */
static int find_knots(size_t *knots, const struct gr_assign_plan *plan, bool about_tasks, size_t count)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < count; i++) {
		struct cut cut = { 0 };

		if (knots[i] > 0 || !is_short(plan, about_tasks, i))
			continue;
		r = make_cut(&cut, plan);
		if (r == 0)
			r = extend_cut(&cut, plan, about_tasks, i);
		if (r == 0)
			join_knots(knots, about_tasks ? cut.tasks : cut.people, count, i + 1);
		clear_cut(&cut);
	}
	return r;
}

static int tell_knot(const struct gr_assign_plan *plan, bool about_tasks, const size_t *knots, size_t count, size_t number)
{
	struct cut cut = { 0 };
	int r = make_cut(&cut, plan);

	for (size_t i = 0; r == 0 && i < count; i++)
		if (knots[i] == number && is_short(plan, about_tasks, i))
			r = extend_cut(&cut, plan, about_tasks, i);
	if (r == 0)
		r = tell_cut(plan, &cut, about_tasks);
	clear_cut(&cut);
	return r;
}

/* One finding for each knot, in order of its first. */
static int tell_knots(const struct gr_assign_plan *plan, bool about_tasks)
{
	size_t count = about_tasks ? plan->matching.tasks : plan->matching.people;
	size_t *knots = gr_alloc_array(count + 1, sizeof(*knots));
	bool *told = gr_alloc_array(count + 2, sizeof(*told));
	int r = knots && told ? find_knots(knots, plan, about_tasks, count) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < count; i++) {
		if (knots[i] == 0 || told[knots[i]])
			continue;
		told[knots[i]] = true;
		r = tell_knot(plan, about_tasks, knots, count, knots[i]);
	}
	gr_free(knots);
	gr_free(told);
	return r;
}

static int fail_unmet(const struct gr_assign_plan *plan)
{
	int r = tell_knots(plan, true);

	/* where applications lack reviewers, what reviewers lack says nothing */
	if (r == 0 && grant_findings_count_from(plan->act->findings, GRANT_ERROR) == 0)
		r = tell_knots(plan, false);
	return r < 0 ? r : gr_fail(GRANT_EUNDECIDED, _("no assignment meets these bounds; nothing was assigned"));
}

static int solve(struct gr_assign_plan *plan)
{
	bool is_needed = false;
	int r;

	for (size_t i = 0; i < plan->count; i++)
		is_needed = is_needed || plan->need[i] > 0;
	if (!is_needed)
		return gr_fail(GRANT_EEXISTS, _("every application has its reviewers already"));
	plan->matching = (struct gr_matching){ .tasks = plan->count, .people = gr_assign_plan_reviewers(plan), .worth = plan->worth,
		                               .need = plan->need, .least = plan->least, .most = plan->most,
		                               .had = plan->had, .seed = (uint64_t)plan->wish->seed };
	r = gr_matching_solve(&plan->matching);
	if (r < 0)
		return r;
	return plan->matching.is_met ? 0 : fail_unmet(plan);
}

/* ---- writing ---- */

static int put_assignments(const struct gr_assign_plan *plan, int64_t *count)
{
	int r = 0;

	*count = 0;
	for (size_t i = 0; r == 0 && i < plan->count; i++) {
		for (size_t k = 0; r == 0 && k < gr_assign_plan_reviewers(plan); k++) {
			struct gr_location place = { .kind = GR_KIND_ASSIGNMENT };

			if (!plan->matching.given[i * gr_assign_plan_reviewers(plan) + k])
				continue;
			snprintf(place.application, sizeof(place.application), "%s", plan->applications[i]->id);
			snprintf(place.stage, sizeof(place.stage), "%s", plan->stage.stage);
			snprintf(place.person, sizeof(place.person), "%.39s", gr_assign_plan_reviewer(plan, k));
			r = gr_act_put(plan->act, &place, gr_map_new());
			(*count)++;
		}
	}
	return r;
}

static int note_number(struct gr_act *act, const char *name, int64_t number)
{
	gr_autofree_text char *text = gr_format("%lld", (long long)number);

	return text ? gr_act_trailer(act, name, text) : GRANT_ENOMEM;
}

static int note_table(struct gr_act *act, const char *file)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	char hex[GR_DIGEST_HEX];
	int r = gr_file_read(&bytes, file, GR_SHEET_MAX_BYTES);

	if (r < 0)
		return r;
	gr_digest_bytes(hex, gr_buf_text(&bytes), bytes.size);
	return gr_act_trailer(act, "Affinity", hex);
}

/* All that it takes to come to the same again, upon the same commit. */
static int note_wish(const struct gr_assign_plan *plan)
{
	const grant_assign_options *wish = plan->wish;
	gr_autofree_text char *load = wish->most > 0 ? gr_format("%lld..%lld", (long long)wish->least, (long long)wish->most)
	                                             : gr_format("%lld..", (long long)wish->least);
	int r = load ? note_number(plan->act, "Seed", wish->seed) : GRANT_ENOMEM;

	if (r == 0)
		r = note_number(plan->act, "Per-Application", plan->per_application);
	if (r == 0 && (wish->least > 0 || wish->most > 0))
		r = gr_act_trailer(plan->act, "Load", load);
	return r == 0 && wish->affinity ? note_table(plan->act, wish->affinity) : r;
}

/* ---- telling ---- */

static gr_value *tell_reviewer(const struct gr_assign_plan *plan, size_t at)
{
	gr_value *told = gr_map_new();
	int r = told ? gr_map_set_text(told, "person", gr_assign_plan_reviewer(plan, at)) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(told, "name", gr_map_text(gr_value_item(plan->reviewers, at), "name"));
	if (r == 0)
		r = gr_map_set_int(told, "load", (int64_t)plan->had[at] + plan->matching.load[at]);
	if (r == 0)
		r = gr_map_set_int(told, "given", plan->matching.load[at]);
	if (r == 0)
		return told;
	gr_value_free(told);
	return NULL;
}

static gr_value *tell_application(const struct gr_assign_plan *plan, size_t at)
{
	gr_auto_value gr_value *told = gr_map_new();
	gr_value *all = gr_list_new(), *given = gr_list_new();
	size_t people = gr_assign_plan_reviewers(plan);
	int r = told && all && given ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < people; i++) {
		bool is_new = plan->matching.given[at * people + i];

		if (is_new || plan->has[at * people + i])
			r = gr_list_add(all, gr_text_new(gr_assign_plan_reviewer(plan, i)));
		if (r == 0 && is_new)
			r = gr_list_add(given, gr_text_new(gr_assign_plan_reviewer(plan, i)));
	}
	if (r == 0)
		r = gr_map_set_text(told, "application", plan->applications[at]->id);
	if (r == 0)
		r = gr_map_set_text(told, "title", gr_map_text(plan->applications[at]->application, "title"));
	if (r == 0)
		r = gr_map_set(told, "reviewers", gr_steal_value(&all));
	if (r == 0)
		r = gr_map_set(told, "given", gr_steal_value(&given));
	gr_value_free(all);
	gr_value_free(given);
	return r == 0 ? gr_steal_value(&told) : NULL;
}

static int tell_list(gr_value *told, const char *key, const struct gr_assign_plan *plan, size_t count,
                     gr_value *(*tell)(const struct gr_assign_plan *, size_t))
{
	gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < count; i++)
		r = gr_list_add(list, tell(plan, i));
	if (r == 0)
		return gr_map_set(told, key, list);
	gr_value_free(list);
	return r;
}

static int tell_plan(const struct gr_assign_plan *plan)
{
	gr_auto_buf struct gr_buf sum = GR_BUF_INIT;
	gr_auto_value gr_value *told = gr_map_new();
	int r = told ? gr_map_set_text(told, "stage", plan->stage.stage) : GRANT_ENOMEM;

	gr_affinity_format(&sum, plan->matching.sum, plan->places);
	if (r == 0)
		r = gr_buf_ok(&sum);
	if (r == 0)
		r = gr_map_set_int(told, "seed", plan->wish->seed);
	if (r == 0)
		r = gr_map_set_int(told, "per_application", plan->per_application);
	if (r == 0)
		r = gr_map_set_text(told, "affinity", gr_buf_text(&sum));
	if (r == 0)
		r = tell_list(told, "reviewers", plan, gr_assign_plan_reviewers(plan), tell_reviewer);
	if (r == 0)
		r = tell_list(told, "applications", plan, plan->count, tell_application);
	if (r < 0)
		return r;
	gr_value_free(plan->act->result);
	plan->act->result = gr_steal_value(&told);
	return 0;
}

/* ---- the act ---- */

static int build_assignments(struct gr_act *act, const void *input)
{
	struct gr_assign_plan plan = { .act = act, .wish = input };
	int64_t count = 0;
	int r = gr_assign_plan_read(&plan);

	if (r == 0)
		r = solve(&plan);
	if (r == 0)
		r = gr_act_set_subject(act, plan.stage.stage);
	if (r == 0)
		r = put_assignments(&plan, &count);
	if (r == 0)
		r = gr_act_detail(act, "%lld reviews, seed %lld", (long long)count, (long long)plan.wish->seed);
	if (r == 0)
		r = note_wish(&plan);
	if (r == 0)
		r = tell_plan(&plan);
	gr_assign_plan_clear(&plan);
	return r;
}

static const struct gr_act_row assign_auto_row = {
	.name = "assign-auto",
	.roles = GR_ROLE_OFFICER,
	.build = build_assignments,
};

int grant_assign_auto(grant_record **plan, grant_findings **findings, grant_round *round, const grant_assign_options *options)
{
	static const grant_assign_options defaults = GRANT_ASSIGN_OPTIONS_INIT;
	struct gr_act_wish wish = { .findings = findings };
	gr_value *result = NULL;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!options)
		options = &defaults;
	if (!plan || options->version != GRANT_ASSIGN_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("options of another version"));
	wish.result = &result;
	wish.dry_run = options->dry_run;
	r = gr_act_run(round, &assign_auto_row, &wish, options);
	if (r == 0)
		*plan = gr_record_of(result);
	else
		gr_value_free(result);
	return r;
}
