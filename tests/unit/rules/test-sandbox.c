/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks on the sandbox: each line of security.md, section 12, that a running rule could try. run_body() sees to the memory. */
#include "rules-test.h"

#include <locale.h>
#include <time.h>

#define STEPS "~stopped: the rules were stopped: the budget of steps is used up"
#define MEMORY "~the rules were stopped: the memory is used up"

static const struct row endless[] = {
	{ "loop-while", "while true do end", STEPS },
	{ "loop-goto", "::a:: goto a", STEPS },
	{ "loop-repeat", "repeat local x = 1 until x == 2", STEPS },
	{ "loop-for-max", "for i = 1, 999999999999999 do end", STEPS },
	{ "tailcall", "local function f() return f() end return f()", STEPS },
	{ "pcall-swallow", "while true do pcall(function() while true do end end) end return 'escaped'", STEPS },
	{ "pcall-retry", "local function f() while true do end end for i = 1, 9 do pcall(f) end return 'escaped'",
	  STEPS },
	{ "pcall-nest", "pcall(pcall, pcall, function() while true do end end) return 'escaped'", STEPS },
	{ "pcall-kill-value",
	  "local ok, e = pcall(function() while true do end end) local ok2 = pcall(error, e) return 'escaped'", STEPS },
	{ "pcall-in-sort",
	  "table.sort({ 1, 2, 3 }, function() pcall(function() while true do end end) return true end) return 'escaped'",
	  STEPS },
	{ "pcall-in-index",
	  "local t = setmetatable({}, { __index = function() pcall(function() while true do end end) return 1 end })"
	  " return t.x .. 'escaped'",
	  STEPS },
	{ "pcall-deep", "local function f(n) return pcall(f, n + 1) end return f(0)", "~true|stopped" },
	{ "ranking-of-steps", "local n = 0 for i = 1, 1000000 do n = n + 1 end return n", "1000000" },
};

static const struct row recursion[] = {
	{ "recursion", "local function f(n) return 1 + f(n + 1) end return f(1)", "~stack overflow|memory is used up" },
	{ "recursion-caught", "local function f(n) return 1 + f(n + 1) end return tostring(pcall(f, 1))",
	  "~false|stopped" },
	{ "recursion-metamethod",
	  "local t = {} setmetatable(t, { __index = function(t, k) return t[k + 1] end }) return t[1]",
	  "~C stack overflow|stack overflow" },
	{ "index-loop", "local a, m = {}, {} m.__index = a setmetatable(a, m) return a.x", "~loop" },
	{ "call-loop", "local t = {} setmetatable(t, { __call = function(t) return t() end }) return t()",
	  "~stopped|stack overflow" },
};

static const struct row memory[] = {
	{ "mem-table", "local t = {} for i = 1, 9999999 do t[i] = i end", MEMORY "|steps" },
	{ "mem-lists", "local t for i = 1, 9999999 do t = { t, {}, {}, {} } end return 'escaped'", MEMORY },
	{ "mem-string", "local s = 'x' while true do s = s .. s end return 'escaped'", MEMORY },
	{ "mem-closures", "local t = {} for i = 1, 9999999 do t = { t, function() return t end } end", MEMORY },
	{ "mem-pcall",
	  "local t for i = 1, 99 do pcall(function() while true do t = { t, 1, 2, 3 } end end) end return 'escaped'",
	  MEMORY },
	{ "mem-keep", "kept = {} while true do kept = { kept, ('x'):rep(1000) .. #kept } end return 'escaped'",
	  MEMORY "|steps" },
	{ "mem-fractions", "local t for i = 1, 9999999 do t = { t, i / 7 } end return 'escaped'", MEMORY },
	{ "rep-bomb", "return ('x'):rep(999999999)", "~a text of more than 1 MiB" },
	{ "rep-of-large", "return ('x'):rep(1000):rep(999999)", "~a text of more than 1 MiB" },
	{ "rep-empty", "return (''):rep(999999999999999)", "~a text of more than 1 MiB" },
	{ "rep-joint", "return (''):rep(1000000, ('x'):rep(1000))", "~a text of more than 1 MiB" },
	{ "rep-caught", "local ok, e = pcall(string.rep, 'x', 999999999) return e", "a text of more than 1 MiB" },
	{ "concat-bomb", "local t = {} for i = 1, 2000 do t[i] = ('x'):rep(1000) end return table.concat(t)",
	  "~a text of more than 1 MiB" },
	{ "concat-lua", "local s = ('x'):rep(1000000) return s .. s", MEMORY },
	{ "concat-number", "local s = ('x'):rep(1048576) return s .. 0.5", "~a text of more than 1 MiB" },
	{ "concat-copies", "local s = ('x'):rep(1000000) local n for i = 1, 9999999 do n = s .. i end", STEPS },
	{ "find-quadratic", "local s = ('a'):rep(1000000) for i = 1, 99999 do s:find(s .. 'b', 1) end", STEPS },
	{ "find-slow", "local s = ('a'):rep(3000) for i = 1, 999999 do s:find('b') end", STEPS },
	{ "split-bomb", "local s = (','):rep(1000000) for i = 1, 99 do local x = s:split(',') end", "~stopped" },
};

static const struct row tables[] = {
	{ "sort-slow", "local t = {} for i = 1, 1000 do t[i] = -i end while true do table.sort(t) end", STEPS },
	{ "sort-slow-order",
	  "local t = {} for i = 1, 100 do t[i] = -i end table.sort(t, function() while true do end end)", STEPS },
	{ "sort-lying",
	  "local t = {} for i = 1, 20 do t[i] = i end table.sort(t, function() return true end)"
	  " return table.concat(t, ' ')",
	  "20 19 18 17 16 15 14 13 12 11 10 9 8 7 6 5 4 3 2 1" },
	{ "sort-mutating",
	  "local t = { 3, 1, 2 } table.sort(t, function(a, b) t[#t + 1] = 9 t[1] = nil return a < b end)"
	  " return t[1] .. t[2] .. t[3]",
	  "123" },
	{ "sort-mixed", "local t = { 1, 'a' } table.sort(t)", "~attempt to compare" },
	{ "sort-stable",
	  "local t = {} for i = 1, 9 do t[i] = { i % 2, i } end table.sort(t, function(a, b) return a[1] < b[1] end)"
	  " local s = '' for _, x in ipairs(t) do s = s .. x[2] end return s",
	  "246813579" },
	{ "insert-front-loop", "local t = {} while true do table.insert(t, 1, 0) end", STEPS },
	{ "length-loop", "local t = {} for i = 1, 99999 do t[i] = i end while true do local n = #t end", STEPS },
	{ "unpack-1M", "local t = {} for i = 1, 1000 do t[i] = i end return table.unpack(t)", "~more than 200 items" },
	{ "unpack-bounds", "return table.unpack({}, -999999999999999, 999999999999999)", "~more than 200 items" },
	{ "unpack-texts", "return table.unpack({}, '-9223372036854775808', '9223372036854775807')",
	  "~whole number expected" },
	{ "ipairs-texts", "local f, t = ipairs({}) return f(t, '9223372036854775807')", "~whole number expected" },
	{ "select-loop", "local function f(...) while true do select('#', ...) end end return f(1, 2, 3)", STEPS },
	{ "select-zero", "return select(0, 1)", "~index out of range" },
	{ "tostring-loop", "while true do tostring(1 / 3) end", STEPS },
	{ "decimal-loop", "local s = '0.' .. ('1'):rep(900) while true do decimal(s) end", STEPS },
	{ "long-fractions", "local x = decimal(('7'):rep(600)) local y = 1 / x while true do local z = y + y end",
	  STEPS },
	{ "pairs-loop", "local t = {} for i = 1, 1000 do t[i] = i end while true do for k in pairs(t) do break end end",
	  STEPS },
	{ "pairs-table-key", "for k in pairs({ [{}] = 1 }) do end", "~pairs over keys" },
	{ "nil-key", "local t = {} t[nil] = 1", "~index is nil" },
};

static const struct row absent[] = {
	{ "globals",
	  "return tostring(load) .. tostring(loadstring) .. tostring(dofile) .. tostring(io) .. tostring(os) .. tostring(debug)"
	  " .. tostring(package) .. tostring(coroutine) .. tostring(utf8) .. tostring(rawset) .. tostring(rawget) .. tostring(_G)"
	  " .. tostring(collectgarbage) .. tostring(getmetatable) .. tostring(next) .. tostring(print) .. tostring(xpcall)",
	  "nilnilnilnilnilnilnilnilnilnilnilnilnilnilnilnilnil" },
	{ "string",
	  "return tostring(string.format) .. tostring(string.gsub) .. tostring(string.match) .. tostring(string.gmatch)"
	  " .. tostring(string.dump) .. tostring(string.pack) .. tostring(('x').format)",
	  "nilnilnilnilnilnilnil" },
	{ "math", "return tostring(math.random) .. tostring(math.huge) .. tostring(math.pi) .. tostring(math.sin)",
	  "nilnilnilnil" },
	{ "env-escape", "return tostring(_ENV._G) .. tostring(_ENV['load']) .. tostring(_ENV.string.dump)",
	  "nilnilnil" },
	{ "env-loader", "local f = function(_ENV) return x end return f({ x = 3 })", "3" },
	{ "globals-are-own", "x = 5 string2 = string return x .. tostring(string2.rep('a', 3))", "5aaa" },
	{ "string-lib-write", "string.rep = nil", "~this table cannot be changed" },
	{ "math-lib-write", "math.max = function() return 100 end", "~this table cannot be changed" },
	{ "string-metatable", "setmetatable('', {})", "~bad argument #1" },
	{ "next", "return next({})", "~nil value (global 'next')" },
	{ "close-for", "for k, v in pairs({ 1 }), nil, nil, setmetatable({}, {}) do end", "~non-closable" },
	{ "close-value", "local x <close> = {}", "~non-closable" },
	{ "close-meta", "local x <close> = setmetatable({}, { __close = function() end })", "~cannot set '__close'" },
	{ "gc-meta", "setmetatable({}, { __gc = function() end })", "~cannot set '__gc'" },
	{ "gc-late",
	  "local m, ran = {}, 'no' local t = setmetatable({}, m) m.__gc = function() ran = 'yes' end t = nil"
	  " for i = 1, 100000 do local x = { i } end return ran",
	  "no" },
	{ "mode-meta", "setmetatable({}, { __mode = 'k' })", "~cannot set '__mode'" },
	{ "mode-late",
	  "local m = {} local t = setmetatable({}, m) m.__mode = 'v' t[1] = {} for i = 1, 100000 do local x = { i } end"
	  " return type(t[1])",
	  "table" },
	{ "two-events", "return select(2, pcall(setmetatable, {}, { __gc = 1, __mode = 'k', __close = 1 }))",
	  "rules cannot set '__close' in a metatable" },
	{ "metatable-meta", "setmetatable({}, { __metatable = {} })", "~cannot set '__metatable'" },
	{ "setmt-twice", "local t = setmetatable({}, {}) setmetatable(t, {})", "~has a metatable already" },
	{ "setmt-string", "setmetatable('x', { __index = string })", "~bad argument #1" },
	{ "setmt-class",
	  "local C = {} C.__index = C function C.new(n) return setmetatable({ n = n }, C) end"
	  " function C:twice() return self.n * 2 end return C.new(4):twice()",
	  "8" },
};

static const struct row errors[] = {
	{ "tostring-table", "return tostring({})", "table" },
	{ "tostring-function", "return tostring(print or error) .. tostring(function() end)", "functionfunction" },
	{ "concat-table", "return 'x' .. {}", "~attempt to concatenate a table value" },
	{ "error text", "local t = {} t.x.y.z = 1", "error: rules.lua:1: attempt to index a nil value (field 'x')" },
	{ "error-table-tostring",
	  "error(setmetatable({}, { __index = { __tostring = function() while true do end end } }))",
	  "error: the rules raised an error that is no text" },
	{ "error-nil", "error(nil)", "error: the rules raised an error that is no text" },
	{ "error-bytes", "error('\\xff')", "error: the rules raised an error that is no text" },
	{ "error-level", "error('here', 2)", "~here" },
	{ "error-level-0", "error('bare', 0)", "error: bare" },
	{ "error-lines", "\nlocal x = 1\nerror('third')", "error: rules.lua:3: third" },
	{ "error-value", "local ok, e = pcall(error, { code = 7 }) return e.code", "7" },
	{ "assert", "return select('#', assert(1, 2, 3))", "3" },
	{ "assert-text", "assert(false, '不行')", "error: 不行" },
	{ "assert-fails", "assert(nil)", "~assertion failed!" },
	{ "text-not-utf8", "return '\\xC3'", "error: the rules return a text that is not UTF-8" },
	{ "text-with-nul", "return 'a\\0b'", "error: the rules return a text that is not UTF-8" },
	{ "key-not-utf8", "return { ['\\xC3'] = 1 }", "error: the rules return a text that is not UTF-8" },
	{ "key-no-text", "return { [{}] = 1 }", "~whose keys are neither" },
	{ "deep", "local t = {} for i = 1, 100 do t = { t } end return t", "~more than 32 deep" },
	{ "itself", "local t = {} t[1] = t return t", "~more than 32 deep" },
	{ "mark", "return _ENV['__gr_1']", "~a number that is not exact" },
};

#define GROUP(rows)                               \
	static void check_##rows(void **state)    \
	{                                         \
		(void)state;                      \
		check_rows(rows, GR_COUNT(rows)); \
	}

GROUP(endless)
GROUP(recursion)
GROUP(memory)
GROUP(tables)
GROUP(absent)
GROUP(errors)

static void an_error_is_cut(void **state)
{
	char *got = run_body("error(('很'):rep(300000))");

	(void)state;
	assert_true(strlen(got) < 500);
	assert_non_null(strstr(got, "很很很"));
	assert_true(got[strlen(got) - 1] == "很"[2]);
	gr_free(got);
}

/* The same attack stops at the same step, and the clock has no part in it. */
static void the_budget_decides_and_not_the_clock(void **state)
{
	char *source = rules_around("local n = 0 while true do n = n + 1 last = n end");
	const struct gr_bounds bounds = bounds_without_clock();
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(&out, source, NULL);
	int64_t left[2];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct gr_host host;

		rules->shift = (unsigned)i * 7;
		assert_int_equal(gr_host_open(&host, rules, &bounds), 0);
		assert_int_equal(gr_host_call(&host, call_score, NULL), GRANT_ERULE);
		left[i] = host.steps_left;
		gr_host_close(&host);
		assert_int_equal(host.memory_used, 0);
	}
	assert_int_equal(left[0], left[1]);
	gr_rules_free(rules);
	gr_free(source);
	gr_buf_free(&out);
}

static void the_clock_is_a_watchdog(void **state)
{
	static const struct gr_bounds short_time = { (size_t)32 << 20, INT64_C(1) << 50, 50 };
	char *source = rules_around("while true do pcall(function() while true do end end) end");
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(&out, source, NULL);

	(void)state;
	run_rules(&out, rules, &short_time);
	assert_string_equal(gr_buf_text(&out), "stopped: the rules were stopped: the time is used up");
	gr_rules_free(rules);
	gr_free(source);
	gr_buf_free(&out);
}

static void the_bounds_are_those_of_the_table(void **state)
{
	(void)state;
	assert_int_equal(gr_bounds_application.memory, 32 << 20);
	assert_int_equal(gr_bounds_application.steps, 10000000);
	assert_int_equal(gr_bounds_application.wall_ms, 5000);
	assert_int_equal(gr_bounds_ranking.memory, 128 << 20);
	assert_int_equal(gr_bounds_ranking.steps, 500000000);
	assert_int_equal(gr_bounds_ranking.wall_ms, 60000);
}

/* Rules run under the C locale, and the thread has its own back after, also when they fail. */
static void the_thread_keeps_its_locale(void **state)
{
	static const char *const names[] = { "de_DE.UTF-8", "zh_CN.UTF-8", "C.UTF-8" };
	const char *bodies[] = { "return tostring(1.5) .. tostring('a' < 'B') .. tostring('一' < '丁')", "error('x')",
		                 "while true do end" };

	(void)state;
	for (size_t i = 0; i < GR_COUNT(names); i++) {
		locale_t own = newlocale(LC_ALL_MASK, names[i], (locale_t)0);

		if (!own)
			continue; /* this machine does not have it */
		uselocale(own);
		for (size_t k = 0; k < GR_COUNT(bodies); k++) {
			char *got = run_body(bodies[k]);

			assert_true(uselocale((locale_t)0) == own);
			if (k == 0)
				assert_string_equal(got, "1.5falsetrue");
			gr_free(got);
		}
		uselocale(LC_GLOBAL_LOCALE);
		freelocale(own);
	}
}

/* Whatever allocation of the library fails: words, or an answer, and nothing stays behind (valgrind and ASan look). */
static void without_memory_nothing_breaks(void **state)
{
	char *source = rules_around("return { 1 / 3, tostring(0.5), decimal('1.25') .. 'x', 'a,b':len() }");

	(void)state;
	gr_free(source);
	source = rules_around(
		"return { 1 / 3, tostring(0.5), decimal('1.25') .. 'x', require('grant.mean')({ 1, 2 }) }");
	for (size_t n = 1; n < 400; n++) {
		grant_findings *findings = gr_findings_new();
		gr_rules *rules = NULL;
		gr_value *answer = NULL, *empty = gr_map_new();

		gr_mem_fail_at(n);
		if (gr_rules_load(&rules, findings, "rules.lua", source, find_part, NULL) == 0)
			gr_rules_score(&answer, rules, "review", empty, empty, empty);
		gr_mem_fail_at(0);
		gr_value_free(answer);
		gr_value_free(empty);
		gr_rules_free(rules);
		grant_findings_free(findings);
	}
	gr_free(source);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_endless),
		cmocka_unit_test(check_recursion),
		cmocka_unit_test(check_memory),
		cmocka_unit_test(check_tables),
		cmocka_unit_test(check_absent),
		cmocka_unit_test(check_errors),
		cmocka_unit_test(an_error_is_cut),
		cmocka_unit_test(the_budget_decides_and_not_the_clock),
		cmocka_unit_test(the_clock_is_a_watchdog),
		cmocka_unit_test(the_bounds_are_those_of_the_table),
		cmocka_unit_test(the_thread_keeps_its_locale),
		cmocka_unit_test(without_memory_nothing_breaks),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
