/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shingles with a rolling hash (Karp and Rabin 1987); a hash that is found is compared and followed to the end of what is
 * equal, so that chance finds nothing. Not here: what to make of it.
 */
#include "analysis/analysis.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

#define FACTOR UINT64_C(1099511628211)

struct letter {
	int32_t code_point; /* folded */
	uint32_t at;        /* where it stands in the text, in bytes */
};

struct letters {
	struct letter *items;
	size_t count;
};

struct gr_similar {
	struct letters letters;
	size_t size;         /* of the text, in bytes */
	uint32_t *slots;     /* places where runs begin, one more; 0: free */
	size_t slot_count;   /* a power of two */
};

/* ---- letters ---- */

/* 0 for what does not count. Punctuation beyond ASCII lies in few blocks of Unicode; what else lies there is no loss. */
static int32_t fold(int32_t code_point)
{
	if (code_point >= 0xFF01 && code_point <= 0xFF5E)
		code_point -= 0xFEE0; /* full width */
	if (code_point >= 'A' && code_point <= 'Z')
		return code_point - 'A' + 'a';
	if (code_point < 0x80)
		return (code_point >= 'a' && code_point <= 'z') || (code_point >= '0' && code_point <= '9') ? code_point : 0;
	if (code_point < 0xC0 || (code_point >= 0x2000 && code_point < 0x2070) || (code_point >= 0x3000 && code_point < 0x3040) ||
	    code_point >= 0xFE00)
		return 0;
	return code_point;
}

static int take_letters(struct letters *out, const char *text)
{
	size_t size = strlen(text);
	const char *at = text;
	int32_t code_point;

	out->count = 0;
	out->items = gr_alloc_array(size + 1, sizeof(*out->items));
	if (!out->items)
		return GRANT_ENOMEM;
	for (const char *start = at; (code_point = gr_utf8_next(&at)) > 0; start = at) {
		int32_t folded = fold(code_point);

		if (folded)
			out->items[out->count++] = (struct letter){ folded, (uint32_t)(start - text) };
	}
	return 0;
}

bool gr_similar_names(const char *one, const char *other)
{
	int32_t a, b;

	do {
		do
			a = gr_utf8_next(&one);
		while (a > 0 && fold(a) == 0);
		do
			b = gr_utf8_next(&other);
		while (b > 0 && fold(b) == 0);
		if (a <= 0 || b <= 0)
			return a <= 0 && b <= 0;
	} while (fold(a) == fold(b));
	return false;
}

/* ---- runs ---- */

static uint64_t hash_run(const struct letter *letters)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < GR_SIMILAR_RUN; i++)
		hash = hash * FACTOR + (uint64_t)letters[i].code_point;
	return hash;
}

/* The run one further; `highest` is the factor of the letter that goes. */
static uint64_t roll(uint64_t hash, const struct letter *letters, uint64_t highest)
{
	return (hash - (uint64_t)letters[0].code_point * highest) * FACTOR + (uint64_t)letters[GR_SIMILAR_RUN].code_point;
}

static uint64_t highest_factor(void)
{
	uint64_t highest = 1;

	for (size_t i = 1; i < GR_SIMILAR_RUN; i++)
		highest *= FACTOR;
	return highest;
}

static size_t first_slot(const gr_similar *similar, uint64_t hash)
{
	return (size_t)(hash ^ hash >> 29) & (similar->slot_count - 1);
}

static size_t count_equal(const struct letters *one, size_t a, const struct letters *other, size_t b, size_t most)
{
	size_t count = 0;

	while (count < most && a + count < one->count && b + count < other->count &&
	       one->items[a + count].code_point == other->items[b + count].code_point)
		count++;
	return count;
}

/* The slot of the run that begins there, or the free one where it would be. */
static size_t find_slot(const gr_similar *similar, uint64_t hash, const struct letters *other, size_t at)
{
	size_t slot = first_slot(similar, hash);

	while (similar->slots[slot] && count_equal(&similar->letters, similar->slots[slot] - 1, other, at, GR_SIMILAR_RUN) < GR_SIMILAR_RUN)
		slot = (slot + 1) & (similar->slot_count - 1);
	return slot;
}

/* Of runs that are equal the first is noted. */
static void note_runs(gr_similar *similar)
{
	const uint64_t highest = highest_factor();
	const struct letters *letters = &similar->letters;
	uint64_t hash = letters->count >= GR_SIMILAR_RUN ? hash_run(letters->items) : 0;

	for (size_t at = 0; at + GR_SIMILAR_RUN <= letters->count; at++) {
		size_t slot = find_slot(similar, hash, letters, at);

		if (!similar->slots[slot])
			similar->slots[slot] = (uint32_t)at + 1;
		if (at + GR_SIMILAR_RUN < letters->count)
			hash = roll(hash, letters->items + at, highest);
	}
}

int gr_similar_new(gr_similar **out, const char *text)
{
	gr_similar *similar = gr_alloc(sizeof(*similar));
	int r = similar ? take_letters(&similar->letters, text) : GRANT_ENOMEM;

	if (r == 0) {
		similar->size = strlen(text);
		for (similar->slot_count = 64; similar->slot_count < similar->letters.count * 2; similar->slot_count *= 2)
			continue;
		similar->slots = gr_alloc_array(similar->slot_count, sizeof(*similar->slots));
		r = similar->slots ? 0 : GRANT_ENOMEM;
	}
	if (r < 0) {
		gr_similar_free(similar);
		return r;
	}
	note_runs(similar);
	*out = similar;
	return 0;
}

void gr_similar_free(gr_similar *similar)
{
	if (!similar)
		return;
	gr_free(similar->letters.items);
	gr_free(similar->slots);
	gr_free(similar);
}

/* ---- another text ---- */

static void note_common(struct gr_similarity *out, const gr_similar *similar, size_t place, size_t length)
{
	const struct letters *letters = &similar->letters;

	out->common += length;
	if (length <= out->longest)
		return;
	out->longest = length;
	out->from = letters->items[place].at;
	out->to = place + length < letters->count ? letters->items[place + length].at : similar->size;
}

int gr_similar_compare(struct gr_similarity *out, const gr_similar *similar, const char *other)
{
	const uint64_t highest = highest_factor();
	struct gr_similarity found = { 0 };
	struct letters letters;
	uint64_t hash = 0;
	int r = take_letters(&letters, other);

	if (r < 0)
		return r;
	for (size_t at = 0, next = 0; at + GR_SIMILAR_RUN <= letters.count;) {
		size_t slot, length = 0;

		/* behind a run that was found the hash begins anew */
		hash = at > 0 && at == next ? roll(hash, letters.items + at - 1, highest) : hash_run(letters.items + at);
		next = at + 1;
		slot = find_slot(similar, hash, &letters, at);
		if (similar->slots[slot]) {
			size_t place = similar->slots[slot] - 1;

			length = count_equal(&similar->letters, place, &letters, at, SIZE_MAX);
			note_common(&found, similar, place, length);
		}
		at += length > 0 ? length : 1;
	}
	gr_free(letters.items);
	*out = found;
	return 0;
}
