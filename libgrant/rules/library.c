/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a rule may call: begun from nothing, one table each. Libraries are read-only. Not here: texts (library-text.c), tables
 * (library-table.c), numbers (exact-lua.c).
 */
#include <string.h>

#include "base/error.h"
#include "rules/inside.h"

static const char modules_key; /* in the registry: modules that ran already */

/* ---- errors ---- */

static int lua_pcall_bounded(lua_State *lua)
{
	int status;

	luaL_checkany(lua, 1);
	gr_host_charge(lua, 50);
	status = lua_pcall(lua, lua_gettop(lua) - 1, LUA_MULTRET, 0);
	if (status != LUA_OK) {
		gr_host_charge(lua, 500); /* making an error's text is not free */
		gr_host_reraise(lua, status);
	}
	lua_pushboolean(lua, status == LUA_OK);
	lua_insert(lua, 1);
	return lua_gettop(lua);
}

static int lua_error_here(lua_State *lua)
{
	lua_Integer level = gr_lua_whole_or(lua, 2, 1);

	lua_settop(lua, 1);
	if (lua_type(lua, 1) == LUA_TSTRING && level > 0 && level < 20) {
		luaL_where(lua, (int)level);
		lua_insert(lua, 1);
		lua_concat(lua, 2);
	}
	return lua_error(lua);
}

static int lua_assert_true(lua_State *lua)
{
	luaL_checkany(lua, 1);
	if (lua_toboolean(lua, 1))
		return lua_gettop(lua);
	if (lua_type(lua, 2) == LUA_TSTRING) {
		lua_settop(lua, 2);
		return lua_error(lua);
	}
	return luaL_error(lua, "assertion failed!");
}

/* ---- basics ---- */

static int lua_type_word(lua_State *lua)
{
	luaL_checkany(lua, 1);
	lua_pushstring(lua, gr_lua_is_number(lua, 1) ? "number" : luaL_typename(lua, 1));
	return 1;
}

static int lua_tostring_exact(lua_State *lua)
{
	luaL_checkany(lua, 1);
	gr_lua_push_tostring(lua, 1);
	return 1;
}

static int lua_select_from(lua_State *lua)
{
	int count = lua_gettop(lua);
	lua_Integer from;

	gr_host_charge(lua, (size_t)count);
	if (lua_type(lua, 1) == LUA_TSTRING && strcmp(lua_tostring(lua, 1), "#") == 0) {
		lua_pushinteger(lua, count - 1);
		return 1;
	}
	from = gr_lua_whole(lua, 1);
	if (from < 0)
		from = count + from;
	luaL_argcheck(lua, from >= 1, 1, "index out of range");
	return from >= count ? 0 : count - (int)from;
}

static int ipairs_step(lua_State *lua)
{
	lua_Integer next = gr_lua_whole(lua, 2) + 1;

	lua_pushinteger(lua, next);
	return lua_geti(lua, 1, next) == LUA_TNIL ? 1 : 2;
}

static int lua_ipairs_all(lua_State *lua)
{
	luaL_checktype(lua, 1, LUA_TTABLE);
	lua_pushcfunction(lua, ipairs_step);
	lua_pushvalue(lua, 1);
	lua_pushinteger(lua, 0);
	return 3;
}

/* Events that a rule may give its own tables; arithmetic ones are wrapped. */
static const char *const plain_events[] = { "__index", "__newindex", "__call", "__eq", "__lt", "__le", "__concat" };
static const char *const arithmetic_events[] = { "__add", "__sub", "__mul", "__div", "__idiv", "__mod", "__unm" };

static bool is_event(const char *name)
{
	for (size_t i = 0; i < GR_COUNT(plain_events); i++)
		if (strcmp(plain_events[i], name) == 0)
			return true;
	for (size_t i = 0; i < GR_COUNT(arithmetic_events); i++)
		if (strcmp(arithmetic_events[i], name) == 0)
			return true;
	return false;
}

/* The first by name, not by Lua's order of keys: a rule can read the message. */
static void check_events(lua_State *lua)
{
	const char *wrong = NULL;

	lua_pushnil(lua);
	while (lua_next(lua, 2)) {
		const char *name = lua_type(lua, -2) == LUA_TSTRING ? lua_tostring(lua, -2) : "";

		gr_host_charge(lua, 2);
		if (strncmp(name, "__", 2) == 0 && !is_event(name) && (!wrong || strcmp(name, wrong) < 0))
			wrong = name;
		lua_pop(lua, 1);
	}
	if (wrong)
		luaL_error(lua, "rules cannot set '%s' in a metatable", wrong);
}

/* "*" is always set beside arithmetic: the loader writes it before "/" too. */
static void copy_arithmetic(lua_State *lua)
{
	bool has_any = false;

	for (size_t i = 0; i < GR_COUNT(arithmetic_events); i++) {
		bool is_times = strcmp(arithmetic_events[i], "__mul") == 0;

		lua_pushstring(lua, arithmetic_events[i]);
		lua_pushvalue(lua, -1);
		if (lua_rawget(lua, 2) == LUA_TNIL && !is_times) {
			lua_pop(lua, 2);
			continue;
		}
		has_any = has_any || !lua_isnil(lua, -1);
		gr_lua_wrap_arithmetic(lua);
		lua_rawset(lua, 3);
	}
	if (!has_any) {
		lua_pushnil(lua);
		lua_setfield(lua, 3, "__mul");
	}
}

/* The metatable is copied, from a list: __gc, __mode, __close and __metatable are refused, and cannot be slipped in later. */
static int lua_setmetatable_copied(lua_State *lua)
{
	luaL_checktype(lua, 1, LUA_TTABLE);
	luaL_checktype(lua, 2, LUA_TTABLE);
	lua_settop(lua, 2);
	if (lua_getmetatable(lua, 1))
		return luaL_error(lua, "the table has a metatable already");
	check_events(lua);
	lua_createtable(lua, 0, 4);
	for (size_t i = 0; i < GR_COUNT(plain_events); i++) {
		lua_pushstring(lua, plain_events[i]);
		lua_pushvalue(lua, -1);
		lua_rawget(lua, 2);
		lua_rawset(lua, 3);
	}
	copy_arithmetic(lua);
	lua_pushboolean(lua, 0);
	lua_setfield(lua, 3, "__metatable");
	lua_setmetatable(lua, 1);
	lua_settop(lua, 1);
	return 1;
}

/* ---- modules ---- */

static const struct gr_chunk *find_chunk(const gr_rules *rules, const char *name)
{
	for (size_t i = 1; i < rules->count; i++)
		if (strcmp(rules->chunks[i].name, name) == 0)
			return &rules->chunks[i];
	return NULL;
}

static int lua_require_part(lua_State *lua)
{
	const char *name = luaL_checkstring(lua, 1);
	const struct gr_chunk *chunk;

	lua_rawgetp(lua, LUA_REGISTRYINDEX, &modules_key);
	lua_pushvalue(lua, 1);
	if (lua_rawget(lua, -2) == LUA_TBOOLEAN)
		return luaL_error(lua, "the module '%s' requires itself", name);
	if (!lua_isnil(lua, -1))
		return 1;
	chunk = find_chunk(gr_host_of(lua)->rules, name);
	if (!chunk)
		return luaL_error(lua, "there is no module '%s'", name);
	lua_pop(lua, 1);
	lua_pushvalue(lua, 1);
	lua_pushboolean(lua, 1);
	lua_rawset(lua, -3);
	gr_host_load(lua, chunk);
	lua_call(lua, 0, 1);
	if (!lua_isfunction(lua, -1))
		return luaL_error(lua, "the module '%s' does not return one function", name);
	lua_pushvalue(lua, 1);
	lua_pushvalue(lua, -2);
	lua_rawset(lua, -4);
	return 1;
}

/* ---- opening ---- */

static const luaL_Reg base[] = {
	{ "pcall", lua_pcall_bounded },
	{ "error", lua_error_here },
	{ "assert", lua_assert_true },
	{ "type", lua_type_word },
	{ "tostring", lua_tostring_exact },
	{ "select", lua_select_from },
	{ "pairs", gr_lua_pairs },
	{ "ipairs", lua_ipairs_all },
	{ "setmetatable", lua_setmetatable_copied },
	{ "require", lua_require_part },
	{ NULL, NULL },
};

static int refuse_write(lua_State *lua)
{
	return luaL_error(lua, "this table cannot be changed");
}

/* An empty table in front of the functions: reading goes through, writing is refused. */
static void push_library(lua_State *lua, const luaL_Reg *functions)
{
	lua_newtable(lua);
	lua_newtable(lua);
	lua_newtable(lua);
	luaL_setfuncs(lua, functions, 0);
	lua_setfield(lua, -2, "__index");
	lua_pushcfunction(lua, refuse_write);
	lua_setfield(lua, -2, "__newindex");
	lua_pushboolean(lua, 0);
	lua_setfield(lua, -2, "__metatable");
	lua_setmetatable(lua, -2);
}

static void give_texts_methods(lua_State *lua)
{
	lua_pushliteral(lua, "");
	lua_newtable(lua);
	lua_newtable(lua);
	luaL_setfuncs(lua, gr_library_string, 0);
	lua_setfield(lua, -2, "__index");
	lua_pushboolean(lua, 0);
	lua_setfield(lua, -2, "__metatable");
	lua_setmetatable(lua, -2);
	lua_pop(lua, 1);
}

static const struct {
	const char *name;
	const luaL_Reg *functions;
} libraries[] = { { "string", gr_library_string }, { "table", gr_library_table }, { "math", gr_library_math } };

void gr_library_open(lua_State *lua)
{
	lua_newtable(lua);
	lua_rawsetp(lua, LUA_REGISTRYINDEX, &modules_key);
	lua_rawgeti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	luaL_setfuncs(lua, base, 0);
	for (size_t i = 0; i < GR_COUNT(libraries); i++) {
		push_library(lua, libraries[i].functions);
		lua_setfield(lua, -2, libraries[i].name);
	}
	lua_pop(lua, 1);
	give_texts_methods(lua);
}

/* ---- for who reads rules and does not run them ---- */

/* The index-th one; else counts down what stands before. */
static const char *name_among(const luaL_Reg *functions, size_t *index)
{
	for (; functions->name; functions++)
		if ((*index)-- == 0)
			return functions->name;
	return NULL;
}

const char *gr_library_name(const char *library, size_t index)
{
	const char *name;

	for (size_t i = 0; library && i < GR_COUNT(libraries); i++)
		if (strcmp(libraries[i].name, library) == 0)
			return name_among(libraries[i].functions, &index);
	if (library)
		return NULL;
	name = name_among(base, &index);
	if (!name)
		name = name_among(gr_exact_globals, &index);
	return name || index >= GR_COUNT(libraries) ? name : libraries[index].name;
}
