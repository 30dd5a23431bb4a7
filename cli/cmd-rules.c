/* SPDX-License-Identifier: Apache-2.0 */
/* grant rules: a workbench for who writes rules. No repository is needed. */
#include <inttypes.h>
#include <string.h>

#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"

/* ---- check ---- */

struct rules_check_words {
	const char *round;
};

static const struct option_row check_rows[] = {
	OPTION_TEXT(struct rules_check_words, round, "round", "FILE.json", N_("the description of the round that the rules are for")),
	OPTION_END
};

const struct options rules_check_options = { check_rows, sizeof(struct rules_check_words) };

int cmd_rules_check(struct cli *cli, const void *input)
{
	const struct rules_check_words *words = input;
	cleanup_findings grant_findings *findings = NULL;

	if (grant_rules_check(&findings, cli->arguments[0], words->round) < 0)
		return failure(cli, findings);
	return output_findings(cli, findings, findings_print);
}

/* ---- test ---- */

struct rules_test_words {
	struct option_number states;
};

static const struct option_row test_rows[] = {
	OPTION_NUMBER(struct rules_test_words, states, "states", "N", N_("run each case in so many Lua states; else 16")),
	OPTION_END
};

const struct options rules_test_options = { test_rows, sizeof(struct rules_test_words) };

static void print_failure(const grant_record *failure)
{
	cleanup_text char *file = text_safe(grant_record_text(failure, "file"));
	cleanup_text char *at = text_safe(grant_record_text(failure, "at"));
	cleanup_text char *expected = text_safe(grant_record_text(failure, "expected"));
	cleanup_text char *came = text_safe(grant_record_text(failure, "came"));
	const char *line = grant_record_text(failure, "line");

	if (strcmp(at, "states") == 0)
		printf(_("%s:%s: two Lua states answer differently: %s and %s\n"), file, line, expected, came);
	else
		printf(_("%s:%s: %s: expected %s, came %s\n"), file, line, at, expected, came);
}

static void print_test(struct cli *cli, const grant_record *told, int64_t failed, const grant_findings *findings)
{
	const grant_record *failures = grant_record_at(told, "failures");
	const char *cases = grant_record_text(told, "cases");

	term_page(cli);
	for (size_t i = 0; i < grant_record_count(failures, ""); i++)
		print_failure(grant_record_item(failures, i));
	printf(_("files: %zu; cases: %s; failed: %" PRId64 "\n"), grant_record_count(told, "files"), cases, failed);
	findings_print(cli, stderr, findings);
}

int cmd_rules_test(struct cli *cli, const void *input)
{
	const struct rules_test_words *words = input;
	grant_rules_test_options options = GRANT_RULES_TEST_OPTIONS_INIT;
	cleanup_findings grant_findings *findings = NULL;
	cleanup_record grant_record *told = NULL;
	int64_t failed = 0;
	int status = EXIT_DONE;

	if (words->states.text && (words->states.value < 2 || words->states.value > 10000))
		return usage(cli, _("--states takes a number from 2 to 10000"));
	options.states = (unsigned)words->states.value;
	if (grant_rules_test(&told, &findings, (const char *const *)cli->arguments, &options) < 0)
		return failure(cli, findings);
	grant_record_integer(&failed, told, "failed");
	if (cli->json)
		status = output_json_record(cli, "cases", told);
	else
		print_test(cli, told, failed, findings);
	if (status != EXIT_DONE)
		return status;
	if (grant_findings_count_from(findings, GRANT_ERROR) > 0)
		return grant_code_exit(GRANT_EINPUT);
	return failed > 0 ? EXIT_NO : EXIT_DONE;
}
