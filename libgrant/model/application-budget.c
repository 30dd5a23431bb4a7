/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The money of an application: each line's product, the lines' sum, requested and matching against the total, and the
 * shares that the round allows to a class of cost. All warnings: screening can override them with a reason.
 */
#include "model/application.h"

#include <string.h>

#include "base/decimal.h"
#include "base/exact.h"
#include "base/mem.h"

#define WHOLE_E4 (100 * 10000) /* a hundred percent in ten-thousandths */

/* price x quantity, rounded to the fen; false when one is not there or the product is no amount. */
static bool line_product(int64_t *fen, const gr_value *line)
{
	const char *price = gr_map_text(line, "price"), *quantity = gr_map_text(line, "quantity");
	struct gr_exact a gr_auto_exact = GR_EXACT_ZERO, b gr_auto_exact = GR_EXACT_ZERO;
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	if (!price || !quantity || gr_exact_parse(&a, price) < 0 || gr_exact_parse(&b, quantity) < 0)
		return false;
	if (gr_exact_mul(&a, &a, &b) < 0)
		return false;
	gr_exact_format_places(&text, &a, 2);
	return gr_money_parse(fen, gr_buf_text(&text)) == 0;
}

static void check_line(grant_findings *findings, const gr_value *line, size_t index)
{
	char product[GR_DECIMAL_TEXT_SIZE], amount[GR_DECIMAL_TEXT_SIZE];
	gr_autofree_text char *field = NULL;
	int64_t computed, said;

	if (!gr_map_fen(&said, line, "amount") || !line_product(&computed, line) || computed == said)
		return;
	field = gr_format("budget.%zu.amount", index);
	gr_money_format(product, computed);
	gr_money_format(amount, said);
	gr_application_add(findings, GR_F_APPLICATION_BUDGET_LINE, field, gr_map_get(line, "amount"),
	                   (const char *[4]){ gr_map_text(line, "price"), gr_map_text(line, "quantity"), product,
	                                      amount });
}

static void check_sum(grant_findings *findings, const gr_value *application)
{
	const gr_value *lines = gr_map_get(application, "budget");
	char have[GR_DECIMAL_TEXT_SIZE], want[GR_DECIMAL_TEXT_SIZE];
	int64_t sum = 0, amount, total;

	for (size_t i = 0; i < gr_value_count(lines); i++)
		if (!gr_map_fen(&amount, gr_value_item(lines, i), "amount") || gr_add_checked(&sum, sum, amount) < 0)
			return;
	if (gr_value_count(lines) == 0 || !gr_map_fen(&total, application, "total") || sum == total)
		return;
	gr_money_format(have, sum);
	gr_money_format(want, total);
	gr_application_add(findings, GR_F_APPLICATION_BUDGET_SUM, "total", gr_map_get(application, "total"),
	                   (const char *[4]){ have, want });
}

static void check_total(grant_findings *findings, const gr_value *application)
{
	char texts[3][GR_DECIMAL_TEXT_SIZE];
	int64_t requested, matching, total, sum;

	if (!gr_map_fen(&requested, application, "requested") || !gr_map_fen(&matching, application, "matching") ||
	    !gr_map_fen(&total, application, "total"))
		return;
	if (gr_add_checked(&sum, requested, matching) < 0 || sum == total)
		return;
	gr_money_format(texts[0], requested);
	gr_money_format(texts[1], matching);
	gr_money_format(texts[2], total);
	gr_application_add(findings, GR_F_APPLICATION_TOTAL, "total", gr_map_get(application, "total"),
	                   (const char *[4]){ texts[0], texts[1], texts[2] });
}

/* ---- shares ---- */

/* Of the grant only what the grant pays counts; of the total, every line. */
static bool counts(const gr_value *line, const char *class, bool of_total)
{
	const char *own = gr_map_text(line, "class"), *source = gr_map_text(line, "source");

	if (!own || strcmp(own, class) != 0)
		return false;
	return of_total || !source || strcmp(source, "grant") == 0;
}

static bool sum_class(int64_t *out, const gr_value *application, const char *class, bool of_total)
{
	const gr_value *lines = gr_map_get(application, "budget");
	int64_t amount;

	*out = 0;
	for (size_t i = 0; i < gr_value_count(lines); i++) {
		const gr_value *line = gr_value_item(lines, i);

		if (!counts(line, class, of_total))
			continue;
		if (!gr_map_fen(&amount, line, "amount") || gr_add_checked(out, *out, amount) < 0)
			return false;
	}
	return true;
}

static void add_share(grant_findings *findings, enum gr_finding_id id, const gr_value *application,
                      const char *const args[2], const int64_t fens[2])
{
	char have[GR_DECIMAL_TEXT_SIZE], bound[GR_DECIMAL_TEXT_SIZE];

	gr_money_format(have, fens[0]);
	gr_money_format(bound, fens[1]);
	gr_application_add(findings, id, "budget", gr_map_get(application, "budget"),
	                   (const char *[4]){ args[0], have, bound, args[1] });
}

static void check_share(grant_findings *findings, const gr_value *application, const gr_value *rule)
{
	const char *class = gr_map_text(rule, "class"), *of = gr_map_text(rule, "of");
	const char *most = gr_map_text(rule, "max_percent"), *least = gr_map_text(rule, "min_percent");
	int64_t sum, base, percent, bound;

	if (!class || !of || !gr_map_fen(&base, application, of) ||
	    !sum_class(&sum, application, class, strcmp(of, "total") == 0))
		return;
	/* Cut down: 10 percent of 49,999.99 are 4,999.99. */
	if (most && gr_score_parse(&percent, most) == 0 && gr_share_floor(&bound, base, percent, WHOLE_E4) == 0 &&
	    sum > bound)
		add_share(findings, GR_F_APPLICATION_BUDGET_MAX, application, (const char *[2]){ class, most },
		          (int64_t[2]){ sum, bound });
	/* What is left of the base cut down: the least is rounded up. */
	if (least && gr_score_parse(&percent, least) == 0 && percent <= WHOLE_E4 &&
	    gr_share_floor(&bound, base, WHOLE_E4 - percent, WHOLE_E4) == 0 && sum < base - bound)
		add_share(findings, GR_F_APPLICATION_BUDGET_MIN, application, (const char *[2]){ class, least },
		          (int64_t[2]){ sum, base - bound });
}

void gr_application_check_budget(grant_findings *findings, const gr_value *application, const gr_value *round)
{
	const gr_value *lines = gr_map_get(application, "budget"), *rules = gr_map_get(round, "budget_rules");

	for (size_t i = 0; i < gr_value_count(lines); i++)
		check_line(findings, gr_value_item(lines, i), i);
	check_sum(findings, application);
	check_total(findings, application);
	/* No budget in the form: nothing to hold shares against. */
	for (size_t i = 0; gr_value_count(lines) > 0 && i < gr_value_count(rules); i++)
		check_share(findings, application, gr_value_item(rules, i));
}
