/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_ID_H
#define GR_BASE_ID_H

/* Ids: of applications (XF-0017: a prefix and a number) and those that people choose (need, reviewer-1). */

#include "base/base.h"

#define GR_ID_SIZE 32   /* an application's id with its NUL */
#define GR_SHARD_SIZE 3 /* "17" with its NUL */

/* [A-Z][A-Z0-9]{0,7} */
bool gr_prefix_valid(const char *prefix);
/* prefix "-" number of at least four digits, no superfluous zeros beyond four, number >= 1, <= 99,999,999. */
bool gr_application_id_valid(const char *id);
int gr_application_id_make(char out[GR_ID_SIZE], const char *prefix, int64_t number); /* GRANT_EINPUT, GRANT_ELIMIT */
int64_t gr_application_id_number(const char *id);        /* of a valid id */
void gr_application_id_shard(char out[GR_SHARD_SIZE], const char *id); /* last two digits of the number */
/* XF before XG, XF-9999 before XF-10000. */
int gr_application_id_compare(const char *a, const char *b);

/* [a-z][a-z0-9-]{0,31} */
bool gr_id_valid(const char *id);
/* The same with "_" for "-": criteria and measures, which Lua and CSV see. */
bool gr_name_valid(const char *name);

#endif
