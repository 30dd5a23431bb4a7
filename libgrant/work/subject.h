/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_SUBJECT_H
#define GR_WORK_SUBJECT_H

/* All records of one application at a commit, read from its folder in the tree, and the state that follows from them. */

#include "work/handle.h"

struct gr_subject_item {
	struct gr_location location;
	struct gr_oid blob;
	gr_value *record; /* what gr_subject_open() leaves out is NULL until gr_subject_find() is asked for it */
	bool is_broken;   /* it was asked for and cannot be read */
};

struct gr_subject {
	char id[GR_ID_SIZE];
	struct gr_subject_item *items; /* in git's order of paths */
	size_t count, capacity;
	struct gr_facts facts;
	enum gr_state state;
	grant_round *round;
};

/* GRANT_ENOTFOUND: no such application; GRANT_EFORMAT: a record cannot be read. */
int gr_subject_load(struct gr_subject *out, grant_round *round, const struct gr_oid *commit, const char *application);
/* For acts, which need few of the records: those that the state follows from (payments are among them) are read, others when they
 * are asked for. Whoever opens asks gr_subject_check() in the end. */
int gr_subject_open(struct gr_subject *out, grant_round *round, const struct gr_oid *commit, const char *application);
/* GRANT_EFORMAT with words: a record that was asked for cannot be read, and what was concluded without it is void; GRANT_ECONFLICT:
 * it could not be, and now can. Else 0, and the last error stays. */
int gr_subject_check(const struct gr_subject *subject);
/* GRANT_ENOTFOUND, with the id that was meant or the form that the round's ids have. */
int gr_subject_check_id(grant_round *round, const struct gr_oid *commit, const char *application);
void gr_subject_clear(struct gr_subject *subject);

/* The record of a kind; NULL parts match anything. Borrowed; NULL: there is none. */
const gr_value *gr_subject_find(const struct gr_subject *subject, enum gr_kind_id kind, const char *stage,
                                const char *person, const char *name);
const gr_value *gr_subject_get(const struct gr_subject *subject, enum gr_kind_id kind);

/* Whether it is there, unread. NULL as above. */
bool gr_subject_has(const struct gr_subject *subject, enum gr_kind_id kind, const char *stage, const char *person);
/* Whether a person has declared, or was declared to have, a conflict of interest. */
bool gr_subject_has_conflict(const struct gr_subject *subject, const char *person);

#endif
