/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_STORE_STORE_H
#define GR_STORE_STORE_H

/*
 * One git repository: read at a commit, edit a tree in memory, commit, move `main` by compare-and-swap, history, changes
 * between two commits. This room knows no records: paths and bytes only. Trees are edited and compared by our own code
 * over raw objects (storage.md says why). A handle belongs to one thread.
 */

#include "base/base.h"
#include "base/buf.h"
#include "base/finding.h"
#include "base/io.h"
#include "base/progress.h"
#include "base/time.h"

#define GR_OID_SIZE 20
#define GR_OID_HEX 41

struct gr_oid {
	unsigned char bytes[GR_OID_SIZE];
};

typedef struct gr_store gr_store;
typedef struct gr_edit gr_edit;
typedef struct gr_blob_writer gr_blob_writer;

/* A new repository on branch main without a commit: bare, or with a work tree. Writes core.protectHFS, core.protectNTFS,
 * and what storage.md says; makes <gitdir>/grant/. GRANT_EEXISTS when the folder exists and is not empty. */
int gr_store_init(gr_store **out, const char *dir, bool checkout);
/* A folder that is a repository, or a work tree's top or below. GRANT_EIO: none there (names the folder); GRANT_EFORMAT. */
int gr_store_open(gr_store **out, const char *dir);
/* Who is going to read much through a handle, a whole round or for many acts, says so: the packs that are there now are mapped, and
 * small objects come from there in half the time. What comes later is found all the same. GRANT_ENOMEM. */
int gr_store_expect_reading(gr_store *store);
void gr_store_close(gr_store *store);
const char *gr_store_git_dir(const gr_store *store); /* with a slash at the end */
bool gr_store_is_bare(const gr_store *store);
/* git's configuration (repository, user, system), e.g. "grant.person"; yours; *out NULL when not set. */
int gr_store_config(char **out, gr_store *store, const char *name);

void gr_oid_hex(char out[GR_OID_HEX], const struct gr_oid *oid);
int gr_oid_parse(struct gr_oid *out, const char *hex);
bool gr_oid_equal(const struct gr_oid *a, const struct gr_oid *b);

/* Read. A commit is given by its id. */
int gr_store_tip(struct gr_oid *commit, gr_store *store);   /* of main; GRANT_ENOTFOUND before the first commit */
int gr_store_tree_of(struct gr_oid *tree, gr_store *store, const struct gr_oid *commit);
int gr_store_resolve(struct gr_oid *commit, gr_store *store, const char *revision); /* "HEAD~3", a hash; GRANT_ENOTFOUND */
/* The object at a path ("" is the root tree). GRANT_ENOTFOUND. */
int gr_store_lookup(struct gr_oid *oid, bool *is_tree, gr_store *store, const struct gr_oid *commit, const char *path);
int gr_store_read(struct gr_buf *out, gr_store *store, const struct gr_oid *commit, const char *path, size_t limit);
int gr_store_read_blob(struct gr_buf *out, gr_store *store, const struct gr_oid *blob, size_t limit);
/* The same, but what is larger is not read at all and no failure. */
int gr_store_read_small(struct gr_buf *out, bool *is_small, gr_store *store, const struct gr_oid *blob, size_t limit);
int gr_store_blob_size(int64_t *size, gr_store *store, const struct gr_oid *blob);
/* A whole blob in memory into a sink. */
int gr_store_copy_blob(struct gr_sink *to, gr_store *store, const struct gr_oid *blob);

/* Every file below a folder ("" for all), in git's order. The callback's non-zero answer ends the walk and comes back. */
typedef int (*gr_store_file_cb)(const char *path, const struct gr_oid *blob, void *payload);
int gr_store_walk(gr_store *store, const struct gr_oid *commit, const char *folder, gr_store_file_cb call, void *payload);

/* What changed between two commits, in git's order: old NULL: added, new NULL: removed. `from` NULL: everything is added.
 * Equal sub-trees are skipped without being read. */
typedef int (*gr_store_change_cb)(const char *path, const struct gr_oid *old_blob, const struct gr_oid *new_blob,
                                  void *payload);
int gr_store_diff(gr_store *store, const struct gr_oid *from, const struct gr_oid *to, gr_store_change_cb call,
                  void *payload);
/* The same, without entering folders `depth` parts deep: one that changed is told as its path with a slash at the end. */
int gr_store_diff_folders(gr_store *store, const struct gr_oid *from, const struct gr_oid *to, int depth,
                          gr_store_change_cb call, void *payload);

/*
 * Merge two commits over a base, by the ids of what they hold: a tree with what either side changed. What both changed, and
 * differently, is a conflict: `settle` says for each which side is right, or leaves it open; NULL leaves all open. A side that
 * has nothing at the path is not there; a file on one side and a folder on the other is a conflict too. Contents are not looked
 * at. The tree is written, not committed. GRANT_ECONFLICT: some are open (all were asked for); GRANT_EFORMAT: a name that the
 * gate refuses would have to be written.
 */
struct gr_merge_side {
	bool is_there, is_tree;
	unsigned mode;
	struct gr_oid oid;
};
struct gr_merge_conflict {
	const char *path;
	struct gr_merge_side base, ours, theirs;
};
enum gr_merge_answer { GR_MERGE_OPEN, GR_MERGE_OURS, GR_MERGE_THEIRS };
/* One of the answers; negative: stop with this code. */
typedef int (*gr_merge_cb)(const struct gr_merge_conflict *conflict, void *payload);
int gr_store_merge(struct gr_oid *tree, gr_store *store, const struct gr_oid *base, const struct gr_oid *ours,
                   const struct gr_oid *theirs, gr_merge_cb settle, void *payload);
/* The commit that two histories have in common. GRANT_ENOTFOUND: none. */
int gr_store_merge_base(struct gr_oid *out, gr_store *store, const struct gr_oid *one, const struct gr_oid *two);

/* Write blobs. */
int gr_store_write_blob(struct gr_oid *out, gr_store *store, const void *bytes, size_t size);
/* Streamed, in bounded memory; the size is known only at the end. */
int gr_blob_writer_open(gr_blob_writer **out, gr_store *store);
int gr_blob_writer_write(gr_blob_writer *writer, const void *bytes, size_t size);
int gr_blob_writer_finish(struct gr_oid *out, gr_blob_writer *writer); /* frees the writer in any case */
void gr_blob_writer_abandon(gr_blob_writer *writer);

/*
 * What is written waits in one pack that nobody else sees, until gr_store_move() makes it durable and moves main. This
 * handle reads it like everything else, so that several acts, each its own commit upon the one before, can become
 * durable in one step.
 */
struct gr_mark {
	unsigned generation;
	uint64_t size;
	size_t count;
};
struct gr_mark gr_store_mark(const gr_store *store);
/* Forget what was written since; nothing when it is durable by now. */
void gr_store_rewind(gr_store *store, const struct gr_mark *mark);
/* What gr_store_tip() says until it is told NULL: the commit that main is going to be moved to. */
void gr_store_look_ahead(gr_store *store, const struct gr_oid *commit);

/* An edit: changed paths over the tree of a commit (NULL: an empty tree). Every name passes the gate of base/path. A file may
 * replace a folder and the reverse; folders that become empty go. Later puts of a path win. */
int gr_edit_new(gr_edit **out, gr_store *store, const struct gr_oid *base_commit);
int gr_edit_put(gr_edit *edit, const char *path, const struct gr_oid *blob);
int gr_edit_put_bytes(gr_edit *edit, const char *path, const void *bytes, size_t size); /* written with the tree */
int gr_edit_remove(gr_edit *edit, const char *path); /* a file or a whole folder; nothing there: nothing happens */
size_t gr_edit_count(const gr_edit *edit);
/* In order of path; what becomes of it. */
enum gr_edit_kind { GR_EDIT_ADD, GR_EDIT_CHANGE, GR_EDIT_REMOVE };
const char *gr_edit_path(const gr_edit *edit, size_t index);
enum gr_edit_kind gr_edit_kind(const gr_edit *edit, size_t index);
int gr_edit_tree(struct gr_oid *tree, gr_edit *edit); /* one sorted pass, splicing raw trees; writes them */
void gr_edit_free(gr_edit *edit);

/* Sign a commit: the unsigned commit's bytes in, the armoured signature out (yours). Non-zero: it could not be. */
typedef int (*gr_sign_cb)(char **signature, const char *bytes, size_t size, void *payload);

struct gr_commit_request {
	const struct gr_oid *parent;  /* NULL: the first */
	const char *message;          /* subject, blank line, body, trailers; one newline at the end */
	const char *name, *email;     /* author and committer */
	struct gr_time author_time;
	struct gr_time commit_time;
	gr_sign_cb sign;              /* NULL: unsigned */
	void *sign_payload;
};
int gr_store_commit(struct gr_oid *commit, gr_edit *edit, const struct gr_commit_request *request);

/*
 * Make what was written durable, move main from `expected` (NULL: it must not exist) to `to`, and let the work tree follow if
 * there is one; under the writers' lock.
 * GRANT_ECONFLICT: main is somewhere else now. A main.lock of a killed writer is cleared when our intent file proves it ours.
 */
int gr_store_move(gr_store *store, const struct gr_oid *expected, const struct gr_oid *to);

/* The writers' lock, advisory, on <gitdir>/grant/lock (F_OFD_SETLKW with a time-out): one writer of ours at a time.
 * GRANT_ECONFLICT when it could not be had within `milliseconds`. Not needed for reading. */
int gr_store_lock(gr_store *store, int64_t milliseconds);
void gr_store_unlock(gr_store *store);

/* Put packs together when many have piled up, in bounded time; under the lock. What fails here has no effect. */
void gr_store_tidy(gr_store *store);
/* Put packs together, whatever their sizes; under the lock. How many there were and are. Nothing is done while git's own
 * maintenance runs, or has an index over all packs. */
int gr_store_consolidate(int64_t *before, int64_t *after, gr_store *store);
/* How many packs there are, and how many of them that would put together; no lock is needed. */
int gr_store_count_packs(int64_t *all, int64_t *together, gr_store *store);
/* git's own maintenance runs, or there is an index over all packs. */
bool gr_store_is_gits_turn(const gr_store *store);

/*
 * Looking for damage (doctor.c), also in what git does not take for a repository any more. Nothing is written unless `mend`:
 * then the writers' lock is held, and what is mended becomes a note.
 */
struct gr_exam {
	grant_findings *findings;
	bool mend;
	const char *known;            /* a commit that main is known to have stood at, 40 hex digits; NULL: none */
	struct gr_progress *progress;
};
/* What there is; nothing that cannot be opened is, and nothing is written but, when it is wished, our own folder, without which
 * there is no lock. GRANT_EIO: nothing like a repository is there. */
int gr_store_open_as_is(gr_store **out, const char *dir, bool make_folder);
bool gr_store_is_open(const gr_store *store); /* it could be opened after all */
int gr_store_exam(gr_store *store, const struct gr_exam *exam);

/* Maintenance, under the lock but for a dry run, each with how many there were: files that dead programs left half-written;
 * objects in files of their own, which go into a pack; references, when they are many, into one file. */
int gr_store_sweep(int64_t *count, gr_store *store, bool dry_run);
int gr_store_pack_loose(int64_t *count, gr_store *store, bool dry_run);
int gr_store_pack_references(int64_t *count, gr_store *store, bool dry_run);

/* History from a commit backwards. Texts are borrowed for the call. */
struct gr_commit_info {
	struct gr_oid commit, tree;
	struct gr_oid parent;        /* of the first parent */
	bool has_parent;
	struct gr_time author_time, commit_time;
	const char *name, *email;
	const char *subject;         /* first line */
	const char *message;
};
typedef int (*gr_store_commit_cb)(const struct gr_commit_info *info, void *payload);
/* `path` not NULL: only the commits that changed something at or below it against their first parent. */
int gr_store_history(gr_store *store, const struct gr_oid *from, const char *path, gr_store_commit_cb call, void *payload);
/* One commit. */
int gr_store_show(gr_store *store, const struct gr_oid *commit, gr_store_commit_cb call, void *payload);
/* The nth parent, from 0. 1; 0: there are not so many. `out` may be `commit`. */
int gr_store_parent(struct gr_oid *out, gr_store *store, const struct gr_oid *commit, unsigned nth);
/* A trailer's value in a message ("Grant-Act"); yours; NULL when it is not there. */
char *gr_trailer_get(const char *message, const char *name);

#endif
