# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() {
	setup_common
	new_round
	archive p.zip title=甲
	in_round $in_march submit p.zip >/dev/null
}

amend() { in_round $in_march amend XF-0001 "$@" --reason "扫描件数字读错"; }

field() { # path in the application
	in_round --json show XF-0001 | json '["data"]["application"]'"$1"
}

@test "a value is read as the text form reads it, by path and by label" {
	run -0 amend requested=3万元 "项目总预算=￥30,000.00（大写：人民币叁万元整）" budget.0.amount=30000 budget.0.price=30000 \
		"单位类型=社会团体" "类别=服务类" "需求分析=居民求助无门，路远。"
	[ "$(field '["requested"]')" = 30000.00 ]
	[ "$(field '["total"]')" = 30000.00 ]
	[ "$(field '["budget"][0]["amount"]')" = 30000.00 ]
	[ "$(field '["organisation"]["kind"]')" = association ]
	[ "$(field '["category"]')" = service ]
	[ "$(field '["answers"]["need"]')" = "居民求助无门，路远。" ]
	[ "$(field '["title"]')" = 甲 ]
}

@test "a unit in the label counts, and a cell is named by the labels of the table too" {
	run -0 amend "申请金额（万元）=3" total=30000 "预算.0.金额（万元）=3" 预算.0.单价=３００００ "预算.0.资金来源=创投资助"
	[ "$(field '["requested"]')" = 30000.00 ]
	[ "$(field '["budget"][0]["amount"]')" = 30000.00 ]
	[ "$(field '["budget"][0]["price"]')" = 30000 ]
}

@test "a line is added, renamed and taken out, and a milestone is named by its id" {
	run -0 amend budget.0.amount=10000 budget.0.price=10000 budget.1.class=业务活动费 budget.1.item=场地 \
		budget.1.amount=30000 milestones.kickoff.due=2018-07-01
	[ "$(field '["budget"].__len__()')" = 2 ]
	[ "$(field '["milestones"][0]["due"]')" = 2018-07-01 ]
	run -0 amend budget.0= budget.1.item=场地租用 budget.1.amount=40000
	[ "$(field '["budget"].__len__()')" = 1 ]
	[ "$(field '["budget"][0]["item"]')" = 场地租用 ]
}

@test "who, when, why and which fields stand in the receipt, one after the other" {
	run -0 --separate-stderr amend title=乙
	run -0 --separate-stderr in_round $in_march --as clerk amend XF-0001 summary= leader.phone= --reason "电话写错"
	run -0 in_round --json show XF-0001
	list='["data"]["receipt"]["amendments"]'
	[ "$(json "$list.__len__()" <<<"$output")" = 2 ]
	[ "$(json "$list[0]" <<<"$output")" = '{"fields": ["title"], "reason": "扫描件数字读错", "by": "officer", "at": "2018-03-20T10:00:00+08:00"}' ]
	[ "$(json "$list[1][\"by\"]" <<<"$output")" = clerk ]
	[ "$(json "$list[1][\"fields\"]" <<<"$output")" = '["summary", "leader.phone"]' ]
	[ "$(json '["data"]["application"]["leader"]' <<<"$output")" = '{"name": "王丽"}' ]
	run -0 git -C "$ROUND" log -1 --format=%B main
	[[ $output == "Amend the form of XF-0001: summary, leader.phone"*"Grant-Act: amend"*"Grant-Subject: XF-0001"*"Grant-Actor: clerk"* ]]
}

@test "the form that was handed in is not touched" {
	before=$(git -C "$ROUND" rev-parse main:applications/01/XF-0001/proposal)
	run -0 amend title=乙
	[ "$(git -C "$ROUND" rev-parse main:applications/01/XF-0001/proposal)" = "$before" ]
}

@test "everything that is wrong is told at once and nothing is written" {
	before=$(commits)
	run -5 --separate-stderr in_round $in_march --json amend XF-0001 requested=许多 颜色=红 budget.7.item=x start=明天 --reason 试
	for word in amend.field-unknown 颜色 amend.row-unknown budget.7.item '"requested"' '"start"'; do
		[[ $stderr == *"$word"* ]]
	done
	[ "$(commits)" = "$before" ]
}

@test "figures that do not fit each other are told as at intake" {
	run -5 --separate-stderr in_round $in_march --json amend XF-0001 "申请金额=30000（大写：人民币肆万元整）" --reason 试
	[[ $stderr == *form.capitals-differ* ]]
	run -5 --separate-stderr in_round $in_march --json amend XF-0001 category=nowhere --reason 试
	[[ $stderr == *application.category* ]]
}

@test "an amendment that changes nothing, or has no reason, is refused" {
	run -5 --separate-stderr amend title=甲
	run -5 --separate-stderr in_round $in_march amend XF-0001 title=乙 --reason " "
	run -2 --separate-stderr in_round $in_march amend XF-0001 title=乙
	run -2 --separate-stderr in_round $in_march amend XF-0001 title --reason 试
	[ "$(field '["title"]')" = 甲 ]
}

@test "a reviewer may not amend, and nobody may once it is decided" {
	run -4 --separate-stderr in_round $in_march --as reviewer-1 amend XF-0001 title=乙 --reason 试
	run -3 --separate-stderr in_round $in_march amend XF-0099 title=乙 --reason 试
	pass_all XF-0001
	run -0 amend title=乙
	in_round $in_april decide XF-0001 --approve 40000
	run -4 --separate-stderr amend title=丙
	in_round $in_april decide XF-0001 --reject 不符
	run -4 --separate-stderr amend title=丙
	[[ $stderr == *XF-0001* ]]
	[ "$(field '["title"]')" = 乙 ]
}

@test "one that screening turned down may still be amended" {
	in_round $in_march screen XF-0001 --reject "单位类型不符"
	run -0 amend organisation.kind=association
}

@test "a dry run shows the fields with what they were and will be, and leaves no trace" {
	before=$(commits)
	run -0 amend requested=3万元 --dry-run
	[[ $output == *"requested"*"40,000.00 → 30,000.00"* ]]
	[ "$(commits)" = "$before" ]
	run -0 --separate-stderr in_round $in_march --json amend XF-0001 budget.0.item=演出 --reason 试 --dry-run
	[ "$(json '["data"]["fields"][0]["path"]' <<<"$output")" = budget.0.item ]
	[ "$(json '["data"]["fields"][0]["old"]' <<<"$output")" = 活动 ]
	[ "$(json '["data"]["fields"][0]["new"]' <<<"$output")" = 演出 ]
	[ "$(json '["data"]["act"]["dry_run"]' <<<"$output")" = True ]
	[ "$(commits)" = "$before" ]
}

@test "a corrected archive begins without amendments" {
	in_round $in_march amend XF-0001 title=乙 --reason 试
	archive q.zip title=丙
	in_round $in_march submit --replace XF-0001 q.zip
	run -0 in_round --json show XF-0001
	[[ $output != *amendments* ]]
}

@test "the index knows the amended values" {
	in_round list >/dev/null
	run -0 amend title=乙
	run -0 in_round list
	[[ $output == *乙* && $output != *甲* ]]
	run -0 in_round search 乙
	[[ $output == *XF-0001* ]]
}
