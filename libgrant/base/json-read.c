/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON text -> events, and events -> a tree. One pass, one reused buffer for a key and one for a text; depth is a counter,
 * not a stack of calls. All that is refused is refused on the way to the events, so that who listens is as strict as the tree.
 */
#include "base/json.h"

#include <string.h>

#include "base/error.h"
#include "base/json-keys.h"
#include "base/mem.h"
#include "base/text.h"

/* Bytes that keys and texts seldom exceed. */
#define USUAL 500

struct reader {
	const char *at, *end;
	const struct gr_json_handler *handler;
	void *payload;
	size_t line;
	const char *line_start;
	struct gr_buf key, text;
	struct gr_json_keys keys;
	struct {
		bool is_map;
		size_t first_key;
	} levels[GR_JSON_MAX_DEPTH];
	int depth;
};

static int fail(struct reader *reader, const char *expected)
{
	size_t column = (size_t)(reader->at - reader->line_start) + 1;

	return gr_error_at_line(
		gr_fail(GRANT_EINPUT, _("line %zu, column %zu: expected %s"), reader->line, column, expected),
		reader->line);
}

static void skip_space(struct reader *reader)
{
	for (; reader->at < reader->end; reader->at++) {
		char c = *reader->at;

		if (c == '\n') {
			reader->line++;
			reader->line_start = reader->at + 1;
		} else if (c != ' ' && c != '\t' && c != '\r') {
			return;
		}
	}
}

static bool is_next(struct reader *reader, char c)
{
	if (reader->at == reader->end || *reader->at != c)
		return false;
	reader->at++;
	return true;
}

/* ---- texts ---- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static int32_t read_hex(struct reader *reader)
{
	int32_t value = 0;

	for (int i = 0; i < 4; i++) {
		int digit = reader->at < reader->end ? hex_digit(*reader->at) : -1;

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
		reader->at++;
	}
	return value;
}

/* Behind "\u": also the second half of a pair. */
static int read_unicode(struct reader *reader, struct gr_buf *out)
{
	int32_t value = read_hex(reader), low;
	char bytes[5];

	if (value >= 0xD800 && value <= 0xDBFF) {
		if (reader->end - reader->at < 6 || reader->at[0] != '\\' || reader->at[1] != 'u')
			return fail(reader, _("the second half of a pair of surrogates"));
		reader->at += 2;
		low = read_hex(reader);
		value = low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00) : -1;
	}
	if (value <= 0 || (value >= 0xDC00 && value <= 0xDFFF))
		return fail(reader, _("four hexadecimal digits of a character"));
	gr_utf8_encode(value, bytes);
	gr_buf_text_append(out, bytes);
	return 0;
}

static int read_escape(struct reader *reader, struct gr_buf *out)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (reader->at == reader->end)
		return fail(reader, _("a character behind \\"));
	if (*reader->at == 'u') {
		reader->at++;
		return read_unicode(reader, out);
	}
	found = *reader->at ? strchr(from, *reader->at) : NULL;
	if (!found)
		return fail(reader, _("one of \" \\ / b f n r t u behind \\"));
	gr_buf_byte(out, to[found - from]);
	reader->at++;
	return 0;
}

#define EACH(byte) (0x0101010101010101u * (uint64_t)(byte))

/* Of eight bytes: whether one is a quotation mark, a backslash or a control character. Bytes of 0x80 and more are none. */
static bool has_mark(uint64_t word)
{
	uint64_t quote = word ^ EACH('"'), backslash = word ^ EACH('\\');

	return (((quote - EACH(1)) & ~quote) | ((backslash - EACH(1)) & ~backslash) | ((word - EACH(0x20)) & ~word)) & EACH(0x80);
}

/* What stands for itself, up to the next mark. */
static void skip_plain(struct reader *reader)
{
	uint64_t word;

	for (; reader->end - reader->at >= (ptrdiff_t)sizeof(word); reader->at += sizeof(word)) {
		memcpy(&word, reader->at, sizeof(word));
		if (has_mark(word))
			break;
	}
	while (reader->at < reader->end && *reader->at != '"' && *reader->at != '\\' && (unsigned char)*reader->at >= 0x20)
		reader->at++;
}

static int read_text(struct reader *reader, struct gr_buf *out)
{
	int r = 0;

	gr_buf_truncate(out, 0);
	gr_buf_reserve(out, 0);
	while (r == 0 && reader->at < reader->end && *reader->at != '"') {
		const char *run = reader->at;

		skip_plain(reader);
		gr_buf_append(out, run, (size_t)(reader->at - run));
		if (reader->at < reader->end && *reader->at == '\\') {
			reader->at++;
			r = read_escape(reader, out);
		} else if (reader->at < reader->end && *reader->at != '"') {
			r = fail(reader, _("no control character inside a text"));
		}
	}
	if (r == 0 && !is_next(reader, '"'))
		r = fail(reader, _("the closing quotation mark"));
	return r == 0 ? gr_buf_ok(out) : r;
}

/* ---- numbers and words ---- */

static size_t skip_digits(struct reader *reader)
{
	const char *start = reader->at;

	while (reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9')
		reader->at++;
	return (size_t)(reader->at - start);
}

static int read_number(struct reader *reader, const char *key)
{
	const char *start = reader->at;

	is_next(reader, '-');
	if (!is_next(reader, '0') && skip_digits(reader) == 0)
		return fail(reader, _("a value"));
	if (is_next(reader, '.') && skip_digits(reader) == 0)
		return fail(reader, _("a digit behind the point"));
	if (is_next(reader, 'e') || is_next(reader, 'E')) {
		if (!is_next(reader, '+'))
			is_next(reader, '-');
		if (skip_digits(reader) == 0)
			return fail(reader, _("a digit of the exponent"));
	}
	gr_buf_truncate(&reader->text, 0);
	gr_buf_append(&reader->text, start, (size_t)(reader->at - start));
	if (gr_buf_ok(&reader->text) < 0)
		return GRANT_ENOMEM;
	return reader->handler->number(reader->payload, key, gr_buf_text(&reader->text), reader->line);
}

static int read_word(struct reader *reader, const char *key)
{
	static const char *const words[] = { "null", "true", "false" };

	for (int i = 0; i < 3; i++) {
		size_t size = strlen(words[i]);

		if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, words[i], size) != 0)
			continue;
		reader->at += size;
		return i == 0 ? reader->handler->null(reader->payload, key, reader->line)
		              : reader->handler->boolean(reader->payload, key, i == 1, reader->line);
	}
	return fail(reader, _("a value"));
}

/* ---- structure ---- */

static int open_container(struct reader *reader, const char *key, bool is_map)
{
	if (reader->depth == GR_JSON_MAX_DEPTH)
		return gr_error_at_line(
			gr_fail(GRANT_ELIMIT, _("line %zu: nested more than %d deep"), reader->line, GR_JSON_MAX_DEPTH),
			reader->line);
	reader->levels[reader->depth].is_map = is_map;
	reader->levels[reader->depth++].first_key = reader->keys.count;
	reader->at++;
	return reader->handler->begin(reader->payload, key, is_map, reader->line);
}

static int read_value(struct reader *reader, const char *key)
{
	char c = reader->at < reader->end ? *reader->at : '\0';
	size_t line = reader->line;
	int r;

	if (c == '{' || c == '[')
		return open_container(reader, key, c == '{');
	if (c == '"') {
		reader->at++;
		r = read_text(reader, &reader->text);
		return r < 0 ? r
		             : reader->handler->text(reader->payload, key, gr_buf_text(&reader->text),
		                                     reader->text.size, line);
	}
	if (c == '-' || (c >= '0' && c <= '9'))
		return read_number(reader, key);
	return read_word(reader, key);
}

static int check_key(struct reader *reader)
{
	int r = gr_json_keys_add(&reader->keys, reader->levels[reader->depth - 1].first_key, gr_buf_text(&reader->key),
	                         reader->key.size);

	if (r != 0)
		return r < 0 ? r : 0;
	return gr_error_at_line(gr_fail(GRANT_EINPUT, _("line %zu: the key “%s” is there twice"), reader->line,
	                                gr_buf_text(&reader->key)),
	                        reader->line);
}

static int read_member(struct reader *reader)
{
	int r;

	if (!is_next(reader, '"'))
		return fail(reader, _("a key in quotation marks"));
	r = read_text(reader, &reader->key);
	skip_space(reader);
	if (r == 0 && !is_next(reader, ':'))
		r = fail(reader, _("a colon behind the key"));
	skip_space(reader);
	if (r == 0)
		r = check_key(reader);
	return r == 0 ? read_value(reader, gr_buf_text(&reader->key)) : r;
}

static int read_item(struct reader *reader)
{
	return reader->levels[reader->depth - 1].is_map ? read_member(reader) : read_value(reader, NULL);
}

/* After a value: the closing marks that follow, then a comma and the next one, or the end. */
static int go_on(struct reader *reader, bool is_first)
{
	char closing;

	skip_space(reader);
	closing = reader->levels[reader->depth - 1].is_map ? '}' : ']';
	if (is_next(reader, closing)) {
		gr_json_keys_leave(&reader->keys, reader->levels[--reader->depth].first_key);
		return reader->handler->end(reader->payload);
	}
	if (!is_first && !is_next(reader, ','))
		return fail(reader, closing == '}' ? _("a comma or }") : _("a comma or ]"));
	skip_space(reader);
	return read_item(reader);
}

static int read_document(struct reader *reader)
{
	int depth, r;

	skip_space(reader);
	r = read_value(reader, NULL);
	depth = 0;
	while (r == 0 && reader->depth > 0) {
		bool is_first = reader->depth > depth;

		depth = reader->depth;
		r = go_on(reader, is_first);
	}
	if (r != 0)
		return r;
	skip_space(reader);
	return reader->at == reader->end ? 0 : fail(reader, _("the end of the document"));
}

int gr_json_parse(const char *bytes, size_t size, const struct gr_json_handler *handler, void *payload)
{
	struct reader reader = { .at = bytes,
		                 .end = bytes + size,
		                 .handler = handler,
		                 .payload = payload,
		                 .line = 1,
		                 .line_start = bytes };
	int r;

	if (!gr_utf8_valid(bytes, size))
		return gr_fail(GRANT_EINPUT, _("the text is not UTF-8"));
	if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		return gr_error_at_line(
			gr_fail(GRANT_EINPUT,
		                _("line 1: there is a byte order mark; save the file as UTF-8 without one")),
			1);
	gr_buf_reserve(&reader.key, USUAL);
	gr_buf_reserve(&reader.text, USUAL);
	gr_buf_reserve(&reader.keys.names, USUAL);
	r = read_document(&reader);
	gr_json_keys_clear(&reader.keys);
	gr_buf_free(&reader.key);
	gr_buf_free(&reader.text);
	return r;
}

/* ---- the tree ---- */

struct builder {
	gr_value *stack[GR_JSON_MAX_DEPTH + 1];
	int depth;
	gr_value *root;
};

static int place(struct builder *builder, const char *key, gr_value *value, size_t line)
{
	gr_value *parent = builder->depth ? builder->stack[builder->depth - 1] : NULL;

	if (!value)
		return GRANT_ENOMEM;
	gr_value_set_line(value, line);
	if (!parent) {
		builder->root = value;
		return 0;
	}
	return key ? gr_map_set(parent, key, value) : gr_list_add(parent, value);
}

static int build_null(void *payload, const char *key, size_t line)
{
	return place(payload, key, gr_null_new(), line);
}

static int build_bool(void *payload, const char *key, bool truth, size_t line)
{
	return place(payload, key, gr_bool_new(truth), line);
}

static int build_number(void *payload, const char *key, const char *text, size_t line)
{
	return place(payload, key, gr_number_new(text), line);
}

static int build_text(void *payload, const char *key, const char *text, size_t size, size_t line)
{
	return place(payload, key, gr_text_new_size(text, size), line);
}

static int build_begin(void *payload, const char *key, bool is_map, size_t line)
{
	struct builder *builder = payload;
	gr_value *value = is_map ? gr_map_new() : gr_list_new();
	int r = place(builder, key, value, line);

	if (r == 0)
		builder->stack[builder->depth++] = value;
	return r;
}

static int build_end(void *payload)
{
	struct builder *builder = payload;

	builder->depth--;
	return 0;
}

int gr_json_read(gr_value **out, const char *bytes, size_t size)
{
	static const struct gr_json_handler handler = { build_null, build_bool,  build_number,
		                                        build_text, build_begin, build_end };
	struct builder builder = { .depth = 0 };
	int r = gr_json_parse(bytes, size, &handler, &builder);

	if (r < 0) {
		gr_value_free(builder.root);
		return r;
	}
	*out = builder.root;
	return 0;
}
