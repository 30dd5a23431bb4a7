/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects: hashed by libgit2's SHA-1, which notices collisions (proposals are untrusted), but for trees of short names, written
 * into the pending pack, read through libgit2. Not here: how a pack looks (pack.c), trees and commits.
 */
#include <stdio.h>
#include <string.h>

#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <nettle/sha1.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define BLOCK ((size_t)256 * 1024)

static int fail_write(int git_code)
{
	gr_git_fail(git_code, _("an object cannot be written into the repository"));
	return gr_error_recode(GRANT_EIO);
}

/*
 * Whoever makes SHA-1 collide chooses blocks of 64 bytes. In a tree of names this short none is without a part of somebody's digest
 * ("100644 ", the name, NUL: 48 bytes from one to the next), which nobody chooses; and most of an act's bytes are such trees.
 */
#define SHORT_NAME 40
#define MODE_MAX 7 /* "100644 " */

static bool is_tree_of_short_names(git_object_t type, const char *bytes, size_t size)
{
	if (type != GIT_OBJECT_TREE)
		return false;
	while (size > 0) {
		size_t entry = strnlen(bytes, size) + 1 + GIT_OID_RAWSZ;

		if (entry > MODE_MAX + SHORT_NAME + 1 + GIT_OID_RAWSZ || entry > size)
			return false;
		bytes += entry;
		size -= entry;
	}
	return true;
}

static void hash_tree(struct gr_oid *out, const void *bytes, size_t size)
{
	struct sha1_ctx hash;
	char head[32];
	int length = snprintf(head, sizeof(head), "tree %zu", size);

	sha1_init(&hash);
	sha1_update(&hash, (size_t)length + 1, (const uint8_t *)head);
	sha1_update(&hash, size, bytes);
	sha1_digest(&hash, sizeof(out->bytes), out->bytes);
}

static int hash_object(struct gr_oid *out, git_object_t type, const void *bytes, size_t size)
{
	git_oid id;
	int r;

	if (is_tree_of_short_names(type, bytes, size)) {
		hash_tree(out, bytes, size);
		return 0;
	}
	r = git_odb_hash(&id, bytes, size, type);
	if (r < 0)
		return fail_write(r);
	*out = gr_from_git(&id);
	return 0;
}

int gr_object_write(struct gr_oid *out, gr_store *store, git_object_t type, const void *bytes, size_t size)
{
	int r = hash_object(out, type, bytes, size);

	if (r < 0)
		return r;
	if (gr_pack_find(&store->pending, out))
		return 0;
	r = gr_pack_put(&store->pending, out, (int)type, bytes, size);
	if (r == 0)
		gr_recent_keep(&store->pending, out, (int)type, bytes, size);
	return r;
}

/* ---- hashing what is too large for memory: libgit2 hashes a stream on its way into a database, so here is one that keeps
 * nothing ---- */

static int take_nothing(git_odb_stream *stream, const char *bytes, size_t size)
{
	(void)stream;
	(void)bytes;
	(void)size;
	return 0;
}

static int end_nothing(git_odb_stream *stream, const git_oid *id)
{
	(void)stream;
	(void)id;
	return 0;
}

static void free_stream(git_odb_stream *stream)
{
	gr_free(stream);
}

static int open_nothing(git_odb_stream **out, git_odb_backend *backend, git_object_size_t size, git_object_t type)
{
	git_odb_stream *stream = gr_alloc(sizeof(*stream));

	(void)size;
	(void)type;
	if (!stream)
		return -1;
	stream->backend = backend;
	stream->mode = GIT_STREAM_WRONLY;
	stream->write = take_nothing;
	stream->finalize_write = end_nothing;
	stream->free = free_stream;
	*out = stream;
	return 0;
}

static void free_backend(git_odb_backend *backend)
{
	gr_free(backend);
}

static int open_hasher(gr_store *store)
{
	git_odb_backend *backend;
	int r;

	if (store->hasher)
		return 0;
	backend = gr_alloc(sizeof(*backend));
	if (!backend)
		return GRANT_ENOMEM;
	git_odb_init_backend(backend, GIT_ODB_BACKEND_VERSION);
	backend->writestream = open_nothing;
	backend->free = free_backend;
	r = git_odb_new(&store->hasher);
	if (r == 0)
		r = git_odb_add_backend(store->hasher, backend, 1);
	if (r == 0)
		return 0;
	gr_free(backend);
	git_odb_free(store->hasher);
	store->hasher = NULL;
	return fail_write(r);
}

static int feed(git_odb_stream *stream, int fd, uint64_t size)
{
	gr_autofree_text char *block = gr_alloc(BLOCK);

	if (!block)
		return GRANT_ENOMEM;
	for (uint64_t at = 0; at < size;) {
		size_t got;
		int r = gr_file_block(&got, fd, block, BLOCK, at);

		if (r < 0)
			return r;
		r = git_odb_stream_write(stream, block, got);
		if (r < 0)
			return fail_write(r);
		at += got;
	}
	return 0;
}

static int hash_file(struct gr_oid *out, gr_store *store, git_object_t type, int fd, uint64_t size)
{
	git_odb_stream *stream = NULL;
	git_oid id;
	int r = open_hasher(store);

	if (r < 0)
		return r;
	r = git_odb_open_wstream(&stream, store->hasher, size, type);
	if (r < 0)
		return fail_write(r);
	r = feed(stream, fd, size);
	if (r == 0 && git_odb_stream_finalize_write(&id, stream) < 0)
		r = fail_write(-1);
	git_odb_stream_free(stream);
	if (r == 0)
		*out = gr_from_git(&id);
	return r;
}

int gr_object_write_file(struct gr_oid *out, gr_store *store, git_object_t type, int fd, uint64_t size)
{
	int r = hash_file(out, store, type, fd, size);

	if (r < 0 || gr_pack_find(&store->pending, out))
		return r;
	return gr_pack_put_file(&store->pending, out, (int)type, fd, size);
}

/* ---- reading ---- */

int gr_objects_open(gr_store *store)
{
	gr_autofree_text char *folder = gr_format("%sobjects", store->git_dir);
	git_odb *odb = NULL;
	int r = folder ? git_odb_open(&odb, folder) : -1;

	if (r == 0)
		r = gr_pending_backend(odb, store);
	if (r == 0)
		r = git_repository_set_odb(store->repository, odb);
	if (r < 0) {
		git_odb_free(odb);
		return r;
	}
	git_odb_free(store->odb);
	store->odb = odb;
	return 0;
}

/* A pack that was known and is gone gives an error and not "not found": somebody has put packs together. */
int gr_object_read(git_odb_object **out, gr_store *store, const struct gr_oid *oid)
{
	git_oid id = gr_to_git(oid);
	int r = git_odb_read(out, store->odb, &id);

	if (r < 0 && r != GIT_ENOTFOUND && gr_objects_open(store) == 0)
		r = git_odb_read(out, store->odb, &id);
	return r;
}

/* GIT_ENOTFOUND: in none of them, or the pack is gone that it lay in. */
static int read_from_backends(struct gr_raw *out, gr_store *store, const git_oid *id)
{
	size_t count = git_odb_num_backends(store->odb);

	for (size_t i = 0; i < count; i++) {
		git_odb_backend *backend;

		if (git_odb_get_backend(&backend, store->odb, i) < 0 || !backend->read ||
		    backend->read(&out->bytes, &out->size, &out->type, backend, id) < 0)
			continue;
		out->backend = backend;
		return 0;
	}
	return GIT_ENOTFOUND;
}

int gr_raw_read(struct gr_raw *out, gr_store *store, const struct gr_oid *oid)
{
	git_oid id = gr_to_git(oid);
	git_odb_object *object;
	int r;

	/* what is pending is in no pack that is mapped */
	if (store->unpacker && !gr_pack_find(&store->pending, oid) && gr_unpack(out, store->unpacker, oid))
		return 0;
	r = read_from_backends(out, store, &id);

	if (r == 0)
		return 0;
	/* this one looks for new packs, and has words */
	r = gr_object_read(&object, store, oid);
	if (r < 0)
		return r;
	git_odb_object_free(object);
	return read_from_backends(out, store, &id);
}

void gr_raw_clear(struct gr_raw *raw)
{
	if (raw->bytes && raw->backend)
		git_odb_backend_data_free(raw->backend, raw->bytes);
	else
		gr_free(raw->bytes);
	raw->bytes = NULL;
}

int gr_store_expect_reading(gr_store *store)
{
	if (!store->unpacker)
		store->unpacker = gr_unpacker_new();
	return store->unpacker ? gr_unpacker_look(store->unpacker, store) : GRANT_ENOMEM;
}

/* ---- what is pending ---- */

struct gr_mark gr_store_mark(const gr_store *store)
{
	const struct gr_pack *pack = &store->pending;
	bool is_open = pack->path && !pack->is_published;

	return (struct gr_mark){ pack->generation, gr_pack_size(pack), is_open ? pack->count : 0 };
}

void gr_store_rewind(gr_store *store, const struct gr_mark *mark)
{
	bool is_same = mark->generation == store->pending.generation;

	store->has_last = false;
	gr_pack_rewind(&store->pending, is_same ? mark->size : 0, is_same ? mark->count : 0);
}

void gr_store_look_ahead(gr_store *store, const struct gr_oid *commit)
{
	store->is_ahead = commit != NULL;
	if (commit)
		store->ahead = *commit;
}
