/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_RULES_CASE_H
#define GR_WORK_RULES_CASE_H

/* One case: what rules or a part are given, and what must come. */

#include "base/finding.h"
#include "base/value.h"
#include "rules/rules.h"

/* Whether it is one for these rules: everything that is wrong as findings, GRANT_EINPUT then. `file` is the case's. */
int gr_case_check(grant_findings *findings, const gr_rules *rules, const gr_value *given, const char *file);

/*
 * What comes, for as much as "gives" asks for: a list of results of a part; of rules a map with "results", "eligible", "advance",
 * "allocate"; or {"fails": text} when the rules stopped. GRANT_ENOMEM and the like only.
 */
int gr_case_run(gr_value **out, const gr_rules *rules, const gr_value *given);

/* A "gives" that asks for all that the rules answer at the index-th stage. Yours; NULL: no memory. */
gr_value *gr_case_questions(const gr_rules *rules, size_t index);

/*
 * Where `came` is not what the case wants. 1: it is; 0: it is not, and `at` says where, `expected` and `actual` what, as JSON in one
 * line; all three yours.
 */
int gr_case_compare(char **at, char **expected, char **actual, const gr_value *given, const gr_value *came);
/* The same for what two Lua states answer, byte by byte; `at` is "states" then, and `expected` begins with the place: "results.0.total: 3". */
int gr_case_compare_states(char **at, char **expected, char **actual, const gr_value *first, const gr_value *other);

#endif
