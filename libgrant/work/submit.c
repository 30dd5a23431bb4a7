/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Submission: an archive becomes an application, or a corrected one replaces an earlier one. The archive is read once,
 * before the lock; the id, the deadline and the search for the same archive belong to the tip. Not here: reading
 * (proposal.c), eligibility (screen.c).
 */
#include <grant/intake.h>

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/act.h"
#include "work/proposal.h"

struct submission {
	const struct gr_proposal *proposal;
	const grant_submit_options *options;
};

/* ---- deadline ---- */

/* So far the clocks of two servers may be apart. */
#define CLOCKS_APART 300

/* Nothing came after it is taken in. */
static void received_by_mail(struct gr_time *out, const struct gr_act *act, const struct submission *submission)
{
	const struct gr_proposal *proposal = submission->proposal;
	struct gr_place place = { .file = proposal->archive };

	if (submission->options->attachment > 0 && !proposal->has_received)
		gr_findings_add(act->findings, GR_F_MAIL_NO_TIME, &place, NULL);
	if (proposal->has_received && proposal->received.seconds > out->seconds + CLOCKS_APART) {
		struct gr_time says = { proposal->received.seconds, out->offset };
		char later[GR_TIME_TEXT_SIZE], taken[GR_TIME_TEXT_SIZE];

		gr_time_format(later, says);
		gr_time_format(taken, *out);
		gr_findings_add(act->findings, GR_F_MAIL_LATER, &place, later, taken, NULL);
	}
	if (proposal->has_received && proposal->received.seconds < out->seconds)
		out->seconds = proposal->received.seconds;
}

static int received_time(struct gr_time *out, const struct gr_act *act, const struct submission *submission)
{
	const char *text = submission->options->received;
	int r;

	*out = act->now;
	if (!text) {
		received_by_mail(out, act, submission);
		return 0;
	}
	r = gr_time_parse(out, text);
	if (r < 0)
		return r;
	if (out->seconds > act->now.seconds && !act->round->is_retrospective)
		return gr_fail(GRANT_EINPUT, _("%s lies in the future; an archive cannot have been received then"),
		               text);
	return 0;
}

static int check_deadline(const struct gr_act *act, struct gr_time received)
{
	const gr_value *calendar = gr_map_get(act->round->description, "calendar");
	struct gr_calendar dates;
	int r = gr_calendar_read(&dates, act->round->description);

	if (r < 0)
		return r;
	if (received.seconds < dates.open.seconds)
		return gr_fail(GRANT_EDENIED, _("the round opens only at %s"), gr_map_text(calendar, "open"));
	if (received.seconds > dates.close.seconds)
		return gr_fail(
			GRANT_EDENIED,
			_("the round closed at %s; for an archive that came in time say when with --received TIME"),
			gr_map_text(calendar, "close"));
	return 0;
}

/* ---- what only the whole round knows ---- */

static int check_same_archive(struct gr_act *act, gr_index *index, const struct gr_proposal *proposal)
{
	struct gr_condition same = { .column = "sha256", .compare = GR_EQUAL, .text = proposal->sha256 };
	struct gr_select select = { .table = "receipt", .conditions = &same, .condition_count = 1, .limit = 1 };
	struct gr_place place = { .file = proposal->archive };
	gr_cursor *cursor = NULL;
	const gr_value *row;
	int r = gr_index_select(&cursor, index, &select);

	if (r == 0)
		r = gr_cursor_next(&row, cursor);
	if (r == 1) {
		const char *id = gr_map_text(row, "application");

		gr_findings_add(act->findings, GR_F_APPLICATION_SAME_ARCHIVE, &place, id, NULL);
		r = gr_error_in_record(
			gr_fail(GRANT_EEXISTS, _("%s was taken in already, as %s"), proposal->archive, id), id);
	}
	gr_cursor_free(cursor);
	return r;
}

static int check_organisation(struct gr_act *act, gr_index *index, const struct gr_proposal *proposal)
{
	const char *name = gr_value_text(gr_value_at(proposal->application, "organisation.name"));
	struct gr_condition same[] = {
		{ .column = "organisation_name", .compare = GR_EQUAL, .text = name },
		{ .column = "state", .compare = GR_NOT_EQUAL, .text = "withdrawn" },
	};
	struct gr_select select = { .table = "application", .conditions = same, .condition_count = GR_COUNT(same) };
	struct gr_place place = { .file = proposal->archive, .field = "organisation.name" };
	int64_t limit = 0, count = 0;
	int r;

	if (!name || gr_value_int64(&limit, gr_value_at(act->round->description, "limits.per_organisation")) < 0) {
		gr_error_clear();
		return 0;
	}
	r = gr_index_count(&count, index, &select);
	if (r == 0 && limit > 0 && count + 1 > limit) {
		gr_autofree_text char *is = gr_format("%lld", (long long)count + 1);
		gr_autofree_text char *may = gr_format("%lld", (long long)limit);

		gr_findings_add(act->findings, GR_F_APPLICATION_PER_ORGANISATION, &place, name, is, may, NULL);
	}
	return r;
}

/* Whoever forgets --replace for a corrected archive makes a second application. */
static int check_returned(struct gr_act *act, gr_index *index, const struct gr_proposal *proposal)
{
	const char *name = gr_value_text(gr_value_at(proposal->application, "organisation.name"));
	struct gr_condition same[] = {
		{ .column = "organisation_name", .compare = GR_EQUAL, .text = name },
		{ .column = "state", .compare = GR_EQUAL, .text = "returned" },
	};
	struct gr_select select = { .table = "application", .conditions = same, .condition_count = GR_COUNT(same) };
	struct gr_place place = { .file = proposal->archive };
	gr_cursor *cursor = NULL;
	const gr_value *row;
	int r = name ? gr_index_select(&cursor, index, &select) : 0;

	while (name && r == 0 && (r = gr_cursor_next(&row, cursor)) == 1) {
		gr_findings_add(act->findings, GR_F_APPLICATION_RETURNED, &place, gr_map_text(row, "application"), name,
		                NULL);
		r = 0;
	}
	gr_cursor_free(cursor);
	return r;
}

/* One above the highest that the prefix has; `ahead` were tried before in a dry run. */
static int next_id(char out[GR_ID_SIZE], struct gr_act *act, gr_index *index, unsigned ahead)
{
	const char *prefix = gr_map_text(act->person, "prefix");
	char low[GR_ID_SIZE], high[GR_ID_SIZE];
	struct gr_condition own[] = {
		{ .column = "application", .compare = GR_AT_LEAST, .text = low },
		{ .column = "application", .compare = GR_AT_MOST, .text = high },
	};
	struct gr_select select = { .table = "application",
		                    .conditions = own,
		                    .condition_count = GR_COUNT(own),
		                    .order = "-application",
		                    .limit = 1 };
	gr_cursor *cursor = NULL;
	const gr_value *row;
	int64_t number = 1;
	int r;

	if (!prefix)
		prefix = gr_map_text(act->round->description, "prefix");
	snprintf(low, sizeof(low), "%s-", prefix);
	snprintf(high, sizeof(high), "%s.", prefix); /* the character behind "-" */
	r = gr_index_select(&cursor, index, &select);
	if (r == 0)
		r = gr_cursor_next(&row, cursor);
	if (r == 1)
		number = gr_application_id_number(gr_map_text(row, "application")) + 1;
	gr_cursor_free(cursor);
	return r < 0 ? r : gr_application_id_make(out, prefix, number + ahead);
}

/* ---- building ---- */

static gr_value *make_receipt(const struct gr_act *act, const struct gr_proposal *proposal, struct gr_time received)
{
	char text[GR_TIME_TEXT_SIZE];
	gr_value *receipt = gr_map_new();
	int r = receipt ? gr_map_set_text(receipt, "archive", proposal->archive) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_int(receipt, "size", proposal->size);
	if (r == 0)
		r = gr_map_set_text(receipt, "sha256", proposal->sha256);
	received.offset = act->now.offset;
	gr_time_format(text, received);
	if (r == 0)
		r = gr_map_set_text(receipt, "received", text);
	gr_time_format(text, act->now);
	if (r == 0)
		r = gr_map_set_text(receipt, "taken", text);
	if (r == 0 && proposal->is_paper)
		r = gr_map_set_bool(receipt, "paper", true);
	if (r == 0)
		r = gr_map_set_text(receipt, "by", act->actor);
	if (r == 0)
		r = gr_map_set(receipt, "entries", gr_value_copy(proposal->entries));
	if (r == 0)
		return receipt;
	gr_value_free(receipt);
	return NULL;
}

static int put_files(struct gr_act *act, const struct gr_proposal *proposal)
{
	gr_autofree_text char *folder = gr_application_folder(act->subject);

	if (!folder)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < proposal->count; i++) {
		gr_autofree_text char *path = gr_format("%s/proposal/%s", folder, proposal->files[i].name);
		int r = path ? gr_edit_put(act->edit, path, &proposal->files[i].blob) : GRANT_ENOMEM;

		if (r < 0)
			return r;
	}
	return 0;
}

/* A corrected archive: the earlier files and verdict go, the history keeps them. */
static int clear_earlier(struct gr_act *act)
{
	struct gr_location screening = gr_act_place(act, GR_KIND_SCREENING, NULL, NULL, NULL);
	gr_autofree_text char *folder = gr_application_folder(act->subject);
	gr_autofree_text char *files = folder ? gr_format("%s/proposal", folder) : NULL;
	int r = files ? gr_edit_remove(act->edit, files) : GRANT_ENOMEM;

	return r == 0 ? gr_act_remove(act, &screening) : r;
}

static int tell_receipt(struct gr_act *act, const struct gr_proposal *proposal, gr_value *receipt)
{
	gr_value *told = gr_map_new();
	const char *name = gr_value_text(gr_value_at(proposal->application, "organisation.name"));
	int r = told ? gr_map_set_text(told, "id", act->subject) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(receipt); i++)
		r = gr_map_set(told, gr_value_key(receipt, i), gr_value_copy(gr_value_item(receipt, i)));
	if (r == 0)
		r = gr_map_set_text(told, "title", gr_map_text(proposal->application, "title"));
	if (r == 0)
		r = gr_map_set_text(told, "organisation", name);
	gr_value_free(act->result);
	act->result = told;
	return r;
}

static int put_application(struct gr_act *act, const struct gr_proposal *proposal, struct gr_time received)
{
	struct gr_location place = gr_act_place(act, GR_KIND_APPLICATION, NULL, NULL, NULL);
	gr_value *receipt = make_receipt(act, proposal, received);
	gr_value *record = gr_map_new();
	int r = record && receipt ? gr_map_set_text(record, "id", act->subject) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(proposal->application); i++)
		r = gr_map_set(record, gr_value_key(proposal->application, i),
		               gr_value_copy(gr_value_item(proposal->application, i)));
	if (r == 0)
		r = tell_receipt(act, proposal, receipt);
	if (r < 0) {
		gr_value_free(record);
		gr_value_free(receipt);
		return r;
	}
	r = gr_act_put(act, &place, record);
	place.kind = GR_KIND_RECEIPT;
	if (r == 0)
		return gr_act_put(act, &place, receipt);
	gr_value_free(receipt);
	return r;
}

static int build_submission(struct gr_act *act, const void *input)
{
	const struct submission *submission = input;
	const struct gr_proposal *proposal = submission->proposal;
	struct gr_time received;
	char id[GR_ID_SIZE];
	gr_index *index;
	int r = received_time(&received, act, submission);

	if (r == 0)
		r = check_deadline(act, received);
	if (r == 0)
		r = gr_act_index(&index, act);
	if (r == 0)
		r = check_same_archive(act, index, proposal);
	if (r == 0 && !act->subject[0]) {
		r = check_organisation(act, index, proposal);
		if (r == 0)
			r = check_returned(act, index, proposal);
		if (r == 0)
			r = next_id(id, act, index, submission->options->dry_run ? submission->options->ahead : 0);
		if (r == 0)
			r = gr_act_set_subject(act, id);
	} else if (r == 0) {
		r = clear_earlier(act);
	}
	if (r == 0)
		r = gr_act_detail(act, "%s", proposal->archive);
	if (r == 0)
		r = put_application(act, proposal, received);
	if (r == 0)
		r = put_files(act, proposal);
	return r;
}

static const struct gr_act_row submit_row = {
	.name = "submit",
	.roles = GR_ROLE_OFFICER | GR_ROLE_INTAKE,
	.states = GR_IN(SUBMITTED) | GR_IN(RETURNED),
	.build = build_submission,
};

/* Who may not take archives in should hear it before a large one is read. */
static int check_early(grant_round *round)
{
	struct gr_oid tip;
	gr_auto_value gr_value *person = NULL;
	unsigned roles;
	int r = gr_store_tip(&tip, round->store);

	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0)
		r = gr_actor_load(&person, &roles, round, &tip, gr_time_date(gr_round_now(round)));
	return r;
}

int grant_submit(grant_record **receipt, grant_findings **findings, grant_round *round, const char *archive,
                 const grant_submit_options *options)
{
	static const grant_submit_options defaults = GRANT_SUBMIT_OPTIONS_INIT;
	struct gr_proposal proposal = { 0 };
	struct gr_proposal_request request = { .path = archive };
	struct submission submission = { &proposal, options ? options : &defaults };
	gr_auto_findings grant_findings *read = NULL;
	gr_auto_findings grant_findings *built = NULL;
	gr_value *result = NULL;
	struct gr_act_wish wish = { .findings = &built, .result = &result };
	struct gr_mark mark;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	options = submission.options;
	if (!receipt || !archive || options->version != GRANT_SUBMIT_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no archive, or options of another version"));
	wish.subject = options->replace;
	wish.dry_run = options->dry_run;
	if (options->paper && options->attachment > 0)
		return gr_fail(GRANT_EINVALID, _("what is attached to a message is an archive, no form alone"));
	mark = gr_store_mark(round->store);
	read = gr_findings_new();
	r = read ? check_early(round) : GRANT_ENOMEM;
	if (r == 0) {
		request.charset = options->charset;
		request.is_paper = options->paper;
		request.attachment = options->attachment;
		request.round = round->description;
		request.store = options->dry_run ? NULL : round->store;
		request.progress = &round->progress;
		r = gr_proposal_read(&proposal, read, &request);
	}
	if (r == 0)
		r = gr_act_run(round, &submit_row, &wish, &submission);
	if (r < 0)
		gr_store_rewind(round->store, &mark); /* the archive's files, which nothing refers to now */
	gr_proposal_clear(&proposal);
	if (read && built)
		gr_findings_move(read, built);
	if (findings) {
		*findings = read;
		read = NULL;
	}
	if (r == 0)
		*receipt = gr_record_of(result);
	return r;
}
