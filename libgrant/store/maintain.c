/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping a repository quick: what git and others wrote as single files goes into a pack, and many references into one file.
 * Under the writers' lock. Not here: putting packs together (consolidate.c), half-written files (leftovers.c).
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <git2/refdb.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define MANY_REFERENCES 16
#define REFS_DEPTH 8

/* ---- loose objects ---- */

static int count_one(gr_store *store, const struct gr_oid *oid, void *payload)
{
	(void)store;
	(void)oid;
	++*(int64_t *)payload;
	return 0;
}

/* What cannot be read stays as it is: it is the doctor's. */
static int put_one(gr_store *store, const struct gr_oid *oid, void *payload)
{
	gr_autofree_text char *path = gr_loose_path(store, oid);
	struct gr_pack *pack = payload;
	git_odb_object *object = NULL;
	int r = path ? gr_loose_check(path, oid) : GRANT_ENOMEM;

	if (r != GR_LOOSE_WHOLE)
		return r == GRANT_ENOMEM ? r : 0;
	if (gr_object_read(&object, store, oid) < 0)
		return 0;
	r = gr_pack_put(pack, oid, (int)git_odb_object_type(object), git_odb_object_data(object),
	                git_odb_object_size(object));
	git_odb_object_free(object);
	return r;
}

static void remove_packed(const gr_store *store, const struct gr_pack *pack)
{
	for (size_t i = 0; i < pack->count; i++) {
		gr_autofree_text char *path = gr_loose_path(store, &pack->objects[i].oid);

		if (path)
			unlink(path);
	}
}

int gr_store_pack_loose(int64_t *count, gr_store *store, bool dry_run)
{
	struct gr_pack pack;
	int r;

	*count = 0;
	if (dry_run)
		return gr_loose_each(store, count_one, count);
	r = gr_pack_init(&pack, store->git_dir);
	if (r == 0)
		r = gr_loose_each(store, put_one, &pack);
	if (r == 0)
		r = gr_pack_publish(&pack);
	if (r == 0 && pack.is_published) {
		*count = (int64_t)pack.count;
		gr_pack_unkeep(&pack);
		remove_packed(store, &pack);
		gr_objects_open(store);
	}
	gr_pack_clear(&pack);
	return r;
}

/* ---- references ---- */

static int64_t count_files(const char *folder, unsigned depth)
{
	DIR *list = depth < REFS_DEPTH ? opendir(folder) : NULL;
	const struct dirent *entry;
	int64_t count = 0;

	while (list && (entry = readdir(list))) {
		gr_autofree_text char *path = gr_format("%s/%s", folder, entry->d_name);
		struct stat status;

		if (!path || entry->d_name[0] == '.' || lstat(path, &status) < 0)
			continue;
		count += S_ISDIR(status.st_mode) ? count_files(path, depth + 1) : 1;
	}
	if (list)
		closedir(list);
	return count;
}

int gr_store_pack_references(int64_t *count, gr_store *store, bool dry_run)
{
	gr_autofree_text char *folder = gr_format("%srefs", store->git_dir);
	git_refdb *database = NULL;
	int r;

	*count = folder ? count_files(folder, 0) : 0;
	if (*count < MANY_REFERENCES)
		*count = 0;
	if (*count == 0 || dry_run)
		return 0;
	r = git_repository_refdb(&database, store->repository);
	if (r == 0)
		r = git_refdb_compress(database);
	git_refdb_free(database);
	return r < 0 ? gr_git_fail(r, "%s", folder) : 0;
}
