/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_ERROR_H
#define GRANT_ERROR_H

/*
 * Why a call failed. A call returns 0 (or, for iterators, 1 and 0) or one of the negative codes below, and leaves
 * one last error per thread. The list is closed and chosen by what a caller would do next; details are in the message.
 * What is wrong with *data* is told by findings (finding.h) instead.
 * Threads: the last error belongs to the thread that made the call.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

enum grant_code {
	GRANT_OK = 0,
	GRANT_ENOTFOUND = -1,   /* no such application, person, path; exit 3 */
	GRANT_EDENIED = -2,     /* role, state, deadline, conflict of interest; exit 4 */
	GRANT_EINPUT = -3,      /* archive, record or rules are not acceptable, findings say what; exit 5 */
	GRANT_ELIMIT = -4,      /* a stated limit was reached; exit 5 */
	GRANT_ERULE = -5,       /* the round's Lua failed or overran; exit 5 */
	GRANT_ESIGNATURE = -6,  /* unsigned, wrong key, not allowed to sign; exit 4 */
	GRANT_ECONFLICT = -7,   /* somebody was first, nothing was changed; exit 6 */
	GRANT_EEXISTS = -8,     /* it is already there; exit 6 */
	GRANT_EFORMAT = -9,     /* repository of a newer format, or damaged; exit 7 */
	GRANT_EIO = -10,        /* the disk, or no repository there; exit 7 */
	GRANT_ENOMEM = -11,     /* no memory; exit 7 */
	GRANT_ENET = -12,       /* the network; exit 7 */
	GRANT_ECANCELED = -13,  /* a callback said stop; exit 7 */
	GRANT_EINVALID = -14,   /* the program misused the library; exit 7 */
	GRANT_EINTERNAL = -15,  /* a bug of ours; exit 7 */
	GRANT_EUNDECIDED = -16  /* the answer is no: a tie across the line, an assignment that cannot be; exit 1 */
};

/**
 * The last error of this thread. Every public function that can fail clears it on entry.
 *
 * @return never NULL; borrowed, valid until the next call into the library from this thread
 * @since 0.1
 */
GRANT_API const grant_error *grant_error_last(void);

/** The code, GRANT_OK when nothing failed. @since 0.1 */
GRANT_API int grant_error_code(const grant_error *error);

/** What happened and the way out, UTF-8, in the language of the process's locale. Never NULL. @since 0.1 */
GRANT_API const char *grant_error_message(const grant_error *error);

/** The file concerned, or NULL. @since 0.1 */
GRANT_API const char *grant_error_file(const grant_error *error);

/** The record concerned, such as "XF-0017", or NULL. @since 0.1 */
GRANT_API const char *grant_error_record(const grant_error *error);

/** The field concerned, such as "organisation.uscc", or NULL. @since 0.1 */
GRANT_API const char *grant_error_field(const grant_error *error);

/** The line concerned, counted from 1, or 0. @since 0.1 */
GRANT_API size_t grant_error_line(const grant_error *error);

/** The name of a code, such as "GRANT_EDENIED"; "GRANT_EINTERNAL" for a number that is none. @since 0.1 */
GRANT_API const char *grant_code_name(int code);

/** The exit status that the program `grant` gives for a code: 0 to 7. @since 0.1 */
GRANT_API int grant_code_exit(int code);

GRANT_END_DECLS

#endif
