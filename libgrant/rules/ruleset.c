/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading: every file is checked and rewritten, compiled once and kept as our own dump; the rules are run once and what they
 * declare is checked. Not here: what a declaration must look like (declared.c).
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "rules/declared.h"
#include "rules/inside.h"

#define MODULES_MAX 64

/* ---- findings from Lua's messages: "rules.lua:3: ..." ---- */

static size_t line_of(const char *message)
{
	const char *colon = strchr(message, ':');

	return colon && colon[1] >= '0' && colon[1] <= '9' ? (size_t)strtoul(colon + 1, NULL, 10) : 0;
}

/* The line belongs to the file that the message begins with: a part's, where it stopped there. */
static void add_message(grant_findings *findings, enum gr_finding_id id, const gr_rules *rules)
{
	const char *message = grant_error_message(grant_error_last());
	struct gr_place place = { .line = line_of(message) };

	for (size_t i = 1; place.line && i < rules->count; i++) {
		size_t size = strlen(rules->chunks[i].name);

		if (strncmp(message, rules->chunks[i].name, size) == 0 && message[size] == ':')
			place.file = rules->chunks[i].name;
	}

	gr_findings_add(findings, id, &place, message, NULL);
}

/* ---- compiling ---- */

struct compiling {
	const char *name;
	const struct gr_buf *text;
	struct gr_buf *code;
};

static int append_code(lua_State *lua, const void *bytes, size_t size, void *payload)
{
	struct gr_buf *code = payload;

	(void)lua;
	gr_buf_append(code, bytes, size);
	return code->failed;
}

static int compile_inside(lua_State *lua)
{
	struct compiling *compiling = lua_touserdata(lua, 1);

	if (luaL_loadbufferx(lua, gr_buf_text(compiling->text), compiling->text->size, compiling->name, "t") != LUA_OK)
		return lua_error(lua);
	lua_dump(lua, append_code, compiling->code, 0);
	return 0;
}

static int compile(struct gr_chunk *chunk, const gr_rules *rules, const char *name, const struct gr_buf *text)
{
	gr_autofree_text char *chunk_name = gr_format("=%s", name);
	struct compiling compiling = { chunk_name, text, &chunk->code };
	struct gr_host host;
	int r = chunk_name ? gr_host_open(&host, rules, &gr_bounds_application) : GRANT_ENOMEM;

	if (r < 0)
		return r;
	r = gr_host_call(&host, compile_inside, &compiling);
	gr_host_close(&host);
	return r == 0 ? gr_buf_ok(&chunk->code) : r;
}

/* ---- files ---- */

static struct gr_chunk *new_chunk(gr_rules *rules)
{
	if (rules->count == rules->capacity) {
		size_t capacity = rules->capacity ? rules->capacity * 2 : 8;
		struct gr_chunk *chunks = gr_resize_array(rules->chunks, capacity, sizeof(*chunks));

		if (!chunks)
			return NULL;
		rules->chunks = chunks;
		rules->capacity = capacity;
	}
	memset(&rules->chunks[rules->count], 0, sizeof(*rules->chunks));
	return &rules->chunks[rules->count++];
}

static void count_size(gr_rules *rules, grant_findings *findings, const char *source)
{
	struct gr_place place = { .file = rules->file };

	rules->source_size += strlen(source);
	if (rules->source_size > GR_LIMIT_SOURCES)
		gr_findings_add(findings, GR_F_RULES_SHAPE, &place,
		                _("the rules and what they require have more than 256 KiB"), NULL);
}

/* Appends what the file requires to `wanted`. */
static int add_file(gr_rules *rules, grant_findings *findings, const char *name, const char *source, gr_value *wanted)
{
	const char *shown = name[0] ? name : rules->file;
	struct gr_source_text text;
	struct gr_chunk *chunk;
	size_t before = grant_findings_count_from(findings, GRANT_ERROR);
	int r = gr_source_rewrite(&text, findings, shown, source);

	count_size(rules, findings, source);
	chunk = r == 0 ? new_chunk(rules) : NULL;
	if (r == 0 && !chunk)
		r = GRANT_ENOMEM;
	if (r == 0) {
		chunk->name = gr_strdup(name);
		chunk->constants = gr_steal_value(&text.constants);
		r = chunk->name ? 0 : GRANT_ENOMEM;
	}
	if (r == 0 && grant_findings_count_from(findings, GRANT_ERROR) > before)
		r = GRANT_ERULE;
	if (r == 0) {
		r = compile(chunk, rules, shown, &text.text);
		if (r == GRANT_ERULE)
			add_message(findings, GR_F_RULES_SYNTAX, rules);
	}
	if (r == 0 && rules->reads_names)
		r = gr_names_check(findings, name[0] ? name : NULL, source, &chunk->code);
	for (size_t i = 0; r == 0 && i < gr_value_count(text.modules); i++)
		r = gr_list_add(wanted, gr_value_copy(gr_value_item(text.modules, i)));
	gr_source_clear(&text);
	return r;
}

static bool is_loaded(const gr_rules *rules, const char *name)
{
	for (size_t i = 1; i < rules->count; i++)
		if (strcmp(rules->chunks[i].name, name) == 0)
			return true;
	return false;
}

/* "grant.mean": parts of small letters, figures and _, joined by dots. They become paths. */
static bool is_module_name(const char *name)
{
	bool begun = false;

	if (strlen(name) > 100)
		return false;
	for (; *name; name++) {
		if (*name == '.' && !begun)
			return false;
		if (*name != '.' && !(*name >= 'a' && *name <= 'z') && !(*name >= '0' && *name <= '9') && *name != '_')
			return false;
		begun = *name != '.';
	}
	return begun;
}

static int add_module(gr_rules *rules, grant_findings *findings, const char *name, gr_rules_module_cb module,
                      void *payload, gr_value *wanted)
{
	struct gr_place place = { .file = rules->file };
	gr_autofree_text char *source = NULL;

	gr_error_clear();
	if (is_module_name(name))
		source = module(name, payload);
	if (!source && grant_error_code(grant_error_last()) == GRANT_ENOMEM)
		return GRANT_ENOMEM;
	gr_error_clear();
	if (!source) {
		gr_findings_add(findings, GR_F_RULES_MODULE, &place, name, NULL);
		return GRANT_ERULE;
	}
	return add_file(rules, findings, name, source, wanted);
}

static int add_files(gr_rules *rules, grant_findings *findings, const char *source, gr_rules_module_cb module,
                     void *payload)
{
	gr_auto_value gr_value *wanted = gr_list_new();
	int r = wanted ? add_file(rules, findings, "", source, wanted) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(wanted); i++) {
		const char *name = gr_value_text(gr_value_item(wanted, i));

		if (is_loaded(rules, name))
			continue;
		if (rules->count > MODULES_MAX) {
			r = gr_fail(GRANT_ERULE, _("the rules require more than %d modules"), MODULES_MAX);
			add_message(findings, GR_F_RULES_FAILED, rules);
			return r;
		}
		r = add_module(rules, findings, name, module, payload, wanted);
	}
	return r;
}

/* ---- running the file once ---- */

/* Behind this point a function counts as true; so what must be one is looked at here. */
static void check_functions(lua_State *lua, const char *where)
{
	static const char *const names[] = { "score", "score_all", "eligible", "allocate", "advance" };

	for (size_t i = 0; i < GR_COUNT(names); i++) {
		lua_pushstring(lua, names[i]);
		if (lua_rawget(lua, -2) != LUA_TNIL && !lua_isfunction(lua, -1))
			luaL_error(lua, "%s%s is no function", where, names[i]);
		lua_pop(lua, 1);
	}
	lua_pushliteral(lua, "ties");
	if (lua_rawget(lua, -2) != LUA_TNIL && !lua_isfunction(lua, -1) && !lua_istable(lua, -1))
		luaL_error(lua, "%sties is neither a list of names nor a function", where);
	lua_pop(lua, 1);
}

static void check_stages(lua_State *lua)
{
	lua_pushliteral(lua, "stages");
	if (lua_rawget(lua, -2) == LUA_TTABLE) {
		lua_Integer count = gr_lua_length(lua, lua_gettop(lua));

		for (lua_Integer i = 1; i <= count; i++) {
			if (lua_rawgeti(lua, -1, i) == LUA_TTABLE)
				check_functions(lua, "stages: ");
			lua_pop(lua, 1);
		}
	}
	lua_pop(lua, 1);
}

static int push_table(lua_State *lua)
{
	gr_rules_push(lua);
	if (lua_isfunction(lua, -1))
		return 1; /* a part */
	check_functions(lua, "");
	check_stages(lua);
	return 1;
}

void gr_rules_push(lua_State *lua)
{
	const gr_rules *rules = gr_host_of(lua)->rules;

	gr_host_load(lua, &rules->chunks[0]);
	lua_call(lua, 0, 1);
	if (!lua_istable(lua, -1) && !(rules->may_be_part && lua_isfunction(lua, -1)))
		luaL_error(lua, "%s does not return a table%s", rules->file, rules->may_be_part ? " or a function" : "");
}

static int run_once(gr_rules *rules)
{
	struct gr_host host;
	int r = gr_host_open(&host, rules, &gr_bounds_application);

	if (r < 0)
		return r;
	r = gr_host_call(&host, push_table, NULL);
	if (r == 0)
		r = gr_lua_to_value(&rules->table, host.lua, -1);
	gr_host_close(&host);
	return r;
}

static int load(gr_rules **out, grant_findings *findings, const char *name, const char *source,
                gr_rules_module_cb module, void *payload, bool may_be_part, bool reads_names)
{
	gr_rules *rules = gr_alloc(sizeof(*rules));
	int r = 0;

	if (!rules)
		return GRANT_ENOMEM;
	rules->may_be_part = may_be_part;
	rules->reads_names = reads_names;
	rules->file = gr_strdup(gr_path_base(name));
	r = rules->file ? add_files(rules, findings, source, module, payload) : GRANT_ENOMEM;
	if (r == 0) {
		r = run_once(rules);
		if (r == GRANT_ERULE)
			add_message(findings, GR_F_RULES_FAILED, rules);
	}
	if (r == 0 && !gr_rules_is_part(rules))
		r = gr_rules_declare(rules, findings, name);
	gr_findings_set_file(findings, name);
	if (r < 0) {
		gr_rules_free(rules);
		return r;
	}
	*out = rules;
	return 0;
}

int gr_rules_load(gr_rules **out, grant_findings *findings, const char *name, const char *source,
                  gr_rules_module_cb module, void *payload)
{
	return load(out, findings, name, source, module, payload, false, false);
}

int gr_rules_load_any(gr_rules **out, grant_findings *findings, const char *name, const char *source,
                      gr_rules_module_cb module, void *payload, bool reads_names)
{
	return load(out, findings, name, source, module, payload, true, reads_names);
}

bool gr_rules_is_part(const gr_rules *rules)
{
	return gr_value_is(rules->table, GR_BOOL); /* what a function counts as */
}

void gr_rules_shift(gr_rules *rules, unsigned places)
{
	rules->shift = places;
}

void gr_rules_free(gr_rules *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < rules->count; i++) {
		gr_free(rules->chunks[i].name);
		gr_buf_free(&rules->chunks[i].code);
		gr_value_free(rules->chunks[i].constants);
	}
	gr_free(rules->chunks);
	gr_free(rules->file);
	gr_value_free(rules->declared);
	gr_value_free(rules->table);
	gr_free(rules);
}

const char *gr_rules_module(const gr_rules *rules, size_t index)
{
	return index + 1 < rules->count ? rules->chunks[index + 1].name : NULL;
}

const gr_value *gr_rules_declared(const gr_rules *rules)
{
	return rules->declared;
}
