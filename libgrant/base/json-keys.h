/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_JSON_KEYS_H
#define GR_BASE_JSON_KEYS_H

/* The keys of the maps that the JSON reader stands in, so that it refuses a key that is there twice. For json-read.c only. */

#include "base/buf.h"

#define GR_JSON_KEYS_INLINE 48

struct gr_json_key {
	uint32_t hash, next; /* the one before in its list, counted from 1; 0: none */
	size_t name;         /* where its text begins in `names` */
};

/* Zeroed to begin with. Most records fit into what lies in the struct itself. */
struct gr_json_keys {
	struct gr_buf names;
	struct gr_json_key few[GR_JSON_KEYS_INLINE], *many; /* many: NULL while few are enough */
	uint32_t few_heads[GR_JSON_KEYS_INLINE], *heads;
	size_t count, capacity;
};

/* A key of the innermost map, whose keys begin at `first`. 1: added; 0: it is there already; negative: no memory. */
int gr_json_keys_add(struct gr_json_keys *keys, size_t first, const char *name, size_t size);
/* The innermost map ends: its keys, those from `first` on, are forgotten. */
void gr_json_keys_leave(struct gr_json_keys *keys, size_t first);
void gr_json_keys_clear(struct gr_json_keys *keys);

#endif
