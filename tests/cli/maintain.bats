# SPDX-License-Identifier: Apache-2.0
# A repository kept quick, while others go on working.
load ../lib/helpers.bash
setup() {
	setup_common
	new_round
	submit_titles 甲 乙
}

maintain() { in_round maintain "$@"; }
everything() { (cd "$ROUND" && find . -type f -exec sha256sum {} + | sort && find . -printf '%p %m %T@ %i\n' | sort); }
packs() { find "$ROUND/objects/pack" -name '*.pack' | wc -l; }
loose() { find "$ROUND/objects" -path '*/[0-9a-f][0-9a-f]/*' -type f | wc -l; }
# The steps that had something to do, in order.
done_steps() { json '["data"]["steps"]' | python3 -c 'import json,sys; print(*(s["step"] for s in json.load(sys.stdin) if s["done"]))'; }

objects() { git -C "$ROUND" rev-list --objects --all | sort; }

@test "packs and loose objects become one pack with the same objects, and a second run finds nothing to do" {
	git -C "$ROUND" unpack-objects -q <"$(ls "$ROUND"/objects/pack/*.pack | head -1)" || true
	git clone -q "$ROUND" clone
	git -C clone -c user.name=甲 -c user.email=a@example.org commit -q --allow-empty -m "Note"
	git -C clone push -q origin main
	[ "$(loose)" -gt 0 ]
	objects >before
	run -0 maintain --json
	[[ $(done_steps <<<"$output") == "loose packs"* ]] || { echo "$output"; false; }
	[ "$(packs)" = 1 ]
	[ "$(loose)" = 0 ]
	objects >after
	diff before after
	run -0 git -C "$ROUND" fsck --strict
	[ -z "$output" ]
	run -0 maintain --json
	[ -z "$(done_steps <<<"$output")" ] || { echo "$output"; false; }
	run -0 in_round doctor
	submit_titles 丙
}

@test "--dry-run says the same and changes no byte" {
	git clone -q "$ROUND" clone
	git -C clone -c user.name=甲 -c user.email=a@example.org commit -q --allow-empty -m "Note"
	git -C clone push -q origin main
	in_round list >/dev/null
	echo half >"$ROUND"/objects/pack/tmp_pack_x
	touch -d "3 days ago" "$ROUND"/objects/pack/tmp_pack_x
	for i in $(seq 20); do git -C "$ROUND" update-ref "refs/tags/t$i" main; done
	everything >before
	run -0 maintain --dry-run --json
	wished=$(done_steps <<<"$output")
	everything >after
	diff before after
	run -0 maintain --json
	[ "$(done_steps <<<"$output")" = "$wished" ]
	[ "$wished" = "temporary loose packs references index-statistics index-log" ]
	[ ! -e "$ROUND"/objects/pack/tmp_pack_x ]
	[ "$(find "$ROUND"/refs/tags -type f | wc -l)" = 0 ]
	[ "$(git -C "$ROUND" tag | wc -l)" = 20 ]
	[ ! -s "$ROUND"/grant/index.sqlite-wal ]
	run -0 git -C "$ROUND" fsck --strict
}

@test "half-written files that a program may still be at stay" {
	echo half >"$ROUND"/objects/pack/tmp_pack_x
	touch -d "2 hours ago" "$ROUND"/objects/pack/tmp_pack_x
	run -0 maintain
	[ -e "$ROUND"/objects/pack/tmp_pack_x ]
}

@test "packs that somebody keeps and those that git is at work on are left alone" {
	first=$(ls "$ROUND"/objects/pack/*.pack | head -1)
	echo "mine" >"${first%.pack}.keep"
	run -0 maintain
	[ -e "$first" ]
	[ "$(packs)" = 2 ]
	submit_titles 丙
	echo "$$ $(hostname)" >"$ROUND"/gc.pid
	before=$(packs)
	run -0 maintain
	[[ $output == *"git's own maintenance"* ]]
	[ "$(packs)" = "$before" ]
	rm "$ROUND"/gc.pid
	run -0 maintain
	[ "$(packs)" = 2 ]
}

@test "an index that is damaged, behind or missing is whole and up to date afterwards" {
	index=$ROUND/grant/index.sqlite
	run -0 in_round list
	whole=$output
	sqlite3 "$index" 'pragma wal_checkpoint(truncate)' >/dev/null
	yes spoiled | dd of="$index" bs=1000 seek=20 count=20 iflag=fullblock conv=notrunc status=none
	run -0 maintain
	[[ $output == *"damaged and was made anew"* ]]
	[ "$(sqlite3 "$index" 'pragma integrity_check')" = ok ]
	run -0 in_round list
	[ "$output" = "$whole" ]
	rm "$index"*
	run -0 maintain
	[[ $output == *"brought up to date"* ]]
	run -0 in_round list
	[ "$output" = "$whole" ]
}

@test "an index of which much is free is made small" {
	index=$ROUND/grant/index.sqlite
	sqlite3 "$index" 'create table filler (x); with recursive n(i) as (select 1 union all select i + 1 from n where i < 3000)
		insert into filler select randomblob(1000) from n; drop table filler; pragma wal_checkpoint(truncate)' >/dev/null
	[ "$(stat -c %s "$index")" -gt 3000000 ]
	run -0 maintain
	[[ $output == *"bytes were given back"* ]]
	[ "$(stat -c %s "$index")" -lt 1000000 ]
	run -0 in_round list
	[[ $output == *甲* ]]
}

@test "readers and writers go on while it runs, and nothing is lost" {
	(for i in $(seq 12); do
		archive "w$i.zip" title="写$i" organisation="写$i"
		in_round $in_march submit "w$i.zip" || exit 1
	done >writer 2>&1) &
	writer=$!
	(for i in $(seq 30); do
		in_round list >/dev/null || exit 1
		in_round log --limit 3 >/dev/null || exit 1
	done >reader 2>&1) &
	reader=$!
	for i in $(seq 12); do
		run -0 maintain
	done
	wait $writer || { cat writer; false; }
	wait $reader || { cat reader; false; }
	run -0 maintain
	[ "$(packs)" = 1 ]
	run -0 in_round --json list
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 14 ]
	run -0 git -C "$ROUND" fsck --strict
	run -0 in_round doctor
	[ "$output" = "0 errors, 0 warnings" ]
}

@test "while another program holds the writers' lock it waits its turn" {
	"$PYTHON3" - "$ROUND" <<-'END' &
	import fcntl, struct, sys, time
	lock = open(sys.argv[1] + "/grant/lock", "r+b")
	fcntl.fcntl(lock, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))
	open("locked", "w").close()
	time.sleep(2)
	open("released", "w").close()
	END
	for i in $(seq 100); do [ ! -e locked ] || break; sleep 0.1; done
	run -0 maintain
	[ -e released ]
	[ "$(packs)" = 1 ]
}
