# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; }

@test "what is found stands in order of what there is to do, with titles where there is more than one thing" {
	write_round
	archive mixed.zip requested=nothing bytes=inner.zip=504b0506000000000000000000000000000000000000
	python3 - <<-'END'
	import zipfile
	# no budget table, an amount that is none, an archive inside
	with zipfile.ZipFile("mixed.zip") as old, zipfile.ZipFile("new.zip", "w") as new:
	    for name in old.namelist():
	        if "预算" not in name:
	            new.writestr(name, old.read(name))
	END
	run -1 grant check new.zip --round round.json
	[[ $output == *"Mend the form:"*"record.money"*"Add files:"*"application.attachment-missing"*"Look again:"*"archive.nested"*"errors, "* ]]
	[[ $output != *"Make the archive again"* ]]
	run -1 env LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR="${builddir:-$srcdir/build}/po/locale" "$GRANT" check new.zip --round round.json
	[[ $output == *"补正申请表："*"补交附件："*"请再核对："* ]]
}

@test "one thing to do needs no title, and programs get the findings as they were" {
	write_round
	archive good.zip
	echo x >small.zip
	run -0 grant check good.zip --round round.json
	[[ $output != *"again:"* ]]
	run -1 grant check small.zip --round round.json
	[[ $output != *"again:"* && $output == *"archive."* ]]
	run -1 grant check small.zip --round round.json --json
	[ "$(json '["data"]["findings"][0]["severity"]' <<<"$output")" = error ]
}

@test "where the round's description is wrong the first line names its file" {
	write_round
	archive good.zip
	sed 's/"places": 2/"places": "2"/' round.json >wrong.json
	run -5 --separate-stderr grant check good.zip --round wrong.json
	[[ $stderr == "grant: wrong.json: places "* ]]
	echo '{' >wrong.json
	run -5 --separate-stderr grant check good.zip --round wrong.json
	[[ $stderr == "grant: wrong.json: "* ]]
	run -5 --separate-stderr grant check good.zip --round wrong.json --json
	[[ $(json '["error"]["message"]' <<<"$stderr") == "wrong.json: "* ]]
}

@test "what a value is and must be is said in the reader's language" {
	new_round
	mkdir form
	echo '{"title": 5, "category": [], "organisation": "x", "leader": {"name": true}, "requested": 50, "budget": {}, "answers": {"need": null}}' >form/application.json
	(cd form && python3 -m zipfile -c ../form.zip application.json)
	run -1 in_chinese check form.zip
	[[ $output == *"title (项目名称) 为数值，应为文本 [record.type]"*"改写为文本"* ]]
	[[ $output == *"requested (申请金额) 为数值，应为带引号的金额，如 \"50000.00\""* ]]
	[[ $output == *"budget (预算) 为一组字段，应为列表"* ]]
	[[ $output != *" a "* && $output != *" an "* ]]
	run -1 in_round check form.zip
	[[ $output == *"title (项目名称) is a number and must be a text [record.type]"*"write it as a text"* ]]
	LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale run -5 --separate-stderr in_round $in_march round edit limits.entries=abc --reason x
	[[ $stderr == *"limits.entries 为文本，应为整数"*"改写为整数"* ]]
}

@test "a character set that nobody knows is told, whatever the archive" {
	new_round
	archive p.zip
	cp p.zip 申报.zip
	for verb in check submit; do
		run -5 --separate-stderr in_round $in_march "$verb" 申报.zip --charset KLINGON
		[[ $stderr == *"there is no character set “KLINGON”"*GB18030* ]]
	done
	run -0 in_round $in_march submit 申报.zip --charset GB18030
}

@test "the kit's guidance names the files that the round does not take" {
	new_round
	in_round kit -o kit >/dev/null
	[[ $(<kit/填写说明.txt) == *"五、不收的文件"*".exe"*"Not taken"*"programs and scripts"* ]]
	[[ $(<kit/填写说明.txt) != *".xlsm"* ]]
	rm -r round.git
	sed -i 's/^  "prefix"/  "refuse": ["macros", "encrypted", "disguised"],\n&/' round.json
	write_round() { :; }
	new_round
	in_round kit -o other >/dev/null
	[[ $(<other/填写说明.txt) == *"五、不收的文件"*".xlsm"*"密码"*"扩展名"*"files with a password"* ]]
	[[ $(<other/填写说明.txt) != *".exe"* ]]
	rm -r round.git
	sed -i 's/"refuse": \[.*\],/"refuse": [],/' round.json
	new_round
	in_round kit -o none >/dev/null
	[[ $(<none/填写说明.txt) != *"不收的文件"* && $(<none/填写说明.txt) != *"Not taken"* ]]
}
