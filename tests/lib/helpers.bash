# SPDX-License-Identifier: Apache-2.0
# What the tests of the program share. A test's round is retrospective with the dates of 2018, so that no clock matters.
bats_require_minimum_version 1.5.0

: "${srcdir:=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}"
: "${GRANT:=$srcdir/build/grant}"
lib=$srcdir/tests/lib
: "${PYTHON3:=/usr/bin/python3}"

python3() { "$PYTHON3" "$@"; }

grant() { "$GRANT" "$@"; }

setup_common() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export HOME=$BATS_TEST_TMPDIR XDG_STATE_HOME=$BATS_TEST_TMPDIR/state GIT_CONFIG_NOSYSTEM=1
	export LC_ALL=C.UTF-8 GRANT_PERSON=officer
	unset LANGUAGE GRANT_EDITOR VISUAL EDITOR
	in_march="--at 2018-03-20T10:00:00+08:00"
	in_april="--at 2018-04-10T10:00:00+08:00"
	in_may="--at 2018-05-10T10:00:00+08:00"
}

write_round() { # budget
	cat >round.json <<-END
	{
	  "id": "test-2018",
	  "title": {"zh": "幸福荟", "en": "Happiness"},
	  "organiser": {"zh": "某区妇联"},
	  "prefix": "XF",
	  "currency": "CNY",
	  "places": 2,
	  "budget": "${1:-100000.00}",
	  "calendar": {"open": "2018-03-01T09:00:00+08:00", "close": "2018-03-31T17:30:00+08:00", "review_until": null},
	  "limits": {"cap": "50000.00", "per_organisation": 1},
	  "categories": [
	    {"id": "professional", "title": {"zh": "专业类"}, "cap": "50000.00", "quota": null},
	    {"id": "service", "title": {"zh": "服务类"}, "cap": "30000.00", "quota": null}
	  ],
	  "form": [{"id": "need", "title": {"zh": "需求分析"}, "type": "text", "required": true, "max_chars": 500, "blind": false}],
	  "attachments": [{"id": "budget", "title": {"zh": "预算表"}, "name": "*预算*", "types": ["xlsx", "csv"], "required": true}],
	  "reviewers_per_application": 3,
	  "milestones": [{"id": "midterm", "title": {"zh": "中期评估"}}, {"id": "final", "title": {"zh": "末期评估"}}],
	  "tranches": [
	    {"percent": "50", "after": "agreement"},
	    {"percent": "30", "after": "midterm"},
	    {"percent": "20", "after": "final"}
	  ]
	}
	END
}

write_rules() {
	cat >rules.lua <<-'END'
	local mean = require "grant.mean"
	local allocate = require "grant.allocate_skip"

	return {
	  api = 1,
	  title = { zh = "测试", en = "Test" },
	  criteria = {
	    { id = "need", title = { zh = "需求", en = "Need" }, max = 20, min = 0, step = "0.5", guide = "是否真实迫切" },
	    { id = "plan", title = { zh = "方案", en = "Plan" }, max = 80, min = 0, step = "0.5", guide = "是否可行" },
	  },
	  measures = { { id = "votes", title = { zh = "投票" }, min = 0 } },
	  eligible = function(app, round)
	    if app.organisation.kind == "filed-team" then
	      return { { code = "not-registered", message = "备案团队不能申报", severity = "error" } }
	    end
	    return {}
	  end,
	  score = function(app, reviews, round)
	    if #reviews == 0 then return nil, "没有评审" end
	    local totals, parts = {}, {}
	    for i, review in ipairs(reviews) do
	      totals[i] = (review.scores.need or 0) + (review.scores.plan or 0)
	      parts[i] = { review.person, totals[i] }
	    end
	    return { total = mean(totals), parts = parts }
	  end,
	  ties = { "need" },
	  allocate = allocate,
	}
	END
}

# A round with an officer, an intake clerk, finance and three reviewers.
new_round() { # budget
	write_round "${1:-}"
	write_rules
	grant init round.git --round round.json --rules rules.lua --as officer --name "陈处长" --unsigned --retrospective \
		--at 2018-02-20T09:00:00+08:00 >/dev/null
	cd round.git || return 1
	export ROUND=$PWD
	at=--at=2018-02-21T09:00:00+08:00
	grant $at person add clerk --name "收件员" --role intake >/dev/null
	grant $at person add cashier --name "出纳" --role finance >/dev/null
	for i in 1 2 3; do
		grant $at person add "reviewer-$i" --name "评委$i" --role reviewer >/dev/null
	done
	cd ..
}

in_round() { "$GRANT" -C "$ROUND" "$@"; }

in_chinese() { # the same for a reader of Chinese
	LC_ALL=zh_CN.UTF-8 TEXTDOMAINDIR=${builddir:-$srcdir/build}/po/locale in_round "$@"
}

archive() { python3 "$lib/proposal.py" "$@"; }

# XF-0001 ... from a list of titles, each of another organisation.
submit_titles() {
	local title
	for title; do
		archive "$title.zip" title="$title" organisation="机构$title"
		in_round $in_march submit "$title.zip" >/dev/null
	done
}

pass_all() {
	local id
	for id; do
		in_round $in_april screen "$id" --pass >/dev/null
	done
}

assign_all() { # ids
	local id
	for id; do
		in_round $in_april assign "$id" reviewer-1 reviewer-2 reviewer-3 >/dev/null
	done
}

review() { # person id need plan
	in_round $in_april --as "$1" review "$2" --score "need=$3" --score "plan=$4" >/dev/null
}

commits() { git -C "$ROUND" rev-list --count main; }

json() { # a jq-like path in python: json '["data"]["results"][0]'
	python3 -c 'import json,sys; v=eval("json.load(sys.stdin)"+sys.argv[1]); print(v if not isinstance(v,(dict,list)) else json.dumps(v, ensure_ascii=False))' "$1"
}
