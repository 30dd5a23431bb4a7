/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is due, late, and waiting for whom. Counts come from the index; what follows from an agreement is read from its
 * records. Not here: what may be done (the acts say).
 */
#include <grant/query.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/payments.h"
#include "work/sums.h"

struct status {
	grant_round *round;
	gr_index *index;
	struct gr_oid tip;
	struct gr_time now;
	gr_value *tasks;
};

struct task {
	const char *what; /* stable word */
	const char *application;
	const char *who;  /* a role or a person */
	const char *due;  /* a date or a time; NULL */
	const char *text; /* for people */
};

static bool is_late(const struct status *status, const char *due)
{
	struct gr_time time;
	int64_t day;

	if (!due)
		return false;
	if (strlen(due) == 10)
		return gr_date_parse(&day, due) == 0 && gr_time_date(status->now) > day;
	return gr_time_parse(&time, due) == 0 && status->now.seconds > time.seconds;
}

static int add_task(struct status *status, const struct task *task)
{
	gr_value *entry = gr_map_new();
	int r = entry ? gr_map_set_text(entry, "what", task->what) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(entry, "application", task->application);
	if (r == 0)
		r = gr_map_set_text(entry, "who", task->who);
	if (r == 0)
		r = gr_map_set_text(entry, "due", task->due);
	if (r == 0)
		r = gr_map_set_bool(entry, "late", is_late(status, task->due));
	if (r == 0)
		r = gr_map_set_text(entry, "text", task->text);
	if (r < 0) {
		gr_value_free(entry);
		return r;
	}
	return gr_list_add(status->tasks, entry);
}

/* ---- states ---- */

static int add_states(gr_value *told, struct status *status)
{
	gr_value *states = gr_map_new();
	int r = states ? 0 : GRANT_ENOMEM;

	for (int state = GR_STATE_SUBMITTED; r == 0 && state < GR_STATE_COUNT; state++) {
		struct gr_condition is = { .column = "state",
			                   .compare = GR_EQUAL,
			                   .text = gr_state_name((enum gr_state)state) };
		struct gr_select select = { .table = "application", .conditions = &is, .condition_count = 1 };
		int64_t count = 0;

		r = gr_index_count(&count, status->index, &select);
		if (r == 0 && count > 0)
			r = gr_map_set_int(states, gr_state_name((enum gr_state)state), count);
	}
	if (r < 0) {
		gr_value_free(states);
		return r;
	}
	return gr_map_set(told, "states", states);
}

static int add_phase(gr_value *told, struct status *status)
{
	const gr_value *calendar = gr_map_get(status->round->description, "calendar");
	struct gr_calendar dates;
	const char *phase;
	int r = gr_calendar_read(&dates, status->round->description);

	if (r < 0)
		return r;
	if (status->now.seconds < dates.open.seconds)
		phase = "announced";
	else if (status->now.seconds <= dates.close.seconds)
		phase = "open";
	else
		phase = "closed";
	r = gr_map_set_text(told, "phase", phase);
	if (r == 0)
		r = gr_map_set_text(told, "open", gr_map_text(calendar, "open"));
	if (r == 0)
		r = gr_map_set_text(told, "close", gr_map_text(calendar, "close"));
	return r;
}

/* ---- one task for each application in a state ---- */

static const struct {
	enum gr_state state;
	const char *what, *who, *text;
} simple[] = {
	{ GR_STATE_SUBMITTED, "screen", "officer", N_("waits to be screened") },
	{ GR_STATE_RETURNED, "correct", "organisation", N_("was returned and waits for a corrected archive") },
	{ GR_STATE_APPROVED, "agree", "officer", N_("is approved and waits for its agreement") },
};

/* Ids of a state, collected first: a cursor must not stay open while others are asked. */
static int ids_in_state(gr_value **out, struct status *status, enum gr_state state)
{
	struct gr_condition is = { .column = "state", .compare = GR_EQUAL, .text = gr_state_name(state) };
	struct gr_select select = { .table = "application", .conditions = &is, .condition_count = 1 };
	gr_auto_value gr_value *ids = gr_list_new();
	gr_cursor *cursor = NULL;
	const gr_value *row;
	int r = ids ? gr_index_select(&cursor, status->index, &select) : GRANT_ENOMEM;

	while (r == 0 && (r = gr_cursor_next(&row, cursor)) == 1)
		r = gr_list_add(ids, gr_text_new(gr_map_text(row, "application")));
	gr_cursor_free(cursor);
	if (r == 0)
		*out = gr_steal_value(&ids);
	return r;
}

static int add_simple(struct status *status)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < GR_COUNT(simple); i++) {
		gr_auto_value gr_value *ids = NULL;

		r = ids_in_state(&ids, status, simple[i].state);
		for (size_t k = 0; r == 0 && k < gr_value_count(ids); k++) {
			struct task task = { .what = simple[i].what,
				             .who = simple[i].who,
				             .text = _(simple[i].text),
				             .application = gr_value_text(gr_value_item(ids, k)) };

			r = add_task(status, &task);
		}
	}
	return r;
}

/* ---- reviews ---- */

static int count_rows(int64_t *out, struct status *status, const char *table, const char *application)
{
	struct gr_condition own = { .column = "application", .compare = GR_EQUAL, .text = application };
	struct gr_select select = { .table = table, .conditions = &own, .condition_count = 1 };

	return gr_index_count(out, status->index, &select);
}

static int add_assignments(struct status *status, enum gr_state state)
{
	gr_auto_value gr_value *ids = NULL;
	int64_t wanted = 1, count = 0;
	int r = ids_in_state(&ids, status, state);

	if (gr_value_int64(&wanted, gr_map_get(status->round->description, "reviewers_per_application")) < 0)
		gr_error_clear();
	for (size_t i = 0; r == 0 && i < gr_value_count(ids); i++) {
		const char *id = gr_value_text(gr_value_item(ids, i));
		char text[160];
		struct task task = { .what = "assign", .who = "officer", .application = id, .text = text };

		r = count_rows(&count, status, "assignment", id);
		if (r < 0 || count >= wanted)
			continue;
		snprintf(text, sizeof(text),
		         dngettext(GR_DOMAIN, "has %lld of %lld reviewer", "has %lld of %lld reviewers",
		                   (unsigned long)wanted),
		         (long long)count, (long long)wanted);
		r = add_task(status, &task);
	}
	return r;
}

static int is_in_review(bool *out, struct status *status, const char *application)
{
	struct gr_condition own[] = {
		{ .column = "application", .compare = GR_EQUAL, .text = application },
		{ .column = "state", .compare = GR_EQUAL, .text = "in-review" },
	};
	struct gr_select select = { .table = "application", .conditions = own, .condition_count = 2 };
	int64_t count = 0;
	int r = gr_index_count(&count, status->index, &select);

	*out = count > 0;
	return r;
}

static int add_review(struct status *status, const gr_value *assignment)
{
	struct task task = { .what = "review",
		             .who = gr_map_text(assignment, "person"),
		             .application = gr_map_text(assignment, "application"),
		             .due = gr_value_text(gr_value_at(status->round->description, "calendar.review_until")),
		             .text = _("waits for a review") };
	bool open = false;
	int r = is_in_review(&open, status, task.application);

	return r == 0 && open ? add_task(status, &task) : r;
}

static int add_reviews(struct status *status)
{
	static const char *const settled[] = { "review", "conflict", NULL };
	struct gr_select select = { .table = "assignment", .unless = settled };
	gr_cursor *cursor = NULL;
	const gr_value *assignment;
	int r = gr_index_select(&cursor, status->index, &select);

	while (r == 0 && (r = gr_cursor_next(&assignment, cursor)) == 1)
		r = add_review(status, assignment);
	gr_cursor_free(cursor);
	return r;
}

/*
 * Nobody is waited for any more: the round's next step is the officer's, who may go on with fewer reviewers than the round
 * wished for. After the tasks of review.
 */
static int add_decision(struct status *status)
{
	struct task task = { .what = "decide", .who = "officer", .text = _("all reviews are in; rank and decide") };
	gr_auto_value gr_value *ids = NULL, *unassigned = NULL;
	int r = ids_in_state(&ids, status, GR_STATE_IN_REVIEW);

	if (r == 0)
		r = ids_in_state(&unassigned, status, GR_STATE_ELIGIBLE);
	if (r < 0 || gr_value_count(ids) == 0 || gr_value_count(unassigned) > 0 || gr_list_find(status->tasks, "what", "review"))
		return r;
	return add_task(status, &task);
}

/* ---- agreements: milestones and money ---- */

static int add_milestones(struct status *status, const struct gr_subject *application, const gr_value *agreement)
{
	const gr_value *milestones = gr_map_get(agreement, "milestones");
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(milestones); i++) {
		const gr_value *milestone = gr_value_item(milestones, i);
		const char *id = gr_map_text(milestone, "id");
		const gr_value *common = gr_title_of(gr_map_get(status->round->description, "milestones"), id);
		const char *title = common ? gr_title_text(common) : gr_map_text(milestone, "title");
		const char *verdict =
			gr_map_text(gr_subject_find(application, GR_KIND_MILESTONE, NULL, NULL, id), "verdict");
		gr_autofree_text char *text =
			gr_format(_("waits for the assessment of milestone %s (%s)"), id, title ? title : id);
		struct task task = { .what = "milestone",
			             .who = "officer",
			             .application = application->id,
			             .text = text,
			             .due = gr_map_text(milestone, "due") };

		if (!text)
			return GRANT_ENOMEM;
		if (!verdict || strcmp(verdict, "condition") == 0)
			r = add_task(status, &task);
	}
	return r;
}

static int add_tranches(struct status *status, const struct gr_subject *application, const gr_value *agreement)
{
	const gr_value *tranches = gr_map_get(agreement, "tranches");
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(tranches); i++) {
		const gr_value *tranche = gr_value_item(tranches, i);
		gr_autofree_text char *text =
			gr_format(_("tranche %s (%s) can be requested"), gr_map_text(tranche, "tranche"),
		                  gr_map_text(tranche, "amount"));
		struct task task = {
			.what = "pay-request", .who = "officer", .application = application->id, .text = text
		};
		int64_t left = 0;

		if (!text)
			return GRANT_ENOMEM;
		if (gr_payment_tranche_is_due(application, tranche))
			r = gr_payment_tranche_left(&left, application, tranche);
		if (r == 0 && left > 0)
			r = add_task(status, &task);
	}
	return r;
}

/* The milestone failed after the money was requested: nobody can approve or make this payment. */
static int add_payment_back(struct status *status, const struct gr_subject *application, const gr_value *payment)
{
	gr_autofree_text char *text =
		gr_format(_("payment of %s waits for a milestone that has not passed any more; send it back"),
	                  gr_map_text(payment, "amount"));
	struct task task = {
		.what = "pay-return", .who = "finance", .application = application->id, .text = text
	};

	return text ? add_task(status, &task) : GRANT_ENOMEM;
}

static int add_payment(struct status *status, const struct gr_subject *application, const gr_value *payment)
{
	bool requested = gr_payment_is_in(payment, GR_PAYMENT_REQUESTED);
	gr_autofree_text char *text =
		gr_format(requested ? _("payment of %s waits for approval by another person than %s")
	                            : _("payment of %s, requested by %s, is approved and waits to be made"),
	                  gr_map_text(payment, "amount"), gr_value_text(gr_value_at(payment, "requested.by")));
	struct task task = { .what = requested ? "pay-approve" : "pay-done",
		             .who = "finance",
		             .application = application->id,
		             .text = text };

	if (!text)
		return GRANT_ENOMEM;
	if (!requested && !gr_payment_is_in(payment, GR_PAYMENT_APPROVED))
		return 0;
	if (!gr_payment_is_due(application, payment))
		return add_payment_back(status, application, payment);
	return add_task(status, &task);
}

static int add_project(struct status *status, const char *id)
{
	struct gr_subject application = { 0 };
	const gr_value *agreement;
	int r = gr_subject_load(&application, status->round, &status->tip, id);

	if (r < 0)
		return r;
	agreement = gr_subject_get(&application, GR_KIND_AGREEMENT);
	r = add_tranches(status, &application, agreement);
	for (size_t i = 0; r == 0 && i < application.count; i++)
		if (application.items[i].location.kind == GR_KIND_PAYMENT)
			r = add_payment(status, &application, application.items[i].record);
	if (r == 0)
		r = add_milestones(status, &application, agreement);
	gr_subject_clear(&application);
	return r;
}

static int add_projects(struct status *status, enum gr_state state)
{
	gr_auto_value gr_value *ids = NULL;
	int r = ids_in_state(&ids, status, state);

	if (r == 0 && gr_value_count(ids) > 0)
		r = gr_store_expect_reading(status->round->store);
	for (size_t i = 0; r == 0 && i < gr_value_count(ids); i++)
		r = add_project(status, gr_value_text(gr_value_item(ids, i)));
	return r;
}

/* ---- the whole ---- */

struct place {
	const gr_value *task;
	size_t at;
};

/* What is late comes first, the longest late before the others; the rest stays in the order of a round's life. */
static int compare_places(const void *a, const void *b)
{
	const struct place *one = a, *other = b;
	bool late = gr_value_true(gr_map_get(one->task, "late")),
	     other_late = gr_value_true(gr_map_get(other->task, "late"));
	int order = late && other_late ? strcmp(gr_map_text(one->task, "due"), gr_map_text(other->task, "due")) : 0;

	if (late != other_late)
		return late ? -1 : 1;
	return order ? order : (one->at > other->at) - (one->at < other->at);
}

static int order_tasks(struct status *status)
{
	size_t count = gr_value_count(status->tasks);
	struct place *places = gr_alloc_array(count + 1, sizeof(*places));
	gr_value *ordered = gr_list_new();
	int r = places && ordered ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < count; i++)
		places[i] = (struct place){ gr_value_item(status->tasks, i), i };
	if (r == 0)
		qsort(places, count, sizeof(*places), compare_places);
	for (size_t i = 0; r == 0 && i < count; i++)
		r = gr_list_add(ordered, gr_value_copy(places[i].task));
	gr_free(places);
	gr_value_free(r == 0 ? status->tasks : ordered);
	if (r == 0)
		status->tasks = ordered;
	return r;
}

static int add_tasks(gr_value *told, struct status *status)
{
	int r;

	status->tasks = gr_list_new();
	r = status->tasks ? add_simple(status) : GRANT_ENOMEM;
	if (r == 0)
		r = add_assignments(status, GR_STATE_ELIGIBLE);
	if (r == 0)
		r = add_assignments(status, GR_STATE_IN_REVIEW);
	if (r == 0)
		r = add_reviews(status);
	if (r == 0)
		r = add_decision(status);
	if (r == 0)
		r = add_projects(status, GR_STATE_AGREED);
	if (r == 0)
		r = add_projects(status, GR_STATE_ACTIVE);
	if (r == 0)
		r = order_tasks(status);
	if (r < 0) {
		gr_value_free(status->tasks);
		return r;
	}
	return gr_map_set(told, "tasks", status->tasks);
}

static int status_once(grant_record **out, grant_round *round)
{
	struct status status = { .round = round };
	gr_auto_value gr_value *told = NULL;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out)
		return gr_fail(GRANT_EINVALID, _("no record was given"));
	r = gr_store_tip(&status.tip, round->store);
	if (r == 0)
		r = gr_round_at(round, &status.tip);
	if (r == 0)
		r = gr_round_index(&status.index, round, &status.tip);
	if (r < 0)
		return r;
	status.now = gr_round_now(round);
	told = gr_map_new();
	r = told ? gr_map_set(told, "title", gr_value_copy(gr_map_get(round->description, "title"))) : GRANT_ENOMEM;
	if (r == 0)
		r = add_phase(told, &status);
	if (r == 0)
		r = add_states(told, &status);
	if (r == 0)
		r = gr_map_set(told, "money", gr_sums_value(round, status.index));
	if (r == 0)
		r = add_tasks(told, &status);
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&told));
	return r;
}

int grant_status(grant_record **out, grant_round *round)
{
	int r = status_once(out, round);

	return gr_round_mend_index(round, r) ? status_once(out, round) : r;
}
