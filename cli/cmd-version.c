/* SPDX-License-Identifier: Apache-2.0 */
/* grant version: of the program and of the libraries it runs on, for a bug report. */
#include "command.h"
#include "help.h"
#include "output.h"

int cmd_version(struct cli *cli, const void *words)
{
	grant_json_writer *writer;

	(void)words;
	if (!cli->json) {
		int status = help_version(cli);

		printf("%s\n", grant_version_libraries());
		return status;
	}
	writer = output_json_begin("version");
	if (writer) {
		grant_json_text(writer, "version", grant_version());
		grant_json_text(writer, "libraries", grant_version_libraries());
	}
	return output_json_print(cli, writer);
}
