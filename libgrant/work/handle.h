/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_HANDLE_H
#define GR_WORK_HANDLE_H

/*
 * What a `grant_round` is inside, and the round as it stands at one commit. Not here: acts (act.h).
 */

#include <grant/query.h>
#include <grant/round.h>

#include "base/base.h"
#include "base/finding.h"
#include "base/io.h"
#include "base/progress.h"
#include "base/time.h"
#include "base/value.h"
#include "index/index.h"
#include "model/model.h"
#include "rules/rules.h"
#include "store/store.h"

/* Acts that are not durable yet (group.c). */
struct gr_group {
	bool is_open;
	struct gr_oid base;  /* where main stood when it began */
	struct gr_mark mark; /* what had been written by then */
};

struct grant_round {
	gr_store *store;
	gr_index *index; /* opened when first asked for */
	struct gr_tables tables;
	char *person; /* who acts, NULL: not said */
	bool is_retrospective;
	bool has_at;
	struct gr_time at;
	grant_clock_cb clock;
	void *clock_payload;
	struct gr_progress progress;
	gr_value *last_act;
	struct gr_group group;

	/* The round's own file and rules, kept for as long as the `round` folder stays the same. */
	struct gr_oid round_tree;
	gr_value *description; /* round.json */
	gr_rules *rules;       /* loaded when first asked for */
	char rules_digest[72];

	/* The record of the person that was asked for last. */
	struct gr_oid last_person_blob;
	gr_value *last_person;
};

/* Every public function that takes a handle begins with this: clears the last error. GRANT_EINVALID for NULL. */
int gr_enter(const grant_round *round);

/* Bring description (and, when already loaded, rules) to a commit. */
int gr_round_at(grant_round *round, const struct gr_oid *commit);
/* The rules at a commit; borrowed until the round folder changes. Findings may be NULL. */
int gr_round_rules(const gr_rules **out, grant_round *round, const struct gr_oid *commit);
/* SHA-256 over the rule file and its modules, in order of path. */
const char *gr_round_rules_digest(const grant_round *round);

/* The index brought to a commit (reindex.c). */
int gr_round_index(gr_index **out, grant_round *round, const struct gr_oid *commit);
/* A call failed with `code`: whether that was because the index is damaged, which is thrown away then; the call is to be made
 * again, once. */
bool gr_round_mend_index(grant_round *round, int code);

/*
 * Which commits touched an application, remembered in the index (follow.c). It is begun by the first who asks, since the whole
 * history costs a hundred microseconds for each commit; from then on every catch-up brings it along.
 */
int gr_follow_catch_up(grant_round *round, const char *known, const struct gr_oid *commit);
/* Brings it to the commit that the index stands for, in a transaction of its own. */
int gr_follow(grant_round *round, const struct gr_oid *commit);

/* history.c: the commits that touched an application, newest first. Non-zero from the callback ends it and comes back. */
int gr_history_walk(grant_round *round, const struct gr_oid *tip, const char *application, gr_store_commit_cb call,
                    void *payload);
/* One of them as grant_log() tells it. */
int gr_history_entry(gr_value **out, const struct gr_commit_info *info);

/* The time of an act: what was said, else the clock; with the round's offset. Needs gr_round_at() before. */
struct gr_time gr_round_now(const grant_round *round);
struct gr_time gr_round_clock(const grant_round *round); /* the clock alone */

/* A record file at a commit, checked and canonical. GRANT_ENOTFOUND; GRANT_EFORMAT names the path. */
int gr_record_load(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *path);
int gr_record_load_blob(gr_value **out, grant_round *round, const struct gr_oid *blob, enum gr_kind_id kind,
                        const char *path);

/* The stage meant by NULL: the only or last one; checks that a given one exists. Borrowed. */
int gr_round_stage(const char **out, grant_round *round, const char *wish);
/* Places that totals are rounded to. */
unsigned gr_round_places(const grant_round *round);
/* "budget" in fen, -1 when the round has none. */
int64_t gr_round_budget(const grant_round *round);

/* .gitattributes of every round: git changes no byte. */
#define GR_ATTRIBUTES "* -text -filter -ident"

#define GR_RECORD_MAX_BYTES ((size_t)8 * 1024 * 1024)
#define GR_RULES_MAX_BYTES ((size_t)64 * 1024)

/* Parts of a public record are values; the type differs so that programs keep to the public functions. */
const gr_value *gr_value_of(const grant_record *record);
grant_record *gr_record_of(gr_value *value); /* hands over */
const grant_record *gr_record_part(const gr_value *value);

/* A list for the public that owns the items of a gr_value list. Takes it over. */
int gr_list_of(grant_list **out, gr_value *items);

/* Bytes for a function of the host program. */
struct gr_call_sink {
	struct gr_sink sink;
	grant_bytes_cb call;
	void *payload;
};
struct gr_call_sink gr_call_sink_of(grant_bytes_cb call, void *payload);

#endif
