/* SPDX-License-Identifier: Apache-2.0 */
/* grant check: what an NGO runs before handing in. Findings are the answer, so they go to stdout. */
#include <string.h>

#include "command.h"
#include "identity.h"
#include "message.h"
#include "output.h"

struct check_words {
	const char *round, *charset;
};

static const struct option_row check_rows[] = {
	OPTION_TEXT(struct check_words, round, "round", "FILE.json",
	            N_("the round's description, instead of a repository")),
	OPTION_TEXT(struct check_words, charset, "charset", "NAME",
	            N_("character set of the names in the archive, such as GB18030")),
	OPTION_END
};

const struct options check_options = { check_rows, sizeof(struct check_words) };

/* What is wrong with the round's description is the caller's fault and no answer about the archive. */
static bool is_about_round(const grant_findings *findings, const char *round)
{
	for (size_t i = 0; round && i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		const char *file = grant_finding_place(finding, GRANT_PLACE_FILE);

		if (grant_finding_severity(finding) == GRANT_ERROR && file && strcmp(file, round) == 0)
			return true;
	}
	return false;
}

int cmd_check(struct cli *cli, const void *input)
{
	const struct check_words *words = input;
	cleanup_findings grant_findings *findings = NULL;
	int r, status = words->round ? EXIT_DONE : identity_open_round(cli);

	if (status != EXIT_DONE)
		return status;
	if (words->round)
		r = grant_check_with(&findings, words->round, cli->arguments[0], words->charset);
	else
		r = grant_check(&findings, cli->round, cli->arguments[0], words->charset);
	/* A check that failed because of what it found has done its work. */
	if (r < 0 && (grant_findings_count_from(findings, GRANT_ERROR) == 0 || is_about_round(findings, words->round)))
		return failure(cli, findings);
	return output_findings(cli, findings);
}
