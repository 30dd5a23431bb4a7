# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; new_round; submit_titles 甲 乙; }

@test "without a verdict screening shows what the rules find and writes nothing" {
	before=$(commits)
	run -0 in_round $in_april screen XF-0001
	[ "$(commits)" = "$before" ]
}

@test "to return or to reject takes words" {
	run -5 --separate-stderr in_round $in_april screen XF-0001 --reject ""
	run -0 in_round $in_april screen XF-0001 --reject "注册地不在本区"
	run -0 in_round --json list --state rejected
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0001 ]
}

@test "to pass what the rules find ineligible takes a reason, which is recorded" {
	archive t.zip title=丙 organisation=丙 requested=60000.00
	in_round $in_march submit t.zip
	run -4 --separate-stderr in_round $in_april screen XF-0003 --pass
	[[ $stderr == *--reason* ]]
	run -0 in_round $in_april screen XF-0003 --pass --reason "主任会议同意"
	run -0 in_round --json show XF-0003
	[ "$(json '["data"]["screening"]["overrides"][0]["finding"]' <<<"$output")" = screening.over-cap ]
}

@test "a later verdict replaces an earlier one and the history keeps both" {
	in_round $in_april screen XF-0001 --reject "材料不全"
	in_round $in_april screen XF-0001 --pass
	run -0 in_round --json log XF-0001
	[[ $output == *"Screen XF-0001: reject"* && $output == *"Screen XF-0001: pass"* ]]
}

@test "a rejected application cannot be reviewed, and the refusal says why" {
	in_round $in_april screen XF-0001 --reject "注册地不在本区"
	before=$(commits)
	run -4 --separate-stderr in_round $in_april --as reviewer-1 review XF-0001 --score need=18 --score plan=60
	[[ $stderr == *XF-0001* && $stderr == *rejected* ]]
	[ "$(commits)" = "$before" ]
}

@test "only who is assigned may review" {
	pass_all XF-0001
	in_round $in_april assign XF-0001 reviewer-1
	run -4 --separate-stderr in_round $in_april --as reviewer-2 review XF-0001 --score need=18 --score plan=60
	run -0 in_round $in_april --as reviewer-1 review XF-0001 --score need=18 --score plan=60
}

@test "a conflict of interest keeps a person from being assigned and from reviewing" {
	pass_all XF-0001
	in_round $in_april --as reviewer-1 conflict XF-0001 --reason "曾任理事"
	run -4 --separate-stderr in_round $in_april assign XF-0001 reviewer-1
	in_round $in_april assign XF-0001 reviewer-2
	in_round $in_april conflict XF-0001 --person reviewer-2 --reason "亲属任职"
	run -4 --separate-stderr in_round $in_april --as reviewer-2 review XF-0001 --score need=18 --score plan=60
	run -4 --separate-stderr in_round $in_april --as reviewer-3 conflict XF-0001 --person reviewer-2 --reason x
}

@test "a review of somebody with a conflict that is declared later does not count" {
	pass_all XF-0001
	assign_all XF-0001
	review reviewer-1 XF-0001 20 80
	review reviewer-2 XF-0001 10 40
	in_round $in_april conflict XF-0001 --person reviewer-1 --reason "亲属任职"
	run -0 in_round --json rank
	[ "$(json '["data"]["results"][0]["exact"]' <<<"$output")" = 50 ]
	[ "$(json '["data"]["results"][0]["reviews"]' <<<"$output")" = 1 ]
}

@test "scores out of bounds, off the step, unknown and missing are told at once" {
	pass_all XF-0001
	assign_all XF-0001
	before=$(commits)
	run -5 --separate-stderr in_round $in_april --as reviewer-1 review XF-0001 --score need=20.5 --score style=3
	[[ $stderr == *need* && $stderr == *style* && $stderr == *plan* ]]
	run -5 --separate-stderr in_round $in_april --as reviewer-1 review XF-0001 --score need=18.3 --score plan=60
	[[ $stderr == *0.5* ]]
	run -5 --separate-stderr in_round $in_april --as reviewer-1 review XF-0001 --score need=many --score plan=60
	[ "$(commits)" = "$before" ]
}

@test "a criterion marked n/a is missing, not nought" {
	pass_all XF-0001
	assign_all XF-0001
	in_round $in_april --as reviewer-1 review XF-0001 --score need=n/a --score plan=60
	run -0 git -C "$ROUND" show main:applications/01/XF-0001/reviews/review/reviewer-1.json
	[[ $output == *'"need": null'* ]]
}

@test "a review can be changed in part until the ranking is recorded" {
	pass_all XF-0001
	assign_all XF-0001
	review reviewer-1 XF-0001 10 60
	in_round $in_april --as reviewer-1 review XF-0001 --score need=12
	run -0 in_round --json rank
	[ "$(json '["data"]["results"][0]["exact"]' <<<"$output")" = 72 ]
	in_round $in_april rank --record
	run -4 --separate-stderr in_round $in_april --as reviewer-1 review XF-0001 --score need=13
}

@test "the queue shows what is open and what is done" {
	pass_all XF-0001 XF-0002
	assign_all XF-0001 XF-0002
	review reviewer-1 XF-0001 10 60
	run -0 in_round --as reviewer-1 --json review
	[ "$(json '["data"]["open"]' <<<"$output")" = 1 ]
	[ "$(json '["data"]["done"]' <<<"$output")" = 1 ]
}

@test "a table of reviews goes in whole" {
	pass_all XF-0001 XF-0002
	assign_all XF-0001 XF-0002
	printf '\xef\xbb\xbfapplication,need,plan,comment\r\nXF-0001,18,60.5,"好，可行"\r\nXF-0002,n/a,,\r\n' >s.csv
	before=$(commits)
	run -0 in_round $in_april --as reviewer-1 review --import s.csv
	[ "$(commits)" = $((before + 1)) ]
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["reviews"][0]["comment"]' <<<"$output")" = "好，可行" ]
}

@test "a table with a mistake goes in not at all, and every line that is wrong is named" {
	pass_all XF-0001 XF-0002
	assign_all XF-0001
	printf 'application,need,plan,comment\nXF-0001,99,60,\nXF-0002,10,60,\nXF-0099,10,60,\n' >s.csv
	before=$(commits)
	run --separate-stderr in_round $in_april --as reviewer-1 --json review --import s.csv
	[ "$status" -ne 0 ]
	for line in 2 3 4; do [[ $stderr == *"\"line\": $line"* ]]; done
	[ "$(commits)" = "$before" ]
}

@test "a table whose rows are wider or narrower than its header goes in not at all" {
	pass_all XF-0001 XF-0002
	assign_all XF-0001 XF-0002
	before=$(commits)
	printf 'application,need,plan,comment\nXF-0001,18,60,好,可行\nXF-0002,10\n' >s.csv
	run -5 --separate-stderr in_round $in_april --as reviewer-1 --json review --import s.csv
	[ "$(grep -c csv.row-cells <<<"$stderr")" = 2 ]
	for line in 2 3; do [[ $stderr == *"\"line\": $line"* ]]; done
	printf 'application,votes\nXF-0001,1,234\nXF-0002\n' >v.csv
	run -5 --separate-stderr in_round $in_march measure --import v.csv
	[[ $stderr == *"line 2"*csv.row-cells*"line 3"*csv.row-cells* ]]
	[ "$(commits)" = "$before" ]
}

@test "the editor's form comes back with the mistakes marked, and what was typed is not lost" {
	pass_all XF-0001
	assign_all XF-0001
	cat >editor <<-'END'
	#!/bin/sh
	n=$(cat count 2>/dev/null || echo 0); n=$((n + 1)); echo $n >count
	cp "$1" "seen.$n"
	if [ $n = 1 ]; then sed -i -E 's/^(need[^:]*:).*/\1 99/; s/^(plan[^:]*:).*/\1 60/' "$1"
	else sed -i -E 's/^(need[^:]*:).*/\1 19/' "$1"; fi
	END
	chmod +x editor
	GRANT_EDITOR=$PWD/editor run -0 in_round $in_april --as reviewer-1 review XF-0001
	[ "$(cat count)" = 2 ]
	grep -q '99' seen.2
	grep -q '60' seen.2
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["reviews"][0]["scores"]["need"]' <<<"$output")" = 19 ]
}

@test "the editor's form says what is not read, and a comment keeps its lines with # in front" {
	pass_all XF-0001
	assign_all XF-0001
	cat >editor <<-'END'
	#!/bin/sh
	n=$(cat count 2>/dev/null || echo 0); n=$((n + 1)); echo $n >count
	cp "$1" "seen.$n"
	if [ $n = 1 ]; then
		sed -i -E 's/^(need[^:]*:).*/\1 99/; s/^(plan[^:]*:).*/\1 60/' "$1"
		printf '# one\n#! two\nneed (much): three\n' >>"$1"
	else sed -i -E 's/^(need \(0-[^:]*:).*/\1 19/' "$1"; fi
	END
	chmod +x editor
	GRANT_EDITOR=$PWD/editor run -0 in_round $in_april --as reviewer-1 review XF-0001
	[ "$(cat count)" = 2 ]
	grep -q 'Down to the comment, lines with # in front are not read' seen.1
	[ "$(grep -c '^#!' seen.2)" = 2 ]
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["reviews"][0]["comment"]' <<<"$output")" = $'# one\n#! two\nneed (much): three' ]
}

@test "what was typed stays in a draft when the act is refused" {
	pass_all XF-0001
	assign_all XF-0001
	cat >editor <<-'END'
	#!/bin/sh
	sed -i -E 's/^(need[^:]*:).*/\1 17.5/; s/^(plan[^:]*:).*/\1 60/' "$1"
	END
	chmod +x editor
	printf '#!/bin/sh\nsed -i -E "s/^(need[^:]*:).*/\\1 17.5/" "$1"; exit 1\n' >failing && chmod +x failing
	GRANT_EDITOR=$PWD/failing run --separate-stderr in_round $in_april --as reviewer-1 review XF-0001
	[ "$status" -ne 0 ]
	grep -rq '17.5' "$XDG_STATE_HOME/grant"
}

@test "show says which review does not count since a conflict came to light" {
	pass_all XF-0001
	assign_all XF-0001
	review reviewer-1 XF-0001 18 70
	review reviewer-2 XF-0001 18 70
	run -0 in_round show XF-0001
	[[ $output != *"does not count"* ]]
	in_round $in_april conflict XF-0001 --person reviewer-1 --reason "亲属"
	run -0 in_round show XF-0001
	[[ $output == *"reviewer-1 (review): does not count"* && $output != *"reviewer-2 (review):"* ]]
}

@test "measures are bounded and known" {
	run -5 --separate-stderr in_round $in_march measure XF-0001 likes=3
	[[ $stderr == *"the rules declare no measure “likes”"*votes* ]]
	run -5 --separate-stderr in_round $in_march measure XF-0001 votes=-1
	run -0 in_round $in_march measure XF-0001 votes=1234
	printf 'application,votes\nXF-0001,10\nXF-0002,20\n' >v.csv
	run -0 in_round $in_march measure --import v.csv
	run -0 in_round --json show XF-0002
	[ "$(json '["data"]["measures"][0]["value"]' <<<"$output")" = 20 ]
}

@test "a table of measures needs one of the declared ones, whichever it is" {
	cd .. && mkdir several && cd several
	write_round
	write_rules
	sed -i 's/measures = .*/measures = { { id = "votes" }, { id = "likes" }, { id = "gifts" } },/' rules.lua
	grant init round.git --round round.json --rules rules.lua --as officer --name "陈" --unsigned --retrospective \
		--at 2018-02-20T09:00:00+08:00 >/dev/null
	export ROUND=$PWD/round.git
	submit_titles 甲
	printf 'application,likes\nXF-0001,10\n' >v.csv
	run -0 in_round $in_march measure --import v.csv
	printf 'application\nXF-0001\n' >v.csv
	run -5 --separate-stderr in_round $in_march measure --import v.csv
	[[ $stderr == *"votes, likes, gifts"*csv.column-missing* ]]
	printf 'likes\n3\n' >v.csv
	run -5 --separate-stderr in_round $in_march measure --import v.csv
	[[ $stderr == *"“application” is missing"* ]]
}

@test "a measure keeps to the step that the rules declare, by hand and from a table, and the round shows it" {
	cd .. && mkdir stepped && cd stepped
	write_round
	write_rules
	sed -i 's/measures = .*/measures = { { id = "votes", title = { zh = "投票" }, min = "1", step = "0.5" }, { id = "free" } },/' rules.lua
	grant init round.git --round round.json --rules rules.lua --as officer --name "陈" --unsigned --retrospective \
		--at 2018-02-20T09:00:00+08:00 >/dev/null
	export ROUND=$PWD/round.git
	submit_titles 甲
	run -5 --separate-stderr in_round $in_march measure XF-0001 votes=1.2
	[[ $stderr == *"1.2"*"0.5"*"[review.step]"* ]]
	run -5 --separate-stderr in_round $in_march measure XF-0001 free=1.23456
	printf 'application,votes,free\nXF-0001,1.25,\n' >v.csv
	run -5 --separate-stderr in_round $in_march measure --import v.csv
	[[ $stderr == *"line 2"*"[review.step]"* ]]
	run -0 in_round $in_march measure XF-0001 votes=2.5 free=0.1234
	run -0 in_round round show
	[[ $output == *MEASURE*STEP*votes*0.5* ]]
}

@test "screening tells of text that stands in another proposal too, and where" {
	mkdir fresh && cd fresh && new_round
	passage="辖区内全职妈妈占适龄妇女的四成，她们照料孩子的同时渴望重新就业，却缺少技能培训、弹性岗位与同伴支持，社区也没有固定的活动空间可供她们使用。"
	archive a.zip title=甲 organisation=甲 summary="妇女就业。$passage 本项目为期半年。"
	archive b.zip title=乙 organisation=乙 json="$(printf '{"title": "乙", "category": "service", "organisation": {"name": "乙", "uscc": "52440305MJL0000080", "kind": "service", "address": "路"}, "leader": {"name": "王"}, "contact": {"name": "李", "phone": "13800000002"}, "summary": "不同的概述。", "requested": "40000.00", "total": "40000.00", "start": "2018-05-01", "end": "2018-11-30", "answers": {"need": "%s"}}' "${passage//，/, }")"
	archive c.zip title=丙 organisation=丙 summary="另一件事，与前面两个项目没有关系，只说自己的。"
	in_round $in_march submit a.zip b.zip c.zip
	run -0 in_round $in_april screen XF-0001 --json
	python3 - <<-PY "$output"
	import json, sys
	found = [f for f in json.loads(sys.argv[1])["data"]["findings"] if f["id"] == "likeness.text"]
	assert len(found) == 1, found
	assert found[0]["severity"] == "warning" and found[0]["place"]["field"] == "summary", found
	assert "XF-0002" in found[0]["message"] and "answers.need" in found[0]["message"] and "辖区内全职妈妈" in found[0]["message"], found
	PY
	run -0 in_round $in_april screen XF-0003
	[[ $output != *"stand in"* ]]
}

@test "screening tells of one organisation under two spellings" {
	mkdir fresh && cd fresh && new_round
	archive a.zip title=甲 organisation="阳光社工中心（福田）" uscc=52440305MJL0000080
	archive b.zip title=乙 organisation="阳光社工中心(福田)" uscc=52440305MJL0000080
	archive c.zip title=丙 organisation="阳光 社工中心（福田）" json="$(printf '{"title": "丙", "category": "service", "organisation": {"name": "阳光 社工中心（福田）", "kind": "filed-team"}, "leader": {"name": "王"}, "contact": {"name": "李", "phone": "13800000002"}, "summary": "概述", "requested": "100.00", "total": "100.00", "start": "2018-05-01", "end": "2018-11-30", "answers": {"need": "需求"}}')"
	in_round $in_march submit a.zip b.zip c.zip
	run -0 in_round $in_april screen XF-0001 --json
	python3 - <<-PY "$output"
	import json, sys
	found = {(f["id"], f["message"].split()[0], f["severity"]) for f in json.loads(sys.argv[1])["data"]["findings"]}
	assert found == {("likeness.code", "XF-0002", "warning"), ("likeness.name", "XF-0003", "warning")}, found
	PY
}

@test "a record that cannot be read stops who needs it, by name, and nobody else" {
	pass_all XF-0001
	assign_all XF-0001
	review reviewer-2 XF-0001 18 60
	git clone -q "$ROUND" clone
	echo "{ half" >clone/applications/01/XF-0001/reviews/review/reviewer-2.json
	git -C clone -c user.name=甲 -c user.email=a@example.org commit -qam "By hand"
	git -C clone push -q origin main
	run -7 --separate-stderr in_round $in_april --as reviewer-2 review XF-0001 --score need=17
	[[ $stderr == *reviews/review/reviewer-2.json* ]]
	run -0 in_round $in_april --as reviewer-1 review XF-0001 --score need=18 --score plan=60
}
