#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Workbooks (.xlsx) of a form for the tests, written by hand so that they can also lie, each with what must come of it.

workbooks.py --all DIR writes them all, and DIR/table with a line for each: name, the value as JSON, findings as "id@Sheet!B2" (with a star in
front: the last of them), parted by tabs; a value of "-" is none at all. workbooks.py NAME OUT writes one.
"""
import io
import json
import os
import re
import sys
import zipfile
from xml.sax.saxutils import escape

from archives import zip_bytes

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
# by index: what a cell's style shows
FORMATS = ["General", "14", 'yyyy"年"m"月"d"日"', "9", '#,##0.00_ ;[Red]\\-#,##0.00', "20", "58", "[$-F800]dddd\\,\\ mmmm\\ dd",
           "[Red]0.00", "h:mm:ss", "G/通用格式", "m/d/yyyy h:mm", '0.00"万元"', '0!.0,"万元"', '#,##0"元"']
GENERAL, DAY, CHINESE_DAY, PERCENT, MONEY, CLOCK, MONTH_DAY, LONG_DAY, RED, SECONDS, WPS_GENERAL, DAY_TIME, WAN, SCALED, YUAN = \
    range(15)


# ---- cells: what stands in <c> ----

def number(text, style=GENERAL):
    return lambda strings: (' s="%d"' % style, "<v>%s</v>" % text)


def inline(*runs):
    body = "".join("<r><rPr><b/></rPr><t>%s</t></r>" % escape(run) for run in runs) if len(runs) > 1 else \
        "<t>%s</t>" % escape(runs[0])
    return lambda strings: (' t="inlineStr"', "<is>%s</is>" % body)


def shared(xml):
    """A shared text as it stands inside <si>."""
    def make(strings):
        if xml not in strings:
            strings.append(xml)
        return ' t="s"', "<v>%d</v>" % strings.index(xml)
    return make


def rich(*runs, phonetic=""):
    return shared("".join("<r><t xml:space=\"preserve\">%s</t></r>" % escape(run) for run in runs) + phonetic)


def formula(text, cached, kind="n", style=GENERAL):
    """cached None: no program has worked it out."""
    value = "" if cached is None else "<v>%s</v>" % escape(cached)
    return lambda strings: (' t="%s" s="%d"' % (kind, style), "<f>%s</f>%s" % (escape(text), value))


def error(word):
    return lambda strings: (' t="e"', "<v>%s</v>" % word)


def boolean(truth):
    return lambda strings: (' t="b"', "<v>%d</v>" % truth)


def iso(text):
    return lambda strings: (' t="d"', "<v>%s</v>" % text)


def raw(attributes, inside):
    return lambda strings: (attributes, inside)


def of_value(value):
    return shared("<t>%s</t>" % escape(value)) if isinstance(value, str) else value


# ---- the parts ----

def split(place):
    letters, digits = re.match(r"([A-Z]+)(\d+)$", place).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(digits), column


def sheet_xml(cells, strings, merges=(), places=True, space=MAIN, tail=""):
    rows, out = {}, []
    for place, value in cells.items():
        row, column = split(place)
        rows.setdefault(row, []).append((column, place, of_value(value)))
    for row in sorted(rows):
        out.append('<row r="%d">' % row if places else "<row>")
        for _, place, value in sorted(rows[row], key=lambda cell: cell[0]):
            attributes, inside = value(strings)
            out.append("<c%s%s>%s</c>" % (' r="%s"' % place if places else "", attributes, inside))
        out.append("</row>")
    merged = "<mergeCells>%s</mergeCells>" % "".join('<mergeCell ref="%s"/>' % m for m in merges) if merges else ""
    return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="%s"><sheetData>%s</sheetData>%s%s' \
           "</worksheet>" % (space, "".join(out), merged, tail)


def styles_xml(space):
    own = [(i, code) for i, code in enumerate(FORMATS) if not code.isdigit()]
    formats = "".join('<numFmt numFmtId="%d" formatCode="%s"/>' % (164 + i, escape(code, {'"': "&quot;"})) for i, code in own)
    cells = "".join('<xf numFmtId="%s" applyNumberFormat="1"/>' % (code if code.isdigit() else 164 + i)
                    for i, code in enumerate(FORMATS))
    return '<styleSheet xmlns="%s"><numFmts count="%d">%s</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' \
           "<cellXfs>%s</cellXfs></styleSheet>" % (space, len(own), formats, cells)


def relations(pairs):
    return '<Relationships xmlns="%s/relationships">%s</Relationships>' % (PACKAGE, "".join(
        '<Relationship Id="%s" Type="%s/%s" Target="%s"/>' % (id, OFFICE, kind, target) for id, kind, target in pairs))


def parts(sheets, date1904=False, space=MAIN, office="xl/workbook.xml", target="worksheets/sheet%d.xml", **own):
    """sheets: (name, cells) or (name, cells, options); options: merges, places, state, tail."""
    strings, out, listed, related = [], {}, [], []
    folder = office.rsplit("/", 1)[0] + "/" if "/" in office else ""
    for i, sheet in enumerate(sheets, 1):
        options = dict(sheet[2]) if len(sheet) > 2 else {}
        state = options.pop("state", None)
        listed.append('<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>' % (
            escape(sheet[0]), i, ' state="%s"' % state if state else "", i))
        related.append(("rId%d" % i, "worksheet", target % i))
        path = (target % i)[1:] if target.startswith("/") else folder + target % i
        out[path] = sheet_xml(sheet[1], strings, space=space, **options)
    out["[Content_Types].xml"] = '<Types xmlns="%s/content-types"/>' % PACKAGE
    out["_rels/.rels"] = relations([("rId1", "officeDocument", office)])
    out[office] = '<workbook xmlns="%s" xmlns:r="%s"><workbookPr%s/><sheets>%s</sheets></workbook>' % (
        space, OFFICE, ' date1904="1"' if date1904 else "", "".join(listed))
    out[folder + "_rels/" + office.rsplit("/", 1)[-1] + ".rels"] = relations(
        related + [("rId98", "sharedStrings", "sharedStrings.xml"), ("rId99", "styles", "styles.xml")])
    out[folder + "styles.xml"] = styles_xml(space)
    out[folder + "sharedStrings.xml"] = '<sst xmlns="%s">%s</sst>' % (space, "".join("<si>%s</si>" % s for s in strings))
    out.update(own.get("more", {}))
    return out


def pack(files):
    return zip_bytes([(name.encode(), data.encode() if isinstance(data, str) else data) for name, data in files.items()])


def book(*sheets, **how):
    return lambda: pack(parts(sheets, **how))


def one(cells, merges=(), **how):
    return book(("表", cells, {"merges": merges}), **how)


def rows(start, *lines):
    """Cells from a corner on, row by row; None leaves one out."""
    row, column = split(start)
    return {"%s%d" % (letters(column + k), row + i): value
            for i, line in enumerate(lines) for k, value in enumerate(line) if value is not None}


def letters(column):
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(65 + rest) + out
    return out


def beside(value, label="申请金额"):
    return one({"A1": label, "B1": value})


def day(value, **how):
    return one({"A1": "开始日期", "B1": value}, **how)


def amount(text):
    return {"requested": text}


HEAD = ("项目", "单价", "数量", "资金来源", "金额")


def table(*lines, head=HEAD, merges=(), **more):
    return one(dict(rows("A1", head, *lines), **more), merges)


CASES = {
    # labels and where their values stand
    "right": (one({"A1": "项目名称", "B1": "一站式"}), {"title": "一站式"}, ""),
    "colon-star-space": (one({"A1": " *项 目 名 称 ： ", "B1": "  一站式 "}), {"title": "一站式"}, ""),
    "english": (one({"A1": "Title:", "B1": "One stop"}), {"title": "One stop"}, ""),
    "numbered": (one({"A1": "一、项目名称", "B1": "甲", "A2": "（2）申请金额", "B2": "5"}),
                 {"title": "甲", "requested": "5.00"}, ""),
    "bracket-behind": (one({"A1": "项目摘要（不超过500字）", "B1": "服务"}), {"summary": "服务"}, ""),
    "two-in-a-row": (one({"A1": "项目名称", "B1": "甲", "C1": "申请金额", "D1": "5"}), {"title": "甲", "requested": "5.00"}, ""),
    "empty-before-label": (one({"A1": "项目名称", "C1": "申请金额", "D1": "5"}), {"requested": "5.00"}, ""),
    "empty-before-unknown": (one({"A1": "项目名称", "C1": "性别", "D1": "女"}), {}, ""),
    "gap": (one({"A1": "项目名称", "D1": "甲"}), {"title": "甲"}, ""),
    "guidance-behind": (one({"A1": "项目名称", "B1": "甲", "C1": "※ 不超过200字"}), {"title": "甲"}, ""),
    "guidance-is-no-value": (one({"A1": "项目名称", "C1": "※ 不超过200字", "A2": "项目摘要", "C2": "（500字以内）"}), {}, ""),
    "merged-label": (one({"A1": "项目名称", "C1": "甲"}, ["A1:B2"]), {"title": "甲"}, ""),
    "below": (one({"A1": "项目摘要", "A2": "第一行\n第二行"}), {"summary": "第一行\n第二行"}, ""),
    "below-merged": (one({"A1": "项目摘要", "A3": "服务", "A4": "申请金额", "B4": "5"}, ["A1:D2", "A3:D3"]),
                     {"summary": "服务", "requested": "5.00"}, ""),
    "below-is-a-label": (one({"A1": "项目摘要", "A2": "项目名称", "B2": "甲"}), {"title": "甲"}, ""),
    "below-not-alone": (one({"A1": "项目摘要", "A2": "填表人", "B2": "张三"}), {}, ""),
    "labels-on-top": (one(rows("A1", ["项目名称", "申请金额"], ["甲", "5"])), {"title": "甲", "requested": "5.00"}, ""),
    "in-one-cell": (one({"A1": "项目名称：一站式", "A2": "申请金额:5万元"}), {"title": "一站式", "requested": "50000.00"}, ""),
    "label-is-no-value": (one({"A1": "项目名称", "B1": "项目摘要"}), {}, ""),
    "second-sheet": (book(("封面", {"A1": "申请表"}), ("内容", {"C7": "项目名称", "D7": "甲"})), {"title": "甲"}, ""),
    "hidden-sheet": (book(("a", {"A1": "项目名称", "B1": "甲"}), ("b", {"A1": "项目名称", "B1": "乙"}, {"state": "hidden"})),
                     {"title": "甲"}, ""),
    "instructions": (book(("填写说明", {"A1": "项目名称", "B1": "写全称"}), ("表", {"A1": "项目名称", "B1": "甲"})),
                     {"title": "甲"}, ""),
    "twice-the-same": (one({"A1": "项目名称", "B1": "甲", "A5": "项目名称", "B5": "甲"}), {"title": "甲"}, ""),
    "twice": (one({"A1": "项目名称", "B1": "甲", "A5": "项目名称", "B5": "乙"}), {"title": "甲"}, "form.field-twice@表!A5"),
    "unread": (one({"A1": "项目名称", "B1": "甲", "A2": "备注：", "B2": "加急"}), {"title": "甲"}, "form.cell-unread@表!A2"),
    "no-label": (one({"A1": "随便", "B1": "什么"}), {}, "form.workbook-empty@"),
    "word": (one({"A1": "单位类型", "B1": " 社会团体 "}), {"organisation": {"kind": "association"}}, ""),
    # texts
    "inline": (beside(inline("5"), "项目名称"), {"title": "5"}, ""),
    "inline-runs": (beside(inline("一", "站", "式"), "项目名称"), {"title": "一站式"}, ""),
    "rich": (beside(rich("一", "站 ", "式"), "项目名称"), {"title": "一站 式"}, ""),
    "phonetic": (beside(rich("漢", "字", phonetic='<rPh sb="0" eb="1"><t>かん</t></rPh>'), "项目名称"), {"title": "漢字"}, ""),
    "escaped": (beside("一_x000D_\n二_x0041_", "项目摘要"), {"summary": "一\n二A"}, ""),
    "not-escaped": (beside("a_x00_b_xZZZZ_", "项目摘要"), {"summary": "a_x00_b_xZZZZ_"}, ""),
    "decomposed": (beside("résumé".replace("é", "e\u0301"), "项目名称"), {"title": "résumé"}, ""),
    "number-as-text": (beside(number("120"), "项目名称"), {"title": "120"}, ""),
    "phone": (beside(number("13800000001"), "项目名称"), {"title": "13800000001"}, ""),
    "big-number": (beside(number("1.3800000001E10"), "项目名称"), {"title": "13800000001"}, ""),
    "lost-digits": (beside(number("9.1440300123456794E17"), "项目名称"), {}, "form.cell-digits@表!B1"),
    "percent": (beside(number("0.85", PERCENT), "项目名称"), {"title": "85%"}, ""),
    "truth": (beside(boolean(1), "项目名称"), {"title": "TRUE"}, ""),
    "a-day-as-text": (beside(number("43191", CHINESE_DAY), "项目名称"), {"title": "2018-04-01"}, ""),
    "formula-text": (beside(formula('A1&"x"', "甲", "str"), "项目名称"), {"title": "甲"}, ""),
    "formula-empty": (beside(formula('""', "", "str"), "项目名称"), {}, ""),
    "formula-unknown": (beside(formula("1+1", None), "项目名称"), {}, "form.cell-formula@表!B1"),
    "formula-openpyxl": (beside(raw("", "<f>1+1</f><v></v>"), "项目名称"), {}, "form.cell-formula@表!B1"),
    "error": (beside(error("#REF!"), "项目名称"), {}, "form.cell-error@表!B1"),
    "error-nobody-reads": (one({"A1": "项目名称", "B1": "甲", "F9": error("#N/A")}), {"title": "甲"}, ""),
    # amounts
    "plain": (beside(number("50000")), amount("50000.00"), ""),
    "exponent": (beside(number("5.0E4")), amount("50000.00"), ""),
    "exponent-small": (beside(number("5E-1")), amount("0.50"), ""),
    "seventeen": (beside(number("1409.4999999999999")), amount("1409.50"), ""),
    "seventeen-up": (beside(number("0.30000000000000004")), amount("0.30"), ""),
    "nines": (beside(number("99999.999999999999")), amount("100000.00"), ""),
    "fifteen": (beside(number("1234567890123.45")), amount("1234567890123.45"), ""),
    "three-places": (beside(number("12.345")), amount("12.345"), ""),
    "below-zero": (beside(number("-5")), amount("-5"), ""),
    "tiny": (beside(number("1E-300")), amount("1E-300"), ""),
    "no-number": (beside(number("0x10")), amount("0x10"), ""),
    "money-style": (beside(number("5000", MONEY)), amount("5000.00"), ""),
    "red": (beside(number("5000", RED)), amount("5000.00"), ""),
    "typed-comma": (beside("50,000.00"), amount("50000.00"), ""),
    "typed-wide": (beside("５０，０００．５０"), amount("50000.50"), ""),
    "typed-wan": (beside("5万元"), amount("50000.00"), ""),
    "typed-sign": (beside("￥5,000.00"), amount("5000.00"), ""),
    "wan-label": (beside(number("5.6"), "申请金额（万元）"), amount("56000.00"), ""),
    "wan-label-exact": (beside(number("5.5999999999999996"), "申请金额（万元）"), amount("56000.00"), ""),
    "yuan-label": (beside(number("5600"), "申请金额（元）："), amount("5600.00"), ""),
    "wan-style": (beside(number("5.6", WAN)), amount("56000.00"), ""),
    "wan-style-and-label": (beside(number("5.6", WAN), "申请金额（万元）"), amount("5.6万"), ""),
    "scaled-style": (beside(number("56000", SCALED)), amount("56000.00"), ""),
    "yuan-style": (beside(number("56000", YUAN)), amount("56000.00"), ""),
    "not-an-amount": (beside("若干"), amount("若干"), ""),
    "capitals": (beside("5000（大写：人民币伍仟元整）"), amount("5000.00"), ""),
    "capitals-beside": (one({"A1": "申请金额", "B1": number("5000"), "C1": "大写：人民币伍仟元整"}), amount("5000.00"), ""),
    "capitals-next": (one({"A1": "申请金额", "B1": number("5000"), "C1": "大写：", "D1": "人民币伍仟元整"}), amount("5000.00"), ""),
    "capitals-differ": (one({"A1": "申请金额", "B1": number("5000"), "C1": "（大写：人民币肆仟元整）"}), amount("5000.00"),
                        "form.capitals-differ@表!B1"),
    # days
    "day": (day(number("43191", DAY)), {"start": "2018-04-01"}, ""),
    "day-custom": (day(number("43191", CHINESE_DAY)), {"start": "2018-04-01"}, ""),
    "day-built-in": (day(number("43191", MONTH_DAY)), {"start": "2018-04-01"}, ""),
    "day-long": (day(number("43191", LONG_DAY)), {"start": "2018-04-01"}, ""),
    "day-and-time": (day(number("43191.395833333336", DAY_TIME)), {"start": "2018-04-01"}, ""),
    "day-1904": (day(number("41729", DAY), date1904=True), {"start": "2018-04-01"}, ""),
    "day-59": (day(number("59", DAY)), {"start": "1900-02-28"}, ""),
    "day-60": (day(number("60", DAY)), {"start": "60"}, ""),
    "day-61": (day(number("61", DAY)), {"start": "1900-03-01"}, ""),
    "day-1": (day(number("1", DAY)), {"start": "1900-01-01"}, ""),
    "day-last": (day(number("2958465", DAY)), {"start": "9999-12-31"}, ""),
    "day-too-late": (day(number("2958466", DAY)), {"start": "2958466"}, ""),
    "day-iso": (day(iso("2018-04-01T00:00:00")), {"start": "2018-04-01"}, ""),
    "day-typed": (day("2018年4月1日"), {"start": "2018-04-01"}, ""),
    "day-slashes": (day("2018/4/1"), {"start": "2018-04-01"}, ""),
    "day-eight": (day(number("20180401")), {"start": "2018-04-01"}, ""),
    "day-serial-lost": (day(number("43191")), {"start": "43191"}, ""),
    "day-general-wps": (day(number("43191", WPS_GENERAL)), {"start": "43191"}, ""),
    "day-clock": (day(number("0.5", CLOCK)), {"start": "0.5"}, ""),
    "day-seconds": (day(number("0.5", SECONDS)), {"start": "0.5"}, ""),
    # tables
    "table": (table(["活动", number("1000"), number("2"), "创投资金", number("2000")]), {"budget": [
        {"item": "活动", "price": "1000", "quantity": "2", "source": "grant", "amount": "2000.00"}]}, ""),
    "table-two-names": (table(["活动", number("5")], head=("项目", "金额")), {"budget": [{"item": "活动", "amount": "5.00"}]}, ""),
    "table-two-and-more": (one({"A1": "项目", "B1": "金额", "C1": "别的", "A2": "x"}), {}, "form.workbook-empty@"),
    "table-formulas": (table(["活动", number("3.3"), number("3"), None, formula("B2*C2", "9.8999999999999986")],
                             [None, None, None, None, formula("B3*C3", "0")],
                             ["讲座", number("1"), number("1"), None, formula("B4*C4", "1")],
                             [None, None, None, None, formula('IF(B5="","",B5*C5)', "", "str")]),
                       {"budget": [{"item": "活动", "price": "3.3", "quantity": "3", "amount": "9.90"},
                                   {"item": "讲座", "price": "1", "quantity": "1", "amount": "1.00"}]}, ""),
    "table-total": (table(["活动", None, None, None, number("5")], ["合计", None, None, None, formula("SUM(E2:E2)", "5")],
                          ["※ 金额以元为单位"], ["注：无"]), {"budget": [{"item": "活动", "amount": "5.00"}]}, ""),
    "table-counter": (table([number("1"), "活动", number("5")], head=("序号", "项目", "金额")),
                      {"budget": [{"item": "活动", "amount": "5.00"}]}, ""),
    "table-unknown": (table(["活动", number("5"), number("2"), "是", None], ["讲座", number("5"), number("2"), "否", None],
                            head=("项目", "单价", "数量", "折扣", "备注")),
                      {"budget": [{"item": "活动", "price": "5", "quantity": "2"}, {"item": "讲座", "price": "5", "quantity": "2"}]},
                      "form.column-unknown@表!D1"),
    "table-twice-column": (table(["活动", number("5"), number("5")], head=("项目", "金额", "金额")),
                           {"budget": [{"item": "活动", "amount": "5.00"}]}, "form.column-twice@表!C1"),
    "table-twice": (table(["活动", None, None, None, number("5")], HEAD, ["讲座", None, None, None, number("5")]),
                    {"budget": [{"item": "活动", "amount": "5.00"}]}, "form.field-twice@表!A3"),
    "table-second-empty": (table(["活动", None, None, None, number("5")], HEAD), {"budget": [{"item": "活动", "amount": "5.00"}]}, ""),
    "table-wan": (table(["活动", number("0.5")], head=("项目", "金额（万元）")), {"budget": [{"item": "活动", "amount": "5000.00"}]}, ""),
    "table-error": (table(["活动", error("#VALUE!"), None, None, number("5")]), {"budget": [{"item": "活动", "amount": "5.00"}]},
                    "form.cell-error@表!B2"),
    "table-ends-at-label": (table(["活动", None, None, None, number("5")], ["项目名称", "甲"]),
                            {"budget": [{"item": "活动", "amount": "5.00"}], "title": "甲"}, ""),
    "table-title-and-gap": (one(dict({"A1": "预算"}, **rows("B4", HEAD, ["活动", None, None, None, number("5")], [],
                                                           ["讲座", None, None, None, number("6")]))),
                            {"budget": [{"item": "活动", "amount": "5.00"}, {"item": "讲座", "amount": "6.00"}]}, ""),
    "table-merged-text": (table(["活动", None, None, "自筹", number("5")], ["讲座", None, None, None, number("6")],
                                merges=["D2:D3"]),
                          {"budget": [{"item": "活动", "amount": "5.00", "source": "own"},
                                      {"item": "讲座", "amount": "6.00", "source": "own"}]}, ""),
    "table-merged-amount": (table(["活动", None, None, None, number("5")], ["讲座"], merges=["E2:E3"]),
                            {"budget": [{"item": "活动", "amount": "5.00"}, {"item": "讲座"}]}, ""),
    "two-tables": (one(dict(rows("A1", ["项目", "金额"], ["活动", number("5")]),
                            **rows("A5", ["编号", "名称", "完成日期"], ["kickoff", "启动", number("43191", DAY)]))),
                   {"budget": [{"item": "活动", "amount": "5.00"}],
                    "milestones": [{"id": "kickoff", "title": "启动", "due": "2018-04-01"}]}, ""),
    # how programs write
    "no-places": (book(("表", {"A1": "项目名称", "B1": "甲"}, {"places": False})), {"title": "甲"}, ""),
    "strict": (one({"A1": "项目名称", "B1": "甲"}, space=STRICT), {"title": "甲"}, ""),
    "absolute-targets": (one({"A1": "项目名称", "B1": "甲"}, target="/xl/worksheets/s%d.xml"), {"title": "甲"}, ""),
    "other-folder": (one({"A1": "项目名称", "B1": "甲"}, office="book/main.xml"), {"title": "甲"}, ""),
    "at-the-top": (one({"A1": "项目名称", "B1": "甲"}, office="workbook.xml"), {"title": "甲"}, ""),
    "utf-16": (lambda: pack({name: data.encode("utf-16") if name.endswith("sheet1.xml") and not name.startswith("[") else data
                             for name, data in parts([("表", {"A1": "项目名称", "B1": "甲"})]).items()
                             } | {"xl/worksheets/sheet1.xml": sheet_xml({"A1": inline("项目名称"), "B1": inline("甲")}, []).replace(
                                 "UTF-8", "UTF-16").encode("utf-16")}), {"title": "甲"}, ""),
    "zipfile": (lambda: zipped(parts([("表", {"A1": "项目名称", "B1": "甲"})])), {"title": "甲"}, ""),
    "other-elements": (one({"A1": "项目名称", "B1": raw(' t="s"', '<x:v xmlns:x="urn:x">9</x:v><v>0</v>')}), {}, ""),
    "backslashes": (lambda: pack({name.replace("/", "\\"): data for name, data in parts(
        [("表", {"A1": "项目名称", "B1": "甲"})]).items()}), {"title": "甲"}, ""),
    # what is no workbook
    "not-a-zip": (lambda: b"hello", None, "form.workbook@"),
    "cut": (lambda: one({"A1": "项目名称"})()[:-30], None, "form.workbook@"),
    "a-zip": (lambda: zip_bytes([(b"a.txt", b"x")]), None, "form.workbook@"),
    "ole": (lambda: b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(504), None, "form.workbook-old@"),
    "ole-password": (lambda: b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"), None,
                     "form.workbook-password@"),
    "bad-xml": (one({"A1": raw("", "<v>")}), None, "form.workbook@"),
    "no-such-text": (one({"A1": raw(' t="s"', "<v>7</v>")}), None, "form.workbook@"),
    "no-such-type": (one({"A1": raw(' t="zz"', "<v>7</v>")}), None, "form.workbook@"),
    "cell-twice": (one({"A1": "x", "B1": raw("", '</c><c r="A1"><v>1</v>')}), None, "form.workbook@"),
    "column-outside": (one({"A1": raw("", '</c><c r="XFE1"><v>1</v>')}), None, "form.workbook@"),
    "row-outside": (one({"A1": raw("", '</c><c r="A1048577"><v>1</v>')}), None, "form.workbook@"),
}


def zipped(files):
    """As Python's own writer does it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2018, 3, 20, 12, 0, 0)), data)
    return out.getvalue()


# ---- attacks ----

LAUGHS = '<!DOCTYPE sst [<!ENTITY a "ha">%s]><sst xmlns="%s"><si><t>&l;</t></si></sst>' % (
    "".join('<!ENTITY %s "%s">' % (chr(98 + i), "&%s;" % chr(97 + i) * 10) for i in range(11)), MAIN)


def with_part(name, data):
    return lambda: pack(dict(parts([("表", {"A1": "项目名称", "B1": "甲"})]), **{name: data}))


def many(inside):
    return '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (MAIN, inside)


SHEET, STRINGS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
ATTACKS = {
    "laughs": with_part(STRINGS, LAUGHS),
    "doctype": with_part(SHEET, '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet xmlns="%s"/>' % MAIN),
    "doctype-in-relations": with_part("_rels/.rels", "<!DOCTYPE x []><x/>"),
    "nested": with_part(SHEET, "<a>" * 5000 + "</a>" * 5000),
    "many-cells": with_part(SHEET, many("<row>%s</row>" % ("<c><v>1</v></c>" * 16000) * 7)),
    "many-texts": with_part(STRINGS, '<sst xmlns="%s">%s</sst>' % (MAIN, "<si><t>x</t></si>" * 100001)),
    "many-styles": with_part(STYLES, '<styleSheet xmlns="%s"><cellXfs>%s</cellXfs></styleSheet>' % (MAIN, "<xf/>" * 65537)),
    "many-merges": with_part(SHEET, many("") .replace("</worksheet>", "<mergeCells>%s</mergeCells></worksheet>" % (
        '<mergeCell ref="A1:B2"/>' * 4097))),
    "long-text": with_part(STRINGS, '<sst xmlns="%s"><si><t>%s</t></si></sst>' % (MAIN, "x" * 200000)),
    "bomb": with_part(STRINGS, b" " * (17 << 20)),
    "bombs": lambda: pack(dict(parts([("表", {"A1": "x"})]), **{"xl/%d.xml" % i: b" " * (16 << 20) for i in range(4)})),
    "many-parts": lambda: pack(dict(parts([("表", {"A1": "x"})]), **{"xl/%d.bin" % i: b"" for i in range(1001)})),
    "many-sheets": lambda: pack(parts([("表%d" % i, {"A1": "x"}) for i in range(65)])),
    "many-lines": lambda: pack(parts([("表", rows("A1", HEAD, *[["x", None, None, None, number("1")]] * 2001))])),
    # a text of 100 KB in every line: small in the file, large in what would come of it
    "much-text": lambda: pack(parts([("表", rows("A1", HEAD, *[["x" * 100000]] * 1000))])),
    "many-labels": lambda: pack(parts([("表", {"%s%d" % (letters(1 + k), 1 + i): "项目名称" if k % 2 == 0 else "x%d" % i
                                             for i in range(600) for k in range(4)})])),
    "two-directories": lambda: zip_bytes([(b"xl/workbook.xml", b"x", {"local": b"xl/workbook2xml"})]),
}
ALL = dict(CASES, **{name: (maker, None, "*form.workbook@") for name, maker in ATTACKS.items()})


def main():
    if sys.argv[1] != "--all":
        with open(sys.argv[2], "wb") as out:
            out.write(ALL[sys.argv[1]][0]())
        return
    with open(os.path.join(sys.argv[2], "table"), "w", encoding="utf-8") as table_file:
        for name, (maker, value, findings) in ALL.items():
            with open(os.path.join(sys.argv[2], name + ".xlsx"), "wb") as out:
                out.write(maker())
            told = "-" if value is None else json.dumps(value, ensure_ascii=False)
            print(name, told, findings, sep="\t", file=table_file)


if __name__ == "__main__":
    main()
