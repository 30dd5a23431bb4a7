/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_STORE_INSIDE_H
#define GR_STORE_INSIDE_H

/* What the files of this room share. Nobody else includes it. */

#include <sys/types.h>

#include <git2.h>

#include "store/pack.h"
#include "store/store.h"

#define GR_BRANCH "refs/heads/main"

struct gr_store {
	git_repository *repository;
	git_odb *odb;
	git_odb *hasher;    /* made when first needed (hash.c) */
	struct gr_pack pending; /* what was written and is not durable yet */
	struct gr_oid ahead; /* what main is going to be */
	bool is_ahead;
	struct gr_oid last_commit, last_tree; /* which was asked for or made last, and its tree */
	bool has_last;
	struct gr_unpacker *unpacker; /* NULL: nobody is going to read much */
	char *git_dir;      /* with a slash at the end */
	int lock_fd;        /* -1: not held */
	/* When the lock was had: a writer of ours had died while it moved main, and these locks (inodes, 0: none) stood
	 * there, which are then nobody's. */
	bool found_intent;
	ino_t found_main_lock, found_index_lock;
};

/* errors.c: libgit2's code and words -> ours; `what` says what was tried. */
int gr_git_fail(int git_code, const char *format, ...) GR_PRINTF(2, 3);

/* object.c: an object's bytes as they lie in the repository. Unlike gr_object_read() this neither computes the SHA-1 again, as git does not
 * either when it reads (zlib's checksum finds what a disk has spoiled), nor fills libgit2's cache. */
struct gr_raw {
	git_object_t type;
	void *bytes;
	size_t size;
	git_odb_backend *backend; /* whose memory it is; NULL: ours */
};
int gr_raw_read(struct gr_raw *out, gr_store *store, const struct gr_oid *oid); /* libgit2's code */
void gr_raw_clear(struct gr_raw *raw);

/* packs.c: the name of every pack, what stands between "pack-" and ".pack". Non-zero from the callback ends it and comes back. */
int gr_packs_each(const gr_store *store, int (*call)(const char name[GR_OID_HEX], void *payload), void *payload);
/* A pack and its index; to be closed also when it could not be opened, or is not whole to look at. */
struct gr_mapped {
	const unsigned char *pack, *index;
	size_t pack_size, index_size;
	uint32_t count; /* of its objects, which stand in the index by id */
};
bool gr_mapped_open(struct gr_mapped *out, const gr_store *store, const char *name);
void gr_mapped_close(struct gr_mapped *mapped);
bool gr_mapped_entry(struct gr_packed *out, const struct gr_mapped *mapped, uint32_t place);
bool gr_mapped_find(struct gr_packed *out, const struct gr_mapped *mapped, const struct gr_oid *oid);

/* delta.c: room for a small object and a NUL behind it; what a delta makes of its base. false: too large, cut off, or not as it
 * should be. */
bool gr_raw_make(struct gr_raw *out, uint64_t size);
bool gr_delta_apply(struct gr_raw *out, const struct gr_raw *base, const unsigned char *delta, size_t size);

/* unpack.c: objects from the packs that were there when it looked. false: libgit2 is to be asked, and an error that was set is none. */
struct gr_unpacker *gr_unpacker_new(void);
int gr_unpacker_look(struct gr_unpacker *unpacker, const gr_store *store);
void gr_unpacker_free(struct gr_unpacker *unpacker); /* NULL is fine */
bool gr_unpack(struct gr_raw *out, struct gr_unpacker *unpacker, const struct gr_oid *oid);

/* tree.c: a tree object's raw entries, one after the other. */
struct gr_tree {
	struct gr_raw raw; /* whose bytes they are, or */
	char *copy;
	const char *at, *end;
};
struct gr_tree_entry {
	const char *name;
	size_t name_size;
	bool is_tree;
	bool is_blob;       /* a plain file; links and sub-modules are neither */
	unsigned mode;
	struct gr_oid oid;
};
int gr_tree_open(struct gr_tree *out, gr_store *store, const struct gr_oid *oid);
/* 1 and the next entry, 0 at the end, negative: damaged. */
int gr_tree_next(struct gr_tree_entry *out, struct gr_tree *tree);
void gr_tree_close(struct gr_tree *tree);
void gr_tree_append(struct gr_buf *raw, unsigned mode, const char *name, size_t size, const struct gr_oid *oid);
/* git's order: a folder compares as "name/". */
int gr_tree_compare(const struct gr_tree_entry *a, const struct gr_tree_entry *b);
/* The entry of a name in a tree. GRANT_ENOTFOUND without words. */
int gr_tree_find(struct gr_tree_entry *out, gr_store *store, const struct gr_oid *tree, const char *name, size_t size);
/* The entry at a path below a tree; "" gives the tree itself. */
int gr_tree_find_path(struct gr_tree_entry *out, gr_store *store, const struct gr_oid *tree, const char *path);

git_oid gr_to_git(const struct gr_oid *oid);
struct gr_oid gr_from_git(const git_oid *oid);

/* deflate.c: some bytes of a file that is being taken in; there are some. */
int gr_file_block(size_t *got, int fd, void *block, size_t size, uint64_t at);

/* object.c: a blob, tree or commit into the pack that is being written; read one, also when another program has just put the
 * packs together that it lay in. */
int gr_object_write(struct gr_oid *out, gr_store *store, git_object_t type, const void *bytes, size_t size);
int gr_object_write_file(struct gr_oid *out, gr_store *store, git_object_t type, int fd, uint64_t size);
int gr_object_read(git_odb_object **out, gr_store *store, const struct gr_oid *oid); /* libgit2's code */
/* Look at the folder of packs anew; those that are gone are let go of. libgit2's code. */
int gr_objects_open(gr_store *store);

/* pending.c: libgit2 finds what is pending through this. */
int gr_pending_backend(git_odb *odb, gr_store *store);

/* lock.c: a small file whose being there says something; it need not outlive a power cut. */
int gr_note_write(const char *path, const char *text);

/* repo.c: a handle in steps: an empty one, its folder, what libgit2 has opened, our own folder in it. */
int gr_store_begin(gr_store **out);
int gr_store_set_dir(gr_store *store, const char *git_dir);
int gr_store_fill(gr_store *store);
int gr_store_make_folder(const gr_store *store);
/* libgit2 refused since the repository belongs to another user. */
bool gr_git_is_of_another(int git_code);

/* A repository that was being made has its first commit. */
void gr_store_settle(const gr_store *store);
void gr_store_made(const gr_store *store);

/* lock.c: take away "<name>.lock" in the git folder when it is the one that a dead writer of ours left. */
bool gr_dead_lock_remove(gr_store *store, const char *name, ino_t found);

/* loose.c: every object that lies in a file of its own; its file; whether it is whole. */
enum { GR_LOOSE_GONE, GR_LOOSE_CLOSED /* it cannot be opened */, GR_LOOSE_DAMAGED, GR_LOOSE_WHOLE };
int gr_loose_check(const char *path, const struct gr_oid *oid); /* one of these; GRANT_ENOMEM */
int gr_loose_each(gr_store *store, int (*call)(gr_store *store, const struct gr_oid *oid, void *payload), void *payload);
char *gr_loose_path(const gr_store *store, const struct gr_oid *oid);

/* tree.c: the next question for a commit's tree is likely for this one. */
void gr_store_note_tree(gr_store *store, const struct gr_oid *commit, const struct gr_oid *tree);

/* edit.c: whose trees are edited. */
gr_store *gr_edit_store(const gr_edit *edit);

/* checkout.c: let the work tree follow from one commit (NULL: none) to another. */
int gr_checkout_follow(gr_store *store, const struct gr_oid *from, const struct gr_oid *to);

#endif
