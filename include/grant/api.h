/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_API_H
#define GRANT_API_H

/*
 * What every public header needs: which symbols are public, how the compiler may help, the version.
 * Threads: anywhere.
 */

#ifdef __cplusplus
#define GRANT_BEGIN_DECLS extern "C" {
#define GRANT_END_DECLS }
#else
#define GRANT_BEGIN_DECLS
#define GRANT_END_DECLS
#endif

#if defined(__GNUC__)
#define GRANT_API __attribute__((visibility("default")))
#define GRANT_MUST_CHECK __attribute__((warn_unused_result))
#else
#define GRANT_API
#define GRANT_MUST_CHECK
#endif

#define GRANT_VERSION_MAJOR 0
#define GRANT_VERSION_MINOR 1
#define GRANT_VERSION_PATCH 0
#define GRANT_VERSION_TEXT "0.1.0"

GRANT_BEGIN_DECLS

/**
 * The version of the library that runs, which may be newer than the headers a program was built with.
 *
 * @return text such as "0.1.0", static, never NULL
 * @since 0.1
 */
GRANT_API const char *grant_version(void);

/**
 * The libraries that this one was built with, for a bug report.
 *
 * @return one line of text such as "libgit2 1.5.1, libarchive 3.6.2, ...", static, never NULL
 * @since 0.1
 */
GRANT_API const char *grant_version_libraries(void);

GRANT_END_DECLS

#endif
