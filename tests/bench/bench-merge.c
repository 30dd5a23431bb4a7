/* SPDX-License-Identifier: Apache-2.0 */
/* Goal 2: two clones in which ten records each were changed are merged, by the store and by libgit2. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define RECORDS 10

struct fork {
	struct gr_oid base, sides[2];
};

/* Both sides lie in one repository, as they do when a clone has been fetched; main goes back in between. */
static void make_sides(struct fork *fork, const struct bench *bench)
{
	gr_store *store = bench_store(bench, ".store");

	bench_check(gr_store_tip(&fork->base, store), "main");
	for (int side = 0; side < 2; side++) {
		int64_t numbers[RECORDS];

		for (int i = 0; i < RECORDS; i++)
			numbers[i] = (i * 2 + side) * 37 % bench->applications + 1;
		bench_store_acts(store, numbers, RECORDS, 1);
		bench_check(gr_store_tip(&fork->sides[side], store), "main");
		bench_check(gr_store_lock(store, 1000), "the lock");
		bench_check(gr_store_move(store, &fork->sides[side], &fork->base), "main");
		gr_store_unlock(store);
	}
	gr_store_close(store);
}

/* Each time in a repository that was just opened; nothing that was written stays. */
static double merge_here(const struct bench *bench, const struct fork *fork, struct gr_oid *tree)
{
	double samples[SAMPLES_MAX];

	for (int i = 0; i < SAMPLES_MAX; i++) {
		gr_store *store = bench_store(bench, ".store");

		samples[i] = bench_now();
		bench_check(gr_store_merge(tree, store, &fork->base, &fork->sides[0], &fork->sides[1], NULL, NULL), "the merge");
		samples[i] = bench_now() - samples[i];
		gr_store_close(store);
	}
	return bench_median(samples, SAMPLES_MAX);
}

static git_tree *tree_of(git_repository *repository, const struct gr_oid *commit)
{
	git_object *object = NULL;
	git_object *tree = NULL;
	git_oid id;

	memcpy(id.id, commit->bytes, GR_OID_SIZE);
	bench_git_check(git_object_lookup(&object, repository, &id, GIT_OBJECT_COMMIT), "a side");
	bench_git_check(git_object_peel(&tree, object, GIT_OBJECT_TREE), "a side");
	git_object_free(object);
	return (git_tree *)tree;
}

/* Not durable, since ours is not either before it is committed. */
static double merge_plain(const struct bench *bench, const struct fork *fork, git_oid *id)
{
	git_repository *repository;
	git_tree *trees[3];
	git_index *index = NULL;
	double start;

	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 0);
	repository = bench_repository(bench, ".merged");
	trees[0] = tree_of(repository, &fork->base);
	trees[1] = tree_of(repository, &fork->sides[0]);
	trees[2] = tree_of(repository, &fork->sides[1]);
	start = bench_now();
	bench_git_check(git_merge_trees(&index, repository, trees[0], trees[1], trees[2], NULL), "libgit2's merge");
	bench_git_check(git_index_write_tree_to(id, index, repository), "libgit2's merge");
	start = bench_now() - start;
	git_index_free(index);
	for (int i = 0; i < 3; i++)
		git_tree_free(trees[i]);
	git_repository_free(repository);
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	return start;
}

/* What git itself makes of it. */
static void check_tree(const struct bench *bench, const struct fork *fork, const struct gr_oid *tree)
{
	char command[2048], sides[2][GR_OID_HEX], wanted[GR_OID_HEX], got[GR_OID_HEX] = "";
	FILE *pipe;

	gr_oid_hex(sides[0], &fork->sides[0]);
	gr_oid_hex(sides[1], &fork->sides[1]);
	gr_oid_hex(wanted, tree);
	snprintf(command, sizeof(command), "git -C '%s.merged' merge-tree --write-tree %s %s", bench->dir, sides[0], sides[1]);
	pipe = popen(command, "r");
	if (!pipe || fscanf(pipe, "%40s", got) != 1 || pclose(pipe) != 0 || strcmp(got, wanted) != 0)
		bench_fail("git merge-tree makes another tree");
}

void bench_merge(const struct bench *bench)
{
	static const struct goal goal = { "2", "two clones merged, ten records each", "libgit2's merge", TIMES_FASTER, 1000, .from = 20000 };
	struct sides sides = { .count = bench->rounds };
	struct gr_oid tree;
	struct fork fork;
	git_oid theirs;

	make_sides(&fork, bench);
	bench_shell(bench, "cp -rl \"$ROUND.store\" \"$ROUND.merged\"");
	for (int i = 0; i < bench->rounds; i++) {
		sides.ours[i] = merge_here(bench, &fork, &tree);
		sides.theirs[i] = merge_plain(bench, &fork, &theirs);
	}
	if (memcmp(theirs.id, tree.bytes, GR_OID_SIZE) != 0)
		bench_fail("libgit2 makes another tree");
	check_tree(bench, &fork, &tree);
	bench_goal(bench, &goal, &sides);
}
