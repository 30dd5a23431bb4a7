/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_INTAKE_H
#define GRANT_INTAKE_H

/*
 * Archives in: the check that an NGO runs, submission, screening, and the kit that an NGO fills in.
 * Threads: as the round's handle; grant_check_with() and grant_kit_with() anywhere.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

typedef struct grant_submit_options {
	unsigned version;     /* GRANT_SUBMIT_OPTIONS_VERSION */
	const char *received; /* RFC 3339: when the office had it; NULL: now */
	const char *charset;  /* of the names in the archive, such as "GB18030"; NULL: decided from them */
	const char *replace;  /* a corrected archive for this application while it is submitted or returned; NULL: a new one */
	bool dry_run;
	unsigned ahead;       /* in a dry run: how many new ones were tried before this one and would have taken an id each */
	bool paper;           /* the path is a form alone (.json, .xlsx, .txt); the proposal is on paper, attachments are not asked for */
	unsigned attachment;  /* the path is a message (.eml), and the archive meant is the first, second ... that is attached; 0: an archive */
} grant_submit_options;

#define GRANT_SUBMIT_OPTIONS_VERSION 1
#define GRANT_SUBMIT_OPTIONS_INIT { GRANT_SUBMIT_OPTIONS_VERSION, NULL, NULL, NULL, false, 0, false, 0 }

/**
 * What a mail message brings: `archives`, the names of those that are attached (its own and those of a message that it forwards), in
 * the order in which `attachment` of grant_submit_options counts them; `received`, when the office's server says that it came
 * (the topmost Received line), absent where there is none. An archive of a message that is submitted without `received` counts
 * as received then. Neither sender nor subject is kept.
 *
 * @param message  out: yours
 * @param findings out: why it cannot be read, or what is attached instead of an archive; yours; may be NULL
 * @param round    an open round: it limits the size
 * @param path     of a message as mail programs and servers keep it
 * @return 0 · GRANT_EINPUT it cannot be read, or no archive is attached · GRANT_ENOTFOUND no such file · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_message_look(grant_record **message, grant_findings **findings, grant_round *round, const char *path);

/**
 * Take an archive in. Its bytes go straight into the repository; nothing is written to the file system by name.
 *
 * @param receipt  out: `id`, `archive`, `sha256`, `size`, `received`, `taken`, `entries` (each `name`, `size`, `sha256`, and
 *                 `original`, `charset` where the name was changed), `title`, `organisation`; yours
 * @param findings out: what is wrong or worth a look; yours; may be NULL
 * @param round    an open round
 * @param archive  path of a zip, 7z, tar or tar.gz; with `paper` of a form
 * @param options  NULL for the defaults
 * @return 0 · GRANT_EINPUT archive or form are not acceptable · GRANT_ELIMIT too large, too many, too long · GRANT_EDENIED
 *         your role, or the deadline · GRANT_EEXISTS the same archive was taken in · GRANT_ENOTFOUND no such file or
 *         application · GRANT_ECONFLICT others were first, again and again · GRANT_EIO · GRANT_ENOMEM · GRANT_ECANCELED ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_submit(grant_record **receipt, grant_findings **findings, grant_round *round, const char *archive,
                           const grant_submit_options *options);

/**
 * What grant_submit() and the round's rules would say of an archive, without a trace.
 *
 * @param findings out: every problem; yours
 * @param round    an open round
 * @param archive  its path
 * @param charset  of the names, NULL: decided from them
 * @return 0 it could be handed in (there may be warnings) · GRANT_EINPUT, GRANT_ELIMIT a finding is an error (without one: no
 *         such charset) · GRANT_ENOTFOUND no such file · GRANT_ERULE · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_check(grant_findings **findings, grant_round *round, const char *archive, const char *charset);

/** The same with the description of a round alone, as the kit holds it: no repository, no rules. @since 0.1 */
GRANT_API int grant_check_with(grant_findings **findings, const char *round_file, const char *archive,
                               const char *charset);

/**
 * Write the blank application that NGOs fill in: the form as a workbook and as a text, the budget table, guidance, the
 * round's description for `grant check --round`. The same round gives the same bytes.
 *
 * @param round an open round
 * @param path  a folder that does not exist or is empty; a path that ends in ".zip": a new zip of the same
 * @return 0 · GRANT_EEXISTS the folder is not empty, or the file is there · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_kit(grant_round *round, const char *path);

/** A field of the form and what it says. */
typedef struct grant_amendment {
	const char *field; /* its path, such as "organisation.uscc", "answers.need", "budget.2.amount" (lines from 0; the next
	                    * number: one more line; "milestones.midterm.due"), or its label, such as "申请金额" */
	const char *value; /* read as in a text form ("5万元", "社会团体"); "": the field goes, with "budget.2" the line */
} grant_amendment;

typedef struct grant_amend_options {
	unsigned version; /* GRANT_AMEND_OPTIONS_VERSION */
	const grant_amendment *fields;
	size_t count;
	const char *reason; /* required; UTF-8, <= 2,000 characters */
	bool dry_run;
} grant_amend_options;

#define GRANT_AMEND_OPTIONS_VERSION 1
#define GRANT_AMEND_OPTIONS_INIT { GRANT_AMEND_OPTIONS_VERSION, NULL, 0, NULL, false }

/**
 * Correct the form of an application that was misread, until it is decided. An officer's or an intake clerk's act. The record is
 * checked as at intake; what was handed in is not touched. Who amended which fields and why stands in the receipt.
 *
 * @param changes     out: `application` and `fields`, as grant_diff() tells them; yours; may be NULL
 * @param findings    out: fields that there are not, and all that is wrong with the record; yours; may be NULL
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param options     required
 * @return 0 · GRANT_EINPUT a finding is an error, nothing differs, or no reason · GRANT_ENOTFOUND no such application ·
 *         GRANT_EDENIED your role, or the application is decided · GRANT_EFORMAT · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_amend(grant_record **changes, grant_findings **findings, grant_round *round, const char *application,
                          const grant_amend_options *options);

/**
 * An organisation takes its application back, written down by an officer or, until it is decided, by an intake clerk. The
 * decision is `decline` with the reason, the state `withdrawn`: rankings, reviewers' queues and decisions by the ranking leave
 * it out.
 *
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param reason      required, UTF-8, at most 2,000 characters
 * @param dry_run     do everything but the commit
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED your role, or the application's state: it is withdrawn or rejected already, or there is
 *         an agreement · GRANT_EINPUT no reason · GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_withdraw(grant_round *round, const char *application, const char *reason, bool dry_run);

/**
 * The way back from a withdrawal, or from an award that was declined: the application stands again with its screening and reviews,
 * and is not decided; what was decided before is to be decided again. An officer's act. The reason goes into the commit's
 * sentence.
 *
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param reason      required, UTF-8, at most 100 characters
 * @param dry_run     do everything but the commit
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED your role, or it is not withdrawn · GRANT_EINPUT no reason, or too long a one ·
 *         GRANT_ECONFLICT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_withdraw_undo(grant_round *round, const char *application, const char *reason, bool dry_run);

/**
 * Whether a file of that name at the top of an archive is read as its form: application.json, application.xlsx, application.txt
 * and what the Chinese kit calls them. @since 0.1
 */
GRANT_API bool grant_form_is_name(const char *name);

enum grant_verdict {
	GRANT_VERDICT_NONE = 0, /* only look */
	GRANT_VERDICT_PASS = 1,
	GRANT_VERDICT_RETURN = 2,
	GRANT_VERDICT_REJECT = 3
};

typedef struct grant_screen_options {
	unsigned version;           /* GRANT_SCREEN_OPTIONS_VERSION */
	enum grant_verdict verdict;
	const char *reason;         /* required to return and to reject, and to pass against a rule's error; UTF-8, <= 2,000 characters */
	bool dry_run;
} grant_screen_options;

#define GRANT_SCREEN_OPTIONS_VERSION 1
#define GRANT_SCREEN_OPTIONS_INIT { GRANT_SCREEN_OPTIONS_VERSION, GRANT_VERDICT_NONE, NULL, false }

/**
 * Say whether an application may go to review. A later verdict replaces an earlier one, the history keeps both.
 *
 * Without a verdict nothing is written: the findings of the round's rules come back, so that an officer sees what the
 * rules see. To pass an application that the rules find ineligible takes a reason, which is recorded as an override.
 *
 * @param findings    out: what the rules and the round's own limits say; yours; may be NULL
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param options     NULL for a look only
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED your role, the application's state, or errors without a reason ·
 *         GRANT_EINPUT a reason is missing or too long · GRANT_ERULE the rules failed · GRANT_ECONFLICT · GRANT_EIO ·
 *         GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_screen(grant_findings **findings, grant_round *round, const char *application,
                           const grant_screen_options *options);

/**
 * The letter to an organisation whose application was returned: what was found with its way out, what the officer says, until when
 * to hand in again. A rendering of the records, the same whenever it is made.
 *
 * @param text        out: plain text in UTF-8; yours, grant_string_free()
 * @param round       an open round
 * @param application such as "XF-0017"
 * @param language    "zh", "en" or "both"; NULL: "zh"
 * @return 0 · GRANT_ENOTFOUND · GRANT_EDENIED it is not returned · GRANT_EINPUT no such language · GRANT_EFORMAT · GRANT_EIO ·
 *         GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_letter(char **text, grant_round *round, const char *application, const char *language);

GRANT_END_DECLS

#endif
