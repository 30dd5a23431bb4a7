/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_QUERY_H
#define GRANT_QUERY_H

/*
 * Looking: lists, one application, files, full text, the story, what is due.
 * Threads: as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

/** Which applications; NULL and 0 leave a condition out. */
typedef struct grant_list_options {
	unsigned version;         /* GRANT_LIST_OPTIONS_VERSION */
	const char *state;        /* such as "in-review", or its label in Chinese or English */
	const char *category;     /* its id or title; of equal titles the first */
	const char *organisation; /* part of the name */
	int64_t at_least_fen;     /* requested */
	int64_t at_most_fen;
	const char *order;        /* "id", "title", "organisation", "category", "requested", "state"; "-" in front: downwards */
	int64_t limit;
} grant_list_options;

#define GRANT_LIST_OPTIONS_VERSION 1
#define GRANT_LIST_OPTIONS_INIT { GRANT_LIST_OPTIONS_VERSION, NULL, NULL, NULL, 0, 0, NULL, 0 }

/**
 * Applications: each with `id`, `title`, `organisation` (the name), `category`,
 * `category_title` (`zh`, `en`), `requested`, `state`.
 *
 * @param out     out: yours, grant_list_free()
 * @param round   an open round
 * @param options NULL for all, in order of id
 * @return 0 · GRANT_EINPUT no such state, category or order · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_list_applications(grant_list **out, grant_round *round, const grant_list_options *options);

/**
 * One application with everything that exists for it: `application`, `state`, `receipt`, `screening`, `assignments`,
 * `conflicts`, `reviews` (only those of the acting person while a sealed stage is sealed), `measures`, `decision`,
 * `settlements` (ties that it stood in: `stage`, its `position` in the order, `applications` in order, `draw` or `reason`, `by`,
 * `at`), `agreement`, `milestones`, `payments`. Lists have `person`, `stage`, `name` beside the record's own fields.
 *
 * @param out         out: yours
 * @param round       an open round
 * @param application such as "XF-0017"
 * @return 0 · GRANT_ENOTFOUND · GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_show(grant_record **out, grant_round *round, const char *application);

/** Told each piece of a file's bytes; non-zero stops. */
typedef int (*grant_bytes_cb)(const void *bytes, size_t size, void *payload);

/**
 * A file of an application: a path of its receipt ("申报书.pdf"), or below its folder ("receipt.json").
 *
 * @return 0 · GRANT_ENOTFOUND · GRANT_ECANCELED · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_cat(grant_round *round, const char *application, const char *path, grant_bytes_cb call,
                        void *payload);

typedef struct grant_extract_options {
	unsigned version; /* GRANT_EXTRACT_OPTIONS_VERSION */
	bool force;       /* into a folder that holds something already; files of the same name are replaced */
	bool blind;       /* the form as reviewers see it, without what the round marks as blind; the other files as they are */
} grant_extract_options;

#define GRANT_EXTRACT_OPTIONS_VERSION 1
#define GRANT_EXTRACT_OPTIONS_INIT { GRANT_EXTRACT_OPTIONS_VERSION, false, false }

/**
 * Write an application's proposal into a folder. Every name is checked again, no link below the folder is followed, no file may be
 * executed, nothing is overwritten unless `force` says so.
 *
 * @param files       out: how many files; may be NULL
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param dir         a folder that does not exist, or is empty
 * @param options     NULL for the defaults
 * @return 0 · GRANT_ENOTFOUND · GRANT_EEXISTS the folder is not empty · GRANT_EFORMAT a name is not allowed ·
 *         GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_extract(int64_t *files, grant_round *round, const char *application, const char *dir,
                            const grant_extract_options *options);

/**
 * The same as a zip, piece by piece: names in UTF-8 and marked so, all dates the same, so that the same files are the same bytes.
 *
 * @param files       out: how many files; may be NULL
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param options     NULL for the defaults; `force` has no meaning here
 * @param call        told each piece
 * @param payload     for `call`
 * @return 0 · GRANT_ENOTFOUND · GRANT_EFORMAT a name is not allowed · GRANT_ECANCELED · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_extract_zip(int64_t *files, grant_round *round, const char *application,
                                const grant_extract_options *options, grant_bytes_cb call, void *payload);

/**
 * Full text, best first: each application once, with `application`, `title`, `state`, `snippet`, and `file` where the words stand in
 * a file of its proposal and not in its form. All words must occur in the form, or in one file; Chinese words of one and two
 * characters are found. Of files, small plain texts are looked into (.txt, .md, .csv in UTF-8, UTF-16 or GB18030, up to 1 MiB):
 * the first 64 KiB of each, 256 KiB of an application in all.
 *
 * @return 0 · GRANT_EINPUT no word · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_search(grant_list **out, grant_round *round, const char *words, int64_t limit);

/**
 * The story, newest first: each with `commit`, `at`, `act`, `subject`, `actor`, `name`, `sentence` (the commit's
 * subject, English) and `told` (the same in the reader's language).
 *
 * @param out         out: yours
 * @param round       an open round
 * @param application only what changed its records; NULL: everything
 * @param limit       0: all
 * @return 0 · GRANT_ENOTFOUND no such application · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_log(grant_list **out, grant_round *round, const char *application, int64_t limit);

/** Which versions are compared. */
typedef struct grant_diff_options {
	unsigned version;  /* GRANT_DIFF_OPTIONS_VERSION */
	const char *from;  /* as it stood at this commit, any name that git knows; NULL: see below */
	const char *since; /* as it stood then: RFC 3339, or a day, "2018-03-31", which means its beginning; not with `from` */
} grant_diff_options;

#define GRANT_DIFF_OPTIONS_VERSION 1
#define GRANT_DIFF_OPTIONS_INIT { GRANT_DIFF_OPTIONS_VERSION, NULL, NULL }

/**
 * What changed between two versions of an application: now, and by default before the last corrected archive or amendment.
 *
 * `application`, `title`; `from` and `to`, the acts that made the versions, as grant_log() tells them (`from` is absent when there is
 * one version only); `fields` of the form, each with `path`, `label` (in the reader's language), `type` ("text", "money",
 * "decimal", "date", "word", "row"), `change` ("add", "remove", "change"), `old`, `new`, for tables `row` (what the line is
 * called), for longer texts `parts` (each `change`, "same" too, and `text`); `files` of the proposal, each with `name`, `change`,
 * `old_size`, `new_size` (bytes), and for small texts `lines` (each `change`, `line`, `text`).
 *
 * @param out         out: yours; both lists are empty when nothing changed
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param options     NULL for the defaults
 * @return 0 · GRANT_ENOTFOUND no such application or commit, or it was not there yet · GRANT_EINPUT a time that is none ·
 *         GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_diff(grant_record **out, grant_round *round, const char *application,
                         const grant_diff_options *options);

/**
 * What is due, late, and waiting for whom: `states` (how many applications in each), `money`, `phase`, and `tasks`, each
 * with `what` (a stable word), `application` (absent where the whole round is meant), `who` (a role or a person), `due` (may
 * be absent), `late`, `text`.
 *
 * @return 0 · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_status(grant_record **out, grant_round *round);

GRANT_END_DECLS

#endif
