/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changed paths over a tree -> a new tree. The changes are sorted as git sorts files, then one pass splices the raw
 * entries of each touched folder with what changes in it; folders that are not touched are not read. Not here: commits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "store/inside.h"

#define DEPTH_MAX 64
#define USUAL_GROWTH 128 /* bytes of a new entry or two */

struct change {
	char *path;
	struct gr_oid blob;
	struct gr_buf bytes; /* that become the blob with the tree, so that an edit which is dropped leaves no trace */
	bool is_pending;     /* they have not yet */
	bool is_removal;
	bool is_known;       /* the splice has seen whether it was there */
	bool was_there;
};

struct gr_edit {
	gr_store *store;
	struct gr_oid base; /* tree */
	bool has_base;
	struct change **changes; /* in order of path, byte by byte; pointers, since one put between others moves all behind it */
	size_t count, capacity;
};

/* ---- collecting ---- */

int gr_edit_new(gr_edit **out, gr_store *store, const struct gr_oid *base_commit)
{
	gr_edit *edit = gr_alloc(sizeof(*edit));
	int r = 0;

	if (!edit)
		return GRANT_ENOMEM;
	edit->store = store;
	edit->has_base = base_commit != NULL;
	if (base_commit)
		r = gr_store_tree_of(&edit->base, store, base_commit);
	if (r < 0) {
		gr_free(edit);
		return r;
	}
	*out = edit;
	return 0;
}

void gr_edit_free(gr_edit *edit)
{
	if (!edit)
		return;
	for (size_t i = 0; i < edit->count; i++) {
		gr_free(edit->changes[i]->path);
		gr_buf_free(&edit->changes[i]->bytes);
		gr_free(edit->changes[i]);
	}
	gr_free(edit->changes);
	gr_free(edit);
}

/* The first change whose path is not before `path`. */
static size_t lower_bound(const gr_edit *edit, const char *path)
{
	size_t low = 0, high = edit->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(edit->changes[middle]->path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const gr_edit *edit, size_t at, const char *path)
{
	return at < edit->count && strcmp(edit->changes[at]->path, path) == 0;
}

static int insert(gr_edit *edit, size_t at, const char *path)
{
	struct change *change;

	if (edit->count == edit->capacity) {
		size_t capacity = edit->capacity ? edit->capacity * 2 : 16;
		struct change **changes = gr_resize_array(edit->changes, capacity, sizeof(*changes));

		if (!changes)
			return GRANT_ENOMEM;
		edit->changes = changes;
		edit->capacity = capacity;
	}
	change = gr_alloc(sizeof(*change));
	if (change)
		change->path = gr_strdup(path);
	if (!change || !change->path) {
		gr_free(change);
		return GRANT_ENOMEM;
	}
	memmove(&edit->changes[at + 1], &edit->changes[at], (edit->count - at) * sizeof(*edit->changes));
	edit->changes[at] = change;
	edit->count++;
	return 0;
}

static int change(struct change **out, gr_edit *edit, const char *path)
{
	enum gr_path_problem problem = gr_path_check(path);
	size_t at = lower_bound(edit, path);
	int r;

	if (problem != GR_PATH_OK)
		return gr_fail(GRANT_EINPUT, _("the name “%s” is not allowed in a round: %s"), path,
		               gr_path_problem_text(problem));
	r = is_at(edit, at, path) ? 0 : insert(edit, at, path);
	if (r == 0)
		*out = edit->changes[at];
	return r;
}

int gr_edit_put(gr_edit *edit, const char *path, const struct gr_oid *blob)
{
	struct change *put;
	int r = change(&put, edit, path);

	if (r < 0)
		return r;
	put->blob = *blob;
	put->is_pending = put->is_removal = false;
	return 0;
}

int gr_edit_put_bytes(gr_edit *edit, const char *path, const void *bytes, size_t size)
{
	struct change *put;
	int r = change(&put, edit, path);

	if (r < 0)
		return r;
	gr_buf_truncate(&put->bytes, 0);
	gr_buf_append(&put->bytes, bytes, size);
	put->is_pending = true;
	put->is_removal = false;
	return gr_buf_ok(&put->bytes);
}

int gr_edit_remove(gr_edit *edit, const char *path)
{
	struct gr_tree_entry entry;
	struct change *removal;
	int r = edit->has_base ? gr_tree_find_path(&entry, edit->store, &edit->base, path) : GRANT_ENOTFOUND;

	if (r == GRANT_ENOTFOUND)
		return 0; /* what was put before in this edit stays: an act does not undo itself */
	if (r == 0)
		r = change(&removal, edit, path);
	if (r == 0) {
		removal->is_removal = true;
		removal->is_pending = false;
	}
	return r;
}

size_t gr_edit_count(const gr_edit *edit)
{
	return edit->count;
}

const char *gr_edit_path(const gr_edit *edit, size_t index)
{
	return index < edit->count ? edit->changes[index]->path : NULL;
}

/* An edit that is told before there is a tree of it looks for itself. */
enum gr_edit_kind gr_edit_kind(const gr_edit *edit, size_t index)
{
	const struct change *change = edit->changes[index];
	struct gr_tree_entry entry;
	bool was_there = change->was_there;

	if (change->is_removal)
		return GR_EDIT_REMOVE;
	if (!change->is_known)
		was_there = edit->has_base && gr_tree_find_path(&entry, edit->store, &edit->base, change->path) == 0;
	return was_there ? GR_EDIT_CHANGE : GR_EDIT_ADD;
}

/* ---- splicing ---- */

/* What becomes of one name in a folder. */
struct outcome {
	const char *name;
	size_t name_size;
	bool is_there;
	bool is_tree;
	struct gr_oid oid;
};

struct outcomes {
	struct outcome *items;
	size_t count, capacity;
};

static struct outcome *new_outcome(struct outcomes *outcomes)
{
	if (outcomes->count == outcomes->capacity) {
		size_t capacity = outcomes->capacity ? outcomes->capacity * 2 : 16;
		struct outcome *items = gr_resize_array(outcomes->items, capacity, sizeof(*items));

		if (!items)
			return NULL;
		outcomes->items = items;
		outcomes->capacity = capacity;
	}
	memset(&outcomes->items[outcomes->count], 0, sizeof(*outcomes->items));
	return &outcomes->items[outcomes->count++];
}

static int splice(struct gr_oid *out, bool *is_empty, gr_edit *edit, const struct gr_oid *old, size_t from, size_t to,
                  size_t depth, int level);

static bool is_same_name(const char *name, size_t size, const char *path)
{
	return strncmp(name, path, size) == 0 && (path[size] == '\0' || path[size] == '/');
}

static int old_entry(struct gr_tree_entry *out, bool *has, gr_edit *edit, const struct gr_oid *old, const char *name,
                     size_t size)
{
	int r = old ? gr_tree_find(out, edit->store, old, name, size) : GRANT_ENOTFOUND;

	*has = r == 0;
	return r == GRANT_ENOTFOUND ? 0 : r;
}

static bool are_removals(const gr_edit *edit, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!edit->changes[from]->is_removal)
			return false;
	return true;
}

/*
 * The changes [from, to) have one name at `depth`. A change of the name itself comes first in the order of paths; one that
 * removes it makes what lies below begin from nothing.
 */
static int outcome_of(struct outcome *outcome, gr_edit *edit, const struct gr_oid *old, size_t from, size_t to,
                      size_t depth, int level)
{
	struct change *first = edit->changes[from];
	bool is_itself = first->path[depth + outcome->name_size] == '\0';
	struct gr_tree_entry entry;
	bool has_old, is_empty;
	int r = old_entry(&entry, &has_old, edit, old, outcome->name, outcome->name_size);

	if (r < 0)
		return r;
	if (is_itself) {
		first->is_known = true;
		first->was_there = has_old;
	}
	/* a file in place of a folder: what is said to go from there goes with it */
	if (is_itself && are_removals(edit, from + 1, to) && (!first->is_removal || to - from == 1)) {
		outcome->is_there = !first->is_removal;
		outcome->oid = first->blob;
		return 0;
	}
	if (is_itself && !first->is_removal)
		return gr_fail(GRANT_EINTERNAL, "%s is put as a file and as a folder", first->path);
	r = splice(&outcome->oid, &is_empty, edit, has_old && entry.is_tree && !is_itself ? &entry.oid : NULL,
	           from + is_itself, to, depth + outcome->name_size + 1, level + 1);
	outcome->is_tree = true;
	outcome->is_there = !is_empty;
	return r;
}

/* Changes of one folder, grouped by name. Names are in byte order; "a" and "a-b" and "a/x" may interleave with others, so a
 * group is gathered as long as the name is the same or the path goes below it. */
static int gather(struct outcomes *outcomes, gr_edit *edit, const struct gr_oid *old, size_t from, size_t to,
                  size_t depth, int level)
{
	while (from < to) {
		const char *name = edit->changes[from]->path + depth;
		size_t size = strcspn(name, "/"), end = from + 1;
		struct outcome *outcome;
		int r;

		while (end < to && is_same_name(name, size, edit->changes[end]->path + depth))
			end++;
		outcome = new_outcome(outcomes);
		if (!outcome)
			return GRANT_ENOMEM;
		outcome->name = name;
		outcome->name_size = size;
		r = outcome_of(outcome, edit, old, from, end, depth, level);
		if (r < 0)
			return r;
		from = end;
	}
	return 0;
}

static struct outcome *find_outcome(struct outcomes *outcomes, const struct gr_tree_entry *entry)
{
	for (size_t i = 0; i < outcomes->count; i++)
		if (outcomes->items[i].name_size == entry->name_size &&
		    memcmp(outcomes->items[i].name, entry->name, entry->name_size) == 0)
			return &outcomes->items[i];
	return NULL;
}

static struct gr_tree_entry as_entry(const struct outcome *outcome)
{
	return (struct gr_tree_entry){ .name = outcome->name,
		                       .name_size = outcome->name_size,
		                       .is_tree = outcome->is_tree };
}

/* Whether the next outcome sorts before the old entry (NULL: the end), or in its place. */
static bool comes_before(const struct outcomes *sorted, size_t next, const struct gr_tree_entry *old)
{
	struct gr_tree_entry entry;

	if (next == sorted->count)
		return false;
	entry = as_entry(&sorted->items[next]);
	return !old || gr_tree_compare(&entry, old) <= 0;
}

static void append_before(struct gr_buf *raw, const struct outcomes *sorted, size_t *next,
                          const struct gr_tree_entry *old)
{
	for (; comes_before(sorted, *next, old); (*next)++) {
		const struct outcome *outcome = &sorted->items[*next];

		if (outcome->is_there)
			gr_tree_append(raw, outcome->is_tree ? 040000 : 0100644, outcome->name, outcome->name_size,
			             &outcome->oid);
	}
}

static int compare_outcomes(const void *a, const void *b)
{
	struct gr_tree_entry first = as_entry(a), second = as_entry(b);

	return gr_tree_compare(&first, &second);
}

/* What lies between two changes is copied as it stands. */
static int merge_old(struct gr_buf *raw, size_t *next, gr_edit *edit, const struct gr_oid *old, struct outcomes *outcomes)
{
	struct gr_tree_entry entry;
	struct gr_tree tree;
	const char *start, *kept;
	int r = gr_tree_open(&tree, edit->store, old);

	if (r < 0)
		return r;
	gr_buf_reserve(raw, (size_t)(tree.end - tree.at) + USUAL_GROWTH);
	kept = start = tree.at;
	for (; (r = gr_tree_next(&entry, &tree)) == 1; start = tree.at) {
		bool goes = find_outcome(outcomes, &entry) != NULL;

		if (!goes && !comes_before(outcomes, *next, &entry))
			continue;
		gr_buf_append(raw, kept, (size_t)(start - kept));
		append_before(raw, outcomes, next, &entry);
		kept = goes ? tree.at : start;
	}
	gr_buf_append(raw, kept, (size_t)(start - kept));
	gr_tree_close(&tree);
	return r;
}

static int merge_tree(struct gr_buf *raw, gr_edit *edit, const struct gr_oid *old, struct outcomes *outcomes)
{
	size_t next = 0;
	int r = 0;

	gr_sort(outcomes->items, outcomes->count, sizeof(*outcomes->items), compare_outcomes);
	if (old)
		r = merge_old(raw, &next, edit, old, outcomes);
	if (r < 0)
		return r;
	append_before(raw, outcomes, &next, NULL);
	return gr_buf_ok(raw);
}

/* Recursion is as deep as the paths that the gate let through. */
static int splice(struct gr_oid *out, bool *is_empty, gr_edit *edit, const struct gr_oid *old, size_t from, size_t to,
                  size_t depth, int level)
{
	struct outcomes outcomes = { 0 };
	gr_auto_buf struct gr_buf raw = GR_BUF_INIT;
	int r;

	if (level > DEPTH_MAX)
		return gr_fail(GRANT_EINPUT, _("folders lie more than %d deep"), DEPTH_MAX);
	r = gather(&outcomes, edit, old, from, to, depth, level);
	if (r == 0)
		r = merge_tree(&raw, edit, old, &outcomes);
	gr_free(outcomes.items);
	if (r < 0)
		return r;
	*is_empty = raw.size == 0;
	if (*is_empty && level > 0)
		return 0;
	return gr_object_write(out, edit->store, GIT_OBJECT_TREE, gr_buf_text(&raw), raw.size);
}

/* "a/x" sorts behind "a-b" byte by byte, which would tear the group of "a" apart: compare with "/" lowest. */
static int compare_paths(const void *a, const void *b)
{
	const unsigned char *first = (const unsigned char *)(*(struct change *const *)a)->path;
	const unsigned char *second = (const unsigned char *)(*(struct change *const *)b)->path;

	while (*first && *first == *second) {
		first++;
		second++;
	}
	return (*first == '/' ? 1 : *first ? *first + 1 : 0) - (*second == '/' ? 1 : *second ? *second + 1 : 0);
}

static int compare_bytes(const void *a, const void *b)
{
	return strcmp((*(struct change *const *)a)->path, (*(struct change *const *)b)->path);
}

static int write_pending(gr_edit *edit)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < edit->count; i++) {
		struct change *change = edit->changes[i];

		if (!change->is_pending)
			continue;
		r = gr_store_write_blob(&change->blob, edit->store, gr_buf_text(&change->bytes), change->bytes.size);
		change->is_pending = r < 0;
	}
	return r;
}

int gr_edit_tree(struct gr_oid *tree, gr_edit *edit)
{
	bool is_empty;
	int r = write_pending(edit);

	if (r < 0)
		return r;
	gr_sort(edit->changes, edit->count, sizeof(*edit->changes), compare_paths);
	r = splice(tree, &is_empty, edit, edit->has_base ? &edit->base : NULL, 0, edit->count, 0, 0);
	gr_sort(edit->changes, edit->count, sizeof(*edit->changes), compare_bytes);
	return r;
}

gr_store *gr_edit_store(const gr_edit *edit)
{
	return edit->store;
}
