/* SPDX-License-Identifier: Apache-2.0 */
/* The story of a round or of one application, from the commits. Not here: what a commit means (its act). */
#include <grant/query.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/handle.h"
#include "work/sentence.h"
#include "work/subject.h"

/* Stops the walk when enough is there; no code of the library is positive. */
#define ENOUGH 1

struct story {
	grant_round *round;
	gr_value *items;
	int64_t left; /* < 0: no limit */
};

static int set_trailer(gr_value *entry, const char *key, const char *message, const char *trailer)
{
	gr_autofree_text char *value = gr_trailer_get(message, trailer);

	return value ? gr_map_set_text(entry, key, value) : 0;
}

static int set_told(gr_value *entry)
{
	gr_auto_buf struct gr_buf told = GR_BUF_INIT;

	gr_sentence_tell(&told, gr_map_text(entry, "act"), gr_map_text(entry, "subject"), gr_map_text(entry, "sentence"));
	return gr_map_set_text(entry, "told", gr_buf_text(&told));
}

static gr_value *make_entry(const struct gr_commit_info *info)
{
	char hex[GR_OID_HEX], at[GR_TIME_TEXT_SIZE];
	gr_value *entry = gr_map_new();
	int r = entry ? 0 : GRANT_ENOMEM;

	gr_oid_hex(hex, &info->commit);
	gr_time_format(at, info->author_time);
	if (r == 0)
		r = gr_map_set_text(entry, "commit", hex);
	if (r == 0)
		r = gr_map_set_text(entry, "at", at);
	if (r == 0)
		r = set_trailer(entry, "act", info->message, "Grant-Act");
	if (r == 0)
		r = set_trailer(entry, "subject", info->message, "Grant-Subject");
	if (r == 0)
		r = set_trailer(entry, "actor", info->message, "Grant-Actor");
	if (r == 0)
		r = gr_map_set_text(entry, "name", info->name);
	if (r == 0)
		r = gr_map_set_text(entry, "sentence", info->subject);
	if (r == 0)
		r = set_told(entry);
	if (r == 0)
		return entry;
	gr_value_free(entry);
	return NULL;
}

static int add_commit(const struct gr_commit_info *info, void *payload)
{
	struct story *story = payload;
	int r = gr_list_add(story->items, make_entry(info));

	if (r < 0)
		return r;
	if (story->left > 0)
		story->left--;
	return story->left == 0 ? ENOUGH : 0;
}

/* An application that was never there is told apart from one without acts. */
static int check_application(grant_round *round, const struct gr_oid *tip, const char *folder, const char *application)
{
	struct gr_oid tree;
	bool is_tree;
	int r = gr_store_lookup(&tree, &is_tree, round->store, tip, folder);

	if (r == GRANT_ENOTFOUND)
		return gr_error_in_record(
			gr_fail(GRANT_ENOTFOUND, _("there is no application %s in this round; “grant list” shows them"),
		                application),
			application);
	return r;
}

struct known {
	gr_store *store;
	gr_store_commit_cb call;
	void *payload;
};

static int show_known(const char *commit, void *payload)
{
	const struct known *known = payload;
	struct gr_oid id;
	int r = gr_oid_parse(&id, commit);

	return r == 0 ? gr_store_show(known->store, &id, known->call, known->payload) : r;
}

/* The index knows which commits touched an application; where it lives in memory only, the walk is shorter than filling it. */
int gr_history_walk(grant_round *round, const struct gr_oid *tip, const char *application, gr_store_commit_cb call,
                    void *payload)
{
	struct known known = { round->store, call, payload };
	gr_autofree_text char *folder = gr_application_folder(application);
	gr_index *index;
	int r = folder ? gr_round_index(&index, round, tip) : GRANT_ENOMEM;

	if (r == 0 && gr_index_in_memory(index))
		return gr_store_history(round->store, tip, folder, call, payload);
	if (r == 0)
		r = gr_follow(round, tip);
	return r == 0 ? gr_history_of(index, application, 0, show_known, &known) : r;
}

int gr_history_entry(gr_value **out, const struct gr_commit_info *info)
{
	*out = make_entry(info);
	return *out ? 0 : GRANT_ENOMEM;
}

/* Enough is no failure. */
static int tell_of(struct story *story, const struct gr_oid *tip, const char *application)
{
	int r = gr_history_walk(story->round, tip, application, add_commit, story);

	return r == ENOUGH ? 0 : r;
}

static int log_once(grant_list **out, grant_round *round, const char *application, int64_t limit)
{
	struct story story = { .round = round, .left = limit > 0 ? limit : -1 };
	gr_autofree_text char *folder = NULL;
	struct gr_oid tip;
	int r = gr_store_tip(&tip, round->store);

	if (r == 0 && application) {
		r = gr_subject_check_id(round, &tip, application);
		if (r < 0)
			return r;
		folder = gr_application_folder(application);
		r = folder ? check_application(round, &tip, folder, application) : GRANT_ENOMEM;
	}
	if (r < 0)
		return r;
	story.items = gr_list_new();
	r = !story.items    ? GRANT_ENOMEM
	    : application ? tell_of(&story, &tip, application)
	                  : gr_store_history(round->store, &tip, NULL, add_commit, &story);
	if (r < 0) {
		gr_value_free(story.items);
		return r;
	}
	return gr_list_of(out, story.items);
}

int grant_log(grant_list **out, grant_round *round, const char *application, int64_t limit)
{
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out)
		return gr_fail(GRANT_EINVALID, _("no list was given"));
	r = log_once(out, round, application, limit);
	return gr_round_mend_index(round, r) ? log_once(out, round, application, limit) : r;
}
