/* SPDX-License-Identifier: Apache-2.0 */
/* Allocation in one place, so that a test can make the n-th fail. Not here: memory of other libraries. */
#include "base/mem.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static _Thread_local size_t fail_countdown; /* tests only; 0: never */

void gr_mem_fail_at(size_t n)
{
	fail_countdown = n;
}

static bool must_fail(void)
{
	if (fail_countdown == 0)
		return false;
	return --fail_countdown == 0;
}

/* glibc's calloc() goes past the list of what this thread freed last (2.36); large blocks come zeroed from the system. */
#define SMALL 1024

static void *alloc_zeroed(size_t size)
{
	void *block;

	if (size > SMALL)
		return calloc(1, size);
	block = malloc(size ? size : 1);
	return block ? memset(block, 0, size) : NULL;
}

void *gr_alloc(size_t size)
{
	void *block = must_fail() ? NULL : alloc_zeroed(size);

	if (!block)
		gr_fail_memory();
	return block;
}

void *gr_alloc_array(size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total)) {
		gr_fail_memory();
		return NULL;
	}
	return gr_alloc(total);
}

void *gr_resize(void *old, size_t size)
{
	void *block = must_fail() ? NULL : realloc(old, size ? size : 1);

	if (!block)
		gr_fail_memory();
	return block;
}

void *gr_resize_array(void *old, size_t count, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(count, size, &total)) {
		gr_fail_memory();
		return NULL;
	}
	return gr_resize(old, total);
}

void gr_free(void *block)
{
	free(block);
}

char *gr_strndup(const char *text, size_t size)
{
	char *copy;

	if (!text)
		return NULL;
	copy = gr_alloc(size + 1);
	if (copy)
		memcpy(copy, text, size);
	return copy;
}

char *gr_strdup(const char *text)
{
	return text ? gr_strndup(text, strlen(text)) : NULL;
}

char *gr_format(const char *format, ...)
{
	va_list arguments;
	char *text;
	int size;

	va_start(arguments, format);
	size = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (size < 0) {
		gr_fail_memory();
		return NULL;
	}
	text = gr_alloc((size_t)size + 1);
	if (!text)
		return NULL;
	va_start(arguments, format);
	vsnprintf(text, (size_t)size + 1, format, arguments);
	va_end(arguments);
	return text;
}

void gr_free_char_pointer(char **text)
{
	gr_free(*text);
}

int gr_compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void gr_sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	if (count > 1)
		qsort(items, count, size, compare);
}
