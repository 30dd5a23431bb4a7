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

@test "names that nothing defines have their lines, also where no sample comes, and the name that is meant" {
	cat >r.lua <<-'END'
	local function never(x)
	  return nowhere
	    + math.random(x)
	end
	total = 0
	return {
	  api = 1,
	  criteria = { { id = "need", max = 20 } },
	  score = function(app, reviews)
	    local sum = 0
	    for _, review in ipiars(revews) do sum = sum + (review.scores.need or 0) end
	    return { total = string.Len("") + sum }
	  end,
	}
	END
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == "error: r.lua, line 2: nothing defines “nowhere” [rules.unknown-name]"$'\n'*"declare it with local"* ]]
	[[ $output == *"line 3: nothing defines “math.random” [rules.unknown-name]"* ]]
	[[ $output == *"line 11: nothing defines “ipiars” [rules.misspelt-name]"$'\n'"    write “ipairs”, if that is meant"* ]]
	[[ $output == *"line 11: nothing defines “revews”"*"write “reviews”"* ]]
	[[ $output == *"line 12: nothing defines “string.Len”"*"write “string.len”"* ]]
	[[ $output == *"warning: r.lua, line 5: “total” is set without local [rules.global]"* ]]
	# what the same name makes fail on that line is not told again
	[[ $output == *"5 errors, 1 warning" ]]
	export LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"第 11 行"*"没有定义“ipiars”"*"如果指的是“ipairs”，请改过来"*"请在第一次赋值处前面加上 local"* ]]
	[[ $output != *defines* && $output != *declare* ]]
}

@test "names in a module beside the rules are told with the module, and when the rules stop at load" {
	mkdir -p rules
	printf 'return function(x)\n  return maths.max(x)\nend\n' >rules/house.lua
	rules 'sum = house(sum)' ''
	sed -i '1s/^/local house = require "house"\n/' r.lua
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == *"house, line 2: nothing defines “maths”"*"write “math”"* ]]
	printf 'local list = critera\nreturn { api = 1, criteria = list }\n' >r.lua
	run -1 --separate-stderr grant rules check r.lua
	[[ $output == "error: r.lua, line 1: nothing defines “critera”"* ]]
}

@test "a criterion on which nothing depends is a warning with its line, a measure too" {
	rules "" ""
	sed -i 's/  criteria = .*/  criteria = {\n    { id = "need", max = 20 },\n    { id = "idle", max = 5 } },\n  measures = { { id = "votes" } },/' r.lua
	run -0 --separate-stderr grant rules check r.lua
	[[ $output == "warning: r.lua, line 5: no result of the stage “review” depends on the scores for “idle”"*"[rules.unread-criterion]"* ]]
	[[ $output == *"line 6: no result depends on the measure “votes”"*"[rules.unread-measure]"*"app.measures.votes"*"0 errors, 2 warnings" ]]
	export LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale
	run -0 --separate-stderr grant rules check r.lua
	[[ $output == *"指标“idle”的分数不影响阶段“review”的任何结果"*"外部数据“votes”不影响任何结果"* && $output != *depends* ]]
}

# The rules above with a criterion more, and what is done with it.
rules_with_more() { # BODY, more entries
	rules "local more, low, high, given = 0, 1000, 0, 0
	    for _, review in ipairs(reviews) do local m = review.scores.more
	      if m then more, given, low, high = more + m, given + 1, math.min(low, m), math.max(high, m) end end
	    $1" "$2"
	sed -i 's/step = \"0.5\" } }/step = "0.5" }, { id = "more", max = 10 } }/' r.lua
}

@test "whatever a criterion does, it is not called idle: ties, a veto, a bonus, a spread, a rescue, whether it was given, a part, a note" {
	local body
	for body in 'if low < 1 then return nil, "一票否决" end' 'if low == 10 and sum > 0 then sum = sum + 5 end' \
		'if high - low > 8 then return nil, "分歧过大" end' 'if #reviews > 5 and sum < 40 and low > 8 then sum = 40 end' \
		'if given == 0 then return nil, "未评" end' 'do return { total = sum, parts = { { "more", more } } } end' \
		'do return { total = sum, note = tostring(more) } end' 'if more > 0 then sum = sum - 0.01 end'; do
		rules_with_more "$body" ""
		run -0 --separate-stderr grant rules check r.lua
		[ "$output" = "0 errors, 0 warnings" ] || { echo "$body: $output"; false; }
	done
	for body in 'ties = { "more" }' \
		'ties = function(a, b) local x, y = #a.reviews > 0 and a.reviews[1].scores.more or 0, #b.reviews > 0 and b.reviews[1].scores.more or 0
		   return x > y and -1 or x < y and 1 or 0 end'; do
		rules "" "$body"
		sed -i 's/step = \"0.5\" } }/step = "0.5" }, { id = "more", max = 10 } }/' r.lua
		run -0 --separate-stderr grant rules check r.lua
		[ "$output" = "0 errors, 0 warnings" ] || { echo "$body: $output"; false; }
	done
}

@test "two criteria of which only the difference counts are not idle, nor is a measure that only eligible reads" {
	rules "" ""
	sed -i 's/criteria = .*/criteria = { { id = "need", max = 1 }, { id = "more", max = 1 } }, measures = { { id = "votes" } },/
		s/(review.scores.need or 0)/(review.scores.need or 0) - (review.scores.more or 0)/
		s/^  score/  eligible = function(app) if (app.measures.votes or 0) > 1000 then return { { code = "x", message = "票数异常" } } end return {} end,\n  score/' r.lua
	run -0 --separate-stderr grant rules check r.lua
	[ "$output" = "0 errors, 0 warnings" ]
}

@test "a criterion that a later stage does not read is told with that stage; of a stage that nobody reaches nothing is told" {
	cat >r.lua <<-'END'
	local function total(app, reviews) local s = 0 for _, r in ipairs(reviews) do s = s + (r.scores.need or 0) end return { total = s } end
	local function both(app, reviews) local s = 0 for _, r in ipairs(reviews) do s = s + (r.scores.need or 0) + (r.scores.more or 0) end return { total = s } end
	return { api = 1, criteria = { { id = "need", max = 20 }, { id = "more", max = 20 } }, measures = { { id = "votes" } }, stages = {
	  { id = "one", score = both, advance = function(ranking) return { ranking[1].id } end }, { id = "two", score = total } } }
	END
	run -0 --separate-stderr grant rules check r.lua
	[[ $output == *"no result of the stage “two” depends on the scores for “more”"*"“votes”"*"0 errors, 2 warnings" ]]
	sed -i 's/{ ranking\[1\].id }/{}/' r.lua
	run -0 --separate-stderr grant rules check r.lua
	[[ $output == "0 errors, 0 warnings" ]]
}

@test "hundreds of criteria that nobody reads, or rules that are slow, take seconds" {
	printf 'return{api=1,criteria={' >r.lua
	for i in {1..300}; do printf '{id="c%d",max=1},' "$i"; done >>r.lua
	printf '},score=function() return {total=1} end}' >>r.lua
	SECONDS=0
	run -0 --separate-stderr timeout 60 "$GRANT" rules check r.lua
	[[ $output == *"0 errors, 300 warnings" ]]
	rules "for i = 1, 500000 do end" ""
	run -0 --separate-stderr timeout 60 "$GRANT" rules check r.lua
	[ "$output" = "0 errors, 0 warnings" ]
	[ "$SECONDS" -lt 60 ]
}

@test "no such file is exit 3, a round's description that cannot be read exit 5, no file exit 2" {
	rules "" ""
	run -3 grant rules check none.lua
	run -3 grant rules check r.lua --round none.json
	echo '{' >round.json
	run -5 --separate-stderr grant rules check r.lua --round round.json
	[[ $stderr == "grant: round.json:"* ]]
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
