libgrant_core_sources += \
	%D%/analysis.h %D%/similar.c
