# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

# A round with the rules on standard input; $1: JSON to put into the round's description.
round_with_rules() {
	cat >rules.lua
	write_round "${budget:-100000.00}"
	python3 - "${1:-{\}}" <<-'END'
	import json, sys
	description = json.load(open("round.json"))
	description.update(json.loads(sys.argv[1]))
	json.dump(description, open("round.json", "w"), ensure_ascii=False)
	END
	grant init round.git --round round.json --rules rules.lua --as officer --name "陈处长" --unsigned --retrospective \
		--at 2018-02-20T09:00:00+08:00 >/dev/null || return
	export ROUND=$PWD/round.git
	for i in 1 2 3; do
		in_round --at=2018-02-21T09:00:00+08:00 person add "reviewer-$i" --name "评委$i" --role reviewer >/dev/null
	done
	in_round --at=2018-02-21T09:00:00+08:00 person add clerk --name "收件员" --role intake >/dev/null
}

places() { # [stage]
	in_round --json rank ${1:+--stage $1} | python3 -c '
import json, sys
print(" ".join("%s:%s:%s" % (r["place"], r["application"][-1], r["exact"] or r["reason"]) for r in json.load(sys.stdin)["data"]["results"]))'
}

one_stage() { # what stands in the table
	cat <<-END
	local function mean(reviews, id)
	  local s, n = 0, 0
	  for _, r in ipairs(reviews) do if r.scores[id] then s = s + r.scores[id] n = n + 1 end end
	  return s / n
	end
	return { api = 1, criteria = { { id = "need", max = 20 }, { id = "plan", max = 80 } }, measures = { { id = "votes", min = 0 } },
	$1 }
	END
}
sum='score = function(app, reviews) if #reviews == 0 then return nil, "没有评审" end local t = 0 for _, r in ipairs(reviews) do t = t + (r.scores.need or 0) + (r.scores.plan or 0) end return { total = t } end'

# Three of one total: 1: 10+70, 2: 20+60, 3: 20+60; 4 has no review.
three_of_one_total() {
	submit_titles 甲 乙 丙 丁
	pass_all XF-0001 XF-0002 XF-0003 XF-0004
	assign_all XF-0001 XF-0002 XF-0003
	review reviewer-1 XF-0001 10 70
	review reviewer-1 XF-0002 20 60
	review reviewer-1 XF-0003 20 60
}

@test "ties by a criterion, then by a measure from outside, and equal ones share the place: 1 1 3" {
	round_with_rules < <(one_stage "$sum, ties = { 'need', 'votes' }")
	three_of_one_total
	[ "$(places)" = "1:2:80 1:3:80 3:1:80 None:4:没有评审" ]
	in_round $in_april measure XF-0003 votes=1234
	[ "$(places)" = "1:3:80 2:2:80 3:1:80 None:4:没有评审" ]
	in_round $in_april measure XF-0002 votes=1234
	[ "$(places)" = "1:2:80 1:3:80 3:1:80 None:4:没有评审" ]
}

@test "a minus turns a tie round, and a number field of the application can break it" {
	round_with_rules < <(one_stage "$sum, ties = { '-need', '-requested' }")
	archive a.zip title=甲 organisation=甲 requested=30000.00
	archive b.zip title=乙 organisation=乙 requested=20000.00
	for a in a b; do in_round $in_march submit $a.zip >/dev/null; done
	pass_all XF-0001 XF-0002
	assign_all XF-0001 XF-0002
	review reviewer-1 XF-0001 10 70
	review reviewer-1 XF-0002 10 70
	run -0 in_round --json show XF-0001
	[[ $output == *30000.00* ]]
	[ "$(places)" = "1:2:80 2:1:80" ]
}

@test "a comparator sees the applications with their reviews, and has the last word" {
	round_with_rules < <(one_stage "$sum, ties = function(a, b)
	  local x, y = a.reviews[1].scores.plan, b.reviews[1].scores.plan
	  return x > y and -1 or x < y and 1 or 0
	end")
	three_of_one_total
	[ "$(places)" = "1:1:80 2:2:80 2:3:80 None:4:没有评审" ]
}

@test "a name in ties that could be two things is refused when the round is made, and so is an unknown one" {
	write_round
	one_stage "$sum, ties = { 'nothing' }" >rules.lua
	run -5 --separate-stderr grant init r.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective
	[[ $stderr == *"“nothing”"* ]]
	one_stage "$sum, ties = { 'requested' }" | sed 's/id = "need"/id = "requested"/' >rules.lua
	run -5 --separate-stderr grant init r.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective
	[[ $stderr == *"“requested”"* ]]
	[ ! -e r.git ]
}

@test "score_all compares reviewers; measures and n/a come as they are" {
	round_with_rules < <(one_stage "score_all = function(apps)
	  local out = {}
	  for _, app in ipairs(apps) do
	    if #app.reviews == 0 then out[app.id] = { reason = '没有评审' }
	    else out[app.id] = { total = (mean(app.reviews, 'need') + (app.measures.votes or 0)) / 3 } end
	  end
	  return out
	end")
	three_of_one_total
	assign_all XF-0004
	in_round $in_april measure XF-0001 votes=100
	[ "$(places)" = "1:1:110/3 2:2:20/3 2:3:20/3 None:4:没有评审" ]
	run -0 in_round $in_april --as reviewer-2 review XF-0002 --score need=n/a --score plan=1
	[ "$(places)" = "1:1:110/3 2:2:20/3 2:3:20/3 None:4:没有评审" ]
}

@test "rules do not see a person's phone, address or name" {
	round_with_rules < <(one_stage "score = function(app) return nil, tostring(app.leader and app.leader.phone) .. tostring(app.contact and app.contact.email) end")
	submit_titles 甲
	pass_all XF-0001
	[ "$(places)" = "None:1:nilnil" ]
}

@test "stock parts, and parts of parts, are copied into the round; without them it still ranks" {
	mkdir rules
	echo 'local sum = require "grant.sum" return function(t) return sum(t) * 2 end' >rules/double.lua
	round_with_rules < <(echo 'local double, allocate = require "double", require "grant.allocate_stop"'
		one_stage "score = function(app, reviews) return { total = double({ 1, #reviews }) } end, allocate = allocate")
	run -0 git -C "$ROUND" ls-tree -r --name-only main round
	for file in rules.lua rules/double.lua rules/grant/sum.lua rules/grant/allocate_stop.lua rules/grant/allocate.lua; do
		[[ $output == *"round/$file"* ]]
	done
	rm -r rules
	submit_titles 甲
	pass_all XF-0001
	[ "$(places)" = "1:1:2" ]
}

two_stages='{"stages": [{"id": "preliminary", "sealed": false}, {"id": "final", "sealed": false}]}'
staged() {
	one_stage "stages = {
	  { id = 'preliminary', $sum, ties = { 'need' }, advance = function(ranking)
	      local out = {} for _, a in ipairs(ranking) do if a.place and a.place <= 2 then out[#out + 1] = a.id end end return out end },
	  { id = 'final', criteria = { { id = 'defence', max = 100 } }, ties = { 'defence' }, score = function(app, reviews)
	      if #reviews == 0 then return nil, '没有答辩' end
	      return { total = app.results.preliminary.total * 0.4 + mean(reviews, 'defence') * 0.6 } end } }"
}

stage_review() { # person, id, stage, scores...
	local person=$1 id=$2 stage=$3 words=()
	shift 3
	for score; do words+=(--score "$score"); done
	in_round $in_april --as "$person" review "$id" --stage "$stage" "${words[@]}" >/dev/null
}

@test "a later stage works on those that advance let through, with the earlier stage's totals" {
	round_with_rules "$two_stages" < <(staged)
	submit_titles 甲 乙 丙
	pass_all XF-0001 XF-0002 XF-0003
	for id in XF-0001 XF-0002 XF-0003; do in_round $in_april assign $id reviewer-1 --stage preliminary >/dev/null; done
	stage_review reviewer-1 XF-0001 preliminary need=10 plan=50
	stage_review reviewer-1 XF-0002 preliminary need=20 plan=70
	stage_review reviewer-1 XF-0003 preliminary need=15 plan=60
	[ "$(places preliminary)" = "1:2:90 2:3:75 3:1:60" ]
	run -4 --separate-stderr in_round rank --stage final
	[[ $stderr == *preliminary* ]]
	in_round $in_april rank --stage preliminary --record
	for id in XF-0002 XF-0003; do in_round $in_april assign $id reviewer-1 --stage final >/dev/null; done
	stage_review reviewer-1 XF-0002 final defence=70
	stage_review reviewer-1 XF-0003 final defence=90
	[ "$(places final)" = "1:3:84 2:2:78" ]
	in_round $in_april rank --stage final --record
	run -0 git -C "$ROUND" ls-tree -r --name-only main decisions
	[[ $output == *decisions/preliminary/ranking.json* && $output == *decisions/final/ranking.json* ]]
}

@test "the line of an earlier stage lies behind the last one that it lets through" {
	round_with_rules "$two_stages" < <(staged)
	submit_titles 甲 乙 丙
	pass_all XF-0001 XF-0002 XF-0003
	for id in XF-0001 XF-0002 XF-0003; do in_round $in_april assign $id reviewer-1 reviewer-2 --stage preliminary >/dev/null; done
	for person in reviewer-1 reviewer-2; do
		stage_review $person XF-0001 preliminary need=10 plan=50
		stage_review $person XF-0002 preliminary need=20 plan=70
		stage_review $person XF-0003 preliminary need=15 plan=60
	done
	run -0 in_round --json rank --stage preliminary --report
	[ "$(json '["data"]["line"]' <<<"$output")" = '{"application": "XF-0003", "above": 2, "expected_rank": 2.0}' ]
	[ "$(json '["data"]["group"]' <<<"$output")" = "[]" ]
	# under other rules fewer go on; the money of a later stage plays no part
	staged >other.lua
	sed -i 's/a.place <= 2/a.place <= 1/' other.lua
	run -0 in_round rank --stage preliminary --rules other.lua --compare
	[[ $output == *"was       behind place 2: 2 go on to the next stage"*"is        behind place 1: 1 go on to the next stage"* ]]
	[[ $output == *"XF-0003  丙: was above the line, is below the line"*"decision: advance → –"* ]]
	run -0 in_round --json rank --stage preliminary --rules other.lua --compare
	[ "$(json '["data"]["line"]' <<<"$output")" = '{"place": 1, "approved": 1}' ]
}

@test "the stages of rules and description must be the same" {
	write_round
	staged >rules.lua
	run -5 --separate-stderr grant init r.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective
	[[ $stderr == *"stages"* ]]
}

@test "the ranking is one hash in twenty processes" {
	round_with_rules < <(one_stage "score = function(app, reviews)
	  local seen, note, total = {}, '', 0
	  for key in pairs(app) do seen[key .. #key] = true end
	  for key in pairs(seen) do note = note .. key end
	  for i, r in ipairs(reviews) do total = total + (r.scores.need or 0) / (i + 2) end
	  return { total = total, note = note, parts = { { 'x', total / 7 } } }
	end, ties = { '-requested' }")
	three_of_one_total
	first=$(in_round --json rank --explain XF-0001 | sha256sum)
	for i in $(seq 20); do [ "$(in_round --json rank --explain XF-0001 | sha256sum)" = "$first" ]; done
}

@test "a rule that stops says on which line, also in a part, and the application" {
	mkdir rules
	printf '\n\nreturn function(t) error("部件坏了") end\n' >rules/broken.lua
	round_with_rules < <(echo 'local broken = require "broken"'; one_stage "score = function(app, reviews) return { total = broken({}) } end")
	submit_titles 甲
	pass_all XF-0001
	run -5 --separate-stderr in_round rank
	[[ $stderr == *XF-0001*broken:3:*部件坏了* ]]
}

@test "rules with a NUL, in another character set or too large are refused" {
	write_round
	init() { run -5 --separate-stderr grant init r.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective; }
	{ one_stage "$sum"; printf '\0 return 1'; } >rules.lua && init
	[[ $stderr == *rules.lua* ]]
	{ one_stage "$sum"; printf -- '-- \xC9\xEA'; } >rules.lua && init
	[[ $stderr == *UTF-8* ]]
	{ one_stage "$sum"; printf -- '--'; head -c 70000 /dev/zero | tr '\0' x; } >rules.lua && init
	[[ $stderr == *"65536 bytes"* ]]
	[ ! -e r.git ]
}
