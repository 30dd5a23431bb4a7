/* SPDX-License-Identifier: Apache-2.0 */
/* Money in fen and scores in ten-thousandths: strict reading, writing back, shares and the split into tranches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <grant/value.h>

#include "base/decimal.h"
#include "base/error.h"

static void money_is_read_strictly(void **state)
{
	static const struct {
		const char *text;
		int64_t fen;
	} good[] = {
		{ "0", 0 },           { "0.01", 1 },           { "0.1", 10 },     { "50000.00", 5000000 },
		{ "50000", 5000000 }, { "49999.99", 4999999 }, { "1.5000", 150 }, { "92233720368547758.07", INT64_MAX },
	};
	static const char *const bad[] = { "",
		                           "-1",
		                           "-0.01",
		                           "1.005",
		                           "1,000.00",
		                           "5万",
		                           "1.",
		                           ".5",
		                           "+1",
		                           "01",
		                           "00",
		                           " 1",
		                           "1 ",
		                           "1e3",
		                           "0x1",
		                           "１",
		                           "1.0.0",
		                           "92233720368547758.08",
		                           "99999999999999999999",
		                           "¥5",
		                           "NaN" };
	int64_t fen = 7;

	(void)state;
	for (size_t i = 0; i < GR_COUNT(good); i++) {
		assert_int_equal(gr_money_parse(&fen, good[i].text), 0);
		assert_int_equal(fen, good[i].fen);
	}
	fen = 7;
	for (size_t i = 0; i < GR_COUNT(bad); i++)
		if (gr_money_parse(&fen, bad[i]) != GRANT_EINPUT || fen != 7)
			fail_msg("“%s” is read", bad[i]);
	assert_int_equal(gr_money_parse(&fen, NULL), GRANT_EINPUT);
}

static void scores_have_four_places(void **state)
{
	static const struct {
		const char *text;
		int64_t e4;
		const char *back;
	} good[] = {
		{ "18.5", 185000, "18.5" },
		{ "0", 0, "0" },
		{ "-0", 0, "0" },
		{ "-2.5", -25000, "-2.5" },
		{ "0.0001", 1, "0.0001" },
		{ "100.00000", 1000000, "100" },
		{ "-0.0001", -1, "-0.0001" },
		{ "20.50", 205000, "20.5" },
	};
	char text[GR_DECIMAL_TEXT_SIZE];
	int64_t e4;

	(void)state;
	for (size_t i = 0; i < GR_COUNT(good); i++) {
		assert_int_equal(gr_score_parse(&e4, good[i].text), 0);
		assert_int_equal(e4, good[i].e4);
		gr_score_format(text, e4);
		assert_string_equal(text, good[i].back);
	}
	assert_int_equal(gr_score_parse(&e4, "1.00001"), GRANT_EINPUT);
	assert_int_equal(gr_score_parse(&e4, "1.23456"), GRANT_EINPUT);
}

static void every_amount_comes_back(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char text[GR_DECIMAL_TEXT_SIZE], again[48];
		int64_t fen, back;

		seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		fen = (int64_t)(seed >> 1) >> (i % 60);
		gr_money_format(text, fen);
		snprintf(again, sizeof(again), "%lld.%02d", (long long)(fen / 100), (int)(fen % 100));
		assert_string_equal(text, again);
		assert_int_equal(gr_money_parse(&back, text), 0);
		assert_true(back == fen);
	}
	{
		char text[GR_DECIMAL_TEXT_SIZE];

		gr_decimal_format(text, INT64_MIN, 2, false);
		assert_string_equal(text, "-92233720368547758.08");
		gr_decimal_format(text, INT64_MIN, 0, false);
		assert_string_equal(text, "-9223372036854775808");
	}
}

static void a_canonical_decimal_has_no_superfluous_zeros(void **state)
{
	static const char *const rows[][2] = {
		{ "1.50", "1.5" },
		{ "1.00", "1" },
		{ "-0.0", "0" },
		{ "-0", "0" },
		{ "100", "100" },
		{ "0.10", "0.1" },
		{ "-3.140", "-3.14" },
		{ "12345678901234567890123456789012345678901234567890.5",
		  "12345678901234567890123456789012345678901234567890.5" },
	};
	static const char *const bad[] = { "",    "01",
		                           "1.",  ".1",
		                           "1e5", "--1",
		                           "abc", "12345678901234567890123456789012345678901234567890123456789012345" };

	(void)state;
	for (size_t i = 0; i < GR_COUNT(rows); i++) {
		struct gr_buf out = GR_BUF_INIT;

		assert_int_equal(gr_decimal_canonical(&out, rows[i][0]), 0);
		assert_string_equal(gr_buf_text(&out), rows[i][1]);
		gr_buf_free(&out);
	}
	for (size_t i = 0; i < GR_COUNT(bad); i++) {
		struct gr_buf out = GR_BUF_INIT;

		assert_int_equal(gr_decimal_canonical(&out, bad[i]), GRANT_EINPUT);
		gr_buf_free(&out);
	}
}

static void texts_compare_as_numbers(void **state)
{
	static const struct {
		const char *a, *b;
		int order;
	} rows[] = {
		{ "1", "2", -1 },      { "10", "9", 1 },      { "1.5", "1.50", 0 },    { "-1", "1", -1 },
		{ "-2", "-1", -1 },    { "-0", "0", 0 },      { "0.1", "0.09", 1 },    { "-0.5", "-0.49", -1 },
		{ "2", "2.0001", -1 }, { "-0.0", "0.00", 0 }, { "100", "99.9999", 1 },
	};

	(void)state;
	for (size_t i = 0; i < GR_COUNT(rows); i++) {
		assert_int_equal(gr_decimal_compare(rows[i].a, rows[i].b), rows[i].order);
		assert_int_equal(gr_decimal_compare(rows[i].b, rows[i].a), -rows[i].order);
	}
}

/* domain.md, 4.3: all but the last are cut to the fen, the last one takes the rest. */
static void tranches_leave_the_rest_to_the_last(void **state)
{
	static const struct {
		int64_t amount, percent[3], expected[3];
	} rows[] = {
		{ 4999999, { 50, 30, 20 }, { 2499999, 1499999, 1000001 } },
		{ 4999999, { 60, 30, 10 }, { 2999999, 1499999, 500001 } },
		{ 5600001, { 50, 30, 20 }, { 2800000, 1680000, 1120001 } },
	};

	(void)state;
	for (size_t i = 0; i < GR_COUNT(rows); i++) {
		int64_t left = rows[i].amount, share;

		for (size_t k = 0; k < 2; k++) {
			assert_int_equal(gr_share_floor(&share, rows[i].amount, rows[i].percent[k], 100), 0);
			assert_int_equal(share, rows[i].expected[k]);
			assert_int_equal(gr_sub_checked(&left, left, share), 0);
		}
		assert_int_equal(left, rows[i].expected[2]);
	}
	{
		int64_t cap;

		assert_int_equal(gr_share_floor(&cap, 4999999, 10, 100), 0);
		assert_int_equal(cap, 499999); /* at most 10 percent of 49,999.99 is 4,999.99 */
	}
}

static void sums_are_checked(void **state)
{
	int64_t out = 5;

	(void)state;
	assert_int_equal(gr_add_checked(&out, INT64_MAX - 1, 1), 0);
	assert_int_equal(gr_add_checked(&out, INT64_MAX, 1), GRANT_ELIMIT);
	assert_int_equal(gr_sub_checked(&out, INT64_MIN, 1), GRANT_ELIMIT);
	assert_int_equal(gr_share_floor(&out, INT64_MAX, INT64_MAX, INT64_MAX), 0);
	assert_true(out == INT64_MAX);
	assert_int_equal(gr_share_floor(&out, INT64_MAX, 2, 1), GRANT_ELIMIT);
	assert_int_equal(gr_share_floor(&out, -1, 1, 2), GRANT_EINVALID);
	assert_int_equal(gr_share_floor(&out, 1, 1, 0), GRANT_EINVALID);
}

static void the_public_ones_are_the_same(void **state)
{
	char *text = NULL;
	int64_t number;

	(void)state;
	assert_int_equal(grant_money_parse(&number, "50000.5"), 0);
	assert_int_equal(grant_money_format(&text, number), 0);
	assert_string_equal(text, "50000.50");
	grant_string_free(text);
	assert_int_equal(grant_score_parse(&number, "18.50"), 0);
	assert_int_equal(grant_score_format(&text, number), 0);
	assert_string_equal(text, "18.5");
	grant_string_free(text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_is_read_strictly),
		cmocka_unit_test(scores_have_four_places),
		cmocka_unit_test(every_amount_comes_back),
		cmocka_unit_test(a_canonical_decimal_has_no_superfluous_zeros),
		cmocka_unit_test(texts_compare_as_numbers),
		cmocka_unit_test(tranches_leave_the_rest_to_the_last),
		cmocka_unit_test(sums_are_checked),
		cmocka_unit_test(the_public_ones_are_the_same),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("decimal", tests, NULL, NULL);
}
