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

/* Both sides begin with a repository that was just opened, as somebody who looks at a round after an act does: nothing is
 * cached but the two commits and their trees' roots. */
static double change_of(const char *dir, size_t *count)
{
	struct gr_oid before, after, tree;
	gr_store *store = NULL;
	double start;

	bench_check(gr_store_open(&store, dir), dir);
	bench_check(gr_store_resolve(&before, store, "main~1"), "main~1");
	bench_check(gr_store_tip(&after, store), "main");
	bench_check(gr_store_tree_of(&tree, store, &after), "the tree");
	*count = 0;
	start = bench_now();
	bench_check(gr_store_diff(store, &before, &after, count_change, count), "the change");
	start = bench_now() - start;
	gr_store_close(store);
	return start;
}

static double median_change_of(const char *dir, size_t *count)
{
	double samples[SAMPLES_MAX];

	for (int i = 0; i < SAMPLES_MAX; i++)
		samples[i] = change_of(dir, count);
	return bench_median(samples, SAMPLES_MAX);
}

static git_tree *tree_of(git_repository *repository, const char *revision)
{
	git_object *tree = NULL;

	bench_git_check(git_revparse_single(&tree, repository, revision), revision);
	return (git_tree *)tree;
}

static double plain_change(const struct bench *bench, size_t *count)
{
	git_repository *repository = bench_repository(bench, "");
	git_tree *before = tree_of(repository, "main~1^{tree}"), *after = tree_of(repository, "main^{tree}");
	git_diff *diff = NULL;
	double start = bench_now();

	bench_git_check(git_diff_tree_to_tree(&diff, repository, before, after, NULL), "the change");
	start = bench_now() - start;
	*count = git_diff_num_deltas(diff);
	git_diff_free(diff);
	git_tree_free(before);
	git_tree_free(after);
	git_repository_free(repository);
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

void bench_change(const struct bench *bench)
{
	static const struct goal goals[] = {
		{ "1", "what one act changed", "git_diff_tree_to_tree", TIMES_FASTER, 500, .from = 20000 },
		{ "1", "the same and the index's rows", "git_diff_tree_to_tree", TIMES_FASTER, 500, .from = 20000 },
		{ "1", "what one act changed, as the round grows", "itself at 200", PART_OF, 10, .from = 20000 },
	};
	struct sides walked = { .count = bench->rounds }, followed = walked, grown = walked;
	grant_round *round = bench_open(bench, "", "officer", NULL);
	bool has_small = bench->small && bench->applications > 200;
	size_t ours, theirs;

	for (int i = 0; i < bench->rounds; i++) {
		grown.ours[i] = walked.ours[i] = median_change_of(bench->dir, &ours);
		followed.theirs[i] = walked.theirs[i] = plain_change(bench, &theirs);
		if (ours == 0 || ours != theirs)
			bench_fail("git_diff_tree_to_tree sees another change");
		followed.ours[i] = follow(round);
		if (has_small)
			grown.theirs[i] = median_change_of(bench->small, &theirs);
	}
	bench_goal(bench, &goals[0], &walked);
	bench_goal(bench, &goals[1], &followed);
	if (has_small)
		bench_goal(bench, &goals[2], &grown);
	grant_round_close(round);
}
