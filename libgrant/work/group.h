/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_GROUP_H
#define GR_WORK_GROUP_H

/* One or more acts that become durable in one step. Not here: an act (act.h). */

#include "work/handle.h"

/* Have the writers' lock. GRANT_ECONFLICT: not to be had. */
int gr_group_begin(grant_round *round);
/* Make it all durable and move main. When that fails nothing has happened. GRANT_ECONFLICT: somebody else was first. */
int gr_group_finish(grant_round *round);
void gr_group_drop(grant_round *round);

#endif
