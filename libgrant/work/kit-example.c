/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text form that is filled in, for who has never filled one in: of an organisation that does not exist, with amounts that add up, under
 * the round's cap, in days after its close. In Chinese, as the form is. Not here: the blank form (kit.c).
 */
#include "work/kit-example.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "intake/intake.h"
#include "model/model.h"

#define USUAL_FEN (INT64_C(3000000)) /* what it asks for where the cap allows */
#define BEGINS_DAYS 30               /* behind the close */
#define LASTS_DAYS 180

/* The code is one of domain.md's, right in both check digits and nobody's. */
static const struct {
	const char *path, *value;
} values[] = {
	{ "title", "邻里守望：独居老人陪伴计划" },
	{ "organisation.name", "示例社会工作服务中心" },
	{ "organisation.uscc", "52440305MJL0000080" },
	{ "organisation.kind", "社会服务机构" },
	{ "organisation.address", "某某区某某街道某某路 1 号" },
	{ "leader.name", "张某某" },
	{ "leader.phone", "13800000000" },
	{ "leader.email", "leader@example.org" },
	{ "contact.name", "李某某" },
	{ "contact.phone", "13800000001" },
	{ "contact.email", "contact@example.org" },
	{ "summary", "为本街道 60 户独居老人组织志愿者每周探访，开展健康讲座和节日活动，缓解孤独，及时发现困难。" },
	{ "matching", "0" },
};

struct example {
	struct gr_buf *out;
	const gr_value *round;
	int64_t requested; /* fen */
	char start[GR_DATE_TEXT_SIZE], middle[GR_DATE_TEXT_SIZE], end[GR_DATE_TEXT_SIZE];
};

static const gr_value *first_category(const gr_value *round)
{
	return gr_value_item(gr_map_get(round, "categories"), 0);
}

static int64_t lower(int64_t amount, const gr_value *map)
{
	const char *cap = gr_map_text(map, "cap");
	int64_t fen;

	return cap && gr_money_parse(&fen, cap) == 0 && fen < amount ? fen : amount;
}

static int make_days(struct example *example)
{
	struct gr_calendar calendar;
	int64_t close;
	int r = gr_calendar_read(&calendar, example->round);

	if (r < 0)
		return r;
	close = gr_time_date(calendar.close);
	gr_date_format(example->start, close + BEGINS_DAYS);
	gr_date_format(example->middle, close + BEGINS_DAYS + LASTS_DAYS / 2);
	gr_date_format(example->end, close + BEGINS_DAYS + LASTS_DAYS);
	return 0;
}

/* ---- the tables ---- */

/* A row of the budget: one piece at its price. */
static void write_line(struct gr_buf *out, const char *what, const char *unit, int64_t fen, const char *basis)
{
	char amount[GR_DECIMAL_TEXT_SIZE];

	gr_money_format(amount, fen);
	gr_buf_printf(out, "%s|%s|%s|1|%s|创投资助|%s\n", what, unit, amount, amount, basis);
}

/* Nine tenths are for the work itself, down to whole yuan. */
static void write_budget(const struct example *example)
{
	int64_t rest = example->requested / 10 / 100 * 100;

	gr_buf_text_append(example->out, "类别|项目|单位|单价|数量|金额|资金来源|测算依据\n");
	write_line(example->out, "业务活动费|探访与小组活动", "项", example->requested - rest, "60 户，每周一次，按同类项目实际支出测算");
	if (rest > 0)
		write_line(example->out, "管理费用|项目管理", "项", rest, "不超过申请金额的百分之十");
}

static void write_milestones(const struct example *example)
{
	gr_buf_printf(example->out, "编号|名称|完成日期|指标|目标值\nkickoff|启动并完成入户摸底|%s|入户|60 户\nvisits|完成上半程探访|%s|探访|700 人次\n",
	              example->start, example->middle);
}

/* ---- the fields ---- */

static int write_requested(const struct example *example)
{
	char amount[GR_DECIMAL_TEXT_SIZE];

	gr_money_format(amount, example->requested);
	gr_buf_printf(example->out, "%s（大写：", amount);
	if (gr_capitals_format(example->out, example->requested) < 0)
		return GRANT_ENOMEM;
	gr_buf_text_append(example->out, "）\n");
	return 0;
}

static const char *fixed_value(const char *path)
{
	for (size_t i = 0; i < GR_COUNT(values); i++)
		if (strcmp(values[i].path, path) == 0)
			return values[i].value;
	return NULL;
}

static int write_value(const struct example *example, const char *path)
{
	const char *value = fixed_value(path);
	char amount[GR_DECIMAL_TEXT_SIZE];

	gr_money_format(amount, example->requested);
	if (strcmp(path, "category") == 0)
		value = gr_title_stored(gr_map_get(first_category(example->round), "title"));
	else if (strcmp(path, "total") == 0)
		value = amount;
	else if (strcmp(path, "start") == 0)
		value = example->start;
	else if (strcmp(path, "end") == 0)
		value = example->end;
	else if (strcmp(path, "requested") == 0)
		return write_requested(example);
	gr_buf_printf(example->out, "%s\n", value ? value : "");
	if (strcmp(path, "budget") == 0)
		write_budget(example);
	else if (strcmp(path, "milestones") == 0)
		write_milestones(example);
	return 0;
}

/* To a question of the round there is no answer but what kind of answer it wants. */
static void write_answer(const struct example *example, const gr_value *question)
{
	const char *type = gr_map_text(question, "type"), *answer = "（写明具体情况、数字和来源）";
	int64_t most = 0;

	if (gr_value_int64(&most, gr_map_get(question, "max_chars")) == 0 && most < 14)
		answer = "…";
	if (type && strcmp(type, "number") == 0)
		answer = "60";
	else if (type && strcmp(type, "date") == 0)
		answer = example->start;
	gr_buf_printf(example->out, "%s：%s\n", gr_title_stored(gr_map_get(question, "title")), answer);
}

int gr_kit_example(struct gr_buf *out, const gr_value *round)
{
	struct example example = { .out = out, .round = round, .requested = lower(USUAL_FEN, gr_map_get(round, "limits")) };
	const gr_value *questions = gr_map_get(round, "form");
	const struct gr_form_label *label;
	int r = make_days(&example);

	example.requested = lower(example.requested, first_category(round));
	gr_buf_text_append(out, "\xEF\xBB\xBF");
	for (size_t i = 0; r == 0 && (label = gr_form_label(i)); i++) {
		if (gr_text_starts(label->path, "budget.") || gr_text_starts(label->path, "milestones."))
			continue;
		gr_buf_printf(out, "%s：", label->zh);
		r = write_value(&example, label->path);
	}
	for (size_t i = 0; r == 0 && i < gr_value_count(questions); i++)
		write_answer(&example, gr_value_item(questions, i));
	return r == 0 ? gr_buf_ok(out) : r;
}
