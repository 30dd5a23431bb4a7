/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A row, read from a record's JSON: the events of the one reader go straight to the columns that the table describes, no tree
 * in between. A row needs no database, so that another thread may fill it. Not here: SQL (update.c), how text is cut (search.c).
 */
#include "index/row.h"

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/time.h"

/* A row that once held a large record gives its memory back. */
#define KEPT_BYTES ((size_t)64 * 1024)

gr_row *gr_row_new(void)
{
	return gr_alloc(sizeof(gr_row));
}

void gr_row_free(gr_row *row)
{
	if (!row)
		return;
	gr_buf_free(&row->key_texts);
	gr_buf_free(&row->texts);
	gr_buf_free(&row->json);
	gr_buf_free(&row->body);
	gr_free(row->cells);
	gr_free(row);
}

static int begin_row(gr_row *row, const struct gr_table *table, const char *const *keys)
{
	struct gr_buf *const bufs[] = { &row->key_texts, &row->texts, &row->json, &row->body };

	for (size_t i = 0; i < GR_COUNT(bufs); i++) {
		if (bufs[i]->capacity > KEPT_BYTES)
			gr_buf_free(bufs[i]);
		gr_buf_truncate(bufs[i], 0);
	}
	if (row->capacity < table->column_count) {
		struct gr_cell *cells = gr_resize_array(row->cells, table->column_count, sizeof(*cells));

		if (!cells)
			return GRANT_ENOMEM;
		row->cells = cells;
		row->capacity = table->column_count;
	}
	memset(row->cells, 0, table->column_count * sizeof(*row->cells));
	row->table = table;
	row->is_held = false;
	for (size_t i = 0; table->keys[i] && i < GR_ROW_KEYS; i++) {
		row->keys[i] = row->key_texts.size;
		gr_buf_append(&row->key_texts, keys[i], strlen(keys[i]) + 1);
	}
	return gr_buf_ok(&row->key_texts);
}

const char *gr_row_key(const gr_row *row, size_t index)
{
	return gr_buf_text(&row->key_texts) + row->keys[index];
}

size_t gr_row_size(const gr_row *row)
{
	return row->key_texts.size + row->texts.size + row->json.size + row->body.size;
}

static int cut_body(gr_row *row)
{
	gr_buf_truncate(&row->body, 0);
	for (size_t i = 0; i < row->table->column_count; i++) {
		if (!row->table->columns[i].searched || !row->cells[i].has_text)
			continue;
		gr_text_cut(&row->body, gr_buf_text(&row->texts) + row->cells[i].at);
		gr_buf_byte(&row->body, '\n');
	}
	return gr_buf_ok(&row->body);
}

/* ---- cells ---- */

static void set_text(gr_row *row, struct gr_cell *cell, const char *text, size_t size)
{
	cell->has_text = true;
	cell->at = row->texts.size;
	cell->size = size;
	gr_buf_append(&row->texts, text, size + 1);
}

/* One more text of a map whose texts are all taken: they come one after the other, so that nothing lies in between. */
static void add_line(gr_row *row, struct gr_cell *cell, const char *text, size_t size)
{
	if (!cell->has_text)
		set_text(row, cell, "", 0);
	gr_buf_truncate(&row->texts, cell->at + cell->size);
	gr_buf_append(&row->texts, text, size);
	gr_buf_append(&row->texts, "\n", 2);
	cell->size += size + 1;
}

/* "answers.*": all texts of a map, one a line. */
static bool takes_all(const struct gr_column *column)
{
	size_t size = column->field ? strlen(column->field) : 0;

	return size > 2 && strcmp(column->field + size - 2, ".*") == 0;
}

static void set_scalar(gr_row *row, size_t column, const char *text, size_t size)
{
	struct gr_cell *cell = &row->cells[column];
	struct gr_time time;

	switch (row->table->columns[column].type) {
	case GR_COLUMN_TEXT:
		set_text(row, cell, text, size);
		break;
	case GR_COLUMN_MONEY:
		cell->has_number = gr_money_parse(&cell->number, text) == 0;
		break;
	case GR_COLUMN_INTEGER:
		cell->has_number = gr_whole_parse(&cell->number, text);
		break;
	case GR_COLUMN_TIME:
		set_text(row, cell, text, size);
		cell->has_number = gr_time_parse(&time, text) == 0;
		cell->number = cell->has_number ? time.seconds : 0;
		break;
	}
}

static bool find_column(size_t *out, const gr_row *row, const char *name)
{
	for (size_t i = 0; i < row->table->column_count; i++) {
		*out = i;
		if (strcmp(row->table->columns[i].name, name) == 0)
			return true;
	}
	return false;
}

int gr_row_set_text(gr_row *row, const char *name, const char *text)
{
	size_t column;

	if (!find_column(&column, row, name))
		return gr_fail(GRANT_EINTERNAL, "the table %s has no column %s", row->table->name, name);
	set_scalar(row, column, text, strlen(text));
	if (row->table->columns[column].searched && cut_body(row) < 0)
		return GRANT_ENOMEM;
	return gr_buf_ok(&row->texts);
}

const char *gr_row_text(const gr_row *row, const char *name)
{
	size_t column;

	if (!find_column(&column, row, name) || !row->cells[column].has_text)
		return NULL;
	return gr_buf_text(&row->texts) + row->cells[column].at;
}

/* ---- documents ---- */

static const char *const document_keys[] = { "subject", "name", NULL };
static const struct gr_column document_columns[] = { { .name = "body", .type = GR_COLUMN_TEXT, .searched = true } };
static const struct gr_table document_table = { "document", document_keys, NULL, document_columns, 1, NULL };

int gr_row_set_document(gr_row *row, const char *subject, const char *name, const char *text, size_t size)
{
	const char *keys[] = { subject, name };
	int r = begin_row(row, &document_table, keys);

	if (r == 0)
		set_text(row, &row->cells[0], text, size);
	if (r == 0)
		r = gr_buf_ok(&row->texts);
	return r == 0 ? cut_body(row) : r;
}

bool gr_row_is_document(const gr_row *row)
{
	return row->table == &document_table;
}

/* ---- from events to cells ---- */

struct listener {
	gr_row *row;
	int depth;        /* 1: inside the record's own map */
	char parent[64];  /* the key of the map inside it; "" for a list, or where no column's path can lead */
	size_t next;      /* columns stand in the order of the fields: the one that is likely next */
};

/* A field's path has a dot between two keys; a key with a dot of its own leads to no field. */
static bool fits(const struct listener *listener, const char *field, const char *key)
{
	size_t size = strlen(listener->parent);

	if (!field)
		return false;
	if (listener->depth == 1)
		return strcmp(field, key) == 0 && !strchr(key, '.');
	if (strncmp(field, listener->parent, size) != 0 || field[size] != '.')
		return false;
	return (strcmp(field + size + 1, key) == 0 && !strchr(key, '.')) || strcmp(field + size + 1, "*") == 0;
}

/* The column that a key leads to; false: none. */
static bool column_at(size_t *out, struct listener *listener, const char *key)
{
	const struct gr_table *table = listener->row->table;

	if (!key || listener->depth < 1 || listener->depth > 2 || (listener->depth == 2 && !listener->parent[0]))
		return false;
	for (size_t i = 0, column = listener->next; i < table->column_count; i++, column++) {
		column = column < table->column_count ? column : 0;
		if (!fits(listener, table->columns[column].field, key))
			continue;
		listener->next = column;
		*out = column;
		return true;
	}
	return false;
}

static int hear_null(void *payload, const char *key, size_t line)
{
	(void)payload, (void)key, (void)line;
	return 0;
}

static int hear_bool(void *payload, const char *key, bool truth, size_t line)
{
	struct listener *listener = payload;
	size_t column;

	(void)line;
	if (!column_at(&column, listener, key) || listener->row->table->columns[column].type != GR_COLUMN_INTEGER)
		return 0;
	listener->row->cells[column].has_number = true;
	listener->row->cells[column].number = truth;
	return 0;
}

static int hear_text(void *payload, const char *key, const char *text, size_t size, size_t line)
{
	struct listener *listener = payload;
	size_t column;

	(void)line;
	if (!column_at(&column, listener, key))
		return 0;
	if (takes_all(&listener->row->table->columns[column]))
		add_line(listener->row, &listener->row->cells[column], text, size);
	else
		set_scalar(listener->row, column, text, size);
	return gr_buf_ok(&listener->row->texts);
}

static int hear_number(void *payload, const char *key, const char *text, size_t line)
{
	return hear_text(payload, key, text, strlen(text), line);
}

/* Maps that no column's path goes into, such as the scores of a review, are not looked up key by key. */
static bool is_parent(const struct listener *listener, const char *key)
{
	const struct gr_table *table = listener->row->table;
	size_t size = strlen(key);

	for (size_t i = 0; i < table->column_count; i++) {
		const char *field = table->columns[i].field;

		if (field && strncmp(field, key, size) == 0 && field[size] == '.')
			return size < sizeof(listener->parent);
	}
	return false;
}

static int hear_begin(void *payload, const char *key, bool is_map, size_t line)
{
	struct listener *listener = payload;

	(void)line;
	listener->depth += is_map || listener->depth > 0 ? 1 : 3; /* a list at the top leads nowhere */
	if (listener->depth != 2)
		return 0;
	listener->parent[0] = '\0';
	if (is_map && key && !strchr(key, '.') && is_parent(listener, key))
		strcpy(listener->parent, key);
	return 0;
}

static int hear_end(void *payload)
{
	struct listener *listener = payload;

	listener->depth--;
	return 0;
}

static int read_cells(gr_row *row, const char *bytes, size_t size)
{
	static const struct gr_json_handler handler = { hear_null, hear_bool,  hear_number,
		                                        hear_text, hear_begin, hear_end };
	struct listener listener = { .row = row };
	int r = gr_json_parse(bytes, size, &handler, &listener);

	if (r == 0)
		r = cut_body(row);
	if (r < 0)
		row->table = NULL;
	return r;
}

int gr_row_read(gr_row *row, const struct gr_table *table, const char *const *keys, const char *bytes, size_t size)
{
	int r = begin_row(row, table, keys);

	return r == 0 ? read_cells(row, bytes, size) : r;
}

int gr_row_hold(gr_row *row, const struct gr_table *table, const char *const *keys, const char *bytes, size_t size, const char *name)
{
	int r = begin_row(row, table, keys);

	if (r < 0)
		return r;
	row->name = row->key_texts.size;
	row->is_held = true;
	gr_buf_append(&row->key_texts, name, strlen(name) + 1);
	gr_buf_append(&row->json, bytes, size);
	return row->json.failed ? gr_buf_ok(&row->json) : gr_buf_ok(&row->key_texts);
}

int gr_row_finish(gr_row *row)
{
	int r;

	if (!row->is_held)
		return 0;
	row->is_held = false;
	r = read_cells(row, gr_buf_text(&row->json), row->json.size);
	return r < 0 ? gr_context(r == GRANT_EINPUT ? GRANT_EFORMAT : r, "%s", gr_buf_text(&row->key_texts) + row->name) : 0;
}
