/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of an application at two commits. Both sides come in git's order of names, so that they are walked side by side once
 * they are lists. Not here: fields of the form (difference.c).
 */
#include "work/difference.h"

#include <string.h>

#include "base/compare.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/intake.h"

/* Texts up to this size are compared line by line, and so many lines are told at most. */
#define TEXT_MAX  ((int64_t)64 * 1024)
#define LINES_MAX 200

struct file {
	char *name;
	struct gr_oid blob;
};

struct side {
	struct file *files;
	size_t count, capacity, prefix;
};

struct comparison {
	gr_store *store;
	gr_value *list;
};

/* ---- the two sides ---- */

static int add_file(const char *path, const struct gr_oid *blob, void *payload)
{
	struct side *side = payload;

	if (side->count == side->capacity) {
		size_t capacity = side->capacity ? side->capacity * 2 : 16;
		struct file *files = gr_resize_array(side->files, capacity, sizeof(*files));

		if (!files)
			return GRANT_ENOMEM;
		side->files = files;
		side->capacity = capacity;
	}
	side->files[side->count] = (struct file){ gr_strdup(path + side->prefix), *blob };
	return side->files[side->count++].name ? 0 : GRANT_ENOMEM;
}

static int compare_names(const void *one, const void *two)
{
	const struct file *a = one, *b = two;

	return strcmp(a->name, b->name);
}

/* An application may have been without files, or not been there. */
static int read_side(struct side *side, gr_store *store, const struct gr_oid *commit, const char *folder)
{
	int r = commit ? gr_store_walk(store, commit, folder, add_file, side) : 0;

	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		r = 0;
	}
	gr_sort(side->files, side->count, sizeof(*side->files), compare_names);
	return r;
}

static void clear_side(struct side *side)
{
	for (size_t i = 0; i < side->count; i++)
		gr_free(side->files[i].name);
	gr_free(side->files);
}

/* ---- lines of small texts ---- */

/* By its name: bytes of pictures are often valid in some character set. The form is told field by field. */
static bool is_text_name(const char *name)
{
	static const char *const endings[] = { ".txt", ".md", ".csv", ".tsv" };

	for (size_t i = 0; i < GR_COUNT(endings); i++)
		if (gr_text_ends(name, endings[i]))
			return true;
	return false;
}

/* *is_text is false where the file is too large or no text after all. */
static int read_text(struct gr_buf *out, bool *is_text, gr_store *store, const struct gr_oid *blob, int64_t size)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	int r;

	*is_text = false;
	if (size > TEXT_MAX)
		return 0;
	r = gr_store_read_blob(&bytes, store, blob, (size_t)TEXT_MAX);
	if (r < 0)
		return r;
	r = gr_text_decode(out, bytes.data ? bytes.data : "", bytes.size);
	if (r == GRANT_EINPUT) {
		gr_error_clear();
		return 0;
	}
	*is_text = r == 0;
	return r;
}

static int add_lines(gr_value *entry, const struct comparison *comparison, const struct file *old, const struct file *new,
                     const int64_t sizes[2])
{
	gr_auto_buf struct gr_buf was = GR_BUF_INIT, is = GR_BUF_INIT;
	gr_value *lines = NULL;
	bool had_text, has_text = false;
	int r = read_text(&was, &had_text, comparison->store, &old->blob, sizes[0]);

	if (r == 0 && had_text)
		r = read_text(&is, &has_text, comparison->store, &new->blob, sizes[1]);
	if (r < 0 || !has_text)
		return r;
	r = gr_compare_lines(&lines, gr_buf_text(&was), gr_buf_text(&is));
	if (r < 0)
		return r;
	if (gr_value_count(lines) == 0 || gr_value_count(lines) > LINES_MAX) {
		gr_value_free(lines);
		return 0;
	}
	return gr_map_set(entry, "lines", lines);
}

/* ---- the comparison ---- */

static int fill_entry(gr_value *entry, const struct comparison *comparison, const struct file *old, const struct file *new)
{
	int64_t sizes[2] = { 0, 0 };
	int r = gr_map_set_text(entry, "name", old ? old->name : new->name);

	if (r == 0)
		r = gr_map_set_text(entry, "change", !old ? "add" : !new ? "remove" : "change");
	if (r == 0 && old)
		r = gr_store_blob_size(&sizes[0], comparison->store, &old->blob);
	if (r == 0 && new)
		r = gr_store_blob_size(&sizes[1], comparison->store, &new->blob);
	if (r == 0 && old)
		r = gr_map_set_int(entry, "old_size", sizes[0]);
	if (r == 0 && new)
		r = gr_map_set_int(entry, "new_size", sizes[1]);
	if (r == 0 && old && new && is_text_name(old->name))
		r = add_lines(entry, comparison, old, new, sizes);
	return r;
}

/* One of the two may be NULL. */
static int add_entry(const struct comparison *comparison, const struct file *old, const struct file *new)
{
	gr_value *entry;
	int r;

	if (old && new && gr_oid_equal(&old->blob, &new->blob))
		return 0;
	entry = gr_map_new();
	r = entry ? fill_entry(entry, comparison, old, new) : GRANT_ENOMEM;
	if (r < 0) {
		gr_value_free(entry);
		return r;
	}
	return gr_list_add(comparison->list, entry);
}

static int compare_sides(const struct comparison *comparison, const struct side *old, const struct side *new)
{
	size_t i = 0, k = 0;
	int r = 0;

	while (r == 0 && (i < old->count || k < new->count)) {
		const struct file *was = i < old->count ? &old->files[i] : NULL;
		const struct file *is = k < new->count ? &new->files[k] : NULL;
		int order = !was ? 1 : !is ? -1 : strcmp(was->name, is->name);

		r = add_entry(comparison, order <= 0 ? was : NULL, order >= 0 ? is : NULL);
		i += order <= 0;
		k += order >= 0;
	}
	return r;
}

int gr_difference_files(gr_value **out, grant_round *round, const char *application, const struct gr_oid *old,
                        const struct gr_oid *new)
{
	gr_autofree_text char *folder = gr_application_folder(application);
	gr_autofree_text char *files = folder ? gr_format("%s/proposal", folder) : NULL;
	gr_auto_value gr_value *list = gr_list_new();
	struct comparison comparison = { round->store, list };
	struct side was = { 0 }, is = { 0 };
	int r = files && list ? 0 : GRANT_ENOMEM;

	if (r == 0) {
		was.prefix = is.prefix = strlen(files) + 1;
		r = read_side(&was, round->store, old, files);
	}
	if (r == 0)
		r = read_side(&is, round->store, new, files);
	if (r == 0)
		r = compare_sides(&comparison, &was, &is);
	clear_side(&was);
	clear_side(&is);
	if (r == 0)
		*out = gr_steal_value(&list);
	return r;
}
