# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() {
	setup_common
	mkdir -p d/cases/half d/cases/plain
	echo 'return function(x) if x == "stop" then error("说停就停") end return x / 2, nil, { sum = x, left = x - 1 } end' >d/half.lua
	cat >d/plain.lua <<-'END'
	return {
	  api = 1,
	  criteria = { { id = "need", max = 100 } },
	  measures = { { id = "votes", min = 0 } },
	  eligible = function(app) if app.requested > 50000 then return { { code = "over", message = "超额" } } end return {} end,
	  score = function(app, reviews)
	    if #reviews == 0 then return nil, "没有评审" end
	    local sum = 0
	    for _, r in ipairs(reviews) do sum = sum + r.scores.need end
	    return { total = sum / #reviews + (app.measures.votes or 0), parts = { { "份数", #reviews } } }
	  end,
	  ties = { "need", "-requested" },
	  allocate = require "grant.allocate_skip",
	}
	END
	cat >d/cases/plain/ranking.json <<-'END'
	{ "round": { "budget": "60000.00", "places": 1 },
	  "applications": [
	    { "id": "乙", "requested": "20000.00", "reviews": [ { "person": "a", "scores": { "need": 88 } }, { "person": "b", "scores": { "need": 89 } }, { "person": "c", "scores": { "need": 88 } } ] },
	    { "id": "甲", "requested": "50000.00", "measures": { "votes": 5 }, "reviews": [ { "person": "a", "scores": { "need": "90.5" } } ] },
	    { "id": "丙", "requested": "60000.00" } ],
	  "gives": {
	    "results": [
	      { "application": "甲", "place": 1, "total": "95.5", "reviews": 1, "tied": false, "parts": [ { "label": "份数", "value": 1 } ] },
	      { "application": "乙", "place": 2, "total": "88.3", "exact": "265/3" },
	      { "application": "丙", "place": null, "total": null, "reason": "没有评审" } ],
	    "eligible": { "甲": [], "丙": [ { "code": "over" } ] },
	    "allocate": [ { "id": "甲", "verdict": "approve", "amount": "50000.00" }, { "id": "乙", "verdict": "reserve" }, { "id": "丙", "verdict": "reject" } ] } }
	END
	case_of half one '{"call": [5], "gives": ["5/2", null, {"sum": 5, "left": 4}]}'
}

case_of() { # file, name, JSON
	echo "$3" >"d/cases/$1/$2.json"
}

@test "cases of a part and of rules pass, without a repository" {
	case_of half stop '{"call": ["stop"], "fails": "说停就停"}'
	run -0 --separate-stderr grant rules test d
	[ "$output" = "files: 2; cases: 3; failed: 0" ]
	[ -z "$stderr" ]
}

@test "each case that fails is one line: which, where, what was expected, what came" {
	case_of half wrong '{"call": [5], "gives": ["2.4", null, {"sum": 5, "left": 4}]}'
	case_of half less '{"call": [5], "gives": ["5/2", null, {"sum": 5}]}'
	case_of half not '{"call": [5], "fails": "说停就停"}'
	sed -i 's/"88.3"/"88.4"/' d/cases/plain/ranking.json
	run -1 --separate-stderr grant rules test d
	[ "${lines[0]}" = 'd/cases/half/less.json:1: gives.2.left: expected null, came 4' ]
	[ "${lines[1]}" = 'd/cases/half/not.json:1: fails: expected "说停就停", came null' ]
	[ "${lines[2]}" = 'd/cases/half/wrong.json:1: gives.0: expected "2.4", came 5/2' ]
	[ "${lines[3]}" = 'd/cases/plain/ranking.json:1: gives.results.1.total: expected "88.4", came 88.3' ]
	[ "${lines[4]}" = "files: 2; cases: 5; failed: 4" ]
}

@test "a file may hold a list of cases; each is counted, and told by its line" {
	printf '[{"call": [5], "gives": ["5/2", null, {"sum": 5, "left": 4}]},\n {"call": [4], "gives": [3, null, {"sum": 4, "left": 3}]},\n {"call": [4], "gives": [4, null, {"sum": 4, "left": 3}]}]\n' >d/cases/half/list.json
	run -1 --separate-stderr grant rules test d
	[ "${lines[0]}" = 'd/cases/half/list.json:2: gives.0: expected 3, came 2' ]
	[ "${lines[1]}" = 'd/cases/half/list.json:3: gives.0: expected 4, came 2' ]
	[ "${lines[2]}" = "files: 2; cases: 5; failed: 2" ]
}

@test "a file without cases is said; cases of a file that is not there and unreadable ones are errors" {
	rm d/cases/half/one.json
	run -0 --separate-stderr grant rules test d
	[[ $stderr == *"d/half.lua"*"rules.no-cases"* ]]
	mkdir d/cases/halff
	case_of plain typo '{"applications": [{"id": "甲", "reviews": [{"person": "a", "scores": {"ned": 1}}], "vots": 1}],
	"givs": {}}'
	case_of plain number '{"applications": [{"id": "甲", "reviews": [{"person": "a", "scores": {"need": "viel"}}], "results": {"first": {"total": "x"}}}],
	"gives": {"results": []}}'
	case_of plain json '{"applications": [}'
	run -5 --separate-stderr grant rules test d
	[[ $stderr == *"d/cases/halff"*"halff.lua"*"rules.cases-of-nothing"* ]]
	[[ $stderr == *"d/cases/plain/typo.json, line 1"*"“ned”"* ]]
	[[ $stderr == *"typo.json, line 2"*"“givs”"*"“vots”"* ]]
	[[ $stderr == *"d/cases/plain/json.json, line 1"* ]]
	[ "$(grep -c "number.json.*here a number must stand" <<<"$stderr")" = 2 ]
	[ "$output" = "files: 2; cases: 1; failed: 0" ]
}

@test "rules that cannot be loaded are told with their line, and the others are run" {
	printf 'local x = 1\nreturn function() return x ^ 2 end\n' >d/half.lua
	run -5 --separate-stderr grant rules test d
	[[ $stderr == *"half.lua, line 2"*"rules.refused"* ]]
	[ "$output" = "files: 1; cases: 1; failed: 0" ]
}

@test "a folder that is not there, or has no rules, is not found" {
	mkdir empty
	run -3 --separate-stderr grant rules test empty
	run -3 --separate-stderr grant rules test nowhere
	run -2 --separate-stderr grant rules test
	run -2 --separate-stderr grant rules test d --states 1
}

@test "as JSON: how many, each file, each failure" {
	case_of half wrong '{"call": [5], "gives": ["2.4", null, {"sum": 5, "left": 4}]}'
	run -1 --separate-stderr grant --json rules test d/
	[ -z "$stderr" ]
	echo "$output" | python3 -c '
import json, sys
doc = json.load(sys.stdin)
assert doc["kind"] == "cases"
data = doc["data"]
assert (data["cases"], data["failed"]) == (3, 1), data
assert data["files"] == [{"file": "d/half.lua", "kind": "part", "cases": 2, "failed": 1}, {"file": "d/plain.lua", "kind": "rules", "cases": 1, "failed": 0}]
assert data["failures"] == [{"file": "d/cases/half/wrong.json", "line": 1, "at": "gives.0", "expected": "\"2.4\"", "came": "5/2"}], data["failures"]
assert data["findings"] == []'
}

@test "score_all gets the applications in order of id, whatever shard they lie in, and reviews in order of person" {
	rm -r d
	mkdir -p d/cases/all
	cat >d/all.lua <<-'END'
	return { api = 1, criteria = { { id = "need", max = 100 } }, score_all = function(apps)
	  local out, seen = {}, ""
	  for i, app in ipairs(apps) do
	    for _, review in ipairs(app.reviews) do seen = seen .. review.person .. "," end
	    out[app.id] = { total = i, note = seen }
	  end
	  return out
	end }
	END
	case_of all order '{"applications": [{"id": "XF-0101"}, {"id": "XF-10000"}, {"id": "XF-0002", "reviews": [{"person": "b", "scores": {}}, {"person": "a-b", "scores": {}}, {"person": "a", "scores": {}}]}],
	"gives": {"results": [{"application": "XF-10000", "total": 3, "note": "a,a-b,b,"}, {"application": "XF-0101", "total": 2}, {"application": "XF-0002", "total": 1}]}}'
	run -0 --separate-stderr grant rules test d
}

@test "a list where an object must stand, and the reverse, is told with its line and ends nothing" {
	mkdir -p m/cases/a
	cp "$srcdir/examples/rules/nih.lua" m/a.lua
	for case in '{"gives":[1]}' '{"call":[1],"gives":[1]}' '{"applications":[[1]],"gives":{"results":[]}}' \
		'{"round":[1],"applications":[{"id":"a"}],"gives":{"results":[]}}' \
		'{"applications":[{"id":"a"}],"gives":[{"application":"a","place":1}]}' \
		'{"applications":[{"id":"a","measures":[1]}],"gives":{"results":[]}}' \
		'{"applications":[{"id":"a","results":[1]}],"gives":{"results":[]}}' \
		'{"applications":[{"id":"a","reviews":{"person":"j"}}],"gives":{"results":[]}}' \
		'{"applications":[{"id":"a","reviews":[{"person":"j","scores":[1]}]}],"gives":{"results":[]}}'; do
		echo "$case" >m/cases/a/x.json
		run -5 --separate-stderr grant rules test m
		[[ $stderr == *"x.json, line 1"* ]]
	done
}

@test "totals that are fractions of many figures, as standard scores are, reach allocate; numbers beyond a thousand billion do not" {
	mkdir -p s/cases/s
	cat >s/s.lua <<-'END'
	return { api = 1, criteria = { { id = "need", max = 100 } },
	  score = function(app, reviews) return { total = (reviews[1].scores.need + 1 / 3 / 375000000000 / 100000000) * 1 } end,
	  allocate = function(ranking) return { { id = ranking[1].id, verdict = "approve", amount = (ranking[1].total * 3):floor() } } end }
	END
	echo '{"applications": [{"id": "A", "requested": "100.00", "reviews": [{"person": "p", "scores": {"need": 89}}]}],
	"gives": {"results": [{"total": "89", "exact": "10012500000000000000001/112500000000000000000"}], "allocate": [{"amount": "267"}]}}' >s/cases/s/a.json
	run -0 --separate-stderr grant rules test s
	sed -i 's| \* 1 }| * 1000000000000 * 1000000 }|' s/s.lua
	run -1 --separate-stderr grant rules test s
	[[ $output == *"beyond what rules are given"* ]]
}
