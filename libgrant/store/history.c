/* SPDX-License-Identifier: Apache-2.0 */
/* The commits behind one, newest first, and their trailers. Not here: what an act's name means. */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

/* The id at a path of a commit; all zeros when there is nothing. */
static int id_at(struct gr_oid *out, gr_store *store, git_commit *commit, const char *path)
{
	struct gr_tree_entry entry;
	struct gr_oid tree = gr_from_git(git_commit_tree_id(commit));
	int r = gr_tree_find_path(&entry, store, &tree, path);

	memset(out, 0, sizeof(*out));
	if (r == 0)
		*out = entry.oid;
	return r == GRANT_ENOTFOUND ? 0 : r;
}

static int is_touched(bool *out, gr_store *store, git_commit *commit, const char *path)
{
	struct gr_oid now, before;
	git_commit *parent = NULL;
	int r;

	*out = true;
	if (!path)
		return 0;
	r = id_at(&now, store, commit, path);
	memset(&before, 0, sizeof(before));
	if (r == 0 && git_commit_parentcount(commit) > 0) {
		if (git_commit_parent(&parent, commit, 0) < 0)
			return gr_git_fail(-1, _("a commit cannot be read"));
		r = id_at(&before, store, parent, path);
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

static int visit(gr_store *store, const git_oid *id, const char *path, gr_store_commit_cb call, void *payload)
{
	git_commit *commit = NULL;
	bool touched;
	int r = git_commit_lookup(&commit, store->repository, id);

	if (r < 0)
		return gr_git_fail(r, _("a commit cannot be read"));
	r = is_touched(&touched, store, commit, path);
	if (r == 0 && touched)
		r = tell(commit, call, payload);
	git_commit_free(commit);
	return r;
}

int gr_store_history(gr_store *store, const struct gr_oid *from, const char *path, gr_store_commit_cb call,
                     void *payload)
{
	git_revwalk *walk = NULL;
	git_oid id = gr_to_git(from);
	int r = git_revwalk_new(&walk, store->repository);

	if (r == 0)
		r = git_revwalk_sorting(walk, GIT_SORT_TOPOLOGICAL);
	if (r == 0)
		r = git_revwalk_push(walk, &id);
	if (r < 0) {
		git_revwalk_free(walk);
		return gr_git_fail(r, _("the history cannot be read"));
	}
	while (r == 0 && (r = git_revwalk_next(&id, walk)) == 0)
		r = visit(store, &id, path, call, payload);
	git_revwalk_free(walk);
	return r == GIT_ITEROVER ? 0 : r;
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
