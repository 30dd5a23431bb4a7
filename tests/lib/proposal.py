#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Make one proposal archive for a test: proposal.py OUT.zip key=value...

Keys change the form: title, category, organisation, uscc, requested, matching, start, end, summary. Also: salt (changes the
bytes), form=none (no form), json={...} (the form as given), extra=NAME (one more file, "1" bytes long), bytes=NAME=HEX (one
more file with these bytes).
"""
import json
import sys
import zipfile


def main():
    out, words = sys.argv[1], dict(word.split("=", 1) for word in sys.argv[2:])
    requested = words.get("requested", "40000.00")
    form = {
        "title": words.get("title", "一站式维权"),
        "category": words.get("category", "professional"),
        "organisation": {"name": words.get("organisation", "阳光社会工作服务中心"), "uscc": "52440305MJL0000080",
                         "kind": "service", "address": "幸福路1号"},
        "leader": {"name": "王丽", "phone": "13800000001"},
        "contact": {"name": "李敏", "phone": "13800000002", "email": "li@example.org"},
        "summary": words.get("summary", "为辖区妇女提供维权求助、法律援助与心理辅导。"),
        "requested": requested,
        "matching": words.get("matching", "0.00"),
        "total": requested,
        "start": words.get("start", "2018-05-01"),
        "end": words.get("end", "2018-11-30"),
        "budget": [{"class": "业务活动费", "item": "活动", "unit": "项", "price": requested, "quantity": "1",
                    "amount": requested, "source": "grant", "basis": "询价"}],
        "milestones": [{"id": "kickoff", "title": "启动", "due": "2018-06-15", "indicator": "活动场次", "target": "2"}],
        "answers": {"need": "居民求助无门。"},
    }
    text = words["json"] if "json" in words else json.dumps(form, ensure_ascii=False, indent=2)
    when = (2018, 3, 20, 12, 0, 0)
    with zipfile.ZipFile(out, "w") as archive:
        def add(name, data):
            info = zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
        if words.get("form") != "none":
            add("application.json", text)
        add("预算表.csv", "类别,金额\n活动,%s\n" % requested)
        add("说明.txt", "说明 " + words.get("salt", "") + words.get("title", ""))
        if "extra" in words:
            add(words["extra"], "1")
        if "bytes" in words:
            name, digits = words["bytes"].split("=")
            add(name, bytes.fromhex(digits))


main()
