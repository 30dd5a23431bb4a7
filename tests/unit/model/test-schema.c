/* SPDX-License-Identifier: Apache-2.0 */
/* What is derived from the table for others: JSON Schema (jansson is the oracle) and the index's tables. */
#include "model-test.h"

#include <jansson.h>

#include "base/table.h"

static json_t *schema_of(enum gr_kind_id kind)
{
	struct gr_buf text = GR_BUF_INIT;
	json_error_t error;
	json_t *schema;

	assert_int_equal(gr_kind_schema_text(&text, kind), 0);
	schema = json_loads(gr_buf_text(&text), JSON_REJECT_DUPLICATES, &error);
	if (!schema)
		fail_msg("%s: line %d: %s", gr_kind_get(kind)->name, error.line, error.text);
	gr_buf_free(&text);
	return schema;
}

static void check_references(json_t *schema, json_t *properties)
{
	const char *key;
	json_t *property;

	json_object_foreach(properties, key, property) {
		json_t *items = json_object_get(property, "items");
		const char *reference = json_string_value(json_object_get(items ? items : property, "$ref"));

		assert_non_null(json_object_get(property, "title"));
		assert_non_null(json_object_get(property, "description"));
		if (!reference)
			continue;
		assert_int_equal(strncmp(reference, "#/$defs/", 8), 0);
		if (!json_object_get(json_object_get(schema, "$defs"), reference + 8))
			fail_msg("%s leads nowhere", reference);
	}
}

static void every_schema_is_json_and_its_references_lead_somewhere(void **state)
{
	(void)state;
	for (int i = 0; i < GR_KIND_FILES; i++) {
		json_t *schema = schema_of((enum gr_kind_id)i), *part;
		const char *key;

		assert_string_equal(json_string_value(json_object_get(schema, "$schema")),
		                    "https://json-schema.org/draft/2020-12/schema");
		assert_int_equal(json_object_size(json_object_get(schema, "properties")),
		                 gr_kind_get((enum gr_kind_id)i)->field_count);
		check_references(schema, json_object_get(schema, "properties"));
		json_object_foreach(json_object_get(schema, "$defs"), key, part)
			check_references(schema, json_object_get(part, "properties"));
		json_decref(schema);
	}
}

static void a_schema_says_what_the_table_says(void **state)
{
	json_t *schema = schema_of(GR_KIND_APPLICATION), *properties = json_object_get(schema, "properties");
	json_t *title = json_object_get(properties, "title");
	json_t *kind, *place;

	(void)state;
	assert_int_equal(json_integer_value(json_object_get(title, "maxLength")), 200);
	assert_string_equal(json_string_value(json_object_get(title, "title")), "Project title");
	assert_string_equal(json_string_value(json_object_get(title, "description")), "项目名称");
	assert_true(json_is_false(json_object_get(schema, "additionalProperties")));
	assert_int_equal(json_array_size(json_object_get(schema, "required")), 3);
	kind = json_object_get(json_object_get(json_object_get(json_object_get(json_object_get(schema, "$defs"),
	                                                                       "organisation"),
	                                                       "properties"),
	                                       "kind"),
	                       "enum");
	assert_int_equal(json_array_size(kind), 5);
	json_decref(schema);
	schema = schema_of(GR_KIND_RANKING);
	place = json_object_get(json_object_get(json_object_get(json_object_get(schema, "$defs"), "result"),
	                                        "properties"),
	                        "place");
	assert_string_equal(json_string_value(json_array_get(json_object_get(place, "type"), 1)), "null");
	json_decref(schema);
}

/* ---- tables ---- */

static const struct gr_table *table_of(const struct gr_tables *tables, const char *name)
{
	for (size_t i = 0; i < tables->count; i++)
		if (strcmp(tables->tables[i].name, name) == 0)
			return &tables->tables[i];
	fail_msg("no table %s", name);
	return NULL;
}

static const struct gr_column *column_of(const struct gr_table *table, const char *name)
{
	for (size_t i = 0; i < table->column_count; i++)
		if (strcmp(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

static void columns_are_flat_and_unique(void **state)
{
	struct gr_tables tables;

	(void)state;
	assert_int_equal(gr_tables_make(&tables), 0);
	assert_int_equal(tables.count, 13);
	for (size_t i = 0; i < tables.count; i++) {
		const struct gr_table *table = &tables.tables[i];

		assert_int_equal(strncmp(table->view, "grant_", 6), 0);
		for (size_t k = 0; k < table->column_count; k++) {
			const struct gr_column *column = &table->columns[k];

			assert_ptr_equal(column_of(table, column->name), column);
			assert_null(strchr(column->name, '.'));
			if (column->field && !gr_field_at(gr_kind_find(table->name), column->field)) /* ".*" leads to itself */
				fail_msg("%s.%s is no field", table->name, column->field);
			for (size_t m = 0; table->keys[m]; m++)
				assert_string_not_equal(table->keys[m], column->name);
		}
	}
	gr_tables_clear(&tables);
	assert_int_equal(tables.count, 0);
}

static void the_application_has_the_columns_that_queries_need(void **state)
{
	struct gr_tables tables;
	const struct gr_table *table;

	(void)state;
	assert_int_equal(gr_tables_make(&tables), 0);
	table = table_of(&tables, "application");
	assert_string_equal(table->view, "grant_applications_v1");
	assert_string_equal(column_of(table, "organisation_name")->field, "organisation.name");
	assert_true(column_of(table, "organisation_name")->searched);
	assert_int_equal(column_of(table, "requested")->type, GR_COLUMN_MONEY);
	assert_null(column_of(table, "state")->field);
	assert_true(column_of(table, "state")->indexed);
	assert_string_equal(column_of(table, "body")->field, "answers.*");
	assert_true(column_of(table, "body")->searched);
	assert_true(column_of(table, "title")->searched);
	assert_true(column_of(table, "summary")->searched);
	assert_null(column_of(table, "organisation_address"));
	assert_null(column_of(table, "leader_phone"));
	table = table_of(&tables, "payment");
	assert_non_null(column_of(table, "done_voucher"));
	assert_null(column_of(table, "requested_voucher"));
	assert_int_equal(column_of(table, "approved_at")->type, GR_COLUMN_TIME);
	assert_int_equal(column_of(table, "tranche")->type, GR_COLUMN_INTEGER);
	assert_null(column_of(table_of(&tables, "review"), "comment"));
	assert_int_equal(column_of(table_of(&tables, "decision"), "amount")->type, GR_COLUMN_MONEY);
	assert_string_equal(table_of(&tables, "person")->view, "grant_people_v1");
	gr_tables_clear(&tables);
}

static void a_place_gives_the_keys_of_its_row(void **state)
{
	struct gr_location location;
	const char *keys[4] = { NULL };
	struct gr_tables tables;

	(void)state;
	assert_int_equal(gr_tables_make(&tables), 0);
	assert_true(gr_location_parse(&location, "applications/17/XF-0017/reviews/review/r1.json"));
	assert_string_equal(gr_table_for(keys, &tables, &location)->name, "review");
	assert_string_equal(keys[0], "XF-0017");
	assert_string_equal(keys[1], "review");
	assert_string_equal(keys[2], "r1");
	assert_null(keys[3]);
	assert_true(gr_location_parse(&location, "applications/17/XF-0017/payments/3.json"));
	assert_non_null(gr_table_for(keys, &tables, &location));
	assert_string_equal(keys[1], "3");
	assert_null(keys[2]);
	assert_true(gr_location_parse(&location, "decisions/final/ranking.json"));
	assert_non_null(gr_table_for(keys, &tables, &location));
	assert_string_equal(keys[0], "final");
	assert_true(gr_location_parse(&location, "round/round.json"));
	assert_null(gr_table_for(keys, &tables, &location));
	assert_true(gr_location_parse(&location, "round/rules.lua"));
	assert_null(gr_table_for(keys, &tables, &location));
	gr_tables_clear(&tables);
}

static void tables_survive_every_failed_allocation(void **state)
{
	struct gr_tables tables;
	int r = GRANT_ENOMEM;

	(void)state;
	for (size_t n = 1; n < 600; n++) {
		gr_mem_fail_at(n);
		r = gr_tables_make(&tables);
		gr_mem_fail_at(0);
		if (r == 0)
			gr_tables_clear(&tables);
		else
			assert_int_equal(r, GRANT_ENOMEM);
	}
	assert_int_equal(r, 0); /* the last one needs fewer allocations */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_schema_is_json_and_its_references_lead_somewhere),
		cmocka_unit_test(a_schema_says_what_the_table_says),
		cmocka_unit_test(columns_are_flat_and_unique),
		cmocka_unit_test(the_application_has_the_columns_that_queries_need),
		cmocka_unit_test(a_place_gives_the_keys_of_its_row),
		cmocka_unit_test(tables_survive_every_failed_allocation),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("schema and tables", tests, NULL, NULL);
}
