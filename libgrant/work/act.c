/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The nine steps of an act. Not here: what an act writes (its own file), which states there are (model/states), who has
 * which role (people/ in the round).
 *
 * The writers' lock is held from reading the tip to moving it, so that builds are not thrown away; the compare-and-swap
 * stays, because git itself does not take our lock. Signatures are made by a callback outside it once they exist.
 */
#include "work/act.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/group.h"
#include "work/sentence.h"

#define TRIES 64

/* ---- for build functions ---- */

int gr_act_set_subject(struct gr_act *act, const char *subject)
{
	if (strlen(subject) >= sizeof(act->subject))
		return gr_fail(GRANT_EINTERNAL, "the subject %s is too long", subject);
	strcpy(act->subject, subject);
	return 0;
}

int gr_act_detail(struct gr_act *act, const char *format, ...)
{
	char text[400];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	text[gr_utf8_cut(text, sizeof(text) - 1)] = '\0';
	for (char *c = text; *c; c++)
		if (*c == '\n' || *c == '\r' || *c == '\t')
			*c = ' ';
	gr_free(act->detail);
	act->detail = gr_strdup(text);
	return act->detail ? 0 : GRANT_ENOMEM;
}

int gr_act_trailer(struct gr_act *act, const char *name, const char *text)
{
	gr_buf_printf(&act->trailers, "Grant-%s: %s\n", name, text);
	return gr_buf_ok(&act->trailers);
}

gr_value *gr_act_stamp(const struct gr_act *act)
{
	char at[GR_TIME_TEXT_SIZE];
	gr_value *stamp = gr_map_new();

	gr_time_format(at, act->now);
	if (stamp && gr_map_set_text(stamp, "by", act->actor) == 0 && gr_map_set_text(stamp, "at", at) == 0)
		return stamp;
	gr_value_free(stamp);
	return NULL;
}

struct gr_location gr_act_place(const struct gr_act *act, enum gr_kind_id kind, const char *stage, const char *person,
                                const char *name)
{
	struct gr_location place = { .kind = kind };

	if (act->row->states)
		snprintf(place.application, sizeof(place.application), "%.31s", act->subject);
	snprintf(place.stage, sizeof(place.stage), "%s", stage ? stage : "");
	snprintf(place.person, sizeof(place.person), "%s", person ? person : "");
	snprintf(place.name, sizeof(place.name), "%s", name ? name : "");
	return place;
}

static int fill_stamp(const struct gr_act *act, enum gr_kind_id kind, gr_value *record)
{
	const struct gr_kind *table = gr_kind_get(kind);
	char at[GR_TIME_TEXT_SIZE];
	int r = 0;

	gr_time_format(at, act->now);
	if (gr_field_find(table, "by") && !gr_map_get(record, "by"))
		r = gr_map_set_text(record, "by", act->actor);
	if (r == 0 && gr_field_find(table, "at") && !gr_map_get(record, "at"))
		r = gr_map_set_text(record, "at", at);
	return r;
}

static int put_record(struct gr_act *act, const struct gr_location *location, gr_value *record)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	gr_autofree_text char *path = gr_location_path(location);
	gr_auto_value gr_value *canonical = NULL;
	gr_auto_findings grant_findings *wrong = gr_findings_new();
	int r;

	if (!path || !wrong)
		return GRANT_ENOMEM;
	r = fill_stamp(act, location->kind, record);
	if (r == 0)
		r = gr_record_check(wrong, location->kind, record);
	if (r == GRANT_EINPUT) {
		gr_findings_set_record(wrong, location->application[0] ? location->application : path);
		r = gr_findings_result(wrong);
		gr_findings_move(act->findings, wrong);
	}
	if (r == 0)
		r = gr_record_canonical(&canonical, location->kind, record);
	if (r == 0)
		gr_json_write(&bytes, canonical);
	if (r == 0)
		r = gr_buf_ok(&bytes);
	if (r == 0)
		r = gr_edit_put_bytes(act->edit, path, gr_buf_text(&bytes), bytes.size);
	return r;
}

int gr_act_put(struct gr_act *act, const struct gr_location *location, gr_value *record)
{
	int r = record ? put_record(act, location, record) : gr_fail_memory();

	gr_value_free(record);
	return r;
}

int gr_act_remove(struct gr_act *act, const struct gr_location *location)
{
	gr_autofree_text char *path = gr_location_path(location);

	return path ? gr_edit_remove(act->edit, path) : GRANT_ENOMEM;
}

int gr_act_index(gr_index **out, struct gr_act *act)
{
	return gr_round_index(out, act->round, &act->base);
}

/* ---- people ---- */

unsigned gr_person_roles(const gr_value *person, int64_t day)
{
	static const struct {
		const char *word;
		unsigned role;
	} roles[] = {
		{ "officer", GR_ROLE_OFFICER }, { "intake", GR_ROLE_INTAKE },     { "reviewer", GR_ROLE_REVIEWER },
		{ "finance", GR_ROLE_FINANCE }, { "observer", GR_ROLE_OBSERVER },
	};
	const gr_value *words = gr_map_get(person, "roles");
	const char *from = gr_map_text(person, "from"), *to = gr_map_text(person, "to");
	unsigned bits = 0;
	int64_t limit;

	if ((from && gr_date_parse(&limit, from) == 0 && day < limit) ||
	    (to && gr_date_parse(&limit, to) == 0 && day > limit))
		return 0;
	for (size_t i = 0; i < gr_value_count(words); i++) {
		const char *word = gr_value_text(gr_value_item(words, i));

		for (size_t k = 0; word && k < GR_COUNT(roles); k++)
			if (strcmp(word, roles[k].word) == 0)
				bits |= roles[k].role;
	}
	return bits;
}

int gr_person_load(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *id)
{
	struct gr_location place = { .kind = GR_KIND_PERSON };
	gr_autofree_text char *path = NULL;
	int r;

	if (!gr_id_valid(id))
		return gr_fail(GRANT_ENOTFOUND, _("“%s” is no id of a person"), id);
	snprintf(place.person, sizeof(place.person), "%s", id);
	path = gr_location_path(&place);
	if (!path)
		return GRANT_ENOMEM;
	r = gr_record_load(out, round, commit, path);
	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_ENOTFOUND,
		               _("there is no person “%s” in this round; “grant person list” shows them"), id);
	return r;
}

int gr_actor_load(gr_value **person, unsigned *roles, grant_round *round, const struct gr_oid *commit, int64_t day)
{
	int r;

	if (!round->person)
		return gr_fail(
			GRANT_EDENIED,
			_("nobody is said to act; say who with --as PERSON, GRANT_PERSON or “git config grant.person ID”"));
	r = gr_person_load(person, round, commit, round->person);
	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_EDENIED, _("“%s” is no person of this round and cannot act in it"), round->person);
	if (r < 0)
		return r;
	*roles = gr_person_roles(*person, day);
	if (*roles == 0) {
		gr_value_free(*person);
		*person = NULL;
		return gr_fail(GRANT_EDENIED, _("%s has no role in this round on that day"), round->person);
	}
	return 0;
}

/* ---- step 4: allow ---- */

static char *role_words(unsigned roles)
{
	static const char *const words[] = { N_("officer"), N_("intake"), N_("reviewer"), N_("finance"),
		                             N_("observer") };
	struct gr_buf text = GR_BUF_INIT;

	for (size_t i = 0; i < GR_COUNT(words); i++) {
		if (!(roles & (1u << i)))
			continue;
		if (text.size)
			gr_buf_text_append(&text, _(", "));
		gr_buf_text_append(&text, _(words[i]));
	}
	return gr_buf_steal(&text);
}

int gr_state_allow(const struct gr_subject *application, const struct gr_act_row *row)
{
	gr_autofree_text char *states = NULL;

	if (row->states & (1u << application->state))
		return 0;
	states = gr_states_text(row->states);
	if (!states)
		return GRANT_ENOMEM;
	return gr_error_in_record(gr_fail(GRANT_EDENIED, _("%s is in the state “%s”; this is possible only in: %s"),
	                                  application->id, gr_state_label(application->state), states),
	                          application->id);
}

static int allow_role(const struct gr_act *act)
{
	gr_autofree_text char *words = NULL;

	if (act->actor_roles & act->row->roles)
		return 0;
	words = role_words(act->row->roles);
	if (!words)
		return GRANT_ENOMEM;
	return gr_fail(GRANT_EDENIED, _("%s may not do this; it takes one of the roles: %s"), act->actor, words);
}

/* ---- step 3: load ---- */

static int load_act(struct gr_act *act)
{
	grant_round *round = act->round;
	int r = gr_round_at(round, &act->base);

	if (r < 0)
		return r;
	act->now = gr_round_now(round);
	r = gr_actor_load(&act->person, &act->actor_roles, round, &act->base, gr_time_date(act->now));
	if (r < 0)
		return r;
	snprintf(act->actor, sizeof(act->actor), "%s", round->person);
	if (act->row->states && act->subject[0])
		r = gr_subject_open(&act->application, round, &act->base, act->subject);
	return r;
}

/* ---- step 7: commit ---- */

int gr_act_message(char **out, const struct gr_act *act)
{
	struct gr_buf text = GR_BUF_INIT;

	gr_sentence_write(&text, act->row->name, act->subject, act->detail);
	gr_buf_printf(&text, "\n\nGrant-Act: %s\nGrant-Subject: %s\nGrant-Actor: %s\n", act->row->name, act->subject,
	              act->actor);
	gr_buf_text_append(&text, gr_buf_text(&act->trailers));
	*out = gr_buf_steal(&text);
	return *out ? 0 : gr_fail_memory();
}

struct gr_commit_request gr_act_commit_request(const struct gr_act *act, const char *message, const char *email)
{
	return (struct gr_commit_request){
		.message = message,
		.name = gr_map_text(act->person, "name"),
		.email = email,
		.author_time = act->now,
		.commit_time = gr_round_clock(act->round),
	};
}

static int commit_act(struct gr_oid *commit, struct gr_act *act)
{
	gr_autofree_text char *message = NULL;
	gr_autofree_text char *email = gr_format("%s@%s", act->actor, gr_map_text(act->round->description, "id"));
	struct gr_commit_request request;
	int r;

	if (!email)
		return GRANT_ENOMEM;
	r = gr_act_message(&message, act);
	if (r < 0)
		return r;
	request = gr_act_commit_request(act, message, email);
	request.parent = &act->base;
	return gr_store_commit(commit, act->edit, &request);
}

/* ---- step 9: tell ---- */

static int add_changes(gr_value *list, const struct gr_act *act)
{
	static const char *const words[] = { [GR_EDIT_ADD] = "add", [GR_EDIT_CHANGE] = "change", [GR_EDIT_REMOVE] = "remove" };

	for (size_t i = 0; i < gr_edit_count(act->edit); i++) {
		gr_value *change = gr_map_new();
		int r = change ? gr_map_set_text(change, "path", gr_edit_path(act->edit, i)) : GRANT_ENOMEM;

		if (r == 0)
			r = gr_map_set_text(change, "change", words[gr_edit_kind(act->edit, i)]);
		if (gr_list_add(list, change) < 0 || r < 0)
			return GRANT_ENOMEM;
	}
	gr_error_clear();
	return 0;
}

static int tell(struct gr_act *act, const struct gr_oid *commit)
{
	gr_auto_buf struct gr_buf sentence = GR_BUF_INIT, words = GR_BUF_INIT;
	gr_auto_value gr_value *told = gr_map_new();
	gr_value *changes = gr_list_new();
	char hex[GR_OID_HEX];
	int r = told ? 0 : GRANT_ENOMEM;

	gr_sentence_write(&sentence, act->row->name, act->subject, act->detail);
	gr_sentence_tell(&words, act->row->name, act->subject, gr_buf_text(&sentence));
	if (r == 0)
		r = gr_map_set_text(told, "act", act->row->name);
	if (r == 0)
		r = gr_map_set_text(told, "subject", act->subject);
	if (r == 0)
		r = gr_map_set_text(told, "actor", act->actor);
	if (r == 0)
		r = gr_map_set_text(told, "sentence", gr_buf_text(&sentence));
	if (r == 0)
		r = gr_map_set_text(told, "told", gr_buf_text(&words));
	if (r == 0 && commit) {
		gr_oid_hex(hex, commit);
		r = gr_map_set_text(told, "commit", hex);
	}
	if (r == 0)
		r = gr_map_set_bool(told, "dry_run", !commit);
	if (r == 0 && act->round->is_retrospective && !act->round->has_at)
		r = gr_map_set_bool(told, "undated", true);
	if (r == 0)
		r = changes ? add_changes(changes, act) : GRANT_ENOMEM;
	if (gr_map_set(told, "changes", changes) < 0 || r < 0)
		return GRANT_ENOMEM;
	gr_value_free(act->round->last_act);
	act->round->last_act = gr_steal_value(&told);
	return 0;
}

/* ---- the nine steps ---- */

/* What an act builds, or refuses, upon a record that cannot be read is void. */
static int build_act(struct gr_act *act, const void *input)
{
	int r = act->row->build(act, input), broken = gr_subject_check(&act->application);

	return broken < 0 ? broken : r;
}

/* Steps 3 to 6, on act->base. */
static int prepare(struct gr_act *act, const void *input)
{
	int r = load_act(act);

	if (r == 0)
		r = allow_role(act);
	if (r == 0 && act->row->states && act->subject[0])
		r = gr_state_allow(&act->application, act->row);
	if (r == 0)
		r = gr_edit_new(&act->edit, act->round->store, &act->base);
	if (r == 0)
		r = build_act(act, input);
	if (r == 0 && gr_edit_count(act->edit) == 0)
		r = gr_fail(GRANT_EINTERNAL, "the act %s changes nothing", act->row->name);
	return r;
}

/* Upon what the group has so far, or main: 1 begin ... 7 commit. What an act that fails has written is forgotten. */
static int attempt(struct gr_act *act, const void *input, bool dry_run)
{
	gr_store *store = act->round->store;
	struct gr_mark mark = gr_store_mark(store);
	int r = gr_store_tip(&act->base, store);

	if (r == 0)
		r = prepare(act, input);
	if (r == 0 && dry_run)
		return tell(act, NULL);
	if (r == 0)
		r = commit_act(&act->commit, act);
	if (r == 0)
		r = tell(act, &act->commit);
	if (r == 0)
		gr_store_look_ahead(store, &act->commit);
	else if (!dry_run)
		gr_store_rewind(store, &mark);
	return r;
}

/* An act alone is a group of one. Step 8, the index, is the group's. */
static int attempt_in_group(struct gr_act *act, const void *input, bool dry_run, bool is_alone)
{
	int r = attempt(act, input, dry_run);

	if (gr_round_mend_index(act->round, r))
		r = GRANT_ECONFLICT; /* with a new index the same again */
	if (is_alone && r == 0)
		return gr_group_finish(act->round);
	if (is_alone)
		gr_group_drop(act->round);
	return r;
}

static void clear_act(struct gr_act *act)
{
	gr_edit_free(act->edit);
	gr_value_free(act->person);
	gr_value_free(act->result);
	gr_subject_clear(&act->application);
	gr_free(act->detail);
	gr_buf_free(&act->trailers);
	grant_findings_free(act->findings);
	memset(act, 0, sizeof(*act));
}

static int begin_act(struct gr_act *act, grant_round *round, const struct gr_act_row *row, const char *subject)
{
	memset(act, 0, sizeof(*act));
	act->round = round;
	act->row = row;
	act->findings = gr_findings_new();
	if (!act->findings)
		return GRANT_ENOMEM;
	if (!subject)
		return 0;
	if (strlen(subject) >= sizeof(act->subject))
		return gr_fail(GRANT_ENOTFOUND, _("there is no “%s” in this round"), subject);
	strcpy(act->subject, subject);
	return 0;
}

static void hand_over(const struct gr_act_wish *wish, struct gr_act *act, int r)
{
	if (wish->findings) {
		grant_findings_free(*wish->findings);
		*wish->findings = act->findings;
		act->findings = NULL;
	}
	if (wish->result && (r == 0 || r == GRANT_EUNDECIDED)) {
		*wish->result = act->result;
		act->result = NULL;
	}
}

int gr_act_run(grant_round *round, const struct gr_act_row *row, const struct gr_act_wish *wish, const void *input)
{
	bool is_alone = !round->group.is_open && !wish->dry_run;
	struct gr_act act;
	int r = GRANT_ECONFLICT;

	for (int try = 0; r == GRANT_ECONFLICT && try < TRIES; try++) {
		gr_error_clear();
		r = begin_act(&act, round, row, wish->subject);
		if (r == 0 && is_alone) {
			r = gr_group_begin(round);
			if (r < 0)
				try = TRIES;
		}
		if (r == 0)
			r = attempt_in_group(&act, input, wish->dry_run, is_alone);
		if (r != GRANT_ECONFLICT || try + 1 >= TRIES)
			hand_over(wish, &act, r);
		clear_act(&act);
	}
	return r;
}
