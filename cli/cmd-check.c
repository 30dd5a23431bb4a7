/* SPDX-License-Identifier: Apache-2.0 */
/* grant check: what an NGO runs before handing in. Findings are the answer, so they go to stdout. */
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
	if (r < 0 && grant_findings_count_from(findings, GRANT_ERROR) == 0)
		return failure(cli, findings);
	return output_findings(cli, findings);
}
