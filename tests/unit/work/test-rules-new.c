/* SPDX-License-Identifier: Apache-2.0 */
/* New rules, when there is no memory or the caller is of another version: words, both files or neither, and nothing stays behind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <grant.h>

#include "base/mem.h"

static const char *const criteria[] = { "1/need=40:需求|Need", "2/show=100:展示", "1/plan=60", NULL };
static const char *const ties[] = { "need", "-requested", NULL };
static const char *const tiers[] = { "1=50000", "2=30000", NULL };

static const grant_rules_new_options stages = {
	.version = GRANT_RULES_NEW_OPTIONS_VERSION, .title = "示例|Sample", .criteria = criteria, .ties = ties, .advance = 3, .carry = "40",
	.allocation = "tiers", .tiers = tiers, .places = "2",
};

struct place {
	char folder[64], file[96], cases[96], own[96], example[128];
};

static void make_place(struct place *place)
{
	snprintf(place->folder, sizeof(place->folder), "/tmp/test-rules-new-XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->file, sizeof(place->file), "%s/r.lua", place->folder);
	snprintf(place->cases, sizeof(place->cases), "%s/cases", place->folder);
	snprintf(place->own, sizeof(place->own), "%s/cases/r", place->folder);
	snprintf(place->example, sizeof(place->example), "%s/cases/r/example.json", place->folder);
}

static void clear_place(const struct place *place)
{
	unlink(place->file);
	unlink(place->example);
	rmdir(place->own);
	rmdir(place->cases);
	assert_int_equal(rmdir(place->folder), 0);
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static void whatever_allocation_fails_both_files_are_there_or_neither(void **state)
{
	struct place place;
	bool whole = false;

	(void)state;
	make_place(&place);
	for (size_t n = 1; !whole && n < 40000; n += n < 600 ? 1 : 17) {
		grant_findings *findings = NULL;
		grant_record *made = NULL;
		int r;

		gr_mem_fail_at(n);
		r = grant_rules_new(&made, &findings, place.file, "stages", &stages);
		gr_mem_fail_at(0);
		/* rules that could not be loaded or run for want of memory are told as such */
		if (r < 0 && r != GRANT_ENOMEM && r != GRANT_ERULE)
			fail_msg("allocation %zu: %d, %s", n, r, grant_error_message(grant_error_last()));
		assert_int_equal(is_there(place.file), r == 0);
		assert_int_equal(is_there(place.example), r == 0);
		assert_int_equal(is_there(place.cases), r == 0);
		whole = r == 0;
		grant_record_free(made);
		grant_findings_free(findings);
	}
	assert_true(whole);
	clear_place(&place);
}

static void the_list_of_schemes_comes_whole_or_not_at_all(void **state)
{
	bool whole = false;

	(void)state;
	for (size_t n = 1; !whole && n < 5000; n++) {
		grant_record *schemes = NULL;
		int r;

		gr_mem_fail_at(n);
		r = grant_rules_schemes(&schemes);
		gr_mem_fail_at(0);
		assert_true(r == 0 || r == GRANT_ENOMEM);
		whole = r == 0;
		if (whole)
			assert_int_equal(grant_record_count(schemes, "schemes"), 10);
		grant_record_free(schemes);
	}
	assert_true(whole);
}

static void options_of_another_version_and_no_options_are_refused(void **state)
{
	grant_rules_new_options other = stages;

	(void)state;
	other.version = GRANT_RULES_NEW_OPTIONS_VERSION + 1;
	assert_int_equal(grant_rules_new(NULL, NULL, "/nowhere/r.lua", "mean", &other), GRANT_EINVALID);
	assert_int_equal(grant_rules_new(NULL, NULL, "/nowhere/r.lua", "mean", NULL), GRANT_EINVALID);
	assert_int_equal(grant_rules_new(NULL, NULL, NULL, "mean", &stages), GRANT_EINVALID);
	assert_int_equal(grant_rules_new(NULL, NULL, "/nowhere/r.lua", NULL, &stages), GRANT_EINVALID);
	assert_int_equal(grant_rules_schemes(NULL), GRANT_EINVALID);
}

static void what_a_scheme_needs_is_asked_for_by_the_library_too(void **state)
{
	struct place place;
	grant_rules_new_options options = stages;

	(void)state;
	make_place(&place);
	options.carry = NULL;
	assert_int_equal(grant_rules_new(NULL, NULL, place.file, "stages", &options), GRANT_EINPUT);
	assert_non_null(strstr(grant_error_message(grant_error_last()), "carry"));
	options = stages;
	options.criteria = NULL;
	assert_int_equal(grant_rules_new(NULL, NULL, place.file, "stages", &options), GRANT_EINPUT);
	options = stages;
	options.tiers = NULL;
	assert_int_equal(grant_rules_new(NULL, NULL, place.file, "stages", &options), GRANT_EINPUT);
	assert_int_equal(grant_rules_new(NULL, NULL, place.file, "mean", &stages), GRANT_EINPUT);
	assert_false(is_there(place.file));
	clear_place(&place);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_allocation_fails_both_files_are_there_or_neither),
		cmocka_unit_test(the_list_of_schemes_comes_whole_or_not_at_all),
		cmocka_unit_test(options_of_another_version_and_no_options_are_refused),
		cmocka_unit_test(what_a_scheme_needs_is_asked_for_by_the_library_too),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("rules-new", tests, NULL, NULL);
}
