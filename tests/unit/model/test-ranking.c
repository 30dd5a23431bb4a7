/* SPDX-License-Identifier: Apache-2.0 */
/* Order and places. */
#include "model-test.h"

#include "base/id.h"

/* "XF-0001 265/3 | 5 -" : id, total ("-": none), ties ("-": missing). */
static void make(struct gr_ranked *entry, char *text)
{
	char *rest = NULL;
	char *word = strtok_r(text, " ", &rest);

	memset(entry, 0, sizeof(*entry));
	entry->application = word;
	word = strtok_r(NULL, " ", &rest);
	entry->has_total = strcmp(word, "-") != 0;
	if (entry->has_total)
		assert_int_equal(gr_exact_parse(&entry->total, word), 0);
	entry->ties = gr_alloc_array(4, sizeof(*entry->ties));
	entry->has_tie = gr_alloc_array(4, sizeof(*entry->has_tie));
	while ((word = strtok_r(NULL, " ", &rest)) != NULL) {
		entry->has_tie[entry->tie_count] = strcmp(word, "-") != 0;
		if (entry->has_tie[entry->tie_count])
			assert_int_equal(gr_exact_parse(&entry->ties[entry->tie_count], word), 0);
		entry->tie_count++;
	}
}

/* Sorts, and gives the order as "XF-0001:1 XF-0002:2= ..." into `out`. */
static int sort_texts(struct gr_buf *out, const char *const *texts, gr_rank_compare_cb compare, void *payload)
{
	struct gr_ranked entries[16];
	char copies[16][80];
	size_t count = 0;
	int r;

	for (; texts[count]; count++) {
		snprintf(copies[count], sizeof(copies[count]), "%s", texts[count]);
		make(&entries[count], copies[count]);
	}
	r = gr_rank_sort(entries, count, compare, payload);
	for (size_t i = 0; i < count; i++) {
		gr_buf_printf(out, "%s%s:%d%s", i > 0 ? " " : "", entries[i].application, (int)entries[i].place,
		              entries[i].tied ? "=" : "");
		gr_ranked_clear(&entries[i]);
	}
	return r;
}

static void check_order(const char *const *texts, const char *expected)
{
	struct gr_buf out = GR_BUF_INIT;

	assert_int_equal(sort_texts(&out, texts, NULL, NULL), 0);
	assert_string_equal(gr_buf_text(&out), expected);
	gr_buf_free(&out);
}

static void equal_totals_share_a_place(void **state)
{
	(void)state;
	check_order((const char *[]){ "XF-0004 70", "XF-0003 80", "XF-0001 90", "XF-0002 80", NULL },
	            "XF-0001:1 XF-0002:2= XF-0003:2= XF-0004:4");
	check_order((const char *[]){ NULL }, "");
	check_order((const char *[]){ "XF-0001 0", NULL }, "XF-0001:1");
}

static void totals_are_compared_exactly(void **state)
{
	(void)state;
	check_order((const char *[]){ "XF-0001 88.3333333333333333", "XF-0002 265/3", "XF-0003 530/6", NULL },
	            "XF-0002:1= XF-0003:1= XF-0001:3");
	check_order((const char *[]){ "XF-0001 -1/3", "XF-0002 -0.3", NULL }, "XF-0002:1 XF-0001:2");
}

static void ties_part_what_totals_do_not(void **state)
{
	(void)state;
	check_order((const char *[]){ "XF-0001 80 5 1", "XF-0002 80 6 0", "XF-0003 80 5 2", "XF-0004 80 5 2", NULL },
	            "XF-0002:1 XF-0003:2= XF-0004:2= XF-0001:4");
}

static void a_missing_tie_ranks_below_every_value(void **state)
{
	(void)state;
	check_order((const char *[]){ "XF-0001 80 -", "XF-0002 80 -5", "XF-0003 80 -", "XF-0004 81 -", NULL },
	            "XF-0004:1 XF-0002:2 XF-0001:3= XF-0003:3=");
}

static void those_without_a_total_stand_last_in_order_of_id(void **state)
{
	(void)state;
	check_order((const char *[]){ "XF-10000 -", "XF-0001 -5", "XF-9999 -", "XF-0002 - 7", NULL },
	            "XF-0001:1 XF-0002:0 XF-9999:0 XF-10000:0");
}

static void the_order_they_come_in_does_not_matter(void **state)
{
	static const char *const sorted[] = { "XF-0001 9", "XF-0002 8", "XF-0003 8", "XF-0004 8", "XF-0005 7",
		                              "XF-0006 -", "XF-0007 -" };
	const char *texts[8] = { NULL };
	unsigned seed = 1;

	(void)state;
	for (int run = 0; run < 200; run++) {
		memcpy(texts, sorted, sizeof(sorted));
		for (size_t i = 6; i > 0; i--) {
			size_t k = (seed = seed * 1103515245u + 12345u) / 65536u % (i + 1);
			const char *other = texts[i];

			texts[i] = texts[k];
			texts[k] = other;
		}
		check_order(texts, "XF-0001:1 XF-0002:2= XF-0003:2= XF-0004:2= XF-0005:5 XF-0006:0 XF-0007:0");
	}
}

static int higher_id_first(int *out, const struct gr_ranked *a, const struct gr_ranked *b, void *payload)
{
	(void)payload;
	*out = gr_application_id_compare(b->application, a->application);
	return 0;
}

static int always_first(int *out, const struct gr_ranked *a, const struct gr_ranked *b, void *payload)
{
	(void)a;
	(void)b;
	(void)payload;
	*out = 1;
	return 0;
}

static int failing(int *out, const struct gr_ranked *a, const struct gr_ranked *b, void *payload)
{
	(void)out;
	(void)a;
	(void)b;
	++*(int *)payload;
	return GRANT_ERULE;
}

static void a_comparison_from_outside_has_the_last_word(void **state)
{
	static const char *const texts[] = { "XF-0001 8", "XF-0002 8", "XF-0003 9", NULL };
	struct gr_buf out = GR_BUF_INIT;
	int calls = 0;

	(void)state;
	assert_int_equal(sort_texts(&out, texts, higher_id_first, NULL), 0);
	assert_string_equal(gr_buf_text(&out), "XF-0003:1 XF-0002:2 XF-0001:3");
	gr_buf_truncate(&out, 0);
	assert_int_equal(sort_texts(&out, texts, always_first, NULL), 0); /* contradicts itself: no harm */
	gr_buf_truncate(&out, 0);
	assert_int_equal(sort_texts(&out, texts, failing, &calls), GRANT_ERULE);
	assert_int_equal(calls, 1);
	gr_buf_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_totals_share_a_place),
		cmocka_unit_test(totals_are_compared_exactly),
		cmocka_unit_test(ties_part_what_totals_do_not),
		cmocka_unit_test(a_missing_tie_ranks_below_every_value),
		cmocka_unit_test(those_without_a_total_stand_last_in_order_of_id),
		cmocka_unit_test(the_order_they_come_in_does_not_matter),
		cmocka_unit_test(a_comparison_from_outside_has_the_last_word),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("ranking", tests, NULL, NULL);
}
