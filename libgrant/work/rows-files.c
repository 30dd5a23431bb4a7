/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of an application's files into the full text: small plain texts, up to a bound, in git's order of names, so that an
 * index brought forward holds what one made anew would. Not here: records (rows.c), how text is searched (index).
 */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/intake.h"
#include "work/proposal.h"
#include "work/rows.h"

/* Larger files are not looked into; so much of each goes in, and so much of an application in all. */
#define READ_MAX        ((size_t)1024 * 1024)
#define FILE_MAX        ((size_t)64 * 1024)
#define APPLICATION_MAX ((size_t)256 * 1024)

/* The form says the same as the record, between labels that every form has. */
static bool has_text_name(const char *name)
{
	static const char *const endings[] = { ".txt", ".md", ".csv" };
	size_t size = strlen(name);

	for (size_t i = 0; i < GR_COUNT(endings); i++) {
		size_t ending = strlen(endings[i]);
		bool fits = size > ending;

		for (size_t k = 0; fits && k < ending; k++) {
			char c = name[size - ending + k];

			fits = (c >= 'A' && c <= 'Z' ? (char)(c | 32) : c) == endings[i][k];
		}
		if (fits)
			return !gr_form_is_name(name);
	}
	return false;
}

const char *gr_rows_file_name(const char *path)
{
	/* applications/<shard>/<id>/proposal/ */
	for (int i = 0; path && i < 3; i++) {
		path = strchr(path, '/');
		path = path ? path + 1 : NULL;
	}
	return path && gr_text_starts(path, "proposal/") ? path : NULL;
}

bool gr_rows_is_text(const char *path)
{
	const char *source = gr_rows_file_name(path);

	return source && has_text_name(source + strlen("proposal/"));
}

/* false: no text after all. */
static int read_text(struct gr_buf *out, bool *is_text, struct gr_rows *rows, const struct gr_oid *blob)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	bool is_small;
	int r = gr_store_read_small(&bytes, &is_small, rows->store, blob, READ_MAX);

	*is_text = false;
	if (r < 0 || !is_small || bytes.size == 0)
		return r;
	r = gr_text_decode(out, gr_buf_text(&bytes), bytes.size);
	if (r == GRANT_EINPUT) {
		gr_error_clear();
		return 0;
	}
	*is_text = r == 0 && !memchr(gr_buf_text(out), '\0', out->size);
	return r;
}

int gr_rows_file(struct gr_rows *rows, const char *path, const struct gr_oid *blob)
{
	const char *source = gr_rows_file_name(path);
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	size_t left = APPLICATION_MAX - rows->text_bytes;
	bool is_text;
	int r;

	if (left == 0 || !gr_rows_is_text(path))
		return 0;
	r = read_text(&text, &is_text, rows, blob);
	if (r < 0 || !is_text)
		return r;
	gr_buf_truncate(&text, gr_utf8_cut(gr_buf_text(&text), left < FILE_MAX ? left : FILE_MAX));
	rows->text_bytes += text.size;
	if (text.size == 0)
		return 0;
	if (!*rows->slot)
		*rows->slot = gr_row_new();
	r = *rows->slot ? gr_row_set_document(*rows->slot, rows->application, source, gr_buf_text(&text), text.size)
	                : GRANT_ENOMEM;
	return r == 0 ? rows->put(rows) : r;
}

static int add_again(const char *path, const struct gr_oid *blob, void *payload)
{
	return gr_rows_file(payload, path, blob);
}

int gr_rows_files_again(struct gr_rows *rows)
{
	gr_autofree_text char *folder = gr_application_folder(rows->application);
	gr_autofree_text char *files = folder ? gr_format("%s/proposal", folder) : NULL;
	int r = files ? rows->clear_texts(rows, rows->application) : GRANT_ENOMEM;

	rows->text_bytes = 0;
	if (r < 0 || rows->is_gone)
		return r;
	r = gr_store_walk(rows->store, rows->commit, files, add_again, rows);
	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		r = 0;
	}
	return r;
}
