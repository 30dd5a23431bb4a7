/* SPDX-License-Identifier: Apache-2.0 */
/* grant export: tables for spreadsheets and other programs. Not here: how a file appears whole (whole-file.c). */
#include <errno.h>
#include <string.h>

#include "command.h"
#include "message.h"
#include "whole-file.h"

struct export_words {
	const char *format, *file;
};

static const struct option_row export_rows[] = {
	OPTION_TEXT(struct export_words, format, "format", "FORMAT", N_("csv or json; else csv")),
	OPTION_OUTPUT(struct export_words, file, "FILE", N_("a file instead of the standard output")),
	OPTION_END
};

const struct options export_options = { export_rows, sizeof(struct export_words) };

struct output {
	FILE *file;
	int error;
};

static int write_bytes(const void *bytes, size_t size, void *payload)
{
	struct output *output = payload;

	if (fwrite(bytes, 1, size, output->file) == size)
		return 0;
	output->error = errno;
	return 1;
}

static int export_to(struct cli *cli, const struct export_words *words, FILE *file)
{
	const char *format = words->format ? words->format : "csv";
	struct output output = { .file = file };
	int r = grant_export(cli->round, cli->arguments[0], format, write_bytes, &output);

	if (r != GRANT_ECANCELED)
		return r < 0 ? failure(cli, NULL) : EXIT_DONE;
	/* A standard output that cannot be written is told when the answer is flushed. */
	return file == stdout ? EXIT_ENVIRONMENT : trouble_file(cli, words->file, output.error);
}

static int export_to_file(struct cli *cli, const struct export_words *words)
{
	struct whole_file file;
	int status = whole_file_open(cli, &file, words->file);

	if (status == EXIT_DONE)
		status = export_to(cli, words, file.file);
	return whole_file_close(cli, &file, words->file, status);
}

int cmd_export(struct cli *cli, const void *input)
{
	const struct export_words *words = input;
	const char *format = words->format;

	if (format && (strcmp(format, "xlsx") == 0 || strcmp(format, "360giving") == 0))
		return usage(cli, _("the format “%s” is not built in this version"), format);
	if (format && strcmp(format, "csv") != 0 && strcmp(format, "json") != 0)
		return usage(cli, _("there is no format “%s”; choose csv or json"), format);
	if (!words->file || strcmp(words->file, "-") == 0)
		return export_to(cli, words, stdout);
	return export_to_file(cli, words);
}
