libgrant_core_sources += \
	%D%/analysis.h \
	%D%/draw.c \
	%D%/matching.c \
	%D%/similar.c \
	%D%/votes.h %D%/figures.h \
	%D%/numeric.c %D%/numeric.h \
	%D%/crossed.c %D%/crossed.h \
	%D%/agreement.c \
	%D%/posterior.c %D%/posterior.h \
	%D%/expected-rank.c %D%/expected-rank.h \
	%D%/rank-draws.c
