# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += tests/unit/analysis/test-similar
tests_unit_analysis_test_similar_SOURCES = %D%/test-similar.c
tests_unit_analysis_test_similar_LDADD = $(unit_ldadd)
tests_unit_analysis_test_similar_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/analysis/test-similar

check_PROGRAMS += tests/unit/analysis/test-matching
tests_unit_analysis_test_matching_SOURCES = %D%/test-matching.c
tests_unit_analysis_test_matching_LDADD = $(unit_ldadd)
tests_unit_analysis_test_matching_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/analysis/test-matching
