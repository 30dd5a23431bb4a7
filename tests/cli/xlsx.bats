# SPDX-License-Identifier: Apache-2.0
# The form as a workbook, from the kit to the record.
load ../lib/helpers.bash
setup() { setup_common; new_round; in_round -q kit -o "$BATS_TEST_TMPDIR/kit"; archive json.zip; }

# A folder as a zip with a name of its own.
pack() { # OUT.zip FILE...
	python3 -c 'import os,sys,zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    for name in sys.argv[2:]:
        z.writestr(zipfile.ZipInfo(os.path.basename(name), (2018, 3, 20, 12, 0, 0)), open(name, "rb").read())' "$@"
}

form_of() { unzip -p "$1" application.json; }

# p.zip with the kit's workbook filled in from a proposal's JSON; further words set cells.
fill() { # JSON.zip [SHEET!CELL=XML]...
	form_of "$1" >form.json
	shift
	python3 "$lib/fill-workbook.py" kit/申请表.xlsx 申请表.xlsx form.json "$@"
	pack p.zip 申请表.xlsx kit/预算表.csv
}

record_of() { # id
	in_round --json show "$1" | python3 -c 'import json,sys
record = json.load(sys.stdin)["data"]["application"]
record.pop("id")
print(json.dumps(record, ensure_ascii=False, sort_keys=True))'
}

findings_of() { # archive
	in_round --json check "$1" | python3 -c 'import json,sys
for f in json.load(sys.stdin)["data"]["findings"]:
    print(f["id"], f["place"].get("sheet", "-") + "!" + f["place"].get("cell", "-"), f["place"].get("field", "-"))'
}

@test "the kit's workbook, filled in, is checked, submitted and shown" {
	fill json.zip
	run -0 in_round check p.zip
	run -0 in_round $in_march submit p.zip
	[[ $output == XF-0001*一站式维权* ]]
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["application"]["requested"]' <<<"$output")" = 40000.00 ]
	[ "$(json '["data"]["application"]["start"]' <<<"$output")" = 2018-05-01 ]
	[ "$(json '["data"]["application"]["budget"][0]["source"]' <<<"$output")" = grant ]
	[ "$(json '["data"]["application"]["milestones"][0]["due"]' <<<"$output")" = 2018-06-15 ]
	[ "$(json '["data"]["application"]["answers"]["need"]' <<<"$output")" = 居民求助无门。 ]
}

@test "the same form as workbook, text and JSON is the same record" {
	fill json.zip
	printf '%s\n' "项目名称：一站式维权" "类别：专业类" "申报单位：阳光社会工作服务中心" "统一社会信用代码：52440305MJL0000080" \
		"单位类型：社会服务机构" "单位地址：幸福路1号" "项目负责人：王丽" "负责人电话：13800000001" "联系人：李敏" \
		"联系人电话：13800000002" "联系人邮箱：li@example.org" "项目摘要：为辖区妇女提供维权求助、法律援助与心理辅导。" \
		"申请金额：4万元" "配套资金：0" "项目总预算：40,000" "开始日期：2018年5月1日" "结束日期：2018/11/30" "预算：" \
		"类别|项目|单位|单价|数量|金额|资金来源|测算依据" "业务活动费|活动|项|40000|1|40000|创投资助|询价" "里程碑：" \
		"编号|名称|完成日期|指标|目标值" "kickoff|启动|2018-06-15|活动场次|2" "需求分析：居民求助无门。" >申请表.txt
	pack text.zip 申请表.txt kit/预算表.csv
	in_round $in_march submit json.zip p.zip text.zip
	[ "$(record_of XF-0001)" = "$(record_of XF-0002)" ]
	[ "$(record_of XF-0001)" = "$(record_of XF-0003)" ]
}

@test "every problem of a workbook is told at once, with its sheet and cell" {
	archive json.zip title= requested=x category=别的
	fill json.zip '基本信息!B6=<v>9.14403001234567E17</v>' '基本信息!B19=<is><t>五月</t></is>' \
		'预算!D6=<f>1/0</f><v>12.34567</v>' '预算!G6=<is><t>天上</t></is>' '里程碑!A6=<is><t>启动</t></is>' \
		'项目内容!B3='
	run -1 --separate-stderr in_round --json check p.zip
	run findings_of p.zip
	for line in "record.field-missing 基本信息!B3 title" "form.cell-digits 基本信息!B6 organisation.uscc" \
		"record.date 基本信息!B19 start" "record.decimal 预算!D6 budget.0.price" "record.word 预算!G6 budget.0.source" \
		"record.id 里程碑!A6 milestones.0.id" "application.answer-missing 项目内容!B3 answers.need"; do
		[[ $output == *"$line"* ]] || { echo "$line not in: $output"; false; }
	done
	run -1 in_round check p.zip
	[[ $output == *申请表.xlsx*预算*D6* ]]
}

@test "a cell that shows an error is told once, though its field is required" {
	archive json.zip
	fill json.zip '预算!F6=<f>#REF!+1</f><v>#REF!</v>' '项目内容!B3=<f>1/0</f><v>#DIV/0!</v>'
	python3 - p.zip <<-'END'
	import io, re, sys, zipfile
	# the kind of the two cells, which the filling leaves open
	old = zipfile.ZipFile("p.zip")
	with zipfile.ZipFile("q.zip", "w") as new:
	    for name in old.namelist():
	        data = old.read(name)
	        if name.endswith(".xlsx"):
	            book, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
	            with zipfile.ZipFile(out, "w") as filled:
	                for part in book.namelist():
	                    text = book.read(part)
	                    text = re.sub(rb'<c ([^>]*)>(<f>[^<]*</f><v>#)', rb'<c \1 t="e">\2', text)
	                    filled.writestr(part, text)
	            data = out.getvalue()
	        new.writestr(name, data)
	END
	run findings_of q.zip
	[ "$(grep -c 'budget.0.amount' <<<"$output")" = 1 ]
	[[ $output == *"form.cell-error 预算!F6 budget.0.amount"* ]]
	[[ $output == *"form.cell-error 项目内容!B3 answers.need"* ]]
	[[ $output != *missing* ]]
}

@test "the kit is the same bytes each time, as a folder and as a zip" {
	in_round -q kit -o one.zip
	sleep 2.1
	in_round -q kit -o two.zip
	in_round -q kit -o again
	cmp one.zip two.zip
	diff -r kit again
	python3 -c 'import zipfile; zipfile.ZipFile("one.zip").extractall(".")'
	diff -r kit 申报材料
	run -6 --separate-stderr in_round kit -o one.zip
	[[ $stderr == *one.zip* ]]
	run -0 in_round --json kit -o three.zip
	[ "$(json '["data"]["file"]' <<<"$output")" = three.zip ]
	LC_ALL=de_DE.UTF-8 in_round -q kit -o german
	diff -r kit german
}

@test "of the kit's two forms the blank one is passed over" {
	fill json.zip
	pack both.zip 申请表.xlsx kit/申请表.txt kit/预算表.csv
	run -0 in_round --json check both.zip
	[[ $output != *form.two-forms* ]]
	printf '项目名称：甲\n类别：专业类\n申报单位：甲\n申请金额：5\n需求分析：有\n' >申请表.txt
	pack both.zip kit/申请表.xlsx 申请表.txt kit/预算表.csv
	run -0 in_round --json check both.zip
	[[ $output == *form.blank* ]]
	in_round $in_march submit both.zip
	run -0 in_round --json show XF-0001
	[ "$(json '["data"]["application"]["title"]' <<<"$output")" = 甲 ]
	pack blank.zip kit/申请表.xlsx kit/申请表.txt kit/预算表.csv
	run -1 in_round --json check blank.zip
	[[ $output == *record.field-missing* ]]
}

@test "a workbook comes before a text and behind JSON" {
	archive json.zip title=JSON
	form_of json.zip >application.json
	archive sheet.zip title=表格
	fill sheet.zip
	printf '项目名称：文本\n申报单位：甲\n申请金额：5\n需求分析：有\n' >申请表.txt
	pack a.zip 申请表.xlsx 申请表.txt kit/预算表.csv
	pack b.zip 申请表.xlsx application.json kit/预算表.csv
	in_round $in_march submit a.zip b.zip
	run -0 in_round --json list
	[ "$(json '["data"]["applications"][0]["title"]' <<<"$output")" = 表格 ]
	[ "$(json '["data"]["applications"][1]["title"]' <<<"$output")" = JSON ]
}

@test "a form of a type that is not read, or under another name, is told so" {
	python3 -c 'import zipfile; zipfile.ZipFile("机构申请表.docx", "w").writestr("word/document.xml", "<x/>")'
	pack a.zip 机构申请表.docx kit/预算表.csv
	run -1 in_round --json check a.zip
	[ "$(json '["data"]["findings"][0]["id"]' <<<"$output")" = form.other-type ]
	run -1 in_round check a.zip
	[[ $output == *机构申请表.docx* && $output == *申请表.xlsx* ]]
	cp kit/申请表.xlsx '申请表(1).xlsx'
	pack b.zip '申请表(1).xlsx' kit/预算表.csv
	run -1 in_round --json check b.zip
	[ "$(json '["data"]["findings"][0]["id"]' <<<"$output")" = form.other-name ]
	python3 -c 'import sys; sys.stdout.buffer.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))' >申请表.xlsx
	pack c.zip 申请表.xlsx kit/预算表.csv
	run -1 in_round --json check c.zip
	[ "$(json '["data"]["findings"][1]["id"]' <<<"$output")" = form.workbook-password ] # the warning of any such file stands before it
	[ "$(json '["data"]["findings"][1]["place"]["entry"]' <<<"$output")" = 申请表.xlsx ]
}

@test "what LibreOffice saves of the kit's workbook is read the same" {
	command -v soffice >/dev/null || skip "LibreOffice is not installed"
	fill json.zip
	# as another program writes it: other parts, other styles, the sums worked out anew
	mkdir office
	soffice "-env:UserInstallation=file://$PWD/profile" --headless --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir office 申请表.xlsx >/dev/null 2>&1
	[ -s office/申请表.xlsx ] || skip "LibreOffice does not run here"
	pack office.zip office/申请表.xlsx kit/预算表.csv
	run -0 in_round check office.zip
	in_round $in_march submit json.zip office.zip
	[ "$(record_of XF-0001)" = "$(record_of XF-0002)" ]
	# amounts that nobody typed: the kit's own formulas
	python3 -c 'import json; form = json.load(open("form.json")); del form["budget"][0]["amount"]; json.dump(form, open("form.json", "w"))'
	python3 "$lib/fill-workbook.py" kit/申请表.xlsx 申请表.xlsx form.json
	soffice "-env:UserInstallation=file://$PWD/profile" --headless --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir office 申请表.xlsx >/dev/null 2>&1
	pack sums.zip office/申请表.xlsx kit/预算表.csv
	in_round $in_march submit sums.zip
	[ "$(record_of XF-0001)" = "$(record_of XF-0003)" ]
}
