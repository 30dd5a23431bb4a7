/* SPDX-License-Identifier: Apache-2.0 */
/* grant check: what an NGO runs before handing in. Findings are the answer, so they go to stdout. */
#include <string.h>

#include "command.h"
#include "identity.h"
#include "message.h"
#include "output.h"
#include "term.h"

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

/* ---- by what there is to do ---- */

/* What an applicant does about a finding. */
enum task { TASK_ARCHIVE, TASK_FORM, TASK_FILES, TASK_LOOK, TASK_COUNT };

static const char *const task_titles[TASK_COUNT] = {
	[TASK_ARCHIVE] = N_("Make the archive again:"),
	[TASK_FORM] = N_("Mend the form:"),
	[TASK_FILES] = N_("Add files:"),
	[TASK_LOOK] = N_("Look again:"),
};

/* By the beginning of an error's id; of several the first that fits. */
static const struct {
	const char *id;
	enum task task;
} tasks[] = {
	{ "application.attachment-", TASK_FILES }, { "archive.", TASK_ARCHIVE },    { "file.", TASK_ARCHIVE },
	{ "application.same-archive", TASK_LOOK }, { "application.", TASK_FORM }, { "form.", TASK_FORM },
	{ "record.", TASK_FORM },
};

/* What must not be mended is to be looked at, and so is what the round's own rules find. */
static enum task task_of(const grant_finding *finding)
{
	const char *id = grant_finding_id(finding);

	for (size_t i = 0; grant_finding_severity(finding) == GRANT_ERROR && i < sizeof(tasks) / sizeof(*tasks); i++)
		if (strncmp(id, tasks[i].id, strlen(tasks[i].id)) == 0)
			return tasks[i].task;
	return TASK_LOOK;
}

static size_t count_of(const grant_findings *findings, enum task task)
{
	size_t count = 0;

	for (size_t i = 0; i < grant_findings_count(findings); i++)
		count += task_of(grant_findings_at(findings, i)) == task;
	return count;
}

static void print_task(struct cli *cli, FILE *file, const grant_findings *findings, enum task task)
{
	for (size_t i = 0; i < grant_findings_count(findings); i++)
		if (task_of(grant_findings_at(findings, i)) == task)
			finding_print(cli, file, grant_findings_at(findings, i));
}

/* Titles stand only where there are several. */
static void print_by_task(struct cli *cli, FILE *file, const grant_findings *findings)
{
	for (enum task task = 0; task < TASK_COUNT; task++) {
		size_t count = count_of(findings, task);
		bool has_title = count > 0 && count < grant_findings_count(findings);

		if (has_title)
			fprintf(file, "%s%s%s\n", term_start(cli, file, TERM_BOLD), _(task_titles[task]), term_end(cli, file, TERM_BOLD));
		print_task(cli, file, findings, task);
		if (has_title)
			putc('\n', file);
	}
}

/* ---- the command ---- */

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
	return output_findings(cli, findings, print_by_task);
}
