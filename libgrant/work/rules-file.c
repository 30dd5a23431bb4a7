/* SPDX-License-Identifier: Apache-2.0 */
/* A file of rules before it is in a round, and the modules that it requires. Not here: loading them (rules). */
#include "work/rules-file.h"

#include <string.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "work/handle.h"

int gr_rules_file_read(struct gr_buf *out, const char *path)
{
	int r = gr_file_read(out, path, GR_RULES_MAX_BYTES);

	if (r == 0)
		gr_rules_keep_nul(out->data, out->size);
	return r;
}

static char *module_path(const char *rules_file, const char *name)
{
	const char *slash = strrchr(rules_file, '/');
	struct gr_buf path = GR_BUF_INIT;

	if (slash)
		gr_buf_append(&path, rules_file, (size_t)(slash - rules_file) + 1);
	gr_buf_text_append(&path, "rules/");
	for (const char *c = name; *c; c++)
		gr_buf_byte(&path, *c == '.' ? '/' : *c);
	gr_buf_text_append(&path, ".lua");
	return gr_buf_steal(&path);
}

char *gr_rules_file_module(const char *name, void *payload)
{
	const struct gr_rules_file *file = payload;
	gr_autofree_text char *path = module_path(file->path, name);
	struct gr_buf source = GR_BUF_INIT;
	int r = path ? gr_rules_file_read(&source, path) : GRANT_ENOMEM;
	const char *stock;

	if (r == 0) {
		gr_buf_reserve(&source, 1);
		return gr_buf_steal(&source);
	}
	gr_buf_free(&source);
	if (r != GRANT_ENOTFOUND)
		return NULL;
	gr_error_clear();
	stock = gr_rules_stock(name);
	return stock ? gr_strdup(stock) : NULL;
}
