/* SPDX-License-Identifier: Apache-2.0 */
/* grant kit: the blank application that NGOs fill in. */
#include <string.h>

#include "command.h"
#include "message.h"
#include "output.h"

struct kit_words {
	const char *path;
};

static const struct option_row kit_rows[] = {
	OPTION_OUTPUT(struct kit_words, path, "PATH", N_("a folder that does not exist or is empty, or a new file that ends in .zip")),
	OPTION_END
};

const struct options kit_options = { kit_rows, sizeof(struct kit_words) };

static bool is_zip(const char *path)
{
	size_t size = strlen(path);

	return size > 4 && strcmp(path + size - 4, ".zip") == 0;
}

int cmd_kit(struct cli *cli, const void *input)
{
	const struct kit_words *words = input;
	grant_json_writer *writer;

	if (!words->path)
		return usage(cli, _("where to? give -o with a folder or a file that ends in .zip"));
	if (grant_kit(cli->round, words->path) < 0)
		return failure(cli, NULL);
	if (!cli->json) {
		if (!cli->quiet)
			printf(_("The kit is in %s\n"), words->path);
		return EXIT_DONE;
	}
	writer = output_json_begin("kit");
	if (writer)
		grant_json_text(writer, is_zip(words->path) ? "file" : "dir", words->path);
	return output_json_print(cli, writer);
}
