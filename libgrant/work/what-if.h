/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_WHAT_IF_H
#define GR_WORK_WHAT_IF_H

/* What the files of one question share: the same applications ranked twice. Nobody else includes it. */

#include <grant/ranking.h>

#include "work/line.h"
#include "work/ranking.h"

/* One of the two rankings. Both have the same candidates in the same order. */
struct gr_half {
	struct gr_ranking ranking;
	struct gr_line line;
	size_t *at;      /* of each candidate: which entry of the ranking it is */
	int64_t *places; /* of each candidate; beyond all others where it has none */
};

struct gr_what_if {
	const grant_what_if_options *options;
	grant_round *round;
	struct gr_oid tip;
	gr_rules *rules; /* the other ones; NULL: the round's own */
	struct gr_half before, now;
	grant_findings *findings;
};

/* what-if-look.c: findings about rules and records that do not fit together. */
void gr_what_if_look(struct gr_what_if *question);
/* The recorded ranking is another one than the one that is compared with. */
int gr_what_if_look_at_record(struct gr_what_if *question);

/* what-if-why.c: the reasons why a candidate's result differs; an empty list where it does not. */
int gr_what_if_why(gr_value **out, const struct gr_what_if *question, size_t candidate);

#endif
