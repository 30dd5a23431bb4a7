# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; new_round; }

edit() { in_round $in_march person edit "$@"; }
person() { in_round --json person show "$1" | json "['data']$2"; }

@test "what a reviewer knows is changed later, and assign --auto goes by it" {
	archive 调解.zip title=社区调解 organisation=机构一 category=service requested=20000.00
	archive 医疗.zip title=义诊 organisation=机构二 category=professional
	for name in 调解 医疗; do in_round $in_march submit $name.zip >/dev/null; done
	pass_all XF-0001 XF-0002
	run -0 edit reviewer-3 --expertise 调解 --expertise service --reason 本人说明
	[[ $output == *"Edit the person reviewer-3: expertise (本人说明)"*"调解, service"* ]]
	[ "$(git -C "$ROUND" log -1 --format=%s)" = "Edit the person reviewer-3: expertise (本人说明)" ]
	[ "$(person reviewer-3 "['expertise']")" = '["调解", "service"]' ]
	in_round $in_april assign --auto --per-application 1 >/dev/null
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["assignments"][0]["person"]' <<<"$output")" = reviewer-3 ]
	edit reviewer-3 --expertise 医疗 --reason r >/dev/null
	[ "$(person reviewer-3 "['expertise']")" = '["医疗"]' ]
	edit reviewer-3 --expertise "" --reason r >/dev/null
	run -0 in_round --json person show reviewer-3
	[[ $output != *expertise* ]]
}

@test "a name, an organisation, roles and days change together in one commit; an empty text takes a field away" {
	before=$(commits)
	run -0 in_round $in_march --json person edit clerk --name 收件处 --organisation 区妇联 --role intake --role observer --to 2018-12-31 --reason 调岗
	[ "$(json '["data"]["act"]["sentence"]' <<<"$output")" = "Edit the person clerk: name, organisation, roles, to (调岗)" ]
	[ "$(json '["data"]["fields"][0]["old"]' <<<"$output")" = 收件员 ]
	[ "$(commits)" = $((before + 1)) ]
	run -0 edit clerk --organisation "" --to "" --reason 更正
	run -0 in_round --json person show clerk
	[[ $output != *organisation* && $output != *'"to"'* && $output == *收件处* && $output == *observer* ]]
	run -0 in_chinese log
	[[ $output == *"修改人员 clerk：organisation, to (更正)"* ]]
}

@test "who was retired may come back" {
	in_round $in_march person retire reviewer-1 --on 2018-03-25 >/dev/null
	edit reviewer-1 --to "" --reason 续聘 >/dev/null
	run -0 in_round --json person show reviewer-1
	[[ $output != *'"to"'* ]]
}

@test "the last officer stays one" {
	for words in "--role intake" "--to 2018-03-25" "--from 2018-04-01"; do
		run -4 --separate-stderr edit officer $words --reason r
		[[ $stderr == *"last officer"* ]]
	done
	in_round $in_march person add second --name 第二 --role officer >/dev/null
	run -0 edit officer --role intake --reason r
	run -4 --separate-stderr edit second --name x --reason r
}

@test "nothing is edited without a reason, without a change, or with what is none" {
	before=$(commits)
	run -2 --separate-stderr edit clerk --name x
	[[ $stderr == *--reason* ]]
	run -2 --separate-stderr edit clerk --reason r
	run -2 edit clerk --prefix XA --reason r
	run -3 edit nobody --name x --reason r
	run -5 --separate-stderr edit clerk --name 收件员 --reason r
	[[ $stderr == *"already"* ]]
	run -5 --separate-stderr edit clerk --role boss --reason r
	[[ $stderr == *clerk*record.word* ]]
	run -5 edit clerk --to tomorrow --reason r
	run -5 edit clerk --name "" --reason r
	run -5 edit clerk --expertise a --expertise "" --reason r
	run -5 edit clerk --name x --reason " "
	run -5 edit clerk --name x --reason "$(printf '长%.0s' {1..101})"
	run -4 --separate-stderr in_round $in_march --as reviewer-1 person edit reviewer-1 --name x --reason r
	run -0 edit clerk --name x --reason r --dry-run
	[[ $output == *"people/clerk.json"* && $output == *"收件员"*"x"* ]]
	[ "$(commits)" = "$before" ]
}
