/* SPDX-License-Identifier: Apache-2.0 */
/* What each reviewer gave each application (a heat map). Not here: expected ranks (chart-ranks.c). */
#include "format/chart.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "format/svg.h"

#define LEFT 110
#define RIGHT 40
#define HEAD 56
#define BELOW 64
#define ROOMY 40  /* reviewers at most for cells that have room for a number */

struct grades {
	struct gr_buf *out;
	const gr_value *results;
	const char **persons; /* in order of id */
	size_t person_count;
	int64_t low_e4, high_e4;
	int width, height;    /* of a cell */
	int top;              /* of the first row: below the reviewers' ids, which stand upright */
};

static int64_t number_of(const char *text)
{
	int64_t e4 = 0;

	if (text && gr_score_parse(&e4, text) < 0)
		gr_error_clear();
	return e4;
}

/* ---- persons ---- */

/* Borrowed from the ranking. */
static int add_person(struct grades *grades, gr_value *seen, const char *person)
{
	size_t count = grades->person_count;

	if (gr_map_get(seen, person))
		return 0;
	if ((count & (count - 1)) == 0) { /* full at every power of two */
		const char **more = gr_resize_array(grades->persons, count > 0 ? count * 2 : 1, sizeof(*more));

		if (!more)
			return GRANT_ENOMEM;
		grades->persons = more;
	}
	grades->persons[grades->person_count++] = person;
	return gr_map_set_bool(seen, person, true);
}

static int collect_persons(struct grades *grades)
{
	gr_auto_value gr_value *seen = gr_map_new();
	int r = seen ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; i < gr_value_count(grades->results); i++) {
		const gr_value *given = gr_map_get(gr_value_item(grades->results, i), "grades");

		for (size_t k = 0; r == 0 && k < gr_value_count(given); k++)
			r = add_person(grades, seen, gr_value_key(given, k));
	}
	gr_sort(grades->persons, grades->person_count, sizeof(*grades->persons), gr_compare_texts);
	return r;
}

/* ---- colours ---- */

/* Of 1000 steps from light to dark. */
static int step_of(const struct grades *grades, int64_t grade)
{
	int64_t range = grades->high_e4 - grades->low_e4;

	if (range <= 0 || grade <= grades->low_e4)
		return 0;
	return grade >= grades->high_e4 ? 1000 : (int)((grade - grades->low_e4) * 1000 / range);
}

static void put_colour(struct gr_buf *out, int step)
{
	static const int light[] = { 247, 251, 255 }, dark[] = { 8, 48, 107 };

	gr_buf_printf(out, "#%02x%02x%02x", light[0] + (dark[0] - light[0]) * step / 1000, light[1] + (dark[1] - light[1]) * step / 1000,
	              light[2] + (dark[2] - light[2]) * step / 1000);
}

static void draw_cell(const struct grades *grades, int x, int y, const char *grade)
{
	int step = step_of(grades, number_of(grade));

	gr_buf_printf(grades->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"", x, y, grades->width - 1, grades->height - 1);
	put_colour(grades->out, step);
	gr_buf_text_append(grades->out, grades->width >= 12 ? "\" stroke=\"#ccc\"/>\n" : "\"/>\n");
	if (grades->width >= 24)
		gr_svg_text(grades->out,
		            &(struct gr_svg_text){ x + grades->width / 2, y + grades->height / 2 + 4, "middle",
		                                   step > 500 ? "light" : "dark", 0 },
		            grade);
}

/* ---- rows and columns ---- */

static void draw_row(const struct grades *grades, const gr_value *result, int y)
{
	const gr_value *given = gr_map_get(result, "grades");

	gr_buf_text_append(grades->out, "<g><title>");
	gr_svg_escape(grades->out, gr_map_text(result, "application"));
	gr_buf_byte(grades->out, ' ');
	gr_svg_escape(grades->out, gr_map_text(result, "title") ? gr_map_text(result, "title") : "");
	gr_buf_text_append(grades->out, "</title>\n");
	if (grades->height >= 10)
		gr_svg_text(grades->out, &(struct gr_svg_text){ LEFT - 8, y + grades->height / 2 + 4, "end", "small", 0 },
		            gr_map_text(result, "application"));
	for (size_t i = 0; i < grades->person_count; i++)
		if (gr_map_text(given, grades->persons[i]))
			draw_cell(grades, LEFT + (int)i * grades->width, y, gr_map_text(given, grades->persons[i]));
	gr_buf_text_append(grades->out, "</g>\n");
}

static int longest_name(const struct grades *grades)
{
	size_t longest = 0;

	for (size_t i = 0; i < grades->person_count; i++)
		longest = strlen(grades->persons[i]) > longest ? strlen(grades->persons[i]) : longest;
	return (int)longest;
}

static void draw_names(const struct grades *grades)
{
	for (size_t i = 0; i < grades->person_count && grades->width >= 12; i++)
		gr_svg_text(grades->out,
		            &(struct gr_svg_text){ LEFT + (int)i * grades->width + grades->width / 2 + 4, grades->top - 8, "start",
		                                   "small", -90 },
		            grades->persons[i]);
}

static void draw_legend(const struct grades *grades, int y)
{
	char low[GR_DECIMAL_TEXT_SIZE], high[GR_DECIMAL_TEXT_SIZE];

	gr_score_format(low, grades->low_e4);
	gr_score_format(high, grades->high_e4);
	gr_svg_text(grades->out, &(struct gr_svg_text){ LEFT + 34, y, "end", "small", 0 }, low);
	for (int i = 0; i <= 10; i++) {
		gr_buf_printf(grades->out, "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"", LEFT + 40 + i * 12, y - 10);
		put_colour(grades->out, i * 100);
		gr_buf_text_append(grades->out, "\"/>\n");
	}
	gr_svg_text(grades->out, &(struct gr_svg_text){ LEFT + 40 + 11 * 12 + 8, y, "start", "small", 0 }, high);
	gr_svg_text(grades->out, &(struct gr_svg_text){ LEFT, y + 20, "start", "small", 0 },
	            _("Points of each reviewer, applications in the order of the ranking; blank: no complete review."));
}

/* ---- the whole ---- */

int gr_chart_grades(struct gr_buf *out, const gr_value *ranking)
{
	struct grades grades = { .out = out, .results = gr_map_get(ranking, "results") };
	int width, bottom, r = collect_persons(&grades);

	if (r < 0) {
		gr_free(grades.persons);
		return r;
	}
	grades.low_e4 = number_of(gr_value_text(gr_value_at(ranking, "report.scale.low")));
	grades.high_e4 = number_of(gr_value_text(gr_value_at(ranking, "report.scale.high")));
	grades.width = grades.person_count <= ROOMY ? 36 : grades.person_count <= 200 ? 12 : 4;
	grades.height = gr_value_count(grades.results) <= 400 ? 18 : 4;
	width = LEFT + (int)grades.person_count * grades.width + RIGHT;
	width = width < 640 ? 640 : width;
	grades.top = HEAD + 16 + longest_name(&grades) * 7;
	bottom = grades.top + (int)gr_value_count(grades.results) * grades.height;
	gr_svg_begin(out, width, bottom + BELOW, _("Scores by reviewer"));
	gr_svg_text(out, &(struct gr_svg_text){ LEFT, 32, "start", "head", 0 }, _("Scores by reviewer"));
	draw_names(&grades);
	for (size_t i = 0; i < gr_value_count(grades.results); i++)
		draw_row(&grades, gr_value_item(grades.results, i), grades.top + (int)i * grades.height);
	draw_legend(&grades, bottom + 28);
	gr_svg_end(out);
	gr_free(grades.persons);
	return 0;
}
