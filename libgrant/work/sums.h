/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_SUMS_H
#define GR_WORK_SUMS_H

/*
 * The money of the whole round: summed by the index for who only looks, and from the records for who decides, since an
 * index is a file that anybody with a SQLite shell can change.
 */

#include "work/handle.h"

struct gr_sums {
	int64_t budget; /* fen; -1: the round has none */
	int64_t decided, agreed, paid;
};

/* By the index, at the commit that it stands for. */
int gr_sums_read(struct gr_sums *out, grant_round *round, gr_index *index);
/* What is approved at a commit to all applications but one (NULL: to all), from their records. */
int gr_sums_decided(int64_t *fen, grant_round *round, const struct gr_oid *commit, const char *except);
/* {"budget", "decided", "agreed", "paid"}; NULL: failed. */
gr_value *gr_sums_value(grant_round *round, gr_index *index);

/* Set a field to an amount. */
int gr_map_set_money(gr_value *map, const char *key, int64_t fen);
/* A field's amount in fen; 0 when absent. */
int64_t gr_map_money(const gr_value *map, const char *key);

#endif
