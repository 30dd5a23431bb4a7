/* SPDX-License-Identifier: Apache-2.0 */
/* Decimals of fixed places, exactly. Not here: fractions (exact.c). */
#include "base/decimal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <grant/value.h>

#include "base/error.h"
#include "base/mem.h"

/* ---- reading ---- */

/* The shape [-]digits[.digits] without superfluous zeros in front. */
struct shape {
	bool is_negative;
	const char *whole, *part;
	size_t whole_size, part_size;
};

static size_t digits(const char *text)
{
	return strspn(text, "0123456789");
}

static bool read_shape(struct shape *out, const char *text)
{
	out->is_negative = text[0] == '-';
	out->whole = text + out->is_negative;
	out->whole_size = digits(out->whole);
	out->part = out->whole + out->whole_size;
	out->part_size = 0;
	if (out->whole_size == 0 || (out->whole_size > 1 && out->whole[0] == '0'))
		return false;
	if (*out->part == '.') {
		out->part++;
		out->part_size = digits(out->part);
		if (out->part_size == 0)
			return false;
	}
	return out->part[out->part_size] == '\0';
}

static bool add_digits(int64_t *number, const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (__builtin_mul_overflow(*number, 10, number) ||
		    __builtin_add_overflow(*number, text[i] - '0', number))
			return false;
	return true;
}

int gr_decimal_parse(int64_t *out, const char *text, unsigned places)
{
	struct shape shape;
	int64_t number = 0;
	size_t part;

	if (!text || !read_shape(&shape, text))
		return gr_fail(GRANT_EINPUT, _("“%s” is no decimal; write it such as 18.5"), text ? text : "");
	part = shape.part_size;
	while (part > places && shape.part[part - 1] == '0')
		part--;
	if (part > places)
		return gr_fail(GRANT_EINPUT, _("“%s” has more than %u places"), text, places);
	if (!add_digits(&number, shape.whole, shape.whole_size) || !add_digits(&number, shape.part, part) ||
	    !add_digits(&number, "000000000000000000", places - part))
		return gr_fail(GRANT_EINPUT, _("“%s” is too large"), text);
	*out = shape.is_negative ? -number : number;
	return 0;
}

int gr_money_parse(int64_t *fen, const char *text)
{
	int64_t number;
	int r = gr_decimal_parse(&number, text, 2);

	if (r < 0)
		return gr_fail(
			GRANT_EINPUT,
			_("“%s” is no amount of money; write a figure with at most two places, such as 50000.00"),
			text ? text : "");
	if (number < 0)
		return gr_fail(GRANT_EINPUT, _("“%s” is below 0"), text);
	*fen = number;
	return 0;
}

int gr_score_parse(int64_t *e4, const char *text)
{
	return gr_decimal_parse(e4, text, 4);
}

int gr_decimal_canonical(struct gr_buf *out, const char *text)
{
	struct shape shape;

	if (!text || strlen(text) > 64 || !read_shape(&shape, text))
		return gr_fail(GRANT_EINPUT, _("“%s” is no decimal; write it such as 18.5"), text ? text : "");
	while (shape.part_size > 0 && shape.part[shape.part_size - 1] == '0')
		shape.part_size--;
	if (shape.is_negative && (shape.part_size > 0 || shape.whole[0] != '0'))
		gr_buf_byte(out, '-');
	gr_buf_append(out, shape.whole, shape.whole_size);
	if (shape.part_size > 0) {
		gr_buf_byte(out, '.');
		gr_buf_append(out, shape.part, shape.part_size);
	}
	return gr_buf_ok(out);
}

static bool is_zero(const struct shape *shape)
{
	return strspn(shape->whole, "0") >= shape->whole_size && strspn(shape->part, "0") >= shape->part_size;
}

static int compare_sizes(const struct shape *a, const struct shape *b)
{
	size_t longest = a->part_size > b->part_size ? a->part_size : b->part_size;
	int order;

	if (a->whole_size != b->whole_size)
		return a->whole_size < b->whole_size ? -1 : 1;
	order = memcmp(a->whole, b->whole, a->whole_size);
	for (size_t i = 0; order == 0 && i < longest; i++)
		order = (i < a->part_size ? a->part[i] : '0') - (i < b->part_size ? b->part[i] : '0');
	return order < 0 ? -1 : order > 0;
}

int gr_decimal_compare(const char *a, const char *b)
{
	struct shape first, second;

	if (!read_shape(&first, a) || !read_shape(&second, b))
		return 0;
	first.is_negative = first.is_negative && !is_zero(&first);
	second.is_negative = second.is_negative && !is_zero(&second);
	if (first.is_negative != second.is_negative)
		return first.is_negative ? -1 : 1;
	return first.is_negative ? compare_sizes(&second, &first) : compare_sizes(&first, &second);
}

/* ---- writing ---- */

void gr_decimal_format(char out[GR_DECIMAL_TEXT_SIZE], int64_t number, unsigned places, bool trim)
{
	uint64_t size = number < 0 ? 0 - (uint64_t)number : (uint64_t)number, unit = 1;
	int used;

	for (unsigned i = 0; i < places; i++)
		unit *= 10;
	used = snprintf(out, GR_DECIMAL_TEXT_SIZE, "%s%llu", number < 0 ? "-" : "", (unsigned long long)(size / unit));
	if (places == 0)
		return;
	used += snprintf(out + used, GR_DECIMAL_TEXT_SIZE - (size_t)used, ".%0*llu", (int)places,
	                 (unsigned long long)(size % unit));
	while (trim && out[used - 1] == '0')
		out[--used] = '\0';
	if (trim && out[used - 1] == '.')
		out[--used] = '\0';
}

void gr_money_format(char out[GR_DECIMAL_TEXT_SIZE], int64_t fen)
{
	gr_decimal_format(out, fen, 2, false);
}

void gr_score_format(char out[GR_DECIMAL_TEXT_SIZE], int64_t e4)
{
	gr_decimal_format(out, e4, 4, true);
}

/* ---- arithmetic ---- */

int gr_add_checked(int64_t *out, int64_t a, int64_t b)
{
	return __builtin_add_overflow(a, b, out) ? gr_fail(GRANT_ELIMIT, _("a sum is too large")) : 0;
}

int gr_sub_checked(int64_t *out, int64_t a, int64_t b)
{
	return __builtin_sub_overflow(a, b, out) ? gr_fail(GRANT_ELIMIT, _("a difference is too large")) : 0;
}

bool gr_is_on_step(int64_t number, int64_t low, int64_t step)
{
	int64_t above;

	return step <= 0 || __builtin_sub_overflow(number, low, &above) || above % step == 0;
}

bool gr_whole_parse(int64_t *out, const char *text)
{
	char *end;
	long long number;

	if (text[0] != '-' && (text[0] < '0' || text[0] > '9'))
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0')
		return false;
	*out = number;
	return true;
}

int gr_share_floor(int64_t *out, int64_t amount, int64_t numerator, int64_t denominator)
{
	__int128 share;

	if (amount < 0 || numerator < 0 || denominator <= 0)
		return gr_fail(GRANT_EINVALID, "a share of what is negative");
	share = (__int128)amount * numerator / denominator;
	if (share > INT64_MAX)
		return gr_fail(GRANT_ELIMIT, _("a share is too large"));
	*out = (int64_t)share;
	return 0;
}

/* ---- for the public ---- */

int grant_money_parse(int64_t *fen, const char *text)
{
	gr_error_clear();
	return gr_money_parse(fen, text);
}

int grant_score_parse(int64_t *e4, const char *text)
{
	gr_error_clear();
	return gr_score_parse(e4, text);
}

int grant_money_format(char **out, int64_t fen)
{
	char text[GR_DECIMAL_TEXT_SIZE], *copy;

	gr_error_clear();
	gr_money_format(text, fen);
	copy = gr_strdup(text);
	if (!copy)
		return GRANT_ENOMEM;
	*out = copy;
	return 0;
}

int grant_score_format(char **out, int64_t e4)
{
	char text[GR_DECIMAL_TEXT_SIZE], *copy;

	gr_error_clear();
	gr_score_format(text, e4);
	copy = gr_strdup(text);
	if (!copy)
		return GRANT_ENOMEM;
	*out = copy;
	return 0;
}

void grant_string_free(char *text)
{
	gr_free(text);
}
