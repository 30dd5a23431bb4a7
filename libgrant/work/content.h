/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_CONTENT_H
#define GR_WORK_CONTENT_H

/* What a round says of files by their content. */

#include "intake/intake.h"

/* The file that `look` has seen, an entry of the archive as the receipt has it: what it should not be is told, or refused where
 * the round says so ("refuse"). */
void gr_content_judge(grant_findings *findings, const gr_look *look, const char *archive, const gr_value *entry,
                      const gr_value *round);

#endif
