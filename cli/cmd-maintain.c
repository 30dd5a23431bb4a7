/* SPDX-License-Identifier: Apache-2.0 */
/* grant maintain: a repository kept quick, told line by line. */
#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"

struct maintain_words {
	bool dry_run;
};

static const struct option_row maintain_rows[] = { OPTION_DRY_RUN(struct maintain_words, dry_run), OPTION_END };

const struct options maintain_options = { maintain_rows, sizeof(struct maintain_words) };

static void print_steps(struct cli *cli, const grant_record *steps)
{
	for (size_t i = 0; i < grant_record_count(steps, ""); i++) {
		const grant_record *step = grant_record_item(steps, i);
		const char *told = grant_record_text(step, "told");
		cleanup_text char *safe = text_safe(told ? told : "");
		const char *colour = grant_record_is_true(step, "done") ? TERM_BOLD : TERM_DIM;

		printf("%s%s%s\n", term_start(cli, stdout, colour), safe, term_end(cli, stdout, colour));
	}
}

int cmd_maintain(struct cli *cli, const void *input)
{
	const struct maintain_words *words = input;
	grant_maintain_options options = GRANT_MAINTAIN_OPTIONS_INIT;
	cleanup_record grant_record *record = NULL;

	options.dry_run = words->dry_run;
	if (grant_maintain(&record, cli->round, &options) < 0)
		return failure(cli, NULL);
	term_progress_clear(cli);
	if (cli->json)
		return output_json_record(cli, "maintain", record);
	if (!cli->quiet)
		print_steps(cli, grant_record_at(record, "steps"));
	return EXIT_DONE;
}
