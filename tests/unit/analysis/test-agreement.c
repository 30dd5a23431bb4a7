/* SPDX-License-Identifier: Apache-2.0 */
/* Agreement between reviewers: against published panels, lme4, and the analysis of variance. */
#include "votes-test.h"

/* Shrout and Fleiss 1979, table 2. */
static const int shrout[] = { 9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7 };

static struct gr_agreement agreement(const struct table *table)
{
	struct gr_agreement found;

	assert_int_equal(gr_agreement(&found, &table->votes), 0);
	return found;
}

static void a_published_panel_gives_the_published_coefficients(void **state)
{
	struct table table;
	struct gr_agreement found;

	(void)state;
	table_fill(&table, shrout, 6, 4);
	found = agreement(&table);
	assert_int_equal(found.icc1.why_not, GR_FIGURE);
	assert_int_equal(found.icc1.e4, 1657); /* .17 */
	assert_int_equal(found.icc3.e4, 7148); /* .71 */
}

static void what_was_not_reviewed_by_everybody_gives_what_lme4_gives(void **state)
{
	int grades[24];
	struct table table;

	(void)state;
	memcpy(grades, shrout, sizeof(grades));
	grades[6] = -1;
	table_fill(&table, grades, 6, 4);
	assert_int_equal(agreement(&table).icc1.e4, 1129); /* 0.112880 */
	assert_int_equal(agreement(&table).icc3.e4, 7424); /* 0.742443 */
	grades[1] = grades[10] = grades[13] = grades[16] = grades[17] = grades[23] = -1;
	table_fill(&table, grades, 6, 4);
	assert_int_equal(agreement(&table).icc1.e4, 2155); /* 0.215486 */
	assert_int_equal(agreement(&table).icc3.e4, 7526); /* 0.752602 */
}

/* Mean squares of applications, reviewers and the rest. */
struct squares {
	double application, reviewer, rest, within;
};

static struct squares analyse(const struct table *table, size_t applications, size_t reviewers)
{
	double by_application[APPLICATIONS_MAX] = { 0 }, by_reviewer[64] = { 0 }, all = 0, total = 0;
	double n = (double)applications, k = (double)reviewers;
	struct squares squares = { 0 };

	for (size_t i = 0; i < table->votes.count; i++) {
		double grade = (double)table->items[i].grade_e4 / 10000;

		by_application[table->items[i].application] += grade / k;
		by_reviewer[table->items[i].reviewer] += grade / n;
		all += grade / (n * k);
	}
	for (size_t i = 0; i < table->votes.count; i++) {
		double apart = (double)table->items[i].grade_e4 / 10000 - all;

		total += apart * apart;
	}
	for (size_t i = 0; i < applications; i++)
		squares.application += k * (by_application[i] - all) * (by_application[i] - all);
	for (size_t i = 0; i < reviewers; i++)
		squares.reviewer += n * (by_reviewer[i] - all) * (by_reviewer[i] - all);
	squares.within = (total - squares.application) / (n * (k - 1));
	squares.rest = (total - squares.application - squares.reviewer) / ((n - 1) * (k - 1));
	squares.application /= n - 1;
	squares.reviewer /= k - 1;
	return squares;
}

static void a_full_table_gives_the_analysis_of_variance(void **state)
{
	uint32_t chance = 1979;
	size_t compared = 0;

	(void)state;
	for (size_t turn = 0; turn < 60; turn++) {
		size_t applications = 5 + turn % 20, reviewers = 3 + turn % 7;
		struct table table;
		struct squares squares;
		struct gr_agreement found;
		double icc1, icc3;

		table_begin(&table, applications, reviewers, 1);
		for (size_t i = 0; i < applications * reviewers; i++) {
			size_t a = i / reviewers, b = i % reviewers;

			table_add(&table, a, b, (int64_t)(10000 * (a * 7 % 5) + 10000 * (b * 3 % 4) + 10000 * table_chance(&chance, 6)));
		}
		squares = analyse(&table, applications, reviewers);
		if (squares.application <= squares.within || squares.reviewer <= squares.rest)
			continue; /* a variance would be below 0, which likelihood does not allow */
		found = agreement(&table);
		icc1 = (squares.application - squares.within) / (squares.application + ((double)reviewers - 1) * squares.within);
		icc3 = (squares.application - squares.rest) / (squares.application + ((double)reviewers - 1) * squares.rest);
		if (labs((long)(found.icc1.e4 - (int64_t)(icc1 * 10000 + 0.5))) > 1 || labs((long)(found.icc3.e4 - (int64_t)(icc3 * 10000 + 0.5))) > 1)
			fail_msg("turn %zu: %f %f, found %ld %ld", turn, icc1, icc3, (long)found.icc1.e4, (long)found.icc3.e4);
		compared++;
	}
	assert_true(compared > 20);
}

static void reviewers_who_agree_less_than_chance_give_0(void **state)
{
	static const int grades[] = { 1, 5, 5, 1, 1, 5, 5, 1 };
	struct table table;

	(void)state;
	table_fill(&table, grades, 4, 2);
	assert_int_equal(agreement(&table).icc1.e4, 0);
	assert_int_equal(agreement(&table).icc3.e4, 0);
}

static void too_little_gives_the_reason(void **state)
{
	static const int one[] = { 1, 2, 3 }, apart[] = { 1, -1, -1, 2 }, same[] = { 3, 3, 3, 3 };
	struct table table;

	(void)state;
	table_fill(&table, one, 1, 3);
	assert_int_equal(agreement(&table).icc1.why_not, GR_ONE_APPLICATION);
	table_fill(&table, apart, 2, 2);
	assert_int_equal(agreement(&table).icc3.why_not, GR_NO_SECOND_REVIEW);
	table_fill(&table, same, 2, 2);
	assert_int_equal(agreement(&table).icc1.why_not, GR_NO_DIFFERENCE);
}

static void a_level_takes_a_reviewer_with_two_applications(void **state)
{
	static const int grades[] = { 5, 4, -1, -1, -1, -1, 2, 3 };
	struct table table;

	(void)state;
	table_fill(&table, grades, 2, 4);
	assert_int_equal(agreement(&table).icc1.why_not, GR_FIGURE);
	assert_int_equal(agreement(&table).icc3.why_not, GR_NO_OVERLAP);
}

static void severity_is_held_against_what_others_gave_for_the_same(void **state)
{
	/* the second reviewer is two points below the others everywhere, and had the better applications */
	static const int grades[] = { 4, 2, 4, -1, 7, 9, 1, -1, 1 };
	struct table table;
	struct gr_habit *habits;

	(void)state;
	table_fill(&table, grades, 3, 3);
	assert_int_equal(gr_habits(&habits, &table.votes), 0);
	assert_int_equal(habits[1].reviews, 2);
	assert_int_equal(habits[1].mean_e4, 45000);
	assert_int_equal(habits[1].severity.e4, -20000);
	assert_int_equal(habits[1].spread.e4, 35355);
	assert_int_equal(habits[0].severity.e4, 5000);
	gr_free(habits);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_published_panel_gives_the_published_coefficients),
		cmocka_unit_test(what_was_not_reviewed_by_everybody_gives_what_lme4_gives),
		cmocka_unit_test(a_full_table_gives_the_analysis_of_variance),
		cmocka_unit_test(reviewers_who_agree_less_than_chance_give_0),
		cmocka_unit_test(too_little_gives_the_reason),
		cmocka_unit_test(a_level_takes_a_reviewer_with_two_applications),
		cmocka_unit_test(severity_is_held_against_what_others_gave_for_the_same),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("agreement", tests, NULL, NULL);
}
