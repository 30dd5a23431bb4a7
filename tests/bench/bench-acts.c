/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acts per second. Each batch of reviews is made by the library; then libgit2 writes exactly the objects that came of it
 * into a copy of the repository, durably as the library does, and git fast-import makes the same commits in another copy.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#include <git2.h>

#define BATCH 20
#define OBJECTS_MAX (BATCH * 32)

struct object {
	git_odb_object *object;
	char path[512]; /* of a blob */
};

struct batch {
	git_repository *repository;
	git_odb *odb;
	struct object objects[OBJECTS_MAX];
	size_t count;
	git_oid before; /* main before the batch */
};

static void check_git(int code, const char *what)
{
	if (code >= 0)
		return;
	fprintf(stderr, "bench: %s: %s\n", what, git_error_last() ? git_error_last()->message : "?");
	exit(1);
}

static git_repository *open_copy(const struct bench *bench, const char *ending)
{
	git_repository *repository = NULL;
	char path[1024];

	snprintf(path, sizeof(path), "%s%s", bench->dir, ending);
	check_git(git_repository_open(&repository, path), path);
	return repository;
}

static void add_object(struct batch *batch, const git_oid *id, const char *path)
{
	struct object *object = &batch->objects[batch->count++];

	if (batch->count == OBJECTS_MAX)
		bench_fail("an act has more objects than expected");
	check_git(git_odb_read(&object->object, batch->odb, id), "an object");
	snprintf(object->path, sizeof(object->path), "%s", path);
}

/* Everything in the new tree that the old one has not at the same place. */
static void add_tree(struct batch *batch, const git_oid *new_id, const git_oid *old_id, const char *prefix)
{
	git_tree *new = NULL, *old = NULL;

	check_git(git_tree_lookup(&new, batch->repository, new_id), "a tree");
	if (old_id)
		check_git(git_tree_lookup(&old, batch->repository, old_id), "a tree");
	for (size_t i = 0; i < git_tree_entrycount(new); i++) {
		const git_tree_entry *entry = git_tree_entry_byindex(new, i);
		const git_tree_entry *was = old ? git_tree_entry_byname(old, git_tree_entry_name(entry)) : NULL;
		char path[512];

		if (was && git_oid_equal(git_tree_entry_id(was), git_tree_entry_id(entry)))
			continue;
		snprintf(path, sizeof(path), "%s%s", prefix, git_tree_entry_name(entry));
		if (git_tree_entry_type(entry) == GIT_OBJECT_TREE) {
			strncat(path, "/", sizeof(path) - strlen(path) - 1);
			add_tree(batch, git_tree_entry_id(entry), was ? git_tree_entry_id(was) : NULL, path);
		} else {
			add_object(batch, git_tree_entry_id(entry), path);
		}
	}
	add_object(batch, new_id, "");
	git_tree_free(new);
	git_tree_free(old);
}

/* The objects of the commits behind `before`, oldest first. */
static void collect(struct batch *batch)
{
	git_revwalk *walk = NULL;
	git_oid id;

	batch->count = 0;
	check_git(git_odb_refresh(batch->odb), "objects");
	check_git(git_revwalk_new(&walk, batch->repository), "history");
	git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
	check_git(git_revwalk_push_ref(walk, "refs/heads/main"), "main");
	check_git(git_revwalk_hide(walk, &batch->before), "main before");
	while (git_revwalk_next(&id, walk) == 0) {
		git_commit *commit = NULL, *parent = NULL;

		check_git(git_commit_lookup(&commit, batch->repository, &id), "a commit");
		check_git(git_commit_parent(&parent, commit, 0), "a commit");
		add_tree(batch, git_commit_tree_id(commit), git_commit_tree_id(parent), "");
		add_object(batch, &id, "");
		git_commit_free(commit);
		git_commit_free(parent);
	}
	git_revwalk_free(walk);
}

static void forget(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		git_odb_object_free(batch->objects[i].object);
	batch->count = 0;
}

/* ---- the three sides ---- */

/* r01 is assigned to every application whose number gives 1 by make-round.py's formula. */
static int64_t next_of_reviewer(const struct bench *bench, int64_t number)
{
	for (;;) {
		number = number % bench->applications + 1;
		for (int k = 0; k < 5; k++)
			if ((number * 7 + k * 3) % 20 == 0)
				return number;
	}
}

static double act(const struct bench *bench, grant_round *round, int batch)
{
	static int64_t number;
	double start = bench_now();

	for (int i = 0; i < BATCH; i++) {
		char id[32], need[16];
		grant_score scores[] = { { "need", need }, { "plan", "31" }, { "team", "17" } };
		grant_review_options options = GRANT_REVIEW_OPTIONS_INIT;
		grant_findings *findings = NULL;

		number = next_of_reviewer(bench, number + bench->applications / 37);
		snprintf(id, sizeof(id), "XF-%04lld", (long long)number);
		snprintf(need, sizeof(need), "%d", batch % 30 + 1);
		options.scores = scores;
		options.score_count = 3;
		options.comment = i % 2 ? "方案可行。" : "需要加强跟进。";
		bench_check(grant_review_put(&findings, round, id, &options), id);
		grant_findings_free(findings);
	}
	return bench_now() - start;
}

static double write_objects(const struct batch *batch, git_odb *odb)
{
	double start = bench_now();

	for (size_t i = 0; i < batch->count; i++) {
		git_odb_object *object = batch->objects[i].object;
		git_oid id;

		check_git(git_odb_write(&id, odb, git_odb_object_data(object), git_odb_object_size(object),
		                        git_odb_object_type(object)),
		          "an object");
	}
	return bench_now() - start;
}

static void write_data(FILE *stream, const void *bytes, size_t size)
{
	fprintf(stream, "data %zu\n", size);
	fwrite(bytes, 1, size, stream);
	fputc('\n', stream);
}

/* A batch as a stream: the blobs of a commit come before it. */
static void write_stream(FILE *stream, const struct batch *batch)
{
	size_t blobs = 0;

	for (size_t i = 0; i < batch->count; i++) {
		const char *raw = git_odb_object_data(batch->objects[i].object);

		if (git_odb_object_type(batch->objects[i].object) != GIT_OBJECT_COMMIT)
			continue;
		fprintf(stream, "commit refs/heads/main\n%.*s\n", (int)(strstr(raw, "\n\n") - strstr(raw, "author ")),
		        strstr(raw, "author "));
		write_data(stream, strstr(raw, "\n\n") + 2, strlen(strstr(raw, "\n\n") + 2));
		if (blobs == 0)
			fputs("from refs/heads/main^0\n", stream);
		for (; blobs < i; blobs++) {
			git_odb_object *blob = batch->objects[blobs].object;

			if (!batch->objects[blobs].path[0])
				continue;
			fprintf(stream, "M 100644 inline %s\n", batch->objects[blobs].path);
			write_data(stream, git_odb_object_data(blob), git_odb_object_size(blob));
		}
	}
	fputs("done\n", stream);
	fflush(stream);
}

static double import(const struct bench *bench, const struct batch *batch)
{
	char dir[1024];
	const char *argv[] = { "git", "-C", dir, "fast-import", "--quiet", "--done", NULL };
	FILE *stream = tmpfile();
	double start;

	snprintf(dir, sizeof(dir), "%s.import", bench->dir);
	write_stream(stream, batch);
	start = bench_now();
	bench_run(argv, stream);
	start = bench_now() - start;
	fclose(stream);
	return start;
}

/* Both repositories must have come to the same tree. */
static void check_same_tree(const struct bench *bench, struct batch *batch)
{
	git_repository *other = open_copy(bench, ".import");
	git_object *ours = NULL, *theirs = NULL;

	check_git(git_revparse_single(&ours, batch->repository, "main^{tree}"), "main");
	check_git(git_revparse_single(&theirs, other, "main^{tree}"), "main of fast-import");
	if (!git_oid_equal(git_object_id(ours), git_object_id(theirs)))
		bench_fail("git fast-import made another tree");
	git_object_free(ours);
	git_object_free(theirs);
	git_repository_free(other);
}

void bench_acts(const struct bench *bench)
{
	static struct batch batch;
	struct sides objects = { .count = bench->rounds }, imported = { .count = bench->rounds };
	grant_round *round = bench_open(bench, "r01", "2018-04-20T10:00:00+08:00");
	git_repository *copy;
	git_odb *odb = NULL;

	batch.repository = open_copy(bench, "");
	check_git(git_repository_odb(&batch.odb, batch.repository), "objects");
	copy = open_copy(bench, ".objects");
	check_git(git_repository_odb(&odb, copy), "objects");
	for (int i = 0; i < bench->rounds; i++) {
		check_git(git_reference_name_to_id(&batch.before, batch.repository, "refs/heads/main"), "main");
		imported.ours[i] = objects.ours[i] = act(bench, round, i);
		collect(&batch);
		objects.theirs[i] = write_objects(&batch, odb);
		imported.theirs[i] = import(bench, &batch);
		forget(&batch);
	}
	check_same_tree(bench, &batch);
	bench_row(bench, "acts", "acts/s", "libgit2, object writes only", &objects, BATCH, BATCH);
	bench_row(bench, "acts", "acts/s", "git fast-import", &imported, BATCH, BATCH);
	git_odb_free(odb);
	git_repository_free(copy);
	git_odb_free(batch.odb);
	git_repository_free(batch.repository);
	grant_round_close(round);
}
