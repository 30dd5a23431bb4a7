/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_REVIEW_H
#define GRANT_REVIEW_H

/*
 * Conflicts of interest, assignment, reviews, measures.
 * Threads: as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

/**
 * Declare a conflict of interest. The person is not assigned any more, may not review, and a review that is there already
 * does not count.
 *
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param person      whose; NULL: the acting person's; somebody else's is an officer's act
 * @param reason      required, UTF-8
 * @param dry_run     do everything but the commit
 * @return 0 · GRANT_ENOTFOUND no such application or person · GRANT_EINPUT no reason · GRANT_EDENIED · GRANT_EEXISTS it is
 *         declared already · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_conflict_declare(grant_round *round, const char *application, const char *person,
                                     const char *reason, bool dry_run);

/**
 * Give an application to reviewers. An officer's act; one commit for all of them.
 *
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param people      ids, NULL-terminated
 * @param stage       NULL: the round's one stage
 * @param dry_run     do everything but the commit
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED not screened, not a reviewer, a conflict of interest · GRANT_EEXISTS assigned
 *         already · GRANT_EINPUT · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_assign(grant_round *round, const char *application, const char *const *people, const char *stage,
                           bool dry_run);

/**
 * The acting person's queue: `reviews`, each with `application`, `title`, `category`, `category_title`
 * (`zh`, `en`), `stage`, `done`, `due`; the total numbers `done` and `open`.
 *
 * @return 0 · GRANT_EDENIED not a person of the round · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_review_queue(grant_record **out, grant_round *round, const char *stage);

/**
 * What a reviewer needs to score one application: `application` (without what blind review hides), `criteria` (each `id`,
 * `title`, `max`, `min`, `step`, `guide`), `files`, `stage`, and `review` when there is one already. Tells by its code
 * whether the acting person may review it now.
 *
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED not assigned, a conflict, the state, the stage has ended · GRANT_ERULE ·
 *         GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_review_open(grant_record **out, grant_round *round, const char *application, const char *stage);

/** One score of a review. */
typedef struct grant_score {
	const char *criterion;
	const char *value; /* a decimal such as "18.5"; NULL: not applicable */
} grant_score;

typedef struct grant_review_options {
	unsigned version;          /* GRANT_REVIEW_OPTIONS_VERSION */
	const char *stage;         /* NULL: the round's one stage */
	const grant_score *scores; /* together with those of a review that is there already, every criterion */
	size_t score_count;
	const char *comment;       /* NULL: none, or the one that is there already */
	bool dry_run;
} grant_review_options;

#define GRANT_REVIEW_OPTIONS_VERSION 1
#define GRANT_REVIEW_OPTIONS_INIT { GRANT_REVIEW_OPTIONS_VERSION, NULL, NULL, 0, NULL, false }

/**
 * Hand in the acting person's review, or change it until its stage ends.
 *
 * @param findings    out: scores out of bounds, off the step, missing; yours; may be NULL
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param options     required
 * @return 0 · GRANT_EINPUT a finding is an error · GRANT_ENOTFOUND · GRANT_EDENIED not assigned, a conflict of interest, the
 *         application's state, the stage has ended · GRANT_ERULE · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_review_put(grant_findings **findings, grant_round *round, const char *application,
                               const grant_review_options *options);

/**
 * The acting person's reviews from a CSV table: `application`, one column per criterion, `comment`. An empty cell or `n/a`
 * is a score that is not given. All or nothing, in one commit.
 *
 * @param count    out: how many reviews; may be NULL
 * @param findings out: every problem with its line; yours; may be NULL
 * @param round    an open round
 * @param file     its path; UTF-8, UTF-16 or GB18030
 * @param stage    NULL: the round's one stage
 * @param dry_run  do everything but the commit
 * @return as grant_review_put()
 * @since 0.1
 */
GRANT_API int grant_review_import(int64_t *count, grant_findings **findings, grant_round *round, const char *file,
                                  const char *stage, bool dry_run);

/** A number from outside. */
typedef struct grant_measure {
	const char *name;  /* as the rules declare it */
	const char *value; /* a decimal */
} grant_measure;

/**
 * Record numbers from outside for an application: public votes, donations already secured. An officer's act; a later
 * number replaces an earlier one.
 *
 * @param findings    out: unknown measures, numbers out of bounds; yours; may be NULL
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param measures    the numbers
 * @param count       how many
 * @param dry_run     do everything but the commit
 * @return 0 · GRANT_EINPUT · GRANT_ENOTFOUND · GRANT_EDENIED · GRANT_ERULE · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_measure_set(grant_findings **findings, grant_round *round, const char *application,
                                const grant_measure *measures, size_t count, bool dry_run);

/** The same from a CSV table: `application` and one column per measure. All or nothing, in one commit. @since 0.1 */
GRANT_API int grant_measure_import(int64_t *count, grant_findings **findings, grant_round *round, const char *file,
                                   bool dry_run);

GRANT_END_DECLS

#endif
