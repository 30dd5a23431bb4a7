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
#include "base/io.h"
#include "base/mem.h"

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_allocation_fails_nothing_breaks),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
