# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += tests/unit/index/test-index
tests_unit_index_test_index_SOURCES = %D%/test-index.c
tests_unit_index_test_index_LDADD = $(unit_ldadd)
tests_unit_index_test_index_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/index/test-index
