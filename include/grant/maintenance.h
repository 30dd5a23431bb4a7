/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_MAINTENANCE_H
#define GRANT_MAINTENANCE_H

/*
 * A repository kept whole and quick: finding and mending what a crash or a hand left, putting packs together.
 *
 * Neither is needed for the truth of an answer: acts are whole or have not happened, and the index is made anew when it is
 * damaged. Threads: grant_doctor() needs no handle; grant_maintain() as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

/** How to look. Zero the memory and set `version`, or use GRANT_DOCTOR_OPTIONS_INIT. */
typedef struct grant_doctor_options {
	unsigned version;           /* GRANT_DOCTOR_OPTIONS_VERSION */
	bool mend;                  /* do what is safe, under the writers' lock; else nothing at all is written */
	grant_progress_cb progress; /* NULL: nobody listens */
	void *progress_payload;
} grant_doctor_options;

#define GRANT_DOCTOR_OPTIONS_VERSION 1
#define GRANT_DOCTOR_OPTIONS_INIT { GRANT_DOCTOR_OPTIONS_VERSION, false, NULL, NULL }

/**
 * Look for damage: locks, notes and half-written files of programs that died; packs and objects that are damaged or missing;
 * HEAD, main and settings; an index that does not agree with the records. No handle is needed, since a damaged repository may
 * not open. Every object that main leads to is read, and the index is made once more in memory, which then holds it twice.
 *
 * Something is wrong when a finding is a warning or an error; notes tell. With `mend`, what was mended is a note too, whose
 * remedy says what was done. Only locks, notes, marks and half-written files are ever removed; what may hold data is moved to
 * `grant/damaged/` in the git folder.
 *
 *     grant_findings *findings = NULL;
 *     if (grant_doctor(&findings, "xfh-2018.git", NULL) == 0 &&
 *         grant_findings_count_from(findings, GRANT_WARNING) == 0)
 *             puts("healthy");
 *     grant_findings_free(findings);
 *
 * @param findings out: what was found; yours, grant_findings_free(); ids begin with "doctor." or "tree."
 * @param dir      the repository, its work tree, or a folder inside it; of a repository that does not open: itself or the work
 *                 tree's top
 * @param options  NULL: look only
 * @return 0 looked to the end, whatever was found · GRANT_EIO there is no repository, or with `mend` it cannot be written ·
 *         GRANT_ECONFLICT with `mend`: another program has been writing for a minute · GRANT_ECANCELED · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_doctor(grant_findings **findings, const char *dir, const grant_doctor_options *options);

/** How to maintain. Zero the memory and set `version`, or use GRANT_MAINTAIN_OPTIONS_INIT. */
typedef struct grant_maintain_options {
	unsigned version; /* GRANT_MAINTAIN_OPTIONS_VERSION */
	bool dry_run;     /* say what would be done and change nothing */
} grant_maintain_options;

#define GRANT_MAINTAIN_OPTIONS_VERSION 1
#define GRANT_MAINTAIN_OPTIONS_INIT { GRANT_MAINTAIN_OPTIONS_VERSION, false }

/**
 * Keep a repository quick: half-written files of dead programs go, loose objects go into a pack, packs are put together,
 * references too when there are many, and the index is checked and made small. Others may read and write meanwhile; the
 * writers' lock is held for one step at a time. No process is started. While git's own maintenance runs, packs are left alone.
 *
 * @param out     out: `dry_run`, and `steps`: a list of `step` ("temporary", "loose", "packs", "references", "index",
 *                "index-statistics", "index-space", "index-log"), `done` (whether there was something to do) and `told` (what, in
 *                the reader's language); yours, grant_record_free()
 * @param round   an open round, without an open group
 * @param options NULL for the defaults
 * @return 0 · GRANT_ECONFLICT another program has been writing for a minute · GRANT_EFORMAT a record or a pack is damaged:
 *         grant_doctor() says more · GRANT_EIO · GRANT_ECANCELED · GRANT_ENOMEM · GRANT_EINVALID a group is open
 * @since 0.1
 */
GRANT_API int grant_maintain(grant_record **out, grant_round *round, const grant_maintain_options *options);

GRANT_END_DECLS

#endif
