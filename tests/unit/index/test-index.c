/* SPDX-License-Identifier: Apache-2.0 */
/* The index as a file that may be lost: damage of every kind ends with a new one, reading goes on in memory; ids in order; words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "index/inside.h"

#define COMMIT "0123456789012345678901234567890123456789"

static const char *const keys[] = { "application", NULL };
static const struct gr_column columns[] = {
	{ "title", "title", GR_COLUMN_TEXT, true, true },
	{ "requested", "requested", GR_COLUMN_MONEY, true, false },
	{ "received", "received", GR_COLUMN_TIME, false, false },
};
static const struct gr_table tables[] = { { "application", keys, GR_KEY_ORDER, columns, 3, "grant_applications_v1" } };
static const struct gr_table older[] = { { "application", keys, GR_KEY_ORDER, columns, 2, "grant_applications_v1" } };

struct place {
	char dir[64], path[96];
	gr_index *index;
};

static void check(int code)
{
	if (code < 0)
		fail_msg("%s", grant_error_message(grant_error_last()));
}

static void put(gr_index *index, const char *id, const char *title)
{
	const char *row_keys[] = { id, NULL };
	gr_auto_buf struct gr_buf json = GR_BUF_INIT;
	gr_row *row = gr_row_new();

	gr_buf_printf(&json, "{\"title\": \"%s\", \"requested\": \"50000.00\", \"received\": \"2018-03-20T10:00:00+08:00\"}", title);
	check(gr_row_read(row, &tables[0], row_keys, gr_buf_text(&json), json.size));
	check(gr_index_put(index, row));
	gr_row_free(row);
}

static void fill(gr_index *index)
{
	check(gr_index_begin(index));
	put(index, "XF-0002", "妇女维权服务");
	put(index, "XF-0010", "老人助餐 meal");
	put(index, "XF-10000", "社区花园");
	put(index, "XF-9999", "维护花木");
	check(gr_index_commit_at(index, COMMIT));
}

static void open_index(struct place *place)
{
	check(gr_index_open(&place->index, place->path, tables, GR_COUNT(tables)));
}

static void make_place(struct place *place)
{
	snprintf(place->dir, sizeof(place->dir), "/tmp/grant-index-XXXXXX");
	assert_non_null(mkdtemp(place->dir));
	snprintf(place->path, sizeof(place->path), "%s/index.sqlite", place->dir);
	open_index(place);
	fill(place->index);
}

static void clear_place(struct place *place)
{
	char command[128];

	gr_index_close(place->index);
	snprintf(command, sizeof(command), "rm -rf '%s'", place->dir);
	assert_int_equal(system(command), 0);
}

/* "" when it stands for nothing. */
static void expect_commit(gr_index *index, const char *expected)
{
	char commit[41];

	check(gr_index_commit(commit, index));
	assert_string_equal(commit, expected);
}

/* Ids of a cursor, parted by spaces; frees it. */
static void expect_ids(gr_cursor *cursor, const char *expected)
{
	gr_auto_buf struct gr_buf ids = GR_BUF_INIT;
	const gr_value *row;
	int r;

	gr_buf_text_append(&ids, "");
	while ((r = gr_cursor_next(&row, cursor)) == 1)
		gr_buf_printf(&ids, "%s%s", ids.size ? " " : "", gr_map_text(row, "application"));
	check(r);
	gr_cursor_free(cursor);
	assert_string_equal(gr_buf_text(&ids), expected);
}

/* What lies in the log yet would hide the damage. */
static void empty_log(const struct place *place)
{
	char command[192];

	snprintf(command, sizeof(command), "sqlite3 '%s' 'pragma wal_checkpoint(truncate)' >/dev/null", place->path);
	assert_int_equal(system(command), 0);
}

static void spoil(const struct place *place, long at, long size)
{
	FILE *file;

	empty_log(place);
	file = fopen(place->path, "r+b");

	assert_non_null(file);
	fseek(file, at, SEEK_SET);
	for (long i = 0; i < size; i++)
		fputc((int)(i * 37 % 251), file);
	fclose(file);
}

static void what_is_no_index_is_begun_anew(void **state)
{
	struct place place;

	(void)state;
	make_place(&place);
	gr_index_close(place.index);
	spoil(&place, 0, 5000); /* not even SQLite's */
	open_index(&place);
	expect_commit(place.index, "");
	fill(place.index);
	gr_index_close(place.index);
	empty_log(&place);
	assert_int_equal(truncate(place.path, 4096), 0);
	open_index(&place);
	/* opened as it is or begun anew: filled again it must hold */
	if (gr_index_clear(place.index) < 0)
		fail_msg("%s", grant_error_message(grant_error_last()));
	fill(place.index);
	expect_commit(place.index, COMMIT);
	gr_index_close(place.index);
	empty_log(&place);
	assert_int_equal(truncate(place.path, 0), 0);
	open_index(&place);
	expect_commit(place.index, "");
	clear_place(&place);
}

static void pages_of_junk_are_noticed_or_thrown_away(void **state)
{
	struct place place;
	int64_t count = 0;
	struct gr_select all = { .table = "application" };

	(void)state;
	make_place(&place);
	gr_index_close(place.index);
	spoil(&place, 8192, 60000);
	open_index(&place);
	if (gr_index_clear(place.index) < 0)
		fail_msg("%s", grant_error_message(grant_error_last()));
	fill(place.index);
	check(gr_index_count(&count, place.index, &all));
	assert_int_equal(count, 4);
	clear_place(&place);
}

static void an_index_for_other_tables_is_begun_anew(void **state)
{
	struct place place;

	(void)state;
	make_place(&place);
	gr_index_close(place.index);
	check(gr_index_open(&place.index, place.path, older, 1));
	expect_commit(place.index, "");
	gr_index_close(place.index);
	open_index(&place);
	expect_commit(place.index, "");
	clear_place(&place);
}

static void a_file_that_is_deleted_while_open_goes_on(void **state)
{
	struct place place;
	gr_index *second;

	(void)state;
	make_place(&place);
	unlink(place.path);
	expect_commit(place.index, COMMIT);
	check(gr_index_begin(place.index));
	put(place.index, "XF-0003", "x");
	check(gr_index_commit_at(place.index, COMMIT));
	check(gr_index_open(&second, place.path, tables, 1)); /* the next one begins from nothing */
	expect_commit(second, "");
	gr_index_close(second);
	clear_place(&place);
}

/* Root may write everywhere: a folder that is none has the same effect. */
static void where_nothing_can_be_written_it_lives_in_memory(void **state)
{
	struct place place;

	(void)state;
	make_place(&place);
	gr_index_close(place.index);
	check(gr_index_open(&place.index, "/proc/none/index.sqlite", tables, 1));
	assert_true(gr_index_in_memory(place.index));
	fill(place.index);
	expect_commit(place.index, COMMIT);
	check(gr_index_clear(place.index));
	expect_commit(place.index, "");
	clear_place(&place);
}

static void ids_go_by_number(void **state)
{
	struct gr_condition from = { .column = "application", .compare = GR_AT_LEAST, .text = "XF-9999" };
	struct gr_select select = { .table = "application" };
	struct place place;
	gr_cursor *cursor;

	(void)state;
	make_place(&place);
	check(gr_index_select(&cursor, place.index, &select));
	expect_ids(cursor, "XF-0002 XF-0010 XF-9999 XF-10000");
	select.conditions = &from;
	select.condition_count = 1;
	check(gr_index_select(&cursor, place.index, &select));
	expect_ids(cursor, "XF-9999 XF-10000");
	from.text = "XF-";
	select.order = "-application";
	select.limit = 1;
	check(gr_index_select(&cursor, place.index, &select));
	expect_ids(cursor, "XF-10000");
	clear_place(&place);
}

static void put_pair(gr_index *index, const struct gr_table *table, const char *id, const char *person)
{
	const char *row_keys[] = { id, person, NULL };
	gr_row *row = gr_row_new();

	check(gr_row_read(row, table, row_keys, "{}", 2));
	check(gr_index_put(index, row));
	gr_row_free(row);
}

static void rows_with_a_counterpart_are_left_out(void **state)
{
	static const char *const pair[] = { "application", "person", NULL }, *const backwards[] = { "person", "application", NULL };
	static const char *const name[] = { "name", NULL };
	static const struct gr_table four[] = {
		{ "application", keys, GR_KEY_ORDER, columns, 1, "one" },
		{ "assignment", pair, GR_KEY_ORDER, columns, 1, "two" },
		{ "review", backwards, GR_KEY_ORDER, columns, 1, "three" },
		{ "word", name, GR_KEY_ORDER, columns, 1, "four" },
	};
	static const char *const reviewed[] = { "review", NULL }, *const both[] = { "review", "application", NULL };
	struct gr_condition first = { .column = "person", .compare = GR_EQUAL, .text = "r01" };
	struct gr_select select = { .table = "assignment", .unless = reviewed };
	gr_index *index;
	gr_cursor *cursor;
	int64_t count;

	(void)state;
	check(gr_index_open(&index, "/proc/none/index.sqlite", four, GR_COUNT(four)));
	put_pair(index, &four[1], "XF-0001", "r01");
	put_pair(index, &four[1], "XF-0001", "r02");
	put_pair(index, &four[1], "XF-0002", "r01");
	put_pair(index, &four[1], "XF-0003", "r01");
	put_pair(index, &four[2], "r01", "XF-0001");
	put_pair(index, &four[2], "r02", "XF-0002"); /* of somebody else */
	put_pair(index, &four[0], "XF-0003", NULL);
	check(gr_index_select(&cursor, index, &select));
	expect_ids(cursor, "XF-0001 XF-0002 XF-0003");
	select.unless = both;
	check(gr_index_select(&cursor, index, &select));
	expect_ids(cursor, "XF-0001 XF-0002");
	select.conditions = &first;
	select.condition_count = 1;
	check(gr_index_count(&count, index, &select));
	assert_int_equal(count, 1);
	select.unless = (const char *const[]){ "nowhere", NULL };
	assert_int_equal(gr_index_count(&count, index, &select), GRANT_EINTERNAL);
	select.unless = (const char *const[]){ "word", NULL }; /* no key that both have */
	assert_int_equal(gr_index_count(&count, index, &select), GRANT_EINTERNAL);
	gr_index_close(index);
}

static void one_row_is_found_by_its_key(void **state)
{
	struct place place;
	gr_value *row;

	(void)state;
	make_place(&place);
	for (int i = 0; i < 2; i++) { /* the statement is used again */
		check(gr_index_find(&row, place.index, "application", "XF-0010"));
		assert_string_equal(gr_map_text(row, "title"), "老人助餐 meal");
		assert_string_equal(gr_map_text(row, "requested"), "50000.00");
		gr_value_free(row);
		check(gr_index_find(&row, place.index, "application", "XF-0011"));
		assert_null(row);
	}
	assert_int_equal(gr_index_find(&row, place.index, "nowhere", "XF-0010"), GRANT_EINTERNAL);
	clear_place(&place);
}

static void words_of_one_and_two_characters_are_found(void **state)
{
	static const struct {
		const char *words, *ids;
	} searches[] = {
		{ "维权", "XF-0002" },
		{ "妇", "XF-0002" },
		{ "花", "XF-9999 XF-10000" },
		{ "权维", "" },
		{ "MEAL", "XF-0010" },
		{ "老人 meal", "XF-0010" },
		{ "老人 花", "" },
		{ "\"", NULL },
		{ "花 OR 老人", "" },
		{ "妇女维权服务", "XF-0002" },
	};
	struct place place;

	(void)state;
	make_place(&place);
	for (size_t i = 0; i < GR_COUNT(searches); i++) {
		gr_cursor *cursor;
		int r = gr_index_search(&cursor, place.index, searches[i].words, 0);

		if (!searches[i].ids) {
			assert_int_equal(r, GRANT_EINPUT);
			continue;
		}
		check(r);
		if (strcmp(searches[i].words, "花") == 0) { /* equal rank: whichever order */
			const gr_value *row;
			int count = 0;

			while (gr_cursor_next(&row, cursor) == 1)
				count++;
			gr_cursor_free(cursor);
			assert_int_equal(count, 2);
			continue;
		}
		expect_ids(cursor, searches[i].ids);
	}
	clear_place(&place);
}

/* A build in bulk leaves the same look-ups as row by row. */
static void a_build_in_bulk_makes_its_lookups_in_the_end(void **state)
{
	struct gr_select select = { .table = "application", .order = "-requested" };
	struct place place;
	gr_cursor *cursor;

	(void)state;
	make_place(&place);
	check(gr_index_clear(place.index));
	check(gr_index_begin(place.index));
	check(gr_index_bulk(place.index, true));
	put(place.index, "XF-0002", "x");
	put(place.index, "XF-0001", "y");
	check(gr_index_bulk(place.index, false));
	check(gr_index_commit_at(place.index, COMMIT));
	check(gr_index_select(&cursor, place.index, &select));
	expect_ids(cursor, "XF-0001 XF-0002");
	gr_index_close(place.index);
	open_index(&place);
	expect_commit(place.index, COMMIT); /* the schema is still the one that is wanted */
	clear_place(&place);
}

/* Whoever finishes it hears what who held it would have heard, with the record's name. */
static void what_is_held_is_read_when_it_is_finished(void **state)
{
	static const char *const row_keys[] = { "XF-0001", NULL };
	static const char *const damaged[] = { "", "{\"title\": ", "{} {}" };
	gr_row *row = gr_row_new();

	(void)state;
	check(gr_row_hold(row, &tables[0], row_keys, "{\"title\": \"甲\"}", strlen("{\"title\": \"甲\"}"), "a.json"));
	check(gr_row_finish(row));
	check(gr_row_finish(row)); /* nothing is held any more */
	assert_string_equal(gr_row_text(row, "title"), "甲");
	for (size_t i = 0; i < GR_COUNT(damaged); i++) {
		check(gr_row_hold(row, &tables[0], row_keys, damaged[i], strlen(damaged[i]), "a.json"));
		assert_int_equal(gr_row_finish(row), GRANT_EFORMAT);
		assert_non_null(strstr(grant_error_message(grant_error_last()), "a.json: line 1"));
	}
	gr_row_free(row);
}

static void columns_come_from_where_the_table_says(void **state)
{
	static const char *const row_keys[] = { "XF-0001", NULL };
	static const struct gr_column own[] = {
		{ "title", "title", GR_COLUMN_TEXT, false, false },      { "name", "organisation.name", GR_COLUMN_TEXT, false, false },
		{ "size", "size", GR_COLUMN_INTEGER, false, false },     { "sealed", "sealed", GR_COLUMN_INTEGER, false, false },
		{ "body", "answers.*", GR_COLUMN_TEXT, false, true },    { "state", NULL, GR_COLUMN_TEXT, false, false },
		{ "received", "received", GR_COLUMN_TIME, false, false }, { "requested", "requested", GR_COLUMN_MONEY, false, false },
	};
	static const struct gr_table table = { "application", keys, NULL, own, GR_COUNT(own), NULL };
	static const char json[] = "{\"budget\": [{\"title\": \"no\", \"name\": \"no\"}], \"title\": \"\\u7532\", \"leader\": {\"name\": \"no\", "
				   "\"title\": \"no\"}, \"organisation\": {\"kind\": {\"name\": \"no\"}, \"name\": \"乙\"}, \"size\": 7, "
				   "\"sealed\": true, \"answers\": {\"need\": \"丙\", \"x\": null, \"plan\": \"丁\"}, \"state\": \"no\", "
				   "\"received\": \"2018-03-20T10:00:00+08:00\", \"requested\": \"0.50\"}";
	struct gr_select all = { .table = "application" };
	gr_row *row = gr_row_new();
	gr_index *index;
	gr_cursor *cursor;
	const gr_value *found;

	(void)state;
	check(gr_index_open(&index, "/proc/none/index.sqlite", &table, 1));
	check(gr_row_read(row, &table, row_keys, json, sizeof(json) - 1));
	check(gr_row_set_text(row, "state", "submitted"));
	assert_int_equal(gr_row_set_text(row, "none", "x"), GRANT_EINTERNAL);
	check(gr_index_put(index, row));
	check(gr_index_select(&cursor, index, &all));
	assert_int_equal(gr_cursor_next(&found, cursor), 1);
	assert_string_equal(gr_map_text(found, "title"), "甲");
	assert_string_equal(gr_map_text(found, "name"), "乙");
	assert_string_equal(gr_map_text(found, "size"), "7");
	assert_string_equal(gr_map_text(found, "sealed"), "1");
	assert_string_equal(gr_map_text(found, "body"), "丙\n丁\n");
	assert_string_equal(gr_map_text(found, "state"), "submitted");
	assert_string_equal(gr_map_text(found, "received_seconds"), "1521511200");
	assert_string_equal(gr_map_text(found, "requested"), "0.50");
	gr_cursor_free(cursor);
	/* the same row again: nothing is left of the one before */
	check(gr_row_read(row, &table, row_keys, "{\"title\": 1.50}", 15));
	assert_string_equal(gr_row_text(row, "title"), "1.50");
	assert_null(gr_row_text(row, "body"));
	assert_int_equal(gr_row_read(row, &table, row_keys, "{\"title\": 1, \"title\": 2}", 24), GRANT_EINPUT);
	gr_row_free(row);
	gr_index_close(index);
}

static int list_commit(const char *commit, void *payload)
{
	gr_buf_printf(payload, "%.1s", commit);
	return 0;
}

static void the_history_of_a_subject_comes_newest_first(void **state)
{
	static const char *const commits[] = { "a000000000000000000000000000000000000000", "b000000000000000000000000000000000000000",
		                               "c000000000000000000000000000000000000000" };
	gr_auto_buf struct gr_buf found = GR_BUF_INIT;
	struct place place;
	char at[41];

	(void)state;
	make_place(&place);
	check(gr_index_begin(place.index));
	for (size_t i = 0; i < GR_COUNT(commits); i++) {
		struct gr_index_act act = { commits[i], "2018-03-20T10:00:00+08:00", 1521511200, "submit", NULL, "Take in" };

		check(gr_history_add(place.index, &act));
		check(gr_history_touch(place.index, "XF-0002"));
		if (i != 1)
			check(gr_history_touch(place.index, "XF-0010"));
	}
	check(gr_history_set(place.index, commits[2]));
	check(gr_index_commit_at(place.index, COMMIT));
	check(gr_history_of(place.index, "XF-0002", 0, list_commit, &found));
	check(gr_history_of(place.index, "XF-0010", 0, list_commit, &found));
	check(gr_history_of(place.index, "XF-0002", 1, list_commit, &found));
	check(gr_history_of(place.index, "XF-9999", 0, list_commit, &found));
	assert_string_equal(gr_buf_text(&found), "cbacac");
	assert_int_equal(gr_history_has(place.index, commits[1]), 1);
	assert_int_equal(gr_history_has(place.index, COMMIT), 0);
	check(gr_history_at(at, place.index));
	assert_string_equal(at, commits[2]);
	check(gr_history_clear(place.index));
	assert_int_equal(gr_history_has(place.index, commits[1]), 0);
	expect_commit(place.index, COMMIT);
	clear_place(&place);
}

/* Size, time and bytes of the file and of all beside it; yours. */
static char *everything(const struct place *place)
{
	gr_auto_buf struct gr_buf out = GR_BUF_INIT;
	char command[192], block[1024];
	size_t size;
	FILE *pipe;

	snprintf(command, sizeof(command), "cd '%s' && find . -printf '%%p %%s %%T@ %%i\\n' | sort && cat * | cksum", place->dir);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	while ((size = fread(block, 1, sizeof(block), pipe)) > 0)
		gr_buf_append(&out, block, size);
	assert_int_equal(pclose(pipe), 0);
	return gr_buf_steal(&out);
}

/* What the copy holds of an application's title; the file stays as it was. */
static void copy_finds(const struct place *place, const char *words, const char *ids)
{
	gr_autofree_text char *before = everything(place), *after = NULL;
	gr_index *copy;
	gr_cursor *cursor;

	check(gr_index_copy(&copy, place->path, tables, GR_COUNT(tables)));
	check(gr_index_check(copy));
	check(gr_index_search(&cursor, copy, words, 0));
	expect_ids(cursor, ids);
	gr_index_close(copy);
	after = everything(place);
	assert_string_equal(before, after);
}

static void a_copy_has_what_stands_in_the_log_and_leaves_no_trace(void **state)
{
	struct place place;

	(void)state;
	make_place(&place);
	gr_index_close(place.index);
	copy_finds(&place, "花园", "XF-10000"); /* in the log */
	empty_log(&place);
	copy_finds(&place, "花园", "XF-10000"); /* in the file, the log empty */
	open_index(&place);
	check(gr_index_begin(place.index));
	put(place.index, "XF-10001", "花园二期");
	copy_finds(&place, "花园", "XF-10000"); /* a writer at work */
	check(gr_index_commit_at(place.index, COMMIT));
	copy_finds(&place, "二期", "XF-10001");
	clear_place(&place);
}

static void a_copy_of_what_is_no_index_of_ours_is_refused(void **state)
{
	struct place place;
	gr_index *copy = NULL;

	(void)state;
	make_place(&place);
	assert_int_equal(gr_index_copy(&copy, place.path, older, GR_COUNT(older)), GRANT_EFORMAT);
	gr_index_close(place.index);
	place.index = NULL;
	empty_log(&place);
	spoil(&place, 0, 100);
	assert_int_equal(gr_index_copy(&copy, place.path, tables, GR_COUNT(tables)), GRANT_EFORMAT);
	unlink(place.path);
	assert_int_equal(gr_index_copy(&copy, place.path, tables, GR_COUNT(tables)), GRANT_ENOTFOUND);
	assert_int_equal(mkdir(place.path, 0777), 0);
	assert_int_equal(gr_index_copy(&copy, place.path, tables, GR_COUNT(tables)), GRANT_EFORMAT);
	assert_null(copy);
	clear_place(&place);
}

static int note_difference(const char *table, const char *key, void *payload)
{
	gr_buf_printf(payload, "%s %s\n", table, key);
	return 0;
}

static void expect_differences(gr_index *one, gr_index *other, const char *expected)
{
	gr_auto_buf struct gr_buf told = GR_BUF_INIT;

	check(gr_index_compare(one, other, note_difference, &told));
	assert_string_equal(gr_buf_text(&told), expected);
}

/* A second one that is the same. */
static void make_two(struct place *place, gr_index **other)
{
	make_place(place);
	check(gr_index_open_memory(other, tables, GR_COUNT(tables)));
	fill(*other);
}

static void two_indexes_differ_where_one_has_more_or_another_value(void **state)
{
	static const char *const gone[] = { "XF-0010", NULL };
	struct place place;
	gr_index *other;

	(void)state;
	make_two(&place, &other);
	expect_differences(place.index, other, "");
	check(gr_index_begin(other));
	put(other, "XF-0002", "别的");
	put(other, "XF-0003", "多出来的");
	check(gr_index_remove(other, "application", gone));
	check(gr_index_commit_at(other, COMMIT));
	expect_differences(place.index, other,
	                   "application XF-0002\napplication XF-0003\napplication XF-0010\n"
	                   "search XF-0002\nsearch XF-0003\nsearch XF-0010\n");
	gr_index_close(other);
	clear_place(&place);
}

static void two_histories_differ_by_act_and_by_what_it_touched(void **state)
{
	struct gr_index_act act = { .commit = "a000000000000000000000000000000000000000", .at = "2018-03-20T10:00:00+08:00",
		                    .at_seconds = 1521511200, .act = "submit", .sentence = "Take in" };
	struct place place;
	gr_index *other;

	(void)state;
	make_two(&place, &other);
	check(gr_history_add(place.index, &act));
	expect_differences(place.index, other, "history a000000000000000000000000000000000000000\n");
	check(gr_history_add(other, &act));
	check(gr_history_touch(other, "XF-0002"));
	expect_differences(place.index, other, "touched a000000000000000000000000000000000000000\n");
	check(gr_history_touch(place.index, "XF-0002"));
	expect_differences(place.index, other, "");
	check(gr_index_run(other, "INSERT INTO touched VALUES ('XF-0010', 99)")); /* by an act that is not there */
	expect_differences(place.index, other, "touched XF-0010\n");
	gr_index_close(other);
	clear_place(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_copy_has_what_stands_in_the_log_and_leaves_no_trace),
		cmocka_unit_test(a_copy_of_what_is_no_index_of_ours_is_refused),
		cmocka_unit_test(two_indexes_differ_where_one_has_more_or_another_value),
		cmocka_unit_test(two_histories_differ_by_act_and_by_what_it_touched),
		cmocka_unit_test(what_is_no_index_is_begun_anew),
		cmocka_unit_test(pages_of_junk_are_noticed_or_thrown_away),
		cmocka_unit_test(an_index_for_other_tables_is_begun_anew),
		cmocka_unit_test(a_file_that_is_deleted_while_open_goes_on),
		cmocka_unit_test(where_nothing_can_be_written_it_lives_in_memory),
		cmocka_unit_test(ids_go_by_number),
		cmocka_unit_test(rows_with_a_counterpart_are_left_out),
		cmocka_unit_test(one_row_is_found_by_its_key),
		cmocka_unit_test(words_of_one_and_two_characters_are_found),
		cmocka_unit_test(a_build_in_bulk_makes_its_lookups_in_the_end),
		cmocka_unit_test(what_is_held_is_read_when_it_is_finished),
		cmocka_unit_test(columns_come_from_where_the_table_says),
		cmocka_unit_test(the_history_of_a_subject_comes_newest_first),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
