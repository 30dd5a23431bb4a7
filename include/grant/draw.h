/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_DRAW_H
#define GRANT_DRAW_H

/*
 * Recorded draws (抽签): first the pool and where the seed will come from are committed, later the seed, and anybody can draw
 * again from the record alone. For ties, for groups that cannot be told apart, for samples, for reviewers out of a list.
 *
 * With "sha256" the pick k (from 1) is made from the digest of the text "ROUND/N\nSEED\nk.a\n", ROUND being the round's id, N the
 * draw's number and a = 1: its first sixteen hexadecimal digits are a number x, and the member x modulo the number of those that
 * are left is drawn, counted from 0 in the order of the pool. Should x not be below the largest multiple of that number which 64
 * bits can count, a = 2 is taken, and so on, so that all are equally likely. In a shell, the first pick of draw 1:
 *
 *   printf 'xfh-2018/1\n%s\n1.1\n' "$SEED" | sha256sum
 *
 * "rfc3797" is RFC 3797, section 4: the members are numbered in the order of the pool, and the seed is whole numbers, parted by
 * spaces, with ";" between sources.
 *
 * Threads: as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

typedef struct grant_draw_pool_options {
	unsigned version;   /* GRANT_DRAW_POOL_OPTIONS_VERSION */
	const char *method; /* "sha256", "rfc3797"; NULL: "sha256" */
	const char *source; /* required: where the seed will come from, such as a lottery of a later day; at most 2,000 characters */
	bool dry_run;
} grant_draw_pool_options;

#define GRANT_DRAW_POOL_OPTIONS_VERSION 1
#define GRANT_DRAW_POOL_OPTIONS_INIT { GRANT_DRAW_POOL_OPTIONS_VERSION, NULL, NULL, false }

/**
 * Fix the pool of a draw and name the source of its seed. An officer's act.
 *
 * @param out     out: the record, with its `number` besides; yours
 * @param round   an open round
 * @param pool    ids of applications that are not withdrawn or rejected, or ids of people, in an order that stays; two at least and
 *                20,000 at most; NULL-terminated
 * @param options required
 * @return 0 · GRANT_ENOTFOUND no such application or person · GRANT_EINPUT too few, the same one twice, both applications and people,
 *         no source, an unknown method · GRANT_EDENIED your role, or an application's state · GRANT_ELIMIT too many ·
 *         GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_draw_pool(grant_record **out, grant_round *round, const char *const *pool,
                              const grant_draw_pool_options *options);

typedef struct grant_draw_run_options {
	unsigned version; /* GRANT_DRAW_RUN_OPTIONS_VERSION */
	int64_t number;   /* of the draw, from 1; 0: the one that waits for its seed */
	const char *seed; /* required: what the source gave; at most 2,000 characters */
	int64_t count;    /* how many are drawn; 0: all, which gives the whole pool an order */
	bool dry_run;
} grant_draw_run_options;

#define GRANT_DRAW_RUN_OPTIONS_VERSION 1
#define GRANT_DRAW_RUN_OPTIONS_INIT { GRANT_DRAW_RUN_OPTIONS_VERSION, 0, NULL, 0, false }

/**
 * Draw, once the source has given the seed. Once only: what is drawn stays. An officer's act.
 *
 * @param out     out: the record with `drawn`, and its `number`; yours
 * @param round   an open round
 * @param options required
 * @return 0 · GRANT_ENOTFOUND no such draw, or none waits · GRANT_EINPUT no seed, a seed that the method cannot take, more than the
 *         pool holds, several wait and none is named · GRANT_EDENIED your role, it was drawn before, or the pool
 *         was fixed later · GRANT_ECONFLICT ·
 *         GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_draw_run(grant_record **out, grant_round *round, const grant_draw_run_options *options);

/**
 * All draws of a round.
 *
 * @param out   out: `draws`, in order, each the record with `number` and `size` (of the pool) besides, and `count` when it is drawn;
 *              yours
 * @param round an open round
 * @return 0 · GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_draw_list(grant_record **out, grant_round *round);

/** One of them. @return 0 · GRANT_ENOTFOUND · GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID @since 0.1 */
GRANT_API int grant_draw_get(grant_record **out, grant_round *round, int64_t number);

/**
 * Draw again from the records, and look through their history: the result must follow from pool and seed, the pool must have been
 * committed before the seed, and neither may have changed since. A draw whose pool was drawn before is a warning: who draws again
 * chooses among results.
 *
 * @param findings out: what is not so, each with the record and the commit; a note for a draw that waits for its seed; yours
 * @param round    an open round
 * @param number   of the draw; 0: all
 * @return 0 · GRANT_ENOTFOUND · GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_draw_check(grant_findings **findings, grant_round *round, int64_t number);

GRANT_END_DECLS

#endif
