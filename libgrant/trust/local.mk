libgrant_core_sources += \
	%D%/trust.h \
	%D%/digest.c \
	%D%/key.c
