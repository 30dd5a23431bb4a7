/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables for rules, the same on every machine: a list ends at its first nil, pairs goes in sorted order over a snapshot of the
 * keys, sort is a stable merge sort. Not here: metatables (library.c).
 */
#include "rules/inside.h"

/* ---- length ---- */

lua_Integer gr_lua_length(lua_State *lua, int at)
{
	lua_Integer count = 0;

	if (lua_type(lua, at) == LUA_TSTRING)
		return (lua_Integer)lua_rawlen(lua, at);
	if (lua_type(lua, at) != LUA_TTABLE)
		luaL_error(lua, "attempt to get length of a %s value", luaL_typename(lua, at));
	while (lua_rawgeti(lua, at, count + 1) != LUA_TNIL) {
		lua_pop(lua, 1);
		count++;
	}
	lua_pop(lua, 1);
	gr_host_charge(lua, (size_t)count / 4 + 1);
	return count;
}

/* ---- sorting: the list at 1, an order at 2 or none ---- */

static bool comes_first(lua_State *lua, int a, int b)
{
	bool first;

	if (lua_isnoneornil(lua, 2))
		return gr_lua_compare(lua, a, b) < 0;
	lua_pushvalue(lua, 2);
	lua_pushvalue(lua, a < 0 ? a - 1 : a);
	lua_pushvalue(lua, b < 0 ? b - 2 : b);
	lua_call(lua, 2, 1);
	first = lua_toboolean(lua, -1);
	lua_pop(lua, 1);
	return first;
}

/* Runs [low, middle) and [middle, high) of the table at `from`, merged into the one at `to`. */
static void merge_runs(lua_State *lua, int from, int to, const lua_Integer bounds[3])
{
	lua_Integer left = bounds[0], right = bounds[1];

	for (lua_Integer at = bounds[0]; at < bounds[2]; at++) {
		bool take_right = right < bounds[2];

		gr_host_charge(lua, 4);
		if (take_right && left < bounds[1]) {
			lua_rawgeti(lua, from, right);
			lua_rawgeti(lua, from, left);
			take_right = comes_first(lua, -2, -1);
			lua_pop(lua, 2);
		}
		lua_rawgeti(lua, from, take_right ? right++ : left++);
		lua_rawseti(lua, to, at);
	}
}

static lua_Integer at_most(lua_Integer value, lua_Integer limit)
{
	return value < limit ? value : limit;
}

static int lua_sort_stable(lua_State *lua)
{
	lua_Integer count;
	int from, to;

	luaL_checktype(lua, 1, LUA_TTABLE);
	if (!lua_isnoneornil(lua, 2))
		luaL_checktype(lua, 2, LUA_TFUNCTION);
	lua_settop(lua, 2);
	count = gr_lua_length(lua, 1);
	lua_createtable(lua, (int)count, 0);
	lua_createtable(lua, (int)count, 0);
	from = 3;
	to = 4;
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(lua, 1, i);
		lua_rawseti(lua, from, i);
	}
	for (lua_Integer width = 1; width < count; width *= 2) {
		for (lua_Integer low = 1; low <= count; low += 2 * width) {
			lua_Integer bounds[] = { low, at_most(low + width, count + 1),
				                 at_most(low + 2 * width, count + 1) };

			merge_runs(lua, from, to, bounds);
		}
		from = 7 - from;
		to = 7 - to;
	}
	for (lua_Integer i = 1; i <= count; i++) {
		lua_rawgeti(lua, from, i);
		lua_rawseti(lua, 1, i);
	}
	return 0;
}

/* ---- pairs ---- */

/* Numbers before texts before booleans; other keys have no order that is the same everywhere. */
static int rank_of_key(lua_State *lua, int at)
{
	if (gr_lua_is_number(lua, at))
		return 0;
	if (lua_type(lua, at) == LUA_TSTRING)
		return 1;
	if (lua_type(lua, at) == LUA_TBOOLEAN)
		return 2;
	return -1;
}

static int key_comes_first(lua_State *lua)
{
	int first = rank_of_key(lua, 1), second = rank_of_key(lua, 2);

	if (first != second)
		lua_pushboolean(lua, first < second);
	else if (first == 2)
		lua_pushboolean(lua, !lua_toboolean(lua, 1) && lua_toboolean(lua, 2));
	else
		lua_pushboolean(lua, gr_lua_compare(lua, 1, 2) < 0);
	return 1;
}

/* Upvalues: the sorted keys, how far. A key that lost its value meanwhile is passed over. */
static int pairs_step(lua_State *lua)
{
	lua_Integer at = lua_tointeger(lua, lua_upvalueindex(2));

	lua_settop(lua, 1);
	for (;;) {
		at++;
		gr_host_charge(lua, 2);
		if (lua_rawgeti(lua, lua_upvalueindex(1), at) == LUA_TNIL)
			return 1;
		lua_pushvalue(lua, -1);
		if (lua_rawget(lua, 1) != LUA_TNIL)
			break;
		lua_pop(lua, 2);
	}
	lua_pushinteger(lua, at);
	lua_replace(lua, lua_upvalueindex(2));
	return 2;
}

int gr_lua_pairs(lua_State *lua)
{
	lua_Integer count = 0;
	bool has_order = true;

	luaL_checktype(lua, 1, LUA_TTABLE);
	lua_settop(lua, 1);
	lua_newtable(lua);
	lua_pushnil(lua);
	while (lua_next(lua, 1)) {
		gr_host_charge(lua, 4);
		lua_pop(lua, 1);
		has_order = has_order && rank_of_key(lua, -1) >= 0;
		lua_pushvalue(lua, -1);
		lua_rawseti(lua, 2, ++count);
	}
	if (!has_order)
		return luaL_error(lua, "pairs over keys that are neither numbers, texts nor booleans");
	lua_pushcfunction(lua, lua_sort_stable);
	lua_pushvalue(lua, 2);
	lua_pushcfunction(lua, key_comes_first);
	lua_call(lua, 2, 0);
	lua_pushinteger(lua, 0);
	lua_pushcclosure(lua, pairs_step, 2);
	lua_pushvalue(lua, 1);
	lua_pushnil(lua);
	return 3;
}

/* ---- the rest ---- */

static int lua_insert_item(lua_State *lua)
{
	lua_Integer count, at;

	luaL_checktype(lua, 1, LUA_TTABLE);
	count = gr_lua_length(lua, 1);
	if (lua_gettop(lua) == 2) {
		lua_rawseti(lua, 1, count + 1);
		return 0;
	}
	at = gr_lua_whole(lua, 2);
	luaL_argcheck(lua, at >= 1 && at <= count + 1, 2, "position out of bounds");
	luaL_argcheck(lua, lua_gettop(lua) == 3, 3, "wrong number of arguments");
	gr_host_charge(lua, (size_t)(count - at + 1));
	for (lua_Integer i = count; i >= at; i--) {
		lua_rawgeti(lua, 1, i);
		lua_rawseti(lua, 1, i + 1);
	}
	lua_rawseti(lua, 1, at);
	return 0;
}

static int lua_remove_item(lua_State *lua)
{
	lua_Integer count, at;

	luaL_checktype(lua, 1, LUA_TTABLE);
	count = gr_lua_length(lua, 1);
	at = gr_lua_whole_or(lua, 2, count);
	if (count == 0)
		return 0;
	luaL_argcheck(lua, at >= 1 && at <= count, 2, "position out of bounds");
	gr_host_charge(lua, (size_t)(count - at + 1));
	lua_rawgeti(lua, 1, at);
	for (lua_Integer i = at; i <= count; i++) {
		lua_rawgeti(lua, 1, i + 1);
		lua_rawseti(lua, 1, i);
	}
	return 1;
}

static int lua_concat_list(lua_State *lua)
{
	size_t joint_size, total = 0;
	const char *joint = luaL_optlstring(lua, 2, "", &joint_size);
	lua_Integer from = gr_lua_whole_or(lua, 3, 1), to;
	luaL_Buffer out;

	luaL_checktype(lua, 1, LUA_TTABLE);
	to = gr_lua_whole_or(lua, 4, gr_lua_length(lua, 1));
	luaL_buffinit(lua, &out);
	for (lua_Integer i = from; i <= to; i++) {
		lua_rawgeti(lua, 1, i);
		if (lua_type(lua, -1) != LUA_TSTRING && !gr_lua_is_number(lua, -1))
			return luaL_error(lua, "item %d is neither text nor number", (int)i);
		gr_lua_push_tostring(lua, lua_gettop(lua));
		lua_remove(lua, -2);
		total += lua_rawlen(lua, -1) + joint_size;
		gr_host_charge(lua, lua_rawlen(lua, -1) / 8 + 1);
		if (total > GR_LIMIT_TEXT)
			return luaL_error(lua, "a text of more than 1 MiB");
		luaL_addvalue(&out);
		if (i < to)
			luaL_addlstring(&out, joint, joint_size);
	}
	luaL_pushresult(&out);
	return 1;
}

static int lua_unpack_list(lua_State *lua)
{
	lua_Integer from = gr_lua_whole_or(lua, 2, 1), to;

	luaL_checktype(lua, 1, LUA_TTABLE);
	to = gr_lua_whole_or(lua, 3, gr_lua_length(lua, 1));
	if (to - from >= 200)
		return luaL_error(lua, "more than 200 items at once");
	luaL_checkstack(lua, 210, NULL);
	for (lua_Integer i = from; i <= to; i++)
		lua_rawgeti(lua, 1, i);
	return to >= from ? (int)(to - from + 1) : 0;
}

const luaL_Reg gr_library_table[] = {
	{ "concat", lua_concat_list }, { "insert", lua_insert_item }, { "remove", lua_remove_item },
	{ "sort", lua_sort_stable },   { "unpack", lua_unpack_list }, { NULL, NULL },
};
