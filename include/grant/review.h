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

typedef struct grant_assign_options {
	unsigned version;        /* GRANT_ASSIGN_OPTIONS_VERSION */
	const char *stage;       /* NULL: the round's one stage */
	const char *affinity;    /* a CSV table `reviewer`, `application`, `value`, or a matrix of the two; NULL: from what
	                          * reviewers know about */
	int64_t per_application; /* reviewers of each; 0: the round's `reviewers_per_application` */
	int64_t least, most;     /* reviews of each reviewer, those given before included; most 0: no bound */
	int64_t seed;            /* chooses among equally good assignments; not negative */
	bool dry_run;
} grant_assign_options;

#define GRANT_ASSIGN_OPTIONS_VERSION 1
#define GRANT_ASSIGN_OPTIONS_INIT { GRANT_ASSIGN_OPTIONS_VERSION, NULL, NULL, 0, 0, 0, 1, false }

/**
 * Give reviewers to every application of a stage that lacks some, in one commit: the sum of the affinities is the highest that
 * can be had, exactly; among equally good ones loads are as even as can be; among those the seed decides. What was assigned
 * before stays and counts. An officer's act.
 *
 * Whoever is no reviewer on that day gets nothing, and nobody an application that a conflict of interest is declared with. What
 * the bounds leave no way to do is not done in part: findings name the applications and reviewers that stand in the way.
 *
 * @param plan     out: `stage`, `seed`, `per_application`, `affinity` (the sum, a decimal as text), `reviewers` (each `person`,
 *                 `name`, `load`, `given`: how many of them by this act), `applications` (each `application`, `title`,
 *                 `reviewers`, `given`: lists of ids); yours
 * @param findings out: problems of the table by line, or what stands in the way; yours; may be NULL
 * @param round    an open round
 * @param options  NULL for what stands in _INIT
 * @return 0 · GRANT_EUNDECIDED there is no such assignment, nothing is written · GRANT_EINPUT the table, or a number that is none ·
 *         GRANT_EEXISTS every application has its reviewers · GRANT_EDENIED your role, no application has passed its screening,
 *         an earlier stage is not ranked · GRANT_ENOTFOUND no such stage · GRANT_ELIMIT too many pairs, or numbers too long ·
 *         GRANT_ERULE · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_assign_auto(grant_record **plan, grant_findings **findings, grant_round *round,
                                const grant_assign_options *options);

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
