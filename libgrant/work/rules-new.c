/* SPDX-License-Identifier: Apache-2.0 */
/* New rules and their example: made in memory, tried, and then written, both or neither. Not here: the text (rules-write.c), what may be
 * answered (rules-answers.c). */
#include "work/rules-new.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "work/rule-file.h"

#define LUA ".lua"

struct making {
	grant_findings *findings;
	const char *file;
	char *folder, *cases, *own, *example; /* where the file stands, cases/, cases/NAME/, cases/NAME/example.json */
	gr_value *scheme, *round, *answers, *cases_made;
	gr_rules *rules;
	struct gr_buf text, json;
};

/* ---- where ---- */

static int find_places(struct making *making)
{
	const char *base = gr_path_base(making->file);
	size_t size = strlen(base);

	if (!gr_text_ends(base, LUA) || size == strlen(LUA) || base[0] == '.')
		return gr_fail(GRANT_EINPUT, _("“%s” is no name for a file of rules; it ends in .lua"), making->file);
	making->folder = base == making->file ? gr_strdup(".") : gr_strndup(making->file, (size_t)(base - making->file));
	making->cases = gr_format("%.*scases", (int)(base - making->file), making->file);
	making->own = making->cases ? gr_format("%s/%.*s", making->cases, (int)(size - strlen(LUA)), base) : NULL;
	making->example = making->own ? gr_format("%s/example.json", making->own) : NULL;
	return making->folder && making->example ? 0 : GRANT_ENOMEM;
}

static int refuse_existing(const char *path)
{
	struct stat there;

	if (lstat(path, &there) < 0)
		return 0;
	return gr_error_in_file(gr_fail(GRANT_EEXISTS, _("%s exists already; nothing was changed"), path), path);
}

static int check_places(const struct making *making)
{
	struct stat there;
	int r;

	if (stat(making->folder, &there) < 0 || !S_ISDIR(there.st_mode))
		return gr_error_in_file(gr_fail(GRANT_ENOTFOUND, _("%s: there is no such folder"), making->folder), making->folder);
	r = refuse_existing(making->file);
	return r == 0 ? refuse_existing(making->example) : r;
}

/* ---- making ---- */

static int load(struct making *making)
{
	struct gr_rule_file file = { .path = making->file };
	int r = gr_rules_load(&making->rules, making->findings, making->file, gr_buf_text(&making->text), gr_rule_file_module, &file);

	return r == GRANT_ERULE ? gr_findings_explain(making->findings, r) : r;
}

static int make(struct making *making, const char *scheme, const grant_rules_new_options *options)
{
	const char *body;
	int r = gr_scheme_read(&making->scheme, &body, scheme);

	if (r == 0 && options->round_file)
		r = gr_description_read(&making->round, making->findings, options->round_file);
	if (r == 0)
		r = gr_answers_read(&making->answers, making->scheme, options, making->round);
	if (r == 0)
		r = gr_rules_write(&making->text, body, making->scheme, making->answers);
	if (r == 0)
		r = load(making);
	if (r == 0)
		r = gr_rules_example(&making->cases_made, making->rules, making->scheme, making->answers, making->round);
	if (r < 0)
		return r;
	gr_json_write(&making->json, making->cases_made);
	return gr_buf_ok(&making->json);
}

/* ---- writing ---- */

/* 1: it was made now. */
static int make_folder(const char *path)
{
	if (mkdir(path, 0777) == 0)
		return 1;
	return errno == EEXIST ? 0 : gr_error_in_file(gr_fail_errno(errno, "%s", path), path);
}

/* The rules come last: where they stand, their case does. */
static int write_both(const struct making *making)
{
	int cases = make_folder(making->cases), own = cases < 0 ? cases : make_folder(making->own);
	int r = own < 0 ? own : gr_file_write(making->example, gr_buf_text(&making->json), making->json.size);

	if (r == 0) {
		r = gr_file_write(making->file, gr_buf_text(&making->text), making->text.size);
		if (r < 0)
			unlink(making->example);
	}
	if (r < 0 && own == 1)
		rmdir(making->own);
	if (r < 0 && cases == 1)
		rmdir(making->cases);
	if (r == 0)
		r = gr_folder_sync(making->own);
	if (r == 0)
		r = gr_folder_sync(making->cases);
	return r == 0 ? gr_folder_sync(making->folder) : r;
}

/* ---- telling ---- */

static int tell(gr_value **out, const struct making *making)
{
	gr_auto_value gr_value *told = gr_map_new();
	gr_value *files = gr_list_new();
	int r = told ? gr_map_set_text(told, "scheme", gr_map_text(making->scheme, "name")) : GRANT_ENOMEM;

	if (gr_map_set(told, "files", files) < 0)
		return GRANT_ENOMEM;
	if (r == 0)
		r = gr_list_add(files, gr_text_new(making->file));
	if (r == 0)
		r = gr_list_add(files, gr_text_new(making->example));
	if (r == 0)
		r = gr_map_set(told, "quorum", gr_value_copy(gr_map_get(making->answers, "quorum")));
	if (r == 0)
		r = gr_map_set_text(told, "rules", gr_buf_text(&making->text));
	if (r == 0)
		r = gr_map_set_text(told, "case", gr_buf_text(&making->json));
	if (r == 0)
		*out = gr_steal_value(&told);
	return r;
}

static void clear(struct making *making)
{
	gr_free(making->folder);
	gr_free(making->cases);
	gr_free(making->own);
	gr_free(making->example);
	gr_value_free(making->scheme);
	gr_value_free(making->round);
	gr_value_free(making->answers);
	gr_value_free(making->cases_made);
	gr_rules_free(making->rules);
	gr_buf_free(&making->text);
	gr_buf_free(&making->json);
}

int grant_rules_new(grant_record **out, grant_findings **findings, const char *file, const char *scheme,
                    const grant_rules_new_options *options)
{
	struct making making = { .file = file };
	gr_value *told = NULL;
	int r;

	gr_error_clear();
	if (!file || !scheme || !options || options->version != GRANT_RULES_NEW_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no file and no scheme, or options of another version"));
	making.findings = gr_findings_new();
	r = making.findings ? find_places(&making) : gr_fail_memory();
	if (r == 0)
		r = check_places(&making);
	if (r == 0)
		r = make(&making, scheme, options);
	if (r == 0)
		r = tell(&told, &making);
	if (r == 0 && !options->dry_run)
		r = write_both(&making);
	clear(&making);
	if (findings)
		*findings = making.findings;
	else
		grant_findings_free(making.findings);
	if (r == 0 && out)
		*out = gr_record_of(told);
	else
		gr_value_free(told);
	return r;
}
