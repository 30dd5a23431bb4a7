# SPDX-License-Identifier: Apache-2.0
# Archives as strangers and their programs make them, seen through the program. Each line of the table of hostile archives is held
# against the intake by tests/unit/intake/test-archives; here are those that show what the program does with a verdict.
load ../lib/helpers.bash
setup_file() { mkdir "$BATS_FILE_TMPDIR/all" && "${PYTHON3:-/usr/bin/python3}" "$BATS_TEST_DIRNAME/../lib/hostile.py" --all "$BATS_FILE_TMPDIR/all"; }
setup() { setup_common; all=$BATS_FILE_TMPDIR/all; write_round; }

check() { run --separate-stderr timeout 20 "$GRANT" --json check "$@" --round round.json; }

# finding, case...: refused by it, and by the program's exit code
refused() {
	local finding=$1 name
	shift
	for name; do
		check "$all/$name"
		[[ $status == 1 && $output == *"\"id\": \"$finding\""* ]] || { echo "$name: wanted $finding, got $status $output"; false; }
	done
}

take() {
	[ -d round.git ] || { write_rules; grant init round.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective >/dev/null; }
	run -0 --separate-stderr grant -C round.git $in_march --json submit "$@"
}

# A folder as an NGO has it, ours to pack.
folder() {
	mkdir -p 申报/附件 && cd 申报
	archive ../base.zip && python3 -c 'import zipfile; zipfile.ZipFile("../base.zip").extractall(".")'
	echo 证书 >附件/登记证书.txt
}

@test "whatever leaves the archive, links, stands for two things or for git is refused, each with a finding of its own" {
	refused archive.path-escapes dotdot backslash-dotdot tar-dotdot
	refused archive.path-absolute absolute drive
	refused archive.link symlink-zip hardlink
	refused archive.special device
	refused archive.duplicate duplicate
	refused archive.name-git git-config git-upper git-short git-ignorable
	refused archive.entry-encrypted encrypted-zip
	refused archive.too-many-entries entries-2100
	refused archive.rar rar
}

@test "too many bytes are refused by the round's own limits" {
	sed -i 's/"cap": "50000.00", "per/"file_bytes": 4194304, "total_bytes": 16777216, &/' round.json
	refused archive.entry-too-large flat-bomb gz-bomb
	refused archive.too-many-bytes many-bombs
}

@test "a refused archive leaves nothing in the round and nothing in the file system" {
	take "$all/honest-gbk" || true
	before=$(git -C round.git rev-parse main)
	find . -path ./round.git -prune -o ! -name "separate-stderr*" -print | sort >../before
	for name in git-config dotdot symlink-zip; do
		run -5 --separate-stderr grant -C round.git $in_march submit "$all/$name"
	done
	find . -path ./round.git -prune -o ! -name "separate-stderr*" -print | sort >../after
	[ "$(git -C round.git rev-parse main)" = "$before" ] || false
	diff ../before ../after && [ ! -e ../evil.txt ]
}

@test "GBK names come out as Chinese in the C locale, and the receipt has the digests" {
	export LC_ALL=C
	take "$all/honest-gbk"
	[[ $output == *"附件/登记证书（副本）.pdf"* && $output == *GB18030* ]]
	json '["data"]["receipts"][0]' <<<"$output" >receipt
	python3 - "$all/honest-gbk" receipt <<-'PY'
	import hashlib, json, sys
	receipt = json.load(open(sys.argv[2], encoding="utf-8"))
	assert receipt["sha256"] == hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest()
	entries = {e["name"]: e for e in receipt["entries"]}
	assert entries["项目预算表.csv"]["sha256"] == hashlib.sha256(b"x").hexdigest()
	assert all(len(e["sha256"]) == 64 and "size" in e for e in entries.values())
	PY
	[ "$(git -C round.git show "main:applications/01/XF-0001/proposal/项目预算表.csv")" = x ]
}

@test "a renamed file keeps its original name in the receipt, junk is dropped, nested archives stay closed" {
	take "$all/con"
	[[ $output == *'"_CON.txt"'*'"CON.txt"'* ]]
	take "$all/macosx"
	[[ $output != *MACOSX/* || $output != *'"name": "__MACOSX'* ]]
	take "$all/nested"
	[[ $output == *archive.nested* || $output == *inner.zip* ]]
}

@test "zips of Info-ZIP, 7-Zip, bsdtar, Python and git are taken" {
	folder
	git init -q . && git add . && git -c user.name=n -c user.email=e commit -qm x
	git archive --format=zip -o ../git.zip HEAD
	git archive --format=tar.gz -o ../git.tar.gz HEAD
	git archive --format=tar --prefix=申报/ -o ../git.tar HEAD
	rm -rf .git
	command -v zip >/dev/null && zip -qr ../infozip.zip . && (cd .. && zip -qr folder.zip 申报)
	command -v zip >/dev/null && zip -qr - . | cat >../infozip-stream.zip
	command -v bsdtar >/dev/null && bsdtar -a -cf ../bsdtar.zip . && bsdtar -cf ../bsdtar.tar . && bsdtar -a -cf ../bsdtar.7z .
	command -v 7z >/dev/null && 7z a -tzip ../sevenzip.zip . >/dev/null && 7z a ../sevenzip.7z . >/dev/null && 7z a -mhc=off ../plain.7z . >/dev/null &&
		7z a -m0=ppmd ../ppmd.7z . >/dev/null && 7z a -m0=bzip2 ../bzip2.7z . >/dev/null && 7z a -ms=off ../loose.7z . >/dev/null
	tar -cf ../gnu.tar . && tar --format=pax -czf ../pax.tar.gz . && tar --format=ustar -cf ../ustar.tar 附件 *.*
	python3 -c 'import shutil; shutil.make_archive("../python", "zip", ".")'
	cd ..
	export LC_ALL=C
	for name in *.zip *.7z *.tar *.tar.gz; do
		check "$name"
		[[ $status == 0 && $output != *archive.renamed* ]] || { echo "$name: $status $output $stderr"; false; }
	done
}

@test "encrypted and split 7z archives are refused" {
	command -v 7z >/dev/null || skip "7z is not installed"
	folder
	head -c 300000 /dev/urandom >noise.bin
	7z a -psecret ../locked.7z . >/dev/null
	7z a -psecret -mhe=on ../hidden.7z . >/dev/null
	7z a -tzip -psecret ../locked.zip . >/dev/null
	7z a -v100k ../parts.7z . >/dev/null
	cd ..
	for name in locked.7z hidden.7z locked.zip parts.7z.001 parts.7z.002; do
		check $name
		[ "$status" = 1 ]
		[[ $name == parts* || $output == *encrypted* ]]
	done
}

@test "the name of an entry or of a file begins no line of its own" {
	archive base.zip
	python3 - base.zip forged.zip <<-'END'
	import sys, zipfile
	with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w") as new:
	    for entry in old.infolist():
	        new.writestr(entry, old.read(entry))
	    new.writestr("x\nerror: 伪造的一行 [fake]\n.txt", b"x")
	END
	run --separate-stderr grant check forged.zip --round round.json
	[[ $output == *"↵error: 伪造的一行 [fake]↵"* ]]
	! grep -q '^error: 伪造' <<<"$output$stderr"
	run -3 --separate-stderr grant check $'no\nerror: forged' --round round.json
	! grep -q '^error: forged' <<<"$stderr"
}

windows_program=4d5a90000300000004000000ffff0000b800000000000000400000000000000000000000000000000000000000000000000000000000000000000000800000000e1fba0e

# The round of the other tests, for checking at home, with what it refuses.
round_that_refuses() { # JSON list
	write_round
	sed -i "s/\"attachments\":/\"refuse\": $1, \"attachments\":/" round.json
}

@test "a program is refused whatever it is called, unless the round says otherwise" {
	archive program.zip "bytes=评审说明.pdf=$windows_program"
	archive named.zip extra=安装.exe
	round_that_refuses '["macros"]'
	run -0 grant check program.zip --round round.json
	[[ $output == *"评审说明.pdf"*"this is a program"* ]]
	sed -i 's/"refuse": \["macros"\], //' round.json
	for name in program named; do
		run -1 grant check "$name.zip" --round round.json --json
		[[ $output == *'"file.program-refused"'* ]]
	done
	write_rules
	grant init round.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective >/dev/null
	run -5 grant -C round.git $in_march submit program.zip
	run -0 grant -C round.git list --csv
	[[ $output != *XF-* ]]
}

@test "macros and passwords are warned of, and refused where the round says so" {
	archive macros.zip extra=预算.xlsm
	round_that_refuses '[]'
	run -0 grant check macros.zip --round round.json --json
	[[ $output == *'"file.macros"'* ]]
	round_that_refuses '["macros", "encrypted"]'
	run -1 grant check macros.zip --round round.json --json
	[[ $output == *'"file.macros-refused"'* ]]
	archive locked.zip "bytes=说明.docx=d0cf11e0a1b11ae1$(printf 'EncryptedPackage' | iconv -t UTF-16LE | od -An -tx1 | tr -d ' \n')"
	run -1 grant check locked.zip --round round.json --json
	[[ $output == *'"file.encrypted-refused"'* && $output != *'"file.type'* ]]
}

@test "a file whose content is not what its name says is told with both" {
	archive disguised.zip bytes=证书.pdf=89504e470d0a1a0a0000
	write_round
	run -0 grant check disguised.zip --round round.json
	[[ $output == *证书.pdf*"by its name the file is PDF and by its content PNG"* ]]
	round_that_refuses '["disguised"]'
	run -1 grant check disguised.zip --round round.json --json
	[[ $output == *'"file.type-refused"'* ]]
}
