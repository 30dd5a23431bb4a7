/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_DIFFERENCE_H
#define GR_WORK_DIFFERENCE_H

/* What is different between two versions of a record, above all an application's form (difference.c), and of its files
 * (difference-files.c). */

#include "work/handle.h"

/*
 * Two records of an application, field by field in the order of the table: a list of maps with `path`, `label` (in the reader's
 * language), `type`, `change` ("add", "remove", "change"), `old`, `new`; `row` (what a line of a table is called) where it is one,
 * and `parts` where two longer texts are compared by words. The round's description names its own questions.
 */
int gr_difference_fields(gr_value **out, const gr_value *old, const gr_value *new, const gr_value *round);

/* A field of a record that was changed, into such a list: for people, a list of words in one line. Absent before or now: NULL. */
int gr_difference_add(gr_value *list, const char *path, const struct gr_field *field, const gr_value *old, const gr_value *new);

/*
 * The files of an application at two commits, in order of name: a list of maps with `name`, `change`, `old_size`, `new_size`,
 * and `lines` where both are small texts.
 */
int gr_difference_files(gr_value **out, grant_round *round, const char *application, const struct gr_oid *old,
                        const struct gr_oid *new);

#endif
