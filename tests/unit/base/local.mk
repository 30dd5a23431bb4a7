check_PROGRAMS += tests/unit/base/test-exact
tests_unit_base_test_exact_SOURCES = %D%/test-exact.c
tests_unit_base_test_exact_LDADD = $(unit_ldadd)
tests_unit_base_test_exact_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/base/test-exact

check_PROGRAMS += tests/unit/base/test-decimal
tests_unit_base_test_decimal_SOURCES = %D%/test-decimal.c
tests_unit_base_test_decimal_LDADD = $(unit_ldadd)
tests_unit_base_test_decimal_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/base/test-decimal

check_PROGRAMS += tests/unit/base/test-text
tests_unit_base_test_text_SOURCES = %D%/test-text.c
tests_unit_base_test_text_LDADD = $(unit_ldadd) $(UTF8PROC_LIBS)
tests_unit_base_test_text_CPPFLAGS = $(unit_cppflags) $(UTF8PROC_CFLAGS)
TESTS += tests/unit/base/test-text

check_PROGRAMS += tests/unit/base/test-compare
tests_unit_base_test_compare_SOURCES = %D%/test-compare.c
tests_unit_base_test_compare_LDADD = $(unit_ldadd)
tests_unit_base_test_compare_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/base/test-compare
