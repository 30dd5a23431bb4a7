/* SPDX-License-Identifier: Apache-2.0 */
/* grant doctor: what a crash or a hand left, found and mended. Findings are the answer. A damaged round may not open. */
#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"

struct doctor_words {
	bool mend;
};

static const struct option_row doctor_rows[] = {
	OPTION_FLAG(struct doctor_words, mend, "mend", N_("do what is safe to do, and say what was done")), OPTION_END
};

const struct options doctor_options = { doctor_rows, sizeof(struct doctor_words) };

int cmd_doctor(struct cli *cli, const void *input)
{
	const struct doctor_words *words = input;
	grant_doctor_options options = GRANT_DOCTOR_OPTIONS_INIT;
	cleanup_findings grant_findings *findings = NULL;
	int status;

	options.mend = words->mend;
	options.progress = term_progress;
	options.progress_payload = cli;
	if (grant_doctor(&findings, cli->dir ? cli->dir : ".", &options) < 0)
		return failure(cli, findings);
	status = output_findings(cli, findings, findings_print);
	return status == EXIT_DONE && grant_findings_count_from(findings, GRANT_WARNING) > 0 ? EXIT_NO : status;
}
