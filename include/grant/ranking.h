/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_RANKING_H
#define GRANT_RANKING_H

/*
 * The ranking: the round's rules run over the records of one commit, exactly, and its record.
 * Threads: as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

typedef struct grant_rank_options {
	unsigned version;    /* GRANT_RANK_OPTIONS_VERSION */
	const char *stage;   /* NULL: the last one */
	const char *explain; /* an application whose steps are wanted, "*" for all; NULL: none */
	bool record;         /* write it to the round: an officer's act */
	bool dry_run;
	/* version 2 */
	bool report;         /* how sure the ranking is */
} grant_rank_options;

#define GRANT_RANK_OPTIONS_VERSION 2
#define GRANT_RANK_OPTIONS_INIT { GRANT_RANK_OPTIONS_VERSION, NULL, NULL, false, false, false }

/**
 * Rank the applications whose screening passed.
 *
 * @param out     out: `stage`, `places`, `rules` (digest), `tree`, `results` in order, each with `place`, `application`,
 *                `title`, `organisation`, `category`, `requested`, `total` (rounded, text), `exact` ("265/3"), `reviews`
 *                (how many), `tied`, with `explain` also `steps` (each `person` or `label`, and `value`); applications
 *                without a place stand last with `reason`; yours
 * @param round   an open round
 * @param options NULL for the defaults
 * @return 0 · GRANT_ENOTFOUND no such stage or application · GRANT_ERULE the rules failed · GRANT_EDENIED to record: your
 *         role, or decisions were made by the earlier record · GRANT_ECONFLICT · GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_rank(grant_record **out, grant_round *round, const grant_rank_options *options);

/** The ranking as recorded for a stage (NULL: the last one). @return 0 · GRANT_ENOTFOUND · GRANT_EIO · GRANT_ENOMEM ·
 * GRANT_EINVALID @since 0.1 */
GRANT_API int grant_rank_recorded(grant_record **out, grant_round *round, const char *stage);

GRANT_END_DECLS

#endif
