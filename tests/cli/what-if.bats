# SPDX-License-Identifier: Apache-2.0
# What if: the same records under other rules, or without somebody's reviews. On the example round of 2018.
load ../lib/helpers.bash
example=$srcdir/examples/rounds/xingfuhui-2018

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	"$example/run" "$GRANT" example >/dev/null 2>&1
}

setup() {
	setup_common
	ROUND=$BATS_FILE_TMPDIR/example/xingfuhui-2018.git
	export ROUND
	cp "$example/rules.lua" other.lua
}

other_rules() { sed -i "$1" other.lua; }

results() { # python: r is the result of each application by id
	python3 -c 'import json, sys
data = json.load(sys.stdin)["data"]
r = {one["application"]: one for one in data["results"]}
findings = {f["id"]: f["message"] for f in data["findings"]}
why = lambda id, what: [w for w in r[id]["why"] if w["what"] == what]
'"$1"
}

@test "under the round's own rules nothing is different" {
	run -0 --separate-stderr in_round rank --rules other.lua --compare
	[[ $output == *"Nothing is different."* ]]
	[[ $output == *"Nobody changes side of the line of the money."* ]]
	in_round --json rank --rules other.lua --compare | results '
assert not any(one["why"] or one["crosses"] or one["moved"] for one in r.values())
assert data["line"] == data["line_before"] == {"place": 8, "approved": 8, "amount": "319000.00"}, data["line"]
assert not findings'
}

@test "other rules rank the same records; their digest is not that of the round" {
	other_rules 's/grant.trimmed/grant.mean/'
	in_round --json rank --rules other.lua | results '
assert r["XF-0001"]["exact"] == "453/5" and "rules" not in data
assert data["what_if"] == {"rules": "other.lua", "without": []}
assert "before" not in r["XF-0001"]'
	run -0 in_round --json rank
	[ "$(json '["data"]["results"][0]["exact"]' <<<"$output")" = 181/2 ]
}

@test "a total that other rules make of the same reviews says so, and the note tells how" {
	other_rules 's/grant.trimmed/grant.mean/; s/去掉一个最高分和一个最低分后的平均分/全部评审的平均分/'
	in_round --json rank --rules other.lua --compare | results '
one = r["XF-0001"]
assert (one["before"]["total"], one["total"], one["before"]["exact"]) == ("90.50", "90.60", "181/2")
assert why("XF-0001", "note") == [{"what": "note", "before": "去掉一个最高分和一个最低分后的平均分", "now": "全部评审的平均分"}]'
	run -0 in_round rank --rules other.lua --compare
	[[ $output == *"how it is reckoned: 去掉一个最高分和一个最低分后的平均分 → 全部评审的平均分"* ]]
}

@test "the part of the total that differs is named with both numbers" {
	other_rules 's/parts\[#parts + 1\] = { label(review, sum, dropped), sum }/parts[#parts + 1] = { review.person, sum * 2 }/'
	in_round --json rank --rules other.lua --compare | results '
assert {"what": "part", "label": "li-yan", "before": "89", "now": "178"} in why("XF-0001", "part")
assert {"what": "part", "label": "wang-fang（最高分，去掉）", "before": "93"} in why("XF-0001", "part")
assert why("XF-0001", "place") == []'
}

@test "without a reviewer: whose review is missing, who moves, by which tie rule, who changes side of the line" {
	in_round --json rank --without li-yan --compare | results '
assert why("XF-0013", "review") == [{"what": "review", "person": "li-yan"}]
assert r["XF-0013"]["moved"] == 1 and r["XF-0003"]["moved"] == -1
(place,) = why("XF-0013", "place")
assert place == {"what": "place", "application": "XF-0003", "before": "ahead", "now": "behind", "by_before": "total",
                 "by": "tie", "tie": "need", "own": "17", "other": "16.25"}, place
assert {id for id, one in r.items() if one["crosses"]} == {"XF-0004", "XF-0011"}
assert (r["XF-0004"]["before"]["side"], r["XF-0004"]["side"]) == ("tied", "above")
assert (r["XF-0011"]["before"]["side"], r["XF-0011"]["side"]) == ("tied", "below")
assert all(one["reviews"] + 1 == one["before"]["reviews"] for one in r.values())
assert data["what_if"] == {"without": ["li-yan"]}'
	run -0 in_round rank --without li-yan --compare
	[[ $output == *"XF-0004  寻找最美家庭故事汇: was tied at the line, is above the line"* ]]
	[[ $output == *"XF-0003 now stands behind by the tie rule “need”: 17 against 16.25"* ]]
}

@test "another tie rule alone moves those whose totals are equal, and is named" {
	other_rules 's/ties = { "need", "-requested" }/ties = function(a, b) return a.id > b.id and -1 or 1 end/'
	in_round --json rank --rules other.lua --compare | results '
assert all(one["total"] == one["before"]["total"] for one in r.values())
assert {id: one["moved"] for id, one in r.items() if one["moved"]} == {"XF-0004": -1}
for id, now, other in (("XF-0004", "ahead", "XF-0011"), ("XF-0011", "behind", "XF-0004")):
    assert why(id, "place") == [{"what": "place", "application": other, "before": "same", "now": now,
                                 "by_before": "nothing", "by": "ties"}], r[id]["why"]
assert (r["XF-0011"]["side"], r["XF-0004"]["side"]) == ("above", "below")'
	# and a rule less: who was parted by it shares a place now
	cp "$example/rules.lua" other.lua
	other_rules 's/ties = { "need", "-requested" }/ties = {}/'
	in_round --json rank --without li-yan --rules other.lua --compare | results '
(place,) = why("XF-0013", "place")
assert (place["by_before"], place["now"], place["by"]) == ("total", "same", "nothing"), place'
}

@test "several reviewers are left out together; the ones without enough reviews say why they have no place" {
	in_round --json rank --without li-yan --without sun-ning --without wang-fang --compare | results '
assert r["XF-0005"]["place"] is None and why("XF-0005", "reason")[0]["now"] == r["XF-0005"]["reason"]
assert not why("XF-0005", "place")
assert {w["person"] for w in why("XF-0001", "review")} == {"li-yan", "sun-ning", "wang-fang"}'
	run -0 in_round rank --without li-yan --explain XF-0001
	[[ $output == *"li-yan"*"(left out)"* ]]
}

@test "the report and the comparison name the same who change side when a reviewer is left out" {
	in_round --json rank --report | python3 -c '
import json, sys
for one in json.load(sys.stdin)["data"]["without"]:
    print(one["person"], *sorted(one["up"] + one["tied"] + one["down"]))' >report
	for person in $(in_round --csv person list | awk -F, "/reviewer/ { print \$1 }"); do
		in_round --json rank --without "$person" --compare | P=$person results '
import os
crossing = sorted(id for id, one in r.items() if one["crosses"])
crossing and print(os.environ["P"], *crossing)'
	done | sort >comparison
	grep -q "^li-yan XF-0004 XF-0011$" report
	diff report comparison
	run -0 in_round rank --report
	[[ $output == *"7 are above it."*"2 are tied at it"* && $output == *"XF-0011 "*" tied "* ]]
}

@test "an allocation that gives less is told with both amounts, and the line moves" {
	other_rules 's/allocate = allocate/allocate = function(ranking, round)\n    local list = {}\n    for i, app in ipairs(ranking) do\n      list[i] = { id = app.id, verdict = i <= 3 and "approve" or "reserve", amount = 20000, reason = "前三名" }\n    end\n    return list\n  end/'
	in_round --json rank --rules other.lua --compare | results '
assert data["line"] == {"place": 3, "approved": 3, "amount": "60000.00"}
(one,) = why("XF-0001", "allocation")
assert one["before"]["amount"] == "48000.00" and one["now"] == {"verdict": "approve", "amount": "20000.00", "reason": "前三名"}
assert r["XF-0008"]["crosses"] and r["XF-0008"]["side"] == "below" and not r["XF-0001"]["crosses"]'
}

@test "what the other rules ask for and nobody scored, and what was scored and they do not know, are findings" {
	other_rules 's/id = "team"/id = "crew"/; s/id = "women", title = { zh = "妇女儿童参与", en = "Women and children" }, max = 20/id = "women", title = { zh = "妇女儿童参与" }, max = 10/'
	in_round --json rank --rules other.lua --compare | results '
assert set(findings) == {"rank.unscored", "rank.score-unknown", "rank.score-outside"}, findings
assert "crew" in findings["rank.unscored"] and "54" in findings["rank.score-unknown"] and "0..10" in findings["rank.score-outside"]'
	run -0 --separate-stderr in_round rank --rules other.lua
	[[ $stderr == *"[rank.unscored]"* && $output == *XF-0001* ]]
}

@test "rules without allocate have no line; an allocation over the budget is told" {
	other_rules '/allocate = allocate,/d'
	in_round --json rank --rules other.lua --compare | results '
assert set(findings) == {"rank.no-line"} and "line" not in data and data["line_before"]["place"] == 8
assert not any(one["crosses"] for one in r.values())'
	run -0 --separate-stderr in_round rank --rules other.lua --compare
	[[ $output == *"was       behind place 8"* && $output != *"changes side"* && $stderr == *"rank.no-line"* ]]
	cp "$example/rules.lua" other.lua
	other_rules 's/allocate = allocate/allocate = function(ranking)\n    local list = {}\n    for i, app in ipairs(ranking) do list[i] = { id = app.id, verdict = "approve", amount = app.requested } end\n    return list\n  end/'
	in_round --json rank --rules other.lua --compare | results 'assert "420000.00" in findings["rank.over-budget"], findings'
	cp "$example/rules.lua" other.lua
	other_rules 's/allocate = allocate/allocate = function() error("no money") end/'
	in_round --json rank --rules other.lua --compare | results 'assert "no money" in findings["rank.allocate"], findings'
}

@test "modules come from beside the file, then from the round, then from the stock" {
	mkdir -p elsewhere/rules/grant
	cp other.lua elsewhere/other.lua
	printf -- '-- the first alone\nreturn function(scores) return scores[1] end\n' >elsewhere/rules/grant/trimmed.lua
	in_round --json rank --rules elsewhere/other.lua | results 'assert r["XF-0001"]["exact"] == "89"'
	sed -i 's/grant.trimmed/grant.no_such_part/' other.lua
	run -5 --separate-stderr in_round rank --rules other.lua
	[[ $stderr == *"rules.module"* ]]
}

@test "nothing is written, and --record is refused" {
	before=$(cd "$ROUND" && find . -name index.sqlite\* -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
	in_round rank --rules other.lua --without li-yan --compare >/dev/null
	[ "$(cd "$ROUND" && find . -name index.sqlite\* -prune -o -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)" = "$before" ]
	for what in "--rules other.lua" "--without li-yan" "--rules other.lua --compare"; do
		run -2 --separate-stderr in_round rank $what --record
		[[ $stderr == *"never write anything"* ]]
	done
	run -2 in_round rank --compare
}

@test "a person, a file, rules of other stages that are not there are refused by name" {
	run -3 --separate-stderr in_round rank --without nobody
	[[ $stderr == *nobody* ]]
	run -3 --separate-stderr in_round rank --without ../people
	run -3 --separate-stderr in_round rank --rules none.lua
	in_round --json rank --without chen --compare | results 'assert "chen" in findings["rank.nobody-left-out"]'
	cat >stages.lua <<-'END'
	return { api = 1, criteria = { { id = "need", max = 20 } },
	  stages = { { id = "one", score = function() return { total = 1 } end } } }
	END
	run -5 --separate-stderr in_round rank --rules stages.lua
	[[ $stderr == *"stages of the rules are not those"* ]]
}

@test "as a spreadsheet and in Chinese" {
	run -0 --separate-stderr in_round --csv rank --without li-yan --compare
	[[ ${lines[0]} == place,before.place,application,total,before.total,* ]]
	[[ ${lines[8]} == 8,8,XF-0004,82.00,82.17,30000.00,30000.00,above,寻找最美家庭故事汇,tied,* ]]
	run -0 --separate-stderr in_chinese rank --without li-yan --compare
	[[ $output == *"资金线"* && $output != *" line"* ]]
}
