# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() {
	setup_common
	new_round
	submit_titles 甲 乙 丙
}

withdraw() { in_round $in_april withdraw "$@"; }

state() { in_round --json show "$1" | json '["data"]["state"]'; }

reviewed() { # three applications with reviews of all three people: 甲 before 乙 before 丙
	pass_all XF-0001 XF-0002 XF-0003
	assign_all XF-0001 XF-0002 XF-0003
	for i in 1 2 3; do
		review "reviewer-$i" XF-0001 18 60
		review "reviewer-$i" XF-0002 17 50
		[ "$1" = all ] || continue
		review "reviewer-$i" XF-0003 16 40
	done
}

@test "an application is withdrawn before it is screened, and the reason is kept" {
	run -0 in_round $in_march --as clerk withdraw XF-0001 --reason "单位合并"
	[[ $output == "Withdraw XF-0001" ]]
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["state"]' <<<"$output")" = withdrawn ]
	[ "$(json '["data"]["decision"]' <<<"$output")" = '{"verdict": "decline", "reason": "单位合并", "by": "clerk", "at": "2018-03-20T10:00:00+08:00"}' ]
	run -4 --separate-stderr in_round $in_april screen XF-0001 --pass
	run -4 --separate-stderr in_round $in_april amend XF-0001 title=丁 --reason 试
	run -4 --separate-stderr in_round $in_april decide XF-0001 --approve 100
}

@test "a withdrawn application takes no further archive, and its organisation may hand in another" {
	in_round $in_march withdraw XF-0001 --reason "重新申报"
	archive a.zip title=甲二 organisation=机构甲
	run -4 --separate-stderr in_round $in_march submit --replace XF-0001 a.zip
	run -0 --separate-stderr in_round $in_march submit a.zip
	[[ $stderr != *per-organisation* ]]
	run -0 --separate-stderr in_round $in_april --json screen XF-0004
	[[ $output != *per-organisation* ]]
}

@test "a ranking leaves out what was withdrawn, and the others move up" {
	reviewed all
	run -0 in_round --json rank
	[ "$(json '["data"]["results"].__len__()' <<<"$output")" = 3 ]
	withdraw XF-0001 --reason "放弃"
	run -0 in_round --json rank
	[ "$(json '["data"]["results"].__len__()' <<<"$output")" = 2 ]
	[ "$(json '["data"]["results"][0]["application"]' <<<"$output")" = XF-0002 ]
	[ "$(json '["data"]["results"][0]["place"]' <<<"$output")" = 1 ]
	run -3 --separate-stderr in_round rank --explain XF-0001
}

@test "decisions by the ranking leave the withdrawn one as it is and give its money to others" {
	reviewed all
	withdraw XF-0001 --reason "放弃"
	run -0 in_round $in_april --json decide --from-rank
	[[ $output != *XF-0001* ]]
	[ "$(state XF-0001)" = withdrawn ]
	[ "$(state XF-0002)" = approved ]
	[ "$(state XF-0003)" = approved ]
}

@test "a ranking that was recorded before still leads to decisions, also when others are decided already" {
	reviewed all
	in_round $in_april rank --record
	in_round $in_april decide XF-0002 --approve 40000
	withdraw XF-0001 --reason "放弃"
	run -0 in_round $in_april --json decide --from-rank
	[ "$(state XF-0001)" = withdrawn ]
	[ "$(state XF-0003)" = approved ]
	run -0 in_round --json rank
	[[ $output != *XF-0001* ]]
}

@test "a recorded ranking that other records have outdated is still refused" {
	reviewed some
	in_round $in_april rank --record
	in_round $in_april --as reviewer-1 conflict XF-0002 --reason "本人是理事"
	withdraw XF-0001 --reason "放弃"
	run -4 --separate-stderr in_round $in_april decide --from-rank
	run -0 in_round $in_april rank --record
	run -0 in_round $in_april decide --from-rank
}

@test "a reviewer's queue and the status do not name it any more" {
	reviewed some
	run -0 in_round --json --as reviewer-1 review
	[ "$(json '["data"]["open"]' <<<"$output")" = 1 ]
	run -0 in_round --json status
	[[ $output == *XF-0003* ]]
	withdraw XF-0003 --reason "放弃"
	run -0 in_round --json --as reviewer-1 review
	[ "$(json '["data"]["open"]' <<<"$output")" = 0 ]
	[[ $output != *XF-0003* ]]
	run -0 in_round --json status
	[[ $output != *XF-0003* ]]
	[ "$(json '["data"]["states"]["withdrawn"]' <<<"$output")" = 1 ]
	run -4 --separate-stderr in_round $in_april --as reviewer-1 review XF-0003 --score need=1 --score plan=1
}

@test "an award is given back and the sums forget it; only an officer may do that" {
	pass_all XF-0001
	in_round $in_april decide XF-0001 --approve 40000
	run -4 --separate-stderr in_round $in_april --as clerk withdraw XF-0001 --reason "放弃"
	run -0 withdraw XF-0001 --reason "放弃"
	run -0 in_round --json status
	[ "$(json '["data"]["money"]["decided"]' <<<"$output")" = 0.00 ]
}

@test "what is agreed, rejected or withdrawn already cannot be withdrawn" {
	pass_all XF-0001
	in_round $in_april decide XF-0001 --approve 40000
	in_round $in_may agree XF-0001
	run -4 --separate-stderr in_round $in_may withdraw XF-0001 --reason "放弃"
	in_round $in_april screen XF-0002 --reject "不符"
	run -4 --separate-stderr withdraw XF-0002 --reason "放弃"
	withdraw XF-0003 --reason "放弃"
	run -4 --separate-stderr withdraw XF-0003 --reason "放弃"
	run -3 --separate-stderr withdraw XF-0099 --reason "放弃"
	run -4 --separate-stderr in_round $in_april --as reviewer-1 withdraw XF-0003 --reason "放弃"
}

@test "the way back makes it stand as it did before any decision, and its reason is told" {
	reviewed all
	in_round $in_april decide XF-0001 --approve 40000
	withdraw XF-0001 --reason "放弃"
	run -0 withdraw XF-0001 --undo --reason "来函更正：不放弃"
	[[ $output == "Take the withdrawal of XF-0001 back: 来函更正：不放弃" ]]
	[ "$(state XF-0001)" = in-review ]
	run -0 in_round --json rank
	[ "$(json '["data"]["results"][0]["application"]' <<<"$output")" = XF-0001 ]
	run -0 in_round list --state in-review
	[[ $output == *XF-0001* ]]
	run -0 in_round log XF-0001
	[[ $output == *来函更正* ]]
	run -0 in_chinese log XF-0001
	[[ $output == *"恢复已撤回的 XF-0001：来函更正"* ]]
}

@test "the way back is an officer's, needs something to go back from, and a short reason" {
	run -4 --separate-stderr withdraw XF-0001 --undo --reason "更正"
	withdraw XF-0001 --reason "放弃"
	run -4 --separate-stderr in_round $in_april --as clerk withdraw XF-0001 --undo --reason "更正"
	run -5 --separate-stderr withdraw XF-0001 --undo --reason "$(printf '更%.0s' {1..101})"
	run -5 --separate-stderr withdraw XF-0001 --undo --reason " "
	run -2 --separate-stderr withdraw XF-0001 --undo
	[ "$(state XF-0001)" = withdrawn ]
}

@test "a dry run of either changes nothing, and both answer as JSON" {
	before=$(commits)
	run -0 withdraw XF-0001 --reason "放弃" --dry-run
	[[ $output == *decision.json* ]]
	[ "$(commits)" = "$before" ]
	run -0 in_round $in_april --json withdraw XF-0001 --reason "放弃"
	[ "$(json '["data"]["act"]' <<<"$output")" = withdraw ]
	run -0 in_round $in_april --json withdraw XF-0001 --undo --reason "更正" --dry-run
	[ "$(json '["data"]["act"]' <<<"$output")" = withdraw-undo ]
	[ "$(json '["data"]["changes"][0]["change"]' <<<"$output")" = remove ]
	[ "$(state XF-0001)" = withdrawn ]
}
