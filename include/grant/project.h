/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_PROJECT_H
#define GRANT_PROJECT_H

/*
 * After the decision: agreements, milestones, payments.
 * Threads: as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

typedef struct grant_agree_options {
	unsigned version;   /* GRANT_AGREE_OPTIONS_VERSION */
	const char *number; /* of the agreement; NULL: the application's id */
	const char *date;   /* such as "2018-05-20"; NULL: the day of the act */
	bool dry_run;
} grant_agree_options;

#define GRANT_AGREE_OPTIONS_VERSION 1
#define GRANT_AGREE_OPTIONS_INIT { GRANT_AGREE_OPTIONS_VERSION, NULL, NULL, false }

/**
 * Record the agreement with an approved application: the award in the round's tranches (cut down to the fen, the
 * remainder in the last), the round's milestones and the proposal's own. An officer's act.
 *
 * @param out out: the agreement; yours
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED not approved, or agreed already · GRANT_EINPUT a number that another agreement
 *         has, a date that is none · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_agree(grant_record **out, grant_round *round, const char *application,
                          const grant_agree_options *options);

enum grant_assessment {
	GRANT_MILESTONE_PASS = 1,
	GRANT_MILESTONE_CONDITION = 2, /* passes once a condition is met: no money yet */
	GRANT_MILESTONE_FAIL = 3
};

/**
 * Assess a milestone of the agreement. An officer's act; a later assessment replaces an earlier one.
 *
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param milestone   its id
 * @param assessment  how it went
 * @param reason      required but to pass
 * @param dry_run     do everything but the commit
 * @return 0 · GRANT_ENOTFOUND no such application or milestone · GRANT_EDENIED · GRANT_EINPUT no reason · GRANT_ECONFLICT ·
 *         GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_milestone_assess(grant_round *round, const char *application, const char *milestone,
                                     enum grant_assessment assessment, const char *reason, bool dry_run);

typedef struct grant_pay_options {
	unsigned version;    /* GRANT_PAY_OPTIONS_VERSION */
	int64_t tranche;     /* 0: the next one that is due (request), the one that waits for this step (others) */
	int64_t amount_fen;  /* request: 0: what the tranche has left */
	const char *voucher; /* done: required, the number of the voucher */
	const char *reason;  /* return: required */
	bool dry_run;
} grant_pay_options;

#define GRANT_PAY_OPTIONS_VERSION 1
#define GRANT_PAY_OPTIONS_INIT { GRANT_PAY_OPTIONS_VERSION, 0, 0, NULL, NULL, false }

/**
 * Ask for a tranche to be paid: only when what it waits for has passed, never twice, never more than agreed. By an officer
 * or by finance.
 *
 * @param out out: the payment with `application` and `payment` (its number); yours
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED nothing is due, a milestone has not passed, your role · GRANT_EINPUT more than the
 *         tranche has left · GRANT_EEXISTS it is asked for already · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_pay_request(grant_record **out, grant_round *round, const char *application,
                                const grant_pay_options *options);

/** Approve a payment that another person requested. @return as grant_pay_request(); GRANT_EDENIED also for the person who
 * requested it @since 0.1 */
GRANT_API int grant_pay_approve(grant_record **out, grant_round *round, const char *application,
                                const grant_pay_options *options);

/** Record that an approved payment was made, with its voucher. By finance or an officer. @return as grant_pay_request()
 * @since 0.1 */
GRANT_API int grant_pay_done(grant_record **out, grant_round *round, const char *application,
                             const grant_pay_options *options);

/** Send a payment back that is not done yet, with a reason; its tranche is free again. @return as grant_pay_request()
 * @since 0.1 */
GRANT_API int grant_pay_return(grant_record **out, grant_round *round, const char *application,
                               const grant_pay_options *options);

GRANT_END_DECLS

#endif
