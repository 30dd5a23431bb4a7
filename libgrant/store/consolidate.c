/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many small packs become one, so that a look-up has few to ask: the objects are copied as they stand, nothing is
 * unpacked. Packs fall into classes by size, each 32 times the one before; when more than 32 lie in a class, they are put
 * together, so that an object is copied once a class and not once an act. Under the writers' lock. Not here: deltas,
 * which git gc makes, and loose objects.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define MANY 32
#define FEW 8                            /* to copy fewer is not worth it */
#define CLASS_SMALLEST ((uint64_t)128 * 1024)
#define ACT_BYTES ((uint64_t)64 * 1024 * 1024) /* what an act may copy: some tenths of a second */
#define CLASSES 8

struct found {
	char name[GR_OID_HEX];
	uint64_t size;
	unsigned size_class;
};

struct listing {
	struct found *items;
	size_t count, capacity;
};

/* ---- which packs there are ---- */

static bool has_file(const gr_store *store, const char *name, const char *ending)
{
	gr_autofree_text char *path = gr_format("%spack-%s%s", store->pending.folder, name, ending);

	return !path || access(path, F_OK) == 0;
}

/* Under the lock a .keep of ours can only be a dead writer's: its pack is found by main, or by nobody. */
static void unkeep_dead(const gr_store *store, const char *name)
{
	gr_autofree_text char *path = gr_format("%spack-%s.keep", store->pending.folder, name);
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	if (path && access(path, F_OK) == 0 && gr_file_read(&text, path, 64) == 0 &&
	    strcmp(gr_buf_text(&text), GR_PACK_KEEP_TEXT) == 0)
		unlink(path);
}

/* Packs that somebody keeps, that git has more than an index of, or that lack theirs, are not ours to touch. */
static bool is_plain(const gr_store *store, const char *name)
{
	static const char *const endings[] = { ".keep", ".bitmap", ".promisor", ".mtimes" };

	for (size_t i = 0; i < GR_COUNT(endings); i++)
		if (has_file(store, name, endings[i]))
			return false;
	return has_file(store, name, ".idx");
}

static unsigned class_of(uint64_t size)
{
	unsigned number = 0;

	for (uint64_t limit = CLASS_SMALLEST; size >= limit && number < CLASSES - 1; limit *= MANY)
		number++;
	return number;
}

static int add_found(const char name[GR_OID_HEX], void *payload)
{
	struct listing *list = payload;

	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : 64;
		struct found *items = gr_resize_array(list->items, capacity, sizeof(*items));

		if (!items)
			return GRANT_ENOMEM;
		list->items = items;
		list->capacity = capacity;
	}
	memset(&list->items[list->count], 0, sizeof(*list->items));
	memcpy(list->items[list->count++].name, name, GR_OID_HEX);
	return 0;
}

/* Sizes and classes of those that may be touched; the others are left out. */
static void look_at_packs(struct listing *list, const gr_store *store, bool under_lock)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct found *found = &list->items[i];
		gr_autofree_text char *path = gr_format("%spack-%s.pack", store->pending.folder, found->name);
		struct stat status;

		if (under_lock)
			unkeep_dead(store, found->name);
		if (!path || stat(path, &status) < 0 || !is_plain(store, found->name))
			continue;
		found->size = (uint64_t)status.st_size;
		found->size_class = class_of(found->size);
		list->items[kept++] = *found;
	}
	list->count = kept;
}

/* ---- what is in them ---- */

struct entry {
	struct gr_packed packed;
	uint64_t size;
	uint32_t source;
};

struct entries {
	struct entry *items;
	size_t count;
};

static int compare_offsets(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;

	return (first->packed.offset > second->packed.offset) - (first->packed.offset < second->packed.offset);
}

static bool is_whole_object(const struct gr_mapped *source, const struct gr_packed *packed)
{
	unsigned type = source->pack[packed->offset] >> 4 & 7;

	return type >= GIT_OBJECT_COMMIT && type <= GIT_OBJECT_TAG;
}

/* An object ends where the next one begins. */
static bool read_entries(struct entry *out, const struct gr_mapped *source, uint32_t number)
{
	for (uint32_t i = 0; i < source->count; i++) {
		if (!gr_mapped_entry(&out[i].packed, source, i) || !is_whole_object(source, &out[i].packed))
			return false;
		out[i].source = number;
	}
	gr_sort(out, source->count, sizeof(*out), compare_offsets);
	for (uint32_t i = 0; i < source->count; i++) {
		uint64_t end = i + 1 < source->count ? out[i + 1].packed.offset : source->pack_size - GR_OID_SIZE;

		out[i].size = end - out[i].packed.offset;
	}
	return true;
}

/* ---- putting together ---- */

static int compare_ids(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;
	int order = memcmp(first->packed.oid.bytes, second->packed.oid.bytes, GR_OID_SIZE);

	return order ? order : (first->source > second->source) - (first->source < second->source);
}

static int compare_places(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;

	return first->source != second->source ? (first->source > second->source) - (first->source < second->source)
	                                       : compare_offsets(a, b);
}

/* Each object once, in the order in which it will be copied. */
static void settle_entries(struct entries *entries)
{
	size_t kept = 0;

	gr_sort(entries->items, entries->count, sizeof(*entries->items), compare_ids);
	for (size_t i = 0; i < entries->count; i++)
		if (kept == 0 || !gr_oid_equal(&entries->items[kept - 1].packed.oid, &entries->items[i].packed.oid))
			entries->items[kept++] = entries->items[i];
	entries->count = kept;
	gr_sort(entries->items, entries->count, sizeof(*entries->items), compare_places);
}

/* What does not have the digest that its index says is damaged; it is not spread. */
static int copy_entries(struct gr_pack *pack, const struct gr_mapped *sources, const struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->items[i];
		uint64_t offset;
		int r = gr_pack_begin_copied(&offset, pack);

		if (r == 0)
			r = gr_pack_append(pack, sources[entry->source].pack + entry->packed.offset, entry->size);
		if (r == 0 && pack->crc != entry->packed.crc)
			r = gr_fail(GRANT_EFORMAT, _("a pack is damaged; “git fsck” says where"));
		if (r == 0)
			r = gr_pack_end_object(pack, offset, &entry->packed.oid);
		if (r < 0)
			return r;
	}
	return 0;
}

/* Without its index a pack is not seen: the index goes first. */
static void remove_pack(const gr_store *store, const char *name)
{
	static const char *const endings[] = { ".idx", ".pack", ".rev" };

	for (size_t i = 0; i < GR_COUNT(endings); i++) {
		gr_autofree_text char *path = gr_format("%spack-%s%s", store->pending.folder, name, endings[i]);

		if (path)
			unlink(path);
	}
}

static int write_together(char name[GR_OID_HEX], const gr_store *store, const struct gr_mapped *sources,
                          struct entries *entries)
{
	struct gr_pack pack;
	int r = gr_pack_init(&pack, store->git_dir);

	settle_entries(entries);
	if (r == 0)
		r = copy_entries(&pack, sources, entries);
	if (r == 0)
		r = gr_pack_publish(&pack);
	if (r == 0) {
		gr_pack_unkeep(&pack);
		memcpy(name, pack.name, GR_OID_HEX);
	}
	gr_pack_clear(&pack);
	return r;
}

/* Those of the chosen packs that hold whole objects only. The number of them is in *count; *found are moved together. */
static int open_sources(struct gr_mapped *sources, struct entries *entries, struct found *found, size_t *count,
                        const gr_store *store)
{
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		struct gr_mapped *source = &sources[kept];
		struct entry *items;

		if (!gr_mapped_open(source, store, found[i].name)) {
			gr_mapped_close(source);
			continue;
		}
		items = gr_resize_array(entries->items, entries->count + source->count + 1, sizeof(*items));
		if (!items)
			return GRANT_ENOMEM;
		entries->items = items;
		if (!read_entries(items + entries->count, source, (uint32_t)kept)) {
			gr_mapped_close(source);
			continue;
		}
		entries->count += source->count;
		found[kept++] = found[i];
	}
	*count = kept;
	return 0;
}

static int put_together(gr_store *store, struct found *found, size_t count, size_t few)
{
	struct gr_mapped *sources = gr_alloc_array(count, sizeof(*sources));
	struct entries entries = { 0 };
	char name[GR_OID_HEX];
	size_t opened = count;
	int r = sources ? open_sources(sources, &entries, found, &opened, store) : GRANT_ENOMEM;

	if (r == 0 && opened >= few)
		r = write_together(name, store, sources, &entries);
	for (size_t i = 0; r == 0 && opened >= few && i < opened; i++)
		if (strcmp(found[i].name, name) != 0)
			remove_pack(store, found[i].name);
	for (size_t i = 0; sources && i < count; i++)
		gr_mapped_close(&sources[i]);
	gr_free(sources);
	gr_free(entries.items);
	return r;
}

static int compare_found(const void *a, const void *b)
{
	const struct found *first = a, *second = b;

	if (first->size_class != second->size_class)
		return first->size_class < second->size_class ? -1 : 1;
	return (first->size > second->size) - (first->size < second->size);
}

/* The smallest of each class that has more than `many`, as many as `bytes` allow. */
static int tidy_classes(gr_store *store, struct listing *list, size_t many, size_t few, uint64_t bytes)
{
	int r = 0;

	gr_sort(list->items, list->count, sizeof(*list->items), compare_found);
	for (size_t from = 0, to; r == 0 && from < list->count; from = to) {
		uint64_t sum = 0;
		size_t chosen = 0;

		for (to = from; to < list->count && list->items[to].size_class == list->items[from].size_class; to++) {
			sum += list->items[to].size;
			chosen += sum <= bytes;
		}
		if (to - from > many && chosen >= few)
			r = put_together(store, &list->items[from], chosen, few);
	}
	return r;
}

/* git is at work on the packs itself, or has an index over several of them that would name packs which are gone. */
bool gr_store_is_gits_turn(const gr_store *store)
{
	gr_autofree_text char *running = gr_format("%sgc.pid", store->git_dir);
	gr_autofree_text char *over_packs = gr_format("%smulti-pack-index", store->pending.folder);

	return !running || !over_packs || access(running, F_OK) == 0 || access(over_packs, F_OK) == 0;
}

void gr_store_tidy(gr_store *store)
{
	struct listing list = { 0 };

	if (gr_packs_each(store, add_found, &list) == 0 && list.count > MANY && !gr_store_is_gits_turn(store)) {
		look_at_packs(&list, store, true);
		tidy_classes(store, &list, MANY, FEW, ACT_BYTES);
		gr_objects_open(store);
	}
	gr_free(list.items);
	gr_error_clear();
}

int gr_store_consolidate(int64_t *before, int64_t *after, gr_store *store)
{
	struct listing list = { 0 };
	int r = gr_packs_each(store, add_found, &list);

	*before = *after = (int64_t)list.count;
	if (r == 0 && !gr_store_is_gits_turn(store)) {
		look_at_packs(&list, store, true);
		for (size_t i = 0; i < list.count; i++)
			list.items[i].size_class = 0;
		r = tidy_classes(store, &list, 1, 2, UINT32_MAX);
		gr_objects_open(store);
		list.count = 0;
		if (r == 0)
			r = gr_packs_each(store, add_found, &list);
		*after = (int64_t)list.count;
	}
	gr_free(list.items);
	return r;
}

int gr_store_count_packs(int64_t *all, int64_t *together, gr_store *store)
{
	struct listing list = { 0 };
	struct entries entries = { 0 };
	struct gr_mapped *sources = NULL;
	size_t count;
	int r = gr_packs_each(store, add_found, &list);

	*all = (int64_t)list.count;
	look_at_packs(&list, store, false);
	count = list.count;
	if (r == 0 && count > 0) {
		sources = gr_alloc_array(list.count, sizeof(*sources));
		r = sources ? open_sources(sources, &entries, list.items, &count, store) : GRANT_ENOMEM;
	}
	*together = count > 1 && !gr_store_is_gits_turn(store) ? (int64_t)count : 0;
	for (size_t i = 0; sources && i < list.count; i++)
		gr_mapped_close(&sources[i]);
	gr_free(sources);
	gr_free(entries.items);
	gr_free(list.items);
	return r;
}
