libgrant_core_sources += \
	%D%/handle.c %D%/handle.h \
	%D%/record.c \
	%D%/version.c \
	%D%/subject.c %D%/subject.h \
	%D%/reindex.c \
	%D%/rows.c %D%/rows.h \
	%D%/rows-files.c \
	%D%/build.c \
	%D%/follow.c \
	%D%/sums.c %D%/sums.h \
	%D%/folder.c %D%/folder.h \
	%D%/sentence.c %D%/sentence.h \
	%D%/act.c %D%/act.h \
	%D%/group.c %D%/group.h \
	%D%/criteria.c %D%/criteria.h \
	%D%/rule-file.c %D%/rule-file.h \
	%D%/init.c \
	%D%/round.c \
	%D%/round-edit.c \
	%D%/person.c \
	%D%/form.c \
	%D%/proposal.c %D%/proposal.h \
	%D%/eligible.c %D%/eligible.h \
	%D%/message.c %D%/message.h \
	%D%/archive.c %D%/archive.h \
	%D%/submit.c \
	%D%/difference.c %D%/difference.h \
	%D%/difference-files.c \
	%D%/diff.c \
	%D%/amend.c \
	%D%/withdraw.c \
	%D%/check.c \
	%D%/kit.c \
	%D%/kit-example.c %D%/kit-example.h \
	%D%/kit-workbook.c %D%/kit-workbook.h \
	%D%/screen.c \
	%D%/letter.c \
	%D%/conflict.c \
	%D%/assign.c \
	%D%/affinity.c %D%/affinity.h \
	%D%/assign-input.c %D%/assign-plan.h \
	%D%/assign-auto.c \
	%D%/sheet.c %D%/sheet.h \
	%D%/review.c %D%/review.h \
	%D%/review-import.c \
	%D%/measure.c \
	%D%/ranking-input.c %D%/ranking.h \
	%D%/ranking.c \
	%D%/rank.c \
	%D%/rank-chart.c \
	%D%/draw.c %D%/draw.h \
	%D%/draw-record.c \
	%D%/draw-check.c \
	%D%/line.c %D%/line.h \
	%D%/grades.c %D%/grades.h \
	%D%/without.c \
	%D%/sureness.c %D%/sureness.h \
	%D%/what-if-look.c %D%/what-if.h \
	%D%/what-if-why.c \
	%D%/what-if.c \
	%D%/rules-case.c %D%/rules-case.h \
	%D%/rules-check.c \
	%D%/rules-compare.c \
	%D%/rules-doc.c \
	%D%/rules-about.c %D%/rules-about.h \
	%D%/rules-answers.c %D%/rules-new.h \
	%D%/rules-example.c \
	%D%/rules-new.c \
	%D%/rules-scheme.c \
	%D%/rules-tiers.c \
	%D%/rules-write.c \
	%D%/rules-sample.c %D%/rules-sample.h \
	%D%/rules-unread.c %D%/rules-unread.h \
	%D%/rules-test.c \
	%D%/decide.c \
	%D%/settle.c %D%/settle.h \
	%D%/decide-ranking.c \
	%D%/agree.c \
	%D%/milestone.c \
	%D%/pay.c %D%/payments.h \
	%D%/query.c \
	%D%/show.c \
	%D%/similar.c %D%/similar.h \
	%D%/extract.c \
	%D%/history.c \
	%D%/content.c %D%/content.h \
	%D%/status.c \
	%D%/export.c \
	%D%/doctor.c \
	%D%/maintain.c

# The schemes that new rules are made from become text inside the library.
nodist_libgrant_core_sources += %D%/scheme-data.c
BUILT_SOURCES += %D%/scheme-data.c
CLEANFILES += %D%/scheme-data.c
%D%/scheme-data.c: $(stock_schemes) scripts/embed-plugins
	$(AM_V_GEN)$(MKDIR_P) %D% && $(SHELL) $(srcdir)/scripts/embed-plugins work/rules-new.h \
		'const struct gr_scheme_text gr_scheme_texts[]' '' $(addprefix $(srcdir)/,$(stock_schemes)) >$@.new && mv $@.new $@
