/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_ASSIGN_PLAN_H
#define GR_WORK_ASSIGN_PLAN_H

/* The assignment of a whole stage on its way from records (assign-input.c) to records (assign-auto.c). */

#include <grant/review.h>

#include "work/act.h"
#include "work/affinity.h"

#define GR_ASSIGN_NUMBER_MAX INT64_C(100000)

struct gr_assign_plan {
	struct gr_act *act;
	const grant_assign_options *wish;
	int64_t per_application;
	struct gr_ranking stage;            /* its candidates */
	struct gr_candidate **applications; /* those that are not decided, in order of id */
	size_t count;
	gr_value *reviewers;                /* records */
	gr_value *positions;                /* id of an application or a reviewer -> position */
	gr_wide *worth;
	bool *has;                          /* assigned before, as `worth` */
	int32_t *need, *least, *most;       /* beyond what was assigned before */
	int32_t *had;                       /* of each reviewer: how many were assigned before */
	unsigned places;
	struct gr_matching matching;
};

/* Everything of it up to the matching. */
int gr_assign_plan_read(struct gr_assign_plan *plan);
const char *gr_assign_plan_reviewer(const struct gr_assign_plan *plan, size_t at);
size_t gr_assign_plan_reviewers(const struct gr_assign_plan *plan);
void gr_assign_plan_clear(struct gr_assign_plan *plan);

#endif
