/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_RULES_INSIDE_H
#define GR_RULES_INSIDE_H

/* What the files of this room share. Nobody else includes it. */

#include <lauxlib.h>
#include <lua.h>

#include "base/buf.h"
#include "base/exact.h"
#include "rules/rules.h"

#define GR_LIMIT_SOURCE ((size_t)64 * 1024)
#define GR_LIMIT_SOURCES ((size_t)256 * 1024) /* all files of the rules */
#define GR_LIMIT_TEXT ((size_t)1024 * 1024)   /* a text that a rule makes */

/* Bounds of one state. The budget decides, in steps that are the same on every machine; the clock is a watchdog. */
struct gr_bounds {
	size_t memory; /* bytes */
	int64_t steps;
	int64_t wall_ms;
};
extern const struct gr_bounds gr_bounds_application, gr_bounds_ranking;

/* One Lua state and what stands around it, outside Lua's reach. */
struct gr_host {
	lua_State *lua;
	const gr_rules *rules;
	size_t memory_used, memory_cap;
	int64_t steps_left, deadline_ms;
	const char *dead;          /* why the rules were stopped for good; NULL: they live */
	const void *one;           /* the operand that the loader writes beside * and / */
	bool no_memory;            /* the machine's, not the rules' */
	void *first;               /* the state's own block */
	size_t shift;              /* bytes in front of the state, which change its hash seed */
	struct gr_exact a, b, out; /* operands that own memory live here, so that an error of Lua leaks nothing */
	struct gr_buf text;
};

/* A file of rules after its check: what Lua is given. */
struct gr_chunk {
	char *name;          /* "" the rules themselves, else the module's */
	struct gr_buf code;  /* our own dump of the rewritten source */
	gr_value *constants; /* exact constants that the source names, as text */
};

struct gr_rules {
	char *file;              /* name in messages */
	struct gr_chunk *chunks; /* the first is the rules themselves */
	size_t count, capacity;
	size_t source_size; /* of all files */
	gr_value *declared;
	gr_value *table; /* what the file returned; functions as true */
	unsigned shift;  /* how many places its states are shifted */
	bool may_be_part;        /* a function may stand in the table's place */
	bool reads_names;        /* names that nothing defines are told */
};

/* ---- source.c: check and rewrite; findings with lines ---- */
struct gr_source_text {
	struct gr_buf text; /* what Lua is given */
	gr_value *constants;
	gr_value *modules; /* names that are required */
};
int gr_source_rewrite(struct gr_source_text *out, grant_findings *findings, const char *file, const char *source);
void gr_source_clear(struct gr_source_text *source);
size_t gr_source_newline(const char *at); /* the size of an end of line, as Lua's lexer sees it; 0: none */

/* ---- names.c: names that nothing defines, as findings with lines; `file` NULL: to be filled in. 0, GRANT_ENOMEM, GRANT_EINTERNAL ---- */
int gr_names_check(grant_findings *findings, const char *file, const char *source, const struct gr_buf *dump);

/* ---- host.c ---- */
int gr_host_open(struct gr_host *host, const gr_rules *rules, const struct gr_bounds *bounds);
void gr_host_close(struct gr_host *host);
/* Runs `function` with `payload` as a light userdata inside one protected call; one result stays on the stack. The locale of the
 * thread is C meanwhile. GRANT_ERULE with the rules' words, GRANT_ENOMEM. */
int gr_host_call(struct gr_host *host, lua_CFunction function, void *payload);
struct gr_host *gr_host_of(lua_State *lua);
/* Pay for work done in C; does not return when the budget is used up. */
void gr_host_charge(lua_State *lua, size_t work);
/* Raise again what may not be caught. */
void gr_host_reraise(lua_State *lua, int status);
/* The machine has no memory: the state stops, and the call fails with GRANT_ENOMEM. */
void gr_host_no_memory(lua_State *lua);
/* Load a chunk's code and its constants; the function is on the stack after. */
void gr_host_load(lua_State *lua, const struct gr_chunk *chunk);

/* ---- exact-lua.c, exact-calls.c ---- */
void gr_exact_lua_open(lua_State *lua);
bool gr_lua_is_number(lua_State *lua, int at);
bool gr_lua_is_fraction(lua_State *lua, int at);
const char *gr_lua_type_word(lua_State *lua, int at);
void gr_lua_raise_exact(lua_State *lua); /* the last error, as the rules' own */
/* A whole number among a function's arguments. */
lua_Integer gr_lua_whole(lua_State *lua, int at);
lua_Integer gr_lua_whole_or(lua_State *lua, int at, lua_Integer otherwise);
/* A table among the two operands answers for the operator. */
bool gr_lua_ask_table(lua_State *lua, const char *event);
/* Puts a closure around a rule's own function for an arithmetic operator (or nil), which keeps the loader's marks from it. */
void gr_lua_wrap_arithmetic(lua_State *lua);
int gr_lua_concat_numbers(lua_State *lua);
/* The table on top, the round, also answers round(x, places): as a parameter it hides the function of that name. */
void gr_lua_let_round(lua_State *lua);
extern const luaL_Reg gr_exact_methods[], gr_exact_globals[];
/* Into the host's operand; raises when it is no number. */
void gr_lua_to_exact(lua_State *lua, int at, struct gr_exact *out);
void gr_lua_push_exact(lua_State *lua, struct gr_exact *number); /* clears it */
void gr_lua_push_number_text(lua_State *lua, const char *text);
/* A constant of a source: an operand that "^1" turns into the number. */
void gr_lua_push_constant(lua_State *lua, const char *text);
/* Set __gr_1 and __gr_len in the table on top. */
void gr_lua_push_marks(lua_State *lua);
/* The number at `at` as text ("265/3"), without raising; GRANT_ERULE: it is none. */
int gr_lua_number_text(struct gr_buf *out, lua_State *lua, int at);
int gr_lua_compare(lua_State *lua, int a, int b); /* numbers, or texts byte by byte; raises otherwise */
/* "88.5", "265/3", text as it is, "true", "table": pushes it. */
void gr_lua_push_tostring(lua_State *lua, int at);

/* ---- library.c, library-text.c, library-table.c: what a rule may call ---- */
void gr_library_open(lua_State *lua);
/* The names that a rule may read: of a library such as "string", NULL: those that stand alone. NULL at the end. */
const char *gr_library_name(const char *library, size_t index);
extern const luaL_Reg gr_library_string[], gr_library_table[], gr_library_math[];
int gr_lua_pairs(lua_State *lua);
lua_Integer gr_lua_length(lua_State *lua, int at); /* up to the first nil; a text's bytes */

/* ---- marshal.c ---- */
void gr_lua_push_value(lua_State *lua, const gr_value *value); /* raises */
int gr_lua_to_value(gr_value **out, lua_State *lua, int at);   /* never raises; GRANT_ERULE */

/* The rules' file run: its table is on the stack after (inside gr_host_call). */
void gr_rules_push(lua_State *lua);

#endif
