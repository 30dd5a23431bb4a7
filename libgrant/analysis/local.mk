libgrant_core_sources += \
	%D%/analysis.h \
	%D%/draw.c \
	%D%/matching.c \
	%D%/similar.c
