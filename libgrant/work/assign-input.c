/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the assignment of a stage starts from: its applications, its reviewers, what is assigned already, and the bounds. Not here:
 * what a pair is worth (affinity.c).
 */
#include "work/assign-plan.h"

#include <stdio.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/criteria.h"

const char *gr_assign_plan_reviewer(const struct gr_assign_plan *plan, size_t at)
{
	return gr_map_text(gr_value_item(plan->reviewers, at), "id");
}

size_t gr_assign_plan_reviewers(const struct gr_assign_plan *plan)
{
	return gr_value_count(plan->reviewers);
}

/* ---- who and what ---- */

static int compare_ids(const void *a, const void *b)
{
	return gr_application_id_compare((*(struct gr_candidate *const *)a)->id, (*(struct gr_candidate *const *)b)->id);
}

static int read_applications(struct gr_assign_plan *plan)
{
	struct gr_ranking *stage = &plan->stage;
	const char *id;
	int r = gr_round_stage(&id, plan->act->round, plan->wish->stage);

	if (r == 0)
		r = gr_round_rules(&stage->rules, plan->act->round, &plan->act->base);
	if (r == 0)
		r = gr_stage_declared(&stage->declared, stage->rules, id);
	if (r < 0)
		return r;
	snprintf(stage->stage, sizeof(stage->stage), "%s", id);
	r = gr_candidates_read(stage, plan->act->round, &plan->act->base);
	if (r < 0)
		return r;
	plan->applications = gr_alloc_array(stage->count + 1, sizeof(*plan->applications));
	if (!plan->applications)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < stage->count; i++)
		if (!stage->candidates[i].decision)
			plan->applications[plan->count++] = &stage->candidates[i];
	if (plan->count == 0)
		return gr_fail(GRANT_EDENIED, _("no application waits for reviewers: none has passed its screening and is undecided"));
	gr_sort(plan->applications, plan->count, sizeof(*plan->applications), compare_ids);
	return 0;
}

static int read_reviewers(struct gr_assign_plan *plan)
{
	int64_t day = gr_time_date(plan->act->now);
	gr_auto_value gr_value *people = NULL;
	int r = gr_people_load(&people, plan->act->round, &plan->act->base);

	plan->reviewers = gr_list_new();
	if (r == 0 && !plan->reviewers)
		r = GRANT_ENOMEM;
	for (size_t i = 0; r == 0 && i < gr_value_count(people); i++) {
		const gr_value *person = gr_value_item(people, i);

		if (gr_person_roles(person, day) & GR_ROLE_REVIEWER)
			r = gr_list_add(plan->reviewers, gr_value_copy(person));
	}
	return r;
}

static int make_positions(struct gr_assign_plan *plan)
{
	int r;

	plan->positions = gr_map_new();
	r = plan->positions ? 0 : GRANT_ENOMEM;
	for (size_t i = 0; r == 0 && i < plan->count; i++)
		r = gr_map_set_int(plan->positions, plan->applications[i]->id, (int64_t)i);
	for (size_t i = 0; r == 0 && i < gr_assign_plan_reviewers(plan); i++)
		r = gr_map_set_int(plan->positions, gr_assign_plan_reviewer(plan, i), (int64_t)i);
	return r;
}

static int make_numbers(struct gr_assign_plan *plan)
{
	size_t people = gr_assign_plan_reviewers(plan), pairs = plan->count * people;

	if (plan->count > GR_MATCHING_PAIRS_MAX / (people + 1))
		return gr_fail(GRANT_ELIMIT, _("%zu applications and %zu reviewers are more than can be matched at once"),
		               plan->count, people);
	plan->worth = gr_alloc_array(pairs + 1, sizeof(*plan->worth));
	plan->has = gr_alloc_array(pairs + 1, sizeof(*plan->has));
	plan->need = gr_alloc_array(plan->count + 1, sizeof(*plan->need));
	plan->least = gr_alloc_array(people + 1, sizeof(*plan->least));
	plan->most = gr_alloc_array(people + 1, sizeof(*plan->most));
	plan->had = gr_alloc_array(people + 1, sizeof(*plan->had));
	if (!plan->worth || !plan->has || !plan->need || !plan->least || !plan->most || !plan->had)
		return GRANT_ENOMEM;
	return 0;
}

/* ---- what is there already ---- */

/* The position under an id; false: it takes no part. */
static bool position(size_t *out, const struct gr_assign_plan *plan, const char *id)
{
	int64_t number;

	if (gr_value_int64(&number, gr_map_get(plan->positions, id)) < 0) {
		gr_error_clear();
		return false;
	}
	*out = (size_t)number;
	return true;
}

typedef void note_row(struct gr_assign_plan *plan, const char *application, const char *person);

/* Rows of a table with an application and a person, one by one. */
static int for_rows(struct gr_assign_plan *plan, const struct gr_select *select, note_row *call)
{
	gr_cursor *cursor = NULL;
	const gr_value *row;
	gr_index *index;
	int r = gr_act_index(&index, plan->act);

	if (r == 0)
		r = gr_index_select(&cursor, index, select);
	while (r == 0 && (r = gr_cursor_next(&row, cursor)) == 1) {
		call(plan, gr_map_text(row, "application"), gr_map_text(row, "person"));
		r = 0;
	}
	gr_cursor_free(cursor);
	return r;
}

static void note_conflict(struct gr_assign_plan *plan, const char *application, const char *person)
{
	size_t at, reviewer;

	if (position(&at, plan, application) && position(&reviewer, plan, person))
		plan->worth[at * gr_assign_plan_reviewers(plan) + reviewer] = GR_MATCHING_NEVER;
}

static void note_assignment(struct gr_assign_plan *plan, const char *application, const char *person)
{
	size_t at, reviewer;
	gr_wide *worth;

	if (!position(&at, plan, application))
		return;
	if (!position(&reviewer, plan, person)) {
		/* A review that was handed in counts though its reviewer has left; one that somebody else's was to be does not. */
		plan->need[at] -= gr_list_find(plan->applications[at]->reviews, "person", person) != NULL;
		return;
	}
	worth = &plan->worth[at * gr_assign_plan_reviewers(plan) + reviewer];
	if (*worth == GR_MATCHING_NEVER) /* a conflict of interest came up later */
		return;
	*worth = GR_MATCHING_NEVER;
	plan->has[at * gr_assign_plan_reviewers(plan) + reviewer] = true;
	plan->had[reviewer]++;
	plan->need[at]--;
}

/* Bounds, less what is there. */
static void set_bounds(struct gr_assign_plan *plan)
{
	const grant_assign_options *wish = plan->wish;

	for (size_t i = 0; i < plan->count; i++)
		plan->need[i] = plan->need[i] < 0 ? 0 : plan->need[i];
	for (size_t i = 0; i < gr_assign_plan_reviewers(plan); i++) {
		int64_t most = wish->most > 0 ? wish->most : GR_ASSIGN_NUMBER_MAX;

		plan->least[i] = wish->least > plan->had[i] ? (int32_t)wish->least - plan->had[i] : 0;
		plan->most[i] = most > plan->had[i] ? (int32_t)most - plan->had[i] : 0;
	}
}

static int read_there(struct gr_assign_plan *plan)
{
	struct gr_condition own = { .column = "stage", .compare = GR_EQUAL, .text = plan->stage.stage };
	struct gr_select conflicts = { .table = "conflict" };
	struct gr_select assignments = { .table = "assignment", .conditions = &own, .condition_count = 1 };
	int r;

	for (size_t i = 0; i < plan->count; i++)
		plan->need[i] = (int32_t)plan->per_application;
	r = for_rows(plan, &conflicts, note_conflict);
	if (r == 0)
		r = for_rows(plan, &assignments, note_assignment);
	if (r == 0)
		set_bounds(plan);
	return r;
}

/* ---- what pairs are worth ---- */

static int read_worths(struct gr_assign_plan *plan)
{
	struct gr_affinity affinity = { .round = plan->act->round, .commit = &plan->act->base,
		                        .applications = plan->applications, .application_count = plan->count,
		                        .reviewers = plan->reviewers, .worth = plan->worth };
	int r = plan->wish->affinity ? gr_affinity_read(&affinity, plan->act->findings, plan->wish->affinity)
	                             : gr_affinity_guess(&affinity);

	plan->places = affinity.places;
	return r;
}

static int check_wish(struct gr_assign_plan *plan)
{
	const grant_assign_options *wish = plan->wish;

	plan->per_application = wish->per_application;
	if (wish->per_application == 0 &&
	    gr_value_int64(&plan->per_application, gr_map_get(plan->act->round->description, "reviewers_per_application")) < 0)
		return gr_fail(GRANT_EINPUT,
		               _("the round does not say how many reviewers an application has; say it with --per-application"));
	if (wish->per_application < 0 || wish->per_application > GR_ASSIGN_NUMBER_MAX || wish->least < 0 || wish->least > GR_ASSIGN_NUMBER_MAX ||
	    wish->most < 0 || wish->most > GR_ASSIGN_NUMBER_MAX || wish->seed < 0)
		return gr_fail(GRANT_EINPUT, _("numbers of reviews lie between 0 and %lld"), (long long)GR_ASSIGN_NUMBER_MAX);
	if (wish->most > 0 && wish->least > wish->most)
		return gr_fail(GRANT_EINPUT, _("at least %lld reviews and at most %lld: nobody can have both"),
		               (long long)wish->least, (long long)wish->most);
	return 0;
}

int gr_assign_plan_read(struct gr_assign_plan *plan)
{
	int r = check_wish(plan);

	if (r == 0)
		r = read_applications(plan);
	if (r == 0)
		r = read_reviewers(plan);
	if (r == 0)
		r = make_positions(plan);
	if (r == 0)
		r = make_numbers(plan);
	if (r == 0)
		r = read_worths(plan);
	return r == 0 ? read_there(plan) : r;
}

void gr_assign_plan_clear(struct gr_assign_plan *plan)
{
	gr_matching_clear(&plan->matching);
	gr_ranking_clear(&plan->stage);
	gr_free(plan->applications);
	gr_value_free(plan->reviewers);
	gr_value_free(plan->positions);
	gr_free(plan->worth);
	gr_free(plan->has);
	gr_free(plan->need);
	gr_free(plan->least);
	gr_free(plan->most);
	gr_free(plan->had);
}
