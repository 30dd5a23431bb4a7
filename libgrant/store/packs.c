/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The packs that lie in a repository, mapped, and what their indexes say (gitformat-pack(5), version 2). Not here: packs that
 * are damaged (exam-packs.c), an entry's body (unpack.c).
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define INDEX_ENTRY (GR_OID_SIZE + 4 + 4)
#define INDEX_TAIL (2 * GR_OID_SIZE)

static bool is_pack_name(const char *name)
{
	return strlen(name) == 5 + 40 + 5 && strncmp(name, "pack-", 5) == 0 && strspn(name + 5, "0123456789abcdef") == 40 &&
	       strcmp(name + 45, ".pack") == 0;
}

int gr_packs_each(const gr_store *store, int (*call)(const char name[GR_OID_HEX], void *payload), void *payload)
{
	DIR *folder = opendir(store->pending.folder);
	const struct dirent *entry;
	int r = 0;

	if (!folder)
		return 0;
	while (r == 0 && (entry = readdir(folder))) {
		char name[GR_OID_HEX] = "";

		if (!is_pack_name(entry->d_name))
			continue;
		memcpy(name, entry->d_name + 5, GR_OID_HEX - 1);
		r = call(name, payload);
	}
	closedir(folder);
	return r;
}

static const unsigned char *map_file(size_t *size, const gr_store *store, const char *name, const char *ending)
{
	gr_autofree_text char *path = gr_format("%spack-%s%s", store->pending.folder, name, ending);
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	struct stat status;
	void *bytes = MAP_FAILED;

	if (fd >= 0 && fstat(fd, &status) == 0 && status.st_size > 0)
		bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	if (bytes == MAP_FAILED)
		return NULL;
	*size = (size_t)status.st_size;
	return bytes;
}

static uint32_t number_at(const unsigned char *bytes)
{
	uint32_t big;

	memcpy(&big, bytes, sizeof(big));
	return ntohl(big);
}

bool gr_mapped_open(struct gr_mapped *out, const gr_store *store, const char *name)
{
	memset(out, 0, sizeof(*out));
	out->pack = map_file(&out->pack_size, store, name, ".pack");
	out->index = map_file(&out->index_size, store, name, ".idx");
	if (!out->pack || !out->index || out->pack_size < GR_PACK_HEADER + GR_OID_SIZE ||
	    out->index_size < GR_PACK_INDEX_HEAD + INDEX_TAIL || memcmp(out->index, "\377tOc\0\0\0\2", 8) != 0)
		return false;
	out->count = number_at(out->index + GR_PACK_INDEX_HEAD - 4);
	return (out->index_size - GR_PACK_INDEX_HEAD - INDEX_TAIL) / INDEX_ENTRY >= out->count &&
	       number_at(out->pack + 8) == out->count;
}

void gr_mapped_close(struct gr_mapped *mapped)
{
	if (mapped->pack)
		munmap((void *)(uintptr_t)mapped->pack, mapped->pack_size);
	if (mapped->index)
		munmap((void *)(uintptr_t)mapped->index, mapped->index_size);
	memset(mapped, 0, sizeof(*mapped));
}

static const unsigned char *id_at(const struct gr_mapped *mapped, uint32_t place)
{
	return mapped->index + GR_PACK_INDEX_HEAD + (size_t)place * GR_OID_SIZE;
}

/* Offsets beyond 31 bits stand in a table of their own, and here only where there: such objects are left to libgit2. */
bool gr_mapped_entry(struct gr_packed *out, const struct gr_mapped *mapped, uint32_t place)
{
	const unsigned char *crcs = id_at(mapped, mapped->count);
	const unsigned char *offsets = crcs + (size_t)mapped->count * 4;

	memcpy(out->oid.bytes, id_at(mapped, place), GR_OID_SIZE);
	out->crc = number_at(crcs + (size_t)place * 4);
	out->offset = number_at(offsets + (size_t)place * 4);
	return out->offset >= GR_PACK_HEADER && out->offset < GR_PACK_LARGE_OFFSET && out->offset < mapped->pack_size - GR_OID_SIZE;
}

/* The first bytes of an id as a number: nearly all comparisons end there. */
static uint64_t start_of(const unsigned char *id)
{
	return (uint64_t)number_at(id) << 32 | number_at(id + 4);
}

bool gr_mapped_find(struct gr_packed *out, const struct gr_mapped *mapped, const struct gr_oid *oid)
{
	const unsigned char *below = mapped->index + 8; /* for each first byte: how many ids have it or a smaller one */
	unsigned first = oid->bytes[0];
	uint32_t low = first ? number_at(below + 4 * (size_t)(first - 1)) : 0, high = number_at(below + 4 * (size_t)first);
	uint64_t wanted = start_of(oid->bytes);

	if (high > mapped->count)
		return false;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const unsigned char *id = id_at(mapped, middle);
		uint64_t start = start_of(id);
		int order = start != wanted ? (start > wanted ? 1 : -1) : memcmp(id, oid->bytes, GR_OID_SIZE);

		if (order == 0)
			return gr_mapped_entry(out, mapped, middle);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* ---- an entry ---- */

/* Seven bits a byte, the lowest first, and one that says whether there are more. */
bool gr_pack_size_read(uint64_t *out, const unsigned char **at, const unsigned char *end)
{
	*out = 0;
	for (unsigned shift = 0; *at < end && shift < 56; shift += 7) {
		unsigned byte = *(*at)++;

		*out |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

/* The first byte has the type and the lowest four bits of the size. */
bool gr_pack_head_read(int *type, uint64_t *size, const unsigned char **at, const unsigned char *end)
{
	uint64_t rest = 0;
	unsigned byte;

	if (*at >= end)
		return false;
	byte = *(*at)++;
	if (byte & 0x80 && !gr_pack_size_read(&rest, at, end))
		return false;
	*type = (int)(byte >> 4 & 7);
	*size = rest << 4 | (byte & 15);
	return true;
}
