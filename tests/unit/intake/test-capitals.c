/* SPDX-License-Identifier: Apache-2.0 */
/* Amounts in words: the vectors of domain.md, 7.3, what is no amount, and there and back for any amount. */
#include "intake-test.h"

static const struct {
	const char *text;
	int64_t fen;
} amounts[] = {
	/* the statute's examples with every variant that it allows */
	{ "人民币壹仟肆佰零玖元伍角整", 140950 },
	{ "人民币壹仟肆佰零玖元伍角", 140950 },
	{ "人民币陆仟零柒元壹角肆分", 600714 },
	{ "人民币壹仟陆佰捌拾元零叁角贰分", 168032 },
	{ "人民币壹仟陆佰捌拾元叁角贰分", 168032 },
	{ "人民币壹拾万柒仟元零伍角叁分", 10700053 },
	{ "人民币壹拾万零柒仟元伍角叁分", 10700053 },
	{ "人民币壹拾万柒仟元伍角叁分", 10700053 },
	{ "人民币壹万陆仟肆佰零玖元零贰分", 1640902 },
	{ "人民币叁佰贰拾伍元零肆分", 32504 },
	/* characters of the other script, other marks, without 人民币 */
	{ "人民幣伍萬圓正", 5000000 },
	{ "人民币伍萬圆正", 5000000 },
	{ "贰億元整", 20000000000 },
	{ "貳仟零参拾元", 203000 },
	{ "五万元整", 5000000 },
	{ "拾元整", 1000 },
	{ "人民币：伍万元整", 5000000 },
	/* none */
	{ "", -1 },
	{ "人民币", -1 },
	{ "元", -1 },
	{ "整", -1 },
	{ "50000", -1 },
	{ "伍万", -1 },
	{ "伍万元整整", -1 },
	{ "壹贰元", -1 },
	{ "壹佰壹佰元", -1 },
	{ "壹拾壹仟元", -1 },
	{ "万元", -1 },
	{ "壹万壹万元", -1 },
	{ "壹万亿元整", -1 },
	{ "壹亿亿元整", -1 },
	{ "佰元", -1 },
	{ "玖仟玖佰玖拾玖亿亿亿亿元", -1 },
	{ "伍万元整。", -1 },
};

/* What is written is this and nothing else. */
static const struct {
	int64_t fen;
	const char *text;
} written[] = {
	{ 0, "人民币零元整" },
	{ 1, "人民币壹分" },
	{ 10, "人民币壹角整" },
	{ 11, "人民币壹角壹分" },
	{ 101, "人民币壹元零壹分" },
	{ 110, "人民币壹元壹角整" },
	{ 1000, "人民币壹拾元整" },
	{ 1005, "人民币壹拾元零伍分" },
	{ 10005, "人民币壹佰元零伍分" },
	{ 1000001, "人民币壹万元零壹分" },
	{ 1001000, "人民币壹万零壹拾元整" },
	{ 2000100, "人民币贰万零壹元整" },
	{ 3000000, "人民币叁万元整" },
	{ 4999999, "人民币肆万玖仟玖佰玖拾玖元玖角玖分" },
	{ 5600000, "人民币伍万陆仟元整" },
	{ 10001000, "人民币壹拾万零壹拾元整" },
	{ 10125000, "人民币壹拾万壹仟贰佰伍拾元整" },
	{ 100100000, "人民币壹佰万壹仟元整" },
	{ 10000000001, "人民币壹亿元零壹分" },
	{ 10000100000, "人民币壹亿零壹仟元整" },
	{ 10010000000, "人民币壹亿零壹拾万元整" },
	{ 123456789012, "人民币壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分" },
};

static void every_variant_that_is_allowed_is_read_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(amounts); i++) {
		int64_t fen = -1;
		int r = gr_capitals_parse(&fen, amounts[i].text);

		if (fen != amounts[i].fen || (r < 0) != (amounts[i].fen < 0))
			fail_msg("%s: %lld, wanted %lld", amounts[i].text, (long long)fen, (long long)amounts[i].fen);
		gr_error_clear();
	}
}

static void one_form_is_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(written); i++) {
		gr_auto_buf struct gr_buf out = GR_BUF_INIT;

		assert_int_equal(gr_capitals_format(&out, written[i].fen), 0);
		assert_string_equal(gr_buf_text(&out), written[i].text);
	}
}

static void what_cannot_be_written_is_refused(void **state)
{
	gr_auto_buf struct gr_buf out = GR_BUF_INIT;

	(void)state;
	assert_int_equal(gr_capitals_format(&out, -1), GRANT_EINPUT);
	assert_int_equal(gr_capitals_format(&out, INT64_C(100000000000000)), GRANT_EINPUT);
	assert_int_equal(gr_capitals_format(&out, INT64_C(99999999999999)), 0);
}

static void any_amount_goes_there_and_back(void **state)
{
	uint64_t seed = 20180331;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		gr_auto_buf struct gr_buf out = GR_BUF_INIT;
		int64_t size = 1, fen, again = -1;

		for (uint64_t figures = chance(&seed) % 14; figures > 0; figures--)
			size *= 10;
		fen = (int64_t)(chance(&seed) % (uint64_t)size);
		if (i % 3 == 0) /* many zeros */
			fen -= fen % (size / 10 + 1);
		assert_int_equal(gr_capitals_format(&out, fen), 0);
		if (gr_capitals_parse(&again, gr_buf_text(&out)) < 0 || again != fen)
			fail_msg("%lld: %s: %lld", (long long)fen, gr_buf_text(&out), (long long)again);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_variant_that_is_allowed_is_read_and_nothing_else),
		cmocka_unit_test(one_form_is_written),
		cmocka_unit_test(what_cannot_be_written_is_refused),
		cmocka_unit_test(any_amount_goes_there_and_back),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
