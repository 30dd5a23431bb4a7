/* SPDX-License-Identifier: Apache-2.0 */
/* grant amend: correct a form that was misread. */
#include "command.h"
#include "difference.h"
#include "message.h"
#include "output.h"
#include "text.h"

struct amend_words {
	const char *reason;
	bool dry_run;
};

static const struct option_row amend_rows[] = {
	OPTION_TEXT(struct amend_words, reason, "reason", "TEXT", N_("why, for the record")),
	OPTION_DRY_RUN(struct amend_words, dry_run),
	OPTION_END
};

const struct options amend_options = { amend_rows, sizeof(struct amend_words) };

static int read_fields(struct cli *cli, grant_amendment *fields)
{
	int status = EXIT_DONE;

	for (size_t i = 1; status == EXIT_DONE && i < cli->argument_count; i++)
		status = option_cut_field(cli, cli->arguments[i], &fields[i - 1].field, &fields[i - 1].value);
	return status;
}

static int amend(struct cli *cli, const grant_amend_options *options)
{
	cleanup_findings grant_findings *findings = NULL;
	cleanup_record grant_record *changes = NULL;
	int r = grant_amend(&changes, &findings, cli->round, cli->arguments[0], options);
	struct act_answer answer = { .kind = "amend", .record = changes, .findings = findings };
	int status = output_act(cli, r, &answer);

	if (status == EXIT_DONE && !cli->json && (options->dry_run || !cli->quiet))
		difference_fields(cli, grant_record_at(changes, "fields"));
	return status;
}

int cmd_amend(struct cli *cli, const void *input)
{
	const struct amend_words *words = input;
	size_t count = cli->argument_count - 1;
	grant_amendment *fields = memory_new(count, sizeof(*fields));
	grant_amend_options options = GRANT_AMEND_OPTIONS_INIT;
	int status = words->reason ? read_fields(cli, fields) : usage(cli, _("an amendment needs --reason TEXT"));

	options.fields = fields;
	options.count = count;
	options.reason = words->reason;
	options.dry_run = words->dry_run;
	if (status == EXIT_DONE)
		status = amend(cli, &options);
	free(fields);
	return status;
}
