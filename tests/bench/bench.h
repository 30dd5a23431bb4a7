/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

/* What the benchmarks share: one round on disk, the clock, other programs as children, rows of the result. */

#include <grant.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <git2.h>

#include "store/store.h"

#define ROUNDS_MAX 15
#define SAMPLES_MAX 32 /* of one round, when what is measured is very short */

struct bench {
	const char *program;  /* this one */
	const char *dir;      /* the round; copies of it stand beside it, see bench.sh */
	const char *archives; /* a folder with archive-0.zip ... and small-0.zip ... */
	const char *source;   /* the top of the sources */
	const char *lua;      /* the plain lua program */
	const char *small;    /* a round of 200 applications; NULL: none */
	const char *grant;    /* the program */
	int64_t applications;
	int64_t long_acts;    /* goal 8 */
	int64_t writer_acts;  /* goal 7, of each writer */
	int rounds;           /* of both sides, taken in turn */
};

/* Both sides of one comparison: seconds (or a count) of each round. */
struct sides {
	double ours[ROUNDS_MAX], theirs[ROUNDS_MAX];
	int count;
};

/* A goal of storage.md: how many times faster than the other at least, which part of the other's time at most, a count of
 * ours at most; a count that is only told. */
enum measure { TIMES_FASTER, PART_OF, COUNT, TOLD };
struct goal {
	const char *number, *what, *against;
	enum measure measure;
	double limit;
	int64_t from; /* applications: a smaller round is told, not judged; 0: every size is */
};

/* ---- bench.c ---- */

double bench_now(void); /* seconds */
/* Ends the program with the library's last error. */
void bench_check(int code, const char *what);
void bench_fail(const char *what);
/* A program with its input from a file (NULL: none) and its output to nowhere; ends this one when it fails. */
void bench_run(const char *const *argv, FILE *input);
/* A shell command in which the round is $ROUND. */
void bench_shell(const struct bench *bench, const char *command);
/* The number that a shell command prints. */
double bench_ask(const char *command);

/* ---- rows.c ---- */

double bench_median(const double *seconds, int count);
/* A row: so many pieces per second on each side, by the median of the rounds, and the ratio. */
void bench_row(const struct bench *bench, const char *what, const char *unit, const char *against,
               const struct sides *sides, double our_pieces, double their_pieces);
/* A row: what a person waits for on each side, and the ratio. */
void bench_wait(const struct bench *bench, const char *what, const char *against, const struct sides *sides);
/* A row: both sides' medians and bests, the ratio, the goal, and whether it is reached. */
void bench_goal(const struct bench *bench, const struct goal *goal, const struct sides *sides);
/* A row that could not be measured, and why. */
void bench_unmeasured(const struct bench *bench, const struct goal *goal, const char *why);

/* ---- acts.c: the ways to make an act ---- */

grant_round *bench_open(const struct bench *bench, const char *ending, const char *person, const char *at);
#define BENCH_APRIL "2018-04-20T10:00:00+08:00"
/* A whole act: the review of reviewer `person` (from 0) for the next application behind `number` that is theirs. Gives
 * that number back. */
int64_t bench_review(const struct bench *bench, grant_round *round, int person, int64_t number, int score);
gr_store *bench_store(const struct bench *bench, const char *ending);
/* Acts of the store alone, durable in one step: each puts `files` small files into an application and is one commit. */
void bench_store_acts(gr_store *store, const int64_t *numbers, int count, int files);
git_repository *bench_repository(const struct bench *bench, const char *ending);
/* One of these with libgit2 as it comes, built again at once for as long as somebody else was first. */
void bench_plain_act(git_repository *repository, int64_t number, int files);
void bench_git_check(int code, const char *what);

/* ---- batch.c: what acts wrote, for another program to write again ---- */

struct batch;
/* Acts in the round <dir><ending> are followed in the repository <dir><copy>. */
struct batch *batch_open(const struct bench *bench, const char *ending, const char *copy);
/* Around the acts: where main stands, and the objects that came since, in the order in which they depend on each other. */
void batch_begin(struct batch *batch);
void batch_end(struct batch *batch);
double batch_write_objects(const struct batch *batch, git_odb *odb);
double batch_import(const struct bench *bench, const struct batch *batch);
/* Both repositories must have come to the same tree. */
void batch_close(const struct bench *bench, struct batch *batch);

/* ---- the benchmarks ---- */

void bench_acts(const struct bench *bench);
void bench_reindex(const struct bench *bench);
void bench_intake(const struct bench *bench);
void bench_score(const struct bench *bench);
void bench_ranks(const struct bench *bench);
void bench_match(const struct bench *bench);
void bench_change(const struct bench *bench);
void bench_merge(const struct bench *bench);
void bench_archives(const struct bench *bench);
void bench_group(const struct bench *bench);
void bench_durable(const struct bench *bench);
void bench_flushes(const struct bench *bench);
void bench_writers(const struct bench *bench);
void bench_long(const struct bench *bench);
void bench_packs(const struct bench *bench);
void bench_history(const struct bench *bench);
void bench_look(const struct bench *bench);

#endif
