/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records as files: each folder of tests/data/records holds input.json and what is expected of it; the kind stands in
 * front of the folder's name. valid: the canonical bytes; invalid: the ids of the findings.
 */
#include "model-test.h"

#include <dirent.h>

#include "base/io.h"

static char *folder_of(const char *which)
{
	const char *top = getenv("srcdir");

	return gr_format("%s/tests/data/records/%s", top ? top : ".", which);
}

static enum gr_kind_id kind_of(const char *name)
{
	char word[40];
	const struct gr_kind *kind;

	snprintf(word, sizeof(word), "%.*s", (int)strcspn(name, "-"), name);
	kind = gr_kind_find(word);
	if (!kind)
		fail_msg("%s names no kind", name);
	return kind->id;
}

static void read_file(struct gr_buf *out, const char *folder, const char *name, const char *file)
{
	char *path = gr_format("%s/%s/%s", folder, name, file);

	if (gr_file_read(out, path, 1 << 20) < 0)
		fail_msg("%s: %s", path, grant_error_message(grant_error_last()));
	gr_free(path);
}

typedef void (*case_fn)(const char *name, const struct gr_buf *input, const struct gr_buf *expected);

static size_t each_case(const char *which, case_fn check)
{
	char *folder = folder_of(which);
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t count = 0;

	if (!dir)
		fail_msg("no folder %s", folder);
	while ((entry = readdir(dir)) != NULL) {
		struct gr_buf input = GR_BUF_INIT, expected = GR_BUF_INIT;

		if (entry->d_name[0] == '.')
			continue;
		read_file(&input, folder, entry->d_name, "input.json");
		read_file(&expected, folder, entry->d_name, "expected");
		check(entry->d_name, &input, &expected);
		gr_buf_free(&input);
		gr_buf_free(&expected);
		count++;
	}
	closedir(dir);
	gr_free(folder);
	return count;
}

static void check_valid(const char *name, const struct gr_buf *input, const struct gr_buf *expected)
{
	grant_findings *findings = gr_findings_new();
	gr_value *record = NULL, *again = NULL;
	struct gr_buf out = GR_BUF_INIT;
	enum gr_kind_id kind = kind_of(name);

	if (gr_record_read(&record, findings, kind, gr_buf_text(input), input->size) < 0)
		fail_msg("%s: %s", name, grant_error_message(grant_error_last()));
	assert_int_equal(grant_findings_count(findings), 0);
	assert_int_equal(gr_record_write(&out, kind, record), 0);
	if (strcmp(gr_buf_text(&out), gr_buf_text(expected)) != 0)
		fail_msg("%s is written as\n%s", name, gr_buf_text(&out));
	assert_int_equal(gr_record_canonical(&again, kind, record), 0);
	assert_true(gr_value_equal(record, again));
	gr_buf_free(&out);
	gr_value_free(record);
	gr_value_free(again);
	grant_findings_free(findings);
}

static void check_invalid(const char *name, const struct gr_buf *input, const struct gr_buf *expected)
{
	grant_findings *findings = gr_findings_new();
	gr_value *record = NULL;
	char *ids;

	assert_int_equal(gr_record_read(&record, findings, kind_of(name), gr_buf_text(input), input->size),
	                 GRANT_EINPUT);
	assert_null(record);
	ids = ids_of(findings);
	if (strcmp(ids, gr_buf_text(expected)) != 0)
		fail_msg("%s gives\n%s", name, ids);
	gr_free(ids);
	grant_findings_free(findings);
}

static void every_valid_record_has_its_canonical_bytes(void **state)
{
	(void)state;
	assert_true(each_case("valid", check_valid) >= GR_KIND_FILES);
}

static void every_invalid_record_gives_its_findings(void **state)
{
	(void)state;
	assert_true(each_case("invalid", check_invalid) > 60);
}

static bool has_sample[GR_KIND_FILES];

static void note_kind(const char *name, const struct gr_buf *input, const struct gr_buf *expected)
{
	(void)input;
	(void)expected;
	has_sample[kind_of(name)] = true;
}

static void every_kind_with_a_file_has_a_sample(void **state)
{
	(void)state;
	each_case("valid", note_kind);
	for (int i = 0; i < GR_KIND_FILES; i++)
		if (!has_sample[i])
			fail_msg("no sample of %s", gr_kind_get((enum gr_kind_id)i)->name);
}

static void a_finding_names_its_field_and_line(void **state)
{
	static const char text[] = "{\n  \"title\": \"x\",\n  \"organisation\": {\"name\": \"y\"},\n"
				   "  \"requested\": \"1\",\n  \"budget\": [\n    {\"item\": \"a\", \"amount\": \"1,5\"}\n  ]\n}\n";
	grant_findings *findings = gr_findings_new();
	const grant_finding *finding;
	gr_value *record = NULL;

	(void)state;
	assert_int_equal(gr_record_read(&record, findings, GR_KIND_APPLICATION, text, strlen(text)), GRANT_EINPUT);
	assert_int_equal(grant_findings_count(findings), 1);
	finding = grant_findings_at(findings, 0);
	assert_string_equal(grant_finding_place(finding, GRANT_PLACE_FIELD), "budget.0.amount");
	assert_string_equal(grant_finding_place(finding, GRANT_PLACE_LINE), "6");
	assert_non_null(strstr(grant_finding_message(finding), "budget.0.amount (金额)"));
	grant_findings_free(findings);
}

static void a_record_that_breaks_the_table_is_not_written(void **state)
{
	gr_value *record = value_of("{'verdict': 'perhaps', 'by': 'p', 'at': '2018-04-02T10:00:00+08:00'}");
	struct gr_buf out = GR_BUF_INIT;

	(void)state;
	assert_int_equal(gr_record_write(&out, GR_KIND_SCREENING, record), GRANT_EINTERNAL);
	assert_int_equal(out.size, 0);
	assert_non_null(strstr(grant_error_message(grant_error_last()), "perhaps"));
	gr_buf_free(&out);
	gr_value_free(record);
}

static void what_the_table_does_not_know_is_not_lost_by_the_canonical_form(void **state)
{
	gr_value *record = value_of("{'at': 'never', 'extra': [1], 'by': 7}"), *out = NULL;

	(void)state;
	assert_int_equal(gr_record_canonical(&out, GR_KIND_ASSIGNMENT, record), 0);
	assert_true(gr_value_equal(record, out));
	assert_string_equal(gr_value_key(out, 0), "by");
	gr_value_free(record);
	gr_value_free(out);
}

/* Base writes findings, this room keeps them in a screening: both must mean the same. */
static void what_base_stores_of_findings_fits_a_screening(void **state)
{
	gr_value *record = value_of("{'verdict': 'return', 'by': 'p', 'at': '2018-04-02T10:00:00+08:00'}");
	grant_findings *findings = gr_findings_new();
	struct gr_place place = { .file = "a.zip", .entry = "b", .record = "XF-0001", .field = "title", .sheet = "s",
		                  .cell = "A1", .commit = "c", .line = 3 };
	struct gr_buf out = GR_BUF_INIT;

	(void)state;
	gr_findings_add(findings, GR_F_APPLICATION_OVER_CAP, &place, "2.00", "1.00", NULL);
	gr_findings_add(findings, GR_F_FORM_MISSING, NULL, NULL);
	gr_findings_add_rule(findings, "young", GRANT_WARNING, NULL, "成立不满一年");
	assert_int_equal(gr_map_set(record, "findings", gr_findings_to_value(findings)), 0);
	if (gr_record_write(&out, GR_KIND_SCREENING, record) < 0)
		fail_msg("%s", grant_error_message(grant_error_last()));
	assert_non_null(strstr(gr_buf_text(&out), "\"line\": 3"));
	assert_non_null(strstr(gr_buf_text(&out), "rule.young"));
	grant_findings_free(findings);
	gr_buf_free(&out);
	gr_value_free(record);
}

static void a_record_survives_every_failed_allocation(void **state)
{
	static const char text[] = "{\"id\": \"p\", \"name\": \"n\", \"roles\": [\"officer\"], \"to\": \"2018-01-01\"}";
	int r = GRANT_ENOMEM;

	(void)state;
	for (size_t n = 1; n < 300; n++) {
		grant_findings *findings = gr_findings_new();
		gr_value *record = NULL;
		struct gr_buf out = GR_BUF_INIT;

		gr_mem_fail_at(n);
		r = gr_record_read(&record, findings, GR_KIND_PERSON, text, strlen(text));
		if (r == 0)
			r = gr_record_write(&out, GR_KIND_PERSON, record);
		gr_mem_fail_at(0);
		if (r != 0)
			assert_int_equal(r, GRANT_ENOMEM);
		gr_buf_free(&out);
		gr_value_free(record);
		grant_findings_free(findings);
	}
	assert_int_equal(r, 0);
}

/* Findings are all there or the check says that it had no memory. */
static void a_check_without_memory_does_not_leave_findings_out(void **state)
{
	gr_value *record = value_of("{'id': 'P', 'roles': ['officer', 'officer'], 'to': 'x'}");
	int r = GRANT_ENOMEM;

	(void)state;
	for (size_t n = 1; n < 300; n++) {
		grant_findings *findings = gr_findings_new();

		gr_mem_fail_at(n);
		r = gr_record_check(findings, GR_KIND_PERSON, record);
		gr_mem_fail_at(0);
		if (r == GRANT_EINPUT) {
			assert_ids(findings, "record.date\nrecord.duplicate\nrecord.field-missing\nrecord.id\n");
			assert_non_null(strstr(grant_finding_message(grant_findings_at(findings, 0)), "id is"));
		}
		grant_findings_free(findings);
	}
	assert_int_equal(r, GRANT_EINPUT);
	gr_value_free(record);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_valid_record_has_its_canonical_bytes),
		cmocka_unit_test(every_invalid_record_gives_its_findings),
		cmocka_unit_test(every_kind_with_a_file_has_a_sample),
		cmocka_unit_test(a_finding_names_its_field_and_line),
		cmocka_unit_test(a_record_that_breaks_the_table_is_not_written),
		cmocka_unit_test(what_the_table_does_not_know_is_not_lost_by_the_canonical_form),
		cmocka_unit_test(what_base_stores_of_findings_fits_a_screening),
		cmocka_unit_test(a_record_survives_every_failed_allocation),
		cmocka_unit_test(a_check_without_memory_does_not_leave_findings_out),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
