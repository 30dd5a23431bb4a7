/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_REVIEW_EDIT_H
#define CLI_REVIEW_EDIT_H

#include "cli.h"

/* A review typed in an editor, as `git commit` does it: edit, check, edit again, hand in. */
int review_edit(struct cli *cli, const char *application, const char *stage, bool dry_run);

#endif
