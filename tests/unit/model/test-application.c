/* SPDX-License-Identifier: Apache-2.0 */
/* An application against its round, a review against its criteria, and both as rules see them. */
#include "model-test.h"

#define ROUND                                                                                                       \
	"{'categories': [{'id': 'small', 'cap': '30000.00'}, {'id': 'large'}, {'id': 'wide', 'cap': '80000.00'}], 'limits': {'cap': '50000.00'},"      \
	" 'form': [{'id': 'need', 'title': {'zh': '需求'}, 'required': true, 'max_chars': 5},"                      \
	"  {'id': 'people', 'title': {'zh': '人数'}, 'type': 'number'}, {'id': 'since', 'title': {'zh': '成立'},"   \
	"  'type': 'date'}],"                                                                                       \
	" 'attachments': [{'id': 'budget', 'title': {'zh': '预算表'}, 'name': '*预算*', 'types': ['xlsx', 'csv'],"  \
	"  'required': true}, {'id': 'photo', 'title': {'zh': '照片'}, 'name': '*', 'types': ['jpg'],"              \
	"  'required': false}],"                                                                                    \
	" 'budget_rules': [{'id': 'm', 'class': '管理费用', 'of': 'requested', 'max_percent': '10'},"               \
	"  {'id': 'a', 'class': '活动', 'of': 'total', 'min_percent': '50'}]}"

static void check(const char *application, const char *entries, const char *expected)
{
	gr_value *round = value_of(ROUND), *app = value_of(application);
	gr_value *names = entries ? value_of(entries) : NULL;
	grant_findings *findings = gr_findings_new();
	int r = gr_application_check(findings, app, round, names);

	assert_ids(findings, expected);
	assert_int_equal(r, grant_findings_count_from(findings, GRANT_ERROR) > 0 ? GRANT_EINPUT : 0);
	grant_findings_free(findings);
	gr_value_free(round);
	gr_value_free(app);
	gr_value_free(names);
}

#define FINE "'category': 'large', 'answers': {'need': '很需要'}"

static void a_sound_application_gives_nothing(void **state)
{
	(void)state;
	check("{" FINE ", 'requested': '50000.00', 'matching': '1.00', 'total': '50001.00', 'start': '2018-01-01',"
	      " 'end': '2018-01-01', 'organisation': {'uscc': '52440305MJL0000080'}, 'budget': ["
	      " {'class': '活动', 'item': 'a', 'price': '33.333', 'quantity': '3', 'amount': '100.00'},"
	      " {'class': '活动', 'item': 'b', 'amount': '44901.00', 'source': 'grant'},"
	      " {'class': '管理费用', 'item': 'c', 'amount': '5000.00'}]}",
	      "[{'name': '1.xlsx', 'original': '附件/项目预算表.XLSX'}]", "");
}

static void the_category_must_be_the_rounds(void **state)
{
	(void)state;
	check("{'category': 'huge', 'answers': {'need': 'x'}}", NULL, "application.category\n");
	check("{'answers': {'need': 'x'}}", NULL, "record.field-missing\n");
}

static void the_lower_cap_holds(void **state)
{
	(void)state;
	check("{" FINE ", 'requested': '50000.01'}", NULL, "application.over-cap\n");
	check("{'category': 'small', 'answers': {'need': 'x'}, 'requested': '30000.01'}", NULL,
	      "application.over-cap\n");
	check("{'category': 'small', 'answers': {'need': 'x'}, 'requested': '30000.00'}", NULL, "");
	check("{'category': 'wide', 'answers': {'need': 'x'}, 'requested': '50000.01'}", NULL,
	      "application.over-cap\n");
}

static void dates_and_sums_are_held_against_each_other(void **state)
{
	(void)state;
	check("{" FINE ", 'start': '2018-02-01', 'end': '2018-01-31'}", NULL, "application.dates\n");
	check("{" FINE ", 'requested': '1.00', 'matching': '1.00', 'total': '3.00'}", NULL, "application.total\n");
	check("{" FINE ", 'total': '3.00', 'budget': [{'class': '活动', 'amount': '2.00'}]}", NULL,
	      "application.budget-sum\n");
	check("{" FINE ", 'budget': [{'price': '1.5', 'quantity': '2', 'amount': '3.01'}]}", NULL,
	      "application.budget-line\n");
}

/* 10 percent of 49,999.99 are 4,999.99: domain.md 4.3. */
static void a_share_is_cut_down(void **state)
{
	(void)state;
	check("{" FINE ", 'requested': '49999.99', 'budget': [{'class': '管理费用', 'amount': '4999.99'}]}", NULL, "");
	check("{" FINE ", 'requested': '49999.99', 'budget': [{'class': '管理费用', 'amount': '5000.00'}]}", NULL,
	      "application.budget-max\n");
	check("{" FINE ", 'requested': '49999.99', 'budget': [{'class': '管理费用', 'amount': '5000.00', 'source': 'own'}]}",
	      NULL, "");
	check("{" FINE ", 'total': '0.03', 'budget': [{'class': '活动', 'amount': '0.01'}, {'class': 'x', 'amount': '0.02'}]}",
	      NULL, "application.budget-min\n");
	check("{" FINE ", 'total': '0.03', 'budget': [{'class': '活动', 'amount': '0.02'}, {'class': 'x', 'amount': '0.01'}]}",
	      NULL, "");
}

static void answers_are_those_that_the_call_asks_for(void **state)
{
	(void)state;
	check("{'category': 'large'}", NULL, "application.answer-missing\n");
	check("{'category': 'large', 'answers': {'need': ' '}}", NULL, "application.answer-missing\n");
	check("{'category': 'large', 'answers': {'need': '一二三四五'}}", NULL, "");
	check("{'category': 'large', 'answers': {'need': '一二三四五六'}}", NULL, "record.too-long\n");
	check("{'category': 'large', 'answers': {'need': 'x', 'other': 'y'}}", NULL, "application.answer-unknown\n");
	check("{'category': 'large', 'answers': {'need': 'x', 'people': 'many', 'since': '1.1.2001'}}", NULL,
	      "record.date\nrecord.decimal\n");
}

static void a_required_attachment_is_found_by_its_original_name_and_type(void **state)
{
	(void)state;
	check("{" FINE "}", "[]", "application.attachment-missing\n");
	check("{" FINE "}", "[{'name': '预算.docx'}]", "application.attachment-missing\n");
	check("{" FINE "}", "[{'name': '预算/说明.csv'}]", "application.attachment-missing\n");
	check("{" FINE "}", "[{'name': 'x.csv', 'original': 'a\\\\预算.csv'}]", "");
	check("{" FINE "}", NULL, "");
}

static const struct {
	const char *code;
	int result;
} codes[] = {
	{ "91350100M000100Y43", 0 },  { "91350100M000100Y4Z", -1 }, { "91512081MA62K0260E", 0 },
	{ "12100000401359321Q", 0 },  { "91110000710926094P", 0 },  { "91110000600037341L", 0 },
	{ "9131000063159284XQ", 0 },  { "91350211M0000XUF46", 1 },  { "91350100M0001TGQXM", 1 },
	{ "91350203M0001FUE2P", 1 },  { "91310115MA1G4L1WXK", 3 },  { "9111000012345678AU", 2 },
	{ "52440305MJL0000080", 0 },  { "51440305MJL0000083", 0 },  { "53440305MJL000008W", 0 },
	{ "54440305MJL000008R", 0 },  { "52440305MJ000000X5", 0 },  { "52440305MJ0000050G", 0 },
	{ "52440305MJ00000260", 0 },  { "52440305MJ000043XY", 0 },  { "52440305mjl0000080", -1 },
	{ "5244", -1 },               { "", -1 },                   { "52440305MJL00000800", -1 },
};

static void credit_codes_of_the_domain_notes(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(codes); i++)
		if (gr_uscc_check(codes[i].code) != codes[i].result)
			fail_msg("%s gives %d", codes[i].code, gr_uscc_check(codes[i].code));
	/* The other of the pair is wrong outside, and its body number is not. */
	assert_int_equal(gr_uscc_check("91110000600037342L") & 1, 1);
}

static void the_two_checks_of_a_code_are_told_apart(void **state)
{
	(void)state;
	check("{" FINE ", 'organisation': {'uscc': '91350211M0000XUF46'}}", NULL, "application.uscc\n");
	check("{" FINE ", 'organisation': {'uscc': '9111000012345678AU'}}", NULL, "application.uscc-inner\n");
	check("{" FINE ", 'organisation': {'uscc': '91310115MA1G4L1WXK'}}", NULL,
	      "application.uscc\napplication.uscc-inner\n");
	check("{" FINE ", 'organisation': {'uscc': '123'}}", NULL, "application.uscc-shape\n");
}

/* Without memory the answer is "no memory", never a finding that is not there. */
static void a_check_survives_every_failed_allocation(void **state)
{
	gr_value *round = value_of(ROUND);
	gr_value *app = value_of("{" FINE ", 'requested': '1.00', 'organisation': {'uscc': '52440305MJL0000080'}}");
	gr_value *entries = value_of("[{'name': '预算.csv'}]");
	int r = GRANT_ENOMEM;

	(void)state;
	for (size_t n = 1; n < 300; n++) {
		grant_findings *findings = gr_findings_new();
		gr_value *seen = NULL;

		gr_mem_fail_at(n);
		r = gr_application_check(findings, app, round, entries);
		if (r == 0)
			r = gr_application_for_rules(&seen, app);
		gr_mem_fail_at(0);
		assert_int_equal(grant_findings_count(findings), 0);
		if (r != 0)
			assert_int_equal(r, GRANT_ENOMEM);
		gr_value_free(seen);
		grant_findings_free(findings);
	}
	assert_int_equal(r, 0);
	gr_value_free(round);
	gr_value_free(app);
	gr_value_free(entries);
}

/* ---- as rules see them ---- */

static void rules_see_numbers_and_no_personal_fields(void **state)
{
	gr_value *app = value_of("{'id': 'XF-0001', 'requested': '48000.00', 'matching': '0.50', 'organisation': {'name': 'n',"
				 " 'address': 'a'}, 'leader': {'name': 'l', 'phone': '1', 'email': 'e'}, 'budget': [{'price': '1.50',"
				 " 'amount': '3.00', 'item': '7'}], 'answers': {'need': '5'}, 'contact': {'phone': '1'}}");
	gr_value *wanted = value_of("{'id': 'XF-0001', 'requested': 48000, 'matching': 0.5, 'organisation': {'name': 'n'},"
				    " 'leader': {'name': 'l'}, 'budget': [{'price': 1.5, 'amount': 3, 'item': '7'}],"
				    " 'answers': {'need': '5'}, 'contact': {}}");
	gr_value *seen = NULL;

	(void)state;
	assert_int_equal(gr_application_for_rules(&seen, app), 0);
	assert_true(gr_value_equal(seen, wanted));
	gr_value_free(app);
	gr_value_free(wanted);
	gr_value_free(seen);
}

static void rules_see_the_round_with_numbers(void **state)
{
	gr_value *round = value_of("{'budget': '500000.00', 'places': 2, 'calendar': {'review_until': null},"
				   " 'tranches': [{'percent': '50', 'after': 'agreement'}]}");
	gr_value *wanted = value_of("{'budget': 500000, 'places': 2, 'calendar': {}, 'tranches': [{'percent': 50,"
				    " 'after': 'agreement'}]}");
	gr_value *seen = NULL;

	(void)state;
	assert_int_equal(gr_round_for_rules(&seen, round), 0);
	assert_true(gr_value_equal(seen, wanted));
	gr_value_free(round);
	gr_value_free(wanted);
	gr_value_free(seen);
}

static void rules_do_not_see_a_score_that_was_not_given(void **state)
{
	gr_value *review = value_of("{'scores': {'need': '18.50', 'plan': null}, 'comment': 'good', 'by': 'x'}");
	gr_value *wanted = value_of("{'person': 'r1', 'scores': {'need': 18.5}, 'comment': 'good'}"), *seen = NULL;

	(void)state;
	assert_int_equal(gr_review_for_rules(&seen, "r1", review), 0);
	assert_true(gr_value_equal(seen, wanted));
	gr_value_free(review);
	gr_value_free(wanted);
	gr_value_free(seen);
}

/* ---- reviews ---- */

#define CRITERIA "[{'id': 'need', 'max': 20, 'min': 1, 'step': 0.5}, {'id': 'plan', 'max': 10}]"

static void check_review_by(const char *declared, const char *scores, const char *expected)
{
	gr_value *criteria = value_of(declared);
	gr_value *review = value_of("{}");
	grant_findings *findings = gr_findings_new();
	int r;

	assert_int_equal(gr_map_set(review, "scores", value_of(scores)), 0);
	r = gr_review_check(findings, review, criteria);
	assert_ids(findings, expected);
	assert_int_equal(r, *expected ? GRANT_EINPUT : 0);
	grant_findings_free(findings);
	gr_value_free(criteria);
	gr_value_free(review);
}

static void check_review(const char *scores, const char *expected)
{
	check_review_by(CRITERIA, scores, expected);
}

static void steps_are_counted_from_the_least_score(void **state)
{
	(void)state;
	check_review_by("[{'id': 'a', 'min': 1, 'max': 10, 'step': 2}]", "{'a': '3'}", "");
	check_review_by("[{'id': 'a', 'min': 1, 'max': 10, 'step': 2}]", "{'a': '4'}", "review.step\n");
}

static void a_review_keeps_to_its_criteria(void **state)
{
	(void)state;
	check_review("{'need': '18.5', 'plan': '3.1416'}", "");
	check_review("{'need': null, 'plan': '10'}", "");
	check_review("{'need': '20.5', 'plan': '10'}", "record.range\n");
	check_review("{'need': '0.5', 'plan': '-1'}", "record.range\nrecord.range\n");
	check_review("{'need': '18.25', 'plan': '0'}", "review.step\n");
	check_review("{'need': '18'}", "record.field-missing\n");
	check_review("{'need': '18', 'plan': '1', 'charm': '1'}", "record.reference\n");
	check_review("{'need': 'x', 'plan': '1.00001'}", "record.decimal\nrecord.decimal\n");
	check_review("{}", "record.field-missing\nrecord.field-missing\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sound_application_gives_nothing),
		cmocka_unit_test(the_category_must_be_the_rounds),
		cmocka_unit_test(the_lower_cap_holds),
		cmocka_unit_test(dates_and_sums_are_held_against_each_other),
		cmocka_unit_test(a_share_is_cut_down),
		cmocka_unit_test(answers_are_those_that_the_call_asks_for),
		cmocka_unit_test(a_required_attachment_is_found_by_its_original_name_and_type),
		cmocka_unit_test(credit_codes_of_the_domain_notes),
		cmocka_unit_test(the_two_checks_of_a_code_are_told_apart),
		cmocka_unit_test(a_check_survives_every_failed_allocation),
		cmocka_unit_test(rules_see_numbers_and_no_personal_fields),
		cmocka_unit_test(rules_see_the_round_with_numbers),
		cmocka_unit_test(rules_do_not_see_a_score_that_was_not_given),
		cmocka_unit_test(a_review_keeps_to_its_criteria),
		cmocka_unit_test(steps_are_counted_from_the_least_score),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("applications and reviews", tests, NULL, NULL);
}
