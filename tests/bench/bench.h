/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

/* What the benchmarks share: one round on disk, the clock, other programs as children, rows of the result. */

#include <grant.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ROUNDS_MAX 15

struct bench {
	const char *dir;      /* the round; copies of it stand at <dir>.objects and <dir>.import */
	const char *archives; /* a folder with archive-0.zip ... */
	const char *source;   /* the top of the sources */
	const char *lua;      /* the plain lua program */
	int64_t applications;
	int rounds; /* of both sides, taken in turn */
};

/* Both sides of one comparison: seconds of each round. */
struct sides {
	double ours[ROUNDS_MAX], theirs[ROUNDS_MAX];
	int count;
};

double bench_now(void); /* seconds */
/* Ends the program with the library's last error. */
void bench_check(int code, const char *what);
void bench_fail(const char *what);
/* A program with its input from a file (NULL: none) and its output to nowhere; ends this one when it fails. */
void bench_run(const char *const *argv, FILE *input);
/* A row: so many pieces per second on each side, by the median of the rounds, and the ratio. */
void bench_row(const struct bench *bench, const char *what, const char *unit, const char *against,
               const struct sides *sides, double our_pieces, double their_pieces);
grant_round *bench_open(const struct bench *bench, const char *person, const char *at);

void bench_acts(const struct bench *bench);
void bench_reindex(const struct bench *bench);
void bench_intake(const struct bench *bench);
void bench_score(const struct bench *bench);

#endif
