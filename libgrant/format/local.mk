libgrant_core_sources += \
	%D%/csv.c %D%/format.h \
	%D%/workbook.c %D%/workbook.h
