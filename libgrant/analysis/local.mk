libgrant_core_sources += \
	%D%/analysis.h %D%/draw.c %D%/similar.c
