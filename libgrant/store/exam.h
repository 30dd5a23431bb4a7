/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_STORE_EXAM_H
#define GR_STORE_EXAM_H

/*
 * What the files that look for damage share (doctor.c, leftovers.c, exam-packs.c, exam-objects.c). They look at files as they
 * are; what is done about them is done under the writers' lock. Nothing but locks, notes, marks and half-written files is ever
 * removed: what may hold somebody's data is set aside in <gitdir>/grant/damaged/.
 */

#include <sys/stat.h>

#include "base/finding.h"
#include "store/inside.h"

#define GR_SECOND_AGE ((int64_t)1)
#define GR_LOCK_OLD ((int64_t)60 * 60)           /* nobody holds one of git's locks for an hour */
#define GR_GC_OLD ((int64_t)12 * 60 * 60)        /* so git itself takes gc.pid */
#define GR_TEMPORARY_OLD ((int64_t)24 * 60 * 60) /* not a byte written for a day */

/* A span in the reader's language: "3 hours". */
void gr_age_text(char out[64], int64_t seconds);

/* A finding about a file of the git folder. `more` are the arguments. */
#define gr_exam_tell(exam, id, path_, ...) \
	gr_findings_add((exam)->findings, id, &(struct gr_place){ .file = path_ }, __VA_ARGS__)

/* As gr_format(); what was not looked at without memory is not called healthy. */
#define gr_exam_format(exam, ...) gr_exam_text(exam, gr_format(__VA_ARGS__))
char *gr_exam_text(const struct gr_exam *exam, char *text);

/* Remove what was just told, when mending. */
void gr_exam_remove(const struct gr_exam *exam, const char *path);
/* The same, to grant/damaged/. Whether it was done. */
bool gr_exam_set_aside(gr_store *store, const struct gr_exam *exam, const char *path);

/* leftovers.c: locks, notes, temporary files, marks. */
int gr_exam_leftovers(gr_store *store, const struct gr_exam *exam);
/* exam-packs.c, exam-objects.c */
int gr_exam_packs(gr_store *store, const struct gr_exam *exam);
int gr_exam_objects(gr_store *store, const struct gr_exam *exam);
/* Whether a file of ours that only a working writer has is left by a dead one; waits a little for one that lives. */
bool gr_is_left(const gr_store *store, const char *path);

#endif
