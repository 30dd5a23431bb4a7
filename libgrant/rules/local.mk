libgrant_core_sources += \
	%D%/rules.h %D%/inside.h %D%/declared.h %D%/stock.h \
	%D%/source.c \
	%D%/host.c \
	%D%/exact-lua.c \
	%D%/exact-calls.c \
	%D%/library-text.c \
	%D%/library-table.c \
	%D%/library.c \
	%D%/marshal.c \
	%D%/declared.c \
	%D%/ruleset.c \
	%D%/code.c %D%/code.h \
	%D%/names.c \
	%D%/run.c \
	%D%/stock.c

# The stock parts become text inside the library.
nodist_libgrant_core_sources += %D%/stock-data.c
BUILT_SOURCES += %D%/stock-data.c
CLEANFILES += %D%/stock-data.c
%D%/stock-data.c: $(stock_parts) scripts/embed-plugins
	$(AM_V_GEN)$(MKDIR_P) %D% && $(SHELL) $(srcdir)/scripts/embed-plugins rules/stock.h \
		'const struct gr_stock_part gr_stock_parts[]' grant. $(addprefix $(srcdir)/,$(stock_parts)) >$@.new && mv $@.new $@
