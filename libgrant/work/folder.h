/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_FOLDER_H
#define GR_WORK_FOLDER_H

/* Write files into a new folder, and nowhere else: every name passes the gate, no link is followed, nothing is overwritten. */

#include "base/base.h"
#include "base/io.h"

struct gr_folder {
	int fd;
	bool replaces; /* files that are there already */
	char *name;
};

/* The folder must not exist or be empty: GRANT_EEXISTS. */
int gr_folder_open(struct gr_folder *out, const char *dir);
/* It may hold something; files of the same name are replaced, links never followed. */
int gr_folder_open_over(struct gr_folder *out, const char *dir);
/* A new file at a relative path, its folders made; the caller writes to *fd and closes it. */
int gr_folder_create(int *fd, struct gr_folder *folder, const char *path);
int gr_folder_write(struct gr_folder *folder, const char *path, const void *bytes, size_t size);
void gr_folder_close(struct gr_folder *folder);

struct gr_fd_sink {
	struct gr_sink sink;
	int fd;
};
void gr_fd_sink_open(struct gr_fd_sink *to, int fd);

#endif
