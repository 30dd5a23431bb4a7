/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_EXACT_H
#define GR_BASE_EXACT_H

/*
 * Exact fractions, always reduced, denominator positive. Small ones are two 64-bit integers; what does not fit goes over
 * libtommath, up to GR_EXACT_MAX_BITS in numerator or denominator, then the operation fails with GRANT_ELIMIT. No
 * floating point. An exact owns memory only when `big` is set.
 */

#include "base/base.h"
#include "base/buf.h"

#define GR_EXACT_MAX_BITS 4096

struct gr_exact_big;

struct gr_exact {
	int64_t numerator;        /* when big is NULL */
	int64_t denominator;      /* > 0; 0 stands for 1, so that a zeroed struct is the number 0 */
	struct gr_exact_big *big; /* or the parts over libtommath, owned */
};

#define GR_EXACT_ZERO { 0, 1, NULL }

void gr_exact_clear(struct gr_exact *number); /* back to 0 */
void gr_exact_set(struct gr_exact *out, int64_t numerator);                          /* clears first */
int gr_exact_set_fraction(struct gr_exact *out, int64_t numerator, int64_t denominator); /* GRANT_EINPUT: over zero */
int gr_exact_copy(struct gr_exact *out, const struct gr_exact *number);

/* "-12", "0.625", "265/3"; no exponent, no spaces, at most 1,000 characters. GRANT_EINPUT otherwise. */
int gr_exact_parse(struct gr_exact *out, const char *text);

/* `out` may be one of the operands. GRANT_ELIMIT: more than GR_EXACT_MAX_BITS; GRANT_EINPUT: division by zero. */
int gr_exact_add(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b);
int gr_exact_sub(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b);
int gr_exact_mul(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b);
int gr_exact_div(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b);
int gr_exact_floor_div(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b); /* as Lua's // */
int gr_exact_mod(struct gr_exact *out, const struct gr_exact *a, const struct gr_exact *b);       /* as Lua's % */
int gr_exact_neg(struct gr_exact *out, const struct gr_exact *a);
int gr_exact_floor(struct gr_exact *out, const struct gr_exact *a);
int gr_exact_ceil(struct gr_exact *out, const struct gr_exact *a);
int gr_exact_round(struct gr_exact *out, const struct gr_exact *a, unsigned places); /* half away from zero; <= 100 */
int gr_exact_sqrt(struct gr_exact *out, const struct gr_exact *a, unsigned places);  /* rounded likewise; a < 0: EINPUT */

int gr_exact_compare(const struct gr_exact *a, const struct gr_exact *b); /* -1, 0, 1 */
int gr_exact_sign(const struct gr_exact *a);
bool gr_exact_is_whole(const struct gr_exact *a);
bool gr_exact_to_int64(int64_t *out, const struct gr_exact *a); /* false: not whole or does not fit */

/* "265/3"; a whole number without a bar. */
void gr_exact_format(struct gr_buf *out, const struct gr_exact *a);
/* Rounded half away from zero to exactly `places` places: "88.33". */
void gr_exact_format_places(struct gr_buf *out, const struct gr_exact *a, unsigned places);
/* As a rule's tostring: "88.5" where the decimal ends within four places, else "265/3". */
void gr_exact_format_short(struct gr_buf *out, const struct gr_exact *a);

/* Keep a number in memory that somebody else owns (Lua's): size needed, write, read back. */
size_t gr_exact_packed_size(const struct gr_exact *a);
void gr_exact_pack(void *to, const struct gr_exact *a);
int gr_exact_unpack(struct gr_exact *out, const void *from, size_t size);

#define gr_auto_exact GR_CLEANUP(gr_exact_clear) /* for a local `struct gr_exact x = GR_EXACT_ZERO` */

#endif
