/* SPDX-License-Identifier: Apache-2.0 */
/* One application with everything that exists for it, and its files. Not here: lists (query.c), files outside (extract.c). */
#include <grant/query.h>

#include <string.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/settle.h"
#include "work/subject.h"

/* ---- show ---- */

/* Which kinds come as one record and which as a list. */
static const struct {
	enum gr_kind_id kind;
	const char *one, *many;
} parts[] = {
	{ GR_KIND_APPLICATION, "application", NULL }, { GR_KIND_RECEIPT, "receipt", NULL },
	{ GR_KIND_SCREENING, "screening", NULL },     { GR_KIND_ASSIGNMENT, NULL, "assignments" },
	{ GR_KIND_CONFLICT, NULL, "conflicts" },      { GR_KIND_REVIEW, NULL, "reviews" },
	{ GR_KIND_MEASURE, NULL, "measures" },        { GR_KIND_DECISION, "decision", NULL },
	{ GR_KIND_AGREEMENT, "agreement", NULL },     { GR_KIND_MILESTONE, NULL, "milestones" },
	{ GR_KIND_PAYMENT, NULL, "payments" },
};

static gr_value *list_item(const struct gr_subject_item *item)
{
	const struct gr_location *location = &item->location;
	gr_value *entry = gr_map_new();
	int r = entry ? 0 : GRANT_ENOMEM;

	if (r == 0 && location->stage[0])
		r = gr_map_set_text(entry, "stage", location->stage);
	if (r == 0 && location->person[0])
		r = gr_map_set_text(entry, "person", location->person);
	if (r == 0 && location->name[0])
		r = gr_map_set_text(entry, "name", location->name);
	for (size_t i = 0; r == 0 && i < gr_value_count(item->record); i++)
		r = gr_map_set(entry, gr_value_key(item->record, i), gr_value_copy(gr_value_item(item->record, i)));
	if (r == 0)
		return entry;
	gr_value_free(entry);
	return NULL;
}

static int add_list(gr_value *shown, const struct gr_subject *subject, enum gr_kind_id kind, const char *name)
{
	gr_value *list = gr_list_new();

	for (size_t i = 0; list && i < subject->count; i++) {
		if (subject->items[i].location.kind == kind && gr_list_add(list, list_item(&subject->items[i])) < 0) {
			gr_value_free(list);
			return GRANT_ENOMEM;
		}
	}
	return gr_map_set(shown, name, list);
}

static int add_settlements(gr_value *shown, grant_round *round, const struct gr_oid *commit, const char *application)
{
	gr_value *settlements = NULL;
	int r = gr_settlements_of(&settlements, round, commit, application);

	return r < 0 ? r : gr_map_set(shown, "settlements", settlements);
}

static int fill_shown(gr_value *shown, const struct gr_subject *subject)
{
	int r = gr_map_set_text(shown, "id", subject->id);

	if (r == 0)
		r = gr_map_set_text(shown, "state", gr_state_name(subject->state));
	for (size_t i = 0; r == 0 && i < GR_COUNT(parts); i++) {
		const gr_value *record = gr_subject_get(subject, parts[i].kind);

		if (parts[i].many)
			r = add_list(shown, subject, parts[i].kind, parts[i].many);
		else if (record)
			r = gr_map_set(shown, parts[i].one, gr_value_copy(record));
	}
	return r;
}

int grant_show(grant_record **out, grant_round *round, const char *application)
{
	struct gr_subject subject = { 0 };
	gr_auto_value gr_value *shown = NULL;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || !application)
		return gr_fail(GRANT_EINVALID, _("no application was given"));
	r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_subject_load(&subject, round, &tip, application);
	if (r < 0)
		return r;
	shown = gr_map_new();
	r = shown ? fill_shown(shown, &subject) : GRANT_ENOMEM;
	if (r == 0)
		r = add_settlements(shown, round, &tip, subject.id);
	gr_subject_clear(&subject);
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&shown));
	return r;
}

/* ---- cat ---- */

static int find_file(struct gr_oid *blob, grant_round *round, const char *application, const char *path)
{
	static const char *const below[] = { "proposal/", "" };
	gr_autofree_text char *folder = NULL;
	gr_autofree_text char *name = gr_text_nfc(path);
	struct gr_oid tip;
	bool is_tree = false;
	int r = name ? gr_store_tip(&tip, round->store) : gr_fail(GRANT_ENOTFOUND, _("the path is not UTF-8"));

	if (r < 0)
		return r;
	r = gr_subject_check_id(round, &tip, application);
	if (r < 0)
		return r;
	folder = gr_application_folder(application);
	if (!folder)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < GR_COUNT(below); i++) {
		gr_autofree_text char *full = gr_format("%s/%s%s", folder, below[i], name);

		r = full ? gr_store_lookup(blob, &is_tree, round->store, &tip, full) : GRANT_ENOMEM;
		if (r == 0 && !is_tree)
			return 0;
		if (r < 0 && r != GRANT_ENOTFOUND)
			return r;
	}
	return gr_error_in_record(gr_fail(GRANT_ENOTFOUND, _("%s has no file “%s”; “grant show %s” lists its files"),
	                                  application, path, application),
	                          application);
}

int grant_cat(grant_round *round, const char *application, const char *path, grant_bytes_cb call, void *payload)
{
	struct gr_call_sink sink = gr_call_sink_of(call, payload);
	struct gr_oid blob;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!application || !path || !call)
		return gr_fail(GRANT_EINVALID, _("an application, a path and a function are needed"));
	r = find_file(&blob, round, application, path);
	return r == 0 ? gr_store_copy_blob(&sink.sink, round->store, &blob) : r;
}
