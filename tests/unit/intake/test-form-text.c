/* SPDX-License-Identifier: Apache-2.0 */
/* The text form: what people type in Notepad and WPS, and what comes of it. Each case is a form, the value, the findings. */
#include "intake-test.h"

#include "base/json.h"

static const char *const title[] = { "项目名称", "Title", "title", NULL };
static const char *const summary[] = { "项目摘要", "Summary", NULL };
static const char *const requested[] = { "申请金额", "Amount requested", NULL };
static const char *const start[] = { "开始日期", "Start date", NULL };
static const char *const kind[] = { "单位类型", NULL };
static const char *const kinds[] = { "社会团体", "association", "社会服务机构", "service", NULL };
static const char *const budget[] = { "预算", "Budget", NULL };
static const char *const item[] = { "项目", "Item", NULL }, *const price[] = { "单价", "Price", NULL };
static const char *const quantity[] = { "数量", NULL }, *const source[] = { "资金来源", NULL };
static const char *const sources[] = { "创投资金", "grant", NULL };

static const struct gr_form_column columns[] = {
	{ "item", item }, { "price", price }, { "quantity", quantity }, { "source", source }
};
static const struct gr_form_field fields[] = {
	{ .field = "title", .labels = title },
	{ .field = "summary", .labels = summary },
	{ .field = "requested", .labels = requested, .is_money = true },
	{ .field = "start", .labels = start, .is_date = true },
	{ .field = "organisation.kind", .labels = kind, .words = kinds },
	{ .field = "budget", .labels = budget, .columns = columns, .column_count = GR_COUNT(columns) },
};
static const struct gr_form_cell_rule cells[] = {
	{ .field = "budget.price", .is_money = true },
	{ .field = "budget.quantity", .is_decimal = true },
	{ .field = "budget.source", .words = sources },
};
static const struct gr_form form = { fields, GR_COUNT(fields), cells, GR_COUNT(cells) };

static const struct {
	const char *text;
	const char *json;     /* ' for " */
	const char *findings; /* "id@line ..." */
} cases[] = {
	/* labels */
	{ "项目名称：一站式", "{'title':'一站式'}", "" },
	{ "项目名称: 一站式  ", "{'title':'一站式'}", "" },
	{ "TITLE: One stop", "{'title':'One stop'}", "" },
	{ "  项 目 名 称 ：一站式", "{'title':'一站式'}", "" },
	{ "*项目名称：一站式", "{'title':'一站式'}", "" },
	{ "Ｔｉｔｌｅ：x", "{'title':'x'}", "" },
	{ "项目名称：", "{}", "" },
	{ "项目名称：\n\n一站式\n", "{'title':'一站式'}", "" },
	{ "项目名称：时间：三月", "{'title':'时间：三月'}", "" },
	{ "项目摘要：第一行\n第二行\n\n第三段\n项目名称：甲", "{'summary':'第一行\\n第二行\\n\\n第三段','title':'甲'}",
	  "" },
	{ "项目摘要：服务\n注意：不是栏目\n", "{'summary':'服务\\n注意：不是栏目'}", "" },
	{ "项目摘要：服务\n\n备注：无", "{'summary':'服务\\n\\n备注：无'}", "form.label-unknown@3" },
	{ "某某申请表\n项目名称：甲", "{'title':'甲'}", "form.text-outside@1" },
	{ "项目名称：甲\n单位类型：社会团体\n项目名称：乙", "{'title':'乙','organisation':{'kind':'association'}}",
	  "form.field-twice@3" },
	{ "单位类型：社会团体", "{'organisation':{'kind':'association'}}", "" },
	{ "单位类型：公司", "{'organisation':{'kind':'公司'}}", "" },
	/* money */
	{ "申请金额：50000", "{'requested':'50000.00'}", "" },
	{ "申请金额：50,000.00", "{'requested':'50000.00'}", "" },
	{ "申请金额：５０，０００．５０", "{'requested':'50000.50'}", "" },
	{ "申请金额：5万元", "{'requested':'50000.00'}", "" },
	{ "申请金额：5万", "{'requested':'50000.00'}", "" },
	{ "申请金额：5.6 万元", "{'requested':'56000.00'}", "" },
	{ "申请金额：¥50000元整", "{'requested':'50000.00'}", "" },
	{ "申请金额：￥50,000", "{'requested':'50000.00'}", "" },
	{ "申请金额：RMB 5", "{'requested':'RMB 5'}", "" },
	{ "申请金额：50,00", "{'requested':'50,00'}", "" },
	{ "申请金额：1,2345", "{'requested':'1,2345'}", "" },
	{ "申请金额：,500", "{'requested':',500'}", "" },
	{ "申请金额：12.345", "{'requested':'12.345'}", "" },
	{ "申请金额：-5", "{'requested':'-5'}", "" },
	{ "申请金额：5千元", "{'requested':'5千元'}", "" },
	{ "申请金额：五万", "{'requested':'五万'}", "" },
	{ "申请金额：5万5", "{'requested':'5万5'}", "" },
	{ "申请金额：99999999999999999999万元", "{'requested':'99999999999999999999万元'}", "" },
	{ "申请金额（万元）：5.6", "{'requested':'56000.00'}", "" },
	{ "申请金额（元）：50000", "{'requested':'50000.00'}", "" },
	{ "申请金额(万元)：5.6万元", "{'requested':'5.6万元'}", "" },
	/* dates */
	{ "开始日期：2018-04-01", "{'start':'2018-04-01'}", "" },
	{ "开始日期：2018年4月1日", "{'start':'2018-04-01'}", "" },
	{ "开始日期：2018 年 4 月 1 日", "{'start':'2018-04-01'}", "" },
	{ "开始日期：2018/4/1", "{'start':'2018-04-01'}", "" },
	{ "开始日期：2018.4.1", "{'start':'2018-04-01'}", "" },
	{ "开始日期：２０１８／０４／０１", "{'start':'2018-04-01'}", "" },
	{ "开始日期：20180401", "{'start':'2018-04-01'}", "" },
	{ "开始日期：2018年4月", "{'start':'2018年4月'}", "" },
	{ "开始日期：2018-02-30", "{'start':'2018-02-30'}", "" },
	{ "开始日期：43191", "{'start':'43191'}", "" },
	{ "开始日期：18/4/1", "{'start':'18/4/1'}", "" },
	{ "开始日期：2018-4-1 起", "{'start':'2018-4-1 起'}", "" },
	/* words beside the figure */
	{ "申请金额：1409.50（大写：人民币壹仟肆佰零玖元伍角整）", "{'requested':'1409.50'}", "" },
	{ "申请金额：1409.50(大写:壹仟肆佰零玖元伍角)", "{'requested':'1409.50'}", "" },
	{ "申请金额：5万元（大写：人民币伍万元整）", "{'requested':'50000.00'}", "" },
	{ "项目名称：甲\n申请金额：1409.50（大写：人民币壹仟肆佰元整）", "{'title':'甲','requested':'1409.50'}",
	  "form.capitals-differ@2" },
	{ "申请金额：5（大写：若干）", "{'requested':'5.00'}", "form.capitals-unreadable@1" },
	{ "申请金额：5（含税）（大写：伍元整）", "{'requested':'5.00'}", "" },
	{ "申请金额：5（含税）大写", "{'requested':'5.00'}", "form.capitals-unreadable@1" },
	/* tables */
	{ "预算：\n项目|单价|数量|资金来源\n活动|1,000|２|创投资金\n",
	  "{'budget':[{'item':'活动','price':'1000.00','quantity':'2','source':'grant'}]}", "" },
	{ "预算：项目｜单价\n\n活动 ｜ 1万元\n讲座|5\n项目名称：甲",
	  "{'budget':[{'item':'活动','price':'10000.00'},{'item':'讲座','price':'5.00'}],'title':'甲'}", "" },
	{ "| 预算：\n", "{}", "form.text-outside@1" },
	{ "Budget:\nItem|Price\nx|1", "{'budget':[{'item':'x','price':'1.00'}]}", "" },
	{ "预算：\n|项目|单价|\n|活动|1|\n", "{'budget':[{'item':'活动','price':'1.00'}]}", "" },
	{ "预算：\n项目|单价（万元）\n活动|1.5\n", "{'budget':[{'item':'活动','price':'15000.00'}]}", "" },
	{ "预算：\n项目|单价|折扣\n活动|1|2\n讲座|5\n", "{'budget':[{'item':'活动','price':'1.00'}]}",
	  "form.column-unknown@2 form.row-cells@4" },
	{ "预算：\n项目|单价|单价\n活动|1|2\n", "{'budget':[{'item':'活动','price':'2.00'}]}", "form.column-twice@2" },
	{ "预算：\n项目|单价\n活动|\n", "{'budget':[{'item':'活动'}]}", "" },
	{ "预算：\n数量\n1,000\n１，０００．５\n1,00\n三", "{'budget':[{'quantity':'1000'},{'quantity':'1000.5'},{'quantity':'1,00'},{'quantity':'三'}]}",
	  "" },
	{ "预算：\n", "{}", "" },
	{ "", "{}", "" },
};

/* "id@line id@line"; yours. */
static char *places_of(const grant_findings *findings)
{
	struct gr_buf out = GR_BUF_INIT;

	gr_buf_text_append(&out, "");
	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);

		gr_buf_printf(&out, "%s%s@%s", i ? " " : "", grant_finding_id(finding),
		              grant_finding_place(finding, GRANT_PLACE_LINE));
	}
	return gr_buf_steal(&out);
}

static gr_value *value_of(const char *quoted)
{
	gr_autofree_text char *text = gr_strdup(quoted);
	gr_value *value = NULL;

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	assert_int_equal(gr_json_read(&value, text, strlen(text)), 0);
	return value;
}

static void check_bytes(size_t i, const void *bytes, size_t size, const char *how)
{
	gr_auto_findings grant_findings *findings = gr_findings_new();
	gr_auto_value gr_value *value = NULL, *wanted = value_of(cases[i].json);
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	gr_auto_buf struct gr_buf shown = GR_BUF_INIT;
	gr_autofree_text char *places = NULL;
	int r;

	assert_int_equal(gr_text_decode(&text, bytes, size), 0);
	r = gr_form_read_text(&value, findings, &text, &form);
	assert_int_equal(r, gr_findings_result(findings));
	gr_error_clear();
	places = places_of(findings);
	gr_json_write(&shown, value);
	if (!gr_value_equal(value, wanted) || strcmp(places, cases[i].findings) != 0)
		fail_msg("%s [%s]\ngot %s findings %s, wanted %s", how, cases[i].text, gr_buf_text(&shown), places,
		         cases[i].findings);
}

static void forms_are_read_as_people_mean_them(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(cases); i++)
		check_bytes(i, cases[i].text, strlen(cases[i].text), "UTF-8");
}

/* The text as UTF-16 with a mark, lines ended as Windows does. */
static void append_utf16(struct gr_buf *out, const char *text, bool is_little)
{
	int32_t c;

	gr_buf_append(out, is_little ? "\xFF\xFE" : "\xFE\xFF", 2);
	while ((c = gr_utf8_next(&text)) != 0) {
		assert_true(c < 0x10000);
		for (int i = c == '\n' ? 0 : 1; i < 2; i++) {
			unsigned unit = i == 0 ? '\r' : (unsigned)c;

			gr_buf_byte(out, (char)(is_little ? unit : unit >> 8));
			gr_buf_byte(out, (char)(is_little ? unit >> 8 : unit));
		}
	}
}

static void every_way_to_save_a_form_gives_the_same(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(cases); i++) {
		gr_auto_buf struct gr_buf mark = GR_BUF_INIT, little = GR_BUF_INIT, big = GR_BUF_INIT;

		gr_buf_printf(&mark, "\xEF\xBB\xBF%s", cases[i].text);
		append_utf16(&little, cases[i].text, true);
		append_utf16(&big, cases[i].text, false);
		check_bytes(i, mark.data, mark.size, "UTF-8 with a mark");
		check_bytes(i, little.data, little.size, "UTF-16 LE");
		check_bytes(i, big.data, big.size, "UTF-16 BE");
	}
}

static void gbk_and_old_line_ends_are_read(void **state)
{
	/* 项目名称：一站式 CR 申请金额：5万元 in GBK */
	static const char gbk[] = "\xCF\xEE\xC4\xBF\xC3\xFB\xB3\xC6\xA3\xBA\xD2\xBB\xD5\xBE\xCA\xBD\r"
				  "\xC9\xEA\xC7\xEB\xBD\xF0\xB6\xEE\xA3\xBA\x35\xCD\xF2\xD4\xAA";
	gr_auto_findings grant_findings *findings = gr_findings_new();
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	gr_auto_value gr_value *value = NULL;

	(void)state;
	assert_int_equal(gr_text_decode(&text, gbk, sizeof(gbk) - 1), 0);
	assert_int_equal(gr_form_read_text(&value, findings, &text, &form), 0);
	assert_string_equal(gr_map_text(value, "title"), "一站式");
	assert_string_equal(gr_map_text(value, "requested"), "50000.00");
	assert_int_equal(gr_value_line(gr_map_get(value, "requested")), 2);
}

static void what_is_no_text_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} none[] = { { "\xFF\xFE\x00", 3 },
		     { "\xFF\xFE\x00\xD8", 4 },
		     { "a\0b", 3 },
		     { "\x80\xFF", 2 },
		     { "\xEF\xBB\xBF\xFF", 4 } };

	(void)state;
	for (size_t i = 0; i < GR_COUNT(none); i++) {
		gr_auto_buf struct gr_buf text = GR_BUF_INIT;

		assert_int_equal(gr_text_decode(&text, none[i].bytes, none[i].size), GRANT_EINPUT);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_are_read_as_people_mean_them),
		cmocka_unit_test(every_way_to_save_a_form_gives_the_same),
		cmocka_unit_test(gbk_and_old_line_ends_are_read),
		cmocka_unit_test(what_is_no_text_is_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
