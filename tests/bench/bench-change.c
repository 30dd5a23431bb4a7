/* SPDX-License-Identifier: Apache-2.0 */
/* Goal 1: what one act changed, found by the store against git_diff_tree_to_tree, and against itself in a small round. */
#include "bench.h"

#include "work/handle.h"

static int count_change(const char *path, const struct gr_oid *old_blob, const struct gr_oid *new_blob, void *payload)
{
	(void)path, (void)old_blob, (void)new_blob;
	++*(size_t *)payload;
	return 0;
}

/* A store with main and the commit before it. */
struct pair {
	gr_store *store;
	struct gr_oid before, after;
};

static void open_pair(struct pair *pair, const char *dir)
{
	bench_check(gr_store_open(&pair->store, dir), dir);
	bench_check(gr_store_resolve(&pair->before, pair->store, "main~1"), "main~1");
	bench_check(gr_store_tip(&pair->after, pair->store), "main");
}

#define REPEATS 200

static double change_of(const struct pair *pair, size_t *count)
{
	double start = bench_now();

	for (int i = 0; i < REPEATS; i++) {
		*count = 0;
		bench_check(gr_store_diff(pair->store, &pair->before, &pair->after, count_change, count), "the change");
	}
	return (bench_now() - start) / REPEATS;
}

static git_tree *tree_of(git_repository *repository, const char *revision)
{
	git_object *tree = NULL;

	bench_git_check(git_revparse_single(&tree, repository, revision), revision);
	return (git_tree *)tree;
}

static double plain_change(git_repository *repository, size_t *count)
{
	git_tree *before = tree_of(repository, "main~1^{tree}"), *after = tree_of(repository, "main^{tree}");
	git_diff *diff = NULL;
	double start = bench_now();

	bench_git_check(git_diff_tree_to_tree(&diff, repository, before, after, NULL), "the change");
	start = bench_now() - start;
	*count = git_diff_num_deltas(diff);
	git_diff_free(diff);
	git_tree_free(before);
	git_tree_free(after);
	return start;
}

/* The index brought forward by that act, its rows written. */
static double follow(grant_round *round)
{
	struct gr_oid before, after;
	gr_index *index;
	double start;

	bench_check(gr_store_resolve(&before, round->store, "main~1"), "main~1");
	bench_check(gr_store_tip(&after, round->store), "main");
	bench_check(gr_round_index(&index, round, &before), "the index");
	start = bench_now();
	bench_check(gr_round_index(&index, round, &after), "the index");
	return bench_now() - start;
}

static void measure(const struct bench *bench, const struct pair *large, const struct pair *small)
{
	static const struct goal goals[] = {
		{ "1", "what one act changed", "git_diff_tree_to_tree", TIMES_FASTER, 500 },
		{ "1", "the same and the index's rows", "git_diff_tree_to_tree", TIMES_FASTER, 500 },
		{ "1", "what one act changed, as the round grows", "itself at 200", PART_OF, 10 },
	};
	struct sides walked = { .count = bench->rounds }, followed = walked, grown = walked;
	git_repository *repository = bench_repository(bench, "");
	grant_round *round = bench_open(bench, "", "officer", NULL);
	size_t ours, theirs;

	for (int i = 0; i < bench->rounds; i++) {
		grown.ours[i] = walked.ours[i] = change_of(large, &ours);
		followed.theirs[i] = walked.theirs[i] = plain_change(repository, &theirs);
		if (ours != theirs)
			bench_fail("git_diff_tree_to_tree sees another change");
		followed.ours[i] = follow(round);
		if (small->store)
			grown.theirs[i] = change_of(small, &theirs);
	}
	bench_goal(bench, &goals[0], &walked);
	bench_goal(bench, &goals[1], &followed);
	if (small->store)
		bench_goal(bench, &goals[2], &grown);
	grant_round_close(round);
	git_repository_free(repository);
}

void bench_change(const struct bench *bench)
{
	struct pair large, small = { 0 };

	open_pair(&large, bench->dir);
	if (bench->small && bench->applications > 200)
		open_pair(&small, bench->small);
	measure(bench, &large, &small);
	gr_store_close(large.store);
	gr_store_close(small.store);
}
