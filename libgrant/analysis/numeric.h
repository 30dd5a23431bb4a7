/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_NUMERIC_H
#define GR_ANALYSIS_NUMERIC_H

/*
 * Functions of real numbers and random draws that give the same bits on every machine with IEEE 754 doubles: made of + - * /
 * and the square root alone, which the standard fixes to the last bit. The C library's exp() and log() are not so fixed. The
 * compiler must not fuse or reorder (configure.ac, -ffp-contract=off).
 */

#include "base/base.h"

double gr_exp(double x);  /* 0 below -700; x <= 700 */
double gr_log(double x);  /* x > 0 */
double gr_sqrt(double x); /* 0 for what rounding made negative */

/* The distribution function of the standard normal distribution, from a table with cubic interpolation: to 1e-9. */
#define GR_NORMAL_STEPS 64 /* to the unit */
#define GR_NORMAL_END 9    /* beyond, it is 0 or 1 */
struct gr_normal {
	double value[GR_NORMAL_STEPS * GR_NORMAL_END + 2];
	double slope[GR_NORMAL_STEPS * GR_NORMAL_END + 2];
};
void gr_normal_make(struct gr_normal *normal);

/* Here, since it is what most of the time goes into. */
static inline double gr_normal_at(const struct gr_normal *normal, double x)
{
	double size = x < 0 ? -x : x, t, rise, upper;
	size_t i;

	if (size >= GR_NORMAL_END)
		return x < 0 ? 0 : 1;
	i = (size_t)(size * GR_NORMAL_STEPS);
	t = size * GR_NORMAL_STEPS - (double)i;
	rise = normal->value[i + 1] - normal->value[i];
	/* Hermite's cubic through two values with their slopes */
	upper = normal->value[i] +
	        t * (normal->slope[i] +
	             t * ((3 * rise - 2 * normal->slope[i] - normal->slope[i + 1]) +
	                  t * (normal->slope[i] + normal->slope[i + 1] - 2 * rise)));
	return x < 0 ? 1 - upper : upper;
}

/* Where a function is highest between two points, to within `apart`: golden section. Its value there goes to *highest (may be NULL). */
double gr_highest(double *highest, double low, double high, double apart, double (*function)(double, void *), void *payload);

/* One step of splitmix64 (Steele, Lea and Flood 2014): well spread bits of any number. */
uint64_t gr_spread(uint64_t number);

/* xoshiro256** (Blackman and Vigna 2018) from a seed by splitmix64, and normal numbers by the polar method. */
struct gr_chance {
	uint64_t state[4];
	double kept;
	bool has_kept;
};
void gr_chance_begin(struct gr_chance *chance, uint64_t seed);
double gr_chance_normal(struct gr_chance *chance);

/* Nodes and weights of Gauss and Legendre on [from, to]. */
#define GR_NODES_MAX 64
struct gr_nodes {
	double at[GR_NODES_MAX], weight[GR_NODES_MAX];
	size_t count;
};
void gr_nodes_make(struct gr_nodes *nodes, size_t count, double from, double to);

#endif
