/* SPDX-License-Identifier: Apache-2.0 */
/* The walk over a rule file's tokens: what it refuses, on which line, and that it sees texts and comments as Lua does. */
#include "rules-test.h"

#include <time.h>

/* ---- refused, with the line ---- */

static const struct row refused[] = {
	{ "pow", "\nreturn 2^3", "~rules.refused rules.lua:2: ^ is refused in rules" },
	{ "hex float", "return 0x1p4",
	  "~rules.refused rules.lua:1: a hexadecimal figure that is long or no whole number" },
	{ "hex point", "return 0x1.8", "~rules.lua:1: a hexadecimal figure" },
	{ "hex long", "return 0x1234567890ABC", "~rules.lua:1: a hexadecimal figure" },
	{ "sixteen digits", "\n\nreturn 1234567890123456", "~rules.lua:3: a whole figure of more than fifteen digits" },
	{ "fifteen digits", "return 123456789012345", "123456789012345" },
	{ "letters", "local 申 = 1 return 1", "~rules.lua:1: a letter that is not ASCII outside of a text" },
	{ "full-width", "return 1　+ 1", "~rules.lua:1: a letter that is not ASCII" },
	{ "two points", "return 3..2", "~a figure that cannot be read" },
	{ "no exponent", "return 1e", "~a figure that cannot be read" },
	{ "two exponents", "return 1e5e5", "~a figure that cannot be read" },
	{ "letters in a figure", "return 12a", "~a figure that cannot be read" },
	{ "exponent too large", "return 1e99", "~a figure that cannot be read" },
	{ "mark", "return __gr_1", "~rules.lua:1: a name that begins with __gr" },
	{ "mark as a field", "return app.__gr_k", "~a name that begins with __gr" },
	{ "bits and", "return 6 & 3", "~rules.lua:1: & is refused in rules" },
	{ "bits or", "return 6 | 3", "~: | is refused in rules" },
	{ "bits not", "return ~6", "~: ~ is refused in rules" },
	{ "bits xor", "return 6 ~ 3", "~: ~ is refused in rules" },
	{ "shift left", "return 1 << 62", "~: << is refused in rules" },
	{ "shift right", "return 1 >> 62", "~: >> is refused in rules" },
	{ "unequal", "return 1 ~= 2 and 1 < 2 and 2 > 1 and 1 <= 1 and 1 >= 1", "true" },
	{ "attribute", "local x <const> = 4 return x", "4" },
	{ "require a name", "local n = 'grant.mean' return require(n)",
	  "~rules.lua:1: require with something else than a text" },
	{ "require as a value", "local r = require return r('grant.mean')",
	  "~require with something else than a text" },
	{ "require long", "return require [[grant.mean]]", "~require with something else than a text" },
	{ "require nothing", "return require 'grant.nothing'", "~rules.module rules.lua:0: require \"grant.nothing\"" },
	{ "require a path", "return require '../mean'", "~rules.module rules.lua:0: require \"../mean\"" },
	{ "require joined", "return require('grant.mean' .. 'x')", "~there is no module 'grant.meanx'" },
	{ "require a part", "return require 'grant.mean' ({ 1, 2 })", "3/2" },
	{ "require twice", "return require('grant.mean') == require 'grant.mean'", "true" },
	{ "syntax", "\n\nreturn return", "~rules.syntax rules.lua:3: the rules cannot be loaded: rules.lua:3:" },
	{ "unfinished text", "return 'abc", "~rules.lua:1: unfinished string" },
	{ "control", "return 'a\x02'", "~rules.lua:1: a character that controls or turns the text" },
	{ "control in a comment", "--\x01\nreturn 1", "~rules.lua:1: a character that controls" },
	{ "turned", "\n-- \xE2\x80\xAE }\nreturn 1", "~rules.lua:2: a character that controls or turns the text" },
	{ "gbk", "\nreturn '\xC9\xEA'", "~rules.lua:2: a text that is not UTF-8" },
};

/* ---- texts and comments, as Lua's lexer sees them ---- */

#define BAD "2^3" /* what must be found in code, and must not be in a text */
#define FOUND "~^ is refused"

static const struct row lexing[] = {
	{ "in a text", "return '" BAD "'", "2^3" },
	{ "in a comment", "-- " BAD "\nreturn 1", "1" },
	{ "in a long comment", "--[[ " BAD "\n ]] return 1", "1" },
	{ "in a level comment", "--[==[ ]] " BAD " ]==] return 1", "1" },
	{ "in a long text", "return [=[" BAD "]]]=]", "2^3]]" },
	{ "behind a text", "return '' .. " BAD, FOUND },
	{ "escaped quote", "return 'a\\'" BAD "'", "a'2^3" },
	{ "escaped backslash", "return 'a\\\\' .. " BAD, FOUND },
	{ "comment ends at CR", "-- x\r return " BAD, FOUND },
	{ "comment ends at LF CR", "-- x\n\r return " BAD, FOUND },
	{ "half a long comment", "--[=x " BAD "\n return 1", "1" },
	{ "text over CR LF", "local x = 'a\\\r\n' return " BAD " --'", FOUND },
	{ "text over LF CR", "local x = 'a\\\n\r' return " BAD " --'", FOUND },
	{ "text over CR", "local x = 'a\\\r' return " BAD " --'", FOUND },
	{ "text over z", "local x = 'a\\z \n\t \r\n ' return " BAD " --'", FOUND },
	{ "text kept by z", "return 'a\\z \n " BAD "'", "a2^3" },
	{ "text over LF", "return 'a\\\n" BAD "'", "a\n2^3" },
	{ "lines over CR LF", "\r\n\r\nreturn " BAD, "~rules.lua:3: ^" },
	{ "lines over CR", "\r\rreturn " BAD, "~rules.lua:3: ^" },
	{ "lines in texts", "local x = 'a\\\r\nb\\z\n\nc' return " BAD, "~rules.lua:4: ^" },
	{ "lines stay in messages", "local x = [[\n\n]] .. 'a\\z\n' --[[\n]]\nerror('here')",
	  "error: rules.lua:6: here" },
	{ "hex and minus", "return 0xe-1", "13" },
	{ "hex and plus", "local x = 2 return 0xe+x", "16" },
	{ "concat and figures", "return 1 ..2", "12" },
	{ "dots", "return (function(...) return (...)-1 end)(5)", "4" },
	{ "label", "goto a ::a:: return -1", "-1" },
	{ "minus after end", "return (function() return 3 end)()-1", "2" },
	{ "minus after words", "local x = 5 if not (-x > 0) and -x < -1 or -x == 0 then return -x end", "-5" },
	{ "minus minus", "local x = 5 return x - -x - - -1", "9" },
	{ "minus after values", "local t = { 7, ['k'] = 9 } return t[1]-1 .. t.k-1 .. #t-1 .. ('x'):len()-1", "6800" },
	{ "minus in lists", "local t = { -1, - 2, k = -3 } return t[1] + t[2] + t.k", "-6" },
	{ "call behind a figure", "local f = tostring\nlocal x = 0.5\n;(f)(x) return x", "1/2" },
};

/* ---- chains: 240 KB of them crash Lua 5.4.4 ---- */

static char *repeat(const char *before, const char *unit, size_t times, const char *after)
{
	struct gr_buf out = GR_BUF_INIT;

	gr_buf_text_append(&out, before);
	for (size_t i = 0; i < times; i++)
		gr_buf_text_append(&out, unit);
	gr_buf_text_append(&out, after);
	return gr_buf_steal(&out);
}

static const struct chain {
	const char *name, *before, *unit;
	size_t times;
	const char *after, *expected;
} chains[] = {
	{ "plain", "return app", ".x", 20000, "", "~a chain of more than a hundred . or [" },
	{ "bracket", "return app", "['x']", 10000, "", "~a chain of more than a hundred . or [" },
	{ "newlines", "return app", "\n.x", 10000, "", "~rules.lua:102: a chain of more" },
	{ "comments", "return app", "--\n.x", 10000, "", "~a chain of more than a hundred . or [" },
	{ "nested brackets", "return ", "app[", 10000, "", "~a chain of more than a hundred . or [" },
	{ "chain-90", "local t = {} t.x = t return type(t", ".x", 90, ")", "table" },
	{ "chain-101", "local t = {} t.x = t return type(t", ".x", 101, ")", "~a chain of more than a hundred" },
	{ "calls on lines", "", "tostring(app.x)\n", 1000, "return 1", "1" },
	{ "conditions", "return ", "app.x and ", 1000, "1", "nil" },
	{ "parens-100k", "return ", "(", 60000, "", "~rules.syntax" },
	{ "tables-100k", "return ", "{", 60000, "", "~rules.syntax" },
	{ "minus-100k", "return ", "- ", 30000, "1", "~rules.syntax" },
	{ "not-20k", "return ", "not ", 15000, "1", "~rules.syntax" },
	{ "concat-20k", "return 'a'", "..'a'", 12000, "", "~rules.syntax" },
	{ "plus-9k", "return 0", "+1", 5000, "", "5000" },
	{ "functions-300", "", "local x = function() ", 300, "", "~rules.syntax" },
	{ "labels-5000", "", "::l:: ", 5000, "", "~rules.syntax" },
	{ "locals-300", "", "local x = 1 ", 300, "", "~too many local variables" },
	{ "blocks-300", "", "do ", 300, "", "~rules.syntax" },
	{ "source-65K", "--", "x", 65600, "\nreturn 1", "~rules.shape rules.lua:0: the file has more than 64 KiB" },
};

static void check_chains(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < GR_COUNT(chains); i++) {
		const struct chain *chain = &chains[i];
		char *body = repeat(chain->before, chain->unit, chain->times, chain->after);
		char *got = run_body(body);

		if (!is_expected(got, chain->expected)) {
			print_message("# %s: got “%.300s”, expected “%s”\n", chain->name, got, chain->expected);
			wrong++;
		}
		gr_free(got);
		gr_free(body);
	}
	assert_int_equal(wrong, 0);
}

/* ((((app.x).x).x).x) */
static void a_chain_in_parens_is_refused(void **state)
{
	char *open = repeat("return ", "(", 150, "app"), *body = repeat(open, ".x)", 150, ""), *got = run_body(body);

	(void)state;
	assert_true(is_expected(got, "~a chain of more than a hundred . or ["));
	gr_free(got);
	gr_free(body);
	gr_free(open);
}

static void many_gotos_are_quick(void **state)
{
	struct timespec before, after;
	char *body = repeat("", "goto a ", 8000, "::a:: return 7"), *got;

	(void)state;
	clock_gettime(CLOCK_MONOTONIC, &before);
	got = run_body(body);
	clock_gettime(CLOCK_MONOTONIC, &after);
	assert_string_equal(got, "7");
	/* 50 ms on an idle machine; ten times that here, since several tests share two cores */
	assert_true(getenv("VALGRIND") ||
	            (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000 < 500);
	gr_free(got);
	gr_free(body);
}

/* ---- whole files ---- */

static void check_file(const char *source, const char *const *parts, const char *expected)
{
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(&out, source, parts);

	if (!is_expected(gr_buf_text(&out), expected))
		fail_msg("got “%s”, expected “%s”", gr_buf_text(&out), expected);
	gr_rules_free(rules);
	gr_buf_free(&out);
}

static void bytes_that_are_no_source_are_refused(void **state)
{
	char with_nul[] = "return { api = 1 }\n\0 return 2";

	(void)state;
	check_file("\x1BLuaS", NULL, "rules.refused rules.lua:0: compiled Lua is refused in rules");
	gr_rules_keep_nul(with_nul, sizeof(with_nul) - 1);
	check_file(with_nul, NULL,
	           "rules.refused rules.lua:2: a character that controls or turns the text is refused in rules");
	check_file("", NULL, "~rules.lua does not return a table");
	check_file("return 1", NULL, "~rules.lua does not return a table");
	check_file("\xEF\xBB\xBFreturn 1", NULL, "~rules.lua does not return a table");
	check_file("#!/usr/bin/lua\nreturn 1", NULL, "~rules.syntax rules.lua:1");
}

static const char tail[] = " return { api = 1, criteria = { { id = 'need', max = 20 } }, score = f }";

static void check_parts(const char *head, const char *const *parts, const char *expected)
{
	char *source = gr_format("%s%s", head, tail);

	check_file(source, parts, expected);
	gr_free(source);
}

static void parts_have_lines_of_their_own(void **state)
{
	static const char *const parts[] = { "bad",     "\nreturn 2^3",
		                             "broken",  "\n\nreturn return",
		                             "raises",  "\n\n\nerror('here') ",
		                             "nothing", "return {}",
		                             "itself",  "local f = require 'itself' return f",
		                             "first",   "local f = require 'second' return f",
		                             "second",  "local f = require 'first' return f",
		                             "deep",    "local f = require 'bad' return f",
		                             "asks",    "return app",
		                             NULL };

	(void)state;
	check_parts("local f = require 'bad'", parts, "~rules.refused bad:2: ^ is refused");
	check_parts("local f = require 'broken'", parts, "~rules.syntax broken:3: ");
	check_parts("local f = require 'raises'", parts, "rules.failed raises:4: the rules stopped: raises:4: here");
	check_parts("local f = require 'nothing'", parts, "~the module 'nothing' does not return one function");
	check_parts("local f = require 'asks'", parts, "~the module 'asks' does not return one function");
	check_parts("local f = require 'itself'", parts, "~the module 'itself' requires itself");
	check_parts("local f = require 'first'", parts, "~requires itself");
	check_parts("local f = require 'deep'", parts, "~rules.refused bad:2");
	check_parts("\nlocal f = nil + 1", parts,
	            "~rules.failed rules.lua:2: the rules stopped: rules.lua:2: attempt to");
}

static void all_files_together_are_bounded(void **state)
{
	char *large = repeat("--", "x", 65000, "\nreturn tostring");
	const char *parts[] = { "a", large, "b", large, "c", large, "d", large, "e", large, NULL };

	(void)state;
	check_parts("local f = require 'a' f = require 'b' f = require 'c' f = require 'd'", parts, "");
	check_parts("local f = require 'a' f = require 'b' f = require 'c' f = require 'd' f = require 'e'", parts,
	            "~the rules and what they require have more than 256 KiB");
	gr_free(large);
}

static void check_refused(void **state)
{
	(void)state;
	check_rows(refused, GR_COUNT(refused));
}

static void check_lexing(void **state)
{
	(void)state;
	check_rows(lexing, GR_COUNT(lexing));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_refused),
		cmocka_unit_test(check_lexing),
		cmocka_unit_test(check_chains),
		cmocka_unit_test(a_chain_in_parens_is_refused),
		cmocka_unit_test(many_gotos_are_quick),
		cmocka_unit_test(bytes_that_are_no_source_are_refused),
		cmocka_unit_test(parts_have_lines_of_their_own),
		cmocka_unit_test(all_files_together_are_bounded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("source", tests, NULL, NULL);
}
