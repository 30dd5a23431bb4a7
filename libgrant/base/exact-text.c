/* SPDX-License-Identifier: Apache-2.0 */
/* Exact fractions as text, and packed into memory of somebody else. Not here: arithmetic (exact.c). */
#include "base/exact.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/exact-big.h"

#define TEXT_MAX 1000
#define FEW_DIGITS 18 /* any so long fit 63 bits */

/* ---- reading ---- */

static int fail(const char *text)
{
	return gr_fail(GRANT_EINPUT, _("“%.60s” is no exact number; write it such as 18.5 or 265/3"), text);
}

/* What scores and amounts are: few enough digits for 64 bits. `digits` has a sign or none. */
static int from_few_digits(struct gr_exact *out, const char *digits, size_t places)
{
	int64_t numerator = 0, denominator = 1;

	for (const char *at = digits + (digits[0] == '-'); *at; at++)
		numerator = numerator * 10 + (*at - '0');
	for (size_t i = 0; i < places; i++)
		denominator *= 10;
	return gr_exact_set_fraction(out, digits[0] == '-' ? -numerator : numerator, denominator);
}

/* "-12" or "0.625", up to `size` characters. */
static int parse_decimal(struct gr_exact *out, const char *text, size_t size)
{
	char digits[TEXT_MAX + 2];
	size_t used = 0, places = 0;
	bool has_point = false, has_digit = false;
	gr_auto_exact struct gr_exact unit = GR_EXACT_ZERO;
	int r;

	for (size_t i = 0; i < size; i++) {
		if (text[i] >= '0' && text[i] <= '9') {
			digits[used++] = text[i];
			has_digit = true;
			places += has_point;
		} else if (text[i] == '-' && i == 0) {
			digits[used++] = '-';
		} else if (text[i] == '.' && !has_point && has_digit) {
			has_point = true;
		} else {
			return fail(text);
		}
	}
	digits[used] = '\0';
	if (!has_digit || (has_point && places == 0))
		return fail(text);
	if (used <= FEW_DIGITS)
		return from_few_digits(out, digits, places);
	r = gr_big_from_digits(out, digits);
	if (r < 0 || places == 0)
		return r;
	digits[0] = '1';
	memset(digits + 1, '0', places);
	digits[places + 1] = '\0';
	r = gr_big_from_digits(&unit, digits);
	return r == 0 ? gr_exact_div(out, out, &unit) : r;
}

int gr_exact_parse(struct gr_exact *out, const char *text)
{
	gr_auto_exact struct gr_exact below = GR_EXACT_ZERO;
	size_t size = strnlen(text, TEXT_MAX + 1);
	const char *bar = strchr(text, '/');
	int r;

	if (size > TEXT_MAX)
		return fail(text);
	r = parse_decimal(out, text, bar ? (size_t)(bar - text) : size);
	if (r < 0 || !bar)
		return r;
	r = parse_decimal(&below, bar + 1, size - (size_t)(bar - text) - 1);
	return r == 0 ? gr_exact_div(out, out, &below) : r;
}

/* ---- writing ---- */

void gr_exact_format(struct gr_buf *out, const struct gr_exact *a)
{
	gr_auto_buf struct gr_buf below = GR_BUF_INIT;

	if (!a->big) {
		gr_buf_printf(out, "%lld", (long long)a->numerator);
		if (a->denominator > 1)
			gr_buf_printf(out, "/%lld", (long long)a->denominator);
		return;
	}
	if (gr_big_text(out, &below, a) < 0)
		out->failed = true;
	else if (strcmp(gr_buf_text(&below), "1") != 0)
		gr_buf_printf(out, "/%s", gr_buf_text(&below));
}

/* The digits of the number in units of the last place, with a point put in. */
static void append_pointed(struct gr_buf *out, const char *digits, unsigned places)
{
	size_t size;

	if (digits[0] == '-') {
		gr_buf_byte(out, '-');
		digits++;
	}
	size = strlen(digits);
	if (size <= places)
		gr_buf_byte(out, '0');
	else
		gr_buf_append(out, digits, size - places);
	if (places == 0)
		return;
	gr_buf_byte(out, '.');
	for (size_t i = size; i < places; i++)
		gr_buf_byte(out, '0');
	gr_buf_text_append(out, size > places ? digits + size - places : digits);
}

void gr_exact_format_places(struct gr_buf *out, const struct gr_exact *a, unsigned places)
{
	gr_auto_exact struct gr_exact units = GR_EXACT_ZERO;
	gr_auto_buf struct gr_buf digits = GR_BUF_INIT;
	struct gr_exact ten = { 10, 1, NULL };
	int r = gr_exact_round(&units, a, places);

	for (unsigned i = 0; r == 0 && i < places; i++)
		r = gr_exact_mul(&units, &units, &ten);
	if (r < 0) {
		out->failed = true;
		return;
	}
	gr_exact_format(&digits, &units);
	append_pointed(out, gr_buf_text(&digits), places);
	out->failed = out->failed || digits.failed;
}

void gr_exact_format_short(struct gr_buf *out, const struct gr_exact *a)
{
	gr_auto_exact struct gr_exact units = GR_EXACT_ZERO;
	struct gr_exact unit = { 10000, 1, NULL };
	size_t start = out->size;
	bool ends = !gr_exact_is_whole(a) && gr_exact_mul(&units, a, &unit) == 0 && gr_exact_is_whole(&units);

	if (!ends) {
		gr_exact_format(out, a);
		return;
	}
	gr_exact_format_places(out, a, 4);
	while (!out->failed && out->size > start && out->data[out->size - 1] == '0')
		gr_buf_truncate(out, out->size - 1);
}

/* ---- packed ---- */

struct packed {
	int64_t numerator, denominator;
};

size_t gr_exact_packed_size(const struct gr_exact *a)
{
	return a->big ? gr_big_packed_size(a->big) + 1 : sizeof(struct packed);
}

/* A short number has the size of two integers. A long one is larger: 12 bytes of head, 8 or more of digits, and a filler. */
void gr_exact_pack(void *to, const struct gr_exact *a)
{
	struct packed packed = { a->numerator, a->denominator ? a->denominator : 1 };

	if (a->big) {
		gr_big_pack(to, a->big);
		((unsigned char *)to)[gr_big_packed_size(a->big)] = 0;
	} else {
		memcpy(to, &packed, sizeof(packed));
	}
}

int gr_exact_unpack(struct gr_exact *out, const void *from, size_t size)
{
	struct packed packed;

	/* a long number needs more than 63 bits in one part, so that head, parts and filler exceed two integers */
	if (size != sizeof(packed))
		return gr_big_unpack(out, from, size - 1);
	memcpy(&packed, from, sizeof(packed));
	gr_exact_clear(out);
	out->numerator = packed.numerator;
	out->denominator = packed.denominator;
	return 0;
}
