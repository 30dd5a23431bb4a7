/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_REVIEW_H
#define GR_WORK_REVIEW_H

/* What the review of one application and the import of many share. */

#include <grant/review.h>

#include "work/act.h"

/* Whether the actor may review this application in this stage now. */
int gr_review_allow(const struct gr_act *act, const struct gr_subject *application, const char *stage);

/* A review's record made of what is there (may be NULL) and what is given. NULL: no memory. */
gr_value *gr_review_merge(const gr_value *there, const grant_review_options *options);

/* An application as reviewers see it: phone numbers and addresses are for officers, and so is what the round marks as blind. */
int gr_review_seen(gr_value **out, const gr_value *application, const gr_value *description);

#endif
