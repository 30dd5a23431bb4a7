/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A work tree that follows: only the paths that an act touched are written, and a person's own unsaved edit of one of them
 * stays. Never forced. Not here: the act itself, which stands whatever becomes of the work tree.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

struct touched {
	char **paths;
	struct gr_oid *blobs; /* what each path holds now; all zeros: nothing */
	size_t count, capacity;
};

static int add_path(const char *path, const struct gr_oid *old_blob, const struct gr_oid *new_blob, void *payload)
{
	struct touched *touched = payload;

	(void)old_blob;
	if (touched->count == touched->capacity) {
		size_t capacity = touched->capacity ? touched->capacity * 2 : 16;
		char **paths = gr_resize_array(touched->paths, capacity, sizeof(*paths));
		struct gr_oid *blobs;

		if (!paths)
			return GRANT_ENOMEM;
		touched->paths = paths;
		blobs = gr_resize_array(touched->blobs, capacity, sizeof(*blobs));
		if (!blobs)
			return GRANT_ENOMEM;
		touched->blobs = blobs;
		touched->capacity = capacity;
	}
	memset(&touched->blobs[touched->count], 0, sizeof(*touched->blobs));
	if (new_blob)
		touched->blobs[touched->count] = *new_blob;
	touched->paths[touched->count] = gr_strdup(path);
	return touched->paths[touched->count++] ? 0 : GRANT_ENOMEM;
}

static int tree_object(git_tree **out, gr_store *store, const struct gr_oid *commit)
{
	struct gr_oid tree;
	git_oid id;
	int r = gr_store_tree_of(&tree, store, commit);

	if (r < 0)
		return r;
	id = gr_to_git(&tree);
	r = git_tree_lookup(out, store->repository, &id);
	return r < 0 ? gr_git_fail(r, _("a tree cannot be read")) : 0;
}

static int write_paths(gr_store *store, const struct gr_oid *from, const struct gr_oid *to, struct touched *touched)
{
	git_checkout_options options;
	git_tree *old = NULL, *new = NULL;
	int r = from ? tree_object(&old, store, from) : 0;

	if (r == 0)
		r = tree_object(&new, store, to);
	git_checkout_options_init(&options, GIT_CHECKOUT_OPTIONS_VERSION);
	options.checkout_strategy = GIT_CHECKOUT_SAFE | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH |
	                            GIT_CHECKOUT_ALLOW_CONFLICTS | (from ? 0 : GIT_CHECKOUT_RECREATE_MISSING);
	options.paths.strings = touched->paths;
	options.paths.count = touched->count;
	options.baseline = old;
	if (r == 0 && git_checkout_tree(store->repository, (git_object *)new, &options) < 0)
		r = gr_git_fail(-1, _("the work tree cannot follow"));
	git_tree_free(old);
	git_tree_free(new);
	return r;
}

static int follow_entry(bool *changed, git_index *index, const char *path, const struct gr_oid *blob)
{
	static const struct gr_oid nothing;
	const git_index_entry *is = git_index_get_bypath(index, path, 0);
	git_index_entry entry = { .mode = GIT_FILEMODE_BLOB, .path = path };

	entry.id = gr_to_git(blob);
	if (gr_oid_equal(blob, &nothing) ? !is : is && git_oid_equal(&is->id, &entry.id))
		return 0;
	*changed = true;
	return gr_oid_equal(blob, &nothing) ? git_index_remove(index, path, 0) : git_index_add(index, &entry);
}

/* A file that stayed because a person is editing it: git's index must hold what the act made of it all the same, or the next
 * commit made by git would take the act back without a word. */
static int follow_index(gr_store *store, const struct touched *touched)
{
	git_index *index = NULL;
	bool changed = false;
	int r = git_repository_index(&index, store->repository);

	for (size_t i = 0; r == 0 && i < touched->count; i++)
		r = follow_entry(&changed, index, touched->paths[i], &touched->blobs[i]);
	if (r == 0 && changed)
		r = git_index_write(index);
	git_index_free(index);
	return r < 0 ? gr_git_fail(r, _("the work tree cannot follow")) : 0;
}

static int read_tree_into(git_index *index, gr_store *store, const struct gr_oid *commit)
{
	git_tree *tree = NULL;
	int r = tree_object(&tree, store, commit);

	if (r == 0)
		r = git_index_read_tree(index, tree);
	if (r == 0)
		r = git_index_write(index);
	git_tree_free(tree);
	return r;
}

/* What a power cut left of git's index may be nothing, or what git cannot read: it is made anew from the commit that the files are
 * of. */
static int mend_index(gr_store *store, const struct gr_oid *from)
{
	gr_autofree_text char *path = gr_format("%sindex", store->git_dir);
	git_index *index = NULL;
	bool is_whole = path && git_index_open(&index, path) == 0 && git_index_entrycount(index) > 0;
	int r;

	git_index_free(index);
	index = NULL;
	if (!path || !from || is_whole)
		return path ? 0 : GRANT_ENOMEM;
	r = unlink(path) < 0 && errno != ENOENT ? gr_fail_errno(errno, "%s", path) : git_repository_index(&index, store->repository);
	if (r == 0)
		r = read_tree_into(index, store, from);
	git_index_free(index);
	return r;
}

/* Neither git nor libgit2 do it. Without, a power cut could bring the lock on git's index back when the intent that explains it is
 * gone, or leave an index of which only the name is there. */
static int sync_index(const gr_store *store)
{
	gr_autofree_text char *path = gr_format("%sindex", store->git_dir);
	int r = path ? gr_file_sync(path) : GRANT_ENOMEM;

	return r == 0 ? gr_folder_sync(store->git_dir) : r;
}

int gr_checkout_follow(gr_store *store, const struct gr_oid *from, const struct gr_oid *to)
{
	struct touched touched = { 0 };
	int r;

	if (git_repository_is_bare(store->repository))
		return 0;
	gr_dead_lock_remove(store, "index", store->found_index_lock);
	r = mend_index(store, from);
	if (r == 0)
		r = gr_store_diff(store, from, to, add_path, &touched);
	if (r == 0)
		r = write_paths(store, from, to, &touched);
	if (r == 0)
		r = follow_index(store, &touched);
	if (r == 0)
		r = sync_index(store);
	for (size_t i = 0; i < touched.count; i++)
		gr_free(touched.paths[i]);
	gr_free(touched.paths);
	gr_free(touched.blobs);
	/* the commit stands; files that lag behind are shown by git status and mended by git checkout */
	if (r < 0)
		gr_error_clear();
	return 0;
}
