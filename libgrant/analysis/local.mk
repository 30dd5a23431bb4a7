libgrant_core_sources += \
	%D%/analysis.h %D%/matching.c %D%/similar.c
