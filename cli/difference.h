/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_DIFFERENCE_H
#define CLI_DIFFERENCE_H

/* What changed between two versions of an application, for people. */

#include "cli.h"

/* The `fields` of grant_diff() and grant_amend(). */
void difference_fields(struct cli *cli, const grant_record *fields);
/* The `files` of grant_diff(). */
void difference_files(struct cli *cli, const grant_record *files);

#endif
