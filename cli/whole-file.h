/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_WHOLE_FILE_H
#define CLI_WHOLE_FILE_H

/*
 * A file that an answer goes to instead of the standard output: an ordinary file appears whole or not at all; what is none
 * (a pipe, a device) is written into and never replaced, and a link stays a link. Not here: what is written.
 */

#include "cli.h"

struct whole_file {
	FILE *file;
	char *target, *part; /* where it shall stand, and where it is written until then; NULL: into the file itself */
};

/* Exit status; told when it is none of success. */
int whole_file_open(struct cli *cli, struct whole_file *out, const char *path);
/* Puts the file in its place when `status` is success, else leaves everything as it was. The exit status of both. */
int whole_file_close(struct cli *cli, struct whole_file *file, const char *path, int status);

#endif
