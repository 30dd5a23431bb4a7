/* SPDX-License-Identifier: Apache-2.0 */
/* The ways to make an act: through the library, through its store alone, with libgit2 as it comes. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define FILES_MAX 256
#define REVIEWERS 20
#define REVIEWS 5
#define MESSAGE "Measure\n\nGrant-Act: measure\n"
#define WHEN 1524189600

void bench_git_check(int code, const char *what)
{
	if (code >= 0)
		return;
	fprintf(stderr, "bench: %s: %s\n", what, git_error_last() ? git_error_last()->message : "?");
	exit(1);
}

/* ---- the library ---- */

grant_round *bench_open(const struct bench *bench, const char *ending, const char *person, const char *at)
{
	grant_open_options options = GRANT_OPEN_OPTIONS_INIT;
	grant_round *round = NULL;
	char path[1024];

	snprintf(path, sizeof(path), "%s%s", bench->dir, ending);
	options.person = person;
	options.at = at;
	bench_check(grant_round_open(&round, path, &options), path);
	return round;
}

/* By make-round.py's formula. */
static bool is_assigned(int64_t number, int person)
{
	for (int k = 0; k < REVIEWS; k++)
		if ((number * 7 + k * 3) % REVIEWERS == person)
			return true;
	return false;
}

int64_t bench_review(const struct bench *bench, grant_round *round, int person, int64_t number, int score)
{
	char id[32], need[16];
	grant_score scores[] = { { "need", need }, { "plan", "31" }, { "team", "17" } };
	grant_review_options options = GRANT_REVIEW_OPTIONS_INIT;
	grant_findings *findings = NULL;

	do
		number = number % bench->applications + 1;
	while (!is_assigned(number, person));
	snprintf(id, sizeof(id), "XF-%04lld", (long long)number);
	snprintf(need, sizeof(need), "%d", score % 30 + 1);
	options.scores = scores;
	options.score_count = 3;
	options.comment = score % 2 ? "方案可行。" : "需要加强跟进。";
	bench_check(grant_review_put(&findings, round, id, &options), id);
	grant_findings_free(findings);
	return number;
}

/* ---- small files, the same for both sides ---- */

static void file_path(char path[128], int64_t number, int file)
{
	snprintf(path, 128, "applications/%02lld/XF-%04lld/measures/m%d.json", (long long)(number % 100), (long long)number,
	         file);
}

static int file_text(char text[256], int64_t number, int file)
{
	static int64_t turn; /* no two acts of a process write the same bytes */

	turn++;
	return snprintf(text, 256,
	                "{\n  \"value\": \"%lld.%lld\",\n  \"by\": \"officer\",\n  \"at\": \"2018-04-20T10:00:%02d+08:00\"\n}\n",
	                (long long)number, (long long)turn, file % 60);
}

/* ---- the store alone ---- */

gr_store *bench_store(const struct bench *bench, const char *ending)
{
	gr_store *store = NULL;
	char path[1024];

	snprintf(path, sizeof(path), "%s%s", bench->dir, ending);
	bench_check(gr_store_open(&store, path), path);
	return store;
}

/* One commit upon `tip`, which moves on. */
static void store_one(gr_store *store, struct gr_oid *tip, int64_t number, int files)
{
	struct gr_commit_request request = { .message = MESSAGE, .name = "bench", .email = "bench@bench", .parent = tip };
	gr_edit *edit = NULL;
	struct gr_oid commit;

	request.author_time.seconds = request.commit_time.seconds = WHEN;
	bench_check(gr_edit_new(&edit, store, tip), "an edit");
	for (int i = 0; i < files; i++) {
		char path[128], text[256];
		int size = file_text(text, number, i);

		file_path(path, number, i);
		bench_check(gr_edit_put_bytes(edit, path, text, (size_t)size), path);
	}
	bench_check(gr_store_commit(&commit, edit, &request), "a commit");
	gr_edit_free(edit);
	*tip = commit;
}

void bench_store_acts(gr_store *store, const int64_t *numbers, int count, int files)
{
	struct gr_oid before, tip;

	bench_check(gr_store_lock(store, 600000), "the lock");
	bench_check(gr_store_tip(&before, store), "main");
	tip = before;
	for (int i = 0; i < count; i++)
		store_one(store, &tip, numbers[i], files);
	bench_check(gr_store_move(store, &before, &tip), "main");
	gr_store_tidy(store);
	gr_store_unlock(store);
}

/* ---- libgit2 ---- */

git_repository *bench_repository(const struct bench *bench, const char *ending)
{
	git_repository *repository = NULL;
	char path[1024];

	snprintf(path, sizeof(path), "%s%s", bench->dir, ending);
	bench_git_check(git_repository_open(&repository, path), path);
	bench_git_check(git_repository_set_ident(repository, "bench", "bench@bench"), path);
	return repository;
}

/* One build on top of main, and the swap: 0, or libgit2's code when somebody else was first. */
static int try_plain_act(git_repository *repository, git_tree_update *updates, size_t count)
{
	git_signature *who = NULL;
	git_commit *parent = NULL;
	const git_commit *parents[1];
	git_reference *reference = NULL;
	git_tree *base = NULL, *tree = NULL;
	git_oid tip, id;
	int r;

	bench_git_check(git_reference_name_to_id(&tip, repository, "refs/heads/main"), "main");
	bench_git_check(git_commit_lookup(&parent, repository, &tip), "main");
	parents[0] = parent;
	bench_git_check(git_commit_tree(&base, parent), "a tree");
	bench_git_check(git_tree_create_updated(&id, repository, base, count, updates), "trees");
	bench_git_check(git_tree_lookup(&tree, repository, &id), "a tree");
	bench_git_check(git_signature_new(&who, "bench", "bench@bench", WHEN, 0), "a name");
	bench_git_check(git_commit_create(&id, repository, NULL, who, who, NULL, MESSAGE, tree, 1,
	                                  parents),
	                "a commit");
	r = git_reference_create_matching(&reference, repository, "refs/heads/main", &id, 1, &tip, "bench");
	git_reference_free(reference);
	git_signature_free(who);
	git_tree_free(tree);
	git_tree_free(base);
	git_commit_free(parent);
	return r;
}

void bench_plain_act(git_repository *repository, int64_t number, int files)
{
	static char paths[FILES_MAX][128];
	static git_tree_update updates[FILES_MAX];
	int r;

	if (files > FILES_MAX)
		bench_fail("too many files");
	for (int i = 0; i < files; i++) {
		char text[256];
		int size = file_text(text, number, i);

		file_path(paths[i], number, i);
		updates[i] = (git_tree_update){ GIT_TREE_UPDATE_UPSERT, { { 0 } }, GIT_FILEMODE_BLOB, paths[i] };
		bench_git_check(git_blob_create_from_buffer(&updates[i].id, repository, text, (size_t)size), paths[i]);
	}
	do
		r = try_plain_act(repository, updates, (size_t)files);
	while (r == GIT_EMODIFIED || r == GIT_ELOCKED);
	bench_git_check(r, "main");
}
