/* SPDX-License-Identifier: Apache-2.0 */
/* Who acts, and in which round. Not here: what they may do. */
#include "identity.h"

#include "message.h"
#include "term.h"

const char *identity_person(const struct cli *cli)
{
	const char *person = cli->person ? cli->person : getenv("GRANT_PERSON");

	return person && *person ? person : NULL;
}

int identity_open_round(struct cli *cli)
{
	grant_open_options options = GRANT_OPEN_OPTIONS_INIT;

	options.person = identity_person(cli);
	options.at = cli->at;
	options.progress = term_progress;
	options.progress_payload = cli;
	if (grant_round_open(&cli->round, cli->dir ? cli->dir : ".", &options) < 0)
		return failure(cli, NULL);
	return EXIT_DONE;
}
