/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_PROPOSAL_H
#define GR_WORK_PROPOSAL_H

/*
 * An archive that was read: its entries as blobs (or digests only), its form as a record. What does not depend on the
 * tip of the round, so it is done once, before the writers' lock. Not here: whether the round takes it (submit.c).
 */

#include "work/handle.h"

struct gr_proposal_file {
	char *name; /* safe, below proposal/ */
	struct gr_oid blob; /* when it was stored */
};

struct gr_proposal {
	char *archive;            /* base name of the archive */
	bool has_received;        /* the message that it was attached to says when the office's server had it */
	struct gr_time received;
	bool is_paper;
	char sha256[72];
	int64_t size;
	gr_value *entries;        /* as the receipt has them */
	struct gr_proposal_file *files;
	size_t count, capacity;
	char *form_name;          /* the entry that is the form */
	gr_value *application;    /* the form as a record without an id */
};

/*
 * Read an archive. `store` NULL: bytes are only counted and digested, nothing is kept (check, dry run).
 * `round` describes limits, categories and questions. Findings: everything that is wrong; GRANT_EINPUT or GRANT_ELIMIT then.
 */
struct gr_proposal_request {
	const char *path, *charset;
	unsigned attachment;      /* the path is a message, and this one of the archives that are attached is meant; 0: an archive */
	bool is_paper;            /* the path is the form alone, the proposal itself is on paper */
	const gr_value *round;
	gr_store *store;
	struct gr_progress *progress;
};
int gr_proposal_read(struct gr_proposal *out, grant_findings *findings, const struct gr_proposal_request *request);
void gr_proposal_clear(struct gr_proposal *proposal);

/*
 * The form itself: bytes of application.json, of a workbook or of a text form -> a record (form.c). With GRANT_EINPUT `out` is set
 * as far as the form could be read; NULL when not at all. `places` (may be NULL): where the fields of a workbook stand, for
 * gr_form_place(); NULL for others.
 */
int gr_form_parse(gr_value **out, gr_value **places, grant_findings *findings, const char *name,
                  const struct gr_buf *bytes, const gr_value *round);
/* Findings that tell of a field get its sheet and cell. */
int gr_form_place(grant_findings *findings, const gr_value *places);

/* Whether a file of a proposal has a name and a place that a form may have. */
bool gr_form_is_name(const char *name);
/* One value under a field's path or label, read as a text form of the round would be; as gr_form_read_value(). */
int gr_form_value(char **path, gr_value **out, grant_findings *findings, const char *name, const char *value,
                  const gr_value *round);
/* A form against the record table. GRANT_EINPUT when a finding is an error. */
int gr_form_check(grant_findings *findings, gr_value *form);

#endif
