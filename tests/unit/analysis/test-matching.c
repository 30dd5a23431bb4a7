/* SPDX-License-Identifier: Apache-2.0 */
/* Work given to people: against every possible way of giving it on small cases, and the properties of large ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis.h"
#include "base/error.h"
#include "base/mem.h"

#define TASKS_MAX 5
#define PEOPLE_MAX 4

/* A case and what can be had at best in it. */
struct game {
	struct gr_matching matching;
	gr_wide worth[TASKS_MAX * PEOPLE_MAX];
	int32_t need[TASKS_MAX], least[PEOPLE_MAX], most[PEOPLE_MAX], had[PEOPLE_MAX];
	bool can; /* some way meets all needs and bounds */
	gr_wide best;
	int64_t squares;
};

static uint64_t state = 1;

static unsigned draw(unsigned below)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(state >> 33) % below;
}

static void make_game(struct game *game)
{
	size_t tasks = 1 + draw(TASKS_MAX), people = 1 + draw(PEOPLE_MAX);
	unsigned worths = 1 + draw(12);

	memset(game, 0, sizeof(*game));
	for (size_t i = 0; i < tasks * people; i++)
		game->worth[i] = draw(6) == 0 ? GR_MATCHING_NEVER : (gr_wide)draw(worths) - 3;
	for (size_t i = 0; i < tasks; i++)
		game->need[i] = (int32_t)draw(3);
	for (size_t i = 0; i < people; i++) {
		game->least[i] = (int32_t)(draw(2) * draw(3));
		game->most[i] = game->least[i] + (int32_t)draw(4);
		game->had[i] = (int32_t)draw(3);
	}
	game->matching = (struct gr_matching){ .tasks = tasks, .people = people, .worth = game->worth, .need = game->need,
		                               .least = game->least, .most = game->most, .had = game->had,
		                               .seed = draw(1000) };
}

/* One whole way: is it allowed, and how good is it. */
static void judge(struct game *game, const unsigned *sets)
{
	int32_t load[PEOPLE_MAX] = { 0 };
	gr_wide sum = 0;
	int64_t squares = 0;

	for (size_t t = 0; t < game->matching.tasks; t++)
		for (size_t p = 0; p < game->matching.people; p++)
			if (sets[t] & (1u << p)) {
				load[p]++;
				sum += game->worth[t * game->matching.people + p];
			}
	for (size_t p = 0; p < game->matching.people; p++) {
		if (load[p] < game->least[p] || load[p] > game->most[p])
			return;
		squares += (int64_t)(load[p] + game->had[p]) * (load[p] + game->had[p]);
	}
	if (game->can && (sum < game->best || (sum == game->best && squares >= game->squares)))
		return;
	game->can = true;
	game->best = sum;
	game->squares = squares;
}

static bool fits(const struct game *game, size_t task, unsigned set)
{
	for (size_t p = 0; p < game->matching.people; p++)
		if ((set & (1u << p)) && game->worth[task * game->matching.people + p] == GR_MATCHING_NEVER)
			return false;
	return __builtin_popcount(set) == game->need[task];
}

static void try_all(struct game *game, unsigned *sets, size_t task)
{
	if (task == game->matching.tasks) {
		judge(game, sets);
		return;
	}
	for (sets[task] = 0; sets[task] < 1u << game->matching.people; sets[task]++)
		if (fits(game, task, sets[task]))
			try_all(game, sets, task + 1);
}

static int64_t squares_of(const struct gr_matching *matching)
{
	int64_t squares = 0;

	for (size_t p = 0; p < matching->people; p++)
		squares += (int64_t)(matching->load[p] + matching->had[p]) * (matching->load[p] + matching->had[p]);
	return squares;
}

/* What an answer says of itself is so. */
static void assert_is_consistent(const struct gr_matching *matching)
{
	for (size_t t = 0; t < matching->tasks; t++) {
		int32_t has = 0;

		for (size_t p = 0; p < matching->people; p++) {
			if (!matching->given[t * matching->people + p])
				continue;
			assert_true(matching->worth[t * matching->people + p] != GR_MATCHING_NEVER);
			has++;
		}
		assert_int_equal(has + matching->lacking[t], matching->need[t]);
	}
	for (size_t p = 0; p < matching->people; p++) {
		int32_t load = 0;

		for (size_t t = 0; t < matching->tasks; t++)
			load += matching->given[t * matching->people + p];
		assert_int_equal(load, matching->load[p]);
		assert_true(load <= matching->most[p]);
	}
}

static void small_cases_are_as_good_as_the_best_of_all_possible_ways(void **unused)
{
	size_t met = 0;

	(void)unused;
	state = 20180331;
	for (int i = 0; i < 6000; i++) {
		struct game game;
		unsigned sets[TASKS_MAX];

		make_game(&game);
		try_all(&game, sets, 0);
		assert_int_equal(gr_matching_solve(&game.matching), 0);
		assert_is_consistent(&game.matching);
		assert_int_equal(game.matching.is_met, game.can);
		if (game.can) {
			assert_true(game.matching.sum == game.best);
			assert_int_equal(squares_of(&game.matching), game.squares);
			met++;
		}
		gr_matching_clear(&game.matching);
	}
	assert_in_range(met, 1000, 5000); /* both kinds of cases were there */
}

/* Those who may do the tasks of a cut have no more room than these tasks got. */
static void check_cut_of_task(const struct gr_matching *matching, size_t task)
{
	bool tasks[TASKS_MAX] = { false }, people[PEOPLE_MAX] = { false };
	int32_t room = 0, need = 0;

	assert_int_equal(gr_matching_cut_of_task(tasks, people, matching, task), 0);
	assert_true(tasks[task]);
	for (size_t p = 0; p < matching->people; p++) {
		int32_t may = 0;

		for (size_t t = 0; t < matching->tasks; t++) {
			bool allowed = matching->worth[t * matching->people + p] != GR_MATCHING_NEVER;

			assert_true(!tasks[t] || !allowed || people[p]);
			may += tasks[t] && allowed;
		}
		room += may < matching->most[p] ? may : matching->most[p];
	}
	for (size_t t = 0; t < matching->tasks; t++)
		need += tasks[t] ? matching->need[t] : 0;
	assert_true(room < need);
}

/* The tasks that the people of a cut may do cannot fill what these are to have. */
static void check_cut_of_person(const struct gr_matching *matching, size_t person)
{
	bool tasks[TASKS_MAX] = { false }, people[PEOPLE_MAX] = { false };
	int32_t least = 0, units = 0;

	assert_int_equal(gr_matching_cut_of_person(tasks, people, matching, person), 0);
	assert_true(people[person]);
	for (size_t t = 0; t < matching->tasks; t++) {
		int32_t may = 0;

		for (size_t p = 0; p < matching->people; p++) {
			bool allowed = matching->worth[t * matching->people + p] != GR_MATCHING_NEVER;

			assert_true(!people[p] || !allowed || tasks[t]);
			may += people[p] && allowed;
		}
		units += may < matching->need[t] ? may : matching->need[t];
	}
	for (size_t p = 0; p < matching->people; p++)
		least += people[p] ? matching->least[p] : 0;
	assert_true(units < least);
}

static void what_stands_in_the_way_is_enough_to_show_that_it_cannot_be(void **unused)
{
	size_t short_tasks = 0, short_people = 0;

	(void)unused;
	state = 7;
	for (int i = 0; i < 3000; i++) {
		struct game game;
		bool lacks = false;

		make_game(&game);
		assert_int_equal(gr_matching_solve(&game.matching), 0);
		for (size_t t = 0; t < game.matching.tasks; t++) {
			if (game.matching.lacking[t] == 0)
				continue;
			check_cut_of_task(&game.matching, t);
			lacks = true;
			short_tasks++;
		}
		for (size_t p = 0; !lacks && p < game.matching.people; p++) {
			if (game.matching.load[p] >= game.least[p])
				continue;
			check_cut_of_person(&game.matching, p);
			short_people++;
		}
		gr_matching_clear(&game.matching);
	}
	assert_true(short_tasks > 300);
	assert_true(short_people > 300);
}

/* ---- larger ones ---- */

struct large {
	struct gr_matching matching;
	gr_wide *worth;
	int32_t *need, *least, *most, *had;
};

static void make_large(struct large *large, size_t tasks, size_t people, int32_t need, int32_t most, unsigned worths)
{
	large->worth = gr_alloc_array(tasks * people, sizeof(*large->worth));
	large->need = gr_alloc_array(tasks, sizeof(*large->need));
	large->least = gr_alloc_array(people, sizeof(*large->least));
	large->most = gr_alloc_array(people, sizeof(*large->most));
	large->had = gr_alloc_array(people, sizeof(*large->had));
	for (size_t i = 0; i < tasks * people; i++)
		large->worth[i] = draw(worths);
	for (size_t i = 0; i < tasks; i++)
		large->need[i] = need;
	for (size_t i = 0; i < people; i++)
		large->most[i] = most;
	large->matching = (struct gr_matching){ .tasks = tasks, .people = people, .worth = large->worth, .need = large->need,
		                                .least = large->least, .most = large->most, .had = large->had };
}

static void free_large(struct large *large)
{
	gr_matching_clear(&large->matching);
	gr_free(large->worth);
	gr_free(large->need);
	gr_free(large->least);
	gr_free(large->most);
	gr_free(large->had);
}

/* ---- a proof of the best ---- */

/* A step that lowers what it costs to come to a node, along an arc of what could still be changed; nodes: tasks, people, the end. */
static bool lower(gr_wide *cost, size_t from, size_t to, gr_wide arc)
{
	if (cost[from] + arc >= cost[to])
		return false;
	cost[to] = cost[from] + arc;
	return true;
}

static bool lower_all(gr_wide *cost, const struct gr_matching *matching)
{
	size_t end = matching->tasks + matching->people;
	bool lowered = false;

	for (size_t p = 0; p < matching->people; p++) {
		for (size_t t = 0; t < matching->tasks; t++) {
			gr_wide worth = matching->worth[t * matching->people + p];

			if (matching->given[t * matching->people + p])
				lowered |= lower(cost, matching->tasks + p, t, worth);
			else if (worth != GR_MATCHING_NEVER)
				lowered |= lower(cost, t, matching->tasks + p, -worth);
		}
		if (matching->load[p] < matching->most[p])
			lowered |= lower(cost, matching->tasks + p, end, 0);
		if (matching->load[p] > matching->least[p])
			lowered |= lower(cost, end, matching->tasks + p, 0);
	}
	return lowered;
}

/* A flow is the cheapest exactly when no round of changes makes it cheaper: Bellman and Ford's search comes to rest. */
static void assert_is_best(const struct gr_matching *matching)
{
	size_t nodes = matching->tasks + matching->people + 1, rounds = 0;
	gr_wide *cost = gr_alloc_array(nodes, sizeof(*cost));

	while (lower_all(cost, matching))
		assert_true(++rounds <= nodes);
	gr_free(cost);
}

static void one_of_the_size_of_a_conference_is_the_best_there_is(void **unused)
{
	(void)unused;
	state = 118177;
	for (int i = 0; i < 6; i++) {
		struct large large;

		make_large(&large, 118, 177, 3, i % 2 ? 4 : 2, i < 3 ? 1000000 : 7);
		for (size_t p = 0; i % 2 == 0 && p < 177; p++)
			large.least[p] = 1;
		assert_int_equal(gr_matching_solve(&large.matching), 0);
		assert_true(large.matching.is_met);
		assert_is_consistent(&large.matching);
		assert_is_best(&large.matching);
		free_large(&large);
	}
}

static void loads_are_even_where_nothing_speaks_against_it(void **unused)
{
	struct large large;

	(void)unused;
	make_large(&large, 100, 7, 3, 100, 1);
	large.had[0] = 20;
	assert_int_equal(gr_matching_solve(&large.matching), 0);
	assert_true(large.matching.is_met);
	for (size_t i = 0; i < 7; i++) /* 300 and the 20 from before among 7 are 45 or 46 each */
		assert_in_range(large.matching.load[i] + large.had[i], 45, 46);
	free_large(&large);
}

static void the_seed_chooses_among_equals_and_gives_the_same_again(void **unused)
{
	struct large large;
	bool first[60 * 9], *again;

	(void)unused;
	make_large(&large, 60, 9, 2, 60, 1);
	large.matching.seed = 3;
	assert_int_equal(gr_matching_solve(&large.matching), 0);
	memcpy(first, large.matching.given, sizeof(first));
	gr_matching_clear(&large.matching);
	assert_int_equal(gr_matching_solve(&large.matching), 0);
	again = large.matching.given;
	assert_memory_equal(first, again, sizeof(first));
	gr_matching_clear(&large.matching);
	large.matching.seed = 4;
	assert_int_equal(gr_matching_solve(&large.matching), 0);
	assert_memory_not_equal(first, large.matching.given, sizeof(first));
	free_large(&large);
}

static void no_seed_changes_the_sum(void **unused)
{
	struct large large;
	gr_wide sum = 0;

	(void)unused;
	state = 99;
	make_large(&large, 80, 20, 3, 13, 1000);
	for (uint64_t seed = 0; seed < 8; seed++) {
		large.matching.seed = seed;
		assert_int_equal(gr_matching_solve(&large.matching), 0);
		assert_true(seed == 0 || large.matching.sum == sum);
		sum = large.matching.sum;
		gr_matching_clear(&large.matching);
	}
	free_large(&large);
}

static void numbers_beyond_sixty_four_bits_are_added_up_exactly(void **unused)
{
	struct large large;
	gr_wide large_number = (gr_wide)1 << 90;

	(void)unused;
	make_large(&large, 2, 2, 1, 1, 1);
	large.worth[0] = large_number;
	large.worth[1] = large_number - 1;
	large.worth[2] = large_number - 1;
	large.worth[3] = large_number - 3;
	assert_int_equal(gr_matching_solve(&large.matching), 0);
	assert_true(large.matching.sum == 2 * large_number - 2);
	gr_matching_clear(&large.matching);
	large.worth[0] = (gr_wide)1 << 123;
	assert_int_equal(gr_matching_solve(&large.matching), GRANT_ELIMIT);
	free_large(&large);
}

static void nothing_to_give_is_met_at_once(void **unused)
{
	struct gr_matching none = { 0 };

	(void)unused;
	assert_int_equal(gr_matching_solve(&none), 0);
	assert_true(none.is_met);
	gr_matching_clear(&none);
}

static void without_memory_nothing_is_left_behind(void **unused)
{
	struct large large;

	(void)unused;
	make_large(&large, 4, 3, 1, 4, 5);
	for (size_t n = 1;; n++) {
		int r;

		gr_mem_fail_at(n);
		r = gr_matching_solve(&large.matching);
		gr_mem_fail_at(0);
		if (r == 0)
			break;
		assert_int_equal(r, GRANT_ENOMEM);
		assert_null(large.matching.given);
	}
	free_large(&large);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_cases_are_as_good_as_the_best_of_all_possible_ways),
		cmocka_unit_test(what_stands_in_the_way_is_enough_to_show_that_it_cannot_be),
		cmocka_unit_test(one_of_the_size_of_a_conference_is_the_best_there_is),
		cmocka_unit_test(loads_are_even_where_nothing_speaks_against_it),
		cmocka_unit_test(the_seed_chooses_among_equals_and_gives_the_same_again),
		cmocka_unit_test(no_seed_changes_the_sum),
		cmocka_unit_test(numbers_beyond_sixty_four_bits_are_added_up_exactly),
		cmocka_unit_test(nothing_to_give_is_met_at_once),
		cmocka_unit_test(without_memory_nothing_is_left_behind),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("matching", tests, NULL, NULL);
}
