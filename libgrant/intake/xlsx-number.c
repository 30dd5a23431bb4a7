/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A workbook's numbers without binary floating point: it writes the seventeen figures that its program held, and shows fifteen. A
 * decimal of fifteen figures comes back as it was typed (IEEE 754 keeps that many), so that rounding the text is exact.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "intake/xlsx.h"

#define SIGNIFICANT 15
#define FIGURES_MAX 320
#define PLACES_MAX 40 /* in front of the point and behind it, each */

/* 0.d1 d2 d3 ... times ten to the `point`. */
struct figures {
	bool is_negative;
	unsigned char digits[FIGURES_MAX];
	int count, point;
};

static bool read_exponent(int *out, const char *at)
{
	bool is_negative = *at == '-';
	int exponent = 0;

	at += *at == '-' || *at == '+';
	if (!*at || strspn(at, "0123456789") != strlen(at) || strlen(at) > 4)
		return false;
	for (; *at; at++)
		exponent = exponent * 10 + (*at - '0');
	*out = is_negative ? -exponent : exponent;
	return true;
}

/* Zeros in front are left out; `point` counts the figures in front of it. */
static bool read_figures(struct figures *out, const char *text)
{
	bool has_point = false, has_figure = false;
	int exponent = 0;

	*out = (struct figures){ .is_negative = *text == '-' };
	for (text += *text == '-' || *text == '+'; *text && *text != 'E' && *text != 'e'; text++) {
		if (*text == '.' && !has_point) {
			has_point = true;
			continue;
		}
		if (*text < '0' || *text > '9' || out->count == FIGURES_MAX)
			return false;
		has_figure = true;
		if (out->count == 0 && *text == '0') {
			out->point -= has_point;
			continue;
		}
		out->digits[out->count++] = (unsigned char)(*text - '0');
		out->point += !has_point;
	}
	if (!has_figure || (*text && !read_exponent(&exponent, text + 1)))
		return false;
	out->point += exponent;
	return true;
}

/* Half away from zero to `most` figures; zeros at the end are left out. */
static void round_figures(struct figures *figures, int most)
{
	if (figures->count > most) {
		bool up = figures->digits[most] >= 5;

		figures->count = most;
		for (int i = most; up && i > 0; i--) {
			up = figures->digits[i - 1] == 9;
			figures->digits[i - 1] = (unsigned char)(up ? 0 : figures->digits[i - 1] + 1);
		}
		if (up) { /* 999... */
			figures->digits[0] = 1;
			figures->count = 1;
			figures->point++;
		}
	}
	while (figures->count > 0 && figures->digits[figures->count - 1] == 0)
		figures->count--;
}

static char figure_at(const struct figures *figures, int index)
{
	return (char)(index >= 0 && index < figures->count ? '0' + figures->digits[index] : '0');
}

bool gr_number_shown(char out[GR_SHOWN_NUMBER_SIZE], const char *text, bool is_percent)
{
	struct figures figures;
	size_t used = 0;

	if (!read_figures(&figures, text))
		return false;
	round_figures(&figures, SIGNIFICANT);
	if (figures.count == 0) {
		memcpy(out, is_percent ? "0%" : "0", is_percent ? 3 : 2);
		return true;
	}
	figures.point += is_percent ? 2 : 0;
	if (figures.point > PLACES_MAX || figures.count - figures.point > PLACES_MAX)
		return false;
	if (figures.is_negative)
		out[used++] = '-';
	if (figures.point <= 0)
		out[used++] = '0';
	for (int i = 0; i < figures.point; i++)
		out[used++] = figure_at(&figures, i);
	if (figures.count > figures.point)
		out[used++] = '.';
	for (int i = figures.point; i < figures.count; i++)
		out[used++] = figure_at(&figures, i);
	if (is_percent)
		out[used++] = '%';
	out[used] = '\0';
	return true;
}

size_t gr_number_figures(const char *shown)
{
	return strspn(shown + (*shown == '-'), "0123456789");
}

/* ---- days ---- */

bool gr_serial_date(char out[GR_DATE_TEXT_SIZE], const char *text, bool is_1904)
{
	char shown[GR_SHOWN_NUMBER_SIZE];
	int64_t days = 0;

	if (!gr_number_shown(shown, text, false) || shown[0] == '-' || gr_number_figures(shown) > 7)
		return false;
	for (const char *at = shown; *at && *at != '.'; at++)
		days = days * 10 + (*at - '0');
	/* 1900 has a 29th of February there, day 60; before it every day lies one further. */
	if (!is_1904 && (days == 0 || days == 60))
		return false;
	if (is_1904)
		days -= 24107;
	else
		days -= days < 60 ? 25568 : 25569;
	if (days > 2932896) /* 9999-12-31 */
		return false;
	gr_date_format(out, days);
	return true;
}

enum gr_cell_format gr_format_of_builtin(int64_t id)
{
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
	    id == 57 || id == 58)
		return GR_FORMAT_DATE;
	if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56)
		return GR_FORMAT_TIME;
	return id == 9 || id == 10 ? GR_FORMAT_PERCENT : GR_FORMAT_PLAIN;
}

/* Skips what a code shows as it stands; where nothing is to be skipped, `at` comes back. */
static const char *skip_shown(const char *at)
{
	const char *end;

	if (*at == '"' || *at == '[') {
		end = strchr(at + 1, *at == '"' ? '"' : ']');
		return end ? end + 1 : at + strlen(at);
	}
	if ((*at == '\\' || *at == '_' || *at == '*') && at[1]) {
		const char *next = at + 1;

		gr_utf8_next(&next);
		return next;
	}
	return at;
}

/* 0.00"万元" shows the number as it is. 0!.0,"万元" shows a ten-thousandth of it, which says the same as the number. */
static bool adds_wan(const char *code)
{
	size_t size = strcspn(code, ";");
	const char *word = strstr(code, "万"), *scaled = strstr(code, "!.");

	if (!word)
		word = strstr(code, "萬");
	if (!word || (size_t)(word - code) > size || (scaled && (size_t)(scaled - code) < size))
		return false;
	while (word > code && (word[-1] == '"' || word[-1] == '\\' || word[-1] == ' '))
		word--;
	return word > code && word[-1] != ',';
}

enum gr_cell_format gr_format_of_code(const char *code)
{
	bool has_day = false, has_time = false, has_percent = false, has_wan = adds_wan(code);

	if (gr_text_starts(code, "General") || gr_text_starts(code, "GENERAL"))
		return GR_FORMAT_PLAIN;
	while (*code && *code != ';') {
		const char *next = skip_shown(code);

		if (next != code) {
			/* [h]:mm counts hours */
			has_time = has_time || (*code == '[' && strchr("hHmMsS", code[1]) && code[1] && code[2] == ']');
			code = next;
			continue;
		}
		has_day = has_day || strchr("yYdD", *code) != NULL;
		has_time = has_time || strchr("hHsS", *code) != NULL;
		/* months alone ("m月") are a day's; beside hours they are minutes */
		has_day = has_day || ((*code == 'm' || *code == 'M') && !has_time && !strpbrk(code, "hHsS:"));
		has_percent = has_percent || *code == '%';
		code++;
	}
	if (has_day)
		return GR_FORMAT_DATE;
	if (has_time)
		return GR_FORMAT_TIME;
	if (has_wan)
		return GR_FORMAT_WAN;
	return has_percent ? GR_FORMAT_PERCENT : GR_FORMAT_PLAIN;
}
