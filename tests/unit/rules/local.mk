check_PROGRAMS += tests/unit/rules/test-sandbox
tests_unit_rules_test_sandbox_SOURCES = %D%/test-sandbox.c %D%/rules-test.h
tests_unit_rules_test_sandbox_LDADD = $(unit_ldadd)
tests_unit_rules_test_sandbox_CPPFLAGS = $(unit_cppflags) $(LUA_CFLAGS)
TESTS += tests/unit/rules/test-sandbox

check_PROGRAMS += tests/unit/rules/test-source
tests_unit_rules_test_source_SOURCES = %D%/test-source.c %D%/rules-test.h
tests_unit_rules_test_source_LDADD = $(unit_ldadd)
tests_unit_rules_test_source_CPPFLAGS = $(unit_cppflags) $(LUA_CFLAGS)
TESTS += tests/unit/rules/test-source

check_PROGRAMS += tests/unit/rules/test-numbers
tests_unit_rules_test_numbers_SOURCES = %D%/test-numbers.c %D%/rules-test.h
tests_unit_rules_test_numbers_LDADD = $(unit_ldadd)
tests_unit_rules_test_numbers_CPPFLAGS = $(unit_cppflags) $(LUA_CFLAGS)
TESTS += tests/unit/rules/test-numbers

check_PROGRAMS += tests/unit/rules/test-same
tests_unit_rules_test_same_SOURCES = %D%/test-same.c %D%/rules-test.h
tests_unit_rules_test_same_LDADD = $(unit_ldadd)
tests_unit_rules_test_same_CPPFLAGS = $(unit_cppflags) $(LUA_CFLAGS)
TESTS += tests/unit/rules/test-same

check_PROGRAMS += tests/unit/rules/test-rules
tests_unit_rules_test_rules_SOURCES = %D%/test-rules.c %D%/rules-test.h
tests_unit_rules_test_rules_LDADD = $(unit_ldadd)
tests_unit_rules_test_rules_CPPFLAGS = $(unit_cppflags) $(LUA_CFLAGS)
TESTS += tests/unit/rules/test-rules

check_PROGRAMS += tests/unit/rules/test-stock
tests_unit_rules_test_stock_SOURCES = %D%/test-stock.c %D%/rules-test.h
tests_unit_rules_test_stock_LDADD = $(unit_ldadd)
tests_unit_rules_test_stock_CPPFLAGS = $(unit_cppflags) $(LUA_CFLAGS)
TESTS += tests/unit/rules/test-stock

check_PROGRAMS += tests/unit/rules/test-names
tests_unit_rules_test_names_SOURCES = %D%/test-names.c %D%/rules-test.h
tests_unit_rules_test_names_LDADD = $(unit_ldadd)
tests_unit_rules_test_names_CPPFLAGS = $(unit_cppflags) $(LUA_CFLAGS)
TESTS += tests/unit/rules/test-names
