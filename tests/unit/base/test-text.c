/* SPDX-License-Identifier: Apache-2.0 */
/* Normal form C: the short way for Chinese against utf8proc, character by character and between neighbours that could join. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "base/mem.h"
#include "base/text.h"

/* What stands before and behind: letters, kana and syllables that could join, marks that could change places. */
static const char *const around[][2] = {
	{ "", "" }, { "e", "" }, { "", "\xCC\x81" }, { "か", "\xE3\x82\x99" }, { "\xE1\x84\x80", "" }, { "", "\xE3\x80\xAA" },
};

static void check_code_point(int32_t code_point)
{
	for (size_t i = 0; i < GR_COUNT(around); i++) {
		utf8proc_uint8_t character[5] = "";
		char text[32];
		utf8proc_uint8_t *wanted;
		char *got;

		utf8proc_encode_char(code_point, character);
		snprintf(text, sizeof(text), "%s%s%s", around[i][0], (const char *)character, around[i][1]);
		wanted = utf8proc_NFC((const utf8proc_uint8_t *)text);
		got = gr_text_nfc(text);
		if (strcmp(got, (const char *)wanted) != 0)
			fail_msg("U+%04X: \"%s\" becomes \"%s\", for utf8proc \"%s\"", (unsigned)code_point, text, got, (const char *)wanted);
		assert_true(gr_text_is_nfc(text) == (strcmp(text, (const char *)wanted) == 0));
		gr_free(got);
		free(wanted);
	}
}

static void every_character_gets_the_normal_form_of_utf8proc(void **state)
{
	int32_t step = getenv("VALGRIND") ? 61 : 1; /* it would take minutes there */

	(void)state;
	for (int32_t code_point = 1; code_point < 0x30000; code_point += step)
		if (utf8proc_codepoint_valid(code_point))
			check_code_point(code_point);
}

static void bytes_that_are_no_utf8_have_no_normal_form(void **state)
{
	(void)state;
	assert_null(gr_text_nfc("\xE4\xB8"));
	assert_null(gr_text_nfc("\xE4\xB8x"));
	assert_null(gr_text_nfc("\xEF\xBC"));
	assert_null(gr_text_nfc("\xE3\x80"));
	assert_false(gr_text_is_nfc("\xE9"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_character_gets_the_normal_form_of_utf8proc),
		cmocka_unit_test(bytes_that_are_no_utf8_have_no_normal_form),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
