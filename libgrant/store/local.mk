libgrant_core_sources += \
	%D%/store.h %D%/inside.h %D%/pack.h %D%/exam.h \
	%D%/errors.c \
	%D%/repo.c \
	%D%/tree.c \
	%D%/diff.c \
	%D%/merge.c \
	%D%/object.c \
	%D%/packs.c \
	%D%/delta.c \
	%D%/unpack.c \
	%D%/pack.c \
	%D%/deflate.c \
	%D%/pending.c \
	%D%/recent.c \
	%D%/consolidate.c \
	%D%/blob.c \
	%D%/edit.c \
	%D%/checkout.c \
	%D%/commit.c \
	%D%/lock.c \
	%D%/loose.c \
	%D%/maintain.c \
	%D%/doctor.c \
	%D%/leftovers.c \
	%D%/exam-packs.c \
	%D%/exam-objects.c \
	%D%/history.c
