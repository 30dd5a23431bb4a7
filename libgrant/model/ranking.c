/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Order and places: by total, then by the ties, then by a comparison from outside; equal ones share a place (1, 2, 2, 4).
 * A merge sort of its own: stable, and a comparison that fails or contradicts itself ends it without harm. Not here:
 * where totals come from.
 */
#include "model/model.h"

#include "base/error.h"
#include "base/id.h"
#include "base/mem.h"

struct order {
	gr_rank_compare_cb compare; /* NULL: none */
	void *payload;
	int code;                   /* the first failure of the comparison */
};

static bool has_tie(const struct gr_ranked *entry, size_t index)
{
	return index < entry->tie_count && entry->ties && (!entry->has_tie || entry->has_tie[index]);
}

/* -1: a ranks higher. What is missing ranks below every value; two missing ones are equal. */
static int compare_ties(const struct gr_ranked *a, const struct gr_ranked *b)
{
	size_t count = a->tie_count > b->tie_count ? a->tie_count : b->tie_count;

	for (size_t i = 0; i < count; i++) {
		bool in_a = has_tie(a, i), in_b = has_tie(b, i);
		int c = in_a && in_b ? gr_exact_compare(&b->ties[i], &a->ties[i]) : (int)in_b - (int)in_a;

		if (c != 0)
			return c;
	}
	return 0;
}

static int compare_ranked(struct order *order, const struct gr_ranked *a, const struct gr_ranked *b)
{
	int c, r;

	if (!a->has_total || !b->has_total)
		return (int)b->has_total - (int)a->has_total;
	c = gr_exact_compare(&b->total, &a->total);
	if (c == 0)
		c = compare_ties(a, b);
	if (c != 0 || !order->compare || order->code < 0)
		return c;
	r = order->compare(&c, a, b, order->payload);
	if (r < 0) {
		order->code = r;
		return 0;
	}
	return c;
}

static int compare_ids(struct order *order GR_UNUSED, const struct gr_ranked *a, const struct gr_ranked *b)
{
	return gr_application_id_compare(a->application, b->application);
}

typedef int (*compare_fn)(struct order *order, const struct gr_ranked *a, const struct gr_ranked *b);

/* Two sorted runs [from, middle) and [middle, to) of `entries` into `spare`; of equal ones the left comes first. */
static void merge_runs(struct gr_ranked *spare, const struct gr_ranked *entries, const size_t bounds[3],
                       compare_fn compare, struct order *order)
{
	size_t left = bounds[0], right = bounds[1];

	for (size_t at = bounds[0]; at < bounds[2]; at++) {
		bool from_left = right >= bounds[2];

		if (!from_left && left < bounds[1])
			from_left = compare(order, &entries[left], &entries[right]) <= 0;
		spare[at] = from_left ? entries[left++] : entries[right++];
	}
}

static size_t at_most(size_t number, size_t bound)
{
	return number < bound ? number : bound;
}

static void merge_sort(struct gr_ranked *entries, struct gr_ranked *spare, size_t count, compare_fn compare,
                       struct order *order)
{
	for (size_t width = 1; width < count; width *= 2) {
		for (size_t from = 0; from < count; from += 2 * width) {
			size_t bounds[3] = { from, at_most(from + width, count), at_most(from + 2 * width, count) };

			merge_runs(spare, entries, bounds, compare, order);
		}
		for (size_t i = 0; i < count; i++)
			entries[i] = spare[i];
	}
}

static void give_places(struct gr_ranked *entries, size_t count, struct order *order)
{
	for (size_t i = 0; i < count; i++) {
		entries[i].tied = false;
		entries[i].place = entries[i].has_total ? (int64_t)i + 1 : 0;
		if (i == 0 || !entries[i].has_total || compare_ranked(order, &entries[i - 1], &entries[i]) != 0)
			continue;
		entries[i].place = entries[i - 1].place;
		entries[i].tied = entries[i - 1].tied = true;
	}
}

int gr_rank_sort(struct gr_ranked *entries, size_t count, gr_rank_compare_cb compare, void *payload)
{
	struct order order = { .compare = compare, .payload = payload };
	struct gr_ranked *spare = gr_alloc_array(count + 1, sizeof(*spare));

	if (!spare)
		return gr_fail_memory();
	gr_error_clear();
	/* First by id: the order that equal ones keep, whatever order they came in. */
	merge_sort(entries, spare, count, compare_ids, &order);
	merge_sort(entries, spare, count, compare_ranked, &order);
	give_places(entries, count, &order);
	gr_free(spare);
	/* a comparison of long fractions has no other way to say so */
	if (order.code == 0 && grant_error_code(grant_error_last()) == GRANT_ENOMEM)
		return GRANT_ENOMEM;
	return order.code;
}

void gr_ranked_clear(struct gr_ranked *entry)
{
	gr_exact_clear(&entry->total);
	for (size_t i = 0; entry->ties && i < entry->tie_count; i++)
		gr_exact_clear(&entry->ties[i]);
	gr_free(entry->ties);
	gr_free(entry->has_tie);
	entry->ties = NULL;
	entry->has_tie = NULL;
	entry->tie_count = 0;
}
