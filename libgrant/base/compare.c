/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The difference of two texts after Myers, "An O(ND) difference algorithm and its variations" (1986): the greedy search, with
 * its frontiers kept for the way back. What needs more steps than the bound is not worth reading piece by piece.
 */
#include "base/compare.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

#define MOST_STEPS 800

struct token {
	const char *text;
	size_t size;
};

struct tokens {
	struct token *items;
	size_t count;
};

enum step { SAME, OLD, NEW, BOTH };

struct search {
	const struct token *a, *b; /* behind what both begin with */
	ptrdiff_t n, m;
	ptrdiff_t most;            /* steps */
	ptrdiff_t *front;          /* how far each diagonal is, index 0 is -most - 1 */
	ptrdiff_t **kept;          /* the fronts before each step, from diagonal -d - 1 on */
};

/* ---- tokens ---- */

static bool is_word_byte(unsigned char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static size_t word_size(const char *at)
{
	const char *end = at;

	if (!is_word_byte((unsigned char)*at)) {
		gr_utf8_next(&end);
		return end > at ? (size_t)(end - at) : 1;
	}
	while (is_word_byte((unsigned char)*end))
		end++;
	return (size_t)(end - at);
}

static size_t line_size(const char *at)
{
	size_t size = strcspn(at, "\n");

	return size + (at[size] == '\n');
}

static int cut(struct tokens *out, const char *text, size_t (*size_of)(const char *))
{
	size_t count = 0;

	for (const char *at = text; *at; at += size_of(at))
		count++;
	out->items = gr_alloc_array(count + 1, sizeof(*out->items));
	if (!out->items)
		return GRANT_ENOMEM;
	for (const char *at = text; *at; at += out->items[out->count++].size)
		out->items[out->count] = (struct token){ at, size_of(at) };
	return 0;
}

static bool is_equal(const struct token *one, const struct token *two)
{
	return one->size == two->size && memcmp(one->text, two->text, one->size) == 0;
}

/* ---- the search ---- */

static ptrdiff_t *diagonal(const struct search *search, ptrdiff_t k)
{
	return &search->front[k + search->most + 1];
}

static bool goes_down(const ptrdiff_t *around, ptrdiff_t k, ptrdiff_t d)
{
	return k == -d || (k != d && around[-1] < around[1]);
}

static int keep_front(struct search *search, ptrdiff_t d)
{
	size_t size = (size_t)(2 * d + 3) * sizeof(ptrdiff_t);

	search->kept[d] = gr_alloc(size);
	if (!search->kept[d])
		return GRANT_ENOMEM;
	memcpy(search->kept[d], diagonal(search, -d - 1), size);
	return 0;
}

/* One more step on every diagonal; whether the end is reached. */
static bool advance(struct search *search, ptrdiff_t d)
{
	for (ptrdiff_t k = -d; k <= d; k += 2) {
		ptrdiff_t *at = diagonal(search, k);
		ptrdiff_t x = goes_down(at, k, d) ? at[1] : at[-1] + 1, y = x - k;

		while (x < search->n && y >= 0 && y < search->m && is_equal(&search->a[x], &search->b[y])) {
			x++;
			y++;
		}
		*at = x;
		if (x >= search->n && y >= search->m)
			return true;
	}
	return false;
}

/* The steps from the end to the beginning, written from the back of `steps`; how many. */
static size_t walk_back(const struct search *search, ptrdiff_t d, unsigned char *end)
{
	ptrdiff_t x = search->n, y = search->m;
	unsigned char *to = end;

	for (; d >= 0; d--) {
		const ptrdiff_t *front = search->kept[d] + d + 1;
		ptrdiff_t k = x - y, before = goes_down(front + k, k, d) ? k + 1 : k - 1;
		ptrdiff_t from_x = d > 0 ? front[before] : 0, from_y = d > 0 ? from_x - before : 0;

		while (x > from_x && y > from_y) {
			*--to = SAME;
			x--;
			y--;
		}
		if (d > 0)
			*--to = x == from_x ? NEW : OLD;
		x = from_x;
		y = from_y;
	}
	return (size_t)(end - to);
}

/* `steps` has room for n + m; 0 with *count 0: too far apart. */
static int find_steps(struct search *search, unsigned char *steps, size_t *count)
{
	ptrdiff_t all = search->n + search->m;
	int r = 0;

	search->most = all < MOST_STEPS ? all : MOST_STEPS;
	search->front = gr_alloc_array((size_t)(2 * search->most + 3), sizeof(ptrdiff_t));
	search->kept = gr_alloc_array((size_t)search->most + 1, sizeof(*search->kept));
	if (!search->front || !search->kept)
		r = GRANT_ENOMEM;
	*count = 0;
	for (ptrdiff_t d = 0; r == 0 && d <= search->most; d++) {
		r = keep_front(search, d);
		if (r == 0 && advance(search, d)) {
			*count = walk_back(search, d, steps + all);
			memmove(steps, steps + all - *count, *count);
			break;
		}
	}
	for (ptrdiff_t d = 0; search->kept && d <= search->most; d++)
		gr_free(search->kept[d]);
	gr_free(search->kept);
	gr_free(search->front);
	return r;
}

/* A word or two that stay between changes are changed along: nobody reads confetti. */
static void join_steps(unsigned char *steps, size_t count, size_t least)
{
	for (size_t i = 0; i < count;) {
		size_t end = i;

		while (end < count && steps[end] == SAME)
			end++;
		if (end > i && end - i < least && i > 0 && end < count)
			memset(steps + i, BOTH, end - i);
		i = end > i ? end : i + 1;
	}
}

static size_t common_start(const struct tokens *a, const struct tokens *b)
{
	size_t size = 0;

	while (size < a->count && size < b->count && is_equal(&a->items[size], &b->items[size]))
		size++;
	return size;
}

static size_t common_end(const struct tokens *a, const struct tokens *b, size_t start)
{
	size_t size = 0;

	while (size + start < a->count && size + start < b->count &&
	       is_equal(&a->items[a->count - 1 - size], &b->items[b->count - 1 - size]))
		size++;
	return size;
}

/* All steps from the old to the new; yours. */
static int compare(unsigned char **out, size_t *count, const struct tokens *a, const struct tokens *b, size_t least)
{
	size_t start = common_start(a, b), end = common_end(a, b, start), middle = 0;
	struct search search = { .a = a->items + start, .b = b->items + start };
	unsigned char *steps = gr_alloc(a->count + b->count + 1);
	int r;

	if (!steps)
		return GRANT_ENOMEM;
	search.n = (ptrdiff_t)(a->count - start - end);
	search.m = (ptrdiff_t)(b->count - start - end);
	memset(steps, SAME, start);
	r = find_steps(&search, steps + start, &middle);
	if (r < 0) {
		gr_free(steps);
		return r;
	}
	if (middle == 0) {
		memset(steps + start, OLD, (size_t)search.n);
		memset(steps + start + search.n, NEW, (size_t)search.m);
		middle = (size_t)(search.n + search.m);
	}
	memset(steps + start + middle, SAME, end);
	*count = start + middle + end;
	join_steps(steps, *count, least);
	*out = steps;
	return 0;
}

/* ---- telling ---- */

static int add_part(gr_value *list, const char *change, const struct token *tokens, size_t count, size_t line)
{
	const char *text = tokens[0].text;
	size_t size = (size_t)(tokens[count - 1].text + tokens[count - 1].size - text);
	gr_value *part = gr_map_new();
	int r = part ? gr_map_set_text(part, "change", change) : GRANT_ENOMEM;

	if (r == 0 && line > 0) {
		size -= size > 0 && text[size - 1] == '\n';
		size -= size > 0 && text[size - 1] == '\r';
		r = gr_map_set_int(part, "line", (int64_t)line);
	}
	if (r == 0)
		r = gr_map_set(part, "text", gr_text_new_size(text, size));
	if (r < 0) {
		gr_value_free(part);
		return r;
	}
	return gr_list_add(list, part);
}

/* By words a run is one part, by lines each line. */
static int add_run(gr_value *list, const char *change, const struct tokens *tokens, size_t from, size_t count, bool by_lines)
{
	int r = 0;

	if (count > 0 && !by_lines)
		return add_part(list, change, &tokens->items[from], count, 0);
	for (size_t i = 0; r == 0 && i < count; i++)
		r = add_part(list, change, &tokens->items[from + i], 1, from + i + 1);
	return r;
}

static int tell(gr_value *list, const unsigned char *steps, size_t count, const struct tokens *a, const struct tokens *b,
                bool by_lines)
{
	size_t x = 0, y = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < count;) {
		bool is_same = steps[i] == SAME;
		size_t old = 0, new = 0;

		for (; i < count && (steps[i] == SAME) == is_same; i++) {
			old += steps[i] != NEW;
			new += steps[i] != OLD;
		}
		if (!is_same || !by_lines)
			r = add_run(list, is_same ? "same" : "remove", a, x, old, by_lines);
		if (r == 0 && !is_same)
			r = add_run(list, "add", b, y, new, by_lines);
		x += old;
		y += new;
	}
	return r;
}

static int compare_texts(gr_value **out, const char *old, const char *new, bool by_lines)
{
	size_t (*size_of)(const char *) = by_lines ? line_size : word_size;
	gr_auto_value gr_value *list = gr_list_new();
	struct tokens a = { 0 }, b = { 0 };
	unsigned char *steps = NULL;
	size_t count = 0;
	int r = list ? cut(&a, old, size_of) : GRANT_ENOMEM;

	if (r == 0)
		r = cut(&b, new, size_of);
	if (r == 0)
		r = compare(&steps, &count, &a, &b, by_lines ? 0 : 3);
	if (r == 0)
		r = tell(list, steps, count, &a, &b, by_lines);
	gr_free(steps);
	gr_free(a.items);
	gr_free(b.items);
	if (r == 0)
		*out = gr_steal_value(&list);
	return r;
}

int gr_compare_words(gr_value **out, const char *old, const char *new)
{
	return compare_texts(out, old, new, false);
}

int gr_compare_lines(gr_value **out, const char *old, const char *new)
{
	return compare_texts(out, old, new, true);
}
