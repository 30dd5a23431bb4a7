/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_SIMILAR_H
#define GR_WORK_SIMILAR_H

/* Other applications of the round that an officer should read beside this one. */

#include "work/handle.h"

/*
 * Warnings: text that stands almost word for word in another application, an organisation that another application names by
 * another spelling. All applications are looked through, some 0.3 s for 20,000; a negative code means that they could not be.
 */
int gr_similar_find(grant_findings *findings, grant_round *round, const struct gr_oid *commit, const char *id,
                    const gr_value *application);

#endif
