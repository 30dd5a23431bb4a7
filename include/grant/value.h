/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_VALUE_H
#define GRANT_VALUE_H

/*
 * Money, scores and times as numbers and as text. No binary floating point anywhere.
 * Threads: anywhere.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

/**
 * Read an amount of money.
 *
 * @param fen  out: hundredths of the currency's unit
 * @param text a decimal with at most two places, such as "50000" or "50000.00"; no sign, no separators
 * @return 0 · GRANT_EINPUT not an amount, more than two places, or out of range
 * @since 0.1
 */
GRANT_API int grant_money_parse(int64_t *fen, const char *text);

/**
 * Write an amount with two places, such as "50000.00".
 *
 * @param out  out: yours, grant_string_free()
 * @param fen  hundredths of the currency's unit
 * @return 0 · GRANT_ENOMEM
 * @since 0.1
 */
GRANT_API int grant_money_format(char **out, int64_t fen);

/**
 * Read a score.
 *
 * @param e4   out: ten-thousandths
 * @param text a decimal with at most four places, such as "18.5"
 * @return 0 · GRANT_EINPUT not a decimal, more than four places, or out of range
 * @since 0.1
 */
GRANT_API int grant_score_parse(int64_t *e4, const char *text);

/**
 * Write a score without superfluous zeros, such as "18.5".
 *
 * @param out  out: yours, grant_string_free()
 * @param e4   ten-thousandths
 * @return 0 · GRANT_ENOMEM
 * @since 0.1
 */
GRANT_API int grant_score_format(char **out, int64_t e4);

/**
 * Read a time of RFC 3339 with an offset, such as "2018-03-31T17:30:00+08:00".
 *
 * @param seconds        out: seconds since 1970-01-01T00:00:00Z
 * @param offset_minutes out: the offset that was written, in minutes east; may be NULL
 * @param text           the time
 * @return 0 · GRANT_EINPUT not such a time
 * @since 0.1
 */
GRANT_API int grant_time_parse(int64_t *seconds, int *offset_minutes, const char *text);

GRANT_END_DECLS

#endif
