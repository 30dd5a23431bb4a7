/* SPDX-License-Identifier: Apache-2.0 */
/* What changed between two texts: the pieces give both texts again, whatever they are, and little is told for a little. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/compare.h"

/* The text of one side, from the pieces. */
static char *side(const gr_value *parts, const char *without)
{
	struct gr_buf text = GR_BUF_INIT;

	gr_buf_text_append(&text, "");
	for (size_t i = 0; i < gr_value_count(parts); i++)
		if (strcmp(gr_map_text(gr_value_item(parts, i), "change"), without) != 0)
			gr_buf_text_append(&text, gr_map_text(gr_value_item(parts, i), "text"));
	return gr_buf_steal(&text);
}

static void check_words(const char *old, const char *new)
{
	gr_value *parts = NULL;
	char *one, *two;

	assert_int_equal(gr_compare_words(&parts, old, new), 0);
	one = side(parts, "add");
	two = side(parts, "remove");
	assert_string_equal(one, old);
	assert_string_equal(two, new);
	free(one);
	free(two);
	gr_value_free(parts);
}

/* "[-a-]{+b+}c" */
static void check_told(const char *old, const char *new, const char *told)
{
	struct gr_buf text = GR_BUF_INIT;
	gr_value *parts = NULL;

	assert_int_equal(gr_compare_words(&parts, old, new), 0);
	for (size_t i = 0; i < gr_value_count(parts); i++) {
		const char *change = gr_map_text(gr_value_item(parts, i), "change");
		const char *piece = gr_map_text(gr_value_item(parts, i), "text");

		gr_buf_printf(&text, strcmp(change, "same") == 0   ? "%s"
		                     : strcmp(change, "add") == 0 ? "{+%s+}"
		                                                  : "[-%s-]", piece);
	}
	assert_string_equal(gr_buf_text(&text), told);
	gr_buf_free(&text);
	gr_value_free(parts);
}

static void test_told(void **state)
{
	(void)state;
	check_told("", "", "");
	check_told("一样", "一样", "一样");
	check_told("", "新的", "{+新的+}");
	check_told("旧的", "", "[-旧的-]");
	check_told("为社区老年人提供助餐服务", "为社区老年人提供助浴服务", "为社区老年人提供助[-餐-]{+浴+}服务");
	check_told("visit 120 homes", "visit 150 homes", "visit [-120-]{+150+} homes");
	/* one character that happens to stay is not told apart */
	check_told("甲乙丙", "子乙丑", "[-甲乙丙-]{+子乙丑+}");
}

static void test_random(void **state)
{
	static const char *const letters[] = { "甲", "乙", "a", "b ", "\n", "1" };
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		char texts[2][200] = { "", "" };

		for (int side_ = 0; side_ < 2; side_++) {
			unsigned count = (seed = seed * 1664525u + 1013904223u) >> 27;

			while (count-- > 0)
				strcat(texts[side_], letters[((seed = seed * 1664525u + 1013904223u) >> 16) % 6]);
		}
		check_words(texts[0], texts[1]);
	}
}

/* Far apart: bounded, and still right. */
static void test_far(void **state)
{
	struct gr_buf one = GR_BUF_INIT, two = GR_BUF_INIT;

	(void)state;
	for (int i = 0; i < 6000; i++) {
		gr_buf_printf(&one, "%d ", i * 7919 % 6007);
		gr_buf_printf(&two, "%d ", i * 6007 % 7919);
	}
	check_words(gr_buf_text(&one), gr_buf_text(&two));
	gr_buf_free(&one);
	gr_buf_free(&two);
}

static void test_lines(void **state)
{
	gr_value *lines = NULL;
	const gr_value *line;
	int64_t number = 0;

	(void)state;
	assert_int_equal(gr_compare_lines(&lines, "a\nb\nc\nd", "a\nx\nc\r\nd"), 0);
	assert_int_equal(gr_value_count(lines), 4);
	line = gr_value_item(lines, 0);
	assert_string_equal(gr_map_text(line, "change"), "remove");
	assert_string_equal(gr_map_text(line, "text"), "b");
	line = gr_value_item(lines, 3);
	assert_string_equal(gr_map_text(line, "change"), "add");
	assert_string_equal(gr_map_text(line, "text"), "c");
	assert_int_equal(gr_value_int64(&number, gr_map_get(line, "line")), 0);
	assert_int_equal(number, 3);
	gr_value_free(lines);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_far),
		cmocka_unit_test(test_lines),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
