# All objects are one static library for the tests, which may call hidden functions; the shared one exports the names of
# libgrant.map only.
include libgrant/base/local.mk
include libgrant/store/local.mk
include libgrant/index/local.mk
include libgrant/intake/local.mk
include libgrant/rules/local.mk
include libgrant/trust/local.mk
include libgrant/model/local.mk
include libgrant/analysis/local.mk
include libgrant/format/local.mk
include libgrant/work/local.mk

libgrant_libraries = $(GIT2_LIBS) $(ARCHIVE_LIBS) $(LUA_LIBS) $(SQLITE_LIBS) $(SODIUM_LIBS) $(TOMMATH_LIBS) \
	$(UTF8PROC_LIBS) $(ZLIB_LIBS) $(DEFLATE_LIBS) $(NETTLE_LIBS) $(EXPAT_LIBS) $(XLSXWRITER_LIBS) $(GMIME_LIBS) -lm
libgrant_cppflags = $(AM_CPPFLAGS) -I$(top_srcdir)/libgrant -I$(top_builddir)/libgrant \
	$(GIT2_CFLAGS) $(ARCHIVE_CFLAGS) $(LUA_CFLAGS) $(SQLITE_CFLAGS) $(SODIUM_CFLAGS) $(TOMMATH_CFLAGS) \
	$(UTF8PROC_CFLAGS) $(ZLIB_CFLAGS) $(DEFLATE_CFLAGS) $(NETTLE_CFLAGS) $(EXPAT_CFLAGS) $(XLSXWRITER_CFLAGS) $(GMIME_CFLAGS)

noinst_LTLIBRARIES += %D%/libgrant-core.la
%C%_libgrant_core_la_SOURCES = $(libgrant_core_sources)
nodist_%C%_libgrant_core_la_SOURCES = $(nodist_libgrant_core_sources)
%C%_libgrant_core_la_CPPFLAGS = $(libgrant_cppflags)
%C%_libgrant_core_la_CFLAGS = $(AM_CFLAGS) -fvisibility=hidden
%C%_libgrant_core_la_LIBADD = $(libgrant_libraries)

lib_LTLIBRARIES += libgrant.la
libgrant_la_SOURCES =
libgrant_la_LIBADD = %D%/libgrant-core.la
libgrant_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info $(GRANT_LT_VERSION) \
	-Wl,--version-script=$(srcdir)/%D%/libgrant.map
libgrant_la_DEPENDENCIES = %D%/libgrant-core.la $(srcdir)/%D%/libgrant.map
EXTRA_DIST += %D%/libgrant.map
