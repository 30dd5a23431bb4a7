libgrant_core_sources += \
	%D%/csv.c %D%/xml.c %D%/format.h \
	%D%/workbook.c %D%/workbook.h
