/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The neutral value. A map is two parallel arrays in the order of its keys; a big one gets a table of hashes beside them.
 * Not here: JSON (json-read.c, json-write.c).
 */
#include "base/value.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

#define HASH_FROM 16 /* fields; below, walking is faster */

struct gr_value {
	enum gr_type type;
	uint32_t line;
	union {
		bool truth;
		char *text; /* also a number's */
		struct {
			gr_value **items;
			char **keys;     /* of a map */
			uint32_t *slots; /* index + 1, 0: free; NULL: not hashed */
			size_t count, capacity, slot_count;
		} many;
	} as;
};

/* ---- making ---- */

static gr_value *make(enum gr_type type)
{
	gr_value *value = gr_alloc(sizeof(*value));

	if (value)
		value->type = type;
	return value;
}

static gr_value *make_text(enum gr_type type, const char *text, size_t size)
{
	gr_value *value = make(type);

	if (!value)
		return NULL;
	value->as.text = gr_strndup(text, size);
	if (value->as.text)
		return value;
	gr_free(value);
	return NULL;
}

gr_value *gr_null_new(void)
{
	return make(GR_NULL);
}

gr_value *gr_bool_new(bool truth)
{
	gr_value *value = make(GR_BOOL);

	if (value)
		value->as.truth = truth;
	return value;
}

gr_value *gr_int_new(int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)number);
	return gr_number_new(text);
}

gr_value *gr_number_new(const char *text)
{
	return make_text(GR_NUMBER, text ? text : "0", text ? strlen(text) : 1);
}

gr_value *gr_text_new(const char *text)
{
	return gr_text_new_size(text ? text : "", text ? strlen(text) : 0);
}

gr_value *gr_text_new_size(const char *text, size_t size)
{
	return make_text(GR_TEXT, text, size);
}

gr_value *gr_list_new(void)
{
	return make(GR_LIST);
}

gr_value *gr_map_new(void)
{
	return make(GR_MAP);
}

void gr_value_free(gr_value *value)
{
	if (!value)
		return;
	if (value->type == GR_NUMBER || value->type == GR_TEXT)
		gr_free(value->as.text);
	if (value->type == GR_LIST || value->type == GR_MAP) {
		for (size_t i = 0; i < value->as.many.count; i++) {
			gr_value_free(value->as.many.items[i]);
			if (value->as.many.keys)
				gr_free(value->as.many.keys[i]);
		}
		gr_free(value->as.many.items);
		gr_free(value->as.many.keys);
		gr_free(value->as.many.slots);
	}
	gr_free(value);
}

void gr_value_free_pointer(gr_value **value)
{
	gr_value_free(*value);
}

gr_value *gr_steal_value(gr_value **value)
{
	gr_value *stolen = *value;

	*value = NULL;
	return stolen;
}

static gr_value *copy_many(const gr_value *value)
{
	gr_value *copy = make(value->type);
	int r = copy ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < value->as.many.count; i++) {
		gr_value *item = gr_value_copy(value->as.many.items[i]);

		r = value->type == GR_MAP ? gr_map_set(copy, value->as.many.keys[i], item) : gr_list_add(copy, item);
	}
	if (r == 0)
		return copy;
	gr_value_free(copy);
	return NULL;
}

gr_value *gr_value_copy(const gr_value *value)
{
	gr_value *copy;

	if (!value)
		return NULL;
	if (value->type == GR_NUMBER || value->type == GR_TEXT)
		copy = make_text(value->type, value->as.text, strlen(value->as.text));
	else if (value->type == GR_LIST || value->type == GR_MAP)
		copy = copy_many(value);
	else
		copy = value->type == GR_BOOL ? gr_bool_new(value->as.truth) : gr_null_new();
	if (copy)
		copy->line = value->line;
	return copy;
}

/* ---- room ---- */

static int make_room(gr_value *value)
{
	size_t capacity = value->as.many.capacity ? value->as.many.capacity * 2 : 8;
	void *block;

	if (value->as.many.count < value->as.many.capacity)
		return 0;
	block = gr_resize_array(value->as.many.items, capacity, sizeof(*value->as.many.items));
	if (!block)
		return GRANT_ENOMEM;
	value->as.many.items = block;
	if (value->type == GR_MAP) {
		block = gr_resize_array(value->as.many.keys, capacity, sizeof(*value->as.many.keys));
		if (!block)
			return GRANT_ENOMEM;
		value->as.many.keys = block;
	}
	value->as.many.capacity = capacity;
	return 0;
}

/* ---- the table of hashes ---- */

static void enter(gr_value *map, size_t index)
{
	size_t mask = map->as.many.slot_count - 1;
	size_t at = gr_text_hash(map->as.many.keys[index], strlen(map->as.many.keys[index])) & mask;

	while (map->as.many.slots[at])
		at = (at + 1) & mask;
	map->as.many.slots[at] = (uint32_t)index + 1;
}

/* Without memory for it the map is walked: slower, never wrong. */
static void rehash(gr_value *map)
{
	size_t slots = 64;

	gr_free(map->as.many.slots);
	map->as.many.slots = NULL;
	if (map->as.many.count < HASH_FROM)
		return;
	while (slots < map->as.many.count * 4)
		slots *= 2;
	map->as.many.slots = gr_alloc_array(slots, sizeof(*map->as.many.slots));
	map->as.many.slot_count = slots;
	if (!map->as.many.slots) {
		gr_error_clear();
		return;
	}
	for (size_t i = 0; i < map->as.many.count; i++)
		enter(map, i);
}

static size_t find(const gr_value *map, const char *key)
{
	size_t mask, at;

	if (!map->as.many.slots) {
		for (size_t i = 0; i < map->as.many.count; i++)
			if (strcmp(map->as.many.keys[i], key) == 0)
				return i;
		return SIZE_MAX;
	}
	mask = map->as.many.slot_count - 1;
	for (at = gr_text_hash(key, strlen(key)) & mask; map->as.many.slots[at]; at = (at + 1) & mask)
		if (strcmp(map->as.many.keys[map->as.many.slots[at] - 1], key) == 0)
			return map->as.many.slots[at] - 1;
	return SIZE_MAX;
}

/* ---- putting in ---- */

int gr_list_add(gr_value *list, gr_value *item)
{
	int r = item && list ? make_room(list) : gr_fail_memory();

	if (r < 0) {
		gr_value_free(item);
		return r;
	}
	list->as.many.items[list->as.many.count++] = item;
	return 0;
}

static int append_field(gr_value *map, const char *key, gr_value *value)
{
	char *copy = NULL;
	int r = make_room(map);

	if (r == 0) {
		copy = gr_strdup(key);
		r = copy ? 0 : GRANT_ENOMEM;
	}
	if (r < 0)
		return r;
	map->as.many.keys[map->as.many.count] = copy;
	map->as.many.items[map->as.many.count++] = value;
	if (map->as.many.slots && map->as.many.count * 2 < map->as.many.slot_count)
		enter(map, map->as.many.count - 1);
	else if (map->as.many.count >= HASH_FROM)
		rehash(map);
	return 0;
}

int gr_map_set(gr_value *map, const char *key, gr_value *value)
{
	size_t index;
	int r;

	if (!map || !value || !key) {
		gr_value_free(value);
		return gr_fail_memory();
	}
	index = find(map, key);
	if (index != SIZE_MAX) {
		gr_value_free(map->as.many.items[index]);
		map->as.many.items[index] = value;
		return 0;
	}
	r = append_field(map, key, value);
	if (r < 0)
		gr_value_free(value);
	return r;
}

int gr_map_set_text(gr_value *map, const char *key, const char *text)
{
	if (text)
		return gr_map_set(map, key, gr_text_new(text));
	gr_map_remove(map, key);
	return 0;
}

int gr_map_set_int(gr_value *map, const char *key, int64_t number)
{
	return gr_map_set(map, key, gr_int_new(number));
}

int gr_map_set_bool(gr_value *map, const char *key, bool truth)
{
	return gr_map_set(map, key, gr_bool_new(truth));
}

gr_value *gr_map_take(gr_value *map, const char *key)
{
	size_t index = gr_value_is(map, GR_MAP) ? find(map, key) : SIZE_MAX;
	gr_value *value;

	if (index == SIZE_MAX)
		return NULL;
	value = map->as.many.items[index];
	gr_free(map->as.many.keys[index]);
	map->as.many.count--;
	memmove(&map->as.many.keys[index], &map->as.many.keys[index + 1],
	        (map->as.many.count - index) * sizeof(*map->as.many.keys));
	memmove(&map->as.many.items[index], &map->as.many.items[index + 1],
	        (map->as.many.count - index) * sizeof(*map->as.many.items));
	rehash(map);
	return value;
}

void gr_map_remove(gr_value *map, const char *key)
{
	gr_value_free(gr_map_take(map, key));
}

/* ---- reading ---- */

enum gr_type gr_value_type(const gr_value *value)
{
	return value ? value->type : GR_NULL;
}

bool gr_value_is(const gr_value *value, enum gr_type type)
{
	return value && value->type == type;
}

const char *gr_value_text(const gr_value *value)
{
	return gr_value_is(value, GR_TEXT) || gr_value_is(value, GR_NUMBER) ? value->as.text : NULL;
}

bool gr_value_true(const gr_value *value)
{
	return gr_value_is(value, GR_BOOL) && value->as.truth;
}

int gr_value_int64(int64_t *out, const gr_value *value)
{
	const char *text = gr_value_text(value);

	if (!value || value->type == GR_NULL)
		return gr_fail(GRANT_ENOTFOUND, _("there is no number"));
	if (text && gr_whole_parse(out, text))
		return 0;
	return gr_fail(GRANT_EINPUT, _("“%s” is no whole number"), text ? text : "");
}

size_t gr_value_count(const gr_value *value)
{
	return gr_value_is(value, GR_LIST) || gr_value_is(value, GR_MAP) ? value->as.many.count : 0;
}

gr_value *gr_value_item(const gr_value *value, size_t index)
{
	return index < gr_value_count(value) ? value->as.many.items[index] : NULL;
}

const char *gr_value_key(const gr_value *map, size_t index)
{
	return gr_value_is(map, GR_MAP) && index < map->as.many.count ? map->as.many.keys[index] : NULL;
}

gr_value *gr_map_get(const gr_value *map, const char *key)
{
	size_t index = gr_value_is(map, GR_MAP) && key ? find(map, key) : SIZE_MAX;

	return index == SIZE_MAX ? NULL : map->as.many.items[index];
}

const char *gr_map_text(const gr_value *map, const char *key)
{
	return gr_value_text(gr_map_get(map, key));
}

bool gr_list_has(const gr_value *list, const char *text)
{
	for (size_t i = 0; text && i < gr_value_count(list); i++) {
		const char *own = gr_value_text(gr_value_item(list, i));

		if (own && strcmp(own, text) == 0)
			return true;
	}
	return false;
}

gr_value *gr_list_find(const gr_value *list, const char *key, const char *text)
{
	for (size_t i = 0; text && i < gr_value_count(list); i++) {
		const char *own = gr_map_text(gr_value_item(list, i), key);

		if (own && strcmp(own, text) == 0)
			return gr_value_item(list, i);
	}
	return NULL;
}

static const gr_value *step(const gr_value *value, const char *part, size_t size)
{
	char name[256];
	size_t index = 0;

	if (size == 0 || size >= sizeof(name))
		return NULL;
	memcpy(name, part, size);
	name[size] = '\0';
	if (gr_value_is(value, GR_MAP))
		return gr_map_get(value, name);
	for (size_t i = 0; i < size; i++) {
		if (name[i] < '0' || name[i] > '9' || i > 8)
			return NULL;
		index = index * 10 + (size_t)(name[i] - '0');
	}
	return gr_value_is(value, GR_LIST) ? gr_value_item(value, index) : NULL;
}

gr_value *gr_value_at(const gr_value *value, const char *path)
{
	while (value && *path) {
		size_t size = strcspn(path, ".");

		value = step(value, path, size);
		path += size + (path[size] == '.');
	}
	return (gr_value *)(uintptr_t)value;
}

static bool equal_maps(const gr_value *a, const gr_value *b)
{
	for (size_t i = 0; i < a->as.many.count; i++)
		if (!gr_value_equal(a->as.many.items[i], gr_map_get(b, a->as.many.keys[i])))
			return false;
	return true;
}

static bool equal_lists(const gr_value *a, const gr_value *b)
{
	for (size_t i = 0; i < a->as.many.count; i++)
		if (!gr_value_equal(a->as.many.items[i], b->as.many.items[i]))
			return false;
	return true;
}

bool gr_value_equal(const gr_value *a, const gr_value *b)
{
	if (!a || !b)
		return a == b;
	if (a->type != b->type)
		return false;
	if (a->type == GR_NULL)
		return true;
	if (a->type == GR_BOOL)
		return a->as.truth == b->as.truth;
	if (a->type == GR_NUMBER || a->type == GR_TEXT)
		return strcmp(a->as.text, b->as.text) == 0;
	if (a->as.many.count != b->as.many.count)
		return false;
	return a->type == GR_MAP ? equal_maps(a, b) : equal_lists(a, b);
}

void gr_value_set_line(gr_value *value, size_t line)
{
	value->line = line > UINT32_MAX ? UINT32_MAX : (uint32_t)line;
}

size_t gr_value_line(const gr_value *value)
{
	return value ? value->line : 0;
}
