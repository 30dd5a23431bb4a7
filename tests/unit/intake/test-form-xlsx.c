/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms that come as workbooks: tests/lib/workbooks.py writes them and says what must come of each, attacks among them. A workbook
 * that LibreOffice writes is in tests/cli/xlsx.bats.
 */
#include "intake-test.h"

#include "format/format.h"

#include <sys/resource.h>

#include "base/exact.h"
#include "base/json.h"
#include "base/time.h"
#include "intake/xlsx.h"

/* A workbook is read, or refused, within this, also under a sanitizer: what it holds is bounded. */
#define READ_MS 8000
#define MEMORY_KIB (400 * 1024)

static const char *const title[] = { "项目名称", "Title", "title", NULL };
static const char *const summary[] = { "项目摘要", "Summary", NULL };
static const char *const requested[] = { "申请金额", "Amount requested", NULL };
static const char *const start[] = { "开始日期", NULL };
static const char *const kind[] = { "单位类型", NULL };
static const char *const kinds[] = { "社会团体", "association", NULL };
static const char *const budget[] = { "预算", "Budget", NULL }, *const milestones[] = { "里程碑", NULL };
static const char *const item[] = { "项目", "Item", NULL }, *const price[] = { "单价", "Price", NULL };
static const char *const quantity[] = { "数量", NULL }, *const source[] = { "资金来源", NULL };
static const char *const amount[] = { "金额", "Amount", NULL };
static const char *const sources[] = { "创投资金", "grant", "自筹", "own", NULL };
static const char *const id[] = { "编号", NULL }, *const name[] = { "名称", NULL }, *const due[] = { "完成日期", NULL };

static const struct gr_form_column columns[] = {
	{ "item", item }, { "price", price }, { "quantity", quantity }, { "source", source }, { "amount", amount }
};
static const struct gr_form_column plan[] = { { "id", id }, { "title", name }, { "due", due } };
static const struct gr_form_field fields[] = {
	{ .field = "title", .labels = title },
	{ .field = "summary", .labels = summary },
	{ .field = "requested", .labels = requested, .is_money = true },
	{ .field = "start", .labels = start, .is_date = true },
	{ .field = "organisation.kind", .labels = kind, .words = kinds },
	{ .field = "budget", .labels = budget, .columns = columns, .column_count = GR_COUNT(columns) },
	{ .field = "milestones", .labels = milestones, .columns = plan, .column_count = GR_COUNT(plan) },
};
static const struct gr_form_cell_rule cells[] = {
	{ .field = "budget.price", .is_decimal = true }, { .field = "budget.quantity", .is_decimal = true },
	{ .field = "budget.source", .words = sources },  { .field = "budget.amount", .is_money = true },
	{ .field = "milestones.due", .is_date = true },
};
static const struct gr_form form = { fields, GR_COUNT(fields), cells, GR_COUNT(cells) };

static char folder[] = "/tmp/grant-workbooks-XXXXXX";

static int make_workbooks(void **state)
{
	const char *python = getenv("PYTHON3"), *top = getenv("srcdir");
	char command[1024];

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(command, sizeof(command), "'%s' '%s/tests/lib/workbooks.py' --all %s", python ? python : "python3",
	         top ? top : ".", folder);
	return system(command) == 0 ? 0 : -1;
}

static int remove_workbooks(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command);
}

/* "id@Sheet!B2 id@"; yours. */
static char *places_of(const grant_findings *findings)
{
	struct gr_buf out = GR_BUF_INIT;

	gr_buf_text_append(&out, "");
	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		const char *sheet = grant_finding_place(finding, GRANT_PLACE_SHEET);

		gr_buf_printf(&out, "%s%s@%s%s%s", i ? " " : "", grant_finding_id(finding), sheet ? sheet : "", sheet ? "!" : "",
		              sheet ? grant_finding_place(finding, GRANT_PLACE_CELL) : "");
	}
	return gr_buf_steal(&out);
}

static gr_value *value_of(const char *json)
{
	gr_value *value = NULL;

	if (strcmp(json, "-") != 0)
		assert_int_equal(gr_json_read(&value, json, strlen(json)), 0);
	return value;
}

/* "*id@": the last of them. */
static bool same_findings(const char *found, const char *told)
{
	return *told == '*' ? gr_text_ends(found, told + 1) : strcmp(found, told) == 0;
}

/* false: printed what is wrong. */
static bool is_as_told(const char *file, const char *json, const char *told)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	gr_auto_value gr_value *value = NULL, *places = NULL, *wanted = value_of(json);
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT, shown = GR_BUF_INIT;
	gr_autofree_text char *path = gr_format("%s/%s.xlsx", folder, file), *found = NULL;
	int64_t before;
	int r;

	assert_int_equal(gr_file_read(&bytes, path, 64 << 20), 0);
	before = gr_monotonic_ms();
	r = gr_form_read_xlsx(&value, &places, findings, &bytes, &form, gr_xml_walk);
	assert_int_equal(r, gr_findings_result(findings));
	gr_error_clear();
	found = places_of(findings);
	if (value)
		gr_json_write(&shown, value);
	if (!getenv("VALGRIND") && gr_monotonic_ms() - before > READ_MS) {
		print_error("%s took %lld ms\n", file, (long long)(gr_monotonic_ms() - before));
		return false;
	}
	if (!value != !wanted || (value && !gr_value_equal(value, wanted)) || !same_findings(found, told)) {
		print_error("%s: got %s findings [%s]\nwanted %s [%s]\n", file, gr_buf_text(&shown), found, json, told);
		return false;
	}
	return true;
}

static void workbooks_are_read_as_people_mean_them_and_attacks_are_refused(void **state)
{
	gr_auto_buf struct gr_buf table = GR_BUF_INIT;
	gr_autofree_text char *path = gr_format("%s/table", folder);
	size_t count = 0, wrong = 0;
	char *rest;

	(void)state;
	assert_int_equal(gr_file_read(&table, path, 1 << 20), 0);
	for (char *line = strtok_r(table.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *json = strchr(line, '\t'), *findings = json ? strchr(json + 1, '\t') : NULL;

		assert_non_null(findings);
		*json = *findings = '\0';
		count++;
		wrong += !is_as_told(line, json + 1, findings + 1);
	}
	assert_true(count > 100);
	assert_int_equal(wrong, 0);
}

static void attacks_cost_little_memory(void **state)
{
	struct rusage usage;

	(void)state;
	getrusage(RUSAGE_SELF, &usage);
	if (!getenv("SANITIZER") || strcmp(getenv("SANITIZER"), "no") == 0)
		assert_true(getenv("VALGRIND") || usage.ru_maxrss < MEMORY_KIB);
}

/* What a spreadsheet makes of a decimal of up to fifteen figures, in all the ways that programs write it, comes back as typed. */
static void numbers_come_back_as_they_were_typed(void **state)
{
	uint64_t seed = 20180401;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		int64_t figures = (int64_t)(chance(&seed) % 1000000000000000 >> chance(&seed) % 50);
		int places = (int)(chance(&seed) % 16);
		gr_auto_exact struct gr_exact typed = GR_EXACT_ZERO, read = GR_EXACT_ZERO, power = GR_EXACT_ZERO;
		char text[64], shown[GR_SHOWN_NUMBER_SIZE];
		double binary;

		snprintf(text, sizeof(text), "%s%llde-%d", i % 2 ? "-" : "", (long long)figures, places);
		binary = strtod(text, NULL);
		switch (i / 2 % 3) {
		case 0: snprintf(text, sizeof(text), "%.17g", binary); break;
		case 1: snprintf(text, sizeof(text), "%.16E", binary); break;
		default: snprintf(text, sizeof(text), "%.15g", binary); break;
		}
		assert_true(gr_number_shown(shown, text, false));
		gr_exact_set(&typed, i % 2 ? -figures : figures);
		gr_exact_set(&power, 1);
		for (int k = 0; k < places; k++)
			gr_exact_mul(&power, &power, &(struct gr_exact){ 10, 1, NULL });
		gr_exact_div(&typed, &typed, &power);
		assert_int_equal(gr_exact_parse(&read, shown), 0);
		if (gr_exact_compare(&typed, &read) != 0)
			fail_msg("%s came back as %s", text, shown);
	}
}

/* The n-th allocation fails: told as such or said by a finding, and under a sanitizer nothing is left behind. */
static void a_reader_without_memory_leaves_nothing_behind(void **state)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	gr_autofree_text char *path = gr_format("%s/two-tables.xlsx", folder);
	size_t failed = 0;

	(void)state;
	assert_int_equal(gr_file_read(&bytes, path, 1 << 20), 0);
	for (size_t n = 1; n < 2500; n += n < 400 ? 1 : 7) {
		gr_auto_findings grant_findings *findings = gr_findings_new();
		gr_auto_value gr_value *value = NULL, *places = NULL;
		int r;

		gr_mem_fail_at(n);
		r = gr_form_read_xlsx(&value, &places, findings, &bytes, &form, gr_xml_walk);
		gr_mem_fail_at(0);
		assert_true(r == 0 || r == GRANT_ENOMEM || (r == GRANT_EINPUT && grant_findings_count(findings) > 0));
		assert_true(r == 0 || r == GRANT_EINPUT || (!value && !places));
		failed += r == GRANT_ENOMEM;
		gr_error_clear();
	}
	assert_true(failed > 400);
}

static void every_value_has_its_cell(void **state)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	gr_auto_value gr_value *value = NULL, *places = NULL;
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	gr_autofree_text char *path = gr_format("%s/two-tables.xlsx", folder);

	(void)state;
	assert_int_equal(gr_file_read(&bytes, path, 1 << 20), 0);
	assert_int_equal(gr_form_read_xlsx(&value, &places, findings, &bytes, &form, gr_xml_walk), 0);
	assert_string_equal(gr_map_text(gr_map_get(places, "budget.0.amount"), "cell"), "B2");
	assert_string_equal(gr_map_text(gr_map_get(places, "milestones.0.due"), "cell"), "C6");
	assert_string_equal(gr_map_text(gr_map_get(places, "milestones.0.due"), "sheet"), "表");
	assert_string_equal(gr_map_text(gr_map_get(places, "milestones"), "cell"), "A5");
	assert_null(gr_map_get(places, "title"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(workbooks_are_read_as_people_mean_them_and_attacks_are_refused),
		cmocka_unit_test(attacks_cost_little_memory),
		cmocka_unit_test(numbers_come_back_as_they_were_typed),
		cmocka_unit_test(a_reader_without_memory_leaves_nothing_behind),
		cmocka_unit_test(every_value_has_its_cell),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, make_workbooks, remove_workbooks);
}
