libgrant_core_sources += \
	%D%/store.h %D%/inside.h %D%/pack.h \
	%D%/errors.c \
	%D%/repo.c \
	%D%/tree.c \
	%D%/diff.c \
	%D%/merge.c \
	%D%/object.c \
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
	%D%/history.c
