/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_ELIGIBLE_H
#define GR_WORK_ELIGIBLE_H

/* What makes an application ineligible: the round's own limits, and its rules. */

#include "work/handle.h"

/* `id` NULL: an archive that is not taken in yet; limits are warnings then, since it would be taken. Findings only; a negative
 * code means that the question could not be answered. */
int gr_eligible_find(grant_findings *findings, grant_round *round, const struct gr_oid *commit, const char *id,
                     const gr_value *application);

#endif
