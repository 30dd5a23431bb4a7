/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_CONTENT_H
#define GR_WORK_CONTENT_H

/* What a round says of files by their content. */

#include "intake/intake.h"

/* The file that `look` has seen, an entry of the archive as the receipt has it: what it should not be is told, or refused where
 * the round says so ("refuse"). */
void gr_content_judge(grant_findings *findings, const gr_look *look, const char *archive, const gr_value *entry,
                      const gr_value *round);
/* The index-th kind of file that a round refuses, in words for who hands in; NULL: there are no more. */
const char *gr_content_refused(const gr_value *round, size_t index, bool is_chinese);

#endif
