/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_BUF_H
#define GR_BASE_BUF_H

/*
 * A growable byte buffer with one owner. A failed allocation is remembered: appends may follow each other unchecked and
 * gr_buf_ok() tells at the end. The bytes are always followed by a NUL that does not count.
 */

#include "base/base.h"

struct gr_buf {
	char *data;      /* never NULL after the first append; "" is not guaranteed before: use gr_buf_text() */
	size_t size;
	size_t capacity;
	bool failed;
};

#define GR_BUF_INIT { NULL, 0, 0, false }

void gr_buf_append(struct gr_buf *buf, const void *bytes, size_t size);
void gr_buf_text_append(struct gr_buf *buf, const char *text);
void gr_buf_byte(struct gr_buf *buf, char byte);
void gr_buf_printf(struct gr_buf *buf, const char *format, ...) GR_PRINTF(2, 3);
void gr_buf_reserve(struct gr_buf *buf, size_t more);
void gr_buf_truncate(struct gr_buf *buf, size_t size);
const char *gr_buf_text(const struct gr_buf *buf); /* never NULL */
int gr_buf_ok(const struct gr_buf *buf);           /* 0 or GRANT_ENOMEM with the error set */
char *gr_buf_steal(struct gr_buf *buf);            /* the text, yours; NULL when an append failed; buf is empty after */
void gr_buf_free(struct gr_buf *buf);

#define gr_auto_buf GR_CLEANUP(gr_buf_free) /* for a local `struct gr_buf` */

#endif
