# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() {
	setup_common
	new_round
	archive p.zip title=甲 organisation=阳光社 requested=60000.00
	in_round $in_march submit p.zip >/dev/null 2>&1
}

return_it() { in_round $in_march screen XF-0001 --return "预算表缺少单价。
请补充社区意见。" "$@"; }

@test "the letter of a returned application says what, how and until when, and who writes" {
	run -0 return_it --letter letter.txt
	[[ $output == *"Screen XF-0001: return"* ]]
	run -0 cat letter.txt
	for words in 补正通知书 "阳光社：" "“甲”（编号 XF-0001）" "申请金额 60000.00 元超过了上限 50000.00 元。" "怎样补正：" \
		"  预算表缺少单价。" "  请补充社区意见。" "在 2018年3月31日17:30 之前交来，并注明编号 XF-0001" 某区妇联 2018年3月20日; do
		[[ $output == *"$words"* ]]
	done
	[[ $output != *"reject it"* && $output != *"{"* ]]
}

@test "the letter comes again later, byte for byte, whoever asks and whenever" {
	return_it --letter first.txt
	run -0 in_round $in_may --as clerk screen XF-0001 --letter again.txt
	cmp first.txt again.txt
	in_chinese screen XF-0001 --letter - >third.txt
	cmp first.txt third.txt
	before=$(commits)
	in_round screen XF-0001 --letter - >/dev/null
	[ "$(commits)" = "$before" ]
}

@test "in English, and in both languages" {
	return_it
	run -0 in_round screen XF-0001 --letter - --lang en
	[[ $output == *"returned for correction"*"To: 阳光社"*"The request is 60000.00 yuan; at most 50000.00"*"before 2018-03-31 17:30"* ]]
	[[ $output != *补正* ]]
	run -0 in_round screen XF-0001 --letter - --lang both
	[[ $output == *补正通知书*"returned for correction"* ]]
	run -2 --separate-stderr in_round screen XF-0001 --letter - --lang fr
}

@test "with - only the letter is on the standard output" {
	run -0 --separate-stderr return_it --letter -
	[[ ${lines[0]} == 补正通知书 ]]
	[[ $output != *"Screen XF"* ]]
	[ "$(in_round --json show XF-0001 | json '["data"]["state"]')" = returned ]
}

@test "what the round's own rules found stands in the letter in their words" {
	archive t.zip json='{"title": "乙", "category": "professional", "organisation": {"name": "青年团队", "kind": "filed-team"}, "requested": "1000.00", "answers": {"need": "有"}}'
	in_round $in_march submit t.zip >/dev/null 2>&1
	run -0 in_round $in_march screen XF-0002 --return "请由登记的单位申报" --letter -
	[[ $output == *"1. 备案团队不能申报"* ]]
}

@test "returned after the round closed the letter promises no date" {
	run -0 in_round $in_april screen XF-0001 --return 补材料 --letter -
	[[ $output == *"受理已于 2018年3月31日17:30 截止"* ]]
}

@test "there is no letter for what is not returned, and none with other verdicts" {
	run -4 --separate-stderr in_round screen XF-0001 --letter -
	[[ $stderr == *XF-0001* ]]
	run -3 --separate-stderr in_round screen XF-0099 --letter -
	run -2 --separate-stderr in_round $in_march screen XF-0001 --pass --letter x.txt
	run -2 --separate-stderr in_round $in_march screen XF-0001 --return x --dry-run --letter x.txt
	run -2 --separate-stderr in_round --json screen XF-0001 --letter x.txt
	run -2 --separate-stderr in_round screen XF-0001 --lang en
	[ ! -e x.txt ]
}

@test "a letter that cannot be written leaves no verdict, a verdict that is refused leaves no letter" {
	run -3 --separate-stderr return_it --letter nowhere/letter.txt
	[ "$(in_round --json show XF-0001 | json '["data"]["state"]')" = submitted ]
	run -4 --separate-stderr in_round $in_march --as reviewer-1 screen XF-0001 --return x --letter letter.txt
	[ ! -e letter.txt ]
}

@test "every finding of a screening has words for a letter" {
	for symbol in $(sed -n 's/^GR_FINDING(\(SCREENING_[A-Z_]*\),.*/\1/p' "$srcdir/libgrant/base/finding-ids.h"); do
		grep -q "GR_F_$symbol" "$srcdir/libgrant/work/letter.c"
	done
}
