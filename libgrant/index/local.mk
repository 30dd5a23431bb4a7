libgrant_core_sources += \
	%D%/index.h %D%/inside.h %D%/cursor.h \
	%D%/errors.c \
	%D%/schema.c \
	%D%/statements.c \
	%D%/db.c \
	%D%/search.c \
	%D%/row.c %D%/row.h \
	%D%/update.c \
	%D%/inspect.c \
	%D%/history.c \
	%D%/query.c
