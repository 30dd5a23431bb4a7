/* SPDX-License-Identifier: Apache-2.0 */
/* Expected ranks: against a published example, against sampling, and what must hold of them whatever the grades. */
#include "votes-test.h"

/* The first panel of the constructed example in the R package ERforResearch (MIT licence), grades turned round: 6 is best. */
static const int published[] = {
	6, 6, 6, 5, 2, 6, 6, 5, 5, 1, 6, 5, 6, 4, 2, 6, 4, 5, 6, 2, 6, 5, 5, 4, 2, 6, 4, 6, 3, 2, 6, 5, 4, 3, 2, 6, 2, 5, 5, 2,
	6, 4, 3, 4, 2, 6, 3, 5, 2, 2, 5, 4, 3, 3, 2, 5, 3, 4, 2, 2, 5, 2, 3, 3, 1, 5, 4, 3, 1, 1, 5, 2, 2, 3, 1,
};

static struct gr_expected_ranks ranks_of(const struct table *table, size_t above)
{
	struct gr_expected_ranks found;

	assert_int_equal(gr_expected_ranks(&found, &table->votes, 10000, above), 0);
	return found;
}

static void a_published_example_gives_the_published_ranks(void **state)
{
	/* by sampling, as its vignette prints them; by numerical integration */
	static const int sampled[] = { 2440, 4060, 4090, 4120, 5080, 6190, 7340, 7260, 8430, 9420, 10400, 11400, 13000, 13000, 13700 };
	static const int integrated[] = { 2454, 4095, 4095, 4095, 5098, 6175, 7285, 7285, 8389, 9458, 10470, 11408, 13016, 13016, 13662 };
	static const int sucra[] = { 90, 78, 78, 78, 71, 63, 55, 55, 47, 40, 33, 25, 15, 14, 9 };
	struct table table;
	struct gr_expected_ranks found;

	(void)state;
	table_fill(&table, published, 15, 5);
	found = ranks_of(&table, 5);
	for (size_t i = 0; i < 15; i++) {
		const struct gr_expected_rank *rank = &found.ranks[i];

		if (llabs(rank->rank_e3 - integrated[i]) > 2 || llabs(rank->rank_e3 - sampled[i]) > 100 ||
		    llabs(rank->sucra_e4 - sucra[i] * 100) > 100)
			fail_msg("%zu: %lld, %lld", i + 1, (long long)rank->rank_e3, (long long)rank->sucra_e4);
		assert_true(rank->low_90 <= rank->low_50 && rank->low_50 <= rank->high_50 && rank->high_50 <= rank->high_90);
		assert_true(rank->low_50 * 1000 <= rank->rank_e3 + 500 && rank->rank_e3 <= rank->high_50 * 1000 + 500);
		assert_int_equal(rank->in_group, i >= 1 && i <= 7);
	}
	assert_int_equal(found.line_e3, 5098);
	assert_int_equal(found.draws, GR_DRAWS);
	gr_expected_ranks_clear(&found);
}

/* Panels of unequal size, reviewers of their own, some reviews missing. */
static void random_panels(struct table *table, uint32_t chance)
{
	size_t applications = 0, reviewers = 4 * 5;

	table_begin(table, 40, reviewers, 4);
	for (size_t panel = 0; panel < 4; panel++)
		for (size_t i = 0; i < 7 + 2 * panel; i++, applications++) {
			int64_t worth = table_chance(&chance, 30000);

			table->panels[applications] = (uint32_t)panel;
			for (size_t k = 0; k < 5; k++)
				if (k == i % 5 || table_chance(&chance, 4) > 0)
					table_add(table, applications, panel * 5 + k, 20000 + worth + table_chance(&chance, 15000));
		}
	table->votes.application_count = applications;
}

static void ranks_add_up_and_come_again(void **state)
{
	struct table table;
	struct gr_expected_ranks found, again;
	int64_t sum = 0;
	size_t n;

	(void)state;
	random_panels(&table, 1);
	n = table.votes.application_count;
	found = ranks_of(&table, 12);
	again = ranks_of(&table, 12);
	for (size_t i = 0; i < n; i++) {
		sum += found.ranks[i].rank_e3;
		assert_memory_equal(&found.ranks[i], &again.ranks[i], sizeof(found.ranks[i]));
	}
	assert_in_range(sum, n * (n + 1) / 2 * 1000 - n, n * (n + 1) / 2 * 1000 + n);
	gr_expected_ranks_clear(&found);
	gr_expected_ranks_clear(&again);
}

static void the_same_points_for_everybody_change_nothing(void **state)
{
	struct table table;
	struct gr_expected_ranks found, shifted;

	(void)state;
	random_panels(&table, 2);
	found = ranks_of(&table, 12);
	for (size_t i = 0; i < table.votes.count; i++)
		table.items[i].grade_e4 -= 70000;
	shifted = ranks_of(&table, 12);
	for (size_t i = 0; i < table.votes.application_count; i++)
		assert_memory_equal(&found.ranks[i], &shifted.ranks[i], sizeof(found.ranks[i]));
	gr_expected_ranks_clear(&found);
	gr_expected_ranks_clear(&shifted);
}

static void the_order_in_which_they_come_changes_nothing(void **state)
{
	struct table table, turned;
	struct gr_expected_ranks found, other;
	size_t n;

	(void)state;
	random_panels(&table, 3);
	n = table.votes.application_count;
	turned = table;
	turned.votes.items = turned.items;
	turned.votes.panel_of = turned.panels;
	for (size_t i = 0; i < n; i++)
		turned.panels[n - 1 - i] = 3 - table.panels[i];
	for (size_t i = 0; i < table.votes.count; i++) {
		struct gr_vote vote = table.items[i];

		vote.application = (uint32_t)n - 1 - vote.application;
		vote.reviewer = 19 - vote.reviewer;
		turned.items[table.votes.count - 1 - i] = vote;
	}
	found = ranks_of(&table, 12);
	other = ranks_of(&turned, 12);
	for (size_t i = 0; i < n; i++) {
		const struct gr_expected_rank *a = &found.ranks[i], *b = &other.ranks[n - 1 - i];

		assert_in_range(a->rank_e3, b->rank_e3 - 1, b->rank_e3 + 1);
		/* draws fall to others */
		assert_in_range(a->low_50 + 1, b->low_50, b->low_50 + 2);
		assert_in_range(a->high_50 + 1, b->high_50, b->high_50 + 2);
	}
	gr_expected_ranks_clear(&found);
	gr_expected_ranks_clear(&other);
}

static void intervals_hold_what_the_model_says_of_two(void **state)
{
	static const int grades[] = { 4, 4, 4, 4 };
	struct table table;
	struct gr_expected_ranks found;

	(void)state;
	table_fill(&table, grades, 2, 2);
	table.items[0].grade_e4 += 5000;
	found = ranks_of(&table, 1);
	assert_int_equal(found.ranks[0].rank_e3 + found.ranks[1].rank_e3, 3000);
	assert_true(found.ranks[0].rank_e3 < 1500);
	assert_int_equal(found.ranks[0].low_90, 1);
	assert_int_equal(found.ranks[0].high_90, 2);
	assert_true(found.ranks[0].in_group && found.ranks[1].in_group);
	gr_expected_ranks_clear(&found);
}

static void reviewers_who_agree_altogether_leave_no_doubt(void **state)
{
	static const int grades[] = { 6, 6, 6, 4, 4, 4, 2, 2, 2, 1, 1, 1 };
	struct table table;
	struct gr_expected_ranks found;

	(void)state;
	table_fill(&table, grades, 4, 3);
	found = ranks_of(&table, 2);
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(found.ranks[i].rank_e3, 1000 * (i + 1));
		assert_int_equal(found.ranks[i].low_90, i + 1);
		assert_int_equal(found.ranks[i].high_90, i + 1);
		assert_false(found.ranks[i].in_group); /* the last one above the line is alone there */
	}
	gr_expected_ranks_clear(&found);
}

static void a_panel_that_gives_more_to_all_does_not_stand_above_another(void **state)
{
	struct table table;
	struct gr_expected_ranks one, several;

	(void)state;
	table_begin(&table, 16, 8, 2);
	for (size_t i = 0; i < 16; i++) {
		table.panels[i] = i < 8 ? 0 : 1;
		for (size_t k = 0; k < 4; k++)
			table_add(&table, i, (i < 8 ? 0 : 4) + k, (int64_t)(20000 + i % 8 * 3000 + (i < 8 ? 0 : 15000) + (i + k) % 3 * 2000));
	}
	several = ranks_of(&table, 4);
	table.votes.panel_count = 1;
	one = ranks_of(&table, 4);
	/* with an effect of the panel the two halves come together; without it they do so less */
	assert_true(several.ranks[7].rank_e3 - several.ranks[15].rank_e3 < one.ranks[7].rank_e3 - one.ranks[15].rank_e3);
	gr_expected_ranks_clear(&one);
	gr_expected_ranks_clear(&several);
}

static void too_little_gives_the_reason(void **state)
{
	static const int one[] = { 1, 2 }, apart[] = { 1, -1, -1, 2 }, same[] = { 3, 3, 3, 3 };
	struct table table;

	(void)state;
	table_fill(&table, one, 1, 2);
	assert_int_equal(ranks_of(&table, 0).why_not, GR_ONE_APPLICATION);
	table_fill(&table, apart, 2, 2);
	assert_int_equal(ranks_of(&table, 0).why_not, GR_NO_SECOND_REVIEW);
	table_fill(&table, same, 2, 2);
	assert_int_equal(ranks_of(&table, 0).why_not, GR_NO_DIFFERENCE);
	table_begin(&table, 2, 0, 1);
	table.votes.application_count = 0;
	assert_int_equal(ranks_of(&table, 0).why_not, GR_ONE_APPLICATION);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_published_example_gives_the_published_ranks),
		cmocka_unit_test(ranks_add_up_and_come_again),
		cmocka_unit_test(the_same_points_for_everybody_change_nothing),
		cmocka_unit_test(the_order_in_which_they_come_changes_nothing),
		cmocka_unit_test(intervals_hold_what_the_model_says_of_two),
		cmocka_unit_test(reviewers_who_agree_altogether_leave_no_doubt),
		cmocka_unit_test(a_panel_that_gives_more_to_all_does_not_stand_above_another),
		cmocka_unit_test(too_little_gives_the_reason),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("ranks", tests, NULL, NULL);
}
