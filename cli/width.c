/* SPDX-License-Identifier: Apache-2.0 */
/* Columns on a screen: Chinese characters take two. Not for text as such (text.c). */
#include "width.h"

#include <string.h>

#include <utf8proc.h>

#include "text.h"

#define ELLIPSIS "…"

/* One character: its bytes and its columns. Bytes that are no UTF-8 count as one column each. */
static size_t step(const char *text, size_t *columns)
{
	utf8proc_int32_t point;
	utf8proc_ssize_t taken = utf8proc_iterate((const unsigned char *)text, -1, &point);

	if (taken < 1) {
		*columns = 1;
		return 1;
	}
	*columns = (size_t)utf8proc_charwidth(point);
	return (size_t)taken;
}

size_t width_of(const char *text)
{
	size_t width = 0, columns;

	while (*text) {
		text += step(text, &columns);
		width += columns;
	}
	return width;
}

/* How many bytes fit into that many columns. */
size_t width_fit(const char *text, size_t columns)
{
	size_t size = 0, used = 0, more;

	while (text[size]) {
		size_t taken = step(text + size, &more);

		if (used + more > columns)
			break;
		used += more;
		size += taken;
	}
	return size;
}

char *width_cut(const char *text, size_t columns)
{
	size_t size;

	if (width_of(text) <= columns)
		return text_copy(text);
	size = width_fit(text, columns > 0 ? columns - 1 : 0);
	return text_format("%.*s" ELLIPSIS, (int)size, text);
}

static void blanks(FILE *file, size_t count)
{
	for (size_t i = 0; i < count; i++)
		putc(' ', file);
}

void width_put(FILE *file, const char *text, size_t columns, bool to_the_right)
{
	size_t width = width_of(text);
	size_t gap = columns > width ? columns - width : 0;

	if (to_the_right)
		blanks(file, gap);
	fputs(text, file);
	if (!to_the_right)
		blanks(file, gap);
}

/* Where to break a line that is too long: after the last blank that fits, else where it is full. */
static size_t break_at(const char *line, size_t fits)
{
	for (size_t i = fits; i > fits / 2; i--)
		if (line[i - 1] == ' ')
			return i;
	return fits;
}

static void wrap_line(FILE *file, const char *line, size_t columns, size_t indent)
{
	while (columns > 0 && width_of(line) > columns) {
		size_t fits = width_fit(line, columns);
		size_t size = break_at(line, fits > 0 ? fits : 1);

		fprintf(file, "%.*s\n", (int)size, line);
		blanks(file, indent);
		line += size;
	}
	fprintf(file, "%s\n", line);
}

void width_wrap(FILE *file, const char *text, size_t columns, size_t indent)
{
	cleanup_text char *copy = text_copy(text);
	char *rest = copy, *line;
	bool first = true;

	/* Too narrow to be read is worse than too wide. */
	if (columns > 0 && columns < 20)
		columns = 20;
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (!first)
			blanks(file, indent);
		wrap_line(file, line, columns, indent);
		first = false;
	}
}
