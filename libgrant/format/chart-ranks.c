/* SPDX-License-Identifier: Apache-2.0 */
/* Expected ranks with their intervals (a caterpillar plot). Not here: the heat map (chart-grades.c). */
#include "format/chart.h"

#include <stdio.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "format/svg.h"

#define LEFT 110
#define TOP 84
#define ACROSS 600
#define RIGHT 40
#define BELOW 56
#define LABELLED_MOST 400 /* rows that have room for the application's id */
#define E4 10000

struct ranks {
	struct gr_buf *out;
	const gr_value *ranking, *results, *group;
	size_t known; /* applications with an expected rank: the ranks that there are */
	int row;      /* height of one */
};

static int64_t number_at(const gr_value *value, const char *path)
{
	const char *text = gr_value_text(gr_value_at(value, path));
	int64_t e4 = 0;

	if (text && gr_score_parse(&e4, text) < 0)
		gr_error_clear();
	return e4;
}

static int column_of(const struct ranks *ranks, int64_t rank_e4)
{
	int64_t last = (int64_t)ranks->known - 1;

	return LEFT + (int)(last > 0 ? (rank_e4 - E4) * ACROSS / (last * E4) : ACROSS / 2);
}

/* ---- axis and line ---- */

/* 1, then whole multiples of a round number: twelve at most. */
static void draw_axis(const struct ranks *ranks, int bottom)
{
	static const size_t steps[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000 };
	size_t step = 0;

	while (step + 1 < GR_COUNT(steps) && ranks->known / steps[step] > 12)
		step++;
	for (size_t rank = 1; rank <= ranks->known; rank = rank == 1 && steps[step] > 1 ? steps[step] : rank + steps[step]) {
		int x = column_of(ranks, (int64_t)rank * E4);
		char text[24];

		snprintf(text, sizeof(text), "%zu", rank);
		gr_svg_line(ranks->out, (const int[]){ x, TOP - 8, x, bottom }, "grid");
		gr_svg_text(ranks->out, &(struct gr_svg_text){ x, TOP - 14, "middle", "small", 0 }, text);
	}
}

static void draw_line(const struct ranks *ranks, int bottom)
{
	int64_t rank = number_at(ranks->ranking, "line.expected_rank");
	int x = column_of(ranks, rank);

	if (rank > 0)
		gr_svg_line(ranks->out, (const int[]){ x, TOP - 8, x, bottom }, "line");
}

/* ---- rows ---- */

static void draw_tip(struct gr_buf *out, const gr_value *result)
{
	gr_buf_text_append(out, "<title>");
	gr_svg_escape(out, gr_map_text(result, "application"));
	if (gr_map_text(result, "title")) {
		gr_buf_text_append(out, " ");
		gr_svg_escape(out, gr_map_text(result, "title"));
	}
	gr_buf_printf(out, " (%s)</title>\n", gr_map_text(result, "expected_rank"));
}

static void draw_row(const struct ranks *ranks, const gr_value *result, int y)
{
	const char *id = gr_map_text(result, "application");
	const char *side = gr_list_has(ranks->group, id) ? "unsure" : "sure";
	int rank = column_of(ranks, number_at(result, "expected_rank"));
	char style[32];

	gr_buf_text_append(ranks->out, "<g>");
	draw_tip(ranks->out, result);
	snprintf(style, sizeof(style), "%s thin", side);
	gr_svg_line(ranks->out,
	            (const int[]){ column_of(ranks, number_at(result, "rank_90.0")), y, column_of(ranks, number_at(result, "rank_90.1")), y },
	            style);
	snprintf(style, sizeof(style), "%s thick", side);
	gr_svg_line(ranks->out,
	            (const int[]){ column_of(ranks, number_at(result, "rank_50.0")), y, column_of(ranks, number_at(result, "rank_50.1")), y },
	            style);
	gr_buf_printf(ranks->out, "<circle cx=\"%d\" cy=\"%d\" r=\"%d\" class=\"%s\" stroke-width=\"2\"/>\n", rank, y,
	              ranks->row >= 14 ? 5 : 2, side);
	if (ranks->row >= 10)
		gr_svg_text(ranks->out, &(struct gr_svg_text){ LEFT - 14, y + 4, "end", ranks->row < 14 ? "small" : NULL, 0 }, id);
	gr_buf_text_append(ranks->out, "</g>\n");
}

/* ---- the whole ---- */

static void draw_legend(const struct ranks *ranks, int y)
{
	struct gr_svg_text place = { LEFT, y, "start", "small", 0 };

	gr_svg_text(ranks->out, &place, _("Dot: expected rank. Thick: 50 %, thin: 90 % of what is probable."));
	if (number_at(ranks->ranking, "line.expected_rank") == 0)
		return;
	place.y += 18;
	gr_svg_text(ranks->out, &place, _("Dashed: the line. Hollow dots cannot be told apart from it."));
}

static int row_height(size_t known)
{
	if (known <= 100)
		return 20;
	return known <= LABELLED_MOST ? 12 : 4;
}

void gr_chart_ranks(struct gr_buf *out, const gr_value *ranking)
{
	struct ranks ranks = {
		.out = out,
		.ranking = ranking,
		.results = gr_map_get(ranking, "results"),
		.group = gr_map_get(ranking, "group"),
	};
	int y = TOP, bottom;

	for (size_t i = 0; i < gr_value_count(ranks.results); i++)
		ranks.known += gr_map_text(gr_value_item(ranks.results, i), "expected_rank") != NULL;
	ranks.row = row_height(ranks.known);
	bottom = TOP + (int)ranks.known * ranks.row;
	gr_svg_begin(out, LEFT + ACROSS + RIGHT, bottom + BELOW, _("Expected ranks"));
	gr_svg_text(out, &(struct gr_svg_text){ LEFT, 32, "start", "head", 0 }, _("Expected ranks"));
	draw_axis(&ranks, bottom);
	draw_line(&ranks, bottom);
	for (size_t i = 0; i < gr_value_count(ranks.results); i++) {
		const gr_value *result = gr_value_item(ranks.results, i);

		if (!gr_map_text(result, "expected_rank"))
			continue;
		draw_row(&ranks, result, y + ranks.row / 2);
		y += ranks.row;
	}
	draw_legend(&ranks, bottom + 24);
	gr_svg_end(out);
}
