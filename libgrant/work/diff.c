/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What differs between two versions of an application: its form field by field, the proposal file by file. A version ends where
 * a commit gave the application another form or other files. Not here: the acts between (history.c).
 */
#include <grant/query.h>

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/handle.h"
#include "work/subject.h"

#define FOUND 1 /* stops the walk; no code of the library is positive */

struct diff {
	grant_round *round;
	char *folder, *form, *proposal; /* paths */
	struct gr_oid from, to;
	gr_value *fields, *files;
};

/* ---- which versions ---- */

/* The form and the proposal at a commit; what is not there is zeroed. */
struct version {
	struct gr_oid form, proposal;
};

static int look_at(struct version *out, const struct diff *diff, const struct gr_oid *commit)
{
	const char *const paths[] = { diff->form, diff->proposal };
	struct gr_oid *const oids[] = { &out->form, &out->proposal };

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < GR_COUNT(paths); i++) {
		bool is_tree;
		int r = gr_store_lookup(oids[i], &is_tree, diff->round->store, commit, paths[i]);

		if (r < 0 && r != GRANT_ENOTFOUND)
			return r;
		gr_error_clear();
	}
	return 0;
}

/* The newest commit that changed the application where it was there before. */
static int find_change(const struct gr_commit_info *info, void *payload)
{
	struct diff *diff = payload;
	struct version before, after;
	int r = info->has_parent ? look_at(&before, diff, &info->parent) : 0;

	if (r == 0 && info->has_parent)
		r = look_at(&after, diff, &info->commit);
	if (r < 0 || !info->has_parent)
		return r;
	if (gr_oid_equal(&before.form, &(struct gr_oid){ 0 }))
		return FOUND; /* here it was taken in: there is no earlier version */
	if (memcmp(&before, &after, sizeof(before)) == 0)
		return 0;
	diff->from = info->parent;
	return FOUND;
}

static int choose_versions(struct diff *diff, const char *from)
{
	struct version version;
	int r = gr_store_tip(&diff->to, diff->round->store);

	diff->from = diff->to;
	if (r == 0 && !from)
		r = gr_store_history(diff->round->store, &diff->to, diff->folder, find_change, diff);
	else if (r == 0)
		r = gr_store_resolve(&diff->from, diff->round->store, from);
	if (r < 0 || !from)
		return r < 0 ? r : 0;
	r = look_at(&version, diff, &diff->from);
	if (r == 0 && gr_oid_equal(&version.form, &(struct gr_oid){ 0 }))
		r = gr_fail(GRANT_ENOTFOUND, _("the application was not there yet at %s"), from);
	return r;
}

/* ---- the form ---- */

/* The field's label in the reader's language; of an answer the title of the round's question. */
static const char *label_of(const struct diff *diff, const char *path)
{
	const struct gr_form_label *label = gr_form_label_find(path);
	const gr_value *title;

	if (label)
		return strcmp(gr_language(), "zh") == 0 ? label->zh : label->en;
	title = strncmp(path, "answers.", 8) == 0 ? gr_title_of(gr_map_get(diff->round->description, "form"), path + 8) : NULL;
	return title ? gr_title_text(title) : path;
}

static int add_field(struct diff *diff, const char *path, const char *old, const char *new)
{
	gr_value *row = gr_map_new();
	int r = row ? gr_map_set_text(row, "field", path) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(row, "label", label_of(diff, path));
	if (r == 0)
		r = gr_map_set_text(row, "old", old);
	if (r == 0)
		r = gr_map_set_text(row, "new", new);
	if (r == 0)
		return gr_list_add(diff->fields, row);
	gr_value_free(row);
	return r;
}

/* A value that is neither list nor map, as text; NULL: it is not there. */
static const char *plain(const gr_value *value)
{
	return gr_value_is(value, GR_BOOL) ? gr_value_true(value) ? "true" : "false" : gr_value_text(value);
}

static int compare_values(struct diff *diff, const char *path, const gr_value *old, const gr_value *new);

/* The keys of both: those of the new one in its order, then those that are gone. */
static int compare_maps(struct diff *diff, const char *path, const gr_value *old, const gr_value *new)
{
	int r = 0;

	for (size_t side = 0; side < 2; side++) {
		const gr_value *map = side == 0 ? new : old;

		for (size_t i = 0; r == 0 && i < gr_value_count(map); i++) {
			const char *key = gr_value_key(map, i);
			gr_autofree_text char *inside = gr_format("%s%s%s", path, *path ? "." : "", key);

			if (side == 1 && gr_map_get(new, key))
				continue;
			r = inside ? compare_values(diff, inside, gr_map_get(old, key), gr_map_get(new, key)) : GRANT_ENOMEM;
		}
	}
	return r;
}

static int compare_lists(struct diff *diff, const char *path, const gr_value *old, const gr_value *new)
{
	size_t count = gr_value_count(old) > gr_value_count(new) ? gr_value_count(old) : gr_value_count(new);
	int r = 0;

	for (size_t i = 0; r == 0 && i < count; i++) {
		gr_autofree_text char *inside = gr_format("%s.%zu", path, i);

		r = inside ? compare_values(diff, inside, gr_value_item(old, i), gr_value_item(new, i)) : GRANT_ENOMEM;
	}
	return r;
}

/* Descends as deep as the record table does: both were checked against it. */
static int compare_values(struct diff *diff, const char *path, const gr_value *old, const gr_value *new)
{
	const char *was = plain(old), *is = plain(new);

	if (gr_value_is(old, GR_MAP) || gr_value_is(new, GR_MAP))
		return compare_maps(diff, path, old, new);
	if (gr_value_is(old, GR_LIST) || gr_value_is(new, GR_LIST))
		return compare_lists(diff, path, old, new);
	if ((!was && !is) || (was && is && strcmp(was, is) == 0))
		return 0;
	return add_field(diff, path, was, is);
}

static int compare_forms(struct diff *diff)
{
	gr_auto_value gr_value *old = NULL;
	gr_auto_value gr_value *new = NULL;
	int r = gr_record_load(&old, diff->round, &diff->from, diff->form);

	if (r == 0)
		r = gr_record_load(&new, diff->round, &diff->to, diff->form);
	return r == 0 ? compare_values(diff, "", old, new) : r;
}

/* ---- the files ---- */

static int set_size(gr_value *row, const struct diff *diff, const char *key, const struct gr_oid *blob)
{
	int64_t size;
	int r = blob ? gr_store_blob_size(&size, diff->round->store, blob) : 0;

	return r == 0 && blob ? gr_map_set_int(row, key, size) : r;
}

/* Everything that changed in the round comes by; other applications' folders are not entered unless they changed. */
static int add_file(const char *path, const struct gr_oid *old_blob, const struct gr_oid *new_blob, void *payload)
{
	struct diff *diff = payload;
	size_t size = strlen(diff->proposal);
	gr_value *row;
	int r;

	if (strncmp(path, diff->proposal, size) != 0 || path[size] != '/')
		return 0;
	row = gr_map_new();
	r = row ? gr_map_set_text(row, "name", path + size + 1) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set_text(row, "change", !old_blob ? "add" : !new_blob ? "remove" : "change");
	if (r == 0)
		r = set_size(row, diff, "old_size", old_blob);
	if (r == 0)
		r = set_size(row, diff, "new_size", new_blob);
	if (r == 0)
		return gr_list_add(diff->files, row);
	gr_value_free(row);
	return r;
}

/* ---- all of it ---- */

static int begin(struct diff *diff, grant_round *round, const char *application)
{
	struct gr_oid tip, tree;
	bool is_tree;
	int r = gr_store_tip(&tip, round->store);

	diff->round = round;
	if (r == 0)
		r = gr_subject_check_id(round, &tip, application);
	if (r < 0)
		return r;
	diff->folder = gr_application_folder(application);
	diff->form = diff->folder ? gr_format("%s/application.json", diff->folder) : NULL;
	diff->proposal = diff->folder ? gr_format("%s/proposal", diff->folder) : NULL;
	diff->fields = gr_list_new();
	diff->files = gr_list_new();
	if (!diff->form || !diff->proposal || !diff->fields || !diff->files)
		return GRANT_ENOMEM;
	r = gr_store_lookup(&tree, &is_tree, round->store, &tip, diff->form);
	if (r == GRANT_ENOTFOUND)
		return gr_error_in_record(gr_fail(r, _("there is no application %s in this round; “grant list” shows them"), application),
		                          application);
	return r == 0 ? gr_round_at(round, &tip) : r;
}

static int tell(gr_value **out, struct diff *diff, const char *application)
{
	char from[GR_OID_HEX], to[GR_OID_HEX];
	gr_auto_value gr_value *record = gr_map_new();
	int r = record ? gr_map_set_text(record, "application", application) : GRANT_ENOMEM;

	gr_oid_hex(from, &diff->from);
	gr_oid_hex(to, &diff->to);
	if (r == 0)
		r = gr_map_set_text(record, "from", from);
	if (r == 0)
		r = gr_map_set_text(record, "to", to);
	if (r == 0)
		r = gr_map_set(record, "fields", gr_steal_value(&diff->fields));
	if (r == 0)
		r = gr_map_set(record, "files", gr_steal_value(&diff->files));
	if (r == 0)
		*out = gr_steal_value(&record);
	return r;
}

static void clear(struct diff *diff)
{
	gr_free(diff->folder);
	gr_free(diff->form);
	gr_free(diff->proposal);
	gr_value_free(diff->fields);
	gr_value_free(diff->files);
}

int grant_diff(grant_record **out, grant_round *round, const char *application, const char *from)
{
	struct diff diff = { 0 };
	gr_value *record = NULL;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || !application)
		return gr_fail(GRANT_EINVALID, _("no application was given"));
	r = begin(&diff, round, application);
	if (r == 0)
		r = choose_versions(&diff, from);
	if (r == 0)
		r = compare_forms(&diff);
	if (r == 0)
		r = gr_store_diff(round->store, &diff.from, &diff.to, add_file, &diff);
	if (r == 0)
		r = tell(&record, &diff, application);
	clear(&diff);
	if (r == 0)
		*out = gr_record_of(record);
	return r;
}
