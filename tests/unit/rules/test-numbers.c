/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as rules meet them: exact, and still ordinary Lua (design, section 4). */
#include "rules-test.h"

static const struct row exact[] = {
	{ "decimal", "return 0.6", "3/5" },
	{ "exponent", "return 1e3", "1000" },
	{ "exponent of a part", "return 12.50e-3", "1/80" },
	{ "negative exponent", "return 5E-1 + .5 + 5.", "6" },
	{ "half", "return 1/2", "1/2" },
	{ "back", "return 1/3*3", "1" },
	{ "thirds", "return 1/3 + 1/3 + 1/3 == 1", "true" },
	{ "a third of a product", "local a, b = 7, 3 return (a/b)*b", "7" },
	{ "tenths", "return 0.1 + 0.2 == 0.3", "true" },
	{ "product beyond 64 bits", "return 3037000500*3037000500", "9223372037000250000" },
	{ "product back", "return 3037000500*3037000500/3037000500", "3037000500" },
	{ "sum beyond 64 bits", "local x = 1 for i = 1, 70 do x = x + x end return x", "1180591620717411303424" },
	{ "sum in a loop", "local s = 0 for i = 1, 10000 do s = s + 999999999999999 end return s",
	  "9999999999999990000" },
	{ "difference in a loop", "local s = 0 for i = 1, 10000 do s = s - 999999999999999 end return s",
	  "-9999999999999990000" },
	{ "squares", "local x = 999999999999 return x*x + x*x - x*x == x*x", "true" },
	{ "precedence", "return 2 + 3 * 4 - 6 / 4 // 1 % 3", "13" },
	{ "precedence right", "return 10 - 2 - 3 + 4 - 1", "8" },
	{ "precedence of minus", "local t = { 1, 2 } return -#t + 1 .. -2 * -3 .. 2 - -3", "-165" },
	{ "precedence of concat", "return 1 + 1 .. 2 * 2 .. 6 / 3", "242" },
	{ "precedence of comparison", "return 1 + 1 < 3 and 2 * 3 >= 12 / 2 and not (1 / 3 > 0.34)", "true" },
	{ "division of a sum", "return (1 + 2) / (3 + 4)", "3/7" },
	{ "division left", "return 100 / 10 / 4", "5/2" },
	{ "floor division", "return -7 // 2 .. ' ' .. 7 // -2 .. ' ' .. -7.5 // 2 .. ' ' .. 1 // 0.3", "-4 -4 -4 3" },
	{ "rest", "return -7 % 3 .. ' ' .. 7 % -3 .. ' ' .. 5.5 % 2 .. ' ' .. -5.5 % 2", "2 -2 1.5 0.5" },
	{ "unary", "return -(1/2) .. -0.25 .. - -3", "-0.5-0.253" },
	{ "wholes are keys", "local t = { 'a', 'b' } return t[4/2] .. t[0.5 + 0.5] .. t[2 * 0.5]", "baa" },
	{ "fractions are keys", "local t = { [1/2] = 'x' } return t[0.5] .. t[2/4] .. t[1 - 0.5]", "xxx" },
	{ "large wholes are keys", "local x = 1e17 local t = { [x] = 'x' } return t[1e17 + 1 - 1]", "x" },
	{ "whole == 5", "return 10/2 == 5 and 2.5 * 2 == 5 and 5 == 15 / 3 and 1e0 == 1", "true" },
	{ "i == 1", "for i = 1, 3 do if i == 2/2 then return 'found' end end", "found" },
	{ "n % 2 == 0", "local n = 8/2 return n % 2 == 0 and n // 2 == 2 and n % 3 == 1", "true" },
	{ "in a for", "local s = 0 for i = 4/2, 10/2 do s = s + i end return s", "14" },
	{ "type", "return type(1) .. type(1/2) .. type(1e20) .. type(decimal('0.5'))", "numbernumbernumbernumber" },
	{ "compare", "return 1/3 < 0.34 and 0.34 > 1/3 and 1/3 <= 1/3 and 1/3 ~= 0.3333 and not (1/2 < 0.5)", "true" },
	{ "compare with a text", "return 1/3 < 'a'", "~attempt to compare number with string" },
	{ "text and number", "return '1' + 1", "~attempt to perform arithmetic on a string value" },
	{ "number and text", "return 1 + '1'", "~attempt to perform arithmetic on a string value" },
	{ "text times", "return '2' * 3", "~arithmetic on a string value" },
	{ "nil", "return app.x + 1", "~attempt to perform arithmetic on a nil value (field 'x')" },
	{ "nil right", "return 1 + app.x", "~attempt to perform arithmetic on a nil value" },
	{ "fraction and nil", "return 0.5 + app.x", "~arithmetic on a nil value" },
	{ "div0", "return 1/0", "~division by zero" },
	{ "div0 exact", "return 0.5/(1-1)", "~division by zero" },
	{ "0/0", "return 0/0", "~division by zero" },
	{ "mod0", "return 1%0", "~attempt to perform 'n%0'|attempt to perform 'n%%0'" },
	{ "mod0 exact", "return 0.5 % 0", "~division by zero" },
	{ "floor0", "return 1//0", "~attempt to divide by zero|attempt to perform 'n//0'" },
	{ "index of a number", "return (1/2).x", "nil" },
};

static const struct row functions[] = {
	{ "round", "return (2/3):round(2)", "67/100" },
	{ "round -2.5", "return round(-2.5) .. round(2.5) .. round(-0.4) .. round(0.5)", "-3301" },
	{ "round places", "return tostring(round(2.675, 2)) .. ' ' .. tostring(round(1.005, 2))", "2.68 1.01" },
	{ "round a whole", "local x = 10/2 return x:round(2) .. round(7, 3) .. round(1250, 0)", "571250" },
	{ "round before a band", "return tostring(89.995 >= 90) .. tostring(round(89.995, 2) >= 90)", "falsetrue" },
	{ "floor and ceil", "return (7/2):floor() .. (7/2):ceil() .. (-7/2):floor() .. (-7/2):ceil()", "34-4-3" },
	{ "math.floor", "return math.floor(7/2) .. math.floor(7) .. math.ceil(0.01) .. math.ceil(-3)", "371-3" },
	{ "math.floor is whole", "local t = { 'a', 'b' } return t[math.floor(2.9)] .. t[(1.2):floor()]", "ba" },
	{ "abs", "return math.abs(-1/2) .. math.abs(-3) .. math.abs(0.25)", "0.530.25" },
	{ "abs-min", "return math.abs(-9223372036854775807 - 1)", "~a whole figure of more than fifteen digits" },
	{ "abs of a large one", "local x = 4294967296 * 2147483648 return math.abs(-x)", "9223372036854775808" },
	{ "min and max", "return math.min(1/2, 1/3, 0.4) .. ' ' .. math.max(3, 7/2) .. ' ' .. math.min(5)",
	  "1/3 3.5 5" },
	{ "min of nothing", "return math.min()", "~number expected" },
	{ "min of a text", "return math.min('a', 1)", "~number expected" },
	{ "sqrt", "return tostring(sqrt(2, 4)) .. ' ' .. sqrt(16) .. ' ' .. tostring((1/4):sqrt(2))", "1.4142 4 0.5" },
	{ "sqrt rounds", "return sqrt(0.25) .. sqrt(2.25) .. sqrt(6.25)", "123" },
	{ "sqrt of a negative", "return sqrt(-1)", "~the square root of a negative number" },
	{ "places", "return round(1/3, 101)", "~0 to 100 places" },
	{ "places are whole", "return round(1/3, 0.5)", "~whole number expected" },
	{ "decimal", "return decimal('0.1') + decimal('0.2') == decimal('0.3')", "true" },
	{ "decimal of a number", "return decimal(3) / 2", "3/2" },
	{ "decimal 1e3", "return decimal('1e3')", "~is no exact number" },
	{ "decimal of words", "return decimal('abc')", "~“abc” is no exact number" },
	{ "decimal of nothing", "return decimal()", "~text or number expected" },
	{ "decimal of spaces", "return decimal(' 1')", "~is no exact number" },
	{ "decimal with a NUL", "return decimal('1\\0')", "~a text that holds a NUL is no number" },
	{ "tonumber", "return tonumber('12.5') + tonumber(3)", "31/2" },
	{ "tonumber of words", "return tostring(tonumber('x')) .. tostring(tonumber('')) .. tostring(tonumber({}))",
	  "nilnilnil" },
	{ "tonumber hex", "return tostring(tonumber('0x10')) .. tostring(tonumber('1e3')) .. tostring(tonumber('inf'))",
	  "nilnilnil" },
	{ "tonumber long", "return tostring(tonumber(('1'):rep(1001)))", "nil" },
	{ "tostring",
	  "return tostring(88.5) .. ' ' .. tostring(265/3) .. ' ' .. tostring(1/16) .. ' ' .. tostring(1/32)",
	  "88.5 265/3 0.0625 1/32" },
	{ "tostring negative", "return tostring(-0.5) .. tostring(-1/3) .. tostring(-12)", "-0.5-1/3-12" },
	{ "tostring long", "return tostring(1e20 + 0.5) .. ' ' .. tostring(1e20)",
	  "100000000000000000000.5 100000000000000000000" },
	{ "concat", "return 'a' .. 1/2 .. 'b' .. 2/1 .. 0.25", "a0.5b20.25" },
	{ "table.concat", "return table.concat({ 1/2, 'x', 3, 1/3 }, ';')", "0.5;x;3;1/3" },
	{ "sub with a fraction", "return ('abc'):sub(1.5)", "~whole number expected" },
	{ "sub with a whole", "return ('abc'):sub(4/2)", "bc" },
	{ "beyond 4,096 bits", "local x = 1/3 for i = 1, 20 do x = x * x end return x",
	  "~grows beyond 4096 bits; round earlier" },
	{ "beyond is caught", "return tostring(pcall(function() local x = 3 for i = 1, 20 do x = x * x end end))",
	  "false" },
	{ "long numbers compare",
	  "local a, b = decimal('1' .. ('0'):rep(700)), decimal('1' .. ('0'):rep(699) .. '1') local x, y = 1 / a, 1 / b"
	  " return tostring(x > y) .. tostring(y < x) .. tostring(x == y) .. tostring(x <= y)",
	  "truetruefalsefalse" },
	{ "harmonic", "local s = 0 for i = 1, 60 do s = s + 1 / i end return s:round(10)", "~/" },
};

/* A rule's own tables with operators: they never see what the loader writes between. */
static const struct row operators[] = {
	{ "mul",
	  "local m = { __mul = function(a, b) return (type(a) == 'table' and a.x or a) * (type(b) == 'table' and b.x or b) end }"
	  " local t = setmetatable({ x = 6 }, m) return t * 2 .. ' ' .. 2 * t .. ' ' .. 0.5 * t .. ' ' .. t * t",
	  "12 12 3 36" },
	{ "div alone", "local t = setmetatable({ x = 6 }, { __div = function(a, b) return a.x / b end }) return t / 4",
	  "3/2" },
	{ "mul not given", "local t = setmetatable({}, { __div = function() return 1 end }) return t * 2",
	  "~arithmetic on a table value" },
	{ "none given", "local t = setmetatable({}, {}) return t * 2", "~arithmetic on a table value" },
	{ "plain table", "return {} + 1", "~arithmetic on a table value" },
	{ "add and sub",
	  "local calls = 0 local m = {} m.__add = function(a, b) calls = calls + 1 return type(a) .. type(b) end m.__sub = m.__add"
	  " local t = setmetatable({}, m) return (t + 1) .. (1 + t) .. (0.5 - t) .. (t - 0.5) .. calls",
	  "tablenumbernumbertablenumbertabletablenumber4" },
	{ "large operands are whole",
	  "local t = setmetatable({}, { __add = function(a, b) local k = { [5000000000] = 'x' } return k[b] end }) return t + 5000000000",
	  "x" },
	{ "operands are whole",
	  "local t = setmetatable({}, { __div = function(a, b) local k = { [6] = 'x' } return k[a] end }) return 6 / t",
	  "x" },
	{ "unm, mod, idiv",
	  "local f = function(a, b) return 'y' end local t = setmetatable({}, { __unm = f, __mod = f, __idiv = f })"
	  " return -t .. t % 2 .. 2 % t .. t // 1 .. 0.5 // t",
	  "yyyyy" },
	{ "compare",
	  "local m = { __lt = function() return true end, __le = function() return false end, __eq = function() return true end }"
	  " local a, b = setmetatable({}, m), setmetatable({}, m)"
	  " return tostring(a < b) .. tostring(a <= b) .. tostring(a == b) .. tostring(0.5 < a) .. tostring(a > 0.5)",
	  "truefalsetruetruetrue" },
	{ "concat",
	  "local t = setmetatable({}, { __concat = function() return 'z' end }) return t .. 1 .. 'a' .. (0.5 .. t)",
	  "~z" },
};

#define GROUP(rows)                               \
	static void check_##rows(void **state)    \
	{                                         \
		(void)state;                      \
		check_rows(rows, GR_COUNT(rows)); \
	}

GROUP(exact)
GROUP(functions)
GROUP(operators)

/* Random whole expressions over + - * // % with parentheses, against 128 bits. */
struct expression {
	struct gr_buf text;
	uint64_t seed;
};

static unsigned draw(struct expression *expression, unsigned below)
{
	expression->seed = expression->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((expression->seed >> 33) % below);
}

static __int128 floor_of(__int128 a, __int128 b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* Fully bracketed, so that the oracle needs no precedence; another test has that. */
static __int128 make(struct expression *expression, unsigned depth)
{
	static const char *const signs[] = { " + ", " - ", "*", " // ", " % " };
	__int128 a, b;
	unsigned sign;

	if (depth == 0 || draw(expression, 5) == 0) {
		a = (__int128)draw(expression, 2000) - 1000;
		a = draw(expression, 4) == 0 ? a * 1000000000 : a;
		gr_buf_printf(&expression->text, a < 0 ? "(%lld)" : "%lld", (long long)a);
		return a;
	}
	gr_buf_text_append(&expression->text, "(");
	a = make(expression, depth - 1);
	sign = draw(expression, 5);
	gr_buf_text_append(&expression->text, signs[sign]);
	if (sign >= 3) {
		b = (__int128)draw(expression, 99) + 1;
		gr_buf_printf(&expression->text, "%d", (int)b);
		a = sign == 3 ? floor_of(a, b) : a - b * floor_of(a, b);
	} else {
		b = sign == 2 ? (__int128)draw(expression, 2000) - 1000 : make(expression, depth - 1);
		if (sign == 2)
			gr_buf_printf(&expression->text, "(%d)", (int)b);
		a = sign == 0 ? a + b : sign == 1 ? a - b : a * b;
	}
	gr_buf_text_append(&expression->text, ")");
	return a;
}

static void say_wide(char out[48], __int128 number)
{
	unsigned __int128 size = number < 0 ? -(unsigned __int128)number : (unsigned __int128)number;
	char digits[48];
	int used = 0;

	do
		digits[used++] = (char)('0' + (int)(size % 10));
	while (size /= 10);
	*out = '-';
	out += number < 0;
	while (used)
		*out++ = digits[--used];
	*out = '\0';
}

static void random_expressions_are_exact(void **state)
{
	struct expression expression = { GR_BUF_INIT, 20180331 };

	(void)state;
	for (int i = 0; i < 400; i++) {
		char expected[48], *got;

		gr_buf_truncate(&expression.text, 0);
		gr_buf_text_append(&expression.text, "return ");
		say_wide(expected, make(&expression, 5));
		got = run_body(gr_buf_text(&expression.text));
		if (strcmp(got, expected) != 0)
			fail_msg("%s: got %s, expected %s", gr_buf_text(&expression.text), got, expected);
		gr_free(got);
	}
	gr_buf_free(&expression.text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_exact),
		cmocka_unit_test(check_functions),
		cmocka_unit_test(check_operators),
		cmocka_unit_test(random_expressions_are_exact),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("numbers", tests, NULL, NULL);
}
