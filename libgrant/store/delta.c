/* SPDX-License-Identifier: Apache-2.0 */
/* An object made from another one and a delta (gitformat-pack(5), "Deltified representation"). Not here: where either lies. */
#include <string.h>

#include "base/mem.h"
#include "store/inside.h"

#define OBJECT_MAX ((size_t)1024 * 1024)

/* libgit2 puts a NUL behind an object, too. */
bool gr_raw_make(struct gr_raw *out, uint64_t size)
{
	*out = (struct gr_raw){ .bytes = size <= OBJECT_MAX ? gr_resize(NULL, (size_t)size + 1) : NULL, .size = (size_t)size };
	if (out->bytes)
		((char *)out->bytes)[size] = '\0';
	return out->bytes != NULL;
}

struct delta {
	const unsigned char *at, *end;
	const unsigned char *base;
	size_t base_size;
	unsigned char *to, *to_end;
};

/* Where in the base, four bytes at most, and how much, three: the bits of the command say which of the bytes are there. */
static bool copy_part(struct delta *delta, unsigned command)
{
	size_t numbers[2] = { 0, 0 };

	for (unsigned bit = 0; bit < 7; bit++) {
		if (!(command >> bit & 1))
			continue;
		if (delta->at == delta->end)
			return false;
		numbers[bit >= 4] |= (size_t)*delta->at++ << 8 * (bit % 4);
	}
	if (numbers[1] == 0)
		numbers[1] = 0x10000;
	if (numbers[0] > delta->base_size || numbers[1] > delta->base_size - numbers[0] ||
	    numbers[1] > (size_t)(delta->to_end - delta->to))
		return false;
	memcpy(delta->to, delta->base + numbers[0], numbers[1]);
	delta->to += numbers[1];
	return true;
}

static bool insert_part(struct delta *delta, unsigned size)
{
	if (size == 0 || size > (size_t)(delta->end - delta->at) || size > (size_t)(delta->to_end - delta->to))
		return false;
	memcpy(delta->to, delta->at, size);
	delta->at += size;
	delta->to += size;
	return true;
}

bool gr_delta_apply(struct gr_raw *out, const struct gr_raw *base, const unsigned char *bytes, size_t size)
{
	struct delta delta = { .at = bytes, .end = bytes + size, .base = base->bytes, .base_size = base->size };
	uint64_t from, to;
	bool fits = gr_pack_size_read(&from, &delta.at, delta.end) && gr_pack_size_read(&to, &delta.at, delta.end) && from == base->size &&
	            gr_raw_make(out, to);

	if (!fits)
		return false;
	out->type = base->type;
	delta.to = out->bytes;
	delta.to_end = delta.to + to;
	while (fits && delta.at < delta.end) {
		unsigned command = *delta.at++;

		fits = command & 0x80 ? copy_part(&delta, command) : insert_part(&delta, command);
	}
	if (fits && delta.to == delta.to_end)
		return true;
	gr_raw_clear(out);
	return false;
}
