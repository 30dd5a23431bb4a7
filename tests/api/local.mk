# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += tests/api/test-groups
tests_api_test_groups_SOURCES = %D%/test-groups.c %D%/api-test.h
tests_api_test_groups_LDADD = $(api_ldadd)
tests_api_test_groups_CPPFLAGS = $(api_cppflags)
TESTS += tests/api/test-groups
