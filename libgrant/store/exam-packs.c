/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs and their indexes: each against its own digest, and against each other. An index is made anew from its pack. Of a
 * damaged pack all objects that can be read go into a new one before it is set aside. Not here: which objects main needs.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <git2/indexer.h>
#include <git2/sys/odb_backend.h>
#include <nettle/sha1.h>
#include <zlib.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/exam.h"

#define BLOCK ((size_t)256 * 1024)
#define LARGEST ((uint64_t)1024 * 1024 * 1024) /* of an object that is read out of a damaged pack by ourselves */

/* ---- which there are ---- */

struct names {
	char (*items)[GR_OID_HEX];
	size_t count, capacity;
};

static bool is_pack_file(const char *name)
{
	return gr_text_starts(name, "pack-") && strspn(name + 5, "0123456789abcdef") == GR_OID_HEX - 1 &&
	       (strcmp(name + 4 + GR_OID_HEX, ".pack") == 0 || strcmp(name + 4 + GR_OID_HEX, ".idx") == 0);
}

static int add_name(struct names *names, const char *name)
{
	char hex[GR_OID_HEX];

	snprintf(hex, sizeof(hex), "%.40s", name + 5);
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->items[i], hex) == 0)
			return 0;
	if (names->count == names->capacity) {
		size_t capacity = names->capacity ? names->capacity * 2 : 64;
		void *items = gr_resize_array(names->items, capacity, sizeof(*names->items));

		if (!items)
			return GRANT_ENOMEM;
		names->items = items;
		names->capacity = capacity;
	}
	memcpy(names->items[names->count++], hex, sizeof(hex));
	return 0;
}

static int list_names(struct names *names, const gr_store *store)
{
	DIR *folder = opendir(store->pending.folder);
	const struct dirent *entry;
	int r = 0;

	while (r == 0 && folder && (entry = readdir(folder)))
		if (is_pack_file(entry->d_name))
			r = add_name(names, entry->d_name);
	if (folder)
		closedir(folder);
	return r;
}

static char *path_of(const gr_store *store, const char *name, const char *ending)
{
	return gr_format("%spack-%s%s", store->pending.folder, name, ending);
}

/* ---- one file against its digest ---- */

enum state { MISSING, UNREAD, DAMAGED, WHOLE };

struct digests {
	unsigned char said[SHA1_DIGEST_SIZE];   /* at its end */
	unsigned char before[SHA1_DIGEST_SIZE]; /* in front of that: of an index, its pack's */
};

/* A disk that fails here and there has damaged the file; GRANT_ENOMEM has not. */
static int hash_file(unsigned char out[SHA1_DIGEST_SIZE], int fd, uint64_t size)
{
	gr_autofree_text char *block = gr_alloc(BLOCK);
	struct sha1_ctx hash;
	size_t got = 0;
	int r = block ? 0 : GRANT_ENOMEM;

	sha1_init(&hash);
	for (uint64_t at = 0; r == 0 && at < size; at += got) {
		r = gr_file_block(&got, fd, block, size - at < BLOCK ? (size_t)(size - at) : BLOCK, at);
		if (r == 0)
			sha1_update(&hash, got, (const uint8_t *)block);
	}
	sha1_digest(&hash, SHA1_DIGEST_SIZE, out);
	return r;
}

static bool read_at(int fd, void *out, size_t size, uint64_t at)
{
	return pread(fd, out, size, (off_t)at) == (ssize_t)size;
}

static enum state check_open(struct digests *out, int fd, const char *start)
{
	unsigned char is[SHA1_DIGEST_SIZE];
	struct stat status;
	uint64_t end;
	char head[8];
	int r;

	if (fstat(fd, &status) < 0)
		return UNREAD;
	if (!S_ISREG(status.st_mode) || status.st_size < 2 * SHA1_DIGEST_SIZE + 8)
		return DAMAGED;
	end = (uint64_t)status.st_size - SHA1_DIGEST_SIZE;
	if (!read_at(fd, out->said, sizeof(out->said), end) ||
	    !read_at(fd, out->before, sizeof(out->before), end - SHA1_DIGEST_SIZE) ||
	    !read_at(fd, head, sizeof(head), 0) || memcmp(head, start, sizeof(head)) != 0)
		return DAMAGED;
	r = hash_file(is, fd, end);
	gr_error_clear();
	if (r == GRANT_ENOMEM)
		return UNREAD;
	return r == 0 && memcmp(is, out->said, sizeof(is)) == 0 ? WHOLE : DAMAGED;
}

static enum state check_file(struct digests *out, const char *path, const char *start)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum state state;

	memset(out, 0, sizeof(*out));
	if (fd < 0)
		return errno == ENOENT ? MISSING : UNREAD;
	state = check_open(out, fd, start);
	close(fd);
	return state;
}

struct pair {
	const char *name;
	char *pack_path, *index_path;
	enum state pack, index;
};

/* An index that is whole and of another pack is no index of this one. */
static void check_pair(struct pair *pair)
{
	struct digests pack, index;

	pair->pack = check_file(&pack, pair->pack_path, "PACK\0\0\0\2");
	pair->index = check_file(&index, pair->index_path, "\377tOc\0\0\0\2");
	if (pair->pack == WHOLE && pair->index == WHOLE && memcmp(pack.said, index.before, sizeof(pack.said)) != 0)
		pair->index = DAMAGED;
}

/* ---- an index anew ---- */

static int feed(git_indexer *indexer, const char *path)
{
	gr_autofree_text char *block = gr_alloc(BLOCK);
	git_indexer_progress progress = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = 0;
	int r = block && fd >= 0 ? 0 : -1;

	while (r == 0 && (got = read(fd, block, BLOCK)) > 0)
		r = git_indexer_append(indexer, block, (size_t)got, &progress);
	if (fd >= 0)
		close(fd);
	return r == 0 && got == 0 ? git_indexer_commit(indexer, &progress) : -1;
}

/* What libgit2 made lies beside a copy of the pack, under a name that is its own to choose. Empties the folder. */
static bool take_index(const char *folder, const char *to)
{
	DIR *list = opendir(folder);
	const struct dirent *entry;
	bool taken = false;

	while (list && (entry = readdir(list))) {
		gr_autofree_text char *path = gr_format("%s/%s", folder, entry->d_name);

		if (!path || entry->d_name[0] == '.')
			continue;
		if (to && gr_text_ends(path, ".idx"))
			taken = rename(path, to) == 0;
		else
			unlink(path);
	}
	if (list)
		closedir(list);
	return taken;
}

static bool index_again(const gr_store *store, const struct pair *pair)
{
	gr_autofree_text char *folder = gr_format("%sgrant/mending", store->git_dir);
	git_indexer_options options;
	git_indexer *indexer = NULL;
	bool done = false;

	if (!folder || (mkdir(folder, 0777) < 0 && errno != EEXIST))
		return false;
	take_index(folder, NULL);
	git_indexer_options_init(&options, GIT_INDEXER_OPTIONS_VERSION);
	if (git_indexer_new(&indexer, folder, 0444, NULL, &options) == 0 && feed(indexer, pair->pack_path) == 0) {
		git_indexer_free(indexer);
		indexer = NULL;
		done = take_index(folder, pair->index_path);
	}
	git_indexer_free(indexer);
	take_index(folder, NULL);
	rmdir(folder);
	return done;
}

/* ---- what can be read of a damaged pack ---- */

struct wreck {
	git_odb *odb; /* libgit2's way, for deltas: that pack alone */
	int fd;       /* ours, for whole objects, also where the end is missing */
	struct gr_buf index;
	uint32_t count;
};

static uint32_t number_at(const struct gr_buf *bytes, size_t at)
{
	uint32_t big = 0;

	if (at + sizeof(big) <= bytes->size)
		memcpy(&big, bytes->data + at, sizeof(big));
	return ntohl(big);
}

static void close_wreck(struct wreck *wreck)
{
	git_odb_free(wreck->odb);
	if (wreck->fd >= 0)
		close(wreck->fd);
	gr_buf_free(&wreck->index);
}

static int open_wreck(struct wreck *wreck, const struct pair *pair)
{
	git_odb_backend *backend = NULL;
	int r = gr_file_read(&wreck->index, pair->index_path, UINT32_MAX);

	if (r < 0)
		return r;
	wreck->fd = open(pair->pack_path, O_RDONLY | O_CLOEXEC);
	wreck->count = number_at(&wreck->index, GR_PACK_INDEX_HEAD - 4);
	if (wreck->index.size < GR_PACK_INDEX_HEAD + (uint64_t)wreck->count * (GR_OID_SIZE + 8))
		return gr_fail(GRANT_EFORMAT, "%s", pair->index_path);
	if (git_odb_new(&wreck->odb) == 0 && git_odb_backend_one_pack(&backend, pair->index_path) == 0 &&
	    git_odb_add_backend(wreck->odb, backend, 1) < 0)
		backend->free(backend);
	return 0;
}

/* Type and size as in the pack; where the body begins. 0: a delta, or damaged. */
static int read_head(uint64_t *size, uint64_t *body, const unsigned char *head, size_t got, uint64_t offset)
{
	const unsigned char *at = head;
	int type;

	if (!gr_pack_head_read(&type, size, &at, head + got))
		return 0;
	*body = offset + (uint64_t)(at - head);
	return type >= GIT_OBJECT_COMMIT && type <= GIT_OBJECT_TAG && *size <= LARGEST ? type : 0;
}

/* 1; 0: damaged; negative. */
static int inflate_body(char *out, uint64_t size, int fd, uint64_t at)
{
	gr_autofree_text char *block = gr_alloc(BLOCK);
	z_stream stream = { .next_out = (Bytef *)out, .avail_out = (uInt)size + 1 };
	int code = block ? inflateInit(&stream) : Z_MEM_ERROR;
	bool is_whole;

	if (code != Z_OK)
		return gr_fail_memory();
	while (code == Z_OK) {
		ssize_t got = pread(fd, block, BLOCK, (off_t)at);

		if (got <= 0)
			break;
		at += (uint64_t)got;
		stream.next_in = (Bytef *)block;
		stream.avail_in = (uInt)got;
		code = inflate(&stream, Z_NO_FLUSH);
	}
	is_whole = code == Z_STREAM_END && stream.total_out == size;
	inflateEnd(&stream);
	return is_whole;
}

/* A whole object, by ourselves: 1: it is put; 0: it cannot be read. */
static int rescue_raw(struct gr_pack *pack, const struct wreck *wreck, const struct gr_oid *oid, uint64_t offset)
{
	gr_autofree_text char *bytes = NULL;
	unsigned char head[16];
	ssize_t got = wreck->fd >= 0 ? pread(wreck->fd, head, sizeof(head), (off_t)offset) : -1;
	git_oid id, wanted = gr_to_git(oid);
	uint64_t size, body;
	int type = read_head(&size, &body, head, got > 0 ? (size_t)got : 0, offset), r;

	if (type == 0)
		return 0;
	bytes = gr_alloc((size_t)size + 1);
	if (!bytes)
		return GRANT_ENOMEM;
	r = inflate_body(bytes, size, wreck->fd, body);
	if (r <= 0)
		return r;
	if (git_odb_hash(&id, bytes, (size_t)size, (git_object_t)type) < 0 || !git_oid_equal(&id, &wanted))
		return 0;
	r = gr_pack_put(pack, oid, type, bytes, (size_t)size);
	return r < 0 ? r : 1;
}

/* A delta, by libgit2: the same. */
static int rescue_delta(struct gr_pack *pack, const struct wreck *wreck, const struct gr_oid *oid, uint64_t offset)
{
	git_odb_object *object = NULL;
	git_oid id = gr_to_git(oid);
	unsigned char head = 0;
	int r;

	if (wreck->fd < 0 || pread(wreck->fd, &head, 1, (off_t)offset) != 1 || (head >> 4 & 7) < GIT_OBJECT_OFS_DELTA)
		return 0;
	if (!wreck->odb || git_odb_read(&object, wreck->odb, &id) < 0)
		return 0;
	r = gr_pack_put(pack, oid, (int)git_odb_object_type(object), git_odb_object_data(object),
	                git_odb_object_size(object));
	git_odb_object_free(object);
	return r < 0 ? r : 1;
}

static int rescue_one(struct gr_pack *pack, const struct wreck *wreck, uint32_t number)
{
	size_t offsets = GR_PACK_INDEX_HEAD + (size_t)wreck->count * (GR_OID_SIZE + 4);
	uint64_t offset = number_at(&wreck->index, offsets + (size_t)number * 4);
	struct gr_oid oid;
	int r;

	memcpy(oid.bytes, wreck->index.data + GR_PACK_INDEX_HEAD + (size_t)number * GR_OID_SIZE, GR_OID_SIZE);
	r = rescue_raw(pack, wreck, &oid, offset);
	return r == 0 ? rescue_delta(pack, wreck, &oid, offset) : r;
}

/* Whether nothing is lost: what could not be read lies elsewhere. */
static bool is_elsewhere(gr_store *store, const struct wreck *wreck)
{
	bool all = true;

	for (uint32_t i = 0; all && i < wreck->count; i++) {
		git_oid id;

		memcpy(id.id, wreck->index.data + GR_PACK_INDEX_HEAD + (size_t)i * GR_OID_SIZE, GR_OID_SIZE);
		all = git_odb_exists(store->odb, &id);
	}
	return all;
}

static void set_pair_aside(gr_store *store, const struct gr_exam *exam, const char *name)
{
	static const char *const endings[] = { ".idx", ".pack", ".rev", ".bitmap", ".keep" };
	gr_autofree_text char *over_all = gr_format("%smulti-pack-index", store->pending.folder);

	for (size_t i = 0; i < GR_COUNT(endings); i++) {
		gr_autofree_text char *path = path_of(store, name, endings[i]);

		if (path)
			gr_exam_set_aside(store, exam, path);
	}
	if (over_all)
		gr_exam_set_aside(store, exam, over_all); /* it names a pack that is gone */
}

static int write_rescued(char name[GR_OID_HEX], const gr_store *store, const struct wreck *wreck)
{
	struct gr_pack pack;
	int r = gr_pack_init(&pack, store->git_dir);

	for (uint32_t i = 0; r >= 0 && i < wreck->count; i++)
		r = rescue_one(&pack, wreck, i);
	if (r >= 0)
		r = gr_pack_publish(&pack);
	name[0] = '\0';
	if (r == 0 && pack.is_published) {
		gr_pack_unkeep(&pack);
		memcpy(name, pack.name, GR_OID_HEX);
	}
	gr_pack_clear(&pack);
	return r;
}

/* A pack whose rescued objects are the same pack was damaged in nothing but its end, and is whole now. */
static void rescue(gr_store *store, const struct gr_exam *exam, const struct pair *pair)
{
	struct wreck wreck = { .fd = -1, .index = GR_BUF_INIT };
	char name[GR_OID_HEX];

	if (open_wreck(&wreck, pair) == 0 && write_rescued(name, store, &wreck) == 0) {
		if (strcmp(name, pair->name) != 0)
			set_pair_aside(store, exam, pair->name);
		gr_objects_open(store);
		if (is_elsewhere(store, &wreck))
			gr_findings_mended(exam->findings,
			                   _("mended: all its objects are in other packs; it was set aside"));
	}
	close_wreck(&wreck);
	gr_error_clear();
}

/* ---- all of them ---- */

static void tell_pair(gr_store *store, const struct gr_exam *exam, const struct pair *pair)
{
	if (pair->pack == WHOLE) {
		gr_exam_tell(exam, pair->index == MISSING ? GR_F_DOCTOR_PACK_UNINDEXED : GR_F_DOCTOR_PACK_INDEX,
		             pair->index == MISSING ? pair->pack_path : pair->index_path, NULL);
		if (exam->mend && index_again(store, pair))
			gr_findings_mended(exam->findings, _("mended: the index was made anew from the pack"));
	} else if (pair->pack == MISSING) {
		gr_exam_tell(exam, GR_F_DOCTOR_PACK_LOST, pair->index_path, NULL);
		if (exam->mend && gr_exam_set_aside(store, exam, pair->index_path))
			gr_findings_mended(exam->findings, _("mended: it was set aside"));
	} else {
		gr_exam_tell(exam, GR_F_DOCTOR_PACK_DAMAGED, pair->pack_path, NULL);
		if (exam->mend && pair->index == WHOLE)
			rescue(store, exam, pair);
	}
}

/* What cannot be opened may be whole: nothing is done about it. */
static void tell_state(gr_store *store, const struct gr_exam *exam, const struct pair *pair)
{
	if (pair->pack == UNREAD || pair->index == UNREAD)
		gr_exam_tell(exam, GR_F_DOCTOR_UNREADABLE, pair->pack == UNREAD ? pair->pack_path : pair->index_path,
		             NULL);
	else if (pair->pack == MISSING ? pair->index != MISSING : pair->pack != WHOLE || pair->index != WHOLE)
		tell_pair(store, exam, pair);
}

/* Writers and maintenance give and take files in some order: only what stays so for a moment is so. */
static void look_at_pair(gr_store *store, const struct gr_exam *exam, const char *name)
{
	struct pair pair = { .name = name,
		             .pack_path = path_of(store, name, ".pack"),
		             .index_path = path_of(store, name, ".idx") };
	struct timespec moment = { 0, 200000000 };

	if (!gr_exam_text(exam, pair.pack_path) || !gr_exam_text(exam, pair.index_path))
		goto done;
	check_pair(&pair);
	if (pair.pack != WHOLE || pair.index != WHOLE) {
		gr_autofree_text char *keep = gr_exam_text(exam, path_of(store, name, ".keep"));

		if (keep && !exam->mend && access(keep, F_OK) == 0)
			gr_is_left(store, keep);
		nanosleep(&moment, NULL);
		check_pair(&pair);
	}
	tell_state(store, exam, &pair);
done:
	gr_free(pair.pack_path);
	gr_free(pair.index_path);
}

int gr_exam_packs(gr_store *store, const struct gr_exam *exam)
{
	struct names names = { 0 };
	int r = list_names(&names, store);

	gr_progress_begin(exam->progress, _("reading the packs"), names.count);
	for (size_t i = 0; r == 0 && i < names.count; i++) {
		look_at_pair(store, exam, names.items[i]);
		r = gr_progress_step(exam->progress, 1);
	}
	gr_free(names.items);
	if (r == 0 && exam->mend && gr_objects_open(store) < 0)
		r = gr_git_fail(-1, "%s", store->git_dir);
	return r;
}
