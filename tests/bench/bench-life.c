/* SPDX-License-Identifier: Apache-2.0 */
/* What a long life does to a round: goals 8 (many single acts), 9 (many packs) and 10 (a long history). */
#include "bench.h"

/* ---- goal 8 ---- */

#define BATCH 20 /* five rounds of them are the first hundred */

struct worker {
	grant_round *round;
	int64_t number;
};

static double work(const struct bench *bench, struct worker *worker, int64_t acts)
{
	double start = bench_now();

	for (int64_t i = 0; i < acts; i++)
		worker->number = bench_review(bench, worker->round, 0, worker->number, (int)(i % 30));
	return bench_now() - start;
}

static double count_files(const struct bench *bench, const char *pattern)
{
	char command[2048];

	snprintf(command, sizeof(command), "find '%s/objects' -path '%s' -type f | wc -l", bench->dir, pattern);
	return bench_ask(command);
}

void bench_long(const struct bench *bench)
{
	static const struct goal goal = { "8", "one act, after many single acts", "the first hundred", PART_OF, 1.5, 0 };
	static const struct goal packs = { "8", "packs after them", "-", TOLD, 0, 0 };
	static const struct goal loose = { "8", "loose objects after them", "-", TOLD, 0, 0 };
	struct sides sides = { .count = bench->rounds }, counted = { .count = 1 };
	struct worker worn = { bench_open(bench, "", "r01", BENCH_APRIL), 0 };
	struct worker fresh = { bench_open(bench, ".fresh", "r01", BENCH_APRIL), 0 };

	work(bench, &worn, bench->long_acts);
	for (int i = 0; i < bench->rounds; i++) {
		sides.ours[i] = work(bench, &worn, BATCH) / BATCH;
		sides.theirs[i] = work(bench, &fresh, BATCH) / BATCH;
	}
	bench_goal(bench, &goal, &sides);
	counted.ours[0] = count_files(bench, "*.pack");
	bench_goal(bench, &packs, &counted);
	counted.ours[0] = count_files(bench, "*/objects/[0-9a-f]*/*");
	bench_goal(bench, &loose, &counted);
	grant_round_close(worn.round);
	grant_round_close(fresh.round);
}

/* ---- goal 9 ---- */

static double consolidate(const struct bench *bench)
{
	int64_t before = 0, after = 0;
	gr_store *store = bench_store(bench, ".ours");
	double start = bench_now();

	bench_check(gr_store_lock(store, 1000), "the lock");
	bench_check(gr_store_consolidate(&before, &after, store), "the packs");
	gr_store_unlock(store);
	start = bench_now() - start;
	gr_store_close(store);
	if (before < 2 || after >= before)
		bench_fail("no packs were put together");
	return start;
}

/* The packs of a copy share their files with the round's: nobody changes a pack. */
void bench_packs(const struct bench *bench)
{
	static const struct goal goal = { "9", "many packs put together", "git repack --geometric=2 -d", TIMES_FASTER, 5, 0 };
	struct sides sides = { .count = bench->rounds };
	char theirs[1024];
	const char *argv[] = { "git", "-C", theirs, "repack", "--geometric=2", "-d", "-q", NULL };

	snprintf(theirs, sizeof(theirs), "%s.theirs", bench->dir);
	for (int i = 0; i < bench->rounds; i++) {
		double start;

		bench_shell(bench, "cp -rl \"$ROUND\" \"$ROUND.ours\"");
		sides.ours[i] = consolidate(bench);
		bench_shell(bench, "cp -rl \"$ROUND\" \"$ROUND.theirs\"");
		start = bench_now();
		bench_run(argv, NULL);
		sides.theirs[i] = bench_now() - start;
		bench_shell(bench, "git -C \"$ROUND.ours\" fsck --strict --no-dangling --no-progress >&2");
		bench_shell(bench, "rm -rf \"$ROUND.ours\" \"$ROUND.theirs\"");
	}
	bench_goal(bench, &goal, &sides);
}

/* ---- goal 10 ---- */

static double story(const struct bench *bench, grant_round *round, int64_t *count)
{
	grant_list *list = NULL;
	const grant_record *entry;
	double start = bench_now();
	char id[32];
	int r;

	snprintf(id, sizeof(id), "XF-%04lld", (long long)(bench->applications / 2));
	bench_check(grant_log(&list, round, id, 0), id);
	for (*count = 0; (r = grant_list_next(&entry, list)) == 1; ++*count)
		continue;
	bench_check(r, id);
	grant_list_free(list);
	return bench_now() - start;
}

void bench_history(const struct bench *bench)
{
	static const struct goal goal = { "10", "history of one application", "git log -- path", TIMES_FASTER, 1000, 0 };
	struct sides sides = { .count = bench->rounds };
	grant_round *round = bench_open(bench, "", "officer", NULL);
	char path[64], count[2048];
	const char *argv[] = { "git", "-C", bench->dir, "log", "--format=%H", "main", "--", path, NULL };
	int64_t ours = 0, number = bench->applications / 2;

	snprintf(path, sizeof(path), "applications/%02lld/XF-%04lld", (long long)(number % 100), (long long)number);
	snprintf(count, sizeof(count), "git -C '%s' log --format=%%H main -- %s | wc -l", bench->dir, path);
	story(bench, round, &ours); /* what is filled in once is there */
	if (ours != (int64_t)bench_ask(count))
		bench_fail("git log has another history");
	for (int i = 0; i < bench->rounds; i++) {
		double start;

		sides.ours[i] = story(bench, round, &ours);
		start = bench_now();
		bench_run(argv, NULL);
		sides.theirs[i] = bench_now() - start;
	}
	bench_goal(bench, &goal, &sides);
	grant_round_close(round);
}
