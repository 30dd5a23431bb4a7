/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk over the tokens of a rule file. It refuses what the sandbox cannot bound or make exact, and writes what makes ordinary
 * Lua exact; lines stay the same, so that messages point right (security.md, section 8):
 *
 *   0.6, 1e3   an exact constant, __gr_k[n]^1 (ends in a figure, so that a following "(" is no call)
 *   a / b      a *__gr_1/ b       a * b   a *__gr_1* b
 *   a + b      a +__gr_1* b       a - b   a -__gr_1* b   (Lua's own + would wrap at 64 bits without a word)
 *   #t         __gr_len^t         ("^" binds tighter than anything and is refused in the source)
 *
 * Where a text, a comment or a line ends must be seen here exactly as Lua's lexer sees it: what one takes for a text and the other
 * for code would pass unchecked. Not here: Lua's grammar; the parser sees the text afterwards.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "rules/inside.h"

#define DIGITS_MAX 15
#define CHAIN_MAX 100
#define BYTE_ORDER_MARK "\xEF\xBB\xBF" /* Windows' editor writes it */

struct walker {
	const char *at;
	const char *file;
	grant_findings *findings;
	struct gr_source_text *out;
	size_t line;
	unsigned chain;     /* "." and "[" in a row: a long chain crashes Lua 5.4.4 */
	bool after_require; /* the token before was require, with or without "(" */
	bool after_operand; /* the token before ended an operand: what follows is an operator, or the next statement */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* `remedy` is not translated yet. */
static void refuse(struct walker *walker, const char *what, const char *remedy)
{
	struct gr_place place = { .file = walker->file, .line = walker->line };

	gr_findings_add(walker->findings, GR_F_RULES_REFUSED, &place, what, _(remedy), NULL);
}

/* Lua takes CR LF and LF CR for one end of line, and a lone CR too; 0: no end of line. */
size_t gr_source_newline(const char *at)
{
	if (*at != '\n' && *at != '\r')
		return 0;
	return (at[1] == '\n' || at[1] == '\r') && at[1] != at[0] ? 2 : 1;
}

static void copy(struct walker *walker, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		size_t newline = gr_source_newline(walker->at + i);

		walker->line += newline > 0;
		i += newline == 2;
	}
	gr_buf_append(&walker->out->text, walker->at, size);
	walker->at += size;
}

/* ---- comments and texts: copied as they are ---- */

/* "[[", "[=[" ...: the level, -1 when it is none. */
static int long_bracket(const char *at)
{
	int level = 0;

	if (*at != '[')
		return -1;
	for (at++; *at == '='; at++)
		level++;
	return *at == '[' ? level : -1;
}

static size_t long_size(const char *at, int level)
{
	const char *start = at;

	for (at += level + 2; *at; at++) {
		int found = 0;

		if (*at != ']')
			continue;
		while (at[1 + found] == '=')
			found++;
		if (found == level && at[1 + found] == ']')
			return (size_t)(at - start) + (size_t)level + 2;
	}
	return (size_t)(at - start); /* unfinished: the parser says so */
}

/* "\z" swallows white space with its ends of lines; a backslash before an end of line keeps the text going. */
static size_t escape_size(const char *at)
{
	if (at[1] == 'z')
		return 2 + strspn(at + 2, " \t\r\n\v\f");
	if (gr_source_newline(at + 1))
		return 1 + gr_source_newline(at + 1);
	return at[1] ? 2 : 1;
}

static size_t quoted_size(const char *at)
{
	char quote = *at;
	size_t size = 1;

	while (at[size] && at[size] != quote && !gr_source_newline(at + size))
		size += at[size] == '\\' ? escape_size(at + size) : 1;
	return at[size] == quote ? size + 1 : size;
}

static size_t comment_size(const char *at)
{
	int level = long_bracket(at + 2);

	return level >= 0 ? 2 + long_size(at + 2, level) : strcspn(at, "\r\n");
}

/* ---- what is required ---- */

static void note_module(struct walker *walker, const char *name, size_t size)
{
	gr_autofree_text char *text = gr_strndup(name, size);
	gr_value *modules = walker->out->modules;

	walker->after_require = false;
	if (gr_list_has(modules, text))
		return;
	if (!text || gr_list_add(modules, gr_text_new(text)) < 0)
		walker->out->text.failed = true;
}

static void check_require(struct walker *walker)
{
	if (!walker->after_require)
		return;
	refuse(walker, _("require with something else than a text"),
	       N_("write the name as it is: require \"grant.mean\""));
	walker->after_require = false;
}

static void take_text(struct walker *walker)
{
	size_t size = quoted_size(walker->at);

	if (walker->after_require && size >= 2)
		note_module(walker, walker->at + 1, size - 2);
	copy(walker, size);
	walker->after_operand = true;
}

/* ---- names ---- */

static bool is_among(const char *const *words, const char *at, size_t size)
{
	for (; *words; words++)
		if (strlen(*words) == size && memcmp(*words, at, size) == 0)
			return true;
	return false;
}

/* Words behind which an operand begins; the others (end, nil, true, false) end one, as names do. */
static const char *const words_before_operand[] = { "and",    "break", "do",    "else",  "elseif", "for", "function",
	                                            "goto",   "if",    "in",    "local", "not",    "or",  "repeat",
	                                            "return", "then",  "until", "while", NULL };
static const char *const words_of_values[] = { "end", "nil", "true", "false", NULL };

static void take_name(struct walker *walker)
{
	size_t size = 0;
	bool is_word;

	while (is_letter(walker->at[size]) || is_digit(walker->at[size]))
		size++;
	is_word = is_among(words_before_operand, walker->at, size);
	if (is_word || (walker->after_operand && !is_among(words_of_values, walker->at, size)))
		walker->chain = 0; /* the next statement, or the next part of a condition */
	walker->after_operand = !is_word;
	if (size >= 4 && memcmp(walker->at, "__gr", 4) == 0)
		refuse(walker, _("a name that begins with __gr"), N_("choose another name"));
	check_require(walker);
	walker->after_require = size == 7 && memcmp(walker->at, "require", 7) == 0;
	copy(walker, size);
}

/* ---- figures ---- */

static void append_constant(struct walker *walker, const char *text)
{
	gr_value *constants = walker->out->constants;

	if (gr_list_add(constants, gr_text_new(text)) < 0)
		walker->out->text.failed = true;
	gr_buf_printf(&walker->out->text, "__gr_k[%zu]^1", gr_value_count(constants));
}

/* digits, a point among or around them, an exponent: as Lua reads it, the whole of it. */
static bool is_decimal(const char *text, size_t size)
{
	size_t whole = strspn(text, "0123456789"), part = 0, at = whole;

	if (text[at] == '.') {
		part = strspn(text + at + 1, "0123456789");
		at += 1 + part;
	}
	if (whole + part == 0)
		return false;
	if (text[at] == 'e' || text[at] == 'E') {
		at += text[at + 1] == '-' || text[at + 1] == '+' ? 2 : 1;
		if (!is_digit(text[at]))
			return false;
		at += strspn(text + at, "0123456789");
	}
	return at == size;
}

/* "12.50e-3" -> "0.0125" as digits with a point moved. */
static bool expand(struct gr_buf *out, const char *text, size_t size)
{
	char digits[64];
	size_t used = 0, point = 0, i = 0;
	bool has_point = false;
	long exponent = 0, sign = 1;

	for (; i < size && text[i] != 'e' && text[i] != 'E'; i++) {
		if (text[i] == '.')
			has_point = true;
		else if (used < sizeof(digits) && (digits[used++] = text[i]))
			point += !has_point;
	}
	if (i < size && (text[++i] == '-' || text[i] == '+'))
		sign = text[i++] == '-' ? -1 : 1;
	for (; i < size && exponent < 100; i++)
		exponent = exponent * 10 + (text[i] - '0');
	exponent = exponent * sign + (long)point;
	if (used == 0 || used >= sizeof(digits) || exponent > 60 || exponent < -60)
		return false;
	if (exponent <= 0)
		gr_buf_text_append(out, "0.");
	for (long zeros = exponent; zeros < 0; zeros++)
		gr_buf_byte(out, '0');
	for (size_t k = 0; k < used; k++) {
		if (exponent > 0 && (long)k == exponent)
			gr_buf_byte(out, '.');
		gr_buf_byte(out, digits[k]);
	}
	for (long k = (long)used; k < exponent; k++)
		gr_buf_byte(out, '0');
	return true;
}

static size_t figure_size(const char *at)
{
	bool is_hexadecimal = at[0] == '0' && (at[1] == 'x' || at[1] == 'X');
	const char *exponent = is_hexadecimal ? "pP" : "eE";
	size_t size = 0;

	while (is_digit(at[size]) || at[size] == '.' || is_letter(at[size]) ||
	       ((at[size] == '-' || at[size] == '+') && size > 0 && strchr(exponent, at[size - 1])))
		size++;
	return size;
}

static void take_hexadecimal(struct walker *walker, size_t size)
{
	if (size > 2 + 12 || memchr(walker->at, '.', size) || memchr(walker->at, 'p', size) ||
	    memchr(walker->at, 'P', size))
		refuse(walker, _("a hexadecimal figure that is long or no whole number"), N_("write it as a decimal"));
	copy(walker, size);
}

static void take_figure(struct walker *walker)
{
	size_t size = figure_size(walker->at), digits = strspn(walker->at, "0123456789");
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	check_require(walker);
	walker->after_operand = true;
	if (walker->at[0] == '0' && (walker->at[1] == 'x' || walker->at[1] == 'X')) {
		take_hexadecimal(walker, size);
		return;
	}
	if (size == digits) {
		if (size > DIGITS_MAX)
			refuse(walker, _("a whole figure of more than fifteen digits"), N_("use decimal(\"...\")"));
		copy(walker, size);
		return;
	}
	if (!is_decimal(walker->at, size) || !expand(&text, walker->at, size)) {
		refuse(walker, _("a figure that cannot be read"), N_("write it such as 0.6"));
		copy(walker, size);
		return;
	}
	walker->at += size;
	append_constant(walker, gr_buf_text(&text));
	walker->out->text.failed = walker->out->text.failed || text.failed;
}

/* ---- operators ---- */

static void replace(struct walker *walker, size_t size, const char *by)
{
	gr_buf_text_append(&walker->out->text, by);
	walker->at += size;
}

/* What works on the 64 bits of a number: "~=" compares, and "<" alone does. */
static size_t bits_size(const char *at)
{
	if ((at[0] == '<' || at[0] == '>') && at[1] == at[0])
		return 2;
	return at[0] == '&' || at[0] == '|' || (at[0] == '~' && at[1] != '=');
}

static void refuse_operator(struct walker *walker, size_t size)
{
	char text[] = { walker->at[0], size > 1 ? walker->at[1] : '\0', '\0' };

	refuse(walker, text, text[0] == '^' ? N_("multiply, or use sqrt(x, places)") : N_("calculate with * // and %"));
	copy(walker, size);
}

static void take_letters(struct walker *walker)
{
	refuse(walker, _("a letter that is not ASCII outside of a text"),
	       N_("name things in English letters, or put quotation marks"));
	while ((unsigned char)*walker->at >= 0x80)
		copy(walker, 1);
}

static void take_arithmetic(struct walker *walker, bool is_binary)
{
	char c = walker->at[0];

	if (c == '/' && walker->at[1] == '/')
		copy(walker, 2);
	else if (c == '/')
		replace(walker, 1, "*__gr_1/");
	else if (c == '*')
		replace(walker, 1, "*__gr_1*");
	else if (c == '+')
		replace(walker, 1, "+__gr_1*");
	else if (is_binary)
		replace(walker, 1, "-__gr_1*");
	else
		copy(walker, 1);
}

static void take_operator(struct walker *walker)
{
	char c = walker->at[0];
	bool is_binary = walker->after_operand;

	if (!(walker->after_require && c == '('))
		check_require(walker);
	walker->after_operand = c == ')' || c == ']' || c == '}';
	if (strchr("+-*/", c))
		take_arithmetic(walker, is_binary);
	else if (c == '#')
		replace(walker, 1, " __gr_len^");
	else if (c == '^')
		refuse_operator(walker, 1);
	else if (bits_size(walker->at))
		refuse_operator(walker, bits_size(walker->at));
	else if ((unsigned char)c >= 0x80)
		take_letters(walker);
	else
		copy(walker, c == '~' ? 2 : 1);
}

/* A figure, a name, a text or a bracket goes on with the chain; operators and the next statement end it. */
static void count_chain(struct walker *walker)
{
	char c = walker->at[0];

	if ((c == '.' && walker->at[1] != '.') || c == '[')
		walker->chain++;
	else if (strchr(";=,+-*/%<>~#&|", c))
		walker->chain = 0;
	if (walker->chain > CHAIN_MAX) {
		refuse(walker, _("a chain of more than a hundred . or ["), N_("take it apart with local variables"));
		walker->chain = 0;
	}
}

static void take_dots(struct walker *walker)
{
	check_require(walker);
	walker->after_operand = walker->at[2] == '.';
	copy(walker, walker->at[2] == '.' ? 3 : 2);
}

static void take_token(struct walker *walker)
{
	const char *at = walker->at;

	if (at[0] == '-' && at[1] == '-') {
		copy(walker, comment_size(at));
	} else if (at[0] == '"' || at[0] == '\'') {
		take_text(walker);
	} else if (long_bracket(at) >= 0) {
		check_require(walker);
		walker->after_operand = true;
		copy(walker, long_size(at, long_bracket(at)));
	} else if (is_letter(at[0])) {
		take_name(walker);
	} else if (is_digit(at[0]) || (at[0] == '.' && is_digit(at[1]))) {
		take_figure(walker);
	} else if (gr_source_newline(at)) {
		copy(walker, gr_source_newline(at));
	} else if (strchr(" \t\v\f", at[0])) {
		copy(walker, 1);
	} else {
		count_chain(walker);
		if (at[0] == '.' && at[1] == '.')
			take_dots(walker);
		else
			take_operator(walker);
	}
}

/* ---- the file as bytes ---- */

/* Control characters, and marks of direction, which show a reader another text than the one that runs. */
static bool is_hidden(int32_t point)
{
	if (point < 0x20)
		return !strchr("\t\n\v\f\r", (int)point);
	return (point >= 0x7F && point <= 0x9F) || point == 0x61C || point == 0x200E || point == 0x200F ||
	       (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

/* Anywhere, also inside texts and comments: UTF-8 without characters that nobody sees. */
static bool check_bytes(struct walker *walker, const char *source)
{
	struct gr_place place = { .file = walker->file };
	const char *at = source;
	int32_t point = '\n';

	while (point > 0 && !is_hidden(point)) {
		place.line += point == '\n';
		point = gr_utf8_next(&at);
	}
	if (point < 0)
		gr_findings_add(walker->findings, GR_F_RULES_REFUSED, &place, _("a text that is not UTF-8"),
		                _("save the file as UTF-8"), NULL);
	else if (point > 0)
		gr_findings_add(walker->findings, GR_F_RULES_REFUSED, &place,
		                _("a character that controls or turns the text"), _("take it out"), NULL);
	return point == 0;
}

int gr_source_rewrite(struct gr_source_text *out, grant_findings *findings, const char *file, const char *source)
{
	struct walker walker = { .file = file, .findings = findings, .out = out, .line = 1 };
	struct gr_place place = { .file = file };

	memset(out, 0, sizeof(*out));
	out->constants = gr_list_new();
	out->modules = gr_list_new();
	if (!out->constants || !out->modules)
		return GRANT_ENOMEM;
	if (strlen(source) > GR_LIMIT_SOURCE)
		gr_findings_add(findings, GR_F_RULES_SHAPE, &place, _("the file has more than 64 KiB"), NULL);
	else if (source[0] == '\x1B')
		gr_findings_add(findings, GR_F_RULES_REFUSED, &place, _("compiled Lua"), _("hand in the source"),
		                NULL);
	else if (check_bytes(&walker, source))
		for (walker.at = source + (strncmp(source, BYTE_ORDER_MARK, 3) == 0 ? 3 : 0); *walker.at;)
			take_token(&walker);
	return gr_buf_ok(&out->text);
}

void gr_rules_keep_nul(char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] == '\0')
			bytes[i] = '\x01';
}

void gr_source_clear(struct gr_source_text *source)
{
	gr_buf_free(&source->text);
	gr_value_free(source->constants);
	gr_value_free(source->modules);
}
