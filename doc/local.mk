man_pages = \
	doc/grant-rules.5 \
	doc/grant-tutorial.7 \
	doc/grant-json.7 \
	doc/libgrant.3 \
	doc/grant-agree.1 \
	doc/grant-amend.1 \
	doc/grant-assign.1 \
	doc/grant-cat.1 \
	doc/grant-check.1 \
	doc/grant-conflict.1 \
	doc/grant-decide.1 \
	doc/grant-diff.1 \
	doc/grant-doctor.1 \
	doc/grant-draw.1 \
	doc/grant-export.1 \
	doc/grant-extract.1 \
	doc/grant-help.1 \
	doc/grant-init.1 \
	doc/grant-kit.1 \
	doc/grant-list.1 \
	doc/grant-log.1 \
	doc/grant-maintain.1 \
	doc/grant-measure.1 \
	doc/grant-milestone.1 \
	doc/grant-pay.1 \
	doc/grant-person.1 \
	doc/grant-rank.1 \
	doc/grant-reindex.1 \
	doc/grant-review.1 \
	doc/grant-round.1 \
	doc/grant-rules.1 \
	doc/grant-screen.1 \
	doc/grant-search.1 \
	doc/grant-show.1 \
	doc/grant-status.1 \
	doc/grant-submit.1 \
	doc/grant-version.1 \
	doc/grant-withdraw.1 \
	doc/grant.1
dist_man_MANS += $(man_pages)

# In Chinese: what applicants and reviewers use.
zhmandir = $(mandir)/zh_CN/man1
dist_zhman_DATA = \
	doc/zh_CN/grant-amend.1 \
	doc/zh_CN/grant-check.1 \
	doc/zh_CN/grant-diff.1 \
	doc/zh_CN/grant-kit.1 \
	doc/zh_CN/grant-list.1 \
	doc/zh_CN/grant-rank.1 \
	doc/zh_CN/grant-review.1 \
	doc/zh_CN/grant-show.1 \
	doc/zh_CN/grant-submit.1 \
	doc/zh_CN/grant-withdraw.1 \
	doc/zh_CN/grant.1

# Pages with tables that are written from the sources: what the records hold, what findings there are.
written_pages = doc/grant-repository.5 doc/grant-findings.7
man_MANS = $(written_pages)
EXTRA_DIST += $(written_pages:%=%.in)
CLEANFILES += $(written_pages)
noinst_PROGRAMS += doc/pages/write
doc_pages_write_SOURCES = doc/pages/write.c
doc_pages_write_CPPFLAGS = $(libgrant_cppflags)
doc_pages_write_LDADD = libgrant/libgrant-core.la
$(written_pages): doc/pages/write$(EXEEXT)
doc/grant-repository.5: doc/grant-repository.5.in
doc/grant-findings.7: doc/grant-findings.7.in
$(written_pages):
	$(AM_V_GEN)./doc/pages/write $(srcdir)/$@.in >$@.tmp && mv $@.tmp $@

# The JSON Schema of every kind, written from the record table.
kinds = format round person application receipt screening assignment conflict review measure decision agreement \
	milestone payment ranking settlement draw
noinst_PROGRAMS += doc/schema/write
doc_schema_write_SOURCES = doc/schema/write.c
doc_schema_write_LDADD = libgrant.la
schemadir = $(pkgdatadir)/schema
nodist_schema_DATA = $(kinds:%=doc/schema/%.json)
CLEANFILES += $(nodist_schema_DATA) doc/schema/stamp
$(nodist_schema_DATA): doc/schema/stamp
doc/schema/stamp: doc/schema/write$(EXEEXT)
	$(AM_V_GEN)./doc/schema/write doc/schema && touch $@
