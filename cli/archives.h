/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_ARCHIVES_H
#define CLI_ARCHIVES_H

/* The archives of a command: its words, and where a word is a folder the files in it. */

#include "cli.h"

struct archives {
	char **paths;
	size_t count, capacity;
	bool has_folder;
};

/* In the order of the words, files of a folder in order of their bytes; folders below it are left to be refused with words. Exit
 * status; told when it is none of success. */
int archives_find(struct cli *cli, struct archives *out);
void archives_clear(struct archives *archives);

#endif
