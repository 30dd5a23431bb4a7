/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The library against the tools that do the bare work: bench DIR APPLICATIONS ARCHIVES SOURCE LUA NAME... Both sides
 * alternate in one run, since the machine's speed changes from minute to minute; the medians are compared.
 * "bench plain DIR FILES" makes one act with libgit2 as it comes, for whoever counts what that asks of the system.
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

void bench_shell(const struct bench *bench, const char *command)
{
	setenv("ROUND", bench->dir, 1);
	if (system(command) != 0)
		bench_fail(command);
}

double bench_ask(const char *command)
{
	double answer = 0;
	FILE *pipe = popen(command, "r");

	if (!pipe || fscanf(pipe, "%lf", &answer) != 1 || pclose(pipe) != 0)
		bench_fail(command);
	return answer;
}

/* ---- which ---- */

static const struct {
	const char *name;
	void (*run)(const struct bench *bench);
} benchmarks[] = {
	{ "acts", bench_acts },         { "reindex", bench_reindex },   { "intake", bench_intake },
	{ "score", bench_score },       { "change", bench_change },     { "archives", bench_archives },
	{ "group", bench_group },       { "durable", bench_durable },   { "flushes", bench_flushes },
	{ "writers", bench_writers },   { "long", bench_long },         { "history", bench_history },
	{ "packs", bench_packs },       { "merge", bench_merge },       { "match", bench_match },
	{ "ranks", bench_ranks },         { "look", bench_look },
};

static void run_named(const struct bench *bench, const char *name)
{
	for (size_t i = 0; i < sizeof(benchmarks) / sizeof(*benchmarks); i++) {
		if (strcmp(benchmarks[i].name, name) == 0) {
			benchmarks[i].run(bench);
			return;
		}
	}
	bench_fail(name);
}

static int64_t number_of(const char *name, int64_t otherwise)
{
	const char *text = getenv(name);

	return text ? atoll(text) : otherwise;
}

static int plain(const char *dir, const char *files)
{
	struct bench bench = { .dir = dir };
	git_repository *repository = bench_repository(&bench, "");

	bench_plain_act(repository, 1, atoi(files));
	git_repository_free(repository);
	return 0;
}

int main(int argc, char **argv)
{
	struct bench bench = { .program = argv[0] };

	/* durable, as the library is; libgit2 reads this once, so it comes before any repository */
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	if (argc == 4 && strcmp(argv[1], "plain") == 0)
		return plain(argv[2], argv[3]);
	if (argc < 7)
		bench_fail("bench DIR APPLICATIONS ARCHIVES SOURCE LUA NAME...");
	bench.dir = argv[1];
	bench.applications = atoll(argv[2]);
	bench.archives = argv[3];
	bench.source = argv[4];
	bench.lua = argv[5];
	bench.grant = getenv("GRANT");
	bench.small = getenv("BENCH_SMALL_ROUND");
	bench.long_acts = number_of("BENCH_LONG_ACTS", 20000);
	bench.writer_acts = number_of("BENCH_WRITER_ACTS", 50);
	bench.rounds = (int)number_of("BENCH_ROUNDS", 5);
	if (bench.rounds < 1 || bench.rounds > ROUNDS_MAX)
		bench_fail("BENCH_ROUNDS");
	for (int i = 6; i < argc; i++)
		run_named(&bench, argv[i]);
	return 0;
}
