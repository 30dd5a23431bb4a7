/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a workbook. What begins with "== " is a list of parts ("== NAME" and a line's end, then what it holds), packed here,
 * so that a change lands in the XML and not in a checksum; anything else is the file as it stands.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/exact.h"
#include "base/finding.h"
#include "base/mem.h"
#include "base/text.h"
#include "fuzz.h"
#include "format/format.h"
#include "intake/intake.h"
#include "intake/xlsx.h"

#define PARTS_MAX 16

static const char *const title[] = { "项目名称", "Title", NULL }, *const money[] = { "申请金额", NULL },
			 *const start[] = { "开始日期", NULL }, *const table[] = { "预算", "Budget", NULL },
			 *const plan[] = { "里程碑", NULL }, *const kind[] = { "单位类型", NULL },
			 *const item[] = { "项目", "Item", NULL }, *const price[] = { "单价", "Price", NULL },
			 *const amount[] = { "金额", NULL }, *const due[] = { "完成日期", NULL }, *const name[] = { "名称", NULL },
			 *const words[] = { "社会团体", "association", NULL };
static const struct gr_form_column columns[] = { { "item", item }, { "price", price }, { "amount", amount } };
static const struct gr_form_column steps[] = { { "title", name }, { "due", due } };
static const struct gr_form_field fields[] = {
	{ .field = "title", .labels = title },
	{ .field = "requested", .labels = money, .is_money = true },
	{ .field = "start", .labels = start, .is_date = true },
	{ .field = "organisation.kind", .labels = kind, .words = words },
	{ .field = "budget", .labels = table, .columns = columns, .column_count = GR_COUNT(columns) },
	{ .field = "milestones", .labels = plan, .columns = steps, .column_count = GR_COUNT(steps) },
};
static const struct gr_form_cell_rule cells[] = {
	{ .field = "budget.price", .is_decimal = true },
	{ .field = "budget.amount", .is_money = true },
	{ .field = "milestones.due", .is_date = true },
};

/* Part by part into a zip; a name is cut at what no zip takes. How many there were. */
static size_t pack(gr_zip_writer *zip, const char *at, const char *end)
{
	size_t count = 0;

	while (count < PARTS_MAX && end - at > 3 && memcmp(at, "== ", 3) == 0) {
		const char *line = memchr(at, '\n', (size_t)(end - at)), *next;
		struct gr_sink *sink;
		char part[64];
		size_t size;

		if (!line)
			break;
		snprintf(part, sizeof(part), "%.*s", (int)(line - at - 3 < 60 ? line - at - 3 : 60), at + 3);
		next = memmem(line, (size_t)(end - line), "\n== ", 4);
		size = next && next > line ? (size_t)(next - line - 1) : (size_t)(end - line - 1);
		if (gr_zip_begin(&sink, zip, part, (int64_t)size) < 0 || sink->write(sink, line + 1, size) < 0)
			break;
		count++;
		at = next ? next + 1 : end;
	}
	return count;
}

/* The parts as a zip in the place of the text; what is no list of parts stays. */
static void pack_parts(struct gr_buf *whole)
{
	struct gr_buf zipped = GR_BUF_INIT;
	struct gr_buf_sink sink;
	gr_zip_writer *zip;

	if (whole->size < 4 || memcmp(gr_buf_text(whole), "== ", 3) != 0)
		return;
	gr_buf_sink_open(&sink, &zipped, (size_t)64 << 20);
	if (gr_zip_open(&zip, &sink.sink) < 0)
		return;
	if (pack(zip, gr_buf_text(whole), gr_buf_text(whole) + whole->size) == 0) {
		gr_zip_abandon(zip);
	} else if (gr_zip_close(zip) == 0) {
		gr_buf_truncate(whole, 0);
		gr_buf_append(whole, gr_buf_text(&zipped), zipped.size);
	}
	gr_buf_free(&zipped);
}

static void check_number(const char *text)
{
	struct gr_exact number = GR_EXACT_ZERO;
	char shown[GR_SHOWN_NUMBER_SIZE], date[GR_DATE_TEXT_SIZE];
	int64_t days;

	if (gr_number_shown(shown, text, false) && gr_exact_parse(&number, shown) < 0)
		abort();
	gr_exact_clear(&number);
	if (gr_serial_date(date, text, false) && gr_date_parse(&days, date) < 0)
		abort();
	gr_format_of_code(text);
}

static void check_findings(const grant_findings *findings)
{
	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);

		if (!grant_finding_place(finding, GRANT_PLACE_SHEET) != !grant_finding_place(finding, GRANT_PLACE_CELL) ||
		    !grant_finding_message(finding)[0])
			abort();
	}
}

static void read_form(const struct gr_buf *bytes)
{
	const struct gr_form form = { fields, GR_COUNT(fields), cells, GR_COUNT(cells) };
	grant_findings *findings = gr_findings_new();
	gr_value *out = NULL, *places = NULL;
	int r = gr_form_read_xlsx(&out, &places, findings, bytes, &form, gr_xml_walk);

	if (r != 0 && r != GRANT_EINPUT)
		abort();
	if (!out != !places || (r == 0 && !out))
		abort();
	check_findings(findings);
	gr_value_free(out);
	gr_value_free(places);
	grant_findings_free(findings);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gr_buf whole = GR_BUF_INIT;

	gr_buf_append(&whole, data, size);
	check_number(gr_buf_text(&whole));
	pack_parts(&whole);
	read_form(&whole);
	gr_buf_free(&whole);
	return 0;
}
