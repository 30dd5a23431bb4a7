# The stock parts: installed for reading, and built into the library.
stock_parts = \
	plugins/grant/adjust.lua \
	plugins/grant/advance.lua \
	plugins/grant/allocate.lua \
	plugins/grant/allocate_share.lua \
	plugins/grant/allocate_skip.lua \
	plugins/grant/allocate_stop.lua \
	plugins/grant/allocate_tiers.lua \
	plugins/grant/bands.lua \
	plugins/grant/borda.lua \
	plugins/grant/collect.lua \
	plugins/grant/field.lua \
	plugins/grant/marks.lua \
	plugins/grant/mean.lua \
	plugins/grant/median.lua \
	plugins/grant/ordered.lua \
	plugins/grant/overlap.lua \
	plugins/grant/quorum.lua \
	plugins/grant/rank_points.lua \
	plugins/grant/ratio.lua \
	plugins/grant/reversed.lua \
	plugins/grant/share.lua \
	plugins/grant/standard.lua \
	plugins/grant/steps.lua \
	plugins/grant/sum.lua \
	plugins/grant/thresholds.lua \
	plugins/grant/totals.lua \
	plugins/grant/tracks.lua \
	plugins/grant/trimmed.lua \
	plugins/grant/veto.lua \
	plugins/grant/weighted.lua
stock_rules = \
	plugins/rules/plain-sum.lua \
	plugins/rules/trimmed-mean.lua \
	plugins/rules/weighted-mean.lua
# What "grant rules new" makes rules from, in the order in which it lists them; built into the library only.
stock_schemes = \
	plugins/schemes/sum.lua.in \
	plugins/schemes/mean.lua.in \
	plugins/schemes/trimmed.lua.in \
	plugins/schemes/median.lua.in \
	plugins/schemes/weighted.lua.in \
	plugins/schemes/threshold.lua.in \
	plugins/schemes/share.lua.in \
	plugins/schemes/bonus.lua.in \
	plugins/schemes/standard.lua.in \
	plugins/schemes/stages.lua.in

EXTRA_DIST += $(stock_schemes) %D%/README.md %D%/grant/cases %D%/rules/cases
pluginsdir = $(pkgdatadir)/plugins/grant
dist_plugins_DATA = $(stock_parts)
rulesdir = $(pkgdatadir)/plugins/rules
dist_rules_DATA = $(stock_rules)
