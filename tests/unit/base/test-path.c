/* SPDX-License-Identifier: Apache-2.0 */
/* The gate for names: what is wrong with one, what is made of it, and that what is made passes the gate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

static const struct {
	const char *name;
	enum gr_path_problem problem;
	const char *safe; /* NULL: as it is */
} components[] = {
	{ "预算表.csv", GR_PATH_OK, NULL },
	{ "a b.txt", GR_PATH_OK, NULL },
	{ "a~b", GR_PATH_OK, NULL },
	{ "concert.txt", GR_PATH_OK, NULL },
	{ "COM10", GR_PATH_OK, NULL },
	{ "𠮷.txt", GR_PATH_OK, NULL },
	{ "", GR_PATH_EMPTY, "_" },
	{ ".", GR_PATH_DOT, "_" },
	{ "..", GR_PATH_DOT, "__" },
	{ "...", GR_PATH_LEADING, "___" },
	{ ".hidden", GR_PATH_LEADING, "_hidden" },
	{ "-rf", GR_PATH_LEADING, "_rf" },
	{ "~user", GR_PATH_LEADING, "_user" },
	{ " a", GR_PATH_LEADING, "_a" },
	{ "a.", GR_PATH_TRAILING, "a_" },
	{ "a ", GR_PATH_TRAILING, "a_" },
	{ ".git", GR_PATH_GIT, "_git" },
	{ ".GitModules", GR_PATH_GIT, "_GitModules" },
	{ "git~1", GR_PATH_GIT, "git_1" },
	{ "GI7EBA~1", GR_PATH_GIT, "GI7EBA_1" },
	{ "con", GR_PATH_WINDOWS_NAME, "_con" },
	{ "Nul.tar.gz", GR_PATH_WINDOWS_NAME, "_Nul.tar.gz" },
	{ "AUX .txt", GR_PATH_WINDOWS_NAME, "_AUX .txt" },
	{ "LPT9.doc", GR_PATH_WINDOWS_NAME, "_LPT9.doc" },
	{ "COM²", GR_PATH_WINDOWS_NAME, "_COM²" },
	{ "CONIN$", GR_PATH_WINDOWS_NAME, "_CONIN$" },
	{ "a:b", GR_PATH_WINDOWS_CHAR, "a_b" },
	{ "a\\b", GR_PATH_WINDOWS_CHAR, "a_b" },
	{ "a\tb", GR_PATH_CONTROL, "a_b" },
	{ "a\xE2\x80\xAE"
	  "b",
	  GR_PATH_CONTROL, "a_b" },
	{ "a\xEF\xBB\xBF"
	  "b",
	  GR_PATH_CONTROL, "a_b" },
	{ "a\xEE\x80\x80", GR_PATH_CONTROL, "a_" },
	{ "a\xE3\x85\xA4", GR_PATH_CONTROL, "a_" },
	{ "e\xCC\x81.txt", GR_PATH_NOT_NFC, "é.txt" },
};

static void every_problem_is_seen_and_mended(void **state)
{
	(void)state;
	for (size_t i = 0; i < GR_COUNT(components); i++) {
		const char *name = components[i].name;
		gr_autofree_text char *safe = gr_component_make_safe(name);

		if (gr_component_check(name, strlen(name)) != components[i].problem)
			fail_msg("[%s]: %s", name, gr_path_problem_text(gr_component_check(name, strlen(name))));
		assert_string_equal(safe, components[i].safe ? components[i].safe : name);
		assert_int_equal(gr_component_check(safe, strlen(safe)), GR_PATH_OK);
	}
	assert_int_equal(gr_component_check("\xC0\xAE", 2), GR_PATH_NOT_UTF8);
	assert_int_equal(gr_component_check("a\0b", 3), GR_PATH_NOT_UTF8);
}

static void git_is_known_in_any_spelling(void **state)
{
	static const char *const yes[] = { ".git",
		                           ".GIT",
		                           ".Git ",
		                           ".git...",
		                           ".git. .",
		                           ".git::$INDEX_ALLOCATION",
		                           ".git:x",
		                           "git~1",
		                           "GIT~1",
		                           "git~2",
		                           ".g\xE2\x80\x8Cit",
		                           "\xEF\xBB\xBF.git",
		                           ".git\xE2\x80\x8D",
		                           ".git.\xE2\x80\x8D",
		                           "．ｇｉｔ" };
	static const char *const no[] = { "git",   ".github", ".gitignore", "a.git", "git~",
		                          "git~x", ".gi",     "",           "..git", "项目.git" };

	(void)state;
	for (size_t i = 0; i < GR_COUNT(yes); i++)
		if (!gr_component_is_git(yes[i]))
			fail_msg("%s was not seen", yes[i]);
	for (size_t i = 0; i < GR_COUNT(no); i++)
		if (gr_component_is_git(no[i]))
			fail_msg("%s is not git's", no[i]);
}

static void paths_are_checked_part_by_part(void **state)
{
	(void)state;
	assert_int_equal(gr_path_check("a/b/预算.csv"), GR_PATH_OK);
	assert_int_equal(gr_path_check(".gitattributes"), GR_PATH_OK);
	assert_int_equal(gr_path_check("a/.gitattributes"), GR_PATH_GIT);
	assert_int_equal(gr_path_check("/a"), GR_PATH_ABSOLUTE);
	assert_int_equal(gr_path_check("a//b"), GR_PATH_EMPTY);
	assert_int_equal(gr_path_check("a/"), GR_PATH_EMPTY);
	assert_int_equal(gr_path_check(""), GR_PATH_EMPTY);
	assert_int_equal(gr_path_check("a/../b"), GR_PATH_DOT);
}

/* Random names out of the characters that matter: what is made safe passes, stays, and may be numbered. */
static void what_is_made_safe_passes_the_gate(void **state)
{
	static const char *const pieces[] = { ".",
		                              "~",
		                              "-",
		                              " ",
		                              "git",
		                              "con",
		                              "1",
		                              "9",
		                              ":",
		                              "\\",
		                              "长",
		                              "é",
		                              "e\xCC\x81",
		                              "\xE2\x80\x8C",
		                              "𠮷",
		                              "a",
		                              "长长长长长长长长长长",
		                              ".pdf",
		                              "COM",
		                              "\xC2\xB9",
		                              "ﬁ",
		                              "\x01" };
	uint64_t seed = 42;

	(void)state;
	for (int i = 0; i < 50000; i++) {
		char name[1024] = "";
		gr_autofree_text char *safe = NULL, *again = NULL, *numbered = NULL;

		for (int k = i % 30; k >= 0; k--) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			strcat(name, pieces[(seed >> 33) % GR_COUNT(pieces)]);
		}
		safe = gr_component_make_safe(name);
		again = gr_component_make_safe(safe);
		numbered = gr_component_number(safe, 2);
		if (gr_component_check(safe, strlen(safe)) != GR_PATH_OK || strcmp(safe, again) != 0 ||
		    gr_component_check(numbered, strlen(numbered)) != GR_PATH_OK)
			fail_msg("[%s] -> [%s] -> [%s], [%s]", name, safe, again, numbered);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_problem_is_seen_and_mended),
		cmocka_unit_test(git_is_known_in_any_spelling),
		cmocka_unit_test(paths_are_checked_part_by_part),
		cmocka_unit_test(what_is_made_safe_passes_the_gate),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
