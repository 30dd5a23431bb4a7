/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of rules, when there is no memory: words, and nothing stays behind (valgrind and ASan look). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <grant.h>

#include "base/error.h"
#include "base/finding.h"
#include "base/io.h"
#include "base/json.h"
#include "base/mem.h"
#include "work/rules-case.h"

static const char *const files[][2] = {
	{ "half.lua", "return function(x) return x / 2, { x, nil } end" },
	{ "cases/half/a.json", "[{\"call\": [5], \"gives\": [\"5/2\", [5]]}, {\"call\": [5], \"gives\": [2]}]" },
	{ "plain.lua", "return { api = 1, criteria = { { id = 'need', max = 20 } }, measures = { { id = 'votes' } },"
		       " eligible = function() return {} end, ties = { 'need', '-requested' },"
		       " score = function(app, reviews) return { total = #reviews / 3, parts = { { 'x', 1 } }, note = 'n' } end,"
		       " allocate = function(ranking) return { { id = ranking[1].id, verdict = 'approve', amount = 5 } } end }" },
	{ "cases/plain/b.json", "{\"round\": {\"budget\": \"5.00\"}, \"applications\": [{\"id\": \"A\", \"requested\": \"5.00\","
				" \"measures\": {\"votes\": 3}, \"results\": {\"first\": {\"total\": \"1/3\"}},"
				" \"reviews\": [{\"person\": \"p\", \"scores\": {\"need\": 3}}]}], \"gives\": {\"results\": [{\"total\": \"0.33\"}],"
				" \"eligible\": {\"A\": []}, \"allocate\": [{\"amount\": 5}]}}" },
	{ "wrong.lua", "return 2^3" },
};

static void write_files(const char *folder)
{
	static const char *const folders[] = { "cases", "cases/half", "cases/plain", "cases/stray" };

	for (size_t i = 0; i < GR_COUNT(folders); i++) {
		char *path = gr_format("%s/%s", folder, folders[i]);

		assert_int_equal(mkdir(path, 0700), 0);
		gr_free(path);
	}
	for (size_t i = 0; i < GR_COUNT(files); i++) {
		char *path = gr_format("%s/%s", folder, files[i][0]);

		assert_int_equal(gr_file_write(path, files[i][1], strlen(files[i][1])), 0);
		gr_free(path);
	}
}

static void remove_files(const char *folder)
{
	static const char *const folders[] = { "cases/stray", "cases/plain", "cases/half", "cases", "." };

	for (size_t i = 0; i < GR_COUNT(files); i++) {
		char *path = gr_format("%s/%s", folder, files[i][0]);

		unlink(path);
		gr_free(path);
	}
	for (size_t i = 0; i < GR_COUNT(folders); i++) {
		char *path = i + 1 < GR_COUNT(folders) ? gr_format("%s/%s", folder, folders[i]) : gr_strdup(folder);

		rmdir(path);
		gr_free(path);
	}
}

static void whatever_allocation_fails_nothing_breaks(void **state)
{
	char folder[] = "/tmp/test-cases-XXXXXX";
	const char *folders[] = { folder, NULL };
	grant_rules_test_options options = { GRANT_RULES_TEST_OPTIONS_VERSION, 2 };
	bool whole = false;

	(void)state;
	assert_non_null(mkdtemp(folder));
	write_files(folder);
	for (size_t n = 1; !whole && n < 20000; n += n < 1500 ? 1 : 7) {
		grant_findings *findings = NULL;
		grant_record *told = NULL;
		int r;

		gr_mem_fail_at(n);
		r = grant_rules_test(&told, &findings, folders, &options);
		gr_mem_fail_at(0);
		if (r < 0 && r != GRANT_ENOMEM)
			fail_msg("allocation %zu: %d, %s", n, r, grant_error_message(grant_error_last()));
		if (r == 0) {
			int64_t failed = 0;

			assert_int_equal(grant_record_integer(&failed, told, "failed"), 0);
			whole = failed == 1 && grant_findings_count_from(findings, GRANT_ERROR) == 2;
		}
		grant_record_free(told);
		grant_findings_free(findings);
	}
	assert_true(whole);
	remove_files(folder);
}

static gr_value *value_of(const char *json)
{
	gr_value *value = NULL;

	assert_int_equal(gr_json_read(&value, json, strlen(json)), 0);
	return value;
}

/* "place: first | other", or "same". */
static void check_states(const char *one, const char *two, const char *shown)
{
	gr_value *first = value_of(one), *other = value_of(two);
	char *at = NULL, *expected = NULL, *actual = NULL, *told;
	int r = gr_case_compare_states(&at, &expected, &actual, first, other);

	if (r == 0)
		assert_string_equal(at, "states");
	told = r == 1 ? gr_strdup("same") : gr_format("%s | %s", expected, actual);
	assert_string_equal(told, shown);
	gr_free(told);
	gr_free(at);
	gr_free(expected);
	gr_free(actual);
	gr_value_free(first);
	gr_value_free(other);
}

/* No rule is known that the sandbox lets answer differently; so the answers are given here. */
static void answers_of_two_states_are_compared_to_the_byte_and_the_place_is_told(void **state)
{
	(void)state;
	check_states("{\"results\": [{\"total\": 3, \"note\": \"a\"}]}", "{\"results\": [{\"total\": 3, \"note\": \"a\"}]}", "same");
	check_states("{\"results\": [{\"total\": 3}, {\"total\": 4}]}", "{\"results\": [{\"total\": 3}, {\"total\": 5}]}",
	             "results.1.total: 4 | 5");
	check_states("{\"advance\": [\"A\", \"B\"]}", "{\"advance\": [\"B\", \"A\"]}", "advance.0: \"A\" | \"B\"");
	check_states("{\"results\": []}", "{\"results\": [], \"allocate\": [1]}", "allocate: null | [ 1 ]");
	check_states("{\"results\": []}", "{\"fails\": \"table: 0x1\"}", "results: [] | null");
	check_states("[1, 2]", "[1, 3]", "1: 2 | 3");
	check_states("[1.0]", "[1]", "[ 1.0 ] | [ 1 ]");
}

static void what_two_states_answered_stands_in_the_finding(void **state)
{
	gr_value *first = value_of("{\"results\": [{\"total\": 4}]}"), *other = value_of("{\"results\": [{\"total\": 5}]}");
	grant_findings *findings = gr_findings_new();
	struct gr_place place = { .file = "r.lua" };
	char *at = NULL, *one = NULL, *two = NULL;
	const grant_finding *finding;

	(void)state;
	assert_int_equal(gr_case_compare_states(&at, &one, &two, first, other), 0);
	gr_findings_add(findings, GR_F_RULES_STATE, &place, one, two, NULL);
	finding = grant_findings_at(findings, 0);
	assert_string_equal(grant_finding_id(finding), "rules.state");
	assert_string_equal(grant_finding_place(finding, GRANT_PLACE_FILE), "r.lua");
	assert_string_equal(grant_finding_message(finding), "two Lua states answer differently: results.0.total: 4 and 5");
	gr_free(at);
	gr_free(one);
	gr_free(two);
	grant_findings_free(findings);
	gr_value_free(first);
	gr_value_free(other);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_allocation_fails_nothing_breaks),
		cmocka_unit_test(answers_of_two_states_are_compared_to_the_byte_and_the_place_is_told),
		cmocka_unit_test(what_two_states_answered_stands_in_the_finding),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
