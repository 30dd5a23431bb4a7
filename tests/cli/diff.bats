# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() {
	setup_common
	new_round
	archive p.zip title=甲
	in_round $in_march submit p.zip >/dev/null
}

replace() { # archive words
	archive q.zip "$@"
	in_round --at 2018-03-25T10:00:00+08:00 submit --replace XF-0001 q.zip >/dev/null
}

data() { in_round --json diff XF-0001 "$@" | json '["data"]'"$path"; }

@test "one version only: nothing changed is said, and the exit is 0" {
	run -0 in_round diff XF-0001
	[[ $output == *"Nothing changed"*XF-0001* ]]
	run -0 in_round --json diff XF-0001
	[ "$(json '["data"]["fields"]' <<<"$output")" = "[]" ]
	[ "$(json '["data"]["files"]' <<<"$output")" = "[]" ]
	[[ $output != *'"from"'* ]]
}

@test "a corrected archive is compared with the one before: fields with their labels, files with their sizes" {
	replace title=甲（修改） requested=30000.00 extra=证书.bin
	run -0 in_round diff XF-0001
	[[ $output == *"~ Project title (title): 甲 → 甲（修改）"* ]]
	[[ $output == *"~ Amount requested (requested): 40,000.00 → 30,000.00"* ]]
	[[ $output == *"~ Amount · 活动 (budget.0.amount): 40,000.00 → 30,000.00"* ]]
	[[ $output == *"+ 证书.bin: 1 bytes"* ]]
	[[ $output == *"~ 预算表.csv: "* ]]
	[[ $output == *"2 - 活动,40000.00"*"2 + 活动,30000.00"* ]]
	[[ $output != *leader* ]]
	run -0 in_chinese diff XF-0001
	[[ $output == *"~ 申请金额 (requested): 40,000.00 → 30,000.00"* ]]
}

@test "acts that change no form and no file are no versions" {
	in_round $in_march amend XF-0001 title=乙 --reason 试
	pass_all XF-0001
	assign_all XF-0001
	run -0 in_round --json diff XF-0001
	[ "$(json '["data"]["fields"].__len__()' <<<"$output")" = 1 ]
	[ "$(json '["data"]["fields"][0]["old"]' <<<"$output")" = 甲 ]
	[ "$(json '["data"]["from"]["act"]' <<<"$output")" = submit ]
	[ "$(json '["data"]["to"]["act"]' <<<"$output")" = amend ]
}

@test "the last of several amendments is compared with the one before, --from with any" {
	first=$(git -C "$ROUND" rev-parse main)
	in_round $in_march amend XF-0001 title=乙 --reason 试
	in_round $in_march amend XF-0001 title=丙 --reason 试
	run -0 in_round diff XF-0001
	[[ $output == *"乙 → 丙"* ]]
	run -0 in_round diff XF-0001 --from "${first:0:9}"
	[[ $output == *"甲 → 丙"* ]]
	run -0 in_round diff XF-0001 --from main
	[[ $output == *"Nothing changed"* ]]
	run -0 in_round reindex
	run -0 in_round diff XF-0001
	[[ $output == *"乙 → 丙"* ]]
}

@test "since a time or the beginning of a day" {
	in_round --at 2018-03-22T09:00:00+08:00 amend XF-0001 title=乙 --reason 试
	in_round --at 2018-03-23T09:00:00+08:00 amend XF-0001 title=丙 --reason 试
	run -0 in_round diff XF-0001 --since 2018-03-22
	[[ $output == *"甲 → 丙"* ]]
	run -0 in_round diff XF-0001 --since 2018-03-23
	[[ $output == *"乙 → 丙"* ]]
	run -0 in_round diff XF-0001 --since 2018-03-22T09:00:00+08:00
	[[ $output == *"乙 → 丙"* ]]
	run -0 in_round diff XF-0001 --since 2018-03-24
	[[ $output == *"Nothing changed"* ]]
	run -3 --separate-stderr in_round diff XF-0001 --since 2018-03-20
	[[ $stderr == *XF-0001* ]]
	run -5 --separate-stderr in_round diff XF-0001 --since 昨天
	run -2 --separate-stderr in_round diff XF-0001 --since 2018-03-20 --from main
}

@test "no such application, no such commit, a commit before it was there: exit 3" {
	run -3 --separate-stderr in_round diff XF-0099
	run -3 --separate-stderr in_round diff nonsense
	run -3 --separate-stderr in_round diff XF-0001 --from nonsense
	run -3 --separate-stderr in_round diff XF-0001 --from main~1
}

@test "of a long text the words that changed are told, and the pieces give both texts" {
	old="为辖区六十岁以上的独居老年人提供助餐、助浴、助洁服务，每周上门两次，并建立健康档案，由社工和志愿者共同完成随访工作。"
	new=${old/助浴/陪诊}
	replace title=甲 summary="$old"
	in_round $in_march amend XF-0001 "summary=$new" --reason 试
	run -0 in_round diff XF-0001
	[[ $output == *"助餐、[-助浴-]{+陪诊+}、助洁"* || $output == *"[-助浴-]{+陪诊+}"* ]]
	run -0 in_round --json diff XF-0001
	[ "$(json '["data"]["fields"][0]["parts"]' <<<"$output" | python3 -c '
import json,sys
parts=json.load(sys.stdin)
print("".join(p["text"] for p in parts if p["change"]!="add"))
print("".join(p["text"] for p in parts if p["change"]!="remove"))')" = "$old
$new" ]
}

@test "lines of the budget are followed by class and item, milestones by their id" {
	in_round $in_march amend XF-0001 budget.0.amount=10000 budget.0.price=10000 budget.1.class=业务活动费 budget.1.item=场地 \
		budget.1.amount=20000 budget.2.class=管理费用 budget.2.item=办公 budget.2.amount=10000 --reason 试
	in_round $in_march amend XF-0001 budget.0= budget.1.amount=30000 milestones.kickoff.target=3 --reason 试
	run -0 in_round --json diff XF-0001
	[ "$(json '["data"]["fields"].__len__()' <<<"$output")" = 3 ]
	run -0 in_round diff XF-0001
	[[ $output == *"- Budget · 活动 (budget.0): 业务活动费 | 活动 | "* ]]
	[[ $output == *"~ Amount · 场地 (budget.0.amount): 20,000.00 → 30,000.00"* ]]
	[[ $output == *"~ Target · 启动 (milestones.0.target): 2 → 3"* ]]
}

@test "what a file says is shown without orders to the terminal, and a removed file is told" {
	replace title=甲 salt=$'红\e[31m色\e]0;x\a' extra=证书.bin
	run -0 in_round diff XF-0001
	[[ $output == *"1 + 说明 红"*"色"* ]]
	[[ $output != *$'\e'* ]]
	archive r.zip title=甲 salt=2
	run -0 in_round --at 2018-03-26T10:00:00+08:00 submit --replace XF-0001 r.zip
	run -0 in_round diff XF-0001
	[[ $output == *"- 证书.bin: 1 bytes"* ]]
}
