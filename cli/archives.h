/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_ARCHIVES_H
#define CLI_ARCHIVES_H

/* The archives of a command: its words, where a word is a folder the files in it, and where a file is a message what it brings. */

#include "cli.h"

struct archive {
	char *path;
	unsigned attachment; /* of the message at that path, counted from 1; 0: the path is the archive */
	char *label;         /* how people are told of it */
};

struct archives {
	struct archive *items;
	size_t count, capacity;
	bool has_folder;
};

/*
 * In the order of the words, files of a folder in order of their bytes; folders below it are left to be refused with words. A message
 * ends in .eml, or lies in the folders of a maildir; one that brings no archive stands for itself, to be refused with words. Exit
 * status; told when it is none of success.
 */
int archives_find(struct cli *cli, struct archives *out);
void archives_clear(struct archives *archives);

#endif
