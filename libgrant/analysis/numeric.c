/* SPDX-License-Identifier: Apache-2.0 */
/* Functions and random draws with the same bits everywhere. Not here: what they are for. */
#include "analysis/numeric.h"

#include <math.h>
#include <string.h>

#define LN2_HIGH 6.93147180369123816490e-01 /* the first 33 bits of the logarithm of 2, so that whole multiples are exact */
#define LN2_LOW 1.90821492927058770002e-10  /* the rest of it */
#define ROOT_HALF 0.70710678118654752440
#define INVERSE_ROOT_2PI 0.39894228040143267794
#define PI 3.14159265358979323846

/* ---- exp, log ---- */

/* 2 to a power from -1022 to 1023. */
static double power_of_two(int64_t exponent)
{
	uint64_t bits = (uint64_t)(exponent + 1023) << 52;
	double power;

	memcpy(&power, &bits, sizeof(power));
	return power;
}

/* x = k ln 2 + r, and the series of r, |r| <= 0.35. */
double gr_exp(double x)
{
	double k, r, sum = 1;

	if (x < -700)
		return 0;
	k = (double)(int64_t)(x / (LN2_HIGH + LN2_LOW) + (x < 0 ? -0.5 : 0.5));
	r = (x - k * LN2_HIGH) - k * LN2_LOW;
	for (int i = 14; i > 0; i--)
		sum = 1 + r / i * sum;
	return sum * power_of_two((int64_t)k);
}

/* x = m 2^k with m near 1, and the series of the inverse hyperbolic tangent. */
double gr_log(double x)
{
	int64_t exponent;
	uint64_t bits;
	double mantissa, z, square, sum = 0;

	memcpy(&bits, &x, sizeof(bits));
	exponent = (int64_t)(bits >> 52) - 1022;
	bits = (bits & UINT64_C(0xFFFFFFFFFFFFF)) | UINT64_C(0x3FE0000000000000); /* [0.5, 1) */
	memcpy(&mantissa, &bits, sizeof(mantissa));
	if (mantissa < ROOT_HALF) {
		mantissa *= 2;
		exponent--;
	}
	z = (mantissa - 1) / (mantissa + 1);
	square = z * z;
	for (int i = 23; i > 0; i -= 2)
		sum = sum * square + 1.0 / i;
	return (double)exponent * LN2_HIGH + (2 * z * sum + (double)exponent * LN2_LOW);
}

double gr_sqrt(double x)
{
	return x > 0 ? sqrt(x) : 0;
}

/* ---- the normal distribution ---- */

/* 1/2 + density times (x + x^3/3 + x^5/(3 5) + ...), which converges for every x. */
static double normal_by_series(double x, double density)
{
	double term = x, sum = x;

	for (int i = 3; term > sum * 1e-17; i += 2) {
		term *= x * x / i;
		sum += term;
	}
	return 0.5 + density * sum;
}

void gr_normal_make(struct gr_normal *normal)
{
	normal->value[0] = 0.5;
	normal->slope[0] = INVERSE_ROOT_2PI / GR_NORMAL_STEPS;
	for (size_t i = 1; i < GR_COUNT(normal->value); i++) {
		double x = (double)i / GR_NORMAL_STEPS, density = INVERSE_ROOT_2PI * gr_exp(-x * x / 2);

		normal->value[i] = normal_by_series(x, density);
		normal->slope[i] = density / GR_NORMAL_STEPS;
	}
}

/* ---- the highest point ---- */

#define GOLDEN 0.61803398874989484820

double gr_highest(double *highest, double low, double high, double apart, double (*function)(double, void *), void *payload)
{
	double left = high - GOLDEN * (high - low), right = low + GOLDEN * (high - low);
	double at_left = function(left, payload), at_right = function(right, payload);

	while (high - low > apart) {
		if (at_left < at_right) {
			low = left;
			left = right;
			at_left = at_right;
			right = low + GOLDEN * (high - low);
			at_right = function(right, payload);
		} else {
			high = right;
			right = left;
			at_right = at_left;
			left = high - GOLDEN * (high - low);
			at_left = function(left, payload);
		}
	}
	if (highest)
		*highest = at_left > at_right ? at_left : at_right;
	return (low + high) / 2;
}

/* ---- chance ---- */

#define SPREAD_STEP UINT64_C(0x9E3779B97F4A7C15)

uint64_t gr_spread(uint64_t number)
{
	number += SPREAD_STEP;
	number = (number ^ number >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	number = (number ^ number >> 27) * UINT64_C(0x94D049BB133111EB);
	return number ^ number >> 31;
}

static uint64_t rotate(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

void gr_chance_begin(struct gr_chance *chance, uint64_t seed)
{
	memset(chance, 0, sizeof(*chance));
	for (size_t i = 0; i < 4; i++)
		chance->state[i] = gr_spread(seed + i * SPREAD_STEP);
}

static uint64_t next_bits(struct gr_chance *chance)
{
	uint64_t *s = chance->state, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

/* In (-1, 1). */
static double next_number(struct gr_chance *chance)
{
	return ((double)(next_bits(chance) >> 11) + 0.5) * (1.0 / 4503599627370496.0) - 1; /* 2^52 */
}

double gr_chance_normal(struct gr_chance *chance)
{
	double a, b, square, factor;

	if (chance->has_kept) {
		chance->has_kept = false;
		return chance->kept;
	}
	do {
		a = next_number(chance);
		b = next_number(chance);
		square = a * a + b * b;
	} while (square >= 1);
	factor = gr_sqrt(-2 * gr_log(square) / square);
	chance->kept = b * factor;
	chance->has_kept = true;
	return a * factor;
}

/* ---- quadrature ---- */

/* The Legendre polynomial of that degree, and its slope. */
static double legendre(size_t degree, double x, double *slope)
{
	double before = 1, value = x;

	for (size_t k = 2; k <= degree; k++) {
		double next = ((double)(2 * k - 1) * x * value - (double)(k - 1) * before) / (double)k;

		before = value;
		value = next;
	}
	*slope = (double)degree * (x * value - before) / (x * x - 1);
	return value;
}

/* The cosine of an angle up to pi by its series: a start for Newton's method, which needs no more. */
static double cosine(double angle)
{
	double term = 1, sum = 1;

	for (int i = 2; i < 30; i += 2) {
		term *= -angle * angle / ((i - 1) * i);
		sum += term;
	}
	return sum;
}

void gr_nodes_make(struct gr_nodes *nodes, size_t count, double from, double to)
{
	nodes->count = count;
	for (size_t i = 0; i < count; i++) {
		double x = -cosine(PI * ((double)i + 0.75) / ((double)count + 0.5)), slope = 1;

		for (int turn = 0; turn < 8; turn++)
			x -= legendre(count, x, &slope) / slope;
		legendre(count, x, &slope);
		nodes->at[i] = from + (to - from) * (x + 1) / 2;
		nodes->weight[i] = (to - from) / ((1 - x * x) * slope * slope);
	}
}
