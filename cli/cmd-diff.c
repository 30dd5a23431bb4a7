/* SPDX-License-Identifier: Apache-2.0 */
/* grant diff: what a corrected version of an application changed, field by field and file by file. */
#include <string.h>

#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"
#include "width.h"
#include "words.h"

struct diff_words {
	const char *from;
};

static const struct option_row diff_rows[] = {
	OPTION_TEXT(struct diff_words, from, "from", "REVISION", N_("against the state at this commit; else the version before")),
	OPTION_END
};

const struct options diff_options = { diff_rows, sizeof(struct diff_words) };

static void print_side(struct cli *cli, const char *mark, const grant_record *row, const char *path)
{
	const char *text = grant_record_text(row, path);
	size_t screen = term_columns(cli);
	cleanup_text char *safe = text ? text_safe_lines(text) : NULL;

	if (!safe)
		return;
	printf("  %s ", mark);
	width_wrap(stdout, safe, screen > 4 ? screen - 4 : 0, 4);
}

static void print_fields(struct cli *cli, const grant_record *diff)
{
	const grant_record *fields = grant_record_at(diff, "fields");

	for (size_t i = 0; i < grant_record_count(fields, ""); i++) {
		const grant_record *row = grant_record_item(fields, i);
		cleanup_text char *label = text_safe(grant_record_text(row, "label")), *field = text_safe(grant_record_text(row, "field"));

		printf(strcmp(label, field) == 0 ? "%s\n" : "%s (%s)\n", label, field);
		print_side(cli, "-", row, "old");
		print_side(cli, "+", row, "new");
	}
}

static int print_words(struct cli *cli, const grant_record *diff)
{
	static const struct column columns[] = {
		{ N_("CHANGE"), "change", COLUMN_WORD, false },
		{ N_("FILE"), "name", COLUMN_TEXT, false },
		{ N_("BYTES BEFORE"), "old_size", COLUMN_NUMBER, false },
		{ N_("BYTES NOW"), "new_size", COLUMN_NUMBER, false },
		COLUMNS_END
	};
	const grant_record *files = grant_record_at(diff, "files");
	struct table *table;

	if (grant_record_count(diff, "fields") == 0 && grant_record_count(diff, "files") == 0) {
		note(cli, _("form and files are as they were"));
		return EXIT_DONE;
	}
	print_fields(cli, diff);
	if (grant_record_count(files, "") == 0)
		return EXIT_DONE;
	if (grant_record_count(diff, "fields") > 0)
		putchar('\n');
	table = table_new(cli, columns);
	for (size_t i = 0; i < grant_record_count(files, ""); i++)
		table_add(table, grant_record_item(files, i));
	table_print(table, 0);
	table_free(table);
	return EXIT_DONE;
}

int cmd_diff(struct cli *cli, const void *input)
{
	const struct diff_words *words = input;
	cleanup_record grant_record *diff = NULL;

	if (grant_diff(&diff, cli->round, cli->arguments[0], words->from) < 0)
		return failure(cli, NULL);
	return cli->json ? output_json_record(cli, "diff", diff) : print_words(cli, diff);
}
