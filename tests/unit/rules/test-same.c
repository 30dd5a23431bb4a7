/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same input gives the same bytes on every machine. Lua's hash seed follows the address of its state; a state that is shifted
 * stands for another machine. Each body runs in a thousand of them.
 */
#include "rules-test.h"

#define STATES 1000

static const struct row same[] = {
	{ "pairs-order",
	  "local t, s = { b = 1, a = 2, ['é'] = 3, c = 4, ['一'] = 5, B = 6 }, '' for k, v in pairs(t) do s = s .. k .. v end return s",
	  "B6a2b1c4é3一5" },
	{ "pairs-mixed",
	  "local t, s = { 'x', 'y', [10] = 'z', [-1] = 'w', [1/2] = 'h', k = 1, [true] = 't', [false] = 'f' }, ''"
	  " for k, v in pairs(t) do s = s .. tostring(k) .. '=' .. v .. ' ' end return s",
	  "-1=w 0.5=h 1=x 2=y 10=z k=1 false=f true=t " },
	{ "pairs-numbers",
	  "local t, s = {}, '' for i = 10, 1, -1 do t[i / 2] = i end for k in pairs(t) do s = s .. tostring(k) .. ' ' end return s",
	  "0.5 1 1.5 2 2.5 3 3.5 4 4.5 5 " },
	{ "pairs-edit-while-walking",
	  "local t, s = { a = 1, b = 2, c = 3 }, '' for k, v in pairs(t) do s = s .. k t.c = nil t.d = 4 t.b = 9 end return s .. t.b",
	  "ab9" },
	{ "pairs-of-nothing", "for k in pairs({}) do return 'x' end return 'y'", "y" },
	{ "pairs-of-a-library", "for k in pairs(string) do return 'x' end return 'y'", "y" },
	{ "pairs-nested",
	  "local t, s = { a = 1, b = 2 }, '' for k in pairs(t) do for l in pairs(t) do s = s .. k .. l end end return s",
	  "aaabbabb" },
	{ "pairs-errors", "return select(2, pcall(pairs, { [{}] = 1, [tostring] = 2, a = 3 }))",
	  "pairs over keys that are neither numbers, texts nor booleans" },
	{ "len-with-holes", "local t = { 1, 2, nil, 4 } return #t .. #{ nil, 2 } .. #{ 1, nil, 3 }", "201" },
	{ "len-removed", "local t = {} for i = 1, 100 do t[i] = i end t[50] = nil return #t", "49" },
	{ "len-of-hash", "local t = {} t[1] = 1 t[2] = 2 t[4] = 4 t[8] = 8 return #t", "2" },
	{ "len-grows", "local t = { n = 1 } for i = 5, 1, -1 do t[i] = i end return #t", "5" },
	{ "len-of-text", "return #'中文' .. ('中文'):chars() .. ('中文'):len()", "626" },
	{ "insert-with-holes", "local t = { 1, 2, nil, 4 } table.insert(t, 'x') return t[3] .. t[4] .. #t", "x44" },
	{ "concat-with-holes", "return table.concat({ 'a', 'b', nil, 'd' }, ',')", "a,b" },
	{ "unpack-with-holes", "return select('#', table.unpack({ 1, nil, 3 }))", "1" },
	{ "ipairs", "local s = '' for i, v in ipairs({ 'a', 'b', nil, 'd' }) do s = s .. i .. v end return s", "1a2b" },
	{ "sort", "local t = { 3, 1/2, -1, 0.25, 1e17, 2 } table.sort(t) return table.concat(t, ' ')",
	  "-1 0.25 0.5 2 3 100000000000000000" },
	{ "sort-texts", "local t = { '丁', 'b', 'B', '一', 'é', 'a' } table.sort(t) return table.concat(t)",
	  "Babé一丁" },
	{ "sort-lying",
	  "local n, t = 0, {} for i = 1, 30 do t[i] = i end"
	  " table.sort(t, function(a, b) n = n + 1 return n % 3 == 0 end) return table.concat(t, ' ')",
	  "~ " },
	{ "sort-lying-fractions",
	  "local t = {} for i = 1, 20 do t[i] = i / 7 end table.sort(t, function(a, b) return a:floor() % 2 > b:floor() % 2 end)"
	  " return table.concat(t, ' ')",
	  "~1 8/7" },
	{ "keys-of-an-answer", "return { z = 1, a = 2, m = { y = 1, b = 2 } }", "a=2 m=b=2 y=1 z=1" },
	{ "tostring", "return tostring({}) .. tostring(tostring) .. tostring(function() end)",
	  "tablefunctionfunction" },
	{ "error-of-a-table", "return select(2, pcall(function() local t = {} t.x.y = 1 end))",
	  "rules.lua:1: attempt to index a nil value (field 'x')" },
	{ "text-compare",
	  "return tostring('a' < 'B') .. tostring('é' < 'f') .. tostring('一' < '丁') .. tostring('a\\0b' < 'a\\0c')",
	  "falsefalsetruetrue" },
	{ "case", "return ('aÉz'):upper() .. ('AÉZ'):lower()", "AÉZaÉz" },
};

static char *run_shifted(gr_rules *rules, unsigned shift)
{
	const struct gr_bounds bounds = bounds_without_clock();
	struct gr_buf out = GR_BUF_INIT;

	rules->shift = shift;
	run_rules(&out, rules, &bounds);
	return gr_buf_steal(&out);
}

static void every_state_gives_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(same); i++) {
		struct gr_buf words = GR_BUF_INIT;
		char *source = rules_around(same[i].body), *first;
		gr_rules *rules = load_rules(&words, source, NULL);

		if (!rules)
			fail_msg("%s: %s", same[i].name, gr_buf_text(&words));
		first = run_shifted(rules, 0);
		if (!is_expected(first, same[i].expected))
			fail_msg("%s: got “%s”, expected “%s”", same[i].name, first, same[i].expected);
		for (unsigned shift = 1; shift < STATES; shift++) {
			char *other = run_shifted(rules, shift);

			if (strcmp(first, other) != 0)
				fail_msg("%s: “%s” and, shifted by %u, “%s”", same[i].name, first, shift, other);
			gr_free(other);
		}
		gr_free(first);
		gr_free(source);
		gr_rules_free(rules);
		gr_buf_free(&words);
	}
}

/* Else the test above could not fail: Lua's own order of keys does follow the shift. */
static int own_order(lua_State *lua)
{
	static const char *const keys[] = { "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta" };

	lua_newtable(lua);
	for (size_t i = 0; i < GR_COUNT(keys); i++) {
		lua_pushboolean(lua, 1);
		lua_setfield(lua, -2, keys[i]);
	}
	lua_pushliteral(lua, "");
	lua_pushnil(lua);
	while (lua_next(lua, -3)) {
		lua_pop(lua, 1);
		lua_pushvalue(lua, -2);
		lua_pushvalue(lua, -2);
		lua_concat(lua, 2);
		lua_replace(lua, -3);
	}
	return 1;
}

static void a_shift_changes_the_seed(void **state)
{
	gr_rules rules = { .shift = 0 };
	char first[100] = "";
	size_t others = 0;

	(void)state;
	for (rules.shift = 0; rules.shift < 100; rules.shift++) {
		struct gr_host host;

		assert_int_equal(gr_host_open(&host, &rules, &gr_bounds_application), 0);
		assert_int_equal(gr_host_call(&host, own_order, NULL), 0);
		if (rules.shift == 0)
			snprintf(first, sizeof(first), "%s", lua_tostring(host.lua, -1));
		others += strcmp(first, lua_tostring(host.lua, -1)) != 0;
		gr_host_close(&host);
		assert_int_equal(host.memory_used, 0);
	}
	assert_true(others > 0);
}

/* Findings come in the same order as well. */
static void findings_come_in_one_order(void **state)
{
	static const char source[] =
		"return { api = 1, zeta = 1, alpha = 2, mid = 3, criteria = { { id = 'need', max = 20 } },"
		" score = function() end, title = { zh = '一', en = 'x', aa = 'y' } }";
	struct gr_buf first = GR_BUF_INIT;

	(void)state;
	for (int i = 0; i < 20; i++) {
		struct gr_buf out = GR_BUF_INIT;
		void *block = malloc((size_t)i * 48 + 16); /* moves the next state */

		assert_null(load_rules(i ? &out : &first, source, NULL));
		if (i > 0)
			assert_string_equal(gr_buf_text(&out), gr_buf_text(&first));
		free(block);
		gr_buf_free(&out);
	}
	assert_non_null(strstr(gr_buf_text(&first), "“alpha” means nothing"));
	gr_buf_free(&first);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_shift_changes_the_seed),
		cmocka_unit_test(every_state_gives_the_same),
		cmocka_unit_test(findings_come_in_one_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("same", tests, NULL, NULL);
}
