/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_WORDS_H
#define CLI_WORDS_H

/*
 * Values as people read them: words of records in the reader's language, money, times. Programs get them as they
 * are.
 */

#include "cli.h"

/* "in-review" -> "评审中"; a word that is not known comes back. */
const char *words_label(const char *word);
/* "48000.00" -> "48,000.00". Yours. */
char *words_money(const char *amount);
/* "2018-03-31T17:30:00+08:00" -> "2018-03-31 17:30". Yours. */
char *words_time(const char *time);
/* The text at a path of a record; `otherwise` where there is none. Borrowed. */
const char *words_or(const grant_record *record, const char *path, const char *otherwise);
/* The item of a list that has this text at a path; NULL: there is none. Borrowed. */
const grant_record *words_find(const grant_record *list, const char *path, const char *text);
/* {"zh", "en"} or plain text -> the one of the reader's language, else the other; "" for neither. Borrowed. */
const char *words_title(const grant_record *title);
/* Scalars of a list, parted by `between`. Yours. */
char *words_join(const grant_record *list, const char *between, bool labels);

#endif
