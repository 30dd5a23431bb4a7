/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commits, and moving main. A commit's bytes are written by us, so that a signature is made over exactly them. Main moves
 * by compare-and-swap only. Not here: trees (edit.c), the writers' lock (lock.c).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/inside.h"

/* ---- the commit's bytes ---- */

/* What would end a line or a part of it is left out of a name. */
static void append_person(struct gr_buf *out, const char *role, const struct gr_commit_request *request,
                          struct gr_time time)
{
	int offset = time.offset < 0 ? -time.offset : time.offset;

	gr_buf_printf(out, "%s ", role);
	for (const char *c = request->name; *c; c++)
		if (!strchr("<>\n\r", *c))
			gr_buf_byte(out, *c);
	gr_buf_printf(out, " <%s> %lld %c%02d%02d\n", request->email, (long long)time.seconds,
	              time.offset < 0 ? '-' : '+', offset / 60, offset % 60);
}

static void append_head(struct gr_buf *out, const struct gr_oid *tree, const struct gr_commit_request *request)
{
	char hex[GR_OID_HEX];

	gr_oid_hex(hex, tree);
	gr_buf_printf(out, "tree %s\n", hex);
	if (request->parent) {
		gr_oid_hex(hex, request->parent);
		gr_buf_printf(out, "parent %s\n", hex);
	}
	append_person(out, "author", request, request->author_time);
	append_person(out, "committer", request, request->commit_time);
}

/* A header of several lines: each but the first begins with a space. */
static void append_signature(struct gr_buf *out, const char *signature)
{
	gr_buf_text_append(out, "gpgsig ");
	for (const char *c = signature; *c; c++) {
		gr_buf_byte(out, *c);
		if (*c == '\n' && c[1])
			gr_buf_byte(out, ' ');
	}
	if (!gr_text_ends(signature, "\n"))
		gr_buf_byte(out, '\n');
}

static int sign(char **signature, const struct gr_buf *head, const struct gr_commit_request *request)
{
	gr_auto_buf struct gr_buf whole = GR_BUF_INIT;

	if (!request->sign)
		return 0;
	gr_buf_append(&whole, gr_buf_text(head), head->size);
	gr_buf_printf(&whole, "\n%s", request->message);
	if (gr_buf_ok(&whole) < 0)
		return GRANT_ENOMEM;
	if (request->sign(signature, gr_buf_text(&whole), whole.size, request->sign_payload) == 0 && *signature)
		return 0;
	return gr_fail(GRANT_ESIGNATURE, _("the commit could not be signed"));
}

int gr_store_commit(struct gr_oid *commit, gr_edit *edit, const struct gr_commit_request *request)
{
	gr_auto_buf struct gr_buf raw = GR_BUF_INIT;
	gr_autofree_text char *signature = NULL;
	gr_store *store = gr_edit_store(edit);
	struct gr_oid tree;
	int r = gr_edit_tree(&tree, edit);

	if (r < 0)
		return r;
	append_head(&raw, &tree, request);
	r = sign(&signature, &raw, request);
	if (r == 0 && signature)
		append_signature(&raw, signature);
	gr_buf_printf(&raw, "\n%s", request->message);
	if (r == 0)
		r = gr_buf_ok(&raw);
	if (r < 0)
		return r;
	r = gr_object_write(commit, store, GIT_OBJECT_COMMIT, gr_buf_text(&raw), raw.size);
	if (r == 0)
		gr_store_note_tree(store, commit, &tree);
	return r;
}

/* ---- moving main ---- */

static int swap(gr_store *store, const struct gr_oid *expected, const struct gr_oid *to)
{
	git_oid new = gr_to_git(to), old;
	git_reference *reference = NULL;
	int r;

	if (expected) {
		old = gr_to_git(expected);
		r = git_reference_create_matching(&reference, store->repository, GR_BRANCH, &new, 1, &old, "grant");
	} else {
		r = git_reference_create(&reference, store->repository, GR_BRANCH, &new, 0, "grant");
	}
	git_reference_free(reference);
	return r;
}

static void pause_for(unsigned milliseconds)
{
	struct timespec wait = { milliseconds / 1000, (long)(milliseconds % 1000) * 1000000 };

	nanosleep(&wait, NULL);
}

static char *own_path(const gr_store *store, const char *name)
{
	return gr_format("%s%s", store->git_dir, name);
}

/* git gives up on main.lock after 100 ms. A writer of ours that died there left its intent, and then the lock that stood there
 * before we had ours is nobody's; one that came since belongs to a git that lives. */
static int wait_for_lock(gr_store *store, const struct gr_oid *expected, const struct gr_oid *to)
{
	int r = GIT_ELOCKED;

	if (gr_dead_lock_remove(store, GR_BRANCH, store->found_main_lock))
		r = swap(store, expected, to);
	for (unsigned wait = 1; r == GIT_ELOCKED && wait <= 512; wait *= 2) {
		pause_for(wait + (unsigned)getpid() % 7);
		r = swap(store, expected, to);
	}
	return r;
}

static int fail_move(const gr_store *store, int git_code)
{
	if (git_code == GIT_ELOCKED)
		return gr_fail(GRANT_EIO, _("another program holds %s%s.lock; if none is running, remove that file"),
		               store->git_dir, GR_BRANCH);
	if (git_code == GIT_EMODIFIED || git_code == GIT_EEXISTS || git_code == GIT_ENOTFOUND)
		return gr_fail(GRANT_ECONFLICT, _("somebody else was first; nothing was changed, try again"));
	gr_git_fail(git_code, _("main cannot be moved"));
	return gr_error_recode(GRANT_EIO);
}

/* Who was first is seen before anything becomes durable; the swap looks again. */
static int check_main(gr_store *store, const struct gr_oid *expected)
{
	git_oid now;
	int r = git_reference_name_to_id(&now, store->repository, GR_BRANCH);
	git_oid old = expected ? gr_to_git(expected) : (git_oid){ 0 };

	if (r == GIT_ENOTFOUND && !expected)
		return 0;
	if (r < 0)
		return r;
	return expected && git_oid_equal(&now, &old) ? 0 : GIT_EMODIFIED;
}

/* The pack is kept from git gc until main leads to it. */
static int publish_and_swap(gr_store *store, const struct gr_oid *expected, const struct gr_oid *to)
{
	int git_code = check_main(store, expected), r;

	if (git_code < 0)
		return fail_move(store, git_code);
	r = gr_pack_publish(&store->pending);
	if (r < 0)
		return r;
	if (!expected)
		gr_store_settle(store);
	git_code = swap(store, expected, to);
	if (git_code == GIT_ELOCKED)
		git_code = wait_for_lock(store, expected, to);
	gr_pack_unkeep(&store->pending);
	return git_code < 0 ? fail_move(store, git_code) : 0;
}

int gr_store_move(gr_store *store, const struct gr_oid *expected, const struct gr_oid *to)
{
	gr_autofree_text char *intent = own_path(store, "grant/intent");
	char hex[GR_OID_HEX];
	int r;

	if (!intent)
		return GRANT_ENOMEM;
	gr_oid_hex(hex, to);
	r = gr_note_write(intent, hex);
	if (r == 0)
		r = publish_and_swap(store, expected, to);
	if (r < 0) {
		unlink(intent);
		return r;
	}
	gr_store_look_ahead(store, NULL);
	if (!expected)
		gr_store_made(store);
	/* the intent outlives the work tree's turn: git's lock on its index can be left there too */
	r = gr_checkout_follow(store, expected, to);
	unlink(intent);
	return r;
}
