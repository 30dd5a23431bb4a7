# Tests speak TAP. unit: hidden functions; api: the public ones; cli: the program; checks: the house; fuzz, bench, crash.
EXTRA_DIST += %D%/lib %D%/data %D%/checks %D%/cli %D%/story %D%/valgrind.supp

TEST_EXTENSIONS = .sh .bats
if HAVE_TESTS
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
SH_LOG_DRIVER = $(LOG_DRIVER)
BATS_LOG_DRIVER = $(LOG_DRIVER)
SH_LOG_COMPILER = bash
BATS_LOG_COMPILER = $(BATS)
AM_BATS_LOG_FLAGS = --tap
# The program itself: libtool's script around it costs twenty times what the program takes.
AM_TESTS_ENVIRONMENT = \
	srcdir='$(abs_top_srcdir)'; export srcdir; \
	builddir='$(abs_top_builddir)'; export builddir; \
	GRANT='$(abs_top_builddir)/.libs/grant'; test -x "$$GRANT" || GRANT='$(abs_top_builddir)/grant'; export GRANT; \
	LD_LIBRARY_PATH='$(abs_top_builddir)/.libs'"$${LD_LIBRARY_PATH:+:$$LD_LIBRARY_PATH}"; export LD_LIBRARY_PATH; \
	CC='$(CC)'; export CC; \
	PYTHON3='$(PYTHON3)'; export PYTHON3; \
	SANITIZER='$(with_sanitizer)'; export SANITIZER; \
	MANDOC='$(MANDOC)'; export MANDOC;

unit_ldadd = libgrant/libgrant-core.la $(CMOCKA_LIBS) $(JANSSON_LIBS)
unit_cppflags = $(libgrant_cppflags) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
api_ldadd = libgrant.la $(CMOCKA_LIBS)
api_cppflags = $(AM_CPPFLAGS) $(CMOCKA_CFLAGS)

include tests/unit/model/local.mk
include tests/unit/store/local.mk
include tests/unit/intake/local.mk
include tests/unit/base/local.mk
include tests/unit/analysis/local.mk
include tests/unit/rules/local.mk
include tests/unit/index/local.mk
include tests/unit/work/local.mk
include tests/crash/local.mk
include tests/api/local.mk

TESTS += \
	tests/cli/init.bats \
	tests/cli/submit.bats \
	tests/cli/check.bats \
	tests/cli/mail.bats \
	tests/cli/receipt.bats \
	tests/cli/xlsx.bats \
	tests/cli/amend.bats \
	tests/cli/draw.bats \
	tests/cli/withdraw.bats \
	tests/cli/diff.bats \
	tests/cli/search.bats \
	tests/cli/extract.bats \
	tests/cli/letter.bats \
	tests/cli/assign.bats \
	tests/cli/review.bats \
	tests/cli/rank.bats \
	tests/cli/rank-report.bats \
	tests/cli/what-if.bats \
	tests/cli/round-edit.bats \
	tests/cli/person-edit.bats \
	tests/cli/rules.bats \
	tests/cli/rules-doc.bats \
	tests/cli/rules-new.bats \
	tests/cli/rules-check.bats \
	tests/cli/rules-test.bats \
	tests/cli/project.bats \
	tests/cli/program.bats \
	tests/cli/together.bats \
	tests/cli/index.bats \
	tests/cli/log.bats \
	tests/cli/hostile.bats \
	tests/cli/doctor.bats \
	tests/cli/maintain.bats \
	tests/story/example.bats \
	tests/checks/layers.sh \
	tests/checks/library.sh \
	tests/checks/sizes.sh \
	tests/checks/headers.sh \
	tests/checks/translations.sh \
	tests/checks/embed.sh \
	tests/checks/manual.sh \
	tests/checks/rules.sh \
	tests/checks/examples.sh

# The unit tests once more, under valgrind.
check-valgrind: $(check_PROGRAMS)
	@status=0; for t in $(filter tests/unit/% tests/api/%,$(check_PROGRAMS)); do \
		case $$t in $(valgrind_skipped)) continue ;; esac; \
		srcdir='$(abs_top_srcdir)' VALGRIND=1 $(LIBTOOL) --quiet --mode=execute valgrind --quiet --error-exitcode=9 \
			--leak-check=full --errors-for-leak-kinds=definite --suppressions=$(top_srcdir)/tests/valgrind.supp \
			$$t >$$t.valgrind.log 2>&1 || { status=1; echo "valgrind: $$t"; tail -n 40 $$t.valgrind.log; }; \
	done; exit $$status
phony_targets += check-valgrind
endif

include tests/bench/local.mk

# Folders are packed whole, and a build folder's own results lie in folders of the same names.
dist-hook:
	find $(distdir)/tests \( -name '*.log' -o -name '*.trs' \) -exec rm -f {} +
# The attacks use up whole budgets of steps: minutes under valgrind, and what is measured there is the wall clock. They assert
# themselves that nothing stays allocated, and run under AddressSanitizer.
valgrind_skipped = tests/unit/rules/test-sandbox | tests/unit/rules/test-same
include tests/fuzz/local.mk
