libgrant_core_sources += \
	%D%/base.h %D%/xml.h %D%/table.h %D%/finding-ids.h \
	%D%/mem.c %D%/mem.h \
	%D%/buf.c %D%/buf.h \
	%D%/error.c %D%/error.h \
	%D%/text.c %D%/text.h \
	%D%/compare.c %D%/compare.h \
	%D%/value.c %D%/value.h \
	%D%/finding.c %D%/finding.h \
	%D%/json-read.c %D%/json.h \
	%D%/json-keys.c %D%/json-keys.h \
	%D%/json-write.c \
	%D%/json-writer.c %D%/json-writer.h \
	%D%/io.c %D%/io.h \
	%D%/decimal.c %D%/decimal.h \
	%D%/time.c %D%/time.h \
	%D%/id.c %D%/id.h \
	%D%/path.c %D%/path.h \
	%D%/progress.c %D%/progress.h \
	%D%/exact-big.c %D%/exact-big.h \
	%D%/exact-text.c \
	%D%/exact.c %D%/exact.h
