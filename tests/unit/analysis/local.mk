# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += tests/unit/analysis/test-similar
tests_unit_analysis_test_similar_SOURCES = %D%/test-similar.c
tests_unit_analysis_test_similar_LDADD = $(unit_ldadd)
tests_unit_analysis_test_similar_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/analysis/test-similar

check_PROGRAMS += tests/unit/analysis/test-agreement
tests_unit_analysis_test_agreement_SOURCES = %D%/test-agreement.c %D%/votes-test.h
tests_unit_analysis_test_agreement_LDADD = $(unit_ldadd)
tests_unit_analysis_test_agreement_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/analysis/test-agreement

check_PROGRAMS += tests/unit/analysis/test-ranks
tests_unit_analysis_test_ranks_SOURCES = %D%/test-ranks.c %D%/votes-test.h
tests_unit_analysis_test_ranks_LDADD = $(unit_ldadd)
tests_unit_analysis_test_ranks_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/analysis/test-ranks

check_PROGRAMS += tests/unit/analysis/test-draw
tests_unit_analysis_test_draw_SOURCES = %D%/test-draw.c
tests_unit_analysis_test_draw_LDADD = $(unit_ldadd)
tests_unit_analysis_test_draw_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/analysis/test-draw

check_PROGRAMS += tests/unit/analysis/test-matching
tests_unit_analysis_test_matching_SOURCES = %D%/test-matching.c
tests_unit_analysis_test_matching_LDADD = $(unit_ldadd)
tests_unit_analysis_test_matching_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/analysis/test-matching
