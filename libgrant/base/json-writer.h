/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_JSON_WRITER_H
#define GR_BASE_JSON_WRITER_H

/* The public writer's inside, for the file that gives records to it. */

#include <grant/json.h>

#include "base/value.h"

void gr_json_writer_value(grant_json_writer *writer, const char *key, const gr_value *value);

#endif
