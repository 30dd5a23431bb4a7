# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

# What a scheme needs besides criteria.
needs_of() { # SCHEME
	case $1 in
	sum) echo --quorum 4 ;;
	weighted) echo --weight need=30 --weight end=70 ;;
	threshold) echo --threshold total=50 --threshold need=15 ;;
	share) echo --measure votes=20:网络投票 --measure gifts=20 ;;
	bonus) echo --measure extra=10:加分 --measure cut=-5.5:扣分 ;;
	stages) echo --advance 3 --carry 40 ;;
	esac
}

# A scheme with two criteria, one of which is a word of Lua.
make() { # FILE SCHEME OPTIONS...
	local file=$1 scheme=$2
	shift 2
	# shellcheck disable=SC2046 # words
	grant rules new "$file" --scheme "$scheme" --criterion 'need=40:需求|Need' --criterion end=60.5:效果 $(needs_of "$scheme") "$@" </dev/null
}

schemes() { grant --json rules new --list | jq -r '.data.schemes[].name'; }

on_terminal() { # ANSWERS WORDS...
	local answers=$1
	shift
	python3 "$lib/terminal.py" "$answers" "$GRANT" rules new "$@"
}

nothing_is_there() { [ ! -e cases ] && [ -z "$(find . -name '*.lua' -print -quit)" ]; }

two_stages() { # a round with its own names for them
	write_round
	sed -i 's/"places": 2,/"places": 1, "stages": [{"id": "written"}, {"id": "live-show"}],/' round.json
}

@test "every scheme with every way to give money loads, passes check and its own case, and makes a round" {
	local scheme how file round n=0
	write_round
	sed 's/"places": 2,/"places": 2, "stages": [{"id": "preliminary"}, {"id": "final"}],/' round.json >two.json
	for scheme in $(schemes); do
		for how in none skip stop "tiers --tier 1=30000 --tier 2=20000.50" "tiers --tier 80+=30000" "share --tier 85=100 --tier 60.5=80.5"; do
			file=$scheme-$((++n)).lua
			# shellcheck disable=SC2086 # words
			make "$file" "$scheme" --tie need --tie -requested --allocation $how >out 2>&1
			grant rules check "$file" >>out
			[ "$(tail -n 1 out)" = "0 errors, 0 warnings" ]
			# each scheme and each way makes a round once, which stands for all
			[ "$scheme" = mean ] || [ "$how" = skip ] || continue
			round=round.json
			[ "$scheme" != stages ] || round=two.json
			grant -q init "r$n.git" --round "$round" --rules "$file" --as officer --name 王芳 --unsigned --dry-run
		done
	done
	[ "$n" -ge 60 ]
	run -0 --separate-stderr grant rules test .
	[ -z "$stderr" ]
	[[ $output == "files: $n; cases: "*"; failed: 0" ]]
}

@test "the schemes are listed with what they need, by --list and when nobody could be asked" {
	run -0 --separate-stderr grant rules new --list
	[[ ${lines[0]} == "SCHEME"*"NEEDS"*"TITLE"* ]]
	[[ $output == *"stages"*"advance, carry"*"Two stages by mean"* ]]
	listed=$output
	run -0 --separate-stderr grant rules new </dev/null
	[ "$output" = "$listed" ]
	run -0 grant --json rules new --list
	[ "$(jq -c '[.kind, (.data.schemes[] | select(.name == "stages"))]' <<<"$output")" = '["schemes",{"name":"stages","title":{"en":"Two stages by mean: so many go on from the first, the last adds a share of it","zh":"初评、终评两个阶段，初评入围，按比例计入总分"},"needs":["advance","carry"],"stages":["preliminary","final"],"quorum":1}]' ]
}

@test "the arithmetic of the calls: the trimmed mean, standard weights, a bonus beyond 100, pass marks" {
	mkdir v && cd v
	grant -q rules new hainan.lua --scheme trimmed --criterion mark=100 --quorum 5 </dev/null >/dev/null
	grant -q rules new dongguan.lua --scheme weighted --criterion panel=100 --criterion gifts=100 --criterion votes=100 \
		--weight panel=60 --weight gifts=20 --weight votes=20 </dev/null >/dev/null
	grant -q rules new zhongshan.lua --scheme bonus --criterion mark=100 --measure raised=50 --measure theme=20 </dev/null >/dev/null
	grant -q rules new suzhou.lua --scheme bonus --criterion mark=100 --measure extra=10 --measure cut=-5 </dev/null >/dev/null
	grant -q rules new pass.lua --scheme threshold --criterion mark=100 --threshold total=60 </dev/null >/dev/null
	one() { # FILE, scores of each reviewer, measures, what must come
		mkdir -p "cases/$1"
		echo "{\"applications\": [{\"id\": \"A\", \"measures\": {$3}, \"reviews\": [$2]}], \"gives\": {\"results\": [$4]}}" >"cases/$1/real.json"
	}
	marks() { local i=0 m; for m; do printf '%s{"person": "p%d", "scores": {"mark": %s}}' "$([ $i = 0 ] || echo ,)" $((++i)) "$m"; done; }
	one hainan "$(marks 90 90 80 80 80)" '' '{"total": "83.33", "exact": "250/3"}'
	one dongguan '{"person": "p", "scores": {"panel": 85, "gifts": 70, "votes": 40}}' '' '{"total": 73}'
	one zhongshan "$(marks 84.5)" '"raised": 30, "theme": 12' '{"total": "126.5"}'
	one suzhou "$(marks 96)" '"extra": 8, "cut": 2' '{"total": 102}'
	one pass "$(marks 60 59.99)" '' '{"total": null, "reason": "总分 60 分，低于门槛 60 分"}'
	run -0 --separate-stderr grant rules test .
	[[ $output == "files: 5; cases: 10; failed: 0" ]]
}

@test "totals stay exact, or are rounded before they are ranked when the call says so" {
	make a.lua mean --places 0 2>/dev/null
	run -0 grant -q rules new b.lua --scheme mean --criterion need=40 </dev/null
	[[ $(<a.lua) == *"总分先四舍五入到 0 位小数"*"total = round(mean(list), 0)"* ]]
	[[ $(<b.lua) == *"总分按精确值排名"*"total = mean(list),"* ]]
}

@test "titles may be anything that is one line: quotes, backslashes, brackets, comments, two languages" {
	title='甲"乙\丙]]丁--戊%n|A "b" \n ]] -- @quorum@ @('
	run -0 --separate-stderr grant -q rules new a.lua --scheme mean --title "$title" --criterion "need=40:$title" --criterion '[=1' </dev/null || true
	[ ! -e a.lua ]
	run -0 --separate-stderr grant -q rules new a.lua --scheme bonus --title "$title" --criterion "need=40:$title" \
		--criterion 'plan=60:Plan 9' --criterion 'team=60:团队' --measure "votes=5:$title" </dev/null
	run -0 grant --json rules doc a.lua
	for path in .title '.stages[0].criteria[0].title' '.measures[0].title'; do
		[ "$(jq -r ".data$path | .zh + \"|\" + .en" <<<"$output")" = "$title" ]
	done
	[ "$(jq -c '[.data.stages[0].criteria[1,2].title]' <<<"$output")" = '[{"en":"Plan 9"},{"zh":"团队"}]' ]
	run -0 grant rules test .
	for bad in $'a\nb' $'a\tb' $'a\x1b[2Jb' $'a\u202eb' $'\xff'; do
		run -5 --separate-stderr grant rules new b.lua --scheme mean --criterion "need=40:$bad" </dev/null
		run -5 --separate-stderr grant rules new b.lua --scheme mean --criterion need=40 --title "$bad" </dev/null
	done
	[ ! -e b.lua ]
}

@test "a round says the names of the stages, the caps and the categories; stages that are not as many are refused" {
	two_stages
	run -0 --separate-stderr grant -q rules new s.lua --round round.json --scheme stages --criterion written/need=100 \
		--criterion 2/show=100:现场展示 --advance-quota 6 --carry 40 --tie need --tie show --allocation skip </dev/null
	run -0 grant rules check s.lua --round round.json
	[ "$output" = "0 errors, 0 warnings" ]
	run -0 grant -q init r.git --round round.json --rules s.lua --as officer --name 王芳 --unsigned --dry-run
	run -0 grant rules test .
	# each stage has its own criteria and ties, and the case the first category, whose cap it asks for
	run -0 grant --json rules doc s.lua
	[ "$(jq -c '[.data.stages[] | [.id, [.criteria[].id], .ties]]' <<<"$output")" = '[["written",["need"],["need"]],["live-show",["show"],["show"]]]' ]
	[ "$(jq -c '[.[0].round.places, .[1].stage, .[1].applications[0].category, .[1].applications[0].requested]' cases/s/example.json)" = '[1,"live-show","professional","50000.00"]' ]
	run -5 --separate-stderr grant rules new m.lua --round round.json --scheme mean --criterion need=100 </dev/null
	[[ $stderr == *"the round has 2 stages"* ]]
	run -5 --separate-stderr grant rules new m.lua --scheme stages --criterion later/need=100 --advance 3 --carry 0 </dev/null
	[[ $stderr == *"no stage “later”"* ]]
	run -5 --separate-stderr grant rules new m.lua --scheme stages --criterion 1/need=100 --advance 3 --carry 0 </dev/null
	[[ $stderr == *"the stage “final” has no criterion"* ]]
	run -5 --separate-stderr grant rules new m.lua --scheme stages --criterion 1/need=100 --criterion 2/show=50 --advance 3 --carry 10 </dev/null
	[[ $stderr == *"add up to 100 and 50"* ]]
	run -5 --separate-stderr grant rules new m.lua --round s.lua --scheme mean --criterion need=100 </dev/null
	[[ $stderr == *"s.lua, line 1"* ]]
	# a stage that is not called review
	sed -i 's/, {"id": "live-show"}//' round.json
	run -0 grant -q rules new m.lua --round round.json --scheme standard --criterion written/need=100 </dev/null
	run -0 grant rules check m.lua --round round.json
}

@test "what is needed and not given is a usage error that names the option; so is an option of no use" {
	for wanted in "sum quorum" "weighted weight" "threshold threshold" "share measure" "bonus measure" "stages advance"; do
		run -2 --separate-stderr grant rules new a.lua --scheme "${wanted% *}" --criterion need=40 </dev/null
		[[ $stderr == *"--${wanted#* };"* ]]
	done
	run -2 --separate-stderr grant rules new a.lua --scheme stages --criterion need=40 --advance 3 </dev/null
	[[ $stderr == *"--carry;"* ]]
	run -2 --separate-stderr grant rules new a.lua --scheme mean </dev/null
	[[ $stderr == *"--criterion;"* ]]
	run -2 --separate-stderr grant rules new a.lua --criterion need=40 </dev/null
	[[ $stderr == *"--scheme"* ]]
	run -2 --separate-stderr grant rules new --scheme mean --criterion need=40 </dev/null
	[[ $stderr == *".lua"* ]]
	run -2 --separate-stderr grant rules new a.lua --scheme mean --criterion need=40 --carry 5 </dev/null
	[[ $stderr == *"no use for --carry"* ]]
	run -2 --separate-stderr grant rules new a.lua --scheme mean --criterion need=40 --allocation share </dev/null
	[[ $stderr == *"--tier"* ]]
	run -2 --separate-stderr grant rules new a.lua --scheme mean --criterion need=40 --quorum 0 </dev/null
	run -3 --separate-stderr grant rules new a.lua --scheme nonsense --criterion need=40 </dev/null
	[[ $stderr == *"sum, mean"* ]]
	nothing_is_there
}

@test "what cannot be is refused before anything is written" {
	refused() { # OPTIONS...: each alone is wrong
		run -5 --separate-stderr grant rules new a.lua --scheme mean --criterion need=40 "$@" </dev/null
	}
	for criterion in need=1 Need=1 need total=5 requested=5 x=0 x=-1 x=abc x= =5 x=1e3 x=0.00001 x=99999999999999 "$(printf 'a%.0s' {1..33})=1" 'a.b=1' "a'=1"; do
		refused --criterion "$criterion"
	done
	for option in "--tie plan" "--tie need --tie need" "--allocation all" "--allocation skip --tier 3=5" "--allocation tiers --tier 3" \
		"--allocation tiers --tier 0=5" "--allocation tiers --tier 3=0" "--allocation tiers --tier 60+=5 --tier 90+=9" \
		"--allocation tiers --tier 3=5 --tier 90+=9" "--allocation share --tier 90=101" "--places 5" "--places x" "--quorum 101"; do
		# shellcheck disable=SC2086 # words
		refused $option
	done
	run -5 --separate-stderr grant rules new a.lua --scheme weighted --criterion need=40 --criterion plan=60 --weight need=5 </dev/null
	[[ $stderr == *"“plan” has no weight"* ]]
	run -5 --separate-stderr grant rules new a.lua --scheme threshold --criterion need=40 --threshold need=41 </dev/null
	run -5 --separate-stderr grant rules new a.lua --scheme share --criterion need=40 --measure votes=100 </dev/null
	run -5 --separate-stderr grant rules new a.lua --scheme trimmed --criterion need=40 --quorum 2 </dev/null
	run -5 --separate-stderr grant rules new a.txt --scheme mean --criterion need=40 </dev/null
	run -3 --separate-stderr grant rules new no/a.lua --scheme mean --criterion need=40 </dev/null
	nothing_is_there
}

@test "nothing is overwritten, both files are there or neither, and a dry run writes nothing" {
	run -0 --separate-stderr make a.lua mean --dry-run
	[[ $output == *'require "grant.mean"'* && $stderr == *"a.lua and cases/a/example.json"* ]]
	nothing_is_there
	mkdir -p cases/a && echo mine >cases/a/example.json
	run -6 --separate-stderr make a.lua mean
	[[ $stderr == *"cases/a/example.json exists already"* ]]
	[ ! -e a.lua ]
	rm -r cases
	echo mine >a.lua
	run -6 --separate-stderr make a.lua mean
	run -6 --separate-stderr make a.lua mean --dry-run
	[ "$(<a.lua)" = mine ]
	[ ! -e cases ]
	# a name that leads nowhere is somebody's all the same
	ln -s nowhere b.lua
	run -6 --separate-stderr make b.lua mean
	[ ! -e nowhere ] && [ ! -e cases ]
	# the case cannot be written
	echo mine >cases
	run -7 --separate-stderr make c.lua mean
	[ ! -e c.lua ] && [ "$(<cases)" = mine ]
	mkdir sub
	run -0 make sub/d.lua mean
	[ -e sub/d.lua ] && [ -e sub/cases/d/example.json ]
}

@test "what was not given is said, and what comes next; as JSON both texts, the files and the findings" {
	run -0 --separate-stderr make a.lua mean
	for option in quorum tie allocation places; do [[ $stderr == *"without --$option:"* ]]; done
	[[ $output == *"check them by hand against the call"*"grant rules check a.lua"*"grant rules test ."*"grant rules doc a.lua"*"grant init DIR"*"--rules a.lua"* ]]
	write_round
	next=$(grep '^  grant' <<<"$output" | sed 's/ DIR / x.git /; s/ ID / officer /; s/ NAME/ N/')
	[ "$(wc -l <<<"$next")" = 4 ]
	while read -r line; do eval "$line" >/dev/null; done <<<"$next"
	[ -d x.git ]
	run -0 --separate-stderr make b.lua mean --quorum 2 --tie need --allocation skip --places 2
	[ -z "$stderr" ]
	run -0 --separate-stderr grant --json rules new c.lua --scheme mean --criterion need=40 </dev/null
	[ "$(jq -c '[.kind, .data.scheme, .data.quorum, .data.files, .data.findings]' <<<"$output")" = '["rules-new","mean",1,["c.lua","cases/c/example.json"],[]]' ]
	[ "$(jq -r .data.rules <<<"$output")" = "$(<c.lua)" ]
	[ "$(jq -r .data.case <<<"$output")" = "$(<cases/c/example.json)" ]
}

@test "an answer that cannot be written says that the files were" {
	run -7 --separate-stderr bash -c '"$GRANT" rules new a.lua --scheme mean --criterion need=40 >/dev/full'
	[[ $stderr == *"but it was done: written: a.lua and cases/a/example.json" ]]
	[ -e a.lua ]
	run -7 --separate-stderr bash -c '"$GRANT" rules new b.lua --scheme mean --criterion need=40 --dry-run >/dev/full'
	[[ $stderr != *"was done"* ]]
}

@test "the same answers make the same bytes, whatever the language" {
	make a.lua stages 2>/dev/null >/dev/null
	mkdir zh && cd zh
	LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale make a.lua stages 2>/dev/null >out
	grep -q "下一步" out
	cmp a.lua ../a.lua
	cmp cases/a/example.json ../cases/a/example.json
}

@test "on a terminal everything is asked, and what does not hold is asked again" {
	run -0 on_terminal $'12\nweighted\n\n需求分析 40\n\n没有数字\n需求 60\nend\n\n30\nx\n30\n70\n2\nplan\nneed -requested\ntiers\n3=x\n4\n3=50000 5=30000\n9\n2\n我的规则|Mine'
	[[ $output == *"File to write [rules.lua]"*"id"*"[need]"*"[need_2]"*"is no number that may stand here"*"“plan” cannot part"* ]]
	[[ $output != *"without --"* ]]
	[[ $output == *"Written: rules.lua and cases/rules/example.json"* ]]
	run -0 grant --json rules doc rules.lua
	[ "$(jq -Sc '[.data.title, .data.stages[0].ties, [.data.stages[0].criteria[] | [.id, .title.zh, .max]]]' <<<"$output")" = '[{"en":"Mine","zh":"我的规则"},["need","-requested"],[["need","需求分析",40],["end","需求",60]]]' ]
	[[ $(<rules.lua) == *"count = 3, amount = 50000"*"count = 5, amount = 30000"* ]]
	run -0 grant rules test .
}

@test "a criterion may be typed as a score sheet has it; without a title or a number it is asked again" {
	run -0 on_terminal $'mean\n\n需求（20分）\n\n方案：30 分\n\n团队，满分10.5\n\n创新 20\n\n20\n减分 -5\n\n\nneed、plan，-requested\n\n\n\n'
	[ "$(grep -c "such as: 需求 20" <<<"$output")" = 2 ]
	run -0 grant --json rules doc rules.lua
	[ "$(jq -Sc '[.data.stages[0].ties, [.data.stages[0].criteria[] | [.id, .title.zh, .max]]]' <<<"$output")" = \
		'[["need","plan","-requested"],[["need","需求",20],["plan","方案",30],["team","团队",10.5],["innovation","创新",20]]]' ]
}

@test "with a scheme only what it needs is asked; with all of it nothing" {
	run -0 on_terminal $'0\n3\n120\n20' a.lua --scheme stages --criterion need=40
	[[ $output == *"How many go on"*"How many go on"*"less than 100, not “120”"*"without --tie"* ]]
	[[ $(<a.lua) == *"count = 3"*"20%"* ]]
	run -0 on_terminal "" b.lua --scheme mean --criterion need=40
	[[ $output == *"Written: b.lua"* ]]
	# what stands in the way is said before anything is asked
	run -6 on_terminal "" b.lua
	run -3 on_terminal "" c.lua --scheme nonsense
}

@test "the end of input while asking leaves nothing behind" {
	for answers in '^D' $'mean\n^D' $'mean\n\n^D' $'mean\n\n需求 40\n^D' $'mean\n\n需求 40\nneed\n\n^D' \
		$'mean\n\n需求 40\nneed\n\n\n\n2\n\n^D'; do
		run -1 on_terminal "$answers"
		[[ $output == *"nothing was written"* ]]
		nothing_is_there
	done
}
