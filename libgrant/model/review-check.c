/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A review's scores against the criteria that the rules declare. Not here: who may review, and what a total is (rules).
 */
#include "model/check.h"

#include "base/decimal.h"

/* A criterion's numbers in ten-thousandths. */
struct scale {
	int64_t min, max, step; /* step 0: any */
	bool has_max;
};

static bool read_number(int64_t *out, const gr_value *criterion, const char *key)
{
	const char *text = gr_map_text(criterion, key);

	return text && gr_score_parse(out, text) == 0;
}

static void read_scale(struct scale *scale, const gr_value *criterion)
{
	*scale = (struct scale){ .min = 0 };
	read_number(&scale->min, criterion, "min");
	scale->has_max = read_number(&scale->max, criterion, "max");
	if (!read_number(&scale->step, criterion, "step") || scale->step < 0)
		scale->step = 0;
}

static void check_bounds(struct gr_check *check, const gr_value *value, const struct scale *scale, int64_t score)
{
	char have[GR_DECIMAL_TEXT_SIZE], low[GR_DECIMAL_TEXT_SIZE], high[GR_DECIMAL_TEXT_SIZE] = "...";
	char step[GR_DECIMAL_TEXT_SIZE];

	gr_score_format(have, score);
	gr_score_format(low, scale->min);
	if (score < scale->min || (scale->has_max && score > scale->max)) {
		if (scale->has_max)
			gr_score_format(high, scale->max);
		gr_check_add(check, GR_F_RECORD_RANGE, value, have, low, high);
		return;
	}
	if (gr_is_on_step(score, scale->min, scale->step))
		return;
	gr_score_format(step, scale->step);
	gr_check_add(check, GR_F_REVIEW_STEP, value, have, step, low);
}

static void check_score(struct gr_check *check, const gr_value *criterion, const gr_value *value)
{
	const char *text = gr_value_text(value);
	char shown[GR_SHOWN_SIZE];
	struct scale scale;
	int64_t score;

	if (gr_value_is(value, GR_NULL))
		return;
	if (!text || gr_score_parse(&score, text) < 0) {
		gr_check_add(check, GR_F_RECORD_DECIMAL, value, gr_check_shown(shown, text ? text : ""), "4", NULL);
		return;
	}
	read_scale(&scale, criterion);
	check_bounds(check, value, &scale, score);
}

static void check_given(struct gr_check *check, const gr_value *scores, const gr_value *criteria)
{
	gr_auto_buf struct gr_buf known = GR_BUF_INIT;

	for (size_t i = 0; i < gr_value_count(criteria); i++)
		gr_buf_printf(&known, "%s%s", i > 0 ? ", " : "", gr_map_text(gr_value_item(criteria, i), "id"));
	for (size_t i = 0; i < gr_value_count(scores); i++) {
		const char *name = gr_value_key(scores, i);
		const gr_value *criterion = gr_list_find(criteria, "id", name), *value = gr_value_item(scores, i);
		char shown[GR_SHOWN_SIZE];
		size_t mark;

		if (!criterion) {
			gr_check_add(check, GR_F_RECORD_REFERENCE, value, gr_check_shown(shown, name),
			             gr_buf_text(&known), NULL);
			continue;
		}
		mark = gr_check_enter(check, name);
		check_score(check, criterion, value);
		gr_check_leave(check, mark);
	}
}

static void check_left_out(struct gr_check *check, const gr_value *scores, const gr_value *criteria)
{
	for (size_t i = 0; i < gr_value_count(criteria); i++) {
		const char *id = gr_map_text(gr_value_item(criteria, i), "id");
		size_t mark;

		if (!id || gr_map_get(scores, id))
			continue;
		mark = gr_check_enter(check, id);
		gr_check_add(check, GR_F_RECORD_FIELD_MISSING, scores, NULL, NULL, NULL);
		gr_check_leave(check, mark);
	}
}

int gr_review_check(grant_findings *findings, const gr_value *review, const gr_value *criteria)
{
	struct gr_check check = { .findings = findings, .kind = GR_KIND_REVIEW, .path = GR_BUF_INIT };
	const struct gr_field *comment = gr_field_find(gr_kind_get(GR_KIND_REVIEW), "comment");
	const gr_value *scores = gr_map_get(review, "scores");
	size_t mark = gr_check_enter(&check, "scores");

	check_given(&check, scores, criteria);
	check_left_out(&check, scores, criteria);
	gr_check_leave(&check, mark);
	if (!gr_value_blank(gr_map_get(review, "comment"))) {
		mark = gr_check_enter(&check, "comment");
		gr_check_scalar(&check, comment, GR_FIELD_TEXT, gr_map_get(review, "comment"));
		gr_check_leave(&check, mark);
	}
	return gr_check_end(&check);
}
