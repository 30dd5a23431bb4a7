#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The stock parts and rules and those of the examples pass their cases, and attacks in every function of a file are stopped; none is
# without cases. Each part has its entry in the manual. TAP.
src=${srcdir:-.}
program=${GRANT:-grant}
LC_ALL=C
LANGUAGE=
export LC_ALL LANGUAGE
n=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
result() { n=$((n + 1)); if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; sed 's/^/# /' "$log"; fi; }

cd "$src" || exit 1
for folder in plugins/grant plugins/rules examples/rules examples/rounds/[!.]*/ tests/data/rules-attacks; do
	"$program" rules test "$folder" >"$log" 2>&1
	result $? "$folder passes its cases"
	! grep -q 'rules\.no-cases' "$log"
	result $? "every file of $folder has cases"
done
for part in plugins/grant/*.lua; do
	name=$(basename "$part" .lua)
	grep -q "^\.It Fn grant\.$name " doc/grant-rules.5 >"$log"
	result $? "grant-rules(5) describes grant.$name"
	# shellcheck disable=SC2016 # Markdown's own quotes
	grep -q '^| `grant\.'"$name"'(' plugins/README.md >"$log"
	result $? "plugins/README.md lists grant.$name"
done
for rules in examples/rules/*.lua; do
	grep -q "$(basename "$rules")" examples/rules/README.md >"$log"
	result $? "examples/rules/README.md lists $(basename "$rules")"
done
echo "1..$n"
