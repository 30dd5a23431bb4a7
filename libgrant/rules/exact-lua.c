/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact numbers inside Lua. A whole number that fits is an ordinary Lua integer; anything else is a user datum with the fraction
 * packed in it, so that its memory is Lua's, and the same fraction is the same object, so that == and table keys behave as a
 * reader expects. Not here: arithmetic (base/exact), the loader that writes the marks (source.c).
 */
#include <string.h>

#include "base/error.h"
#include "rules/inside.h"

static const char exact_key, one_key, length_key, known_key; /* in the registry, by address */

/* ---- telling apart ---- */

static bool has_metatable(lua_State *lua, int at, const void *key)
{
	bool same;

	if (lua_type(lua, at) != LUA_TUSERDATA || !lua_getmetatable(lua, at))
		return false;
	lua_rawgetp(lua, LUA_REGISTRYINDEX, key);
	same = lua_rawequal(lua, -1, -2);
	lua_pop(lua, 2);
	return same;
}

bool gr_lua_is_number(lua_State *lua, int at)
{
	return lua_type(lua, at) == LUA_TNUMBER || has_metatable(lua, at, &exact_key);
}

static const char *type_word(lua_State *lua, int at)
{
	int type = lua_type(lua, at);

	return type == LUA_TUSERDATA ? "number" : lua_typename(lua, type);
}

static void raise_exact(lua_State *lua)
{
	if (grant_error_code(grant_error_last()) == GRANT_ENOMEM)
		gr_host_reraise(lua, LUA_ERRMEM);
	luaL_error(lua, "%s", grant_error_message(grant_error_last()));
}

void gr_lua_to_exact(lua_State *lua, int at, struct gr_exact *out)
{
	if (lua_isinteger(lua, at)) {
		gr_exact_set(out, lua_tointeger(lua, at));
		return;
	}
	if (has_metatable(lua, at, &exact_key)) {
		if (gr_exact_unpack(out, lua_touserdata(lua, at), lua_rawlen(lua, at)) < 0)
			raise_exact(lua);
		return;
	}
	if (lua_type(lua, at) == LUA_TNUMBER)
		luaL_error(lua, "a number that is not exact");
	luaL_error(lua, "arithmetic on a %s value", type_word(lua, at));
}

/* ---- making ---- */

static void push_packed(lua_State *lua, const struct gr_exact *number)
{
	void *block = lua_newuserdatauv(lua, gr_exact_packed_size(number), 0);

	gr_exact_pack(block, number);
	lua_rawgetp(lua, LUA_REGISTRYINDEX, &exact_key);
	lua_setmetatable(lua, -2);
}

/* The table of known fractions gives the object that stands for this one. */
static void push_known(lua_State *lua, const struct gr_exact *number)
{
	push_packed(lua, number);
	lua_rawgetp(lua, LUA_REGISTRYINDEX, &known_key);
	lua_pushlstring(lua, lua_touserdata(lua, -2), lua_rawlen(lua, -2));
	lua_pushvalue(lua, -1);
	lua_rawget(lua, -3); /* new, known, key, found */
	if (lua_isnil(lua, -1)) {
		lua_pop(lua, 1);
		lua_pushvalue(lua, -3);
		lua_rawset(lua, -3); /* new, known */
		lua_pop(lua, 1);
		return;
	}
	lua_replace(lua, -4); /* found, known, key */
	lua_pop(lua, 2);
}

void gr_lua_push_exact(lua_State *lua, struct gr_exact *number)
{
	int64_t whole;

	if (gr_exact_to_int64(&whole, number))
		lua_pushinteger(lua, whole);
	else
		push_known(lua, number);
	gr_exact_clear(number);
}

void gr_lua_push_number_text(lua_State *lua, const char *text)
{
	struct gr_host *host = gr_host_of(lua);

	if (gr_exact_parse(&host->out, text) < 0)
		raise_exact(lua);
	gr_lua_push_exact(lua, &host->out);
}

void gr_lua_push_constant(lua_State *lua, const char *text)
{
	struct gr_host *host = gr_host_of(lua);

	if (gr_exact_parse(&host->out, text) < 0)
		raise_exact(lua);
	push_packed(lua, &host->out);
	gr_exact_clear(&host->out);
}

void gr_lua_push_marks(lua_State *lua)
{
	lua_rawgetp(lua, LUA_REGISTRYINDEX, &one_key);
	lua_setfield(lua, -2, "__gr_1");
	lua_rawgetp(lua, LUA_REGISTRYINDEX, &length_key);
	lua_setfield(lua, -2, "__gr_len");
}

/* ---- arithmetic ---- */

typedef int (*operation)(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b);

static int apply(lua_State *lua, operation operate)
{
	struct gr_host *host = gr_host_of(lua);

	gr_lua_to_exact(lua, 1, &host->a);
	gr_lua_to_exact(lua, 2, &host->b);
	if (operate(&host->out, &host->a, &host->b) < 0)
		raise_exact(lua);
	if (host->a.big || host->b.big || host->out.big)
		gr_host_charge(lua, 100);
	gr_lua_push_exact(lua, &host->out);
	return 1;
}

static int lua_add(lua_State *lua)
{
	return apply(lua, gr_exact_add);
}

static int lua_sub(lua_State *lua)
{
	return apply(lua, gr_exact_sub);
}

static int lua_div(lua_State *lua)
{
	return apply(lua, gr_exact_div);
}

static int lua_floor_div(lua_State *lua)
{
	return apply(lua, gr_exact_floor_div);
}

static int lua_mod(lua_State *lua)
{
	return apply(lua, gr_exact_mod);
}

/* x * __gr_1: x as an exact operand that is not made a whole Lua integer yet; the next step multiplies or divides by it. */
static int lua_mul(lua_State *lua)
{
	struct gr_host *host = gr_host_of(lua);

	if (lua_touserdata(lua, 2) != host->one)
		return apply(lua, gr_exact_mul);
	gr_lua_to_exact(lua, 1, &host->a);
	push_packed(lua, &host->a);
	gr_exact_clear(&host->a);
	return 1;
}

static int lua_neg(lua_State *lua)
{
	struct gr_host *host = gr_host_of(lua);

	gr_lua_to_exact(lua, 1, &host->a);
	if (gr_exact_neg(&host->out, &host->a) < 0)
		raise_exact(lua);
	gr_lua_push_exact(lua, &host->out);
	return 1;
}

/* Only the loader writes "^": constant^1. */
static int lua_as_number(lua_State *lua)
{
	struct gr_host *host = gr_host_of(lua);

	gr_lua_to_exact(lua, 1, &host->out);
	gr_lua_push_exact(lua, &host->out);
	return 1;
}

/* __gr_len^t */
static int lua_length(lua_State *lua)
{
	lua_pushinteger(lua, gr_lua_length(lua, 2));
	return 1;
}

/* ---- comparing ---- */

static int compare_texts(lua_State *lua, int a, int b)
{
	size_t first_size, second_size, size;
	const char *first = lua_tolstring(lua, a, &first_size), *second = lua_tolstring(lua, b, &second_size);
	int order;

	size = first_size < second_size ? first_size : second_size;
	gr_host_charge(lua, size / 16 + 1);
	order = memcmp(first, second, size);
	return order ? order : (first_size > second_size) - (first_size < second_size);
}

int gr_lua_compare(lua_State *lua, int a, int b)
{
	struct gr_host *host = gr_host_of(lua);
	int order;

	if (lua_type(lua, a) == LUA_TSTRING && lua_type(lua, b) == LUA_TSTRING)
		return compare_texts(lua, a, b);
	if (!gr_lua_is_number(lua, a) || !gr_lua_is_number(lua, b))
		luaL_error(lua, "attempt to compare %s with %s", type_word(lua, a), type_word(lua, b));
	gr_lua_to_exact(lua, a, &host->a);
	gr_lua_to_exact(lua, b, &host->b);
	order = gr_exact_compare(&host->a, &host->b);
	gr_exact_clear(&host->a);
	gr_exact_clear(&host->b);
	return order;
}

static int lua_less(lua_State *lua)
{
	lua_pushboolean(lua, gr_lua_compare(lua, 1, 2) < 0);
	return 1;
}

static int lua_less_or_equal(lua_State *lua)
{
	lua_pushboolean(lua, gr_lua_compare(lua, 1, 2) <= 0);
	return 1;
}

static int lua_equal(lua_State *lua)
{
	bool equal = gr_lua_is_number(lua, 1) && gr_lua_is_number(lua, 2) && gr_lua_compare(lua, 1, 2) == 0;

	lua_pushboolean(lua, equal);
	return 1;
}

/* ---- methods ---- */

static unsigned places_at(lua_State *lua, int at)
{
	lua_Integer places = lua_isnoneornil(lua, at) ? 0 : luaL_checkinteger(lua, at);

	luaL_argcheck(lua, places >= 0 && places <= 100, at, "0 to 100 places");
	return (unsigned)places;
}

typedef int (*rounding)(struct gr_exact *out, const struct gr_exact *a, unsigned places);

static int apply_rounding(lua_State *lua, rounding round)
{
	struct gr_host *host = gr_host_of(lua);
	unsigned places = places_at(lua, 2);

	gr_lua_to_exact(lua, 1, &host->a);
	gr_host_charge(lua, 20 + places);
	if (round(&host->out, &host->a, places) < 0)
		raise_exact(lua);
	gr_lua_push_exact(lua, &host->out);
	return 1;
}

static int lua_round(lua_State *lua)
{
	return apply_rounding(lua, gr_exact_round);
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
		raise_exact(lua);
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

static int push_text(lua_State *lua, struct gr_buf *text)
{
	bool failed = text->failed;

	if (!failed)
		lua_pushlstring(lua, gr_buf_text(text), text->size);
	gr_buf_free(text);
	if (failed)
		gr_host_reraise(lua, LUA_ERRMEM);
	return 1;
}

void gr_lua_push_tostring(lua_State *lua, int at)
{
	struct gr_host *host = gr_host_of(lua);
	struct gr_buf text = GR_BUF_INIT;

	if (lua_type(lua, at) == LUA_TSTRING) {
		lua_pushvalue(lua, at);
	} else if (gr_lua_is_number(lua, at)) {
		gr_lua_to_exact(lua, at, &host->a);
		gr_exact_format_short(&text, &host->a);
		gr_exact_clear(&host->a);
		push_text(lua, &text);
	} else if (lua_type(lua, at) == LUA_TBOOLEAN) {
		lua_pushstring(lua, lua_toboolean(lua, at) ? "true" : "false");
	} else {
		lua_pushstring(lua, type_word(lua, at)); /* never an address */
	}
}

static int lua_concat_numbers(lua_State *lua)
{
	for (int i = 1; i <= 2; i++)
		if (lua_type(lua, i) != LUA_TSTRING && !gr_lua_is_number(lua, i))
			return luaL_error(lua, "attempt to concatenate a %s value", type_word(lua, i));
	gr_lua_push_tostring(lua, 1);
	gr_lua_push_tostring(lua, 2);
	gr_host_charge(lua, lua_rawlen(lua, -1) + lua_rawlen(lua, -2));
	if (lua_rawlen(lua, -1) + lua_rawlen(lua, -2) > GR_LIMIT_TEXT)
		return luaL_error(lua, "a text of more than 1 MiB");
	lua_concat(lua, 2);
	return 1;
}

bool gr_lua_number_text(struct gr_buf *out, lua_State *lua, int at)
{
	struct gr_exact *number = &gr_host_of(lua)->out;

	if (lua_isinteger(lua, at)) {
		gr_buf_printf(out, "%lld", (long long)lua_tointeger(lua, at));
		return true;
	}
	if (!has_metatable(lua, at, &exact_key))
		return false;
	if (gr_exact_unpack(number, lua_touserdata(lua, at), lua_rawlen(lua, at)) < 0)
		return false;
	gr_exact_format(out, number);
	gr_exact_clear(number);
	return true;
}

/* decimal("0.1"), tonumber(text): exactly; decimal of a number is the number. */
static int read_number(lua_State *lua, bool raises)
{
	struct gr_host *host = gr_host_of(lua);

	if (gr_lua_is_number(lua, 1)) {
		lua_pushvalue(lua, 1);
		return 1;
	}
	if (lua_type(lua, 1) == LUA_TSTRING && gr_exact_parse(&host->out, lua_tostring(lua, 1)) == 0) {
		gr_lua_push_exact(lua, &host->out);
		return 1;
	}
	if (raises && lua_type(lua, 1) == LUA_TSTRING)
		raise_exact(lua);
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

/* ---- opening ---- */

static const luaL_Reg exact_events[] = {
	{ "__add", lua_add },
	{ "__sub", lua_sub },
	{ "__mul", lua_mul },
	{ "__div", lua_div },
	{ "__idiv", lua_floor_div },
	{ "__mod", lua_mod },
	{ "__unm", lua_neg },
	{ "__pow", lua_as_number },
	{ "__lt", lua_less },
	{ "__le", lua_less_or_equal },
	{ "__eq", lua_equal },
	{ "__concat", lua_concat_numbers },
	{ NULL, NULL },
};
static const luaL_Reg exact_methods[] = {
	{ "round", lua_round }, { "floor", lua_floor }, { "ceil", lua_ceil }, { "sqrt", lua_sqrt }, { NULL, NULL },
};
static const luaL_Reg one_events[] = { { "__mul", lua_mul }, { NULL, NULL } };
static const luaL_Reg length_events[] = { { "__pow", lua_length }, { NULL, NULL } };
static const luaL_Reg exact_globals[] = {
	{ "decimal", lua_decimal },
	{ "tonumber", lua_tonumber_exact },
	{ "round", lua_round },
	{ "sqrt", lua_sqrt },
	{ NULL, NULL },
};

static void protect_metatable(lua_State *lua)
{
	lua_pushboolean(lua, 0);
	lua_setfield(lua, -2, "__metatable");
}

/* A user datum that only marks a place; its metatable answers for it. */
static const void *make_mark(lua_State *lua, const void *key, const luaL_Reg *events)
{
	const void *mark = lua_newuserdatauv(lua, 1, 0);

	lua_newtable(lua);
	luaL_setfuncs(lua, events, 0);
	protect_metatable(lua);
	lua_setmetatable(lua, -2);
	lua_rawsetp(lua, LUA_REGISTRYINDEX, key);
	return mark;
}

/* 5:round(2) is no Lua, but (a / b):round(2) may be whole: integers get the same methods. */
static void give_integers_methods(lua_State *lua)
{
	lua_pushinteger(lua, 0);
	lua_newtable(lua);
	lua_newtable(lua);
	luaL_setfuncs(lua, exact_methods, 0);
	lua_setfield(lua, -2, "__index");
	protect_metatable(lua);
	lua_setmetatable(lua, -2);
	lua_pop(lua, 1);
}

void gr_exact_lua_open(lua_State *lua)
{
	lua_newtable(lua);
	luaL_setfuncs(lua, exact_events, 0);
	lua_newtable(lua);
	luaL_setfuncs(lua, exact_methods, 0);
	lua_setfield(lua, -2, "__index");
	protect_metatable(lua);
	lua_rawsetp(lua, LUA_REGISTRYINDEX, &exact_key);
	lua_newtable(lua);
	lua_rawsetp(lua, LUA_REGISTRYINDEX, &known_key);
	gr_host_of(lua)->one = make_mark(lua, &one_key, one_events);
	make_mark(lua, &length_key, length_events);
	give_integers_methods(lua);
	lua_rawgeti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	luaL_setfuncs(lua, exact_globals, 0);
	lua_pop(lua, 1);
}
