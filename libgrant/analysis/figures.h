/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_FIGURES_H
#define GR_ANALYSIS_FIGURES_H

/* What the files of this room share about figures that leave it. */

#include "analysis/votes.h"

#define GR_E3 1000.0
#define GR_E4 10000.0

enum gr_no_figure gr_why_not(const struct gr_votes *votes);
/* To whole numbers of 1 / places, half away from zero. */
int64_t gr_round_figure(double number, double places);

static inline double gr_size_of(double number)
{
	return number < 0 ? -number : number;
}

#endif
