# Translations without gettext's own infrastructure, so that the build stays non-recursive: msgfmt is all that is needed.
PO_LANGUAGES = zh_CN
EXTRA_DIST += %D%/zh_CN.po %D%/POTFILES %D%/LINGUAS

if ENABLE_NLS
GMO_FILES = $(PO_LANGUAGES:%=%D%/%.gmo)
all_local_targets += $(GMO_FILES)
CLEANFILES += $(GMO_FILES)

%D%/%.gmo: %D%/%.po
	$(AM_V_GEN)$(MKDIR_P) %D%/locale/$(*F)/LC_MESSAGES && $(MSGFMT) -c -o $@ $< && \
		cp $@ %D%/locale/$(*F)/LC_MESSAGES/libgrant.mo

clean-local:
	rm -rf %D%/locale

install-data-local: $(GMO_FILES)
	for l in $(PO_LANGUAGES); do \
		d="$(DESTDIR)$(localedir)/$$l/LC_MESSAGES"; \
		$(MKDIR_P) "$$d" && $(INSTALL_DATA) %D%/$$l.gmo "$$d/libgrant.mo" || exit 1; \
	done

uninstall-local:
	for l in $(PO_LANGUAGES); do rm -f "$(DESTDIR)$(localedir)/$$l/LC_MESSAGES/libgrant.mo"; done
endif

# For translators: bring the catalogue up to date with the sources.
update-po:
	cd $(srcdir) && scripts/update-po
phony_targets += update-po
