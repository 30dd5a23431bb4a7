/* SPDX-License-Identifier: Apache-2.0 */
/* Paths of the repository: each kind there and back, and what is refused. */
#include "model-test.h"

static const struct {
	enum gr_kind_id kind;
	const char *path, *application, *stage, *person, *name;
} records[] = {
	{ GR_KIND_FORMAT, "grant.json", "", "", "", "" },
	{ GR_KIND_ROUND, "round/round.json", "", "", "", "" },
	{ GR_KIND_PERSON, "people/officer-1.json", "", "", "officer-1", "" },
	{ GR_KIND_APPLICATION, "applications/17/XF-0017/application.json", "XF-0017", "", "", "" },
	{ GR_KIND_RECEIPT, "applications/45/XF-12345/receipt.json", "XF-12345", "", "", "" },
	{ GR_KIND_SCREENING, "applications/00/XF-0100/screening.json", "XF-0100", "", "", "" },
	{ GR_KIND_ASSIGNMENT, "applications/17/XF-0017/assignments/review/r1.json", "XF-0017", "review", "r1", "" },
	{ GR_KIND_CONFLICT, "applications/17/XF-0017/conflicts/r1.json", "XF-0017", "", "r1", "" },
	{ GR_KIND_REVIEW, "applications/17/XF-0017/reviews/final-2/r1.json", "XF-0017", "final-2", "r1", "" },
	{ GR_KIND_MEASURE, "applications/17/XF-0017/measures/net_votes.json", "XF-0017", "", "", "net_votes" },
	{ GR_KIND_DECISION, "applications/17/XF-0017/decision.json", "XF-0017", "", "", "" },
	{ GR_KIND_AGREEMENT, "applications/17/XF-0017/agreement.json", "XF-0017", "", "", "" },
	{ GR_KIND_MILESTONE, "applications/17/XF-0017/milestones/midterm.json", "XF-0017", "", "", "midterm" },
	{ GR_KIND_PAYMENT, "applications/17/XF-0017/payments/12.json", "XF-0017", "", "", "12" },
	{ GR_KIND_RANKING, "decisions/review/ranking.json", "", "review", "", "" },
	{ GR_KIND_SETTLEMENT, "decisions/review/settlement.json", "", "review", "", "" },
	{ GR_KIND_DRAW, "draws/3.json", "", "", "", "3" },
};

static void every_kind_goes_there_and_back(void **state)
{
	(void)state;
	assert_int_equal(GR_COUNT(records), GR_KIND_FILES);
	for (size_t i = 0; i < GR_COUNT(records); i++) {
		struct gr_location location;
		char *path;

		if (!gr_location_parse(&location, records[i].path))
			fail_msg("%s is not understood", records[i].path);
		assert_int_equal(location.kind, records[i].kind);
		assert_string_equal(location.application, records[i].application);
		assert_string_equal(location.stage, records[i].stage);
		assert_string_equal(location.person, records[i].person);
		assert_string_equal(location.name, records[i].name);
		path = gr_location_path(&location);
		assert_string_equal(path, records[i].path);
		gr_free(path);
	}
}

static void files_that_are_no_records_have_a_place(void **state)
{
	static const char *const paths[] = {
		".gitattributes",
		"round/rules.lua",
		"round/rules/grant/mean.lua",
		"round/stages/review.json",
		"applications/17/XF-0017/proposal/申请表.txt",
		"applications/17/XF-0017/proposal/附件/预算.xlsx",
		"applications/17/XF-0017/reports/midterm/报告.docx",
		"applications/17/XF-0017/reviews/review/r1.sealed",
		"applications/17/XF-0017/reviews/review/r1.sig",
	};
	struct gr_location location;

	(void)state;
	for (size_t i = 0; i < GR_COUNT(paths); i++) {
		if (!gr_location_parse(&location, paths[i]))
			fail_msg("%s has no place", paths[i]);
		assert_int_equal(location.kind, GR_KIND_COUNT);
	}
	assert_true(gr_location_parse(&location, "applications/17/XF-0017/reviews/review/r1.sealed"));
	assert_string_equal(location.person, "r1");
	assert_string_equal(location.stage, "review");
	assert_null(gr_location_path(&location));
}

static void what_is_no_place_is_refused(void **state)
{
	static const char *const paths[] = {
		"",
		"/grant.json",
		"grant.json/",
		"grant.jsonx",
		"README.md",
		"people/Officer.json",
		"people/a/b.json",
		"people/.json",
		"people/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.json",
		"applications/18/XF-0017/application.json",
		"applications/7/XF-0017/application.json",
		"applications/17/XF-17/application.json",
		"applications/17/xf-0017/application.json",
		"applications/17/XF-0017/applications.json",
		"applications/17/XF-0017/proposal/",
		"applications/17/XF-0017/proposal/../x",
		"applications/17/XF-0017/proposal/.git/config",
		"applications/17/XF-0017/measures/net-votes.json",
		"applications/17/XF-0017/payments/0.json",
		"applications/17/XF-0017/payments/01.json",
		"applications/17/XF-0017/payments/12345.json",
		"applications/17/XF-0017/reviews/r1.json",
		"applications/17",
		"applications/",
		"round/rules/.lua",
		"round/rules/a.txt",
		"round/rules/../x.lua",
		"decisions/ranking.json",
	};
	struct gr_location location;

	(void)state;
	for (size_t i = 0; i < GR_COUNT(paths); i++)
		if (gr_location_parse(&location, paths[i]))
			fail_msg("%s was taken", paths[i]);
}

static void a_location_that_lacks_a_part_has_no_path(void **state)
{
	struct gr_location location = { .kind = GR_KIND_REVIEW, .application = "XF-0017", .stage = "review" };
	struct gr_location bad = { .kind = GR_KIND_PERSON, .person = "../x" };
	char *folder = gr_application_folder("XF-0017");

	(void)state;
	assert_null(gr_location_path(&location));
	assert_null(gr_location_path(&bad));
	assert_string_equal(folder, "applications/17/XF-0017");
	assert_null(gr_application_folder("XF-17"));
	gr_free(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_goes_there_and_back),
		cmocka_unit_test(files_that_are_no_records_have_a_place),
		cmocka_unit_test(what_is_no_place_is_refused),
		cmocka_unit_test(a_location_that_lacks_a_part_has_no_path),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("paths", tests, NULL, NULL);
}
