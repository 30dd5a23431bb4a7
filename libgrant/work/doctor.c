/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking for damage: the repository first (store/doctor.c), then whether the index says what the records say, which is made
 * once more from them to be compared. Not here: what is wrong with records by the rules of the round.
 */
#include <grant/maintenance.h>

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/handle.h"

#define LOCK_MILLISECONDS 60000
#define NAMES_TOLD 5

struct doctor {
	struct grant_round round; /* as much of a handle as the index needs */
	struct gr_exam exam;
	char *index_path;
	char known[41]; /* the commit that the index stands for, "" for none */
};

static void tell(struct doctor *doctor, enum gr_finding_id id, const char *one, const char *two)
{
	struct gr_place place = { .file = doctor->index_path };

	gr_findings_add(doctor->exam.findings, id, &place, one ? one : "", two ? two : "", NULL);
}

/* To put it right is a commit, and so a person's to do. */
static void look_at_attributes(struct doctor *doctor, const struct gr_oid *tip)
{
	struct gr_place place = { .entry = ".gitattributes" };
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	int r = gr_store_read(&text, doctor->round.store, tip, place.entry, GR_RECORD_MAX_BYTES);

	gr_error_clear();
	if (r < 0 || strcmp(gr_buf_text(&text), GR_ATTRIBUTES "\n") != 0)
		gr_findings_add(doctor->exam.findings, GR_F_DOCTOR_ATTRIBUTES, &place, GR_ATTRIBUTES, NULL);
}

/* ---- mending the index ---- */

/* What is whole and behind is brought forward; all else is made from nothing. */
static void mend_index(struct doctor *doctor, bool anew)
{
	grant_round *round = &doctor->round;
	struct gr_oid tip;
	gr_index *index;
	int64_t records;
	int r;

	if (!doctor->exam.mend)
		return;
	r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = anew ? grant_round_reindex(&records, round) : gr_round_index(&index, round, &tip);
	if (r == 0 && !gr_index_in_memory(round->index))
		gr_findings_mended(doctor->exam.findings, anew ? _("mended: it was made anew from the records")
		                                               : _("mended: it was brought up to date"));
	gr_error_clear();
}

/* ---- comparing ---- */

static bool has_lost_objects(const struct doctor *doctor)
{
	const char *missing = gr_finding_id_text(GR_F_DOCTOR_OBJECT_MISSING);

	for (size_t i = 0; i < grant_findings_count(doctor->exam.findings); i++)
		if (strcmp(grant_finding_id(grant_findings_at(doctor->exam.findings, i)), missing) == 0)
			return true;
	return false;
}

struct differences {
	size_t count;
	struct gr_buf names;
	char last[64];
};

static int note_difference(const char *table, const char *key, void *payload)
{
	struct differences *differences = payload;

	differences->count++;
	if (differences->count > NAMES_TOLD || strcmp(differences->last, key ? key : "") == 0)
		return 0;
	gr_buf_printf(&differences->names, "%s%s %s", differences->names.size ? ", " : "", table, key ? key : "");
	snprintf(differences->last, sizeof(differences->last), "%s", key ? key : "");
	return gr_buf_ok(&differences->names);
}

/* The records at a commit, and the history as far as the other (NULL: none) has it. */
static int make_again(gr_index **out, struct doctor *doctor, const struct gr_oid *commit, gr_index *other)
{
	struct grant_round round = { .store = doctor->round.store,
		                     .tables = doctor->round.tables,
		                     .progress = doctor->round.progress };
	struct gr_oid follow;
	char history[41];
	gr_index *index;
	int r = gr_index_open_memory(&round.index, round.tables.tables, round.tables.count);

	if (r == 0)
		r = gr_round_index(&index, &round, commit);
	history[0] = '\0';
	if (r == 0 && other)
		r = gr_history_at(history, other);
	if (r == 0 && history[0])
		r = gr_oid_parse(&follow, history) == 0 ? gr_follow(&round, &follow) : GRANT_EFORMAT;
	if (r < 0)
		gr_index_close(round.index);
	else
		*out = round.index;
	return r;
}

static int tell_records(struct doctor *doctor, int code)
{
	if (code == GRANT_ENOMEM || code == GRANT_ECANCELED)
		return code;
	gr_findings_add(doctor->exam.findings, GR_F_DOCTOR_RECORD, NULL, grant_error_message(grant_error_last()), NULL);
	gr_error_clear();
	return 0;
}

static int compare(struct doctor *doctor, gr_index *index, const struct gr_oid *commit)
{
	struct differences differences = { 0 };
	gr_index *again = NULL;
	int r = make_again(&again, doctor, commit, index);

	if (r < 0)
		return tell_records(doctor, r);
	r = gr_index_compare(index, again, note_difference, &differences);
	gr_index_close(again);
	if (r == 0 && differences.count > 0) {
		gr_autofree_text char *number = gr_format("%zu", differences.count);

		tell(doctor, GR_F_DOCTOR_INDEX_DIFFERS, number, gr_buf_text(&differences.names));
		mend_index(doctor, true);
	}
	gr_buf_free(&differences.names);
	return r;
}

/* Where there is no index to compare, whether one could be made. */
static int look_at_records(struct doctor *doctor, const struct gr_oid *commit)
{
	gr_index *again = NULL;
	int r = make_again(&again, doctor, commit, NULL);

	gr_index_close(again);
	return r < 0 ? tell_records(doctor, r) : 0;
}

/* ---- looking at the index ---- */

/* What is whole but stands elsewhere than main. */
static int look_inside(struct doctor *doctor, gr_index *index, const struct gr_oid *tip)
{
	struct gr_oid known, tree;
	char wanted[GR_OID_HEX];
	int r = 0;

	gr_oid_hex(wanted, tip);
	if (!doctor->known[0]) {
		tell(doctor, GR_F_DOCTOR_INDEX_MISSING, NULL, NULL);
		mend_index(doctor, false);
	} else if (gr_oid_parse(&known, doctor->known) < 0 ||
	           gr_store_tree_of(&tree, doctor->round.store, &known) < 0) {
		tell(doctor, GR_F_DOCTOR_INDEX_DAMAGED, _("it stands for a commit that is gone"), NULL);
		mend_index(doctor, true);
	} else {
		r = compare(doctor, index, &known);
		if (r < 0 || strcmp(doctor->known, wanted) == 0)
			return r;
		tell(doctor, GR_F_DOCTOR_INDEX_BEHIND, doctor->known, wanted);
		mend_index(doctor, false);
	}
	return look_at_records(doctor, tip);
}

/* A failure to look is told like damage, since the way out is the same. */
static int look_at_broken(struct doctor *doctor, int code, const struct gr_oid *tip)
{
	bool is_missing = code == GRANT_ENOTFOUND;

	if (code == GRANT_ENOMEM || code == GRANT_ECANCELED)
		return code;
	tell(doctor, is_missing ? GR_F_DOCTOR_INDEX_MISSING : GR_F_DOCTOR_INDEX_DAMAGED,
	     grant_error_message(grant_error_last()), NULL);
	gr_error_clear();
	mend_index(doctor, !is_missing);
	return look_at_records(doctor, tip);
}

static int begin_index(gr_index **out, struct doctor *doctor)
{
	struct gr_tables *tables = &doctor->round.tables;
	int r = gr_tables_make(tables);

	doctor->index_path = gr_format("%sgrant/index.sqlite", gr_store_git_dir(doctor->round.store));
	if (r == 0)
		r = doctor->index_path ? gr_index_copy(out, doctor->index_path, tables->tables, tables->count)
		                       : GRANT_ENOMEM;
	if (r == 0)
		r = gr_index_check(*out);
	if (r == 0)
		r = gr_index_commit(doctor->known, *out);
	return r;
}

/* The index is read first: it knows where main stood, and is told of last. */
static int look(struct doctor *doctor)
{
	gr_store *store = doctor->round.store;
	gr_index *index = NULL;
	int broken = begin_index(&index, doctor), r;
	grant_error *why = broken < 0 ? gr_error_take() : NULL;
	struct gr_oid tip;

	doctor->exam.known = broken == 0 ? doctor->known : NULL;
	r = gr_store_exam(store, &doctor->exam);
	if (r == 0 && gr_store_is_open(store) && gr_store_tip(&tip, store) == 0 && !has_lost_objects(doctor)) {
		look_at_attributes(doctor, &tip);
		if (broken == 0) {
			r = look_inside(doctor, index, &tip);
		} else if (why) {
			r = look_at_broken(doctor, gr_error_give(why), &tip);
			why = NULL;
		}
	}
	gr_error_free(why);
	gr_index_close(index);
	return r;
}

static int examine(grant_findings *found, const char *dir, const grant_doctor_options *options)
{
	struct doctor doctor = { .exam = { .findings = found, .mend = options->mend } };
	struct grant_round *round = &doctor.round;
	int r;

	round->progress.call = options->progress;
	round->progress.payload = options->progress_payload;
	doctor.exam.progress = &round->progress;
	r = gr_store_open_as_is(&round->store, dir, options->mend);
	if (r == 0 && options->mend)
		r = gr_store_lock(round->store, LOCK_MILLISECONDS);
	if (r == 0)
		r = look(&doctor);
	gr_index_close(round->index);
	gr_tables_clear(&round->tables);
	gr_store_close(round->store);
	gr_free(doctor.index_path);
	gr_findings_sort(found);
	return r;
}

int grant_doctor(grant_findings **findings, const char *dir, const grant_doctor_options *options)
{
	static const grant_doctor_options defaults = GRANT_DOCTOR_OPTIONS_INIT;
	grant_findings *found;
	int r;

	gr_error_clear();
	if (!options)
		options = &defaults;
	if (!findings || !dir || options->version != GRANT_DOCTOR_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no folder, or options of another version"));
	found = gr_findings_new();
	if (!found)
		return GRANT_ENOMEM;
	r = examine(found, dir, options);
	if (r == 0) {
		gr_error_clear();
		r = gr_findings_result(found) == GRANT_ENOMEM ? GRANT_ENOMEM : 0;
	}
	*findings = found;
	return r;
}
