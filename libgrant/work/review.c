/* SPDX-License-Identifier: Apache-2.0 */
/* A reviewer's queue, what they need to score, and their review. Not here: many at once (review-import.c). */
#include "work/review.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/buf.h"
#include "work/criteria.h"

/* ---- who may ---- */

static int check_assigned(const struct gr_subject *application, const char *actor, const char *stage)
{
	if (gr_subject_has_conflict(application, actor))
		return gr_error_in_record(gr_fail(GRANT_EDENIED,
		                                  _("%s has a conflict of interest with %s and may not review it"),
		                                  actor, application->id),
		                          application->id);
	if (!gr_subject_has(application, GR_KIND_ASSIGNMENT, stage, actor))
		return gr_error_in_record(gr_fail(GRANT_EDENIED,
		                                  _("%s is not assigned to %s; an officer assigns with “grant assign”"),
		                                  actor, application->id),
		                          application->id);
	return 0;
}

int gr_review_allow(const struct gr_act *act, const struct gr_subject *application, const char *stage)
{
	int r = check_assigned(application, act->actor, stage);

	return r == 0 ? gr_stage_allow_reviews(act->round, &act->base, stage, act->now) : r;
}

/* ---- the record ---- */

static int set_score(gr_value *scores, const grant_score *score)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	if (!score->value)
		return gr_map_set(scores, score->criterion, gr_null_new());
	/* what is no decimal stays as typed, for the check to refuse with words */
	if (gr_decimal_canonical(&text, score->value) < 0) {
		gr_error_clear();
		return gr_map_set_text(scores, score->criterion, score->value);
	}
	return gr_map_set_text(scores, score->criterion, gr_buf_text(&text));
}

gr_value *gr_review_merge(const gr_value *there, const grant_review_options *options)
{
	gr_value *review = gr_map_new();
	const gr_value *old = gr_map_get(there, "scores");
	gr_value *scores = old ? gr_value_copy(old) : gr_map_new();
	const char *comment = options->comment ? options->comment : gr_map_text(there, "comment");
	int r = review && scores ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < options->score_count; i++)
		r = set_score(scores, &options->scores[i]);
	if (r == 0)
		r = gr_map_set(review, "scores", gr_steal_value(&scores));
	if (r == 0 && comment && comment[0])
		r = gr_map_set_text(review, "comment", comment);
	gr_value_free(scores);
	if (r == 0)
		return review;
	gr_value_free(review);
	return NULL;
}

static int build_review(struct gr_act *act, const void *input)
{
	const grant_review_options *wish = input;
	const gr_value *declared, *there;
	const gr_rules *rules;
	const char *stage;
	struct gr_location place;
	gr_value *review;
	int r = gr_round_stage(&stage, act->round, wish->stage);

	if (r == 0)
		r = gr_review_allow(act, &act->application, stage);
	if (r == 0)
		r = gr_round_rules(&rules, act->round, &act->base);
	if (r == 0)
		r = gr_stage_declared(&declared, rules, stage);
	if (r < 0)
		return r;
	there = gr_subject_find(&act->application, GR_KIND_REVIEW, stage, act->actor, NULL);
	review = gr_review_merge(there, wish);
	if (!review)
		return GRANT_ENOMEM;
	r = gr_review_check(act->findings, review, gr_map_get(declared, "criteria"));
	if (r == GRANT_EINPUT) {
		gr_findings_set_record(act->findings, act->subject);
		r = gr_findings_result(act->findings);
	}
	if (r == 0)
		r = gr_act_detail(act, "%s", act->actor);
	if (r < 0) {
		gr_value_free(review);
		return r;
	}
	place = gr_act_place(act, GR_KIND_REVIEW, stage, act->actor, NULL);
	return gr_act_put(act, &place, review);
}

static const struct gr_act_row review_row = {
	.name = "review",
	.roles = GR_ROLE_REVIEWER,
	.states = GR_IN(IN_REVIEW),
	.build = build_review,
};

int grant_review_put(grant_findings **findings, grant_round *round, const char *application,
                     const grant_review_options *options)
{
	struct gr_act_wish wish = { .subject = application, .findings = findings };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application || !options || options->version != GRANT_REVIEW_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no application, or options of another version"));
	wish.dry_run = options->dry_run;
	return gr_act_run(round, &review_row, &wish, options);
}

/* ---- looking: one application ---- */

/* A reviewer's look goes through the same gate as the act: an act that is begun and not built. */
static int open_as_actor(struct gr_act *act, const char *application)
{
	grant_round *round = act->round;
	int r = gr_store_tip(&act->base, round->store);

	if (r == 0)
		r = gr_round_at(round, &act->base);
	if (r < 0)
		return r;
	act->now = gr_round_now(round);
	r = gr_actor_load(&act->person, &act->actor_roles, round, &act->base, gr_time_date(act->now));
	if (r < 0)
		return r;
	strncpy(act->actor, round->person, sizeof(act->actor) - 1);
	return application ? gr_subject_load(&act->application, round, &act->base, application) : 0;
}

static bool is_blind_question(const gr_value *description, const char *id)
{
	return gr_value_true(gr_map_get(gr_list_find(gr_map_get(description, "form"), "id", id), "blind"));
}

/* Answers that the round marks as blind are hidden. */
int gr_review_seen(gr_value **out, const gr_value *application, const gr_value *description)
{
	gr_value *seen = NULL;
	gr_value *answers;
	int r = gr_application_for_rules(&seen, application);

	if (r < 0)
		return r;
	answers = gr_map_get(seen, "answers");
	for (size_t i = gr_value_count(answers); i > 0; i--)
		if (is_blind_question(description, gr_value_key(answers, i - 1)))
			gr_map_remove(answers, gr_value_key(answers, i - 1));
	/* money as people write it */
	if (gr_map_text(application, "requested"))
		r = gr_map_set_text(seen, "requested", gr_map_text(application, "requested"));
	if (r < 0) {
		gr_value_free(seen);
		return r;
	}
	*out = seen;
	return 0;
}

static gr_value *file_names(const gr_value *receipt)
{
	const gr_value *entries = gr_map_get(receipt, "entries");
	gr_value *names = gr_list_new();

	for (size_t i = 0; names && i < gr_value_count(entries); i++) {
		const char *name = gr_map_text(gr_value_item(entries, i), "name");

		if (gr_list_add(names, gr_text_new(name ? name : "")) < 0) {
			gr_value_free(names);
			return NULL;
		}
	}
	return names;
}

static int fill_opened(gr_value *opened, const struct gr_act *act, const char *stage, const gr_value *declared)
{
	const gr_value *review = gr_subject_find(&act->application, GR_KIND_REVIEW, stage, act->actor, NULL);
	gr_value *seen = NULL;
	int r = gr_review_seen(&seen, gr_subject_get(&act->application, GR_KIND_APPLICATION),
	                         act->round->description);

	if (r == 0)
		r = gr_map_set(opened, "application", seen);
	if (r == 0)
		r = gr_map_set_text(opened, "stage", stage);
	if (r == 0)
		r = gr_map_set(opened, "criteria", gr_value_copy(gr_map_get(declared, "criteria")));
	if (r == 0)
		r = gr_map_set(opened, "files", file_names(gr_subject_get(&act->application, GR_KIND_RECEIPT)));
	if (r == 0 && review)
		r = gr_map_set(opened, "review", gr_value_copy(review));
	return r;
}

static int open_review(gr_value *opened, struct gr_act *act, const char *application, const char *wish)
{
	const gr_value *declared;
	const gr_rules *rules;
	const char *stage;
	int r = open_as_actor(act, application);

	if (r == 0)
		r = gr_round_stage(&stage, act->round, wish);
	if (r == 0)
		r = gr_state_allow(&act->application, &review_row);
	if (r == 0)
		r = gr_review_allow(act, &act->application, stage);
	if (r == 0)
		r = gr_round_rules(&rules, act->round, &act->base);
	if (r == 0)
		r = gr_stage_declared(&declared, rules, stage);
	return r == 0 ? fill_opened(opened, act, stage, declared) : r;
}

int grant_review_open(grant_record **out, grant_round *round, const char *application, const char *stage)
{
	struct gr_act act = { .round = round, .row = &review_row };
	gr_auto_value gr_value *opened = NULL;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || !application)
		return gr_fail(GRANT_EINVALID, _("no application was given"));
	opened = gr_map_new();
	r = opened ? open_review(opened, &act, application, stage) : GRANT_ENOMEM;
	gr_value_free(act.person);
	gr_subject_clear(&act.application);
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&opened));
	return r;
}

/* ---- looking: the queue ---- */

static int is_reviewed(bool *out, gr_index *index, const char *application, const char *stage, const char *person)
{
	struct gr_condition own[] = {
		{ .column = "application", .compare = GR_EQUAL, .text = application },
		{ .column = "stage", .compare = GR_EQUAL, .text = stage },
		{ .column = "person", .compare = GR_EQUAL, .text = person },
	};
	struct gr_select select = { .table = "review", .conditions = own, .condition_count = GR_COUNT(own) };
	int64_t count = 0;
	int r = gr_index_count(&count, index, &select);

	*out = count > 0;
	return r;
}

static int queue_entry(gr_value *entry, const struct gr_act *act, gr_index *index, const gr_value *assignment)
{
	const char *id = gr_map_text(assignment, "application"), *stage = gr_map_text(assignment, "stage");
	const char *due = gr_value_text(gr_value_at(act->round->description, "calendar.review_until"));
	const gr_value *categories = gr_map_get(act->round->description, "categories"), *category;
	gr_auto_value gr_value *row = NULL;
	bool done = false;
	int r = gr_index_find(&row, index, "application", id);

	if (r == 0)
		r = gr_map_set_text(entry, "application", id);
	if (r == 0)
		r = gr_map_set_text(entry, "title", gr_map_text(row, "title"));
	if (r == 0)
		r = gr_map_set_text(entry, "category", gr_map_text(row, "category"));
	category = gr_title_of(categories, gr_map_text(row, "category"));
	if (r == 0 && category)
		r = gr_map_set(entry, "category_title", gr_value_copy(category));
	if (r == 0)
		r = gr_map_set_text(entry, "state", gr_map_text(row, "state"));
	if (r == 0)
		r = gr_map_set_text(entry, "stage", stage);
	if (r == 0)
		r = is_reviewed(&done, index, id, stage, act->actor);
	if (r == 0)
		r = gr_map_set_bool(entry, "done", done);
	if (r == 0)
		r = gr_map_set_text(entry, "due", due);
	return r;
}

static bool is_withdrawn(const gr_value *entry)
{
	const char *state = gr_map_text(entry, "state");

	return state && strcmp(state, gr_state_name(GR_STATE_WITHDRAWN)) == 0;
}

static int fill_queue(gr_value *list, int64_t counts[2], const struct gr_act *act, const char *stage)
{
	struct gr_condition own[] = {
		{ .column = "person", .compare = GR_EQUAL, .text = act->actor },
		{ .column = "stage", .compare = GR_EQUAL, .text = stage },
	};
	static const char *const conflict[] = { "conflict", NULL };
	struct gr_select select = { .table = "assignment", .conditions = own, .condition_count = GR_COUNT(own), .unless = conflict };
	gr_cursor *cursor = NULL;
	const gr_value *assignment;
	gr_index *index;
	int r = gr_round_index(&index, act->round, &act->base);

	if (r == 0)
		r = gr_index_select(&cursor, index, &select);
	while (r == 0 && (r = gr_cursor_next(&assignment, cursor)) == 1) {
		gr_value *entry = gr_map_new();

		r = entry ? queue_entry(entry, act, index, assignment) : GRANT_ENOMEM;
		if (r == 0 && is_withdrawn(entry)) {
			gr_value_free(entry);
			continue;
		}
		counts[gr_value_true(gr_map_get(entry, "done"))]++;
		if (gr_list_add(list, entry) < 0)
			r = GRANT_ENOMEM;
	}
	gr_cursor_free(cursor);
	return r;
}

static int queue_once(grant_record **out, grant_round *round, const char *stage)
{
	struct gr_act act = { .round = round, .row = &review_row };
	gr_auto_value gr_value *queue = NULL;
	gr_value *list = NULL;
	int64_t counts[2] = { 0, 0 };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	queue = gr_map_new();
	list = gr_list_new();
	r = queue && list ? open_as_actor(&act, NULL) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_round_stage(&stage, round, stage);
	if (r == 0)
		r = fill_queue(list, counts, &act, stage);
	if (r == 0)
		r = gr_map_set_text(queue, "person", act.actor);
	if (r == 0)
		r = gr_map_set_int(queue, "open", counts[0]);
	if (r == 0)
		r = gr_map_set_int(queue, "done", counts[1]);
	if (r == 0)
		r = gr_map_set(queue, "reviews", gr_steal_value(&list));
	gr_value_free(list);
	gr_value_free(act.person);
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&queue));
	return r;
}

int grant_review_queue(grant_record **out, grant_round *round, const char *stage)
{
	int r = queue_once(out, round, stage);

	return gr_round_mend_index(round, r) ? queue_once(out, round, stage) : r;
}
