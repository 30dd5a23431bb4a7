/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_RULES_FILE_H
#define GR_WORK_RULES_FILE_H

/* A file of rules outside of a repository, and what stands beside it. */

#include "base/buf.h"

struct gr_rules_file {
	const char *path;
};

/* Its text, as loading takes it. GRANT_ENOTFOUND, GRANT_ELIMIT. */
int gr_rules_file_read(struct gr_buf *out, const char *path);

/* A gr_rules_module_cb; the payload is a struct gr_rules_file: the file rules/a/b.lua beside it for "a.b", else a stock part. */
char *gr_rules_file_module(const char *name, void *payload);

#endif
