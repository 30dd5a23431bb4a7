/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_KIT_EXAMPLE_H
#define GR_WORK_KIT_EXAMPLE_H

/* A filled-in text form as an example. The same round gives the same bytes. */

#include "base/buf.h"
#include "base/value.h"

/* GRANT_EFORMAT the round's calendar cannot be read. */
int gr_kit_example(struct gr_buf *out, const gr_value *round);

#endif
