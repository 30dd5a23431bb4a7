/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three-way merge of trees by the ids of objects. Where one side alone changed something its version is taken, a whole
 * folder without being read; only where both changed a folder is it entered. Contents are never merged and nothing counts as
 * renamed: two versions of a record are for a rule or a person to settle. Not here: commits, and who settles.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "store/inside.h"

#define DEPTH_MAX 64

enum side { BASE, OURS, THEIRS, SIDES };

/* What a merged folder has under a name. */
struct outcome {
	struct gr_tree_entry entry; /* its name lies in one of the three trees */
	unsigned from;              /* bits of the sides that have just this */
};

/* One folder that is merged. A side that has none there has no tree. */
struct folder {
	struct gr_tree trees[SIDES];
	bool has_tree[SIDES];
	struct gr_tree_entry next[SIDES];
	bool has_next[SIDES];
	struct outcome *outcomes; /* in git's order */
	size_t count, capacity;
};

struct merger {
	gr_store *store;
	struct gr_buf path;
	gr_merge_cb settle;
	void *payload;
	size_t unsettled;
};

/* What a call gives back for a folder. */
struct merged {
	bool is_there;
	struct gr_oid oid;
};

static int merge_folder(struct merged *out, struct merger *merger, const struct gr_oid *const sides[SIDES], int depth);

/* ---- the three trees, name by name ---- */

static int advance(struct folder *folder, enum side side)
{
	int r = folder->has_tree[side] ? gr_tree_next(&folder->next[side], &folder->trees[side]) : 0;

	folder->has_next[side] = r == 1;
	return r < 0 ? r : 0;
}

static int open_folder(struct folder *folder, gr_store *store, const struct gr_oid *const sides[SIDES])
{
	int r = 0;

	memset(folder, 0, sizeof(*folder));
	for (enum side side = BASE; r == 0 && side < SIDES; side++) {
		if (!sides[side])
			continue;
		r = gr_tree_open(&folder->trees[side], store, sides[side]);
		folder->has_tree[side] = r == 0;
		if (r == 0)
			r = advance(folder, side);
	}
	return r;
}

static void close_folder(struct folder *folder)
{
	for (enum side side = BASE; side < SIDES; side++)
		if (folder->has_tree[side])
			gr_tree_close(&folder->trees[side]);
	gr_free(folder->outcomes);
}

/* What each side has of the name that comes first; NULL where it has nothing. A file and a folder of one name stand at
 * different places of git's order, so that each is looked at on its own. 0 at the end. */
static int take_name(struct gr_tree_entry here[SIDES], bool has[SIDES], struct folder *folder)
{
	const struct gr_tree_entry *first = NULL;
	struct gr_tree_entry name;

	for (enum side side = BASE; side < SIDES; side++)
		if (folder->has_next[side] && (!first || gr_tree_compare(&folder->next[side], first) < 0))
			first = &folder->next[side];
	if (!first)
		return 0;
	name = *first;
	for (enum side side = BASE; side < SIDES; side++) {
		int r;

		has[side] = folder->has_next[side] && gr_tree_compare(&folder->next[side], &name) == 0;
		if (!has[side])
			continue;
		here[side] = folder->next[side];
		r = advance(folder, side);
		if (r < 0)
			return r;
	}
	return 1;
}

static int add_outcome(struct folder *folder, const struct gr_tree_entry *entry, unsigned from)
{
	if (folder->count == folder->capacity) {
		size_t capacity = folder->capacity ? folder->capacity * 2 : 16;
		struct outcome *outcomes = gr_resize_array(folder->outcomes, capacity, sizeof(*outcomes));

		if (!outcomes)
			return GRANT_ENOMEM;
		folder->outcomes = outcomes;
		folder->capacity = capacity;
	}
	folder->outcomes[folder->count++] = (struct outcome){ *entry, from };
	return 0;
}

/* ---- conflicts ---- */

static struct gr_merge_side side_of(const struct gr_tree_entry *entry)
{
	struct gr_merge_side side = { 0 };

	if (!entry)
		return side;
	side.is_there = true;
	side.is_tree = entry->is_tree;
	side.mode = entry->mode;
	side.oid = entry->oid;
	return side;
}

static int enter_path(struct merger *merger, const struct gr_tree_entry *entry)
{
	if (merger->path.size)
		gr_buf_byte(&merger->path, '/');
	gr_buf_append(&merger->path, entry->name, entry->name_size);
	return gr_buf_ok(&merger->path);
}

/* OURS or THEIRS as was said; BASE: left open; negative: failed. `sides` has what stands at the name, NULL for nothing. */
static int ask(struct merger *merger, const struct gr_tree_entry *const sides[SIDES], const struct gr_tree_entry *name)
{
	struct gr_merge_conflict conflict = { .base = side_of(sides[BASE]),
		                              .ours = side_of(sides[OURS]),
		                              .theirs = side_of(sides[THEIRS]) };
	size_t size = merger->path.size;
	int r = enter_path(merger, name);

	if (r < 0)
		return r;
	conflict.path = gr_buf_text(&merger->path);
	r = merger->settle ? merger->settle(&conflict, merger->payload) : GR_MERGE_OPEN;
	gr_buf_truncate(&merger->path, size);
	if (r == GR_MERGE_OPEN)
		merger->unsettled++;
	return r == GR_MERGE_OURS ? OURS : r == GR_MERGE_THEIRS ? THEIRS : r < 0 ? r : BASE;
}

/* ---- one name ---- */

static bool are_same(const struct gr_tree_entry here[SIDES], const bool has[SIDES], enum side a, enum side b)
{
	if (!has[a] || !has[b])
		return has[a] == has[b];
	return here[a].mode == here[b].mode && gr_oid_equal(&here[a].oid, &here[b].oid);
}

static unsigned bit_if_same(enum side side, const struct gr_tree_entry here[SIDES], const bool has[SIDES],
                            const struct merged *merged)
{
	return has[side] && gr_oid_equal(&here[side].oid, &merged->oid) ? 1u << side : 0;
}

static int merge_inside(struct folder *folder, struct merger *merger, const struct gr_tree_entry here[SIDES],
                        const bool has[SIDES], const struct gr_tree_entry *name, int depth)
{
	const struct gr_oid *sides[SIDES];
	size_t size = merger->path.size;
	struct gr_tree_entry entry = *name;
	struct merged merged = { .is_there = false };
	int r = enter_path(merger, name);

	for (enum side side = BASE; side < SIDES; side++)
		sides[side] = has[side] ? &here[side].oid : NULL;
	if (r == 0)
		r = merge_folder(&merged, merger, sides, depth + 1);
	gr_buf_truncate(&merger->path, size);
	if (r < 0 || !merged.is_there)
		return r;
	entry.oid = merged.oid;
	return add_outcome(folder, &entry, bit_if_same(OURS, here, has, &merged) | bit_if_same(THEIRS, here, has, &merged));
}

static int merge_name(struct folder *folder, struct merger *merger, const struct gr_tree_entry here[SIDES],
                      const bool has[SIDES], int depth)
{
	const struct gr_tree_entry *name = has[OURS] ? &here[OURS] : has[THEIRS] ? &here[THEIRS] : &here[BASE];
	const struct gr_tree_entry *sides[SIDES];
	int side;

	if (are_same(here, has, OURS, THEIRS))
		return has[OURS] ? add_outcome(folder, name, 1u << OURS | 1u << THEIRS) : 0;
	if (are_same(here, has, BASE, OURS))
		return has[THEIRS] ? add_outcome(folder, &here[THEIRS], 1u << THEIRS) : 0;
	if (are_same(here, has, BASE, THEIRS))
		return has[OURS] ? add_outcome(folder, &here[OURS], 1u << OURS) : 0;
	if (name->is_tree)
		return merge_inside(folder, merger, here, has, name, depth);
	for (side = BASE; side < SIDES; side++)
		sides[side] = has[side] ? &here[side] : NULL;
	side = ask(merger, sides, name);
	if (side <= BASE)
		return side;
	return has[side] ? add_outcome(folder, &here[side], 1u << side) : 0;
}

/* ---- a file on one side, a folder of its name on the other ---- */

static int compare_outcomes(const void *a, const void *b)
{
	return gr_tree_compare(&((const struct outcome *)a)->entry, &((const struct outcome *)b)->entry);
}

static struct outcome *find_file_of(struct folder *folder, const struct outcome *tree)
{
	struct outcome wanted = *tree;

	wanted.entry.is_tree = false;
	return bsearch(&wanted, folder->outcomes, folder->count, sizeof(wanted), compare_outcomes);
}

static void take_out(struct folder *folder, const struct outcome *outcome)
{
	size_t at = (size_t)(outcome - folder->outcomes);

	folder->count--;
	memmove(&folder->outcomes[at], &folder->outcomes[at + 1], (folder->count - at) * sizeof(*outcome));
}

static int settle_kinds(struct folder *folder, struct merger *merger)
{
	for (size_t i = 0; i < folder->count; i++) {
		struct outcome *tree = &folder->outcomes[i], *file;
		const struct gr_tree_entry *sides[SIDES] = { NULL, NULL, NULL };
		bool ours_is_file;
		int side;

		/* no side alone has both */
		if (!tree->entry.is_tree || !(file = find_file_of(folder, tree)))
			continue;
		ours_is_file = file->from & 1u << OURS;
		sides[OURS] = ours_is_file ? &file->entry : &tree->entry;
		sides[THEIRS] = ours_is_file ? &tree->entry : &file->entry;
		side = ask(merger, sides, &tree->entry);
		if (side < 0)
			return side;
		take_out(folder, (side == THEIRS) == ours_is_file ? file : tree);
		i--;
	}
	return 0;
}

/* ---- the folder ---- */

static bool are_all_from(const struct folder *folder, enum side side)
{
	for (size_t i = 0; i < folder->count; i++)
		if (!(folder->outcomes[i].from & 1u << side))
			return false;
	return true;
}

static size_t count_entries(gr_store *store, const struct gr_oid *oid)
{
	struct gr_tree_entry entry;
	struct gr_tree tree;
	size_t count = 0;

	if (gr_tree_open(&tree, store, oid) < 0)
		return 0;
	while (gr_tree_next(&entry, &tree) == 1)
		count++;
	gr_tree_close(&tree);
	return count;
}

/* A name that the gate refuses may come with a folder that is taken as it is, since its id says what it is and whoever reads
 * names looks again; into a folder that is written here it does not get. */
static int check_name(const struct merger *merger, const struct gr_tree_entry *entry)
{
	gr_autofree_text char *name = gr_strndup(entry->name, entry->name_size);
	enum gr_path_problem problem = name ? gr_path_check(name) : GR_PATH_OK;

	if (!name)
		return GRANT_ENOMEM;
	if (problem == GR_PATH_OK)
		return 0;
	return gr_fail(GRANT_EFORMAT, _("the name “%s” in “%s” is not allowed in a round: %s"), name,
	               gr_buf_text(&merger->path), gr_path_problem_text(problem));
}

static int write_folder(struct gr_oid *out, const struct folder *folder, const struct merger *merger)
{
	gr_auto_buf struct gr_buf raw = GR_BUF_INIT;

	for (size_t i = 0; i < folder->count; i++) {
		const struct gr_tree_entry *entry = &folder->outcomes[i].entry;
		int r = check_name(merger, entry);

		if (r < 0)
			return r;
		gr_tree_append(&raw, entry->mode, entry->name, entry->name_size, &entry->oid);
	}
	return gr_buf_ok(&raw) < 0 ? GRANT_ENOMEM
	                           : gr_object_write(out, merger->store, GIT_OBJECT_TREE, gr_buf_text(&raw), raw.size);
}

/* A result that is just what one side has needs no writing. */
static int end_folder(struct merged *out, const struct folder *folder, const struct merger *merger,
                      const struct gr_oid *const sides[SIDES], bool is_top)
{
	out->is_there = folder->count > 0 || is_top;
	if (!out->is_there || merger->unsettled)
		return 0;
	for (enum side side = OURS; side < SIDES; side++) {
		if (!sides[side] || !are_all_from(folder, side) || count_entries(merger->store, sides[side]) != folder->count)
			continue;
		out->oid = *sides[side];
		return 0;
	}
	return write_folder(&out->oid, folder, merger);
}

static int merge_folder(struct merged *out, struct merger *merger, const struct gr_oid *const sides[SIDES], int depth)
{
	struct gr_tree_entry here[SIDES];
	struct folder folder;
	bool has[SIDES];
	int r;

	if (depth > DEPTH_MAX)
		return gr_fail(GRANT_EFORMAT, _("folders lie more than %d deep"), DEPTH_MAX);
	r = open_folder(&folder, merger->store, sides);
	while (r == 0 && (r = take_name(here, has, &folder)) == 1)
		r = merge_name(&folder, merger, here, has, depth);
	if (r == 0)
		r = settle_kinds(&folder, merger);
	if (r == 0)
		r = end_folder(out, &folder, merger, sides, depth == 0);
	close_folder(&folder);
	return r;
}

/* ---- from outside ---- */

int gr_store_merge(struct gr_oid *tree, gr_store *store, const struct gr_oid *base, const struct gr_oid *ours,
                   const struct gr_oid *theirs, gr_merge_cb settle, void *payload)
{
	struct merger merger = { .store = store, .path = GR_BUF_INIT, .settle = settle, .payload = payload };
	struct gr_oid trees[SIDES];
	const struct gr_oid *sides[SIDES] = { &trees[BASE], &trees[OURS], &trees[THEIRS] };
	struct merged merged = { .is_there = false };
	int r = gr_store_tree_of(&trees[BASE], store, base);

	if (r == 0)
		r = gr_store_tree_of(&trees[OURS], store, ours);
	if (r == 0)
		r = gr_store_tree_of(&trees[THEIRS], store, theirs);
	if (r == 0)
		r = merge_folder(&merged, &merger, sides, 0);
	gr_buf_free(&merger.path);
	if (r == 0 && merger.unsettled)
		r = gr_fail(GRANT_ECONFLICT,
		            dngettext(GR_DOMAIN, "%zu file was changed on both sides",
		                      "%zu files were changed on both sides", merger.unsettled),
		            merger.unsettled);
	if (r == 0)
		*tree = merged.oid;
	return r;
}

int gr_store_merge_base(struct gr_oid *out, gr_store *store, const struct gr_oid *one, const struct gr_oid *two)
{
	git_oid a = gr_to_git(one), b = gr_to_git(two), base;
	int r = git_merge_base(&base, store->repository, &a, &b);

	if (r < 0)
		return gr_git_fail(r, _("the two histories"));
	*out = gr_from_git(&base);
	return 0;
}
