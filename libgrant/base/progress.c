/* SPDX-License-Identifier: Apache-2.0 */
/* Telling how far long work is, at most ten times a second. Not here: how it is shown. */
#include "base/progress.h"


#include "base/error.h"
#include "base/time.h"

#define INTERVAL_MS 100

void gr_progress_begin(struct gr_progress *progress, const char *what, uint64_t total)
{
	progress->what = what;
	progress->done = 0;
	progress->total = total;
	progress->last_ms = progress->call ? gr_monotonic_ms() : 0;
}

static int call(struct gr_progress *progress)
{
	if (progress->call(progress->done, progress->total, progress->what, progress->payload) == 0)
		return 0;
	return gr_fail(GRANT_ECANCELED, _("stopped by the program"));
}

int gr_progress_step(struct gr_progress *progress, uint64_t more)
{
	int64_t now;

	progress->done += more;
	if (!progress->call)
		return 0;
	now = gr_monotonic_ms();
	if (now - progress->last_ms < INTERVAL_MS)
		return 0;
	progress->last_ms = now;
	return call(progress);
}

int gr_progress_end(struct gr_progress *progress)
{
	if (!progress->call)
		return 0;
	if (progress->total == 0)
		progress->total = progress->done;
	progress->done = progress->total;
	return call(progress);
}
