/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys lie in a stack, map upon map, and in lists by their hash. The newest of a list is in front, so that the keys of a map
 * that ends come off the lists as they went on. A map's keys are a handful: lists as many as there is room for keys.
 */
#include "base/json-keys.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

static struct gr_json_key *entries_of(struct gr_json_keys *keys)
{
	return keys->many ? keys->many : keys->few;
}

static uint32_t *head_of(struct gr_json_keys *keys, uint32_t hash)
{
	return keys->many ? &keys->heads[hash % keys->capacity] : &keys->few_heads[hash % GR_JSON_KEYS_INLINE];
}

/* In the order of the stack again, so that the newest stays in front. */
static int grow(struct gr_json_keys *keys)
{
	size_t capacity = keys->many ? keys->capacity * 2 : GR_JSON_KEYS_INLINE * 4;
	struct gr_json_key *many = gr_alloc_array(capacity, sizeof(*many));
	uint32_t *heads = gr_alloc_array(capacity, sizeof(*heads));

	if (!many || !heads || capacity > UINT32_MAX) {
		gr_free(many);
		gr_free(heads);
		return gr_fail_memory();
	}
	memcpy(many, entries_of(keys), keys->count * sizeof(*many));
	gr_free(keys->many);
	gr_free(keys->heads);
	keys->many = many;
	keys->heads = heads;
	keys->capacity = capacity;
	for (size_t i = 0; i < keys->count; i++) {
		uint32_t *head = head_of(keys, many[i].hash);

		many[i].next = *head;
		*head = (uint32_t)i + 1;
	}
	return 0;
}

static bool is_there(struct gr_json_keys *keys, size_t first, uint32_t hash, const char *name)
{
	const struct gr_json_key *entries = entries_of(keys);

	for (uint32_t at = *head_of(keys, hash); at > first; at = entries[at - 1].next)
		if (entries[at - 1].hash == hash && strcmp(gr_buf_text(&keys->names) + entries[at - 1].name, name) == 0)
			return true;
	return false;
}

int gr_json_keys_add(struct gr_json_keys *keys, size_t first, const char *name, size_t size)
{
	uint32_t hash = gr_text_hash(name, size), *head;
	struct gr_json_key *entry;

	if (is_there(keys, first, hash, name))
		return 0;
	if (keys->count == (keys->many ? keys->capacity : GR_JSON_KEYS_INLINE) && grow(keys) < 0)
		return GRANT_ENOMEM;
	head = head_of(keys, hash);
	entry = &entries_of(keys)[keys->count++];
	*entry = (struct gr_json_key){ .hash = hash, .next = *head, .name = keys->names.size };
	*head = (uint32_t)keys->count;
	gr_buf_append(&keys->names, name, size + 1);
	return gr_buf_ok(&keys->names) < 0 ? GRANT_ENOMEM : 1;
}

void gr_json_keys_leave(struct gr_json_keys *keys, size_t first)
{
	const struct gr_json_key *entries = entries_of(keys);

	for (; keys->count > first; keys->count--) {
		const struct gr_json_key *entry = &entries[keys->count - 1];

		*head_of(keys, entry->hash) = entry->next;
		gr_buf_truncate(&keys->names, entry->name);
	}
}

void gr_json_keys_clear(struct gr_json_keys *keys)
{
	gr_buf_free(&keys->names);
	gr_free(keys->many);
	gr_free(keys->heads);
}
