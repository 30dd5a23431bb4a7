/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_PERSON_H
#define GRANT_PERSON_H

/*
 * People of a round: who may do what. Roles: officer, intake, reviewer, finance, observer.
 * Threads: as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

typedef struct grant_person_options {
	unsigned version;         /* GRANT_PERSON_OPTIONS_VERSION */
	const char *name;         /* required to add */
	const char *organisation; /* may be NULL */
	const char *const *roles; /* NULL-terminated, at least one */
	const char *const *keys;  /* OpenSSH public key lines, NULL-terminated; may be NULL */
	const char *prefix;       /* own prefix for the applications that this person takes in; may be NULL */
	const char *from, *to;    /* dates; may be NULL */
	bool dry_run;
	const char *const *expertise; /* categories of the round (id or title) and keywords, NULL-terminated; may be NULL */
} grant_person_options;

#define GRANT_PERSON_OPTIONS_VERSION 1
#define GRANT_PERSON_OPTIONS_INIT \
	{ GRANT_PERSON_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, NULL, false, NULL }

/**
 * Add a person. An officer's act.
 *
 * @param findings out: what is wrong with the record; yours; may be NULL
 * @param round    an open round
 * @param id       [a-z][a-z0-9-]{0,31}
 * @param options  required
 * @return 0 · GRANT_EINPUT · GRANT_EEXISTS there is such a person · GRANT_EDENIED your role · GRANT_ECONFLICT ·
 *         GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_person_add(grant_findings **findings, grant_round *round, const char *id,
                               const grant_person_options *options);

/**
 * Change what is known about a person: what a reviewer knows, a name, an organisation, roles, keys, the days between which the
 * person may act. The id and the prefix stay. An officer's act. Acts are judged by the people as they stood before them. The last
 * officer stays one.
 *
 * @param changes  out: `fields`, what changed, each with `path`, `label`, `type`, `change`, `old`, `new`; yours; may be NULL
 * @param findings out: what is wrong with the record; yours; may be NULL
 * @param round    an open round
 * @param id       the person
 * @param options  required; NULL: that field stays; a text takes the place of what was there, a list of all of it; "", or a list
 *                 of "" alone: the field goes
 * @param reason   required; it stands in the commit's sentence: at most 100 characters
 * @return 0 · GRANT_EINPUT a value, no reason, nothing that changes, a prefix · GRANT_ENOTFOUND no such person · GRANT_EDENIED your
 *         role, or the last officer · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_person_edit(grant_record **changes, grant_findings **findings, grant_round *round, const char *id,
                                const grant_person_options *options, const char *reason);

/**
 * Retire a person: from that day on (exclusive) the person may not act. The last officer cannot be retired.
 *
 * @param round   an open round
 * @param id      the person
 * @param day     the last day, such as "2018-06-30"; NULL: the day of the act
 * @param dry_run do everything but the commit
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED · GRANT_EINPUT · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_person_retire(grant_round *round, const char *id, const char *day, bool dry_run);

/** One person's record. @return 0 · GRANT_ENOTFOUND · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID @since 0.1 */
GRANT_API int grant_person_get(grant_record **out, grant_round *round, const char *id);

/** All people in order of id: a record with `people`. @return 0 · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID @since 0.1 */
GRANT_API int grant_person_list(grant_record **out, grant_round *round);

GRANT_END_DECLS

#endif
