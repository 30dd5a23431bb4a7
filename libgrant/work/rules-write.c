/* SPDX-License-Identifier: Apache-2.0 */
/* New rules as the text of a Lua file: a scheme with its words filled in, and the table that the file returns. Not here: what may stand in
 * the answers (rules-answers.c). */
#include "work/rules-new.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

struct writing {
	struct gr_buf *out;
	const gr_value *scheme, *answers;
};

/* ---- pieces of Lua ---- */

/* What people typed becomes a text of Lua and nothing else. */
static void write_text(struct gr_buf *out, const char *text)
{
	gr_buf_byte(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			gr_buf_byte(out, '\\');
		gr_buf_byte(out, *text);
	}
	gr_buf_byte(out, '"');
}

/* An id as the key of a table: Lua's own words need brackets. */
static void write_key(struct gr_buf *out, const char *id)
{
	static const char *const keywords[] = { "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if",
	                                        "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while" };

	for (size_t i = 0; i < GR_COUNT(keywords); i++) {
		if (strcmp(keywords[i], id) == 0) {
			gr_buf_printf(out, "[\"%s\"]", id);
			return;
		}
	}
	gr_buf_text_append(out, id);
}

static void write_title(struct gr_buf *out, const gr_value *title)
{
	static const char *const languages[] = { "zh", "en" };
	const char *between = "";

	gr_buf_text_append(out, "{ ");
	for (size_t i = 0; i < GR_COUNT(languages); i++) {
		if (!gr_map_text(title, languages[i]))
			continue;
		gr_buf_printf(out, "%s%s = ", between, languages[i]);
		write_text(out, gr_map_text(title, languages[i]));
		between = ", ";
	}
	gr_buf_text_append(out, " }");
}

static const char *any_title(const gr_value *item)
{
	const gr_value *title = gr_map_get(item, "title");
	const char *zh = gr_map_text(title, "zh");

	return zh ? zh : gr_map_text(title, "en") ? gr_map_text(title, "en") : gr_map_text(item, "id");
}

static const gr_value *answer(const struct writing *writing, const char *key)
{
	return gr_map_get(writing->answers, key);
}

static const char *answer_text(const struct writing *writing, const char *key)
{
	return gr_value_text(answer(writing, key));
}

static const char *stage_id(const struct writing *writing, size_t index)
{
	return gr_value_text(gr_value_item(answer(writing, "stages"), index));
}

static void write_e4(struct gr_buf *out, int64_t e4)
{
	char text[GR_DECIMAL_TEXT_SIZE];

	gr_score_format(text, e4);
	gr_buf_text_append(out, text);
}

/* ---- criteria ---- */

/* What a file declares is whole or a text: 0.5 as a number is a fraction, and no decimal. */
static void write_max(struct gr_buf *out, const char *number)
{
	gr_buf_printf(out, strchr(number, '.') ? ", max = \"%s\" },\n" : ", max = %s },\n", number);
}

static void write_criteria_of(const struct writing *writing, const char *name, const char *stage)
{
	const gr_value *criteria = answer(writing, "criteria");

	gr_buf_printf(writing->out, "local %s = {\n", name);
	for (size_t i = 0; i < gr_value_count(criteria); i++) {
		const gr_value *item = gr_value_item(criteria, i);

		if (!gr_criterion_is_of(item, stage))
			continue;
		gr_buf_printf(writing->out, "  { id = \"%s\"", gr_map_text(item, "id"));
		if (gr_map_get(item, "title")) {
			gr_buf_text_append(writing->out, ", title = ");
			write_title(writing->out, gr_map_get(item, "title"));
		}
		write_max(writing->out, gr_map_text(item, "number"));
	}
	gr_buf_text_append(writing->out, "}");
}

/* Whether the stages have criteria of their own. */
static bool has_own_criteria(const struct writing *writing)
{
	const gr_value *criteria = answer(writing, "criteria");

	for (size_t i = 0; i < gr_value_count(criteria); i++)
		if (gr_map_text(gr_value_item(criteria, i), "stage"))
			return gr_value_count(answer(writing, "stages")) > 1;
	return false;
}

static void write_criteria(const struct writing *writing)
{
	gr_buf_text_append(writing->out,
	                   "-- 评审打分的指标和满分。可以再写 min（最低分，不写为 0）、step = \"0.5\"（打分间隔）、guide = \"…\"（给评审的说明）。\n"
	                   "-- What reviewers score, and the highest score. You may add min, else 0; step = \"0.5\"; guide = \"…\", words for "
	                   "reviewers.\n");
	if (!has_own_criteria(writing)) {
		write_criteria_of(writing, "criteria", NULL);
		return;
	}
	write_criteria_of(writing, "criteria_1", stage_id(writing, 0));
	gr_buf_text_append(writing->out, "\n");
	write_criteria_of(writing, "criteria_2", stage_id(writing, 1));
}

static void write_criteria_1(const struct writing *writing)
{
	gr_buf_text_append(writing->out, has_own_criteria(writing) ? "criteria_1" : "criteria");
}

static void write_criteria_2(const struct writing *writing)
{
	gr_buf_text_append(writing->out, has_own_criteria(writing) ? "criteria_2" : "criteria");
}

static void write_sum(const struct writing *writing)
{
	write_e4(writing->out, gr_answer_sum(answer(writing, "criteria"), NULL));
}

/* ---- tables of numbers ---- */

static void write_numbers(const struct writing *writing, const gr_value *list)
{
	for (size_t i = 0; i < gr_value_count(list); i++) {
		const gr_value *item = gr_value_item(list, i);

		gr_buf_text_append(writing->out, i ? "\n  " : "  ");
		write_key(writing->out, gr_map_text(item, "id"));
		gr_buf_printf(writing->out, " = %s,", gr_map_text(item, "number"));
	}
}

static void write_weights(const struct writing *writing)
{
	write_numbers(writing, answer(writing, "weights"));
}

static void write_weight_sum(const struct writing *writing)
{
	write_e4(writing->out, gr_answer_sum(answer(writing, "weights"), NULL));
}

static void write_thresholds(const struct writing *writing)
{
	write_numbers(writing, answer(writing, "thresholds"));
}

static void write_threshold_titles(const struct writing *writing)
{
	const gr_value *thresholds = answer(writing, "thresholds");

	for (size_t i = 0; i < gr_value_count(thresholds); i++) {
		const char *id = gr_map_text(gr_value_item(thresholds, i), "id");
		const gr_value *criterion = gr_list_find(answer(writing, "criteria"), "id", id);

		gr_buf_text_append(writing->out, i ? "\n  " : "  ");
		write_key(writing->out, id);
		gr_buf_text_append(writing->out, " = ");
		write_text(writing->out, criterion ? any_title(criterion) : "总分");
		gr_buf_text_append(writing->out, ",");
	}
}

/* ---- measures ---- */

static void write_measures(const struct writing *writing)
{
	const gr_value *measures = answer(writing, "measures");

	gr_buf_text_append(writing->out, "-- 从外部录入的数据（grant measure）。Numbers from outside, entered with grant measure.\nlocal measures = {\n");
	for (size_t i = 0; i < gr_value_count(measures); i++) {
		const gr_value *item = gr_value_item(measures, i);

		gr_buf_printf(writing->out, "  { id = \"%s\"", gr_map_text(item, "id"));
		if (gr_map_get(item, "title")) {
			gr_buf_text_append(writing->out, ", title = ");
			write_title(writing->out, gr_map_get(item, "title"));
		}
		gr_buf_text_append(writing->out, ", min = 0 },\n");
	}
	gr_buf_text_append(writing->out, "}");
}

static void write_points(const struct writing *writing)
{
	write_numbers(writing, answer(writing, "measures"));
}

/* What the measures leave of all points. */
static void write_panel(const struct writing *writing)
{
	write_e4(writing->out, gr_answer_number(writing->scheme, "of") - gr_answer_sum(answer(writing, "measures"), NULL));
}

/* ---- stages ---- */

static void write_stage_1(const struct writing *writing)
{
	write_text(writing->out, stage_id(writing, 0));
}

static void write_advance(const struct writing *writing)
{
	const char *count = answer_text(writing, "advance"), *quota = answer_text(writing, "advance_quota");

	if (count)
		gr_buf_printf(writing->out, "count = %s", count);
	if (quota)
		gr_buf_printf(writing->out, "%squota = %s", count ? ", " : "", quota);
}

static void write_carry(const struct writing *writing)
{
	gr_buf_text_append(writing->out, answer_text(writing, "carry"));
}

static void write_rest(const struct writing *writing)
{
	write_e4(writing->out, 100 * 10000 - gr_answer_number(writing->answers, "carry"));
}

/* ---- words that stand alone ---- */

static void write_quorum(const struct writing *writing)
{
	gr_buf_text_append(writing->out, answer_text(writing, "quorum"));
}

/* Around each total: nothing, as long as totals stay exact. */
static void write_round_open(const struct writing *writing)
{
	gr_buf_text_append(writing->out, answer_text(writing, "places") ? "round(" : "");
}

static void write_round_close(const struct writing *writing)
{
	if (answer_text(writing, "places"))
		gr_buf_printf(writing->out, ", %s)", answer_text(writing, "places"));
}

static void write_requires(const struct writing *writing)
{
	if (strcmp(answer_text(writing, "allocation"), "none") != 0)
		gr_buf_printf(writing->out, "local allocate = require \"grant.allocate_%s\"", answer_text(writing, "allocation"));
}

static const struct {
	const char *word;
	void (*write)(const struct writing *writing);
} words[] = {
	{ "(", write_round_open }, { ")", write_round_close }, { "requires", write_requires }, { "criteria", write_criteria },
	{ "criteria-1", write_criteria_1 }, { "criteria-2", write_criteria_2 }, { "sum", write_sum }, { "quorum", write_quorum },
	{ "weights", write_weights }, { "weight-sum", write_weight_sum }, { "thresholds", write_thresholds },
	{ "threshold-titles", write_threshold_titles }, { "measures", write_measures }, { "points", write_points },
	{ "panel", write_panel }, { "stage-1", write_stage_1 }, { "advance", write_advance }, { "carry", write_carry },
	{ "rest", write_rest },
};

/* ---- a scheme's text ---- */

/* "@(" and "@)" are short, the others are "@word@". How many bytes the word took; 0: it is none. */
static size_t write_word(const struct writing *writing, const char *at)
{
	for (size_t i = 0; i < GR_COUNT(words); i++) {
		size_t size = strlen(words[i].word);
		bool is_short = size == 1;

		if (strncmp(at + 1, words[i].word, size) != 0 || (!is_short && at[size + 1] != '@'))
			continue;
		words[i].write(writing);
		return size + (is_short ? 1 : 2);
	}
	return 0;
}

/* A line that holds a word alone, and the word says nothing, is no line. */
static int write_body(const struct writing *writing, const char *body)
{
	size_t start = writing->out->size;

	for (const char *at = body; *at;) {
		size_t before = writing->out->size, size = *at == '@' ? write_word(writing, at) : 0;

		if (*at == '@' && size == 0)
			return gr_fail(GRANT_EINTERNAL, _("the scheme “%s” is damaged"), gr_map_text(writing->scheme, "name"));
		if (size == 0) {
			gr_buf_byte(writing->out, *at++);
			continue;
		}
		at += size;
		if (*at == '\n' && writing->out->size == before && (before == start || writing->out->data[before - 1] == '\n'))
			at++;
	}
	return gr_buf_ok(writing->out);
}

/* ---- head ---- */

static void write_head(const struct writing *writing)
{
	const gr_value *title = answer(writing, "title"), *scheme = gr_map_get(writing->scheme, "title");
	const char *zh = gr_map_text(title, "zh"), *en = gr_map_text(title, "en");

	if (!gr_value_equal(title, scheme))
		gr_buf_printf(writing->out, "-- %s%s%s\n", zh ? zh : "", zh && en ? "。" : "", en ? en : "");
	gr_buf_printf(writing->out, "-- 计分办法：%s。Scheme: %s.\n", gr_map_text(scheme, "zh"), gr_map_text(scheme, "en"));
	gr_buf_text_append(writing->out, "-- 由 grant rules new 生成，请对照征集公告逐项核对；写法见 grant-rules(5)。\n"
	                                 "-- Made by grant rules new: compare it with the call, item by item; grant-rules(5) is the manual.\n");
	if (answer_text(writing, "places"))
		gr_buf_printf(writing->out,
		              "-- 总分先四舍五入到 %s 位小数，再排名。Totals are rounded to %s places, and then ranked.\n", answer_text(writing, "places"),
		              answer_text(writing, "places"));
	else
		gr_buf_text_append(writing->out, "-- 总分按精确值排名，只在显示时四舍五入。Totals are ranked exactly, and rounded for print only.\n");
}

/* ---- the table that the file returns ---- */

/* Names that mean something in a stage: its own criteria, measures and fields. */
static bool is_tie_of(const struct writing *writing, const char *name, const char *stage)
{
	const gr_value *criteria = answer(writing, "criteria");
	bool is_criterion = false;

	for (size_t i = 0; i < gr_value_count(criteria); i++) {
		const gr_value *item = gr_value_item(criteria, i);

		if (strcmp(gr_map_text(item, "id"), name) != 0)
			continue;
		if (gr_criterion_is_of(item, stage))
			return true;
		is_criterion = true;
	}
	return !is_criterion;
}

static void write_ties(const struct writing *writing, const char *indent, const char *stage)
{
	const gr_value *ties = answer(writing, "ties");
	const char *between = "";

	if (gr_value_count(ties) == 0) {
		gr_buf_printf(writing->out, "%s-- 总分相同的并列。Equal totals share the place.\n", indent);
		return;
	}
	gr_buf_printf(writing->out, "%s-- 总分相同时依次比较，仍相同的并列；“-”表示少者在前。What parts equal totals; with - less comes first.\n", indent);
	gr_buf_printf(writing->out, "%sties = { ", indent);
	for (size_t i = 0; i < gr_value_count(ties); i++) {
		const char *tie = gr_value_text(gr_value_item(ties, i));

		if (!is_tie_of(writing, tie + (*tie == '-'), stage))
			continue;
		gr_buf_printf(writing->out, "%s\"%s\"", between, tie);
		between = ", ";
	}
	gr_buf_text_append(writing->out, " },\n");
}

static void write_tiers(const struct writing *writing)
{
	const gr_value *tiers = answer(writing, "tiers");
	bool is_share = strcmp(answer_text(writing, "allocation"), "share") == 0;

	gr_buf_printf(writing->out, "    return allocate(ranking, round, { %s = {\n", is_share ? "shares" : "tiers");
	for (size_t i = 0; i < gr_value_count(tiers); i++) {
		const gr_value *tier = gr_value_item(tiers, i);
		const char *count = gr_map_text(tier, "count");

		if (is_share)
			gr_buf_printf(writing->out, "      { %s, %s / 100 },\n", gr_map_text(tier, "from"), gr_map_text(tier, "share"));
		else
			gr_buf_printf(writing->out, "      { %s = %s, amount = %s },\n", count ? "count" : "from",
			              count ? count : gr_map_text(tier, "from"), gr_map_text(tier, "amount"));
	}
	gr_buf_text_append(writing->out, "    } })\n");
}

static void write_allocate(const struct writing *writing)
{
	const struct gr_allocation *allocation = gr_allocation_find(answer_text(writing, "allocation"));

	gr_buf_printf(writing->out, "  -- %s。%s.\n", allocation->zh, allocation->en);
	if (allocation->has_tiers) {
		gr_buf_text_append(writing->out, "  allocate = function(ranking, round)\n");
		write_tiers(writing);
		gr_buf_text_append(writing->out, "  end,\n");
	} else if (strcmp(allocation->name, "none") != 0) {
		gr_buf_text_append(writing->out, "  allocate = allocate,\n");
	}
}

static void write_stage(const struct writing *writing, size_t index, const char *function)
{
	const char *stage = stage_id(writing, index), *key = gr_value_true(gr_map_get(writing->scheme, "score_all")) ? "score_all" : "score";

	gr_buf_printf(writing->out, "    {\n      id = \"%s\",\n      criteria = ", stage);
	(index == 0 ? write_criteria_1 : write_criteria_2)(writing);
	gr_buf_printf(writing->out, ",\n      %s = %s,\n", key, function ? function : key);
	write_ties(writing, "      ", stage);
	if (index + 1 < gr_value_count(answer(writing, "stages")))
		gr_buf_text_append(writing->out, "      advance = go_on,\n");
	gr_buf_text_append(writing->out, "    },\n");
}

/* The functions are called `score` or `score_all`; of two stages `first` and `last`, and `go_on` says who goes on. */
static void write_stages(const struct writing *writing)
{
	const char *key = gr_value_true(gr_map_get(writing->scheme, "score_all")) ? "score_all" : "score";
	size_t count = gr_value_count(answer(writing, "stages"));

	if (count == 1 && strcmp(stage_id(writing, 0), "review") == 0) {
		gr_buf_printf(writing->out, "  criteria = criteria,\n  %s = %s,\n", key, key);
		write_ties(writing, "  ", NULL);
		return;
	}
	gr_buf_text_append(writing->out, "  stages = {\n");
	for (size_t i = 0; i < count; i++)
		write_stage(writing, i, count == 1 ? NULL : i == 0 ? "first" : "last");
	gr_buf_text_append(writing->out, "  },\n");
}

static void write_table(const struct writing *writing)
{
	gr_buf_text_append(writing->out, "\nreturn {\n  api = 1,\n  title = ");
	write_title(writing->out, answer(writing, "title"));
	gr_buf_text_append(writing->out, ",\n");
	if (gr_value_count(answer(writing, "measures")) > 0)
		gr_buf_text_append(writing->out, "  measures = measures,\n");
	write_stages(writing);
	write_allocate(writing);
	gr_buf_text_append(writing->out, "}\n");
}

int gr_rules_write(struct gr_buf *out, const char *body, const gr_value *scheme, const gr_value *answers)
{
	struct writing writing = { out, scheme, answers };
	int r;

	write_head(&writing);
	r = write_body(&writing, body);
	if (r < 0)
		return r;
	write_table(&writing);
	return gr_buf_ok(out);
}
