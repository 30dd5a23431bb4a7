# SPDX-License-Identifier: Apache-2.0
check_PROGRAMS += tests/unit/store/test-trees
tests_unit_store_test_trees_SOURCES = %D%/test-trees.c %D%/store-test.h
tests_unit_store_test_trees_LDADD = $(unit_ldadd)
tests_unit_store_test_trees_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/store/test-trees

check_PROGRAMS += tests/unit/store/test-writers
tests_unit_store_test_writers_SOURCES = %D%/test-writers.c %D%/store-test.h
tests_unit_store_test_writers_LDADD = $(unit_ldadd)
tests_unit_store_test_writers_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/store/test-writers

check_PROGRAMS += tests/unit/store/test-packs
tests_unit_store_test_packs_SOURCES = %D%/test-packs.c %D%/store-test.h
tests_unit_store_test_packs_LDADD = $(unit_ldadd)
tests_unit_store_test_packs_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/store/test-packs

check_PROGRAMS += tests/unit/store/test-merge
tests_unit_store_test_merge_SOURCES = %D%/test-merge.c %D%/store-test.h
tests_unit_store_test_merge_LDADD = $(unit_ldadd)
tests_unit_store_test_merge_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/store/test-merge

check_PROGRAMS += tests/unit/store/test-doctor
tests_unit_store_test_doctor_SOURCES = %D%/test-doctor.c %D%/store-test.h
tests_unit_store_test_doctor_LDADD = $(unit_ldadd)
tests_unit_store_test_doctor_CPPFLAGS = $(unit_cppflags)
TESTS += tests/unit/store/test-doctor

check_PROGRAMS += tests/unit/store/test-unpack
tests_unit_store_test_unpack_SOURCES = %D%/test-unpack.c %D%/store-test.h
tests_unit_store_test_unpack_LDADD = $(unit_ldadd) $(GIT2_LIBS)
tests_unit_store_test_unpack_CPPFLAGS = $(unit_cppflags) $(GIT2_CFLAGS)
TESTS += tests/unit/store/test-unpack
