# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

# Two that share the first place, and money for one of them.
tied_round() {
	new_round 50000.00
	submit_titles 甲 乙 丙
	pass_all XF-0001 XF-0002 XF-0003
	for id in XF-0001 XF-0002 XF-0003; do in_round $in_april assign "$id" reviewer-1 >/dev/null; done
	review reviewer-1 XF-0001 18 70
	review reviewer-1 XF-0002 18 70
	review reviewer-1 XF-0003 10 10
}

pool() { in_round $in_april draw pool "$@" >/dev/null; }

@test "the pool is fixed first, and the seed gives what a shell with sha256sum gives" {
	tied_round
	run -0 in_round $in_april draw pool XF-0003 XF-0001 XF-0002 --source "五月一日的彩票号码"
	[[ $output == *"grant draw run 1 --seed"* ]]
	run -0 git -C "$ROUND" show main:draws/1.json
	[ "$(json '["pool"]' <<<"$output")" = '["XF-0003", "XF-0001", "XF-0002"]' ]
	run -0 in_round $in_may --json draw run --seed "3 9 14"
	[ "$(json '["data"]["number"]' <<<"$output")" = 1 ]
	left=(XF-0003 XF-0001 XF-0002)
	drawn=()
	for k in 1 2 3; do
		digits=$(printf 'test-2018/1\n3 9 14\n%s.1\n' "$k" | sha256sum | cut -c1-16)
		at=$(python3 -c "import sys; print(int(sys.argv[1], 16) % int(sys.argv[2]))" "$digits" ${#left[@]})
		drawn+=("${left[at]}")
		left=("${left[@]:0:at}" "${left[@]:at+1}")
	done
	[ "$(json '["data"]["drawn"]["result"]' <<<"$output")" = "[\"${drawn[0]}\", \"${drawn[1]}\", \"${drawn[2]}\"]" ]
	[ "$(git -C "$ROUND" log -1 --format=%s)" = "Run draw 1: 3 of 3" ]
}

@test "a draw by RFC 3797 takes whole numbers only, and so many as are asked for" {
	tied_round
	pool XF-0001 XF-0002 XF-0003 --source 彩票 --method rfc3797
	run -5 --separate-stderr in_round $in_may draw run --seed "一二三"
	[[ $stderr == *"whole numbers"* ]]
	run -0 in_round $in_may --json draw run 1 --seed "9319; 2 5 12 8 10" --count 2
	expected=$(python3 - <<-'END'
	import hashlib, json
	left, drawn = ["XF-0001", "XF-0002", "XF-0003"], []
	for i in range(2):
	    around = i.to_bytes(2, "big")
	    drawn.append(left.pop(int(hashlib.md5(around + b"9319./2.5.8.10.12./" + around).hexdigest(), 16) % len(left)))
	print(json.dumps(drawn))
	END
	)
	[ "$(json '["data"]["drawn"]["result"]' <<<"$output")" = "$expected" ]
}

@test "a draw runs once, and a dry run of it writes nothing" {
	tied_round
	pool XF-0001 XF-0002 --source 彩票
	before=$(commits)
	run -0 in_round $in_may draw run --seed 7 --dry-run
	[[ $output == *XF-0001* ]]
	[ "$(commits)" = "$before" ]
	in_round $in_may draw run --seed 7 >/dev/null
	run -4 --separate-stderr in_round $in_may draw run 1 --seed 8
	[[ $stderr == *"“7”"* ]]
	run -3 --separate-stderr in_round $in_may draw run --seed 8
	run -3 in_round $in_may draw run 5 --seed 8
}

@test "a pool says what is wrong with it" {
	tied_round
	run -2 in_round $in_april draw pool XF-0001 XF-0002
	run -5 in_round $in_april draw pool XF-0001 --source 彩票
	run -5 --separate-stderr in_round $in_april draw pool XF-0001 XF-0002 XF-0001 --source 彩票
	[[ $stderr == *"XF-0001 is named twice"* ]]
	run -5 in_round $in_april draw pool XF-0001 reviewer-1 --source 彩票
	run -5 in_round $in_april draw pool XF-0001 XF-0002 --source " "
	run -5 in_round $in_april draw pool XF-0001 XF-0002 --source 彩票 --method dice
	run -3 in_round $in_april draw pool XF-0001 XF-0099 --source 彩票
	run -4 in_round $in_april --as reviewer-1 draw pool XF-0001 XF-0002 --source 彩票
	in_round $in_april withdraw XF-0002 --reason 撤回 >/dev/null
	run -4 in_round $in_april draw pool XF-0001 XF-0002 --source 彩票
	run -3 git -C "$ROUND" cat-file -e main:draws/1.json || [ "$status" = 128 ]
}

@test "people are drawn too" {
	new_round
	pool reviewer-1 reviewer-2 reviewer-3 --source 彩票
	run -0 in_round $in_may --json draw run --seed 5 --count 1
	[[ $(json '["data"]["drawn"]["result"][0]' <<<"$output") == reviewer-? ]]
}

@test "two draws that wait are told apart by their number, and are listed" {
	tied_round
	pool XF-0001 XF-0002 --source 彩票甲
	pool XF-0002 XF-0003 --source 彩票乙
	run -5 --separate-stderr in_round $in_may draw run --seed 5
	[[ $stderr == *"1 and 2"* ]]
	run -0 in_round $in_may draw run 2 --seed 5
	run -0 in_round draw
	[[ $output == *彩票甲* && $output == *彩票乙* ]]
	run -0 in_round --json draw
	[ "$(json '["data"]["draws"][1]["count"]' <<<"$output")" = 2 ]
	run -0 in_round draw show 2
	[[ $output == *彩票乙* && $output == *XF-0003* ]]
	run -3 in_round draw show 3
	run -2 in_round draw show x
}

@test "a tie across the line is settled by a draw of the whole group" {
	tied_round
	run -1 --separate-stderr in_round $in_april decide --from-rank
	[[ $stderr == *"grant draw pool XF-0001 XF-0002 --source"* ]]
	pool XF-0001 XF-0003 --source 彩票
	in_round $in_april draw run 1 --seed 1 >/dev/null
	run -5 in_round $in_april decide --from-rank --draw 1
	pool XF-0001 XF-0002 --source 彩票
	run -4 in_round $in_april decide --from-rank --draw 2
	run -3 in_round $in_april decide --from-rank --draw 9
	in_round $in_april draw run 2 --seed 2 --count 1 >/dev/null
	first=$(in_round --json draw show 2 | json '["data"]["drawn"]["result"][0]')
	run -0 in_round $in_april decide --from-rank --draw 2
	run -0 in_round --json list --state approved
	[ "$(json '["data"]["applications"][0]["id"]' <<<"$output")" = "$first" ]
	run -0 git -C "$ROUND" show main:decisions/review/settlement.json
	[ "$(json '["groups"][0]["draw"]' <<<"$output")" = 2 ]
	[ "$(json '["groups"][0]["applications"][0]' <<<"$output")" = "$first" ]
}

@test "who looks at an application or at the ranking sees that a draw decided, which one, and the place in it" {
	tied_round
	pool XF-0001 XF-0002 --source 彩票
	in_round $in_april draw run 1 --seed 2 >/dev/null
	first=$(in_round --json draw show 1 | json '["data"]["drawn"]["result"][0]')
	last=$([ "$first" = XF-0001 ] && echo XF-0002 || echo XF-0001)
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["settlements"]' <<<"$output")" = "[]" ]
	run -0 in_round rank
	[[ $output != *"settled"* ]]
	in_round $in_april decide --from-rank --draw 1 >/dev/null
	run -0 in_round --json show "$last"
	[ "$(json '["data"]["settlements"][0]["draw"]' <<<"$output")" = 1 ]
	[ "$(json '["data"]["settlements"][0]["position"]' <<<"$output")" = 2 ]
	[ "$(json '["data"]["settlements"][0]["applications"][0]' <<<"$output")" = "$first" ]
	run -0 in_round show "$last"
	[[ $output == *"Settlement of ties"*POSITION*DRAW*"review"*"2  $first, $last"*"1"* ]]
	run -0 in_round show XF-0003
	[[ $output != *"Settlement"* ]]
	run -0 in_round rank
	[[ $output == *"The tie was settled by draw 1: $first, $last"* ]]
	run -0 in_chinese rank
	[[ $output == *"并列按第 1 号抽签排定：${first}、$last"* ]]
	run -0 in_round --json rank
	[ "$(json '["data"]["settlements"][0]["draw"]' <<<"$output")" = 1 ]
}

# Another version of a draw's record, as a hand with git would write it.
rewrite_draw() { # sed script
	rm -rf clone
	git clone -q "$ROUND" clone
	sed -i "$1" clone/draws/1.json
	git -C clone -c user.name=x -c user.email=x@x commit -qam "by hand"
	git -C clone push -q origin HEAD:main
}

@test "a check draws again and finds nothing where nothing was changed" {
	tied_round
	run -0 in_round draw check
	pool XF-0001 XF-0002 --source 彩票
	run -0 in_round draw check
	[[ $output == *draw.waits* ]]
	in_round $in_may draw run --seed 4 >/dev/null
	run -0 in_round --json draw check 1
	[ "$(json '["data"]["findings"]' <<<"$output")" = "[]" ]
}

@test "a check finds a result that does not follow, a seed that was replaced, and a pool that was changed" {
	tied_round
	pool XF-0001 XF-0002 --source 彩票
	in_round $in_may draw run --seed 4 >/dev/null
	rewrite_draw 's/"seed": "4"/"seed": "5"/'
	run -1 in_round draw check
	[[ $output == *draw.again* ]]
	rewrite_draw 's/"seed": "5"/"seed": "4"/; /"result"/,/]/{s/XF-0001/XF-0009/; s/XF-0002/XF-0001/; s/XF-0009/XF-0002/}'
	run -1 in_round draw check
	[[ $output == *draw.result* ]]
	rewrite_draw '/"pool"/,/]/s/XF-0002/XF-0003/'
	run -1 in_round draw check
	[[ $output == *draw.pool* ]]
}

@test "a check finds a pool that came with its seed" {
	tied_round
	pool XF-0001 XF-0002 --source 彩票
	in_round $in_may draw run --seed 4 >/dev/null
	git clone -q "$ROUND" clone
	git -C clone mv draws/1.json draws/2.json
	sed -i 's/"seed": "4"/"seed": "6"/' clone/draws/2.json
	git -C clone -c user.name=x -c user.email=x@x commit -qam "by hand"
	git -C clone push -q origin HEAD:main
	run -1 in_round draw check 2
	[[ $output == *draw.at-once* ]]
}

@test "a draw is run later than its pool was fixed, and a second draw of the same pool is warned of" {
	tied_round
	pool XF-0001 XF-0002 --source 彩票
	run -4 --separate-stderr in_round --at 2018-04-01T10:00:00+08:00 draw run --seed 4
	[[ $stderr == *"fixed at 2018-04-10"* ]]
	in_round $in_april draw run --seed 4 >/dev/null
	run -0 in_round draw check
	[[ $output != *draw.repeated* ]]
	pool XF-0002 XF-0001 --source 另一期
	run -0 in_round draw check
	[[ $output == *draw.repeated*"grant draw run 2 --seed"* || $output == *"grant draw run 2 --seed"*draw.repeated* ]]
}
