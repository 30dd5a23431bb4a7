/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_SENTENCE_H
#define GR_WORK_SENTENCE_H

/* An act in one sentence: English in the commit's subject, in the reader's language when it is told. */

#include "base/buf.h"

/* The commit's subject. `detail` may be NULL. */
void gr_sentence_write(struct gr_buf *out, const char *act, const char *subject, const char *detail);

/* The same in the reader's language, from what the commit says. An act that is not known (of a newer version, or a commit
 * that is none) is told as it stands. */
void gr_sentence_tell(struct gr_buf *out, const char *act, const char *subject, const char *line);

#endif
