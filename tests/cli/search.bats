# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; new_round; }

# An archive with files: with_files OUT TITLE NAME=TEXT..., a text "@FILE" being that file's bytes.
with_files() {
	local out=$1 title=$2
	shift 2
	archive "$out" title="$title" organisation="机构$title"
	python3 - "$out" "$@" <<-'END'
	import sys, zipfile
	with zipfile.ZipFile(sys.argv[1], "a") as archive:
	    for word in sys.argv[2:]:
	        name, text = word.split("=", 1)
	        archive.writestr(name, open(text[1:], "rb").read() if text.startswith("@") else text)
	END
}

found() { in_round --json search "$@" | json '["data"]["results"]'; }
ids() { in_round --json search "$@" | python3 -c 'import json,sys; print(" ".join(r["application"] for r in json.load(sys.stdin)["data"]["results"]))'; }

@test "words of a text file are found, with the file that they stand in" {
	with_files a.zip 甲 附件/社区意见.txt="居委会同意腾出活动室" 说明2.md="# 志愿者名册" 报价.csv="桌椅,1200"
	with_files b.zip 乙
	in_round $in_march submit a.zip b.zip >/dev/null
	[ "$(ids 活动室)" = XF-0001 ]
	[ "$(ids 名册)" = XF-0001 ]
	[ "$(ids 桌椅)" = XF-0001 ]
	run -0 in_round --json search 活动室
	[ "$(json '["data"]["results"][0]["file"]' <<<"$output")" = 附件/社区意见.txt ]
	[[ "$(json '["data"]["results"][0]["snippet"]' <<<"$output")" == *「*活动室*」* ]]
	run -0 in_round search 活动室
	[[ $output == *附件/社区意见.txt* ]]
}

@test "an application is told once, however many of its texts have the words" {
	with_files a.zip 甲 一.txt=维权 二.txt=维权 三.txt=维权
	with_files b.zip 乙 一.txt=维权
	in_round $in_march submit a.zip b.zip >/dev/null
	[ "$(ids 维权 | wc -w)" = 2 ]
	[ "$(ids 维权 --limit 1 | wc -w)" = 1 ]
}

@test "text in GBK is found as well, and what is no text is not looked into" {
	python3 -c 'open("gbk.bin","wb").write("邻里互助公约".encode("gbk")); open("bad.bin","wb").write(b"\xff\xfe\x00\x00\x81\x30abcd"); open("nul.bin","wb").write("隐藏词\0".encode())'
	with_files a.zip 甲 公约.txt=@gbk.bin 坏.txt=@bad.bin 空字节.txt=@nul.bin 图.png=邻里花园
	in_round $in_march submit a.zip >/dev/null
	[ "$(ids 邻里互助)" = XF-0001 ]
	[ -z "$(ids 邻里花园)" ]
}

@test "the form's own labels do not make every application a hit" {
	printf '项目名称：甲\n类别：专业类\n申报单位：机构甲\n申请金额：1000\n需求分析：有\n' >申请表.txt
	python3 -c 'import zipfile; z=zipfile.ZipFile("a.zip","w"); z.write("申请表.txt"); z.writestr("预算表.csv","类别,金额\n活动,1000\n")'
	in_round $in_march submit a.zip >/dev/null
	[ -z "$(ids 申报单位)" ]
	[ "$(ids 机构甲)" = XF-0001 ]
}

@test "what goes in is bounded by file and by application" {
	python3 -c '
open("long.txt","w").write("甲乙" * 40000 + "尾巴")
open("huge.txt","w").write("开头词" + "x" * (1024*1024))
open("part.txt","w").write("丙丁" * 11000)
open("last.txt","w").write("最后一份")'
	with_files a.zip 甲 长.txt=@long.txt 大.txt=@huge.txt 一1.txt=@part.txt 一2.txt=@part.txt 一3.txt=@part.txt 龙.txt=@last.txt
	in_round $in_march submit a.zip >/dev/null
	[ "$(ids 甲乙)" = XF-0001 ]
	[ -z "$(ids 尾巴)" ]
	[ -z "$(ids 开头词)" ]
	[ "$(ids 丙丁)" = XF-0001 ]
	[ -z "$(ids 最后一份)" ]
}

@test "a corrected archive's files take the place of the earlier ones, and an index made anew holds the same" {
	with_files a.zip 甲 旧.txt=早先的词 留.txt=两版都有
	with_files b.zip 乙 旧.txt=别人的词
	in_round $in_march submit a.zip b.zip >/dev/null
	[ "$(ids 早先)" = XF-0001 ]
	with_files c.zip 甲 新.txt=后来的词 留.txt=两版都有
	in_round $in_march submit --replace XF-0001 c.zip >/dev/null
	[ -z "$(ids 早先)" ]
	[ "$(ids 后来)" = XF-0001 ]
	[ "$(ids 两版都有)" = XF-0001 ]
	[ "$(ids 别人)" = XF-0002 ]
	dump() { sqlite3 "$ROUND/grant/index.sqlite" 'select subject, source, body from search order by 1, 2'; }
	forward=$(dump)
	in_round reindex >/dev/null
	[ "$(dump)" = "$forward" ]
	[ "$(ids 后来)" = XF-0001 ]
}

@test "an application that is gone from the tree leaves no text behind" {
	with_files a.zip 甲 意见.txt=独有的词
	with_files b.zip 乙
	in_round $in_march submit a.zip b.zip >/dev/null
	[ "$(ids 独有)" = XF-0001 ]
	cd "$ROUND"
	export GIT_INDEX_FILE=$BATS_TEST_TMPDIR/index
	git read-tree main
	git rm -rq --cached applications/01/XF-0001
	git update-ref refs/heads/main "$(git -c user.name=x -c user.email=x commit-tree -p main -m x "$(git write-tree)")"
	cd ..
	[ -z "$(ids 独有)" ]
}
