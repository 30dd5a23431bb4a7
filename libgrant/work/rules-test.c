/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running all cases of a folder of rules, and comparing what several Lua states answer. Not here: one case (rules-case.c).
 */
#include <grant/rules.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/io.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/handle.h"
#include "work/rules-case.h"
#include "work/rule-file.h"

#define STATES_DEFAULT 16
#define STATES_MAX 10000
#define NAMES_MAX 10000 /* in one folder */

struct testing {
	grant_findings *findings;
	unsigned states;
	gr_value *files, *failures;
	int64_t cases, failed;
};

/* ---- folders ---- */

struct names {
	char **items;
	size_t count;
};

static void free_names(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		gr_free(names->items[i]);
	gr_free(names->items);
	names->items = NULL;
	names->count = 0;
}

#define gr_auto_names GR_CLEANUP(free_names)

static int add_name(struct names *names, const char *name)
{
	char **items = gr_resize_array(names->items, names->count + 1, sizeof(*items));

	if (!items)
		return GRANT_ENOMEM;
	names->items = items;
	items[names->count] = gr_strdup(name);
	if (!items[names->count])
		return GRANT_ENOMEM;
	names->count++;
	return 0;
}

/* The names that end so, in order; hidden ones are nobody's rules. GRANT_ENOTFOUND. */
static int list_names(struct names *names, const char *folder, const char *end)
{
	DIR *open = opendir(folder);
	const struct dirent *entry;
	int r = 0;

	if (!open && (errno == ENOENT || errno == ENOTDIR))
		return gr_error_in_file(gr_fail(GRANT_ENOTFOUND, _("%s: there is no such folder"), folder), folder);
	if (!open)
		return gr_error_in_file(gr_fail_errno(errno, "%s", folder), folder);
	while (r == 0 && (entry = readdir(open))) {
		if (entry->d_name[0] == '.' || !gr_text_ends(entry->d_name, end))
			continue;
		r = names->count < NAMES_MAX ? add_name(names, entry->d_name)
		                             : gr_fail(GRANT_ELIMIT, _("%s: more than %d files"), folder, NAMES_MAX);
	}
	closedir(open);
	gr_sort(names->items, names->count, sizeof(*names->items), gr_compare_texts);
	return r;
}

/* ---- a case ---- */

static int read_case(gr_value **out, grant_findings *findings, const char *path)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	struct gr_place place = { .file = path };
	int r = gr_file_read(&text, path, GR_RECORD_MAX_BYTES);

	if (r == 0)
		r = gr_json_read(out, gr_buf_text(&text), text.size);
	if (r != GRANT_EINPUT && r != GRANT_ELIMIT)
		return r;
	place.line = grant_error_line(grant_error_last());
	gr_findings_add(findings, GR_F_RECORD_JSON, &place, grant_error_message(grant_error_last()), NULL);
	gr_error_clear();
	return GRANT_EINPUT;
}

/* 1 it passes, 0 it fails, with what differs. */
static int try_case(char **at, char **expected, char **actual, gr_rules *rules, const gr_value *given, unsigned states)
{
	gr_auto_value gr_value *first = NULL;
	int r;

	gr_rules_shift(rules, 0);
	r = gr_case_run(&first, rules, given);
	if (r == 0)
		r = gr_case_compare(at, expected, actual, given, first);
	/* Rules that were stopped may have used up a whole budget; one state more shows enough. */
	if (gr_map_get(first, "fails"))
		states = 2;
	for (unsigned i = 1; r == 1 && i < states; i++) {
		gr_auto_value gr_value *other = NULL;

		gr_rules_shift(rules, i);
		r = gr_case_run(&other, rules, given);
		if (r == 0)
			r = gr_case_compare_states(at, expected, actual, first, other);
	}
	return r;
}

static int add_failure(struct testing *testing, const char *path, const gr_value *given, const char *at,
                       const char *expected, const char *actual)
{
	gr_value *failure = gr_map_new();
	int r = failure ? gr_map_set_text(failure, "file", path) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_int(failure, "line", (int64_t)gr_value_line(given));
	if (r == 0 && gr_map_text(given, "title"))
		r = gr_map_set_text(failure, "title", gr_map_text(given, "title"));
	if (r == 0)
		r = gr_map_set_text(failure, "at", at);
	if (r == 0)
		r = gr_map_set_text(failure, "expected", expected);
	if (r == 0)
		r = gr_map_set_text(failure, "came", actual);
	if (gr_list_add(testing->failures, failure) < 0)
		return GRANT_ENOMEM;
	return r;
}

static int run_case(struct testing *testing, gr_rules *rules, const gr_value *given, const char *path)
{
	gr_autofree_text char *at = NULL, *expected = NULL, *actual = NULL;
	int r = gr_case_check(testing->findings, rules, given, path);

	if (r < 0)
		return r == GRANT_EINPUT ? 0 : r;
	testing->cases++;
	r = try_case(&at, &expected, &actual, rules, given, testing->states);
	if (r != 0)
		return r < 0 ? r : 0;
	testing->failed++;
	return add_failure(testing, path, given, at, expected, actual);
}

/* A file holds one case or a list of them. */
static int run_file(struct testing *testing, gr_rules *rules, const char *path)
{
	gr_auto_value gr_value *given = NULL;
	int r = read_case(&given, testing->findings, path);

	if (r < 0)
		return r == GRANT_EINPUT ? 0 : r;
	if (!gr_value_is(given, GR_LIST))
		return run_case(testing, rules, given, path);
	for (size_t i = 0; r == 0 && i < gr_value_count(given); i++)
		r = run_case(testing, rules, gr_value_item(given, i), path);
	return r;
}

/* ---- a file of rules ---- */

static int run_cases(struct testing *testing, gr_rules *rules, const char *path, const char *folder)
{
	struct gr_place place = { .file = path };
	gr_auto_names struct names names = { 0 };
	int r = list_names(&names, folder, ".json");

	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		r = 0;
	}
	if (r == 0 && names.count == 0)
		gr_findings_add(testing->findings, GR_F_RULES_NO_CASES, &place, folder, NULL);
	for (size_t i = 0; r == 0 && i < names.count; i++) {
		gr_autofree_text char *file = gr_format("%s/%s", folder, names.items[i]);

		r = file ? run_file(testing, rules, file) : GRANT_ENOMEM;
	}
	return r;
}

static int add_file(struct testing *testing, const gr_rules *rules, const char *path, int64_t cases, int64_t failed)
{
	gr_value *file = gr_map_new();
	int r = file ? gr_map_set_text(file, "file", path) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(file, "kind", gr_rules_is_part(rules) ? "part" : "rules");
	if (r == 0)
		r = gr_map_set_int(file, "cases", cases);
	if (r == 0)
		r = gr_map_set_int(file, "failed", failed);
	if (gr_list_add(testing->files, file) < 0)
		return GRANT_ENOMEM;
	return r;
}

/* What is wrong with the rules themselves is a finding; their cases are not run then. */
static int load_rules(gr_rules **out, struct testing *testing, const char *path)
{
	struct gr_rule_file file = { .path = path };

	return gr_rule_file_load_any(out, testing->findings, &file, false);
}

static int test_file(struct testing *testing, const char *folder, const char *name)
{
	gr_autofree_text char *path = gr_format("%s/%s", folder, name);
	gr_autofree_text char *cases = gr_format("%s/cases/%.*s", folder, (int)(strlen(name) - strlen(".lua")), name);
	int64_t cases_before = testing->cases, failed_before = testing->failed;
	gr_rules *rules = NULL;
	int r = path && cases ? load_rules(&rules, testing, path) : GRANT_ENOMEM;

	if (r == GRANT_ERULE) {
		gr_error_clear();
		return 0;
	}
	if (r == 0)
		r = run_cases(testing, rules, path, cases);
	if (r == 0)
		r = add_file(testing, rules, path, testing->cases - cases_before, testing->failed - failed_before);
	gr_rules_free(rules);
	return r;
}

/* ---- a folder ---- */

/* Cases that test nothing pass silently, which is worse than failing. */
static int find_strays(struct testing *testing, const char *folder, const struct names *files)
{
	gr_autofree_text char *cases = gr_format("%s/cases", folder);
	gr_auto_names struct names folders = { 0 };
	int r = cases ? list_names(&folders, cases, "") : GRANT_ENOMEM;

	if (r == GRANT_ENOTFOUND) {
		gr_error_clear();
		return 0;
	}
	for (size_t i = 0; r == 0 && i < folders.count; i++) {
		gr_autofree_text char *path = gr_format("%s/%s", cases, folders.items[i]);
		gr_autofree_text char *wanted = gr_format("%s.lua", folders.items[i]);
		struct gr_place place = { .file = path };
		const char *key = wanted;

		if (!path || !wanted)
			return GRANT_ENOMEM;
		if (files->count == 0 || !bsearch(&key, files->items, files->count, sizeof(*files->items), gr_compare_texts))
			gr_findings_add(testing->findings, GR_F_RULES_CASES_OF_NOTHING, &place, wanted, NULL);
	}
	return r;
}

static int test_folder(struct testing *testing, const char *given)
{
	gr_autofree_text char *folder = gr_strdup(given);
	gr_auto_names struct names files = { 0 };
	size_t size = folder ? strlen(folder) : 0;
	int r;

	while (size > 1 && folder[size - 1] == '/')
		folder[--size] = '\0';
	r = folder ? list_names(&files, folder, ".lua") : GRANT_ENOMEM;
	if (r == 0 && files.count == 0)
		r = gr_error_in_file(gr_fail(GRANT_ENOTFOUND, _("%s: there is no file of rules (*.lua) in it"), folder), folder);
	for (size_t i = 0; r == 0 && i < files.count; i++)
		r = test_file(testing, folder, files.items[i]);
	return r == 0 ? find_strays(testing, folder, &files) : r;
}

static int tell(gr_value **out, struct testing *testing)
{
	gr_value *told = gr_map_new();
	int r = told ? gr_map_set_int(told, "cases", testing->cases) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_int(told, "failed", testing->failed);
	if (r == 0)
		r = gr_map_set(told, "files", gr_steal_value(&testing->files));
	if (r == 0)
		r = gr_map_set(told, "failures", gr_steal_value(&testing->failures));
	if (r == 0)
		r = gr_map_set(told, "findings", gr_findings_to_shown(testing->findings));
	if (r == 0)
		*out = told;
	else
		gr_value_free(told);
	return r;
}

static int run(gr_value **out, struct testing *testing, const char *const *folders)
{
	int r = testing->files && testing->failures && testing->findings ? 0 : GRANT_ENOMEM;

	for (; r == 0 && *folders; folders++)
		r = test_folder(testing, *folders);
	return r == 0 ? tell(out, testing) : r;
}

int grant_rules_test(grant_record **out, grant_findings **findings, const char *const *folders,
                     const grant_rules_test_options *options)
{
	static const grant_rules_test_options defaults = GRANT_RULES_TEST_OPTIONS_INIT;
	struct testing testing = { .states = STATES_DEFAULT };
	gr_value *told = NULL;
	int r;

	gr_error_clear();
	if (!options)
		options = &defaults;
	if (!out || !folders || options->version != GRANT_RULES_TEST_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("options of another version"));
	if (options->states == 1 || options->states > STATES_MAX)
		return gr_fail(GRANT_EINPUT, _("a case runs in 2 to %d states"), STATES_MAX);
	if (options->states)
		testing.states = options->states;
	testing.files = gr_list_new();
	testing.failures = gr_list_new();
	testing.findings = gr_findings_new();
	r = run(&told, &testing, folders);
	gr_value_free(testing.files);
	gr_value_free(testing.failures);
	if (findings)
		*findings = testing.findings;
	else
		grant_findings_free(testing.findings);
	if (r == 0)
		*out = gr_record_of(told);
	return r;
}
