/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading: raw tree entries, look-up by path, blobs, the walk over all files. Trees are read through the object database
 * entry by entry, without libgit2's tree objects (storage.md: what a store does all day).
 */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "store/inside.h"

#define DEPTH_MAX 64

/* ---- one tree ---- */

/* One that was written or read lately: where it is kept, until something else is read. 1: it is none. */
static int borrow_recent(struct gr_tree *out, const gr_store *store, const struct gr_oid *oid)
{
	const struct gr_recent_object *recent = gr_recent_find(&store->pending, oid);

	memset(out, 0, sizeof(*out));
	if (!recent || recent->type != GIT_OBJECT_TREE)
		return 1;
	out->at = recent->bytes;
	out->end = out->at + recent->size;
	return 0;
}

static int copy_recent(struct gr_tree *tree)
{
	size_t size = (size_t)(tree->end - tree->at);

	tree->copy = gr_resize(NULL, size);
	if (!tree->copy)
		return GRANT_ENOMEM;
	memcpy(tree->copy, tree->at, size);
	tree->at = tree->copy;
	tree->end = tree->copy + size;
	return 0;
}

int gr_tree_open(struct gr_tree *out, gr_store *store, const struct gr_oid *oid)
{
	int r = borrow_recent(out, store, oid);

	if (r == 0)
		return copy_recent(out);
	r = gr_raw_read(&out->raw, store, oid);
	if (r < 0) {
		gr_git_fail(r, _("a tree cannot be read"));
		return gr_error_recode(GRANT_EIO);
	}
	if (out->raw.type != GIT_OBJECT_TREE) {
		gr_raw_clear(&out->raw);
		return gr_fail(GRANT_EFORMAT, _("an object is no tree"));
	}
	gr_recent_keep(&store->pending, oid, GIT_OBJECT_TREE, out->raw.bytes, out->raw.size);
	out->at = out->raw.bytes;
	out->end = out->at + out->raw.size;
	return 0;
}

void gr_tree_close(struct gr_tree *tree)
{
	gr_raw_clear(&tree->raw);
	gr_free(tree->copy);
}

/* mode in octal, space, name, NUL, twenty bytes */
int gr_tree_next(struct gr_tree_entry *out, struct gr_tree *tree)
{
	const char *name, *nul;
	unsigned mode = 0;

	if (tree->at == tree->end)
		return 0;
	for (; tree->at < tree->end && *tree->at >= '0' && *tree->at <= '7'; tree->at++)
		mode = mode << 3 | (unsigned)(*tree->at - '0');
	if (tree->at == tree->end || *tree->at != ' ')
		return gr_fail(GRANT_EFORMAT, _("a tree is damaged"));
	name = tree->at + 1;
	nul = memchr(name, '\0', (size_t)(tree->end - name));
	if (!nul || nul == name || tree->end - nul < GR_OID_SIZE + 1)
		return gr_fail(GRANT_EFORMAT, _("a tree is damaged"));
	out->name = name;
	out->name_size = (size_t)(nul - name);
	out->mode = mode;
	out->is_tree = mode == 040000;
	out->is_blob = (mode & 0170000) == 0100000;
	memcpy(out->oid.bytes, nul + 1, GR_OID_SIZE);
	tree->at = nul + 1 + GR_OID_SIZE;
	return 1;
}

void gr_tree_append(struct gr_buf *raw, unsigned mode, const char *name, size_t size, const struct gr_oid *oid)
{
	char digits[12];
	size_t at = sizeof(digits);

	for (; mode > 0 && at > 0; mode >>= 3)
		digits[--at] = (char)('0' + (mode & 7));
	gr_buf_append(raw, digits + at, sizeof(digits) - at);
	gr_buf_byte(raw, ' ');
	gr_buf_append(raw, name, size);
	gr_buf_byte(raw, '\0');
	gr_buf_append(raw, oid->bytes, GR_OID_SIZE);
}

int gr_tree_compare(const struct gr_tree_entry *a, const struct gr_tree_entry *b)
{
	size_t size = a->name_size < b->name_size ? a->name_size : b->name_size;
	int order = memcmp(a->name, b->name, size);
	unsigned char first, second;

	if (order != 0)
		return order;
	first = size < a->name_size ? (unsigned char)a->name[size] : a->is_tree ? '/' : '\0';
	second = size < b->name_size ? (unsigned char)b->name[size] : b->is_tree ? '/' : '\0';
	return (int)first - (int)second;
}

int gr_tree_find(struct gr_tree_entry *out, gr_store *store, const struct gr_oid *oid, const char *name, size_t size)
{
	struct gr_tree tree;
	int r = borrow_recent(&tree, store, oid);

	if (r == 1)
		r = gr_tree_open(&tree, store, oid);
	if (r < 0)
		return r;
	while ((r = gr_tree_next(out, &tree)) == 1)
		if (out->name_size == size && memcmp(out->name, name, size) == 0)
			break;
	gr_tree_close(&tree);
	out->name = name;
	return r == 1 ? 0 : r == 0 ? GRANT_ENOTFOUND : r;
}

int gr_tree_find_path(struct gr_tree_entry *out, gr_store *store, const struct gr_oid *tree, const char *path)
{
	memset(out, 0, sizeof(*out));
	out->oid = *tree;
	out->is_tree = true;
	while (*path) {
		size_t size = strcspn(path, "/");
		int r = out->is_tree ? gr_tree_find(out, store, &out->oid, path, size) : GRANT_ENOTFOUND;

		if (r < 0)
			return r;
		path += size + (path[size] == '/');
	}
	return 0;
}

/* ---- commits ---- */

void gr_store_note_tree(gr_store *store, const struct gr_oid *commit, const struct gr_oid *tree)
{
	store->last_commit = *commit;
	store->last_tree = *tree;
	store->has_last = true;
}

int gr_store_tree_of(struct gr_oid *tree, gr_store *store, const struct gr_oid *commit)
{
	git_oid id = gr_to_git(commit);
	git_commit *object = NULL;
	int r;

	if (store->has_last && gr_oid_equal(&store->last_commit, commit)) {
		*tree = store->last_tree;
		return 0;
	}
	r = git_commit_lookup(&object, store->repository, &id);
	if (r < 0 && r != GIT_ENOTFOUND && gr_objects_open(store) == 0)
		r = git_commit_lookup(&object, store->repository, &id);
	if (r < 0)
		return gr_git_fail(r, _("a commit cannot be read"));
	*tree = gr_from_git(git_commit_tree_id(object));
	gr_store_note_tree(store, commit, tree);
	git_commit_free(object);
	return 0;
}

int gr_store_tip(struct gr_oid *commit, gr_store *store)
{
	git_oid id;
	int r;

	if (store->is_ahead) {
		*commit = store->ahead;
		return 0;
	}
	r = git_reference_name_to_id(&id, store->repository, GR_BRANCH);
	if (r < 0)
		return gr_git_fail(r, "main");
	*commit = gr_from_git(&id);
	return 0;
}

int gr_store_resolve(struct gr_oid *commit, gr_store *store, const char *revision)
{
	git_object *object = NULL, *peeled = NULL;
	int r = git_revparse_single(&object, store->repository, revision);

	if (r == 0)
		r = git_object_peel(&peeled, object, GIT_OBJECT_COMMIT);
	git_object_free(object);
	if (r < 0)
		return gr_fail(GRANT_ENOTFOUND, _("“%s” is no commit of this round"), revision);
	*commit = gr_from_git(git_object_id(peeled));
	git_object_free(peeled);
	return 0;
}

int gr_store_lookup(struct gr_oid *oid, bool *is_tree, gr_store *store, const struct gr_oid *commit, const char *path)
{
	struct gr_tree_entry entry;
	struct gr_oid tree;
	int r = gr_store_tree_of(&tree, store, commit);

	if (r == 0)
		r = gr_tree_find_path(&entry, store, &tree, path);
	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_ENOTFOUND, _("there is no %s"), path);
	if (r < 0)
		return r;
	*oid = entry.oid;
	*is_tree = entry.is_tree;
	return 0;
}

/* ---- blobs ---- */

static int open_blob(struct gr_raw *out, gr_store *store, const struct gr_oid *blob)
{
	int r = gr_raw_read(out, store, blob);

	if (r < 0) {
		gr_git_fail(r, _("a file cannot be read"));
		return gr_error_recode(GRANT_EIO);
	}
	return 0;
}

int gr_store_read_blob(struct gr_buf *out, gr_store *store, const struct gr_oid *blob, size_t limit)
{
	struct gr_raw read;
	int r = open_blob(&read, store, blob);

	if (r < 0)
		return r;
	if (read.size > limit)
		r = gr_fail(GRANT_ELIMIT, _("the file has more than %zu bytes"), limit);
	else
		gr_buf_append(out, read.bytes, read.size);
	gr_raw_clear(&read);
	return r < 0 ? r : gr_buf_ok(out);
}

int gr_store_read(struct gr_buf *out, gr_store *store, const struct gr_oid *commit, const char *path, size_t limit)
{
	struct gr_oid blob;
	bool is_tree;
	int r = gr_store_lookup(&blob, &is_tree, store, commit, path);

	if (r == 0 && is_tree)
		r = gr_fail(GRANT_ENOTFOUND, _("%s is a folder"), path);
	return r == 0 ? gr_store_read_blob(out, store, &blob, limit) : r;
}

int gr_store_blob_size(int64_t *size, gr_store *store, const struct gr_oid *blob)
{
	git_oid id = gr_to_git(blob);
	git_object_t type;
	size_t bytes;
	int r = git_odb_read_header(&bytes, &type, store->odb, &id);

	if (r < 0)
		return gr_git_fail(r, _("a file cannot be read"));
	*size = (int64_t)bytes;
	return 0;
}

int gr_store_read_small(struct gr_buf *out, bool *is_small, gr_store *store, const struct gr_oid *blob, size_t limit)
{
	struct gr_raw raw;
	int64_t size;
	int r;

	if (store->unpacker && gr_unpack(&raw, store->unpacker, blob)) {
		*is_small = raw.size <= limit;
		if (*is_small)
			gr_buf_append(out, raw.bytes, raw.size);
		gr_raw_clear(&raw);
		return gr_buf_ok(out);
	}
	r = gr_store_blob_size(&size, store, blob);
	*is_small = r == 0 && size <= (int64_t)limit;
	return *is_small ? gr_store_read_blob(out, store, blob, limit) : r;
}

int gr_store_copy_blob(struct gr_sink *to, gr_store *store, const struct gr_oid *blob)
{
	struct gr_raw read;
	int r = open_blob(&read, store, blob);

	if (r < 0)
		return r;
	r = to->write(to, read.bytes, read.size);
	gr_raw_clear(&read);
	return r;
}

/* ---- the walk: a stack of open trees, no recursion over what others pushed ---- */

struct level {
	struct gr_tree tree;
	size_t path_size;
};

static int enter(struct level *levels, int *depth, gr_store *store, const struct gr_oid *oid, size_t path_size)
{
	int r;

	if (*depth == DEPTH_MAX)
		return gr_fail(GRANT_EFORMAT, _("folders lie more than %d deep"), DEPTH_MAX);
	r = gr_tree_open(&levels[*depth].tree, store, oid);
	if (r == 0)
		levels[(*depth)++].path_size = path_size;
	return r;
}

static int walk(struct level *levels, int *depth, struct gr_buf *path, gr_store *store, gr_store_file_cb call,
                void *payload)
{
	while (*depth > 0) {
		struct level *level = &levels[*depth - 1];
		struct gr_tree_entry entry;
		int r = gr_tree_next(&entry, &level->tree);

		if (r == 0) {
			gr_tree_close(&level->tree);
			(*depth)--;
			continue;
		}
		if (r < 0)
			return r;
		gr_buf_truncate(path, level->path_size);
		gr_buf_append(path, entry.name, entry.name_size);
		if (entry.is_tree)
			gr_buf_byte(path, '/');
		if (gr_buf_ok(path) < 0)
			return GRANT_ENOMEM;
		r = entry.is_tree ? enter(levels, depth, store, &entry.oid, path->size)
		                  : call(gr_buf_text(path), &entry.oid, payload);
		if (r != 0)
			return r;
	}
	return 0;
}

int gr_store_walk(gr_store *store, const struct gr_oid *commit, const char *folder, gr_store_file_cb call,
                  void *payload)
{
	struct level levels[DEPTH_MAX];
	gr_auto_buf struct gr_buf path = GR_BUF_INIT;
	struct gr_oid tree;
	bool is_tree;
	int depth = 0, r = gr_store_lookup(&tree, &is_tree, store, commit, folder);

	if (r == 0 && !is_tree)
		r = gr_fail(GRANT_ENOTFOUND, _("%s is no folder"), folder);
	if (r < 0)
		return r;
	gr_buf_text_append(&path, folder);
	if (*folder)
		gr_buf_byte(&path, '/');
	r = enter(levels, &depth, store, &tree, path.size);
	if (r == 0)
		r = walk(levels, &depth, &path, store, call, payload);
	while (depth > 0)
		gr_tree_close(&levels[--depth].tree);
	return r;
}
