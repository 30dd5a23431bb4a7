/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which applications a stage ranks, and with what: one walk over the tree of the commit, never over the index, since a
 * ranking must follow from the records alone. Ranked are the applications whose screening passed, that were not withdrawn and, in
 * a later stage, that the earlier one let through.
 */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "work/ranking.h"
#include "work/sums.h"

/* The application that goes by. */
struct current {
	char id[GR_ID_SIZE];
	gr_value *application, *reviews, *conflicts, *measures;
	bool passed;
	char *decision;
	int64_t decided_fen;
};

/* A recorded ranking of an earlier stage. */
struct earlier {
	char stage[40];
	gr_value *totals; /* id -> {"total": number} */
};

#define EARLIER_MAX 16

struct input {
	struct gr_ranking *ranking;
	grant_round *round;
	struct current current;
	struct earlier earlier[EARLIER_MAX];
	size_t earlier_count;
	gr_value *advanced; /* id -> true; NULL: everybody */
};

static void clear_current(struct current *current)
{
	gr_value_free(current->application);
	gr_value_free(current->reviews);
	gr_value_free(current->conflicts);
	gr_value_free(current->measures);
	gr_free(current->decision);
	memset(current, 0, sizeof(*current));
}

/* ---- one application is complete ---- */

struct gr_candidate *gr_ranking_add(struct gr_ranking *ranking, const char *id)
{
	struct gr_candidate *candidate;

	if (ranking->count == ranking->capacity) {
		size_t capacity = ranking->capacity ? ranking->capacity * 2 : 64;
		struct gr_candidate *candidates = gr_resize_array(ranking->candidates, capacity, sizeof(*candidates));

		if (!candidates)
			return NULL;
		ranking->candidates = candidates;
		ranking->capacity = capacity;
	}
	candidate = &ranking->candidates[ranking->count++];
	memset(candidate, 0, sizeof(*candidate));
	snprintf(candidate->id, sizeof(candidate->id), "%s", id);
	return candidate;
}

/* The next review by person id after `last`; git's order of files is another one ("a-b.json" before "a.json"). */
static const gr_value *next_review(const gr_value *reviews, const char *last)
{
	const gr_value *next = NULL;

	for (size_t i = 0; i < gr_value_count(reviews); i++) {
		const gr_value *review = gr_value_item(reviews, i);
		const char *person = gr_map_text(review, "person");

		if (strcmp(person, last) > 0 && (!next || strcmp(person, gr_map_text(next, "person")) < 0))
			next = review;
	}
	return next;
}

/* In order of person. Reviews by people with a conflict of interest are named, not counted. */
int gr_candidate_set_reviews(struct gr_candidate *candidate, const gr_value *reviews, const gr_value *conflicts)
{
	const gr_value *review;
	const char *person = "";

	candidate->reviews = gr_list_new();
	if (!candidate->reviews)
		return GRANT_ENOMEM;
	while ((review = next_review(reviews, person))) {
		gr_value *list = candidate->reviews;

		person = gr_map_text(review, "person");
		if (gr_map_get(conflicts, person)) {
			if (!candidate->left_out)
				candidate->left_out = gr_list_new();
			list = candidate->left_out;
		}
		if (!list || gr_list_add(list, gr_value_copy(review)) < 0)
			return gr_fail_memory();
	}
	return 0;
}

static int add_results(gr_value *seen, const struct input *input, const char *id)
{
	gr_value *results = gr_map_new();

	for (size_t i = 0; results && i < input->earlier_count; i++) {
		const gr_value *total = gr_map_get(input->earlier[i].totals, id);

		if (total && gr_map_set(results, input->earlier[i].stage, gr_value_copy(total)) < 0) {
			gr_value_free(results);
			return GRANT_ENOMEM;
		}
	}
	return gr_map_set(seen, "results", results);
}

static int keep_candidate(struct input *input)
{
	struct current *current = &input->current;
	struct gr_candidate *candidate = gr_ranking_add(input->ranking, current->id);
	int r;

	if (!candidate)
		return GRANT_ENOMEM;
	candidate->requested_fen = gr_map_money(current->application, "requested");
	candidate->cap_fen = gr_application_cap(current->application, input->round->description);
	candidate->decision = current->decision;
	candidate->decided_fen = current->decided_fen;
	current->decision = NULL;
	r = gr_application_for_rules(&candidate->application, current->application);
	if (r == 0)
		r = gr_candidate_set_reviews(candidate, current->reviews, current->conflicts);
	if (r == 0)
		r = gr_map_set(candidate->application, "measures",
		               current->measures ? gr_steal_value(&current->measures) : gr_map_new());
	if (r == 0)
		r = add_results(candidate->application, input, current->id);
	return r;
}

static bool is_withdrawn(const struct input *input, const struct current *current)
{
	return current->decision && strcmp(current->decision, "decline") == 0 &&
	       !gr_map_get(input->ranking->kept, current->id);
}

static int finish_current(struct input *input)
{
	struct current *current = &input->current;
	int r = 0;

	if (current->id[0] && current->application && current->passed && !is_withdrawn(input, current) &&
	    (!input->advanced || gr_map_get(input->advanced, current->id)))
		r = keep_candidate(input);
	clear_current(current);
	return r;
}

/* ---- the walk ---- */

static int add_review(struct current *current, const struct gr_location *location, const gr_value *record)
{
	gr_value *seen = NULL;
	int r = gr_review_for_rules(&seen, location->person, record);

	if (r < 0)
		return r;
	if (!current->reviews)
		current->reviews = gr_list_new();
	if (!current->reviews) {
		gr_value_free(seen);
		return GRANT_ENOMEM;
	}
	return gr_list_add(current->reviews, seen);
}

static int add_mark(gr_value **map, const char *key, gr_value *value)
{
	if (!*map)
		*map = gr_map_new();
	if (!*map) {
		gr_value_free(value);
		return GRANT_ENOMEM;
	}
	return gr_map_set(*map, key, value);
}

/* Takes `record` over. */
static int take_record(struct input *input, const struct gr_location *location, gr_value *record)
{
	struct current *current = &input->current;
	const char *verdict = gr_map_text(record, "verdict");
	int r = 0;

	if (location->kind == GR_KIND_APPLICATION) {
		current->application = record;
		return 0;
	}
	if (location->kind == GR_KIND_SCREENING) {
		current->passed = verdict && strcmp(verdict, "pass") == 0;
	} else if (location->kind == GR_KIND_CONFLICT) {
		r = add_mark(&current->conflicts, location->person, gr_bool_new(true));
	} else if (location->kind == GR_KIND_MEASURE) {
		r = add_mark(&current->measures, location->name, gr_number_new(gr_map_text(record, "value")));
	} else if (location->kind == GR_KIND_DECISION) {
		current->decision = gr_strdup(verdict);
		current->decided_fen = gr_map_money(record, "amount");
		r = current->decision ? 0 : GRANT_ENOMEM;
	} else {
		r = add_review(current, location, record);
	}
	gr_value_free(record);
	return r;
}

static bool is_wanted(const struct input *input, const struct gr_location *location)
{
	switch ((int)location->kind) {
	case GR_KIND_APPLICATION:
	case GR_KIND_SCREENING:
	case GR_KIND_CONFLICT:
	case GR_KIND_MEASURE:
	case GR_KIND_DECISION:
		return true;
	case GR_KIND_REVIEW:
		return strcmp(location->stage, input->ranking->stage) == 0;
	default:
		return false;
	}
}

static int read_file(const char *path, const struct gr_oid *blob, void *payload)
{
	struct input *input = payload;
	struct gr_location location;
	gr_value *record = NULL;
	int r = 0;

	if (!gr_location_parse(&location, path) || !location.application[0] || !is_wanted(input, &location))
		return 0;
	if (strcmp(location.application, input->current.id) != 0) {
		r = finish_current(input);
		strcpy(input->current.id, location.application);
	}
	if (r == 0)
		r = gr_record_load_blob(&record, input->round, blob, location.kind, path);
	if (r == 0)
		r = take_record(input, &location, record);
	if (r == 0 && location.kind == GR_KIND_APPLICATION)
		r = gr_progress_step(&input->round->progress, 1);
	return r;
}

/* ---- earlier stages ---- */

int gr_ranking_recorded(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *stage)
{
	struct gr_location place = { .kind = GR_KIND_RANKING };
	gr_autofree_text char *path = NULL;

	snprintf(place.stage, sizeof(place.stage), "%s", stage);
	path = gr_location_path(&place);
	return path ? gr_record_load(out, round, commit, path) : GRANT_ENOMEM;
}

static int read_totals(struct earlier *earlier, const gr_value *recorded)
{
	const gr_value *results = gr_map_get(recorded, "results");

	earlier->totals = gr_map_new();
	if (!earlier->totals)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < gr_value_count(results); i++) {
		const gr_value *result = gr_value_item(results, i);
		const char *exact = gr_map_text(result, "exact");
		gr_value *total = exact ? gr_map_new() : NULL;
		int r = total ? gr_map_set(total, "total", gr_number_new(exact)) : 0;

		if (exact && (gr_map_set(earlier->totals, gr_map_text(result, "application"), total) < 0 || r < 0))
			return GRANT_ENOMEM;
	}
	return 0;
}

static int read_earlier(struct input *input, grant_round *round, const struct gr_oid *commit, const char *stage)
{
	struct earlier *earlier = &input->earlier[input->earlier_count];
	gr_auto_value gr_value *recorded = NULL;
	int r;

	if (input->earlier_count == EARLIER_MAX)
		return gr_fail(GRANT_ELIMIT, _("a round can have %d stages at most"), EARLIER_MAX);
	r = gr_ranking_recorded(&recorded, round, commit, stage);
	if (r == GRANT_ENOTFOUND)
		return gr_fail(
			GRANT_EDENIED,
			_("the ranking of the earlier stage “%s” is not recorded; grant rank --stage %s --record"),
			stage, stage);
	if (r < 0)
		return r;
	snprintf(earlier->stage, sizeof(earlier->stage), "%s", stage);
	r = read_totals(earlier, recorded);
	input->earlier_count++;
	return r;
}

/* Who takes part after the stage before: what is withdrawn later lets nobody move up who was not reviewed. */
static int ask_advance(struct input *input, grant_round *round, const struct gr_oid *commit, const char *stage)
{
	struct gr_ranking before = { 0 };
	int r = gr_ranking_compute_as_recorded(&before, round, commit, stage);

	if (r == 0)
		r = gr_ranking_advanced(&input->advanced, &before);
	gr_ranking_clear(&before);
	return r == GRANT_ENOTFOUND ? 0 : r;
}

static int read_all_earlier(struct input *input, grant_round *round, const struct gr_oid *commit)
{
	const gr_value *stages = gr_map_get(gr_rules_declared(input->ranking->rules), "stages");
	const char *before = NULL;
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(stages); i++) {
		const char *stage = gr_map_text(gr_value_item(stages, i), "id");

		if (strcmp(stage, input->ranking->stage) == 0)
			break;
		r = read_earlier(input, round, commit, stage);
		before = stage;
	}
	return r == 0 && before ? ask_advance(input, round, commit, before) : r;
}

int gr_candidates_read(struct gr_ranking *ranking, grant_round *round, const struct gr_oid *commit)
{
	struct input input = { .ranking = ranking, .round = round };
	int r = read_all_earlier(&input, round, commit);

	gr_progress_begin(&round->progress, _("reading reviews"), 0);
	if (r == 0)
		r = gr_store_expect_reading(round->store);
	if (r == 0)
		r = gr_store_walk(round->store, commit, "applications", read_file, &input);
	if (r == GRANT_ENOTFOUND) {
		gr_error_clear(); /* no application yet */
		r = 0;
	}
	if (r == 0)
		r = finish_current(&input);
	if (r == 0)
		r = gr_progress_end(&round->progress);
	clear_current(&input.current);
	for (size_t i = 0; i < input.earlier_count; i++)
		gr_value_free(input.earlier[i].totals);
	gr_value_free(input.advanced);
	return r;
}
