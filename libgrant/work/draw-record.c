/* SPDX-License-Identifier: Apache-2.0 */
/* Draws as they are recorded, and what their pool and seed give. Not here: the acts (draw.c), their history (draw-check.c). */
#include "work/draw.h"

#include <stdio.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "trust/trust.h"

/* ---- which there are ---- */

struct numbers {
	int64_t *items;
	size_t count;
};

static int add_number(const char *path, const struct gr_oid *blob GR_UNUSED, void *payload)
{
	struct numbers *numbers = payload;
	struct gr_location location;
	int64_t *grown, number;

	if (!gr_location_parse(&location, path) || location.kind != GR_KIND_DRAW || !gr_whole_parse(&number, location.name))
		return 0;
	grown = gr_resize_array(numbers->items, numbers->count + 1, sizeof(*grown));
	if (!grown)
		return gr_fail_memory();
	numbers->items = grown;
	numbers->items[numbers->count++] = number;
	return 0;
}

static int compare_numbers(const void *one, const void *other)
{
	int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;

	return (a > b) - (a < b);
}

int gr_draw_numbers(int64_t **out, size_t *count, grant_round *round, const struct gr_oid *commit)
{
	struct numbers numbers = { 0 };
	int r = gr_store_walk(round->store, commit, "draws", add_number, &numbers);

	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		r = 0;
	}
	if (r < 0) {
		gr_free(numbers.items);
		return r;
	}
	gr_sort(numbers.items, numbers.count, sizeof(*numbers.items), compare_numbers);
	*out = numbers.items;
	*count = numbers.count;
	return 0;
}

int gr_draw_load(gr_value **out, grant_round *round, const struct gr_oid *commit, int64_t number)
{
	struct gr_location place = { .kind = GR_KIND_DRAW };
	gr_autofree_text char *path = NULL;
	int r;

	if (number < 1 || number > 9999)
		return gr_fail(GRANT_ENOTFOUND, _("there is no draw %lld; “grant draw” lists them"), (long long)number);
	snprintf(place.name, sizeof(place.name), "%lld", (long long)number);
	path = gr_location_path(&place);
	r = path ? gr_record_load(out, round, commit, path) : GRANT_ENOMEM;
	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_ENOTFOUND, _("there is no draw %lld; “grant draw” lists them"), (long long)number);
	return r;
}

/* ---- what is drawn ---- */

static int draw_places(size_t *picks, size_t count, size_t size, const char *method, const char *name, const char *seed)
{
	gr_auto_buf struct gr_buf key = GR_BUF_INIT;
	int r;

	if (strcmp(method, "rfc3797") != 0)
		return gr_draw_sha256(picks, count, size, name, seed, gr_sha256);
	r = gr_draw_key(&key, seed);
	return r == 0 ? gr_draw_rfc3797(picks, count, size, gr_buf_text(&key), gr_md5) : r;
}

int gr_draw_result(gr_value **out, const grant_round *round, const gr_value *draw, int64_t number, const char *seed, size_t count)
{
	const gr_value *pool = gr_map_get(draw, "pool");
	gr_autofree_text char *name = gr_format("%s/%lld", gr_map_text(round->description, "id"), (long long)number);
	size_t *picks = gr_alloc_array(gr_value_count(pool), sizeof(*picks));
	gr_auto_value gr_value *result = gr_list_new();
	int r = name && picks && result ? 0 : GRANT_ENOMEM;

	if (r == 0)
		r = draw_places(picks, count, gr_value_count(pool), gr_map_text(draw, "method"), name, seed);
	for (size_t i = 0; r == 0 && i < count; i++)
		r = gr_list_add(result, gr_value_copy(gr_value_item(pool, picks[i])));
	gr_free(picks);
	if (r == 0)
		*out = gr_steal_value(&result);
	return r;
}

gr_value *gr_draw_told(const gr_value *draw, int64_t number)
{
	gr_value *told = gr_value_copy(draw);
	const gr_value *drawn = gr_map_get(draw, "drawn");
	int r = told ? gr_map_set_int(told, "number", number) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_int(told, "size", (int64_t)gr_value_count(gr_map_get(draw, "pool")));
	if (r == 0 && drawn)
		r = gr_map_set_int(told, "count", (int64_t)gr_value_count(gr_map_get(drawn, "result")));
	if (r == 0)
		return told;
	gr_value_free(told);
	return NULL;
}
