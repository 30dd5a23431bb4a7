/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_TIME_H
#define GR_BASE_TIME_H

/* RFC 3339 times with an offset, and calendar dates. No time zone data: the offset is in the text. */

#include "base/base.h"

struct gr_time {
	int64_t seconds; /* since 1970-01-01T00:00:00Z */
	int offset;      /* minutes east */
};

#define GR_TIME_TEXT_SIZE 32
#define GR_DATE_TEXT_SIZE 16

int gr_time_parse(struct gr_time *out, const char *text); /* "2018-03-31T17:30:00+08:00" or "...Z"; GRANT_EINPUT */
void gr_time_format(char out[GR_TIME_TEXT_SIZE], struct gr_time time);

/* Dates as days since 1970-01-01, proleptic Gregorian, years 1 to 9999. */
int gr_date_parse(int64_t *days, const char *text); /* "2018-03-31"; GRANT_EINPUT */
void gr_date_format(char out[GR_DATE_TEXT_SIZE], int64_t days);
int64_t gr_time_date(struct gr_time time);      /* the local day of that time */
int gr_date_weekday(int64_t days);              /* 0 Monday ... 6 Sunday */

/* Milliseconds since some moment: for limits and pauses. */
int64_t gr_monotonic_ms(void);

#endif
