/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gate for names of an archive: what leaves the archive or stands for two things is refused, what some system would trip over
 * is renamed and recorded, junk of operating systems is dropped. All entries are looked at before a byte is taken.
 */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "intake/inside.h"

/* Windows takes 260 with the folder that a round is unpacked to; what is longer than a line of hundreds was made to do harm. */
#define PATH_MAX_UNITS 150
#define ORIGINAL_MAX_BYTES 4096

/* ---- the list ---- */

struct gr_listed *gr_listing_add(struct gr_listing *listing, const char *raw, size_t size)
{
	struct gr_listed *listed;

	if (listing->count == listing->capacity) {
		size_t capacity = listing->capacity ? listing->capacity * 2 : 64;

		listed = gr_resize_array(listing->items, capacity, sizeof(*listed));
		if (!listed)
			return NULL;
		listing->items = listed;
		listing->capacity = capacity;
	}
	listed = &listing->items[listing->count];
	memset(listed, 0, sizeof(*listed));
	listed->raw = gr_strndup(raw, size);
	listed->raw_size = size;
	if (!listed->raw)
		return NULL;
	listing->count++;
	return listed;
}

void gr_listing_clear(struct gr_listing *listing)
{
	for (size_t i = 0; i < listing->count; i++) {
		gr_free(listing->items[i].raw);
		gr_free(listing->items[i].name);
		gr_free(listing->items[i].original);
		gr_free(listing->items[i].key);
	}
	gr_free(listing->items);
	memset(listing, 0, sizeof(*listing));
}

/* ---- one name ---- */

static bool is_drive(const char *name)
{
	return ((name[0] | 32) >= 'a' && (name[0] | 32) <= 'z') && name[1] == ':' && (unsigned char)name[0] < 0x80;
}

static bool is_junk(const char *path)
{
	static const char *const files[] = { ".DS_Store", "Thumbs.db", "desktop.ini" };
	const char *base = gr_path_base(path);

	for (size_t i = 0; i < GR_COUNT(files); i++)
		if (strcmp(base, files[i]) == 0)
			return true;
	return strncmp(path, "__MACOSX/", 9) == 0 || strstr(path, "/__MACOSX/") != NULL ||
	       strcmp(path, "__MACOSX") == 0;
}

/* Appends each part made safe to `out` and as it is to `key`; GR_F_COUNT: fine. */
static enum gr_finding_id append_parts(struct gr_buf *out, struct gr_buf *key, const char *path, size_t *depth)
{
	while (*path) {
		size_t size = strcspn(path, "/");
		gr_autofree_text char *part = gr_strndup(path, size);
		gr_autofree_text char *safe = NULL;

		path += size + (path[size] == '/');
		if (!part) {
			out->failed = true;
			return GR_F_COUNT;
		}
		if (strcmp(part, "..") == 0)
			return GR_F_ENTRY_PATH_ESCAPES;
		if (gr_component_is_git(part))
			return GR_F_ENTRY_NAME_GIT;
		if (size == 0 || strcmp(part, ".") == 0)
			continue;
		safe = gr_component_make_safe(part);
		if (!safe) {
			out->failed = true;
			return GR_F_COUNT;
		}
		if (out->size) {
			gr_buf_byte(out, '/');
			++*depth;
		}
		gr_buf_text_append(out, safe);
		gr_buf_byte(key, '/');
		gr_buf_text_append(key, part);
	}
	return GR_F_COUNT;
}

static bool is_too_long(const struct gr_listed *listed, const char *safe)
{
	size_t units = 0;
	int32_t code_point;

	while ((code_point = gr_utf8_next(&safe)) != 0)
		units += code_point > 0xFFFF ? 2 : 1;
	return units > PATH_MAX_UNITS || strlen(listed->original) > ORIGINAL_MAX_BYTES;
}

static void check_parts(struct gr_scan *scan, const struct gr_listed *listed, const char *safe, size_t depth)
{
	if (!safe[0] && listed->type == GR_ENTRY_FILE)
		gr_scan_find(scan, GR_F_ENTRY_NAME_EMPTY, listed->original, NULL);
	else if (depth > (size_t)scan->limits.depth)
		gr_scan_find_number(scan, GR_F_ENTRY_TOO_DEEP, listed->original, scan->limits.depth);
	else if (is_too_long(listed, safe))
		gr_scan_find(scan, GR_F_ENTRY_NAME_TOO_LONG, safe, _("150 characters"));
}

static int decide_name(struct gr_scan *scan, struct gr_listed *listed)
{
	gr_auto_buf struct gr_buf safe = GR_BUF_INIT;
	struct gr_buf key = GR_BUF_INIT;
	char *path = listed->key;
	enum gr_finding_id wrong;
	size_t depth = 0;

	for (char *c = path; *c; c++)
		if (*c == '\\')
			*c = '/';
	if (path[0] == '/' || is_drive(path)) {
		gr_scan_find(scan, GR_F_ENTRY_PATH_ABSOLUTE, listed->original, NULL);
		return 0;
	}
	if (is_junk(path)) {
		listed->is_dropped = true;
		if (listed->type == GR_ENTRY_FILE)
			gr_scan_find(scan, GR_F_ENTRY_DROPPED, listed->original,
			             _("a file that an operating system left"));
		return 0;
	}
	wrong = append_parts(&safe, &key, path, &depth);
	if (wrong != GR_F_COUNT)
		gr_scan_find(scan, wrong, listed->original, NULL);
	else
		check_parts(scan, listed, gr_buf_text(&safe), depth);
	gr_buf_reserve(&safe, 0);
	gr_buf_reserve(&key, 0);
	gr_free(path);
	listed->name = gr_buf_steal(&safe);
	listed->key = gr_buf_steal(&key);
	return listed->name && listed->key ? 0 : GRANT_ENOMEM;
}

static void check_type(struct gr_scan *scan, const struct gr_listed *listed)
{
	const char *name = listed->original ? listed->original : "";

	if (listed->type == GR_ENTRY_LINK)
		gr_scan_find(scan, GR_F_ENTRY_LINK, name, NULL);
	else if (listed->type == GR_ENTRY_OTHER)
		gr_scan_find(scan, GR_F_ENTRY_SPECIAL, name, NULL);
	if (strlen(listed->raw) != listed->raw_size)
		gr_scan_find(scan, GR_F_ENTRY_NAME_NUL, name, NULL);
}

/* ---- names among each other ---- */

/* Folded paths of files and folders, as they are taken. */
struct taken {
	gr_value *originals, *files, *folders;
};

static char *numbered(const char *name, int number)
{
	const char *base = gr_path_base(name);
	gr_autofree_text char *renamed = gr_component_number(base, number);

	return renamed ? gr_format("%.*s%s", (int)(base - name), name, renamed) : NULL;
}

/* A name that is one with an earlier one on Windows or macOS gets a number. */
static int make_unique(struct gr_listed *listed, struct taken *taken, char **fold)
{
	for (int number = 2; gr_map_get(taken->files, *fold); number++) {
		gr_autofree_text char *renamed = numbered(listed->name, number);
		char *next = renamed ? gr_path_fold(renamed) : NULL;

		if (!next)
			return GRANT_ENOMEM;
		gr_free(*fold);
		*fold = next;
		if (gr_map_get(taken->files, next))
			continue;
		gr_free(listed->name);
		listed->name = gr_strdup(renamed);
		if (!listed->name)
			return GRANT_ENOMEM;
	}
	return 0;
}

static int take_folders(struct taken *taken, const char *fold)
{
	gr_autofree_text char *path = gr_strdup(fold);
	int r = path ? 0 : GRANT_ENOMEM;

	for (char *slash = path ? strrchr(path, '/') : NULL; r == 0 && slash; slash = strrchr(path, '/')) {
		*slash = '\0';
		if (gr_map_get(taken->folders, path))
			break;
		r = gr_map_set_bool(taken->folders, path, true);
	}
	return r;
}

static int take_file(struct gr_scan *scan, struct gr_listed *listed, struct taken *taken)
{
	gr_autofree_text char *fold = NULL;
	int r;

	if (gr_map_get(taken->originals, listed->key)) {
		gr_scan_find(scan, GR_F_ENTRY_DUPLICATE, listed->original, NULL);
		return 0;
	}
	r = gr_map_set_bool(taken->originals, listed->key, true);
	fold = gr_path_fold(listed->name);
	if (r < 0 || !fold)
		return GRANT_ENOMEM;
	r = make_unique(listed, taken, &fold);
	if (r == 0)
		r = gr_map_set_bool(taken->files, fold, true);
	return r == 0 ? take_folders(taken, fold) : r;
}

static int check_folders(struct gr_scan *scan, struct taken *taken)
{
	for (size_t i = 0; i < scan->listing.count; i++) {
		struct gr_listed *listed = &scan->listing.items[i];
		gr_autofree_text char *fold = NULL;

		if (!listed->name || listed->is_dropped)
			continue;
		fold = gr_path_fold(listed->name);
		if (!fold)
			return GRANT_ENOMEM;
		if (listed->type == GR_ENTRY_FILE ? gr_map_get(taken->folders, fold) != NULL
		                                  : gr_map_get(taken->files, fold) != NULL)
			gr_scan_find(scan, GR_F_ENTRY_FILE_AND_FOLDER, listed->original, NULL);
	}
	return 0;
}

/* "./a.txt" for "a.txt" is how programs write, not a change to tell of; the receipt has it all the same. */
static int tell_renamed(struct gr_scan *scan)
{
	for (size_t i = 0; i < scan->listing.count; i++) {
		const struct gr_listed *listed = &scan->listing.items[i];
		gr_autofree_text char *plain = NULL;

		if (listed->type != GR_ENTRY_FILE || !listed->name || listed->is_dropped || !listed->key[0])
			continue;
		plain = gr_text_nfc(listed->key + 1);
		if (!plain)
			return GRANT_ENOMEM;
		if (strcmp(listed->name, plain) != 0)
			gr_scan_find(scan, GR_F_ENTRY_RENAMED, listed->original, listed->name);
	}
	return 0;
}

static int compare_names(struct gr_scan *scan)
{
	struct taken taken = { gr_map_new(), gr_map_new(), gr_map_new() };
	int r = taken.originals && taken.files && taken.folders ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < scan->listing.count; i++) {
		struct gr_listed *listed = &scan->listing.items[i];

		if (listed->type == GR_ENTRY_FILE && listed->name && !listed->is_dropped)
			r = take_file(scan, listed, &taken);
	}
	if (r == 0)
		r = check_folders(scan, &taken);
	if (r == 0)
		r = tell_renamed(scan);
	gr_value_free(taken.originals);
	gr_value_free(taken.files);
	gr_value_free(taken.folders);
	return r;
}

int gr_names_decide(struct gr_scan *scan)
{
	size_t files = 0;
	int r = gr_charset_decide(scan);

	for (size_t i = 0; r == 0 && i < scan->listing.count; i++) {
		struct gr_listed *listed = &scan->listing.items[i];

		check_type(scan, listed);
		if (listed->original)
			r = decide_name(scan, listed);
		files += listed->type == GR_ENTRY_FILE && !listed->is_dropped;
	}
	if (r == 0 && files == 0 && !scan->refused)
		gr_scan_find(scan, GR_F_ARCHIVE_EMPTY, NULL, NULL);
	return r == 0 ? compare_names(scan) : r;
}
