# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

@test "a new round is a clean git repository whose log tells the story" {
	new_round
	run -0 git -C "$ROUND" fsck --strict
	[ -z "$output" ] || [[ $output != *error* ]]
	run -0 git -C "$ROUND" log --format=%s main
	[[ ${lines[-1]} == "Make the round test-2018" ]]
	run -0 git -C "$ROUND" log -1 --format=%B main
	[[ $output == *"Grant-Act: person-add"*"Grant-Subject: reviewer-3"*"Grant-Actor: officer"* ]]
}

@test "the modules that the rules require are copied into the round" {
	new_round
	run -0 git -C "$ROUND" ls-tree -r --name-only main round
	[[ $output == *"round/rules/grant/mean.lua"* ]]
	[[ $output == *"round/rules/grant/allocate_skip.lua"* ]]
}

@test "a dry run of init lists what the round would hold, and makes nothing" {
	write_round
	write_rules
	run -0 grant init dry.git --round round.json --rules rules.lua --as officer --name N --unsigned --dry-run
	[ ! -e dry.git ]
	sed -n 's/^  add *//p' <<<"$output" | LC_ALL=C sort >listed
	grant init real.git --round round.json --rules rules.lua --as officer --name N --unsigned
	git -C real.git ls-tree -r --name-only main | LC_ALL=C sort >made
	cmp listed made
	run -0 grant init dry.git --round round.json --rules rules.lua --as officer --name N --unsigned --dry-run --json
	[ "$(json '["data"]["changes"][0]["path"]' <<<"$output")" = .gitattributes ]
}

@test "a folder that is not empty is left alone" {
	write_round
	write_rules
	mkdir there && touch there/file
	run -6 --separate-stderr grant init there --round round.json --rules rules.lua --as officer --name N --unsigned
	[ "$(ls there)" = file ]
}

@test "every mistake in a round's description is told at once" {
	write_round
	write_rules
	sed -i 's/"prefix": "XF"/"prefix": "xf!"/; s/"budget": "100000.00"/"budget": "viel"/; s/"places": 2/"plaecs": 2/' round.json
	run -5 --separate-stderr grant init r.git --round round.json --rules rules.lua --as officer --name N --unsigned
	[[ $stderr == *prefix* && $stderr == *budget* && $stderr == *plaecs* ]]
	[ ! -e r.git ]
}

@test "rules that cannot be loaded are refused with their line" {
	write_round
	printf 'return {\n  api = 1,\n  score = function( end\n}\n' >rules.lua
	run -5 --separate-stderr grant init r.git --round round.json --rules rules.lua --as officer --name N --unsigned
	[[ $stderr == *3* ]]
	[ ! -e r.git ]
}

@test "signatures are not pretended: without --unsigned it says so" {
	write_round
	write_rules
	run --separate-stderr grant init r.git --round round.json --rules rules.lua --as officer --name N
	[ "$status" -ne 0 ]
	[[ $stderr == *--unsigned* ]]
	[ ! -e r.git ]
}

@test "a time can be said in retrospective rounds only" {
	write_round
	write_rules
	grant init r.git --round round.json --rules rules.lua --as officer --name N --unsigned
	run -4 --separate-stderr grant -C r.git --at 2018-03-01T10:00:00+08:00 person add clerk --name C --role intake
	[[ $stderr == *--retrospective* ]]
}

@test "in a retrospective round an act without --at is told to be of today; looking is not" {
	new_round
	run -0 --separate-stderr grant init now.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective
	[[ $stderr == *"--at"* ]]
	run -0 --separate-stderr grant init then.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective $in_march
	[ -z "$stderr" ]
	run -0 --separate-stderr in_round person add late --name "后来的" --role reviewer
	[[ $stderr == *"--at"* ]]
	run -0 --separate-stderr in_round --json person add later --name "更后来的" --role reviewer
	[ -z "$stderr" ]
	[ "$(json '["data"]["undated"]' <<<"$output")" = True ]
	run -0 --separate-stderr in_round $in_march person add third --name "早的" --role reviewer
	[ -z "$stderr" ]
	run -0 --separate-stderr in_round person list
	[ -z "$stderr" ]
}

@test "the round's card is in the reader's language, its words too" {
	new_round
	in_round $in_march round edit refuse=programs,macros,encrypted,disguised --reason r
	run -0 in_chinese round show
	[[ $output == *"need  需求分析  文字"* ]]
	[[ $output == *"程序"*"带宏的文件"*"加密的文件"*"名不副实的文件"* ]]
	[[ $output == *"50  签订协议"* && $output != *agreement* ]]
	run -0 in_round round show
	[[ $output == *"50  agreement"*  && $output == *"text"* ]]
}

@test "with --checkout the files follow each act and git finds nothing to commit" {
	write_round
	write_rules
	grant init r --round round.json --rules rules.lua --as officer --name N --unsigned --checkout
	grant -C r person add clerk --name C --role intake
	[ -f r/people/clerk.json ]
	run -0 git -C r status --porcelain
	[ -z "$output" ]
}

@test "a folder without a round ends with 7 and names the folder" {
	mkdir empty
	run -7 --separate-stderr grant -C empty list
	[[ $stderr == *empty* ]]
}

@test "who is no person of the round cannot act" {
	new_round
	run -4 --separate-stderr grant -C "$ROUND" --as stranger --at 2018-03-02T10:00:00+08:00 person add x --name X --role intake
	[[ $stderr == *stranger* ]]
}

@test "a reviewer cannot add people" {
	new_round
	before=$(commits)
	run -4 --separate-stderr grant -C "$ROUND" --as reviewer-1 $in_march person add x --name X --role intake
	[ "$(commits)" = "$before" ]
}

@test "the last officer cannot be retired, another person can" {
	new_round
	run -4 --separate-stderr grant -C "$ROUND" $in_march person retire officer
	run -0 grant -C "$ROUND" $in_march person retire clerk --on 2018-03-20
	run -4 --separate-stderr grant -C "$ROUND" --as clerk --at 2018-03-21T10:00:00+08:00 submit nothing.zip
}

@test "an unknown feature of the repository is refused by name" {
	new_round
	cd "$ROUND"
	blob=$(git show main:grant.json | sed 's/"unsigned"/"holograms"/' | git hash-object -w --stdin)
	export GIT_INDEX_FILE=$BATS_TEST_TMPDIR/index
	git read-tree main && git update-index --cacheinfo "100644,$blob,grant.json"
	commit=$(git -c user.name=x -c user.email=x commit-tree -p main -m x "$(git write-tree)")
	git update-ref refs/heads/main "$commit"
	unset GIT_INDEX_FILE
	run -7 --separate-stderr grant list
	[[ $stderr == *holograms* ]]
}
