/* SPDX-License-Identifier: Apache-2.0 */
/* grant kit: the blank application that NGOs fill in. */
#include "command.h"
#include "message.h"
#include "output.h"

struct kit_words {
	const char *dir;
};

static const struct option_row kit_rows[] = {
	OPTION_OUTPUT(struct kit_words, dir, "DIR", N_("a folder that does not exist or is empty")),
	OPTION_END
};

const struct options kit_options = { kit_rows, sizeof(struct kit_words) };

int cmd_kit(struct cli *cli, const void *input)
{
	const struct kit_words *words = input;
	grant_json_writer *writer;

	if (!words->dir)
		return usage(cli, _("where to? give -o DIR"));
	if (grant_kit(cli->round, words->dir) < 0)
		return failure(cli, NULL);
	if (!cli->json) {
		if (!cli->quiet)
			printf(_("The kit is in %s\n"), words->dir);
		return EXIT_DONE;
	}
	writer = output_json_begin("kit");
	if (writer)
		grant_json_text(writer, "dir", words->dir);
	return output_json_print(cli, writer);
}
