/* SPDX-License-Identifier: Apache-2.0 */
/* The growable buffer. Not here: what is written into it. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

void gr_buf_reserve(struct gr_buf *buf, size_t more)
{
	size_t need, capacity = buf->capacity ? buf->capacity : 64;
	char *data;

	if (buf->failed || __builtin_add_overflow(buf->size, more, &need) || __builtin_add_overflow(need, 1, &need)) {
		buf->failed = true;
		return;
	}
	if (need <= buf->capacity)
		return;
	while (capacity < need)
		capacity = capacity > SIZE_MAX / 2 ? need : capacity * 2;
	data = gr_resize(buf->data, capacity);
	if (!data) {
		buf->failed = true;
		return;
	}
	buf->data = data;
	buf->capacity = capacity;
	buf->data[buf->size] = '\0';
}

void gr_buf_append(struct gr_buf *buf, const void *bytes, size_t size)
{
	if (buf->failed || size >= buf->capacity - buf->size || !buf->data)
		gr_buf_reserve(buf, size);
	if (buf->failed || size == 0)
		return;
	memcpy(buf->data + buf->size, bytes, size);
	buf->size += size;
	buf->data[buf->size] = '\0';
}

void gr_buf_text_append(struct gr_buf *buf, const char *text)
{
	gr_buf_append(buf, text, strlen(text));
}

void gr_buf_byte(struct gr_buf *buf, char byte)
{
	if (buf->failed || buf->size + 1 >= buf->capacity)
		gr_buf_reserve(buf, 1);
	if (buf->failed)
		return;
	buf->data[buf->size++] = byte;
	buf->data[buf->size] = '\0';
}

void gr_buf_printf(struct gr_buf *buf, const char *format, ...)
{
	va_list arguments;
	int size;

	va_start(arguments, format);
	size = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (size < 0) {
		buf->failed = true;
		return;
	}
	gr_buf_reserve(buf, (size_t)size);
	if (buf->failed)
		return;
	va_start(arguments, format);
	vsnprintf(buf->data + buf->size, (size_t)size + 1, format, arguments);
	va_end(arguments);
	buf->size += (size_t)size;
}

void gr_buf_truncate(struct gr_buf *buf, size_t size)
{
	if (size >= buf->size)
		return;
	buf->size = size;
	buf->data[size] = '\0';
}

const char *gr_buf_text(const struct gr_buf *buf)
{
	return buf->data ? buf->data : "";
}

int gr_buf_ok(const struct gr_buf *buf)
{
	return buf->failed ? gr_fail_memory() : 0;
}

char *gr_buf_steal(struct gr_buf *buf)
{
	char *data;

	gr_buf_reserve(buf, 0);
	data = buf->failed ? NULL : buf->data;
	if (!data) {
		gr_fail_memory();
		gr_free(buf->data);
	}
	memset(buf, 0, sizeof(*buf));
	return data;
}

void gr_buf_free(struct gr_buf *buf)
{
	gr_free(buf->data);
	memset(buf, 0, sizeof(*buf));
}
