/* SPDX-License-Identifier: Apache-2.0 */
/* Draws against what was published, and against chance. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis.h"
#include "base/buf.h"
#include "base/error.h"
#include "trust/trust.h"

/* RFC 3797, section 6: a pool of 25, three lotteries, ten picks, counted from 1 there. */
static void the_example_of_rfc_3797_comes_out(void **state)
{
	static const size_t published[] = { 17, 7, 2, 16, 25, 23, 8, 24, 19, 13 };
	gr_auto_buf struct gr_buf key = GR_BUF_INIT;
	size_t picks[10];

	(void)state;
	assert_int_equal(gr_draw_key(&key, "9319; 2 5 12 8 10; 9 18 26 34 41 45"), 0);
	assert_string_equal(gr_buf_text(&key), "9319./2.5.8.10.12./9.18.26.34.41.45./");
	assert_int_equal(gr_draw_rfc3797(picks, 10, 25, gr_buf_text(&key), gr_md5), 0);
	for (size_t i = 0; i < 10; i++)
		assert_int_equal(picks[i] + 1, published[i]);
}

static void seeds_of_rfc_3797_are_put_in_its_form(void **state)
{
	static const char *const seeds[][2] = {
		{ "9319./2.5.8.10.12./", "9319./2.5.8.10.12./" },
		{ "12, 5, 100", "5.12.100./" },
		{ "007 000 10", "0.7.10./" },
		{ "3\n2 1\n", "3./1.2./" },
		{ " ; 4 ;; 5", "4./5./" },
		{ "99999999999999999999999999 5", "5.99999999999999999999999999./" },
	};

	(void)state;
	for (size_t i = 0; i < GR_COUNT(seeds); i++) {
		gr_auto_buf struct gr_buf key = GR_BUF_INIT;

		assert_int_equal(gr_draw_key(&key, seeds[i][0]), 0);
		assert_string_equal(gr_buf_text(&key), seeds[i][1]);
	}
}

static void what_is_no_number_is_no_seed_of_rfc_3797(void **state)
{
	static const char *const seeds[] = { "", " ", ";/", "12 apples", "-1", "１２" };

	(void)state;
	for (size_t i = 0; i < GR_COUNT(seeds); i++) {
		gr_auto_buf struct gr_buf key = GR_BUF_INIT;

		assert_int_equal(gr_draw_key(&key, seeds[i]), GRANT_EINPUT);
	}
}

/* Computed by Python's hashlib from the words of draw.h: see tests/cli/draw.bats, which does it with sha256sum. */
static void sha256_draws_as_the_header_says(void **state)
{
	static const size_t expected[] = { 0, 3, 4, 2, 1 };
	size_t picks[5];

	(void)state;
	assert_int_equal(gr_draw_sha256(picks, 5, 5, "xfh-2018/1", "3 9 14", gr_sha256), 0);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(picks[i], expected[i]);
}

/* The first digest of each pick is too high, so that it must be passed over. */
static void high_then_low(unsigned char *out, const void *bytes, size_t size)
{
	const char *text = bytes;

	memset(out, size > 3 && text[size - 2] == '1' && text[size - 3] == '.' ? 0xFF : 0, GR_DRAW_SHA256_SIZE);
}

static void a_number_above_the_last_whole_multiple_is_passed_over(void **state)
{
	size_t picks[3];

	(void)state;
	/* 2^64 leaves 1 when divided by 3, by 1 and by 2 nothing: there all numbers count, and all bits set is an odd number. */
	assert_int_equal(gr_draw_sha256(picks, 3, 3, "r/1", "s", high_then_low), 0);
	assert_int_equal(picks[0], 0);
	assert_int_equal(picks[1], 2);
	assert_int_equal(picks[2], 1);
}

static void always_high(unsigned char *out, const void *bytes, size_t size)
{
	(void)bytes, (void)size;
	memset(out, 0xFF, GR_DRAW_SHA256_SIZE);
}

static void digests_that_never_fit_end_in_an_error(void **state)
{
	size_t picks[3];

	(void)state;
	assert_int_equal(gr_draw_sha256(picks, 1, 3, "r/1", "s", always_high), GRANT_EINTERNAL);
}

/* 6,000 draws of one out of six: each of them 1,000 times, give or take five standard deviations (29). */
static void every_member_is_as_likely_as_the_others(void **state)
{
	size_t times[2][6] = { { 0 } };

	(void)state;
	for (int i = 0; i < 6000; i++) {
		char seed[16];
		size_t pick[2];

		snprintf(seed, sizeof(seed), "%d", i);
		assert_int_equal(gr_draw_sha256(pick, 2, 6, "fair/1", seed, gr_sha256), 0);
		times[0][pick[0]]++;
		times[1][pick[1]]++;
		assert_int_not_equal(pick[0], pick[1]);
	}
	for (size_t i = 0; i < 6; i++) {
		assert_in_range(times[0][i], 855, 1145);
		assert_in_range(times[1][i], 855, 1145);
	}
}

static void the_whole_of_the_largest_pool_is_put_into_an_order(void **state)
{
	static size_t picks[GR_DRAW_POOL_MAX];
	static bool seen[GR_DRAW_POOL_MAX];

	(void)state;
	assert_int_equal(gr_draw_rfc3797(picks, GR_DRAW_POOL_MAX, GR_DRAW_POOL_MAX, "1./", gr_md5), 0);
	for (size_t i = 0; i < GR_DRAW_POOL_MAX; i++) {
		assert_false(seen[picks[i]]);
		seen[picks[i]] = true;
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_rfc_3797_comes_out),
		cmocka_unit_test(seeds_of_rfc_3797_are_put_in_its_form),
		cmocka_unit_test(what_is_no_number_is_no_seed_of_rfc_3797),
		cmocka_unit_test(sha256_draws_as_the_header_says),
		cmocka_unit_test(a_number_above_the_last_whole_multiple_is_passed_over),
		cmocka_unit_test(digests_that_never_fit_end_in_an_error),
		cmocka_unit_test(every_member_is_as_likely_as_the_others),
		cmocka_unit_test(the_whole_of_the_largest_pool_is_put_into_an_order),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("draw", tests, NULL, NULL);
}
