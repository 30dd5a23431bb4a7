libgrant_core_sources += \
	%D%/intake.h %D%/inside.h \
	%D%/charset.c \
	%D%/stream.c \
	%D%/zip-check.c \
	%D%/seven-check.c \
	%D%/seven-header.c \
	%D%/names.c \
	%D%/reader.c \
	%D%/scan.c \
	%D%/zip-write.c \
	%D%/capitals.c \
	%D%/form-value.c %D%/form-value.h \
	%D%/form-text.c
