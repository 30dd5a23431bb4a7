/* SPDX-License-Identifier: Apache-2.0 */
/* The zip for people, where its bytes cannot go on: whatever happens is told by its own code, and nothing stays allocated. */
#include "intake-test.h"

#include "base/io.h"

/* Takes so many writes and then no more. */
struct short_sink {
	struct gr_sink sink;
	size_t left;
};

static int take(struct gr_sink *sink, const void *bytes, size_t size)
{
	struct short_sink *taker = (struct short_sink *)sink;

	(void)bytes, (void)size;
	if (taker->left == 0)
		return gr_fail(GRANT_EIO, "no space");
	taker->left--;
	return 0;
}

/* Two files, one larger than what libarchive keeps back. */
static int write_zip(struct gr_sink *to)
{
	static char large[100000];
	gr_zip_writer *zip = NULL;
	struct gr_sink *sink;
	uint32_t noise = 1; /* what does not get smaller */
	int r = gr_zip_open(&zip, to);

	assert_int_equal(r, 0);
	for (size_t i = 0; i < sizeof(large); i++) {
		noise = noise * 1664525 + 1013904223;
		large[i] = (char)(noise >> 24);
	}
	r = gr_zip_begin(&sink, zip, "申请表.txt", 3);
	if (r == 0)
		r = sink->write(sink, "abc", 3);
	if (r == 0)
		r = gr_zip_begin(&sink, zip, "附件/照片.jpg", sizeof(large));
	if (r == 0)
		r = sink->write(sink, large, sizeof(large));
	if (r == 0)
		return gr_zip_close(zip);
	gr_zip_abandon(zip);
	return r;
}

static void wherever_the_sink_fails_its_code_comes_back(void **state)
{
	struct short_sink taker = { { take }, SIZE_MAX };
	size_t writes;

	(void)state;
	assert_int_equal(write_zip(&taker.sink), 0);
	writes = SIZE_MAX - taker.left;
	assert_true(writes > 1);
	for (size_t left = 0; left < writes; left++) {
		taker.left = left;
		assert_int_equal(write_zip(&taker.sink), GRANT_EIO);
	}
}

static void a_zip_that_is_given_up_writes_nothing_more(void **state)
{
	struct short_sink taker = { { take }, SIZE_MAX };
	gr_zip_writer *zip = NULL;
	struct gr_sink *sink;
	size_t left;

	(void)state;
	assert_int_equal(gr_zip_open(&zip, &taker.sink), 0);
	assert_int_equal(gr_zip_begin(&sink, zip, "a", 3), 0);
	left = taker.left;
	gr_zip_abandon(zip);
	assert_true(taker.left == left);
	gr_zip_abandon(NULL);
}

static void an_entry_without_a_name_is_refused_and_the_zip_goes_on(void **state)
{
	struct short_sink taker = { { take }, SIZE_MAX };
	gr_zip_writer *zip = NULL;
	struct gr_sink *sink;

	(void)state;
	assert_int_equal(gr_zip_open(&zip, &taker.sink), 0);
	assert_int_equal(gr_zip_begin(&sink, zip, "", 0), GRANT_EINTERNAL);
	assert_int_equal(gr_zip_begin(&sink, zip, "\xFF", 0), GRANT_EINTERNAL);
	assert_int_equal(gr_zip_begin(&sink, zip, "a", 0), 0);
	assert_int_equal(gr_zip_close(zip), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(wherever_the_sink_fails_its_code_comes_back),
		cmocka_unit_test(a_zip_that_is_given_up_writes_nothing_more),
		cmocka_unit_test(an_entry_without_a_name_is_refused_and_the_zip_goes_on),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("zip-write", tests, NULL, NULL);
}
