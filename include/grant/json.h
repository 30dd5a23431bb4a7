/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_JSON_H
#define GRANT_JSON_H

/*
 * The library's one writer of JSON, offered to programs so that they need no other. UTF-8, two-space indent, keys in
 * the order of the calls. A call out of order, or text that is not UTF-8, makes the writer fail; grant_json_finish()
 * tells, so that the calls in between need no check.
 * Threads: a writer belongs to one thread at a time.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

/** A new writer. @return 0 · GRANT_ENOMEM @since 0.1 */
GRANT_API int grant_json_new(grant_json_writer **out);

/** Open a map; inside a map, `key` names it, elsewhere it is NULL. @since 0.1 */
GRANT_API void grant_json_begin_map(grant_json_writer *writer, const char *key);

/** Open a list; inside a map, `key` names it, elsewhere it is NULL. @since 0.1 */
GRANT_API void grant_json_begin_list(grant_json_writer *writer, const char *key);

/** Close the innermost map or list. @since 0.1 */
GRANT_API void grant_json_end(grant_json_writer *writer);

/** Write text; NULL writes null. @since 0.1 */
GRANT_API void grant_json_text(grant_json_writer *writer, const char *key, const char *text);

/** Write a whole number. @since 0.1 */
GRANT_API void grant_json_integer(grant_json_writer *writer, const char *key, int64_t number);

/** Write true or false. @since 0.1 */
GRANT_API void grant_json_bool(grant_json_writer *writer, const char *key, bool truth);

/** Write a record or a part of one; NULL writes null. @since 0.1 */
GRANT_API void grant_json_record(grant_json_writer *writer, const char *key, const grant_record *record);

/**
 * The document, with one newline at the end.
 *
 * @param out    out: yours, grant_string_free()
 * @param writer the writer, of use only to grant_json_free() afterwards
 * @return 0 · GRANT_EINVALID calls out of order or text that is not UTF-8 · GRANT_ENOMEM
 * @since 0.1
 */
GRANT_API int grant_json_finish(char **out, grant_json_writer *writer);

/** Free a writer. NULL is fine. @since 0.1 */
GRANT_API void grant_json_free(grant_json_writer *writer);

GRANT_END_DECLS

#endif
