/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The order that a person or a draw gives to applications which share a place, and its record. Not here: whether it matters which of them
 * is first (decide-ranking.c).
 */
#include "work/settle.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/draw.h"

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

/* How many the group of the first id has; negative: a code. */
static int group_size(const struct gr_ranking *ranking, const char *id)
{
	size_t start = 0, end = 0;
	int r = find_group(&start, &end, ranking, id);

	return r < 0 ? r : (int)(end - start);
}

/* ---- what is settled, and how ---- */

/* A group {"applications", and "reason" or "draw"}; its ids come after. */
static gr_value *new_group(gr_value **ids, const char *reason, int64_t draw)
{
	gr_value *group = gr_map_new(), *list = gr_list_new();
	int r = group && list ? gr_map_set_text(group, "reason", reason) : GRANT_ENOMEM;

	if (r == 0 && draw > 0)
		r = gr_map_set_int(group, "draw", draw);
	*ids = list;
	if (r == 0)
		r = gr_map_set(group, "applications", gr_steal_value(&list));
	gr_value_free(list);
	if (r == 0)
		return group;
	gr_value_free(group);
	return NULL;
}

static int add_by_hand(gr_value *groups, const char *const *ids, int size, const char *reason)
{
	gr_value *list, *group = new_group(&list, reason, 0);
	int r = group ? 0 : GRANT_ENOMEM;

	for (int i = 0; r == 0 && i < size; i++)
		r = gr_list_add(list, gr_text_new(ids[i]));
	if (r == 0)
		return gr_list_add(groups, group);
	gr_value_free(group);
	return r;
}

/* One group after the other. */
static int split_order(gr_value *groups, const struct gr_ranking *ranking, const char *const *order, const char *reason)
{
	int r = 0;

	while (r == 0 && order && *order) {
		int size = group_size(ranking, order[0]);

		if (size < 0)
			return size;
		if (size < 2 || wish_count(order) < (size_t)size)
			return gr_fail(
				GRANT_EINPUT,
				_("a settlement names every application of the tied group; the place of %s is shared by %zu"),
				order[0], (size_t)size);
		r = add_by_hand(groups, order, size, reason);
		order += size;
	}
	return r;
}

/* The whole pool in the order that its seed gives, also beyond those that were drawn. */
static int add_drawn(gr_value *groups, struct gr_act *act, const struct gr_ranking *ranking, int64_t number)
{
	gr_auto_value gr_value *draw = NULL;
	gr_auto_value gr_value *order = NULL;
	gr_value *ids, *group;
	const gr_value *pool;
	int r = gr_draw_load(&draw, act->round, &act->base, number), size;

	if (r < 0)
		return r;
	pool = gr_map_get(draw, "pool");
	if (!gr_map_get(draw, "drawn"))
		return gr_fail(GRANT_EDENIED, _("draw %lld waits for its seed; “grant draw run” draws"), (long long)number);
	size = group_size(ranking, gr_value_text(gr_value_item(pool, 0)));
	if (size < 0)
		return size;
	if ((size_t)size != gr_value_count(pool))
		return gr_fail(GRANT_EINPUT, _("draw %lld has %zu in its pool, and the place of %s is shared by %d"), (long long)number,
		               gr_value_count(pool), gr_value_text(gr_value_item(pool, 0)), size);
	r = gr_draw_result(&order, act->round, draw, number, gr_map_text(gr_map_get(draw, "drawn"), "seed"), (size_t)size);
	if (r < 0)
		return r;
	group = new_group(&ids, NULL, number);
	for (int i = 0; r == 0 && group && i < size; i++)
		r = gr_list_add(ids, gr_value_copy(gr_value_item(order, (size_t)i)));
	if (r == 0)
		return gr_list_add(groups, group);
	gr_value_free(group);
	return r;
}

int gr_settlement_make(gr_value **out, struct gr_act *act, const struct gr_ranking *ranking,
                       const grant_decide_ranking_options *wish)
{
	gr_auto_value gr_value *groups = gr_list_new();
	int r = groups ? split_order(groups, ranking, wish->settle, wish->reason) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < wish->draw_count; i++)
		r = add_drawn(groups, act, ranking, wish->draws[i]);
	if (r == 0)
		*out = gr_steal_value(&groups);
	return r;
}

/* ---- the order ---- */

/* Put the members of one group, all of them, into the order that was given. */
static int settle_group(struct gr_ranking *ranking, const gr_value *order)
{
	const char *leader = gr_value_text(gr_value_item(order, 0));
	size_t start = 0, end = 0;
	int r = find_group(&start, &end, ranking, leader);

	for (size_t i = 0; r == 0 && i < end - start; i++) {
		const char *id = gr_value_text(gr_value_item(order, i));
		size_t at = find_entry(ranking, id);
		struct gr_ranked kept;

		if (at < start + i || at >= end)
			return gr_fail(GRANT_EINPUT, _("%s does not share the place of %s, or is named twice"), id, leader);
		kept = ranking->ranked[at];
		memmove(&ranking->ranked[start + i + 1], &ranking->ranked[start + i], (at - start - i) * sizeof(kept));
		ranking->ranked[start + i] = kept;
	}
	return r;
}

int gr_settle(struct gr_ranking *ranking, const gr_value *groups)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(groups); i++)
		r = settle_group(ranking, gr_map_get(gr_value_item(groups, i), "applications"));
	return r;
}

bool gr_settlement_has(const gr_value *groups, const char *application)
{
	for (size_t i = 0; i < gr_value_count(groups); i++)
		if (gr_list_has(gr_map_get(gr_value_item(groups, i), "applications"), application))
			return true;
	return false;
}

static int add_stamped(gr_value *list, const struct gr_act *act, const gr_value *group)
{
	gr_value *stamped = gr_act_stamp(act);
	static const char *const fields[] = { "applications", "reason", "draw" };
	int r = stamped ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < GR_COUNT(fields); i++)
		if (gr_map_get(group, fields[i]))
			r = gr_map_set(stamped, fields[i], gr_value_copy(gr_map_get(group, fields[i])));
	if (r == 0)
		return gr_list_add(list, stamped);
	gr_value_free(stamped);
	return r;
}

int gr_settlement_put(struct gr_act *act, const struct gr_ranking *ranking, const gr_value *groups)
{
	struct gr_location place = { .kind = GR_KIND_SETTLEMENT };
	gr_auto_value gr_value *record = gr_map_new();
	gr_value *list = gr_list_new();
	int r = record && list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(groups); i++)
		r = add_stamped(list, act, gr_value_item(groups, i));
	if (r == 0)
		r = gr_map_set(record, "groups", gr_steal_value(&list));
	gr_value_free(list);
	snprintf(place.stage, sizeof(place.stage), "%s", ranking->stage);
	return r == 0 ? gr_act_put(act, &place, gr_steal_value(&record)) : r;
}

/* ---- what was settled ---- */

int gr_settlement_load(gr_value **groups, grant_round *round, const struct gr_oid *commit, const char *stage)
{
	struct gr_location place = { .kind = GR_KIND_SETTLEMENT };
	gr_autofree_text char *path = NULL;
	gr_auto_value gr_value *record = NULL;
	int r;

	snprintf(place.stage, sizeof(place.stage), "%s", stage);
	path = gr_location_path(&place);
	r = path ? gr_record_load(&record, round, commit, path) : GRANT_ENOMEM;
	if (r < 0 && r != GRANT_ENOTFOUND)
		return r;
	if (r == GRANT_ENOTFOUND)
		gr_error_clear();
	*groups = record ? gr_value_copy(gr_map_get(record, "groups")) : gr_list_new();
	return *groups ? 0 : GRANT_ENOMEM;
}

struct seeking {
	grant_round *round;
	const char *application;
	gr_value *found;
};

/* 0: it is not in the list. */
static int64_t position_in(const gr_value *ids, const char *id)
{
	for (size_t i = 0; i < gr_value_count(ids); i++)
		if (strcmp(gr_value_text(gr_value_item(ids, i)), id) == 0)
			return (int64_t)i + 1;
	return 0;
}

static int add_found(gr_value *list, const gr_value *group, const char *stage, int64_t position)
{
	gr_value *found = gr_map_new();
	int r = found ? gr_map_set_text(found, "stage", stage) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_int(found, "position", position);
	for (size_t i = 0; r == 0 && i < gr_value_count(group); i++)
		r = gr_map_set(found, gr_value_key(group, i), gr_value_copy(gr_value_item(group, i)));
	if (r == 0)
		return gr_list_add(list, found);
	gr_value_free(found);
	return r;
}

static int seek_in_file(const char *path, const struct gr_oid *blob, void *payload)
{
	struct seeking *seeking = payload;
	struct gr_location location;
	gr_auto_value gr_value *record = NULL;
	const gr_value *groups;
	int r;

	if (!gr_location_parse(&location, path) || location.kind != GR_KIND_SETTLEMENT)
		return 0;
	r = gr_record_load_blob(&record, seeking->round, blob, GR_KIND_SETTLEMENT, path);
	groups = gr_map_get(record, "groups");
	for (size_t i = 0; r == 0 && i < gr_value_count(groups); i++) {
		const gr_value *group = gr_value_item(groups, i);
		int64_t position = position_in(gr_map_get(group, "applications"), seeking->application);

		if (position > 0)
			r = add_found(seeking->found, group, location.stage, position);
	}
	return r;
}

int gr_settlements_of(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *application)
{
	struct seeking seeking = { round, application, gr_list_new() };
	int r = seeking.found ? gr_store_walk(round->store, commit, "decisions", seek_in_file, &seeking) : GRANT_ENOMEM;

	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		r = 0;
	}
	if (r == 0)
		*out = seeking.found;
	else
		gr_value_free(seeking.found);
	return r;
}
