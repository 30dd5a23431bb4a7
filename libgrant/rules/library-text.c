/* SPDX-License-Identifier: Apache-2.0 */
/* Texts for rules: linear functions that pay for their work; no patterns. Not here: numbers as text (exact-lua.c). */
#include <string.h>

#include "base/text.h"
#include "rules/inside.h"

static const char *text_at(lua_State *lua, int at, size_t *size)
{
	const char *text;

	luaL_checktype(lua, at, LUA_TSTRING);
	text = lua_tolstring(lua, at, size);
	gr_host_charge(lua, *size / 8 + 1);
	return text;
}

static int lua_len_text(lua_State *lua)
{
	size_t size;

	text_at(lua, 1, &size);
	lua_pushinteger(lua, (lua_Integer)size);
	return 1;
}

/* Lua's positions: from 1, negative ones from the end. */
static size_t start_of(lua_Integer from, size_t size)
{
	if (from > 0)
		return (size_t)from;
	if (from == 0 || from < -(lua_Integer)size)
		return 1;
	return size + (size_t)(from + 1);
}

static size_t end_of(lua_Integer to, size_t size)
{
	if (to > (lua_Integer)size)
		return size;
	if (to >= 0)
		return (size_t)to;
	return to < -(lua_Integer)size ? 0 : size + (size_t)(to + 1);
}

static int lua_sub_text(lua_State *lua)
{
	size_t size, from, to;
	const char *text = text_at(lua, 1, &size);

	from = start_of(gr_lua_whole(lua, 2), size);
	to = end_of(gr_lua_whole_or(lua, 3, -1), size);
	lua_pushlstring(lua, from <= to ? text + from - 1 : "", from <= to ? to - from + 1 : 0);
	return 1;
}

static int lua_rep_text(lua_State *lua)
{
	size_t size, joint_size;
	const char *text = text_at(lua, 1, &size), *joint = luaL_optlstring(lua, 3, "", &joint_size);
	lua_Integer times = gr_lua_whole(lua, 2);
	luaL_Buffer out;

	if (times <= 0) {
		lua_pushliteral(lua, "");
		return 1;
	}
	if (times > (lua_Integer)GR_LIMIT_TEXT || (size + joint_size) * (size_t)times > GR_LIMIT_TEXT)
		return luaL_error(lua, "a text of more than 1 MiB");
	gr_host_charge(lua, (size_t)times + size * (size_t)times / 8);
	luaL_buffinit(lua, &out);
	for (lua_Integer i = 0; i < times; i++) {
		if (i)
			luaL_addlstring(&out, joint, joint_size);
		luaL_addlstring(&out, text, size);
	}
	luaL_pushresult(&out);
	return 1;
}

/* memmem is linear in glibc. */
static int lua_find_text(lua_State *lua)
{
	size_t size, wanted_size, from;
	const char *text = text_at(lua, 1, &size), *wanted = text_at(lua, 2, &wanted_size), *found;

	from = start_of(gr_lua_whole_or(lua, 3, 1), size);
	if (from > size + 1) {
		lua_pushnil(lua);
		return 1;
	}
	gr_host_charge(lua, size);
	found = memmem(text + from - 1, size - from + 1, wanted, wanted_size);
	if (!found) {
		lua_pushnil(lua);
		return 1;
	}
	lua_pushinteger(lua, found - text + 1);
	lua_pushinteger(lua, found - text + (lua_Integer)wanted_size);
	return 2;
}

static int lua_split_text(lua_State *lua)
{
	size_t size, joint_size;
	const char *text = text_at(lua, 1, &size), *joint = text_at(lua, 2, &joint_size), *end = text + size;
	lua_Integer count = 0;

	luaL_argcheck(lua, joint_size > 0, 2, "a separator is needed");
	lua_newtable(lua);
	for (;;) {
		const char *found = memmem(text, (size_t)(end - text), joint, joint_size);

		gr_host_charge(lua, 2);
		lua_pushlstring(lua, text, (size_t)((found ? found : end) - text));
		lua_rawseti(lua, -2, ++count);
		if (!found)
			return 1;
		text = found + joint_size;
	}
}

static int map_case(lua_State *lua, char first, char last, int shift)
{
	size_t size;
	const char *text = text_at(lua, 1, &size);
	luaL_Buffer out;
	char *copy = luaL_buffinitsize(lua, &out, size);

	for (size_t i = 0; i < size; i++)
		copy[i] = text[i] >= first && text[i] <= last ? (char)(text[i] + shift) : text[i];
	luaL_pushresultsize(&out, size);
	return 1;
}

static int lua_lower_text(lua_State *lua)
{
	return map_case(lua, 'A', 'Z', 32);
}

static int lua_upper_text(lua_State *lua)
{
	return map_case(lua, 'a', 'z', -32);
}

static int lua_byte_of(lua_State *lua)
{
	size_t size, from, to;
	const char *text = text_at(lua, 1, &size);

	from = start_of(gr_lua_whole_or(lua, 2, 1), size);
	to = end_of(gr_lua_whole_or(lua, 3, (lua_Integer)from), size);
	if (from > to)
		return 0;
	if (to - from >= 200)
		return luaL_error(lua, "more than 200 bytes at once");
	for (size_t i = from; i <= to; i++)
		lua_pushinteger(lua, (unsigned char)text[i - 1]);
	return (int)(to - from + 1);
}

/* How many characters, where len counts bytes. */
static int lua_chars_of(lua_State *lua)
{
	size_t size;
	const char *text = text_at(lua, 1, &size);

	if (!gr_utf8_valid(text, size))
		return luaL_error(lua, "a text that is not UTF-8");
	lua_pushinteger(lua, (lua_Integer)gr_utf8_count(text));
	return 1;
}

const luaL_Reg gr_library_string[] = {
	{ "len", lua_len_text },     { "sub", lua_sub_text },
	{ "rep", lua_rep_text },     { "find", lua_find_text },
	{ "split", lua_split_text }, { "lower", lua_lower_text },
	{ "upper", lua_upper_text }, { "byte", lua_byte_of },
	{ "chars", lua_chars_of },   { NULL, NULL },
};
