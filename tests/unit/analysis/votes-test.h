/* SPDX-License-Identifier: Apache-2.0 */
#ifndef VOTES_TEST_H
#define VOTES_TEST_H

/* Tables of grades as votes. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis.h"
#include "base/mem.h"

#define VOTES_MAX 4000
#define APPLICATIONS_MAX 400

struct table {
	struct gr_vote items[VOTES_MAX];
	uint32_t panels[APPLICATIONS_MAX];
	struct gr_votes votes;
};

static inline void table_begin(struct table *table, size_t applications, size_t reviewers, size_t panels)
{
	memset(table, 0, sizeof(*table));
	table->votes = (struct gr_votes){ table->items, 0, applications, reviewers, table->panels, panels };
}

static inline void table_add(struct table *table, size_t application, size_t reviewer, int64_t grade_e4)
{
	assert_true(table->votes.count < VOTES_MAX);
	table->items[table->votes.count++] = (struct gr_vote){ (uint32_t)application, (uint32_t)reviewer, grade_e4 };
}

/* Row by row; a grade below 0 is not given. */
static inline void table_fill(struct table *table, const int *grades, size_t applications, size_t reviewers)
{
	table_begin(table, applications, reviewers, 1);
	for (size_t i = 0; i < applications * reviewers; i++)
		if (grades[i] >= 0)
			table_add(table, i / reviewers, i % reviewers, grades[i] * 10000);
}

static inline uint32_t table_chance(uint32_t *chance, uint32_t below)
{
	*chance = *chance * 1664525u + 1013904223u;
	return (*chance >> 16) % below;
}

#endif
