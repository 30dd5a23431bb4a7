/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Draws that anybody repeats with paper, a digest and a pool that was published before: by SHA-256 with rejection, and RFC 3797 as it
 * stands. Not here: the digests (trust), the pool and its record (work).
 */
#include <stdio.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/error.h"
#include "base/mem.h"

/* ---- the pool ---- */

/* The places that are left, in order. */
static size_t *whole_pool(size_t size)
{
	size_t *left = gr_alloc_array(size, sizeof(*left));

	for (size_t i = 0; left && i < size; i++)
		left[i] = i;
	if (!left)
		gr_fail_memory();
	return left;
}

static size_t take(size_t *left, size_t count, size_t at)
{
	size_t taken = left[at];

	memmove(&left[at], &left[at + 1], (count - at - 1) * sizeof(*left));
	return taken;
}

/* ---- SHA-256 ---- */

static uint64_t first_number(const unsigned char digest[GR_DRAW_SHA256_SIZE])
{
	uint64_t number = 0;

	for (int i = 0; i < 8; i++)
		number = number << 8 | digest[i];
	return number;
}

/* One of `count`, each as likely as the others: numbers above the last whole multiple of it are passed over. */
static int pick_sha256(size_t *at, size_t pick, size_t count, const char *name, const char *seed, gr_draw_digest_cb digest)
{
	uint64_t over = (UINT64_MAX % count + 1) % count, number = UINT64_MAX;
	unsigned char bytes[GR_DRAW_SHA256_SIZE];

	for (unsigned attempt = 1; attempt <= GR_DRAW_ATTEMPTS; attempt++) {
		gr_auto_buf struct gr_buf text = GR_BUF_INIT;
		int r;

		gr_buf_printf(&text, "%s\n%s\n%zu.%u\n", name, seed, pick + 1, attempt);
		r = gr_buf_ok(&text);
		if (r < 0)
			return r;
		digest(bytes, gr_buf_text(&text), text.size);
		number = first_number(bytes);
		if (number <= UINT64_MAX - over) {
			*at = (size_t)(number % count);
			return 0;
		}
	}
	return gr_fail(GRANT_EINTERNAL, "%d digests in a row were passed over", GR_DRAW_ATTEMPTS);
}

int gr_draw_sha256(size_t *picks, size_t count, size_t size, const char *name, const char *seed, gr_draw_digest_cb digest)
{
	size_t *left = whole_pool(size);
	int r = left ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < count; i++) {
		size_t at = 0;

		r = pick_sha256(&at, i, size - i, name, seed, digest);
		if (r == 0)
			picks[i] = take(left, size - i, at);
	}
	gr_free(left);
	return r;
}

/* ---- RFC 3797 ---- */

struct number {
	const char *digits; /* without zeros in front */
	size_t size;
};

static int compare_numbers(const void *one, const void *other)
{
	const struct number *a = one, *b = other;

	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return memcmp(a->digits, b->digits, a->size);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool ends_source(char c)
{
	return c == '/' || c == ';' || c == '\n';
}

static bool parts_numbers(char c)
{
	return c == ' ' || c == '.' || c == ',' || c == '\t' || c == '\r';
}

/* The numbers of one source; false: something else stands there. */
static bool read_source(struct number *numbers, size_t *count, const char **at)
{
	const char *text = *at;

	*count = 0;
	while (*text && !ends_source(*text)) {
		if (parts_numbers(*text)) {
			text++;
			continue;
		}
		if (!is_digit(*text))
			return false;
		while (*text == '0' && is_digit(text[1]))
			text++;
		numbers[*count].digits = text;
		while (is_digit(*text))
			text++;
		numbers[*count].size = (size_t)(text - numbers[*count].digits);
		*count += 1;
	}
	*at = *text ? text + 1 : text;
	return true;
}

static void write_source(struct gr_buf *out, struct number *numbers, size_t count)
{
	if (count == 0)
		return;
	gr_sort(numbers, count, sizeof(*numbers), compare_numbers);
	for (size_t i = 0; i < count; i++) {
		gr_buf_append(out, numbers[i].digits, numbers[i].size);
		gr_buf_byte(out, '.');
	}
	gr_buf_byte(out, '/');
}

int gr_draw_key(struct gr_buf *out, const char *seed)
{
	struct number *numbers = gr_alloc_array(strlen(seed) / 2 + 1, sizeof(*numbers));
	bool is_right = true;

	if (!numbers)
		return gr_fail_memory();
	for (const char *at = seed; is_right && *at;) {
		size_t count;

		is_right = read_source(numbers, &count, &at);
		if (is_right)
			write_source(out, numbers, count);
	}
	gr_free(numbers);
	if (!is_right || out->size == 0)
		return gr_fail(GRANT_EINPUT, _("a seed for rfc3797 is whole numbers, parted by spaces, and “;” between sources, "
		                               "such as “9319; 2 5 12 8 10”"));
	return gr_buf_ok(out);
}

static size_t remainder_of(const unsigned char digest[GR_DRAW_MD5_SIZE], size_t count)
{
	uint64_t rest = 0;

	for (size_t i = 0; i < GR_DRAW_MD5_SIZE; i++)
		rest = (rest << 8 | digest[i]) % count;
	return (size_t)rest;
}

int gr_draw_rfc3797(size_t *picks, size_t count, size_t size, const char *key, gr_draw_digest_cb digest)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	size_t *left = whole_pool(size);
	int r = left ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < count; i++) {
		const char around[] = { (char)(i >> 8), (char)i };
		unsigned char bytes[GR_DRAW_MD5_SIZE];

		gr_buf_truncate(&text, 0);
		gr_buf_append(&text, around, sizeof(around));
		gr_buf_text_append(&text, key);
		gr_buf_append(&text, around, sizeof(around));
		r = gr_buf_ok(&text);
		if (r < 0)
			break;
		digest(bytes, gr_buf_text(&text), text.size);
		picks[i] = take(left, size - i, remainder_of(bytes, size - i));
	}
	gr_free(left);
	return r;
}
