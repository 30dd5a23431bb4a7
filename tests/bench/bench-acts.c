/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts, one by one and in groups. What came of each batch is written again: by libgit2 object by object into one copy of
 * the repository, durably as the library does, by git fast-import as the same commits into another.
 */
#include "bench.h"

#define BATCH 20
#define GROUP 64 /* a group of goal 4 */

static double act(const struct bench *bench, grant_round *round, int turn)
{
	static int64_t number;
	double start = bench_now();

	for (int i = 0; i < BATCH; i++)
		number = bench_review(bench, round, 0, number + bench->applications / 37, turn * BATCH + i);
	return bench_now() - start;
}

void bench_acts(const struct bench *bench)
{
	struct sides objects = { .count = bench->rounds }, imported = { .count = bench->rounds };
	grant_round *round = bench_open(bench, "", "r01", BENCH_APRIL);
	struct batch *batch = batch_open(bench, "", ".import");
	git_repository *copy = bench_repository(bench, ".objects");
	git_odb *odb = NULL;

	bench_git_check(git_repository_odb(&odb, copy), "objects");
	for (int i = 0; i < bench->rounds; i++) {
		batch_begin(batch);
		imported.ours[i] = objects.ours[i] = act(bench, round, i);
		batch_end(batch);
		objects.theirs[i] = batch_write_objects(batch, odb);
		imported.theirs[i] = batch_import(bench, batch);
	}
	batch_close(bench, batch);
	bench_row(bench, "acts", "acts/s", "libgit2, object writes only", &objects, BATCH, BATCH);
	bench_row(bench, "acts", "acts/s", "git fast-import", &imported, BATCH, BATCH);
	git_odb_free(odb);
	git_repository_free(copy);
	grant_round_close(round);
}

/* ---- goal 3: archives, each its own durable commit ---- */

#define ARCHIVES 4 /* in each round */

void bench_archives(const struct bench *bench)
{
	static const struct goal goal = { "3", "1 MB archives, each a durable commit", "git fast-import", TIMES_FASTER, 3, 0 };
	struct sides sides = { .count = bench->rounds };
	grant_round *round = bench_open(bench, "", "officer", "2018-03-20T10:00:00+08:00");
	struct batch *batch = batch_open(bench, "", ".import");

	for (int i = 0; i < bench->rounds; i++) {
		double start = bench_now();

		batch_begin(batch);
		for (int k = 0; k < ARCHIVES; k++) {
			char archive[1024];
			grant_record *receipt = NULL;
			grant_findings *findings = NULL;

			snprintf(archive, sizeof(archive), "%s/small-%d.zip", bench->archives, i * ARCHIVES + k);
			bench_check(grant_submit(&receipt, &findings, round, archive, NULL), archive);
			grant_record_free(receipt);
			grant_findings_free(findings);
		}
		sides.ours[i] = bench_now() - start;
		batch_end(batch);
		sides.theirs[i] = batch_import(bench, batch);
	}
	batch_close(bench, batch);
	bench_goal(bench, &goal, &sides);
	grant_round_close(round);
}

/* ---- goal 4: a group ---- */

static double act_in_group(const struct bench *bench, grant_round *round, int turn)
{
	static int64_t number;
	double start = bench_now();

	bench_check(grant_round_begin_group(round), "a group");
	for (int i = 0; i < GROUP; i++)
		number = bench_review(bench, round, 1, number + bench->applications / 37, turn * GROUP + i);
	bench_check(grant_round_finish_group(round), "the end of a group");
	return bench_now() - start;
}

static double store_group(const struct bench *bench, gr_store *store, int turn)
{
	int64_t numbers[GROUP];
	double start;

	for (int i = 0; i < GROUP; i++)
		numbers[i] = (turn * GROUP + i) * 37 % bench->applications + 1;
	start = bench_now();
	bench_store_acts(store, numbers, GROUP, 3);
	return bench_now() - start;
}

void bench_group(const struct bench *bench)
{
	static const struct goal whole = { "4", "64 whole acts in one durable group", "git fast-import", PART_OF, 0.25, 0 };
	static const struct goal alone = { "4", "64 acts of the store in one durable group", "git fast-import", PART_OF, 0.25, 0 };
	struct sides acts = { .count = bench->rounds }, stored = { .count = bench->rounds };
	grant_round *round = bench_open(bench, "", "r02", BENCH_APRIL);
	gr_store *store = bench_store(bench, ".store");
	struct batch *of_acts = batch_open(bench, "", ".import"), *of_store = batch_open(bench, ".store", ".store-import");

	for (int i = 0; i < bench->rounds; i++) {
		batch_begin(of_acts);
		acts.ours[i] = act_in_group(bench, round, i);
		batch_end(of_acts);
		acts.theirs[i] = batch_import(bench, of_acts);
		batch_begin(of_store);
		stored.ours[i] = store_group(bench, store, i);
		batch_end(of_store);
		stored.theirs[i] = batch_import(bench, of_store);
	}
	batch_close(bench, of_acts);
	batch_close(bench, of_store);
	bench_goal(bench, &whole, &acts);
	bench_goal(bench, &alone, &stored);
	gr_store_close(store);
	grant_round_close(round);
}
