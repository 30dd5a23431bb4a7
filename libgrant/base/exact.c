/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exact fractions. The short way is two 64-bit integers with 128 bits between; what overflows goes the long way over
 * libtommath, and comes back when the result fits. Not here: text (exact-text.c), what a number means.
 */
#include "base/exact.h"

#include <string.h>

#include "base/error.h"
#include "base/exact-big.h"
#include "base/mem.h"

/* ---- short ---- */

static int64_t denominator_of(const struct gr_exact *a)
{
	return a->denominator ? a->denominator : 1;
}

typedef unsigned __int128 wide;

static wide greatest_divisor(wide a, wide b)
{
	while (b) {
		wide rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Reduces n/d; false when it does not fit. d is not 0. */
static bool set_reduced(struct gr_exact *out, __int128 n, __int128 d)
{
	wide size = n < 0 ? -(wide)n : (wide)n, divisor;

	if (d < 0) {
		n = -n;
		d = -d;
	}
	divisor = greatest_divisor(size, (wide)d);
	if (divisor > 1) {
		n /= (__int128)divisor;
		d /= (__int128)divisor;
	}
	if (n > INT64_MAX || n <= INT64_MIN || d > INT64_MAX)
		return false;
	gr_exact_clear(out);
	out->numerator = (int64_t)n;
	out->denominator = (int64_t)d;
	return true;
}

void gr_exact_clear(struct gr_exact *number)
{
	gr_big_free(number->big);
	number->numerator = 0;
	number->denominator = 1;
	number->big = NULL;
}

void gr_exact_set(struct gr_exact *out, int64_t numerator)
{
	gr_exact_clear(out);
	out->numerator = numerator;
}

int gr_exact_set_fraction(struct gr_exact *out, int64_t numerator, int64_t denominator)
{
	struct gr_exact a = GR_EXACT_ZERO, b = GR_EXACT_ZERO;

	if (denominator == 0)
		return gr_fail(GRANT_EINPUT, _("division by zero"));
	if (set_reduced(out, numerator, denominator))
		return 0;
	a.numerator = numerator;
	b.numerator = denominator;
	return gr_big_apply(out, GR_BIG_DIV, &a, &b);
}

int gr_exact_copy(struct gr_exact *out, const struct gr_exact *number)
{
	struct gr_exact zero = GR_EXACT_ZERO;

	if (out == number)
		return 0;
	if (number->big)
		return gr_big_apply(out, GR_BIG_ADD, number, &zero);
	gr_exact_clear(out);
	out->numerator = number->numerator;
	out->denominator = denominator_of(number);
	return 0;
}

/* ---- arithmetic ---- */

static bool is_short(const struct gr_exact *a, const struct gr_exact *b)
{
	return !a->big && !b->big;
}

static int add(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b, int sign)
{
	if (is_short(a, b)) {
		__int128 p = (__int128)a->numerator * denominator_of(b);
		__int128 q = (__int128)b->numerator * denominator_of(a) * sign, sum;

		if (!__builtin_add_overflow(p, q, &sum) &&
		    set_reduced(out, sum, (__int128)denominator_of(a) * denominator_of(b)))
			return 0;
	}
	return gr_big_apply(out, sign > 0 ? GR_BIG_ADD : GR_BIG_SUB, a, b);
}

int gr_exact_add(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b)
{
	return add(out, a, b, 1);
}

int gr_exact_sub(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b)
{
	return add(out, a, b, -1);
}

int gr_exact_mul(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b)
{
	if (is_short(a, b) &&
	    set_reduced(out, (__int128)a->numerator * b->numerator, (__int128)denominator_of(a) * denominator_of(b)))
		return 0;
	return gr_big_apply(out, GR_BIG_MUL, a, b);
}

int gr_exact_div(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b)
{
	if (gr_exact_sign(b) == 0)
		return gr_fail(GRANT_EINPUT, _("division by zero"));
	if (is_short(a, b) &&
	    set_reduced(out, (__int128)a->numerator * denominator_of(b), (__int128)b->numerator * denominator_of(a)))
		return 0;
	return gr_big_apply(out, GR_BIG_DIV, a, b);
}

int gr_exact_floor(struct gr_exact *out, const struct gr_exact *a)
{
	if (!a->big) {
		int64_t d = denominator_of(a), whole = a->numerator / d;

		if (a->numerator % d < 0)
			whole--;
		gr_exact_set(out, whole);
		return 0;
	}
	return gr_big_apply(out, GR_BIG_FLOOR, a, a);
}

int gr_exact_neg(struct gr_exact *out, const struct gr_exact *a)
{
	struct gr_exact zero = GR_EXACT_ZERO;

	return gr_exact_sub(out, &zero, a);
}

int gr_exact_ceil(struct gr_exact *out, const struct gr_exact *a)
{
	int r = gr_exact_neg(out, a);

	if (r == 0)
		r = gr_exact_floor(out, out);
	return r == 0 ? gr_exact_neg(out, out) : r;
}

int gr_exact_floor_div(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b)
{
	int r = gr_exact_div(out, a, b);

	return r == 0 ? gr_exact_floor(out, out) : r;
}

/* a - b * floor(a / b), the sign of b. */
int gr_exact_mod(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b)
{
	gr_auto_exact struct gr_exact times = GR_EXACT_ZERO;
	int r = gr_exact_floor_div(&times, a, b);

	if (r == 0)
		r = gr_exact_mul(&times, &times, b);
	return r == 0 ? gr_exact_sub(out, a, &times) : r;
}

static int power_of_ten(struct gr_exact *out, unsigned places)
{
	gr_auto_exact struct gr_exact ten = { 10, 1, NULL };
	int r = 0;

	if (places > 100)
		return gr_fail(GRANT_EINPUT, _("at most 100 places"));
	gr_exact_set(out, 1);
	for (unsigned i = 0; r == 0 && i < places; i++)
		r = gr_exact_mul(out, out, &ten);
	return r;
}

/* floor(|a| * 10^places + 1/2) with the sign of a: half away from zero. */
int gr_exact_round(struct gr_exact *out, const struct gr_exact *a, unsigned places)
{
	gr_auto_exact struct gr_exact scale = GR_EXACT_ZERO, half = { 1, 2, NULL };
	bool is_negative = gr_exact_sign(a) < 0;
	int r = power_of_ten(&scale, places);

	if (r == 0)
		r = is_negative ? gr_exact_neg(out, a) : gr_exact_copy(out, a);
	if (r == 0)
		r = gr_exact_mul(out, out, &scale);
	if (r == 0)
		r = gr_exact_add(out, out, &half);
	if (r == 0)
		r = gr_exact_floor(out, out);
	if (r == 0)
		r = gr_exact_div(out, out, &scale);
	return r == 0 && is_negative ? gr_exact_neg(out, out) : r;
}

/*
 * s = floor(sqrt(a * 100^places)) is the root in units of the last place, cut off. It is rounded up when the root is at
 * least s + 1/2, that is when a * 100^places >= s^2 + s + 1/4, and this comparison is exact.
 */
int gr_exact_sqrt(struct gr_exact *out, const struct gr_exact *a, unsigned places)
{
	gr_auto_exact struct gr_exact scale = GR_EXACT_ZERO, scaled = GR_EXACT_ZERO, root = GR_EXACT_ZERO;
	gr_auto_exact struct gr_exact limit = GR_EXACT_ZERO, quarter = { 1, 4, NULL }, one = { 1, 1, NULL };
	int r;

	if (gr_exact_sign(a) < 0)
		return gr_fail(GRANT_EINPUT, _("the square root of a negative number"));
	r = power_of_ten(&scale, places);
	if (r == 0)
		r = gr_exact_mul(&scaled, a, &scale);
	if (r == 0)
		r = gr_exact_mul(&scaled, &scaled, &scale);
	if (r == 0)
		r = gr_exact_floor(&root, &scaled);
	if (r == 0)
		r = gr_big_apply(&root, GR_BIG_ROOT, &root, &root);
	if (r == 0)
		r = gr_exact_add(&limit, &root, &one);
	if (r == 0)
		r = gr_exact_mul(&limit, &limit, &root);
	if (r == 0)
		r = gr_exact_add(&limit, &limit, &quarter);
	if (r == 0 && gr_exact_compare(&scaled, &limit) >= 0)
		r = gr_exact_add(&root, &root, &one);
	return r == 0 ? gr_exact_div(out, &root, &scale) : r;
}

/* ---- asking ---- */

int gr_exact_compare(const struct gr_exact *a, const struct gr_exact *b)
{
	__int128 p, q;

	if (!is_short(a, b))
		return gr_big_compare(a, b);
	p = (__int128)a->numerator * denominator_of(b);
	q = (__int128)b->numerator * denominator_of(a);
	return p < q ? -1 : p > q;
}

int gr_exact_sign(const struct gr_exact *a)
{
	if (a->big)
		return gr_big_sign(a->big);
	return a->numerator < 0 ? -1 : a->numerator > 0;
}

bool gr_exact_is_whole(const struct gr_exact *a)
{
	return a->big ? gr_big_is_whole(a->big) : denominator_of(a) == 1;
}

bool gr_exact_to_int64(int64_t *out, const struct gr_exact *a)
{
	if (a->big || denominator_of(a) != 1)
		return false; /* whole numbers that fit are never big */
	*out = a->numerator;
	return true;
}
