/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_KIT_WORKBOOK_H
#define GR_WORK_KIT_WORKBOOK_H

/* The form of the kit as a workbook, in Chinese with English beside. The same round gives the same bytes. */

#include "base/buf.h"
#include "base/value.h"

int gr_kit_workbook(struct gr_buf *out, const gr_value *round);

#endif
