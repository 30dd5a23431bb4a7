/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact numbers inside Lua. A whole number that fits is an ordinary Lua integer; anything else is a user datum with the fraction
 * packed in it, so that its memory is Lua's, and the same fraction is the same object, so that == and table keys behave as a
 * reader expects. Not here: arithmetic (base/exact), the loader that writes the marks (source.c), functions (exact-calls.c).
 */
#include <string.h>

#include "base/error.h"
#include "rules/inside.h"

static const char exact_key, one_key, length_key, known_key; /* in the registry, by address */

/* ---- telling apart ---- */

/* Whole numbers up to here are Lua's own; larger ones are objects, so that Lua's own + of such a number and a small one, as often as
 * the budget allows, never comes near 64 bits. The loader sees to it that the right side of + is small, or an object. */
#define WHOLE_MAX INT64_C(1000000000000000)
#define SMALL_MAX ((int64_t)INT32_MAX)

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

bool gr_lua_is_fraction(lua_State *lua, int at)
{
	return has_metatable(lua, at, &exact_key);
}

const char *gr_lua_type_word(lua_State *lua, int at)
{
	int type = lua_type(lua, at);

	return type == LUA_TUSERDATA ? "number" : lua_typename(lua, type);
}

void gr_lua_raise_exact(lua_State *lua)
{
	if (grant_error_code(grant_error_last()) == GRANT_ENOMEM)
		gr_host_no_memory(lua);
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
			gr_lua_raise_exact(lua);
		return;
	}
	if (lua_type(lua, at) == LUA_TNUMBER)
		luaL_error(lua, "a number that is not exact");
	luaL_error(lua, "arithmetic on a %s value", gr_lua_type_word(lua, at));
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

	if (gr_exact_to_int64(&whole, number) && whole <= WHOLE_MAX && whole >= -WHOLE_MAX)
		lua_pushinteger(lua, whole);
	else
		push_known(lua, number);
	gr_exact_clear(number);
}

void gr_lua_push_number_text(lua_State *lua, const char *text)
{
	struct gr_host *host = gr_host_of(lua);

	if (gr_exact_parse(&host->out, text) < 0)
		gr_lua_raise_exact(lua);
	gr_lua_push_exact(lua, &host->out);
}

void gr_lua_push_constant(lua_State *lua, const char *text)
{
	struct gr_host *host = gr_host_of(lua);

	if (gr_exact_parse(&host->out, text) < 0)
		gr_lua_raise_exact(lua);
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

/* A number that stands between two steps of the loader is no whole Lua number yet: make it one before a rule sees it. */
static void settle(lua_State *lua, int at)
{
	struct gr_host *host = gr_host_of(lua);

	if (!gr_lua_is_fraction(lua, at))
		return;
	gr_lua_to_exact(lua, at, &host->out);
	gr_lua_push_exact(lua, &host->out);
	lua_replace(lua, at);
}

/* One side is a rule's own table that knows the operator: it answers. */
bool gr_lua_ask_table(lua_State *lua, const char *event)
{
	lua_settop(lua, 2);
	for (int at = 1; at <= 2; at++) {
		if (lua_type(lua, at) != LUA_TTABLE || luaL_getmetafield(lua, at, event) == LUA_TNIL)
			continue;
		settle(lua, 1);
		settle(lua, 2);
		lua_insert(lua, 1);
		lua_call(lua, 2, 1);
		return true;
	}
	return false;
}

/* Long numbers cost the square of their length, most of it for reducing the fraction. */
static void charge_long(lua_State *lua, const struct gr_host *host)
{
	size_t size = 0;

	if (!host->a.big && !host->b.big && !host->out.big)
		return;
	size = gr_exact_packed_size(&host->a) + gr_exact_packed_size(&host->b);
	gr_host_charge(lua, 100 + size * size / 16);
}

typedef int (*operation)(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b);

static int apply(lua_State *lua, operation operate, const char *event)
{
	struct gr_host *host = gr_host_of(lua);

	if (gr_lua_ask_table(lua, event))
		return 1;
	gr_lua_to_exact(lua, 1, &host->a);
	gr_lua_to_exact(lua, 2, &host->b);
	charge_long(lua, host);
	if (operate(&host->out, &host->a, &host->b) < 0)
		gr_lua_raise_exact(lua);
	gr_lua_push_exact(lua, &host->out);
	return 1;
}

static int lua_add(lua_State *lua)
{
	return apply(lua, gr_exact_add, "__add");
}

static int lua_sub(lua_State *lua)
{
	return apply(lua, gr_exact_sub, "__sub");
}

static int lua_div(lua_State *lua)
{
	return apply(lua, gr_exact_div, "__div");
}

static int lua_floor_div(lua_State *lua)
{
	return apply(lua, gr_exact_floor_div, "__idiv");
}

static int lua_mod(lua_State *lua)
{
	return apply(lua, gr_exact_mod, "__mod");
}

static void push_operand(lua_State *lua, int at)
{
	struct gr_host *host = gr_host_of(lua);

	gr_lua_to_exact(lua, at, &host->a);
	push_packed(lua, &host->a);
	gr_exact_clear(&host->a);
}

/* x * __gr_1: x as an exact operand that is not made a whole Lua number yet; the next step multiplies or divides by it. */
static int mark_behind(lua_State *lua)
{
	push_operand(lua, 1);
	return 1;
}

/* __gr_1 * x, the right side of + or -: as it is when Lua's own step cannot wrap, else as an exact operand. */
static int mark_before(lua_State *lua)
{
	int64_t whole = lua_isinteger(lua, 2) ? lua_tointeger(lua, 2) : 0;

	if (whole > SMALL_MAX || whole < -SMALL_MAX)
		push_operand(lua, 2);
	else
		lua_settop(lua, 2);
	return 1;
}

static int lua_mul(lua_State *lua)
{
	const void *one = gr_host_of(lua)->one;

	if (lua_touserdata(lua, 2) == one)
		return mark_behind(lua);
	if (lua_touserdata(lua, 1) == one)
		return mark_before(lua);
	return apply(lua, gr_exact_mul, "__mul");
}

/* Upvalue: a rule's own function for an operator of its table; nil for a "*" that it has not, but which the loader writes. */
static int call_own(lua_State *lua)
{
	const void *one = gr_host_of(lua)->one;

	lua_settop(lua, 2);
	if (lua_touserdata(lua, 2) == one)
		lua_pop(lua, 1);
	if (lua_touserdata(lua, 1) == one || lua_gettop(lua) == 1)
		return 1;
	if (lua_isnil(lua, lua_upvalueindex(1)))
		return luaL_error(lua, "arithmetic on a table value");
	settle(lua, 1);
	settle(lua, 2);
	lua_pushvalue(lua, lua_upvalueindex(1));
	lua_insert(lua, 1);
	lua_call(lua, 2, 1);
	return 1;
}

void gr_lua_wrap_arithmetic(lua_State *lua)
{
	lua_pushcclosure(lua, call_own, 1);
}

static int lua_neg(lua_State *lua)
{
	struct gr_host *host = gr_host_of(lua);

	gr_lua_to_exact(lua, 1, &host->a);
	if (gr_exact_neg(&host->out, &host->a) < 0)
		gr_lua_raise_exact(lua);
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
	if (lua_isinteger(lua, a) && lua_isinteger(lua, b))
		return (lua_tointeger(lua, a) > lua_tointeger(lua, b)) -
		       (lua_tointeger(lua, a) < lua_tointeger(lua, b));
	if (!gr_lua_is_number(lua, a) || !gr_lua_is_number(lua, b))
		luaL_error(lua, "attempt to compare %s with %s", gr_lua_type_word(lua, a), gr_lua_type_word(lua, b));
	gr_lua_to_exact(lua, a, &host->a);
	gr_lua_to_exact(lua, b, &host->b);
	charge_long(lua, host);
	gr_error_clear();
	order = gr_exact_compare(&host->a, &host->b);
	if (grant_error_code(grant_error_last()) == GRANT_ENOMEM)
		gr_host_no_memory(lua);
	gr_exact_clear(&host->a);
	gr_exact_clear(&host->b);
	return order;
}

static int lua_less(lua_State *lua)
{
	if (!gr_lua_ask_table(lua, "__lt"))
		lua_pushboolean(lua, gr_lua_compare(lua, 1, 2) < 0);
	return 1;
}

static int lua_less_or_equal(lua_State *lua)
{
	if (!gr_lua_ask_table(lua, "__le"))
		lua_pushboolean(lua, gr_lua_compare(lua, 1, 2) <= 0);
	return 1;
}

static int lua_equal(lua_State *lua)
{
	bool equal = gr_lua_is_number(lua, 1) && gr_lua_is_number(lua, 2) && gr_lua_compare(lua, 1, 2) == 0;

	lua_pushboolean(lua, equal);
	return 1;
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
	{ "__concat", gr_lua_concat_numbers },
	{ NULL, NULL },
};
static const luaL_Reg one_events[] = { { "__mul", lua_mul }, { NULL, NULL } };
static const luaL_Reg length_events[] = { { "__pow", lua_length }, { NULL, NULL } };
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
	luaL_setfuncs(lua, gr_exact_methods, 0);
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
	luaL_setfuncs(lua, gr_exact_methods, 0);
	lua_setfield(lua, -2, "__index");
	lua_pushliteral(lua, "number"); /* what Lua's own messages call it */
	lua_setfield(lua, -2, "__name");
	protect_metatable(lua);
	lua_rawsetp(lua, LUA_REGISTRYINDEX, &exact_key);
	lua_newtable(lua);
	lua_rawsetp(lua, LUA_REGISTRYINDEX, &known_key);
	gr_host_of(lua)->one = make_mark(lua, &one_key, one_events);
	make_mark(lua, &length_key, length_events);
	give_integers_methods(lua);
	lua_rawgeti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	luaL_setfuncs(lua, gr_exact_globals, 0);
	lua_pop(lua, 1);
}
