/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_IDENTITY_H
#define CLI_IDENTITY_H

/* Who acts, and in which round. */

#include "cli.h"

/* --as, else GRANT_PERSON; NULL: the library asks git. */
const char *identity_person(const struct cli *cli);
/* Open the round of -C into the cli. The exit status, after a message. */
int identity_open_round(struct cli *cli);

#endif
