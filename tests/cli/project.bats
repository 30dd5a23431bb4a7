# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() {
	setup_common
	new_round
	archive p.zip requested=49999.99
	in_round $in_march submit p.zip
	pass_all XF-0001
	in_round $in_april decide XF-0001 --approve 49999.99
}

agree() { in_round $in_may agree XF-0001 --number "幸字〔2018〕1号" --date 2018-05-08; }

@test "the award is split in fen with the remainder in the last tranche" {
	agree
	run -0 in_round --json show XF-0001
	python3 - "$output" <<-'END'
	import json, sys
	agreement = json.loads(sys.argv[1])["data"]["agreement"]
	assert [t["amount"] for t in agreement["tranches"]] == ["24999.99", "14999.99", "10000.01"], agreement
	assert [m["id"] for m in agreement["milestones"]] == ["midterm", "final", "kickoff"]
	assert agreement["amount"] == "49999.99" and agreement["number"] == "幸字〔2018〕1号"
	END
}

@test "an agreement is made once, and only with what was approved" {
	agree
	run -4 --separate-stderr in_round $in_may agree XF-0001
	archive q.zip title=乙 organisation=乙
	in_round $in_march submit q.zip
	run -4 --separate-stderr in_round $in_may agree XF-0002
}

@test "the first tranche is requested by one person and approved by another, then made" {
	agree
	in_round $in_may pay request XF-0001
	run -4 --separate-stderr in_round $in_may pay approve XF-0001
	[[ $stderr == *officer* ]]
	run -4 --separate-stderr in_round $in_may --as cashier pay done XF-0001 --voucher 记-1
	in_round $in_may --as cashier pay approve XF-0001
	run -2 --separate-stderr in_round $in_may --as cashier pay done XF-0001
	in_round $in_may --as cashier pay done XF-0001 --voucher 记-1
	run -0 in_round --json list
	[ "$(json '["data"]["applications"][0]["state"]' <<<"$output")" = active ]
	run -0 in_round --json status
	[ "$(json '["data"]["money"]["paid"]' <<<"$output")" = 24999.99 ]
}

@test "a voucher pays once in a round" {
	agree
	in_round $in_may pay request XF-0001 --amount 1000
	in_round $in_may pay request XF-0001 --amount 2000
	in_round $in_may --as cashier pay approve XF-0001
	in_round $in_may --as cashier pay approve XF-0001
	in_round $in_may --as cashier pay done XF-0001 --voucher 记-1
	run -6 --separate-stderr in_round $in_may --as cashier pay done XF-0001 --voucher 记-1
	[[ $stderr == *"记-1"*"payment 1 of XF-0001"*"记-1/2"* ]]
	in_round $in_may --as cashier pay done XF-0001 --voucher 记-1/2
}

@test "who asks for more while a payment waits hears which one waits, for what, and who may do it" {
	agree
	in_round $in_may pay request XF-0001
	run -4 --separate-stderr in_round $in_may pay request XF-0001
	[[ $stderr == *"payment 1"*"waits for approval"*"other than officer"*"pay approve XF-0001"* ]]
	run -6 --separate-stderr in_round $in_may pay request XF-0001 --tranche 1
	[[ $stderr == *"payment 1"*"waits for approval"* ]]
	in_round $in_may --as cashier pay approve XF-0001
	run -4 --separate-stderr in_round $in_may pay request XF-0001
	[[ $stderr == *"payment 1"*"waits to be made"*"pay done XF-0001"* ]]
	in_round $in_may --as cashier pay done XF-0001 --voucher 记-1
	run -4 --separate-stderr in_round $in_may pay request XF-0001
	[[ $stderr == *"nothing is due"* ]]
}

@test "a tranche is not paid twice, not over what it has left, not before its milestone" {
	agree
	run -5 --separate-stderr in_round $in_may pay request XF-0001 --tranche 1 --amount 25000
	in_round $in_may pay request XF-0001 --tranche 1
	run -6 --separate-stderr in_round $in_may pay request XF-0001 --tranche 1
	run -4 --separate-stderr in_round $in_may pay request XF-0001 --tranche 2
	[[ $stderr == *midterm* ]]
	in_round $in_may milestone XF-0001 midterm --condition "补交凭证"
	run -4 --separate-stderr in_round $in_may pay request XF-0001 --tranche 2
	in_round $in_may milestone XF-0001 midterm --pass
	run -0 in_round $in_may pay request XF-0001 --tranche 2
	run -3 --separate-stderr in_round $in_may pay request XF-0001 --tranche 4
}

@test "a payment that is sent back frees its tranche" {
	agree
	in_round $in_may pay request XF-0001
	run -2 --separate-stderr in_round $in_may --as cashier pay return XF-0001
	in_round $in_may --as cashier pay return XF-0001 --reason "账户有误"
	run -0 in_round $in_may pay request XF-0001
}

@test "what was requested for a milestone is not paid when the milestone has not passed any more" {
	agree
	in_round $in_may milestone XF-0001 midterm --pass
	in_round $in_may pay request XF-0001 --tranche 2
	in_round $in_may milestone XF-0001 midterm --fail "造假"
	run -4 --separate-stderr in_round $in_may --as cashier pay approve XF-0001
	[[ $stderr == *midterm* && $stderr == *"pay return"* ]]
	run -0 in_round $in_may --json status
	[[ $output == *'"pay-return"'* && $output != *'"pay-approve"'* ]]
	# a payment beside it that waits for nothing can go on
	in_round $in_may pay request XF-0001 --tranche 1
	in_round $in_may --as cashier pay approve XF-0001
	in_round $in_may milestone XF-0001 midterm --pass
	in_round $in_may --as cashier pay approve XF-0001
	in_round $in_may milestone XF-0001 midterm --condition "补交凭证"
	run -4 --separate-stderr in_round $in_may --as cashier pay done XF-0001 --tranche 2 --voucher 记-2
	[[ $stderr == *midterm* ]]
	in_round $in_may --as cashier pay done XF-0001 --voucher 记-1
	run -4 --separate-stderr in_round $in_may --as cashier pay done XF-0001 --voucher 记-2
	run -0 in_round $in_may --as cashier pay return XF-0001 --reason "中期评估未通过"
}

@test "a milestone that the agreement does not have is not found" {
	agree
	run -3 --separate-stderr in_round $in_may milestone XF-0001 nowhere --pass
	run -5 --separate-stderr in_round $in_may milestone XF-0001 final --fail ""
}

@test "a reviewer may not pay, an officer may not skip the approval" {
	agree
	run -4 --separate-stderr in_round $in_may --as reviewer-1 pay request XF-0001
	in_round $in_may pay request XF-0001
	run -4 --separate-stderr in_round $in_may pay done XF-0001 --voucher 1
}

@test "status says what is due, what is late and who is waited for" {
	agree
	run -0 in_round --at 2018-06-16T09:00:00+08:00 --json status
	python3 - "$output" <<-'END'
	import json, sys
	tasks = json.loads(sys.argv[1])["data"]["tasks"]
	assert any(t["what"] == "pay-request" and t["application"] == "XF-0001" for t in tasks), tasks
	late = [t for t in tasks if t["late"]]
	assert len(late) == 1 and late[0]["what"] == "milestone" and late[0]["due"] == "2018-06-15", late
	END
}

@test "tables go out as CSV that spreadsheets open with Chinese intact" {
	agree
	in_round $in_may pay request XF-0001
	in_round export ledger -o ledger.csv
	[ "$(head -c3 ledger.csv | od -An -tx1 | tr -d ' ')" = efbbbf ]
	python3 - <<-'END'
	import csv
	rows = list(csv.DictReader(open("ledger.csv", encoding="utf-8-sig")))
	assert rows[0]["amount"] == "24999.99" and rows[0]["organisation"] == "阳光社会工作服务中心", rows
	END
	run -0 in_round export applications --format json
	[ "$(json '["data"]["applications"][0]["application"]' <<<"$output")" = XF-0001 ]
	run --separate-stderr in_round export nothing
	[ "$status" -ne 0 ]
}

@test "a cell that a spreadsheet would take for a formula is defused" {
	archive f.zip title='=HYPERLINK("http://x")' organisation=丙
	in_round $in_march submit f.zip
	run -0 in_round export applications
	[[ $output == *"'=HYPERLINK"* ]]
}

@test "what is no ordinary file is written into and not replaced, and a link stays a link" {
	mkfifo pipe
	timeout 10 cat pipe >got 3>&- &
	run -0 in_round export applications -o pipe
	wait
	[ -p pipe ]
	grep -q XF-0001 got
	echo old >target
	chmod 600 target
	ln -s target link
	run -0 in_round export applications -o link
	[ -L link ]
	grep -q XF-0001 target
	[ "$(stat -c %a target)" = 600 ]
	! grep -q old target
	ln -s not-yet dangling
	run -0 in_round export applications -o dangling
	[ -L dangling ]
	grep -q XF-0001 not-yet
	ln -s /proc/self/fd/1 standard
	in_round export applications -o standard | grep -q XF-0001
	echo before >log
	in_round export applications -o standard >>log
	[ -L standard ]
	grep -q before log
	grep -q XF-0001 log
	[ -z "$(find . -name 'link.*' -o -name 'target.*' -o -name 'pipe.*')" ]
}
