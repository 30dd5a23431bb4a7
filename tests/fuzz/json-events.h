/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_FUZZ_JSON_EVENTS_H
#define TESTS_FUZZ_JSON_EVENTS_H

/* One document heard as events and read as a tree, each told in the same words, so that they can be compared; and a row of the index
 * read from it. For the fuzz target and the unit test. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "index/index.h"

static int told(struct gr_buf *out, const char *key, const char *kind, const char *text, size_t line)
{
	gr_buf_printf(out, "%s%s%s %s %s @%zu\n", key ? "\"" : "", key ? key : "", key ? "\"" : "", kind, text, line);
	return gr_buf_ok(out);
}

static int hear_null(void *out, const char *key, size_t line)
{
	return told(out, key, "null", "", line);
}

static int hear_bool(void *out, const char *key, bool truth, size_t line)
{
	return told(out, key, "bool", truth ? "true" : "false", line);
}

static int hear_number(void *out, const char *key, const char *text, size_t line)
{
	return told(out, key, "number", text, line);
}

static int hear_text(void *out, const char *key, const char *text, size_t size, size_t line)
{
	if (strlen(text) != size)
		abort();
	return told(out, key, "text", text, line);
}

static int hear_begin(void *out, const char *key, bool is_map, size_t line)
{
	return told(out, key, is_map ? "map" : "list", "", line);
}

static int hear_end(void *out)
{
	return told(out, NULL, "end", "", 0);
}

static const struct gr_json_handler teller = { hear_null, hear_bool, hear_number, hear_text, hear_begin, hear_end };

static void tell_tree(struct gr_buf *out, const char *key, const gr_value *value)
{
	size_t line = gr_value_line(value);

	switch (gr_value_type(value)) {
	case GR_NULL:
		hear_null(out, key, line);
		return;
	case GR_BOOL:
		hear_bool(out, key, gr_value_true(value), line);
		return;
	case GR_NUMBER:
		hear_number(out, key, gr_value_text(value), line);
		return;
	case GR_TEXT:
		hear_text(out, key, gr_value_text(value), strlen(gr_value_text(value)), line);
		return;
	case GR_LIST:
	case GR_MAP:
		hear_begin(out, key, gr_value_is(value, GR_MAP), line);
		for (size_t i = 0; i < gr_value_count(value); i++)
			tell_tree(out, gr_value_is(value, GR_MAP) ? gr_value_key(value, i) : NULL, gr_value_item(value, i));
		hear_end(out);
	}
}

/* Both take the document and tell the same, or both refuse it with the same words. NULL: they agree; else what is wrong. */
static const char *events_against_tree(const char *bytes, size_t size)
{
	gr_auto_buf struct gr_buf heard = GR_BUF_INIT;
	gr_auto_buf struct gr_buf seen = GR_BUF_INIT;
	gr_auto_value gr_value *tree = NULL;
	char first[1100] = "", second[1100] = "";
	int by_events = gr_json_parse(bytes, size, &teller, &heard), by_tree;

	if (by_events < 0)
		snprintf(first, sizeof(first), "%s", grant_error_message(grant_error_last()));
	by_tree = gr_json_read(&tree, bytes, size);
	if (by_tree < 0)
		snprintf(second, sizeof(second), "%s", grant_error_message(grant_error_last()));
	if (by_events != by_tree || strcmp(first, second) != 0)
		return "one refuses it, or with other words";
	if (by_tree < 0)
		return NULL;
	tell_tree(&seen, NULL, tree);
	return strcmp(gr_buf_text(&heard), gr_buf_text(&seen)) == 0 ? NULL : "they tell different things";
}

/* Columns of a row against the same places of the tree. */
static const char *row_against_tree(const char *bytes, size_t size)
{
	static const char *const names[] = { "key", NULL };
	static const char *const keys[] = { "k", NULL };
	static const struct gr_column columns[] = {
		{ "a", "a", GR_COLUMN_TEXT, false, false },
		{ "need", "need", GR_COLUMN_TEXT, false, false },
		{ "ab", "a.b", GR_COLUMN_TEXT, false, false },
		{ "at", "at", GR_COLUMN_TIME, false, false },
		{ "organisation", "organisation.name", GR_COLUMN_TEXT, false, false },
	};
	static const struct gr_table table = { "t", names, NULL, columns, GR_COUNT(columns), NULL };
	gr_auto_value gr_value *tree = NULL;
	gr_row *row = gr_row_new();
	const char *wrong = NULL;

	if (gr_json_read(&tree, bytes, size) == 0 && gr_row_read(row, &table, keys, bytes, size) < 0)
		wrong = "the row refuses what the tree takes";
	for (size_t i = 0; tree && !wrong && i < GR_COUNT(columns); i++) {
		const gr_value *place = gr_value_is(tree, GR_MAP) ? gr_value_at(tree, columns[i].field) : NULL;
		const char *seen = gr_value_text(place), *kept = gr_row_text(row, columns[i].name);

		if (!seen != !kept || (seen && strcmp(seen, kept) != 0))
			wrong = columns[i].name;
	}
	gr_row_free(row);
	return wrong;
}

#endif
