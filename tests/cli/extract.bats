# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() {
	setup_common
	write_round
	sed -i 's/"max_chars": 500, "blind": false/"max_chars": 500, "blind": true/' round.json

}

# An application with a few files.
given() { # more words for the archive
	new_round
	archive p.zip title=甲 extra=附件/照片.png "$@"
	in_round $in_march submit p.zip >/dev/null
}

on_terminal() { # answer, words of cat
	local answer=$1
	shift
	python3 "$lib/terminal.py" "$answer" "$GRANT" -C "$ROUND" cat "$@"
}

names_of() { python3 -c 'import sys,zipfile; print(" ".join(sorted(zipfile.ZipFile(sys.argv[1]).namelist())))' "$1"; }

@test "a zip has the files under UTF-8 names that are marked so, and no date of today" {
	given
	run -0 env LC_ALL=C "$GRANT" -C "$ROUND" extract XF-0001 -o out.zip
	[[ $output == *out.zip* ]]
	python3 - <<-'END'
	import zipfile
	given, out = zipfile.ZipFile("p.zip"), zipfile.ZipFile("out.zip")
	assert out.testzip() is None
	assert sorted(given.namelist()) == sorted(out.namelist()), out.namelist()
	for entry in out.infolist():
	    assert out.read(entry) == given.read(entry.filename)
	    assert entry.filename.isascii() or entry.flag_bits & 0x800, entry
	    assert entry.date_time == (1980, 1, 1, 0, 0, 0), entry
	    assert entry.external_attr >> 16 & 0o111 == 0, entry
	END
	TZ=Asia/Shanghai in_round extract XF-0001 -o again.zip
	cmp out.zip again.zip
}

@test "a zip that is there already stays, unless --force says otherwise" {
	given
	echo mine >out.zip
	run -6 --separate-stderr in_round extract XF-0001 -o out.zip
	[ "$(cat out.zip)" = mine ]
	run -0 in_round extract XF-0001 -o out.zip --force
	[ "$(names_of out.zip)" = "$(names_of p.zip)" ]
	run -3 --separate-stderr in_round extract XF-0099 -o none.zip
	[ ! -e none.zip ]
}

@test "into a folder that holds something only with --force, and what is not ours stays" {
	given
	mkdir out && echo mine >out/预算表.csv && echo other >out/other
	run -6 --separate-stderr in_round extract XF-0001 -o out
	[ "$(cat out/预算表.csv)" = mine ]
	run -0 in_round extract XF-0001 -o out --force
	[ "$(cat out/other)" = other ]
	cmp out/预算表.csv <(unzip -p p.zip 预算表.csv 2>/dev/null || python3 -c 'import zipfile,sys; sys.stdout.buffer.write(zipfile.ZipFile("p.zip").read("预算表.csv"))')
	run -0 find out -type f -perm /111
	[ -z "$output" ]
}

@test "a link inside the folder is never followed: not a folder's, not a file's" {
	given
	mkdir out outside && echo mine >outside/预算表.csv
	ln -s ../outside out/附件
	run -7 --separate-stderr in_round extract XF-0001 -o out --force
	[ -z "$(ls -A outside | grep -v 预算表.csv)" ]
	rm out/附件
	ln -sf ../outside/预算表.csv out/预算表.csv
	ln -f outside/预算表.csv out/说明.txt
	run -0 in_round extract XF-0001 -o out --force
	[ "$(cat outside/预算表.csv)" = mine ]
	[ ! -L out/预算表.csv ]
}

@test "a folder that is swapped for a link while files are written lets nothing out" {
	given
	mkdir out outside
	mkdir out/附件
	python3 - <<-'END' &
	import os, shutil
	while not os.path.exists("stop"):
	    try:
	        os.rename("out/附件", "out/x")
	        os.symlink("../outside", "out/附件")
	        os.unlink("out/附件")
	        os.rename("out/x", "out/附件")
	    except OSError: # the extraction was quicker: begin anew
	        for name in ("out/附件", "out/x"):
	            os.unlink(name) if os.path.islink(name) else shutil.rmtree(name, ignore_errors=True)
	        os.mkdir("out/附件")
	END
	swapper=$!
	for i in {1..60}; do
		in_round extract XF-0001 -o out --force >/dev/null 2>&1 || true
	done
	touch stop
	wait $swapper || true
	[ -z "$(ls -A outside)" ]
}

@test "blind, the form is what reviewers see and the other files are as they were" {
	given
	run -0 in_round extract XF-0001 -o out --blind
	run -0 cat out/application.json
	[[ $output == *甲* && $output != *13800000001* && $output != *li@example.org* && $output != *幸福路* ]]
	[ -f out/附件/照片.png ]
	run -0 in_round extract XF-0001 -o out.zip --blind
	python3 - <<-'END'
	import zipfile
	form = zipfile.ZipFile("out.zip").read("application.json").decode()
	assert "13800000001" not in form and "甲" in form
	assert "预算表.csv" in zipfile.ZipFile("out.zip").namelist()
	END
}

@test "answers that the round marks as blind are not in a blind extraction" {
	cp round.json marked.json
	write_rules
	grant init round.git --round marked.json --rules rules.lua --as officer --name 陈 --unsigned --retrospective \
		--at 2018-02-20T09:00:00+08:00 >/dev/null
	export ROUND=$PWD/round.git
	archive p.zip title=甲
	in_round $in_march submit p.zip >/dev/null
	in_round extract XF-0001 -o open
	in_round extract XF-0001 -o closed --blind
	grep -q 居民求助无门 open/application.json
	! grep -rq 居民求助无门 closed
}

@test "the answer as JSON names the folder or the zip" {
	given
	run -0 in_round --json extract XF-0001 -o out
	[ "$(json '["data"]["dir"]' <<<"$output")" = out ]
	run -0 in_round --json extract XF-0001 -o out.ZIP
	[ "$(json '["data"]["archive"]' <<<"$output")" = out.ZIP ]
	[ "$(json '["data"]["files"]' <<<"$output")" = 4 ]
}

@test "a text on a terminal has no orders to it left, through a pipe it is as it was" {
	given salt=$'红\e[31m色\e]0;标题\a\r\n二\t三\xe2\x80\xae'
	run -0 on_terminal "" XF-0001 说明.txt
	[[ $output != *$'\e'* && $output != *$'\a'* && $output != *$'\xe2\x80\xae'* ]]
	[[ $output == *红*色* && $output == *$'二\t三'* && $output != *"[y/N]"* ]]
	in_round cat XF-0001 说明.txt >out
	grep -q $'\e' out
}

@test "a terminal is asked before it gets what is no text" {
	given
	python3 -c 'import zipfile; z=zipfile.ZipFile("q.zip","w"); [z.writestr(n, zipfile.ZipFile("p.zip").read(n)) for n in zipfile.ZipFile("p.zip").namelist()]; z.writestr("图.png", b"\x89PNG\x00\x1b[31m"); z.writestr("国标.txt", "国标".encode("gbk")+b"\x1b[31m"); z.writestr("空.txt", b"")'
	in_round $in_march submit --replace XF-0001 q.zip >/dev/null
	run -1 on_terminal n XF-0001 图.png
	[[ $output == *"[y/N]"* && $output != *$'\e[31m'* ]]
	run -0 on_terminal y XF-0001 图.png
	[[ $output == *"[y/N]"*PNG* ]]
	run -1 on_terminal n XF-0001 国标.txt
	[[ $output != *$'\e[31m'* ]]
	run -0 on_terminal "" XF-0001 空.txt
	[ -z "$output" ]
	in_round cat XF-0001 图.png | cmp - <(printf '\x89PNG\0\e[31m')
}
