/* SPDX-License-Identifier: Apache-2.0 */
/* Exact fractions: vectors of real rounds, rounding, the bound of 4,096 bits, and random numbers against an oracle of 128 bits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/exact.h"
#include "base/mem.h"

typedef int (*operation)(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b);

static char *text_of(const struct gr_exact *number)
{
	struct gr_buf out = GR_BUF_INIT;

	gr_exact_format(&out, number);
	return gr_buf_steal(&out);
}

static void read_number(struct gr_exact *out, const char *text)
{
	if (gr_exact_parse(out, text) < 0)
		fail_msg("%s: %s", text, grant_error_message(grant_error_last()));
}

static void check_text(const struct gr_exact *number, const char *expected)
{
	char *text = text_of(number);

	assert_string_equal(text, expected);
	gr_free(text);
}

/* ---- reading and writing ---- */

static void texts_are_read_strictly(void **state)
{
	static const char *const good[][2] = {
		{ "0", "0" },
		{ "-0", "0" },
		{ "12", "12" },
		{ "-12", "-12" },
		{ "0.625", "5/8" },
		{ "-0.5", "-1/2" },
		{ "007", "7" },
		{ "265/3", "265/3" },
		{ "6/4", "3/2" },
		{ "1/-2", "-1/2" },
		{ "-6/-4", "3/2" },
		{ "1.5/0.5", "3" },
		{ "100.00", "100" },
		{ "9223372036854775807", "9223372036854775807" },
		{ "-9223372036854775808", "-9223372036854775808" },
		{ "18446744073709551616/4294967296", "4294967296" },
	};
	static const char *const bad[] = { "",      "-",  "+1", ".5",   "5.",    "1e3", "0x10",  " 1",  "1 ",  "1,5",
		                           "1.2.3", "1/", "/2", "1//2", "1/2/3", "1/0", "1/0.0", "inf", "nan", "１" };

	(void)state;
	for (size_t i = 0; i < GR_COUNT(good); i++) {
		struct gr_exact number = GR_EXACT_ZERO;

		read_number(&number, good[i][0]);
		check_text(&number, good[i][1]);
		gr_exact_clear(&number);
	}
	for (size_t i = 0; i < GR_COUNT(bad); i++) {
		struct gr_exact number = GR_EXACT_ZERO;

		if (gr_exact_parse(&number, bad[i]) != GRANT_EINPUT)
			fail_msg("“%s” is read", bad[i]);
		gr_exact_clear(&number);
	}
}

static void check_places(const char *text, unsigned places, const char *expected)
{
	struct gr_exact number = GR_EXACT_ZERO;
	struct gr_buf out = GR_BUF_INIT;

	read_number(&number, text);
	gr_exact_format_places(&out, &number, places);
	assert_string_equal(gr_buf_text(&out), expected);
	gr_buf_free(&out);
	gr_exact_clear(&number);
}

/* 四舍五入: half away from zero, only for print. */
static void halves_go_away_from_zero(void **state)
{
	static const struct {
		const char *text;
		unsigned places;
		const char *expected;
	} rows[] = {
		{ "265/3", 2, "88.33" },
		{ "266/3", 2, "88.67" },
		{ "2.675", 2, "2.68" },
		{ "1.005", 2, "1.01" },
		{ "89.995", 2, "90.00" },
		{ "-2.5", 0, "-3" },
		{ "2.5", 0, "3" },
		{ "-0.5", 0, "-1" },
		{ "0.5", 0, "1" },
		{ "0.4999", 0, "0" },
		{ "-0.4999", 0, "0" },
		{ "-1/3", 2, "-0.33" },
		{ "0.005", 2, "0.01" },
		{ "-0.005", 2, "-0.01" },
		{ "0.0049", 2, "0.00" },
		{ "-0.0049", 2, "0.00" },
		{ "7", 3, "7.000" },
		{ "0", 2, "0.00" },
		{ "99.995", 2, "100.00" },
		{ "1/3", 30, "0.333333333333333333333333333333" },
		{ "123456789012345678901234567890.5", 0, "123456789012345678901234567891" },
	};

	(void)state;
	for (size_t i = 0; i < GR_COUNT(rows); i++)
		check_places(rows[i].text, rows[i].places, rows[i].expected);
}

static void short_texts_are_decimals_within_four_places(void **state)
{
	static const char *const rows[][2] = {
		{ "88.5", "88.5" },
		{ "265/3", "265/3" },
		{ "1/16", "0.0625" },
		{ "1/32", "1/32" },
		{ "3", "3" },
		{ "-1/2", "-0.5" },
		{ "1/10000", "0.0001" },
		{ "1/100000", "1/100000" },
		{ "0", "0" },
		{ "100000000000000000000.25", "100000000000000000000.25" },
		{ "100000000000000000000/3", "100000000000000000000/3" },
	};

	(void)state;
	for (size_t i = 0; i < GR_COUNT(rows); i++) {
		struct gr_exact number = GR_EXACT_ZERO;
		struct gr_buf out = GR_BUF_INIT;

		read_number(&number, rows[i][0]);
		gr_exact_format_short(&out, &number);
		assert_string_equal(gr_buf_text(&out), rows[i][1]);
		gr_buf_free(&out);
		gr_exact_clear(&number);
	}
}

/* ---- the vectors of domain.md, section 3.1 ---- */

static void sum_of(struct gr_exact *out, const char *const *texts)
{
	gr_exact_set(out, 0);
	for (; *texts; texts++) {
		struct gr_exact item = GR_EXACT_ZERO;

		read_number(&item, *texts);
		assert_int_equal(gr_exact_add(out, out, &item), 0);
		gr_exact_clear(&item);
	}
}

static void golden_vectors_add_up(void **state)
{
	static const struct {
		const char *name, *terms[4], *expected;
	} rows[] = {
		{ "Qingdao 15/25/60", { "13.5", "21.5", "53.28" }, "88.28" },
		{ "Dongguan 60/20/20", { "51", "14", "8" }, "73.00" },
		{ "Zhongshan", { "84.5", "30", "12" }, "126.50" },
		{ "Suzhou", { "96", "8", "-2" }, "102.00" },
	};
	static const char *const weights[] = { "0.15", "0.25", "0.6" }, *const marks[] = { "90", "86", "88.8" };
	struct gr_exact total = GR_EXACT_ZERO, a = GR_EXACT_ZERO, b = GR_EXACT_ZERO;

	(void)state;
	for (size_t i = 0; i < GR_COUNT(rows); i++) {
		struct gr_buf out = GR_BUF_INIT;

		sum_of(&total, rows[i].terms);
		gr_exact_format_places(&out, &total, 2);
		assert_string_equal(gr_buf_text(&out), rows[i].expected);
		gr_buf_free(&out);
	}
	gr_exact_set(&total, 0);
	for (size_t i = 0; i < 3; i++) {
		read_number(&a, weights[i]);
		read_number(&b, marks[i]);
		assert_int_equal(gr_exact_mul(&a, &a, &b), 0);
		assert_int_equal(gr_exact_add(&total, &total, &a), 0);
	}
	check_text(&total, "2207/25"); /* 88.28 */
}

/* ---- random numbers against 128 bits ---- */

static uint64_t seed = 20180331;

static int64_t draw(int64_t below)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((seed >> 17) % (uint64_t)below);
}

struct oracle {
	__int128 n, d; /* reduced, d > 0 */
};

static struct oracle reduced(__int128 n, __int128 d)
{
	__int128 a = n < 0 ? -n : n, b = d < 0 ? -d : d;
	struct oracle made;

	while (b != 0) {
		__int128 rest = a % b;

		a = b;
		b = rest;
	}
	made.n = (d < 0 ? -n : n) / a;
	made.d = (d < 0 ? -d : d) / a;
	return made;
}

static void check_oracle(const struct gr_exact *number, struct oracle expected, const char *what)
{
	struct gr_exact numerator = GR_EXACT_ZERO, denominator = GR_EXACT_ZERO, unit = GR_EXACT_ZERO,
			made = GR_EXACT_ZERO;

	/* n and d as high * 2^32 + low, through numbers that are surely short */
	gr_exact_set(&unit, INT64_C(1) << 32);
	gr_exact_set(&numerator, (int64_t)(expected.n >> 32));
	gr_exact_mul(&numerator, &numerator, &unit);
	gr_exact_set(&made, (int64_t)(expected.n & 0xFFFFFFFF));
	gr_exact_add(&numerator, &numerator, &made);
	gr_exact_set(&denominator, (int64_t)(expected.d >> 32));
	gr_exact_mul(&denominator, &denominator, &unit);
	gr_exact_set(&made, (int64_t)(expected.d & 0xFFFFFFFF));
	gr_exact_add(&denominator, &denominator, &made);
	assert_int_equal(gr_exact_div(&made, &numerator, &denominator), 0);
	if (gr_exact_compare(&made, number) != 0)
		fail_msg("%s: %s, expected %s", what, text_of(number), text_of(&made));
	gr_exact_clear(&numerator);
	gr_exact_clear(&denominator);
	gr_exact_clear(&made);
}

static __int128 floor_of(__int128 a, __int128 b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static struct oracle expected_of(char sign, struct oracle a, struct oracle b)
{
	struct oracle whole;

	switch (sign) {
	case '+':
		return reduced(a.n * b.d + b.n * a.d, a.d * b.d);
	case '-':
		return reduced(a.n * b.d - b.n * a.d, a.d * b.d);
	case '*':
		return reduced(a.n * b.n, a.d * b.d);
	case '/':
		return reduced(a.n * b.d, a.d * b.n);
	default:
		whole.n = floor_of(a.n * b.d * (b.n < 0 ? -1 : 1), a.d * (b.n < 0 ? -b.n : b.n));
		whole.d = 1;
		return sign == 'f' ? whole : reduced(a.n * b.d - b.n * whole.n * a.d, a.d * b.d);
	}
}

static void random_operations_are_right(void **state)
{
	static const struct {
		char sign;
		operation operate;
	} rows[] = { { '+', gr_exact_add }, { '-', gr_exact_sub },       { '*', gr_exact_mul },
		     { '/', gr_exact_div }, { 'f', gr_exact_floor_div }, { '%', gr_exact_mod } };

	(void)state;
	for (int round = 0; round < 20000; round++) {
		int64_t below = round % 2 ? 1000 : INT64_C(1) << 30;
		struct oracle a = reduced(draw(2 * below) - below, draw(below) + 1);
		struct oracle b = reduced(draw(2 * below) - below, draw(below) + 1);
		struct gr_exact first = GR_EXACT_ZERO, second = GR_EXACT_ZERO, out = GR_EXACT_ZERO;
		size_t k = (size_t)round % GR_COUNT(rows);

		if (b.n == 0)
			continue;
		assert_int_equal(gr_exact_set_fraction(&first, (int64_t)a.n, (int64_t)a.d), 0);
		assert_int_equal(gr_exact_set_fraction(&second, (int64_t)b.n, (int64_t)b.d), 0);
		assert_int_equal(rows[k].operate(&out, &first, &second), 0);
		check_oracle(&out, expected_of(rows[k].sign, a, b), (char[]){ rows[k].sign, '\0' });
		assert_int_equal(gr_exact_compare(&first, &second), (a.n * b.d > b.n * a.d) - (a.n * b.d < b.n * a.d));
		/* the result may stand in an operand's place */
		assert_int_equal(rows[k].operate(&second, &first, &second), 0);
		assert_int_equal(gr_exact_compare(&second, &out), 0);
		gr_exact_clear(&first);
		gr_exact_clear(&second);
		gr_exact_clear(&out);
	}
}

/* The same laws far beyond 64 bits, where no oracle reaches: (a + b) - b, (a * b) / b, a = b * floor(a/b) + a mod b, round trips. */
static void laws_hold_for_long_numbers(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		struct gr_exact a = GR_EXACT_ZERO, b = GR_EXACT_ZERO, c = GR_EXACT_ZERO, d = GR_EXACT_ZERO;
		char first[400], second[400], *text;
		int size = (int)draw(300) + 1, used = snprintf(first, sizeof(first), "%s", round % 3 ? "" : "-");

		for (int i = 0; i < size; i++)
			used += snprintf(first + used, sizeof(first) - (size_t)used, "%d", (int)draw(10));
		snprintf(first + used, sizeof(first) - (size_t)used, "/%lld7", (long long)draw(INT64_MAX));
		snprintf(second, sizeof(second), "%s%lld%019lld/%lld3", round % 2 ? "" : "-", (long long)draw(1000) + 1,
		         (long long)draw(INT64_MAX), (long long)draw(1000000));
		read_number(&a, first);
		read_number(&b, second);
		assert_int_equal(gr_exact_add(&c, &a, &b), 0);
		assert_int_equal(gr_exact_sub(&c, &c, &b), 0);
		assert_int_equal(gr_exact_compare(&a, &c), 0);
		assert_int_equal(gr_exact_mul(&c, &a, &b), 0);
		assert_int_equal(gr_exact_div(&c, &c, &b), 0);
		assert_int_equal(gr_exact_compare(&a, &c), 0);
		assert_int_equal(gr_exact_floor_div(&c, &a, &b), 0);
		assert_true(gr_exact_is_whole(&c));
		assert_int_equal(gr_exact_mod(&d, &a, &b), 0);
		assert_true(gr_exact_sign(&d) == 0 || gr_exact_sign(&d) == gr_exact_sign(&b));
		assert_int_equal(gr_exact_mul(&c, &c, &b), 0);
		assert_int_equal(gr_exact_add(&c, &c, &d), 0);
		assert_int_equal(gr_exact_compare(&a, &c), 0);
		text = text_of(&a);
		read_number(&c, text);
		assert_int_equal(gr_exact_compare(&a, &c), 0);
		gr_free(text);
		gr_exact_clear(&a);
		gr_exact_clear(&b);
		gr_exact_clear(&c);
		gr_exact_clear(&d);
	}
}

/* |round(x) - x| <= half a unit, and at exactly half a unit it lies further from zero. */
static void rounding_is_the_nearest(void **state)
{
	(void)state;
	for (int round = 0; round < 5000; round++) {
		unsigned places = (unsigned)draw(5);
		int64_t unit = 1;
		struct oracle a = reduced(draw(2000000) - 1000000, round % 2 ? 20000 : draw(5000) + 1), expected;
		struct gr_exact number = GR_EXACT_ZERO, out = GR_EXACT_ZERO;
		__int128 size = a.n < 0 ? -a.n : a.n;

		for (unsigned i = 0; i < places; i++)
			unit *= 10;
		expected = reduced((size * unit * 2 + a.d) / (2 * a.d) * (a.n < 0 ? -1 : 1), unit);
		assert_int_equal(gr_exact_set_fraction(&number, (int64_t)a.n, (int64_t)a.d), 0);
		assert_int_equal(gr_exact_round(&out, &number, places), 0);
		check_oracle(&out, expected, "round");
		assert_int_equal(gr_exact_round(&number, &number, places), 0);
		assert_int_equal(gr_exact_compare(&number, &out), 0);
	}
}

static void roots_are_the_nearest(void **state)
{
	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct gr_exact number = GR_EXACT_ZERO, root = GR_EXACT_ZERO;
		int64_t n = draw(1000000), d = draw(1000) + 1, twice;

		assert_int_equal(gr_exact_set_fraction(&number, n, d), 0);
		assert_int_equal(gr_exact_sqrt(&root, &number, 2), 0);
		/* root = r/100: (2r - 1)^2 d <= 40000 n < (2r + 1)^2 d */
		assert_int_equal(gr_exact_mul(&root, &root, &(struct gr_exact){ 200, 1, NULL }), 0);
		assert_true(gr_exact_to_int64(&twice, &root));
		assert_true(twice == 0 || (twice - 1) * (twice - 1) * d <= 40000 * n);
		assert_true((twice + 1) * (twice + 1) * d > 40000 * n);
	}
}

/* ---- bounds ---- */

static void power(struct gr_exact *out, int64_t base, unsigned exponent)
{
	gr_exact_set(out, 1);
	for (unsigned i = 0; i < exponent; i++)
		assert_int_equal(gr_exact_mul(out, out, &(struct gr_exact){ base, 1, NULL }), 0);
}

static void beyond_4096_bits_is_an_error(void **state)
{
	struct gr_exact number = GR_EXACT_ZERO, two = { 2, 1, NULL }, one = { 1, 1, NULL };

	(void)state;
	power(&number, 2, 4095); /* 4,096 bits */
	assert_int_equal(gr_exact_mul(&number, &number, &two), GRANT_ELIMIT);
	assert_non_null(strstr(grant_error_message(grant_error_last()), "4096"));
	check_text(&two, "2");
	assert_int_equal(gr_exact_div(&number, &one, &number), 0);
	assert_int_equal(gr_exact_div(&number, &number, &two), GRANT_ELIMIT);
	gr_exact_clear(&number);
}

/* Their difference would have more bits than are kept: they are compared all the same. */
static void long_fractions_compare(void **state)
{
	struct gr_exact a = GR_EXACT_ZERO, b = GR_EXACT_ZERO, one = { 1, 1, NULL };

	(void)state;
	power(&a, 3, 2500);
	power(&b, 5, 1700);
	assert_int_equal(gr_exact_div(&a, &one, &a), 0);
	assert_int_equal(gr_exact_div(&b, &one, &b), 0);
	/* 3^2500 has 3,963 bits, 5^1700 3,948: 1/b is the larger one */
	assert_int_equal(gr_exact_compare(&a, &b), -1);
	assert_int_equal(gr_exact_compare(&b, &a), 1);
	assert_int_equal(gr_exact_compare(&a, &a), 0);
	gr_exact_clear(&a);
	gr_exact_clear(&b);
}

static void the_ends_of_64_bits_are_no_ends(void **state)
{
	struct gr_exact number = GR_EXACT_ZERO, one = { 1, 1, NULL };
	int64_t whole;

	(void)state;
	gr_exact_set(&number, INT64_MAX);
	assert_int_equal(gr_exact_add(&number, &number, &one), 0);
	check_text(&number, "9223372036854775808");
	assert_false(gr_exact_to_int64(&whole, &number));
	assert_int_equal(gr_exact_neg(&number, &number), 0);
	assert_int_equal(gr_exact_add(&number, &number, &one), 0);
	assert_true(gr_exact_to_int64(&whole, &number));
	assert_true(whole == -INT64_MAX);
	gr_exact_set(&number, INT64_MIN);
	assert_int_equal(gr_exact_neg(&number, &number), 0);
	check_text(&number, "9223372036854775808");
	assert_int_equal(gr_exact_set_fraction(&number, INT64_MIN, INT64_MIN), 0);
	check_text(&number, "1");
	assert_int_equal(gr_exact_set_fraction(&number, 1, INT64_MIN), 0);
	check_text(&number, "-1/9223372036854775808");
	assert_int_equal(gr_exact_set_fraction(&number, 1, 0), GRANT_EINPUT);
	gr_exact_clear(&number);
}

static void packed_numbers_come_back(void **state)
{
	static const char *const texts[] = { "0",
		                             "-7",
		                             "1/3",
		                             "9223372036854775807",
		                             "9223372036854775808",
		                             "-1/9223372036854775808",
		                             "123456789012345678901234567890123456789/7",
		                             "-99999999999999999999999999" };

	(void)state;
	for (size_t i = 0; i < GR_COUNT(texts); i++) {
		struct gr_exact number = GR_EXACT_ZERO, back = GR_EXACT_ZERO;
		size_t size;
		void *bytes;

		read_number(&number, texts[i]);
		size = gr_exact_packed_size(&number);
		bytes = malloc(size);
		gr_exact_pack(bytes, &number);
		assert_int_equal(gr_exact_unpack(&back, bytes, size), 0);
		check_text(&back, texts[i]);
		free(bytes);
		gr_exact_clear(&number);
		gr_exact_clear(&back);
	}
}

static void a_zeroed_number_is_zero(void **state)
{
	struct gr_exact zero = { 0, 0, NULL }, one = { 1, 1, NULL };

	(void)state;
	assert_int_equal(gr_exact_add(&one, &zero, &one), 0);
	check_text(&one, "1");
	check_text(&zero, "0");
	assert_int_equal(gr_exact_compare(&zero, &one), -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_are_read_strictly),
		cmocka_unit_test(halves_go_away_from_zero),
		cmocka_unit_test(short_texts_are_decimals_within_four_places),
		cmocka_unit_test(golden_vectors_add_up),
		cmocka_unit_test(random_operations_are_right),
		cmocka_unit_test(laws_hold_for_long_numbers),
		cmocka_unit_test(rounding_is_the_nearest),
		cmocka_unit_test(roots_are_the_nearest),
		cmocka_unit_test(beyond_4096_bits_is_an_error),
		cmocka_unit_test(long_fractions_compare),
		cmocka_unit_test(the_ends_of_64_bits_are_no_ends),
		cmocka_unit_test(packed_numbers_come_back),
		cmocka_unit_test(a_zeroed_number_is_zero),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("exact", tests, NULL, NULL);
}
