/* SPDX-License-Identifier: Apache-2.0 */
/* Lists of findings. A sentence is made when it is asked for, in the reader's language. Not here: who finds what. */
#include "base/finding.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

#define ARGUMENTS_MAX 4
#define PLACES (GRANT_PLACE_COMMIT + 1)

struct grant_finding {
	enum gr_finding_id id; /* GR_F_COUNT: a rule's own */
	enum grant_severity severity;
	char *rule_id; /* "rule.<code>" */
	char *arguments[ARGUMENTS_MAX];
	char *places[PLACES];
	char *message, *remedy; /* made when first asked for */
};

struct grant_findings {
	grant_finding **items;
	size_t count, capacity;
	bool failed;
};

static const struct {
	const char *id;
	enum grant_severity severity;
	const char *message, *remedy;
} rows[] = {
#define GR_FINDING(symbol, id, severity, message, remedy) { id, severity, message, remedy },
#include "base/finding-ids.h"
#undef GR_FINDING
};

static const char *const place_names[PLACES] = {
	"file", "entry", "record", "field", "line", "sheet", "cell", "commit"
};

/* ---- lists ---- */

grant_findings *gr_findings_new(void)
{
	return gr_alloc(sizeof(grant_findings));
}

static void free_finding(grant_finding *finding)
{
	if (!finding)
		return;
	for (size_t i = 0; i < ARGUMENTS_MAX; i++)
		gr_free(finding->arguments[i]);
	for (size_t i = 0; i < PLACES; i++)
		gr_free(finding->places[i]);
	gr_free(finding->rule_id);
	gr_free(finding->message);
	gr_free(finding->remedy);
	gr_free(finding);
}

void grant_findings_free(grant_findings *findings)
{
	if (!findings)
		return;
	for (size_t i = 0; i < findings->count; i++)
		free_finding(findings->items[i]);
	gr_free(findings->items);
	gr_free(findings);
}

void gr_findings_free_pointer(grant_findings **findings)
{
	grant_findings_free(*findings);
}

static bool add(grant_findings *findings, grant_finding *finding)
{
	if (findings->count == findings->capacity) {
		size_t capacity = findings->capacity ? findings->capacity * 2 : 8;
		grant_finding **items = gr_resize_array(findings->items, capacity, sizeof(*items));

		if (!items) {
			findings->failed = true;
			free_finding(finding);
			return false;
		}
		findings->items = items;
		findings->capacity = capacity;
	}
	findings->items[findings->count++] = finding;
	return true;
}

static bool set_text(char **slot, const char *text)
{
	if (!text)
		return true;
	gr_free(*slot);
	*slot = gr_strdup(text);
	return *slot != NULL;
}

static bool set_places(grant_finding *finding, const struct gr_place *place)
{
	char line[24];

	if (!place)
		return true;
	snprintf(line, sizeof(line), "%zu", place->line);
	return set_text(&finding->places[GRANT_PLACE_FILE], place->file) &&
	       set_text(&finding->places[GRANT_PLACE_ENTRY], place->entry) &&
	       set_text(&finding->places[GRANT_PLACE_RECORD], place->record) &&
	       set_text(&finding->places[GRANT_PLACE_FIELD], place->field) &&
	       set_text(&finding->places[GRANT_PLACE_LINE], place->line ? line : NULL) &&
	       set_text(&finding->places[GRANT_PLACE_SHEET], place->sheet) &&
	       set_text(&finding->places[GRANT_PLACE_CELL], place->cell) &&
	       set_text(&finding->places[GRANT_PLACE_COMMIT], place->commit);
}

void gr_findings_add(grant_findings *findings, enum gr_finding_id id, const struct gr_place *place, ...)
{
	grant_finding *finding = gr_alloc(sizeof(*finding));
	bool ok = finding && set_places(finding, place);
	const char *argument;
	va_list arguments;

	va_start(arguments, place);
	for (size_t i = 0; ok && (argument = va_arg(arguments, const char *)); i++)
		ok = i < ARGUMENTS_MAX && set_text(&finding->arguments[i], argument);
	va_end(arguments);
	if (!ok) {
		findings->failed = true;
		free_finding(finding);
		return;
	}
	finding->id = id;
	finding->severity = rows[id].severity;
	add(findings, finding);
}

void gr_findings_add_rule(grant_findings *findings, const char *code, enum grant_severity severity,
                          const struct gr_place *place, const char *message)
{
	grant_finding *finding = gr_alloc(sizeof(*finding));
	bool ok = finding && set_places(finding, place) && set_text(&finding->arguments[0], message ? message : "");

	if (ok) {
		finding->rule_id = gr_format("rule.%s", code ? code : "problem");
		ok = finding->rule_id != NULL;
	}
	if (!ok) {
		findings->failed = true;
		free_finding(finding);
		return;
	}
	finding->id = GR_F_COUNT;
	finding->severity = severity;
	add(findings, finding);
}

void gr_findings_lost(grant_findings *findings)
{
	findings->failed = true;
}

void gr_findings_mended(grant_findings *findings, const char *what_was_done)
{
	grant_finding *last = findings->count > 0 && !findings->failed ? findings->items[findings->count - 1] : NULL;

	if (!last)
		return;
	last->severity = GRANT_NOTE;
	if (!set_text(&last->remedy, what_was_done))
		findings->failed = true;
}

static void fill_place(grant_findings *findings, enum grant_place part, const char *text)
{
	for (size_t i = 0; i < findings->count; i++)
		if (!findings->items[i]->places[part] && !set_text(&findings->items[i]->places[part], text))
			findings->failed = true;
}

void gr_findings_set_file(grant_findings *findings, const char *file)
{
	fill_place(findings, GRANT_PLACE_FILE, file);
}

void gr_findings_set_record(grant_findings *findings, const char *record)
{
	fill_place(findings, GRANT_PLACE_RECORD, record);
}

void gr_findings_set_entry(grant_findings *findings, const char *entry)
{
	fill_place(findings, GRANT_PLACE_ENTRY, entry);
}

void gr_findings_set_line(grant_findings *findings, size_t line)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", line);
	fill_place(findings, GRANT_PLACE_LINE, text);
}

void gr_findings_set_cell(grant_findings *findings, size_t index, const char *sheet, const char *cell)
{
	grant_finding *finding = findings->items[index];

	if (!set_text(&finding->places[GRANT_PLACE_SHEET], sheet) || !set_text(&finding->places[GRANT_PLACE_CELL], cell))
		findings->failed = true;
}

void gr_findings_remove(grant_findings *findings, size_t index)
{
	free_finding(findings->items[index]);
	findings->count--;
	memmove(findings->items + index, findings->items + index + 1, (findings->count - index) * sizeof(*findings->items));
}

void gr_findings_move(grant_findings *to, grant_findings *from)
{
	for (size_t i = 0; i < from->count; i++)
		add(to, from->items[i]);
	to->failed = to->failed || from->failed;
	from->count = 0;
	from->failed = false;
}

static const char *place_or_empty(const grant_finding *finding, enum grant_place part)
{
	return finding->places[part] ? finding->places[part] : "";
}

static bool comes_before(const grant_finding *a, const grant_finding *b)
{
	int order = (int)b->severity - (int)a->severity;

	if (order == 0)
		order = strcmp(place_or_empty(a, GRANT_PLACE_FILE), place_or_empty(b, GRANT_PLACE_FILE));
	if (order == 0)
		order = strcmp(place_or_empty(a, GRANT_PLACE_RECORD), place_or_empty(b, GRANT_PLACE_RECORD));
	return order < 0;
}

/* Insertion: stable, and lists are short. */
void gr_findings_sort(grant_findings *findings)
{
	for (size_t i = 1; i < findings->count; i++) {
		grant_finding *moved = findings->items[i];
		size_t at = i;

		while (at > 0 && comes_before(moved, findings->items[at - 1])) {
			findings->items[at] = findings->items[at - 1];
			at--;
		}
		findings->items[at] = moved;
	}
}

/* ---- words ---- */

const char *gr_finding_id_text(enum gr_finding_id id)
{
	return rows[id].id;
}

enum grant_severity gr_finding_id_severity(enum gr_finding_id id)
{
	return rows[id].severity;
}

const char *gr_finding_id_message(enum gr_finding_id id)
{
	return rows[id].message;
}

const char *gr_finding_id_remedy(enum gr_finding_id id)
{
	return rows[id].remedy;
}

static char *expand(const grant_finding *finding, const char *sentence)
{
	struct gr_buf out = GR_BUF_INIT;

	for (; *sentence; sentence++) {
		bool is_word = sentence[0] == '{' && sentence[1] == '_';
		const char *number = sentence + (is_word ? 2 : 1);

		if (sentence[0] == '{' && number[0] >= '0' && number[0] < '0' + ARGUMENTS_MAX && number[1] == '}') {
			const char *argument = finding->arguments[number[0] - '0'];

			if (argument && argument[0])
				gr_buf_text_append(&out, is_word ? _(argument) : argument);
			sentence = number + 1;
		} else {
			gr_buf_byte(&out, *sentence);
		}
	}
	return gr_buf_steal(&out);
}

/* The text is kept in the finding; composing it does not change what the finding says. */
static const char *compose(const grant_finding *finding, char **slot, const char *sentence)
{
	if (!*slot)
		*slot = expand(finding, sentence);
	return *slot ? *slot : "";
}

const char *grant_finding_message(const grant_finding *finding)
{
	grant_finding *own = (grant_finding *)(uintptr_t)finding;

	if (finding->id == GR_F_COUNT)
		return finding->arguments[0];
	return compose(finding, &own->message, _(rows[finding->id].message));
}

const char *grant_finding_remedy(const grant_finding *finding)
{
	grant_finding *own = (grant_finding *)(uintptr_t)finding;

	if (finding->id == GR_F_COUNT)
		return "";
	return compose(finding, &own->remedy, _(rows[finding->id].remedy));
}

/* ---- for the public ---- */

size_t grant_findings_count(const grant_findings *findings)
{
	return findings ? findings->count : 0;
}

size_t grant_findings_count_from(const grant_findings *findings, enum grant_severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < grant_findings_count(findings); i++)
		count += findings->items[i]->severity >= severity;
	return count;
}

const grant_finding *grant_findings_at(const grant_findings *findings, size_t index)
{
	return index < grant_findings_count(findings) ? findings->items[index] : NULL;
}

const char *grant_finding_id(const grant_finding *finding)
{
	return finding->rule_id ? finding->rule_id : rows[finding->id].id;
}

enum grant_severity grant_finding_severity(const grant_finding *finding)
{
	return finding->severity;
}

const char *grant_severity_name(enum grant_severity severity)
{
	return severity == GRANT_ERROR ? "error" : severity == GRANT_WARNING ? "warning" : "note";
}

const char *grant_finding_place(const grant_finding *finding, enum grant_place part)
{
	return (unsigned)part < PLACES ? finding->places[part] : NULL;
}

int gr_findings_result(const grant_findings *findings)
{
	size_t errors = grant_findings_count_from(findings, GRANT_ERROR), i = 0;
	const grant_finding *first;

	if (findings->failed)
		return gr_fail_memory();
	if (errors == 0)
		return 0;
	while (findings->items[i]->severity != GRANT_ERROR)
		i++;
	first = findings->items[i];
	gr_fail(GRANT_EINPUT, "%s", grant_finding_message(first));
	if (errors > 1)
		gr_fail(GRANT_EINPUT, _("%s (and %zu more)"), grant_finding_message(first), errors - 1);
	if (first->places[GRANT_PLACE_ENTRY])
		gr_context(GRANT_EINPUT, "%s", first->places[GRANT_PLACE_ENTRY]);
	else if (first->places[GRANT_PLACE_RECORD])
		gr_context(GRANT_EINPUT, "%s", first->places[GRANT_PLACE_RECORD]);
	if (first->places[GRANT_PLACE_FILE])
		gr_context(GRANT_EINPUT, "%s", first->places[GRANT_PLACE_FILE]);
	gr_error_in_file(GRANT_EINPUT, first->places[GRANT_PLACE_FILE]);
	gr_error_in_record(GRANT_EINPUT, first->places[GRANT_PLACE_RECORD]);
	return gr_error_in_field(GRANT_EINPUT, first->places[GRANT_PLACE_FIELD]);
}

int gr_findings_explain(const grant_findings *findings, int code)
{
	return gr_findings_result(findings) == GRANT_EINPUT ? gr_error_recode(code) : findings->failed ? GRANT_ENOMEM : code;
}

/* ---- as values ---- */

static gr_value *places_value(const grant_finding *finding)
{
	gr_value *map = gr_map_new();
	int r = map ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < PLACES; i++) {
		const char *text = finding->places[i];

		if (text)
			r = gr_map_set(map, place_names[i],
			               i == GRANT_PLACE_LINE ? gr_number_new(text) : gr_text_new(text));
	}
	if (r == 0)
		return map;
	gr_value_free(map);
	return NULL;
}

static gr_value *head_value(const grant_finding *finding)
{
	gr_value *map = gr_map_new();
	int r = map ? gr_map_set_text(map, "id", grant_finding_id(finding)) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(map, "severity", grant_severity_name(finding->severity));
	if (r == 0)
		return map;
	gr_value_free(map);
	return NULL;
}

static gr_value *stored_value(const grant_finding *finding)
{
	gr_value *map = head_value(finding), *list = gr_list_new();
	int r = map && list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < ARGUMENTS_MAX && finding->arguments[i]; i++)
		r = gr_list_add(list, gr_text_new(finding->arguments[i]));
	if (r == 0)
		r = gr_map_set(map, "args", gr_steal_value(&list));
	if (r == 0)
		r = gr_map_set(map, "place", places_value(finding));
	gr_value_free(list);
	if (r == 0)
		return map;
	gr_value_free(map);
	return NULL;
}

static gr_value *shown_value(const grant_finding *finding)
{
	gr_value *map = head_value(finding);
	int r = map ? gr_map_set(map, "place", places_value(finding)) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(map, "message", grant_finding_message(finding));
	if (r == 0)
		r = gr_map_set_text(map, "remedy", grant_finding_remedy(finding));
	if (r == 0)
		return map;
	gr_value_free(map);
	return NULL;
}

static gr_value *all_values(const grant_findings *findings, gr_value *(*make)(const grant_finding *))
{
	gr_value *list = gr_list_new();

	for (size_t i = 0; list && i < findings->count; i++) {
		if (gr_list_add(list, make(findings->items[i])) < 0) {
			gr_value_free(list);
			return NULL;
		}
	}
	return list;
}

gr_value *gr_findings_to_value(const grant_findings *findings)
{
	return all_values(findings, stored_value);
}

gr_value *gr_findings_to_shown(const grant_findings *findings)
{
	return all_values(findings, shown_value);
}
