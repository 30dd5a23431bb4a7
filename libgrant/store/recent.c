/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last small objects that were written, and the last trees that were read: the next act of a group is built upon the trees
 * of the one before, which then need be neither written out nor inflated, and every look-up begins with the same few trees.
 * Bounded, and only a help: what is not here is read from a pack.
 */
#include <string.h>

#include "base/mem.h"
#include "store/inside.h"

#define SLOTS 256 /* an act writes about ten objects and begins with the same trees: they seldom fall upon each other */
#define OBJECT_MAX ((size_t)32 * 1024)

struct gr_recent {
	struct gr_recent_object slots[SLOTS];
};

/* Ids are digests, so any byte of them spreads them evenly. */
static size_t slot_of(const struct gr_oid *oid)
{
	return oid->bytes[0];
}

void gr_recent_keep(struct gr_pack *pack, const struct gr_oid *oid, int type, const void *bytes, size_t size)
{
	struct gr_recent_object *slot;
	char *copy;

	if (!pack->recent)
		pack->recent = gr_alloc(sizeof(*pack->recent));
	if (!pack->recent || size > OBJECT_MAX)
		return;
	slot = &pack->recent->slots[slot_of(oid)];
	copy = gr_resize(slot->bytes, size + 1);
	if (!copy)
		return;
	memcpy(copy, bytes, size);
	copy[size] = '\0';
	*slot = (struct gr_recent_object){ *oid, type, size, copy };
}

const struct gr_recent_object *gr_recent_find(const struct gr_pack *pack, const struct gr_oid *oid)
{
	const struct gr_recent_object *slot = pack->recent ? &pack->recent->slots[slot_of(oid)] : NULL;

	return slot && slot->bytes && gr_oid_equal(&slot->oid, oid) ? slot : NULL;
}

void gr_recent_free(struct gr_recent *recent)
{
	for (size_t i = 0; recent && i < SLOTS; i++)
		gr_free(recent->slots[i].bytes);
	gr_free(recent);
}
