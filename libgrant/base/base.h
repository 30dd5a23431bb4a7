/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_BASE_H
#define GR_BASE_BASE_H

/* What every file of the library needs: translation marks and attributes. Not for functions. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libintl.h>

#define GR_DOMAIN "libgrant"
#define _(text) dgettext(GR_DOMAIN, text)
#define N_(text) text

#define GR_PRINTF(at, first) __attribute__((format(printf, at, first)))
#define GR_UNUSED __attribute__((unused))
#define GR_CLEANUP(function) __attribute__((cleanup(function)))
#define GR_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
