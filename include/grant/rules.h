/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_RULES_H
#define GRANT_RULES_H

/*
 * A workbench for who writes rules: no repository is needed. What rules are: grant-rules(5).
 * Threads: anywhere.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

typedef struct grant_rules_test_options {
	unsigned version; /* GRANT_RULES_TEST_OPTIONS_VERSION */
	unsigned states;  /* how many Lua states each case runs in, 2 to 10,000; 0: 16 */
} grant_rules_test_options;

#define GRANT_RULES_TEST_OPTIONS_VERSION 1
#define GRANT_RULES_TEST_OPTIONS_INIT { GRANT_RULES_TEST_OPTIONS_VERSION, 0 }

/**
 * Run the cases of rules and parts: for each file NAME.lua of a folder those in cases/NAME/ beside it, JSON as grant-rules(1)
 * says, one or a list in a file. Ranked is with the very code that ranks a round. Each case runs in several Lua states that lie
 * elsewhere in memory; what they answer must be the same to the byte.
 *
 * @param out      out: `cases`, `failed` (how many), `files` (each `file`, `kind`: "rules" or "part", `cases`, `failed`),
 *                 `failures` (each `file` and `line` of the case, `title` if it has one, `at`: what differs, such as
 *                 "gives.results.0.total", `expected` and `came` as JSON text), `findings`; yours
 * @param findings out: files and cases that cannot be read, with their place, as errors: what else there is was run; files
 *                 without cases as warnings; yours; may be NULL
 * @param folders  paths of folders, NULL at the end
 * @param options  NULL for the defaults
 * @return 0, also when cases failed · GRANT_ENOTFOUND no such folder, or no rules in it · GRANT_EINPUT options out of their bounds ·
 *         GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_rules_test(grant_record **out, grant_findings **findings, const char *const *folders,
                               const grant_rules_test_options *options);

/**
 * Say what is wrong with a file of rules, or with a part, before a round is made with it: all that loading refuses, with lines; names
 * that nothing defines, globals that are set (a warning), both in modules too; stages that are not the round's; and what running it
 * on made-up applications shows. These lie within what criteria, measures and the round
 * allow, some whole and some with gaps, the same at every call; they are ranked with the very code that ranks a round, in several Lua
 * states. Found are: a function that fails, a stage that gives nobody a total, answers that depend on the state, and an allocate that
 * approves more than the budget, the request or the cap, or leaves applications out; as warnings criteria and measures on which no
 * answer depends, unless seeing that takes too long. A part is loaded only. Nothing found is no proof.
 *
 * @param findings   out: what is wrong, errors first, with file and, where it is known, line; yours to free, also after an error
 * @param file       path of the file; its modules lie in the folder `rules` beside it or are stock parts
 * @param round_file path of a round's description (round.json); NULL: a small made-up one, and stages are not compared
 * @return 0, also when something is wrong · GRANT_ENOTFOUND no such file · GRANT_EINPUT the round's description cannot be read, the
 *         findings say why · GRANT_ELIMIT it is too big · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID · GRANT_EINTERNAL the Lua in use
 *         writes code in a form that is not known
 * @since 0.1
 */
GRANT_API int grant_rules_check(grant_findings **findings, const char *file, const char *round_file);

/**
 * What a rule file declares, for who puts it into words: the text of a call, a page.
 *
 * @param out      out: `file`, `title`, `stages` (each `id`, `criteria` with `id`, `title`, `min`, `max`, `step`, `guide`, `sum` of their
 *                 highest scores, `ties`, `ties_by_function`, `score_all`, `advance`), `measures`, `eligible`, `allocate` (whether there
 *                 are such functions), `parts` (each `name`, `stock`: whether it is the stock part of that name to the byte, `about`
 *                 {`en`, `zh`}: its first line, absent when it has none); yours
 * @param findings out: all that is wrong with the file, with lines; yours; may be NULL
 * @param file     its path; modules are looked for in the folder `rules` beside it, then among the stock parts
 * @return 0 · GRANT_ENOTFOUND no such file · GRANT_ERULE it cannot be loaded · GRANT_ELIMIT it is too large · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_rules_describe(grant_record **out, grant_findings **findings, const char *file);

/**
 * The schemes that new rules can be made from, and the ways in which they can give out money.
 *
 * @param out out: `schemes`, each `name`, `title` {`en`, `zh`}, `needs` (which of the options below it needs besides criteria:
 *            "weight", "threshold", "measure", "advance", "carry", "quorum"), `quorum` (the least one; absent where it is needed), `stages`
 *            (their ids, unless the round has others); `allocations`, each `name`, `title` and `tiers` (whether it needs them); yours
 * @return 0 · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_rules_schemes(grant_record **out);

/*
 * Lists end with NULL; numbers are decimals of at most four places. A TITLE is one line without control characters, of at most 200
 * characters in all: "需求|Need" has both languages, without a bar it is Chinese, or English when it is ASCII. An ID is [a-z][a-z0-9_]{0,31}.
 */
typedef struct grant_rules_new_options {
	unsigned version;              /* GRANT_RULES_NEW_OPTIONS_VERSION */
	const char *title;             /* of the rules, a TITLE; NULL: what the scheme is called */
	const char *const *criteria;   /* "[STAGE/]ID=HIGHEST[:TITLE]"; needed; STAGE is an id, or 1 or 2; without it: in all of them */
	const char *const *weights;    /* "ID=NUMBER" for each criterion */
	const char *const *thresholds; /* "ID=LEAST" of a criterion, or of "total" */
	const char *const *measures;   /* "ID=POINTS[:TITLE]": numbers from outside; of a bonus the most, below 0 a deduction's */
	const char *const *ties;       /* "NAME" or "-NAME" of a criterion, a measure, requested, matching or total */
	unsigned quorum;               /* whole reviews that an application needs; 0: the scheme's least */
	unsigned advance, advance_quota; /* how many go on to the last stage: of all, of each category; 0: no bound */
	const char *carry;             /* how many percent of the last total come from the first stage */
	const char *allocation;        /* "none", "skip", "stop", "tiers", "share"; NULL: none */
	const char *const *tiers;      /* "PLACES=AMOUNT" or "TOTAL+=AMOUNT"; of a share "TOTAL=PERCENT"; from the highest down */
	const char *places;            /* totals are rounded to so many (0 to 4) before they are ranked; NULL: not at all */
	const char *round_file;        /* path of a round's description: its stages, caps and categories; NULL: none */
	bool dry_run;                  /* write nothing */
} grant_rules_new_options;

#define GRANT_RULES_NEW_OPTIONS_VERSION 1
#define GRANT_RULES_NEW_OPTIONS_INIT \
	{ GRANT_RULES_NEW_OPTIONS_VERSION, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, false }

/**
 * Make a file of rules out of a scheme, with an example case beside it (cases/NAME/example.json), so that grant_rules_test() runs at once.
 * The numbers of the case are what the new rules gave: an author checks them against the call. Nothing is overwritten, and both
 * files are there or neither.
 *
 * @param out      out: `scheme`, `quorum`, `rules` and `case` (the two texts), `files` (their paths); yours; may be NULL
 * @param findings out: what is wrong with the round's description, or why the rules do not load; yours, also after an error; may be NULL
 * @param file     path of the new file, which ends in .lua, in a folder that exists
 * @param scheme   its name
 * @param options  needed
 * @return 0 · GRANT_ENOTFOUND no such scheme, folder or round's description · GRANT_EINPUT an option is missing, of no use to the scheme,
 *         or not as it should be; the round's description is not; or its stages are not as many as the scheme's · GRANT_EEXISTS one of the
 *         files is there already · GRANT_ERULE the rules do not load, findings say why · GRANT_ELIMIT · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_rules_new(grant_record **out, grant_findings **findings, const char *file, const char *scheme,
                              const grant_rules_new_options *options);

GRANT_END_DECLS

#endif
