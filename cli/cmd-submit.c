/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grant submit: take archives in. Of several the good ones are taken; each receipt is printed at once, so that
 * what was taken is known also when the run is broken off.
 */
#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"

struct submit_words {
	const char *received, *charset, *replace;
	bool dry_run;
};

static const struct option_row submit_rows[] = {
	OPTION_TEXT(struct submit_words, received, "received", "TIME", N_("when the office had it; else now")),
	OPTION_TEXT(struct submit_words, charset, "charset", "NAME",
	            N_("character set of the names in the archive, such as GB18030")),
	OPTION_TEXT(struct submit_words, replace, "replace", "ID", N_("a corrected archive for this application")),
	OPTION_DRY_RUN(struct submit_words, dry_run),
	OPTION_END
};

const struct options submit_options = { submit_rows, sizeof(struct submit_words) };

static void print_receipt(struct cli *cli, const grant_record *receipt)
{
	const char *id = grant_record_text(receipt, "id"), *digest = grant_record_text(receipt, "sha256");
	const char *title = grant_record_text(receipt, "title");
	cleanup_text char *safe = text_safe(title ? title : "");

	term_progress_clear(cli);
	printf("%s  %s  (sha256 %s)\n", id ? id : "", safe, digest ? digest : "");
	if (grant_record_is_true(grant_round_last_act(cli->round), "dry_run"))
		output_act_words(cli);
	fflush(stdout);
}

static void write_receipt(grant_json_writer *writer, const grant_record *receipt, const grant_findings *findings)
{
	cleanup_record grant_record *found = NULL;

	grant_json_begin_map(writer, NULL);
	output_json_fields(writer, receipt);
	if (grant_findings_count(findings) > 0 && grant_findings_record(&found, findings) == 0)
		grant_json_record(writer, "findings", grant_record_at(found, "findings"));
	grant_json_end(writer);
}

/* One archive. `writer` is NULL when the answer is in words. */
static int submit_one(struct cli *cli, const char *archive, const grant_submit_options *options,
                      grant_json_writer *writer)
{
	cleanup_record grant_record *receipt = NULL;
	cleanup_findings grant_findings *findings = NULL;

	if (grant_submit(&receipt, &findings, cli->round, archive, options) < 0)
		return failure_about(cli, archive, findings);
	if (writer)
		write_receipt(writer, receipt, findings);
	else
		print_receipt(cli, receipt);
	findings_by_the_way(cli, findings);
	return EXIT_DONE;
}

/* The first failure's status; `taken` counts the others. */
static int submit_all(struct cli *cli, const grant_submit_options *options, grant_json_writer *writer, size_t *taken)
{
	int first = EXIT_DONE;

	for (size_t i = 0; i < cli->argument_count; i++) {
		int status = submit_one(cli, cli->arguments[i], options, writer);

		*taken += status == EXIT_DONE;
		if (first == EXIT_DONE)
			first = status;
	}
	return first;
}

static int submit_json(struct cli *cli, const grant_submit_options *options)
{
	grant_json_writer *writer = output_json_begin("receipts");
	size_t taken = 0;
	int status, printed;

	if (!writer)
		return failure(cli, NULL);
	grant_json_begin_list(writer, "receipts");
	status = submit_all(cli, options, writer, &taken);
	if (taken == 0) {
		grant_json_free(writer);
		return status;
	}
	grant_json_end(writer);
	if (options->dry_run)
		grant_json_record(writer, "act", grant_round_last_act(cli->round));
	printed = output_json_print(cli, writer);
	return status != EXIT_DONE ? status : printed;
}

int cmd_submit(struct cli *cli, const void *input)
{
	const struct submit_words *words = input;
	grant_submit_options options = GRANT_SUBMIT_OPTIONS_INIT;
	size_t taken = 0;

	if (words->replace && cli->argument_count > 1)
		return usage(cli, _("--replace takes one archive"));
	options.received = words->received;
	options.charset = words->charset;
	options.replace = words->replace;
	options.dry_run = words->dry_run;
	return cli->json ? submit_json(cli, &options) : submit_all(cli, &options, NULL, &taken);
}
