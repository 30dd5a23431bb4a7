/* SPDX-License-Identifier: Apache-2.0 */
/* Draws looked at: listed, drawn again, and held against their history. Not here: the acts (draw.c). */
#include <grant/draw.h>

#include <stdio.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/draw.h"

/* ---- listing ---- */

static int add_told(gr_value *list, grant_round *round, const struct gr_oid *tip, int64_t number)
{
	gr_auto_value gr_value *draw = NULL;
	int r = gr_draw_load(&draw, round, tip, number);

	return r == 0 ? gr_list_add(list, gr_draw_told(draw, number)) : r;
}

int grant_draw_list(grant_record **out, grant_round *round)
{
	gr_auto_value gr_value *told = gr_map_new();
	gr_value *list = gr_list_new();
	int64_t *numbers = NULL;
	size_t count = 0;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r == 0 && !out)
		r = gr_fail(GRANT_EINVALID, _("no record was given"));
	if (r == 0)
		r = told && list ? gr_store_tip(&tip, round->store) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_draw_numbers(&numbers, &count, round, &tip);
	for (size_t i = 0; r == 0 && i < count; i++)
		r = add_told(list, round, &tip, numbers[i]);
	if (r == 0)
		r = gr_map_set(told, "draws", gr_steal_value(&list));
	gr_value_free(list);
	gr_free(numbers);
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&told));
	return r;
}

int grant_draw_get(grant_record **out, grant_round *round, int64_t number)
{
	gr_auto_value gr_value *draw = NULL;
	gr_value *told;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r == 0 && !out)
		r = gr_fail(GRANT_EINVALID, _("no record was given"));
	if (r == 0)
		r = gr_store_tip(&tip, round->store);
	if (r == 0)
		r = gr_draw_load(&draw, round, &tip, number);
	if (r < 0)
		return r;
	told = gr_draw_told(draw, number);
	if (!told)
		return GRANT_ENOMEM;
	*out = gr_record_of(told);
	return 0;
}

/* ---- checking ---- */

/* One draw, its commits from the newest to the oldest. */
struct examination {
	grant_round *round;
	grant_findings *findings;
	char path[32];
	gr_value *newer;      /* the record as the commit after this one left it */
	char newer_hex[GR_OID_HEX];
};

static void add(struct examination *examination, enum gr_finding_id id, const char *commit, const char *first, const char *second)
{
	struct gr_place place = { .record = examination->path, .commit = commit };

	gr_findings_add(examination->findings, id, &place, first, second, NULL);
}

static bool is_same_pool(const gr_value *one, const gr_value *other)
{
	static const char *const fields[] = { "pool", "method", "source" };

	for (size_t i = 0; i < GR_COUNT(fields); i++)
		if (!gr_value_equal(gr_map_get(one, fields[i]), gr_map_get(other, fields[i])))
			return false;
	return true;
}

/* Between this commit and the one after it. */
static void compare_versions(struct examination *examination, const gr_value *older)
{
	const gr_value *before = gr_map_get(older, "drawn"), *after = gr_map_get(examination->newer, "drawn");

	if (!is_same_pool(older, examination->newer))
		add(examination, GR_F_DRAW_POOL, examination->newer_hex, NULL, NULL);
	if (before && !gr_value_equal(before, after))
		add(examination, GR_F_DRAW_AGAIN, examination->newer_hex, NULL, NULL);
}

static int look_at(const struct gr_commit_info *info, void *payload)
{
	struct examination *examination = payload;
	gr_value *record = NULL;
	int r = gr_record_load(&record, examination->round, &info->commit, examination->path);

	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		return 0;
	}
	if (r < 0)
		return r;
	if (examination->newer)
		compare_versions(examination, record);
	gr_value_free(examination->newer);
	examination->newer = record;
	gr_oid_hex(examination->newer_hex, &info->commit);
	return 0;
}

/* Whoever knows the seed must not be able to choose the pool any more. */
static int check_history(struct examination *examination, const struct gr_oid *tip)
{
	int r = gr_store_history(examination->round->store, tip, examination->path, look_at, examination);

	if (r == 0 && gr_map_get(examination->newer, "drawn"))
		add(examination, GR_F_DRAW_AT_ONCE, examination->newer_hex, NULL, NULL);
	gr_value_free(examination->newer);
	examination->newer = NULL;
	return r;
}

static int check_result(struct examination *examination, const gr_value *draw, int64_t number)
{
	const gr_value *drawn = gr_map_get(draw, "drawn"), *result = gr_map_get(drawn, "result");
	gr_auto_value gr_value *again = NULL;
	const char *seed = gr_map_text(drawn, "seed");
	size_t count = gr_value_count(result);
	int r;

	if (!drawn) {
		char which[24];

		snprintf(which, sizeof(which), "%lld", (long long)number);
		add(examination, GR_F_DRAW_WAITS, NULL, gr_map_text(draw, "source"), which);
		return 0;
	}
	if (count > gr_value_count(gr_map_get(draw, "pool"))) {
		add(examination, GR_F_DRAW_RESULT, NULL, seed, NULL);
		return 0;
	}
	r = gr_draw_result(&again, examination->round, draw, number, seed, count);
	if (r < 0 && r != GRANT_EINPUT)
		return r;
	if (r < 0 || !gr_value_equal(again, result))
		add(examination, GR_F_DRAW_RESULT, NULL, seed, NULL);
	gr_error_clear();
	return 0;
}

/* The same members, in whatever order; no pool names anybody twice. */
static bool is_same_group(const gr_value *one, const gr_value *other)
{
	bool is_same = gr_value_count(one) == gr_value_count(other);

	for (size_t i = 0; is_same && i < gr_value_count(one); i++)
		is_same = gr_list_has(other, gr_value_text(gr_value_item(one, i)));
	return is_same;
}

/* One draw cannot be steered; the choice among several can. */
static int check_repeated(struct examination *examination, const gr_value *draw, const struct gr_oid *tip, int64_t number)
{
	int64_t *numbers = NULL;
	size_t count = 0;
	bool found = false;
	int r = gr_draw_numbers(&numbers, &count, examination->round, tip);

	for (size_t i = 0; r == 0 && !found && i < count && numbers[i] < number; i++) {
		gr_auto_value gr_value *earlier = NULL;
		char which[24];

		r = gr_draw_load(&earlier, examination->round, tip, numbers[i]);
		found = r == 0 && gr_map_get(earlier, "drawn") && is_same_group(gr_map_get(draw, "pool"), gr_map_get(earlier, "pool"));
		snprintf(which, sizeof(which), "%lld", (long long)numbers[i]);
		if (found)
			add(examination, GR_F_DRAW_REPEATED, NULL, which, NULL);
	}
	gr_free(numbers);
	return r;
}

static int check_draw(grant_findings *findings, grant_round *round, const struct gr_oid *tip, int64_t number)
{
	struct examination examination = { .round = round, .findings = findings };
	gr_auto_value gr_value *draw = NULL;
	int r = gr_draw_load(&draw, round, tip, number);

	snprintf(examination.path, sizeof(examination.path), "draws/%lld.json", (long long)number);
	if (r == 0)
		r = check_result(&examination, draw, number);
	if (r == 0)
		r = check_repeated(&examination, draw, tip, number);
	return r == 0 ? check_history(&examination, tip) : r;
}

static int check_draws(grant_findings *findings, grant_round *round, int64_t number)
{
	int64_t *numbers = NULL;
	size_t count = 0;
	struct gr_oid tip;
	int r = gr_store_tip(&tip, round->store);

	if (r == 0)
		r = gr_round_at(round, &tip);
	if (r == 0 && number != 0)
		return check_draw(findings, round, &tip, number);
	if (r == 0)
		r = gr_draw_numbers(&numbers, &count, round, &tip);
	for (size_t i = 0; r == 0 && i < count; i++)
		r = check_draw(findings, round, &tip, numbers[i]);
	gr_free(numbers);
	return r;
}

int grant_draw_check(grant_findings **findings, grant_round *round, int64_t number)
{
	grant_findings *found;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!findings || number < 0)
		return gr_fail(GRANT_EINVALID, _("no findings were given"));
	found = gr_findings_new();
	r = found ? check_draws(found, round, number) : gr_fail_memory();
	if (r < 0) {
		grant_findings_free(found);
		return r;
	}
	*findings = found;
	return 0;
}
