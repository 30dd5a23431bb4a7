# SPDX-License-Identifier: Apache-2.0
# The story of one application: the index remembers which commits touched it, and must always say what the commits say.
load ../lib/helpers.bash
setup() { setup_common; }

# The commits that changed the folder against their first parent, as the program says and as git says.
told() { in_round --json log "$1" | python3 -c 'import json,sys; print("\n".join(a["commit"] for a in json.load(sys.stdin)["data"]["acts"]))'; }
held() {
	local folder=applications/${1: -2}/$1 commit
	for commit in $(git -C "$ROUND" rev-list --topo-order main); do
		[ "$(git -C "$ROUND" rev-parse -q --verify "$commit:$folder")" = "$(git -C "$ROUND" rev-parse -q --verify "$commit^1:$folder")" ] ||
			echo "$commit"
	done
}

same_commits() { # for each id
	local id before
	for id; do
		[ "$(told "$id" | sort)" = "$(held "$id" | sort)" ] || { echo "$id: told $(told "$id"), held $(held "$id")"; return 1; }
		before=$(told "$id")
		rm -f "$ROUND"/grant/index.sqlite*
		[ "$(told "$id")" = "$before" ] || { echo "$id: a new index tells $(told "$id"), the old one told $before"; return 1; }
	done
}

# No commit before one of its children.
children_first() {
	python3 - "$ROUND" "$(told "$1")" <<-'END'
	import subprocess, sys
	order = sys.argv[2].split()
	for k, commit in enumerate(order):
	    for later in order[k + 1:]:
	        assert subprocess.run(["git", "-C", sys.argv[1], "merge-base", "--is-ancestor", commit, later]).returncode == 1, (commit, later)
	END
}

two_applications() {
	new_round
	submit_titles 甲 乙
	pass_all XF-0001 XF-0002
}

@test "every act on an application is in its story, newest first, from a new index and from one that follows" {
	two_applications
	[ "$(told XF-0001)" = "$(held XF-0001)" ]
	in_round $in_april assign XF-0001 reviewer-1
	review reviewer-1 XF-0001 10 50
	[ "$(told XF-0001)" = "$(held XF-0001)" ]
	[ "$(told XF-0001 | wc -l)" = 4 ]
	[ "$(told XF-0002 | wc -l)" = 2 ]
	same_commits XF-0001 XF-0002
	[ "$(in_round --json log XF-0001 --limit 2 | json '["data"]["acts"].__len__()')" = 2 ]
	[ "$(in_round --json log XF-0001 --limit 1 | json '["data"]["acts"][0]["act"]')" = review ]
	run -3 in_round log XF-0003
}

@test "a change without a trailer counts, a trailer without a change does not" {
	two_applications
	told XF-0001 >/dev/null
	git clone -q "$ROUND" clone
	git -C clone -c user.name=x -c user.email=x@y commit -q --allow-empty -m "Claim

	Grant-Act: screen
	Grant-Subject: XF-0001"
	git -C clone rm -q applications/01/XF-0001/screening.json
	git -C clone -c user.name=x -c user.email=x@y commit -q -m "By hand"
	git -C clone push -q origin main
	[ "$(told XF-0001)" = "$(held XF-0001)" ]
	[ "$(in_round --json log XF-0001 | json '["data"]["acts"][0]["sentence"]')" = "By hand" ]
	same_commits XF-0001 XF-0002
}

# A second office works on XF-0001 and XF-0002 while the first works on XF-0001's neighbour.
two_offices() {
	two_applications
	told XF-0001 >/dev/null # the history is begun
	git clone -q "$ROUND" clone
	in_round $in_april assign XF-0001 reviewer-1
	in_round $in_april assign XF-0001 reviewer-2
	"$GRANT" -C clone $in_april assign XF-0002 reviewer-1
	"$GRANT" -C clone $in_april assign XF-0002 reviewer-2
	"$GRANT" -C clone $in_april conflict XF-0002 --person reviewer-3 --reason 亲属
	git -C clone config user.name x
	git -C clone config user.email x@y
}

@test "what came in by the second parent of a merge is in the story" {
	two_offices
	told XF-0001 >/dev/null
	git -C clone fetch -q origin
	git -C clone checkout -q -b ours origin/main
	git -C clone merge -q --no-ff -m merge main
	git -C clone push -q origin ours:main
	same_commits XF-0001 XF-0002
	[ "$(told XF-0002 | wc -l)" = 6 ] # two before, three of the other office, and the merge
	children_first XF-0002
	in_round $in_april assign XF-0002 reviewer-3 || true
	in_round $in_april screen XF-0001 --pass || true
	same_commits XF-0001 XF-0002
}

@test "so is what was ours when the other side made the merge" {
	two_offices
	told XF-0001 >/dev/null
	git -C clone pull -q --no-rebase --no-edit origin main
	git -C clone push -q origin main
	same_commits XF-0001 XF-0002
	[ "$(told XF-0001 | wc -l)" = 5 ]
	children_first XF-0001
}

@test "a history that was rewritten leaves nothing behind" {
	two_offices
	told XF-0001 >/dev/null
	git -C clone push -q -f origin main # the two assignments of XF-0001 never happened
	same_commits XF-0001 XF-0002
	[ "$(told XF-0001 | wc -l)" = 2 ]
	git -C "$ROUND" update-ref refs/heads/main main~2 # back, and on another way
	same_commits XF-0001 XF-0002
	in_round $in_april assign XF-0001 reviewer-3
	same_commits XF-0001 XF-0002
	git -C "$ROUND" reflog expire --expire=now --all
	git -C "$ROUND" gc -q --prune=now
	same_commits XF-0001 XF-0002
}

@test "the sqlite3 shell reads the history once somebody has asked for it" {
	two_applications
	index=$ROUND/grant/index.sqlite
	in_round list >/dev/null
	[ "$(sqlite3 "$index" 'select count(*) from grant_history_v1')" = 0 ]
	told XF-0001 >/dev/null
	in_round $in_april assign XF-0001 reviewer-1
	run -0 sqlite3 "$index" "select act, actor, at from grant_history_v1 where application = 'XF-0001' limit 1"
	[ "$output" = "assign|officer|2018-04-10T10:00:00+08:00" ]
	[ "$(sqlite3 "$index" 'select count(distinct "commit") from grant_history_v1')" = "$(commits)" ]
}

@test "on read-only media the story is read from the commits" {
	two_applications
	whole=$(told XF-0001)
	rm -rf "$ROUND"/grant
	: >"$ROUND"/grant # root may write everywhere, not into a file
	[ "$(told XF-0001)" = "$whole" ]
}
