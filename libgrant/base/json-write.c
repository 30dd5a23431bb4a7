/* SPDX-License-Identifier: Apache-2.0 */
/* Values -> JSON text, canonical: two-space indent, order kept, non-ASCII as is. The one place that quotes. */
#include "base/json.h"

#include <string.h>

static void indent(struct gr_buf *out, unsigned depth)
{
	gr_buf_byte(out, '\n');
	for (unsigned i = 0; i < depth; i++)
		gr_buf_append(out, "  ", 2);
}

void gr_json_write_text(struct gr_buf *out, const char *text)
{
	static const char escapes[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";

	gr_buf_byte(out, '"');
	while (*text) {
		size_t plain = 0;
		const char *found;

		while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' && text[plain] != '\\')
			plain++;
		gr_buf_append(out, text, plain);
		text += plain;
		if (!*text)
			break;
		found = strchr(escapes, *text);
		if (found) {
			gr_buf_byte(out, '\\');
			gr_buf_byte(out, letters[found - escapes]);
		} else {
			gr_buf_printf(out, "\\u%04x", (unsigned char)*text);
		}
		text++;
	}
	gr_buf_byte(out, '"');
}

static void write_many(struct gr_buf *out, const gr_value *value, unsigned depth)
{
	bool is_map = gr_value_is(value, GR_MAP);
	size_t count = gr_value_count(value);

	gr_buf_byte(out, is_map ? '{' : '[');
	for (size_t i = 0; i < count; i++) {
		indent(out, depth + 1);
		if (is_map) {
			gr_json_write_text(out, gr_value_key(value, i));
			gr_buf_append(out, ": ", 2);
		}
		gr_json_write_inner(out, gr_value_item(value, i), depth + 1);
		if (i + 1 < count)
			gr_buf_byte(out, ',');
	}
	if (count)
		indent(out, depth);
	gr_buf_byte(out, is_map ? '}' : ']');
}

void gr_json_write_inner(struct gr_buf *out, const gr_value *value, unsigned depth)
{
	switch (gr_value_type(value)) {
	case GR_NULL:
		gr_buf_append(out, "null", 4);
		break;
	case GR_BOOL:
		gr_buf_text_append(out, gr_value_true(value) ? "true" : "false");
		break;
	case GR_NUMBER:
		gr_buf_text_append(out, gr_value_text(value));
		break;
	case GR_TEXT:
		gr_json_write_text(out, gr_value_text(value));
		break;
	case GR_LIST:
	case GR_MAP:
		write_many(out, value, depth);
		break;
	}
}

void gr_json_write(struct gr_buf *out, const gr_value *value)
{
	gr_json_write_inner(out, value, 0);
	gr_buf_byte(out, '\n');
}
