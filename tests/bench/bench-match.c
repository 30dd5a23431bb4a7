/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reviewers matched to as many applications as the round has, at the highest sum there is, against the quick way that nobody could
 * defend: the best pairs first, as long as there is room. Two hundred reviewers, three to an application, loads that leave little
 * room.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"

#define PEOPLE 200
#define EACH 3

struct match {
	struct gr_matching matching;
	gr_wide *worth;
	int32_t *need;
	int32_t least[PEOPLE], most[PEOPLE], had[PEOPLE];
};

static void make_match(struct match *match, size_t tasks)
{
	uint64_t state = 1;

	memset(match, 0, sizeof(*match));
	match->worth = calloc(tasks * PEOPLE, sizeof(*match->worth));
	match->need = calloc(tasks, sizeof(*match->need));
	if (!match->worth || !match->need)
		bench_fail("memory");
	for (size_t i = 0; i < tasks * PEOPLE; i++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		match->worth[i] = state >> 58 ? (gr_wide)(state >> 44) : GR_MATCHING_NEVER;
	}
	for (size_t i = 0; i < tasks; i++)
		match->need[i] = EACH;
	for (size_t i = 0; i < PEOPLE; i++)
		match->most[i] = (int32_t)(tasks * EACH / PEOPLE + 1);
	match->matching = (struct gr_matching){ .tasks = tasks, .people = PEOPLE, .worth = match->worth, .need = match->need,
		                                .least = match->least, .most = match->most, .had = match->had, .seed = 1 };
}

struct pair {
	gr_wide worth;
	size_t task, person;
};

static int compare_pairs(const void *a, const void *b)
{
	gr_wide first = ((const struct pair *)a)->worth, second = ((const struct pair *)b)->worth;

	return (first < second) - (first > second);
}

static gr_wide give_greedily(const struct match *match)
{
	size_t tasks = match->matching.tasks, count = 0;
	struct pair *pairs = calloc(tasks * PEOPLE, sizeof(*pairs));
	int32_t *has = calloc(tasks, sizeof(*has)), load[PEOPLE] = { 0 };
	gr_wide sum = 0;

	if (!pairs || !has)
		bench_fail("memory");
	for (size_t i = 0; i < tasks * PEOPLE; i++)
		if (match->worth[i] != GR_MATCHING_NEVER)
			pairs[count++] = (struct pair){ match->worth[i], i / PEOPLE, i % PEOPLE };
	qsort(pairs, count, sizeof(*pairs), compare_pairs);
	for (size_t i = 0; i < count; i++) {
		if (has[pairs[i].task] == EACH || load[pairs[i].person] == match->most[pairs[i].person])
			continue;
		has[pairs[i].task]++;
		load[pairs[i].person]++;
		sum += pairs[i].worth;
	}
	free(pairs);
	free(has);
	return sum;
}

void bench_match(const struct bench *bench)
{
	struct sides sides = { .count = bench->rounds };
	size_t tasks = (size_t)bench->applications;
	struct match match;

	make_match(&match, tasks);
	for (int i = 0; i < bench->rounds; i++) {
		double start = bench_now();
		gr_wide greedy;

		bench_check(gr_matching_solve(&match.matching), "match");
		sides.ours[i] = bench_now() - start;
		start = bench_now();
		greedy = give_greedily(&match);
		sides.theirs[i] = bench_now() - start;
		if (!match.matching.is_met || match.matching.sum < greedy)
			bench_fail("no matching, or one that is not the best");
		gr_matching_clear(&match.matching);
	}
	bench_row(bench, "match", "reviews/s", "greedy", &sides, (double)(tasks * EACH), (double)(tasks * EACH));
	free(match.worth);
	free(match.need);
}
