/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The round's calendar: its moments, its working days, its windows. Days are those of the round's own record; there is
 * no clock and no table of holidays here.
 */
#include "model/model.h"

#include <string.h>

#include "base/error.h"

static int read_moment(struct gr_time *out, const gr_value *round, const char *path)
{
	const char *text = gr_value_text(gr_value_at(round, path));

	if (!text)
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("the round has no %s"), path), path);
	return gr_error_in_field(gr_time_parse(out, text), path);
}

int gr_calendar_read(struct gr_calendar *out, const gr_value *round)
{
	struct gr_calendar calendar = { .has_review_until = false };
	int r;

	r = read_moment(&calendar.open, round, "calendar.open");
	if (r == 0)
		r = read_moment(&calendar.close, round, "calendar.close");
	if (r == 0 && gr_value_text(gr_value_at(round, "calendar.review_until"))) {
		r = read_moment(&calendar.review_until, round, "calendar.review_until");
		calendar.has_review_until = true;
	}
	if (r == 0)
		*out = calendar;
	return r;
}

static bool is_listed(const gr_value *days, int64_t day)
{
	char text[GR_DATE_TEXT_SIZE];

	gr_date_format(text, day);
	for (size_t i = 0; i < gr_value_count(days); i++) {
		const char *listed = gr_value_text(gr_value_item(days, i));

		if (listed && strcmp(listed, text) == 0)
			return true;
	}
	return false;
}

bool gr_is_working_day(const gr_value *round, int64_t day)
{
	const gr_value *calendar = gr_map_get(round, "calendar");

	if (is_listed(gr_map_get(calendar, "holidays"), day))
		return false;
	return gr_date_weekday(day) < 5 || is_listed(gr_map_get(calendar, "working_weekends"), day);
}

int64_t gr_window_end(const gr_value *round, int64_t day, int64_t count, const char *kind)
{
	if (!kind || strcmp(kind, "working") != 0)
		return day + (count > 0 ? count : 0);
	/* Ends: holidays are a list, and behind the last of them every weekday counts. */
	while (count > 0)
		if (gr_is_working_day(round, ++day))
			count--;
	return day;
}
