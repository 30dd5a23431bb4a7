/* SPDX-License-Identifier: Apache-2.0 */
/* The commits behind one, newest first, and their trailers. Not here: what an act's name means. */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define DEPTH_MAX 64

/*
 * Looks one path up in commit after commit. A folder that is the same as in the commit before leads to the same place, so
 * that it is not read again: of an application's four folders most acts change two.
 */
struct finder {
	gr_store *store;
	const char *path; /* NULL: every commit counts */
	struct {
		struct gr_oid folder, entry;
		bool is_known, is_there, is_tree;
	} levels[DEPTH_MAX];
	struct gr_oid commit, found; /* the last answer */
	bool has_answer;
};

static int look_up(struct finder *finder, int level, const struct gr_oid *folder, const char *name, size_t size)
{
	struct gr_tree_entry entry;
	int r;

	if (finder->levels[level].is_known && gr_oid_equal(&finder->levels[level].folder, folder))
		return 0;
	r = gr_tree_find(&entry, finder->store, folder, name, size);
	if (r < 0 && r != GRANT_ENOTFOUND)
		return r;
	finder->levels[level].folder = *folder;
	finder->levels[level].entry = entry.oid;
	finder->levels[level].is_tree = entry.is_tree;
	finder->levels[level].is_there = r == 0;
	finder->levels[level].is_known = true;
	return 0;
}

/* The id at the path of a commit; all zeros when there is nothing. */
static int id_at(struct gr_oid *out, struct finder *finder, git_commit *commit)
{
	struct gr_oid id = gr_from_git(git_commit_id(commit)), at = gr_from_git(git_commit_tree_id(commit));
	const char *path = finder->path;

	*out = finder->found;
	if (finder->has_answer && gr_oid_equal(&finder->commit, &id))
		return 0;
	memset(out, 0, sizeof(*out));
	for (int level = 0; *path && level < DEPTH_MAX; level++) {
		size_t size = strcspn(path, "/");
		int r = look_up(finder, level, &at, path, size);

		if (r < 0)
			return r;
		path += size + (path[size] == '/');
		if (!finder->levels[level].is_there || (*path && !finder->levels[level].is_tree)) {
			memset(&at, 0, sizeof(at));
			break;
		}
		at = finder->levels[level].entry;
	}
	*out = finder->found = at;
	finder->commit = id;
	finder->has_answer = true;
	return 0;
}

static int is_touched(bool *out, struct finder *finder, git_commit *commit)
{
	struct gr_oid now, before;
	git_commit *parent = NULL;
	int r;

	*out = true;
	if (!finder->path)
		return 0;
	r = id_at(&now, finder, commit);
	memset(&before, 0, sizeof(before));
	if (r == 0 && git_commit_parentcount(commit) > 0) {
		if (git_commit_parent(&parent, commit, 0) < 0)
			return gr_git_fail(-1, _("a commit cannot be read"));
		r = id_at(&before, finder, parent);
		git_commit_free(parent);
	}
	*out = !gr_oid_equal(&now, &before);
	return r;
}

static struct gr_time time_of(const git_signature *signature)
{
	return (struct gr_time){ signature->when.time, signature->when.offset };
}

static int tell(git_commit *commit, gr_store_commit_cb call, void *payload)
{
	const git_signature *author = git_commit_author(commit), *committer = git_commit_committer(commit);
	struct gr_commit_info info = {
		.commit = gr_from_git(git_commit_id(commit)),
		.tree = gr_from_git(git_commit_tree_id(commit)),
		.has_parent = git_commit_parentcount(commit) > 0,
		.author_time = time_of(author),
		.commit_time = time_of(committer),
		.name = author->name,
		.email = author->email,
		.message = git_commit_message(commit),
		.subject = git_commit_summary(commit),
	};

	if (info.has_parent)
		info.parent = gr_from_git(git_commit_parent_id(commit, 0));
	if (!info.subject)
		info.subject = "";
	return call(&info, payload);
}

static int look_up_commit(git_commit **out, gr_store *store, const git_oid *id)
{
	int r = git_commit_lookup(out, store->repository, id);

	return r < 0 ? gr_git_fail(r, _("a commit cannot be read")) : 0;
}

int gr_store_show(gr_store *store, const struct gr_oid *commit, gr_store_commit_cb call, void *payload)
{
	git_oid id = gr_to_git(commit);
	git_commit *object = NULL;
	int r = look_up_commit(&object, store, &id);

	if (r == 0)
		r = tell(object, call, payload);
	git_commit_free(object);
	return r;
}

int gr_store_parent(struct gr_oid *out, gr_store *store, const struct gr_oid *commit, unsigned nth)
{
	git_oid id = gr_to_git(commit);
	git_commit *object = NULL;
	int r = look_up_commit(&object, store, &id);

	if (r == 0 && nth < git_commit_parentcount(object)) {
		*out = gr_from_git(git_commit_parent_id(object, nth));
		r = 1;
	}
	git_commit_free(object);
	return r;
}

/* `next` is the parent where there is exactly one. */
static int visit(git_oid *next, unsigned *parents, struct finder *finder, const git_oid *id, gr_store_commit_cb call,
                 void *payload)
{
	git_commit *commit = NULL;
	bool touched;
	int r = look_up_commit(&commit, finder->store, id);

	if (r < 0)
		return r;
	*parents = git_commit_parentcount(commit);
	if (*parents == 1)
		*next = *git_commit_parent_id(commit, 0);
	r = is_touched(&touched, finder, commit);
	if (r == 0 && touched)
		r = tell(commit, call, payload);
	git_commit_free(commit);
	return r;
}

/* What lies behind a merge, in an order that no clock can turn round. `merge` itself was told. */
static int walk_behind(struct finder *finder, const git_oid *merge, gr_store_commit_cb call, void *payload)
{
	git_revwalk *walk = NULL;
	git_oid id, next;
	unsigned parents;
	int r = git_revwalk_new(&walk, finder->store->repository);

	if (r == 0)
		r = git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL);
	if (r == 0)
		r = git_revwalk_push(walk, merge);
	if (r < 0) {
		git_revwalk_free(walk);
		return gr_git_fail(r, _("the history cannot be read"));
	}
	while (r == 0 && (r = git_revwalk_next(&id, walk)) == 0)
		if (!git_oid_equal(&id, merge))
			r = visit(&next, &parents, finder, &id, call, payload);
	git_revwalk_free(walk);
	return r == GIT_ITEROVER ? 0 : r;
}

/* A line of commits is followed as it stands; libgit2's walker would read all of them before it gives the first. */
int gr_store_history(gr_store *store, const struct gr_oid *from, const char *path, gr_store_commit_cb call,
                     void *payload)
{
	struct finder finder = { .store = store, .path = path };
	git_oid id = gr_to_git(from), next;
	unsigned parents;
	int r;

	for (;;) {
		r = visit(&next, &parents, &finder, &id, call, payload);
		if (r != 0 || parents != 1)
			break;
		id = next;
	}
	return r == 0 && parents > 1 ? walk_behind(&finder, &id, call, payload) : r;
}

char *gr_trailer_get(const char *message, const char *name)
{
	size_t size = strlen(name);

	for (const char *line = message; line && *line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (strncmp(line, name, size) == 0 && line[size] == ':' && line[size + 1] == ' ')
			return gr_strndup(line + size + 2, strcspn(line + size + 2, "\n"));
		if (!*line)
			break;
	}
	return NULL;
}
