/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Worths of pairs, exactly: decimals of a table keep all their places, since a sum that was rounded would not be the best one.
 */
#include "work/affinity.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/act.h"
#include "work/sheet.h"

#define PLACES_MAX 28
#define DIGITS_MAX 30
#define CATEGORY_WORTH 3
#define KEYWORD_WORTH 1

/* ---- numbers ---- */

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* The exponent behind an e, which programs write for small numbers: all of the text, at most three digits. */
static bool read_exponent(int *out, const char *text)
{
	bool is_negative = *text == '-';
	size_t size;

	text += *text == '-' || *text == '+';
	size = strspn(text, "0123456789");
	*out = is_negative ? -atoi(text) : atoi(text);
	return size > 0 && size <= 3 && text[size] == '\0';
}

/* "0.25", "1e-05" as a whole number and its places, without superfluous noughts. */
static bool read_number(gr_wide *out, int *places, const char *text)
{
	bool is_negative = *text == '-', has_point = false;
	int digits = 0, zeros = 0, exponent = 0;
	gr_wide number = 0;

	text += is_negative;
	if (!is_digit(*text))
		return false;
	for (*places = 0; is_digit(*text) || (*text == '.' && !has_point && is_digit(text[1])); text++) {
		if (*text == '.') {
			has_point = true;
			continue;
		}
		/* noughts at the end wait until it is known that they are not the end */
		if (*text == '0') {
			zeros++;
		} else {
			digits += digits > 0 ? zeros + 1 : 1;
			if (digits > DIGITS_MAX)
				return false;
			for (; zeros > 0; zeros--)
				number *= 10;
			number = number * 10 + (*text - '0');
			zeros = 0;
		}
		*places += has_point;
	}
	if ((*text == 'e' || *text == 'E') && !read_exponent(&exponent, text + 1))
		return false;
	if (*text && *text != 'e' && *text != 'E')
		return false;
	*places -= zeros + exponent;
	if (number == 0)
		*places = 0;
	for (; *places < 0 && digits < DIGITS_MAX; digits++, (*places)++)
		number *= 10;
	*out = is_negative ? -number : number;
	return *places >= 0 && *places <= PLACES_MAX;
}

void gr_affinity_format(struct gr_buf *out, gr_wide sum, unsigned places)
{
	char digits[64];
	size_t at = sizeof(digits);
	unsigned __int128 left = sum < 0 ? (unsigned __int128)-sum : (unsigned __int128)sum;
	bool is_zero = true;

	digits[--at] = '\0';
	for (unsigned place = 0; place <= places || left > 0; place++) {
		char digit = (char)('0' + (int)(left % 10));

		if (place == places && !is_zero)
			digits[--at] = '.';
		is_zero = is_zero && digit == '0' && place < places;
		if (!is_zero)
			digits[--at] = digit;
		left /= 10;
	}
	gr_buf_printf(out, "%s%s", sum < 0 ? "-" : "", digits + at);
}

/* ---- a table ---- */

struct reading {
	struct gr_affinity *affinity;
	grant_findings *findings;
	struct gr_sheet sheet;
	gr_value *applications, *reviewers; /* id -> position */
	gr_value *others;                   /* ids that exist but take no part -> true */
	int8_t *places;                     /* of each pair that a row was read for, else -1 */
	int most;                           /* places */
};

static int make_positions(struct reading *reading)
{
	const struct gr_affinity *affinity = reading->affinity;
	size_t pairs = affinity->application_count * gr_value_count(affinity->reviewers);
	int r = 0;

	reading->applications = gr_map_new();
	reading->reviewers = gr_map_new();
	reading->others = gr_map_new();
	reading->places = gr_alloc_array(pairs + 1, sizeof(*reading->places));
	if (!reading->applications || !reading->reviewers || !reading->others || !reading->places)
		return GRANT_ENOMEM;
	memset(reading->places, -1, pairs);
	for (size_t i = 0; r == 0 && i < affinity->application_count; i++)
		r = gr_map_set_int(reading->applications, affinity->applications[i]->id, (int64_t)i);
	for (size_t i = 0; r == 0 && i < gr_value_count(affinity->reviewers); i++)
		r = gr_map_set_int(reading->reviewers, gr_map_text(gr_value_item(affinity->reviewers, i), "id"), (int64_t)i);
	return r;
}

/* -1: there is none. */
static int64_t position_in(const gr_value *value)
{
	int64_t position;

	if (gr_value_int64(&position, value) == 0)
		return position;
	gr_error_clear();
	return -1;
}

/* Somebody who is no reviewer, or an application that is not in review, is no mistake: the row is passed over. */
static int check_person(struct reading *reading, const char *id)
{
	gr_auto_value gr_value *record = NULL;
	int r = gr_map_get(reading->others, id) ? 0 : gr_person_load(&record, reading->affinity->round, reading->affinity->commit, id);

	return r == 0 ? gr_map_set_bool(reading->others, id, true) : r;
}

static int check_application(struct reading *reading, const char *id)
{
	struct gr_subject application = { 0 };
	int r = gr_map_get(reading->others, id) ? 0 : gr_subject_load(&application, reading->affinity->round, reading->affinity->commit, id);

	gr_subject_clear(&application);
	return r == 0 ? gr_map_set_bool(reading->others, id, true) : r;
}

/* What stands in a row about one pair. */
struct pair {
	const char *person, *application, *value;
	size_t row;
};

static int read_pair(struct reading *reading, const struct pair *read)
{
	struct gr_place place = { .file = reading->sheet.file, .line = gr_sheet_line(&reading->sheet, read->row), .field = "value" };
	int64_t reviewer, at;
	gr_wide number = 0;
	size_t pair;
	int places, r = 0;

	if (!read_number(&number, &places, read->value)) {
		gr_findings_add(reading->findings, GR_F_RECORD_DECIMAL, &place, "value", read->value, "28", NULL);
		places = -1;
	}
	reviewer = position_in(gr_map_get(reading->reviewers, read->person));
	at = position_in(gr_map_get(reading->applications, read->application));
	if (reviewer < 0)
		r = check_person(reading, read->person);
	if (r == 0 && at < 0)
		r = check_application(reading, read->application);
	if (r < 0 || reviewer < 0 || at < 0 || places < 0)
		return r;
	pair = (size_t)at * gr_value_count(reading->affinity->reviewers) + (size_t)reviewer;
	if (reading->places[pair] >= 0)
		return gr_fail(GRANT_EINPUT, _("the pair of %s and %s is in the table twice"), read->person, read->application);
	reading->affinity->worth[pair] = number;
	reading->places[pair] = (int8_t)places;
	if (places > reading->most)
		reading->most = places;
	return 0;
}

/* A pair that is wrong is told, and the next one is looked at. */
static int go_on(struct reading *reading, size_t row, int r)
{
	if (r != GRANT_ENOTFOUND && r != GRANT_EINPUT)
		return r;
	gr_sheet_wrong(&reading->sheet, reading->findings, row);
	return 0;
}

/* One pair in a row. */
static int read_row(struct reading *reading, size_t row)
{
	gr_autofree_text char *person = gr_sheet_cell(&reading->sheet, row, "reviewer");
	gr_autofree_text char *application = gr_sheet_cell(&reading->sheet, row, "application");
	gr_autofree_text char *value = gr_sheet_cell(&reading->sheet, row, "value");

	if (!person || !application || !value)
		return GRANT_ENOMEM;
	return go_on(reading, row, read_pair(reading, &(struct pair){ person, application, value, row }));
}

/* A row for each of one kind, a column for each of the other; an empty cell says nothing. */
static int read_matrix_row(struct reading *reading, size_t row)
{
	bool by_person = gr_sheet_has(&reading->sheet, "reviewer");
	const char *key = by_person ? "reviewer" : "application";
	gr_autofree_text char *id = gr_sheet_cell(&reading->sheet, row, key);
	int r = id ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(reading->sheet.columns); i++) {
		const char *column = gr_value_text(gr_value_item(reading->sheet.columns, i));
		gr_autofree_text char *value = gr_sheet_cell_at(&reading->sheet, row, i);
		struct pair pair = { by_person ? id : column, by_person ? column : id, value, row };

		if (!value)
			return GRANT_ENOMEM;
		if (strcmp(column, key) != 0 && column[0] && value[0])
			r = go_on(reading, row, read_pair(reading, &pair));
	}
	return r;
}

/* Every row is looked at, so that all problems are told at once. */
static int read_rows(struct reading *reading)
{
	bool is_matrix = !gr_sheet_has(&reading->sheet, "value");
	int r = 0;

	for (size_t row = 0; r == 0 && row < gr_sheet_rows(&reading->sheet); row++)
		r = is_matrix ? read_matrix_row(reading, row) : read_row(reading, row);
	return r == 0 ? gr_findings_result(reading->findings) : r;
}

/* Pairs in rows, or a matrix: a header without "value" that begins with one of the two kinds. */
static int read_sheet(struct gr_sheet *out, grant_findings *findings, const char *file)
{
	static const char *const columns[] = { "reviewer", "application", "value", NULL };
	gr_auto_findings grant_findings *first_look = gr_findings_new();
	struct gr_sheet sheet;
	int r = first_look ? gr_sheet_read(&sheet, first_look, file, NULL, 0) : GRANT_ENOMEM;

	if (r < 0) {
		if (first_look)
			gr_findings_move(findings, first_look);
		return r;
	}
	if (!gr_sheet_has(&sheet, "value") && gr_sheet_has(&sheet, "reviewer") != gr_sheet_has(&sheet, "application")) {
		gr_findings_move(findings, first_look);
		*out = sheet;
		return 0;
	}
	gr_sheet_clear(&sheet);
	return gr_sheet_read(out, findings, file, columns, GR_COUNT(columns) - 1);
}

/* All in units of the last place that any has. */
static int bring_to_one_scale(struct reading *reading)
{
	struct gr_affinity *affinity = reading->affinity;
	size_t pairs = affinity->application_count * gr_value_count(affinity->reviewers);

	affinity->places = (unsigned)reading->most;
	for (size_t i = 0; i < pairs; i++)
		for (int place = reading->places[i]; place >= 0 && place < reading->most; place++)
			if (__builtin_mul_overflow(affinity->worth[i], (gr_wide)10, &affinity->worth[i]))
				return gr_fail(GRANT_ELIMIT,
				               _("the numbers are too large or have too many places to be added up exactly"));
	return 0;
}

int gr_affinity_read(struct gr_affinity *affinity, grant_findings *findings, const char *file)
{
	struct reading reading = { .affinity = affinity, .findings = findings };
	int r = read_sheet(&reading.sheet, findings, file);

	if (r == 0) {
		r = make_positions(&reading);
		if (r == 0)
			r = read_rows(&reading);
		if (r == 0)
			r = bring_to_one_scale(&reading);
		gr_sheet_clear(&reading.sheet);
	}
	gr_value_free(reading.applications);
	gr_value_free(reading.reviewers);
	gr_value_free(reading.others);
	gr_free(reading.places);
	return r;
}

/* ---- what reviewers know about ---- */

/* The category that a word names by its id or one of its titles; NULL: it is a keyword. */
static const char *category_of(const gr_value *categories, const char *word)
{
	for (size_t i = 0; i < gr_value_count(categories); i++) {
		const gr_value *category = gr_value_item(categories, i), *title = gr_map_get(category, "title");
		const char *id = gr_map_text(category, "id");

		if (strcmp(id, word) == 0 || gr_list_has(title, word))
			return id;
	}
	return NULL;
}

/* What keywords are looked for in. */
static char *texts_of(const gr_value *application)
{
	static const char *const fields[] = { "title", "summary" };
	const gr_value *answers = gr_map_get(application, "answers");
	gr_auto_buf struct gr_buf texts = GR_BUF_INIT;

	for (size_t i = 0; i < GR_COUNT(fields); i++) {
		const char *text = gr_map_text(application, fields[i]);

		gr_buf_printf(&texts, "%s\n", text ? text : "");
	}
	for (size_t i = 0; i < gr_value_count(answers); i++)
		gr_buf_printf(&texts, "%s\n", gr_value_text(gr_value_item(answers, i)));
	return gr_buf_ok(&texts) < 0 ? NULL : gr_text_fold(gr_buf_text(&texts));
}

/* word (a category's id, or "=" and a folded keyword, which no id can be) -> positions of the reviewers who have it */
static int add_topic(gr_value *topics, const gr_value *categories, const char *word, size_t reviewer)
{
	const char *category = category_of(categories, word);
	gr_autofree_text char *folded = gr_text_fold(word);
	gr_autofree_text char *key = folded ? gr_format("%s%s", category ? "" : "=", category ? category : folded) : NULL;
	gr_value *list = key ? gr_map_get(topics, key) : NULL;

	if (!key)
		return GRANT_ENOMEM;
	if (!list) {
		list = gr_list_new();
		if (gr_map_set(topics, key, list) < 0)
			return GRANT_ENOMEM;
	}
	/* once for each, though the category be named by its id and by its title */
	if (gr_value_count(list) > 0 && position_in(gr_value_item(list, gr_value_count(list) - 1)) == (int64_t)reviewer)
		return 0;
	return gr_list_add(list, gr_int_new((int64_t)reviewer));
}

static int collect_topics(gr_value *topics, const struct gr_affinity *affinity)
{
	const gr_value *categories = gr_map_get(affinity->round->description, "categories");
	int r = topics ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(affinity->reviewers); i++) {
		const gr_value *words = gr_map_get(gr_value_item(affinity->reviewers, i), "expertise");

		for (size_t k = 0; r == 0 && k < gr_value_count(words); k++)
			r = add_topic(topics, categories, gr_value_text(gr_value_item(words, k)), i);
	}
	return r;
}

static gr_wide topic_worth(const char *topic, const char *category, const char *texts)
{
	if (topic[0] == '=')
		return strstr(texts, topic + 1) ? KEYWORD_WORTH : 0;
	return category && strcmp(topic, category) == 0 ? CATEGORY_WORTH : 0;
}

static int add_topics(struct gr_affinity *affinity, size_t at, const gr_value *topics)
{
	const gr_value *application = affinity->applications[at]->application;
	gr_wide *worth = affinity->worth + at * gr_value_count(affinity->reviewers);
	gr_autofree_text char *texts = texts_of(application);

	if (!texts)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < gr_value_count(topics); i++) {
		gr_wide more = topic_worth(gr_value_key(topics, i), gr_map_text(application, "category"), texts);
		const gr_value *reviewers = gr_value_item(topics, i);

		for (size_t k = 0; more > 0 && k < gr_value_count(reviewers); k++)
			worth[position_in(gr_value_item(reviewers, k))] += more;
	}
	return 0;
}

int gr_affinity_guess(struct gr_affinity *affinity)
{
	gr_auto_value gr_value *topics = gr_map_new();
	int r = collect_topics(topics, affinity);

	affinity->places = 0;
	for (size_t i = 0; r == 0 && i < affinity->application_count; i++)
		r = add_topics(affinity, i, topics);
	return r;
}
