/* SPDX-License-Identifier: Apache-2.0 */
/* What rules call on numbers: rounding, math, numbers as text and back. Not here: operators (exact-lua.c). */
#include <string.h>

#include "base/error.h"
#include "rules/inside.h"

/* ---- methods ---- */

/* A Lua integer as it stands: Lua itself would take "7" and 7.0 as well, and numbers as text reach the ends of 64 bits. */
lua_Integer gr_lua_whole(lua_State *lua, int at)
{
	luaL_argcheck(lua, lua_isinteger(lua, at), at, "whole number expected");
	return lua_tointeger(lua, at);
}

lua_Integer gr_lua_whole_or(lua_State *lua, int at, lua_Integer otherwise)
{
	return lua_isnoneornil(lua, at) ? otherwise : gr_lua_whole(lua, at);
}

static unsigned places_at(lua_State *lua, int at)
{
	lua_Integer places = lua_isnoneornil(lua, at) ? 0 : gr_lua_whole(lua, at);

	luaL_argcheck(lua, places >= 0 && places <= 100, at, "0 to 100 places");
	return (unsigned)places;
}

typedef int (*rounding)(struct gr_exact *out, const struct gr_exact *a, unsigned places);

static int apply_rounding(lua_State *lua, rounding round)
{
	struct gr_host *host = gr_host_of(lua);
	unsigned places = places_at(lua, 2);

	gr_lua_to_exact(lua, 1, &host->a);
	gr_host_charge(lua, 20 + places + (host->a.big ? gr_exact_packed_size(&host->a) * 64 : places * places));
	if (round(&host->out, &host->a, places) < 0)
		gr_lua_raise_exact(lua);
	gr_lua_push_exact(lua, &host->out);
	return 1;
}

static int lua_round(lua_State *lua)
{
	return apply_rounding(lua, gr_exact_round);
}

static int call_round(lua_State *lua)
{
	lua_remove(lua, 1);
	return lua_round(lua);
}

void gr_lua_let_round(lua_State *lua)
{
	lua_createtable(lua, 0, 2);
	lua_pushcfunction(lua, call_round);
	lua_setfield(lua, -2, "__call");
	lua_pushboolean(lua, 0);
	lua_setfield(lua, -2, "__metatable");
	lua_setmetatable(lua, -2);
}

static int lua_sqrt(lua_State *lua)
{
	return apply_rounding(lua, gr_exact_sqrt);
}

static int floor_places(struct gr_exact *out, const struct gr_exact *a, unsigned places)
{
	(void)places;
	return gr_exact_floor(out, a);
}

static int ceil_places(struct gr_exact *out, const struct gr_exact *a, unsigned places)
{
	(void)places;
	return gr_exact_ceil(out, a);
}

static int lua_floor(lua_State *lua)
{
	lua_settop(lua, 1);
	return apply_rounding(lua, floor_places);
}

static int lua_ceil(lua_State *lua)
{
	lua_settop(lua, 1);
	return apply_rounding(lua, ceil_places);
}

static int lua_abs(lua_State *lua)
{
	struct gr_host *host = gr_host_of(lua);
	int r;

	gr_lua_to_exact(lua, 1, &host->a);
	r = gr_exact_sign(&host->a) < 0 ? gr_exact_neg(&host->out, &host->a) : gr_exact_copy(&host->out, &host->a);
	if (r < 0)
		gr_lua_raise_exact(lua);
	gr_lua_push_exact(lua, &host->out);
	return 1;
}

/* The first argument that no other is below (or above). */
static int extreme(lua_State *lua, int sign)
{
	int count = lua_gettop(lua), best = 1;

	luaL_argcheck(lua, count >= 1, 1, "number expected");
	for (int i = 1; i <= count; i++)
		luaL_argcheck(lua, gr_lua_is_number(lua, i), i, "number expected");
	for (int i = 2; i <= count; i++)
		if (gr_lua_compare(lua, i, best) * sign > 0)
			best = i;
	lua_pushvalue(lua, best);
	return 1;
}

static int lua_max(lua_State *lua)
{
	return extreme(lua, 1);
}

static int lua_min(lua_State *lua)
{
	return extreme(lua, -1);
}

const luaL_Reg gr_library_math[] = {
	{ "min", lua_min },     { "max", lua_max },   { "abs", lua_abs },
	{ "floor", lua_floor }, { "ceil", lua_ceil }, { NULL, NULL },
};

/* ---- text ---- */

/* The text is the host's, so that an error of Lua leaks nothing. */
static void push_text(lua_State *lua, struct gr_buf *text)
{
	if (text->failed)
		gr_host_no_memory(lua);
	lua_pushlstring(lua, gr_buf_text(text), text->size);
	gr_buf_free(text);
}

void gr_lua_push_tostring(lua_State *lua, int at)
{
	struct gr_host *host = gr_host_of(lua);

	if (lua_type(lua, at) == LUA_TSTRING) {
		lua_pushvalue(lua, at);
	} else if (gr_lua_is_number(lua, at)) {
		gr_lua_to_exact(lua, at, &host->a);
		gr_host_charge(lua, 20 + gr_exact_packed_size(&host->a));
		gr_buf_free(&host->text);
		gr_exact_format_short(&host->text, &host->a);
		gr_exact_clear(&host->a);
		push_text(lua, &host->text);
	} else if (lua_type(lua, at) == LUA_TBOOLEAN) {
		lua_pushstring(lua, lua_toboolean(lua, at) ? "true" : "false");
	} else {
		lua_pushstring(lua, gr_lua_type_word(lua, at)); /* never an address */
	}
}

int gr_lua_concat_numbers(lua_State *lua)
{
	if (gr_lua_ask_table(lua, "__concat"))
		return 1;
	for (int i = 1; i <= 2; i++)
		if (lua_type(lua, i) != LUA_TSTRING && !gr_lua_is_number(lua, i))
			return luaL_error(lua, "attempt to concatenate a %s value", gr_lua_type_word(lua, i));
	gr_lua_push_tostring(lua, 1);
	gr_lua_push_tostring(lua, 2);
	gr_host_charge(lua, lua_rawlen(lua, -1) + lua_rawlen(lua, -2));
	if (lua_rawlen(lua, -1) + lua_rawlen(lua, -2) > GR_LIMIT_TEXT)
		return luaL_error(lua, "a text of more than 1 MiB");
	lua_concat(lua, 2);
	return 1;
}

int gr_lua_number_text(struct gr_buf *out, lua_State *lua, int at)
{
	struct gr_exact *number = &gr_host_of(lua)->out;
	int r;

	if (lua_isinteger(lua, at)) {
		gr_buf_printf(out, "%lld", (long long)lua_tointeger(lua, at));
		return gr_buf_ok(out);
	}
	if (!gr_lua_is_fraction(lua, at))
		return gr_fail(GRANT_ERULE, _("the rules return a number that is not exact"));
	r = gr_exact_unpack(number, lua_touserdata(lua, at), lua_rawlen(lua, at));
	if (r < 0)
		return r;
	gr_exact_format(out, number);
	gr_exact_clear(number);
	return gr_buf_ok(out);
}

/* Into host->out. A text with a NUL inside is none of ours. */
static bool parse_whole(lua_State *lua, int at)
{
	size_t size;
	const char *text = lua_tolstring(lua, at, &size);
	int r;

	if (strlen(text) != size)
		luaL_error(lua, "a text that holds a NUL is no number");
	r = gr_exact_parse(&gr_host_of(lua)->out, text);
	if (r == GRANT_ENOMEM)
		gr_host_no_memory(lua);
	return r == 0;
}

/* decimal("0.1"), tonumber(text): exactly; decimal of a number is the number. */
static int read_number(lua_State *lua, bool raises)
{
	struct gr_host *host = gr_host_of(lua);

	if (gr_lua_is_number(lua, 1)) {
		lua_pushvalue(lua, 1);
		return 1;
	}
	if (lua_type(lua, 1) == LUA_TSTRING) {
		size_t size = lua_rawlen(lua, 1) < 1000 ? lua_rawlen(lua, 1) : 1000; /* longer ones are refused unread */

		gr_host_charge(lua, 20 + size * size / 32);
		if (parse_whole(lua, 1)) {
			gr_lua_push_exact(lua, &host->out);
			return 1;
		}
	}
	if (raises && lua_type(lua, 1) == LUA_TSTRING)
		gr_lua_raise_exact(lua);
	luaL_argcheck(lua, !raises, 1, "text or number expected");
	gr_error_clear();
	lua_pushnil(lua);
	return 1;
}

static int lua_decimal(lua_State *lua)
{
	return read_number(lua, true);
}

static int lua_tonumber_exact(lua_State *lua)
{
	luaL_checkany(lua, 1);
	return read_number(lua, false);
}

const luaL_Reg gr_exact_methods[] = {
	{ "round", lua_round }, { "floor", lua_floor }, { "ceil", lua_ceil }, { "sqrt", lua_sqrt }, { NULL, NULL },
};
const luaL_Reg gr_exact_globals[] = {
	{ "decimal", lua_decimal },
	{ "tonumber", lua_tonumber_exact },
	{ "round", lua_round },
	{ "sqrt", lua_sqrt },
	{ NULL, NULL },
};
