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

GRANT_END_DECLS

#endif
