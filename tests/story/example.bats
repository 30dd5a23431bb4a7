# SPDX-License-Identifier: Apache-2.0
# The example round, as scripts/quickstart runs it, and its ranking computed once more from the scores with exact fractions.
load ../lib/helpers.bash
example=$srcdir/examples/rounds/xingfuhui-2018

setup() { setup_common; }

@test "the archives are the same bytes each time, and other programs read them" {
	run -0 python3 "$example/make-archives" one
	[ "${#lines[@]}" -eq 13 ]
	python3 "$example/make-archives" two >/dev/null
	diff -r one two
	for archive in one/*.7z; do 7z t "$archive" >/dev/null; done
	for archive in one/*.tar.gz; do tar tzf "$archive" >/dev/null; done
	for archive in one/*.zip; do unzip -tqq "$archive"; done
	# no UTF-8 flag and GBK bytes: what a Chinese Windows writes
	python3 -c 'import sys, zipfile
info = zipfile.ZipFile(sys.argv[1]).infolist()[0]
assert not info.flag_bits & 0x800 and info.orig_filename.encode("cp437").decode("gbk").endswith("申请表.txt")' \
		one/木棉花-反家暴.zip
}

@test "the round runs from the archives to the first payment, and git and sqlite3 like what it made" {
	run -0 --separate-stderr "$example/run" "$GRANT" round
	[[ $output == *'1  XF-0001  90.50'* && $output == *'exactly 181/2'* ]]
	[[ $stderr == *'a tie stands across the line of the money: XF-0004, XF-0011'* ]]
	[[ $output == *'Record payment to XF-0001: 24000.00 of tranche 1'* ]]
	cd round
	run -0 git -C xingfuhui-2018.git fsck --strict
	[ -z "$output" ]
	[ "$(git -C xingfuhui-2018.git rev-list --count main)" -gt 40 ]
	[ "$(sqlite3 xingfuhui-2018.git/grant/index.sqlite "select title from grant_applications_v1 where application = 'XF-0004'")" \
		= 寻找最美家庭故事汇 ]
	grant -C xingfuhui-2018.git --json rank >ranking.json
	# every act is told in Chinese, and what git has stays English
	LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale grant -C xingfuhui-2018.git --json log >log.json
	python3 - <<-'END'
	import json, re
	acts = json.load(open("log.json"))["data"]["acts"]
	assert len({a["act"] for a in acts}) == 13, sorted({a["act"] for a in acts})
	for a in acts:
	    assert a["sentence"].isascii() or a["act"] in ("submit", "person-add"), a
	    words = re.sub("|".join(map(re.escape, [a["subject"], "archives", *re.findall(r"[a-z]+-[a-z]+|review|clerk|chen|cashier", a["told"])])), "", a["told"])
	    assert a["told"] != a["sentence"] and re.search("[\u4e00-\u9fff]", words), a
	END
	python3 - "$example/reviews" <<-'END'
	import csv, glob, json, sys
	from fractions import Fraction
	totals = {}
	for path in glob.glob(sys.argv[1] + "/*.csv"):
	    for row in csv.DictReader(open(path, encoding="utf-8")):
	        total = sum(Fraction(row[name]) for name in ("need", "plan", "women", "team", "budget"))
	        totals.setdefault(row["application"], []).append(total)
	def trimmed(scores):
	    return (sum(scores) - max(scores) - min(scores)) / (len(scores) - 2)
	wanted = {name: trimmed(scores) for name, scores in totals.items()}
	results = json.load(open("ranking.json"))["data"]["results"]
	assert {r["application"]: Fraction(r["exact"]) for r in results} == wanted
	for r in results:
	    assert r["place"] == 1 + sum(1 for other in wanted.values() if other > wanted[r["application"]]), r
	assert [r["application"] for r in results if r["tied"]] == ["XF-0004", "XF-0011"]
	END
}

@test "whoever runs it in a folder that is not empty is told so, and nothing is touched" {
	mkdir round && echo mine >round/file
	run -6 --separate-stderr "$example/run" "$GRANT" round
	[[ $stderr == *'is not empty'* ]]
	[ "$(ls round)" = file ]
}

@test "the finest families: a panel, a public vote and no money" {
	run -0 --separate-stderr "$srcdir/examples/rounds/zuimei-jiating/run" "$GRANT" round
	[ -z "$stderr" ]
	[[ $output == *'1  ZM-0002  93.70'*'2  ZM-0001  89.33'* ]]
	[[ $output == *'exactly 937/10'*'评委 × 70%'*63.7* ]]
	run -0 git -C round/zuimei-jiating.git fsck --strict
}

@test "one highlight for each station: a small grant, from the form to the payment" {
	run -0 --separate-stderr "$srcdir/examples/rounds/yizhan-yiliangdian/run" "$GRANT" round
	[[ $output == *'YZ-0005  approve   5,000.00'* ]]
	[[ $output == *'YZ-0004  reject'*'平均分 59.33 分，低于门槛 60 分'* ]]
	[[ $output == *'Record payment to YZ-0005: 5000.00 of tranche 1'* ]]
	run -0 git -C round/yizhan-yiliangdian.git fsck --strict
}
