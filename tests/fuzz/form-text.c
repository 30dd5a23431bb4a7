/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a text form, in any character set. Lines that findings tell of must be there; words for money read both ways. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/finding.h"
#include "base/mem.h"
#include "base/text.h"
#include "fuzz.h"
#include "intake/intake.h"

static const char *const title[] = { "项目名称", "Title", NULL }, *const money[] = { "申请金额", "Requested", NULL },
			 *const table[] = { "预算", "Budget", NULL }, *const kind[] = { "机构类型", NULL },
			 *const item[] = { "项目", "Item", NULL }, *const price[] = { "单价", "Price", NULL },
			 *const words[] = { "社会团体", "association", NULL };
static const struct gr_form_column columns[] = { { "item", item }, { "price", price } };
static const struct gr_form_field fields[] = {
	{ .field = "title", .labels = title },
	{ .field = "requested", .labels = money, .is_money = true },
	{ .field = "organisation.kind", .labels = kind, .words = words },
	{ .field = "budget", .labels = table, .columns = columns, .column_count = 2 },
};
static const struct gr_form_cell_rule cells[] = { { .field = "budget.price", .is_money = true } };

static void check_money(const char *text)
{
	struct gr_buf out = GR_BUF_INIT;
	int64_t fen, again;

	if (gr_capitals_parse(&fen, text) == 0 && gr_capitals_format(&out, fen) == 0)
		if (gr_capitals_parse(&again, gr_buf_text(&out)) < 0 || again != fen)
			abort();
	gr_buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct gr_form form = { fields, GR_COUNT(fields), cells, GR_COUNT(cells) };
	struct gr_buf text = GR_BUF_INIT;
	grant_findings *findings = gr_findings_new();
	gr_value *out = NULL;

	if (gr_text_decode(&text, data, size) == 0) {
		if (!gr_text_is_nfc(gr_buf_text(&text)) || strchr(gr_buf_text(&text), '\r'))
			abort();
		check_money(gr_buf_text(&text));
		gr_form_read_text(&out, findings, &text, &form);
		gr_value_free(out);
	}
	grant_findings_free(findings);
	gr_buf_free(&text);
	return 0;
}
