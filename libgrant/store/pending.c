/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what is not published yet: the ids of the pending pack in a table, and a backend through which libgit2 finds
 * them, so that an act can be built upon one that is not durable. Not here: writing (pack.c).
 */
#include <string.h>
#include <unistd.h>

#include <git2/sys/odb_backend.h>
#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define BLOCK ((size_t)16 * 1024)
#define PRIORITY 10 /* before libgit2's own, which have 1 and 2: the table is asked for nothing */

/* ---- the table: open addressing, at most half full ---- */

/* Ids are digests: any bytes of them do. Whoever chooses contents can make them collide only by work, and then only slow. */
static size_t first_slot(const struct gr_pack *pack, const struct gr_oid *oid)
{
	uint64_t number;

	memcpy(&number, oid->bytes, sizeof(number));
	return (size_t)number & (pack->slot_count - 1);
}

static void note(struct gr_pack *pack, size_t place)
{
	size_t slot = first_slot(pack, &pack->objects[place].oid);

	while (pack->slots[slot])
		slot = (slot + 1) & (pack->slot_count - 1);
	pack->slots[slot] = (uint32_t)place + 1;
}

int gr_pack_note_all(struct gr_pack *pack)
{
	size_t wanted = pack->slot_count ? pack->slot_count : 256;

	while (wanted < pack->count * 2)
		wanted *= 2;
	if (wanted != pack->slot_count) {
		uint32_t *slots = gr_resize_array(pack->slots, wanted, sizeof(*slots));

		if (!slots)
			return GRANT_ENOMEM;
		pack->slots = slots;
		pack->slot_count = wanted;
	}
	memset(pack->slots, 0, pack->slot_count * sizeof(*pack->slots));
	for (size_t i = 0; i < pack->count; i++)
		note(pack, i);
	return 0;
}

int gr_pack_note_last(struct gr_pack *pack)
{
	if (pack->count * 2 > pack->slot_count)
		return gr_pack_note_all(pack);
	note(pack, pack->count - 1);
	return 0;
}

const struct gr_packed *gr_pack_find(const struct gr_pack *pack, const struct gr_oid *oid)
{
	if (pack->count == 0)
		return NULL;
	for (size_t slot = first_slot(pack, oid); pack->slots[slot]; slot = (slot + 1) & (pack->slot_count - 1)) {
		const struct gr_packed *packed = &pack->objects[pack->slots[slot] - 1];

		if (gr_oid_equal(&packed->oid, oid))
			return packed;
	}
	return NULL;
}

/* ---- reading back ---- */

/* Some bytes of the pack: what waits to be written is read where it stands, the rest into the block. */
static int read_some(const unsigned char **out, size_t *got, struct gr_pack *pack, unsigned char *block, size_t size, uint64_t at)
{
	uint64_t waiting = at - pack->written;

	*out = block;
	if (at < pack->written)
		return gr_file_block(got, pack->fd, block, size < pack->written - at ? size : (size_t)(pack->written - at), at);
	if (waiting >= pack->waiting.size)
		return gr_fail(GRANT_EIO, _("the pack that is being written cannot be read back"));
	*out = (const unsigned char *)pack->waiting.data + waiting;
	*got = pack->waiting.size - (size_t)waiting < size ? pack->waiting.size - (size_t)waiting : size;
	return 0;
}

struct head {
	git_object_t type;
	size_t size;
	uint64_t body; /* where it begins */
};

static int read_head(struct head *out, struct gr_pack *pack, const struct gr_packed *packed)
{
	unsigned char block[16];
	const unsigned char *bytes, *at;
	uint64_t size;
	size_t got;
	int type, r = read_some(&bytes, &got, pack, block, sizeof(block), packed->offset);

	if (r < 0)
		return r;
	at = bytes;
	if (!gr_pack_head_read(&type, &size, &at, bytes + got))
		return gr_fail(GRANT_EIO, _("the pack that is being written cannot be read back"));
	*out = (struct head){ (git_object_t)type, (size_t)size, packed->offset + (uint64_t)(at - bytes) };
	return 0;
}

struct gr_inflater {
	z_stream stream;
	unsigned char block[BLOCK];
};

void gr_inflater_free(struct gr_inflater *inflater)
{
	if (inflater)
		inflateEnd(&inflater->stream);
	gr_free(inflater);
}

static int begin_inflate(z_stream **out, struct gr_pack *pack)
{
	struct gr_inflater *inflater = pack->inflater;

	if (!inflater) {
		inflater = gr_alloc(sizeof(*inflater));
		if (!inflater || inflateInit(&inflater->stream) != Z_OK) {
			gr_free(inflater);
			return gr_fail_memory();
		}
		pack->inflater = inflater;
	}
	inflateReset(&inflater->stream);
	*out = &inflater->stream;
	return 0;
}

/* `out` has room for one byte more: zlib wants some even for an empty object, and too long a body shows. */
static int inflate_body(unsigned char *out, const struct head *head, struct gr_pack *pack)
{
	uint64_t at = head->body;
	z_stream *stream = NULL;
	int code = Z_OK, r = begin_inflate(&stream, pack);

	if (r < 0)
		return r;
	stream->next_out = out;
	stream->avail_out = (uInt)head->size + 1;
	while (code == Z_OK) {
		const unsigned char *bytes;
		size_t got;

		r = read_some(&bytes, &got, pack, pack->inflater->block, BLOCK, at);
		if (r < 0)
			return r;
		at += got;
		stream->next_in = (Bytef *)(uintptr_t)bytes;
		stream->avail_in = (uInt)got;
		code = inflate(stream, Z_NO_FLUSH);
	}
	if (code == Z_STREAM_END && stream->total_out == head->size)
		return 0;
	return gr_fail(GRANT_EIO, _("the pack that is being written cannot be read back"));
}

struct pending_backend {
	git_odb_backend parent;
	gr_store *store;
};

/* *recent is NULL when it has to be read from the file. */
static int find_head(struct head *out, const struct gr_recent_object **recent, const git_odb_backend *backend,
                     const git_oid *id)
{
	struct gr_pack *pack = &((const struct pending_backend *)backend)->store->pending;
	struct gr_oid oid = gr_from_git(id);
	const struct gr_packed *packed = gr_pack_find(pack, &oid);

	if (!packed)
		return GIT_ENOTFOUND;
	*recent = gr_recent_find(pack, &oid);
	if (!*recent)
		return read_head(out, pack, packed) < 0 ? GIT_ERROR : 0;
	out->type = (git_object_t)(*recent)->type;
	out->size = (*recent)->size;
	return 0;
}

static int read_body(unsigned char *out, const struct head *head, const struct gr_recent_object *recent, struct gr_pack *pack)
{
	if (!recent)
		return inflate_body(out, head, pack);
	memcpy(out, recent->bytes, recent->size);
	return 0;
}

static int backend_read(void **bytes, size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id)
{
	const struct gr_recent_object *recent;
	struct head head;
	void *data;
	int r = find_head(&head, &recent, backend, id);

	if (r < 0)
		return r;
	/* libgit2 puts a NUL behind an object, too */
	data = git_odb_backend_data_alloc(backend, head.size + 1);
	if (!data || head.size >= UINT32_MAX ||
	    read_body(data, &head, recent, &((struct pending_backend *)backend)->store->pending) < 0) {
		git_odb_backend_data_free(backend, data);
		return GIT_ERROR;
	}
	((char *)data)[head.size] = '\0';
	*bytes = data;
	*size = head.size;
	*type = head.type;
	return 0;
}

static int backend_read_header(size_t *size, git_object_t *type, git_odb_backend *backend, const git_oid *id)
{
	const struct gr_recent_object *recent;
	struct head head;
	int r = find_head(&head, &recent, backend, id);

	if (r < 0)
		return r;
	*size = head.size;
	*type = head.type;
	return 0;
}

static int backend_exists(git_odb_backend *backend, const git_oid *id)
{
	struct gr_oid oid = gr_from_git(id);

	return gr_pack_find(&((struct pending_backend *)backend)->store->pending, &oid) != NULL;
}

static void backend_free(git_odb_backend *backend)
{
	gr_free(backend);
}

int gr_pending_backend(git_odb *odb, gr_store *store)
{
	struct pending_backend *backend = gr_alloc(sizeof(*backend));
	int r;

	if (!backend)
		return GIT_ERROR;
	git_odb_init_backend(&backend->parent, GIT_ODB_BACKEND_VERSION);
	backend->parent.read = backend_read;
	backend->parent.read_header = backend_read_header;
	backend->parent.exists = backend_exists;
	backend->parent.free = backend_free;
	backend->store = store;
	r = git_odb_add_backend(odb, &backend->parent, PRIORITY);
	if (r < 0)
		gr_free(backend);
	return r;
}
