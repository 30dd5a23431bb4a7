# One file per target, the same text for both programs: fuzz-X with libFuzzer (configure --enable-fuzz, clang) and replay-X, which
# runs the corpus in `make check` with any compiler. A new target: its name in the list, the two paragraphs, a folder of seeds.
fuzz_targets = rules-source

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/replay-rules-source
tests_fuzz_replay_rules_source_SOURCES = %D%/rules-source.c %D%/replay.c %D%/fuzz.h
tests_fuzz_replay_rules_source_LDADD = $(fuzz_ldadd)
tests_fuzz_replay_rules_source_CPPFLAGS = $(libgrant_cppflags)
TESTS += tests/fuzz/replay-rules-source
endif
if ENABLE_FUZZ
EXTRA_PROGRAMS += tests/fuzz/fuzz-rules-source
tests_fuzz_fuzz_rules_source_SOURCES = %D%/rules-source.c %D%/fuzz.h
tests_fuzz_fuzz_rules_source_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_rules_source_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_rules_source_CPPFLAGS = $(libgrant_cppflags)
endif

fuzz_ldadd = libgrant/libgrant-core.la
fuzz_ldflags = $(AM_LDFLAGS) -fsanitize=fuzzer
EXTRA_DIST += %D%/corpus

# Each target for FUZZ_SECONDS; what it finds new stays in the build folder, a crash fails and is kept beside it.
if ENABLE_FUZZ
fuzz-run: $(addprefix tests/fuzz/fuzz-,$(fuzz_targets))
	@status=0; for t in $(fuzz_targets); do \
		$(MKDIR_P) tests/fuzz/found/$$t; \
		if tests/fuzz/fuzz-$$t -max_total_time=$${FUZZ_SECONDS:-10} -timeout=25 -rss_limit_mb=2048 -print_final_stats=1 \
			-artifact_prefix=tests/fuzz/crash-$$t- tests/fuzz/found/$$t $(srcdir)/tests/fuzz/corpus/$$t >tests/fuzz/$$t.log 2>&1; then \
			echo "fuzz $$t: `sed -n 's/^stat::number_of_executed_units: *//p' tests/fuzz/$$t.log` runs"; \
		else \
			status=1; echo "fuzz $$t: FAILED"; tail -n 60 tests/fuzz/$$t.log; \
		fi; \
	done; exit $$status
else
fuzz-run:
	@echo "fuzz-run needs: configure --enable-fuzz CC=clang" >&2; exit 1
endif
phony_targets += fuzz-run

mostlyclean-local: clean-fuzz
clean-fuzz:
	rm -rf tests/fuzz/found tests/fuzz/*.log tests/fuzz/crash-*
phony_targets += clean-fuzz
