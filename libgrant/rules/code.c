/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lua's code, read. The compiler has settled what every name means: what is no local is a field of _ENV, and the instructions say so. So
 * nothing of Lua's grammar and scopes is written here a second time. The format is that of Lua 5.4: lundump.c and lopcodes.h of its source;
 * the head of a dump says which one it is. Only dumps that this process just made come here; still every size is held against
 * what is left. Not here: what is wrong about a name (names.c).
 */
#include "rules/code.h"

#include <lua.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#if LUA_VERSION_NUM != 504
#error "the dump and the instructions of this Lua may be others: compare lundump.c and lopcodes.h"
#endif

#define DEPTH_MAX 250 /* Lua's parser stops at 200 */
#define NAME_SHORT 40 /* longer texts are no keys of an instruction's own: LUAI_MAXSHORTLEN */
#define INDEX_MAX 255 /* nor are constants behind this one */

/* Those of lopcodes.h that matter here. */
enum instruction {
	LOADK = 3,
	GETUPVAL = 9,
	SETUPVAL = 10,
	GETTABUP = 11,
	GETTABLE = 12,
	GETFIELD = 14,
	SETTABUP = 15,
	SETTABLE = 16,
	SETFIELD = 18,
	JMP = 56
};

/* ---- the dump ---- */

struct reader {
	const unsigned char *at, *end;
	struct gr_code *first, *last;
	bool is_wrong, no_memory;
};

/* Signature, version, format, what a change of line ends would break, sizes of an instruction, an integer and a number, 0x5678, 370.5. */
static const unsigned char head[] = "\x1BLua\x54\0\x19\x93\r\n\x1A\n\x04\x08\x08";
#define HEAD_SIZE (sizeof(head) - 1 + 8 + 8 + 1) /* and the count of the file's upvalues */

static const unsigned char *skip(struct reader *reader, size_t count, size_t size)
{
	const unsigned char *start = reader->at;

	if (count > (size_t)(reader->end - reader->at) / size) {
		reader->is_wrong = true;
		return start;
	}
	reader->at += count * size;
	return start;
}

/* Seven bits in each byte, the highest first; the last byte is marked. */
static size_t read_size(struct reader *reader)
{
	size_t size = 0;

	while (reader->at < reader->end && size <= SIZE_MAX >> 7) {
		unsigned char byte = *reader->at++;

		size = size << 7 | (byte & 0x7F);
		if (byte & 0x80)
			return size;
	}
	reader->is_wrong = true;
	return 0;
}

static struct gr_code_text read_text(struct reader *reader)
{
	size_t size = read_size(reader);
	struct gr_code_text text = { NULL, 0 };

	if (size > 0) {
		text.size = size - 1;
		text.at = (const char *)skip(reader, text.size, 1);
	}
	return reader->is_wrong ? (struct gr_code_text){ NULL, 0 } : text;
}

static struct gr_code_text *make_texts(struct reader *reader, size_t count)
{
	struct gr_code_text *texts;

	if (count > (size_t)(reader->end - reader->at)) {
		reader->is_wrong = true;
		return NULL;
	}
	texts = gr_alloc_array(count, sizeof(*texts));
	reader->no_memory = reader->no_memory || (count > 0 && !texts);
	return texts;
}

static void read_constants(struct reader *reader, struct gr_code *code)
{
	size_t count = read_size(reader);

	code->constants = make_texts(reader, count);
	code->constant_count = code->constants ? count : 0;
	for (size_t i = 0; i < code->constant_count && !reader->is_wrong; i++) {
		int type = *skip(reader, 1, 1) & 0x0F; /* without the variant */

		if (type == LUA_TSTRING)
			code->constants[i] = read_text(reader);
		else if (type == LUA_TNUMBER)
			skip(reader, 1, 8);
	}
}

static void read_debug(struct reader *reader, struct gr_code *code)
{
	size_t count;

	code->line_count = read_size(reader);
	code->lines = skip(reader, code->line_count, 1);
	count = read_size(reader);
	code->far_lines = reader->at;
	for (; count > 0 && !reader->is_wrong; count--) {
		read_size(reader);
		read_size(reader);
	}
	code->far_lines_end = reader->at;
	count = read_size(reader);
	code->locals = make_texts(reader, count);
	code->local_count = code->locals ? count : 0;
	for (size_t i = 0; i < code->local_count && !reader->is_wrong; i++) {
		code->locals[i] = read_text(reader);
		read_size(reader);
		read_size(reader);
	}
	for (count = read_size(reader); count > 0 && !reader->is_wrong; count--)
		read_text(reader); /* names of upvalues: where they come from says more */
}

static struct gr_code *add_code(struct reader *reader, struct gr_code *parent)
{
	struct gr_code *code = gr_alloc(sizeof(*code));

	if (!code) {
		reader->no_memory = true;
		return NULL;
	}
	code->parent = parent;
	if (reader->last)
		reader->last->next = code;
	else
		reader->first = code;
	reader->last = code;
	return code;
}

static void read_function(struct reader *reader, struct gr_code *parent, unsigned depth)
{
	struct gr_code *code = add_code(reader, parent);

	if (!code)
		return;
	reader->is_wrong = reader->is_wrong || depth > DEPTH_MAX;
	read_text(reader); /* the file's name */
	code->first_line = read_size(reader);
	read_size(reader);
	skip(reader, 3, 1); /* parameters, whether there are more, registers */
	code->instruction_count = read_size(reader);
	code->instructions = skip(reader, code->instruction_count, 4);
	read_constants(reader, code);
	code->upvalue_count = read_size(reader);
	code->upvalues = skip(reader, code->upvalue_count, 3);
	for (size_t count = read_size(reader); count > 0 && !reader->is_wrong && !reader->no_memory; count--)
		read_function(reader, code, depth + 1);
	read_debug(reader, code);
}

int gr_code_read(struct gr_code **out, const struct gr_buf *dump)
{
	struct reader reader = { .at = (const unsigned char *)gr_buf_text(dump) };

	reader.end = reader.at + dump->size;
	if (dump->size < HEAD_SIZE || memcmp(reader.at, head, sizeof(head) - 1) != 0)
		return gr_fail(GRANT_EINTERNAL, _("this Lua writes its code in another form"));
	reader.at += HEAD_SIZE;
	read_function(&reader, NULL, 0);
	if (!reader.is_wrong && !reader.no_memory) {
		*out = reader.first;
		return 0;
	}
	gr_code_free(reader.first);
	return reader.no_memory ? gr_fail_memory() : gr_fail(GRANT_EINTERNAL, _("this Lua writes its code in another form"));
}

void gr_code_free(struct gr_code *code)
{
	while (code) {
		struct gr_code *next = code->next;

		gr_free(code->constants);
		gr_free(code->locals);
		gr_free(code);
		code = next;
	}
}

/* ---- instructions ---- */

struct parts {
	enum instruction name;
	unsigned a, b, c, bx;
	bool has_constant; /* c is one, and no register */
};

static uint32_t word_at(const struct gr_code *code, size_t place)
{
	uint32_t word = 0; /* a move of a register to itself, where nothing is */

	if (place < code->instruction_count)
		memcpy(&word, code->instructions + 4 * place, sizeof(word));
	return word;
}

static struct parts parts_at(const struct gr_code *code, size_t place)
{
	uint32_t word = word_at(code, place);

	return (struct parts){ word & 0x7F, word >> 7 & 0xFF, word >> 16 & 0xFF, word >> 24, word >> 15, word >> 15 & 1 };
}

static struct gr_code_text constant(const struct gr_code *code, size_t index)
{
	return index < code->constant_count ? code->constants[index] : (struct gr_code_text){ NULL, 0 };
}

/* An upvalue is the file's own _ENV when each function on the way hands it on from the one around it. */
static bool is_environment(const struct gr_code *code, size_t index)
{
	for (; index < code->upvalue_count; code = code->parent) {
		const unsigned char *upvalue = code->upvalues + 3 * index;

		if (!code->parent)
			return index == 0;
		if (upvalue[0])
			return false; /* a local of the function around it, even when it is called _ENV */
		index = upvalue[1];
	}
	return false;
}

/* Some way else than from the instruction before leads to this one: and, or, a loop. */
static bool is_jumped_to(const struct gr_code *code, size_t place)
{
	for (size_t i = 0; i < code->instruction_count; i++) {
		uint32_t word = word_at(code, i);

		if ((word & 0x7F) == JMP && (int64_t)i + 1 + (int64_t)(word >> 7) - 0xFFFFFF == (int64_t)place)
			return true;
	}
	return false;
}

/* What of the table in a register, which the instruction before put there, is read. Behind the first constants it takes more
 * instructions; those are left out: a file's own code, outside of functions, hardly calls libraries there. */
static struct gr_code_text member_at(const struct gr_code *code, size_t place, unsigned of)
{
	struct parts parts = parts_at(code, place);

	if (parts.name != GETFIELD || parts.b != of || is_jumped_to(code, place))
		return (struct gr_code_text){ NULL, 0 };
	return constant(code, parts.c);
}

/* A name that is long, or behind the first constants, takes three instructions: _ENV into a register, the name into the next, and
 * the reading; where it is set, the value comes in between. Anything else does something with _ENV itself. */
static struct gr_use use_of_register(const struct gr_code *code, size_t place)
{
	struct parts table = parts_at(code, place), name = parts_at(code, place + 1), last = parts_at(code, place + 2);
	struct gr_code_text text = constant(code, name.bx);

	if (name.name != LOADK || !text.at || (name.bx <= INDEX_MAX && text.size <= NAME_SHORT))
		return (struct gr_use){ .type = GR_USE_WHOLE };
	if (last.name == GETTABLE && last.b == table.a && last.c == name.a)
		return (struct gr_use){ GR_USE_READ, text, member_at(code, place + 3, last.a) };
	for (size_t i = place + 2; i < code->instruction_count; i++) {
		last = parts_at(code, i);
		if (last.name == SETTABLE && last.a == table.a && last.b == name.a)
			return (struct gr_use){ .type = GR_USE_SET, .name = text };
	}
	return (struct gr_use){ .type = GR_USE_WHOLE };
}

struct gr_use gr_code_use(const struct gr_code *code, size_t place)
{
	struct parts parts = parts_at(code, place);

	if (parts.name == GETTABUP && is_environment(code, parts.b))
		return (struct gr_use){ GR_USE_READ, constant(code, parts.c), member_at(code, place + 1, parts.a) };
	if (parts.name == SETTABUP && is_environment(code, parts.a))
		return (struct gr_use){ .type = GR_USE_SET, .name = constant(code, parts.b) };
	if (parts.name == SETUPVAL && is_environment(code, parts.b))
		return (struct gr_use){ .type = GR_USE_WHOLE };
	if (parts.name == GETUPVAL && is_environment(code, parts.b))
		return use_of_register(code, place);
	return (struct gr_use){ .type = GR_USE_NONE };
}

bool gr_code_sets_field(const struct gr_code *code, size_t place, const char *key, const char *text)
{
	struct parts parts = parts_at(code, place), before = parts_at(code, place ? place - 1 : 0);

	if (parts.name != SETFIELD || !gr_code_text_is(constant(code, parts.b), key))
		return false;
	if (parts.has_constant)
		return gr_code_text_is(constant(code, parts.c), text);
	return before.name == LOADK && before.a == parts.c && gr_code_text_is(constant(code, before.bx), text);
}

/* From one instruction to the next a small step is a byte; a mark says that the line stands in the other list. */
size_t gr_code_line(const struct gr_code *code, size_t place)
{
	struct reader far = { .at = code->far_lines, .end = code->far_lines_end };
	size_t line = code->first_line;

	for (size_t i = 0; i <= place && i < code->line_count; i++) {
		int step = (signed char)code->lines[i];

		if (step != -128) {
			line += (size_t)step;
			continue;
		}
		read_size(&far); /* of this very instruction */
		line = read_size(&far);
	}
	return line;
}

bool gr_code_text_is(struct gr_code_text text, const char *other)
{
	return text.at && text.size == strlen(other) && memcmp(text.at, other, text.size) == 0;
}
