# SPDX-License-Identifier: Apache-2.0
# What a crash or a hand left: found without a byte being written, mended where that is safe.
load ../lib/helpers.bash
setup() {
	setup_common
	new_round
	submit_titles 甲 乙
}

doctor() { in_round doctor "$@"; }

# Every byte, name, right and time of the round.
everything() { # folder
	(cd "$1" && find . -type f -exec sha256sum {} + | sort && find . -printf '%p %m %T@ %i\n' | sort)
}

ids() { json '["data"]["findings"]' | python3 -c 'import json,sys; print(*sorted(f["id"] + ":" + f["severity"] for f in json.load(sys.stdin)))'; }

# The doctor sees it and writes nothing; --mend mends it, then all is well, git agrees, and the next act works.
sees_and_mends() { # id
	everything "$ROUND" >before
	run -1 doctor --json
	[[ $(ids <<<"$output") == *"$1:"* ]] || { echo "$output"; false; }
	everything "$ROUND" >after
	diff before after
	run -0 doctor --mend --json
	[[ $(ids <<<"$output") == *"$1:note"* ]] || { echo "$output"; false; }
	all_is_well
}

all_is_well() {
	run -0 doctor --json
	[[ $output != *'"id": "doctor.'* ]] || { echo "$output"; false; }
	run -0 git -C "$ROUND" fsck --strict
	[ -z "$output" ]
	local title=下一个$(commits)
	archive next.zip title="$title" organisation="$title"
	run -0 in_round $in_march submit next.zip
	run -0 in_round list
	[[ $output == *甲* && $output == *"$title"* ]]
}

old() { touch -d "${2:-3 days ago}" "$1"; }

@test "a healthy round is called healthy, and looking at it changes no byte" {
	everything "$ROUND" >before
	run -0 doctor
	[ "$output" = "0 errors, 0 warnings" ]
	everything "$ROUND" >after
	diff before after
	run -0 in_round log XF-0001 # the history is in the index from here on
	everything "$ROUND" >before
	run -0 doctor
	everything "$ROUND" >after
	diff before after
	all_is_well
}

@test "a round with a work tree and a clone that was never looked at are healthy" {
	git clone -q --no-hardlinks "$ROUND" clone
	git -C clone config core.protectHFS true
	git -C clone config core.protectNTFS true
	everything clone >before
	run -0 grant -C clone doctor --json
	[ "$(ids <<<"$output")" = doctor.index-missing:note ]
	everything clone >after
	diff before after
	run -0 grant -C clone doctor --mend
	run -0 grant -C clone doctor
	[ "$output" = "0 errors, 0 warnings" ]
}

@test "a folder that holds no repository is an error of the environment and not a finding" {
	mkdir empty
	run -7 --separate-stderr grant -C empty doctor
	[[ $stderr == *"no round at empty"* ]]
}

@test "the note of a writer that died is removed, and the locks on main and on the work tree that belong to it" {
	git -C "$ROUND" rev-parse main >"$ROUND"/grant/intent
	sees_and_mends doctor.note-left
	[ ! -e "$ROUND"/grant/intent ]
	git -C "$ROUND" rev-parse main >"$ROUND"/grant/intent
	: >"$ROUND"/refs/heads/main.lock
	sees_and_mends doctor.lock-left
	[ ! -e "$ROUND"/refs/heads/main.lock ]
	: >"$ROUND"/grant/making
	sees_and_mends doctor.note-left
}

@test "a young lock of an unknown program is told with its age and left alone, an old one is removed" {
	local lock
	for lock in refs/heads/main.lock HEAD.lock packed-refs.lock config.lock index.lock refs/heads/draft/x.lock gc.pid; do
		mkdir -p "$(dirname "$ROUND/$lock")"
		: >"$ROUND/$lock"
		old "$ROUND/$lock" "5 minutes ago"
		run -1 doctor --mend
		[[ $output == *"$lock"*"5 minutes"* ]] || { echo "$lock: $output"; false; }
		[ -e "$ROUND/$lock" ]
		old "$ROUND/$lock" "13 hours ago"
		run -1 doctor
		[[ $output == *"$lock"*"13 hours"* ]]
		[ -e "$ROUND/$lock" ]
		run -0 doctor --mend
		[ ! -e "$ROUND/$lock" ]
	done
	rm -rf "$ROUND"/refs/heads/draft
	all_is_well
}

@test "half-written files of programs that died are removed, those of a program that may live are not" {
	local file
	for file in objects/pack/tmp_pack_abc objects/pack/tmp_idx_abc objects/pack/.tmp-77-pack-x.pack objects/ab/tmp_obj_abc; do
		mkdir -p "$ROUND/${file%/*}"
		echo half >"$ROUND/$file"
		old "$ROUND/$file" "2 hours ago"
		run -0 doctor --json
		[[ $(ids <<<"$output") == doctor.temporary-young:note ]]
		run -0 doctor --mend
		[ -e "$ROUND/$file" ]
		old "$ROUND/$file"
		sees_and_mends doctor.temporary
		[ ! -e "$ROUND/$file" ]
	done
	# a pack of ours says itself whether its writer lives
	echo half >"$ROUND"/objects/pack/tmp_pack_grant_1_1
	old "$ROUND"/objects/pack/tmp_pack_grant_1_1 "10 seconds ago"
	"$PYTHON3" - "$ROUND"/objects/pack/tmp_pack_grant_1_1 <<-'END' &
	import fcntl, struct, sys, time
	file = open(sys.argv[1], "r+b")
	fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
	open("locked", "w").close()
	time.sleep(60)
	END
	holder=$!
	for i in $(seq 100); do [ ! -e locked ] || break; sleep 0.1; done
	run -0 doctor --mend
	[ -e "$ROUND"/objects/pack/tmp_pack_grant_1_1 ]
	kill $holder
	wait $holder || true
	sees_and_mends doctor.temporary
	[ ! -e "$ROUND"/objects/pack/tmp_pack_grant_1_1 ]
}

@test "the mark of a dead writer beside a pack is removed, one of git or of a person who keeps a pack is not" {
	local packs=("$ROUND"/objects/pack/*.pack)
	local keep=${packs[0]%.pack}.keep
	echo grant >"$keep"
	sees_and_mends doctor.keep-left
	[ ! -e "$keep" ]
	: >"$keep"
	run -0 doctor --mend
	[ -e "$keep" ]
	old "$keep" "2 hours ago"
	run -1 doctor
	run -0 doctor --mend
	[ ! -e "$keep" ]
	keep=$ROUND/objects/pack/pack-0123456789012345678901234567890123456789.keep
	: >"$keep" # a writer died before its pack had its name
	sees_and_mends doctor.keep-left
	[ ! -e "$keep" ]
	echo "fetch-pack 77 on host" >"$keep"
	old "$keep"
	run -0 doctor --mend
	[ -e "$keep" ]
}

@test "what a writer that is at work holds is not called left behind" {
	"$PYTHON3" - "$ROUND" <<-'END' &
	import fcntl, os, struct, sys, time
	lock = open(sys.argv[1] + "/grant/lock", "r+b")
	fcntl.fcntl(lock, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
	open(sys.argv[1] + "/grant/intent", "w").close()
	open("locked", "w").close()
	time.sleep(60)
	END
	holder=$!
	for i in $(seq 100); do [ ! -e locked ] || break; sleep 0.1; done
	run -0 doctor
	kill $holder
	wait $holder || true
	sees_and_mends doctor.note-left
}

@test "a HEAD that is gone, empty, or leads elsewhere leads to main again" {
	for text in "" "ref: refs/heads/master" "$(git -C "$ROUND" rev-parse main)"; do
		printf '%s' "$text" >"$ROUND"/HEAD
		sees_and_mends doctor.head
		[ "$(cat "$ROUND"/HEAD)" = "ref: refs/heads/main" ]
	done
	rm "$ROUND"/HEAD
	: >"$ROUND"/HEAD.lock
	run -1 doctor --mend # somebody may be about to write it
	[ ! -e "$ROUND"/HEAD ]
	old "$ROUND"/HEAD.lock
	everything "$ROUND" >before
	run -1 doctor
	[[ $output == *HEAD*"not there"* ]]
	everything "$ROUND" >after
	diff before after
	sees_and_mends doctor.head
}

@test "a person's own branch in a work tree stays, and the way out is said" {
	git clone -q --no-hardlinks "$ROUND" clone
	git -C clone config core.protectHFS true
	git -C clone config core.protectNTFS true
	git -C clone switch -q -c mine
	run -1 grant -C clone doctor --mend
	[[ $output == *"refs/heads/mine"*"git switch main"* ]]
	[ "$(git -C clone branch --show-current)" = mine ]
	git -C clone switch -q main
	run -0 grant -C clone doctor --mend
}

@test "a main that is gone or empty is told with the commit where it stood, and that way out works" {
	git clone -q --no-hardlinks "$ROUND" clone
	tip=$(git -C "$ROUND" rev-parse main)
	for damage in "rm" "truncate -s 0"; do
		$damage "$ROUND"/refs/heads/main
		run -1 doctor --mend
		[[ $output == *"$tip"* ]]
		[ "$(git -C "$ROUND" rev-parse -q --verify main || echo none)" = none ]
		rm -f "$ROUND"/refs/heads/main
		git -C "$ROUND" update-ref refs/heads/main "$tip"
		run -0 doctor
	done
	rm "$ROUND"/grant/index.sqlite*
	git -C "$ROUND" config core.logAllRefUpdates true
	run -0 in_round $in_april screen XF-0001 --pass
	tip=$(git -C "$ROUND" rev-parse main)
	rm "$ROUND"/grant/index.sqlite* "$ROUND"/refs/heads/main
	run -1 doctor
	[[ $output == *"update-ref refs/heads/main $tip"* ]] # git's own log knows
	rm "$ROUND"/logs/refs/heads/main
	run -1 doctor
	[[ $output == *"git fetch CLONE main:main"* ]]
	git -C "$ROUND" fetch -q ../clone main:main
	run -0 doctor --mend
	all_is_well
}

@test "lost settings are set again, and one that git does not know any more goes" {
	git -C "$ROUND" config --unset core.protectHFS
	sees_and_mends doctor.config
	[ "$(git -C "$ROUND" config core.protectHFS)" = true ]
	git -C "$ROUND" config core.protectNTFS false
	git -C "$ROUND" config core.fsyncObjectFiles true
	sees_and_mends doctor.config
	[ "$(git -C "$ROUND" config core.protectNTFS)" = true ]
	[ -z "$(git -C "$ROUND" config core.fsyncObjectFiles)" ]
}

spoil() { # file, from which byte, how many
	python3 - "$@" <<-'END'
	import sys
	name, start, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
	with open(name, "r+b") as file:
	    file.seek(start)
	    old = file.read(size)
	    file.seek(start)
	    file.write(bytes(b ^ 0x55 for b in old))
	END
}

@test "an index that is damaged, foreign or of a history that is gone is made anew" {
	index=$ROUND/grant/index.sqlite
	sqlite3 "$index" 'pragma wal_checkpoint(truncate)' >/dev/null
	cp "$index" whole
	spoil "$index" 0 100
	sees_and_mends doctor.index-damaged
	for start in 4096 20480 45056; do
		rm -f "$index"*
		in_round list >/dev/null
		sqlite3 "$index" 'pragma wal_checkpoint(truncate)' >/dev/null
		spoil "$index" $start 2000
		sees_and_mends doctor.index-damaged
	done
	rm -f "$index"*
	echo "no database" >"$index"
	sees_and_mends doctor.index-damaged
	sqlite3 "$index" "update index_state set schema = 'older'"
	sees_and_mends doctor.index-damaged
	sqlite3 "$index" "update index_state set \"commit\" = '0123456789012345678901234567890123456789'"
	sees_and_mends doctor.index-damaged
	rm -f "$index"*
	mkdir "$index"
	sees_and_mends doctor.index-damaged
}

@test "an index that does not say what the records say is found, whichever of its tables it is" {
	index=$ROUND/grant/index.sqlite
	for change in "update application set title = '丙' where application = 'XF-0002'" \
		"delete from receipt where application = 'XF-0001'" \
		"insert into person (person, key_order, name) values ('nobody', 'nobody', '无')" \
		"update search_text set subject = 'XF-0009' where subject = 'XF-0002'" \
		"delete from touched where subject = 'XF-0001'"; do
		in_round log XF-0001 >/dev/null
		sqlite3 "$index" "$change"
		sees_and_mends doctor.index-differs
	done
}

@test "an index that is missing or behind is told and is not wrong, and is brought up to date when mending" {
	cp "$ROUND"/grant/index.sqlite* .
	run -0 in_round $in_april screen XF-0001 --pass
	cp index.sqlite* "$ROUND"/grant/
	run -0 doctor --json
	[ "$(ids <<<"$output")" = doctor.index-behind:note ]
	run -0 doctor --mend
	all_is_well
	rm "$ROUND"/grant/index.sqlite*
	run -0 doctor --json
	[ "$(ids <<<"$output")" = doctor.index-missing:note ]
	[ ! -e "$ROUND"/grant/index.sqlite ]
	run -0 doctor --mend
	all_is_well
}

@test "a folder that cannot be written and one of another user are told with the way out" {
	[ "$(id -u)" = 0 ] && command -v setpriv >/dev/null || skip "needs root, to be somebody else"
	chmod 755 "$BATS_TEST_TMPDIR" "$BATS_RUN_TMPDIR" 2>/dev/null || true
	chmod -R a+rX "$BATS_TEST_TMPDIR"
	setpriv --reuid 65534 --clear-groups test -r "$ROUND/HEAD" -a -x "$GRANT" || skip "somebody else cannot come here"
	run -1 setpriv --reuid 65534 --clear-groups "$GRANT" -C "$ROUND" doctor
	[[ $output == *"git config --global --add safe.directory $ROUND"* ]]
	[[ $output == *"cannot be written"* ]]
}

pack() { ls "$ROUND"/objects/pack/*.pack | sed -n "${1:-1}p"; }

# What --mend sets aside is told by a note; when that is gone, nothing is left to be told.
nothing_is_left() {
	rm -rf "$ROUND"/grant/damaged
	all_is_well
}

@test "a pack without an index, or with a damaged or a wrong one, gets its index again" {
	local first second
	first=$(pack 1) second=$(pack 2)
	rm -f "${first%.pack}.idx"
	sees_and_mends doctor.pack-unindexed
	spoil "${first%.pack}.idx" 1040 4
	sees_and_mends doctor.pack-index
	cp "${second%.pack}.idx" "${first%.pack}.idx"
	sees_and_mends doctor.pack-index
	cp "${first%.pack}.idx" before.idx
	git -C "$ROUND" index-pack -o "$PWD"/git.idx "$first"
	cmp before.idx git.idx
}

@test "a pack of git's with deltas gets its index again" {
	commit_in_clone notes.txt "$(seq 3000)"
	commit_in_clone notes.txt "$(seq 3001)"
	git -C "$ROUND" repack -a -d -f -q
	git verify-pack -v "$(pack)" | awk 'NF == 7 {found = 1} END {exit !found}'
	rm -f "$(pack | sed 's/pack$/idx/')"
	sees_and_mends doctor.pack-unindexed
}

@test "the index of a pack that is gone is set aside, and nothing is told when all is elsewhere" {
	mv "$(pack)" gone.pack
	git -C "$ROUND" unpack-objects -q <gone.pack
	run -1 doctor
	run -0 doctor --mend --json
	[[ $(ids <<<"$output") == *"doctor.pack-lost:note"*"doctor.set-aside:note"* ]]
	[ -n "$(ls "$ROUND"/grant/damaged/pack/*.idx)" ]
	nothing_is_left
}

@test "of a pack whose end is damaged every object is rescued" {
	local first
	first=$(pack)
	git clone -q --no-hardlinks "$ROUND" clone
	git -C clone rev-list --objects --all | sort >before
	spoil "$first" $(($(stat -c %s "$first") - 20)) 20
	everything "$ROUND" >bytes
	run -1 doctor
	[[ $output == *"$first"* ]]
	everything "$ROUND" >after
	diff bytes after
	run -0 doctor --mend --json
	[[ $(ids <<<"$output") == *"doctor.pack-damaged:note"* ]]
	git -C "$ROUND" rev-list --objects --all | sort >after
	diff before after
	nothing_is_left
}

@test "a pack that is cut or damaged within loses no object that can be read, and the rest comes from a clone" {
	local damage first size offset length deltas lost
	commit_in_clone notes.txt "$(seq 3000)"
	commit_in_clone notes.txt "$(seq 3001)" # one of them becomes a delta of the other
	for damage in cut within deltas all; do
		in_round maintain >/dev/null
		[ $damage != deltas ] || git -C "$ROUND" repack -a -d -f -q
		rm -rf clone
		git clone -q --no-hardlinks "$ROUND" clone
		first=$(pack)
		deltas=$(git verify-pack -v "${first%.pack}.idx" | awk 'NF == 7' | wc -l)
		[ $damage != deltas ] || [ "$deltas" -gt 0 ]
		chmod u+w "$first"
		size=$(stat -c %s "$first")
		case $damage in
		cut) truncate -s $((size / 2)) "$first" ;;
		all) spoil "$first" 0 "$size" ;;
		*) # in the middle of the largest file that no delta needs
			read -r offset length < <(git verify-pack -v "${first%.pack}.idx" |
				awk 'NF == 7 {base[$7] = 1} NF == 5 && $2 == "blob" {where[$1] = $4 " " $5}
					END {for (id in where) if (!(id in base)) print where[id]}' |
				sort -n | tail -1 | awk '{print $2, $1}')
			spoil "$first" $((offset + length / 2)) 5
			;;
		esac
		run -1 doctor
		[[ $output == *"$first"* ]]
		run -1 doctor --mend --json
		[[ $output == *'"doctor.object-missing"'* ]] || { echo "$damage: $output"; false; }
		[ -n "$(ls "$ROUND"/grant/damaged/pack/*.pack)" ]
		lost=$(git -C "$ROUND" rev-list --objects --all --missing=print | grep -c '^?' || true)
		[ $damage = cut ] || [ $damage = all ] || [ "$lost" = 1 ] || { echo "$damage: $lost"; false; }
		git -C "$ROUND" fetch -q --refetch "$PWD"/clone main || { echo "$damage"; false; }
		run -0 doctor --mend
		nothing_is_left
	done
}

@test "a damaged object in a file of its own is set aside, whether or not there is another copy" {
	local blob file
	git clone -q --no-hardlinks "$ROUND" clone
	blob=$(git -C "$ROUND" rev-parse main:round/round.json)
	file=$ROUND/objects/${blob:0:2}/${blob:2}
	mkdir -p "${file%/*}"
	: >"$file" # as a power cut leaves it; the good one is in a pack
	everything "$ROUND" >before
	run -1 doctor
	[[ $output == *"$file"* ]]
	everything "$ROUND" >after
	diff before after
	run -0 doctor --mend
	[ -e "$ROUND/grant/damaged/${blob:0:2}/${blob:2}" ]
	nothing_is_left
	mkdir -p "${file%/*}"
	echo 1 >"$file" # of this one libgit2 does not come back
	run -1 timeout 60 "$GRANT" -C "$ROUND" doctor
	[[ $output == *"$file"* && $output != *"main leads to"* ]]
	run -0 doctor --mend
	nothing_is_left
	for pack in "$ROUND"/objects/pack/*.pack; do mv "$pack" .; done
	rm "$ROUND"/objects/pack/*
	for pack in *.pack; do git -C "$ROUND" unpack-objects -q <"$pack"; done
	run -0 doctor --mend
	chmod u+w "$file"
	echo 1 >"$file"
	run -1 timeout 60 "$GRANT" -C "$ROUND" doctor
	[[ $output == *"$file"*"main leads to"* || $output == *"main leads to"*"$file"* ]]
	run -1 doctor --mend --json
	[[ $output == *"$blob"* ]]
	[ "$(ids <<<"$output")" = "doctor.object-damaged:note doctor.object-missing:error doctor.set-aside:note" ]
	git -C "$ROUND" fetch -q --refetch "$PWD"/clone main
	run -0 doctor --mend
	nothing_is_left
}

@test "objects that are missing are told with their place and their commit, and those of many are counted" {
	local tip blob
	submit_titles 丙 丁 戊
	in_round maintain >/dev/null
	git clone -q --no-hardlinks "$ROUND" clone
	mv "$(pack)" all.pack
	rm "$ROUND"/objects/pack/*
	git -C "$ROUND" unpack-objects -q <all.pack
	tip=$(git -C "$ROUND" rev-parse main)
	blob=$(git -C "$ROUND" rev-parse main:people/clerk.json)
	rm -f "$ROUND/objects/${blob:0:2}/${blob:2}"
	run -1 doctor --json
	[ "$(json '["data"]["findings"][0]["place"]["entry"]' <<<"$output")" = people/clerk.json ]
	[ "$(json '["data"]["findings"][0]["place"]["commit"]' <<<"$output")" = "$tip" ]
	git -C clone rev-list --objects main | awk '$2 ~ /json$|txt$|csv$/ {print $1}' | while read -r blob; do
		rm -f "$ROUND/objects/${blob:0:2}/${blob:2}"
	done
	run -1 doctor --json
	[ "$(ids <<<"$output" | tr ' ' '\n' | grep -c object-missing)" = 20 ]
	[[ $(ids <<<"$output") == *doctor.more:warning* ]]
	git -C "$ROUND" fetch -q --refetch "$PWD"/clone main
	run -0 doctor --mend
	all_is_well
}

commit_in_clone() { # path text
	rm -rf clone
	git clone -q --no-hardlinks "$ROUND" clone
	git -C clone config user.name 甲
	git -C clone config user.email a@example.org
	mkdir -p "$(dirname "clone/$1")"
	printf '%s' "$2" >"clone/$1"
	git -C clone add -f -- "$1"
	git -C clone commit -q -m "By hand"
	git -C clone push -q origin main
}

@test "names that the gate refuses, a changed .gitattributes and a record that cannot be read are told, not mended" {
	before=$(git -C "$ROUND" rev-parse main)
	commit_in_clone "applications/01/XF-0001/proposal/CON.txt" x
	run -1 doctor --mend --json
	[[ $(ids <<<"$output") == *tree.name:error* ]]
	[ "$(json '["data"]["findings"][0]["place"]["entry"]' <<<"$output")" = applications/01/XF-0001/proposal/CON.txt ]
	git -C "$ROUND" update-ref refs/heads/main "$before"
	commit_in_clone .gitattributes "* text=auto
"
	run -1 doctor --mend --json
	[[ $(ids <<<"$output") == *doctor.attributes:warning* ]]
	[[ $output == *"* -text -filter -ident"* ]]
	commit_in_clone .gitattributes "* -text -filter -ident
"
	run -0 doctor --mend
	commit_in_clone applications/01/XF-0001/application.json "{ half"
	rm "$ROUND"/grant/index.sqlite*
	in_round list >/dev/null 2>&1 || true
	run -1 doctor --mend --json
	[[ $(ids <<<"$output") == *doctor.record:error* ]] || { echo "$output"; false; }
	[[ $output == *application.json* ]]
}

@test "a config that git cannot read is told with git's own words" {
	echo "[core" >"$ROUND"/config
	run -1 doctor --mend --json
	[[ $(ids <<<"$output") == *doctor.closed:error* ]]
	[[ $output == *config* ]]
}

@test "what a doctor that died left is removed by the next" {
	mkdir "$ROUND"/grant/mending
	echo half >"$ROUND"/grant/mending/pack_git2_x
	sees_and_mends doctor.temporary
}

@test "doctors beside writers and readers find nothing wrong, and mending takes nothing from them" {
	(for i in $(seq 10); do
		archive "w$i.zip" title="写$i" organisation="写$i"
		in_round $in_march submit "w$i.zip" || exit 1
	done >writer 2>&1) &
	writer=$!
	(for i in $(seq 10); do
		in_round list >/dev/null && in_round maintain >/dev/null || exit 1
	done >reader 2>&1) &
	reader=$!
	for i in $(seq 10); do
		run -0 doctor
		run -0 doctor --mend
		[[ $output != *mended* || $output == *"up to date"* ]] || { echo "$output"; false; }
	done
	wait $writer || { cat writer; false; }
	wait $reader || { cat reader; false; }
	run -0 in_round --json list
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 12 ]
	all_is_well
}

@test "findings come in Chinese too" {
	: >"$ROUND"/grant/intent
	export LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale
	run -1 doctor
	[[ $output == *"grant/intent"*"已终止的程序"* ]]
	run -0 doctor --mend
	[[ $output == *"已修复"* ]]
}
