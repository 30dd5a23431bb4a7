/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_MODEL_CHECK_H
#define GR_MODEL_CHECK_H

/* What the files that check records share: the walk's state and how a finding names its place. Inside the room only. */

#include "model/model.h"

struct gr_check {
	grant_findings *findings;
	enum gr_kind_id kind; /* of the whole record */
	struct gr_buf path;   /* where the walk stands: "budget.2.price" */
	int code;             /* 0, or why the check could not be made */
};

/* One step down; returns what gr_check_leave() needs to come back. */
size_t gr_check_enter(struct gr_check *check, const char *name);
size_t gr_check_enter_index(struct gr_check *check, size_t index);
void gr_check_leave(struct gr_check *check, size_t mark);

/*
 * A finding at the walk's place and the value's line. {0} is the field's name (with the form's label beside it, since it
 * is stored and read in either language), {1}... are the further texts, NULL at the end.
 */
void gr_check_add(struct gr_check *check, enum gr_finding_id id, const gr_value *value, const char *first,
                  const char *second, const char *third);

/* At most some sixty characters of a text from outside, for a finding's argument. */
#define GR_SHOWN_SIZE 200
const char *gr_check_shown(char out[GR_SHOWN_SIZE], const char *text);

/* The end of a check: frees the walk's state, and gives what gr_record_check() gives. */
int gr_check_end(struct gr_check *check);

/* A whole number as text. */
#define GR_NUMBER_SIZE 24
const char *gr_number_text(char out[GR_NUMBER_SIZE], int64_t number);

/* "a number", "a map": for findings, which are stored and hence not translated. */
const char *gr_value_type_text(const gr_value *value);

/* Nothing, null or an empty text. */
bool gr_value_blank(const gr_value *value);

/* validate-scalar.c: one value of a type that is no container. */
void gr_check_scalar(struct gr_check *check, const struct gr_field *field, enum gr_field_type type,
                     const gr_value *value);
/* A map name -> decimal or null; a map id -> text. */
void gr_check_scores(struct gr_check *check, const struct gr_field *field, const gr_value *value);
void gr_check_texts(struct gr_check *check, const struct gr_field *field, const gr_value *value);

/* record-check.c: what a row of the table cannot say of a kind. */
void gr_check_across(struct gr_check *check, enum gr_kind_id kind, const gr_value *record);

#endif
