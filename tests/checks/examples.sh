#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What the manual shows is what the program does: the tutorial is repeated word for word, the example of grant-rules(5)
# loads, and that page names what rules may call. Digests are masked: they follow the version of zip. TAP.
GRANT=${GRANT:-grant}
srcdir=$(cd "${srcdir:-.}" && pwd)
n=0
fail=0
check() { # name, text that must be empty
	n=$((n + 1))
	if [ -z "$2" ]; then echo "ok $n - $1"; else fail=1; echo "not ok $n - $1"; sed 's/^/# /' <<<"$2"; fi
}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
export HOME=$work/home GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8
unset LANGUAGE GRANT_PERSON GRANT_PAGER PAGER
mkdir -p "$HOME"
grant() { "$GRANT" "$@"; }

# mdoc's literal text, and digests
plain() { sed -e 's/^\\&//' -e 's/\\e/\\/g'; }
mask() { sed -E 's/[0-9a-f]{10,64}/#/g'; }

# Blocks of a page that show a shell: "$ cat FILE" gives a file its text, any other command is run and prints what follows.
replay() { # page
	local line command='' file=''
	: >"$work/wanted"
	: >"$work/printed"
	run() {
		[ -z "$command" ] || { eval "$command"; } >>"$work/printed" 2>&1 </dev/null
		command=''
	}
	while IFS= read -r line; do
		case $line in
		'$ cat '*) run; file=${line#\$ cat }; mkdir -p "$(dirname "$file")"; : >"$file" ;;
		'$ '*) run; file=''; command=${line#\$ } ;;
		.Ed) run; file='' ;;
		*)
			if [ -n "$file" ]; then printf '%s\n' "$line" >>"$file"
			elif [[ $command == *'\' ]]; then command=${command%\\}${line#"${line%%[! ]*}"}
			else printf '%s\n' "$line" >>"$work/wanted"; fi ;;
		esac
	done < <(sed -n '/^\.Bd -literal/,/^\.Ed/p' "$1" | grep -v '^\.Bd' | plain)
	diff -B <(mask <"$work/wanted") <(mask <"$work/printed")
}

if command -v zip >/dev/null; then
	mkdir "$work/tutorial"
	cd "$work/tutorial" || exit 99
	check "the tutorial can be repeated" "$(replay "$srcdir/doc/grant-tutorial.7")"
fi

mkdir "$work/rules"
cd "$work/rules" || exit 99
page=$srcdir/doc/grant-rules.5
awk '/example: rules.lua/ {f = 1; next} f && /^\.Bd/ {next} f && /^\.Ed/ {exit} f' "$page" | plain >rules.lua
printf '%s\n' '{"id": "a", "title": {"en": "A"}, "prefix": "A", "budget": "1.00",' \
	'"calendar": {"open": "2018-03-01T09:00:00+08:00", "close": "2018-03-31T17:30:00+08:00"}}' >round.json
check "the example of grant-rules(5) loads" \
	"$(grant -q init round.git --round round.json --rules rules.lua --as a --name A --unsigned 2>&1)"
check "grant-rules(5) names every stock part" \
	"$(for part in "$srcdir"/plugins/grant/*.lua; do
		part=$(basename "$part" .lua)
		grep -q "^\.It Fn grant\.$part " "$page" || echo "$part"
	done)"
check "grant-rules(5) names what rules may call" \
	"$(sed -nE '/luaL_Reg (base|gr_library_[a-z]+|exact_globals)\[\]/,/^};/p' "$srcdir"/libgrant/rules/*.c |
		grep -oE '\{ "[a-z]+"' | tr -dc 'a-z\n' | sort -u | while read -r name; do
		grep -qE "^\.Fn $name( |\$)" "$page" || echo "$name"
	done)"
echo "1..$n"
exit $fail
