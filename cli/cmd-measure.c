/* SPDX-License-Identifier: Apache-2.0 */
/* grant measure: numbers from outside. */
#include <string.h>

#include "command.h"
#include "message.h"
#include "output.h"
#include "text.h"

struct measure_words {
	const char *file;
	bool dry_run;
};

static const struct option_row measure_rows[] = {
	OPTION_TEXT(struct measure_words, file, "import", "FILE.csv",
	            N_("from a table with the columns application and one per measure")),
	OPTION_DRY_RUN(struct measure_words, dry_run),
	OPTION_END
};

const struct options measure_options = { measure_rows, sizeof(struct measure_words) };

static int import(struct cli *cli, const struct measure_words *words)
{
	cleanup_findings grant_findings *findings = NULL;
	int r = grant_measure_import(NULL, &findings, cli->round, words->file, words->dry_run);

	return output_act(cli, r, &(struct act_answer){ .findings = findings });
}

/* "votes=1234", cut in two in place. */
static int read_measures(struct cli *cli, grant_measure *measures)
{
	for (size_t i = 1; i < cli->argument_count; i++) {
		char *equals = strchr(cli->arguments[i], '=');

		if (!equals || equals == cli->arguments[i])
			return usage(cli, _("“%s” is not of the form NAME=NUMBER"), cli->arguments[i]);
		*equals = '\0';
		measures[i - 1].name = cli->arguments[i];
		measures[i - 1].value = equals + 1;
	}
	return EXIT_DONE;
}

static int set(struct cli *cli, bool dry_run)
{
	size_t count = cli->argument_count - 1;
	grant_measure *measures = memory_new(count, sizeof(*measures));
	cleanup_findings grant_findings *findings = NULL;
	int status = read_measures(cli, measures);

	if (status == EXIT_DONE) {
		int r = grant_measure_set(&findings, cli->round, cli->arguments[0], measures, count, dry_run);

		status = output_act(cli, r, &(struct act_answer){ .findings = findings });
	}
	free(measures);
	return status;
}

int cmd_measure(struct cli *cli, const void *input)
{
	const struct measure_words *words = input;

	if (words->file && cli->argument_count > 0)
		return usage(cli, _("give --import FILE.csv alone, or an application and NAME=NUMBER"));
	if (words->file)
		return import(cli, words);
	if (cli->argument_count < 2)
		return usage(cli, _("give an application and NAME=NUMBER, or --import FILE.csv"));
	return set(cli, words->dry_run);
}
