/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as JSON. What is read must come out as JSON that reads as the same; events, tree and row must agree. */
#include <stdlib.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "fuzz.h"
#include "json-events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	gr_value *value = NULL, *again = NULL;
	struct gr_buf text = GR_BUF_INIT;

	if (events_against_tree((const char *)data, size) || row_against_tree((const char *)data, size))
		abort();
	if (gr_json_read(&value, (const char *)data, size) < 0)
		return 0;
	gr_json_write(&text, value);
	if (gr_json_read(&again, gr_buf_text(&text), text.size) < 0 || !gr_value_equal(value, again))
		abort();
	gr_value_free(value);
	gr_value_free(again);
	gr_buf_free(&text);
	return 0;
}
