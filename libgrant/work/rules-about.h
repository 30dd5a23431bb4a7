/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_RULES_ABOUT_H
#define GR_WORK_RULES_ABOUT_H

/* What a file of Lua says of itself. */

#include "base/value.h"

/* {"en", "zh"} out of its first line; yours. NULL without memory. */
gr_value *gr_rules_about(const char *source);

#endif
