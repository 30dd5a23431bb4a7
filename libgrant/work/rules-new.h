/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_RULES_NEW_H
#define GR_WORK_RULES_NEW_H

/*
 * New rules out of a stock scheme. A scheme is a file of plugins/schemes: Lua in which @words@ stand for what the author answers, under a
 * first line that says what it is and lines "--@ ..." that say what it needs. What stands between the steps are values:
 *
 * scheme:  {"name", "title": {"en", "zh"}, "needs": ["weight"..], "quorum": least, "of": points of all, "stages": [id..], "score_all"}
 * answers: {"title", "criteria": [{"id", "number": highest score, "title", "stage"}], "weights", "thresholds", "measures":
 *          [{"id", "number", "title"}], "ties": [name..], "quorum", "places", "advance", "advance_quota", "carry", "allocation",
 *          "tiers": [{"count" or "from", "amount" or "share"}], "stages": [id..]}; numbers are texts of decimals
 */

#include <grant/rules.h>

#include "base/buf.h"
#include "base/value.h"
#include "rules/rules.h"

struct gr_scheme_text {
	const char *name, *source;
};
extern const struct gr_scheme_text gr_scheme_texts[]; /* made at build; ends with a NULL name */

/* A scheme, and the rest of its text. GRANT_ENOTFOUND, with the names of those there are. */
int gr_scheme_read(gr_value **out, const char **body, const char *name);

/* The options, checked for a scheme. `round` is its description, or NULL. GRANT_EINPUT. */
int gr_answers_read(gr_value **out, const gr_value *scheme, const grant_rules_new_options *options, const gr_value *round);

/* A way to give out money, and what it means. */
struct gr_allocation {
	const char *name, *zh, *en;
	bool has_tiers;
};
/* NULL: there is none of this name. */
const struct gr_allocation *gr_allocation_find(const char *name);
/* All of them: [{"name", "title": {"en", "zh"}, "tiers": bool}]. NULL: no memory. */
gr_value *gr_allocations_list(void);
/* Of the answers, how money is given out. */
int gr_answers_read_allocation(gr_value *answers, const grant_rules_new_options *options);
/* A decimal of four places at most, not beyond a million either way; `word` is what was typed. GRANT_EINPUT. */
int gr_answer_set_number(gr_value *to, const char *key, const char *text, const char *word);
/* Such a number in ten-thousandths; 0 where there is none. */
int64_t gr_answer_number(const gr_value *item, const char *key);
/* What "number" of all items adds up to; of criteria those of a stage only, NULL: of any. */
int64_t gr_answer_sum(const gr_value *items, const char *stage);
/* Whether a criterion is scored in a stage; NULL: in any. */
bool gr_criterion_is_of(const gr_value *criterion, const char *stage);

/* The text of the rules. */
int gr_rules_write(struct gr_buf *out, const char *body, const gr_value *scheme, const gr_value *answers);

/* Cases with made-up marks, a list, and what these rules give for them. GRANT_ERULE when they fail. */
int gr_rules_example(gr_value **out, const gr_rules *rules, const gr_value *scheme, const gr_value *answers, const gr_value *round);

#endif
