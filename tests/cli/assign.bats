# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

# Four applications that have passed, and the reviewers of every test's round.
round_to_assign() { # reviewers per application
	new_round
	submit_titles 甲 乙 丙 丁
	pass_all XF-0001 XF-0002 XF-0003 XF-0004
}

auto() { in_round $in_april assign --auto "$@"; }

plan() { # python over the plan of a run with --json; `given` maps an application to its new reviewers
	python3 - "$output" "$1" <<-'END'
	import json, sys
	plan = json.loads(sys.argv[1])["data"]
	loads = {r["person"]: r["load"] for r in plan["reviewers"]}
	given = {a["application"]: a["given"] for a in plan["applications"]}
	whole = {a["application"]: a["reviewers"] for a in plan["applications"]}
	assert eval(sys.argv[2]), plan
	END
}

@test "every application gets its reviewers, loads are even, all in one commit that says how to do it again" {
	round_to_assign
	before=$(commits)
	run -0 auto --json --per-application 2 --seed 7 --load 1..3
	plan 'all(len(g) == 2 for g in given.values()) and sorted(loads.values()) == [2, 3, 3] and plan["seed"] == 7'
	[ "$(commits)" = $((before + 1)) ]
	git -C "$ROUND" log -1 --format=%B >message
	grep -qx "Assign reviewers in the stage review: 8 reviews, seed 7" message
	for trailer in "Grant-Act: assign-auto" "Grant-Subject: review" "Grant-Seed: 7" "Grant-Per-Application: 2" "Grant-Load: 1..3"; do
		grep -qx "$trailer" message
	done
	[ "$(git -C "$ROUND" ls-tree -r --name-only main | grep -c '/assignments/review/')" = 8 ]
	run -0 in_chinese log --limit 1
	[[ $output == *"评审"*"8"*"7"* ]]
}

@test "a dry run prints who gets what and changes nothing; the same seed gives the same" {
	round_to_assign
	before=$(git -C "$ROUND" rev-parse main)
	run -0 auto --per-application 1 --dry-run
	[[ $output == *"XF-0001"*"reviewer-"*"PERSON"*"reviewer-1"*"Nothing was changed. This would be done:"* ]]
	[ "$(git -C "$ROUND" rev-parse main)" = "$before" ]
	first=$(auto --json --per-application 1 --dry-run --seed 5)
	[ "$first" = "$(auto --json --per-application 1 --dry-run --seed 5)" ]
	for seed in 6 7 8 9 10; do
		auto --json --per-application 1 --dry-run --seed $seed | json '["data"]["applications"]'
	done | sort -u >others
	[ "$(wc -l <others)" -gt 1 ]
}

@test "without a number the round's own reviewers per application are given" {
	round_to_assign
	run -0 auto --json
	plan 'plan["per_application"] == 3 and all(len(g) == 3 for g in given.values())'
	run -6 --separate-stderr auto
	[[ $stderr == *"every application has its reviewers already"* ]]
}

@test "the sum of a table's numbers is the highest that can be had, to the last place" {
	round_to_assign
	cat >affinity.csv <<-END
	reviewer,application,value
	reviewer-1,XF-0001,0.90000000000000000001
	reviewer-2,XF-0001,0.9
	reviewer-3,XF-0001,1e-05
	reviewer-1,XF-0002,0.8
	reviewer-2,XF-0002,0.8
	reviewer-2,XF-0003,-0.25
	reviewer-3,XF-0004,0.5
	END
	run -0 auto --json --per-application 1 --load 0..2 --affinity affinity.csv
	# XF-0003 goes to somebody who has no number there, which is nought
	plan 'plan["affinity"] == "2.20000000000000000001" and given["XF-0001"] == ["reviewer-1"] and given["XF-0004"] == ["reviewer-3"] and given["XF-0003"] != ["reviewer-2"]'
	digest=$(sha256sum affinity.csv | cut -d' ' -f1)
	[ "$(git -C "$ROUND" log -1 --format='%(trailers:key=Grant-Affinity,valueonly)' | head -1)" = "$digest" ]
}

@test "a matrix with a row for each application, or for each reviewer, says the same as pairs" {
	round_to_assign
	printf '\xef\xbb\xbfapplication,reviewer-1,reviewer-2,reviewer-3\nXF-0001,0.9,0.8,\nXF-0002,0.8,0.1,0.3\nXF-0004,,,0.5\n' >rows.csv
	printf 'reviewer,XF-0001,XF-0002,XF-0004\nreviewer-1,0.9,0.8,\nreviewer-2,0.8,0.1,\nreviewer-3,,0.3,0.5\n' >columns.csv
	for file in rows.csv columns.csv; do
		run -0 auto --json --per-application 1 --load 0..2 --affinity "$file" --dry-run
		plan 'plan["affinity"] == "2.2" and given["XF-0001"] == ["reviewer-1"] and given["XF-0002"] == ["reviewer-1"]'
	done
	printf 'application,reviewer-1,nobody\nXF-0001,0.9,0.8\nXF-0099,0.1,\nXF-0002,much,\n' >rows.csv
	run -5 --separate-stderr auto --affinity rows.csv
	[[ $stderr == *nobody* && $stderr == *XF-0099* && $stderr == *much* ]]
}

@test "all that is wrong with a table is told at once, with its lines, and nothing is assigned" {
	round_to_assign
	before=$(commits)
	cat >affinity.csv <<-END
	reviewer,application,value
	nobody,XF-0001,0.9
	reviewer-2,XF-0099,0.9
	reviewer-3,XF-0001,high
	reviewer-1,XF-0002,0.8
	reviewer-1,XF-0002,0.7
	officer,XF-0002,0.7
	END
	run -5 --separate-stderr auto --json --affinity affinity.csv
	python3 - "$stderr" <<-'END'
	import json, sys
	findings = json.loads(sys.argv[1])["error"]["findings"]
	rows = [(f["place"]["file"].split("/")[-1], f["place"]["line"], f["id"]) for f in findings]
	assert rows == [("affinity.csv", 2, "csv.row"), ("affinity.csv", 3, "csv.row"), ("affinity.csv", 4, "record.decimal"),
	                ("affinity.csv", 6, "csv.row")], rows
	assert "nobody" in findings[0]["message"] and "XF-0099" in findings[1]["message"] and "twice" in findings[3]["message"]
	END
	[ "$(commits)" = "$before" ]
	echo "person,application,value" >affinity.csv
	run -5 --separate-stderr auto --affinity affinity.csv
	[[ $stderr == *"reviewer"* ]]
}

@test "what was assigned before stays and counts for application and reviewer" {
	round_to_assign
	in_round $in_april assign XF-0001 reviewer-1 reviewer-2
	in_round $in_april assign XF-0002 reviewer-1
	run -0 auto --json --per-application 2 --load 2..3
	plan 'given["XF-0001"] == [] and whole["XF-0001"] == ["reviewer-1", "reviewer-2"] and len(given["XF-0002"]) == 1 and "reviewer-1" not in given["XF-0002"] and sorted(loads.values()) == [2, 3, 3]'
}

@test "conflicts of interest, people who are retired and people who are no reviewers get nothing" {
	round_to_assign
	in_round --at 2018-03-01T10:00:00+08:00 person add reviewer-4 --name 评委4 --role reviewer
	in_round --at 2018-04-01T10:00:00+08:00 person retire reviewer-4 --on 2018-04-01
	in_round $in_april conflict XF-0001 --person reviewer-1 --reason 配偶
	in_round $in_april conflict XF-0002 --person reviewer-2 --reason 同事
	run -0 auto --json --per-application 2
	plan 'set(loads) == {"reviewer-1", "reviewer-2", "reviewer-3"} and "reviewer-1" not in given["XF-0001"] and "reviewer-2" not in given["XF-0002"]'
}

@test "a reviewer who declared a conflict, or left, after the assignment is made up for; a review that is there counts" {
	round_to_assign
	in_round $in_april assign XF-0001 reviewer-1 reviewer-2
	in_round $in_april assign XF-0002 reviewer-1 reviewer-2
	review reviewer-2 XF-0002 10 50
	in_round $in_april conflict XF-0001 --person reviewer-1 --reason 配偶
	in_round $in_april person retire reviewer-2 --on 2018-04-10
	# neither of XF-0001's two can review it any more
	run -0 in_round --at 2018-04-12T10:00:00+08:00 --json assign --auto --per-application 1
	plan 'given["XF-0002"] == [] and given["XF-0001"] == ["reviewer-3"]'
}

@test "an assignment that cannot be is refused, naming the applications and the reviewers in the way" {
	round_to_assign
	in_round $in_april conflict XF-0003 --person reviewer-1 --reason 配偶
	before=$(commits)
	run -1 --separate-stderr auto --json --per-application 3
	python3 - "$stderr" <<-'END'
	import json, sys
	error = json.loads(sys.argv[1])["error"]
	assert error["code"] == "GRANT_EUNDECIDED", error
	[finding] = error["findings"]
	assert finding["id"] == "assign.too-few-reviewers"
	assert finding["message"] == "XF-0003: 3 reviews are needed, and those who may review have room for 2: reviewer-2, reviewer-3", finding
	assert "--per-application" in finding["remedy"]
	END
	run -1 --separate-stderr auto --per-application 2 --load 0..2
	[[ $stderr == *"XF-0001, XF-0002, XF-0003, XF-0004: 8 reviews are needed"*"room for 6: reviewer-1, reviewer-2, reviewer-3"* ]]
	run -1 --separate-stderr auto --per-application 1 --load 2..
	[[ $stderr == *"reviewer-1, reviewer-2, reviewer-3: at least 6 reviews are to fall to them, and there are 4"* ]]
	[ "$(commits)" = "$before" ]
}

@test "applications that lack the same reviewers are named once, together; those that lack others apart" {
	round_to_assign
	against() { for p in "${@:2}"; do in_round $in_april conflict "$1" --person "reviewer-$p" --reason 同事; done; }
	against XF-0001 2 3
	against XF-0002 3
	against XF-0003 3
	against XF-0004 1 2
	run -1 --separate-stderr auto --json --per-application 2 --load ..1
	python3 - "$stderr" <<-'END'
	import json, sys
	assert [f["message"] for f in json.loads(sys.argv[1])["error"]["findings"]] == [
	    "XF-0001, XF-0002, XF-0003: 6 reviews are needed, and those who may review have room for 2: reviewer-1, reviewer-2",
	    "XF-0004: 2 reviews are needed, and those who may review have room for 1: reviewer-3"], sys.argv[1]
	END
}

@test "without a table expertise decides: the category first, then keywords in the texts" {
	new_round
	archive 调解.zip title=社区调解 organisation=机构一 category=service requested=20000.00
	archive 医疗.zip title=义诊 organisation=机构二 category=professional summary=为老人提供义诊服务
	archive 其他.zip title=读书会 organisation=机构三 category=service requested=20000.00
	for name in 调解 医疗 其他; do in_round $in_march submit $name.zip; done
	pass_all XF-0001 XF-0002 XF-0003
	in_round $in_march person add lawyer --name 律师 --role reviewer --expertise 调解 --expertise 调解
	in_round $in_march person add doctor --name 医生 --role reviewer --expertise professional --expertise 专业类 --expertise 义诊
	in_round $in_march person add general --name 通才 --role reviewer --expertise 服务类
	run -0 auto --json --per-application 1 --load 0..1
	plan 'given == {"XF-0001": ["lawyer"], "XF-0002": ["doctor"], "XF-0003": ["general"]}'
	# lawyer 1 (the word once, though it was given twice), doctor 3 + 1, general 3
	plan 'plan["affinity"] == "8"'
	run -0 in_round person show doctor
	[[ $output == *"义诊"* ]]
}

@test "the bounds are read strictly, and options that do not go together are usage" {
	round_to_assign
	for load in x .. 3-4 5..3x -1..2 0 ..0; do
		run -2 --separate-stderr auto --per-application 1 --load "$load"
	done
	run -5 --separate-stderr auto --per-application 1 --load 4..2
	run -2 --separate-stderr auto XF-0001
	run -2 --separate-stderr in_round $in_april assign XF-0001 reviewer-1 --seed 3
	run -2 --separate-stderr in_round $in_april assign XF-0001
	run -2 --separate-stderr auto --per-application 0
	run -0 auto --per-application 1 --load ..2 --dry-run
	run -0 auto --per-application 3 --load 4 --dry-run
	run -4 --separate-stderr in_round $in_april --as clerk assign --auto
}

@test "only what has passed its screening and is not decided is assigned" {
	new_round
	submit_titles 甲 乙
	run -4 --separate-stderr auto
	[[ $stderr == *"none has passed its screening"* ]]
	pass_all XF-0002
	run -0 auto --json --per-application 1
	plan 'list(given) == ["XF-0002"]'
}
