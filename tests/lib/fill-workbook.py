#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fill in the kit's workbook as a person would, by editing its XML: fill-workbook.py KIT.xlsx OUT.xlsx FORM.json [SHEET!CELL=XML]...

Values go beside their labels and under the names of the tables' columns; what is there already (styles, checks, formulas, guidance)
stays. Numbers and days become numbers, everything else an inline text. A last word puts <c>'s content as it is.
"""
import datetime
import json
import re
import sys
import zipfile
from xml.sax.saxutils import escape, unescape

LABELS = {
    "项目名称": "title", "类别": "category", "申报单位": "organisation.name", "统一社会信用代码": "organisation.uscc",
    "单位类型": "organisation.kind", "单位地址": "organisation.address", "项目负责人": "leader.name", "负责人电话": "leader.phone",
    "负责人邮箱": "leader.email", "联系人": "contact.name", "联系人电话": "contact.phone", "联系人邮箱": "contact.email",
    "项目摘要": "summary", "申请金额": "requested", "配套资金": "matching", "项目总预算": "total", "开始日期": "start",
    "结束日期": "end",
}
TABLES = {
    "预算": ("budget", {"类别": "class", "项目": "item", "单位": "unit", "单价（元）": "price", "数量": "quantity",
                      "金额（元）": "amount", "资金来源": "source", "测算依据": "basis"}),
    "里程碑": ("milestones", {"编号": "id", "名称": "title", "完成日期": "due", "指标": "indicator", "目标值": "target"}),
}
WORDS = {"service": "社会服务机构", "grant": "创投资助", "matching": "配套", "professional": "专业类"}
NUMBERS = {"requested", "matching", "total", "price", "quantity", "amount"}
DAYS = {"start", "end", "due"}


def content(name, value):
    if name in NUMBERS:
        return "<v>%s</v>" % value
    if name in DAYS:
        return "<v>%d</v>" % (datetime.date.fromisoformat(value) - datetime.date(1899, 12, 30)).days
    return "<is><t>%s</t></is>" % escape(WORDS.get(value, value))


def put(sheet, place, inside):
    """The cell's content; its style stays."""
    kind = ' t="inlineStr"' if inside.startswith("<is>") else ""
    inside = re.sub(r"^!(\w+)!", "", inside) if inside.startswith("!") else inside
    found = re.search(r'<c r="%s"( s="\d+")?[^>]*?(/>|>.*?</c>)' % place, sheet)
    assert found, "no cell " + place
    return sheet[:found.start()] + '<c r="%s"%s%s>%s</c>' % (place, found.group(1) or "", kind, inside) + sheet[found.end():]


def texts_of(sheet, strings):
    """{"A3": "项目名称 *"}"""
    return {place: strings[int(index)]
            for place, index in re.findall(r'<c r="([A-Z]+\d+)"[^>]* t="s"><v>(\d+)</v></c>', sheet)}


def plain(label):
    return label.replace("*", "").strip()


def at(form, path):
    for part in path.split("."):
        form = form.get(part) if form else None
    return form


def fill_fields(sheet, texts, form, labels):
    for place, text in texts.items():
        path = labels.get(plain(text))
        value = at(form, path) if path and place.startswith("A") else None
        if value is not None:
            sheet = put(sheet, "B" + place[1:], content(path.split(".")[-1], value))
    return sheet


def fill_table(sheet, texts, lines, columns):
    head = {columns[plain(text)]: place for place, text in texts.items() if plain(text) in columns}
    for i, line in enumerate(lines, 1):
        for name, value in line.items():
            letter, row = re.match(r"([A-Z]+)(\d+)", head[name]).groups()
            formula = re.search(r'<c r="%s%d"[^>]*>(<f>.*?</f>)' % (letter, int(row) + i), sheet)
            inside = content(name, value)
            sheet = put(sheet, "%s%d" % (letter, int(row) + i), (formula.group(1) if formula else "") + inside)
    return sheet


def main():
    kit, out, form = zipfile.ZipFile(sys.argv[1]), sys.argv[2], json.load(open(sys.argv[3], encoding="utf-8"))
    files = {name: kit.read(name) for name in kit.namelist()}
    strings = [unescape("".join(re.findall(r"<t[^>]*>(.*?)</t>", si, re.S)))
               for si in re.findall(r"<si>(.*?)</si>", files["xl/sharedStrings.xml"].decode(), re.S)]
    names = [unescape(name) for name in re.findall(r'<sheet name="([^"]*)"', files["xl/workbook.xml"].decode())]
    questions = {title: "answers." + id for title, id in (word.split("=") for word in ["需求分析=need"])}
    own = dict(word.split("=", 1) for word in sys.argv[4:])
    for i, name in enumerate(names, 1):
        path = "xl/worksheets/sheet%d.xml" % i
        sheet = files[path].decode()
        texts = texts_of(sheet, strings)
        if name in TABLES:
            field, columns = TABLES[name]
            sheet = fill_table(sheet, texts, form.get(field, []), columns)
        elif name in ("基本信息", "项目内容"):
            sheet = fill_fields(sheet, texts, form, dict(LABELS, **questions))
        for place, inside in own.items():
            if place.split("!")[0] == name:
                sheet = put(sheet, place.split("!")[1], inside)
        files[path] = sheet.encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2018, 3, 20, 12, 0, 0)), data)


main()
