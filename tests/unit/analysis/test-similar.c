/* SPDX-License-Identifier: Apache-2.0 */
/* What two texts have in common, against the plain way of looking for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis.h"
#include "base/mem.h"

static struct gr_similarity compare(const char *text, const char *other)
{
	struct gr_similarity found = { 0 };
	gr_similar *similar = NULL;

	assert_int_equal(gr_similar_new(&similar, text), 0);
	assert_int_equal(gr_similar_compare(&found, similar, other), 0);
	gr_similar_free(similar);
	return found;
}

static const char *const need = "辖区内妇女维权求助渠道少，法律知识缺乏，遇到家庭纠纷不知道向谁求助。";

static void a_passage_is_found_whatever_spaces_and_punctuation_stand_in_it(void **state)
{
	static const char text[] = "一、辖区内妇女维权求助渠道少，法律知识缺乏，遇到家庭纠纷不知道向谁求助。二、结语";
	struct gr_similarity found = compare(text, "我们认为：辖区内妇女 维权求助渠道少;法律知识缺乏；遇到家庭纠纷不知道向谁求助！！");

	(void)state;
	assert_int_equal(found.common, 31);
	assert_int_equal(found.longest, 31);
	assert_int_equal(found.from, strlen("一、"));
	assert_int_equal(found.to, strstr(text, "二、") - text);
}

static void case_and_width_make_no_difference(void **state)
{
	(void)state;
	assert_int_equal(compare("The 2018 Summer Camp for Children", "ｔｈｅ　２０１８ ＳＵＭＭＥＲ camp, for CHILDREN").longest, 28);
}

static void short_runs_are_chance(void **state)
{
	(void)state;
	assert_int_equal(compare("为辖区妇女提供法律援助与心理辅", "为辖区妇女提供法律援助与心理辅").common, 0);
	assert_int_equal(compare("为辖区妇女提供法律援助与心理辅导", "为辖区妇女提供法律援助与心理辅导").common, 16);
	assert_int_equal(compare("", need).common, 0);
	assert_int_equal(compare(need, "").common, 0);
	assert_int_equal(compare(need, "，。！").common, 0);
}

static void a_passage_that_was_changed_here_and_there_counts_in_its_parts(void **state)
{
	struct gr_similarity found = compare("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东南西北",
	                                     "一二三四五六七八九十甲乙丙丁戊己换辛壬癸子丑寅卯辰巳午未申酉戌亥东南西北");

	(void)state;
	assert_int_equal(found.common, 16 + 19);
	assert_int_equal(found.longest, 19);
}

/* The longest run by trying all pairs of places. */
static size_t longest_by_hand(const char *a, const char *b)
{
	size_t longest = 0;

	for (size_t i = 0; a[i]; i++)
		for (size_t k = 0; b[k]; k++) {
			size_t length = 0;

			while (a[i + length] && a[i + length] == b[k + length])
				length++;
			longest = length > longest ? length : longest;
		}
	return longest >= GR_SIMILAR_RUN ? longest : 0;
}

static void random_text(char *out, size_t size, uint32_t *chance)
{
	for (size_t i = 0; i < size; i++) {
		*chance = *chance * 1664525u + 1013904223u;
		out[i] = "ab"[*chance >> 31];
	}
	out[size] = '\0';
}

/* Of two letters only, so that runs repeat. The first place of a run is followed, which may not be the one that goes on longest. */
static void nothing_is_found_that_is_not_there_and_something_when_there_is(void **state)
{
	uint32_t chance = 2018;

	(void)state;
	for (size_t turn = 0; turn < 300; turn++) {
		char a[400], b[400];
		struct gr_similarity found;
		size_t longest;

		random_text(a, 60 + turn, &chance);
		random_text(b, 60 + turn, &chance);
		memcpy(b + 7, a + 11, turn % 3 ? 0 : 30);
		longest = longest_by_hand(a, b);
		found = compare(a, b);
		if (found.longest > longest || (longest > 0) != (found.longest > 0) || found.common < found.longest)
			fail_msg("turn %zu: %zu, by hand %zu", turn, found.longest, longest);
		if (found.longest > 0 && found.to - found.from != found.longest)
			fail_msg("turn %zu: from %zu to %zu", turn, found.from, found.to);
	}
}

static void a_long_text_of_one_letter_costs_no_more_than_another(void **state)
{
	size_t size = 200000;
	char *text = gr_alloc(size + 1);

	(void)state;
	memset(text, 'a', size);
	assert_int_equal(compare(text, text).longest, size);
	gr_free(text);
}

static void names_are_the_same_but_for_their_spelling(void **state)
{
	(void)state;
	assert_true(gr_similar_names("阳光社会工作服务中心（福田）", "阳光社会工作服务中心(福田)"));
	assert_true(gr_similar_names(" Ａ机构", "a 机构"));
	assert_true(gr_similar_names("", "——"));
	assert_false(gr_similar_names("阳光社会工作服务中心", "阳光社会工作服务"));
	assert_false(gr_similar_names("阳光", "月光"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_passage_is_found_whatever_spaces_and_punctuation_stand_in_it),
		cmocka_unit_test(case_and_width_make_no_difference),
		cmocka_unit_test(short_runs_are_chance),
		cmocka_unit_test(a_passage_that_was_changed_here_and_there_counts_in_its_parts),
		cmocka_unit_test(nothing_is_found_that_is_not_there_and_something_when_there_is),
		cmocka_unit_test(a_long_text_of_one_letter_costs_no_more_than_another),
		cmocka_unit_test(names_are_the_same_but_for_their_spelling),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("similar", tests, NULL, NULL);
}
