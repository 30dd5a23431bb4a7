/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_MEM_H
#define GR_BASE_MEM_H

/*
 * All memory of the library comes from here, so that a test can make the n-th allocation fail. Every function that
 * allocates returns NULL when there is no memory and has then set the last error to GRANT_ENOMEM.
 */

#include "base/base.h"

void *gr_alloc(size_t size);                    /* zeroed */
void *gr_alloc_array(size_t count, size_t size); /* zeroed; the product is checked */
void *gr_resize(void *old, size_t size);        /* on failure the old block stays */
void *gr_resize_array(void *old, size_t count, size_t size);
void gr_free(void *block);                      /* NULL is fine */
char *gr_strdup(const char *text);              /* NULL gives NULL, without an error */
char *gr_strndup(const char *text, size_t size);
char *gr_format(const char *format, ...) GR_PRINTF(1, 2);

int gr_compare_texts(const void *a, const void *b); /* of items that are const char * */
/* qsort() that takes an empty list, which is NULL here. */
void gr_sort(void *items, size_t count, size_t size, int (*compare)(const void *, const void *));

/* For tests: the n-th allocation from now (1 is the next) fails; 0 switches it off. */
void gr_mem_fail_at(size_t n);

void gr_free_char_pointer(char **text);
#define gr_autofree_text GR_CLEANUP(gr_free_char_pointer) /* for a local `char *` */

#endif
