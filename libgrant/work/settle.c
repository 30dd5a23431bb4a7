/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order that a person gives to applications which share a place, and its record. Not here: whether it matters which of them
 * is first (decide-ranking.c).
 */
#include "work/settle.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

size_t gr_group_end(const struct gr_ranking *ranking, size_t start)
{
	size_t end = start + 1;

	while (end < ranking->count && ranking->ranked[start].place > 0 &&
	       ranking->ranked[end].place == ranking->ranked[start].place)
		end++;
	return end;
}

static size_t wish_count(const char *const *settle)
{
	size_t count = 0;

	while (settle && settle[count])
		count++;
	return count;
}

static size_t find_entry(const struct gr_ranking *ranking, const char *id)
{
	size_t i = 0;

	while (i < ranking->count && strcmp(ranking->ranked[i].application, id) != 0)
		i++;
	return i;
}

/* The group of places start to end that an application stands in. */
static int find_group(size_t *start, size_t *end, const struct gr_ranking *ranking, const char *id)
{
	size_t first = find_entry(ranking, id);

	if (first == ranking->count)
		return gr_fail(GRANT_EINPUT, _("%s is not among the applications that are ranked"), id);
	*start = first;
	while (*start > 0 && ranking->ranked[*start - 1].place == ranking->ranked[first].place)
		*start -= 1;
	*end = gr_group_end(ranking, *start);
	return 0;
}

/* How many of the ids settle the group that the first of them belongs to; negative: a code. */
static int settled_size(const struct gr_ranking *ranking, const char *const *order)
{
	size_t start = 0, end = 0;
	int r = find_group(&start, &end, ranking, order[0]);

	if (r < 0)
		return r;
	if (wish_count(order) < end - start || end - start < 2)
		return gr_fail(
			GRANT_EINPUT,
			_("a settlement names every application of the tied group; the place of %s is shared by %zu"),
			order[0], end - start);
	return (int)(end - start);
}

/* Put the members of one group, all of them, into the order that was given. */
static int settle_group(struct gr_ranking *ranking, const char *const *order)
{
	size_t start = 0, end = 0;
	int r = find_group(&start, &end, ranking, order[0]);

	for (size_t i = 0; r == 0 && i < end - start; i++) {
		size_t at = find_entry(ranking, order[i]);
		struct gr_ranked kept;

		if (at < start + i || at >= end)
			return gr_fail(GRANT_EINPUT, _("%s does not share the place of %s, or is named twice"),
			               order[i], order[0]);
		kept = ranking->ranked[at];
		memmove(&ranking->ranked[start + i + 1], &ranking->ranked[start + i], (at - start - i) * sizeof(kept));
		ranking->ranked[start + i] = kept;
	}
	return r;
}

/* One group after the other. */
int gr_settle(struct gr_ranking *ranking, const char *const *order)
{
	while (*order) {
		int size = settled_size(ranking, order);
		int r = size < 0 ? size : settle_group(ranking, order);

		if (r < 0)
			return r;
		order += size;
	}
	return 0;
}

static gr_value *make_group(const struct gr_act *act, const char *const *order, int size, const char *reason)
{
	gr_value *group = gr_act_stamp(act), *list = gr_list_new();
	int r = group && list ? gr_map_set_text(group, "reason", reason) : GRANT_ENOMEM;

	for (int i = 0; r == 0 && i < size; i++)
		r = gr_list_add(list, gr_text_new(order[i]));
	if (r == 0)
		r = gr_map_set(group, "applications", gr_steal_value(&list));
	gr_value_free(list);
	if (r == 0)
		return group;
	gr_value_free(group);
	return NULL;
}

int gr_settlement_put(struct gr_act *act, const struct gr_ranking *ranking, const char *const *order, const char *reason)
{
	struct gr_location place = { .kind = GR_KIND_SETTLEMENT };
	gr_auto_value gr_value *record = gr_map_new();
	gr_value *groups = gr_list_new();
	int r = record && groups ? 0 : GRANT_ENOMEM, size;

	for (; r == 0 && *order; order += size) {
		size = settled_size(ranking, order);
		r = size < 0 ? size : gr_list_add(groups, make_group(act, order, size, reason));
	}
	if (r == 0)
		r = gr_map_set(record, "groups", gr_steal_value(&groups));
	gr_value_free(groups);
	snprintf(place.stage, sizeof(place.stage), "%s", ranking->stage);
	return r == 0 ? gr_act_put(act, &place, gr_steal_value(&record)) : r;
}
