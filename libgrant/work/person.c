/* SPDX-License-Identifier: Apache-2.0 */
/* People of the round: added, edited, retired, listed. Not here: what a role may do (each act's row). */
#include <grant/person.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/text.h"
#include "trust/trust.h"
#include "work/act.h"
#include "work/difference.h"

#define REASON_MAX 100 /* characters: it stands in the commit's subject */

static struct gr_location person_place(const char *id)
{
	struct gr_location place = { .kind = GR_KIND_PERSON };

	snprintf(place.person, sizeof(place.person), "%.39s", id);
	return place;
}

static int set_words(gr_value *person, const char *key, const char *const *words)
{
	gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && words && words[i]; i++)
		r = gr_list_add(list, gr_text_new(words[i]));
	if (r < 0) {
		gr_value_free(list);
		return r;
	}
	return gr_map_set(person, key, list);
}

static int set_keys(gr_value *person, const char *const *keys)
{
	gr_value *list;
	int r = 0;

	if (!keys || !keys[0])
		return 0;
	list = gr_list_new();
	if (!list)
		return GRANT_ENOMEM;
	for (size_t i = 0; r == 0 && keys[i]; i++) {
		gr_auto_buf struct gr_buf key = GR_BUF_INIT;

		r = gr_key_canonical(&key, keys[i]);
		if (r == 0)
			r = gr_list_add(list, gr_text_new(gr_buf_text(&key)));
	}
	if (r < 0) {
		gr_value_free(list);
		return r;
	}
	return gr_map_set(person, "keys", list);
}

static int set_given(gr_value *person, const char *key, const char *text)
{
	return text ? gr_map_set_text(person, key, text) : 0;
}

static int fill_person(gr_value *person, const grant_person_options *options)
{
	int r = set_given(person, "name", options->name);

	if (r == 0)
		r = set_given(person, "organisation", options->organisation);
	if (r == 0 && (options->roles || !gr_map_get(person, "roles")))
		r = set_words(person, "roles", options->roles);
	/* an empty keyword stands in every text */
	for (size_t i = 0; r == 0 && options->expertise && options->expertise[i]; i++)
		if (gr_text_is_blank(options->expertise[i]))
			r = gr_error_in_field(gr_fail(GRANT_EINPUT, _("a keyword of expertise is empty; leave it out")), "expertise");
	if (r == 0 && options->expertise && options->expertise[0])
		r = set_words(person, "expertise", options->expertise);
	if (r == 0)
		r = set_keys(person, options->keys);
	if (r == 0)
		r = set_given(person, "prefix", options->prefix);
	if (r == 0)
		r = set_given(person, "from", options->from);
	if (r == 0)
		r = set_given(person, "to", options->to);
	return r;
}

static int build_add(struct gr_act *act, const void *input)
{
	const grant_person_options *options = input;
	struct gr_location place = person_place(act->subject);
	gr_auto_value gr_value *there = NULL;
	gr_value *person;
	int r = gr_person_load(&there, act->round, &act->base, act->subject);

	if (r == 0)
		return gr_fail(GRANT_EEXISTS, _("there is a person “%s” already"), act->subject);
	if (r != GRANT_ENOTFOUND)
		return r;
	if (options->prefix && !gr_prefix_valid(options->prefix))
		return gr_fail(GRANT_EINPUT, _("“%s” is no prefix for ids; use capital letters and digits, such as XF"),
		               options->prefix);
	person = gr_map_new();
	r = person ? gr_map_set_text(person, "id", act->subject) : GRANT_ENOMEM;
	if (r == 0)
		r = fill_person(person, options);
	if (r < 0) {
		gr_value_free(person);
		return r;
	}
	return gr_act_put(act, &place, person);
}

static const struct gr_act_row add_row = {
	.name = "person-add",
	.roles = GR_ROLE_OFFICER,
	.build = build_add,
};

int grant_person_add(grant_findings **findings, grant_round *round, const char *id, const grant_person_options *options)
{
	struct gr_act_wish wish = { .subject = id, .findings = findings };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!id || !options || options->version != GRANT_PERSON_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("a person needs an id and options"));
	if (!gr_id_valid(id))
		return gr_error_in_field(
			gr_fail(GRANT_EINPUT,
		                _("“%s” is no id; use a lower-case letter followed by letters, digits and -, at most 32"),
		                id),
			"id");
	wish.dry_run = options->dry_run;
	return gr_act_run(round, &add_row, &wish, options);
}

/* ---- all people ---- */

struct people_reader {
	grant_round *round;
	gr_value *list;
};

static int read_person(const char *path, const struct gr_oid *blob, void *payload)
{
	struct people_reader *reader = payload;
	gr_value *person;
	int r = gr_record_load_blob(&person, reader->round, blob, GR_KIND_PERSON, path);

	return r < 0 ? r : gr_list_add(reader->list, person);
}

int gr_people_load(gr_value **out, grant_round *round, const struct gr_oid *commit)
{
	struct people_reader reader = { round, gr_list_new() };
	int r = reader.list ? gr_store_walk(round->store, commit, "people", read_person, &reader) : GRANT_ENOMEM;

	if (r < 0) {
		gr_value_free(reader.list);
		return r;
	}
	*out = reader.list;
	return 0;
}

int grant_person_list(grant_record **out, grant_round *round)
{
	gr_auto_value gr_value *record = NULL;
	gr_value *people = NULL;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r == 0)
		r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_people_load(&people, round, &tip);
	if (r < 0)
		return r;
	record = gr_map_new();
	if (!record) {
		gr_value_free(people);
		return GRANT_ENOMEM;
	}
	r = gr_map_set(record, "people", people);
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&record));
	return r;
}

int grant_person_get(grant_record **out, grant_round *round, const char *id)
{
	gr_value *person;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r == 0)
		r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_person_load(&person, round, &tip, id ? id : "");
	if (r == 0)
		*out = gr_record_of(person);
	return r;
}

/* ---- retiring ---- */

static int check_other_officer(struct gr_act *act, int64_t last_day)
{
	gr_auto_value gr_value *people = NULL;
	int r = gr_people_load(&people, act->round, &act->base);

	if (r < 0)
		return r;
	for (size_t i = 0; i < gr_value_count(people); i++) {
		const gr_value *person = gr_value_item(people, i);

		if (strcmp(gr_map_text(person, "id"), act->subject) != 0 &&
		    (gr_person_roles(person, last_day + 1) & GR_ROLE_OFFICER))
			return 0;
	}
	return gr_fail(GRANT_EDENIED, _("%s is the last officer; add another one first"), act->subject);
}

static int build_retire(struct gr_act *act, const void *input)
{
	const char *day = input;
	struct gr_location place = person_place(act->subject);
	char today[GR_DATE_TEXT_SIZE];
	gr_value *person = NULL;
	int64_t last = gr_time_date(act->now);
	int r = gr_person_load(&person, act->round, &act->base, act->subject);

	if (r == 0 && day)
		r = gr_date_parse(&last, day);
	if (r == 0 && (gr_person_roles(person, last) & GR_ROLE_OFFICER))
		r = check_other_officer(act, last);
	gr_date_format(today, last);
	if (r == 0)
		r = gr_map_set_text(person, "to", today);
	if (r == 0)
		r = gr_act_detail(act, "%s", today);
	if (r < 0) {
		gr_value_free(person);
		return r;
	}
	return gr_act_put(act, &place, person);
}

static const struct gr_act_row retire_row = {
	.name = "person-retire",
	.roles = GR_ROLE_OFFICER,
	.build = build_retire,
};

int grant_person_retire(grant_round *round, const char *id, const char *day, bool dry_run)
{
	struct gr_act_wish wish = { .subject = id, .dry_run = dry_run };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	return id ? gr_act_run(round, &retire_row, &wish, day) : gr_fail(GRANT_EINVALID, _("a person needs an id"));
}

/* ---- editing ---- */

struct edition {
	const grant_person_options *options;
	const char *reason;
};

/* One empty word stands for none. */
static bool is_none(const char *const *words)
{
	return words && words[0] && !words[0][0] && !words[1];
}

static void take_away(gr_value *person, const char *key, const char **text)
{
	if (*text && !**text) {
		gr_map_remove(person, key);
		*text = NULL;
	}
}

/* What is given takes the place of what was there; "" takes it away. */
static int edit_person(gr_value *person, const grant_person_options *options)
{
	grant_person_options rest = *options;

	take_away(person, "organisation", &rest.organisation);
	take_away(person, "from", &rest.from);
	take_away(person, "to", &rest.to);
	if (is_none(rest.expertise)) {
		gr_map_remove(person, "expertise");
		rest.expertise = NULL;
	}
	if (is_none(rest.keys)) {
		gr_map_remove(person, "keys");
		rest.keys = NULL;
	}
	return fill_person(person, &rest);
}

/* Who is an officer and is none any more, today or after the last day, leaves another one behind. */
static int check_officer(struct gr_act *act, const gr_value *had, const gr_value *person)
{
	int64_t today = gr_time_date(act->now), last = today, to;
	const char *end = gr_map_text(person, "to");

	if (end && gr_date_parse(&to, end) == 0 && to > today)
		last = to;
	if (!(gr_person_roles(had, today) & GR_ROLE_OFFICER) || (gr_person_roles(person, last + 1) & GR_ROLE_OFFICER))
		return 0;
	return check_other_officer(act, last);
}

static int tell_edited(struct gr_act *act, const gr_value *had, const gr_value *person, const char *reason)
{
	const struct gr_kind *kind = gr_kind_get(GR_KIND_PERSON);
	gr_auto_buf struct gr_buf names = GR_BUF_INIT;
	gr_value *fields = gr_list_new();
	int r = fields ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < kind->field_count; i++) {
		const struct gr_field *field = &kind->fields[i];
		const gr_value *old = gr_map_get(had, field->name), *new = gr_map_get(person, field->name);

		if ((!old && !new) || (old && new && gr_value_equal(old, new)))
			continue;
		gr_buf_printf(&names, "%s%s", names.size ? ", " : "", field->name);
		r = gr_difference_add(fields, field->name, field, old, new);
	}
	if (r == 0 && gr_value_count(fields) == 0)
		r = gr_fail(GRANT_EINPUT, _("%s has these values already; there is nothing to edit"), act->subject);
	if (r == 0)
		r = gr_act_detail(act, "%s (%s)", gr_buf_text(&names), reason);
	if (r == 0) {
		act->result = gr_map_new();
		r = act->result ? gr_map_set(act->result, "fields", gr_steal_value(&fields)) : GRANT_ENOMEM;
	}
	gr_value_free(fields);
	return r;
}

static int build_edit(struct gr_act *act, const void *input)
{
	const struct edition *edition = input;
	struct gr_location place = person_place(act->subject);
	gr_auto_value gr_value *had = NULL;
	gr_auto_value gr_value *person = NULL;
	gr_auto_value gr_value *canonical = NULL;
	int r = gr_person_load(&had, act->round, &act->base, act->subject);

	if (r < 0)
		return r;
	person = gr_value_copy(had);
	r = person ? edit_person(person, edition->options) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_record_check(act->findings, GR_KIND_PERSON, person);
	if (r == GRANT_EINPUT) {
		gr_findings_set_record(act->findings, act->subject);
		return gr_findings_explain(act->findings, r);
	}
	if (r == 0)
		r = gr_record_canonical(&canonical, GR_KIND_PERSON, person);
	if (r == 0)
		r = check_officer(act, had, canonical);
	if (r == 0)
		r = tell_edited(act, had, canonical, edition->reason);
	return r == 0 ? gr_act_put(act, &place, gr_steal_value(&canonical)) : r;
}

static const struct gr_act_row edit_row = {
	.name = "person-edit",
	.roles = GR_ROLE_OFFICER,
	.build = build_edit,
};

static int check_edition(const struct edition *edition)
{
	const char *reason = edition->reason;

	if (!reason || gr_text_is_blank(reason) || !gr_utf8_valid(reason, strlen(reason)))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("to edit a person takes a reason")), "reason");
	if (gr_utf8_count(reason) > REASON_MAX)
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("the reason has more than %d characters"), REASON_MAX), "reason");
	if (edition->options->prefix)
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("the prefix stays as it was when the person was added, since ids rest on it")),
		                         "prefix");
	return 0;
}

int grant_person_edit(grant_record **changes, grant_findings **findings, grant_round *round, const char *id,
                      const grant_person_options *options, const char *reason)
{
	struct edition edition = { options, reason };
	gr_value *result = NULL;
	struct gr_act_wish wish = { .subject = id, .findings = findings, .result = &result };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!id || !options || options->version != GRANT_PERSON_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("a person needs an id and options"));
	r = check_edition(&edition);
	if (r < 0)
		return r;
	wish.dry_run = options->dry_run;
	r = gr_act_run(round, &edit_row, &wish, &edition);
	if (r == 0 && changes)
		*changes = gr_record_of(gr_steal_value(&result));
	gr_value_free(result);
	return r;
}
