/* SPDX-License-Identifier: Apache-2.0 */
/* Single values against their row of the table, one function per type. Not here: lists and records (validate.c). */
#include "model/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/text.h"

const char *gr_number_text(char out[GR_NUMBER_SIZE], int64_t number)
{
	snprintf(out, GR_NUMBER_SIZE, "%" PRId64, number);
	return out;
}

/* ---- what a type looks like in JSON: words for findings, which are stored as they are and translated when they are read ---- */

static const char *wanted(enum gr_field_type type)
{
	switch (type) {
	case GR_FIELD_INTEGER: return N_("a whole number");
	case GR_FIELD_BOOL: return N_("true or false");
	case GR_FIELD_DECIMAL: return N_("a decimal in quotes such as \"18.5\"");
	case GR_FIELD_MONEY: return N_("an amount in quotes such as \"50000.00\"");
	case GR_FIELD_TEXT:
	case GR_FIELD_DATE:
	case GR_FIELD_TIME:
	case GR_FIELD_ENUM:
	case GR_FIELD_ID:
	case GR_FIELD_NAME:
	case GR_FIELD_APPLICATION:
	case GR_FIELD_SHA256:
	case GR_FIELD_OID:
	case GR_FIELD_REF:
	case GR_FIELD_RECORD:
	case GR_FIELD_LIST:
	case GR_FIELD_SCORES:
	case GR_FIELD_TEXTS: break;
	}
	return N_("a text");
}

const char *gr_value_type_text(const gr_value *value)
{
	switch (gr_value_type(value)) {
	case GR_NULL: return N_("null");
	case GR_BOOL: return N_("true or false");
	case GR_NUMBER: return N_("a number");
	case GR_TEXT: return N_("a text");
	case GR_LIST: return N_("a list");
	case GR_MAP: return N_("a map");
	}
	return N_("nothing");
}

static void refuse_shown(struct gr_check *check, enum gr_finding_id id, const gr_value *value, const char *more)
{
	char shown[GR_SHOWN_SIZE];

	gr_check_add(check, id, value, gr_check_shown(shown, gr_value_text(value)), more, NULL);
}

/* ---- text ---- */

static void check_length(struct gr_check *check, const gr_value *value, const char *text, int max_chars)
{
	/* No character of UTF-8 takes less than a byte: most texts need no counting. */
	size_t count = strlen(text);
	char have[GR_NUMBER_SIZE], most[GR_NUMBER_SIZE];

	if (max_chars == 0 || count <= (size_t)max_chars)
		return;
	count = gr_utf8_count(text);
	if (count <= (size_t)max_chars)
		return;
	gr_number_text(have, (int64_t)count);
	gr_number_text(most, max_chars);
	gr_check_add(check, GR_F_RECORD_TOO_LONG, value, have, most, NULL);
}

static void check_text(struct gr_check *check, const struct gr_field *field, const gr_value *value)
{
	const char *text = gr_value_text(value);

	if (gr_text_has_control(text))
		gr_check_add(check, GR_F_RECORD_CONTROL, value, NULL, NULL, NULL);
	else
		check_length(check, value, text, field->max_chars);
}

/* ---- numbers ---- */

static void check_integer(struct gr_check *check, const struct gr_field *field, const gr_value *value)
{
	char have[GR_NUMBER_SIZE], low[GR_NUMBER_SIZE], high[GR_NUMBER_SIZE];
	int64_t number;

	if (gr_value_int64(&number, value) < 0) {
		gr_check_add(check, GR_F_RECORD_TYPE, value, gr_value_type_text(value), wanted(GR_FIELD_INTEGER), NULL);
		return;
	}
	if ((field->min == 0 && field->max == 0) || (number >= field->min && number <= field->max))
		return;
	gr_number_text(have, number);
	gr_number_text(low, field->min);
	gr_number_text(high, field->max);
	gr_check_add(check, GR_F_RECORD_RANGE, value, have, low, high);
}

/* Digits behind the point that count. */
static size_t places_of(const char *canonical)
{
	const char *point = strchr(canonical, '.');

	return point ? strlen(point + 1) : 0;
}

static bool decimal_fits(const char *canonical, int places)
{
	int64_t number;

	if (places_of(canonical) > (size_t)places)
		return false;
	return places > 4 || gr_score_parse(&number, canonical) == 0;
}

static void check_bounds(struct gr_check *check, const struct gr_field *field, const gr_value *value,
                         const char *canonical)
{
	char low[GR_DECIMAL_TEXT_SIZE], high[GR_DECIMAL_TEXT_SIZE];
	int64_t number;

	if ((field->min == 0 && field->max == 0) || gr_score_parse(&number, canonical) < 0)
		return;
	if (number >= field->min && number <= field->max)
		return;
	gr_score_format(low, field->min);
	gr_score_format(high, field->max);
	gr_check_add(check, GR_F_RECORD_RANGE, value, canonical, low, high);
}

static void check_decimal(struct gr_check *check, const struct gr_field *field, const gr_value *value)
{
	gr_auto_buf struct gr_buf canonical = GR_BUF_INIT;
	int places = field->places > 0 ? field->places : 4;
	char most[GR_NUMBER_SIZE];
	int r = gr_decimal_canonical(&canonical, gr_value_text(value));

	if (r == GRANT_ENOMEM || gr_buf_ok(&canonical) < 0)
		check->code = GRANT_ENOMEM;
	else if (r < 0 || !decimal_fits(gr_buf_text(&canonical), places))
		refuse_shown(check, GR_F_RECORD_DECIMAL, value, gr_number_text(most, places));
	else
		check_bounds(check, field, value, gr_buf_text(&canonical));
}

static void check_money(struct gr_check *check, const gr_value *value)
{
	int64_t fen;

	if (gr_money_parse(&fen, gr_value_text(value)) < 0)
		refuse_shown(check, GR_F_RECORD_MONEY, value, NULL);
}

/* ---- words, ids, times ---- */

static bool is_word(const char *words, const char *text)
{
	size_t size = strlen(text);

	while (*words) {
		size_t next = strcspn(words, " ");

		if (next == size && memcmp(words, text, size) == 0)
			return true;
		words += next + (words[next] == ' ');
	}
	return false;
}

static void check_date(struct gr_check *check, const gr_value *value)
{
	int64_t days;

	if (gr_date_parse(&days, gr_value_text(value)) < 0)
		refuse_shown(check, GR_F_RECORD_DATE, value, NULL);
}

static void check_time(struct gr_check *check, const gr_value *value)
{
	struct gr_time time;

	if (gr_time_parse(&time, gr_value_text(value)) < 0)
		refuse_shown(check, GR_F_RECORD_TIME, value, NULL);
}

static bool is_hex(const char *text, size_t size)
{
	return strlen(text) == size && strspn(text, "0123456789abcdef") == size;
}

static bool is_reference(const struct gr_field *field, const char *text)
{
	return field->of == GR_KIND_APPLICATION ? gr_application_id_valid(text) : gr_id_valid(text);
}

#define SAMPLE_SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SAMPLE_OID    "4b825dc642cb6eb9a060e54bf8d69288fbee4904"

static void check_written(struct gr_check *check, const struct gr_field *field, enum gr_field_type type,
                          const gr_value *value)
{
	const char *text = gr_value_text(value);

	switch (type) {
	case GR_FIELD_TEXT: check_text(check, field, value); break;
	case GR_FIELD_DECIMAL: check_decimal(check, field, value); break;
	case GR_FIELD_MONEY: check_money(check, value); break;
	case GR_FIELD_DATE: check_date(check, value); break;
	case GR_FIELD_TIME: check_time(check, value); break;
	case GR_FIELD_ENUM:
		if (!is_word(field->words, text))
			refuse_shown(check, GR_F_RECORD_WORD, value, field->words);
		break;
	case GR_FIELD_ID:
		if (!gr_id_valid(text))
			refuse_shown(check, GR_F_RECORD_ID, value, NULL);
		break;
	case GR_FIELD_NAME:
		if (!gr_name_valid(text))
			refuse_shown(check, GR_F_RECORD_ID, value, NULL);
		break;
	case GR_FIELD_REF:
		if (!is_reference(field, text))
			refuse_shown(check, GR_F_RECORD_ID, value, NULL);
		break;
	case GR_FIELD_APPLICATION:
		if (!gr_application_id_valid(text))
			refuse_shown(check, GR_F_RECORD_PATTERN, value, "XF-0017");
		break;
	case GR_FIELD_SHA256:
		if (!is_hex(text, 64))
			refuse_shown(check, GR_F_RECORD_PATTERN, value, SAMPLE_SHA256);
		break;
	case GR_FIELD_OID:
		if (!is_hex(text, 40))
			refuse_shown(check, GR_F_RECORD_PATTERN, value, SAMPLE_OID);
		break;
	case GR_FIELD_INTEGER:
	case GR_FIELD_BOOL:
	case GR_FIELD_RECORD:
	case GR_FIELD_LIST:
	case GR_FIELD_SCORES:
	case GR_FIELD_TEXTS: break;
	}
}

void gr_check_scalar(struct gr_check *check, const struct gr_field *field, enum gr_field_type type,
                     const gr_value *value)
{
	enum gr_type must = type == GR_FIELD_INTEGER ? GR_NUMBER : type == GR_FIELD_BOOL ? GR_BOOL : GR_TEXT;

	if (!value || !gr_value_is(value, must))
		gr_check_add(check, GR_F_RECORD_TYPE, value, gr_value_type_text(value), wanted(type), NULL);
	else if (type == GR_FIELD_INTEGER)
		check_integer(check, field, value);
	else if (type != GR_FIELD_BOOL)
		check_written(check, field, type, value);
}

/* ---- maps whose keys the table does not know ---- */

void gr_check_scores(struct gr_check *check, const struct gr_field *field, const gr_value *value)
{
	char shown[GR_SHOWN_SIZE];

	for (size_t i = 0; i < gr_value_count(value); i++) {
		const gr_value *score = gr_value_item(value, i);
		const char *name = gr_check_shown(shown, gr_value_key(value, i));
		size_t mark = gr_check_enter(check, name);

		if (!gr_name_valid(name))
			gr_check_add(check, GR_F_RECORD_ID, score, name, NULL, NULL);
		if (!gr_value_is(score, GR_NULL))
			gr_check_scalar(check, field, GR_FIELD_DECIMAL, score);
		gr_check_leave(check, mark);
	}
}

void gr_check_texts(struct gr_check *check, const struct gr_field *field, const gr_value *value)
{
	char shown[GR_SHOWN_SIZE];

	for (size_t i = 0; i < gr_value_count(value); i++) {
		const gr_value *text = gr_value_item(value, i);
		const char *name = gr_check_shown(shown, gr_value_key(value, i));
		size_t mark = gr_check_enter(check, name);

		if (!gr_id_valid(name))
			gr_check_add(check, GR_F_RECORD_ID, text, name, NULL, NULL);
		if (!gr_value_blank(text))
			gr_check_scalar(check, field, GR_FIELD_TEXT, text);
		gr_check_leave(check, mark);
	}
}
