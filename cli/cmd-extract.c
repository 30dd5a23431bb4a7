/* SPDX-License-Identifier: Apache-2.0 */
/* grant extract: an application's files into a new folder. */
#include "command.h"
#include "message.h"
#include "output.h"

struct extract_words {
	const char *dir;
};

static const struct option_row extract_rows[] = {
	OPTION_OUTPUT(struct extract_words, dir, "DIR", N_("a folder that does not exist or is empty")),
	OPTION_END
};

const struct options extract_options = { extract_rows, sizeof(struct extract_words) };

int cmd_extract(struct cli *cli, const void *input)
{
	const struct extract_words *words = input;
	grant_json_writer *writer;
	int64_t files = 0;

	if (!words->dir)
		return usage(cli, _("where to? give -o DIR"));
	if (grant_extract(&files, cli->round, cli->arguments[0], words->dir) < 0)
		return failure(cli, NULL);
	if (!cli->json) {
		if (!cli->quiet)
			printf(dngettext(CLI_DOMAIN, "%lld file is in %s\n", "%lld files are in %s\n",
			                 (unsigned long)files), (long long)files, words->dir);
		return EXIT_DONE;
	}
	writer = output_json_begin("extract");
	if (writer) {
		grant_json_text(writer, "application", cli->arguments[0]);
		grant_json_text(writer, "dir", words->dir);
		grant_json_integer(writer, "files", files);
	}
	return output_json_print(cli, writer);
}
