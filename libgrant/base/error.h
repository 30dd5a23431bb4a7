/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_ERROR_H
#define GR_BASE_ERROR_H

/*
 * The channel "the call failed": a code and one last error per thread, kept in a fixed buffer so that it works without
 * memory. The lowest level says what (gr_fail), upper levels add where (gr_context). Not for what is wrong with data:
 * that is finding.h.
 */

#include <grant/error.h>

#include "base/base.h"

int gr_fail(int code, const char *format, ...) GR_PRINTF(2, 3);    /* sets the message, returns the code */
int gr_context(int code, const char *format, ...) GR_PRINTF(2, 3); /* puts "where: " in front, returns the code */
int gr_error_recode(int code); /* the message stays, the code is another one */
int gr_fail_memory(void);                                          /* GRANT_ENOMEM */
int gr_fail_errno(int error_number, const char *format, ...) GR_PRINTF(2, 3); /* GRANT_EIO, with the system's words */

/* Say the place apart from the message; each returns the code that it was given. NULL leaves a part as it is. */
int gr_error_in_file(int code, const char *file);
int gr_error_in_record(int code, const char *record);
int gr_error_in_field(int code, const char *field);
int gr_error_at_line(int code, size_t line);

/* From a thread that ends to the one that waits for it. NULL without memory, or without an error. */
grant_error *gr_error_take(void);
int gr_error_give(grant_error *error); /* becomes the last one of this thread and is freed; its code, for NULL GRANT_ENOMEM */
void gr_error_free(grant_error *error); /* NULL is fine */

void gr_error_clear(void); /* every public function that can fail calls it first */

#endif
