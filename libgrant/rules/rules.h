/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_RULES_RULES_H
#define GR_RULES_RULES_H

/*
 * The round's rules: one Lua file and its parts, loaded into a sandbox, run on neutral values. What a rule sees and returns
 * is design section 4 and grant-rules(5). This room knows no records and no repository: inputs are gr_value maps
 * shaped like the JSON (numbers exact, money in yuan), outputs are gr_value again. Each application is scored in a state
 * of its own.
 */

#include "base/base.h"
#include "base/finding.h"
#include "base/value.h"

typedef struct gr_rules gr_rules;

/* The source text of a module by its name ("grant.mean"): yours to return by gr_alloc; NULL: there is none. */
typedef char *(*gr_rules_module_cb)(const char *name, void *payload);

/* A stock part built into the library, or NULL. `name` is such as "grant.mean". Static. */
const char *gr_rules_stock(const char *name);
/* The names of all stock parts, for messages and the manual; NULL at the end. */
const char *gr_rules_stock_name(size_t index);

/*
 * Load: lint, parse, run the file, check its shape. Findings say everything that is wrong, with lines; the code is
 * GRANT_ERULE then. `name` is the file's name in messages ("round/rules.lua"). Modules are read through the callback (also
 * stock ones: what a round runs is the copy in the round); their sources are kept.
 */
int gr_rules_load(gr_rules **out, grant_findings *findings, const char *name, const char *source,
                  gr_rules_module_cb module, void *payload);
/* The same for a file that may also be a part, which returns one function: for who tests rules. With `reads_names` findings also say
 * which names nothing defines, there and in what is required, before the file runs. They do not hinder the loading. */
int gr_rules_load_any(gr_rules **out, grant_findings *findings, const char *name, const char *source,
                      gr_rules_module_cb module, void *payload, bool reads_names);
bool gr_rules_is_part(const gr_rules *rules);
void gr_rules_free(gr_rules *rules);

/* From now on its states stand so many places further in memory, which changes what Lua's own order hangs on. No answer may change:
 * who asks several times with different places and compares has shown it. */
void gr_rules_shift(gr_rules *rules, unsigned places);

/* Loading takes C texts: a NUL in the bytes of a file becomes a control character, which loading refuses with its line. */
void gr_rules_keep_nul(char *bytes, size_t size);

/* The line of the file, not its modules, where { id = "need" } is written; 0: at none, or at several. GRANT_ENOMEM. */
int gr_rules_id_line(size_t *line, const gr_rules *rules, const char *id);

/* Module names that the rules required, directly or through others, in order of first use; NULL at the end. */
const char *gr_rules_module(const gr_rules *rules, size_t index);

/*
 * What the rules declare: {"api", "title": {..}, "measures": [..], "stages": [{"id", "criteria": [{"id", "title", "max",
 * "min", "step", "guide"}], "ties": [text..], "advance": bool, "score_all": bool}], "eligible": bool, "allocate": bool}.
 * Always at least one stage ("review"). Borrowed. Numbers are decimal text (GR_NUMBER), absent where not given.
 */
const gr_value *gr_rules_declared(const gr_rules *rules);
/* Whether a name means a number of the application in `ties`, such as "requested". */
bool gr_rules_is_number_field(const char *name);

/* Problems of one application: a list of {"code", "message", "severity"}; empty: eligible. */
int gr_rules_eligible(gr_value **out, const gr_rules *rules, const gr_value *application, const gr_value *round);

/*
 * The result for one application: {"total": number (a fraction as text "265/3" where it is none), "parts": [{"label",
 * "value"}], "note"} or {"reason": text} when it has none. `application` carries "measures" and "results".
 */
int gr_rules_score(gr_value **out, const gr_rules *rules, const char *stage, const gr_value *application,
                   const gr_value *reviews, const gr_value *round);

/* Whether the stage uses score_all; then: a map id -> result as above. */
bool gr_rules_scores_all(const gr_rules *rules, const char *stage);
int gr_rules_score_all(gr_value **out, const gr_rules *rules, const char *stage, const gr_value *applications,
                       const gr_value *round);

/* Ties by function: whether the stage has one, and its answer for two applications of one total, which carry their "reviews"
 * (-1 a first, 0, 1). `steps` holds what all comparisons of one ranking may still use (gr_rules_steps_of_ranking() at first): each of them
 * alone is bounded as one application is, and a sort asks many times. */
bool gr_rules_ties_by_function(const gr_rules *rules, const char *stage);
int gr_rules_compare(int *out, const gr_rules *rules, const char *stage, const gr_value *a, const gr_value *b,
                     int64_t *steps);
int64_t gr_rules_steps_of_ranking(void);

/* advance: a list of ids. allocate: a list of {"id", "verdict", "amount" (whole fen, GR_NUMBER integer), "reason"}.
 * `ranking` is a list of applications with "place" and "total" besides. GRANT_ENOTFOUND when the rules have none. */
int gr_rules_advance(gr_value **out, const gr_rules *rules, const char *stage, const gr_value *ranking,
                     const gr_value *round);
int gr_rules_allocate(gr_value **out, const gr_rules *rules, const gr_value *ranking, const gr_value *round);

/* A part called with a list of arguments: the list of its results, without nil at the end. Bounds of one application. */
int gr_rules_call(gr_value **out, const gr_rules *rules, const gr_value *arguments);

#endif
