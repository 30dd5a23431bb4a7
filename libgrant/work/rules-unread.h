/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_RULES_UNREAD_H
#define GR_WORK_RULES_UNREAD_H

/* Criteria and measures on which nothing depends. */

#include "base/finding.h"
#include "base/value.h"
#include "rules/rules.h"

/* Begins with the rules, the rest zero. */
struct gr_unread {
	gr_rules *rules;
	gr_value *criteria; /* stage -> id -> whether something depends on it; of stages that a sample came through */
	gr_value *measures; /* id -> the same */
	unsigned runs;
	int64_t begun_ms;
	bool gave_up; /* it takes too long: nothing is told */
};

/* Tries the criteria of the index-th stage and all measures on applications with their reviews, as in a case. Once for each sample.
 * GRANT_ENOMEM. */
int gr_unread_try(struct gr_unread *unread, const gr_value *round, size_t index, const gr_value *applications);
/* A warning for each one on which nothing depended in any sample. */
int gr_unread_tell(const struct gr_unread *unread, grant_findings *findings, const char *file);
void gr_unread_clear(struct gr_unread *unread);

#endif
