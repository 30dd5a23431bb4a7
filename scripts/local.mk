bashcompletiondir = $(datadir)/bash-completion/completions
install-data-hook:
	$(MKDIR_P) "$(DESTDIR)$(bashcompletiondir)"
	$(INSTALL_DATA) $(srcdir)/%D%/completion/grant.bash "$(DESTDIR)$(bashcompletiondir)/grant"
uninstall-hook:
	rm -f "$(DESTDIR)$(bashcompletiondir)/grant"
EXTRA_DIST += %D%/build %D%/check %D%/completion/grant.bash %D%/embed-plugins %D%/install-dependencies %D%/quickstart \
	%D%/update-po
