/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an NGO runs before handing in: everything that intake and, where there is a repository, the rules say. Leaves
 * no trace. Not here: the checks themselves (intake, model, the round's rules).
 */
#include <grant/intake.h>

#include "base/error.h"
#include "work/eligible.h"
#include "work/proposal.h"
#include "work/rule-file.h"

static int check_archive(grant_findings *findings, const struct gr_proposal_request *request, grant_round *round,
                         const struct gr_oid *commit)
{
	struct gr_proposal proposal = { 0 };
	int r = gr_proposal_read(&proposal, findings, request);

	if (r == 0 && round)
		r = gr_eligible_find(findings, round, commit, NULL, proposal.application);
	if (r == 0 && grant_findings_count_from(findings, GRANT_ERROR) > 0)
		r = gr_findings_result(findings);
	gr_proposal_clear(&proposal);
	return r;
}

int grant_check(grant_findings **findings, grant_round *round, const char *archive, const char *charset)
{
	struct gr_proposal_request request = { .path = archive, .charset = charset };
	grant_findings *found;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!findings || !archive)
		return gr_fail(GRANT_EINVALID, _("no archive was given"));
	found = gr_findings_new();
	r = found ? gr_store_tip(&tip, round->store) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0) {
		request.round = round->description;
		request.progress = &round->progress;
		r = check_archive(found, &request, round, &tip);
	}
	*findings = found;
	return r;
}

int grant_check_with(grant_findings **findings, const char *round_file, const char *archive, const char *charset)
{
	struct gr_proposal_request request = { .path = archive, .charset = charset };
	gr_auto_value gr_value *round = NULL;
	grant_findings *found;
	int r;

	gr_error_clear();
	if (!findings || !round_file || !archive)
		return gr_fail(GRANT_EINVALID, _("no archive was given"));
	found = gr_findings_new();
	r = found ? gr_description_read(&round, found, round_file) : GRANT_ENOMEM;
	if (r == 0) {
		request.round = round;
		r = check_archive(found, &request, NULL, NULL);
	}
	*findings = found;
	return r;
}
