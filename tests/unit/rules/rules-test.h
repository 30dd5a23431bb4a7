/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_RULES_RULES_TEST_H
#define TESTS_UNIT_RULES_RULES_TEST_H

/* What the tests of this room share: rules from one line of Lua, an answer as one line of text, values from JSON. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/mem.h"
#include "rules/inside.h"

/* JSON in single quotes for double ones, so that tests can be read. */
static inline gr_value *value_of(const char *quoted)
{
	gr_value *value = NULL;
	char *text = gr_strdup(quoted);

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	if (gr_json_read(&value, text, strlen(text)) < 0)
		fail_msg("%s: %s", quoted, grant_error_message(grant_error_last()));
	gr_free(text);
	return value;
}

/* Parts: the stock ones, and those in `payload`, a list of name, source, name, source, NULL. */
static inline char *find_part(const char *name, void *payload)
{
	const char *const *parts = payload;

	for (; parts && *parts; parts += 2)
		if (strcmp(parts[0], name) == 0)
			return gr_strdup(parts[1]);
	return gr_strdup(gr_rules_stock(name));
}

static inline void say_findings(struct gr_buf *out, const grant_findings *findings)
{
	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		const char *file = grant_finding_place(finding, GRANT_PLACE_FILE);
		const char *line = grant_finding_place(finding, GRANT_PLACE_LINE);

		gr_buf_printf(out, "%s%s %s:%s: %s", i ? "\n" : "", grant_finding_id(finding), file ? file : "?",
		              line ? line : "0", grant_finding_message(finding));
	}
}

/* NULL, with the findings in `out` as "id file:line: message", when they are refused. */
static inline gr_rules *load_rules(struct gr_buf *out, const char *source, const char *const *parts)
{
	grant_findings *findings = gr_findings_new();
	gr_rules *rules = NULL;
	int r = gr_rules_load(&rules, findings, "rules.lua", source, find_part, (void *)(uintptr_t)parts);

	if (r < 0) {
		assert_null(rules);
		assert_true(r == GRANT_ERULE);
		assert_true(grant_findings_count(findings) > 0);
		say_findings(out, findings);
	}
	grant_findings_free(findings);
	return rules;
}

/* A whole rule file whose score is `body`, all before it on one line. */
static inline char *rules_around(const char *body)
{
	return gr_format(
		"return { api = 1, criteria = { { id = 'need', max = 20 } }, score = function(app, reviews, round) %s\n"
		"end }",
		body);
}

static inline void say_value(struct gr_buf *out, const gr_value *value)
{
	switch (gr_value_type(value)) {
	case GR_NULL:
		gr_buf_text_append(out, "nil");
		break;
	case GR_BOOL:
		gr_buf_text_append(out, gr_value_true(value) ? "true" : "false");
		break;
	case GR_NUMBER:
	case GR_TEXT:
		gr_buf_text_append(out, gr_value_text(value));
		break;
	case GR_LIST:
	case GR_MAP:
		for (size_t i = 0; i < gr_value_count(value); i++) {
			gr_buf_printf(out, "%s%s%s", i ? " " : "",
			              gr_value_is(value, GR_MAP) ? gr_value_key(value, i) : "",
			              gr_value_is(value, GR_MAP) ? "=" : "");
			say_value(out, gr_value_item(value, i));
		}
	}
}

static inline int call_score(lua_State *lua)
{
	gr_rules_push(lua);
	lua_getfield(lua, -1, "score");
	for (int i = 0; i < 3; i++)
		lua_newtable(lua);
	gr_lua_let_round(lua);
	lua_call(lua, 3, 1);
	return 1;
}

/* What `body` returns, or "refused: ...", "stopped: ...", "error: ...". Nothing may be left allocated, whatever happens. */
static inline void run_rules(struct gr_buf *out, const gr_rules *rules, const struct gr_bounds *bounds)
{
	struct gr_host host;
	gr_value *answer = NULL;
	int r = gr_host_open(&host, rules, bounds);

	assert_int_equal(r, 0);
	r = gr_host_call(&host, call_score, NULL);
	assert_true(host.memory_used <= bounds->memory);
	if (r == 0)
		r = gr_lua_to_value(&answer, host.lua, -1);
	if (r == 0)
		say_value(out, answer);
	else
		gr_buf_printf(out, "%s: %s", host.dead ? "stopped" : "error", grant_error_message(grant_error_last()));
	gr_value_free(answer);
	gr_host_close(&host);
	assert_int_equal(host.memory_used, 0);
}

/* What the bounds of an application stop, by its steps and its memory. The clock, which depends on the machine and on the
 * sanitizers, has a test of its own. */
static inline struct gr_bounds bounds_without_clock(void)
{
	struct gr_bounds bounds = gr_bounds_application;

	bounds.wall_ms = 600000;
	return bounds;
}

static inline char *run_body_shifted(const char *body, unsigned shift)
{
	const struct gr_bounds bounds = bounds_without_clock();
	struct gr_buf out = GR_BUF_INIT;
	char *source = rules_around(body);
	gr_rules *rules;

	gr_buf_text_append(&out, "refused: ");
	rules = load_rules(&out, source, NULL);
	if (rules) {
		gr_buf_truncate(&out, 0);
		rules->shift = shift;
		run_rules(&out, rules, &bounds);
	}
	gr_rules_free(rules);
	gr_free(source);
	return gr_buf_steal(&out);
}

static inline char *run_body(const char *body)
{
	return run_body_shifted(body, 0);
}

/* A row: what a body gives. `expected` is the whole answer, or with "~" in front a part of it, alternatives parted by "|". */
struct row {
	const char *name, *body, *expected;
};

static inline bool is_expected(const char *got, const char *expected)
{
	char copy[600], *rest = NULL;

	if (expected[0] != '~')
		return strcmp(got, expected) == 0;
	snprintf(copy, sizeof(copy), "%s", expected + 1);
	for (char *part = strtok_r(copy, "|", &rest); part; part = strtok_r(NULL, "|", &rest))
		if (strstr(got, part))
			return true;
	return false;
}

static inline void check_rows(const struct row *rows, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		char *got = run_body(rows[i].body);

		if (!is_expected(got, rows[i].expected)) {
			print_message("# %s: got “%.300s”, expected “%s”\n", rows[i].name, got, rows[i].expected);
			wrong++;
		}
		gr_free(got);
	}
	assert_int_equal(wrong, 0);
}

#endif
