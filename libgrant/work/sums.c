/* SPDX-License-Identifier: Apache-2.0 */
/* Sums of money over the round. Not here: what may be spent (the acts). */
#include "work/sums.h"

#include <string.h>

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

/* ---- by the index ---- */

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

/* ---- from the records ---- */

struct decided {
	grant_round *round;
	const char *except;
	int64_t sum;
};

static int add_decision(const char *path, const struct gr_oid *blob, void *payload)
{
	struct decided *decided = payload;
	gr_auto_value gr_value *decision = NULL;
	struct gr_location location;
	const char *verdict;
	int r;

	if (!gr_location_parse(&location, path) || location.kind != GR_KIND_DECISION ||
	    (decided->except && strcmp(location.application, decided->except) == 0))
		return 0;
	r = gr_record_load_blob(&decision, decided->round, blob, GR_KIND_DECISION, path);
	if (r < 0)
		return r;
	verdict = gr_map_text(decision, "verdict");
	if (!verdict || strcmp(verdict, "approve") != 0)
		return 0;
	return gr_add_checked(&decided->sum, decided->sum, gr_map_money(decision, "amount"));
}

int gr_sums_decided(int64_t *fen, grant_round *round, const struct gr_oid *commit, const char *except)
{
	struct decided decided = { .round = round, .except = except };
	int r = gr_store_expect_reading(round->store);

	if (r == 0)
		r = gr_store_walk(round->store, commit, "applications", add_decision, &decided);
	if (r == GRANT_ENOTFOUND) { /* there are none yet */
		gr_error_clear();
		r = 0;
	}
	if (r == 0)
		*fen = decided.sum;
	return r;
}
