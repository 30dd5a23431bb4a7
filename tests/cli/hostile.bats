# SPDX-License-Identifier: Apache-2.0
# Archives that were made to do harm, or by strange programs: each gets the verdict of security.md, table 3.
load ../lib/helpers.bash
setup() { setup_common; write_round; }

hostile() { python3 "$lib/hostile.py" "$1" "$1.zip"; }

# case, the finding that refuses it
refused() {
	hostile "$1"
	run -1 --separate-stderr timeout 20 "$GRANT" --json check "$1.zip" --round round.json
	ids=$(json '["data"]["findings"]' <<<"$output" | python3 -c 'import json,sys; print(" ".join(f["id"] for f in json.load(sys.stdin) if f["severity"] == "error"))')
	[[ " $ids " == *" $2 "* ]] || { echo "$1: wanted $2, got $ids"; false; }
}

# case, a name that must be in the receipt
taken() {
	[ -d round.git ] || { write_rules; grant init round.git --round round.json --rules rules.lua --as officer --name N --unsigned --retrospective >/dev/null; }
	hostile "$1"
	run -0 --separate-stderr grant -C round.git $in_march --json submit "$1.zip"
	names=$(json '["data"]["receipts"][0]["entries"]' <<<"$output" | python3 -c 'import json,sys; print("\n".join(e["name"] for e in json.load(sys.stdin)))')
	grep -qxF -- "$2" <<<"$names" || { echo "$1: wanted $2, got $names"; false; }
}

@test "honest archives of every kind are taken" {
	taken good 预算表.csv
	for kind in tar-good targz-good; do
		hostile $kind
		run -0 grant check $kind.zip --round round.json
	done
}

@test "GBK names come out as Chinese, in any locale" {
	export LC_ALL=C
	taken gbk "附件/登记证书（副本）.pdf"
	[[ $output == *GB18030* ]]
	hostile utf8-without-flag
	run -0 --separate-stderr grant --json check utf8-without-flag.zip --round round.json
	taken tar-pax-good "附件/证书.txt" || true
}

@test "a flag that lies about UTF-8 is seen through" {
	hostile flag-lies
	run -0 --separate-stderr grant --json check flag-lies.zip --round round.json
	[[ $output == *archive.flag-lies* ]]
}

@test "paths that leave the archive are refused" {
	for name in dotdot inner-dotdot backslash-dotdot tar-dotdot tar-pax-dotdot; do refused $name archive.path-escapes; done
}

@test "absolute paths, drives and shares are refused" {
	for name in absolute drive unc; do refused $name archive.path-absolute; done
}

@test "links, devices and pipes are refused" {
	for name in symlink-zip tar-symlink tar-hardlink; do refused $name archive.link; done
	for name in tar-fifo tar-device; do refused $name archive.special; done
}

@test "two things of one name are refused" {
	refused duplicate archive.duplicate
	refused file-and-folder archive.file-and-folder
	refused nul-name archive.name-nul
	refused unicode-path archive.two-names
}

@test "names that git or Windows read as their own are renamed and recorded" {
	taken git-config _git/config
	taken git-short "_GIT~1/config"
	taken gitmodules _gitmodules
	taken git-ignorable "_g_it/config"
	taken con _CON.txt
	taken bidi "a_txt.exe"
	taken trailing-dot "name__"
	taken case-duplicate "photo (2).TXT"
}

@test "encrypted entries and strange methods are refused" {
	refused encrypted archive.entry-encrypted
	refused method archive.method
}

@test "a zip that contradicts itself is refused before it is unpacked" {
	for name in hidden-local name-differs wrong-count trailing-bytes two-end-records truncated overlap; do
		refused $name archive.structure
	done
}

@test "damage is found" {
	refused wrong-crc archive.damaged
	for name in tar-truncated; do
		hostile $name
		run -1 grant check $name.zip --round round.json
	done
	refused tar-trailing archive.trailing
	for name in targz-trailing targz-truncated targz-crc size-lies; do
		hostile $name
		run -1 --separate-stderr grant --json check $name.zip --round round.json
	done
}

@test "too many entries, too deep, too many bytes are refused" {
	refused entries archive.too-many-entries
	refused deep archive.too-deep
	refused bomb archive.entry-too-large
}

@test "a 7z header that would take gigabytes is refused at once and in little memory" {
	for name in 7z-header-bomb 7z-huge-header 7z-damaged; do
		hostile $name
		run -1 timeout 2 "$GRANT" --json check $name.zip --round round.json
		[[ $output == *archive.structure* ]]
	done
}

@test "what is no archive is told how to become one" {
	refused rar archive.rar
	refused exe-prefix archive.format
	refused not-an-archive archive.format
	refused empty-file archive.format
	refused empty-zip archive.empty
	hostile gz-not-tar
	run -1 grant check gz-not-tar.zip --round round.json
}

@test "junk of operating systems is dropped with a note, nested archives stay closed" {
	taken macosx 预算表.csv
	[[ $names != *MACOSX* && $names != *DS_Store* ]]
	[[ $output == *archive.dropped* || $stderr == *"operating system"* ]]
	taken nested inner.zip
}

@test "7z archives made by 7z are taken, encrypted ones are refused" {
	command -v 7z >/dev/null || skip "7z is not installed"
	mkdir p && cd p
	archive ../base.zip && python3 -c 'import zipfile; zipfile.ZipFile("../base.zip").extractall(".")'
	7z a ../good.7z . >/dev/null
	7z a -psecret ../locked.7z . >/dev/null
	7z a -psecret -mhe=on ../hidden.7z . >/dev/null
	cd ..
	run -0 --separate-stderr env LC_ALL=C "$GRANT" --json check good.7z --round round.json
	for name in locked hidden; do
		run -1 --separate-stderr grant --json check $name.7z --round round.json
		[[ $output == *encrypted* ]]
	done
}
