/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Goal 7: sixteen processes write at once; the library and its store alone, which take a lock, against compare-and-swap
 * that is tried again at once. A build that was thrown away left a commit that main does not hold.
 */
#include "bench.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRITERS 16
#define FILES 3

/* What writers share: they say that they are ready by closing one pipe, and begin when the other is closed. */
struct start {
	int ready[2], go[2];
};

static void wait_for_start(const struct start *start)
{
	char byte;

	close(start->ready[1]);
	while (read(start->go[0], &byte, 1) > 0)
		continue;
}

static void write_whole(const struct bench *bench, int writer, const struct start *start)
{
	char person[16];
	grant_round *round;
	int64_t number = writer;

	snprintf(person, sizeof(person), "r%02d", writer + 1);
	round = bench_open(bench, "", person, BENCH_APRIL);
	wait_for_start(start);
	for (int64_t i = 0; i < bench->writer_acts; i++)
		number = bench_review(bench, round, writer, number, (int)i);
	grant_round_close(round);
}

/* Each writer has applications of its own as far as there are enough. */
static int64_t number_of(const struct bench *bench, int writer, int64_t turn)
{
	return (turn * WRITERS + writer) % bench->applications + 1;
}

static void write_store(const struct bench *bench, int writer, const struct start *start)
{
	gr_store *store = bench_store(bench, ".store");

	wait_for_start(start);
	for (int64_t i = 0; i < bench->writer_acts; i++)
		bench_store_acts(store, &(int64_t){ number_of(bench, writer, i) }, 1, FILES);
	gr_store_close(store);
}

static void write_plain(const struct bench *bench, int writer, const struct start *start)
{
	git_repository *repository = bench_repository(bench, ".plain");

	wait_for_start(start);
	for (int64_t i = 0; i < bench->writer_acts; i++)
		bench_plain_act(repository, number_of(bench, writer, i), FILES);
	git_repository_free(repository);
}

typedef void (*write_fn)(const struct bench *bench, int writer, const struct start *start);

/* From the signal to the end of the last one. */
static double run_writers(const struct bench *bench, write_fn write_acts)
{
	struct start start;
	double began;
	char byte;

	fflush(stdout);
	if (pipe(start.ready) < 0 || pipe(start.go) < 0)
		bench_fail("a pipe");
	for (int i = 0; i < WRITERS; i++) {
		pid_t pid = fork();

		if (pid < 0)
			bench_fail("a process");
		if (pid > 0)
			continue;
		close(start.go[1]);
		write_acts(bench, i, &start);
		_exit(0);
	}
	close(start.go[0]);
	close(start.ready[1]);
	while (read(start.ready[0], &byte, 1) > 0)
		continue;
	close(start.ready[0]);
	began = bench_now();
	close(start.go[1]);
	for (int i = 0, status; i < WRITERS; i++)
		if (wait(&status) < 0 || status != 0)
			bench_fail("a writer failed");
	return bench_now() - began;
}

/* Commits that are there and that main does not hold. */
static double thrown_away(const struct bench *bench, const char *ending)
{
	char command[4096];

	snprintf(command, sizeof(command),
	         "cd '%s%s' && all=$(git cat-file --batch-all-objects --unordered --batch-check='%%(objecttype)' | grep -c commit) && "
	         "echo $((all - $(git rev-list --count main)))",
	         bench->dir, ending);
	return bench_ask(command);
}

void bench_writers(const struct bench *bench)
{
	static const struct goal goals[] = {
		{ "7", "sixteen writers of whole acts", "retry at once", TIMES_FASTER, 2, 0 },
		{ "7", "sixteen writers of acts of the store", "retry at once", TIMES_FASTER, 2, 0 },
		{ "7", "builds thrown away, whole acts", "retry at once", COUNT, 0, 0 },
		{ "7", "builds thrown away, acts of the store", "retry at once", COUNT, 0, 0 },
	};
	struct sides acts = { .count = bench->rounds }, stored = acts, acts_thrown = { .count = 1 }, stored_thrown = acts_thrown;

	for (int i = 0; i < bench->rounds; i++) {
		acts.ours[i] = run_writers(bench, write_whole);
		stored.ours[i] = run_writers(bench, write_store);
		acts.theirs[i] = stored.theirs[i] = run_writers(bench, write_plain);
	}
	acts_thrown.ours[0] = thrown_away(bench, "");
	stored_thrown.ours[0] = thrown_away(bench, ".store");
	acts_thrown.theirs[0] = stored_thrown.theirs[0] = thrown_away(bench, ".plain");
	bench_goal(bench, &goals[0], &acts);
	bench_goal(bench, &goals[1], &stored);
	bench_goal(bench, &goals[2], &acts_thrown);
	bench_goal(bench, &goals[3], &stored_thrown);
}
