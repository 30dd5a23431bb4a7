/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_DECIMAL_H
#define GR_BASE_DECIMAL_H

/*
 * Decimals of fixed places in an int64_t: money in fen (two places), scores in ten-thousandths (four). Parsing is strict
 * and exact; arithmetic is checked. Not here: fractions (exact.h).
 */

#include "base/base.h"
#include "base/buf.h"

#define GR_DECIMAL_TEXT_SIZE 32

/* [-]digits[.digits], no "+", no separators, no superfluous leading zeros, at most `places` places. GRANT_EINPUT. */
int gr_decimal_parse(int64_t *out, const char *text, unsigned places);
/* With exactly `places` places, or without superfluous zeros when `trim`. */
void gr_decimal_format(char out[GR_DECIMAL_TEXT_SIZE], int64_t number, unsigned places, bool trim);

int gr_money_parse(int64_t *fen, const char *text);                     /* not negative */
void gr_money_format(char out[GR_DECIMAL_TEXT_SIZE], int64_t fen);      /* "50000.00" */
int gr_score_parse(int64_t *e4, const char *text);
void gr_score_format(char out[GR_DECIMAL_TEXT_SIZE], int64_t e4);       /* "18.5" */

/* A whole number, all of the text: "-12", "0007". false: none, or beyond 64 bits. */
bool gr_whole_parse(int64_t *out, const char *text);
/* Is it a decimal at all ("-12.50"), any length up to 64 characters; writes it without superfluous zeros. */
int gr_decimal_canonical(struct gr_buf *out, const char *text);
int gr_decimal_compare(const char *a, const char *b); /* two valid decimals as text */

/* GRANT_ELIMIT on overflow. */
int gr_add_checked(int64_t *out, int64_t a, int64_t b);
int gr_sub_checked(int64_t *out, int64_t a, int64_t b);
/* Whether a number lies some steps above the lowest; without a step (0) or beyond 64 bits everything does. */
bool gr_is_on_step(int64_t number, int64_t low, int64_t step);
/* floor(amount * numerator / denominator) with 128 bits between; all >= 0, denominator > 0. */
int gr_share_floor(int64_t *out, int64_t amount, int64_t numerator, int64_t denominator);

#endif
