/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed between two commits: both trees are walked side by side and equal ids are skipped unread, so that the cost
 * grows with the change. Not here: renames, contents.
 */
#include <string.h>

#include "base/error.h"
#include "store/inside.h"

#define DEPTH_MAX 64

/* One pair of folders that is being compared; a side that is missing has no tree. */
struct level {
	struct gr_tree sides[2];
	bool has_tree[2];
	struct gr_tree_entry entries[2]; /* the next of each side */
	bool has_entry[2];
	size_t path_size;
};

struct differ {
	gr_store *store;
	struct gr_buf path;
	gr_store_change_cb call;
	void *payload;
	struct level levels[DEPTH_MAX];
	int depth, depth_max; /* how deep it goes at most */
};

static int advance(struct level *level, int side)
{
	int r = level->has_tree[side] ? gr_tree_next(&level->entries[side], &level->sides[side]) : 0;

	level->has_entry[side] = r == 1;
	return r < 0 ? r : 0;
}

static void leave(struct differ *differ)
{
	struct level *level = &differ->levels[--differ->depth];

	for (int side = 0; side < 2; side++)
		if (level->has_tree[side])
			gr_tree_close(&level->sides[side]);
}

/* The ids of the old and the new folder; NULL where there is none. */
static int enter(struct differ *differ, const struct gr_oid *old, const struct gr_oid *new, size_t path_size)
{
	const struct gr_oid *oids[2] = { old, new };
	struct level *level;
	int r = 0;

	if (differ->depth == DEPTH_MAX)
		return gr_fail(GRANT_EFORMAT, _("folders lie more than %d deep"), DEPTH_MAX);
	level = &differ->levels[differ->depth++];
	memset(level, 0, sizeof(*level));
	level->path_size = path_size;
	for (int side = 0; r == 0 && side < 2; side++) {
		if (!oids[side])
			continue;
		r = gr_tree_open(&level->sides[side], differ->store, oids[side]);
		level->has_tree[side] = r == 0;
		if (r == 0)
			r = advance(level, side);
	}
	return r;
}

/* One name: on the old side, the new one, or both with different ids. */
static int report(struct differ *differ, const struct gr_tree_entry *old, const struct gr_tree_entry *new)
{
	const struct gr_tree_entry *one = old ? old : new;
	size_t start = differ->levels[differ->depth - 1].path_size;

	gr_buf_truncate(&differ->path, start);
	gr_buf_append(&differ->path, one->name, one->name_size);
	if (one->is_tree)
		gr_buf_byte(&differ->path, '/');
	if (gr_buf_ok(&differ->path) < 0)
		return GRANT_ENOMEM;
	if (one->is_tree && differ->depth < differ->depth_max)
		return enter(differ, old ? &old->oid : NULL, new ? &new->oid : NULL, differ->path.size);
	return differ->call(gr_buf_text(&differ->path), old ? &old->oid : NULL, new ? &new->oid : NULL,
	                    differ->payload);
}

/* A file and a folder of one name stand at different places of the order, so that each is reported on its own. */
static int step(struct differ *differ)
{
	struct level *level = &differ->levels[differ->depth - 1];
	struct gr_tree_entry old = level->entries[0], new = level->entries[1];
	int order, r = 0;

	if (!level->has_entry[0] && !level->has_entry[1]) {
		leave(differ);
		return 0;
	}
	order = !level->has_entry[0] ? 1 : !level->has_entry[1] ? -1 : gr_tree_compare(&old, &new);
	if (order <= 0)
		r = advance(level, 0);
	if (r == 0 && order >= 0)
		r = advance(level, 1);
	if (r < 0 || (order == 0 && gr_oid_equal(&old.oid, &new.oid)))
		return r;
	return report(differ, order <= 0 ? &old : NULL, order >= 0 ? &new : NULL);
}

int gr_store_diff_folders(gr_store *store, const struct gr_oid *from, const struct gr_oid *to, int depth,
                          gr_store_change_cb call, void *payload)
{
	struct differ differ = { .store = store, .path = GR_BUF_INIT, .call = call, .payload = payload, .depth_max = depth };
	struct gr_oid old, new;
	int r = gr_store_tree_of(&new, store, to);

	if (r == 0 && from)
		r = gr_store_tree_of(&old, store, from);
	if (r == 0 && (!from || !gr_oid_equal(&old, &new)))
		r = enter(&differ, from ? &old : NULL, &new, 0);
	while (r == 0 && differ.depth > 0)
		r = step(&differ);
	while (differ.depth > 0)
		leave(&differ);
	gr_buf_free(&differ.path);
	return r;
}

int gr_store_diff(gr_store *store, const struct gr_oid *from, const struct gr_oid *to, gr_store_change_cb call,
                  void *payload)
{
	return gr_store_diff_folders(store, from, to, DEPTH_MAX + 1, call, payload);
}
