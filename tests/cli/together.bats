# SPDX-License-Identifier: Apache-2.0
# Several programs at once, and programs that are killed.
load ../lib/helpers.bash
setup() { setup_common; new_round; }

@test "four processes that each submit fifty archives at once end with two hundred applications" {
	for i in $(seq 200); do archive "a$i.zip" title="项目$i" organisation="机构$i"; done
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
}

@test "kill -9 at any moment of submit loses nothing that was reported and leaves the round whole" {
	for i in $(seq 12); do archive "a$i.zip" title="项目$i" organisation="机构$i"; done
	for i in $(seq 12); do
		"$GRANT" -C "$ROUND" $in_march --json submit "a$i.zip" >"done.$i" 2>/dev/null & # the program itself, not a shell
		pid=$!
		sleep "0.0$((RANDOM % 60 + 10))"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
	done
	run -0 git -C "$ROUND" fsck --strict
	run -0 in_round --json list
	for i in $(seq 12); do
		grep -q '"id"' "done.$i" || continue
		id=$(json '["data"]["receipts"][0]["id"]' <"done.$i") || continue
		[[ $output == *"\"$id\""* ]]
	done
	archive last.zip title=最后 organisation=最后
	run -0 in_round $in_march submit last.zip
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
