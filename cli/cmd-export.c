/* SPDX-License-Identifier: Apache-2.0 */
/* grant export: tables for spreadsheets and other programs. A file appears whole or not at all. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "command.h"
#include "message.h"
#include "text.h"

struct export_words {
	const char *format, *file;
};

static const struct option_row export_rows[] = {
	OPTION_TEXT(struct export_words, format, "format", "FORMAT", N_("csv or json; else csv")),
	OPTION_OUTPUT(struct export_words, file, "FILE", N_("a file instead of the standard output")),
	OPTION_END
};

const struct options export_options = { export_rows, sizeof(struct export_words) };

static int write_bytes(const void *bytes, size_t size, void *payload)
{
	return fwrite(bytes, 1, size, payload) == size ? 0 : 1;
}

static int export_to(struct cli *cli, const struct export_words *words, FILE *file)
{
	const char *format = words->format ? words->format : "csv";
	int r = grant_export(cli->round, cli->arguments[0], format, write_bytes, file);

	if (r == GRANT_ECANCELED)
		return EXIT_ENVIRONMENT;
	return r < 0 ? failure(cli, NULL) : EXIT_DONE;
}

/* As readable as an ordinary new file would be: mkstemp() alone would hide it from everybody else. */
static void usual_mode(int fd)
{
	mode_t mask = umask(0);

	umask(mask);
	fchmod(fd, 0666 & ~mask);
}

static int move_into_place(struct cli *cli, FILE *file, const char *part, const char *path)
{
	bool failed = ferror(file) || fflush(file) != 0 || fsync(fileno(file)) < 0;

	if (failed || rename(part, path) < 0)
		return trouble_file(cli, path, errno);
	return EXIT_DONE;
}

static int export_to_file(struct cli *cli, const struct export_words *words)
{
	cleanup_text char *part = text_format("%s.XXXXXX", words->file);
	cleanup_file FILE *file = NULL;
	int fd = mkstemp(part), status;

	if (fd < 0)
		return trouble_file(cli, words->file, errno);
	usual_mode(fd);
	file = fdopen(fd, "w");
	status = file ? export_to(cli, words, file) : trouble_file(cli, words->file, errno);
	if (status == EXIT_DONE)
		return move_into_place(cli, file, part, words->file) == EXIT_DONE ? EXIT_DONE
		                                                                  : (unlink(part), EXIT_ENVIRONMENT);
	unlink(part);
	return status;
}

int cmd_export(struct cli *cli, const void *input)
{
	const struct export_words *words = input;
	const char *format = words->format;

	if (format && (strcmp(format, "xlsx") == 0 || strcmp(format, "360giving") == 0))
		return usage(cli, _("the format “%s” is not built in this version"), format);
	if (!words->file || strcmp(words->file, "-") == 0)
		return export_to(cli, words, stdout);
	return export_to_file(cli, words);
}
