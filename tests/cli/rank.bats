# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

ranked_round() { # budget
	new_round "$1"
	submit_titles 甲 乙 丙 丁
	pass_all XF-0001 XF-0002 XF-0003 XF-0004
	assign_all XF-0001 XF-0002 XF-0003
	review reviewer-1 XF-0001 18 70
	review reviewer-2 XF-0001 17 70
	review reviewer-3 XF-0001 18 72
	review reviewer-1 XF-0002 20 79.5
	review reviewer-1 XF-0003 18 70
	review reviewer-2 XF-0003 17 70
	review reviewer-3 XF-0003 18 72
}

@test "totals are exact fractions, ties share a place, what has no total stands last with the reason" {
	ranked_round
	run -0 in_round --json rank
	python3 - "$output" <<-'END'
	import json, sys
	results = json.loads(sys.argv[1])["data"]["results"]
	rows = [(r["place"], r["application"], r["total"], r["exact"], r["tied"], r["reviews"]) for r in results]
	assert rows == [(1, "XF-0002", "99.50", "199/2", False, 1), (2, "XF-0001", "88.33", "265/3", True, 3),
	                (2, "XF-0003", "88.33", "265/3", True, 3), (None, "XF-0004", None, None, False, 0)], rows
	assert results[3]["reason"] == "没有评审"
	END
}

@test "the explanation of a total names each review and each step" {
	ranked_round
	run -0 in_round rank --explain XF-0001
	for word in reviewer-1 reviewer-2 reviewer-3 88 87 90 88.33; do [[ $output == *"$word"* ]]; done
	run -0 in_round --json rank --explain XF-0001
	[ "$(json '["data"]["results"][1]["steps"].__len__() > 3' <<<"$output")" = True ]
	run -3 --separate-stderr in_round rank --explain XF-0099
}

@test "show and the explanation have the criteria in the order of the rules, with their titles" {
	write_round
	write_rules
	sed -i '/id = "need", title/{h;d};/id = "plan", title/{G}' rules.lua
	write_rules() { :; }
	new_round
	submit_titles 甲
	pass_all XF-0001
	assign_all XF-0001
	review reviewer-1 XF-0001 18 70
	run -0 in_round rank --explain XF-0001
	[[ $output == *"Plan (plan) 70, Need (need) 18"* ]]
	run -0 in_round show XF-0001
	[[ $output == *"Plan  70"*"Need  18"* ]]
}

@test "ties are broken by the plain mean of a criterion" {
	new_round
	submit_titles 甲 乙
	pass_all XF-0001 XF-0002
	assign_all XF-0001 XF-0002
	review reviewer-1 XF-0001 10 70
	review reviewer-1 XF-0002 20 60
	run -0 in_round --json rank
	[ "$(json '["data"]["results"][0]["application"]' <<<"$output")" = XF-0002 ]
	[ "$(json '["data"]["results"][1]["place"]' <<<"$output")" = 2 ]
}

@test "a recorded ranking is the same bytes when it is computed again" {
	ranked_round
	in_round $in_april rank --record
	run -0 git -C "$ROUND" show main:decisions/review/ranking.json
	first=$(python3 -c 'import json,sys; print(json.load(sys.stdin)["results"])' <<<"$output")
	in_round $in_may rank --record
	run -0 git -C "$ROUND" show main:decisions/review/ranking.json
	[ "$(python3 -c 'import json,sys; print(json.load(sys.stdin)["results"])' <<<"$output")" = "$first" ]
	[[ $output == *'"exact": "265/3"'* ]]
}

@test "a tie across the line of the money stops the decision and names the group" {
	ranked_round 80000.00
	before=$(commits)
	run -1 --separate-stderr in_round $in_april decide --from-rank
	[[ $stderr == *XF-0001* && $stderr == *XF-0003* ]]
	[ "$(commits)" = "$before" ]
}

@test "a person settles a tie with a reason, and the settlement is on record" {
	ranked_round 80000.00
	run -2 --separate-stderr in_round $in_april decide --from-rank --settle XF-0003 --settle XF-0001
	run -0 in_round $in_april decide --from-rank --settle XF-0003 --settle XF-0001 --reason "主任会议表决"
	run -0 in_round --json list --state approved
	[ "$(json '["data"]["applications"][1]["id"]' <<<"$output")" = XF-0003 ]
	run -0 git -C "$ROUND" show main:decisions/review/settlement.json
	[[ $output == *主任会议表决* ]]
	run -0 in_round show XF-0001
	[[ $output == *"Settlement of ties"*"XF-0003, XF-0001"*主任会议表决* ]]
	run -0 in_round rank
	[[ $output == *"The tie was settled by officer: XF-0003, XF-0001 (主任会议表决)"* ]]
}

@test "two groups across the line are named together and settled in one command" {
	new_round 70000.00
	for i in 1 2 3 4; do
		archive "p$i.zip" title="项目$i" organisation="机构$i" requested="$((i < 3 ? 50000 : 20000)).00"
		in_round $in_march submit "p$i.zip" >/dev/null
		pass_all "XF-000$i"
		in_round $in_april assign "XF-000$i" reviewer-1 >/dev/null
		review reviewer-1 "XF-000$i" 18 $((i < 3 ? 70 : 60))
	done
	run -1 --separate-stderr in_round $in_april decide --from-rank
	[[ $stderr == *'--settle XF-0001 --settle XF-0002 --settle XF-0003 --settle XF-0004'* ]]
	run -1 --separate-stderr in_round $in_april decide --from-rank --settle XF-0002 --settle XF-0001 --reason 合议
	[[ $stderr == *XF-0003* && $stderr != *'line: XF-0001'* ]]
	run -5 in_round $in_april decide --from-rank --settle XF-0002 --settle XF-0003 --reason 合议
	run -0 in_round $in_april decide --from-rank --settle XF-0002 --settle XF-0001 --settle XF-0004 --settle XF-0003 --reason 合议
	run -0 in_round --json list --state approved
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0002 ]
	[ "$(json '["data"]["applications"][1]["id"]' <<<"$output")" = XF-0004 ]
	run -0 git -C "$ROUND" show main:decisions/review/settlement.json
	[ "$(json '["groups"].__len__()' <<<"$output")" = 2 ]
}

@test "decisions by the ranking stay within the budget and are one commit" {
	ranked_round 120000.00
	before=$(commits)
	run -0 in_round $in_april --json decide --from-rank
	[ "$(commits)" = $((before + 1)) ]
	[ "$(json '["data"]["decided"]' <<<"$output")" = 120000.00 ]
	run -0 in_round --json list --state rejected
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0004 ]
}

@test "one decision after the other cannot go over the budget, the request or the cap" {
	ranked_round 50000.00
	run -5 --separate-stderr in_round $in_april decide XF-0002 --approve 40000.01
	run -0 in_round $in_april decide XF-0002 --approve 40000
	run -4 --separate-stderr in_round $in_april decide XF-0001 --approve 10000.01
	run -0 in_round $in_april decide XF-0001 --approve 10000
	run -5 --separate-stderr in_round $in_april decide XF-0003 --reject ""
	run -0 in_round $in_april decide XF-0003 --reserve
}

@test "an index that was tampered with does not let more be decided than the budget" {
	ranked_round 50000.00
	in_round $in_april decide XF-0001 --approve 40000
	sqlite3 "$ROUND/grant/index.sqlite" 'UPDATE decision SET amount = 100'
	before=$(commits)
	run -4 --separate-stderr in_round $in_april decide XF-0002 --approve 20000
	[[ $stderr == *10000.00* ]]
	sqlite3 "$ROUND/grant/index.sqlite" 'DELETE FROM decision'
	run -4 --separate-stderr in_round $in_april decide XF-0002 --approve 20000
	[ "$(commits)" = "$before" ]
	# what it has itself is not counted against it
	run -0 in_round $in_april decide XF-0001 --approve 39000
}

@test "what was decided by hand stays when the rest is decided by the ranking" {
	ranked_round 120000.00
	in_round $in_april decide XF-0002 --reject "重复资助"
	run -0 in_round $in_april decide --from-rank
	run -0 in_round --json list
	[ "$(json '["data"]["applications"][1]["state"]' <<<"$output")" = rejected ]
	[ "$(json '["data"]["applications"][0]["state"]' <<<"$output")" = approved ]
}

@test "what was approved by hand has taken its part of the budget when the rest is decided" {
	ranked_round 90000.00
	in_round $in_april decide XF-0003 --approve 40000
	run -0 in_round $in_april --json decide --from-rank
	[ "$(json '["data"]["decided"]' <<<"$output")" = 80000.00 ]
	run -0 in_round --json list --state approved
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0002 ]
	run -0 in_round --json list --state reserve
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0001 ]
}

@test "what was approved by hand has taken its part of the category's quota" {
	eval "$(declare -f write_round | sed '1s/write_round/plain_round/')"
	write_round() { plain_round "$@"; sed -i '0,/"quota": null/s//"quota": 2/' round.json; }
	ranked_round 500000.00
	in_round $in_april decide XF-0001 --approve 10000
	run -0 in_round $in_april decide --from-rank
	run -0 in_round --json list --state approved
	[ "$(json '["data"]["applications"][1]["id"]' <<<"$output")" = XF-0002 ]
	run -0 in_round --json list --state reserve
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0003 ]
}

@test "a rule that runs for ever is stopped, and says where" {
	write_round
	write_rules
	sed -i 's/    if #reviews == 0.*/    while true do pcall(function() while true do end end) end/' rules.lua
	grant init r.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective
	export ROUND=$PWD/r.git
	submit_titles 甲
	pass_all XF-0001
	run -5 --separate-stderr timeout 20 "$GRANT" -C r.git rank
	[[ $stderr == *XF-0001* ]]
}

@test "status says rank and decide also where fewer reviewers are assigned than the round wishes for" {
	new_round
	submit_titles 甲 乙
	pass_all XF-0001 XF-0002
	in_round $in_april assign XF-0001 reviewer-1 reviewer-2
	review reviewer-1 XF-0001 18 70
	review reviewer-2 XF-0001 18 70
	run -0 in_round $in_april status
	[[ $output == *"has 2 of 3 reviewers"* && $output != *"rank and decide"* ]] # the other has nobody yet
	in_round $in_april assign XF-0002 reviewer-1
	review reviewer-1 XF-0002 18 70
	run -0 in_round $in_april status
	[[ $output == *"has 2 of 3 reviewers"*"all reviews are in; rank and decide"* ]]
}

@test "the exported ranking prints totals as rank does" {
	new_round
	submit_titles 甲 乙
	pass_all XF-0001 XF-0002
	assign_all XF-0001 XF-0002
	for id in XF-0001 XF-0002; do
		review reviewer-1 $id 18 70
		review reviewer-2 $id 18 70.5
		review reviewer-3 $id 18 71
	done
	in_round $in_april rank --record >/dev/null
	in_round --csv rank | cut -d, -f 1-3 >shown
	in_round export ranking | sed 's/^\xEF\xBB\xBF//' | tr -d '\r' | cut -d, -f 1,2,4 >exported
	cmp shown exported
	grep -q 88.50 exported
}

@test "status tells the officer to rank and decide when no review is waited for" {
	new_round
	submit_titles 甲
	pass_all XF-0001
	assign_all XF-0001
	review reviewer-1 XF-0001 18 70
	review reviewer-2 XF-0001 18 70
	run -0 in_round $in_april status
	[[ $output != *"rank and decide"* ]]
	review reviewer-3 XF-0001 18 70
	run -0 in_round $in_april status
	[[ $output == *"all reviews are in; rank and decide"* ]]
	in_round $in_april decide --from-rank >/dev/null
	run -0 in_round $in_april status
	[[ $output != *"rank and decide"* ]]
}
