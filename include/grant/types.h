/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_TYPES_H
#define GRANT_TYPES_H

/* Every opaque type of the library, one line each. Each is described in the header of its concept. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <grant/api.h>

GRANT_BEGIN_DECLS

typedef struct grant_round grant_round;             /* round.h: one round, that is one repository */
typedef struct grant_record grant_record;           /* record.h: a tree of named fields */
typedef struct grant_list grant_list;               /* record.h: an iterator over records */
typedef struct grant_findings grant_findings;       /* finding.h: what is wrong with data */
typedef struct grant_finding grant_finding;         /* finding.h: one of them */
typedef struct grant_error grant_error;             /* error.h: why the last call failed */
typedef struct grant_json_writer grant_json_writer; /* json.h: the one writer of JSON */

/**
 * Told from time to time during long work.
 *
 * @param done    units finished
 * @param total   units in all, 0 when not known
 * @param what    what is being done, in the reader's language; borrowed for the call
 * @param payload yours
 * @return 0 to go on; anything else stops the work, which then fails with GRANT_ECANCELED
 */
typedef int (*grant_progress_cb)(uint64_t done, uint64_t total, const char *what, void *payload);

/**
 * The time, for programs that bring their own clock.
 *
 * @param payload yours
 * @return seconds since 1970-01-01T00:00:00Z
 */
typedef int64_t (*grant_clock_cb)(void *payload);

/**
 * Free text that a function of the library handed over. NULL is fine.
 *
 * @since 0.1
 */
GRANT_API void grant_string_free(char *text);

GRANT_END_DECLS

#endif
