/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte says how long the base is that follows; the rest is a delta to it. What it makes has the size that it promised. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "store/inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gr_raw base = { .type = GIT_OBJECT_BLOB }, made;
	const unsigned char *at;
	uint64_t promised;

	if (size == 0 || size - 1 < data[0])
		return 0;
	/* a copy of its own, so that what is read behind it shows */
	base.size = data[0];
	base.bytes = malloc(base.size + !base.size);
	memcpy(base.bytes, data + 1, base.size);
	data += 1 + base.size;
	size -= 1 + base.size;
	if (gr_delta_apply(&made, &base, data, size)) {
		at = data;
		if (!gr_pack_size_read(&promised, &at, data + size) || !gr_pack_size_read(&promised, &at, data + size) ||
		    promised != made.size || made.type != base.type || ((const char *)made.bytes)[made.size] != '\0')
			abort();
		gr_raw_clear(&made);
	}
	free(base.bytes);
	return 0;
}
