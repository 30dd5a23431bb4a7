libgrant_core_sources += \
	%D%/csv.c %D%/xml.c %D%/format.h \
	%D%/workbook.c %D%/workbook.h \
	%D%/svg.c %D%/svg.h %D%/chart-ranks.c %D%/chart-grades.c %D%/chart.h
