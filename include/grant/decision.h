/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_DECISION_H
#define GRANT_DECISION_H

/*
 * Decisions with amounts and reasons, from the ranking or one by one.
 * Threads: as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

enum grant_decision {
	GRANT_DECIDE_APPROVE = 1,
	GRANT_DECIDE_RESERVE = 2,
	GRANT_DECIDE_REJECT = 3,
	GRANT_DECIDE_DECLINE = 4 /* the organisation gives an award back */
};

typedef struct grant_decide_options {
	unsigned version; /* GRANT_DECIDE_OPTIONS_VERSION */
	enum grant_decision verdict;
	int64_t amount_fen; /* to approve */
	const char *reason; /* required to reject and to decline */
	bool dry_run;
} grant_decide_options;

#define GRANT_DECIDE_OPTIONS_VERSION 1
#define GRANT_DECIDE_OPTIONS_INIT { GRANT_DECIDE_OPTIONS_VERSION, GRANT_DECIDE_APPROVE, 0, NULL, false }

/**
 * Decide one application. An officer's act. A later decision replaces an earlier one until the agreement.
 *
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED your role, the application's state, over the budget · GRANT_EINPUT no amount, over
 *         what was requested or over the cap, no reason · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_decide(grant_round *round, const char *application, const grant_decide_options *options);

typedef struct grant_decide_ranking_options {
	unsigned version;          /* GRANT_DECIDE_RANKING_OPTIONS_VERSION */
	const char *stage;         /* NULL: the last one */
	const char *const *settle; /* applications that share a place across the line, in the order that a person gives them;
	                            * NULL-terminated; NULL: none */
	const char *reason;        /* required with `settle` */
	const int64_t *draws;      /* or settled by draws that were run: their numbers, each with one group of these as its pool */
	size_t draw_count;
	bool dry_run;
} grant_decide_ranking_options;

#define GRANT_DECIDE_RANKING_OPTIONS_VERSION 1
#define GRANT_DECIDE_RANKING_OPTIONS_INIT { GRANT_DECIDE_RANKING_OPTIONS_VERSION, NULL, NULL, NULL, NULL, 0, false }

/**
 * Decide all ranked applications as the rules' `allocate` says, in one commit. A ranking that is not recorded yet is
 * recorded with it. Applications that were decided one by one before stay as they are.
 *
 * @param out   out: `decisions`, each with `application`, `title`, `verdict`, `amount`, `reason`, `place`; and `budget`,
 *              `decided`, `left`; with GRANT_EUNDECIDED `tied`: the groups (lists of ids) that stand across the line; yours
 * @param round an open round
 * @param options NULL for the defaults
 * @return 0 · GRANT_EUNDECIDED a tie across the line of the money, nothing is written · GRANT_ERULE no `allocate`, or it
 *         failed · GRANT_EDENIED also for a draw that waits for its seed · GRANT_ENOTFOUND no such draw · GRANT_EINPUT the
 *         settlement names no such group, or has no reason · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_decide_ranking(grant_record **out, grant_round *round, const grant_decide_ranking_options *options);

GRANT_END_DECLS

#endif
