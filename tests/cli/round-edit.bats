# SPDX-License-Identifier: Apache-2.0
load ../lib/helpers.bash
setup() { setup_common; new_round; }

edit() { in_round $in_april round edit "$@" --reason "评委出差，评审延期"; }

field() { in_round --json round | json '["data"]'"$1"; }

@test "the end of the reviews is moved, and who, why and what stand in the story" {
	run -0 edit calendar.review_until=2018-05-31T17:30:00+08:00
	[[ $output == *"2018-05-31"* ]]
	[ "$(field '["calendar"]["review_until"]')" = 2018-05-31T17:30:00+08:00 ]
	[ "$(git -C "$ROUND" log -1 --format=%s)" = "Edit the round test-2018: calendar.review_until (评委出差，评审延期)" ]
	run -0 edit calendar.review_until=2018-06-30T17:30:00+08:00
	[[ $output == *"2018-05-31T17:30:00+08:00 → 2018-06-30T17:30:00+08:00"* ]]
}

@test "a review that was too late is taken once the time is longer" {
	run -0 edit calendar.review_until=2018-04-05T17:30:00+08:00
	submit_titles 甲
	pass_all XF-0001
	in_round $in_april assign XF-0001 reviewer-1 >/dev/null
	run -4 review reviewer-1 XF-0001 18 70
	run -0 edit calendar.review_until=2018-04-30T17:30:00+08:00
	review reviewer-1 XF-0001 18 70
}

@test "money, lists, truths, numbers and rows by their id are changed, and an empty value takes a field out" {
	run -0 edit budget=250000.00 calendar.holidays=2018-04-05,2018-04-06 limits.per_organisation=2 categories.service.cap=20000.00 \
		attachments.budget.required=false form.0.max_chars=800 limits.cap= organiser.en="Women's federation"
	[ "$(field '["budget"]')" = 250000.00 ]
	[ "$(field '["calendar"]["holidays"]')" = '["2018-04-05", "2018-04-06"]' ]
	[ "$(field '["limits"]')" = '{"per_organisation": 2}' ]
	[ "$(field '["categories"][1]["cap"]')" = 20000.00 ]
	[ "$(field '["attachments"][0]["required"]')" = False ]
	[ "$(field '["form"][0]["max_chars"]')" = 800 ]
	[ "$(field '["organiser"]["en"]')" = "Women's federation" ]
}

@test "what other records rest on stays, and all that is wrong is told at once" {
	before=$(commits)
	run -5 --separate-stderr edit prefix=AB places=3 categories.service.id=x form.need.type=number stages.review.sealed=true \
		calendar=x no.such=1 categories.none.cap=1.00 categories.service=5 budget=much calendar.close=2018-02-01T09:00:00+08:00
	for id in prefix places categories.service.id form.need.type; do [[ $stderr == *"“$id” stays"* ]]; done
	[[ $stderr == *"“calendar” holds several"* && $stderr == *"“no.such”"* && $stderr == *"“categories.none.cap”"* ]]
	[[ $stderr == *"“categories.service” holds several"* ]]
	[[ $stderr == *record.money* && $stderr == *record.order* ]]
	[ "$(commits)" = "$before" ]
}

@test "an edit needs a reason that fits, an officer, and something that differs" {
	run -2 in_round $in_april round edit budget=1.00
	run -2 in_round $in_april round edit budget --reason x
	run -5 in_round $in_april round edit budget=200000.00 --reason " "
	run -5 in_round $in_april round edit budget=200000.00 --reason "$(printf '字%.0s' {1..101})"
	run -5 edit budget=100000.00
	run -5 --separate-stderr edit budget=200000.00 budget=300000.00
	[[ $stderr == *"“budget” is given twice"* ]]
	run -4 in_round $in_april --as reviewer-1 round edit budget=200000.00 --reason x
}

@test "the budget stays above what is decided" {
	submit_titles 甲
	pass_all XF-0001
	in_round $in_april decide XF-0001 --approve 40000 >/dev/null
	run -4 --separate-stderr edit budget=39999.99
	[[ $stderr == *40000.00* ]]
	run -0 edit budget=40000.00
}

@test "a dry run says what would change and changes nothing" {
	before=$(commits)
	run -0 edit budget=200000.00 --dry-run
	[[ $output == *round/round.json* && $output == *200,000.00* ]]
	[ "$(commits)" = "$before" ]
	run -0 in_round $in_april --json round edit budget=200000.00 --reason x --dry-run
	[ "$(json '["data"]["fields"][0]["new"]' <<<"$output")" = 200000.00 ]
}
