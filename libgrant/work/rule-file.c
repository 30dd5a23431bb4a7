/* SPDX-License-Identifier: Apache-2.0 */
/* A rule file on the disk with its modules. Not here: copying them into a round (init.c). */
#include "work/rule-file.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

/* "grant.mean" -> "rules/grant/mean.lua", behind a folder. */
static void append_module_path(struct gr_buf *path, const char *name)
{
	gr_buf_text_append(path, "rules/");
	for (const char *c = name; *c; c++)
		gr_buf_byte(path, *c == '.' ? '/' : *c);
	gr_buf_text_append(path, ".lua");
}

static char *keep_source(struct gr_buf *source)
{
	gr_buf_reserve(source, 1);
	gr_rules_keep_nul(source->data, source->size);
	return gr_buf_steal(source);
}

static int read_beside(struct gr_buf *source, const char *file, const char *name)
{
	gr_auto_buf struct gr_buf path = GR_BUF_INIT;
	const char *slash = strrchr(file, '/');

	if (slash)
		gr_buf_append(&path, file, (size_t)(slash - file) + 1);
	append_module_path(&path, name);
	return gr_buf_ok(&path) < 0 ? GRANT_ENOMEM : gr_file_read(source, gr_buf_text(&path), GR_RULES_MAX_BYTES);
}

static int read_in_round(struct gr_buf *source, const struct gr_rule_file *file, const char *name)
{
	gr_auto_buf struct gr_buf path = GR_BUF_INIT;

	gr_buf_text_append(&path, "round/");
	append_module_path(&path, name);
	if (gr_buf_ok(&path) < 0)
		return GRANT_ENOMEM;
	return gr_store_read(source, file->round->store, file->commit, gr_buf_text(&path), GR_RULES_MAX_BYTES);
}

char *gr_rule_file_module(const char *name, void *payload)
{
	const struct gr_rule_file *file = payload;
	gr_auto_buf struct gr_buf source = GR_BUF_INIT;
	const char *stock;
	int r = read_beside(&source, file->path, name);

	if (r == GRANT_ENOTFOUND && file->round) {
		gr_error_clear();
		r = read_in_round(&source, file, name);
	}
	if (r == 0)
		return keep_source(&source);
	if (r != GRANT_ENOTFOUND)
		return NULL;
	gr_error_clear();
	stock = gr_rules_stock(name);
	return stock ? gr_strdup(stock) : NULL;
}

int gr_rule_file_read(struct gr_buf *out, const struct gr_rule_file *file)
{
	int r = gr_file_read(out, file->path, GR_RULES_MAX_BYTES);

	if (r == 0)
		gr_rules_keep_nul(out->data, out->size);
	return r;
}

int gr_rule_file_load(gr_rules **out, grant_findings *findings, const struct gr_rule_file *file)
{
	gr_auto_buf struct gr_buf source = GR_BUF_INIT;
	int r = gr_rule_file_read(&source, file);

	if (r < 0)
		return r;
	return gr_rules_load(out, findings, file->path, gr_buf_text(&source), gr_rule_file_module,
	                     (void *)(uintptr_t)file);
}

int gr_rule_file_load_any(gr_rules **out, grant_findings *findings, const struct gr_rule_file *file, bool reads_names)
{
	gr_auto_buf struct gr_buf source = GR_BUF_INIT;
	struct gr_place place = { .file = file->path };
	int r = gr_rule_file_read(&source, file);

	if (r == GRANT_ELIMIT) {
		gr_findings_add(findings, GR_F_RULES_SHAPE, &place, grant_error_message(grant_error_last()), NULL);
		return GRANT_ERULE;
	}
	if (r < 0)
		return r;
	return gr_rules_load_any(out, findings, file->path, gr_buf_text(&source), gr_rule_file_module, (void *)(uintptr_t)file,
	                         reads_names);
}

int gr_description_read(gr_value **out, grant_findings *findings, const char *file)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	int r = gr_file_read(&text, file, GR_RECORD_MAX_BYTES);

	if (r < 0)
		return r;
	r = gr_record_read(out, findings, GR_KIND_ROUND, gr_buf_text(&text), text.size);
	gr_findings_set_file(findings, file);
	return r == GRANT_EINPUT ? gr_findings_explain(findings, r) : r;
}

int gr_rule_file_check_stages(grant_findings *findings, const gr_rules *rules, const gr_value *description, const char *file)
{
	const gr_value *named = gr_map_get(description, "stages");
	const gr_value *declared = gr_map_get(gr_rules_declared(rules), "stages");
	struct gr_place place = { .file = file };
	const char *only = gr_map_text(gr_value_item(declared, 0), "id");
	bool same = gr_value_count(named) == gr_value_count(declared);

	if (gr_value_count(named) == 0)
		same = gr_value_count(declared) == 1 && strcmp(only, "review") == 0;
	for (size_t i = 0; same && i < gr_value_count(named); i++) {
		const char *a = gr_map_text(gr_value_item(named, i), "id");
		const char *b = gr_map_text(gr_value_item(declared, i), "id");

		same = a && b && strcmp(a, b) == 0;
	}
	if (same)
		return 0;
	gr_findings_add(findings, GR_F_RULES_SHAPE, &place,
	                _("the stages of the rules are not those of the round's description, in the same order"), NULL);
	return GRANT_ERULE;
}
