check_PROGRAMS += tests/unit/work/test-ranking
tests_unit_work_test_ranking_SOURCES = %D%/test-ranking.c
tests_unit_work_test_ranking_LDADD = $(unit_ldadd)
tests_unit_work_test_ranking_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/work/test-ranking

check_PROGRAMS += tests/unit/work/test-cases
tests_unit_work_test_cases_SOURCES = %D%/test-cases.c
tests_unit_work_test_cases_LDADD = $(unit_ldadd)
tests_unit_work_test_cases_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/work/test-cases

check_PROGRAMS += tests/unit/work/test-rules-new
tests_unit_work_test_rules_new_SOURCES = %D%/test-rules-new.c
tests_unit_work_test_rules_new_LDADD = $(unit_ldadd)
tests_unit_work_test_rules_new_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/work/test-rules-new
