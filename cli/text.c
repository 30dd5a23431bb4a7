/* SPDX-License-Identifier: Apache-2.0 */
/* Memory and text of the program. Not here: columns on a screen (width.c). */
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include <utf8proc.h>

static _Noreturn void no_memory(void)
{
	fputs("grant: no memory\n", stderr);
	_Exit(EXIT_ENVIRONMENT);
}

void *memory_new(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		no_memory();
	return memory;
}

void *memory_grow(void *old, size_t count, size_t size)
{
	void *memory = reallocarray(old, count, size);

	if (!memory)
		no_memory();
	return memory;
}

char *text_copy_size(const char *text, size_t size)
{
	char *copy = memory_new(size + 1, 1);

	memcpy(copy, text, size);
	return copy;
}

char *text_copy(const char *text)
{
	return text_copy_size(text, strlen(text));
}

char *text_format(const char *format, ...)
{
	va_list arguments;
	char *text;
	int size;

	va_start(arguments, format);
	size = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (size < 0)
		no_memory();
	return text;
}

bool text_starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

int64_t text_ordinal(const char *text)
{
	size_t size = strlen(text);

	return size >= 1 && size <= 4 && strspn(text, "0123456789") == size ? strtoll(text, NULL, 10) : 0;
}

char *text_trim(char *text)
{
	size_t size;

	text += strspn(text, " \t\r\n");
	size = strlen(text);
	while (size > 0 && strchr(" \t\r\n", text[size - 1]))
		text[--size] = '\0';
	return text;
}

/* Characters that move the cursor, change colours or turn the direction of writing. */
static bool is_harmful(utf8proc_int32_t point)
{
	return point < 0x20 || (point >= 0x7f && point <= 0x9f) || point == 0x061c ||
	       (point >= 0x200e && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069) || point == 0xfeff;
}

/* What stands for a character that a terminal must not get; NULL: it may have it. */
static const char *mark_of(utf8proc_int32_t point, const char *kept)
{
	if (point < 0x80 && strchr(kept, (char)point))
		return NULL;
	if (point == '\n')
		return "\xe2\x86\xb5";
	return is_harmful(point) ? "\xef\xbf\xbd" : NULL;
}

static char *make_safe(const char *text, const char *kept)
{
	const unsigned char *at = (const unsigned char *)text;
	char *safe = memory_new(strlen(text) * 3 + 1, 1);
	size_t size = 0;

	while (*at) {
		utf8proc_int32_t point;
		utf8proc_ssize_t taken = utf8proc_iterate(at, -1, &point);
		const char *mark = taken < 1 ? "\xef\xbf\xbd" : mark_of(point, kept);

		if (taken < 1)
			taken = 1;
		memcpy(safe + size, mark ? mark : (const char *)at, mark ? 3 : (size_t)taken);
		size += mark ? 3 : (size_t)taken;
		at += taken;
	}
	safe[size] = '\0';
	return safe;
}

char *text_safe(const char *text)
{
	return make_safe(text, "");
}

char *text_safe_lines(const char *text)
{
	return make_safe(text, "\n");
}

char *text_safe_document(const char *text)
{
	return make_safe(text, "\n\t");
}

bool text_is_utf8(const char *text, size_t size)
{
	const unsigned char *at = (const unsigned char *)text;

	while (size > 0) {
		utf8proc_int32_t point;
		utf8proc_ssize_t taken = utf8proc_iterate(at, (utf8proc_ssize_t)size, &point);

		if (taken < 1)
			return false;
		at += taken;
		size -= (size_t)taken;
	}
	return true;
}

char *file_read(const char *path, size_t limit)
{
	cleanup_file FILE *file = fopen(path, "re");
	cleanup_text char *bytes = NULL;
	char *whole;
	size_t size = 0;

	if (!file)
		return NULL;
	bytes = memory_new(limit + 1, 1);
	size = fread(bytes, 1, limit + 1, file);
	if (ferror(file))
		return NULL;
	if (size > limit) {
		errno = EFBIG;
		return NULL;
	}
	whole = text_copy_size(bytes, size);
	return whole;
}
