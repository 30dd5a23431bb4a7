/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One Lua state per run, and the bounds that nothing inside it can escape: memory by the allocator, steps and time by the count
 * hook. A state that is stopped is dead: the hook raises again at every instruction, and our pcall raises again what it caught.
 * Not here: what rules may call (library*.c).
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/time.h"
#include "rules/inside.h"

#define HOOK_STEPS 1000
#define TEXT_HEAD 64 /* what Lua puts in front of a text, generously */
#define LARGE_BLOCK 1024
#define MESSAGE_MAX 400

const struct gr_bounds gr_bounds_application = { (size_t)32 << 20, 10000000, 5000 };
const struct gr_bounds gr_bounds_ranking = { (size_t)128 << 20, 500000000, 60000 };

static const char kill_mark; /* its address is the value that a stopped state raises */

/* ---- memory ---- */

/*
 * realloc itself: gr_alloc would count a refusal of ours as a failure of the machine's. A text has its own bound, which holds for
 * Lua's ".." as well; large blocks cost steps, since copying them does.
 */
static void *allocate(void *payload, void *block, size_t old_size, size_t size)
{
	struct gr_host *host = payload;
	void *moved;

	if (!block && old_size == LUA_TSTRING && size > GR_LIMIT_TEXT + TEXT_HEAD)
		return NULL;
	if (!block)
		old_size = 0; /* Lua says there what kind of object it is */
	if (size == 0) {
		free(block);
		host->memory_used -= old_size;
		return NULL;
	}
	if (size > old_size && size - old_size > host->memory_cap - host->memory_used)
		return NULL;
	moved = realloc(block, size);
	if (!moved) {
		host->no_memory = host->no_memory || size > old_size;
		return NULL;
	}
	if (size >= LARGE_BLOCK && host->lua)
		host->steps_left -= (int64_t)(size / 64);
	host->memory_used = host->memory_used - old_size + size;
	return moved;
}

/* The state itself stands `shift` bytes behind the begin of its block: its address goes into the hash seed. */
static void *allocate_shifted(void *payload, void *block, size_t old_size, size_t size)
{
	struct gr_host *host = payload;
	char *start = block;

	if (block && block == host->first) {
		start -= host->shift;
		return allocate(payload, start, old_size + host->shift, size ? size + host->shift : 0);
	}
	if (block || host->first)
		return allocate(payload, block, old_size, size);
	start = allocate(payload, NULL, old_size, size + host->shift);
	host->first = start ? start + host->shift : NULL;
	return host->first;
}

/* ---- stopping ---- */

struct gr_host *gr_host_of(lua_State *lua)
{
	return *(struct gr_host **)lua_getextraspace(lua);
}

static void raise_kill(lua_State *lua)
{
	lua_pushlightuserdata(lua, (void *)(uintptr_t)&kill_mark);
	lua_error(lua);
}

static void hook(lua_State *lua, lua_Debug *activation);

static void stop(lua_State *lua, const char *why)
{
	struct gr_host *host = gr_host_of(lua);

	if (!host->dead)
		host->dead = why;
	lua_sethook(lua, hook, LUA_MASKCOUNT, 1);
	raise_kill(lua);
}

static void hook(lua_State *lua, lua_Debug *activation)
{
	struct gr_host *host = gr_host_of(lua);

	(void)activation;
	if (host->dead)
		raise_kill(lua);
	host->steps_left -= HOOK_STEPS;
	if (host->steps_left < 0)
		stop(lua, N_("the budget of steps is used up"));
	if (gr_monotonic_ms() > host->deadline_ms)
		stop(lua, N_("the time is used up"));
}

void gr_host_charge(lua_State *lua, size_t work)
{
	struct gr_host *host = gr_host_of(lua);

	host->steps_left -= (int64_t)(work > INT32_MAX ? INT32_MAX : work);
	if (host->dead || host->steps_left < 0)
		stop(lua, N_("the budget of steps is used up"));
}

void gr_host_no_memory(lua_State *lua)
{
	gr_host_of(lua)->no_memory = true;
	stop(lua, N_("the memory is used up"));
}

void gr_host_reraise(lua_State *lua, int status)
{
	if (gr_host_of(lua)->dead)
		raise_kill(lua);
	if (status == LUA_ERRMEM)
		stop(lua, N_("the memory is used up"));
	if (status == LUA_ERRERR)
		stop(lua, N_("an error happened while an error was handled"));
}

/* ---- life ---- */

int gr_host_open(struct gr_host *host, const gr_rules *rules, const struct gr_bounds *bounds)
{
	memset(host, 0, sizeof(*host));
	host->rules = rules;
	host->memory_cap = bounds->memory;
	host->steps_left = bounds->steps;
	host->deadline_ms = gr_monotonic_ms() + bounds->wall_ms;
	host->shift = rules ? (size_t)rules->shift * 16 : 0;
	host->lua = lua_newstate(allocate_shifted, host);
	if (!host->lua)
		return gr_fail_memory();
	*(struct gr_host **)lua_getextraspace(host->lua) = host;
	return 0;
}

void gr_host_close(struct gr_host *host)
{
	if (host->lua)
		lua_close(host->lua);
	gr_exact_clear(&host->a);
	gr_exact_clear(&host->b);
	gr_exact_clear(&host->out);
	gr_buf_free(&host->text);
	host->lua = NULL;
}

/* ---- running ---- */

struct call {
	lua_CFunction function;
	void *payload;
};

static int run_inside(lua_State *lua)
{
	struct call *call = lua_touserdata(lua, 1);

	gr_exact_lua_open(lua);
	gr_library_open(lua);
	lua_pushcfunction(lua, call->function);
	lua_pushlightuserdata(lua, call->payload);
	lua_call(lua, 1, 1);
	return 1;
}

/* What the rules said, cut, and only when it is text. */
static int fail(struct gr_host *host, int status)
{
	const char *text = lua_type(host->lua, -1) == LUA_TSTRING ? lua_tostring(host->lua, -1) : NULL;
	char words[MESSAGE_MAX + 1];
	size_t size;

	if (host->no_memory)
		return gr_fail_memory();
	if (host->dead)
		return gr_fail(GRANT_ERULE, _("the rules were stopped: %s"), _(host->dead));
	if (status == LUA_ERRMEM)
		return gr_fail(GRANT_ERULE, _("the rules were stopped: %s"), _("the memory is used up"));
	if (!text || !gr_utf8_valid(text, strlen(text)))
		return gr_fail(GRANT_ERULE, _("the rules raised an error that is no text"));
	size = gr_utf8_cut(text, MESSAGE_MAX);
	memcpy(words, text, size);
	words[size] = '\0';
	return gr_fail(GRANT_ERULE, "%s", words);
}

int gr_host_call(struct gr_host *host, lua_CFunction function, void *payload)
{
	struct call call = { function, payload };
	locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0), own;
	int status;

	if (!plain)
		return gr_fail_memory();
	own = uselocale(plain);
	lua_sethook(host->lua, hook, LUA_MASKCOUNT, HOOK_STEPS);
	lua_pushcfunction(host->lua, run_inside);
	lua_pushlightuserdata(host->lua, &call);
	status = lua_pcall(host->lua, 1, 1, 0);
	uselocale(own);
	freelocale(plain);
	return status == LUA_OK ? 0 : fail(host, status);
}

/* ---- chunks ---- */

struct reading {
	const struct gr_chunk *chunk;
	bool is_done;
};

static const char *read_code(lua_State *lua, void *payload, size_t *size)
{
	struct reading *reading = payload;

	(void)lua;
	if (reading->is_done)
		return NULL;
	reading->is_done = true;
	*size = reading->chunk->code.size;
	return gr_buf_text(&reading->chunk->code);
}

/* The code is our own dump, made at load from text that was checked; nothing from outside comes this way. Its _ENV is a table of
 * its own that reads through to the sandbox and holds the chunk's constants. */
void gr_host_load(lua_State *lua, const struct gr_chunk *chunk)
{
	struct reading reading = { chunk, false };

	if (lua_load(lua, read_code, &reading, chunk->name, "b") != LUA_OK)
		lua_error(lua);
	lua_createtable(lua, 0, 4);
	lua_createtable(lua, (int)gr_value_count(chunk->constants), 0);
	for (size_t i = 0; i < gr_value_count(chunk->constants); i++) {
		gr_lua_push_constant(lua, gr_value_text(gr_value_item(chunk->constants, i)));
		lua_rawseti(lua, -2, (lua_Integer)i + 1);
	}
	lua_setfield(lua, -2, "__gr_k");
	gr_lua_push_marks(lua);
	lua_createtable(lua, 0, 1);
	lua_rawgeti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
	lua_setfield(lua, -2, "__index");
	lua_setmetatable(lua, -2);
	if (!lua_setupvalue(lua, -2, 1))
		lua_pop(lua, 1);
}
