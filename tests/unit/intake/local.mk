check_PROGRAMS += tests/unit/intake/test-archives
tests_unit_intake_test_archives_SOURCES = %D%/test-archives.c %D%/intake-test.h
tests_unit_intake_test_archives_LDADD = $(unit_ldadd)
tests_unit_intake_test_archives_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/intake/test-archives

check_PROGRAMS += tests/unit/intake/test-capitals
tests_unit_intake_test_capitals_SOURCES = %D%/test-capitals.c %D%/intake-test.h
tests_unit_intake_test_capitals_LDADD = $(unit_ldadd)
tests_unit_intake_test_capitals_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/intake/test-capitals

check_PROGRAMS += tests/unit/intake/test-form-text
tests_unit_intake_test_form_text_SOURCES = %D%/test-form-text.c %D%/intake-test.h
tests_unit_intake_test_form_text_LDADD = $(unit_ldadd)
tests_unit_intake_test_form_text_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/intake/test-form-text

check_PROGRAMS += tests/unit/base/test-json
tests_unit_base_test_json_SOURCES = %D%/../base/test-json.c
tests_unit_base_test_json_LDADD = $(unit_ldadd)
tests_unit_base_test_json_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/base/test-json

check_PROGRAMS += tests/unit/base/test-path
tests_unit_base_test_path_SOURCES = %D%/../base/test-path.c
tests_unit_base_test_path_LDADD = $(unit_ldadd)
tests_unit_base_test_path_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/base/test-path

check_PROGRAMS += tests/unit/intake/test-file-type
tests_unit_intake_test_file_type_SOURCES = %D%/test-file-type.c %D%/intake-test.h
tests_unit_intake_test_file_type_LDADD = $(unit_ldadd)
tests_unit_intake_test_file_type_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/intake/test-file-type
check_PROGRAMS += tests/unit/intake/test-form-xlsx
tests_unit_intake_test_form_xlsx_SOURCES = %D%/test-form-xlsx.c %D%/intake-test.h
tests_unit_intake_test_form_xlsx_LDADD = $(unit_ldadd)
tests_unit_intake_test_form_xlsx_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/intake/test-form-xlsx

check_PROGRAMS += tests/unit/intake/test-zip-write
tests_unit_intake_test_zip_write_SOURCES = %D%/test-zip-write.c %D%/intake-test.h
tests_unit_intake_test_zip_write_LDADD = $(unit_ldadd)
tests_unit_intake_test_zip_write_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/intake/test-zip-write
