/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_RANK_REPORT_H
#define CLI_RANK_REPORT_H

/* How sure a ranking is, for people. Programs get the record as it is (cmd-rank.c). */

#include "output.h"

/* A ranking with what grant_rank() adds on `report`. */
void rank_report_print(struct cli *cli, const grant_record *ranking);

#endif
