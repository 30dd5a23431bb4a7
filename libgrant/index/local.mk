libgrant_core_sources += \
	%D%/index.h %D%/inside.h %D%/cursor.h \
	%D%/errors.c \
	%D%/schema.c \
	%D%/statements.c \
	%D%/db.c \
	%D%/search.c \
	%D%/update.c \
	%D%/query.c
