/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_ACT_H
#define GR_WORK_ACT_H

/*
 * The engine: every change of a round is one act, and every act takes the same nine steps, written once in act.c:
 * begin, catch up, load, allow, build, check, commit, index, tell. An act's own file supplies a row and one function.
 */

#include "base/buf.h"
#include "work/handle.h"
#include "work/subject.h"

enum gr_role {
	GR_ROLE_OFFICER = 1 << 0,
	GR_ROLE_INTAKE = 1 << 1,
	GR_ROLE_REVIEWER = 1 << 2,
	GR_ROLE_FINANCE = 1 << 3,
	GR_ROLE_OBSERVER = 1 << 4
};

struct gr_act;

struct gr_act_row {
	const char *name;           /* of the trailer Grant-Act; sentence.c has its sentence */
	unsigned roles;             /* one of these the actor must have */
	unsigned states;            /* that the application must be in; 0: the subject is no application */
	int (*build)(struct gr_act *act, const void *input);
};

/* One call of an act. */
struct gr_act {
	grant_round *round;
	const struct gr_act_row *row;
	struct gr_oid base;         /* the commit that everything is built on */
	struct gr_oid commit;       /* what it became */
	gr_edit *edit;
	char actor[40];
	unsigned actor_roles;
	gr_value *person;           /* the actor's record */
	struct gr_time now;
	char subject[64];           /* an application, a person, a stage, the round's id */
	struct gr_subject application; /* when the row has states */
	char *detail;               /* fills {detail} of the sentence (sentence.c) */
	struct gr_buf trailers;     /* of the commit, beyond those of every act */
	grant_findings *findings;
	gr_value *result;           /* for the caller, set by build */
};

struct gr_act_wish {
	const char *subject;        /* NULL: build says it by gr_act_set_subject() */
	bool dry_run;
	grant_findings **findings;  /* out, may be NULL */
	gr_value **result;          /* out, may be NULL */
};

int gr_act_run(grant_round *round, const struct gr_act_row *row, const struct gr_act_wish *wish, const void *input);

/* For build functions. */
int gr_act_set_subject(struct gr_act *act, const char *subject);
int gr_act_detail(struct gr_act *act, const char *format, ...) GR_PRINTF(2, 3);
/* "Grant-<name>: text", so that anybody can do the same again. One line. */
int gr_act_trailer(struct gr_act *act, const char *name, const char *text);
/* Check a record against the table, write it canonically into the edit at its place. Takes `record` over. "by" and "at"
 * are filled in when the kind has them and the record does not. */
int gr_act_put(struct gr_act *act, const struct gr_location *location, gr_value *record);
int gr_act_remove(struct gr_act *act, const struct gr_location *location);
/* {"by": actor, "at": now} */
gr_value *gr_act_stamp(const struct gr_act *act);
/* The index at the act's base. */
int gr_act_index(gr_index **out, struct gr_act *act);
/* A place of the subject application. Parts may be NULL. */
struct gr_location gr_act_place(const struct gr_act *act, enum gr_kind_id kind, const char *stage, const char *person,
                                const char *name);

/* All people of the round in order of id: a list of their records. */
int gr_people_load(gr_value **out, grant_round *round, const struct gr_oid *commit);
/* The role words of a person's record as bits; people whose time is over or not yet there have none. */
unsigned gr_person_roles(const gr_value *person, int64_t day);
/* A person's record at a commit. GRANT_ENOTFOUND with words. */
int gr_person_load(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *id);
/* Who acts, at a commit and day: GRANT_EDENIED when nobody is said or it is no person of the round. */
int gr_actor_load(gr_value **person, unsigned *roles, grant_round *round, const struct gr_oid *commit, int64_t day);

/* Another application that an act touches besides its subject: allowed in these states, else GRANT_EDENIED with words. */
int gr_state_allow(const struct gr_subject *application, const struct gr_act_row *row);

/* The commit's author and message, for acts and for the first commit. */
int gr_act_message(char **out, const struct gr_act *act);
struct gr_commit_request gr_act_commit_request(const struct gr_act *act, const char *message, const char *email);

#endif
