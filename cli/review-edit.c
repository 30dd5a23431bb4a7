/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A review typed in an editor. What was typed is never lost: the editor works on the draft itself, which stays
 * until the review is handed in. Not here: the form (review-form.c).
 */
#include "review-edit.h"

#include <string.h>
#include <sys/stat.h>

#include "draft.h"
#include "message.h"
#include "output.h"
#include "prompt.h"
#include "review-form.h"
#include "text.h"

/* Nobody mends a form so often by hand; an editor that is a program might go on for ever. */
#define MOST_ATTEMPTS 50

struct editing {
	struct cli *cli;
	const char *application;
	bool dry_run;
	grant_record *opened;
	char *path;
	char *blank;      /* the form as it is made new */
	char *text;       /* the form as it stands */
	struct form form;
};

static const char *stage_of(const struct editing *editing)
{
	const char *stage = grant_record_text(editing->opened, "stage");

	return stage ? stage : "review";
}

static int find_draft(struct editing *editing)
{
	cleanup_record grant_record *round = NULL;
	const char *id = grant_record_text(editing->opened, "application.id"), *name;

	if (grant_round_show(&round, editing->cli->round) < 0)
		return failure(editing->cli, NULL);
	name = grant_record_text(round, "id");
	editing->path = draft_path(editing->cli, name ? name : "round", id ? id : editing->application,
	                           stage_of(editing));
	return editing->path ? EXIT_DONE : EXIT_ENVIRONMENT;
}

static bool is_blank(const struct editing *editing)
{
	cleanup_form struct form blank = { 0 };

	form_read(&blank, editing->blank, editing->opened);
	return form_is_empty(&editing->form) || form_is_same(&editing->form, &blank);
}

/* A draft that says nothing new is no draft. */
static void keep_or_remove(const struct editing *editing)
{
	if (is_blank(editing))
		draft_remove(editing->path);
	else
		note(editing->cli, _("what you typed is kept in %s; “grant review %s” goes on with it"), editing->path,
		     editing->application);
}

static int give_up(const struct editing *editing)
{
	int status = trouble(editing->cli, GRANT_EUNDECIDED, _("nothing was handed in"));

	form_tell_marks(editing->cli, editing->text);
	keep_or_remove(editing);
	return status;
}

/* One turn of the editor. `saved`: the file was written, even if with the same bytes. */
static int edit(struct editing *editing, bool *saved)
{
	struct stat before, after;
	char *text;
	int status;

	if (stat(editing->path, &before) < 0)
		memset(&before, 0, sizeof(before));
	status = prompt_edit(editing->cli, editing->path);
	text = draft_read(editing->cli, editing->path);
	if (!text)
		return EXIT_ENVIRONMENT;
	*saved = strcmp(text, editing->text) != 0 || (stat(editing->path, &after) == 0 &&
	         (before.st_ino != after.st_ino || before.st_mtim.tv_sec != after.st_mtim.tv_sec ||
	          before.st_mtim.tv_nsec != after.st_mtim.tv_nsec));
	free(editing->text);
	editing->text = text;
	form_clear(&editing->form);
	form_read(&editing->form, text, editing->opened);
	if (status != EXIT_DONE)
		keep_or_remove(editing);
	return status;
}

/* true: *status is final. false: the form has mistakes, which are marked in it now. */
static bool hand_in(struct editing *editing, int *status)
{
	grant_review_options options = GRANT_REVIEW_OPTIONS_INIT;
	cleanup_findings grant_findings *findings = NULL;
	bool had_comment = grant_record_text(editing->opened, "review.comment") != NULL;
	int r;

	options.stage = grant_record_text(editing->opened, "stage");
	options.scores = editing->form.scores;
	options.score_count = editing->form.score_count;
	options.comment = *editing->form.comment || had_comment ? editing->form.comment : NULL;
	options.dry_run = editing->dry_run;
	r = grant_review_put(&findings, editing->cli->round, editing->application, &options);
	if (r == GRANT_EINPUT && grant_findings_count_from(findings, GRANT_ERROR) > 0) {
		form_add_findings(&editing->form, editing->text, findings);
		return false;
	}
	*status = output_act(editing->cli, r, &(struct act_answer){ .findings = findings });
	if (*status == EXIT_DONE && !editing->dry_run)
		draft_remove(editing->path);
	else
		keep_or_remove(editing);
	return true;
}

static int mark(struct editing *editing)
{
	char *marked = form_marked(&editing->form, editing->text);

	free(editing->text);
	editing->text = marked;
	return draft_write(editing->cli, editing->path, marked);
}

static int edit_until_right(struct editing *editing)
{
	int status = EXIT_DONE;

	for (int i = 0; i < MOST_ATTEMPTS; i++) {
		bool saved = false;

		status = edit(editing, &saved);
		if (status != EXIT_DONE)
			return status;
		if (!saved || is_blank(editing))
			return give_up(editing);
		if (editing->form.mistake_count == 0 && hand_in(editing, &status))
			return status;
		status = mark(editing);
		if (status != EXIT_DONE)
			return status;
	}
	return give_up(editing);
}

static int begin(struct editing *editing)
{
	int status = find_draft(editing);

	if (status != EXIT_DONE)
		return status;
	editing->blank = form_new(editing->opened);
	if (!draft_exists(editing->path)) {
		editing->text = text_copy(editing->blank);
		return draft_write(editing->cli, editing->path, editing->text);
	}
	note(editing->cli, _("going on with the draft %s"), editing->path);
	editing->text = draft_read(editing->cli, editing->path);
	return editing->text ? EXIT_DONE : EXIT_ENVIRONMENT;
}

int review_edit(struct cli *cli, const char *application, const char *stage, bool dry_run)
{
	struct editing editing = { .cli = cli, .application = application, .dry_run = dry_run };
	int status;

	if (grant_review_open(&editing.opened, cli->round, application, stage) < 0)
		return failure(cli, NULL);
	status = begin(&editing);
	if (status == EXIT_DONE)
		status = edit_until_right(&editing);
	form_clear(&editing.form);
	grant_record_free(editing.opened);
	free(editing.path);
	free(editing.blank);
	free(editing.text);
	return status;
}
