# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

@test "wrong usage ends with 2 and says what is right" {
	run -2 --separate-stderr grant submti
	[[ $stderr == *submit* ]]
	run -2 --separate-stderr grant submit --colour p.zip
	run -2 --separate-stderr grant screen
}

@test "what is not built says so" {
	run -2 --separate-stderr grant verify
	[[ $stderr == *"not built"* ]]
}

@test "a full disk ends with 7 and words" {
	new_round
	run -7 --separate-stderr bash -c '"$GRANT" -C "$ROUND" person list >/dev/full'
	[ -n "$stderr" ]
}

@test "an act whose answer cannot be written says that it is done, and why it cannot" {
	new_round
	run -7 --separate-stderr bash -c '"$GRANT" -C "$ROUND" --at 2018-02-22T09:00:00+08:00 person add li --name 李 --role reviewer >/dev/full'
	[[ $stderr == *"No space left on device"*"it was done"*"$(git -C "$ROUND" rev-parse --short=10 main)"* ]]
	submit_titles 甲
	run -7 --separate-stderr bash -c '"$GRANT" -C "$ROUND" show XF-0001 >/dev/full'
	[[ $stderr == *"No space left on device"* && $stderr != *"it was done"* ]]
	archive z.zip title=乙 organisation=乙
	run -7 --separate-stderr bash -c '"$GRANT" -C "$ROUND" '"$in_march"' submit z.zip >/dev/full'
	[[ $stderr == *"No space left on device"*"it was done"* ]]
	archive a.zip title=丙 organisation=丙
	archive b.zip title=丁 organisation=丁
	run -7 --separate-stderr bash -c '"$GRANT" -C "$ROUND" '"$in_march"' submit a.zip b.zip >/dev/full'
	[[ $stderr == *"it was done"*"XF-0003 a.zip"*"XF-0004 b.zip"* ]]
}

@test "with --json a failure is one document on stderr" {
	new_round
	run -3 --separate-stderr in_round --json show XF-0009
	[ "$(json '["error"]["code"]' <<<"$stderr")" = GRANT_ENOTFOUND ]
	[ "$(json '["error"]["exit"]' <<<"$stderr")" = 3 ]
	[ -z "$output" ]
}

@test "in a Chinese locale messages, states and help are Chinese" {
	new_round
	submit_titles 甲
	export LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale
	run -0 in_round list
	[[ $output == *已提交* ]]
	run -3 --separate-stderr in_round show XF-0009
	[[ $stderr == *没有* ]]
}

@test "tables align Chinese text by its width" {
	new_round
	submit_titles 甲 一站式维权
	run -0 in_round list
	python3 - "$output" <<-'END'
	import sys, unicodedata
	def width(text): return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
	lines = sys.argv[1].split("\n")
	columns = {width(line[:line.index("40,000.00")]) for line in lines if "40,000.00" in line}
	assert len(columns) == 1, lines
	END
}

@test "a pipe gets plain text" {
	new_round
	submit_titles 甲
	run -0 in_round list
	[[ $output != *$'\e'* ]]
}

@test "search finds Chinese words of one and two characters" {
	new_round
	submit_titles 巾帼志愿 家庭教育
	run -0 in_round --json search 志愿
	[ "$(json '["data"]["results"].__len__()' <<<"$output")" = 1 ]
	run -0 in_round --json search 帼
	[ "$(json '["data"]["results"][0]["application"]' <<<"$output")" = XF-0001 ]
	run -0 in_round --json search '热" OR *'
	[ "$(json '["data"]["results"].__len__()' <<<"$output")" = 0 ]
}

@test "filters of the list" {
	new_round
	archive a.zip title=甲 organisation=甲协会 requested=10000.00
	archive b.zip title=乙 organisation=乙中心 requested=20000.00 category=service
	in_round $in_march submit a.zip b.zip
	run -0 in_round --json list --category service
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0002 ]
	run -0 in_round --json list --organisation 协会
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 1 ]
	run -0 in_round --json list --at-least 15000
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0002 ]
	run -0 in_round --json list --order -requested
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0002 ]
	run -5 --separate-stderr in_round list --state nowhere
}

@test "what a list shows of a category or a state, in either language, narrows it down as well as the id" {
	new_round
	rm -rf round.git
	sed -i 's/{"zh": "服务类"}/{"zh": "服务类", "en": "Service for all"}/' round.json
	grant init round.git --round round.json --rules rules.lua --as officer --name 陈处长 --unsigned --retrospective \
		--at 2018-02-20T09:00:00+08:00
	archive a.zip title=甲 organisation=甲协会
	archive b.zip title=乙 organisation=乙中心 category=service
	in_round --as officer --at=2018-03-20T10:00:00+08:00 submit a.zip b.zip
	[[ $(in_round list) == *submitted*"Service for all"* ]]
	[[ $(in_chinese list) == *已提交*服务类* ]]
	for category in service "Service for all" 服务类; do
		run -0 in_round --json list --category "$category"
		[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 1 ]
		[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = XF-0002 ]
	done
	for state in submitted 已提交; do
		run -0 in_round --json list --state "$state"
		[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 2 ]
	done
	run -0 in_round --json list --state "in review"
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 0 ]
	run -5 --separate-stderr in_round list --category 别的
	[[ $stderr == *"(service)"* ]]
	run -5 --separate-stderr in_round list --state nowhere
	[[ $stderr == *submitted*withdrawn* ]]
	run -5 --separate-stderr in_chinese list --state nowhere
	[[ $stderr == *已提交*已撤回* ]]
}

@test "the index is made anew when it is missing or damaged, and sqlite3 opens it" {
	new_round
	submit_titles 甲 乙
	rm -f "$ROUND"/grant/index.sqlite*
	run -0 in_round --json list
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 2 ]
	head -c 5000 /dev/urandom >"$ROUND"/grant/index.sqlite
	run -0 in_round --json list
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 2 ]
	run -0 in_round reindex
	run -0 sqlite3 "$ROUND"/grant/index.sqlite 'select count(*) from grant_applications_v1'
	[ "$output" = 2 ]
}

@test "an index that stands for a history that is gone is made anew" {
	new_round
	submit_titles 甲 乙
	in_round list >/dev/null
	git -C "$ROUND" update-ref refs/heads/main main~1
	run -0 in_round --json list
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 1 ]
}

@test "a round on read-only media can be looked at" {
	[ "$(id -u)" != 0 ] || skip "root writes everywhere"
	new_round
	submit_titles 甲
	rm -f "$ROUND"/grant/index.sqlite*
	chmod -R a-w "$ROUND"
	run -0 in_round list
	chmod -R u+w "$ROUND"
}

@test "a dry run says what would change and changes nothing" {
	new_round
	submit_titles 甲
	before=$(commits)
	run -0 in_round $in_april screen XF-0001 --pass --dry-run
	[[ $output == *applications/01/XF-0001/screening.json* ]]
	[ "$(commits)" = "$before" ]
}

@test "an empty round has no applications yet, and that is no filter's fault" {
	new_round
	run -0 --separate-stderr in_round list
	[[ $stderr == *"no applications yet"* ]]
	run -0 --separate-stderr in_round list --state approved
	[[ $stderr == *"no application fits"* ]]
}

@test "a check against a broken round is bad input, not an answer about the archive" {
	write_round
	archive p.zip
	sed -i 's/"budget": "[0-9.]*"/"budget": "much"/' round.json
	run -5 --separate-stderr grant check p.zip --round round.json
	[[ $stderr == *round.json* && -z $output ]]
	echo '{' >round.json
	run -5 --separate-stderr grant check p.zip --round round.json
}

@test "a format that export does not know is wrong usage" {
	new_round
	run -2 --separate-stderr in_round export applications --format nosuch
	[[ $stderr == *nosuch*csv*json* ]]
}

@test "an id that is not quite one is put right, another hears how the round's ids look" {
	new_round
	submit_titles 甲
	for command in "show" "log" "cat" "screen"; do
		words=xf-1 && [ $command != cat ] || words="xf-1 x"
		run -3 --separate-stderr in_round $in_april $command $words
		[[ $stderr == *"XF-0001"* ]]
	done
	sed 's/"prefix": "XF"/"prefix": "CT"/; s/test-2018/other-2018/' round.json >other.json
	grant init other.git --round other.json --rules rules.lua --as officer --name N --unsigned >/dev/null
	run -3 --separate-stderr grant -C other.git show 反家暴
	[[ $stderr == *"ids look like CT-0017"* && $stderr != *XF* ]]
}

@test "a limit of nothing is wrong usage" {
	new_round
	for command in "log" "list" "search x"; do
		run -2 --separate-stderr in_round $command --limit 0
	done
}

@test "a terminal that is dumb gets no pager" {
	new_round
	TERM=xterm GRANT_PAGER='sed s/^/paged:/' run -0 script -qec "$GRANT -C $ROUND log" /dev/null
	[[ $output == *paged:* ]]
	TERM=dumb GRANT_PAGER='sed s/^/paged:/' run -0 script -qec "$GRANT -C $ROUND log" /dev/null
	[[ $output != *paged:* && $output == *reviewer-3* ]]
}

@test "a folder that is given as an archive hears how to pack it" {
	new_round
	mkdir folder
	echo '{}' >folder/application.json
	run -5 --separate-stderr in_round $in_march submit folder
	[[ $stderr == *folder*"pack it as zip"* ]]
	run -5 --separate-stderr grant check folder --round round.json
	[[ $stderr == *"pack it as zip"* ]]
}

@test "a file that fails is named once" {
	new_round
	mkdir sub
	echo no >sub/a.zip
	run -5 --separate-stderr in_round $in_march submit "$PWD/sub/a.zip"
	[ "$(head -n 1 <<<"$stderr" | grep -o 'a\.zip' | wc -l)" = 1 ]
}

@test "status says first what is late" {
	new_round
	submit_titles 甲 乙
	in_round $in_april screen XF-0001 --return "补" # due at no time
	pass_all XF-0002
	in_round $in_may decide XF-0002 --approve 30000 >/dev/null
	in_round $in_may agree XF-0002 >/dev/null
	run -0 in_round --at 2018-08-01T00:00:00+08:00 --json status
	[ "$(json '["data"]["tasks"][0]["application"]' <<<"$output")" = XF-0002 ]
	[ "$(json '["data"]["tasks"][0]["late"]' <<<"$output")" = True ]
}

@test "one error is one error" {
	new_round
	archive p.zip category=service # more than that category may have
	in_round $in_march submit p.zip
	run -4 --separate-stderr in_round $in_april screen XF-0001 --pass
	[[ $stderr == *"(1 error)"* ]]
}

@test "git's grant.person says who acts" {
	new_round
	unset GRANT_PERSON
	git -C "$ROUND" config grant.person officer
	run -0 in_round $in_march person add x --name X --role observer
	git -C "$ROUND" config --unset grant.person
	run -4 --separate-stderr in_round $in_march person add y --name Y --role observer
	[[ $stderr == *--as* ]]
}

@test "completion offers commands, options and applications" {
	new_round
	submit_titles 甲
	run -0 grant --complete bash scr
	[[ $output == *screen* ]]
	run -0 grant --complete bash -C "$ROUND" show XF
	[[ $output == *XF-0001* ]]
	run -0 grant --complete bash -C "$ROUND" amend XF-0001 org
	[[ $output == *organisation.uscc=* ]]
	run -0 grant --complete bash -C "$ROUND" amend XF-0001 ans
	[[ $output == *answers.need=* ]]
	run -0 grant --complete bash screen XF-0001 --lang b
	[[ $output == *both* ]]
	run -0 grant --complete bash draw pool --method r
	[[ $output == *rfc3797* ]]
	run -0 grant --complete bash rules doc r.lua --format m
	[[ $output == *markdown* && $output != *csv* ]]
}

@test "every command has a help text" {
	for command in init round person kit check submit list show cat extract search log screen amend withdraw diff conflict assign \
		review measure rank rules draw decide agree milestone pay status export reindex doctor maintain; do
		run -0 grant "$command" --help
		[[ $output == *"$command"* ]]
	done
}
