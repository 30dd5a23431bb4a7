/* SPDX-License-Identifier: Apache-2.0 */
/* The two acts of a draw: its pool, then its seed. Not here: how places are drawn (analysis), whether all is as it was (draw-check.c). */
#include <grant/draw.h>

#include <stdio.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/act.h"
#include "work/draw.h"

/* ---- the pool ---- */

struct pool {
	const char *const *ids;
	const grant_draw_pool_options *options;
};

/* What is not in the race any more is in no draw. */
static const struct gr_act_row member_row = {
	.name = "draw-pool",
	.states = GR_IN(SUBMITTED) | GR_IN(RETURNED) | GR_IN(ELIGIBLE) | GR_IN(IN_REVIEW) | GR_IN(APPROVED) | GR_IN(RESERVE) |
	          GR_IN(AGREED) | GR_IN(ACTIVE),
};

static int check_application(struct gr_act *act, const char *id)
{
	struct gr_subject application = { 0 };
	int r = gr_subject_load(&application, act->round, &act->base, id);

	if (r == 0)
		r = gr_state_allow(&application, &member_row);
	gr_subject_clear(&application);
	return r;
}

static int check_person(struct gr_act *act, const char *id)
{
	gr_value *person = NULL;
	int r = gr_person_load(&person, act->round, &act->base, id);

	gr_value_free(person);
	return r;
}

static int check_no_twins(const char *const *ids, size_t count)
{
	const char **sorted = gr_alloc_array(count, sizeof(*sorted));
	int r = 0;

	if (!sorted)
		return gr_fail_memory();
	memcpy(sorted, ids, count * sizeof(*sorted));
	gr_sort(sorted, count, sizeof(*sorted), gr_compare_texts);
	for (size_t i = 1; r == 0 && i < count; i++)
		if (strcmp(sorted[i - 1], sorted[i]) == 0)
			r = gr_fail(GRANT_EINPUT, _("%s is named twice; each has one chance"), sorted[i]);
	gr_free(sorted);
	return r;
}

/* People begin with a lower-case letter, applications with a capital. */
static bool is_person(const char *id)
{
	return id[0] >= 'a' && id[0] <= 'z';
}

static int check_members(struct gr_act *act, const char *const *ids, size_t count)
{
	int r = check_no_twins(ids, count);

	for (size_t i = 0; r == 0 && i < count; i++) {
		if (is_person(ids[i]) != is_person(ids[0]))
			return gr_fail(GRANT_EINPUT, _("%s and %s are not of one kind; a pool holds applications or people"), ids[0],
			               ids[i]);
		r = is_person(ids[i]) ? check_person(act, ids[i]) : check_application(act, ids[i]);
	}
	return r;
}

static size_t count_ids(const char *const *ids)
{
	size_t count = 0;

	while (ids[count])
		count++;
	return count;
}

static int check_pool(struct gr_act *act, const struct pool *pool)
{
	const char *method = pool->options->method;
	size_t count = count_ids(pool->ids);

	if (method && strcmp(method, "sha256") != 0 && strcmp(method, "rfc3797") != 0)
		return gr_fail(GRANT_EINPUT, _("there is no method “%s”; there are sha256 and rfc3797"), method);
	if (!pool->options->source || gr_text_is_blank(pool->options->source))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("a pool names where the seed will come from, before anybody can know it")),
		                         "source");
	if (count < 2)
		return gr_fail(GRANT_EINPUT, _("a pool holds two at least"));
	if (count > GR_DRAW_POOL_MAX)
		return gr_fail(GRANT_ELIMIT, _("a pool holds %d at most"), GR_DRAW_POOL_MAX);
	return check_members(act, pool->ids, count);
}

static gr_value *make_draw(const struct pool *pool)
{
	const grant_draw_pool_options *options = pool->options;
	gr_value *draw = gr_map_new(), *list = gr_list_new();
	int r = draw && list ? gr_map_set_text(draw, "method", options->method ? options->method : "sha256") : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && pool->ids[i]; i++)
		r = gr_list_add(list, gr_text_new(pool->ids[i]));
	if (r == 0)
		r = gr_map_set(draw, "pool", gr_steal_value(&list));
	gr_value_free(list);
	if (r == 0)
		r = gr_map_set_text(draw, "source", options->source);
	if (r == 0)
		return draw;
	gr_value_free(draw);
	return NULL;
}

/* Writes a draw's record and gives the caller what it says. Takes `draw` over. */
static int put_draw(struct gr_act *act, gr_value *draw, int64_t number)
{
	struct gr_location place = { .kind = GR_KIND_DRAW };

	if (!draw)
		return GRANT_ENOMEM;
	snprintf(place.name, sizeof(place.name), "%lld", (long long)number);
	act->result = gr_draw_told(draw, number);
	if (!act->result) {
		gr_value_free(draw);
		return GRANT_ENOMEM;
	}
	return gr_act_put(act, &place, draw);
}

static int next_number(int64_t *out, struct gr_act *act)
{
	int64_t *numbers = NULL;
	size_t count = 0;
	int r = gr_draw_numbers(&numbers, &count, act->round, &act->base);

	if (r < 0)
		return r;
	*out = count > 0 ? numbers[count - 1] + 1 : 1;
	gr_free(numbers);
	return *out <= 9999 ? 0 : gr_fail(GRANT_ELIMIT, _("a round has 9999 draws at most"));
}

static int build_pool(struct gr_act *act, const void *input)
{
	const struct pool *pool = input;
	char subject[24];
	int64_t number = 0;
	int r = check_pool(act, pool);

	if (r == 0)
		r = next_number(&number, act);
	if (r < 0)
		return r;
	snprintf(subject, sizeof(subject), "%lld", (long long)number);
	r = gr_act_set_subject(act, subject);
	if (r == 0)
		r = gr_act_detail(act, "%zu by %s", count_ids(pool->ids), pool->options->method ? pool->options->method : "sha256");
	return r == 0 ? put_draw(act, make_draw(pool), number) : r;
}

static const struct gr_act_row pool_row = {
	.name = "draw-pool",
	.roles = GR_ROLE_OFFICER,
	.build = build_pool,
};

int grant_draw_pool(grant_record **out, grant_round *round, const char *const *pool, const grant_draw_pool_options *options)
{
	struct pool input = { pool, options };
	gr_value *draw = NULL;
	struct gr_act_wish wish = { .result = &draw };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || !pool || !options || options->version != GRANT_DRAW_POOL_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no pool, or options of another version"));
	wish.dry_run = options->dry_run;
	r = gr_act_run(round, &pool_row, &wish, &input);
	if (r == 0)
		*out = gr_record_of(draw);
	return r;
}

/* ---- the seed ---- */

/* The one that waits, when none was named. */
static int choose_draw(gr_value **out, int64_t *number, struct gr_act *act)
{
	gr_auto_value gr_value *waiting = NULL;
	int64_t *numbers = NULL;
	size_t count = 0;
	int r = *number > 0 ? gr_draw_load(out, act->round, &act->base, *number)
	                    : gr_draw_numbers(&numbers, &count, act->round, &act->base);

	if (r < 0 || *number > 0)
		return r;
	for (size_t i = 0; r == 0 && i < count; i++) {
		gr_auto_value gr_value *draw = NULL;

		r = gr_draw_load(&draw, act->round, &act->base, numbers[i]);
		if (r < 0 || gr_map_get(draw, "drawn"))
			continue;
		if (waiting)
			r = gr_fail(GRANT_EINPUT, _("draws %lld and %lld both wait for a seed; say which one is meant"),
			            (long long)*number, (long long)numbers[i]);
		*number = numbers[i];
		gr_value_free(waiting);
		waiting = gr_steal_value(&draw);
	}
	gr_free(numbers);
	if (r == 0 && !waiting)
		r = gr_fail(GRANT_ENOTFOUND, _("no draw waits for a seed; “grant draw pool” begins one"));
	if (r == 0)
		*out = gr_steal_value(&waiting);
	return r;
}

/* A seed that was known before the pool was fixed proves nothing. */
static int check_time(const struct gr_act *act, const gr_value *draw, int64_t number)
{
	const char *fixed = gr_map_text(draw, "at");
	struct gr_time at;
	int r = gr_time_parse(&at, fixed);

	if (r == 0 && act->now.seconds < at.seconds)
		return gr_fail(GRANT_EDENIED, _("the pool of draw %lld was fixed at %s; it is drawn later than that"), (long long)number,
		               fixed);
	return r;
}

static int check_run(const gr_value *draw, int64_t number, const grant_draw_run_options *options)
{
	size_t size = gr_value_count(gr_map_get(draw, "pool"));

	if (gr_map_get(draw, "drawn"))
		return gr_fail(GRANT_EDENIED, _("draw %lld was drawn with the seed “%s”, and that stays; another draw begins with a pool of "
		                                "its own"),
		               (long long)number, gr_map_text(gr_map_get(draw, "drawn"), "seed"));
	if (!options->seed || gr_text_is_blank(options->seed))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("to draw takes the seed, as its source gave it: %s"),
		                                 gr_map_text(draw, "source")),
		                         "seed");
	if (options->count < 0 || (size_t)options->count > size)
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("the pool of draw %lld holds %zu"), (long long)number, size), "count");
	return 0;
}

/* The seed as the record will have it, from which everybody draws: NFC, no line breaks of another system. */
static int canonical_seed(char **out, struct gr_act *act, const gr_value *draw, const char *seed)
{
	gr_auto_value gr_value *canonical = NULL;
	gr_auto_value gr_value *trial = gr_value_copy(draw);
	gr_value *drawn = gr_act_stamp(act), *result = gr_list_new();
	int r = trial && drawn && result ? gr_map_set_text(drawn, "seed", seed) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_list_add(result, gr_value_copy(gr_value_item(gr_map_get(draw, "pool"), 0)));
	if (r == 0)
		r = gr_map_set(drawn, "result", gr_steal_value(&result));
	gr_value_free(result);
	if (r == 0)
		r = gr_map_set(trial, "drawn", gr_steal_value(&drawn));
	gr_value_free(drawn);
	if (r == 0)
		r = gr_record_check(act->findings, GR_KIND_DRAW, trial);
	if (r == 0)
		r = gr_record_canonical(&canonical, GR_KIND_DRAW, trial);
	if (r < 0)
		return r;
	*out = gr_format("%s", gr_map_text(gr_map_get(canonical, "drawn"), "seed"));
	return *out ? 0 : GRANT_ENOMEM;
}

static int set_drawn(struct gr_act *act, gr_value *draw, int64_t number, const char *seed, size_t count)
{
	gr_auto_value gr_value *drawn = gr_act_stamp(act);
	gr_value *result = NULL;
	int r = drawn ? gr_draw_result(&result, act->round, draw, number, seed, count) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set(drawn, "result", result);
	if (r == 0)
		r = gr_map_set_text(drawn, "seed", seed);
	return r == 0 ? gr_map_set(draw, "drawn", gr_steal_value(&drawn)) : r;
}

static int build_run(struct gr_act *act, const void *input)
{
	const grant_draw_run_options *options = input;
	gr_auto_value gr_value *draw = NULL;
	gr_autofree_text char *seed = NULL;
	int64_t number = options->number;
	char subject[24];
	size_t size, count;
	int r = choose_draw(&draw, &number, act);

	if (r == 0)
		r = check_run(draw, number, options);
	if (r == 0)
		r = check_time(act, draw, number);
	if (r == 0)
		r = canonical_seed(&seed, act, draw, options->seed);
	if (r < 0)
		return r;
	size = gr_value_count(gr_map_get(draw, "pool"));
	count = options->count > 0 ? (size_t)options->count : size;
	snprintf(subject, sizeof(subject), "%lld", (long long)number);
	r = set_drawn(act, draw, number, seed, count);
	if (r == 0)
		r = gr_act_set_subject(act, subject);
	if (r == 0)
		r = gr_act_detail(act, "%zu of %zu", count, size);
	return r == 0 ? put_draw(act, gr_steal_value(&draw), number) : r;
}

static const struct gr_act_row run_row = {
	.name = "draw-run",
	.roles = GR_ROLE_OFFICER,
	.build = build_run,
};

int grant_draw_run(grant_record **out, grant_round *round, const grant_draw_run_options *options)
{
	gr_value *draw = NULL;
	struct gr_act_wish wish = { .result = &draw };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || !options || options->version != GRANT_DRAW_RUN_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no seed, or options of another version"));
	wish.dry_run = options->dry_run;
	r = gr_act_run(round, &run_row, &wish, options);
	if (r == 0)
		*out = gr_record_of(draw);
	return r;
}
