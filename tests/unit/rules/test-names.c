/* SPDX-License-Identifier: Apache-2.0 */
/* Names that nothing defines: which are told, on which line, and what they may have been meant for. None that Lua knows is told. */
#include "rules-test.h"

/* The first name in quotation marks. */
static void say_quoted(struct gr_buf *out, const char *text)
{
	const char *from = strstr(text, "“"), *to = from ? strstr(from, "”") : NULL;

	if (to)
		gr_buf_append(out, from + strlen("“"), (size_t)(to - from) - strlen("“"));
}

/* "3 maen=mean" : on line 3, meant is mean; "4 total!": set without local. */
static char *names_in(const char *source, const char *const *parts)
{
	grant_findings *findings = gr_findings_new();
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = NULL;
	int r = gr_rules_load_any(&rules, findings, "rules.lua", source, find_part, (void *)(uintptr_t)parts, true);

	assert_true(r == 0 || r == GRANT_ERULE);
	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		const char *id = grant_finding_id(finding), *file = grant_finding_place(finding, GRANT_PLACE_FILE);

		gr_buf_printf(&out, "%s%s%s%s ", i ? ", " : "", strcmp(file, "rules.lua") == 0 ? "" : file,
		              strcmp(file, "rules.lua") == 0 ? "" : ":", grant_finding_place(finding, GRANT_PLACE_LINE));
		if (strcmp(id, "rules.unknown-name") != 0 && strcmp(id, "rules.misspelt-name") != 0 && strcmp(id, "rules.global") != 0)
			gr_buf_text_append(&out, id);
		say_quoted(&out, grant_finding_message(finding));
		if (strcmp(id, "rules.misspelt-name") == 0) {
			gr_buf_byte(&out, '=');
			say_quoted(&out, grant_finding_remedy(finding));
		}
		if (strcmp(id, "rules.global") == 0)
			gr_buf_byte(&out, '!');
	}
	gr_rules_free(rules);
	grant_findings_free(findings);
	return gr_buf_ok(&out) == 0 ? (out.data ? gr_buf_steal(&out) : gr_strdup("")) : NULL;
}

static const struct row rows[] = {
	{ "read", "return function()\n\n return nowhere end", "3 nowhere" },
	{ "called", "return function(x)\n return nowhere(x) end", "2 nowhere" },
	{ "a member of none", "return function(x) return os.time() end", "1 os" },
	{ "each line once", "return function(x) return zzz + zzz, zzz\n, zzz end", "1 zzz, 2 zzz" },
	{ "a letter changed", "return function(x) return ipaits(x) end", "1 ipaits=ipairs" },
	{ "a letter missing", "return function(x) return pars(x) end", "1 pars=pairs" },
	{ "a letter too many", "return function(x) return tostrring(x) end", "1 tostrring=tostring" },
	{ "neighbours changed", "return function(x) return ipiars(x) end", "1 ipiars=ipairs" },
	{ "capitals", "return function(x) return ToString(x) end", "1 ToString=tostring" },
	{ "a parameter", "return function(app, reviews) return #review end", "1 review=reviews" },
	{ "a local around it", "local weights = {} return function() return function() return wieghts end end", "1 wieghts=weights" },
	{ "short names are no names to guess", "return function(a) return b end", "1 b" },
	{ "a short name in capitals", "return function(a) return A end", "1 A=a" },
	{ "out of its block", "return function() do local inside = 1 end return inside end", "1 inside" },
	{ "before its local", "return function() local x = later local later = 1 return x, later end", "1 later" },
	{ "a member", "return function(x)\n return string.format('%d', x) end", "2 string.format" },
	{ "a member that is near", "return function(x) return math.Floor(x), string.sbu(x, 1) end",
	  "1 math.Floor=math.floor, 1 string.sbu=string.sub" },
	{ "a member as a text", "return function(x) return table['pack'](x) end", "1 table.pack" },
	{ "a member across lines", "return function(x) return math\n\n.random end", "3 math.random" },
	{ "an operator begins the line", "return function(x) return one\n and two\n or three\n .. four end", "1 one, 2 two, 3 three, 4 four" },
	{ "behind a long text", "local t = [[\n\n]] return function() return nowhere end", "3 nowhere" },
	{ "ends of lines of Windows", "\r\n\r\nreturn function() return nowhere end", "3 nowhere" },
	{ "set", "total = 1\ntotal = 2 return function() return total end", "1 total!" },
	{ "set inside", "return function()\n count = 1\n return count end", "2 count!" },
	{ "a function", "function helper() end\nreturn function() return helper() end", "1 helper!" },
	{ "a name of the library", "string = { format = 1 } return function() return string.format end", "1 string!" },
	{ "near what is set", "total = 1 return function() return totl end", "1 total!, 1 totl=total" },
	{ "_ENV with a name", "return function() return _ENV.nowhere, _ENV['tostring'] end", "1 nowhere" },
	{ "in a part", "return require 'house'", "house:2 nowhere" },
	{ "although running stops", "local x = nowhere.x return function() end", "1 nowhere, 1 rules.failed" },
	/* ---- nothing to tell ---- */
	{ "the library", "return function(x) return pcall, error, assert, type, tostring, tonumber, select, pairs, ipairs, setmetatable, decimal,"
			 " round, sqrt, string.len, string.sub, string.rep, string.find, string.split, string.lower, string.upper, string.byte,"
			 " string.chars, table.concat, table.insert, table.remove, table.sort, table.unpack, math.min, math.max, math.abs,"
			 " math.floor, math.ceil end", "" },
	{ "figures", "return function(x) return 0.6 * x / 3 - 1e3 + #x end", "" },
	{ "until sees the body", "return function() repeat local done = true until done end", "" },
	{ "goto", "return function() goto out do ::out:: end ::out:: end", "" },
	{ "attributes", "return function() local a <const>, b <close> = 1 return a, b end", "" },
	{ "varargs", "return function(...) local a = ... return a, { ... }, select('#', ...) end", "" },
	{ "methods", "local o = { g = {} } function o:f(x) return self, x end function o.g.h() end return function() return o:f(1):g() end", "" },
	{ "for", "return function(t) for i = 1, 3 do t = i end for k, v in pairs(t) do t = k .. v end end", "" },
	{ "recursive", "local function f(n) return f(n) end return function() return f(1) end", "" },
	{ "fields", "return function(app) return app.nowhere.x, app['none'], { nowhere = 1 } end", "" },
	{ "an own table of that name", "return function() local string = { format = 1 } return string.format end", "" },
	{ "one of two tables", "return function(mine) return (mine or string).format, (mine and string or mine).format end", "" },
	{ "an _ENV of its own", "local _ENV = { a = 1 } return function() return a, b end", "" },
	{ "an _ENV as a parameter", "return function(_ENV) return a, b end", "" },
	{ "_ENV by value", "return function(k) return _ENV[k], nowhere end", "" },
	{ "_ENV in a local", "return function() local e = _ENV e.a = 1 return a end", "" },
	{ "_ENV in a local, with a name in another", "return function() local e = _ENV local k = 'k' e[k] = 1 e['here'] = 2 return here end", "" },
	{ "another _ENV", "return function() _ENV = { a = 1 } return a end", "" },
	{ "texts and comments", "--[[ nowhere ]] return function() return 'nowhere', [[nowhere]] --nowhere\n end", "" },
	{ "a text that is no name", "return function() return _ENV['\\27[1m'], _ENV['\\xFF'] end", "" },
};

static const char *const parts[] = { "house", "return function()\n return nowhere end", NULL };

static void names_are_told_and_only_they(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(rows); i++) {
		char *got = names_in(rows[i].body, parts);

		if (strcmp(got, rows[i].expected) != 0)
			fail_msg("%s: got %s", rows[i].name, got);
		gr_free(got);
	}
}

/* Behind 255 constants, and for names of more than 40 letters, Lua takes other instructions. */
static void names_behind_many_constants_are_told(void **state)
{
	struct gr_buf source = GR_BUF_INIT;
	char *got;

	(void)state;
	gr_buf_text_append(&source, "local a_very_long_name_of_more_than_forty_letters_it_is = 1 local t = {");
	for (int i = 0; i < 300; i++)
		gr_buf_printf(&source, " 'k%d',", i);
	gr_buf_text_append(&source, "}\nlate = ipairs\nt = late\nt = lat\nt = pairs\n"
	                            "t = a_very_long_name_of_more_than_forty_letters_it_was\nreturn function() end");
	got = names_in(gr_buf_text(&source), NULL);
	assert_string_equal(got, "2 late!, 4 lat=late, 6 a_very_long_name_of_more_than_forty_letters_it_was");
	gr_free(got);
	gr_buf_free(&source);
}

/* From an instruction to the next the line is a step in a byte; a far one stands elsewhere. */
static void lines_far_apart_are_told_right(void **state)
{
	struct gr_buf source = GR_BUF_INIT;
	char *got;

	(void)state;
	gr_buf_text_append(&source, "local t");
	for (int i = 0; i < 400; i++)
		gr_buf_text_append(&source, " t = 1");
	for (int i = 0; i < 300; i++)
		gr_buf_byte(&source, '\n');
	gr_buf_text_append(&source, " t = nowhere");
	for (int i = 0; i < 1000; i++)
		gr_buf_byte(&source, '\n');
	gr_buf_text_append(&source, " t = nowhere\nreturn function()\n\n\n return nowhere end");
	got = names_in(gr_buf_text(&source), NULL);
	assert_string_equal(got, "301 nowhere, 1301 nowhere, 1305 nowhere");
	gr_free(got);
	gr_buf_free(&source);
}

static void deep_functions_are_read(void **state)
{
	struct gr_buf source = GR_BUF_INIT;
	char *got;

	(void)state;
	gr_buf_text_append(&source, "local outermost = 1 ");
	for (int i = 0; i < 60; i++)
		gr_buf_text_append(&source, "return function() ");
	gr_buf_text_append(&source, "return outermst, outermost, nowhere");
	for (int i = 0; i < 60; i++)
		gr_buf_text_append(&source, " end");
	got = names_in(gr_buf_text(&source), NULL);
	assert_string_equal(got, "1 outermst=outermost, 1 nowhere");
	gr_free(got);
	gr_buf_free(&source);
}

/* Nobody reads thousands of findings, and looking for them all would take long. */
static void many_names_are_bounded(void **state)
{
	grant_findings *findings = gr_findings_new();
	struct gr_buf source = GR_BUF_INIT;
	gr_rules *rules = NULL;

	(void)state;
	gr_buf_text_append(&source, "return function()");
	for (int i = 0; i < 6000; i++)
		gr_buf_printf(&source, " n%d()", i);
	gr_buf_text_append(&source, " end");
	assert_int_equal(gr_rules_load_any(&rules, findings, "rules.lua", gr_buf_text(&source), find_part, NULL, true), 0);
	assert_int_equal(grant_findings_count(findings), 200);
	gr_rules_free(rules);
	grant_findings_free(findings);
	gr_buf_free(&source);
}

static void loading_for_a_round_tells_nothing_of_names(void **state)
{
	struct gr_buf out = GR_BUF_INIT;
	char *source = rules_around("nowhere = nothing return {}");
	gr_rules *rules = load_rules(&out, source, NULL);

	(void)state;
	assert_non_null(rules);
	gr_rules_free(rules);
	gr_free(source);
	gr_buf_free(&out);
}

static size_t line_of_id(const char *source, const char *id)
{
	grant_findings *findings = gr_findings_new();
	gr_rules *rules = NULL;
	size_t line = 99;

	assert_int_equal(gr_rules_load_any(&rules, findings, "rules.lua", source, find_part, NULL, false), 0);
	assert_int_equal(gr_rules_id_line(&line, rules, id), 0);
	gr_rules_free(rules);
	grant_findings_free(findings);
	return line;
}

static void an_id_has_a_line_where_it_is_written_once(void **state)
{
	static const char twice[] = "local t = { { id = 'need' },\n{ title = 1,\n id = \"plan\" }, { id = 'need' } }\n"
				    "local function make(id) return { id = id } end local other = make('calc') return function() end";

	(void)state;
	assert_int_equal(line_of_id(twice, "plan"), 3);
	assert_int_equal(line_of_id(twice, "need"), 0);
	assert_int_equal(line_of_id(twice, "calc"), 0);
	assert_int_equal(line_of_id(twice, "none"), 0);
}

static void without_memory_it_says_so(void **state)
{
	static const char source[] = "total = 1 return function(a) return ipaits(a), math.Floor(nowhere) end";
	bool whole = false;

	(void)state;
	for (size_t n = 1; !whole && n < 5000; n++) {
		grant_findings *findings = gr_findings_new();
		gr_rules *rules = NULL;
		int r;

		gr_mem_fail_at(n);
		r = gr_rules_load_any(&rules, findings, "rules.lua", source, find_part, NULL, true);
		gr_mem_fail_at(0);
		whole = r == 0 && grant_findings_count(findings) == 4;
		if (r != 0 && r != GRANT_ENOMEM)
			fail_msg("allocation %zu: %d", n, r);
		gr_rules_free(rules);
		grant_findings_free(findings);
	}
	assert_true(whole);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_told_and_only_they),
		cmocka_unit_test(names_behind_many_constants_are_told),
		cmocka_unit_test(lines_far_apart_are_told_right),
		cmocka_unit_test(deep_functions_are_read),
		cmocka_unit_test(many_names_are_bounded),
		cmocka_unit_test(loading_for_a_round_tells_nothing_of_names),
		cmocka_unit_test(an_id_has_a_line_where_it_is_written_once),
		cmocka_unit_test(without_memory_it_says_so),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("names", tests, NULL, NULL);
}
