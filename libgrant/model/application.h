/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_MODEL_APPLICATION_H
#define GR_MODEL_APPLICATION_H

/* What the files that hold an application against its round share. Inside the room only. */

#include "model/model.h"

/* A finding at a field of the application and the line of `value` (may be NULL); args end at the first NULL. */
void gr_application_add(grant_findings *findings, enum gr_finding_id id, const char *field, const gr_value *value,
                        const char *const args[4]);
/* false: not there, or no amount. */
bool gr_map_fen(int64_t *fen, const gr_value *map, const char *key);

/* application-budget.c: lines, sums, shares of classes. */
void gr_application_check_budget(grant_findings *findings, const gr_value *application, const gr_value *round);

#endif
