/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_ARCHIVE_H
#define GR_WORK_ARCHIVE_H

/* The archive of a proposal through intake, its own digest and size taken on the way. */

#include "intake/intake.h"
#include "trust/trust.h"
#include "work/proposal.h"

/* Sets name, size and digest of the proposal, and when a message says that it came; the entries go to the sink. */
int gr_archive_scan(struct gr_proposal *proposal, grant_findings *findings, const struct gr_proposal_request *request,
                    gr_digest *digest, struct gr_intake_sink *sink);

#endif
