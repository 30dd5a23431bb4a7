/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_ANALYSIS_H
#define GR_ANALYSIS_ANALYSIS_H

/*
 * Text that stands in two places almost word for word. Only letters and digits count, without regard to case and width, so that
 * spaces and punctuation make no difference. One text is cut into all its runs of GR_SIMILAR_RUN characters (shingles), and
 * others are held against it, in time that grows with their length alone.
 */

#include "base/base.h"

#define GR_SIMILAR_RUN ((size_t)16) /* what is shorter in common is chance */

struct gr_similarity {
	size_t common;  /* characters of the other text that stand in runs which are in this one too */
	size_t longest; /* of such a run */
	size_t from;    /* where that begins in this text, in bytes, and where it ends */
	size_t to;
};

typedef struct gr_similar gr_similar;

int gr_similar_new(gr_similar **out, const char *text); /* UTF-8; GRANT_ENOMEM */
void gr_similar_free(gr_similar *similar);
int gr_similar_compare(struct gr_similarity *out, const gr_similar *similar, const char *other); /* GRANT_ENOMEM */
/* Whether two names differ in spaces, punctuation, case and width only, or not at all. */
bool gr_similar_names(const char *one, const char *other);

#endif
