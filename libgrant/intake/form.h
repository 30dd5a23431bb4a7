/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_INTAKE_FORM_H
#define GR_INTAKE_FORM_H

/* What the readers of forms share: labels as people write them, values as people write them. Inside the room only. */

#include "base/decimal.h"
#include "base/time.h"
#include "intake/intake.h"

/* The labels of a form by their key, so that a form of many lines or cells is compared once each. */
struct gr_form_lookup {
	const struct gr_form *form;
	gr_value *keys; /* "f:key", "m:key" (money alone), "<field>:key" -> index */
};
int gr_form_lookup_make(struct gr_form_lookup *out, const struct gr_form *form);
void gr_form_lookup_clear(struct gr_form_lookup *lookup);

/* Folded, without spaces and the star of what is required: "项目 名称*" and "Title" compare as people mean them. Yours. */
char *gr_form_key(const char *text, size_t size);
/* NULL: no label. `key` loses its unit, which tells of 万元. */
const struct gr_form_field *gr_form_find_field(const struct gr_form_lookup *lookup, char *key, bool *in_wan);
const struct gr_form_column *gr_form_find_column(const struct gr_form_lookup *lookup, const struct gr_form_field *field,
                                                 char *key, bool *in_wan);
const struct gr_form_cell_rule *gr_form_find_rule(const struct gr_form *form, const struct gr_form_field *field,
                                                  const char *column);
char *gr_form_column_names(const struct gr_form_field *field); /* "类别 | 项目 | ..."; yours */

/* What a value is meant to be. */
struct gr_form_sort {
	bool is_money, is_decimal, is_date;
	bool in_wan; /* the label says 万元 */
	const char *const *words;
};
struct gr_form_sort gr_form_sort_of(const struct gr_form_field *field, bool in_wan);
struct gr_form_sort gr_form_sort_of_cell(const struct gr_form_cell_rule *rule, bool in_wan); /* NULL: plain text */
/* What was typed as a record has it; what is not understood stays as typed, for the record check to refuse. Yours. */
char *gr_form_read_value(grant_findings *findings, const struct gr_place *place, const struct gr_form_sort *sort,
                         const char *typed);
/* "2018年4月1日", "2018/4/1", "2018.4.1", "20180401" -> "2018-04-01"; false: none of them, or no such day. */
bool gr_form_read_date(char out[GR_DATE_TEXT_SIZE], const char *text);

/* "organisation.name": a map inside the map. Takes `value` over. */
int gr_form_put(gr_value *map, const char *path, gr_value *value);

#endif
