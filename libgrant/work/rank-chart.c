/* SPDX-License-Identifier: Apache-2.0 */
/* A ranking's charts. Not here: how they are drawn (format). */
#include <grant/ranking.h>

#include <string.h>

#include "base/error.h"
#include "format/chart.h"
#include "work/handle.h"

int grant_rank_chart(char **out, const grant_record *ranking, const char *chart)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	const gr_value *told = gr_value_of(ranking);
	int r = 0;

	gr_error_clear();
	if (!out || !ranking || !chart)
		return gr_fail(GRANT_EINVALID, _("a chart takes a ranking, its name and a place for it"));
	if (!gr_map_get(told, "report"))
		return gr_fail(GRANT_EINVALID, _("a chart takes a ranking with its report"));
	if (strcmp(chart, "ranks") == 0)
		gr_chart_ranks(&text, told);
	else if (strcmp(chart, "grades") == 0)
		r = gr_chart_grades(&text, told);
	else
		return gr_fail(GRANT_ENOTFOUND, _("there is no chart “%s”; there are ranks and grades"), chart);
	if (r == 0)
		r = gr_buf_ok(&text);
	if (r == 0)
		*out = gr_buf_steal(&text);
	return r;
}
