/* SPDX-License-Identifier: Apache-2.0 */
/* What a file is by its content, however its bytes come. */
#include "intake-test.h"

static gr_look *look;

static struct gr_looked look_at(const char *name, const void *bytes, size_t size, size_t step)
{
	struct gr_looked looked;

	gr_look_begin(look);
	for (size_t at = 0; at < size; at += step)
		gr_look_write(look, (const char *)bytes + at, size - at < step ? size - at : step);
	gr_look_end(&looked, look, name);
	return looked;
}

static void check(const char *name, const void *bytes, size_t size, const char *content, bool differs)
{
	static const size_t steps[] = { 1, 7, 1000, 65536, 1 << 20 };

	for (size_t i = 0; i < GR_COUNT(steps); i++) {
		struct gr_looked looked = look_at(name, bytes, size, steps[i]);

		if (content ? !looked.content || strcmp(looked.content, content) != 0 : looked.content != NULL)
			fail_msg("%s in steps of %zu: %s", name, steps[i], looked.content ? looked.content : "unknown");
		if (looked.differs != differs)
			fail_msg("%s in steps of %zu: differs %d", name, steps[i], looked.differs);
	}
}

#define CHECK(name, text, content, differs) check(name, text, sizeof(text) - 1, content, differs)

static void marks_at_the_beginning_tell_the_type(void **state)
{
	(void)state;
	CHECK("a.pdf", "%PDF-1.7\n", "PDF", false);
	CHECK("a.pdf", "\r\n\r\n%PDF-1.4", "PDF", false);
	CHECK("a.PDF", "<html>", "TXT", true);
	CHECK("a.jpg", "\xFF\xD8\xFF\xE0", "JPEG", false);
	CHECK("a.png", "\xFF\xD8\xFF\xE0", "JPEG", true);
	CHECK("a.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "Office 97-2003", false);
	CHECK("a.txt", "预算说明", "TXT", false);
	CHECK("a.txt", "\xFF\xFE\x0A\0", "TXT", false);
	CHECK("a.txt", "a\0b", NULL, false);
	CHECK("a.bin", "\x89PNG\r\n\x1A\n", "PNG", false);
	CHECK("folder.pdf/a", "\x89PNG\r\n\x1A\n", "PNG", false);
	CHECK("a.pdf", "", "TXT", false);
}

static void archives_are_known_by_their_content_and_office_files_are_none(void **state)
{
	char tar[512] = "a";

	(void)state;
	memcpy(tar + 257, "ustar", 5);
	check("a", tar, sizeof(tar), "tar", false);
	CHECK("a", "\x1F\x8B\x08\0", "gzip", false);
	CHECK("a.pdf", "\x1F\x8B\x08\0", "gzip", true);
	assert_string_equal(look_at("a", tar, sizeof(tar), 100).archive, ".tar");
	assert_string_equal(look_at("a", "\x1F\x8B\x08\0", 4, 1).archive, ".tar.gz");
	assert_string_equal(look_at("a", "7z\xBC\xAF\x27\x1C", 6, 6).archive, ".7z");
	assert_string_equal(look_at("a", "PK\3\4", 4, 4).archive, ".zip");
	assert_null(look_at("a.zip", "%PDF-1.7", 8, 8).archive);
}

static void programs_are_known_by_their_bytes_and_by_their_names(void **state)
{
	char windows[128] = "MZ\x90";

	(void)state;
	check("说明.pdf", windows, sizeof(windows), "EXE", true);
	assert_true(look_at("说明.pdf", windows, sizeof(windows), 64).is_program);
	assert_true(look_at("a", "\x7F" "ELF\2", 5, 5).is_program);
	assert_true(look_at("a.pdf", "\x4C\0\0\0\1\x14\2\0", 8, 8).is_program);
	assert_true(look_at("a.JS", "1", 1, 1).is_program);
	assert_true(look_at("申请表.pdf.exe", "1", 1, 1).is_program);
	assert_false(look_at("a.txt", "MZ is what the text begins with, and it goes on for more than sixty-four bytes.", 79, 79).is_program);
	assert_false(look_at("exe", "1", 1, 1).is_program);
}

/* ---- office files: a zip of names, without a content worth the name ---- */

static void put_number(struct gr_buf *out, unsigned long number, int size)
{
	for (; size > 0; size--, number >>= 8)
		gr_buf_byte(out, (char)(number & 255));
}

static void put_list_record(struct gr_buf *out, const char *name)
{
	gr_buf_append(out, "PK\1\2", 4);
	for (int i = 0; i < 24; i++)
		gr_buf_byte(out, 0);
	put_number(out, strlen(name), 2);
	for (int i = 0; i < 16; i++)
		gr_buf_byte(out, 0);
	gr_buf_text_append(out, name);
}

static void make_zip(struct gr_buf *out, size_t padding, size_t fillers, const char *name, const char *other)
{
	size_t list;

	gr_buf_append(out, "PK\3\4", 4);
	for (size_t i = 0; i < padding; i++)
		gr_buf_byte(out, 'x');
	list = out->size;
	for (size_t i = 0; i < fillers; i++)
		put_list_record(out, "word/media/some-picture.png");
	put_list_record(out, name);
	if (other)
		put_list_record(out, other);
	put_number(out, 0x06054b50, 4);
	for (int i = 0; i < 12; i++)
		gr_buf_byte(out, 0);
	put_number(out, list, 4);
	put_number(out, 0, 2);
}

static void check_zip(const char *name, size_t padding, size_t fillers, const char *part, const char *other, const char *content,
                      bool differs, bool has_macros)
{
	gr_auto_buf struct gr_buf zip = GR_BUF_INIT;

	make_zip(&zip, padding, fillers, part, other);
	check(name, gr_buf_text(&zip), zip.size, content, differs);
	assert_true(look_at(name, gr_buf_text(&zip), zip.size, 4096).has_macros == has_macros);
}

static void office_files_are_known_by_the_entries_of_their_zip(void **state)
{
	(void)state;
	check_zip("a.docx", 10, 0, "word/document.xml", NULL, "Word", false, false);
	check_zip("a.xlsx", 70000, 3, "xl/workbook.xml", NULL, "Excel", false, false);
	check_zip("a.xlsx", 200000, 3, "word/document.xml", NULL, "Word", true, false);
	check_zip("a.ofd", 10, 0, "OFD.xml", NULL, "OFD", false, false);
	check_zip("a.zip", 10, 0, "somewhere/word/document.xml", NULL, "zip", false, false);
	check_zip("a.docx", 10, 0, "a.txt", NULL, "zip", true, false);
}

static void macros_are_seen_in_the_zip_and_in_the_name(void **state)
{
	(void)state;
	check_zip("a.docx", 10, 0, "word/document.xml", "word/vbaProject.bin", "Word", false, true);
	check_zip("a.xlsm", 10, 0, "xl/workbook.xml", NULL, "Excel", false, true);
}

static void a_zip_whose_list_is_not_at_hand_is_left_alone(void **state)
{
	char start[100] = "PK\3\4";

	(void)state;
	check_zip("a.docx", 10, 3000, "xl/workbook.xml", NULL, NULL, false, false);
	check("a.docx", start, sizeof(start), NULL, false);
}

static void an_office_file_with_a_password_is_no_other_type_but_is_seen(void **state)
{
	static const char stream[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	gr_auto_buf struct gr_buf file = GR_BUF_INIT;

	(void)state;
	gr_buf_append(&file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
	for (int i = 0; i < 200000; i++)
		gr_buf_byte(&file, (char)i);
	gr_buf_append(&file, "E\0", 2);
	gr_buf_append(&file, stream, sizeof(stream));
	check("a.xlsx", gr_buf_text(&file), file.size, "Office 97-2003", false);
	assert_true(look_at("a.xlsx", gr_buf_text(&file), file.size, 13).is_encrypted);
	assert_false(look_at("a.xlsx", gr_buf_text(&file), file.size - 20, 13).is_encrypted);
	check("a.pdf", gr_buf_text(&file), file.size, "Office 97-2003", true);
}

int main(void)
{
	int failed;
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_at_the_beginning_tell_the_type),
		cmocka_unit_test(archives_are_known_by_their_content_and_office_files_are_none),
		cmocka_unit_test(programs_are_known_by_their_bytes_and_by_their_names),
		cmocka_unit_test(office_files_are_known_by_the_entries_of_their_zip),
		cmocka_unit_test(macros_are_seen_in_the_zip_and_in_the_name),
		cmocka_unit_test(a_zip_whose_list_is_not_at_hand_is_left_alone),
		cmocka_unit_test(an_office_file_with_a_password_is_no_other_type_but_is_seen),
	};

	look = gr_look_new();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = cmocka_run_group_tests_name("file-type", tests, NULL, NULL);
	gr_look_free(look);
	return failed;
}
