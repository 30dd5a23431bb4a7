/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_FORMAT_CHART_H
#define GR_FORMAT_CHART_H

/*
 * Charts of a ranking that was told with its report (grant/ranking.h), as SVG 1.1: one file without scripts, fonts by generic
 * family, texts in the reader's language and escaped, whole numbers as coordinates.
 */

#include "base/buf.h"
#include "base/value.h"

/* Every application's expected rank with its intervals, in the order of the ranking, and the line. */
void gr_chart_ranks(struct gr_buf *out, const gr_value *ranking);
/* What each reviewer gave each application, as a table of colours. GRANT_ENOMEM. */
int gr_chart_grades(struct gr_buf *out, const gr_value *ranking);

#endif
