/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a batch of acts wrote, for others to write again: libgit2 object by object, git fast-import commit by commit.
 */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define OBJECTS_MAX 4096

struct object {
	git_odb_object *object;
	char path[512]; /* of a blob */
};

struct batch {
	git_repository *repository;
	git_odb *odb;
	const char *copy;
	git_oid before; /* main before the struct batch */
	size_t count;
	struct object objects[OBJECTS_MAX];
};

static void add_object(struct batch *batch, const git_oid *id, const char *path)
{
	struct object *object = &batch->objects[batch->count++];

	if (batch->count == OBJECTS_MAX)
		bench_fail("the acts have more objects than expected");
	bench_git_check(git_odb_read(&object->object, batch->odb, id), "an object");
	snprintf(object->path, sizeof(object->path), "%s", path);
}

/* Everything in the new tree that the old one has not at the same place. */
static void add_tree(struct batch *batch, const git_oid *new_id, const git_oid *old_id, const char *prefix)
{
	git_tree *new = NULL, *old = NULL;

	bench_git_check(git_tree_lookup(&new, batch->repository, new_id), "a tree");
	if (old_id)
		bench_git_check(git_tree_lookup(&old, batch->repository, old_id), "a tree");
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

static void forget(struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++)
		git_odb_object_free(batch->objects[i].object);
	batch->count = 0;
}

struct batch *batch_open(const struct bench *bench, const char *ending, const char *copy)
{
	struct batch *batch = calloc(1, sizeof(*batch));

	if (!batch)
		bench_fail("no memory");
	batch->copy = copy;
	batch->repository = bench_repository(bench, ending);
	bench_git_check(git_repository_odb(&batch->odb, batch->repository), "objects");
	return batch;
}

void batch_begin(struct batch *batch)
{
	forget(batch);
	bench_git_check(git_reference_name_to_id(&batch->before, batch->repository, "refs/heads/main"), "main");
}

/* Oldest commit first. */
void batch_end(struct batch *batch)
{
	git_revwalk *walk = NULL;
	git_oid id;

	bench_git_check(git_odb_refresh(batch->odb), "objects");
	bench_git_check(git_revwalk_new(&walk, batch->repository), "history");
	git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL | GIT_SORT_REVERSE);
	bench_git_check(git_revwalk_push_ref(walk, "refs/heads/main"), "main");
	bench_git_check(git_revwalk_hide(walk, &batch->before), "main before");
	while (git_revwalk_next(&id, walk) == 0) {
		git_commit *commit = NULL, *parent = NULL;

		bench_git_check(git_commit_lookup(&commit, batch->repository, &id), "a commit");
		bench_git_check(git_commit_parent(&parent, commit, 0), "a commit");
		add_tree(batch, git_commit_tree_id(commit), git_commit_tree_id(parent), "");
		add_object(batch, &id, "");
		git_commit_free(commit);
		git_commit_free(parent);
	}
	git_revwalk_free(walk);
}

double batch_write_objects(const struct batch *batch, git_odb *odb)
{
	double start = bench_now();

	for (size_t i = 0; i < batch->count; i++) {
		git_odb_object *object = batch->objects[i].object;
		git_oid id;

		bench_git_check(git_odb_write(&id, odb, git_odb_object_data(object), git_odb_object_size(object),
		                              git_odb_object_type(object)),
		                "an object");
	}
	return bench_now() - start;
}

/* ---- git fast-import ---- */

static void write_data(FILE *stream, const void *bytes, size_t size)
{
	fprintf(stream, "data %zu\n", size);
	fwrite(bytes, 1, size, stream);
	fputc('\n', stream);
}

/* The blobs of a commit come before it. */
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

double batch_import(const struct bench *bench, const struct batch *batch)
{
	char dir[1024];
	const char *argv[] = { "git", "-C", dir, "fast-import", "--quiet", "--done", NULL };
	FILE *stream = tmpfile();
	double start;

	snprintf(dir, sizeof(dir), "%s%s", bench->dir, batch->copy);
	write_stream(stream, batch);
	start = bench_now();
	bench_run(argv, stream);
	start = bench_now() - start;
	fclose(stream);
	return start;
}

void batch_close(const struct bench *bench, struct batch *batch)
{
	git_repository *other = bench_repository(bench, batch->copy);
	git_object *ours = NULL, *theirs = NULL;

	bench_git_check(git_revparse_single(&ours, batch->repository, "main^{tree}"), "main");
	bench_git_check(git_revparse_single(&theirs, other, "main^{tree}"), "main of fast-import");
	if (!git_oid_equal(git_object_id(ours), git_object_id(theirs)))
		bench_fail("git fast-import made another tree");
	git_object_free(ours);
	git_object_free(theirs);
	git_repository_free(other);
	forget(batch);
	git_odb_free(batch->odb);
	git_repository_free(batch->repository);
	free(batch);
}
