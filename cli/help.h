/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

/* Help out of the tables, at three depths: all commands, a family of them, one with its options. */

#include "command.h"

int help_overview(struct cli *cli);
int help_family(struct cli *cli, const char *word);
int help_text(struct cli *cli, const struct command *command);
int help_version(struct cli *cli);

#endif
