/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_ROUND_H
#define GRANT_ROUND_H

/*
 * The handle: one round, that is one git repository. And what every act has in common.
 *
 * An act is one commit. It is whole or has not happened; whoever loses a race against another writer tries again
 * inside the call. With `dry_run` in its options an act goes through everything but the commit.
 * Threads: a handle belongs to one thread at a time; different handles, also of the same repository, work at once.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

/** How to open a round. Zero the memory and set `version`, or use GRANT_OPEN_OPTIONS_INIT. */
typedef struct grant_open_options {
	unsigned version;           /* GRANT_OPEN_OPTIONS_VERSION */
	const char *person;         /* who acts: the id of a person; NULL: git's `grant.person` */
	const char *at;             /* RFC 3339: when it happened; only in retrospective rounds; NULL: now */
	grant_clock_cb clock;       /* NULL: the system's */
	void *clock_payload;
	grant_progress_cb progress; /* NULL: nobody listens */
	void *progress_payload;
} grant_open_options;

#define GRANT_OPEN_OPTIONS_VERSION 1
#define GRANT_OPEN_OPTIONS_INIT { GRANT_OPEN_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL }

/** How to make a round. */
typedef struct grant_init_options {
	unsigned version;       /* GRANT_INIT_OPTIONS_VERSION */
	const char *round_file; /* the round's description, JSON as in grant-repository(5); required */
	const char *rules_file; /* the rules, Lua as in grant-rules(5); required */
	const char *person;     /* id of the maker, who becomes the first officer; required */
	const char *name;       /* the maker's name; required */
	bool checkout;          /* with a work tree whose files follow; else bare */
	bool unsigned_commits;  /* commits carry no signature; in this version the only way */
	bool retrospective;     /* entered afterwards from older papers: every act takes a time */
	const char *at;         /* RFC 3339: when the round was made; only with `retrospective`; NULL: now */
	bool dry_run;
	grant_record **changes; /* out: in a dry run `changes`, what would be written; yours; NULL: not wanted */
} grant_init_options;

#define GRANT_INIT_OPTIONS_VERSION 1
#define GRANT_INIT_OPTIONS_INIT \
	{ GRANT_INIT_OPTIONS_VERSION, NULL, NULL, NULL, NULL, false, false, false, NULL, false, NULL }

/**
 * Make a round's repository. Modules that the rules require are looked for beside the rules file, then among the stock
 * parts, and copied into the round.
 *
 * @param findings out: what is wrong with the description and the rules; yours; may be NULL
 * @param dir      a folder that does not exist or is empty
 * @param options  required
 * @return 0 · GRANT_EINPUT the description is not acceptable · GRANT_ERULE the rules are not · GRANT_EEXISTS the
 *         folder is not empty · GRANT_ENOTFOUND a file is not there · GRANT_ESIGNATURE signatures were asked for, which
 *         this version does not make · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_round_init(grant_findings **findings, const char *dir, const grant_init_options *options);

/**
 * Open a round for reading and writing. Nothing is written until an act; the index is brought up to date when needed.
 *
 * @param out     out: yours, grant_round_close()
 * @param dir     the repository, its work tree, or a folder inside it
 * @param options NULL for the defaults
 * @return 0 · GRANT_EIO no repository there, or it cannot be read · GRANT_EFORMAT not a round, of a newer format, or with a
 *         feature that this version does not know · GRANT_EINPUT `at` is no time · GRANT_EDENIED `at` in a round that is
 *         not retrospective · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_round_open(grant_round **out, const char *dir, const grant_open_options *options);

/** Close a round. Records and lists that it gave stay valid. NULL is fine. @since 0.1 */
GRANT_API void grant_round_close(grant_round *round);

/**
 * The round itself: fields of round.json, and `features`, `people` (how many), `applications` (how many), `money`
 * (budget, decided, agreed, paid), `rules` (criteria and stages as the rule file declares them), `commit`.
 *
 * @param out   out: yours, grant_record_free()
 * @param round an open round
 * @return 0 · GRANT_EFORMAT · GRANT_ERULE the rules cannot be loaded · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_round_show(grant_record **out, grant_round *round);

/** A field of the round's description and what it says from now on. */
typedef struct grant_round_field {
	const char *field; /* its path, such as "calendar.review_until"; rows by id or from 0: "categories.service.cap" */
	const char *value; /* as the record has it; lists parted by commas; "": the field goes */
} grant_round_field;

typedef struct grant_round_edit_options {
	unsigned version; /* GRANT_ROUND_EDIT_OPTIONS_VERSION */
	const grant_round_field *fields;
	size_t count;
	const char *reason; /* required; it stands in the commit's sentence: at most 100 characters */
	bool dry_run;
} grant_round_edit_options;

#define GRANT_ROUND_EDIT_OPTIONS_VERSION 1
#define GRANT_ROUND_EDIT_OPTIONS_INIT { GRANT_ROUND_EDIT_OPTIONS_VERSION, NULL, 0, NULL, false }

/**
 * Change the round's description: a longer time for reviews, another budget, one more holiday. An officer's act. Acts are judged by
 * the description as it stood before them. Ids, the prefix, the currency, the places of scores, the stages and the types of the
 * form's fields stay, since other records rest on them; rows are changed, neither added nor taken out.
 *
 *     grant_round_field field = { "calendar.review_until", "2018-05-31T17:30:00+08:00" };
 *     grant_round_edit_options options = GRANT_ROUND_EDIT_OPTIONS_INIT;
 *     options.fields = &field;
 *     options.count = 1;
 *     options.reason = "评委出差";
 *     grant_round_edit(NULL, NULL, round, &options);
 *
 * @param changes  out: `fields`, a list with `path`, `label`, `type`, `change` ("add", "remove", "change"), `old`, `new`; yours; may be
 *                 NULL
 * @param findings out: fields that there are not or that stay, and all that is wrong with the new description; yours; may be NULL
 * @param round    an open round
 * @param options  required
 * @return 0 · GRANT_EINPUT a finding is an error, nothing differs, a field is given twice, no reason or too long a one ·
 *         GRANT_EDENIED your role, or the decisions that were made do not fit the budget · GRANT_ECONFLICT ·
 *         GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_round_edit(grant_record **changes, grant_findings **findings, grant_round *round,
                               const grant_round_edit_options *options);

/**
 * What the last act through this handle did: `act`, `subject`, `actor`, `sentence` (the commit's subject line, English),
 * `told` (the same in the reader's language), `commit` (absent after a dry run), `dry_run`, `undated` (true: a
 * retrospective round's act for which no time was said, so that it is dated today; else absent), `changes` (a list of `path` and
 * `change`: "add", "change" or "remove").
 *
 * @return borrowed until the next act or until the round is closed; NULL when there was none, or when its group was dropped
 * @since 0.1
 */
GRANT_API const grant_record *grant_round_last_act(const grant_round *round);

/**
 * Begin a group of acts: each that follows on this handle is a commit of its own upon the one before, but none is on the
 * disk, or seen by others, until grant_round_finish_group(). Sixty-four small acts in a group cost little more than one
 * alone. From here to its end the round is locked for other writers, so keep groups short: some tenths of a second. Acts
 * that fail leave the group as it was. Questions on this handle are answered as if the acts had happened.
 *
 *     grant_round_begin_group(round);
 *     for (size_t i = 0; i < count; i++)
 *             grant_submit(&receipts[i], NULL, round, archives[i], NULL);
 *     if (grant_round_finish_group(round) == GRANT_ECONFLICT)
 *             ... nothing has happened: begin again
 *
 * @param round an open round
 * @return 0 · GRANT_ECONFLICT another program has been writing for a minute · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID a
 *         group is open already
 * @since 0.1
 */
GRANT_API int grant_round_begin_group(grant_round *round);

/**
 * End a group: its acts become durable and main moves to the last, in one step. When this fails none of them has happened.
 *
 * @param round an open round
 * @return 0 · GRANT_ECONFLICT another program (git push) moved main meanwhile · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 *         no group is open
 * @since 0.1
 */
GRANT_API int grant_round_finish_group(grant_round *round);

/** Forget the acts of an open group; without one nothing happens. @since 0.1 */
GRANT_API void grant_round_drop_group(grant_round *round);

/**
 * Throw the index away and make it anew from the records.
 *
 * @param records out: how many records it holds; may be NULL
 * @param round   an open round
 * @return 0 · GRANT_EFORMAT a record cannot be read · GRANT_EIO the index cannot be written · GRANT_ENOMEM · GRANT_ECANCELED · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_round_reindex(int64_t *records, grant_round *round);

/** The path of the round's git directory; borrowed. @since 0.1 */
GRANT_API const char *grant_round_git_dir(const grant_round *round);

GRANT_END_DECLS

#endif
