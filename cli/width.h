/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_WIDTH_H
#define CLI_WIDTH_H

/* Columns on a screen: Chinese characters take two. Not for text as such (text.h). */

#include "cli.h"

/* How many columns a line of text takes. */
size_t width_of(const char *text);

/* How many bytes of a line fit into that many columns. */
size_t width_fit(const char *text, size_t columns);

/* The text in at most that many columns, with "…" where it was cut. Yours. */
char *width_cut(const char *text, size_t columns);

/* Print text and fill up to that many columns, on the right or, for figures, on the left. */
void width_put(FILE *file, const char *text, size_t columns, bool to_the_right);

/* Print text in lines of at most `columns` (0: as they are), every line but the first after `indent` blanks. */
void width_wrap(FILE *file, const char *text, size_t columns, size_t indent);

#endif
