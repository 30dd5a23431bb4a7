# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

# Rules for grades from 1 to 6 whose mean ranks, and that approve so many.
grade_rules() { # approvals [criteria]
	local criteria='{ id = "grade", title = { en = "Grade" }, min = 1, max = 6 }'
	cat >rules.lua <<-END
	local mean = require "grant.mean"
	return {
	  api = 1, title = { en = "Panel" },
	  criteria = { ${2:-$criteria} },
	  score = function(app, reviews)
	    if #reviews == 0 then return nil, "no review" end
	    local totals = {}
	    for i, review in ipairs(reviews) do
	      local sum = 0
	      for _, score in pairs(review.scores) do sum = sum + score end
	      totals[i] = sum
	    end
	    return { total = mean(totals) }
	  end,
	  ties = {},
	  allocate = function(ranking)
	    local list = {}
	    for i, app in ipairs(ranking) do
	      if i <= $1 then
	        list[i] = { id = app.id, verdict = "approve", amount = app.requested, reason = "above the line" }
	      else
	        list[i] = { id = app.id, verdict = "reject", reason = "below the line" }
	      end
	    end
	    return list
	  end,
	}
	END
	write_rules() { :; }
}

# A round of applications, each with what the reviewers gave it: words such as "6,5,-,2"; "-" is none. The first word is the category.
panel_round() { # "category grades"...
	local i row grades person reviewers=0
	new_round
	i=0
	for row; do
		i=$((i + 1))
		archive "$i.zip" title="项目 $i <&>" organisation="机构$i" category="${row%% *}" requested=20000.00
		grades=${row#* }
		IFS=, read -ra grades <<<"$grades"
		[ ${#grades[@]} -le $reviewers ] || reviewers=${#grades[@]}
	done
	for ((person = 4; person <= reviewers; person++)); do
		in_round --at=2018-02-21T09:00:00+08:00 person add "reviewer-$person" --name "评委$person" --role reviewer >/dev/null
	done
	in_round $in_march submit $(seq -f %g.zip $i) >/dev/null
	for ((person = 1; person <= reviewers; person++)); do echo "application,grade,comment" >"$person.csv"; done
	i=0
	for row; do
		i=$((i + 1))
		local id people=()
		id=$(printf XF-%04d $i)
		IFS=, read -ra grades <<<"${row#* }"
		in_round $in_april screen "$id" --pass >/dev/null
		for person in "${!grades[@]}"; do
			[ "${grades[person]}" != - ] || continue
			people+=("reviewer-$((person + 1))")
			echo "$id,${grades[person]}," >>"$((person + 1)).csv"
		done
		in_round $in_april assign "$id" "${people[@]}" >/dev/null
	done
	for ((person = 1; person <= reviewers; person++)); do
		[ "$(wc -l <"$person.csv")" -lt 2 ] || in_round $in_april --as "reviewer-$person" review --import "$person.csv" >/dev/null
	done
}

# Panel 1 of the example in the R package ERforResearch (MIT licence), 6 best.
example() {
	panel_round "professional 6,6,6,5,2" "professional 6,6,5,5,1" "professional 6,5,6,4,2" "professional 6,4,5,6,2" \
		"professional 6,5,5,4,2" "professional 6,4,6,3,2" "professional 6,5,4,3,2" "professional 6,2,5,5,2" \
		"professional 6,4,3,4,2" "professional 6,3,5,2,2" "professional 5,4,3,3,2" "professional 5,3,4,2,2" \
		"professional 5,2,3,3,1" "professional 5,4,3,1,1" "professional 5,2,2,3,1"
}

@test "a published panel has the published expected ranks, agreement and group, in JSON, CSV, words and charts" {
	grade_rules 5
	example
	run -0 --separate-stderr in_round --json rank --report
	python3 - "$output" <<-'END'
	import json, sys
	data = json.loads(sys.argv[1])["data"]
	published = [2.44, 4.06, 4.09, 4.12, 5.08, 6.19, 7.34, 7.26, 8.43, 9.42, 10.4, 11.4, 13.0, 13.0, 13.7]
	for result, rank in zip(data["results"], published):
	    assert abs(result["expected_rank"] - rank) < 0.1, result
	    (a, b), (c, d) = result["rank_90"], result["rank_50"]
	    assert a <= c <= d <= b, result
	    assert abs(result["sucra"] - (15 - result["expected_rank"]) / 14) < 0.001
	assert data["results"][0]["grades"]["reviewer-4"] == "5"
	assert (data["icc1"], data["icc3"]) == (0.0093, 0.3679), data
	assert data["line"] == {"application": "XF-0005", "above": 5, "expected_rank": 5.098}, data["line"]
	assert data["group"] == ["XF-000%d" % i for i in range(2, 9)], data["group"]
	assert [r["person"] for r in data["reviewers"]] == ["reviewer-%d" % i for i in range(1, 6)]
	assert data["reviewers"][4]["severity"] == -2.6333 and data["reviewers"][4]["level"] < -1, data["reviewers"]
	assert data["report"]["reviews"] == 75 and data["report"]["why"] == {}, data["report"]
	assert data["without"] == [{"person": "reviewer-2", "up": ["XF-0008"], "tied": ["XF-0002", "XF-0005", "XF-0006"], "down": []},
	                           {"person": "reviewer-4", "up": ["XF-0006"], "tied": [], "down": ["XF-0004"]}], data["without"]
	assert [r["side"] for r in data["results"]] == ["above"] * 5 + ["below"] * 10
	END
	run -0 in_round --csv rank --report
	[[ ${lines[0]} == "place,application,total,expected_rank,rank_50.0,rank_50.1,rank_90.0,rank_90.1,sucra,"* ]]
	[[ ${lines[1]} == "1,XF-0001,5.00,2.454,1,3,1,6,0.8962,5,"*",above"* ]]
	run -0 in_round rank --report --svg charts
	[[ $output == *"XF-0005   4.40      5.10    3-7  unsure  --"*"=O="* ]]
	[[ $output == *"ICC(1) 0.0093"*"Erosheva"*"Without reviewer-4: up XF-0006; tied –; down XF-0004"* ]]
	for line in "${lines[@]}"; do [ ${#line} -le 80 ]; done
	for chart in ranks grades; do
		python3 -c 'import sys, xml.dom.minidom as d; t = d.parse(sys.argv[1]); assert not t.getElementsByTagName("script")' "charts/$chart.svg"
		grep -q "项目 1 &lt;&amp;&gt;" "charts/$chart.svg"
	done
}

@test "the report of a Chinese reader is in Chinese and fits 80 columns" {
	grade_rules 2
	panel_round "professional 6,5,6" "professional 5,5,4" "professional 4,5,4" "professional 2,3,-"
	run -0 --separate-stderr in_chinese rank --report
	[[ $output == *"评审专家之间的一致性"* ]]
	python3 - "$output" <<-'END'
	import sys, unicodedata
	for line in sys.argv[1].split("\n"):
	    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
	    assert width <= 80, (width, line)
	END
}

@test "who reviews in two categories is two reviewers to the model, and each category has a level" {
	grade_rules 3
	panel_round "professional 6,5,6" "professional 5,4,4" "professional 3,4,4" "service 6,-,4" "service 5,4,-" "service 3,2,2"
	run -0 in_round --json rank --report
	python3 - "$output" <<-'END'
	import json, sys
	data = json.loads(sys.argv[1])["data"]
	assert data["report"]["panels"] == 2 and data["report"]["reviewers"] == 6, data["report"]
	assert [(r["person"], r["category"]) for r in data["reviewers"]][:2] == [("reviewer-1", "professional"), ("reviewer-1", "service")]
	assert data["report"]["deviations"]["panel"] > 0
	assert sum(r["expected_rank"] for r in data["results"]) > 20.99
	assert data["reviewers"][1]["category_title"] == {"zh": "服务类"}, data["reviewers"][1]
	END
	run -0 in_chinese rank --report
	[[ $output == *"reviewer-1 专业类 "*"reviewer-1 服务类 "* && $output != *professional* ]]
}

@test "where less is better the ranks follow the rules, not the points" {
	grade_rules 2
	sed -i 's/total = mean(totals)/total = -mean(totals)/' rules.lua
	panel_round "professional 1,2,1" "professional 2,2,3" "professional 4,4,3" "professional 6,5,6"
	run -0 in_round --json rank --report
	python3 - "$output" <<-'END'
	import json, sys
	data = json.loads(sys.argv[1])["data"]
	ranks = [r["expected_rank"] for r in data["results"]]
	assert ranks == sorted(ranks) and data["results"][0]["application"] == "XF-0001", data["results"]
	assert data["report"]["scale"]["less_is_better"] is True
	END
}

@test "a review that leaves a criterion out is left out and counted, and a wide scale is stretched" {
	grade_rules 2 '{ id = "need", title = { en = "Need" }, max = 20 }, { id = "plan", title = { en = "Plan" }, max = 80 }'
	new_round
	submit_titles 甲 乙 丙
	pass_all XF-0001 XF-0002 XF-0003
	assign_all XF-0001 XF-0002 XF-0003
	for i in 1 2 3; do
		review reviewer-1 XF-000$i $((20 - i)) $((80 - 10 * i))
		review reviewer-2 XF-000$i $((18 - i)) $((72 - 10 * i))
	done
	in_round $in_april --as reviewer-3 review XF-0001 --score need=3 --score plan=n/a >/dev/null
	run -0 in_round --json rank --report
	[ "$(json '["data"]["report"]["incomplete"]' <<<"$output")" = 1 ]
	[ "$(json '["data"]["report"]["scale"]["unit"]' <<<"$output")" = 20.0 ]
	run -0 in_round rank --report
	[[ $output == *"Left out because a criterion has no score: 1"* ]]
}

@test "too little gives null and the reason, never a number" {
	grade_rules 1
	panel_round "professional 6,-,-" "professional -,5,-"
	run -0 in_round --json rank --report
	python3 - "$output" <<-'END'
	import json, sys
	data = json.loads(sys.argv[1])["data"]
	assert data["icc1"] is None and data["icc3"] is None and data["group"] is None
	assert data["results"][0]["expected_rank"] is None and data["results"][0]["rank_50"] is None
	assert data["report"]["why"]["icc1"] == data["report"]["why"]["expected_rank"] == "no-second-review", data["report"]
	assert data["line"] == {"application": "XF-0001", "above": 1, "expected_rank": None}
	END
	run -0 in_round rank --report --svg charts
	[[ $output == *"There are no expected ranks: that takes an application with two reviews."* ]]
}

@test "one application, nobody, and rules without allocate are no error" {
	grade_rules 1
	new_round
	run -0 in_round --json rank --report
	[ "$(json '["data"]["report"]["why"]["expected_rank"]' <<<"$output")" = one-application ]
	run -0 in_round rank --report
	sed -i 's/allocate = function/unused = function/; /unused = function/,/^  end,$/d' rules.lua
	rm -rf round.git
	panel_round "professional 6,5,4" "professional 3,3,2"
	run -0 in_round --json rank --report
	[ "$(json '["data"]["report"]["why"]["line"]' <<<"$output")" = no-allocate ]
	[ "$(json '["data"]["without"]' <<<"$output")" = None ]
	[ "$(json '["data"]["results"][0]["expected_rank"] < 1.5' <<<"$output")" = True ]
}

@test "charts go with the report, and a folder that cannot be is told" {
	grade_rules 1
	panel_round "professional 6,5,4" "professional 3,3,2"
	run -2 --separate-stderr in_round rank --svg charts
	touch file
	run -7 --separate-stderr in_round rank --report --svg file/charts
	[[ $stderr == *"file/charts"* ]]
	run -2 --separate-stderr in_round rank --report --explain XF-0001
	run -0 in_round --json rank --report --explain XF-0001
}
