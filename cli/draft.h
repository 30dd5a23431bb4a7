/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_DRAFT_H
#define CLI_DRAFT_H

/* What a reviewer typed and has not handed in yet, on the disk, for nobody else to read. */

#include "cli.h"

/*
 * The place of a draft: $XDG_STATE_HOME/grant/drafts/<round>/<application>-<stage>-<person>.txt, its folders made.
 * Yours. NULL after a message.
 */
char *draft_path(struct cli *cli, const char *round, const char *application, const char *stage);

bool draft_exists(const char *path);
/* NULL after a message. Yours. */
char *draft_read(struct cli *cli, const char *path);
/* Whole or not at all. The exit status, after a message. */
int draft_write(struct cli *cli, const char *path, const char *text);
void draft_remove(const char *path);

#endif
