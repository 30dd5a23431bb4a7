/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_COMPARE_H
#define GR_BASE_COMPARE_H

/* What changed between two texts, by lines or by words, in bounded time and memory. Not here: how it is shown. */

#include "base/base.h"
#include "base/value.h"

/*
 * Both give a list of maps {"change": "same" | "remove" | "add", "text"}, what goes before what comes. By words the texts of all
 * that is no "add" are the old one, of all that is no "remove" the new one; a Chinese character is a word. By lines "same" ones
 * are left out, and each has its "line", counted from 1, in the text that it stands in. Texts that have little in common are
 * told as one removed and one added.
 */
int gr_compare_words(gr_value **out, const char *old, const char *new);
int gr_compare_lines(gr_value **out, const char *old, const char *new);

#endif
