# SPDX-License-Identifier: Apache-2.0
# The index can be lost in any way; files that follow beside the repository.
load ../lib/helpers.bash
setup() { setup_common; }

index() { echo "$ROUND/grant/index.sqlite"; }

spoil() { # from which byte
	python3 - "$(index)" "$1" <<-'END'
	import os, sys
	name, start = sys.argv[1], int(sys.argv[2])
	size = os.path.getsize(name)
	with open(name, "r+b") as file:
	    file.seek(start)
	    file.write(bytes(i * 37 % 251 for i in range(size - start)))
	END
}

@test "a damaged index is made anew without a word, whichever command meets it" {
	new_round
	submit_titles 甲 乙 丙
	run -0 in_round list
	whole=$output
	for start in 0 4096 40960; do
		for command in "list" "status"; do
			in_round reindex
			sqlite3 "$(index)" 'pragma wal_checkpoint(truncate)' >/dev/null
			spoil $start
			run -0 --separate-stderr in_round $command
			[ -z "$stderr" ]
			run -0 in_round list
			[ "$output" = "$whole" ]
		done
		spoil $start
		archive "a$start.zip" title="新$start" organisation="新$start"
		run -0 in_round $in_march submit "a$start.zip"
		run -0 in_round list
		whole=$output
	done
	[ "$(in_round --json list | json '["data"]["applications"].__len__()')" = 6 ]
}

@test "one damaged page anywhere in the index is found by who reads it, and mended" {
	new_round
	submit_titles 甲 乙
	sqlite3 "$(index)" 'pragma wal_checkpoint(truncate)' >/dev/null
	cp "$(index)" whole.sqlite
	for table in application application_by_key_order application_by_state receipt_by_sha256 search_data; do
		page=$(sqlite3 whole.sqlite "select rootpage from sqlite_schema where name = '$table'")
		for command in "list" "search 甲" "status" "export applications" "round show" "screen XF-0001"; do
			rm -f "$(index)"*
			cp whole.sqlite "$(index)"
			dd if=/dev/urandom of="$(index)" bs=4096 seek=$((page - 1)) count=1 conv=notrunc status=none
			run -0 --separate-stderr in_round $in_april $command
			[ -z "$stderr" ]
		done
		archive "$table.zip" title="$table" organisation="$table"
		rm -f "$(index)"*
		cp whole.sqlite "$(index)"
		dd if=/dev/urandom of="$(index)" bs=4096 seek=$((page - 1)) count=1 conv=notrunc status=none
		run -0 in_round $in_march submit "$table.zip"
		rm -f "$(index)"*
		in_round list >/dev/null
		sqlite3 "$(index)" 'pragma wal_checkpoint(truncate)' >/dev/null
		cp "$(index)" whole.sqlite
	done
}

@test "whatever page of the index is damaged, each question has the answer of a new one" {
	new_round
	submit_titles 妇女维权 老人助餐 社区花园
	pass_all XF-0001 XF-0002
	questions=("list" "--json show XF-0001" "--json search 维权" "--json log XF-0001")
	answers=()
	for question in "${questions[@]}"; do
		answers+=("$(in_round $question)")
	done
	sqlite3 "$(index)" 'pragma wal_checkpoint(truncate)' >/dev/null
	cp "$(index)" whole.sqlite
	pages=$(($(stat -c %s whole.sqlite) / 4096))
	for ((page = 0; page < pages; page++)); do
		rm -f "$(index)"*
		cp whole.sqlite "$(index)"
		dd if=/dev/urandom of="$(index)" bs=4096 seek=$page count=1 conv=notrunc status=none
		for k in 0 1 2 3; do # another one is the first to meet it each time
			at=$(((page + k) % 4))
			run -0 --separate-stderr in_round ${questions[at]}
			[ -z "$stderr" ]
			[ "$output" = "${answers[at]}" ] || { echo "page $page, ${questions[at]}: $output"; false; }
		done
	done
}

@test "an act waits for the disk no oftener than git does for it" {
	command -v strace >/dev/null || skip "strace is needed"
	export ASAN_OPTIONS=detect_leaks=0 # the leak check cannot run under strace
	new_round
	submit_titles 甲 乙
	in_round list >/dev/null
	run -0 strace -f -e trace=fsync,fdatasync -o calls "$GRANT" -C "$ROUND" list
	! grep -q sync calls
	strace -f -y -e trace=fsync,fdatasync -o calls "$GRANT" -C "$ROUND" $in_april screen XF-0001 --pass
	! grep -q 'index.sqlite' calls
}

@test "an index that is cut, empty, a folder, or of another version is made anew" {
	new_round
	submit_titles 甲
	run -0 in_round list
	whole=$output
	truncate -s 5000 "$(index)"
	run -0 in_round list && [ "$output" = "$whole" ]
	: >"$(index)"
	run -0 in_round list && [ "$output" = "$whole" ]
	sqlite3 "$(index)" "update index_state set schema = 'older'" 
	run -0 in_round list && [ "$output" = "$whole" ]
	rm -f "$(index)"*
	mkdir "$(index)"
	run -0 in_round list && [ "$output" = "$whole" ]
}

@test "where the folder cannot be written the index lives in memory" {
	new_round
	submit_titles 甲
	rm -rf "$ROUND"/grant
	chmod -R a-w "$ROUND"
	run -0 in_round list
	chmod -R u+w "$ROUND"
	[[ $output == *XF-0001* ]]
}

@test "reindex fails where no index can be written, since nothing was made" {
	new_round
	submit_titles 甲
	rm -rf "$ROUND"/grant
	: >"$ROUND"/grant # root may write everywhere, not into a file
	run -7 --separate-stderr in_round reindex
	[[ $stderr == *"cannot be written"*memory* && -z $output ]]
	run -0 in_round list
}

@test "the sqlite3 shell reads the views, the full text and what kind of file it is" {
	new_round
	submit_titles 维权
	run -0 sqlite3 "$(index)" 'select application, title, requested_fen, state from grant_applications_v1'
	[ "$output" = "XF-0001|维权|4000000|submitted" ]
	run -0 sqlite3 "$(index)" "select source from search where search match '\"维 权\"' order by 1"
	[ "$output" = "application
proposal/说明.txt" ]
	[ "$(sqlite3 "$(index)" 'pragma application_id')" = $((0x6772616E)) ]
	[ "$(sqlite3 "$(index)" 'pragma user_version')" = 1 ]
	[ "$(sqlite3 "$(index)" 'pragma journal_mode')" = wal ]
	[ "$(sqlite3 "$(index)" 'pragma integrity_check')" = ok ]
	[ "$(sqlite3 "$(index)" "select min(strict) from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite%'")" = 1 ]
}

@test "words of one and two Chinese characters are found inside longer text" {
	new_round
	submit_titles 妇女维权服务 老人助餐
	for word in 妇 维权 女维 服务; do
		run -0 in_round --json search $word
		[[ $output == *XF-0001* ]]
	done
	run in_round --json search 权维
	[[ $output != *XF-0001* ]]
}

checkout_round() {
	write_round
	write_rules
	grant init round --round round.json --rules rules.lua --as officer --name "陈处长" --unsigned --retrospective --checkout \
		--at 2018-02-20T09:00:00+08:00 >/dev/null
	ROUND=$PWD/round
}

@test "with --checkout the files follow each act" {
	checkout_round
	[ -f round/people/officer.json ]
	submit_titles 甲
	[ -f round/applications/01/XF-0001/proposal/说明.txt ]
	in_round $in_march submit 甲.zip --replace XF-0001 || true
	in_round $in_april screen XF-0001 --pass
	grep -q '"verdict": "pass"' round/applications/01/XF-0001/screening.json
	[ -z "$(git -C round status --porcelain)" ]
	archive b.zip title=甲改 organisation=机构甲 extra=附件.txt
	in_round $in_april screen XF-0001 --return "补一份"
	in_round $in_march submit b.zip --replace XF-0001
	[ -f round/applications/01/XF-0001/proposal/附件.txt ]
	[ ! -e round/applications/01/XF-0001/screening.json ] # removed with the new archive
	[ -z "$(git -C round status --porcelain)" ]
}

@test "a person's own edit that is not saved in a commit stays, and the act stands" {
	checkout_round
	submit_titles 甲
	in_round $in_april screen XF-0001 --pass
	echo mine >round/applications/01/XF-0001/screening.json
	echo note >round/my-notes.txt
	run -0 in_round $in_april screen XF-0001 --reject "材料不全"
	[ "$(cat round/applications/01/XF-0001/screening.json)" = mine ]
	[ "$(cat round/my-notes.txt)" = note ]
	git -C round show main:applications/01/XF-0001/screening.json | grep -q reject
	[ "$(git -C round status --porcelain --untracked-files=no)" = " M applications/01/XF-0001/screening.json" ] # nothing is staged
	submit_titles 乙 # other files still follow
	[ -f round/applications/02/XF-0002/receipt.json ]
	git -C round checkout -q -- applications
	[ -z "$(git -C round status --porcelain --untracked-files=no)" ]
}

@test "a clone made by git with a work tree behaves the same" {
	new_round
	submit_titles 甲
	git clone -q round.git clone
	ROUND=$PWD/clone
	cd clone/people # below the top, too
	run -0 grant --json list
	cd ../..
	in_round $in_april screen XF-0001 --pass
	grep -q pass clone/applications/01/XF-0001/screening.json
	[ -z "$(git -C clone status --porcelain)" ]
	git -C clone push -q origin main
	[ "$(git -C round.git rev-parse main)" = "$(git -C clone rev-parse main)" ]
	run -0 "$GRANT" -C round.git list
	[[ $output == *eligible* ]]
}

@test "the manual page of the format has every view of the index with its columns, and no other" {
	new_round
	in_round status >/dev/null
	index=$ROUND/grant/index.sqlite
	for view in $(sqlite3 "$index" "SELECT name FROM sqlite_master WHERE type = 'view'"); do
		echo "$view"
		sqlite3 "$index" "SELECT name FROM pragma_table_info('$view')"
	done >has
	sed -n '/^\.Sh SQL VIEWS/,/^\.Sh [^S]/p' "${builddir:-$srcdir/build}/doc/grant-repository.5" |
		sed -n 's/^\.Ss \(grant_[a-z0-9_]*\)$/\1/p; s/^\.It Li \([a-z_0-9]*\).*/\1/p' >told
	[ -s has ]
	diff has told
}

@test "git's index that cannot be read is made anew by the next act" {
	checkout_round
	for damage in "truncate -s 40 round/.git/index" "truncate -s 0 round/.git/index" "rm round/.git/index" \
		"printf rubbish >round/.git/index"; do
		eval "$damage"
		grant -C round --at 2018-03-01T09:00:00+08:00 person add "p-$((++n))" --name 某人 --role reviewer >/dev/null
		run -0 git -C round status --porcelain
		[ -z "$output" ]
		run -0 git -C round fsck --strict
	done
}
