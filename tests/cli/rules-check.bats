# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() {
	setup_common
	source_of=$(cd "${srcdir:-.}" && pwd)
}

# Rules with one criterion; what is given comes in place of the good parts.
rules() { # SCORE, more entries
	cat >r.lua <<-END
	return {
	  api = 1,
	  criteria = { { id = "need", max = 20, step = "0.5" } },
	  score = function(app, reviews, round)
	    local sum = 0
	    for _, review in ipairs(reviews) do sum = sum + (review.scores.need or 0) end
	    $1
	    return { total = sum }
	  end,
	  $2
	}
	END
}

@test "good rules are good, without a repository; the answer is the same each time" {
	rules "" 'allocate = require "grant.allocate_skip",'
	run -0 --separate-stderr grant rules check r.lua
	[ "$output" = "0 errors, 0 warnings" ]
	run -0 grant --json rules check r.lua
	[ "$(jq -c '[.kind, .data.findings]' <<<"$output")" = '["findings",[]]' ]
}

@test "no false alarm on any stock part, stock rule or example, and none of the rounds with its own description" {
	local file
	for file in "$source_of"/plugins/rules/*.lua "$source_of"/plugins/grant/*.lua "$source_of"/examples/rules/*.lua; do
		run -0 grant rules check "$file"
		[ "$output" = "0 errors, 0 warnings" ]
	done
	for file in "$source_of"/examples/rounds/*/rules.lua; do
		run -0 grant rules check "$file"
		[ "$output" = "0 errors, 0 warnings" ]
		run -0 grant rules check "$file" --round "${file%/*}/round.json"
		[ "$output" = "0 errors, 0 warnings" ]
	done
}

@test "all that loading refuses is told at once, with lines" {
	printf 'local a = 2 ^ 3\nlocal b = 12345678901234567890\nreturn { api = 1 }\n' >r.lua
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"r.lua, line 1:"*"r.lua, line 2:"*"2 errors"* ]]
	rules "" 'ties = { "ned" }, scroe = 1,'
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"“ned” in ties"* && $output == *"“scroe” means nothing"* ]]
	head -c 70000 /dev/zero | tr '\0' ' ' >r.lua
	run -1 grant rules check r.lua
	[[ $output == *"rules.shape"* ]]
}

@test "a function that fails is told once, with its words and its line, whatever the function is" {
	rules "sum = sum + app.measures.votes" ""
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == "error: r.lua, line 7: "*"S-0001: r.lua:7: attempt to perform arithmetic on a nil value [rules.sample-failed]"*"1 error, 0 warnings" ]]
	rules "" 'eligible = function(app) return app.leader.phone.x end, allocate = function(ranking) return ranking[1].x.y end,'
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"line 10:"*"(field 'phone')"*"line 10:"*"(field 'x')"*"2 errors, 0 warnings" ]]
	rules "" 'ties = function(a, b) return "first" end, allocate = function() return { { id = "nobody", verdict = "reject" } } end,'
	sed -i 's/total = sum/total = 1/' r.lua
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"ties returns something else than -1, 0 or 1"* ]]
}

@test "a gap in the reviews, which the good samples have not, is found" {
	rules "" ""
	sed -i 's/(review.scores.need or 0)/review.scores.need/' r.lua
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == "error: r.lua, line 6: "*"S-0002: r.lua:6: attempt to perform arithmetic on a nil value"*"1 error, 0 warnings" ]]
}

@test "an allocate that names who is not ranked, or pays fractions of a fen" {
	rules "" 'allocate = function() return { { id = "nobody", verdict = "reject" } } end,'
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"nobody"*"rules.sample-failed"* ]]
	rules "" 'allocate = function(ranking) return { { id = ranking[1].id, verdict = "approve", amount = ranking[1].requested / 7 } } end,'
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"no whole number of fen"* ]]
}

@test "an allocate that overspends, gives more than was asked, or forgets some" {
	rules "" 'allocate = function(ranking) local o = {} for i, app in ipairs(ranking) do o[i] = { id = app.id, verdict = "approve", amount = app.requested } end return o end,'
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"allocate approves 351171.88 of a budget of 175585.94 [rules.over-budget]"*"1 error, 0 warnings" ]]
	rules "" 'allocate = function(ranking) local o = {} for i, app in ipairs(ranking) do o[i] = { id = app.id, verdict = "reject" } end o[1].verdict, o[1].amount = "approve", ranking[1].requested + 0.01 return o end,'
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"allocate approves 50000.01 for S-0001, which may have 50000.00 at most [rules.over-request]"* ]]
	rules "" 'allocate = function(ranking) return { { id = ranking[1].id, verdict = "reject" } } end,'
	run -0 --separate-stderr grant rules check r.lua
	[[ $output == "warning: r.lua: "*"rules.forgotten"*"0 errors, 1 warning" ]]
}

@test "a stage that gives nobody a total, with its reason" {
	rules 'if sum > 0 then return nil, "还没写" end do return nil, "没有评审" end' ""
	run -0 --separate-stderr grant rules check r.lua
	[[ $output == *"“review”"*"还没写"*"rules.no-total"*"0 errors, 1 warning" ]]
}

@test "later stages get the totals of the earlier ones, of those that advanced" {
	cat >r.lua <<-'END'
	local function first(app, reviews) if #reviews == 0 then return nil, "无" end return { total = reviews[1].scores.need or 0 } end
	local function second(app, reviews) return { total = app.results.one.total + app.results.zero.total } end
	return { api = 1, criteria = { { id = "need", max = 20 } }, stages = {
	  { id = "one", score = first, advance = function(ranking) return { ranking[1].id } end }, { id = "two", score = second } } }
	END
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == "error: r.lua, line 2: "*"(field 'zero')"*"1 error, 0 warnings" ]]
	sed -i 's/ + app.results.zero.total//' r.lua
	run -0 grant rules check r.lua
}

@test "stages that are not the round's; without --round nothing is said of them" {
	cp "$source_of/examples/rules/deyang-2018.lua" r.lua
	cp "$source_of/examples/rounds/xingfuhui-2018/round.json" .
	run -1 --separate-stderr grant rules check r.lua --round round.json
	[[ $output == *"the stages of the rules are not those of the round"*"1 error, 0 warnings" ]]
	run -0 grant rules check r.lua
}

@test "what the round asks in its form is there for the rules" {
	rules "" 'eligible = function(app) if #app.answers.plan > 0 then return {} end end,'
	cp "$source_of/examples/rounds/xingfuhui-2018/round.json" .
	run -0 grant rules check r.lua --round round.json
	run -1 grant rules check r.lua
	[[ $output == *"--round FILE.json"* ]]
}

@test "rules that never end are stopped, and said" {
	rules "while true do end" ""
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"rules.sample-failed"* ]]
}

@test "no such file is exit 3, a round's description that cannot be read exit 5, no file exit 2" {
	rules "" ""
	run -3 grant rules check none.lua
	run -3 grant rules check r.lua --round none.json
	echo '{' >round.json
	run -5 grant rules check r.lua --round round.json
	[[ $output == *"round.json"* ]]
	echo '{"id": "x"}' >round.json
	run -5 grant rules check r.lua --round round.json
	run -2 grant rules check
}

@test "in Chinese every sentence is Chinese" {
	export LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale
	rules "" 'allocate = function(ranking) local o = {} for i, app in ipairs(ranking) do o[i] = { id = app.id, verdict = "approve", amount = app.requested } end return o end,'
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"超出资金总额"* ]]
	rules "sum = sum ^ 2" ""
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"不允许使用 ^"*"请用乘法，或用 sqrt(x, places)"* && $output != *"multiply"* ]]
}
