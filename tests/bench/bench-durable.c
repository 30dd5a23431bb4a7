/* SPDX-License-Identifier: Apache-2.0 */
/* Goal 5: one durable act against libgit2's with fsync, in time and in flushes. */
#include "bench.h"

#include <stdlib.h>

#define ACTS 20
#define FILES 3
#define MANY_FILES 12 /* what an archive of ten files becomes: those, the application and its receipt */

void bench_durable(const struct bench *bench)
{
	static const struct goal whole = { "5", "one whole act", "libgit2 with fsync", PART_OF, 0.5, 0 };
	static const struct goal alone = { "5", "one act of the store", "libgit2 with fsync", PART_OF, 0.5, 0 };
	struct sides acts = { .count = bench->rounds }, stored = { .count = bench->rounds };
	grant_round *round = bench_open(bench, "", "r03", BENCH_APRIL);
	gr_store *store = bench_store(bench, ".store");
	git_repository *repository = bench_repository(bench, ".plain");
	int64_t number = 0;

	for (int i = 0; i < bench->rounds; i++) {
		double start[4];

		start[0] = bench_now();
		for (int k = 0; k < ACTS; k++)
			number = bench_review(bench, round, 2, number, i * ACTS + k);
		start[1] = bench_now();
		for (int k = 0; k < ACTS; k++)
			bench_store_acts(store, &(int64_t){ (i * ACTS + k) % bench->applications + 1 }, 1, FILES);
		start[2] = bench_now();
		for (int k = 0; k < ACTS; k++)
			bench_plain_act(repository, (i * ACTS + k) % bench->applications + 1, FILES);
		start[3] = bench_now();
		acts.ours[i] = (start[1] - start[0]) / ACTS;
		stored.ours[i] = (start[2] - start[1]) / ACTS;
		acts.theirs[i] = stored.theirs[i] = (start[3] - start[2]) / ACTS;
	}
	bench_goal(bench, &whole, &acts);
	bench_goal(bench, &alone, &stored);
	git_repository_free(repository);
	gr_store_close(store);
	grant_round_close(round);
}

/* How often a command asks the system to flush a file, and all its children. A build with sanitizers cannot look for leaks
 * under strace. */
static double flushes_of(const struct bench *bench, const char *command)
{
	char counted[4096];

	snprintf(counted, sizeof(counted),
	         "ASAN_OPTIONS=detect_leaks=0 strace -f -qq -e signal=none -e trace=fsync,fdatasync,sync_file_range,syncfs,sync "
	         "-o '%s.strace' %s >/dev/null && "
	         "grep -c '^[0-9 ]*[a-z_]*sync[a-z_]*(' '%s.strace'",
	         bench->dir, command, bench->dir);
	return bench_ask(counted);
}

void bench_flushes(const struct bench *bench)
{
	static const struct goal goal = { "5", "flushes of one act with twelve files", "libgit2 with fsync", COUNT, 5, 0 };
	struct sides sides = { .count = 1 };
	char submit[3072], plain[3072];

	if (system("strace -o /dev/null true >/dev/null 2>&1") != 0) {
		bench_unmeasured(bench, &goal, "strace is needed");
		return;
	}
	snprintf(submit, sizeof(submit), "'%s' -C '%s' --as officer --at=2018-03-20T11:00:00+08:00 submit '%s/flushes.zip'",
	         bench->grant, bench->dir, bench->archives);
	snprintf(plain, sizeof(plain), "'%s' plain '%s.plain' %d", bench->program, bench->dir, MANY_FILES);
	sides.ours[0] = flushes_of(bench, submit);
	sides.theirs[0] = flushes_of(bench, plain);
	bench_goal(bench, &goal, &sides);
}
