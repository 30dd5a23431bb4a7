/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

/* `grant --complete bash WORDS...`: what could stand where the last word stands, one candidate per line. */

#include "cli.h"

/* argv[0] is the shell's name, the rest are the words after `grant`, the last one being typed. */
int complete(struct cli *cli, char **argv);

#endif
