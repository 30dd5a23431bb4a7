/* SPDX-License-Identifier: Apache-2.0 */
/* The stock parts and the whole rule files of plugins/: vectors of domain.md, section 3.1. */
#include "rules-test.h"

#define PART(name) "local f = require 'grant." name "' "

static const struct row parts[] = {
	{ "sum", PART("sum") "return f({ 90, 90.5, 1/2 })", "181" },
	{ "sum of nothing", PART("sum") "return f({})", "0" },
	{ "mean 甲", PART("mean") "return f({ 90, 90, 90, 90, 60 })", "84" },
	{ "mean 丙", PART("mean") "return f({ 95, 84, 84, 84, 84 })", "431/5" },
	{ "mean of thirds", PART("mean") "return f({ 88, 88, 89 })", "265/3" },
	{ "mean of nothing", PART("mean") "local m, why = f({}) return tostring(m) .. why",
	  "nil没有分数，无法求平均分" },
	{ "trimmed 甲", PART("trimmed") "return f({ 90, 90, 90, 90, 60 })", "90" },
	{ "trimmed 丙", PART("trimmed") "return f({ 95, 84, 84, 84, 84 })", "84" },
	{ "trimmed 丁", PART("trimmed") "return f({ 88, 88, 88, 88, 70 })", "88" },
	{ "trimmed with a recusal", PART("trimmed") "return f({ 90, 90, 90, 60 })", "90" },
	{ "trimmed takes one of equal extremes", PART("trimmed") "return f({ 90, 90, 80, 80, 80 })", "250/3" },
	{ "trimmed of equal ones", PART("trimmed") "return f({ 7, 7, 7 })", "7" },
	{ "trimmed of three is the median", PART("trimmed") "return f({ 3, 1/2, 2 })", "2" },
	{ "trimmed of two", PART("trimmed") "local m, why = f({ 1, 2 }) return tostring(m) .. why",
	  "nil去掉一个最高分和一个最低分至少需要三个分数，现有 2 个" },
	{ "trimmed of none", PART("trimmed") "local m, why = f({}) return tostring(m) .. #why", "~nil" },
	{ "median odd", PART("median") "return f({ 95, 84, 84, 84, 80 })", "84" },
	{ "median even", PART("median") "return f({ 4, 1, 3, 2 })", "5/2" },
	{ "median leaves the list alone", PART("median") "local t = { 3, 1, 2 } f(t) return table.concat(t)", "312" },
	{ "median of nothing", PART("median") "return select(2, f({}))", "没有分数，无法求中位数" },
	{ "weighted Qingdao", PART("weighted") "return f({ 90, 86, 88.8 }, { 0.15, 0.25, 0.6 })", "2207/25" },
	{ "weighted Dongguan",
	  PART("weighted") "return f({ panel = 85, money = 70, votes = 40 }, { panel = 60, money = 20, votes = 20 })",
	  "73" },
	{ "weighted leaves n/a out", PART("weighted") "return f({ a = 80 }, { a = 1, b = 3 })", "80" },
	{ "weighted of nothing", PART("weighted") "return select(2, f({}, { a = 1 }))", "没有可以加权的分数" },
	{ "collect",
	  PART("collect") "return table.concat(f({ { scores = { a = 1 } }, { scores = {} }, { scores = { a = 0 } } }, 'a'), ',')",
	  "1,0" },
	{ "totals",
	  PART("totals") "local t, out = f({ { scores = { a = 1, b = 2 } }, { scores = { a = 5 } }, { scores = { a = 0, b = 0 } } },"
	                 " { { id = 'a' }, 'b' }) return table.concat(t, ',') .. ' ' .. out",
	  "3,0 1" },
	{ "bands",
	  PART("bands") "local b = { { 90, '优秀' }, { 80, '良好' }, { 60, '合格' } }"
	                " return f(90, b) .. f(89.995, b) .. f(89.5, b) .. f(79.5, b) .. tostring(f(59.5, b))",
	  "优秀良好良好合格nil" },
};

static void check_parts(void **state)
{
	(void)state;
	check_rows(parts, GR_COUNT(parts));
}

static void every_part_returns_one_function(void **state)
{
	size_t count = 0;

	(void)state;
	for (; gr_rules_stock_name(count); count++) {
		char *body = gr_format("return type(require '%s')", gr_rules_stock_name(count)), *got = run_body(body);

		assert_string_equal(got, "function");
		gr_free(got);
		gr_free(body);
	}
	assert_true(count >= 11);
	assert_null(gr_rules_stock("grant.nothing"));
}

/* ---- allocation: "id verdict amount" ---- */

static const char ranking[] =
	"[{'id':'A','place':1,'requested':40000,'category':'p'},{'id':'B','place':2,'requested':50000.01,'category':'p'},"
	"{'id':'C','place':3,'requested':30000.5,'category':'s'},{'id':'D','place':4,'requested':20000,'category':'s'},"
	"{'id':'E','requested':1,'category':'s','reason':'评审不足'}]";

static void check_allocation(const char *call, const char *round_text, const char *expected)
{
	char *source = gr_format(
		"local f = require 'grant.allocate_%s return { api = 1, criteria = { { id = 'need', max = 20 } },"
		" score = function() return { total = 1 } end, allocate = f }",
		call);
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(&out, source, NULL);
	gr_value *given = value_of(ranking), *round = value_of(round_text), *answer = NULL;

	if (!rules)
		fail_msg("%s", gr_buf_text(&out));
	if (gr_rules_allocate(&answer, rules, given, round) < 0)
		fail_msg("%s", grant_error_message(grant_error_last()));
	for (size_t i = 0; i < gr_value_count(answer); i++) {
		const gr_value *item = gr_value_item(answer, i);
		const char *amount = gr_map_text(item, "amount");

		gr_buf_printf(&out, "%s%s %s%s%s", i ? ", " : "", gr_map_text(item, "id"), gr_map_text(item, "verdict"),
		              amount ? " " : "", amount ? amount : "");
		assert_true(amount || gr_map_text(item, "reason"));
	}
	assert_string_equal(gr_buf_text(&out), expected);
	gr_value_free(answer);
	gr_value_free(given);
	gr_value_free(round);
	gr_rules_free(rules);
	gr_buf_free(&out);
	gr_free(source);
}

static void money_goes_down_the_ranking(void **state)
{
	(void)state;
	check_allocation("skip'", "{'budget':200000}",
	                 "A approve 4000000, B approve 5000001, C approve 3000050, D approve 2000000, E reject");
	check_allocation("skip'", "{'budget':75000}",
	                 "A approve 4000000, B reserve, C approve 3000050, D reserve, E reject");
	check_allocation("stop'", "{'budget':75000}", "A approve 4000000, B reserve, C reserve, D reserve, E reject");
	check_allocation("skip'", "{'budget':70000.5}",
	                 "A approve 4000000, B reserve, C approve 3000050, D reserve, E reject");
	check_allocation("skip'", "{'budget':70000.49}",
	                 "A approve 4000000, B reserve, C reserve, D approve 2000000, E reject");
	check_allocation("skip'", "{'budget':0}", "A reserve, B reserve, C reserve, D reserve, E reject");
}

static void the_lowest_cap_holds(void **state)
{
	static const char caps[] =
		"{'budget':200000,'limits':{'cap':45000},'categories':[{'id':'p','cap':50000},{'id':'s','cap':30000}]}";

	(void)state;
	check_allocation("skip'", caps,
	                 "A approve 4000000, B approve 4500000, C approve 3000000, D approve 2000000, E reject");
	check_allocation("skip' local g = f f = function(ranking, round) return g(ranking, round, { cap = 25000 }) end",
	                 caps, "A approve 2500000, B approve 2500000, C approve 2500000, D approve 2000000, E reject");
}

static void a_quota_closes_a_category(void **state)
{
	(void)state;
	check_allocation("skip'", "{'budget':200000,'categories':[{'id':'p','quota':1},{'id':'s','quota':null}]}",
	                 "A approve 4000000, B reserve, C approve 3000050, D approve 2000000, E reject");
	check_allocation("stop'", "{'budget':200000,'categories':[{'id':'p','quota':1},{'id':'s','quota':1}]}",
	                 "A approve 4000000, B reserve, C approve 3000050, D reserve, E reject");
}

/* ---- whole rule files ---- */

static char *read_file(const char *path)
{
	const char *top = getenv("srcdir");
	char *full = gr_format("%s/%s", top ? top : ".", path), *text = gr_alloc(70000);
	FILE *file = fopen(full, "rb");

	if (!file)
		fail_msg("%s cannot be read", full);
	text[fread(text, 1, 69999, file)] = '\0';
	fclose(file);
	gr_free(full);
	return text;
}

/* Five people who give `totals` as need + plan + team. */
static gr_value *reviews_of(const int totals[5])
{
	struct gr_buf out = GR_BUF_INIT;
	gr_value *reviews;

	gr_buf_text_append(&out, "[");
	for (int i = 0; i < 5; i++)
		gr_buf_printf(&out, "%s{'person':'p%d','scores':{'need':30,'plan':%d,'team':%d}}", i ? "," : "", i,
		              totals[i] - 30 - totals[i] / 10, totals[i] / 10);
	gr_buf_text_append(&out, "]");
	reviews = value_of(gr_buf_text(&out));
	gr_buf_free(&out);
	return reviews;
}

static void check_total(const gr_rules *rules, const int totals[5], const char *expected)
{
	gr_value *reviews = reviews_of(totals), *empty = gr_map_new(), *answer = NULL;

	if (gr_rules_score(&answer, rules, "review", empty, reviews, empty) < 0)
		fail_msg("%s", grant_error_message(grant_error_last()));
	assert_string_equal(gr_map_text(answer, "total"), expected);
	gr_value_free(answer);
	gr_value_free(reviews);
	gr_value_free(empty);
}

static const int judges[4][5] = {
	{ 90, 90, 90, 90, 60 }, { 86, 86, 86, 86, 86 }, { 95, 84, 84, 84, 84 }, { 88, 88, 88, 88, 70 }
};

static gr_rules *load_file(const char *path)
{
	char *source = read_file(path);
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(&out, source, NULL);

	if (!rules)
		fail_msg("%s: %s", path, gr_buf_text(&out));
	gr_free(source);
	return rules;
}

static void whole_files_load_and_rank_the_four(void **state)
{
	static const char *const sums[] = { "420", "430", "431", "422" }, *const trimmed[] = { "90", "86", "84", "88" };
	gr_rules *sum = load_file("plugins/rules/plain-sum.lua"), *trim = load_file("plugins/rules/trimmed-mean.lua");

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		check_total(sum, judges[i], sums[i]);
		check_total(trim, judges[i], trimmed[i]);
	}
	gr_rules_free(sum);
	gr_rules_free(trim);
}

static void the_weighted_file_weighs(void **state)
{
	gr_rules *rules = load_file("plugins/rules/weighted-mean.lua");
	gr_value *reviews = value_of(
		"[{'person':'a','scores':{'need':80,'plan':90,'team':70}},{'person':'b','scores':{'need':81,'plan':91}}]");
	gr_value *none = value_of("[]"), *empty = gr_map_new(), *answer = NULL;

	(void)state;
	/* (80.5 * 20 + 90.5 * 50 + 70 * 30) / 100 */
	assert_int_equal(gr_rules_score(&answer, rules, "review", empty, reviews, empty), 0);
	assert_string_equal(gr_map_text(answer, "total"), "1647/20");
	assert_int_equal(gr_value_count(gr_map_get(answer, "parts")), 3);
	gr_value_free(answer);
	answer = NULL;
	assert_int_equal(gr_rules_score(&answer, rules, "review", empty, none, empty), 0);
	assert_null(gr_map_get(answer, "total"));
	assert_string_equal(gr_map_text(answer, "reason"), "没有可以加权的分数");
	gr_value_free(answer);
	gr_value_free(reviews);
	gr_value_free(none);
	gr_value_free(empty);
	gr_rules_free(rules);
}

/* domain.md, 3.1: standard scores per judge reverse the order of the means. Judges are compared, so this is score_all. */
static const char standard[] =
	"local collect, mean = require 'grant.collect', require 'grant.mean'\n"
	"return { api = 1, criteria = { { id = 'need', max = 100 } }, score_all = function(apps)\n"
	"  local by_person, results = {}, {}\n"
	"  for _, app in ipairs(apps) do for _, review in ipairs(app.reviews) do\n"
	"    local list = by_person[review.person] or {} list[#list + 1] = review.scores.need by_person[review.person] = list end end\n"
	"  for _, app in ipairs(apps) do\n"
	"    local total = 0\n"
	"    for _, review in ipairs(app.reviews) do\n"
	"      local list, square = by_person[review.person], 0\n"
	"      local m = mean(list)\n"
	"      for _, x in ipairs(list) do square = square + (x - m) * (x - m) end\n"
	"      total = total + (review.scores.need - m) / sqrt(square / #list, 20)\n"
	"    end\n"
	"    results[app.id] = { total = total:round(4) }\n"
	"  end\n"
	"  return results\n"
	"end }";

static void standard_scores_compare_judges(void **state)
{
	static const char *const expected[] = { "13443/5000", "-357/250", "-16087/10000", "3481/10000" };
	struct gr_buf text = GR_BUF_INIT;
	gr_rules *rules = load_rules(&text, standard, NULL);
	gr_value *apps, *empty = gr_map_new(), *answer = NULL;

	(void)state;
	gr_buf_text_append(&text, "[");
	for (int i = 0; i < 4; i++) {
		gr_buf_printf(&text, "%s{'id':'X-%d','reviews':[", i ? "," : "", i);
		for (int k = 0; k < 5; k++)
			gr_buf_printf(&text, "%s{'person':'p%d','scores':{'need':%d}}", k ? "," : "", k, judges[i][k]);
		gr_buf_text_append(&text, "]}");
	}
	gr_buf_text_append(&text, "]");
	apps = value_of(gr_buf_text(&text));
	if (gr_rules_score_all(&answer, rules, "review", apps, empty) < 0)
		fail_msg("%s", grant_error_message(grant_error_last()));
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(gr_map_text(gr_value_item(answer, i), "total"), expected[i]);
	gr_value_free(answer);
	gr_value_free(apps);
	gr_value_free(empty);
	gr_rules_free(rules);
	gr_buf_free(&text);
}

/* Honest rules stay under a quarter of their bounds, so that no machine's size of objects decides. */
static void a_large_round_stays_under_a_quarter(void **state)
{
	char *body =
		rules_around("local collect, mean = require 'grant.collect', require 'grant.mean' local out = {}"
	                     " for i = 1, 2000 do local reviews = {} for k = 1, 5 do local s = {}"
	                     " for c = 1, 10 do s['c' .. c] = (i * k * c % 41) / 2 end reviews[k] = { scores = s } end"
	                     " local total = 0 for c = 1, 10 do total = total + mean(collect(reviews, 'c' .. c)) end"
	                     " out[i] = total end return #out");
	struct gr_bounds quarter = gr_bounds_ranking;
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(&out, body, NULL);

	(void)state;
	quarter.memory /= 4;
	quarter.steps /= 4;
	run_rules(&out, rules, &quarter);
	assert_string_equal(gr_buf_text(&out), "2000");
	gr_rules_free(rules);
	gr_buf_free(&out);
	gr_free(body);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_parts),
		cmocka_unit_test(every_part_returns_one_function),
		cmocka_unit_test(money_goes_down_the_ranking),
		cmocka_unit_test(the_lowest_cap_holds),
		cmocka_unit_test(a_quota_closes_a_category),
		cmocka_unit_test(whole_files_load_and_rank_the_four),
		cmocka_unit_test(the_weighted_file_weighs),
		cmocka_unit_test(standard_scores_compare_judges),
		cmocka_unit_test(a_large_round_stays_under_a_quarter),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("stock", tests, NULL, NULL);
}
