/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_EXACT_BIG_H
#define GR_BASE_EXACT_BIG_H

/* The long way of exact.c, over libtommath. For exact.c and exact-text.c only. */

#include "base/exact.h"

enum gr_big_operation { GR_BIG_ADD, GR_BIG_SUB, GR_BIG_MUL, GR_BIG_DIV, GR_BIG_FLOOR, GR_BIG_ROOT };

/* FLOOR and ROOT (of a whole number) use `a` alone. The result goes back to the short form when it fits. */
int gr_big_apply(struct gr_exact *out, enum gr_big_operation operation, const struct gr_exact *a,
                 const struct gr_exact *b);
int gr_big_compare(const struct gr_exact *a, const struct gr_exact *b);
int gr_big_sign(const struct gr_exact_big *big);
bool gr_big_is_whole(const struct gr_exact_big *big);
void gr_big_free(struct gr_exact_big *big);

/* Decimal digits of numerator and denominator; `denominator` may be NULL. */
int gr_big_text(struct gr_buf *numerator, struct gr_buf *denominator, const struct gr_exact *a);
/* "-12" digits -> a whole number of any size. */
int gr_big_from_digits(struct gr_exact *out, const char *digits);

size_t gr_big_packed_size(const struct gr_exact_big *big);
void gr_big_pack(void *to, const struct gr_exact_big *big);
int gr_big_unpack(struct gr_exact *out, const void *from, size_t size);

#endif
