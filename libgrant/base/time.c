/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times (RFC 3339) and dates (ISO 8601) as text and as numbers. Days are counted by the usual arithmetic of the
 * proleptic Gregorian calendar with years that begin in March. Not here: what day it is.
 */
#include "base/time.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include <grant/value.h>

#include "base/error.h"

#define DAY 86400

static int64_t days_from_civil(int64_t year, int64_t month, int64_t day)
{
	int64_t era, of_era, of_year;

	year -= month <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	of_era = year - era * 400;
	of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static void civil_from_days(int64_t days, int *year, int *month, int *day)
{
	int64_t era, of_era, of_year, years, m;

	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	of_era = days - era * 146097;
	years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * years + years / 4 - years / 100);
	m = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = (int)(m < 10 ? m + 3 : m - 9);
	*year = (int)(years + era * 400 + (*month <= 2));
}

/* Exactly `count` digits; -1 when there are not. */
static int number(const char **at, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++, (*at)++) {
		if (**at < '0' || **at > '9')
			return -1;
		value = value * 10 + (**at - '0');
	}
	return value;
}

static bool mark(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static int days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

static bool read_date(int64_t *days, const char **at)
{
	int year = number(at, 4), month, day;

	if (year < 1 || !mark(at, '-'))
		return false;
	month = number(at, 2);
	if (month < 1 || month > 12 || !mark(at, '-'))
		return false;
	day = number(at, 2);
	if (day < 1 || day > days_in(year, month))
		return false;
	*days = days_from_civil(year, month, day);
	return true;
}

/* "Z" or "+08:00". */
static bool read_offset(int *minutes, const char **at)
{
	int sign, hours, rest;

	if (mark(at, 'Z')) {
		*minutes = 0;
		return true;
	}
	sign = **at == '-' ? -1 : 1;
	if (**at != '+' && **at != '-')
		return false;
	(*at)++;
	hours = number(at, 2);
	if (hours < 0 || hours > 23 || !mark(at, ':'))
		return false;
	rest = number(at, 2);
	if (rest < 0 || rest > 59)
		return false;
	*minutes = sign * (hours * 60 + rest);
	return true;
}

static bool read_clock(int64_t *seconds, const char **at)
{
	int hour = number(at, 2), minute, second;

	if (hour < 0 || hour > 23 || !mark(at, ':'))
		return false;
	minute = number(at, 2);
	if (minute < 0 || minute > 59 || !mark(at, ':'))
		return false;
	second = number(at, 2);
	if (second < 0 || second > 59)
		return false;
	*seconds = hour * 3600 + minute * 60 + second;
	return true;
}

int gr_time_parse(struct gr_time *out, const char *text)
{
	const char *at = text ? text : "";
	int64_t days, seconds;
	int offset;

	if (!read_date(&days, &at) || !mark(&at, 'T') || !read_clock(&seconds, &at) || !read_offset(&offset, &at) ||
	    *at)
		return gr_fail(GRANT_EINPUT, _("“%s” is no time; write it such as 2018-03-31T17:30:00+08:00"),
		               text ? text : "");
	out->seconds = days * DAY + seconds - offset * 60;
	out->offset = offset;
	return 0;
}

/* Without snprintf(), which took a fortieth of what an act costs. */
static void put_digits(char *out, int count, int number)
{
	for (; count > 0; number /= 10)
		out[--count] = (char)('0' + number % 10);
}

void gr_time_format(char out[GR_TIME_TEXT_SIZE], struct gr_time time)
{
	int64_t local = time.seconds + time.offset * 60, days = gr_time_date(time), rest = local - days * DAY;
	int offset = time.offset < 0 ? -time.offset : time.offset, year, month, day;

	civil_from_days(days, &year, &month, &day);
	strcpy(out, "0000-00-00T00:00:00+00:00");
	put_digits(out, 4, year < 0 ? 0 : year);
	put_digits(out + 5, 2, month);
	put_digits(out + 8, 2, day);
	put_digits(out + 11, 2, (int)(rest / 3600));
	put_digits(out + 14, 2, (int)(rest / 60 % 60));
	put_digits(out + 17, 2, (int)(rest % 60));
	out[19] = time.offset < 0 ? '-' : '+';
	put_digits(out + 20, 2, offset / 60 % 24);
	put_digits(out + 23, 2, offset % 60);
}

int gr_date_parse(int64_t *days, const char *text)
{
	const char *at = text ? text : "";
	int64_t parsed;

	if (!read_date(&parsed, &at) || *at)
		return gr_fail(GRANT_EINPUT, _("“%s” is no date; write it such as 2018-03-31"), text ? text : "");
	*days = parsed;
	return 0;
}

void gr_date_format(char out[GR_DATE_TEXT_SIZE], int64_t days)
{
	int year, month, day;

	civil_from_days(days, &year, &month, &day);
	snprintf(out, GR_DATE_TEXT_SIZE, "%04d-%02d-%02d", year % 10000, month, day);
}

int64_t gr_time_date(struct gr_time time)
{
	int64_t local = time.seconds + time.offset * 60;

	return local >= 0 ? local / DAY : -((-local + DAY - 1) / DAY);
}

int gr_date_weekday(int64_t days)
{
	int64_t weekday = (days + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(weekday < 0 ? weekday + 7 : weekday);
}

int grant_time_parse(int64_t *seconds, int *offset_minutes, const char *text)
{
	struct gr_time time;
	int r;

	gr_error_clear();
	r = gr_time_parse(&time, text);
	if (r < 0)
		return r;
	*seconds = time.seconds;
	if (offset_minutes)
		*offset_minutes = time.offset;
	return 0;
}

int64_t gr_monotonic_ms(void)
{
	struct timespec now = { 0, 0 };

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
