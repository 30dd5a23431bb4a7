/* SPDX-License-Identifier: Apache-2.0 */
/* The money of a funded project: an award in tranches, the sum of payments. Whole fen, nothing rounded up. */
#include "model/model.h"

#include "base/decimal.h"
#include "base/error.h"

#define WHOLE_E4 (100 * 10000)

static gr_value *make_tranche(int64_t number, int64_t fen, const gr_value *tranche)
{
	gr_auto_value gr_value *made = gr_map_new();
	char amount[GR_DECIMAL_TEXT_SIZE];
	int r = made ? gr_map_set_int(made, "tranche", number) : -1;

	gr_money_format(amount, fen);
	if (r == 0)
		r = gr_map_set_text(made, "percent", gr_map_text(tranche, "percent"));
	if (r == 0)
		r = gr_map_set_text(made, "amount", amount);
	if (r == 0)
		r = gr_map_set_text(made, "after", gr_map_text(tranche, "after"));
	return r < 0 ? NULL : gr_steal_value(&made);
}

static int tranche_share(int64_t *fen, int64_t award, const gr_value *tranche)
{
	const char *text = gr_map_text(tranche, "percent");
	int64_t percent;
	int r = text ? gr_score_parse(&percent, text) : gr_fail(GRANT_EINPUT, _("a tranche has no percent"));

	if (r < 0)
		return r;
	if (percent < 0 || percent > WHOLE_E4)
		return gr_fail(GRANT_EINPUT, _("a tranche of %s percent"), text);
	return gr_share_floor(fen, award, percent, WHOLE_E4);
}

int gr_tranches_split(gr_value **out, int64_t award, const gr_value *tranches)
{
	gr_auto_value gr_value *made = gr_list_new();
	size_t count = gr_value_count(tranches);
	int64_t left = award, fen;
	int r = made ? 0 : gr_fail_memory();

	if (award < 0 || count == 0)
		return gr_fail(GRANT_EINPUT, _("the round names no tranches to split an award into"));
	for (size_t i = 0; r == 0 && i < count; i++) {
		r = tranche_share(&fen, award, gr_value_item(tranches, i));
		if (r < 0)
			break;
		/* The last takes what the cuts of the others left. */
		if (i + 1 == count)
			fen = left;
		left -= fen;
		if (left < 0)
			return gr_fail(GRANT_EINPUT, _("the tranches add up to more than 100 percent"));
		r = gr_list_add(made, make_tranche((int64_t)i + 1, fen, gr_value_item(tranches, i)));
	}
	if (r == 0)
		*out = gr_steal_value(&made);
	return r;
}

int gr_payments_sum(int64_t *out, const gr_value *payments, int64_t tranche)
{
	int64_t sum = 0, fen, number;
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(payments); i++) {
		const gr_value *payment = gr_value_item(payments, i);
		const char *amount = gr_map_text(payment, "amount");

		if (gr_value_is(gr_map_get(payment, "returned"), GR_MAP))
			continue;
		if (tranche > 0 && (gr_value_int64(&number, gr_map_get(payment, "tranche")) < 0 || number != tranche))
			continue;
		r = amount ? gr_money_parse(&fen, amount) : gr_fail(GRANT_EINPUT, _("a payment has no amount"));
		if (r == 0)
			r = gr_add_checked(&sum, sum, fen);
	}
	if (r == 0)
		*out = sum;
	return r;
}
