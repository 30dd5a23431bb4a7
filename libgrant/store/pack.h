/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_STORE_PACK_H
#define GR_STORE_PACK_H

/*
 * One pack of whole objects while it is written, in git's format (gitformat-pack(5)): everything of a group of acts goes
 * into one, which becomes durable in one step. Nobody outside this room includes this.
 *
 * pack.c: the file and its index; deflate.c: an object's body; pending.c, recent.c: reading back what is not published
 * yet.
 */

#include "store/store.h"

#define GR_PACK_HEADER 12
#define GR_PACK_INDEX_HEAD (8 + 256 * 4)
#define GR_PACK_LARGE_OFFSET 0x80000000u   /* an offset with this bit is a place in the index's table of large ones */
#define GR_PACK_KEEP_TEXT "grant\n"        /* in a .keep of ours: git and others leave theirs empty or say why */
#define GR_PACK_TEMPORARY "tmp_pack_grant_" /* git gc knows tmp_pack_* and takes old ones away */
#define GR_PACK_TEMPORARY_INDEX "tmp_idx_grant_"

struct gr_packed {
	struct gr_oid oid;
	uint64_t offset;
	uint32_t crc; /* of the object as it stands in the pack */
};

struct gr_pack {
	char *folder;             /* objects/pack/, with the slash */
	char *path;               /* of the file; NULL: nothing is begun */
	int fd;
	unsigned generation;      /* which pack of this handle it is */
	bool is_published;        /* it has its name; only read back from */
	char name[GR_OID_HEX];    /* then: what stands between "pack-" and ".pack" */
	struct gr_buf waiting;    /* the end of the pack, not in the file yet */
	uint64_t written;         /* bytes that are in the file */
	uint32_t crc;             /* of the object that is being written */
	struct gr_packed *objects;
	size_t count, capacity;
	uint32_t *slots;          /* places in `objects`, one more, by id; 0: free */
	size_t slot_count;        /* a power of two */
	struct gr_deflater *deflater; /* zlib's memory, made when first needed */
	struct gr_inflater *inflater;
	struct gr_recent *recent;     /* what was put and read last; made when first needed */
};

void gr_deflater_free(struct gr_deflater *deflater); /* deflate.c; NULL is fine, here too */
void gr_inflater_free(struct gr_inflater *inflater); /* pending.c */
void gr_recent_free(struct gr_recent *recent);       /* recent.c */

int gr_pack_init(struct gr_pack *pack, const char *git_dir);
void gr_pack_clear(struct gr_pack *pack); /* takes an unpublished file away */

/* An object: its head, its body in pieces, its id. */
int gr_pack_begin_object(uint64_t *offset, struct gr_pack *pack, int type, uint64_t size);
int gr_pack_append(struct gr_pack *pack, const void *bytes, size_t size);
int gr_pack_end_object(struct gr_pack *pack, uint64_t offset, const struct gr_oid *oid);
/* Instead of begin: head and body come as they lie in another pack. */
int gr_pack_begin_copied(uint64_t *offset, struct gr_pack *pack);

/* End the pack and give it its name, durably. The .keep that then stands beside it says that nothing refers to it yet. */
int gr_pack_publish(struct gr_pack *pack);
void gr_pack_unkeep(const struct gr_pack *pack);
/* Back to an earlier state of the same pack. */
void gr_pack_rewind(struct gr_pack *pack, uint64_t size, size_t count);
uint64_t gr_pack_size(const struct gr_pack *pack);

/* packs.c: how an entry begins, in any pack: its type, deltas' too, and the size of what its body holds; *at is then behind both.
 * And a size alone, as deltas have it. false: cut off, or too large a number. */
bool gr_pack_head_read(int *type, uint64_t *size, const unsigned char **at, const unsigned char *end);
bool gr_pack_size_read(uint64_t *out, const unsigned char **at, const unsigned char *end);

/* deflate.c */
int gr_pack_put(struct gr_pack *pack, const struct gr_oid *oid, int type, const void *bytes, size_t size);
int gr_pack_put_file(struct gr_pack *pack, const struct gr_oid *oid, int type, int fd, uint64_t size);

/* pending.c: what the pack has of an id; NULL: nothing. */
const struct gr_packed *gr_pack_find(const struct gr_pack *pack, const struct gr_oid *oid);
/* Make the table of ids fit `objects` again: after one was added, or (all) after some were taken away. */
int gr_pack_note_last(struct gr_pack *pack);
int gr_pack_note_all(struct gr_pack *pack);

/* recent.c: an object that was put or read lately, in memory; whether it is in this pack only gr_pack_find() knows. */
struct gr_recent_object {
	struct gr_oid oid;
	int type;
	size_t size;
	char *bytes; /* and a NUL */
};
void gr_recent_keep(struct gr_pack *pack, const struct gr_oid *oid, int type, const void *bytes, size_t size);
const struct gr_recent_object *gr_recent_find(const struct gr_pack *pack, const struct gr_oid *oid); /* NULL: not there */

#endif
