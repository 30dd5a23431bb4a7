/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two versions of an application. Every archive and every amendment leaves another receipt, so that versions are told apart by
 * it. Not here: the comparison (difference.c, difference-files.c).
 */
#include <grant/query.h>

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/difference.h"
#include "work/subject.h"

/* Stops the walk; no code of the library is positive. */
#define FOUND 1

struct wish {
	bool has_commit, has_time;
	struct gr_oid commit;
	int64_t until; /* seconds */
};

struct search {
	grant_round *round;
	const struct wish *wish;
	char *receipt;      /* its path */
	struct gr_oid now;  /* the receipt of the newest version */
	bool is_behind;     /* what follows in the walk is older than the newest version */
	gr_value *from, *to;
	struct gr_oid from_commit;
	bool has_from;
};

/* ---- which versions ---- */

static int keep(gr_value **out, const struct gr_commit_info *info)
{
	gr_value_free(*out);
	*out = NULL;
	return gr_history_entry(out, info);
}

static int keep_from(const struct gr_commit_info *info, void *payload)
{
	struct search *search = payload;

	search->has_from = true;
	search->from_commit = info->commit;
	return keep(&search->from, info);
}

static bool is_wanted(const struct search *search, const struct gr_commit_info *info)
{
	return search->wish->has_time ? info->author_time.seconds <= search->wish->until : search->is_behind;
}

/* Newest first: the last commit that has the newest receipt made that version; the first with another one is the version before. */
static int look_at(const struct gr_commit_info *info, void *payload)
{
	struct search *search = payload;
	struct gr_oid receipt;
	bool is_tree, is_there, is_same;
	int r = gr_store_lookup(&receipt, &is_tree, search->round->store, &info->commit, search->receipt);

	if (r < 0 && r != GRANT_ENOTFOUND)
		return r;
	gr_error_clear();
	is_there = r == 0;
	is_same = is_there && gr_oid_equal(&receipt, &search->now);
	r = is_same && !search->is_behind ? keep(&search->to, info) : 0;
	search->is_behind = search->is_behind || !is_same;
	if (r == 0 && is_there && !search->has_from && is_wanted(search, info))
		r = keep_from(info, search);
	return r < 0 ? r : search->is_behind && search->has_from ? FOUND : 0;
}

static int find_versions(struct search *search, const struct gr_oid *tip, const char *application)
{
	gr_autofree_text char *folder = gr_application_folder(application);
	bool is_tree;
	int r;

	search->receipt = folder ? gr_format("%s/receipt.json", folder) : NULL;
	r = search->receipt ? gr_store_lookup(&search->now, &is_tree, search->round->store, tip, search->receipt)
	                    : GRANT_ENOMEM;
	if (r == 0 && search->wish->has_commit)
		r = gr_store_show(search->round->store, &search->wish->commit, keep_from, search);
	if (r == 0)
		r = gr_history_walk(search->round, tip, application, look_at, search);
	return r < 0 ? r : 0;
}

/* ---- the answer ---- */

static int load_form(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *application)
{
	gr_autofree_text char *folder = gr_application_folder(application);
	gr_autofree_text char *path = folder ? gr_format("%s/application.json", folder) : NULL;
	int r = path ? gr_record_load(out, round, commit, path) : GRANT_ENOMEM;

	if (r == GRANT_ENOTFOUND)
		return gr_error_in_record(gr_fail(GRANT_ENOTFOUND, _("%s was not there yet at that commit"), application),
		                          application);
	return r;
}

static int add_difference(gr_value *told, const struct search *search, const struct gr_oid *tip, const char *application)
{
	const struct gr_oid *from = search->has_from ? &search->from_commit : tip;
	gr_auto_value gr_value *old = NULL, *new = NULL;
	gr_value *fields = NULL, *files = NULL;
	int r = load_form(&old, search->round, from, application);

	if (r == 0)
		r = load_form(&new, search->round, tip, application);
	if (r == 0)
		r = gr_difference_fields(&fields, old, new, search->round->description);
	if (r == 0)
		r = gr_map_set(told, "fields", fields);
	if (r == 0)
		r = gr_difference_files(&files, search->round, application, from, tip);
	if (r == 0)
		r = gr_map_set_text(told, "title", gr_map_text(new, "title"));
	return r == 0 ? gr_map_set(told, "files", files) : r;
}

static int tell(gr_value **out, struct search *search, const struct gr_oid *tip, const char *application)
{
	gr_auto_value gr_value *told = gr_map_new();
	int r = told ? gr_map_set_text(told, "application", application) : GRANT_ENOMEM;

	if (r == 0 && search->from)
		r = gr_map_set(told, "from", gr_steal_value(&search->from));
	if (r == 0 && search->to)
		r = gr_map_set(told, "to", gr_steal_value(&search->to));
	if (r == 0)
		r = add_difference(told, search, tip, application);
	if (r == 0)
		*out = gr_steal_value(&told);
	return r;
}

static int diff_once(gr_value **out, grant_round *round, const char *application, const struct wish *wish)
{
	struct search search = { .round = round, .wish = wish };
	struct gr_subject subject = { 0 };
	struct gr_oid tip;
	int r = gr_store_tip(&tip, round->store);

	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0)
		r = gr_subject_load(&subject, round, &tip, application);
	gr_subject_clear(&subject);
	if (r == 0)
		r = find_versions(&search, &tip, application);
	if (r == 0 && wish->has_time && !search.has_from)
		r = gr_error_in_record(gr_fail(GRANT_ENOTFOUND, _("%s was not there yet at that time"), application),
		                       application);
	if (r == 0)
		r = tell(out, &search, &tip, application);
	gr_free(search.receipt);
	gr_value_free(search.from);
	gr_value_free(search.to);
	return r;
}

/* A time, or the beginning of a day in the round's offset. */
static int read_since(struct wish *wish, grant_round *round, const char *since)
{
	struct gr_time time = { 0, 0 };
	int64_t day;
	int r;

	if (strlen(since) == strlen("2018-03-31") && gr_date_parse(&day, since) == 0) {
		wish->until = day * 86400 - (int64_t)gr_round_clock(round).offset * 60;
		wish->has_time = true;
		return 0;
	}
	gr_error_clear();
	r = gr_time_parse(&time, since);
	wish->until = time.seconds;
	wish->has_time = r == 0;
	return r;
}

static int read_wish(struct wish *wish, grant_round *round, const grant_diff_options *options)
{
	struct gr_oid tip;
	int r = gr_store_tip(&tip, round->store);

	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0 && options->since)
		r = read_since(wish, round, options->since);
	if (r == 0 && options->from) {
		r = gr_store_resolve(&wish->commit, round->store, options->from);
		wish->has_commit = r == 0;
	}
	return r;
}

int grant_diff(grant_record **out, grant_round *round, const char *application, const grant_diff_options *options)
{
	static const grant_diff_options defaults = GRANT_DIFF_OPTIONS_INIT;
	struct wish wish = { 0 };
	gr_value *told = NULL;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	options = options ? options : &defaults;
	if (!out || !application || options->version != GRANT_DIFF_OPTIONS_VERSION || (options->from && options->since))
		return gr_fail(GRANT_EINVALID, _("no application, both a commit and a time, or options of another version"));
	r = read_wish(&wish, round, options);
	if (r == 0)
		r = diff_once(&told, round, application, &wish);
	if (gr_round_mend_index(round, r))
		r = diff_once(&told, round, application, &wish);
	if (r == 0)
		*out = gr_record_of(told);
	return r;
}
