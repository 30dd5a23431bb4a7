# SPDX-License-Identifier: Apache-2.0
# make bench BENCH_SIZES="100 2000": the library against the bare tools; the table goes to the screen, the same as JSON to bench.json in the
# build folder. Not a part of check; there a small round only proves that it runs. bench.sh names what else can be set.
BENCH_SIZES = 100 2000 20000

if HAVE_TESTS
check_PROGRAMS += tests/bench/bench
TESTS += tests/bench/smoke.sh
else
EXTRA_PROGRAMS += tests/bench/bench
endif
tests_bench_bench_SOURCES = %D%/bench.c %D%/rows.c %D%/acts.c %D%/batch.c %D%/bench-acts.c %D%/bench-read.c %D%/bench-score.c %D%/bench-match.c \
	%D%/bench-ranks.c \
	%D%/bench-change.c %D%/bench-merge.c %D%/bench-durable.c %D%/bench-writers.c %D%/bench-life.c %D%/bench-look.c \
	%D%/bench.h
tests_bench_bench_LDADD = libgrant/libgrant-core.la
tests_bench_bench_CPPFLAGS = $(libgrant_cppflags)
EXTRA_DIST += %D%/bench.sh %D%/make-round.py %D%/office.py %D%/table.py %D%/score.lua %D%/smoke.sh

bench_environment = srcdir='$(abs_top_srcdir)' PYTHON3='$(PYTHON3)' GRANT="$$(test -x '$(abs_top_builddir)/.libs/grant' && \
	echo '$(abs_top_builddir)/.libs/grant' || echo '$(abs_top_builddir)/grant')" \
	LD_LIBRARY_PATH='$(abs_top_builddir)/.libs'"$${LD_LIBRARY_PATH:+:$$LD_LIBRARY_PATH}"
bench: grant tests/bench/bench
	@$(bench_environment) $(SHELL) -c 'exec bash "$$0" "$$@"' '$(abs_top_srcdir)/tests/bench/bench.sh' \
		'$(abs_top_builddir)/tests/bench/bench' $(BENCH_SIZES)
phony_targets += bench
