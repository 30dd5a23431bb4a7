/* SPDX-License-Identifier: Apache-2.0 */
/* A reviewer's whole spreadsheet: every row a review, all or nothing, one commit. Not here: one review (review.c). */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/criteria.h"
#include "work/review.h"
#include "work/sheet.h"

#define CRITERIA_MAX 64

struct import {
	const char *file, *stage;
	int64_t count;
};

struct columns {
	const char *names[CRITERIA_MAX + 3]; /* application, the criteria, comment, NULL */
	size_t criteria;
};

static int known_columns(struct columns *out, const gr_value *declared)
{
	const gr_value *criteria = gr_map_get(declared, "criteria");

	out->criteria = gr_value_count(criteria);
	if (out->criteria > CRITERIA_MAX)
		return gr_fail(GRANT_ELIMIT, _("a table can hold %d criteria at most"), CRITERIA_MAX);
	out->names[0] = "application";
	for (size_t i = 0; i < out->criteria; i++)
		out->names[i + 1] = gr_map_text(gr_value_item(criteria, i), "id");
	out->names[out->criteria + 1] = "comment";
	out->names[out->criteria + 2] = NULL;
	return 0;
}

static bool is_not_given(const char *cell)
{
	return !cell[0] || strcmp(cell, "n/a") == 0 || strcmp(cell, "N/A") == 0;
}

/* The scores of a row; texts live in `cells`. */
static int read_scores(grant_score *scores, char **cells, const struct gr_sheet *sheet, size_t row,
                       const struct columns *columns)
{
	for (size_t i = 0; i < columns->criteria; i++) {
		cells[i] = gr_sheet_cell(sheet, row, columns->names[i + 1]);
		if (!cells[i])
			return GRANT_ENOMEM;
		scores[i].criterion = columns->names[i + 1];
		scores[i].value = is_not_given(cells[i]) ? NULL : cells[i];
	}
	return 0;
}

static int make_review(gr_value **out, const struct gr_sheet *sheet, size_t row, const struct columns *columns,
                       const gr_value *there)
{
	grant_score scores[CRITERIA_MAX];
	char *cells[CRITERIA_MAX] = { NULL };
	gr_autofree_text char *comment = gr_sheet_cell(sheet, row, "comment");
	grant_review_options options = GRANT_REVIEW_OPTIONS_INIT;
	int r = comment ? read_scores(scores, cells, sheet, row, columns) : GRANT_ENOMEM;

	options.scores = scores;
	options.score_count = columns->criteria;
	options.comment = comment && comment[0] ? comment : NULL;
	if (r == 0) {
		*out = gr_review_merge(there, &options);
		r = *out ? 0 : GRANT_ENOMEM;
	}
	for (size_t i = 0; i < columns->criteria; i++)
		gr_free(cells[i]);
	return r;
}

static int check_row(grant_findings *findings, const gr_value *review, const gr_value *declared,
                     const struct gr_sheet *sheet, size_t row)
{
	gr_auto_findings grant_findings *wrong = gr_findings_new();
	int r = wrong ? gr_review_check(wrong, review, gr_map_get(declared, "criteria")) : GRANT_ENOMEM;

	if (r == GRANT_EINPUT) {
		gr_findings_set_file(wrong, sheet->file);
		gr_findings_set_line(wrong, gr_sheet_line(sheet, row));
	}
	if (wrong)
		gr_findings_move(findings, wrong);
	return r == GRANT_EINPUT ? 0 : r;
}

static bool was_before(const struct gr_sheet *sheet, size_t row, const char *id)
{
	for (size_t i = 0; i < row; i++) {
		gr_autofree_text char *earlier = gr_sheet_cell(sheet, i, "application");

		if (earlier && strcmp(earlier, id) == 0)
			return true;
	}
	return false;
}

static int import_row(struct gr_act *act, const struct gr_sheet *sheet, size_t row, const gr_value *declared,
                      const struct columns *columns)
{
	gr_autofree_text char *id = gr_sheet_cell(sheet, row, "application");
	const char *stage = gr_map_text(declared, "id");
	struct gr_location place = { .kind = GR_KIND_REVIEW };
	struct gr_subject application = { 0 };
	gr_value *review = NULL;
	int r = id ? gr_subject_load(&application, act->round, &act->base, id) : GRANT_ENOMEM;

	if (r == 0 && was_before(sheet, row, id))
		r = gr_fail(GRANT_EINPUT, _("%s is in the table twice"), id);
	if (r == 0 && application.state != GR_STATE_IN_REVIEW)
		r = gr_fail(GRANT_EDENIED, _("%s is in the state “%s” and not in review"), id,
		            gr_state_label(application.state));
	if (r == 0)
		r = gr_review_allow(act, &application, stage);
	if (r == 0)
		r = make_review(&review, sheet, row, columns,
		                gr_subject_find(&application, GR_KIND_REVIEW, stage, act->actor, NULL));
	if (r == 0)
		r = check_row(act->findings, review, declared, sheet, row);
	gr_subject_clear(&application);
	if (r < 0 || grant_findings_count_from(act->findings, GRANT_ERROR) > 0) {
		gr_value_free(review);
		return r;
	}
	snprintf(place.application, sizeof(place.application), "%s", id);
	snprintf(place.stage, sizeof(place.stage), "%s", stage);
	snprintf(place.person, sizeof(place.person), "%s", act->actor);
	return gr_act_put(act, &place, review);
}

/* Every row is looked at, so that all problems are told at once; the first refusal gives the code. */
static int import_rows(struct gr_act *act, struct import *import, const gr_value *declared,
                       const struct columns *columns)
{
	struct gr_sheet sheet;
	int first, r = gr_sheet_read(&sheet, act->findings, import->file, columns->names, columns->criteria + 1);

	if (r < 0)
		return r;
	first = gr_findings_result(act->findings);
	import->count = (int64_t)gr_sheet_rows(&sheet);
	for (size_t row = 0; row < gr_sheet_rows(&sheet); row++) {
		r = import_row(act, &sheet, row, declared, columns);
		if (r == 0)
			continue;
		if (first == 0)
			first = r;
		gr_sheet_wrong(&sheet, act->findings, row);
	}
	gr_sheet_clear(&sheet);
	r = gr_findings_result(act->findings);
	if (r == 0 && import->count == 0)
		return gr_fail(GRANT_EINPUT, _("%s holds no rows"), import->file);
	return first ? gr_error_recode(first) : r;
}

static int build_import(struct gr_act *act, const void *input)
{
	struct import *import = (struct import *)(uintptr_t)input;
	const gr_value *declared;
	const gr_rules *rules;
	const char *stage;
	struct columns columns;
	int r = gr_round_stage(&stage, act->round, import->stage);

	if (r == 0)
		r = gr_round_rules(&rules, act->round, &act->base);
	if (r == 0)
		r = gr_stage_declared(&declared, rules, stage);
	if (r == 0)
		r = known_columns(&columns, declared);
	if (r == 0)
		r = gr_act_set_subject(act, stage);
	if (r == 0)
		r = import_rows(act, import, declared, &columns);
	if (r == 0)
		r = gr_act_detail(act, "%lld reviews by %s", (long long)import->count, act->actor);
	return r;
}

static const struct gr_act_row import_row_of_acts = {
	.name = "review-import",
	.roles = GR_ROLE_REVIEWER,
	.build = build_import,
};

int grant_review_import(int64_t *count, grant_findings **findings, grant_round *round, const char *file,
                        const char *stage, bool dry_run)
{
	struct import import = { .file = file, .stage = stage };
	struct gr_act_wish wish = { .dry_run = dry_run, .findings = findings };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!file)
		return gr_fail(GRANT_EINVALID, _("no file was given"));
	r = gr_act_run(round, &import_row_of_acts, &wish, &import);
	if (r == 0 && count)
		*count = import.count;
	return r;
}
