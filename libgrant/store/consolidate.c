/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Many small packs become one, so that a look-up has few to ask: the objects are copied as they stand, nothing is
 * unpacked. Packs fall into classes by size, each 32 times the one before; when more than 32 lie in a class, they are put
 * together, so that an object is copied once a class and not once an act. Under the writers' lock. Not here: deltas,
 * which git gc makes, and loose objects.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
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
#define INDEX_HEAD (8 + 256 * 4)
#define INDEX_ENTRY (GR_OID_SIZE + 4 + 4)
#define INDEX_TAIL (2 * GR_OID_SIZE)

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

static bool is_pack_name(const char *name)
{
	return strlen(name) == 5 + 40 + 5 && strncmp(name, "pack-", 5) == 0 && strspn(name + 5, "0123456789abcdef") == 40 &&
	       strcmp(name + 45, ".pack") == 0;
}

static int add_found(struct listing *list, const char *name)
{
	if (list->count == list->capacity) {
		size_t capacity = list->capacity ? list->capacity * 2 : 64;
		struct found *items = gr_resize_array(list->items, capacity, sizeof(*items));

		if (!items)
			return GRANT_ENOMEM;
		list->items = items;
		list->capacity = capacity;
	}
	memset(&list->items[list->count], 0, sizeof(*list->items));
	memcpy(list->items[list->count++].name, name + 5, 40);
	return 0;
}

static int list_packs(struct listing *list, const gr_store *store)
{
	DIR *folder = opendir(store->pending.folder);
	const struct dirent *entry;
	int r = 0;

	if (!folder)
		return 0;
	while (r == 0 && (entry = readdir(folder)))
		if (is_pack_name(entry->d_name))
			r = add_found(list, entry->d_name);
	closedir(folder);
	return r;
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

/* ---- one pack that is read ---- */

struct source {
	const unsigned char *pack, *index;
	size_t pack_size, index_size;
	uint32_t count;
};

struct entry {
	struct gr_oid oid;
	uint64_t offset, size;
	uint32_t crc;
	uint32_t source;
};

struct entries {
	struct entry *items;
	size_t count;
};

static const unsigned char *map_file(size_t *size, const gr_store *store, const char *name, const char *ending)
{
	gr_autofree_text char *path = gr_format("%spack-%s%s", store->pending.folder, name, ending);
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct stat status;
	void *bytes = MAP_FAILED;

	if (fd >= 0 && fstat(fd, &status) == 0 && status.st_size > 0)
		bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	if (bytes == MAP_FAILED)
		return NULL;
	*size = (size_t)status.st_size;
	return bytes;
}

static uint32_t number_at(const unsigned char *bytes)
{
	uint32_t big;

	memcpy(&big, bytes, sizeof(big));
	return ntohl(big);
}

static void close_source(struct source *source)
{
	if (source->pack)
		munmap((void *)(uintptr_t)source->pack, source->pack_size);
	if (source->index)
		munmap((void *)(uintptr_t)source->index, source->index_size);
	memset(source, 0, sizeof(*source));
}

/* An index of version 2 whose size fits its count. */
static bool open_source(struct source *source, const gr_store *store, const char *name)
{
	source->pack = map_file(&source->pack_size, store, name, ".pack");
	source->index = map_file(&source->index_size, store, name, ".idx");
	if (!source->pack || !source->index || source->pack_size < GR_PACK_HEADER + GR_OID_SIZE ||
	    source->index_size < INDEX_HEAD + INDEX_TAIL || memcmp(source->index, "\377tOc\0\0\0\2", 8) != 0)
		return false;
	source->count = number_at(source->index + INDEX_HEAD - 4);
	return (source->index_size - INDEX_HEAD - INDEX_TAIL) / INDEX_ENTRY >= source->count &&
	       number_at(source->pack + 8) == source->count;
}

/* Offsets beyond 31 bits belong to packs that nobody copies here. */
static bool read_entry(struct entry *out, const struct source *source, uint32_t at)
{
	const unsigned char *ids = source->index + INDEX_HEAD;
	const unsigned char *crcs = ids + (size_t)source->count * GR_OID_SIZE;
	const unsigned char *offsets = crcs + (size_t)source->count * 4;
	unsigned type;

	memcpy(out->oid.bytes, ids + (size_t)at * GR_OID_SIZE, GR_OID_SIZE);
	out->crc = number_at(crcs + (size_t)at * 4);
	out->offset = number_at(offsets + (size_t)at * 4);
	if (out->offset < GR_PACK_HEADER || out->offset >= source->pack_size - GR_OID_SIZE)
		return false;
	type = source->pack[out->offset] >> 4 & 7;
	return type >= GIT_OBJECT_COMMIT && type <= GIT_OBJECT_TAG; /* not a delta */
}

static int compare_offsets(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;

	return (first->offset > second->offset) - (first->offset < second->offset);
}

/* An object ends where the next one begins. */
static bool read_entries(struct entry *out, const struct source *source, uint32_t number)
{
	for (uint32_t i = 0; i < source->count; i++) {
		if (!read_entry(&out[i], source, i))
			return false;
		out[i].source = number;
	}
	gr_sort(out, source->count, sizeof(*out), compare_offsets);
	for (uint32_t i = 0; i < source->count; i++) {
		uint64_t end = i + 1 < source->count ? out[i + 1].offset : source->pack_size - GR_OID_SIZE;

		out[i].size = end - out[i].offset;
	}
	return true;
}

/* ---- putting together ---- */

static int compare_ids(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;
	int order = memcmp(first->oid.bytes, second->oid.bytes, GR_OID_SIZE);

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
		if (kept == 0 || !gr_oid_equal(&entries->items[kept - 1].oid, &entries->items[i].oid))
			entries->items[kept++] = entries->items[i];
	entries->count = kept;
	gr_sort(entries->items, entries->count, sizeof(*entries->items), compare_places);
}

/* What does not have the digest that its index says is damaged; it is not spread. */
static int copy_entries(struct gr_pack *pack, const struct source *sources, const struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->items[i];
		uint64_t offset;
		int r = gr_pack_begin_copied(&offset, pack);

		if (r == 0)
			r = gr_pack_append(pack, sources[entry->source].pack + entry->offset, entry->size);
		if (r == 0 && pack->crc != entry->crc)
			r = gr_fail(GRANT_EFORMAT, _("a pack is damaged; “git fsck” says where"));
		if (r == 0)
			r = gr_pack_end_object(pack, offset, &entry->oid);
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

static int write_together(char name[GR_OID_HEX], const gr_store *store, const struct source *sources,
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
static int open_sources(struct source *sources, struct entries *entries, struct found *found, size_t *count,
                        const gr_store *store)
{
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		struct source *source = &sources[kept];
		struct entry *items;

		if (!open_source(source, store, found[i].name)) {
			close_source(source);
			continue;
		}
		items = gr_resize_array(entries->items, entries->count + source->count + 1, sizeof(*items));
		if (!items)
			return GRANT_ENOMEM;
		entries->items = items;
		if (!read_entries(items + entries->count, source, (uint32_t)kept)) {
			close_source(source);
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
	struct source *sources = gr_alloc_array(count, sizeof(*sources));
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
		close_source(&sources[i]);
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

	if (list_packs(&list, store) == 0 && list.count > MANY && !gr_store_is_gits_turn(store)) {
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
	int r = list_packs(&list, store);

	*before = *after = (int64_t)list.count;
	if (r == 0 && !gr_store_is_gits_turn(store)) {
		look_at_packs(&list, store, true);
		for (size_t i = 0; i < list.count; i++)
			list.items[i].size_class = 0;
		r = tidy_classes(store, &list, 1, 2, UINT32_MAX);
		gr_objects_open(store);
		list.count = 0;
		if (r == 0)
			r = list_packs(&list, store);
		*after = (int64_t)list.count;
	}
	gr_free(list.items);
	return r;
}

int gr_store_count_packs(int64_t *all, int64_t *together, gr_store *store)
{
	struct listing list = { 0 };
	struct entries entries = { 0 };
	struct source *sources = NULL;
	size_t count;
	int r = list_packs(&list, store);

	*all = (int64_t)list.count;
	look_at_packs(&list, store, false);
	count = list.count;
	if (r == 0 && count > 0) {
		sources = gr_alloc_array(list.count, sizeof(*sources));
		r = sources ? open_sources(sources, &entries, list.items, &count, store) : GRANT_ENOMEM;
	}
	*together = count > 1 && !gr_store_is_gits_turn(store) ? (int64_t)count : 0;
	for (size_t i = 0; sources && i < list.count; i++)
		close_source(&sources[i]);
	gr_free(sources);
	gr_free(entries.items);
	gr_free(list.items);
	return r;
}
