# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; new_round; }

fits_a_page() { # FILE
	python3 - "$1" <<-'END'
	import sys, unicodedata
	lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
	assert lines.pop() == "" and len(lines) <= 60, len(lines)
	for line in lines:
	    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
	    assert width <= 80, (width, line)
	END
}

@test "the receipt is one page with what came in, when, from whom, and lines to sign" {
	archive p.zip title=一站式维权 organisation=阳光社
	in_round --at 2018-03-20T10:00:00+08:00 --as clerk submit p.zip --received 2018-03-19T16:30:00+08:00 >/dev/null
	run -0 in_round show XF-0001 --receipt page.txt
	[ -z "$output" ]
	fits_a_page page.txt
	page=$(<page.txt)
	for words in 申报材料收件回执 幸福荟 某区妇联 XF-0001 一站式维权 阳光社 p.zip "$(sha256sum p.zip | cut -d' ' -f1)" \
		"2018-03-19 16:30:00 (+08:00)" "2018-03-20 10:00:00 (+08:00)" "收件员 (clerk)" 预算表.csv 签字 盖章; do
		[[ $page == *"$words"* ]] || { echo "$words"; false; }
	done
	[[ $page != *"Organisation"* ]]
}

@test "English, and both languages beside each other, fit the page too" {
	archive p.zip title=一站式维权 organisation=阳光社
	in_round $in_march submit p.zip >/dev/null
	in_round show XF-0001 --receipt - --lang en >en.txt
	in_round show XF-0001 --receipt - --lang both >both.txt
	in_chinese show XF-0001 --receipt - >zh.txt
	in_round show XF-0001 --receipt - >again.txt
	cmp zh.txt again.txt
	for file in en.txt both.txt zh.txt; do fits_a_page "$file"; done
	[[ $(<en.txt) == *"Receipt of an application"*"Happiness"*"Organisation"*"Clerk (signature)"* && $(<en.txt) != *"回执"* ]]
	[[ $(<both.txt) == *"收件回执 Receipt"*"编号 Number"*"盖章"*"signature"* ]]
}

@test "long names are cut and many files are counted, so that it stays one page" {
	long=$(printf '很长的名字%.0s' {1..30})
	python3 - <<-'END'
	import zipfile
	with zipfile.ZipFile("many.zip", "w") as out:
	    for i in range(200):
	        out.writestr("附件/%s%03d.txt" % ("长" * 50, i), str(i))
	END
	archive p.zip title="$long" organisation="$long"
	python3 - "$long" <<-'END'
	import zipfile
	with zipfile.ZipFile("many.zip", "a") as out, zipfile.ZipFile("p.zip") as form:
	    for name in form.namelist():
	        out.writestr(name, form.read(name))
	END
	in_round $in_march submit many.zip >/dev/null 2>&1
	for language in zh en both; do
		in_round show XF-0001 --receipt page.txt --lang $language
		fits_a_page page.txt
		[[ $(<page.txt) == *"203"* && $(<page.txt) == *"…"* ]]
	done
	[[ $(<page.txt) == *"未列出的文件数 Files not listed"* ]]
	[ "$(grep -c '附件/' page.txt)" -gt 20 ]
}

@test "a page is no JSON, and a language goes with it" {
	archive p.zip
	in_round $in_march submit p.zip >/dev/null
	run -2 --separate-stderr in_round --json show XF-0001 --receipt -
	run -2 --separate-stderr in_round show XF-0001 --lang en
	run -2 --separate-stderr in_round show XF-0001 --receipt - --lang fr
	run -3 --separate-stderr in_round show XF-0099 --receipt page.txt
	[ ! -e page.txt ]
	run -7 --separate-stderr in_round show XF-0001 --receipt /dev/full
}
