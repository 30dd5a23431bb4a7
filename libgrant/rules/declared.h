/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_RULES_DECLARED_H
#define GR_RULES_DECLARED_H

/* The shape of what a rule file returns. For ruleset.c and run.c. */

#include "rules/inside.h"

/* Checks rules->table and fills rules->declared. GRANT_ERULE with findings. */
int gr_rules_declare(gr_rules *rules, grant_findings *findings, const char *file);

/* The table of a stage as the file returned it (the file's own when it has no stages); NULL: no such stage. `index` is its place in
 * `stages`, 0 when the file has none. */
const gr_value *gr_stage_table(const gr_rules *rules, const char *stage, lua_Integer *index);

#endif
