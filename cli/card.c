/* SPDX-License-Identifier: Apache-2.0 */
/* A record as a card, from what grant_kind_describe() says of its kind. Not here: which records are shown. */
#include "card.h"

#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "table.h"
#include "term.h"
#include "text.h"
#include "width.h"
#include "words.h"

#define MOST_COLUMNS 16
#define STEP 2

void card_heading(struct cli *cli, const char *title)
{
	printf("\n%s%s%s\n", term_start(cli, stdout, TERM_BOLD), title, term_end(cli, stdout, TERM_BOLD));
}

/* ---- what a field is ---- */

static enum column_kind column_kind(const grant_record *field)
{
	static const struct {
		const char *type;
		enum column_kind kind;
	} rows[] = { { "money", COLUMN_MONEY }, { "integer", COLUMN_NUMBER }, { "decimal", COLUMN_NUMBER },
		     { "time", COLUMN_TIME },   { "word", COLUMN_WORD },      { "bool", COLUMN_YES },
		     { "record", COLUMN_TITLE }, { "list", COLUMN_WORDS } };
	const char *type = grant_record_text(field, "type"), *name = grant_record_text(field, "name");

	/* a tranche is due after a milestone, which is an id, or after the agreement, which is a word */
	if (name && strcmp(name, "after") == 0)
		return COLUMN_WORD;
	for (size_t i = 0; type && i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].type, type) == 0)
			return rows[i].kind;
	return COLUMN_TEXT;
}

static bool is_type(const grant_record *field, const char *type)
{
	const char *own = grant_record_text(field, "type");

	return own && strcmp(own, type) == 0;
}

/* A title in two languages is shown as one text. */
static bool is_title(const grant_record *field, const grant_record *value)
{
	return is_type(field, "record") && (grant_record_has(value, "zh") || grant_record_has(value, "en"));
}

static bool is_table(const grant_record *field)
{
	return is_type(field, "list") && grant_record_count(field, "fields") > 0;
}

static bool is_map(const grant_record *field)
{
	return is_type(field, "scores") || is_type(field, "texts");
}

static bool is_line(const grant_record *field, const grant_record *value)
{
	return !is_table(field) && !is_map(field) && (!is_type(field, "record") || is_title(field, value));
}

/* A field that is null is as good as absent on a card. */
static const grant_record *value_of(const grant_record *record, const grant_record *field)
{
	const grant_record *value = grant_record_at(record, grant_record_text(field, "name"));

	if (is_line(field, value) && column_kind(field) != COLUMN_TITLE && column_kind(field) != COLUMN_WORDS &&
	    !grant_record_text(value, ""))
		return NULL;
	return value;
}

/* ---- lines ---- */

/* Lines of one card stand under each other. */
static size_t label_width(const grant_record *record, const grant_record *fields)
{
	size_t widest = 0;

	for (size_t i = 0; i < grant_record_count(fields, ""); i++) {
		const grant_record *field = grant_record_item(fields, i), *value = value_of(record, field);
		size_t width = value && is_line(field, value) ? width_of(grant_record_text(field, "label")) : 0;

		if (width > widest)
			widest = width;
	}
	return widest;
}

static void print_line(const struct card *card, const char *label, size_t width, const char *text)
{
	size_t screen = term_columns(card->cli), before = card->indent + width + STEP;

	printf("%*s", (int)card->indent, "");
	width_put(stdout, label, width + STEP, false);
	width_wrap(stdout, text, screen > before ? screen - before : 0, before);
}

static void print_field_line(const struct card *card, const grant_record *record, const grant_record *field,
                             size_t width)
{
	struct column column = { .path = grant_record_text(field, "name"), .kind = column_kind(field) };
	cleanup_text char *text = table_cell(&column, record);

	if (*text)
		print_line(card, grant_record_text(field, "label"), width, text);
}

static void print_label(const struct card *card, const grant_record *field)
{
	printf("%*s%s\n", (int)card->indent, "", grant_record_text(field, "label"));
}

/* ---- maps of scores and answers ---- */

/* NULL: there is none. */
static const char *title_in(const grant_record *rows, const char *name)
{
	const char *title = words_title(grant_record_at(words_find(rows, "id", name), "title"));

	return *title ? title : NULL;
}

/* The title that the round gives a form's field or a criterion; the name itself where there is none. */
const char *card_title(const grant_record *round, bool is_form, const char *name)
{
	const grant_record *stages = grant_record_at(round, "rules.stages");
	const char *title = title_in(grant_record_at(round, is_form ? "form" : "rules.criteria"), name);

	for (size_t i = 0; !title && !is_form && i < grant_record_count(stages, ""); i++)
		title = title_in(grant_record_at(grant_record_item(stages, i), "criteria"), name);
	return title ? title : name;
}

/* A list of rows that gives an order: the form's fields; or the criteria of the round, then those of its stages. */
static const grant_record *order_at(const grant_record *round, bool is_form, size_t at)
{
	if (at == 0)
		return grant_record_at(round, is_form ? "form" : "rules.criteria");
	return grant_record_at(grant_record_item(grant_record_at(round, "rules.stages"), at - 1), "criteria");
}

static size_t find_name(const grant_record *map, const char *name)
{
	size_t at = 0;

	while (at < grant_record_count(map, "") && strcmp(grant_record_name(map, at), name ? name : "") != 0)
		at++;
	return at;
}

size_t *card_order(const grant_record *round, bool is_form, const grant_record *map)
{
	size_t count = grant_record_count(map, ""), used = 0;
	size_t *order = memory_new(count + 1, sizeof(*order));
	bool *is_in = memory_new(count + 1, sizeof(*is_in));
	size_t lists = is_form ? 1 : 1 + grant_record_count(round, "rules.stages");

	for (size_t list = 0; list < lists; list++) {
		const grant_record *rows = order_at(round, is_form, list);

		for (size_t i = 0; i < grant_record_count(rows, ""); i++) {
			size_t at = find_name(map, grant_record_text(grant_record_item(rows, i), "id"));

			if (at < count && !is_in[at]) {
				is_in[at] = true;
				order[used++] = at;
			}
		}
	}
	for (size_t i = 0; i < count; i++)
		if (!is_in[i])
			order[used++] = i;
	free(is_in);
	return order;
}

static void print_map(const struct card *card, const grant_record *field, const grant_record *map)
{
	struct card inner = *card;
	bool is_form = is_type(field, "texts");
	size_t *order = card_order(card->round, is_form, map);
	size_t width = 0;

	inner.indent += STEP;
	for (size_t i = 0; i < grant_record_count(map, ""); i++) {
		size_t own = width_of(card_title(card->round, is_form, grant_record_name(map, i)));

		width = own > width ? own : width;
	}
	if (grant_record_count(map, "") > 0)
		print_label(card, field);
	for (size_t i = 0; i < grant_record_count(map, ""); i++) {
		const char *value = grant_record_text(grant_record_item(map, order[i]), "");
		cleanup_text char *safe = text_safe_lines(value ? value : _("n/a"));

		print_line(&inner, card_title(card->round, is_form, grant_record_name(map, order[i])), width, safe);
	}
	free(order);
}

/* ---- tables inside ---- */

static bool has_any(const grant_record *rows, const char *name)
{
	for (size_t i = 0; i < grant_record_count(rows, ""); i++) {
		const grant_record *value = grant_record_at(grant_record_item(rows, i), name);

		if (grant_record_text(value, "") || grant_record_count(value, "") > 0)
			return true;
	}
	return false;
}

/* Only what a row somewhere has becomes a column. */
static void print_table(const struct card *card, const grant_record *field, const grant_record *rows)
{
	struct column columns[MOST_COLUMNS + 1] = { COLUMNS_END };
	const grant_record *fields = grant_record_at(field, "fields");
	struct table *table;
	size_t count = 0;

	if (grant_record_count(rows, "") == 0)
		return;
	for (size_t i = 0; i < grant_record_count(fields, "") && count < MOST_COLUMNS; i++) {
		const grant_record *inner = grant_record_item(fields, i);
		const char *name = grant_record_text(inner, "name");

		if (!has_any(rows, name) || is_table(inner) || is_map(inner))
			continue;
		columns[count].header = grant_record_text(inner, "label");
		columns[count].path = name;
		columns[count++].kind = column_kind(inner);
	}
	print_label(card, field);
	table = table_new(card->cli, columns);
	for (size_t i = 0; i < grant_record_count(rows, ""); i++)
		table_add(table, grant_record_item(rows, i));
	table_print(table, card->indent + STEP);
	table_free(table);
}

/* ---- the card ---- */

static void print_fields(const struct card *card, const grant_record *record, const grant_record *fields);

static void print_field(const struct card *card, const grant_record *record, const grant_record *field, size_t width)
{
	const grant_record *value = value_of(record, field);
	struct card inner = *card;

	inner.indent += STEP;
	if (!value)
		return;
	if (is_line(field, value)) {
		print_field_line(card, record, field, width);
	} else if (is_map(field)) {
		print_map(card, field, value);
	} else if (is_table(field)) {
		print_table(card, field, value);
	} else {
		print_label(card, field);
		print_fields(&inner, value, grant_record_at(field, "fields"));
	}
}

/* As deep as the library's table of kinds, which is not outside data. */
static void print_fields(const struct card *card, const grant_record *record, const grant_record *fields)
{
	size_t width = label_width(record, fields);

	for (size_t i = 0; i < grant_record_count(fields, ""); i++)
		print_field(card, record, grant_record_item(fields, i), width);
}

int card_print(const struct card *card, const grant_record *record)
{
	cleanup_record grant_record *kind = NULL;

	if (grant_kind_describe(&kind, card->kind) < 0)
		return failure(card->cli, NULL);
	print_fields(card, record, grant_record_at(kind, "fields"));
	return EXIT_DONE;
}
