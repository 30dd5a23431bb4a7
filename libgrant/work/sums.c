/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of money over the round. Not here: what may be spent (the acts). */
#include "work/sums.h"

#include "base/decimal.h"
#include "base/error.h"

int gr_map_set_money(gr_value *map, const char *key, int64_t fen)
{
	char text[GR_DECIMAL_TEXT_SIZE];

	gr_money_format(text, fen);
	return gr_map_set_text(map, key, text);
}

int64_t gr_map_money(const gr_value *map, const char *key)
{
	const char *text = gr_map_text(map, key);
	int64_t fen;

	if (!text || gr_money_parse(&fen, text) < 0)
		return 0;
	return fen;
}

int gr_sums_read(struct gr_sums *out, grant_round *round, gr_index *index)
{
	static const struct gr_condition approved = { .column = "verdict", .compare = GR_EQUAL, .text = "approve" };
	static const struct gr_condition done = { .column = "done_at", .compare = GR_NOT_EQUAL, .text = "" };
	struct gr_select decisions = { .table = "decision", .conditions = &approved, .condition_count = 1 };
	struct gr_select agreements = { .table = "agreement" };
	struct gr_select payments = { .table = "payment", .conditions = &done, .condition_count = 1 };
	int r;

	out->budget = gr_round_budget(round);
	r = gr_index_sum(&out->decided, index, &decisions, "amount");
	if (r == 0)
		r = gr_index_sum(&out->agreed, index, &agreements, "amount");
	if (r == 0)
		r = gr_index_sum(&out->paid, index, &payments, "amount");
	return r;
}

gr_value *gr_sums_value(grant_round *round, gr_index *index)
{
	struct gr_sums sums;
	gr_value *map = gr_map_new();
	int r = map ? gr_sums_read(&sums, round, index) : GRANT_ENOMEM;

	if (r == 0 && sums.budget >= 0)
		r = gr_map_set_money(map, "budget", sums.budget);
	if (r == 0)
		r = gr_map_set_money(map, "decided", sums.decided);
	if (r == 0)
		r = gr_map_set_money(map, "agreed", sums.agreed);
	if (r == 0)
		r = gr_map_set_money(map, "paid", sums.paid);
	if (r == 0)
		return map;
	gr_value_free(map);
	return NULL;
}
