libgrant_core_sources += \
	%D%/intake.h %D%/inside.h %D%/form.h %D%/xlsx.h %D%/form-xlsx.h \
	%D%/charset.c \
	%D%/stream.c \
	%D%/zip-check.c \
	%D%/zip-write.c \
	%D%/seven-check.c \
	%D%/seven-header.c \
	%D%/names.c \
	%D%/reader.c \
	%D%/scan.c \
	%D%/file-type.c \
	%D%/mail.c \
	%D%/capitals.c \
	%D%/form-label.c \
	%D%/form-value.c \
	%D%/form-text.c \
	%D%/xlsx-package.c \
	%D%/xlsx-number.c \
	%D%/xlsx-book.c \
	%D%/xlsx-sheet.c \
	%D%/form-xlsx.c \
	%D%/form-xlsx-table.c \
	%D%/form-named.c
