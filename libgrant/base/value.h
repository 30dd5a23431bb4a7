/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_VALUE_H
#define GR_BASE_VALUE_H

/*
 * The neutral value: what rooms hand each other (model -> rules, model -> index, rules -> work). A number keeps its text,
 * so nothing is rounded on the way; a map keeps the order in which its keys came. A value has one owner: a container
 * owns what was put into it.
 *
 * Constructors return NULL without memory; the functions that put a value into a container take it over in any case and
 * fail when it is NULL, so that `r = gr_map_set(map, "x", gr_text_new(t))` needs one check only.
 */

#include "base/base.h"

enum gr_type { GR_NULL, GR_BOOL, GR_NUMBER, GR_TEXT, GR_LIST, GR_MAP };

typedef struct gr_value gr_value;

gr_value *gr_null_new(void);
gr_value *gr_bool_new(bool truth);
gr_value *gr_int_new(int64_t number);
gr_value *gr_number_new(const char *text); /* as JSON writes numbers, or a fraction "265/3" between rooms; not checked */
gr_value *gr_text_new(const char *text);
gr_value *gr_text_new_size(const char *text, size_t size);
gr_value *gr_list_new(void);
gr_value *gr_map_new(void);
gr_value *gr_value_copy(const gr_value *value);
void gr_value_free(gr_value *value); /* NULL is fine */

int gr_list_add(gr_value *list, gr_value *item);                     /* takes item over; 0 or GRANT_ENOMEM */
int gr_map_set(gr_value *map, const char *key, gr_value *value);     /* replaces; takes value over */
int gr_map_set_text(gr_value *map, const char *key, const char *text);   /* NULL text: removes the key */
int gr_map_set_int(gr_value *map, const char *key, int64_t number);
int gr_map_set_bool(gr_value *map, const char *key, bool truth);
void gr_map_remove(gr_value *map, const char *key);
gr_value *gr_map_take(gr_value *map, const char *key); /* out of the map, yours now; NULL when absent */

/* All of these accept NULL as "absent". */
enum gr_type gr_value_type(const gr_value *value);
bool gr_value_is(const gr_value *value, enum gr_type type);
const char *gr_value_text(const gr_value *value);      /* text or a number's text; NULL for anything else */
bool gr_value_true(const gr_value *value);             /* a bool that is true */
int gr_value_int64(int64_t *out, const gr_value *value); /* GRANT_ENOTFOUND absent or null, GRANT_EINPUT */
size_t gr_value_count(const gr_value *value);          /* items or fields */
gr_value *gr_value_item(const gr_value *value, size_t index);  /* of a list, or the index-th field's value of a map */
const char *gr_value_key(const gr_value *map, size_t index);
gr_value *gr_map_get(const gr_value *map, const char *key);    /* NULL when absent or not a map; O(1) on big maps */
bool gr_list_has(const gr_value *list, const char *text);        /* a text or a number among its items */
gr_value *gr_list_find(const gr_value *list, const char *key, const char *text); /* the first map of a list with that under a key */
gr_value *gr_value_at(const gr_value *value, const char *path); /* "organisation.name", "budget.0.amount"; "" itself */
const char *gr_map_text(const gr_value *map, const char *key); /* gr_value_text(gr_map_get()) */
bool gr_value_equal(const gr_value *a, const gr_value *b);     /* maps without regard to order; numbers by text */

/* Where it stood in the text that it was read from, counted from 1; 0 when it was made. */
void gr_value_set_line(gr_value *value, size_t line);
size_t gr_value_line(const gr_value *value);

void gr_value_free_pointer(gr_value **value);
#define gr_auto_value GR_CLEANUP(gr_value_free_pointer) /* for a local `gr_value *` */
gr_value *gr_steal_value(gr_value **value); /* the pointer, and NULL is left behind */

#endif
