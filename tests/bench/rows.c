/* SPDX-License-Identifier: Apache-2.0 */
/* The result: one line for each comparison, its columns parted by tabs. table.py makes the table and the JSON of them. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

static int compare_seconds(const void *a, const void *b)
{
	double first = *(const double *)a, second = *(const double *)b;

	return (first > second) - (first < second);
}

static double best_and_median(double *best, const double *seconds, int count)
{
	double sorted[SAMPLES_MAX];

	memcpy(sorted, seconds, (size_t)count * sizeof(*sorted));
	qsort(sorted, (size_t)count, sizeof(*sorted), compare_seconds);
	*best = sorted[0];
	return count % 2 ? sorted[count / 2] : (sorted[count / 2 - 1] + sorted[count / 2]) / 2;
}

double bench_median(const double *seconds, int count)
{
	double best;

	return best_and_median(&best, seconds, count);
}

void bench_row(const struct bench *bench, const char *what, const char *unit, const char *against,
               const struct sides *sides, double our_pieces, double their_pieces)
{
	double best[2];
	double ours = our_pieces / best_and_median(&best[0], sides->ours, sides->count);
	double theirs = their_pieces / best_and_median(&best[1], sides->theirs, sides->count);

	printf("rate\t%s\t%lld\t%s\t%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.4f\n", what, (long long)bench->applications, unit,
	       against, ours, our_pieces / best[0], theirs, their_pieces / best[1], ours / theirs);
	fflush(stdout);
}

void bench_wait(const struct bench *bench, const char *what, const char *against, const struct sides *sides)
{
	double best[2];
	double ours = best_and_median(&best[0], sides->ours, sides->count);
	double theirs = best_and_median(&best[1], sides->theirs, sides->count);

	printf("wait\t%s\t%lld\t%s\t%.9g\t%.9g\t%.9g\t%.9g\t%.4f\n", what, (long long)bench->applications, against, ours, best[0],
	       theirs, best[1], ours / theirs);
	fflush(stdout);
}

static void print_goal(const struct bench *bench, const struct goal *goal)
{
	static const char *const measures[] = { "times faster", "part of", "count", "told" };

	printf("goal\t%s\t%s\t%lld\t%s\t%s\t%g", goal->number, goal->what, (long long)bench->applications, goal->against,
	       measures[goal->measure], goal->limit);
}

void bench_goal(const struct bench *bench, const struct goal *goal, const struct sides *sides)
{
	double best[2];
	double ours = best_and_median(&best[0], sides->ours, sides->count);
	double theirs = best_and_median(&best[1], sides->theirs, sides->count);
	double ratio = goal->measure == TIMES_FASTER ? theirs / ours : goal->measure == PART_OF ? ours / theirs : ours;
	bool reached = goal->measure == TIMES_FASTER ? ratio >= goal->limit : ratio <= goal->limit;

	print_goal(bench, goal);
	printf("\t%.9g\t%.9g\t%.9g\t%.9g\t%.6g\t%s\n", ours, best[0], theirs, best[1], ratio,
	       goal->measure == TOLD || bench->applications < goal->from ? "-" : reached ? "pass" : "short");
	fflush(stdout);
}

void bench_unmeasured(const struct bench *bench, const struct goal *goal, const char *why)
{
	print_goal(bench, goal);
	printf("\t\t\t\t\t\t%s\n", why);
	fflush(stdout);
}
