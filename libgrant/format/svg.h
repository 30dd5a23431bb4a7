/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_FORMAT_SVG_H
#define GR_FORMAT_SVG_H

/* The few shapes that charts are made of. Not here: charts (chart.h). */

#include "base/buf.h"

/* Text as XML: escaped, and without the characters that XML has no way to write. */
void gr_svg_escape(struct gr_buf *out, const char *text);

/* The document's beginning with its title and its background, and its end. */
void gr_svg_begin(struct gr_buf *out, int width, int height, const char *title);
void gr_svg_end(struct gr_buf *out);

struct gr_svg_text {
	int x, y;
	const char *anchor; /* "start", "middle" or "end" */
	const char *style;  /* a class */
	int turned;         /* by so many degrees about its place */
};
void gr_svg_text(struct gr_buf *out, const struct gr_svg_text *place, const char *text);

void gr_svg_line(struct gr_buf *out, const int ends[4], const char *style);

#endif
