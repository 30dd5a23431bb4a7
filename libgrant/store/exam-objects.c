/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects: those that lie in files of their own, and all that main leads to, each read and hashed. Names of the newest tree pass
 * the gate once more. No recursion over what others pushed. Not here: packs as files (exam-packs.c).
 */
#include <stdio.h>
#include <string.h>

#include <git2/sys/odb_backend.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "store/exam.h"

#define TOLD_AT_MOST 20

/* ---- which were seen: open addressing, at most half full ---- */

struct seen {
	struct gr_oid *slots;
	bool *used;
	size_t size, count;
};

/* Where it is, or would be. */
static size_t slot_of(const struct seen *seen, const struct gr_oid *oid)
{
	uint64_t number;
	size_t slot;

	memcpy(&number, oid->bytes, sizeof(number));
	for (slot = (size_t)number & (seen->size - 1); seen->used[slot]; slot = (slot + 1) & (seen->size - 1))
		if (gr_oid_equal(&seen->slots[slot], oid))
			break;
	return slot;
}

static bool is_seen(const struct seen *seen, const struct gr_oid *oid)
{
	return seen->count > 0 && seen->used[slot_of(seen, oid)];
}

static bool put_slot(struct seen *seen, const struct gr_oid *oid)
{
	size_t slot = slot_of(seen, oid);

	if (seen->used[slot])
		return false;
	seen->slots[slot] = *oid;
	seen->used[slot] = true;
	return true;
}

static int grow(struct seen *seen)
{
	struct seen larger = { .size = seen->size ? seen->size * 2 : 4096, .count = seen->count };

	larger.slots = gr_alloc_array(larger.size, sizeof(*larger.slots));
	larger.used = gr_alloc_array(larger.size, sizeof(*larger.used));
	if (!larger.slots || !larger.used) {
		gr_free(larger.slots);
		gr_free(larger.used);
		return GRANT_ENOMEM;
	}
	for (size_t i = 0; i < seen->size; i++)
		if (seen->used[i])
			put_slot(&larger, &seen->slots[i]);
	gr_free(seen->slots);
	gr_free(seen->used);
	*seen = larger;
	return 0;
}

/* 1: for the first time; 0; negative. */
static int see(struct seen *seen, const struct gr_oid *oid)
{
	int r = seen->count * 2 >= seen->size ? grow(seen) : 0;

	if (r < 0 || !put_slot(seen, oid))
		return r;
	seen->count++;
	return 1;
}

static void clear_seen(struct seen *seen)
{
	gr_free(seen->slots);
	gr_free(seen->used);
}

/* ---- loose objects ---- */

struct loose {
	const struct gr_exam *exam;
	struct seen *damaged;
};

static int tell_damaged(gr_store *store, struct loose *loose, const char *path, const struct gr_oid *oid)
{
	const struct gr_exam *exam = loose->exam;
	int r;

	gr_exam_tell(exam, GR_F_DOCTOR_OBJECT_DAMAGED, path, NULL);
	if (exam->mend && gr_exam_set_aside(store, exam, path)) {
		gr_findings_mended(exam->findings,
		                   _("mended: it was set aside; if main leads to it and there is no other copy, "
		                     "that is told apart"));
		return 0;
	}
	r = see(loose->damaged, oid);
	return r < 0 ? r : 0;
}

static int look_at_loose(gr_store *store, const struct gr_oid *oid, void *payload)
{
	struct loose *loose = payload;
	gr_autofree_text char *path = gr_loose_path(store, oid);
	int r = path ? gr_loose_check(path, oid) : GRANT_ENOMEM;

	if (r < 0)
		return r;
	if (r == GR_LOOSE_CLOSED)
		gr_exam_tell(loose->exam, GR_F_DOCTOR_UNREADABLE, path, NULL);
	r = r == GR_LOOSE_DAMAGED ? tell_damaged(store, loose, path, oid) : 0;
	return r == 0 ? gr_progress_step(loose->exam->progress, 1) : r;
}

static int look_at_all_loose(gr_store *store, const struct gr_exam *exam, struct seen *damaged)
{
	struct loose loose = { .exam = exam, .damaged = damaged };
	int r;

	gr_progress_begin(exam->progress, _("reading single objects"), 0);
	r = gr_loose_each(store, look_at_loose, &loose);
	if (r == 0 && exam->mend && gr_objects_open(store) < 0)
		r = gr_git_fail(-1, "%s", store->git_dir);
	return r;
}

/* ---- all that main leads to ---- */

struct item {
	struct gr_oid oid;
	git_object_t type;
	char *path; /* NULL: a commit */
};

struct walker {
	gr_store *store;
	const struct gr_exam *exam;
	struct seen seen;
	const struct seen *damaged; /* in files of their own, which libgit2 must not be asked to read (loose.c) */
	git_odb *packs;
	struct item *items;
	size_t count, capacity, told, untold;
	char commit[GR_OID_HEX]; /* whose tree is being read */
	bool is_tip;
};

static int push(struct walker *walker, const struct gr_oid *oid, git_object_t type, char *path)
{
	int r = see(&walker->seen, oid);

	if (r == 1 && walker->count == walker->capacity) {
		size_t capacity = walker->capacity ? walker->capacity * 2 : 64;
		struct item *items = gr_resize_array(walker->items, capacity, sizeof(*items));

		r = items ? 1 : GRANT_ENOMEM;
		if (items) {
			walker->items = items;
			walker->capacity = capacity;
		}
	}
	if (r != 1) {
		gr_free(path);
		return r;
	}
	walker->items[walker->count++] = (struct item){ *oid, type, path };
	return 0;
}

static void tell_missing(struct walker *walker, const struct item *item)
{
	struct gr_place place = { .entry = item->path && *item->path ? item->path : NULL, .commit = walker->commit };
	char hex[GR_OID_HEX];

	if (walker->told++ >= TOLD_AT_MOST) {
		walker->untold++;
		return;
	}
	gr_oid_hex(hex, &item->oid);
	gr_findings_add(walker->exam->findings, GR_F_DOCTOR_OBJECT_MISSING, &place, hex, NULL);
}

static void check_name(struct walker *walker, const char *path)
{
	enum gr_path_problem problem = walker->is_tip ? gr_path_check(path) : GR_PATH_OK;
	struct gr_place place = { .entry = path, .commit = walker->commit };

	if (problem != GR_PATH_OK)
		gr_findings_add(walker->exam->findings, GR_F_TREE_NAME, &place, gr_path_problem_text(problem), NULL);
}

static int enter_entry(struct walker *walker, const struct item *tree, const struct gr_tree_entry *entry)
{
	char *path = gr_format("%s%s%.*s", tree->path, *tree->path ? "/" : "", (int)entry->name_size, entry->name);

	if (!path)
		return GRANT_ENOMEM;
	check_name(walker, path);
	if ((entry->mode & 0170000) == 0160000) { /* another repository's */
		gr_free(path);
		return 0;
	}
	return push(walker, &entry->oid, entry->is_tree ? GIT_OBJECT_TREE : GIT_OBJECT_BLOB, path);
}

static int enter_tree(struct walker *walker, const struct item *item, git_odb_object *object)
{
	struct gr_tree tree = { .at = git_odb_object_data(object) }; /* the object is the caller's to free */
	struct gr_tree_entry entry;
	int r;

	tree.end = tree.at + git_odb_object_size(object);
	while ((r = gr_tree_next(&entry, &tree)) == 1) {
		r = enter_entry(walker, item, &entry);
		if (r < 0)
			return r;
	}
	if (r < 0)
		tell_missing(walker, item);
	gr_error_clear();
	return 0;
}

/* A commit's head: "tree" and its id, then "parent" and theirs. The tree is pushed last, so that it comes first. */
static int enter_commit(struct walker *walker, const struct item *item, git_odb_object *object)
{
	const char *at = git_odb_object_data(object);
	struct gr_oid tree, parent;
	char hex[GR_OID_HEX];
	int r = 0;

	gr_oid_hex(walker->commit, &item->oid);
	snprintf(hex, sizeof(hex), "%.40s", gr_text_starts(at, "tree ") ? at + 5 : "");
	if (gr_oid_parse(&tree, hex) < 0) {
		gr_error_clear();
		tell_missing(walker, item);
		return 0;
	}
	for (at += 46; r == 0 && gr_text_starts(at, "parent "); at += 48) {
		snprintf(hex, sizeof(hex), "%.40s", at + 7);
		if (gr_oid_parse(&parent, hex) == 0)
			r = push(walker, &parent, GIT_OBJECT_COMMIT, NULL);
		gr_error_clear();
	}
	return r == 0 ? push(walker, &tree, GIT_OBJECT_TREE, gr_strdup("")) : r;
}

/* A copy in a pack is read before one that lies alone. */
static bool may_be_read(struct walker *walker, const struct gr_oid *oid)
{
	git_oid id = gr_to_git(oid);

	return !is_seen(walker->damaged, oid) || (walker->packs && git_odb_exists(walker->packs, &id));
}

static int read_item(struct walker *walker, const struct item *item)
{
	git_odb_object *object = NULL;
	int r = may_be_read(walker, &item->oid) ? gr_object_read(&object, walker->store, &item->oid) : GIT_ENOTFOUND;

	if (r < 0 || git_odb_object_type(object) != item->type) {
		git_odb_object_free(object);
		if (!item->path)
			gr_oid_hex(walker->commit, &item->oid);
		tell_missing(walker, item);
		return 0;
	}
	r = item->type == GIT_OBJECT_COMMIT ? enter_commit(walker, item, object)
	    : item->type == GIT_OBJECT_TREE ? enter_tree(walker, item, object)
	                                    : 0;
	git_odb_object_free(object);
	return r;
}

static int walk(struct walker *walker)
{
	int r = 0;

	while (r == 0 && walker->count > 0) {
		struct item item = walker->items[--walker->count];

		/* the newest commit's tree has been read when the next commit comes */
		walker->is_tip = walker->is_tip && (item.path || !walker->commit[0]);
		r = read_item(walker, &item);
		gr_free(item.path);
		if (r == 0)
			r = gr_progress_step(walker->exam->progress, 1);
	}
	return r;
}

static int open_packs(git_odb **out, const gr_store *store)
{
	gr_autofree_text char *folder = gr_format("%sobjects", store->git_dir);
	git_odb_backend *backend = NULL;
	int r = folder ? git_odb_new(out) : -1;

	if (r == 0)
		r = git_odb_backend_pack(&backend, folder);
	if (r == 0)
		r = git_odb_add_backend(*out, backend, 1);
	if (r < 0 && backend)
		backend->free(backend);
	return r < 0 ? gr_git_fail(r, "%s", folder ? folder : "") : 0;
}

static void clear_walker(struct walker *walker)
{
	while (walker->count > 0)
		gr_free(walker->items[--walker->count].path);
	gr_free(walker->items);
	clear_seen(&walker->seen);
	git_odb_free(walker->packs);
}

static int look_at_reachable(gr_store *store, const struct gr_exam *exam, const struct seen *damaged,
                             const struct gr_oid *tip)
{
	struct walker walker = { .store = store, .exam = exam, .damaged = damaged, .is_tip = true };
	int r = damaged->count > 0 ? open_packs(&walker.packs, store) : 0;

	gr_progress_begin(exam->progress, _("reading every object"), 0);
	if (r == 0)
		r = push(&walker, tip, GIT_OBJECT_COMMIT, NULL);
	if (r == 0)
		r = walk(&walker);
	if (walker.untold > 0) {
		gr_autofree_text char *number = gr_exam_format(exam, "%zu", walker.untold);

		gr_findings_add(exam->findings, GR_F_DOCTOR_MORE, NULL, number ? number : "", NULL);
	}
	clear_walker(&walker);
	return r;
}

int gr_exam_objects(gr_store *store, const struct gr_exam *exam)
{
	struct seen damaged = { 0 };
	struct gr_oid tip;
	int r = look_at_all_loose(store, exam, &damaged);

	if (r == 0 && gr_store_tip(&tip, store) == 0)
		r = look_at_reachable(store, exam, &damaged, &tip);
	clear_seen(&damaged);
	return r;
}
