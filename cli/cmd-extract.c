/* SPDX-License-Identifier: Apache-2.0 */
/* grant extract: an application's files into a new folder, or as a zip. */
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "command.h"
#include "message.h"
#include "output.h"
#include "whole-file.h"

struct extract_words {
	const char *output;
	bool force, blind;
};

static const struct option_row extract_rows[] = {
	OPTION_OUTPUT(struct extract_words, output, "DIR", N_("a folder that does not exist or is empty, or a name in .zip")),
	OPTION_FLAG(struct extract_words, force, "force", N_("into a folder that holds something; files are replaced")),
	OPTION_FLAG(struct extract_words, blind, "blind", N_("the form as reviewers see it, in place of what was handed in")),
	OPTION_END
};

const struct options extract_options = { extract_rows, sizeof(struct extract_words) };

static bool is_zip(const char *path)
{
	size_t size = strlen(path);

	return size > 4 && strcasecmp(path + size - 4, ".zip") == 0;
}

static int tell(struct cli *cli, const char *path, int64_t files)
{
	grant_json_writer *writer;

	if (!cli->json) {
		if (!cli->quiet)
			printf(dngettext(CLI_DOMAIN, "%lld file is in %s\n", "%lld files are in %s\n",
			                 (unsigned long)files), (long long)files, path);
		return EXIT_DONE;
	}
	writer = output_json_begin("extract");
	if (writer) {
		grant_json_text(writer, "application", cli->arguments[0]);
		grant_json_text(writer, is_zip(path) ? "archive" : "dir", path);
		grant_json_integer(writer, "files", files);
	}
	return output_json_print(cli, writer);
}

/* ---- the zip ---- */

struct zip {
	FILE *file;
	int error;
};

static int write_bytes(const void *bytes, size_t size, void *payload)
{
	struct zip *zip = payload;

	if (fwrite(bytes, 1, size, zip->file) == size)
		return 0;
	zip->error = errno;
	return 1;
}

static int extract_zip(struct cli *cli, const char *path, const grant_extract_options *options)
{
	struct whole_file file;
	struct zip zip = { 0 };
	int64_t files = 0;
	int r, status;

	if (!options->force && access(path, F_OK) == 0)
		return trouble(cli, GRANT_EEXISTS, _("%s exists already; --force replaces it"), path);
	status = whole_file_open(cli, &file, path);
	if (status == EXIT_DONE) {
		zip.file = file.file;
		r = grant_extract_zip(&files, cli->round, cli->arguments[0], options, write_bytes, &zip);
		if (r < 0)
			status = r == GRANT_ECANCELED ? trouble_file(cli, path, zip.error) : failure(cli, NULL);
	}
	status = whole_file_close(cli, &file, path, status);
	return status == EXIT_DONE ? tell(cli, path, files) : status;
}

int cmd_extract(struct cli *cli, const void *input)
{
	const struct extract_words *words = input;
	grant_extract_options options = GRANT_EXTRACT_OPTIONS_INIT;
	int64_t files = 0;

	if (!words->output)
		return usage(cli, _("where to? give -o DIR or -o FILE.zip"));
	options.force = words->force;
	options.blind = words->blind;
	if (is_zip(words->output))
		return extract_zip(cli, words->output, &options);
	if (grant_extract(&files, cli->round, cli->arguments[0], words->output, &options) < 0)
		return failure(cli, NULL);
	return tell(cli, words->output, files);
}
