# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; new_round; }

@test "an archive becomes an application with a receipt that names every file and its digest" {
	archive p.zip
	run -0 in_round $in_march --json submit p.zip
	[ "$(json '["data"]["receipts"][0]["id"]' <<<"$output")" = XF-0001 ]
	[ "$(json '["data"]["receipts"][0]["sha256"]' <<<"$output")" = "$(sha256sum <p.zip | cut -d' ' -f1)" ]
	digest=$(python3 -c 'import zipfile,hashlib; print(hashlib.sha256(zipfile.ZipFile("p.zip").read("预算表.csv")).hexdigest())')
	[[ $output == *"$digest"* ]]
	run -0 git -C "$ROUND" ls-tree -r --name-only -z main applications/01/XF-0001/proposal
	[[ $output == *"application.json"* && $output == *"预算表.csv"* ]]
}

@test "the bytes of a file come out as they went in" {
	archive p.zip extra=证书.bin
	in_round $in_march submit p.zip
	in_round cat XF-0001 预算表.csv >out
	unzip -p p.zip 预算表.csv >in 2>/dev/null || python3 -c 'import zipfile,sys; sys.stdout.buffer.write(zipfile.ZipFile("p.zip").read("预算表.csv"))' >in
	cmp in out
}

@test "the same archive twice is refused and named" {
	archive p.zip
	in_round $in_march submit p.zip
	before=$(commits)
	run -6 --separate-stderr in_round $in_march submit p.zip
	[[ $stderr == *XF-0001* ]]
	[ "$(commits)" = "$before" ]
}

@test "an archive after the deadline is refused, with --received in time it is taken and both times stay" {
	archive p.zip
	run -4 --separate-stderr in_round --at 2018-03-31T17:30:01+08:00 submit p.zip
	[[ $stderr == *2018-03-31T17:30:00+08:00* ]]
	run -0 in_round --at 2018-04-02T09:00:00+08:00 submit p.zip --received 2018-03-31T17:30:00+08:00
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["receipt"]["received"]' <<<"$output")" = 2018-03-31T17:30:00+08:00 ]
	[ "$(json '["data"]["receipt"]["taken"]' <<<"$output")" = 2018-04-02T09:00:00+08:00 ]
}

@test "an archive before the round opens is refused" {
	archive p.zip
	run -4 --separate-stderr in_round --at 2018-03-01T08:59:59+08:00 submit p.zip
}

@test "a time that is none ends with 5" {
	archive p.zip
	run -5 --separate-stderr in_round $in_march submit p.zip --received yesterday
}

@test "of several archives the good ones are taken and the first failure gives the code" {
	archive a.zip title=甲 organisation=甲
	archive b.zip form=none
	archive c.zip title=丙 organisation=丙
	run -5 --separate-stderr in_round $in_march submit a.zip b.zip c.zip
	[[ $stderr == *b.zip* ]]
	run -0 in_round --json list
	[ "$(json '["data"]["applications"].__len__()' <<<"$output")" = 2 ]
}

@test "many archives are a commit each, few packs, and a receipt each in their order" {
	for i in 1 2 3 4 5 6 7 8 9; do archive "$i.zip" title="项目$i" organisation="机构$i"; done
	before=$(commits)
	packs=$(find "$ROUND/objects/pack" -name '*.pack' | wc -l)
	run -0 in_round $in_march submit ?.zip
	[ "${#lines[@]}" = 9 ]
	[[ ${lines[0]} == XF-0001*项目1* && ${lines[8]} == XF-0009*项目9* ]]
	[ "$(commits)" = $((before + 9)) ]
	[ "$(find "$ROUND/objects/pack" -name '*.pack' | wc -l)" -lt $((packs + 9)) ]
	[ -z "$(git -C "$ROUND" fsck --strict 2>&1)" ]
	[ "$(git -C "$ROUND" count-objects | cut -d' ' -f1)" = 0 ]
}

@test "the same archive twice in one run is taken once" {
	archive a.zip title=甲 organisation=甲
	cp a.zip again.zip
	run -6 --separate-stderr in_round $in_march submit a.zip again.zip
	[[ $output == XF-0001* && ${#lines[@]} = 1 ]]
	[[ $stderr == *again.zip*XF-0001* ]]
}

@test "an archive that is refused leaves nothing of its files behind" {
	archive a.zip title=甲 organisation=甲 extra=大文件.bin
	in_round $in_march submit a.zip
	objects=$(git -C "$ROUND" cat-file --batch-all-objects --batch-check | wc -l)
	run -6 --separate-stderr in_round $in_march submit a.zip
	[ "$(git -C "$ROUND" cat-file --batch-all-objects --batch-check | wc -l)" = "$objects" ]
	[ -z "$(find "$ROUND" -name 'tmp*')" ]
}

@test "a dry run takes nothing and leaves no trace" {
	archive p.zip
	before=$(git -C "$ROUND" cat-file --batch-all-objects --batch-check; commits)
	run -0 in_round $in_march submit --dry-run p.zip
	[[ $output == "p.zip would be taken in as XF-0001: "* ]]
	[ "$(git -C "$ROUND" cat-file --batch-all-objects --batch-check; commits)" = "$before" ]
	[ -z "$(find "$ROUND" -name 'tmp*')" ]
}

@test "a dry run of several numbers them as they would be" {
	archive p.zip
	archive q.zip title=乙 organisation=乙
	echo no >bad.zip
	run -5 --separate-stderr in_round $in_march submit --dry-run p.zip bad.zip q.zip
	[[ $output == *"p.zip would be taken in as XF-0001: "*01/XF-0001/*"q.zip would be taken in as XF-0002: "*02/XF-0002/* ]]
	run -0 in_round $in_march --json submit --dry-run p.zip q.zip
	[ "$(json '["data"]["receipts"][1]["id"]' <<<"$output")" = XF-0002 ]
}

@test "a reviewer may not take archives in" {
	archive p.zip
	run -4 --separate-stderr in_round $in_march --as reviewer-1 submit p.zip
}

@test "every mistake of a form is told at once, each with its field" {
	archive p.zip json='{"title": "", "category": "nowhere", "organisation": {"name": "甲", "kind": "club"}, "requested": "5,000", "colour": "red"}'
	run -5 --separate-stderr in_round $in_march --json submit p.zip
	for word in title category organisation.kind requested colour; do
		[[ $stderr == *"\"$word\""* ]]
	done
}

@test "what is over the cap is taken with a warning and found ineligible at screening" {
	archive p.zip requested=60000.00
	run -0 --separate-stderr in_round $in_march submit p.zip
	[[ $stderr == *60000.00* ]]
	run --separate-stderr in_round $in_april --json screen XF-0001
	[[ $output == *screening.over-cap* ]]
}

@test "a second application of an organisation is taken and found ineligible" {
	archive a.zip title=甲
	archive b.zip title=乙
	in_round $in_march submit a.zip b.zip
	run --separate-stderr in_round $in_april --json screen XF-0002
	[[ $output == *screening.per-organisation* ]]
	run --separate-stderr in_round $in_april --json screen XF-0001
	[[ $output != *screening.per-organisation* ]]
}

@test "a returned application takes a corrected archive under its id and is submitted again" {
	archive a.zip title=甲
	in_round $in_march submit a.zip
	in_round $in_march screen XF-0001 --return "请补充预算表"
	archive b.zip title=甲（修改）
	in_round $in_march submit --replace XF-0001 b.zip
	run -0 in_round --json list
	[ "$(json '["data"]["applications"][0]["title"]' <<<"$output")" = "甲（修改）" ]
	[ "$(json '["data"]["applications"][0]["state"]' <<<"$output")" = submitted ]
}

@test "an intake clerk with a prefix of their own hands out ids of that prefix" {
	in_round $in_march person add street --name 街道 --role intake --prefix JD
	archive a.zip title=甲 organisation=甲
	archive b.zip title=乙 organisation=乙
	run -0 in_round $in_march --as street submit a.zip
	[[ $output == *JD-0001* ]]
	run -0 in_round $in_march submit b.zip
	[[ $output == *XF-0001* ]]
}

@test "check says what submit would, without a repository too" {
	archive good.zip
	archive bad.zip form=none
	run -0 in_round check good.zip
	run -1 --separate-stderr in_round --json check bad.zip
	[[ $output == *form.missing* ]]
	run -0 grant check good.zip --round round.json
	run -1 grant --json check bad.zip --round round.json
	[ "$(json '["data"]["findings"][0]["id"]' <<<"$output")" = form.missing ]
}

@test "check says that something is no archive, as a finding" {
	echo hello >p.zip
	run -1 --separate-stderr in_round --json check p.zip
	[[ $(json '["data"]["findings"][0]["id"]' <<<"$output") == archive.* ]]
}

@test "a file that is not there ends with 3" {
	run -3 --separate-stderr in_round $in_march submit nowhere.zip
	[[ $stderr == *nowhere.zip* ]]
}

@test "the text form is read in each encoding that Notepad writes" {
	printf '%s\n' "项目名称：反家暴热线" "类别：专业类" "申报单位：木棉花社工" "单位类型：社会服务机构" \
		"项目负责人：王丽" "联系人：李敏" "项目摘要：热线" "申请金额：2万元" "配套资金：0" "项目总预算：20000" \
		"开始日期：2018-05-01" "结束日期：2018-10-31" "预算：" "类别|项目|单位|单价|数量|金额|资金来源|测算依据" \
		"业务活动费|接线补贴|月|2000|10|20000|创投资助|每月" "需求分析：求助多" >form.txt
	i=0
	for encoding in UTF-8 UTF-16 GBK UTF-8-mark; do
		i=$((i + 1))
		rm -rf p && mkdir p
		case $encoding in
		UTF-8-mark) (printf '\xef\xbb\xbf'; cat form.txt) >p/申请表.txt ;;
		*) iconv -f UTF-8 -t "$encoding" form.txt | sed "s/木棉花社工/木棉花社工/" >p/申请表.txt ;;
		esac
		echo "预算,$i" >p/预算表.csv
		(cd p && python3 -c 'import zipfile,os
z=zipfile.ZipFile("../t.zip","w")
[z.write(n) for n in sorted(os.listdir("."))]
z.close()')
		run -0 --separate-stderr in_round $in_march --json submit t.zip
		[ "$(json '["data"]["receipts"][0]["title"]' <<<"$output")" = 反家暴热线 ]
	done
	run -0 in_round --json show XF-0003
	[ "$(json '["data"]["application"]["requested"]' <<<"$output")" = 20000.00 ]
	[ "$(json '["data"]["application"]["budget"][0]["source"]' <<<"$output")" = grant ]
}

@test "the kit, filled in and zipped, can be handed in" {
	in_round kit -o "$BATS_TEST_TMPDIR/kit"
	cd kit
	sed -i 's/项目名称：.*/项目名称：家庭教育/; s/^类别：.*/类别：专业类/; s/^申报单位：.*/申报单位：晨曦家庭教育中心/
		s/^单位类型：.*/单位类型：社会服务机构/; s/^项目负责人：.*/项目负责人：王丽/; s/^联系人：.*/联系人：李敏/
		s/^项目摘要：.*/项目摘要：父母课堂/; s/^申请金额：.*/申请金额：10000/; s/^配套资金：.*/配套资金：0/
		s/^项目总预算：.*/项目总预算：10000/; s/^开始日期：.*/开始日期：2018-05-01/; s/^结束日期：.*/结束日期：2018-09-30/
		s/^需求分析：.*/需求分析：家长焦虑/' 申请表.txt
	python3 -c 'import zipfile
z=zipfile.ZipFile("../k.zip","w")
[z.write(n) for n in ("申请表.txt","预算表.csv")]
z.close()'
	cd ..
	run -0 grant check k.zip --round kit/round.json
	run -0 in_round $in_march submit k.zip
}

@test "the kit says what the round caps and which kinds of organisation there are, in lines as Notepad ends them" {
	in_round kit -o "$BATS_TEST_TMPDIR/kit"
	grep -q '每个项目申请金额不超过 50000.00 元' kit/填写说明.txt
	grep -q '每个单位最多申报 1 个项目' kit/填写说明.txt
	grep -q '单位类型.*社会团体.*社会服务机构.*民办非企业单位.*基金会.*备案团队.*其他' kit/填写说明.txt
	grep -q '受理时间：2018-03-01 09:00 至 2018-03-31 17:30' kit/填写说明.txt
	for file in kit/申请表.txt kit/填写说明.txt kit/填写示例.txt; do
		[ "$(grep -c '' "$file")" -eq "$(grep -c $'\r$' "$file")" ]
	done
}

@test "the example in the kit would be taken, whatever the round caps" {
	for cap in 50000.00 1234.56; do
		sed -i "s/\"cap\": \"50000.00\"/\"cap\": \"$cap\"/" round.json
		grant init "r$cap" --round round.json --rules rules.lua --as o --name o --unsigned >/dev/null
		grant -C "r$cap" kit -o "kit$cap"
		cp "kit$cap/填写示例.txt" 申请表.txt
		cp "kit$cap/预算表.csv" .
		python3 -c 'import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    [z.write(n) for n in ("申请表.txt", "预算表.csv")]' "$cap.zip"
		run -0 grant check "$cap.zip" --round "kit$cap/round.json"
		[[ $output == *"0 errors, 0 warnings"* ]]
	done
}

@test "extract writes the files and nothing outside its folder" {
	archive p.zip extra=附件/照片.png
	in_round $in_march submit p.zip
	in_round extract XF-0001 -o out
	[ -f out/附件/照片.png ] && [ -f out/预算表.csv ]
	[ ! -x out/预算表.csv ]
	run -6 --separate-stderr in_round extract XF-0001 -o out
}

@test "a pushed tree with a bad name does not come out of extract" {
	archive p.zip
	in_round $in_march submit p.zip
	cd "$ROUND"
	blob=$(echo evil | git hash-object -w --stdin)
	tree=$(git ls-tree main:applications/01/XF-0001/proposal | (cat; printf '100644 blob %s\tCON\n' "$blob") | git mktree)
	app=$(git ls-tree main:applications/01/XF-0001 | sed "s/tree [0-9a-f]*\tproposal/tree $tree\tproposal/" | git mktree)
	shard=$(printf '040000 tree %s\tXF-0001\n' "$app" | git mktree)
	apps=$(printf '040000 tree %s\t01\n' "$shard" | git mktree)
	root=$(git ls-tree main | sed "s/tree [0-9a-f]*\tapplications/tree $apps\tapplications/" | git mktree)
	git update-ref refs/heads/main "$(git -c user.name=x -c user.email=x commit-tree -p main -m x "$root")"
	cd "$BATS_TEST_TMPDIR"
	run --separate-stderr in_round extract XF-0001 -o out
	[ "$status" -ne 0 ]
	[ ! -e out/CON ]
}

@test "two forms that do not say the same are told, with the one that is used" {
	archive p.zip
	printf '项目名称：另一个名称\n类别：专业类\n' >申请表.txt
	python3 -c 'import zipfile; zipfile.ZipFile("p.zip", "a").write("申请表.txt")'
	run --separate-stderr in_round --json check "$PWD/p.zip"
	python3 - "$output" <<-'END'
	import json, sys
	found = [f for f in json.loads(sys.argv[1])["data"]["findings"] if f["id"] == "form.two-forms"]
	assert len(found) == 1 and found[0]["severity"] == "warning", found
	assert found[0]["place"]["entry"] == "application.json" and "申请表.txt" in found[0]["message"], found
	END
	run -0 --separate-stderr in_round $in_march submit p.zip
	[[ $output == *一站式维权* ]]
	# the same said twice is no matter
	archive q.zip title=乙 organisation=乙
	python3 -c 'import zipfile; z = zipfile.ZipFile("q.zip", "a"); z.writestr("说明/application.json", z.read("application.json"))'
	run -0 --separate-stderr in_round check "$PWD/q.zip"
	[[ $output$stderr != *two-forms* ]]
}

@test "a corrected archive without --replace is told that the returned application waits for it" {
	archive p.zip
	in_round $in_march submit p.zip
	in_round $in_march screen XF-0001 --return "预算有误"
	archive q.zip salt=2
	run -0 --separate-stderr in_round $in_march submit --dry-run q.zip
	[[ $stderr == *"XF-0001"*"--replace XF-0001"* && $stderr == *"application.returned"* ]]
	run -0 --separate-stderr in_round $in_march submit --replace XF-0001 q.zip
	[[ $stderr != *"application.returned"* ]]
}

@test "a form's category may be any of the round's titles, however many there are" {
	python3 - <<-'END'
	import json, zipfile
	round = json.load(open("round.json"))
	round["categories"] += [{"id": f"c{i}", "title": {"zh": f"第{i}类", "en": f"Class {i}"}} for i in range(40)]
	json.dump(round, open("many.json", "w"))
	form = ("项目名称：家庭教育\n类别：Class 39\n申报单位：晨曦家庭教育中心\n单位类型：社会服务机构\n项目负责人：王丽\n"
	        "联系人：李敏\n项目摘要：父母课堂\n申请金额：10000\n配套资金：0\n项目总预算：10000\n开始日期：2018-05-01\n"
	        "结束日期：2018-09-30\n需求分析：家长焦虑\n")
	with zipfile.ZipFile("p.zip", "w") as z:
	    z.writestr("申请表.txt", form)
	    z.writestr("预算表.csv", "类别,金额\n")
	END
	run -0 grant check p.zip --round many.json
}

@test "a wrong category is one error that lists the titles" {
	archive p.zip category="专业"
	run -1 --separate-stderr in_round --json check "$PWD/p.zip"
	python3 - "$output" <<-'END'
	import json, sys
	errors = [f for f in json.loads(sys.argv[1])["data"]["findings"] if f["severity"] == "error"]
	assert [f["id"] for f in errors] == ["application.category"], errors
	assert "专业类" in errors[0]["remedy"] and "服务类" in errors[0]["remedy"], errors
	END
}

# Three good archives, one without a form, one with a program, what file managers leave, a folder and a text.
full_folder() {
	mkdir -p in/一份文件夹
	for title in 甲 乙 丙; do archive "in/$title.zip" title=$title organisation=机构$title; done
	archive in/坏.zip form=none title=丁
	archive in/程序.zip extra=setup.exe title=戊 organisation=戊
	echo 读我 >in/readme.txt
	touch in/.DS_Store in/Thumbs.db
}

@test "a folder of archives goes in with one command, past the bad ones, and ends with a table" {
	full_folder
	run -5 --separate-stderr in_round $in_march submit in
	[ "$(tail -n 1 <<<"$output")" = "3 taken, 4 refused" ]
	grep -q '^甲.zip  *taken  *XF-000[1-3]  甲$' <<<"$output"
	grep -q '^坏.zip  *refused  *there is no form in the archive$' <<<"$output"
	grep -q '^程序.zip  *refused  *setup.exe: this is a program' <<<"$output"
	grep -q '^一份文件夹  *refused' <<<"$output"
	[[ $output != *DS_Store* && $output != *Thumbs* ]]
	[ "$(in_round list --csv | grep -c '^XF-')" = 3 ]
	git -C "$ROUND" fsck --strict
}

@test "what would become of a folder is told without a trace, with the ids that there would be" {
	full_folder
	before=$(git -C "$ROUND" rev-parse main)
	run -5 --separate-stderr in_round $in_march submit in --dry-run
	[ "$(tail -n 1 <<<"$output")" = "3 would be taken, 4 would be refused" ]
	grep -q '^甲.zip  *would be taken  *XF-0003  甲$' <<<"$output"
	[ "$(git -C "$ROUND" rev-parse main)" = "$before" ]
}

@test "the report of a submit is a table for spreadsheets, and one that cannot be written stops it before it begins" {
	full_folder
	archive '=1+1.zip' title='=2+2' organisation=己
	run -5 in_round $in_march submit in '=1+1.zip' --report "$PWD/report.csv"
	python3 - <<-'END'
	import csv
	rows = list(csv.DictReader(open("report.csv", encoding="utf-8", newline="")))
	assert len(rows) == 8 and sum(row["result"] == "taken" for row in rows) == 4, rows
	byname = {row["archive"]: row for row in rows}
	assert byname["甲.zip"]["title"] == "甲" and len(byname["甲.zip"]["sha256"]) == 64
	assert byname["坏.zip"]["why"] == "there is no form in the archive" and not byname["坏.zip"]["id"]
	assert byname["'=1+1.zip"]["title"] == "'=2+2"
	END
	archive more.zip title=庚 organisation=庚
	run -7 in_round $in_march submit more.zip --report "$PWD/report.csv/x"
	[ "$(in_round list --csv | grep -c '^XF-')" = 4 ]
}

@test "with --json the refused archives of a folder stand beside the receipts" {
	full_folder
	run -5 --separate-stderr in_round $in_march submit in --json
	python3 - "$output" <<-'END'
	import json, sys
	data = json.loads(sys.argv[1])["data"]
	assert [r["title"] for r in data["receipts"]] == ["丙", "乙", "甲"], data
	assert [r["archive"] for r in data["refused"]] == ["readme.txt", "一份文件夹", "坏.zip", "程序.zip"], data["refused"]
	assert all(r["message"] for r in data["refused"])
	END
}

@test "an empty folder is told, and --replace takes one archive even from a folder" {
	mkdir empty two
	run -3 in_round $in_march submit empty
	[[ $output == *"there is no file in"* ]]
	archive two/a.zip
	archive two/b.zip title=乙 organisation=乙
	run -2 in_round $in_march submit two --replace XF-0001
}

@test "a proposal on paper goes in by its form alone, and the receipt says so" {
	archive p.zip
	unzip -p p.zip application.json >某机构.json
	run -0 --separate-stderr in_round $in_april submit 某机构.json --paper --received 2018-03-20T09:00:00+08:00
	[[ $output == "XF-0001  一站式维权"* ]]
	run -0 in_round show XF-0001 --json
	python3 - "$output" "$(sha256sum 某机构.json)" <<-'END'
	import json, sys
	receipt = json.loads(sys.argv[1])["data"]["receipt"]
	assert receipt["paper"] is True and receipt["archive"] == "某机构.json" and receipt["sha256"] == sys.argv[2].split()[0], receipt
	assert [(e["name"], e.get("original")) for e in receipt["entries"]] == [("application.json", "某机构.json")], receipt
	END
	git -C "$ROUND" show main:applications/01/XF-0001/proposal/application.json | cmp - 某机构.json
	run -6 in_round $in_april submit 某机构.json --paper --received 2018-03-20T09:00:00+08:00
	git -C "$ROUND" fsck --strict
}

@test "a form on paper is read as strictly as any, and must be a form" {
	echo '{"title": 5}' >bad.json
	run -5 in_round $in_march submit bad.json --paper
	[[ $output == *"record.type"* && $output == *"record.field-missing"* ]]
	archive p.zip
	run -5 in_round $in_march submit p.zip --paper
	[[ $output == *"form.paper"* ]]
	run -5 in_round $in_march submit bad.json
	[[ $output == *"archive.format"* ]]
}
