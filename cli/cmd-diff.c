/* SPDX-License-Identifier: Apache-2.0 */
/* grant diff: what changed between two versions of an application. */
#include "command.h"
#include "difference.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"
#include "words.h"

struct diff_words {
	const char *from, *since;
};

static const struct option_row diff_rows[] = {
	OPTION_TEXT(struct diff_words, from, "from", "REV", N_("against how it stood at that commit")),
	OPTION_TEXT(struct diff_words, since, "since", "TIME", N_("against how it stood then; a day means its beginning")),
	OPTION_END
};

const struct options diff_options = { diff_rows, sizeof(struct diff_words) };

static void print_version(const char *label, const grant_record *act)
{
	const char *at = grant_record_text(act, "at"), *told = grant_record_text(act, "told");
	cleanup_text char *time = words_time(at ? at : "");
	cleanup_text char *safe = text_safe(told ? told : "");

	if (act)
		printf("%s  %s  %s\n", label, time, safe);
}

static int print_diff(struct cli *cli, const grant_record *diff)
{
	const grant_record *fields = grant_record_at(diff, "fields"), *files = grant_record_at(diff, "files");
	const char *title = grant_record_text(diff, "title");
	cleanup_text char *safe = text_safe(title ? title : "");

	if (grant_record_count(fields, "") + grant_record_count(files, "") == 0) {
		printf(_("Nothing changed in %s  %s\n"), cli->arguments[0], safe);
		return EXIT_DONE;
	}
	term_page(cli);
	printf("%s%s  %s%s\n", term_start(cli, stdout, TERM_BOLD), cli->arguments[0], safe,
	       term_end(cli, stdout, TERM_BOLD));
	print_version(_("Old"), grant_record_at(diff, "from"));
	print_version(_("New"), grant_record_at(diff, "to"));
	difference_fields(cli, fields);
	difference_files(cli, files);
	return EXIT_DONE;
}

int cmd_diff(struct cli *cli, const void *input)
{
	const struct diff_words *words = input;
	grant_diff_options options = GRANT_DIFF_OPTIONS_INIT;
	cleanup_record grant_record *diff = NULL;

	if (words->from && words->since)
		return usage(cli, _("give one of --from and --since"));
	options.from = words->from;
	options.since = words->since;
	if (grant_diff(&diff, cli->round, cli->arguments[0], &options) < 0)
		return failure(cli, NULL);
	return cli->json ? output_json_record(cli, "diff", diff) : print_diff(cli, diff);
}
