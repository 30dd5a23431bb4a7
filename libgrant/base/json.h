/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_JSON_H
#define GR_BASE_JSON_H

/*
 * JSON (RFC 8259), strict: UTF-8 only, no mark at the front, no duplicate keys, nothing after the document, decimals kept as
 * text, every value with its line. One reader gives events and refuses all that is refused; the tree is built on it, and who
 * needs no tree listens itself.
 */

#include "base/base.h"
#include "base/buf.h"
#include "base/value.h"

#define GR_JSON_MAX_DEPTH 64

struct gr_json_handler {
	/* Each returns 0 to go on or a code that ends the reading and comes back. Text is NUL-terminated and unescaped,
	 * borrowed for the call; `size` tells about NUL inside, which is refused before. `key` is NULL in a list. */
	int (*null)(void *payload, const char *key, size_t line);
	int (*boolean)(void *payload, const char *key, bool truth, size_t line);
	int (*number)(void *payload, const char *key, const char *text, size_t line);
	int (*text)(void *payload, const char *key, const char *text, size_t size, size_t line);
	int (*begin)(void *payload, const char *key, bool is_map, size_t line);
	int (*end)(void *payload);
};

/* GRANT_EINPUT with the line and what was expected; GRANT_ELIMIT too deep; a handler's own code. */
int gr_json_parse(const char *bytes, size_t size, const struct gr_json_handler *handler, void *payload);
int gr_json_read(gr_value **out, const char *bytes, size_t size);

/* Two-space indent, keys as they come, non-ASCII as is, "[]" and "{}" for empty ones, one newline at the end. */
void gr_json_write(struct gr_buf *out, const gr_value *value);
/* The same value somewhere inside a document: no newline at the end, inner lines indented by `depth` levels. */
void gr_json_write_inner(struct gr_buf *out, const gr_value *value, unsigned depth);
void gr_json_write_text(struct gr_buf *out, const char *text); /* quoted and escaped */

#endif
