/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_RULES_SAMPLE_H
#define GR_WORK_RULES_SAMPLE_H

/* Made-up applications and reviews, within what rules and a round allow, on which rules are tried. The same on every machine. */

#include "base/value.h"
#include "rules/rules.h"

#define GR_SAMPLE_COUNT 4

/* A round's description, for rules without one of their own; yours. NULL without memory. */
gr_value *gr_sample_round(void);
/* The index-th sample: a list as `applications` of a case, without results of earlier stages. The first have whole reviews by many
 * reviewers, the last has gaps. `round` is a record. */
int gr_sample_applications(gr_value **out, const gr_rules *rules, const gr_value *round, unsigned index);
/* Reviews of a stage for each of them, in place of others. */
int gr_sample_review(gr_value *applications, const gr_value *stage, unsigned index);

#endif
