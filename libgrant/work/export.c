/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables for spreadsheets and other programs. A table is rows of columns with the path of the value in a neutral row; how
 * it is written does not know which table it is. Personal fields are no columns. Not here: CSV itself (format).
 */
#include <grant/exchange.h>

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "format/format.h"
#include "work/subject.h"

struct column {
	const char *name;  /* the header */
	const char *path;  /* in a row */
	bool is_free_text; /* typed by people: formulas are defused */
};

struct export
{
	grant_round *round;
	gr_index *index;
	struct gr_oid tip;
	gr_value *rows;
};

struct table {
	const char *name;
	const struct column *columns;
	size_t column_count;
	int (*fill)(struct export *export);
};

/* ---- rows from the index ---- */

static int copy_rows(struct export *export, const char *table)
{
	struct gr_select select = { .table = table };
	gr_cursor *cursor = NULL;
	const gr_value *row;
	int r = gr_index_select(&cursor, export->index, &select);

	while (r == 0 && (r = gr_cursor_next(&row, cursor)) == 1)
		r = gr_list_add(export->rows, gr_value_copy(row));
	gr_cursor_free(cursor);
	return r;
}

static int fill_applications(struct export *export)
{
	return copy_rows(export, "application");
}

/* ---- rows from the records ---- */

typedef int (*subject_fill)(struct export *export, const struct gr_subject *subject);

static int each_subject(struct export *export, subject_fill fill)
{
	gr_auto_value gr_value *ids = NULL;
	int r = fill_applications(export);

	ids = export->rows;
	export->rows = gr_list_new();
	if (!export->rows)
		r = GRANT_ENOMEM;
	if (r == 0)
		r = gr_store_expect_reading(export->round->store);
	for (size_t i = 0; r == 0 && i < gr_value_count(ids); i++) {
		struct gr_subject subject = { 0 };

		r = gr_subject_load(&subject, export->round, &export->tip,
		                    gr_map_text(gr_value_item(ids, i), "application"));
		if (r == 0)
			r = fill(export, &subject);
		gr_subject_clear(&subject);
	}
	return r;
}

/* Takes `row` over and adds what every row has. */
static int add_row(struct export *export, const struct gr_subject *subject, gr_value *row)
{
	const gr_value *application = gr_subject_get(subject, GR_KIND_APPLICATION);
	int r = row ? gr_map_set_text(row, "application", subject->id) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(row, "title", gr_map_text(application, "title"));
	if (r == 0)
		r = gr_map_set_text(row, "organisation", gr_value_text(gr_value_at(application, "organisation.name")));
	if (r < 0) {
		gr_value_free(row);
		return r;
	}
	return gr_list_add(export->rows, row);
}

static int add_item(struct export *export, const struct gr_subject *subject, const struct gr_subject_item *item)
{
	gr_value *row = gr_value_copy(item->record);
	int r = row ? gr_map_set_text(row, "stage", item->location.stage) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(row, "person", item->location.person);
	if (r == 0)
		r = gr_map_set_text(row, "number", item->location.name);
	if (r < 0) {
		gr_value_free(row);
		return r;
	}
	return add_row(export, subject, row);
}

static int each_item(struct export *export, const struct gr_subject *subject, enum gr_kind_id kind)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < subject->count; i++)
		if (subject->items[i].location.kind == kind)
			r = add_item(export, subject, &subject->items[i]);
	return r;
}

/* One row per review and criterion: a shape that no change of the criteria breaks. */
static int add_scores(struct export *export, const struct gr_subject *subject, const struct gr_subject_item *item)
{
	const gr_value *scores = gr_map_get(item->record, "scores");
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(scores); i++) {
		const char *score = gr_value_text(gr_value_item(scores, i));
		gr_value *row = gr_map_new();

		r = row ? gr_map_set_text(row, "stage", item->location.stage) : GRANT_ENOMEM;
		if (r == 0)
			r = gr_map_set_text(row, "person", item->location.person);
		if (r == 0)
			r = gr_map_set_text(row, "criterion", gr_value_key(scores, i));
		if (r == 0)
			r = gr_map_set_text(row, "score", score ? score : "n/a");
		if (r == 0)
			r = gr_map_set_text(row, "comment", i == 0 ? gr_map_text(item->record, "comment") : NULL);
		if (r == 0)
			r = gr_map_set_text(row, "at", gr_map_text(item->record, "at"));
		if (r < 0)
			gr_value_free(row);
		else
			r = add_row(export, subject, row);
	}
	return r;
}

static int add_reviews(struct export *export, const struct gr_subject *subject)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < subject->count; i++)
		if (subject->items[i].location.kind == GR_KIND_REVIEW)
			r = add_scores(export, subject, &subject->items[i]);
	return r;
}

static int fill_reviews(struct export *export)
{
	return each_subject(export, add_reviews);
}

static int add_payments(struct export *export, const struct gr_subject *subject)
{
	return each_item(export, subject, GR_KIND_PAYMENT);
}

static int fill_ledger(struct export *export)
{
	return each_subject(export, add_payments);
}

static int add_milestones(struct export *export, const struct gr_subject *subject)
{
	const gr_value *agreement = gr_subject_get(subject, GR_KIND_AGREEMENT);
	const gr_value *milestones = gr_map_get(agreement, "milestones");
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(milestones); i++) {
		gr_value *row = gr_value_copy(gr_value_item(milestones, i));
		const char *id = gr_map_text(row, "id"), *title = gr_map_text(row, "title");
		const gr_value *assessed = id ? gr_subject_find(subject, GR_KIND_MILESTONE, NULL, NULL, id) : NULL;

		r = row ? gr_map_set_text(row, "milestone_title", title) : GRANT_ENOMEM;
		if (r == 0)
			r = gr_map_set_text(row, "verdict", gr_map_text(assessed, "verdict"));
		if (r == 0)
			r = gr_map_set_text(row, "reason", gr_map_text(assessed, "reason"));
		if (r == 0)
			r = gr_map_set_text(row, "at", gr_map_text(assessed, "at"));
		if (r < 0)
			gr_value_free(row);
		else
			r = add_row(export, subject, row);
	}
	return r;
}

static int fill_milestones(struct export *export)
{
	return each_subject(export, add_milestones);
}

/* The record has no superfluous zeros; a table has the places that the ranking is printed with. */
static int pad_total(gr_value *row, int64_t places)
{
	const char *total = gr_map_text(row, "total"), *point = total ? strchr(total, '.') : NULL;
	int64_t has = point ? (int64_t)strlen(point + 1) : 0;
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	if (!total)
		return 0;
	gr_buf_printf(&text, "%s%s", total, point || places <= 0 ? "" : ".");
	for (; has < places; has++)
		gr_buf_byte(&text, '0');
	return gr_buf_ok(&text) == 0 ? gr_map_set_text(row, "total", gr_buf_text(&text)) : GRANT_ENOMEM;
}

static int add_title(struct export *export, gr_value *row)
{
	gr_auto_value gr_value *application = NULL;
	int r = gr_index_find(&application, export->index, "application", gr_map_text(row, "application"));

	return r == 0 ? gr_map_set_text(row, "title", gr_map_text(application, "title")) : r;
}

static int fill_ranking(struct export *export)
{
	struct gr_location place = { .kind = GR_KIND_RANKING };
	gr_autofree_text char *path = NULL;
	gr_auto_value gr_value *record = NULL;
	gr_value *results;
	int64_t places = 0;
	const char *stage;
	int r = gr_round_stage(&stage, export->round, NULL);

	if (r < 0)
		return r;
	strcpy(place.stage, stage);
	path = gr_location_path(&place);
	r = path ? gr_record_load(&record, export->round, &export->tip, path) : GRANT_ENOMEM;
	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_ENOTFOUND, _("no ranking of the stage “%s” is recorded; grant rank --record"),
		               stage);
	if (r < 0)
		return r;
	if (gr_value_int64(&places, gr_map_get(record, "places")) < 0)
		gr_error_clear();
	results = gr_map_take(record, "results");
	gr_value_free(export->rows);
	export->rows = results;
	for (size_t i = 0; r == 0 && i < gr_value_count(results); i++) {
		r = add_title(export, gr_value_item(results, i));
		if (r == 0)
			r = pad_total(gr_value_item(results, i), places);
	}
	return r;
}

/* ---- the tables ---- */

static const struct column application_columns[] = {
	{ "application", "application", false },
	{ "title", "title", true },
	{ "category", "category", false },
	{ "organisation", "organisation_name", true },
	{ "uscc", "organisation_uscc", false },
	{ "requested", "requested", false },
	{ "matching", "matching", false },
	{ "total", "total", false },
	{ "start", "start", false },
	{ "end", "end", false },
	{ "state", "state", false },
};
static const struct column review_columns[] = {
	{ "application", "application", false },
	{ "title", "title", true },
	{ "stage", "stage", false },
	{ "person", "person", false },
	{ "criterion", "criterion", false },
	{ "score", "score", false },
	{ "comment", "comment", true },
	{ "at", "at", false },
};
static const struct column ledger_columns[] = {
	{ "application", "application", false },
	{ "title", "title", true },
	{ "organisation", "organisation", true },
	{ "payment", "number", false },
	{ "tranche", "tranche", false },
	{ "amount", "amount", false },
	{ "requested_by", "requested.by", false },
	{ "requested_at", "requested.at", false },
	{ "approved_by", "approved.by", false },
	{ "approved_at", "approved.at", false },
	{ "done_by", "done.by", false },
	{ "done_at", "done.at", false },
	{ "voucher", "done.voucher", true },
	{ "returned_at", "returned.at", false },
	{ "returned_reason", "returned.reason", true },
};
static const struct column milestone_columns[] = {
	{ "application", "application", false },
	{ "title", "title", true },
	{ "milestone", "id", false },
	{ "milestone_title", "milestone_title", true },
	{ "due", "due", false },
	{ "indicator", "indicator", true },
	{ "target", "target", true },
	{ "verdict", "verdict", false },
	{ "reason", "reason", true },
	{ "at", "at", false },
};
static const struct column ranking_columns[] = {
	{ "place", "place", false }, { "application", "application", false },
	{ "title", "title", true },  { "total", "total", false },
	{ "exact", "exact", true },  { "reviews", "reviews", false },
	{ "tied", "tied", false },   { "reason", "reason", true },
};

static const struct table tables[] = {
	{ "applications", application_columns, GR_COUNT(application_columns), fill_applications },
	{ "reviews", review_columns, GR_COUNT(review_columns), fill_reviews },
	{ "ledger", ledger_columns, GR_COUNT(ledger_columns), fill_ledger },
	{ "milestones", milestone_columns, GR_COUNT(milestone_columns), fill_milestones },
	{ "ranking", ranking_columns, GR_COUNT(ranking_columns), fill_ranking },
};

static const struct table *find_table(const char *name)
{
	for (size_t i = 0; i < GR_COUNT(tables); i++)
		if (strcmp(tables[i].name, name) == 0)
			return &tables[i];
	gr_fail(GRANT_ENOTFOUND,
	        _("there is no table “%s”; choose applications, reviews, ledger, milestones or ranking"), name);
	return NULL;
}

/* ---- writing ---- */

static const char *cell_text(const gr_value *value)
{
	if (gr_value_is(value, GR_BOOL))
		return gr_value_true(value) ? "true" : "false";
	return gr_value_text(value);
}

static int write_csv(struct gr_buf *out, const struct table *table, const gr_value *rows)
{
	struct gr_csv_writer writer;

	gr_csv_begin(&writer, out);
	for (size_t i = 0; i < table->column_count; i++)
		gr_csv_plain(&writer, table->columns[i].name);
	gr_csv_end_row(&writer);
	for (size_t row = 0; row < gr_value_count(rows); row++) {
		for (size_t i = 0; i < table->column_count; i++) {
			const struct column *column = &table->columns[i];
			const char *text = cell_text(gr_value_at(gr_value_item(rows, row), column->path));

			if (column->is_free_text)
				gr_csv_text(&writer, text);
			else
				gr_csv_plain(&writer, text);
		}
		gr_csv_end_row(&writer);
	}
	return gr_buf_ok(out);
}

static gr_value *json_row(const struct table *table, const gr_value *row)
{
	gr_value *map = gr_map_new();

	for (size_t i = 0; map && i < table->column_count; i++) {
		const gr_value *value = gr_value_at(row, table->columns[i].path);

		if (value && gr_map_set(map, table->columns[i].name, gr_value_copy(value)) < 0) {
			gr_value_free(map);
			return NULL;
		}
	}
	return map;
}

static int write_json(struct gr_buf *out, const struct table *table, const gr_value *rows)
{
	gr_auto_value gr_value *document = gr_map_new();
	gr_value *data = gr_map_new(), *list = gr_list_new();
	int r = document && data && list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(rows); i++)
		r = gr_list_add(list, json_row(table, gr_value_item(rows, i)));
	if (r == 0)
		r = gr_map_set(data, table->name, gr_steal_value(&list));
	if (r == 0)
		r = gr_map_set_int(document, "format", 1);
	if (r == 0)
		r = gr_map_set_text(document, "kind", table->name);
	if (r == 0)
		r = gr_map_set(document, "data", gr_steal_value(&data));
	gr_value_free(data);
	gr_value_free(list);
	if (r == 0)
		gr_json_write(out, document);
	return r == 0 ? gr_buf_ok(out) : r;
}

static const struct {
	const char *name;
	int (*write)(struct gr_buf *out, const struct table *table, const gr_value *rows);
} formats[] = { { "csv", write_csv }, { "json", write_json } };

static int begin_export(struct export *export)
{
	int r = gr_store_tip(&export->tip, export->round->store);

	if (r == 0)
		r = gr_round_at(export->round, &export->tip);
	if (r == 0)
		r = gr_round_index(&export->index, export->round, &export->tip);
	if (r == 0) {
		export->rows = gr_list_new();
		r = export->rows ? 0 : GRANT_ENOMEM;
	}
	return r;
}

static int fill_export(struct export *export, const struct table *table)
{
	int r;

	gr_value_free(export->rows);
	export->rows = NULL;
	r = begin_export(export);
	return r == 0 ? table->fill(export) : r;
}

int grant_export(grant_round *round, const char *what, const char *format, grant_bytes_cb call, void *payload)
{
	struct export export = { .round = round };
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	const struct table *table;
	size_t chosen = 0;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!what || !format || !call)
		return gr_fail(GRANT_EINVALID, _("a table, a format and a function are needed"));
	table = find_table(what);
	if (!table)
		return GRANT_ENOTFOUND;
	while (chosen < GR_COUNT(formats) && strcmp(formats[chosen].name, format) != 0)
		chosen++;
	if (chosen == GR_COUNT(formats))
		return gr_fail(GRANT_ENOTFOUND, _("the format “%s” is not there in this version; choose csv or json"),
		               format);
	r = fill_export(&export, table);
	if (gr_round_mend_index(round, r))
		r = fill_export(&export, table);
	if (r == 0)
		r = formats[chosen].write(&text, table, export.rows);
	gr_value_free(export.rows);
	if (r == 0 && call(gr_buf_text(&text), text.size, payload) != 0)
		r = gr_fail(GRANT_ECANCELED, _("stopped by the program"));
	return r;
}
