/* SPDX-License-Identifier: Apache-2.0 */
/* grant reindex: the index anew from the records. */
#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"

int cmd_reindex(struct cli *cli, const void *words)
{
	grant_json_writer *writer;
	int64_t records = 0;

	(void)words;
	if (grant_round_reindex(&records, cli->round) < 0)
		return failure(cli, NULL);
	term_progress_clear(cli);
	if (!cli->json) {
		if (!cli->quiet)
			printf(dngettext(CLI_DOMAIN, "The index holds %lld record\n", "The index holds %lld records\n",
			                 (unsigned long)records), (long long)records);
		return EXIT_DONE;
	}
	writer = output_json_begin("reindex");
	if (writer)
		grant_json_integer(writer, "records", records);
	return output_json_print(cli, writer);
}
