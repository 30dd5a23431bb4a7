/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_WHAT_IF_H
#define CLI_WHAT_IF_H

/* A ranking beside another one: who moves, who changes side of the line of the money, and why. For cmd-rank.c. */

#include "cli.h"

/* Tables and reasons in words. */
void what_if_print(struct cli *cli, const grant_record *ranking);
/* A line of CSV for each application. */
void what_if_csv(const grant_record *ranking);

#endif
