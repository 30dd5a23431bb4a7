/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_PROGRESS_H
#define GR_BASE_PROGRESS_H

/* Progress of long work, throttled to ten calls a second, with a way to cancel. */

#include <grant/types.h>

#include "base/base.h"

struct gr_progress {
	grant_progress_cb call; /* NULL: nobody listens */
	void *payload;
	const char *what;
	uint64_t done, total;
	int64_t last_ms;
};

void gr_progress_begin(struct gr_progress *progress, const char *what, uint64_t total);
int gr_progress_step(struct gr_progress *progress, uint64_t more); /* 0 or GRANT_ECANCELED */
int gr_progress_end(struct gr_progress *progress);

#endif
