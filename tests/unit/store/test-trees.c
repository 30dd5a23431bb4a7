/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Our own trees and differences against git's: random edits over names that sort badly, each compared with the tree that
 * git's index gives for the same files, and each difference with git diff-tree.
 */
#include "store-test.h"

#include <git2.h>

#define FILES_MAX 400
#define STEPS 60
#define EDITS 12

/* What the tree should hold, by a model that cannot be wrong in the same way. */
struct file {
	char path[256];
	int content;
	bool is_put, is_removed; /* in this edit */
};
struct model {
	struct file files[FILES_MAX];
	size_t count;
};

static uint32_t seed = 20180320;

static uint32_t chance(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

/* "a", "a-b", "a.b", "a0" around "a/" show every mistake of order. */
static void random_path(char out[256])
{
	static const char *const names[] = { "a",      "a-b",    "a.b",  "a0",       "ab", "b", "申请表", "预算",
		                             "预算表", "预算-1", "附件", "附件.txt", "Z",  "é", "𠮷" };
	uint32_t depth = chance(4) + 1;

	out[0] = '\0';
	for (uint32_t i = 0; i < depth; i++) {
		if (i > 0)
			strcat(out, "/");
		strcat(out, names[chance(GR_COUNT(names))]);
	}
}

static bool is_below(const char *path, const char *folder)
{
	size_t size = strlen(folder);

	return strncmp(path, folder, size) == 0 && path[size] == '/';
}

static struct file *find(struct model *model, const char *path)
{
	for (size_t i = 0; i < model->count; i++)
		if (strcmp(model->files[i].path, path) == 0)
			return &model->files[i];
	return NULL;
}

/* A file and a folder of one name in the same edit are the caller's mistake. */
static bool contradicts(const struct model *model, const char *path)
{
	for (size_t i = 0; i < model->count; i++) {
		const struct file *file = &model->files[i];

		if (file->is_put && !file->is_removed && (is_below(file->path, path) || is_below(path, file->path)))
			return true;
	}
	return false;
}

static void put(struct model *model, gr_edit *edit, const char *path)
{
	struct file *file = find(model, path);
	char text[32];

	if (contradicts(model, path) || model->count + 1 >= FILES_MAX)
		return;
	if (!file) {
		file = &model->files[model->count++];
		memset(file, 0, sizeof(*file));
		strcpy(file->path, path);
	}
	file->content = (int)chance(1000);
	file->is_put = true;
	file->is_removed = false;
	snprintf(text, sizeof(text), "%d\n", file->content);
	check(gr_edit_put_bytes(edit, path, text, strlen(text)));
}

/* What was put in the same edit stays where the base had nothing. */
static void remove_path(struct model *model, const struct model *base, gr_edit *edit, const char *path)
{
	bool in_base = false;

	for (size_t i = 0; i < base->count; i++)
		in_base = in_base || strcmp(base->files[i].path, path) == 0 || is_below(base->files[i].path, path);
	check(gr_edit_remove(edit, path));
	if (!in_base)
		return;
	for (size_t i = 0; i < model->count; i++) {
		struct file *file = &model->files[i];

		if (strcmp(file->path, path) == 0 || (is_below(file->path, path) && !file->is_put))
			file->is_removed = true;
	}
}

/* The edit is over: what was removed or stood in the way of something put is gone. */
static void settle(struct model *model)
{
	size_t kept = 0;

	for (size_t i = 0; i < model->count; i++) {
		struct file *file = &model->files[i];
		bool gone = file->is_removed;

		for (size_t k = 0; !file->is_put && k < model->count; k++)
			gone = gone || (model->files[k].is_put && !model->files[k].is_removed &&
			                (is_below(model->files[k].path, file->path) ||
			                 is_below(file->path, model->files[k].path)));
		model->files[i].is_removed = gone;
	}
	for (size_t i = 0; i < model->count; i++)
		if (!model->files[i].is_removed)
			model->files[kept++] = model->files[i];
	model->count = kept;
	for (size_t i = 0; i < model->count; i++)
		model->files[i].is_put = false;
}

/* git's own idea of the same files. */
static void oracle(char hex[GR_OID_HEX], const struct model *model, git_repository *repository)
{
	git_index *index = NULL;
	git_oid id;

	assert_int_equal(git_index_new(&index), 0);
	for (size_t i = 0; i < model->count; i++) {
		git_index_entry entry = { .mode = GIT_FILEMODE_BLOB, .path = model->files[i].path };
		char text[32];

		snprintf(text, sizeof(text), "%d\n", model->files[i].content);
		assert_int_equal(git_blob_create_from_buffer(&entry.id, repository, text, strlen(text)), 0);
		assert_int_equal(git_index_add(index, &entry), 0);
	}
	assert_int_equal(git_index_write_tree_to(&id, index, repository), 0);
	git_oid_tostr(hex, GR_OID_HEX, &id);
	git_index_free(index);
}

static void random_edit(struct model *model, gr_edit *edit)
{
	static struct model base;

	base = *model;
	for (uint32_t i = 0, count = chance(EDITS) + 1; i < count; i++) {
		char path[256];

		random_path(path);
		if (chance(3) == 0 && base.count > 0) {
			strcpy(path, base.files[chance((uint32_t)base.count)].path);
			if (chance(2) == 0 && strrchr(path, '/'))
				*strrchr(path, '/') = '\0';
			remove_path(model, &base, edit, path);
		} else {
			put(model, edit, path);
		}
	}
	settle(model);
}

static int append_change(const char *path, const struct gr_oid *old_blob, const struct gr_oid *new_blob, void *payload)
{
	char old_hex[GR_OID_HEX], new_hex[GR_OID_HEX];

	memset(old_hex, '0', sizeof(old_hex));
	memset(new_hex, '0', sizeof(new_hex));
	old_hex[GR_OID_HEX - 1] = new_hex[GR_OID_HEX - 1] = '\0';
	if (old_blob)
		gr_oid_hex(old_hex, old_blob);
	if (new_blob)
		gr_oid_hex(new_hex, new_blob);
	gr_buf_printf(payload, ":%s %s %s %s %c\t%s\n", old_blob ? "100644" : "000000", new_blob ? "100644" : "000000",
	              old_hex, new_hex,
	              !old_blob   ? 'A'
	              : !new_blob ? 'D'
	                          : 'M',
	              path);
	return 0;
}

static void compare_difference(struct place *place, const struct gr_oid *from, const struct gr_oid *to)
{
	gr_auto_buf struct gr_buf ours = GR_BUF_INIT;
	char old[GR_OID_HEX], new[GR_OID_HEX];
	char *theirs;

	gr_oid_hex(old, from);
	gr_oid_hex(new, to);
	gr_buf_text_append(&ours, "");
	check(gr_store_diff(place->store, from, to, append_change, &ours));
	theirs = output_of("git -C '%s' -c core.quotePath=false diff-tree -r --no-renames %s %s", place->round, old,
	                   new);
	assert_string_equal(gr_buf_text(&ours), theirs);
	gr_free(theirs);
}

static void random_edits_give_the_trees_and_differences_of_git(void **state)
{
	static struct model model;
	struct place place;
	git_repository *repository = NULL;
	struct gr_oid last, older, commit, tree;

	(void)state;
	make_place(&place, false);
	assert_int_equal(git_repository_open(&repository, place.round), 0);
	for (int step = 0; step < STEPS; step++) {
		char ours[GR_OID_HEX], theirs[GR_OID_HEX];
		gr_edit *edit;

		check(gr_edit_new(&edit, place.store, step ? &last : NULL));
		random_edit(&model, edit);
		commit_edit(&commit, edit, &place, step ? &last : NULL);
		gr_edit_free(edit);
		check(gr_store_tree_of(&tree, place.store, &commit));
		gr_oid_hex(ours, &tree);
		oracle(theirs, &model, repository);
		assert_string_equal(ours, theirs);
		if (step % 10 == 5) {
			compare_difference(&place, &last, &commit);
			compare_difference(&place, &older, &commit);
			compare_difference(&place, &commit, &older);
		}
		if (step % 10 == 0)
			older = commit;
		last = commit;
	}
	run("git -C '%s' fsck --strict 2>&1", place.round);
	git_repository_free(repository);
	clear_place(&place);
}

/* ---- cases by name ---- */

static void expect_files(struct place *place, const struct gr_oid *commit, const char *expected)
{
	char hex[GR_OID_HEX];
	char *files;

	gr_oid_hex(hex, commit);
	files = output_of("git -C '%s' -c core.quotePath=false ls-tree -r --name-only %s", place->round, hex);
	assert_string_equal(files, expected);
	gr_free(files);
}

static void a_file_and_a_folder_take_each_others_place(void **state)
{
	struct place place;
	struct gr_oid one, two, three;
	gr_edit *edit;

	(void)state;
	make_place(&place, false);
	commit_file(&one, &place, NULL, "材料", "x");
	commit_file(&two, &place, &one, "材料/表.txt", "y");
	expect_files(&place, &two, "材料/表.txt\n");
	check(gr_edit_new(&edit, place.store, &two));
	check(gr_edit_remove(edit, "材料/表.txt"));
	check(gr_edit_put_bytes(edit, "材料", "z", 1)); /* what lay below is said to go, and would go anyway */
	commit_edit(&three, edit, &place, &two);
	gr_edit_free(edit);
	expect_files(&place, &three, "材料\n");
	clear_place(&place);
}

static void folders_that_become_empty_go(void **state)
{
	struct place place;
	struct gr_oid one, two, three;
	gr_edit *edit;

	(void)state;
	make_place(&place, false);
	commit_file(&one, &place, NULL, "a/b/c/d", "x");
	commit_file(&two, &place, &one, "a-b", "y");
	check(gr_edit_new(&edit, place.store, &two));
	check(gr_edit_remove(edit, "a/b/c/d"));
	check(gr_edit_remove(edit, "a/nothing"));
	assert_int_equal(gr_edit_count(edit), 1);
	commit_edit(&three, edit, &place, &two);
	gr_edit_free(edit);
	expect_files(&place, &three, "a-b\n");
	clear_place(&place);
}

/* Around the length where another SHA-1 hashes them (object.c). */
static void trees_of_short_and_of_long_names_have_gits_ids(void **state)
{
	struct place place;
	struct gr_oid commit, last, tree;

	(void)state;
	make_place(&place, false);
	for (int size = 38; size <= 43; size++) {
		char name[64], hex[GR_OID_HEX];
		char *again;

		snprintf(name, sizeof(name), "%0*d", size, 1);
		commit_file(&commit, &place, size > 38 ? &last : NULL, name, "x");
		check(gr_store_tree_of(&tree, place.store, &commit));
		gr_oid_hex(hex, &tree);
		again = output_of("git -C '%s' ls-tree %s | git -C '%s' mktree", place.round, hex, place.round);
		assert_true(strncmp(again, hex, GR_OID_HEX - 1) == 0);
		gr_free(again);
		last = commit;
	}
	clear_place(&place);
}

static void a_file_and_a_folder_of_one_name_are_refused_together(void **state)
{
	struct place place;
	struct gr_oid tree;
	gr_edit *edit;

	(void)state;
	make_place(&place, false);
	check(gr_edit_new(&edit, place.store, NULL));
	check(gr_edit_put_bytes(edit, "a", "x", 1));
	check(gr_edit_put_bytes(edit, "a/b", "x", 1));
	assert_int_equal(gr_edit_tree(&tree, edit), GRANT_EINTERNAL);
	gr_edit_free(edit);
	clear_place(&place);
}

static void names_that_somebody_would_take_for_something_else_are_refused(void **state)
{
	static const char *const names[] = {
		"",
		"/a",
		"a//b",
		"a/",
		"./a",
		"a/../b",
		".git/config",
		"a/.GIT/x",
		"git~1",
		"a/.g\xE2\x80\x8Cit",
		".gitmodules",
		"CON",
		"a/nul.txt",
		"x:y",
		"a\\b",
		"trail.",
		"trail ",
		"e\xCC\x81.txt",
		"a\xFF",
		"a\nb",
		"a\xE2\x80\xAE"
		"b",
		"-rf",
		"~x",
		" a",
	};
	struct place place;
	gr_edit *edit;

	(void)state;
	make_place(&place, false);
	check(gr_edit_new(&edit, place.store, NULL));
	for (size_t i = 0; i < GR_COUNT(names); i++)
		if (gr_edit_put_bytes(edit, names[i], "x", 1) != GRANT_EINPUT)
			fail_msg("“%s” was taken", names[i]);
	assert_int_equal(gr_edit_count(edit), 0);
	check(gr_edit_put_bytes(edit, ".gitattributes", "x", 1));
	check(gr_edit_put_bytes(edit, "项目/申请表（终稿）.docx", "x", 1));
	gr_edit_free(edit);
	clear_place(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_edits_give_the_trees_and_differences_of_git),
		cmocka_unit_test(a_file_and_a_folder_take_each_others_place),
		cmocka_unit_test(folders_that_become_empty_go),
		cmocka_unit_test(trees_of_short_and_of_long_names_have_gits_ids),
		cmocka_unit_test(a_file_and_a_folder_of_one_name_are_refused_together),
		cmocka_unit_test(names_that_somebody_would_take_for_something_else_are_refused),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("trees", tests, NULL, NULL);
}
