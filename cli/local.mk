# SPDX-License-Identifier: Apache-2.0
# The program: over the public headers only, linked with the shared library.
bin_PROGRAMS += grant
grant_SOURCES = \
	%D%/cli.h \
	%D%/text.c %D%/text.h \
	%D%/width.c %D%/width.h \
	%D%/words.c %D%/words.h \
	%D%/language.c %D%/language.h \
	%D%/term.c %D%/term.h \
	%D%/message.c %D%/message.h \
	%D%/option.c %D%/option.h \
	%D%/identity.c %D%/identity.h \
	%D%/table.c %D%/table.h \
	%D%/output.c %D%/output.h \
	%D%/card.c %D%/card.h \
	%D%/difference.c %D%/difference.h \
	%D%/what-if.c %D%/what-if.h \
	%D%/prompt.c %D%/prompt.h \
	%D%/rules-wish.c %D%/rules-wish.h \
	%D%/rules-items.c %D%/rules-items.h \
	%D%/rules-ask.c %D%/rules-ask.h \
	%D%/draft.c %D%/draft.h \
	%D%/review-form.c %D%/review-form.h \
	%D%/review-edit.c %D%/review-edit.h \
	%D%/whole-file.c %D%/whole-file.h \
	%D%/archives.c %D%/archives.h \
	%D%/receipt.c %D%/receipt.h \
	%D%/tally.c %D%/tally.h \
	%D%/command.c %D%/command.h \
	%D%/help.c %D%/help.h \
	%D%/complete.c %D%/complete.h \
	%D%/cmd-agree.c \
	%D%/cmd-amend.c \
	%D%/cmd-assign.c \
	%D%/cmd-cat.c \
	%D%/cmd-check.c \
	%D%/cmd-conflict.c \
	%D%/cmd-decide.c \
	%D%/cmd-diff.c \
	%D%/cmd-doctor.c \
	%D%/cmd-draw.c \
	%D%/cmd-export.c \
	%D%/cmd-extract.c \
	%D%/cmd-help.c \
	%D%/cmd-init.c \
	%D%/cmd-kit.c \
	%D%/cmd-list.c \
	%D%/cmd-log.c \
	%D%/cmd-maintain.c \
	%D%/cmd-measure.c \
	%D%/cmd-milestone.c \
	%D%/cmd-pay.c \
	%D%/cmd-person.c \
	%D%/cmd-rank.c %D%/rank-report.c %D%/rank-report.h \
	%D%/cmd-reindex.c \
	%D%/cmd-review.c \
	%D%/cmd-round.c \
	%D%/cmd-rules-doc.c \
	%D%/cmd-rules-new.c \
	%D%/cmd-rules.c \
	%D%/cmd-screen.c \
	%D%/cmd-search.c \
	%D%/cmd-show.c \
	%D%/cmd-status.c \
	%D%/cmd-submit.c \
	%D%/cmd-version.c \
	%D%/cmd-withdraw.c \
	%D%/main.c
grant_CPPFLAGS = $(AM_CPPFLAGS) $(UTF8PROC_CFLAGS)
grant_LDADD = libgrant.la $(UTF8PROC_LIBS)
