/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TEXT_H
#define CLI_TEXT_H

/* Memory and text of the program. Not here: columns on a screen (width.h). */

#include "cli.h"

/* Zeroed; ends the program with exit 7 when there is none. */
void *memory_new(size_t count, size_t size);
void *memory_grow(void *old, size_t count, size_t size);

/* Yours, free(). */
char *text_copy(const char *text);
char *text_copy_size(const char *text, size_t size);
char *text_format(const char *format, ...) PRINTF_LIKE(1, 2);

bool text_starts(const char *text, const char *start);
/* A number from 1 to 9999, in figures; 0: it is none. */
int64_t text_ordinal(const char *text);
/* Without white space around it, in place. */
char *text_trim(char *text);

/*
 * Text that others wrote, for a terminal: control and direction characters and bytes that are no UTF-8 become
 * U+FFFD, and the end of a line "↵", so that a name cannot begin a line of its own that looks like ours. Yours.
 */
char *text_safe(const char *text);
/* The same where lines stay: who prints it puts something in front of each. */
char *text_safe_lines(const char *text);
/* The same for a whole file: tabs stay too. */
char *text_safe_document(const char *text);
bool text_is_utf8(const char *text, size_t size);

/* A whole file, NUL-terminated. Yours; NULL and errno. */
char *file_read(const char *path, size_t limit);

#endif
