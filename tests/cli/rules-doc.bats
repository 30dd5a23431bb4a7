# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

in_zh() { LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale grant "$@"; }

@test "criteria, sums, ties and parts are put into words, without a repository" {
	write_rules
	run -0 grant rules doc rules.lua
	for words in Test "Need" need 20 0.5 是否真实迫切 "add up to 100" "the higher mean of “Need”" Measures votes \
		"who is eligible" "along the ranking" "grant.mean: Mean of a list of numbers" grant.allocate_skip; do
		[[ $output == *"$words"* ]]
	done
	run -0 in_zh rules doc rules.lua
	for words in 测试 需求 "合计 100" 平均分 "grant.mean：平均分"; do [[ $output == *"$words"* ]]; done
	[[ $output != *"Mean of a list"* ]]
}

@test "Markdown has tables whose cells cannot end them" {
	write_rules
	sed -i 's/是否真实迫切/甲|乙<b>*_/' rules.lua
	run -0 grant rules doc rules.lua --format markdown
	[[ $output == "# Test"*"## Criteria"*'| Need | need | 0 | 20 | 0.5 | 甲\|乙\<b>\*\_ |'* ]]
	# nor do titles become links or emphasis, in a heading or a sentence
	sed -i 's/en = "Test"/en = "[Test](http:\/\/x) \&amp; _a_"/; s/en = "Need"/en = "*Need*[1]"/' rules.lua
	run -0 grant rules doc rules.lua --format markdown
	[[ $output == '# \[Test\](http://x) \&amp; \_a\_'*'the higher mean of “\*Need\*\[1\]”'*'grant.allocate\_skip'* ]]
	run -0 grant rules doc rules.lua
	[[ $output == '[Test](http://x) &amp; _a_'*'“*Need*[1]”'* ]]
	run -2 grant rules doc rules.lua --format html
}

@test "stages have a table each, and a part that was changed is told from the stock one" {
	mkdir -p rules/grant
	sed 's/(平均分)/(改过的平均)/' "$srcdir/plugins/grant/mean.lua" >rules/grant/mean.lua
	cat >rules.lua <<-'END'
	local mean = require "grant.mean"
	local own = require "own"
	local function score(app, reviews) return { total = mean({ 1 }) + own() } end
	return { api = 1, title = { en = "Two" }, stages = {
	  { id = "first", criteria = { { id = "a", max = "0.5" }, { id = "b", max = 1 } }, score = score, advance = function() return {} end },
	  { id = "second", criteria = { { id = "c", max = 5 } }, score_all = function() return {} end, ties = { "-requested" } } } }
	END
	echo 'return function() return 1 end' >rules/own.lua
	run -0 grant rules doc rules.lua
	[[ $output == *"stage first"*"add up to 1.5"*"next stage"*"stage second"*"made together"*"the lower: the amount requested"* ]]
	[[ $output == *"grant.mean: Mean of a list of numbers (of this round)"* && $output == *"own (of this round)"* ]]
	run -0 grant --json rules doc rules.lua
	[ "$(json '["data"]["stages"][0]["sum"]' <<<"$output")" = 1.5 ]
	[ "$(json '["data"]["parts"][0]' <<<"$output")" = '{"name": "grant.mean", "stock": false, "about": {"en": "Mean of a list of numbers", "zh": "改过的平均"}}' ]
	[ "$(json '["data"]["parts"][1]' <<<"$output")" = '{"name": "own", "stock": false}' ]
}

@test "every rule file that comes with the program can be told in both languages" {
	for file in "$srcdir"/plugins/rules/*.lua "$srcdir"/examples/rules/*.lua "$srcdir"/examples/rounds/*/rules.lua; do
		run -0 --separate-stderr grant rules doc "$file"
		run -0 --separate-stderr in_zh rules doc "$file" --format markdown
	done
}

@test "a file that cannot be loaded is told with its lines, and one that is not there" {
	echo 'return { api = 1, criteria = { { id = "a", max = 2^3 } } }' >bad.lua
	run -5 --separate-stderr grant rules doc bad.lua
	[[ $stderr == *"bad.lua, line 1"* ]]
	run -3 grant rules doc none.lua
}
