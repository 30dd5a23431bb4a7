/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The index's tables, derived from the kinds: a column per field that is marked indexed or searched, nested records
 * flattened (organisation.name -> organisation_name). Not here: SQL.
 */
#include "model/model.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

static const char *const application_keys[] = { "application", NULL };
static const char *const review_keys[] = { "application", "stage", "person", NULL };
static const char *const conflict_keys[] = { "application", "person", NULL };
static const char *const measure_keys[] = { "application", "measure", NULL };
static const char *const milestone_keys[] = { "application", "milestone", NULL };
static const char *const payment_keys[] = { "application", "payment", NULL };
static const char *const person_keys[] = { "person", NULL };
static const char *const stage_keys[] = { "stage", NULL };

static const struct indexed_row {
	enum gr_kind_id kind;
	const char *const *keys;
	const char *also_by;
} indexed[] = {
	{ GR_KIND_APPLICATION, application_keys, GR_KEY_ORDER }, /* a list goes from ... to, or is cut off */
	{ GR_KIND_RECEIPT, application_keys, NULL },
	{ GR_KIND_SCREENING, application_keys, NULL },
	{ GR_KIND_ASSIGNMENT, review_keys, "person" },         /* a reviewer's queue */
	{ GR_KIND_CONFLICT, conflict_keys, NULL },
	{ GR_KIND_REVIEW, review_keys, NULL },
	{ GR_KIND_MEASURE, measure_keys, NULL },
	{ GR_KIND_DECISION, application_keys, NULL },
	{ GR_KIND_AGREEMENT, application_keys, NULL },
	{ GR_KIND_MILESTONE, milestone_keys, NULL },
	{ GR_KIND_PAYMENT, payment_keys, NULL },
	{ GR_KIND_PERSON, person_keys, NULL },
	{ GR_KIND_RANKING, stage_keys, NULL },
};

/* Columns beside the fields': the state, which the caller sets, and the answers to the round's own questions for the full text. */
static const struct set_row {
	enum gr_kind_id kind;
	struct gr_column column;
} besides[] = {
	{ GR_KIND_APPLICATION, { .name = "state", .type = GR_COLUMN_TEXT, .indexed = true } },
	{ GR_KIND_APPLICATION, { .name = "body", .field = "answers.*", .type = GR_COLUMN_TEXT, .searched = true } },
};

/* Where columns and texts go. Two passes: the first, without room, counts. */
struct maker {
	struct gr_column *columns; /* NULL: count only */
	size_t count;
	enum gr_kind_id kind;      /* the one at hand */
	gr_value *texts;           /* owns the names */
	bool failed;
};

static const char *keep_text(struct maker *maker, char *text)
{
	const char *kept = NULL;

	if (text && gr_list_add(maker->texts, gr_text_new(text)) == 0)
		kept = gr_value_text(gr_value_item(maker->texts, gr_value_count(maker->texts) - 1));
	gr_free(text);
	if (!kept)
		maker->failed = true;
	return kept;
}

static enum gr_column_type column_type(enum gr_field_type type)
{
	if (type == GR_FIELD_MONEY)
		return GR_COLUMN_MONEY;
	if (type == GR_FIELD_INTEGER || type == GR_FIELD_BOOL)
		return GR_COLUMN_INTEGER;
	return type == GR_FIELD_TIME ? GR_COLUMN_TIME : GR_COLUMN_TEXT;
}

/* What is asked for by its value or sorted by, in a large round and often; a look-up costs more than the row itself. Long text
 * is found through the full text. */
static const struct looked_up_row {
	enum gr_kind_id kind;
	const char *column;
} looked_up[] = {
	{ GR_KIND_APPLICATION, "category" },
	{ GR_KIND_APPLICATION, "organisation_name" },
	{ GR_KIND_APPLICATION, "requested" },
	{ GR_KIND_RECEIPT, "sha256" },
	{ GR_KIND_DECISION, "verdict" },
	{ GR_KIND_AGREEMENT, "number" },
};

static bool is_looked_up(enum gr_kind_id kind, const char *column)
{
	for (size_t i = 0; i < GR_COUNT(looked_up); i++)
		if (looked_up[i].kind == kind && strcmp(looked_up[i].column, column) == 0)
			return true;
	return false;
}

static void add_column(struct maker *maker, const char *prefix, const struct gr_field *field)
{
	struct gr_column column = { .type = column_type(field->type), .searched = field->searched };

	if (!field->indexed && !field->searched)
		return;
	if (maker->columns) {
		column.name = prefix ? keep_text(maker, gr_format("%s_%s", prefix, field->name)) : field->name;
		column.field = prefix ? keep_text(maker, gr_format("%s.%s", prefix, field->name)) : field->name;
		column.indexed = column.name && is_looked_up(maker->kind, column.name);
		maker->columns[maker->count] = column;
	}
	maker->count++;
}

/* Steps of a payment share one kind; a voucher and the bank's date belong to what is done only. */
static bool has_no_column(const struct gr_field *parent, const struct gr_field *field)
{
	return parent->of == GR_KIND_STEP && strcmp(parent->name, "done") != 0 &&
	       (strcmp(field->name, "voucher") == 0 || strcmp(field->name, "date") == 0);
}

static void add_nested(struct maker *maker, const struct gr_field *parent)
{
	const struct gr_kind *kind = gr_kind_get(parent->of);

	for (size_t i = 0; i < kind->field_count; i++)
		if (!has_no_column(parent, &kind->fields[i]))
			add_column(maker, parent->name, &kind->fields[i]);
}

static void add_columns(struct maker *maker, const struct gr_kind *kind)
{
	maker->kind = kind->id;
	for (size_t i = 0; i < kind->field_count; i++) {
		if (kind->fields[i].type == GR_FIELD_RECORD)
			add_nested(maker, &kind->fields[i]);
		else
			add_column(maker, NULL, &kind->fields[i]);
	}
	for (size_t i = 0; i < GR_COUNT(besides); i++) {
		if (besides[i].kind != kind->id)
			continue;
		if (maker->columns)
			maker->columns[maker->count] = besides[i].column;
		maker->count++;
	}
}

static void add_table(struct maker *maker, struct gr_table *table, const struct indexed_row *row)
{
	const struct gr_kind *kind = gr_kind_get(row->kind);
	size_t from = maker->count;

	add_columns(maker, kind);
	table->name = kind->name;
	table->keys = row->keys;
	table->also_by = row->also_by;
	table->columns = &maker->columns[from];
	table->column_count = maker->count - from;
	table->view = keep_text(maker, gr_format("grant_%s_v1", kind->plural));
}

/* What the tables point into. */
struct owned {
	struct gr_column *columns;
	gr_value *texts;
};

int gr_tables_make(struct gr_tables *out)
{
	struct maker maker = { .count = 0 };
	struct gr_tables made = { .count = GR_COUNT(indexed) };
	struct owned *owned = gr_alloc(sizeof(*owned));

	if (!owned)
		return gr_fail_memory();
	made.owned = owned;
	for (size_t i = 0; i < made.count; i++)
		add_columns(&maker, gr_kind_get(indexed[i].kind));
	maker.columns = owned->columns = gr_alloc_array(maker.count, sizeof(*maker.columns));
	maker.texts = owned->texts = gr_list_new();
	made.tables = gr_alloc_array(made.count, sizeof(*made.tables));
	maker.count = 0;
	if (!maker.columns || !maker.texts || !made.tables) {
		gr_tables_clear(&made);
		return gr_fail_memory();
	}
	for (size_t i = 0; i < made.count; i++)
		add_table(&maker, &made.tables[i], &indexed[i]);
	if (maker.failed) {
		gr_tables_clear(&made);
		return gr_fail_memory();
	}
	*out = made;
	return 0;
}

void gr_tables_clear(struct gr_tables *tables)
{
	struct owned *owned = tables->owned;

	if (owned) {
		gr_free(owned->columns);
		gr_value_free(owned->texts);
		gr_free(owned);
	}
	gr_free(tables->tables);
	memset(tables, 0, sizeof(*tables));
}

static const char *key_value(const char *key, const struct gr_location *location)
{
	if (strcmp(key, "application") == 0)
		return location->application;
	if (strcmp(key, "stage") == 0)
		return location->stage;
	return strcmp(key, "person") == 0 ? location->person : location->name;
}

const struct gr_table *gr_table_for(const char *keys[4], const struct gr_tables *tables, const struct gr_location *location)
{
	for (size_t i = 0; i < GR_COUNT(indexed); i++) {
		size_t count = 0;

		if (indexed[i].kind != location->kind)
			continue;
		for (; indexed[i].keys[count]; count++)
			keys[count] = key_value(indexed[i].keys[count], location);
		keys[count] = NULL;
		return &tables->tables[i];
	}
	return NULL;
}
