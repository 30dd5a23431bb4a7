/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names that nothing defines, and globals: what a rule file reads that is neither its own nor in what rules may call. The whole file is
 * looked at, also what no sample runs through. Where something is done with _ENV itself nothing is told: better a name missed than a
 * right one blamed. Not here: fields of applications and of other tables, which only a run shows; how code is read (code.c).
 */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "rules/code.h"
#include "rules/inside.h"

#define FINDINGS_MAX 200 /* of one file; nobody reads more */
#define NEAR_MIN 3       /* letters: shorter names are all near each other */

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

struct naming {
	const struct gr_code *code; /* of the file: all functions */
	grant_findings *findings;
	const char *file, *source;
	gr_value *set;  /* globals that the file sets: true until that is told */
	gr_value *told; /* "line library.name" */
	int result;
};

static bool is_in_library(const char *library, const char *name)
{
	const char *known;

	for (size_t i = 0; (known = gr_library_name(library, i)); i++)
		if (strcmp(known, name) == 0)
			return true;
	return false;
}

/* ---- the name that is meant ---- */

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Another name that differs in small and capital letters only, or by one letter: added, taken away, changed, or changed with its
 * neighbour. */
static bool is_near(const char *name, struct gr_code_text other)
{
	size_t a = strlen(name), b = other.size, start = 0;
	const char *from = name, *to = other.at;

	if (!to || from[0] == '(' || to[0] == '(' || gr_code_text_is(other, name))
		return false;
	while (start < a && start < b && small(from[start]) == small(to[start]))
		start++;
	while (a > start && b > start && small(from[a - 1]) == small(to[b - 1])) {
		a--;
		b--;
	}
	if (a == start && b == start)
		return true;
	if (strlen(name) < NEAR_MIN || other.size < NEAR_MIN)
		return false;
	if (a - start == 2 && b - start == 2)
		return small(from[start]) == small(to[start + 1]) && small(from[start + 1]) == small(to[start]);
	return a - start <= 1 && b - start <= 1;
}

static struct gr_code_text text_of(const char *text)
{
	return (struct gr_code_text){ text, text ? strlen(text) : 0 };
}

/* Locals of the function and of those around it, then what rules may call, then what the file sets itself. */
static struct gr_code_text find_near(const struct naming *naming, const struct gr_code *code, const char *library, const char *name)
{
	const char *known;

	for (; code && !library; code = code->parent)
		for (size_t i = 0; i < code->local_count; i++)
			if (is_near(name, code->locals[i]))
				return code->locals[i];
	for (size_t i = 0; (known = gr_library_name(library, i)); i++)
		if (is_near(name, text_of(known)))
			return text_of(known);
	for (size_t i = 0; !library && i < gr_value_count(naming->set); i++)
		if (is_near(name, text_of(gr_value_key(naming->set, i))))
			return text_of(gr_value_key(naming->set, i));
	return text_of(NULL);
}

/* ---- the line ---- */

/* A name in front of an operator that begins the next line has that line for Lua; so the last line up to there on which it stands. */
static size_t line_of(const struct naming *naming, size_t until, const char *name)
{
	size_t line = 1, found = 0, size = strlen(name);
	const char *at = naming->source;

	while (*at && line <= until) {
		size_t word = strspn(at, letters), newline = gr_source_newline(at);

		if (word == size && memcmp(at, name, size) == 0)
			found = line;
		line += newline > 0;
		at += word ? word : newline ? newline : 1;
	}
	return found ? found : until;
}

/* ---- telling ---- */

/* Once for each name and line. `library` is what the name is a member of; NULL: nothing. */
static bool is_new(struct naming *naming, const char *library, const char *name, size_t line)
{
	gr_autofree_text char *key = gr_format("%zu %s.%s", line, library ? library : "", name);

	if (key && (gr_map_get(naming->told, key) || gr_value_count(naming->told) >= FINDINGS_MAX))
		return false;
	if (!key || gr_map_set_bool(naming->told, key, true) < 0)
		naming->result = GRANT_ENOMEM;
	return true;
}

static void tell_unknown(struct naming *naming, const struct gr_code *code, size_t place, const char *library, const char *name)
{
	struct gr_place where = { .file = naming->file, .line = gr_code_line(code, place + (library != NULL)) }; /* a member is read next */
	gr_autofree_text char *whole = NULL, *meant = NULL;
	struct gr_code_text near;

	if (!is_new(naming, library, name, where.line))
		return;
	where.line = line_of(naming, where.line, name);
	near = find_near(naming, code, library, name);
	whole = gr_format("%s%s%s", library ? library : "", library ? "." : "", name);
	if (near.at)
		meant = gr_format("%s%s%.*s", library ? library : "", library ? "." : "", (int)near.size, near.at);
	if (!whole || (near.at && !meant))
		naming->result = GRANT_ENOMEM;
	else
		gr_findings_add(naming->findings, meant ? GR_F_RULES_MISSPELT : GR_F_RULES_UNKNOWN, &where, whole, meant, NULL);
}

/* Each one once, where it is set first. */
static void tell_set(struct naming *naming, const struct gr_code *code, size_t place, const char *name)
{
	struct gr_place where = { .file = naming->file };

	if (!gr_value_true(gr_map_get(naming->set, name)))
		return;
	if (gr_map_set_bool(naming->set, name, false) < 0)
		naming->result = GRANT_ENOMEM;
	where.line = gr_code_line(code, place);
	if (!is_new(naming, NULL, name, where.line))
		return;
	where.line = line_of(naming, where.line, name);
	gr_findings_add(naming->findings, GR_F_RULES_GLOBAL, &where, name, NULL);
}

/* ---- the whole file ---- */

/* A name of the file's own, yours; NULL: none, or what the loader writes, or a text that is no name, as _ENV["..."] may hold. */
static char *own_name(struct naming *naming, struct gr_code_text text)
{
	char *name;

	if (!text.at || (text.size >= 4 && memcmp(text.at, "__gr", 4) == 0))
		return NULL;
	for (size_t i = 0; i < text.size; i++)
		if (!text.at[i] || !strchr(letters, text.at[i]))
			return NULL;
	name = gr_strndup(text.at, text.size);
	if (!name)
		naming->result = GRANT_ENOMEM;
	return name;
}

static void look_at(struct naming *naming, const struct gr_code *code, size_t place)
{
	struct gr_use use = gr_code_use(code, place);
	gr_autofree_text char *name = own_name(naming, use.name);
	gr_autofree_text char *member = own_name(naming, use.member);

	if (!name)
		return;
	if (use.type == GR_USE_SET)
		tell_set(naming, code, place, name);
	else if (gr_map_get(naming->set, name))
		return;
	else if (!is_in_library(NULL, name))
		tell_unknown(naming, code, place, NULL, name);
	else if (member && gr_library_name(name, 0) && !is_in_library(name, member))
		tell_unknown(naming, code, place, name, member);
}

/* A name that is set somewhere counts everywhere: which comes first, only a run shows. False: nothing can be told of this file. */
static bool note_set(struct naming *naming)
{
	for (const struct gr_code *code = naming->code; code; code = code->next)
		for (size_t i = 0; i < code->instruction_count; i++) {
			struct gr_use use = gr_code_use(code, i);
			gr_autofree_text char *name = use.type == GR_USE_SET ? own_name(naming, use.name) : NULL;

			if (use.type == GR_USE_WHOLE)
				return false;
			if (name && gr_map_set_bool(naming->set, name, true) < 0)
				naming->result = GRANT_ENOMEM;
		}
	return true;
}

int gr_names_check(grant_findings *findings, const char *file, const char *source, const struct gr_buf *dump)
{
	struct gr_code *code = NULL;
	struct naming naming = { .findings = findings, .file = file, .source = source };
	int r = gr_code_read(&code, dump);

	if (r < 0)
		return r;
	naming.code = code;
	naming.set = gr_map_new();
	naming.told = gr_map_new();
	if (!naming.set || !naming.told)
		naming.result = GRANT_ENOMEM;
	else if (note_set(&naming))
		for (; naming.code; naming.code = naming.code->next)
			for (size_t i = 0; i < naming.code->instruction_count; i++)
				look_at(&naming, naming.code, i);
	gr_value_free(naming.set);
	gr_value_free(naming.told);
	gr_code_free(code);
	return naming.result;
}

int gr_rules_id_line(size_t *line, const gr_rules *rules, const char *id)
{
	struct gr_code *first = NULL;
	size_t times = 0;
	int r = gr_code_read(&first, &rules->chunks[0].code);

	*line = 0;
	for (const struct gr_code *code = first; code; code = code->next)
		for (size_t i = 0; i < code->instruction_count; i++)
			if (gr_code_sets_field(code, i, "id", id)) {
				*line = gr_code_line(code, i);
				times++;
			}
	gr_code_free(first);
	if (times > 1)
		*line = 0;
	return r;
}
