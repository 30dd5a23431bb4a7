check_PROGRAMS += tests/unit/intake/test-archives
tests_unit_intake_test_archives_SOURCES = %D%/test-archives.c %D%/intake-test.h
tests_unit_intake_test_archives_LDADD = $(unit_ldadd)
tests_unit_intake_test_archives_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/intake/test-archives
