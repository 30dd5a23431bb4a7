/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INTAKE_FORM_VALUE_H
#define GR_INTAKE_FORM_VALUE_H

/* Labels and values of forms, for the files that read them. Inside the room only. */

#include "base/decimal.h"
#include "intake/intake.h"

/* Folded, without spaces: "项目 名称" and "Title" compare as people mean them. Yours. */
char *gr_form_key(const char *text, size_t size);
/* The field that a key means; "申请金额(万元)": the unit is cut off the key. NULL: none. */
const struct gr_form_field *gr_form_find(const struct gr_form *form, char *key, bool *in_wan);
/* The column of a table by its label. NULL: none. */
const struct gr_form_column *gr_form_find_column(const struct gr_form *form, const struct gr_form_field *table,
                                                 const char *label, bool *in_wan);
const struct gr_form_cell_rule *gr_form_rule(const struct gr_form *form, const struct gr_form_field *table,
                                             const char *column);

/* Takes `text` over; gives the amount, or the text as typed. What it says in capitals must be the same. Yours. */
char *gr_form_money(grant_findings *findings, const struct gr_place *place, char *text, bool in_wan);
bool gr_form_amount(char out[GR_DECIMAL_TEXT_SIZE], const char *text, bool in_wan);
/* The word that a label stands for, else the text. Borrowed. */
const char *gr_form_word(const char *const *words, const char *text);
/* A cell as its rule says (NULL: as typed); `amount` and `half` are where the answer may lie. Borrowed. */
const char *gr_form_cell(char amount[GR_DECIMAL_TEXT_SIZE], char **half, const struct gr_form_cell_rule *rule,
                         const char *text, bool in_wan);

#endif
