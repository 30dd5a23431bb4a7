/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From changed files to rows. Not here: what a row looks like (model's table descriptions), SQL (index).
 *
 * The state of an application follows from several records. Git's order keeps an application's files together, so its own
 * row waits until the next application begins and the state is known: from the records that just went by when the application
 * is new.
 */
#include "work/rows.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

static int put_held(struct gr_rows *rows)
{
	gr_row *other = *rows->slot;
	int r = gr_row_set_text(rows->held, "state", gr_state_name(gr_state_derive(&rows->facts)));

	if (r < 0)
		return r;
	*rows->slot = rows->held;
	rows->held = other;
	return rows->put(rows);
}

/*
 * Acts over many applications, such as screening them all, write the same bytes into each: what was read lately and is small is
 * kept. Ids are digests: any byte of them spreads them evenly.
 */
#define READS 256
#define KEPT_MAX ((size_t)2048)

struct gr_read {
	struct gr_oid blob;
	bool is_there;
	struct gr_buf bytes;
};

/* *out is borrowed until the next one is read. */
static int read_blob(const struct gr_buf **out, struct gr_rows *rows, const struct gr_oid *blob)
{
	struct gr_read *read;
	int r;

	if (!rows->reads)
		rows->reads = gr_alloc_array(READS, sizeof(*rows->reads));
	if (!rows->reads)
		return GRANT_ENOMEM;
	read = &rows->reads[blob->bytes[0] % READS];
	*out = &read->bytes;
	if (read->is_there && gr_oid_equal(&read->blob, blob))
		return 0;
	if (rows->large)
		gr_buf_free(rows->large);
	gr_buf_truncate(&read->bytes, 0);
	r = gr_store_read_blob(&read->bytes, rows->store, blob, GR_RECORD_MAX_BYTES);
	read->blob = *blob;
	read->is_there = r == 0 && read->bytes.size <= KEPT_MAX;
	rows->large = read->bytes.size > KEPT_MAX ? &read->bytes : NULL;
	return r;
}

static int read_row(gr_row **place, struct gr_rows *rows, const struct gr_table *table, const char *const *keys,
                    const struct gr_oid *blob, const char *path, bool hold)
{
	const struct gr_buf *bytes;
	int r;

	if (!*place)
		*place = gr_row_new();
	r = *place ? read_blob(&bytes, rows, blob) : GRANT_ENOMEM;
	if (r == 0 && hold)
		return gr_row_hold(*place, table, keys, gr_buf_text(bytes), bytes->size, path);
	if (r == 0)
		r = gr_row_read(*place, table, keys, gr_buf_text(bytes), bytes->size);
	return r < 0 ? gr_context(r == GRANT_EINPUT ? GRANT_EFORMAT : r, "%s", path) : 0;
}

/* A payment that is done says by whom. */
static void note_row(struct gr_rows *rows, enum gr_kind_id kind, const gr_row *row)
{
	gr_facts_note(&rows->facts, kind, gr_row_text(row, "verdict"), gr_row_text(row, "done_by") != NULL);
}

static int make_row(struct gr_rows *rows, const struct gr_location *location, const struct gr_oid *blob, const char *path)
{
	const char *keys[4];
	const struct gr_table *table = gr_table_for(keys, rows->tables, location);
	bool is_application = location->kind == GR_KIND_APPLICATION;
	bool hold = rows->may_hold && !is_application && !gr_facts_need(location->kind);
	gr_row **place = is_application ? &rows->held : rows->slot;
	int r;

	if (!table)
		return 0;
	r = read_row(place, rows, table, keys, blob, path, hold);
	if (r < 0)
		return r;
	if (hold)
		gr_facts_note(&rows->facts, location->kind, NULL, false);
	else
		note_row(rows, location->kind, *place);
	rows->is_held = rows->is_held || is_application;
	return is_application ? 0 : rows->put(rows);
}

/* ---- the state ---- */

static int note_file(const char *path, const struct gr_oid *blob, void *payload)
{
	struct gr_rows *rows = payload;
	struct gr_location location;
	const struct gr_table *table;
	const char *keys[4];
	int r;

	if (!gr_location_parse(&location, path) || location.kind >= GR_KIND_FILES)
		return 0;
	table = gr_facts_need(location.kind) ? gr_table_for(keys, rows->tables, &location) : NULL;
	if (!table) {
		gr_facts_note(&rows->facts, location.kind, NULL, false);
		return 0;
	}
	r = read_row(rows->slot, rows, table, keys, blob, path, false);
	if (r == 0)
		note_row(rows, location.kind, *rows->slot);
	return r;
}

/* Of an application that was there before only a part went by; its state follows from all of it. */
static int note_rest(struct gr_rows *rows)
{
	gr_autofree_text char *folder = gr_application_folder(rows->application);
	int r;

	if (!folder)
		return GRANT_ENOMEM;
	memset(&rows->facts, 0, sizeof(rows->facts));
	r = gr_store_walk(rows->store, rows->commit, folder, note_file, rows);
	return r == GRANT_ENOTFOUND ? 0 : r;
}

static int settle(struct gr_rows *rows)
{
	int r = 0;

	if (!rows->application[0])
		return 0;
	if (rows->has_files)
		r = gr_rows_files_again(rows);
	if (r < 0 || rows->is_gone)
		return r;
	if (!rows->is_new && !rows->is_whole && rows->may_differ)
		r = note_rest(rows);
	if (r == 0 && rows->is_held)
		r = put_held(rows);
	else if (r == 0 && !rows->is_new && !rows->is_whole && rows->may_differ && rows->facts.has_application)
		r = rows->set_state(rows, rows->application, gr_state_name(gr_state_derive(&rows->facts)));
	rows->is_held = false;
	return r;
}

static int follow_application(struct gr_rows *rows, const char *application)
{
	int r;

	if (strcmp(rows->application, application) == 0)
		return 0;
	r = settle(rows);
	memset(&rows->facts, 0, sizeof(rows->facts));
	strcpy(rows->application, application);
	rows->is_new = rows->is_gone = rows->is_held = rows->has_files = rows->may_differ = false;
	rows->text_bytes = 0;
	return r;
}

/* A file of an application: at once when all of them go by, else when the application has gone by. */
static int change_file(struct gr_rows *rows, const char *path, const struct gr_oid *new_blob)
{
	char application[GR_ID_SIZE];
	int r;

	if (!gr_application_of(application, path))
		return 0;
	r = follow_application(rows, application);
	if (r < 0)
		return r;
	if (rows->is_new || rows->is_whole)
		return gr_rows_file(rows, path, new_blob);
	rows->has_files = true;
	return 0;
}

/* ---- from outside ---- */

int gr_rows_change(const char *path, const struct gr_oid *old_blob, const struct gr_oid *new_blob, void *payload)
{
	struct gr_rows *rows = payload;
	struct gr_location location;
	const struct gr_table *table;
	const char *keys[4];
	int r = 0;

	if (gr_rows_file_name(path))
		return change_file(rows, path, new_blob);
	if (!gr_location_parse(&location, path) || location.kind >= GR_KIND_FILES)
		return 0;
	if (location.application[0])
		r = follow_application(rows, location.application);
	if (r < 0)
		return r;
	if (location.kind == GR_KIND_APPLICATION) {
		rows->is_new = !old_blob;
		rows->is_gone = !new_blob;
	}
	/* of most records it matters only that they are there */
	rows->may_differ = rows->may_differ || !old_blob || !new_blob || location.kind == GR_KIND_APPLICATION ||
	                   gr_facts_need(location.kind);
	if (new_blob)
		return make_row(rows, &location, new_blob, path);
	table = gr_table_for(keys, rows->tables, &location);
	return table ? rows->remove(rows, table->name, keys) : 0;
}

int gr_rows_finish(struct gr_rows *rows)
{
	int r = settle(rows);

	rows->application[0] = '\0';
	return r;
}

void gr_rows_clear(struct gr_rows *rows)
{
	gr_row_free(rows->held);
	for (size_t i = 0; rows->reads && i < READS; i++)
		gr_buf_free(&rows->reads[i].bytes);
	gr_free(rows->reads);
	rows->held = NULL;
	rows->reads = NULL;
}
