# SPDX-License-Identifier: Apache-2.0
# Several programs at once, and programs that are killed.
load ../lib/helpers.bash
setup() { setup_common; new_round; }

archives() { # count: a1.zip ... in one process
	"$PYTHON3" - "$lib/proposal.py" "$1" <<-'END'
	import runpy, sys
	script, count = sys.argv[1], int(sys.argv[2])
	for i in range(1, count + 1):
	    sys.argv = [script, f"a{i}.zip", f"title=项目{i}", f"organisation=机构{i}"]
	    runpy.run_path(script, run_name="__main__")
	END
}

views() { # every row that integrators see
	local view
	for view in $(sqlite3 "$ROUND"/grant/index.sqlite "select name from sqlite_schema where type = 'view' order by name"); do
		echo "== $view"
		sqlite3 "$ROUND"/grant/index.sqlite "select * from $view" | sort
	done
}

@test "four processes that each submit fifty archives at once end with two hundred applications" {
	archives 200
	for p in 0 1 2 3; do
		(for i in $(seq $((p * 50 + 1)) $((p * 50 + 50))); do
			in_round $in_march submit "a$i.zip" || exit 1
		done >"out.$p" 2>&1) &
		pids[p]=$!
	done
	for p in 0 1 2 3; do wait "${pids[p]}" || { cat "out.$p"; false; }; done
	run -0 in_round --json list
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 200 ]
	run -0 git -C "$ROUND" fsck --strict
	[ "$(sqlite3 "$ROUND"/grant/index.sqlite 'select count(distinct sha256) from grant_receipts_v1')" = 200 ]
	[ "$(git -C "$ROUND" ls-tree -r --name-only main | grep -c '/receipt.json$')" = 200 ]
	views >before
	in_round reindex
	views >after
	cmp before after
}

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# What a shim cannot see (tests/crash does the rest): kills from outside, spread over the whole time that the act takes here.
@test "kill -9 at any moment of submit and review loses nothing that was reported and leaves the round whole" {
	archives 14
	in_round $in_march submit a13.zip
	pass_all XF-0001
	assign_all XF-0001
	start=$(milliseconds)
	in_round $in_march submit a14.zip
	takes=$(($(milliseconds) - start))
	for i in $(seq 12); do
		delay=$((takes * i / 12))
		"$GRANT" -C "$ROUND" $in_march --json submit "a$i.zip" >"done.$i" 2>/dev/null & # the program itself, not a shell
		pid=$!
		sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
		"$GRANT" -C "$ROUND" $in_april --as reviewer-1 --json review XF-0001 --score need="$i" --score plan=1 >"review.$i" 2>/dev/null &
		pid=$!
		sleep "$((delay / 1000)).$(printf %03d $((delay % 1000)))"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
		[ ! -s "review.$i" ] || git -C "$ROUND" show main:applications/01/XF-0001/reviews/review/reviewer-1.json | grep -q "\"need\": \"$i\""
	done
	run -0 git -C "$ROUND" fsck --strict
	run -0 in_round --json list
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = "$(git -C "$ROUND" ls-tree -r --name-only main | grep -c '/receipt.json$')" ]
	for i in $(seq 12); do
		grep -q '"id"' "done.$i" || continue
		id=$(json '["data"]["receipts"][0]["id"]' <"done.$i") || continue
		[[ $output == *"\"$id\""* ]]
	done
	archive last.zip title=最后 organisation=最后
	run -0 in_round $in_march submit last.zip
	review reviewer-1 XF-0001 20 70
}

@test "a lock that a killed writer left behind does not stop the next one" {
	archive a.zip
	touch "$ROUND"/refs/heads/main.lock
	run --separate-stderr timeout 100 "$GRANT" -C "$ROUND" $in_march submit a.zip
	[ "$status" -ne 0 ]
	[[ $stderr == *main.lock* ]]
	rm "$ROUND"/refs/heads/main.lock
	run -0 in_round $in_march submit a.zip
}
