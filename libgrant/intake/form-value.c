/* SPDX-License-Identifier: Apache-2.0 */
/* Values as people write them in a form: money, dates, words. Not here: whether they are allowed (the check of the record). */
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/exact.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/form.h"

#define FIGURES "0123456789"

/* ---- money ---- */

/* A comma parts groups of three figures, or it means something else. */
static bool is_group(const char *comma, size_t figures)
{
	size_t after = strspn(comma + 1, FIGURES);

	return figures > 0 && after == 3 && comma[1 + after] != ' ';
}

/* The figures without what parts them; where they end. */
static const char *copy_figures(char *out, size_t size, const char *at)
{
	size_t used = 0;
	bool behind_point = false;

	for (; *at && strchr(FIGURES "., ", *at); at++) {
		if (*at == ',' && (behind_point || !is_group(at, used)))
			break;
		behind_point = behind_point || *at == '.';
		if (*at != ',' && *at != ' ' && used + 1 < size)
			out[used++] = *at;
	}
	out[used] = '\0';
	return at;
}

static const char *skip_word(const char *at, const char *word, const char *other)
{
	return gr_text_starts(at, word) ? at + strlen(word) : gr_text_starts(at, other) ? at + strlen(other) : at;
}

/*
 * "5万元", "50,000.00", "¥５００００" -> "50000.00"; false: left as typed. Where the label says 万元 a unit beside the figure
 * could mean either, and is left.
 */
static bool plain_amount(char out[GR_DECIMAL_TEXT_SIZE], const char *text, bool in_wan)
{
	gr_autofree_text char *half = gr_text_half_width(text);
	gr_auto_exact struct gr_exact amount = GR_EXACT_ZERO;
	struct gr_exact factor = { in_wan ? 1000000 : 100, 1, NULL };
	char digits[64];
	const char *at = half, *unit;
	int64_t fen;

	if (!half)
		return false;
	unit = copy_figures(digits, sizeof(digits), skip_word(at, "¥", "￥"));
	at = skip_word(unit, "万", "萬");
	if (at != unit)
		factor.numerator = 1000000;
	at = skip_word(at, "元", "圆");
	if (in_wan && at != unit)
		return false;
	at = skip_word(at, "整", "正");
	if (*at || !digits[0] || gr_exact_parse(&amount, digits) < 0 || gr_exact_mul(&amount, &amount, &factor) < 0 ||
	    !gr_exact_to_int64(&fen, &amount)) {
		gr_error_clear();
		return false;
	}
	gr_money_format(out, fen);
	return true;
}

/* "（大写：人民币...）" behind the figure: what it says must be the same. */
static void check_capitals(grant_findings *findings, const struct gr_place *place, const char *words, const char *amount)
{
	const char *start = strstr(words, "大写") + strlen("大写"), *end;
	gr_autofree_text char *text = NULL;
	char told[GR_DECIMAL_TEXT_SIZE];
	int64_t fen;

	start = skip_word(start, "：", ":");
	end = strstr(start, "）") ? strstr(start, "）") : strchr(start, ')');
	text = gr_text_trim(start, end ? (size_t)(end - start) : strlen(start));
	if (!text)
		return;
	if (gr_capitals_parse(&fen, text) < 0) {
		gr_error_clear();
		gr_findings_add(findings, GR_F_FORM_CAPITALS_UNREADABLE, place, text, NULL);
		return;
	}
	gr_money_format(told, fen);
	if (strcmp(told, amount) != 0)
		gr_findings_add(findings, GR_F_FORM_CAPITALS_DIFFER, place, told, amount, NULL);
}

static char *read_money(grant_findings *findings, const struct gr_place *place, const char *text, bool in_wan)
{
	char amount[GR_DECIMAL_TEXT_SIZE];
	const char *words = strstr(text, "（") ? strstr(text, "（") : strchr(text, '(');
	gr_autofree_text char *figure = words ? gr_text_trim(text, (size_t)(words - text)) : gr_strdup(text);

	if (!figure || !plain_amount(amount, figure, in_wan))
		return gr_strdup(text);
	if (words && strstr(words, "大写"))
		check_capitals(findings, place, words, amount);
	return gr_strdup(amount);
}

/* "１，０００．５" -> "1000.5"; anything else in half width as typed. */
static char *read_decimal(const char *text)
{
	gr_autofree_text char *half = gr_text_half_width(text);
	char digits[64];

	if (half && half[0] && strlen(half) < sizeof(digits) &&
	    !*skip_word(copy_figures(digits, sizeof(digits), skip_word(half, "¥", "￥")), "元", "圆") && digits[0])
		return gr_strdup(digits);
	return half ? gr_strdup(half) : NULL;
}

/* ---- dates ---- */

/* A number of at most `most` figures and what parts it from the next; 0: none. */
static unsigned take_part(const char **at, size_t most, const char *separators, const char *word)
{
	size_t size = strspn(*at, FIGURES);
	unsigned number = 0;

	if (size == 0 || size > most)
		return 0;
	for (size_t i = 0; i < size; i++)
		number = number * 10 + (unsigned)((*at)[i] - '0');
	*at += size;
	while (**at == ' ')
		(*at)++;
	if (**at && strchr(separators, **at))
		(*at)++;
	else
		*at = skip_word(*at, word, word);
	while (**at == ' ')
		(*at)++;
	return number;
}

bool gr_form_read_date(char out[GR_DATE_TEXT_SIZE], const char *text)
{
	gr_autofree_text char *half = gr_text_half_width(text);
	const char *at = half;
	unsigned year, month, day;
	char iso[40];
	int64_t days;

	if (!half)
		return false;
	if (strlen(half) == 8 && strspn(half, FIGURES) == 8) {
		snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2s", half, half + 4, half + 6);
	} else {
		year = take_part(&at, 4, "-/.", "年");
		month = take_part(&at, 2, "-/.", "月");
		day = take_part(&at, 2, "", "日");
		if (*at || year < 1000 || !month || !day)
			return false;
		snprintf(iso, sizeof(iso), "%04u-%02u-%02u", year, month, day);
	}
	if (gr_date_parse(&days, iso) < 0) {
		gr_error_clear();
		return false;
	}
	gr_date_format(out, days);
	return true;
}

/* ---- words ---- */

static const char *find_word(const char *const *words, const char *text)
{
	gr_autofree_text char *key = gr_form_key(text, strlen(text));
	const char *found = text;

	for (size_t i = 0; key && words && words[i] && words[i + 1] && found == text; i += 2) {
		gr_autofree_text char *label = gr_form_key(words[i], strlen(words[i]));

		if (label && strcmp(label, key) == 0)
			found = words[i + 1];
	}
	return found;
}

/* ---- any of them ---- */

struct gr_form_sort gr_form_sort_of(const struct gr_form_field *field, bool in_wan)
{
	return (struct gr_form_sort){
		.is_money = field->is_money, .is_date = field->is_date, .in_wan = in_wan, .words = field->words
	};
}

struct gr_form_sort gr_form_sort_of_cell(const struct gr_form_cell_rule *rule, bool in_wan)
{
	if (!rule)
		return (struct gr_form_sort){ .words = NULL };
	return (struct gr_form_sort){ .is_money = rule->is_money,
		                      .is_decimal = rule->is_decimal,
		                      .is_date = rule->is_date,
		                      .in_wan = in_wan,
		                      .words = rule->words };
}

char *gr_form_read_value(grant_findings *findings, const struct gr_place *place, const struct gr_form_sort *sort,
                         const char *typed)
{
	char date[GR_DATE_TEXT_SIZE];

	if (sort->is_money)
		return read_money(findings, place, typed, sort->in_wan);
	if (sort->is_decimal)
		return read_decimal(typed);
	if (sort->is_date && gr_form_read_date(date, typed))
		return gr_strdup(date);
	return gr_strdup(sort->words ? find_word(sort->words, typed) : typed);
}

int gr_form_put(gr_value *map, const char *path, gr_value *value)
{
	const char *dot;

	while (value && (dot = strchr(path, '.'))) {
		gr_autofree_text char *part = gr_strndup(path, (size_t)(dot - path));
		int r = part ? 0 : GRANT_ENOMEM;

		if (r == 0 && !gr_map_get(map, part))
			r = gr_map_set(map, part, gr_map_new());
		if (r < 0) {
			gr_value_free(value);
			return r;
		}
		map = gr_map_get(map, part);
		path = dot + 1;
	}
	return gr_map_set(map, path, value);
}
