# One file per target, the same text for both programs: fuzz-X with libFuzzer (configure --enable-fuzz, clang) and replay-X, which
# runs the corpus in `make check` with any compiler. A new target: its name in the list, the two paragraphs, a folder of seeds.
fuzz_targets = rules-source archive json form-text form-xlsx names mail delta

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

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/replay-archive
tests_fuzz_replay_archive_SOURCES = %D%/archive.c %D%/replay.c %D%/fuzz.h
tests_fuzz_replay_archive_LDADD = $(fuzz_ldadd)
tests_fuzz_replay_archive_CPPFLAGS = $(libgrant_cppflags)
TESTS += tests/fuzz/replay-archive
endif
if ENABLE_FUZZ
EXTRA_PROGRAMS += tests/fuzz/fuzz-archive
tests_fuzz_fuzz_archive_SOURCES = %D%/archive.c %D%/fuzz.h
tests_fuzz_fuzz_archive_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_archive_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_archive_CPPFLAGS = $(libgrant_cppflags)
endif

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/replay-json
tests_fuzz_replay_json_SOURCES = %D%/json.c %D%/json-events.h %D%/replay.c %D%/fuzz.h
tests_fuzz_replay_json_LDADD = $(fuzz_ldadd)
tests_fuzz_replay_json_CPPFLAGS = $(libgrant_cppflags)
TESTS += tests/fuzz/replay-json
endif
if ENABLE_FUZZ
EXTRA_PROGRAMS += tests/fuzz/fuzz-json
tests_fuzz_fuzz_json_SOURCES = %D%/json.c %D%/json-events.h %D%/fuzz.h
tests_fuzz_fuzz_json_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_json_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_json_CPPFLAGS = $(libgrant_cppflags)
endif

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/replay-form-text
tests_fuzz_replay_form_text_SOURCES = %D%/form-text.c %D%/replay.c %D%/fuzz.h
tests_fuzz_replay_form_text_LDADD = $(fuzz_ldadd)
tests_fuzz_replay_form_text_CPPFLAGS = $(libgrant_cppflags)
TESTS += tests/fuzz/replay-form-text
endif
if ENABLE_FUZZ
EXTRA_PROGRAMS += tests/fuzz/fuzz-form-text
tests_fuzz_fuzz_form_text_SOURCES = %D%/form-text.c %D%/fuzz.h
tests_fuzz_fuzz_form_text_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_form_text_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_form_text_CPPFLAGS = $(libgrant_cppflags)
endif

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/replay-form-xlsx
tests_fuzz_replay_form_xlsx_SOURCES = %D%/form-xlsx.c %D%/replay.c %D%/fuzz.h
tests_fuzz_replay_form_xlsx_LDADD = $(fuzz_ldadd)
tests_fuzz_replay_form_xlsx_CPPFLAGS = $(libgrant_cppflags)
TESTS += tests/fuzz/replay-form-xlsx
endif
if ENABLE_FUZZ
EXTRA_PROGRAMS += tests/fuzz/fuzz-form-xlsx
tests_fuzz_fuzz_form_xlsx_SOURCES = %D%/form-xlsx.c %D%/fuzz.h
tests_fuzz_fuzz_form_xlsx_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_form_xlsx_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_form_xlsx_CPPFLAGS = $(libgrant_cppflags)
endif

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/replay-names
tests_fuzz_replay_names_SOURCES = %D%/names.c %D%/replay.c %D%/fuzz.h
tests_fuzz_replay_names_LDADD = $(fuzz_ldadd)
tests_fuzz_replay_names_CPPFLAGS = $(libgrant_cppflags)
TESTS += tests/fuzz/replay-names
endif
if ENABLE_FUZZ
EXTRA_PROGRAMS += tests/fuzz/fuzz-names
tests_fuzz_fuzz_names_SOURCES = %D%/names.c %D%/fuzz.h
tests_fuzz_fuzz_names_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_names_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_names_CPPFLAGS = $(libgrant_cppflags)
endif

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/replay-mail
tests_fuzz_replay_mail_SOURCES = %D%/mail.c %D%/replay.c %D%/fuzz.h
tests_fuzz_replay_mail_LDADD = $(fuzz_ldadd)
tests_fuzz_replay_mail_CPPFLAGS = $(libgrant_cppflags)
TESTS += tests/fuzz/replay-mail
endif
if ENABLE_FUZZ
EXTRA_PROGRAMS += tests/fuzz/fuzz-mail
tests_fuzz_fuzz_mail_SOURCES = %D%/mail.c %D%/fuzz.h
tests_fuzz_fuzz_mail_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_mail_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_mail_CPPFLAGS = $(libgrant_cppflags)
endif

if HAVE_TESTS
check_PROGRAMS += tests/fuzz/replay-delta
tests_fuzz_replay_delta_SOURCES = %D%/delta.c %D%/replay.c %D%/fuzz.h
tests_fuzz_replay_delta_LDADD = $(fuzz_ldadd)
tests_fuzz_replay_delta_CPPFLAGS = $(libgrant_cppflags)
TESTS += tests/fuzz/replay-delta
endif
if ENABLE_FUZZ
EXTRA_PROGRAMS += tests/fuzz/fuzz-delta
tests_fuzz_fuzz_delta_SOURCES = %D%/delta.c %D%/fuzz.h
tests_fuzz_fuzz_delta_LDADD = $(fuzz_ldadd)
tests_fuzz_fuzz_delta_LDFLAGS = $(fuzz_ldflags)
tests_fuzz_fuzz_delta_CPPFLAGS = $(libgrant_cppflags)
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
