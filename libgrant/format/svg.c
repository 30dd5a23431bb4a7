/* SPDX-License-Identifier: Apache-2.0 */
/* Shapes of SVG. Not here: what they show (chart-ranks.c, chart-grades.c). */
#include "format/svg.h"

#include "base/text.h"

static bool is_xml(int32_t code_point)
{
	return code_point == '\t' || code_point == '\n' || code_point == '\r' || (code_point >= 0x20 && code_point != 0xFFFE &&
	                                                                          code_point != 0xFFFF);
}

void gr_svg_escape(struct gr_buf *out, const char *text)
{
	const char *at = text;
	int32_t code_point;

	for (const char *start = at; (code_point = gr_utf8_next(&at)) > 0; start = at) {
		if (code_point == '&')
			gr_buf_text_append(out, "&amp;");
		else if (code_point == '<')
			gr_buf_text_append(out, "&lt;");
		else if (code_point == '>')
			gr_buf_text_append(out, "&gt;");
		else if (code_point == '"')
			gr_buf_text_append(out, "&quot;");
		else if (is_xml(code_point))
			gr_buf_append(out, start, (size_t)(at - start));
	}
}

void gr_svg_begin(struct gr_buf *out, int width, int height, const char *title)
{
	gr_buf_text_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	gr_buf_printf(out,
	              "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
	              "role=\"img\">\n<title>",
	              width, height, width, height);
	gr_svg_escape(out, title);
	gr_buf_text_append(out, "</title>\n<style>\n"
	                        "text { font-family: sans-serif; font-size: 12px; fill: #222 }\n"
	                        ".head { font-size: 16px; font-weight: bold }\n"
	                        ".small { font-size: 11px; fill: #555 }\n"
	                        ".light { font-size: 11px; fill: #fff }\n"
	                        ".dark { font-size: 11px; fill: #111 }\n"
	                        ".grid { stroke: #ddd; stroke-width: 1 }\n"
	                        ".line { stroke: #d55e00; stroke-width: 2; stroke-dasharray: 6 4 }\n"
	                        ".sure { stroke: #0072b2; fill: #0072b2 }\n"
	                        ".unsure { stroke: #b36b00; fill: #fff }\n"
	                        ".thin { stroke-width: 1 }\n"
	                        ".thick { stroke-width: 5 }\n"
	                        "</style>\n");
	gr_buf_printf(out, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", width, height);
}

void gr_svg_end(struct gr_buf *out)
{
	gr_buf_text_append(out, "</svg>\n");
}

void gr_svg_text(struct gr_buf *out, const struct gr_svg_text *place, const char *text)
{
	gr_buf_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\"", place->x, place->y, place->anchor);
	if (place->style)
		gr_buf_printf(out, " class=\"%s\"", place->style);
	if (place->turned)
		gr_buf_printf(out, " transform=\"rotate(%d %d %d)\"", place->turned, place->x, place->y);
	gr_buf_byte(out, '>');
	gr_svg_escape(out, text);
	gr_buf_text_append(out, "</text>\n");
}

void gr_svg_line(struct gr_buf *out, const int ends[4], const char *style)
{
	gr_buf_printf(out, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" class=\"%s\"/>\n", ends[0], ends[1], ends[2], ends[3], style);
}
