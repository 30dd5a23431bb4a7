/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The library against the tools that do the bare work: bench DIR APPLICATIONS ARCHIVES SOURCE LUA. Both sides alternate in one
 * run, since the machine's speed changes from minute to minute; the medians are compared. One line for each comparison,
 * its columns parted by tabs; bench.sh makes the table.
 */
#include "bench.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

double bench_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void bench_fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

void bench_check(int code, const char *what)
{
	if (code >= 0)
		return;
	fprintf(stderr, "bench: %s: %s\n", what, grant_error_message(grant_error_last()));
	exit(1);
}

void bench_run(const char *const *argv, FILE *input)
{
	posix_spawn_file_actions_t actions;
	char *words[16] = { NULL };
	int status = 1;
	pid_t pid;

	for (size_t i = 0; i < 15 && argv[i]; i++)
		words[i] = strdup(argv[i]);
	posix_spawn_file_actions_init(&actions);
	if (input) {
		rewind(input);
		posix_spawn_file_actions_adddup2(&actions, fileno(input), 0);
	}
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawnp(&pid, argv[0], &actions, NULL, words, environ) != 0)
		bench_fail(argv[0]);
	waitpid(pid, &status, 0);
	posix_spawn_file_actions_destroy(&actions);
	for (size_t i = 0; words[i]; i++)
		free(words[i]);
	if (status != 0)
		bench_fail(argv[0]);
}

static int compare_seconds(const void *a, const void *b)
{
	double first = *(const double *)a, second = *(const double *)b;

	return (first > second) - (first < second);
}

static double median(const double *seconds, int count)
{
	double sorted[ROUNDS_MAX];

	memcpy(sorted, seconds, (size_t)count * sizeof(*sorted));
	qsort(sorted, (size_t)count, sizeof(*sorted), compare_seconds);
	return count % 2 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

void bench_row(const struct bench *bench, const char *what, const char *unit, const char *against,
               const struct sides *sides, double our_pieces, double their_pieces)
{
	double ours = our_pieces / median(sides->ours, sides->count);
	double theirs = their_pieces / median(sides->theirs, sides->count);

	printf("%s\t%lld\t%s\t%.1f\t%s\t%.1f\t%.3f\n", what, (long long)bench->applications, unit, ours, against,
	       theirs, ours / theirs);
	fflush(stdout);
}

grant_round *bench_open(const struct bench *bench, const char *person, const char *at)
{
	grant_open_options options = GRANT_OPEN_OPTIONS_INIT;
	grant_round *round = NULL;

	options.person = person;
	options.at = at;
	bench_check(grant_round_open(&round, bench->dir, &options), bench->dir);
	return round;
}

int main(int argc, char **argv)
{
	struct bench bench = { 0 };

	if (argc != 6)
		bench_fail("bench DIR APPLICATIONS ARCHIVES SOURCE LUA");
	bench.dir = argv[1];
	bench.applications = atoll(argv[2]);
	bench.archives = argv[3];
	bench.source = argv[4];
	bench.lua = argv[5];
	bench.rounds = bench.applications > 5000 ? 3 : 5;
	bench_acts(&bench);
	bench_reindex(&bench);
	bench_intake(&bench);
	bench_score(&bench);
	return 0;
}
