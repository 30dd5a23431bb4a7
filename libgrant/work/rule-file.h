/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_RULE_FILE_H
#define GR_WORK_RULE_FILE_H

/*
 * A rule file that lies on the disk, and where the modules that it requires are looked for: in the folder `rules` beside it, then
 * in a round, then among the stock parts. Not here: the rules of a round at a commit (handle.c), what a rule file may hold (rules).
 */

#include "work/handle.h"

struct gr_rule_file {
	const char *path;
	grant_round *round; /* whose modules come second; NULL: none */
	const struct gr_oid *commit;
};

/* The source text of a module, yours; NULL: there is none. The payload is a struct gr_rule_file. */
char *gr_rule_file_module(const char *name, void *payload);

/* Reads the file; a NUL in it is kept as a character that loading refuses. GRANT_ENOTFOUND, GRANT_EIO, GRANT_ELIMIT. */
int gr_rule_file_read(struct gr_buf *out, const struct gr_rule_file *file);
/* Reads and loads it. Findings name the file and say all that is wrong; GRANT_ERULE then. */
int gr_rule_file_load(gr_rules **out, grant_findings *findings, const struct gr_rule_file *file);

/* The same for a file that may also be a part; one that is too big is a finding too. With `reads_names` also findings about names
 * that nothing defines. */
int gr_rule_file_load_any(gr_rules **out, grant_findings *findings, const struct gr_rule_file *file, bool reads_names);

/* A round's description that lies on the disk, yours. Findings and the error name the file. GRANT_ENOTFOUND, GRANT_EINPUT, GRANT_ELIMIT,
 * GRANT_EIO. */
int gr_description_read(gr_value **out, grant_findings *findings, const char *file);

/* The ids of the stages that a description names, and those that the rules declare, must be the same in the same order; "review"
 * alone is not written down. Else a finding about `file` and GRANT_ERULE. */
int gr_rule_file_check_stages(grant_findings *findings, const gr_rules *rules, const gr_value *description, const char *file);

#endif
