/* SPDX-License-Identifier: Apache-2.0 */
/* States, the calendar and the money of a project, with the vectors of domain.md. */
#include "model-test.h"

static const struct {
	const char *screening, *decision;
	bool assigned, reviewed, agreed, paid;
	enum gr_state state;
} states[] = {
	{ "", "", false, false, false, false, GR_STATE_SUBMITTED },
	{ "", "", true, false, false, false, GR_STATE_SUBMITTED },
	{ "return", "", false, false, false, false, GR_STATE_RETURNED },
	{ "reject", "", false, false, false, false, GR_STATE_REJECTED },
	{ "pass", "", false, false, false, false, GR_STATE_ELIGIBLE },
	{ "pass", "", true, false, false, false, GR_STATE_IN_REVIEW },
	{ "pass", "", false, true, false, false, GR_STATE_IN_REVIEW },
	{ "pass", "approve", true, true, false, false, GR_STATE_APPROVED },
	{ "pass", "reserve", true, true, false, false, GR_STATE_RESERVE },
	{ "pass", "reject", true, true, false, false, GR_STATE_REJECTED },
	{ "pass", "approve", true, true, true, false, GR_STATE_AGREED },
	{ "pass", "approve", true, true, true, true, GR_STATE_ACTIVE },
	{ "pass", "decline", true, true, true, true, GR_STATE_WITHDRAWN },
	{ "", "decline", false, false, false, false, GR_STATE_WITHDRAWN },
};

static void add_fact(struct gr_facts *facts, enum gr_kind_id kind, const char *verdict)
{
	gr_value *record = gr_map_new();

	gr_map_set_text(record, "verdict", verdict);
	if (*verdict)
		gr_facts_add(facts, kind, record);
	gr_value_free(record);
}

static void the_state_follows_from_the_records(void **state)
{
	gr_value *asked = value_of("{'requested': {}}"), *paid = value_of("{'requested': {}, 'done': {}}");

	(void)state;
	for (size_t i = 0; i < GR_COUNT(states); i++) {
		struct gr_facts facts = { 0 };

		assert_int_equal(gr_state_derive(&facts), GR_STATE_NONE);
		gr_facts_add(&facts, GR_KIND_APPLICATION, NULL);
		add_fact(&facts, GR_KIND_SCREENING, states[i].screening);
		add_fact(&facts, GR_KIND_DECISION, states[i].decision);
		if (states[i].assigned)
			gr_facts_add(&facts, GR_KIND_ASSIGNMENT, NULL);
		if (states[i].reviewed)
			gr_facts_add(&facts, GR_KIND_REVIEW, NULL);
		if (states[i].agreed)
			gr_facts_add(&facts, GR_KIND_AGREEMENT, NULL);
		gr_facts_add(&facts, GR_KIND_PAYMENT, states[i].paid ? paid : asked);
		if (gr_state_derive(&facts) != states[i].state)
			fail_msg("row %zu is %s", i, gr_state_name(gr_state_derive(&facts)));
	}
	gr_value_free(asked);
	gr_value_free(paid);
}

static void states_have_names_there_and_back(void **state)
{
	char *text = gr_states_text(GR_IN(SUBMITTED) | GR_IN(RETURNED));

	(void)state;
	for (int i = 0; i < GR_STATE_COUNT; i++) {
		assert_int_equal(gr_state_find(gr_state_name((enum gr_state)i)), i);
		assert_int_equal(gr_state_find(gr_state_label((enum gr_state)i)), i);
	}
	assert_int_equal(gr_state_find("in review"), GR_STATE_IN_REVIEW);
	assert_int_equal(gr_state_find("评审中"), GR_STATE_IN_REVIEW);
	assert_int_equal(gr_state_find("lost"), GR_STATE_COUNT);
	assert_string_equal(gr_state_name(GR_STATE_IN_REVIEW), "in-review");
	if (strcmp(gr_language(), "en") == 0)
		assert_string_equal(text, "submitted, returned");
	gr_free(text);
}

static int64_t day_of(const char *text)
{
	int64_t day;

	assert_int_equal(gr_date_parse(&day, text), 0);
	return day;
}

static void a_window_of_five_working_days_in_august_2021(void **state)
{
	gr_value *round = value_of("{'calendar': {}}");

	(void)state;
	assert_int_equal(gr_window_end(round, day_of("2021-08-17"), 5, "working"), day_of("2021-08-24"));
	assert_int_equal(gr_window_end(round, day_of("2012-12-19"), 7, "calendar"), day_of("2012-12-26"));
	assert_int_equal(gr_window_end(round, day_of("2021-08-17"), 0, "working"), day_of("2021-08-17"));
	gr_value_free(round);
}

static void holidays_and_working_weekends_count_as_the_round_says(void **state)
{
	gr_value *round = value_of("{'calendar': {'holidays': ['2018-04-05', '2018-04-06', '2018-04-07'],"
				   " 'working_weekends': ['2018-04-08']}}");

	(void)state;
	assert_true(gr_is_working_day(round, day_of("2018-04-04")));
	assert_false(gr_is_working_day(round, day_of("2018-04-05")));
	assert_false(gr_is_working_day(round, day_of("2018-04-07")));
	assert_true(gr_is_working_day(round, day_of("2018-04-08")));
	assert_false(gr_is_working_day(round, day_of("2018-04-15")));
	assert_int_equal(gr_window_end(round, day_of("2018-04-04"), 2, "working"), day_of("2018-04-09"));
	gr_value_free(round);
}

static void the_calendar_is_read_with_or_without_an_end_of_reviews(void **state)
{
	gr_value *open = value_of("{'calendar': {'open': '2018-03-01T09:00:00+08:00',"
				  " 'close': '2018-03-31T17:30:00+08:00', 'review_until': null}}");
	gr_value *until = value_of("{'calendar': {'open': '2018-03-01T09:00:00+08:00',"
				   " 'close': '2018-03-31T17:30:00+08:00', 'review_until': '2018-04-20T00:00:00+08:00'}}");
	gr_value *none = value_of("{'calendar': {}}");
	struct gr_calendar calendar;

	(void)state;
	assert_int_equal(gr_calendar_read(&calendar, open), 0);
	assert_int_equal(calendar.close.seconds - calendar.open.seconds, 30 * 86400 + 8 * 3600 + 1800);
	assert_false(calendar.has_review_until);
	assert_int_equal(gr_calendar_read(&calendar, until), 0);
	assert_true(calendar.has_review_until);
	assert_int_equal(gr_calendar_read(&calendar, none), GRANT_EINPUT);
	gr_value_free(open);
	gr_value_free(until);
	gr_value_free(none);
}

static void check_split(int64_t award, const char *tranches, const char *const amounts[3])
{
	gr_value *list = value_of(tranches), *out = NULL;

	assert_int_equal(gr_tranches_split(&out, award, list), 0);
	assert_int_equal(gr_value_count(out), 3);
	for (size_t i = 0; i < 3; i++) {
		int64_t number;

		assert_string_equal(gr_map_text(gr_value_item(out, i), "amount"), amounts[i]);
		assert_int_equal(gr_value_int64(&number, gr_map_get(gr_value_item(out, i), "tranche")), 0);
		assert_int_equal(number, i + 1);
	}
	gr_value_free(list);
	gr_value_free(out);
}

#define SPLIT(a, b, c) \
	"[{'percent': '" a "', 'after': 'agreement'}, {'percent': '" b "', 'after': 'm'}, {'percent': '" c "', 'after': 'n'}]"

static void tranches_are_cut_down_and_the_last_takes_the_rest(void **state)
{
	gr_value *over = value_of("[{'percent': '60', 'after': 'a'}, {'percent': '60', 'after': 'b'}, {'percent': '1', 'after': 'c'}]");
	gr_value *none = gr_list_new(), *out = NULL;

	(void)state;
	check_split(4999999, SPLIT("50", "30", "20"), (const char *[]){ "24999.99", "14999.99", "10000.01" });
	check_split(4999999, SPLIT("60", "30", "10"), (const char *[]){ "29999.99", "14999.99", "5000.01" });
	check_split(5600001, SPLIT("50", "30", "20"), (const char *[]){ "28000.00", "16800.00", "11200.01" });
	check_split(1, SPLIT("33.3333", "33.3333", "33.3334"), (const char *[]){ "0.00", "0.00", "0.01" });
	assert_int_equal(gr_tranches_split(&out, 100, over), GRANT_EINPUT);
	assert_int_equal(gr_tranches_split(&out, 100, none), GRANT_EINPUT);
	assert_null(out);
	gr_value_free(over);
	gr_value_free(none);
}

static void a_returned_payment_does_not_count(void **state)
{
	gr_value *payments = value_of("[{'tranche': 1, 'amount': '100.00'}, {'tranche': 1, 'amount': '50.00', 'returned': {}},"
				      " {'tranche': 2, 'amount': '0.01', 'done': {}}]");
	int64_t sum;

	(void)state;
	assert_int_equal(gr_payments_sum(&sum, payments, 0), 0);
	assert_int_equal(sum, 10001);
	assert_int_equal(gr_payments_sum(&sum, payments, 1), 0);
	assert_int_equal(sum, 10000);
	assert_int_equal(gr_payments_sum(&sum, payments, 3), 0);
	assert_int_equal(sum, 0);
	gr_value_free(payments);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_state_follows_from_the_records),
		cmocka_unit_test(states_have_names_there_and_back),
		cmocka_unit_test(a_window_of_five_working_days_in_august_2021),
		cmocka_unit_test(holidays_and_working_weekends_count_as_the_round_says),
		cmocka_unit_test(the_calendar_is_read_with_or_without_an_end_of_reviews),
		cmocka_unit_test(tranches_are_cut_down_and_the_last_takes_the_rest),
		cmocka_unit_test(a_returned_payment_does_not_count),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("states, calendar, money", tests, NULL, NULL);
}
