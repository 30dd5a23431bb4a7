/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Neutral values into Lua, and back. The way back never raises and calls nothing of Lua that allocates, so that it may run
 * outside of a protected call. Not here: what the values mean.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "rules/inside.h"

#define DEPTH_MAX 32
#define ITEMS_MAX 2000000
#define NUMBER_DIGITS 15

/* ---- in ---- */

/* A fraction may have long figures on both sides, as standard scores do; what counts is how much longer it is above the bar. */
static bool is_great_fraction(const char *text)
{
	const char *bar = strchr(text, '/');
	size_t above = strspn(text + (text[0] == '-'), "0123456789");

	return above > strlen(bar + 1) + NUMBER_DIGITS;
}

/* Exact beyond +-10^15 as well, but no honest score or sum of money is: better refused here than met in a ranking. */
static bool is_great(const char *text)
{
	size_t digits = strspn(text + (text[0] == '-'), "0123456789");
	bool is_limit = digits == NUMBER_DIGITS + 1 &&
	                strspn(text + (text[0] == '-') + 1, "0.") == strlen(text + (text[0] == '-') + 1);

	if (strchr(text, '/'))
		return is_great_fraction(text);
	return digits > NUMBER_DIGITS && !(is_limit && text[text[0] == '-'] == '1');
}

static void push_number(lua_State *lua, const char *text)
{
	if (is_great(text))
		luaL_error(lua, "the number %s is beyond what rules are given", text);
	gr_lua_push_number_text(lua, text);
}

static void push_many(lua_State *lua, const gr_value *value)
{
	size_t count = gr_value_count(value);
	bool is_map = gr_value_is(value, GR_MAP);

	luaL_checkstack(lua, 8, "values are nested too deep");
	lua_createtable(lua, is_map ? 0 : (int)count, is_map ? (int)count : 0);
	for (size_t i = 0; i < count; i++) {
		const gr_value *item = gr_value_item(value, i);

		if (gr_value_is(item, GR_NULL))
			continue; /* what is not given is absent */
		if (is_map)
			lua_pushstring(lua, gr_value_key(value, i));
		gr_lua_push_value(lua, item);
		if (is_map)
			lua_rawset(lua, -3);
		else
			lua_rawseti(lua, -2, (lua_Integer)i + 1);
	}
}

void gr_lua_push_value(lua_State *lua, const gr_value *value)
{
	switch (gr_value_type(value)) {
	case GR_NULL:
		lua_pushnil(lua);
		break;
	case GR_BOOL:
		lua_pushboolean(lua, gr_value_true(value));
		break;
	case GR_NUMBER:
		push_number(lua, gr_value_text(value));
		break;
	case GR_TEXT:
		lua_pushstring(lua, gr_value_text(value));
		break;
	case GR_LIST:
	case GR_MAP:
		push_many(lua, value);
		break;
	}
}

/* ---- out ---- */

struct reader {
	lua_State *lua;
	int depth;
	size_t items;
};

static int read_value(gr_value **out, struct reader *reader, int at);

static int read_text(gr_value **out, lua_State *lua, int at)
{
	size_t size;
	const char *text = lua_tolstring(lua, at, &size);

	if (!gr_utf8_valid(text, size))
		return gr_fail(GRANT_ERULE, _("the rules return a text that is not UTF-8"));
	if (size > GR_LIMIT_TEXT)
		return gr_fail(GRANT_ERULE, _("the rules return a text of more than 1 MiB"));
	*out = gr_text_new_size(text, size);
	return *out ? 0 : GRANT_ENOMEM;
}

/* How many items 1, 2, ... come without a gap; -1 when there are other keys besides. */
static int64_t list_size(lua_State *lua, int at, size_t *keys)
{
	int64_t count = 0;

	*keys = 0;
	lua_pushnil(lua);
	while (lua_next(lua, at)) {
		lua_pop(lua, 1);
		++*keys;
	}
	while (lua_rawgeti(lua, at, count + 1) != LUA_TNIL) {
		lua_pop(lua, 1);
		count++;
	}
	lua_pop(lua, 1);
	return (size_t)count == *keys ? count : -1;
}

static int read_list(gr_value *list, struct reader *reader, int at, int64_t count)
{
	for (int64_t i = 1; i <= count; i++) {
		gr_value *item = NULL;
		int r;

		lua_rawgeti(reader->lua, at, i);
		r = read_value(&item, reader, lua_gettop(reader->lua));
		lua_pop(reader->lua, 1);
		if (r == 0)
			r = gr_list_add(list, item);
		if (r < 0)
			return r;
	}
	return 0;
}

/* A key of the table and its value. The key's text is Lua's; the table keeps it. */
struct pair {
	const char *key;
	gr_value *value;
};

static int compare_pairs(const void *a, const void *b)
{
	return strcmp(((const struct pair *)a)->key, ((const struct pair *)b)->key);
}

static int read_pair(struct pair *pair, struct reader *reader)
{
	lua_State *lua = reader->lua;
	size_t size;

	if (lua_type(lua, -2) != LUA_TSTRING)
		return gr_fail(GRANT_ERULE, _("the rules return a table whose keys are neither 1, 2, ... nor texts"));
	pair->key = lua_tolstring(lua, -2, &size);
	if (!gr_utf8_valid(pair->key, size))
		return gr_fail(GRANT_ERULE, _("the rules return a text that is not UTF-8"));
	return read_value(&pair->value, reader, lua_gettop(lua));
}

/* In order of the keys: Lua's own order follows its hash seed, which is another one in every process. */
static int read_map(gr_value *map, struct reader *reader, int at, size_t keys)
{
	lua_State *lua = reader->lua;
	struct pair *pairs = gr_alloc_array(keys + 1, sizeof(*pairs));
	size_t count = 0;
	int r = pairs ? 0 : GRANT_ENOMEM;

	lua_pushnil(lua);
	while (r == 0 && lua_next(lua, at)) {
		r = read_pair(&pairs[count], reader);
		count += r == 0;
		lua_pop(lua, 1);
	}
	lua_settop(lua, at);
	if (count > 1)
		qsort(pairs, count, sizeof(*pairs), compare_pairs);
	for (size_t i = 0; i < count; i++) {
		if (r == 0)
			r = gr_map_set(map, pairs[i].key, pairs[i].value);
		else
			gr_value_free(pairs[i].value);
	}
	gr_free(pairs);
	return r;
}

static int read_table(gr_value **out, struct reader *reader, int at)
{
	int64_t count;
	size_t keys;
	gr_value *made;
	int r;

	if (reader->depth >= DEPTH_MAX || !lua_checkstack(reader->lua, 8))
		return gr_fail(GRANT_ERULE, _("the rules return tables inside each other more than %d deep"),
		               DEPTH_MAX);
	count = list_size(reader->lua, at, &keys);
	made = count >= 0 ? gr_list_new() : gr_map_new();
	if (!made)
		return GRANT_ENOMEM;
	reader->depth++;
	r = count >= 0 ? read_list(made, reader, at, count) : read_map(made, reader, at, keys);
	reader->depth--;
	if (r < 0) {
		gr_value_free(made);
		return r;
	}
	*out = made;
	return 0;
}

static int read_number(gr_value **out, lua_State *lua, int at)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	int r = gr_lua_number_text(&text, lua, at);

	if (r < 0)
		return r;
	*out = gr_number_new(gr_buf_text(&text));
	return *out ? 0 : GRANT_ENOMEM;
}

static int read_value(gr_value **out, struct reader *reader, int at)
{
	if (++reader->items > ITEMS_MAX)
		return gr_fail(GRANT_ERULE, _("the rules return more than %d values"), ITEMS_MAX);
	switch (lua_type(reader->lua, at)) {
	case LUA_TNIL:
		*out = gr_null_new();
		break;
	case LUA_TBOOLEAN:
		*out = gr_bool_new(lua_toboolean(reader->lua, at));
		break;
	case LUA_TFUNCTION:
		*out = gr_bool_new(true);
		break;
	case LUA_TSTRING:
		return read_text(out, reader->lua, at);
	case LUA_TTABLE:
		return read_table(out, reader, at);
	default:
		return read_number(out, reader->lua, at);
	}
	return *out ? 0 : GRANT_ENOMEM;
}

int gr_lua_to_value(gr_value **out, lua_State *lua, int at)
{
	struct reader reader = { .lua = lua };

	return read_value(out, &reader, lua_absindex(lua, at));
}
