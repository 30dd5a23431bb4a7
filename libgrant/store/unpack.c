/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects straight from mapped packs (gitformat-pack(5)), for who reads a whole round, or for many acts: to look an object up costs libgit2 as
 * much as to inflate it. Only small objects, whole or as deltas upon each other; whatever is large, odd or damaged is left to
 * libgit2, which has words for it. As there, an object's SHA-1 is not computed again: the body's own checksum is looked at.
 */
#include <string.h>

#include <libdeflate.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define KEPT_MAX ((size_t)64 * 1024) /* of a delta, and of what it is a delta to */
#define SLOTS 512
#define PACKS_MAX 256
#define DEPTH_MAX 64 /* git makes 50 at most unless told otherwise */

/* What a delta was made to, for the next one. */
struct kept {
	const unsigned char *pack;
	uint64_t offset;
	struct gr_raw raw;
};

struct known {
	char name[GR_OID_HEX];
	bool is_there;
	struct gr_mapped mapped;
};

struct gr_unpacker {
	struct known *packs;
	size_t count;
	struct libdeflate_decompressor *inflater;
	unsigned char delta[KEPT_MAX];
	struct kept kept[SLOTS];
};

/* ---- all packs ---- */

struct looking {
	struct gr_unpacker *unpacker;
	const gr_store *store;
};

static struct known *find_known(struct gr_unpacker *unpacker, const char *name)
{
	for (size_t i = 0; i < unpacker->count; i++)
		if (strcmp(unpacker->packs[i].name, name) == 0)
			return &unpacker->packs[i];
	return NULL;
}

/* What cannot be opened is left to libgit2, and so are packs that have piled up: they are going to be put together. */
static int look_at(const char name[GR_OID_HEX], void *payload)
{
	const struct looking *looking = payload;
	struct gr_unpacker *unpacker = looking->unpacker;
	struct known *known = find_known(unpacker, name);

	if (known) {
		known->is_there = true;
		return 0;
	}
	if (unpacker->count == PACKS_MAX)
		return 0;
	known = &unpacker->packs[unpacker->count];
	memcpy(known->name, name, GR_OID_HEX);
	known->is_there = true;
	if (gr_mapped_open(&known->mapped, looking->store, name))
		unpacker->count++;
	else
		gr_mapped_close(&known->mapped);
	return 0;
}

static void forget_kept(struct gr_unpacker *unpacker)
{
	for (size_t i = 0; i < SLOTS; i++)
		gr_raw_clear(&unpacker->kept[i].raw);
}

static void drop_gone(struct gr_unpacker *unpacker)
{
	size_t left = 0;

	for (size_t i = 0; i < unpacker->count; i++) {
		if (unpacker->packs[i].is_there)
			unpacker->packs[left++] = unpacker->packs[i];
		else
			gr_mapped_close(&unpacker->packs[i].mapped);
	}
	if (left < unpacker->count)
		forget_kept(unpacker); /* another pack may come to lie at the same address */
	unpacker->count = left;
}

static int compare_sizes(const void *a, const void *b)
{
	size_t first = ((const struct known *)a)->mapped.pack_size, second = ((const struct known *)b)->mapped.pack_size;

	return (first < second) - (first > second);
}

/* The largest first: most objects are there. */
int gr_unpacker_look(struct gr_unpacker *unpacker, const gr_store *store)
{
	struct looking looking = { unpacker, store };
	int r;

	for (size_t i = 0; i < unpacker->count; i++)
		unpacker->packs[i].is_there = false;
	r = gr_packs_each(store, look_at, &looking);
	drop_gone(unpacker);
	gr_sort(unpacker->packs, unpacker->count, sizeof(*unpacker->packs), compare_sizes);
	return r;
}

struct gr_unpacker *gr_unpacker_new(void)
{
	struct gr_unpacker *unpacker = gr_alloc(sizeof(*unpacker));

	if (!unpacker)
		return NULL;
	unpacker->packs = gr_alloc_array(PACKS_MAX, sizeof(*unpacker->packs));
	unpacker->inflater = libdeflate_alloc_decompressor();
	if (unpacker->packs && unpacker->inflater)
		return unpacker;
	gr_unpacker_free(unpacker);
	gr_fail_memory();
	return NULL;
}

void gr_unpacker_free(struct gr_unpacker *unpacker)
{
	if (!unpacker)
		return;
	forget_kept(unpacker);
	for (size_t i = 0; i < unpacker->count; i++)
		gr_mapped_close(&unpacker->packs[i].mapped);
	libdeflate_free_decompressor(unpacker->inflater);
	gr_free(unpacker->packs);
	gr_free(unpacker);
}

/* ---- an entry of a pack ---- */

struct entry {
	int type;
	uint64_t size;    /* of what the body inflates to */
	uint64_t base;    /* of a delta: where that stands which it is a delta to */
	const unsigned char *body, *end;
};

/* How far in front of the delta: the highest bits first, and each further byte counts one more. */
static bool read_base(uint64_t *out, uint64_t offset, const unsigned char **at, const unsigned char *end)
{
	uint64_t distance = 0;

	for (int i = 0; *at < end && i < 8; i++) {
		unsigned byte = *(*at)++;

		distance = (distance + (i > 0)) << (i > 0 ? 7 : 0) | (byte & 0x7f);
		if (byte & 0x80)
			continue;
		*out = offset - distance;
		return distance > 0 && distance <= offset - GR_PACK_HEADER;
	}
	return false;
}

static bool read_entry(struct entry *out, const struct gr_mapped *pack, uint64_t offset)
{
	const unsigned char *at = pack->pack + offset;

	out->end = pack->pack + pack->pack_size - GR_OID_SIZE;
	if (!gr_pack_head_read(&out->type, &out->size, &at, out->end))
		return false;
	if (out->type == GIT_OBJECT_OFS_DELTA && !read_base(&out->base, offset, &at, out->end))
		return false;
	out->body = at;
	return true;
}

/* Where the body ends is not known, and how long it is is: exactly as long. */
static bool inflate_body(unsigned char *out, struct gr_unpacker *unpacker, const struct entry *entry)
{
	return libdeflate_zlib_decompress_ex(unpacker->inflater, entry->body, (size_t)(entry->end - entry->body), out,
	                                     (size_t)entry->size, NULL, NULL) == LIBDEFLATE_SUCCESS;
}

/* ---- whole ---- */

static bool read_whole(struct gr_raw *out, struct gr_unpacker *unpacker, const struct entry *entry)
{
	if (!gr_raw_make(out, entry->size))
		return false;
	out->type = (git_object_t)entry->type;
	if (inflate_body(out->bytes, unpacker, entry))
		return true;
	gr_raw_clear(out);
	return false;
}

/* ---- an object ---- */

static bool read_at(struct gr_raw *out, struct gr_unpacker *unpacker, const struct gr_mapped *pack, uint64_t offset, int depth);

/* What a delta is made to; it stays the unpacker's. NULL: it cannot be had here. */
static const struct gr_raw *read_kept(struct gr_unpacker *unpacker, const struct gr_mapped *pack, uint64_t offset, int depth)
{
	struct kept *kept = &unpacker->kept[(offset ^ offset >> 9) % SLOTS];
	struct gr_raw raw;

	if (kept->raw.bytes && kept->pack == pack->pack && kept->offset == offset)
		return &kept->raw;
	if (depth == DEPTH_MAX || !read_at(&raw, unpacker, pack, offset, depth + 1))
		return NULL;
	if (raw.size > KEPT_MAX) {
		gr_raw_clear(&raw);
		return NULL;
	}
	gr_raw_clear(&kept->raw);
	*kept = (struct kept){ pack->pack, offset, raw };
	return &kept->raw;
}

static bool read_at(struct gr_raw *out, struct gr_unpacker *unpacker, const struct gr_mapped *pack, uint64_t offset, int depth)
{
	const struct gr_raw *base;
	struct entry entry;

	if (!read_entry(&entry, pack, offset))
		return false;
	if (entry.type >= GIT_OBJECT_COMMIT && entry.type <= GIT_OBJECT_TAG)
		return read_whole(out, unpacker, &entry);
	if (entry.type != GIT_OBJECT_OFS_DELTA || entry.size > KEPT_MAX)
		return false;
	base = read_kept(unpacker, pack, entry.base, depth);
	return base && inflate_body(unpacker->delta, unpacker, &entry) && gr_delta_apply(out, base, unpacker->delta, (size_t)entry.size);
}

bool gr_unpack(struct gr_raw *out, struct gr_unpacker *unpacker, const struct gr_oid *oid)
{
	struct gr_packed packed;

	for (size_t i = 0; i < unpacker->count; i++)
		if (gr_mapped_find(&packed, &unpacker->packs[i].mapped, oid))
			return read_at(out, unpacker, &unpacker->packs[i].mapped, packed.offset, 0);
	return false;
}
