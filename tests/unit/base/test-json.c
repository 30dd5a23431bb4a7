/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON reader: what it refuses and where, what it keeps, and jansson's opinion of random documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "../../fuzz/json-events.h"

static const struct {
	const char *text;
	size_t line; /* of the refusal; 0: none is told */
} refused[] = {
	{ "", 1 },
	{ " ", 1 },
	{ "nul", 1 },
	{ "nulll", 1 },
	{ "True", 1 },
	{ "01", 1 },
	{ "+1", 1 },
	{ "-", 1 },
	{ "1.", 1 },
	{ ".5", 1 },
	{ "1e", 1 },
	{ "1e+", 1 },
	{ "0x1", 1 },
	{ "NaN", 1 },
	{ "Infinity", 1 },
	{ "'a'", 1 },
	{ "\"a", 1 },
	{ "\"a\nb\"", 1 },
	{ "\"\t\"", 1 },
	{ "\"\\x\"", 1 },
	{ "\"\\u12\"", 1 },
	{ "\"\\u0000\"", 1 },
	{ "\"\\ud800\"", 1 },
	{ "\"\\ud800\\u0041\"", 1 },
	{ "\"\\udc00\"", 1 },
	{ "\"\\ud800\\ud800\"", 1 },
	{ "[1,]", 1 },
	{ "[,1]", 1 },
	{ "[1 2]", 1 },
	{ "[1", 1 },
	{ "]", 1 },
	{ "[1}", 1 },
	{ "{\"a\"}", 1 },
	{ "{\"a\":}", 1 },
	{ "{a:1}", 1 },
	{ "{\"a\":1,}", 1 },
	{ "{\"a\":1 \"b\":2}", 1 },
	{ "{1:1}", 1 },
	{ "{} {}", 1 },
	{ "1 2", 1 },
	{ "// x\n1", 1 },
	{ "\n\n[1,\n  x]", 4 },
	{ "{\n\"a\": 1,\n\"b\": {\"a\": 1},\n\"a\": 2}", 4 },
	{ "{\"a\":1,\"\\u0061\":2}", 1 },
	{ "\xEF\xBB\xBF{}", 1 },
	{ "\xFF", 0 },
	{ "\"\xC0\xAF\"", 0 },
	{ "\"\xED\xA0\x80\"", 0 },
	{ "\"\xE4\xB8\"", 0 },
};

static void what_is_not_strict_is_refused_with_its_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(refused); i++) {
		gr_value *value = NULL;
		int r = gr_json_read(&value, refused[i].text, strlen(refused[i].text));

		if (r != GRANT_EINPUT || value)
			fail_msg("[%s] was read: %d", refused[i].text, r);
		if (grant_error_line(grant_error_last()) != refused[i].line)
			fail_msg("[%s]: line %zu, wanted %zu", refused[i].text,
			         (size_t)grant_error_line(grant_error_last()), refused[i].line);
		assert_null(events_against_tree(refused[i].text, strlen(refused[i].text)));
		gr_error_clear();
	}
	assert_int_equal(gr_json_parse("a\0b", 3, NULL, NULL), GRANT_EINPUT);
}

static void numbers_keep_their_text_and_values_their_line(void **state)
{
	static const char text[] =
		"{\n \"a\": 0.10,\n \"b\": [1e400,\n -0,\n 123456789012345678901234567890],\n \"c\": {\"d\":\n\"x\"}}";
	gr_auto_value gr_value *value = NULL;

	(void)state;
	assert_int_equal(gr_json_read(&value, text, sizeof(text) - 1), 0);
	assert_string_equal(gr_map_text(value, "a"), "0.10");
	assert_string_equal(gr_value_text(gr_value_at(value, "b.0")), "1e400");
	assert_string_equal(gr_value_text(gr_value_at(value, "b.1")), "-0");
	assert_string_equal(gr_value_text(gr_value_at(value, "b.2")), "123456789012345678901234567890");
	assert_int_equal(gr_value_line(value), 1);
	assert_int_equal(gr_value_line(gr_value_at(value, "a")), 2);
	assert_int_equal(gr_value_line(gr_value_at(value, "b")), 3);
	assert_int_equal(gr_value_line(gr_value_at(value, "b.2")), 5);
	assert_int_equal(gr_value_line(gr_value_at(value, "c.d")), 7);
}

static void depth_is_bounded(void **state)
{
	char text[2 * GR_JSON_MAX_DEPTH + 4];

	(void)state;
	for (int depth = GR_JSON_MAX_DEPTH; depth <= GR_JSON_MAX_DEPTH + 1; depth++) {
		gr_auto_value gr_value *value = NULL;

		memset(text, '[', (size_t)depth);
		memset(text + depth, ']', (size_t)depth);
		assert_int_equal(gr_json_read(&value, text, 2 * (size_t)depth),
		                 depth > GR_JSON_MAX_DEPTH ? GRANT_ELIMIT : 0);
		gr_error_clear();
	}
}

/* More keys than a record has, maps inside maps with the same names, and the last key once more. */
static void a_key_that_is_there_twice_is_found_among_many(void **state)
{
	for (int count = 1; count <= 30000; count = count * 3 + 1) {
		gr_auto_buf struct gr_buf text = GR_BUF_INIT;
		gr_auto_buf struct gr_buf heard = GR_BUF_INIT;
		gr_auto_value gr_value *value = NULL;

		(void)state;
		gr_buf_byte(&text, '{');
		for (int i = 0; i < count; i++)
			gr_buf_printf(&text, "\"k%d\": {\"k%d\": {\"k0\": 1, \"x\": 2}, \"k0x\": []},\n", i, i);
		gr_buf_text_append(&text, "\"last\": 0}");
		assert_int_equal(gr_json_read(&value, gr_buf_text(&text), text.size), 0);
		assert_int_equal(gr_value_count(value), count + 1);
		assert_null(events_against_tree(gr_buf_text(&text), text.size));
		gr_buf_truncate(&text, text.size - strlen("\"last\": 0}"));
		gr_buf_printf(&text, "\"k%d\": 0}", count / 2);
		assert_int_equal(gr_json_parse(gr_buf_text(&text), text.size, &teller, &heard),
		                 GRANT_EINPUT);
		assert_int_equal(grant_error_line(grant_error_last()), count + 1);
		assert_null(events_against_tree(gr_buf_text(&text), text.size));
		gr_error_clear();
	}
}

/* ---- against jansson ---- */

static uint64_t chance(uint64_t *state, uint64_t below)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state % below;
}

static json_t *random_text(uint64_t *seed)
{
	struct gr_buf text = GR_BUF_INIT;
	json_t *json;

	gr_buf_text_append(&text, "");
	for (uint64_t i = chance(seed, 8); i > 0; i--) {
		static const int32_t limits[] = { 0x80, 0x800, 0xD800, 0x10FFFF };
		char bytes[5];

		gr_utf8_encode((int32_t)chance(seed, (uint64_t)limits[chance(seed, 4)]) | 1, bytes);
		if (gr_utf8_valid(bytes, strlen(bytes)))
			gr_buf_text_append(&text, bytes);
	}
	json = json_string(gr_buf_text(&text));
	gr_buf_free(&text);
	return json;
}

static json_t *random_json(uint64_t *seed, int depth)
{
	json_t *json;

	switch (chance(seed, depth > 0 ? 8 : 5)) {
	case 0:
		return json_null();
	case 1:
		return json_boolean(chance(seed, 2));
	case 2:
		return json_integer((json_int_t)chance(seed, 1000000) - 500000);
	case 3:
	case 4:
		return random_text(seed);
	case 5:
		json = json_array();
		for (uint64_t i = chance(seed, 5); i > 0; i--)
			json_array_append_new(json, random_json(seed, depth - 1));
		return json;
	default:
		json = json_object();
		for (uint64_t i = chance(seed, 5); i > 0; i--) {
			json_t *key = random_text(seed);

			json_object_set_new(json, json_string_value(key), random_json(seed, depth - 1));
			json_decref(key);
		}
		return json;
	}
}

/* Writes with our writer what was read with our reader, for jansson to compare. */
static void check_valid(const json_t *json, size_t flags)
{
	char *text = json_dumps(json, flags | JSON_ENCODE_ANY);
	gr_auto_value gr_value *value = NULL;
	gr_auto_buf struct gr_buf out = GR_BUF_INIT;
	json_t *again;

	if (gr_json_read(&value, text, strlen(text)) < 0)
		fail_msg("%s: %s", text, grant_error_message(grant_error_last()));
	gr_json_write(&out, value);
	again = json_loads(gr_buf_text(&out), JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
	if (!again || !json_equal(json, again))
		fail_msg("%s came out as %s", text, gr_buf_text(&out));
	json_decref(again);
	free(text);
}

/* A changed document: both take it or both refuse it. jansson refuses numbers out of its range too, which is told apart. */
static void check_changed(uint64_t *seed, const json_t *json)
{
	static const char bytes[] = "{}[],:\"\\ue1-+. 0n\x7F\x80\xE4\xFF\n";
	char *text = json_dumps(json, JSON_ENCODE_ANY);
	size_t size = strlen(text);
	gr_value *value = NULL;
	json_error_t error;
	json_t *theirs;
	bool ours;

	for (uint64_t i = 1 + chance(seed, 3); i > 0; i--)
		text[chance(seed, size)] = bytes[chance(seed, sizeof(bytes) - 1)];
	ours = gr_json_read(&value, text, size) == 0;
	theirs = json_loadb(text, size, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
	if (ours != (theirs != NULL) && json_error_code(&error) != json_error_numeric_overflow)
		fail_msg("[%s] ours: %d, jansson: %s", text, ours, theirs ? "taken" : error.text);
	if (events_against_tree(text, size) || row_against_tree(text, size))
		fail_msg("[%s]: events, tree and row differ", text);
	json_decref(theirs);
	gr_value_free(value);
	gr_error_clear();
	free(text);
}

static void jansson_agrees_about_random_documents_and_their_mutations(void **state)
{
	uint64_t seed = 8259;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		json_t *json = random_json(&seed, 4);

		check_valid(json, i % 2 ? JSON_ENSURE_ASCII : JSON_INDENT(3));
		for (int k = 0; k < 5; k++)
			check_changed(&seed, json);
		json_decref(json);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_strict_is_refused_with_its_line),
		cmocka_unit_test(numbers_keep_their_text_and_values_their_line),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(a_key_that_is_there_twice_is_found_among_many),
		cmocka_unit_test(jansson_agrees_about_random_documents_and_their_mutations),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
