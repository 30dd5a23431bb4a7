# The stock parts: installed for reading, and built into the library.
stock_parts = \
	plugins/grant/allocate.lua \
	plugins/grant/allocate_skip.lua \
	plugins/grant/allocate_stop.lua \
	plugins/grant/bands.lua \
	plugins/grant/collect.lua \
	plugins/grant/mean.lua \
	plugins/grant/median.lua \
	plugins/grant/sum.lua \
	plugins/grant/totals.lua \
	plugins/grant/trimmed.lua \
	plugins/grant/weighted.lua
stock_rules = \
	plugins/rules/plain-sum.lua \
	plugins/rules/trimmed-mean.lua \
	plugins/rules/weighted-mean.lua

EXTRA_DIST += %D%/README.md
pluginsdir = $(pkgdatadir)/plugins/grant
dist_plugins_DATA = $(stock_parts)
rulesdir = $(pkgdatadir)/plugins/rules
dist_rules_DATA = $(stock_rules)
