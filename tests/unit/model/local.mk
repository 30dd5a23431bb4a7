check_PROGRAMS += tests/unit/model/test-table
tests_unit_model_test_table_SOURCES = %D%/test-table.c %D%/model-test.h
tests_unit_model_test_table_LDADD = $(unit_ldadd)
tests_unit_model_test_table_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/model/test-table

check_PROGRAMS += tests/unit/model/test-records
tests_unit_model_test_records_SOURCES = %D%/test-records.c %D%/model-test.h
tests_unit_model_test_records_LDADD = $(unit_ldadd)
tests_unit_model_test_records_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/model/test-records

check_PROGRAMS += tests/unit/model/test-paths
tests_unit_model_test_paths_SOURCES = %D%/test-paths.c %D%/model-test.h
tests_unit_model_test_paths_LDADD = $(unit_ldadd)
tests_unit_model_test_paths_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/model/test-paths

check_PROGRAMS += tests/unit/model/test-states
tests_unit_model_test_states_SOURCES = %D%/test-states.c %D%/model-test.h
tests_unit_model_test_states_LDADD = $(unit_ldadd)
tests_unit_model_test_states_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/model/test-states

check_PROGRAMS += tests/unit/model/test-application
tests_unit_model_test_application_SOURCES = %D%/test-application.c %D%/model-test.h
tests_unit_model_test_application_LDADD = $(unit_ldadd)
tests_unit_model_test_application_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/model/test-application

check_PROGRAMS += tests/unit/model/test-ranking
tests_unit_model_test_ranking_SOURCES = %D%/test-ranking.c %D%/model-test.h
tests_unit_model_test_ranking_LDADD = $(unit_ldadd)
tests_unit_model_test_ranking_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/model/test-ranking

check_PROGRAMS += tests/unit/model/test-schema
tests_unit_model_test_schema_SOURCES = %D%/test-schema.c %D%/model-test.h
tests_unit_model_test_schema_LDADD = $(unit_ldadd) $(JANSSON_LIBS)
tests_unit_model_test_schema_CPPFLAGS = $(unit_cppflags) $(JANSSON_CFLAGS)
TESTS += tests/unit/model/test-schema

EXTRA_DIST += tests/data/records
